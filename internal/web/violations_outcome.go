package web

import (
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/violation"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// dropParty leaves a party out.
func (s *Server) dropParty() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, title: lang.T("移除当事人", "Leave a party out"), button: lang.T("移除", "Leave it out"), done: lang.T("已移除。", "Left out."),
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.DropParty(r.Context(), r.P, r.C.Now, r.onPart())
		}})
}

func (s *Server) dropProposal() formPage {
	return s.onCase(caseForm{verb: auth.CaseHandle, back: "/decision", title: lang.T("删去拟处理措施", "Take a proposed measure out"), button: lang.T("删去", "Take it out"), done: lang.T("已删去。", "Taken out."),
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.DropProposal(r.Context(), r.P, r.C.Now, r.onPart())
		}})
}

func (s *Server) noticeCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, back: "/decision", title: lang.T("告知当事人", "Notify the parties"), lead: lang.T("当事人从此看到认定的事实、依据和关于自己的拟处理措施，可以陈述、申辩；看不到举报人。", "From now on each party sees facts, basis and what is proposed for them, and may state and defend. They do not see who reported."), button: lang.T("告知", "Notify them"), done: lang.T("已告知，等待陈述、申辩。", "Notified; they may be heard now."),
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Notify(r.Context(), r.P, r.C.Now, violation.On{Case: r.PathValue("id"), Version: r.Version(), Key: r.Key()})
		}})
}

func (s *Server) answerNotice() formPage {
	return s.onCase(caseForm{verb: auth.CaseAnswer, title: lang.T("陈述、申辩", "State and defend"), button: lang.T("提交", "Hand it in"), done: lang.T("已提交。", "Handed in."), fields: func(*file) []form.Field {
		text := textArea("text", lang.T("陈述、申辩", "What you have to say"), 6)
		text.Required = false
		return []form.Field{text, {Kind: form.Check, Field: ui.Field{Name: "waive", Label: lang.T("没有要说的，放弃余下的期限", "I have nothing (more) to say and waive the rest of the time")}}}
	}, act: func(r *Request) (journal.Outcome, error) {
		return s.Violation.Answer(r.Context(), r.P, r.C.Now, violation.Answer{Case: r.PathValue("id"), Text: r.PostFormValue("text"), Waive: r.PostFormValue("waive") != "", Version: r.Version(), Key: r.Key()})
	}})
}

func (s *Server) enterAnswer() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, back: "/decision", title: lang.T("录入书面陈述、申辩", "Enter a statement made on paper"), lead: lang.T("附上当事人的书面材料。", "The party's own paper goes with it."), button: lang.T("录入", "Enter it"), done: lang.T("已录入。", "Entered."), fields: func(k *file) []form.Field {
		text := textArea("text", lang.T("要点", "In short"), 4)
		text.Required = false
		return []form.Field{k.partyField(), text, {Kind: form.Check, Field: ui.Field{Name: "waive", Label: lang.T("当事人放弃陈述、申辩", "The party has nothing to say")}}, fileField(lang.T("书面材料", "The paper"))}
	}, act: func(r *Request) (journal.Outcome, error) {
		paper, err := r.sentFile()
		if err != nil {
			return journal.Outcome{}, err
		}
		return s.Violation.Enter(r.Context(), r.P, r.C.Now, violation.Answer{Case: r.PathValue("id"), Party: r.PostFormValue("party"), Text: r.PostFormValue("text"), Waive: r.PostFormValue("waive") != "", Upload: paper, Version: r.Version(), Key: r.Key()})
	}})
}

func (s *Server) decideCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, back: "/decision", title: lang.T("作出决定", "Decide"), lead: lang.T("认定违规的，告知并听取陈述、申辩之后才能决定；决定同时列入处理台账。未认定的，不采取措施，也不公开。", "A breach is found only after notice and hearing; the decision is entered into the ledger in the same act. Where none is found, nothing follows and nothing is made public."),
		button: lang.T("决定", "Decide"), done: lang.T("决定已作出。", "Decided."), fields: func(*file) []form.Field {
			return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "finding", Label: lang.T("认定", "Finding"), Required: true, Options: []ui.Option{{Value: "yes", Text: lang.T("认定违规，按告知的措施处理", "A breach: what was proposed follows")}, {Value: "no", Text: lang.T("未认定违规", "No breach was found")}}}},
				lineField("number", lang.T("文号", "Number")), textArea("reasons", lang.T("理由", "Reasons"), 5)}
		}, act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Rule(r.Context(), r.P, r.C.Now, violation.Rule{Case: r.PathValue("id"), Finding: r.PostFormValue("finding") == "yes", Number: r.PostFormValue("number"), Reasons: r.PostFormValue("reasons"), Version: r.Version(), Key: r.Key()})
		}})
}

func (s *Server) serveCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, back: "/decision", title: lang.T("记录送达", "Note the receipt"), lead: lang.T("自收到之日起计算申请复查的期限。", "From that day the time to ask for a re-check runs."), button: lang.T("记录", "Record it"), done: lang.T("已记录。", "Recorded."),
		fields: func(k *file) []form.Field {
			return []form.Field{k.partyField(), dayField("day", lang.T("收到日期", "Received on"), string(k.r.P.Day), true)}
		},
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Serve(r.Context(), r.P, r.C.Now, violation.Serve{Case: r.PathValue("id"), Party: r.PostFormValue("party"), Day: calendar.Day(r.PostFormValue("day")), Version: r.Version(), Key: r.Key()})
		}})
}

func (s *Server) requestCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseAnswer, title: lang.T("申请复查或者申诉", "Ask for a re-check, or appeal"), lead: lang.T("先向作出决定的一方申请复查；对结果不服的，向上级申诉。", "First a re-check by who decided; against its result, an appeal to the department above."), button: lang.T("提出", "Ask"), done: lang.T("已提出。", "Asked."),
		fields: func(*file) []form.Field {
			return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "kind", Label: lang.T("类别", "Kind"), Required: true, Options: []ui.Option{{Value: violation.Recheck, Text: lang.T("复查", "A re-check")}, {Value: violation.Appeal, Text: lang.T("申诉", "An appeal")}}}}, textArea("text", lang.T("理由", "Reasons"), 5)}
		},
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Ask(r.Context(), r.P, r.C.Now, violation.Ask{Case: r.PathValue("id"), Kind: r.PostFormValue("kind"), Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()})
		}})
}

// settleForm is a form about a request, for whom its kind is for.
func (s *Server) settleForm(f caseForm) formPage {
	both := map[auth.Verb]formPage{}
	for _, v := range []auth.Verb{auth.CaseDecide, auth.CaseAppeal} {
		f.verb = v
		both[v] = s.onCase(f)
	}
	page := both[auth.CaseDecide]
	page.build = func(r *Request) (form.Page, error) {
		k, err := s.breachFile(r)
		if err != nil {
			return form.Page{}, err
		}
		if q := k.Request(r.PathValue("part")); q != nil && q.Kind == violation.Appeal {
			return both[auth.CaseAppeal].build(r)
		}
		return both[auth.CaseDecide].build(r)
	}
	return page
}

func (s *Server) takeRequest() formPage {
	return s.settleForm(caseForm{back: "/decision", title: lang.T("是否受理", "Take it up or not"), button: lang.T("记录", "Record it"), done: lang.T("已记录。", "Recorded."), fields: func(*file) []form.Field {
		reason := textArea("reason", lang.T("不予受理的理由", "Why it is not taken up"), 4)
		reason.Required = false
		return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "accept", Label: lang.T("结果", "Result"), Required: true, Options: []ui.Option{{Value: "yes", Text: lang.T("受理", "Take it up")}, {Value: "no", Text: lang.T("不予受理", "Do not")}}}}, reason}
	}, act: func(r *Request) (journal.Outcome, error) {
		return s.Violation.Take(r.Context(), r.P, r.C.Now, violation.Settle{Case: r.PathValue("id"), ID: r.PathValue("part"), Accept: r.PostFormValue("accept") == "yes", Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
	}})
}

func (s *Server) settleRequest() formPage {
	return s.settleForm(caseForm{back: "/decision", title: lang.T("作出结果", "Decide the request"), lead: lang.T("变更、撤销的，处理台账随之改变。", "What changes or falls is changed in the ledger in the same act."), button: lang.T("决定", "Decide"), done: lang.T("已决定，台账随之更新。", "Decided; the ledger follows."),
		fields: func(k *file) []form.Field {
			out := []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "outcome", Label: lang.T("结果", "Result"), Required: true, Options: []ui.Option{{Value: violation.Upheld, Text: requestStatus(violation.Upheld).Text}, {Value: violation.Changed, Text: requestStatus(violation.Changed).Text}, {Value: violation.Lifted, Text: requestStatus(violation.Lifted).Text}}}}}
			measures := form.Field{Kind: form.Choice, Field: ui.Field{Name: "measure", Label: lang.T("变更哪项措施", "Measure that changes")}}
			if q := k.Request(k.r.PathValue("part")); q != nil {
				for _, h := range k.bindingOf(q.Party) {
					measures.Options = append(measures.Options, ui.Option{Value: h.ID, Text: word(k.set(), "measures", h.Code)})
				}
			}
			term := sanctionTerm(true)
			for i := range term {
				term[i].Required = false
			}
			return slices.Concat(out, []form.Field{measures}, term, []form.Field{textArea("reason", lang.T("理由", "Reason"), 4)})
		},
		act: func(r *Request) (journal.Outcome, error) {
			cmd := violation.Settle{Case: r.PathValue("id"), ID: r.PathValue("part"), Outcome: r.PostFormValue("outcome"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
			if m := r.PostFormValue("measure"); m != "" && cmd.Outcome == violation.Changed {
				months, life := r.measureTerm()
				cmd.Changes = []violation.Change{{Measure: m, Months: months, Life: life, Lift: r.PostFormValue("term") == "lift"}}
			}
			return s.Violation.Settle(r.Context(), r.P, r.C.Now, cmd)
		}})
}

func (s *Server) publishCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, title: lang.T("公开典型案例", "Make it public as a typical case"), lead: lang.T("不出现任何人和单位的名称。决定不再有争议之后才能公开。", "No name of any person or unit. Only once nobody can contest the decision any more."), button: lang.T("公开", "Make it public"), done: lang.T("已公开。", "It is public."),
		fields: func(*file) []form.Field {
			return []form.Field{lineField("title", lang.T("标题", "Title")), textArea("text", lang.T("内容", "Text"), 6)}
		},
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Publish(r.Context(), r.P, r.C.Now, violation.Publish{Case: r.PathValue("id"), Title: r.PostFormValue("title"), Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()})
		}})
}

func (s *Server) unpublishCase() formPage {
	return s.writeForm(caseForm{verb: auth.CaseDecide, title: lang.T("撤下典型案例", "Take it back from the public"), button: lang.T("撤下", "Take it back"), done: lang.T("已撤下。", "Taken back."),
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Unpublish(r.Context(), r.P, r.C.Now, r.onWrite())
		}}, lang.T("理由", "Reason"))
}
