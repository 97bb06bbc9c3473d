package web

import (
	"strconv"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/violation"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

func (s *Server) planCase() formPage {
	return s.writeForm(caseForm{verb: auth.CaseHandle, back: "/inquiry", title: lang.T("调查方案", "Plan of the inquiry"), button: lang.T("保存", "Save it"), done: lang.T("方案已保存。", "The plan is saved."),
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Plan(r.Context(), r.P, r.C.Now, r.onWrite())
		}}, lang.T("调查内容、步骤、分工", "What is looked into, how, and by whom"))
}

func (s *Server) nameCaseMember() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, back: "/inquiry", title: lang.T("确定人员", "Name somebody"), lead: lang.T("调查组办理调查；评议专家组由同行组成，先声明利益，再提出意见。", "The team inquires. The panel is of peers, who declare interests first and then give an opinion."),
		button: lang.T("确定", "Name them"), done: lang.T("已确定。", "Named."), person: true, personLabel: lang.T("人员", "Person"),
		fields: func(*file) []form.Field {
			return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "role", Label: lang.T("职责", "Part"), Required: true, Options: []ui.Option{{Value: violation.Team, Text: lang.T("调查组成员", "Of the team")}, {Value: violation.Peer, Text: lang.T("评议专家", "Peer of the panel")}}}}}
		},
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.NameMember(r.Context(), r.P, r.C.Now, violation.NameMember{Case: r.PathValue("id"), Person: r.PostFormValue("person"), Role: r.PostFormValue("role"), Version: r.Version(), Key: r.Key()})
		}})
}

func (s *Server) leaveCase() formPage {
	return s.writeForm(caseForm{verb: auth.CaseDecide, back: "/inquiry", title: lang.T("成员退出", "Take a member out"), button: lang.T("退出", "Take out"), done: lang.T("已退出。", "They take no part any more."),
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Leave(r.Context(), r.P, r.C.Now, r.onPart())
		}}, lang.T("理由", "Reason"))
}

func (s *Server) declareCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseJudge, title: lang.T("声明利益", "Declare interests"), lead: lang.T("与当事人、举报人有亲属、师生、合作、竞争等关系的，退出评议。", "Whoever is related to a party or who reported it, taught them, works or competes with them, leaves the panel."), button: lang.T("声明", "Declare"), done: lang.T("已声明。", "Declared."),
		fields: func(*file) []form.Field {
			return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "conflict", Label: lang.T("利益关系", "Interest"), Required: true, Options: []ui.Option{{Value: "no", Text: lang.T("没有", "None")}, {Value: "yes", Text: lang.T("有，退出评议", "There is one: I leave the panel")}}}}}
		},
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Declare(r.Context(), r.P, r.C.Now, violation.Declare{Case: r.PathValue("id"), Conflict: r.PostFormValue("conflict") != "no", Version: r.Version(), Key: r.Key()})
		}})
}

func (s *Server) assessCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseJudge, title: lang.T("提出评议意见", "Give an opinion"), button: lang.T("提出", "Give it"), done: lang.T("意见已提出。", "Your opinion is given."), fields: func(*file) []form.Field {
		return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "breach", Label: lang.T("意见", "Opinion"), Required: true, Options: []ui.Option{{Value: "yes", Text: lang.T("构成违规", "A breach")}, {Value: "no", Text: lang.T("不构成违规", "No breach")}}}}, textArea("reasons", lang.T("理由", "Reasons"), 5)}
	}, act: func(r *Request) (journal.Outcome, error) {
		return s.Violation.Assess(r.Context(), r.P, r.C.Now, violation.Assess{Case: r.PathValue("id"), Breach: r.PostFormValue("breach") == "yes", Reasons: r.PostFormValue("reasons"), Version: r.Version(), Key: r.Key()})
	}})
}

func (s *Server) interviewCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseHandle, back: "/inquiry", title: lang.T("记录谈话", "Record an interview"), lead: lang.T("谈话由两人以上进行；只有一人的不能记录。", "Two or more hold it; what one alone heard cannot be recorded."), button: lang.T("记录", "Record it"), done: lang.T("已记录。", "Recorded."),
		fields: func(k *file) []form.Field {
			by := form.Field{Kind: form.Checks, Field: ui.Field{Name: "by", Label: lang.T("谈话人", "Held by"), Required: true, Options: []ui.Option{{Value: k.r.P.Person, Text: k.r.Me.Name}}}}
			for _, m := range k.In(violation.Team) {
				if m.Person != k.r.P.Person {
					by.Options = append(by.Options, ui.Option{Value: m.Person, Text: k.names.text(m.Person)})
				}
			}
			with := k.partyField()
			with.Required = false
			with.Options = append(with.Options, ui.Option{Value: "witness", Text: lang.T("证人", "A witness")})
			return []form.Field{with, by, dayField("day", lang.T("日期", "Day"), string(k.r.P.Day), true), lineField("place", lang.T("地点", "Place")), textArea("summary", lang.T("要点", "In short"), 5), fileField(lang.T("谈话笔录", "The record"))}
		},
		act: func(r *Request) (journal.Outcome, error) {
			file, err := r.sentFile()
			if err != nil {
				return journal.Outcome{}, err
			}
			return s.Violation.Interview(r.Context(), r.P, r.C.Now, violation.Interview{Case: r.PathValue("id"), Party: strings.TrimPrefix(r.PostFormValue("party"), "witness"), By: r.PostForm["by"], Day: calendar.Day(r.PostFormValue("day")), Place: r.PostFormValue("place"),
				Summary: r.PostFormValue("summary"), Upload: file, Version: r.Version(), Key: r.Key()})
		}})
}

// partyField chooses one of the parties.
func (k *file) partyField() form.Field {
	f := form.Field{Kind: form.Radios, Field: ui.Field{Name: "party", Label: lang.T("当事人", "Party"), Required: true}}
	for _, p := range k.Parties {
		f.Options = append(f.Options, ui.Option{Value: p.ID, Text: k.party(p.ID)})
	}
	if len(f.Options) == 1 {
		f.Value = f.Options[0].Value
	}
	return f
}

func (s *Server) secureCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseHandle, back: "/inquiry", title: lang.T("登记证据", "Take evidence"), lead: lang.T("写明从哪里、何时、何地取得；登记的人对它负责。文件的哈希写入记录。", "Say from whom, when and where; who enters it answers for it. The hash of a file goes into the record."), button: lang.T("登记", "Enter it"), done: lang.T("已登记。", "Entered."),
		fields: func(k *file) []form.Field {
			return []form.Field{lineField("label", lang.T("证据名称", "What it is")), lineField("source", lang.T("来源", "From whom")), dayField("day", lang.T("取得日期", "Taken on"), string(k.r.P.Day), true), lineField("place", lang.T("取得地点", "Where")), fileField(lang.T("文件", "File"))}
		},
		act: func(r *Request) (journal.Outcome, error) {
			file, err := r.sentFile()
			if err != nil {
				return journal.Outcome{}, err
			}
			return s.Violation.Secure(r.Context(), r.P, r.C.Now, violation.Secure{Case: r.PathValue("id"), Label: r.PostFormValue("label"), Source: r.PostFormValue("source"), Day: calendar.Day(r.PostFormValue("day")), Place: r.PostFormValue("place"), Upload: file, Version: r.Version(), Key: r.Key()})
		}})
}

func (s *Server) handCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseHandle, back: "/inquiry", title: lang.T("移交证据", "Hand evidence over"), button: lang.T("移交", "Hand it over"), done: lang.T("已移交。", "Handed over."), person: true, personLabel: lang.T("交给谁", "To whom"), fields: func(k *file) []form.Field {
		return []form.Field{dayField("day", lang.T("移交日期", "Handed over on"), string(k.r.P.Day), true), lineField("reason", lang.T("事由", "What for"))}
	}, act: func(r *Request) (journal.Outcome, error) {
		return s.Violation.Hand(r.Context(), r.P, r.C.Now, violation.Hand{Case: r.PathValue("id"), ID: r.PathValue("part"), To: r.PostFormValue("person"), Day: calendar.Day(r.PostFormValue("day")), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
	}})
}

func (s *Server) pauseCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, title: lang.T("采取临时措施", "Take an interim measure"), lead: lang.T("只在调查期间有效。暂停的活动立即停止。", "Only while the inquiry runs. An activity that is stopped stops at once."), button: lang.T("采取", "Take it"), done: lang.T("已采取。", "Taken."), fields: func(k *file) []form.Field {
		return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "code", Label: lang.T("措施", "Measure"), Required: true, Options: options(k.set(), "interim_measures")}}, textArea("reason", lang.T("理由", "Reason"), 4)}
	}, act: func(r *Request) (journal.Outcome, error) {
		return s.Violation.Pause(r.Context(), r.P, r.C.Now, violation.Pause{Case: r.PathValue("id"), Code: r.PostFormValue("code"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
	}})
}

func (s *Server) liftCase() formPage {
	return s.writeForm(caseForm{verb: auth.CaseDecide, title: lang.T("解除临时措施", "Lift an interim measure"), button: lang.T("解除", "Lift it"), done: lang.T("已解除。", "Lifted."),
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Lift(r.Context(), r.P, r.C.Now, r.onPart())
		}}, lang.T("理由", "Reason"))
}

func (s *Server) extendInquiry() formPage {
	return s.writeForm(caseForm{verb: auth.CaseDecide, title: lang.T("延长调查期限", "Extend the time of the inquiry"), lead: lang.T("特别复杂的案件可以延长一次。", "A very complex case can have more time, once."), button: lang.T("延长", "Extend it"), done: lang.T("已延长。", "Extended."),
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Extend(r.Context(), r.P, r.C.Now, r.onWrite())
		}}, lang.T("理由", "Reason"))
}

func (s *Server) findCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseHandle, back: "/decision", title: lang.T("调查认定", "What the inquiry found"), lead: lang.T("评议专家组提出意见之后填写；告知之后再改的，须重新告知。", "After the panel's opinions. Changed after a notice, it needs another notice."), button: lang.T("保存", "Save it"), done: lang.T("已保存。", "Saved."),
		fields: func(k *file) []form.Field {
			set := k.set()
			violations := distinct(append(options(set, "violations_unit"), options(set, "violations_committee")...))
			out := []form.Field{{Kind: form.Choice, Field: ui.Field{Name: "violation", Label: lang.T("行为", "Breach"), Required: true, Options: violations}}, {Kind: form.Choice, Field: ui.Field{Name: "severity", Label: lang.T("情节", "Severity"), Required: true, Options: options(set, "severity")}},
				{Kind: form.Checks, Field: ui.Field{Name: "factors", Label: lang.T("从轻从重", "Lighter or graver"), Options: options(set, "severity_factors")}}, textArea("facts", lang.T("事实", "Facts"), 6), textArea("basis", lang.T("依据", "Basis"), 3)}
			if x := k.Found; x != nil {
				out[0].Value, out[1].Value, out[2].Chosen, out[3].Value, out[4].Value = x.Violation, x.Severity, x.Factors, x.Facts, x.Basis
			}
			return out
		},
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Conclude(r.Context(), r.P, r.C.Now, violation.Conclude{Case: r.PathValue("id"), Finding: violation.Finding{Violation: r.PostFormValue("violation"), Severity: r.PostFormValue("severity"), Factors: r.PostForm["factors"],
				Facts: r.PostFormValue("facts"), Basis: r.PostFormValue("basis")}, Version: r.Version(), Key: r.Key()})
		}})
}

func (s *Server) proposeCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseHandle, back: "/decision", title: lang.T("提出措施", "Propose a measure"), button: lang.T("提出", "Propose it"), done: lang.T("已提出。", "Proposed."), fields: func(k *file) []form.Field {
		return append([]form.Field{k.partyField(), {Kind: form.Choice, Field: ui.Field{Name: "code", Label: lang.T("措施", "Measure"), Required: true, Options: options(k.set(), "measures")}}, dayField("from", lang.T("自", "From"), string(k.r.P.Day), true)}, sanctionTerm(false)...)
	}, act: func(r *Request) (journal.Outcome, error) {
		months, life := r.measureTerm()
		return s.Violation.Propose(r.Context(), r.P, r.C.Now, violation.Propose{Case: r.PathValue("id"), Party: r.PostFormValue("party"), Code: r.PostFormValue("code"), From: calendar.Day(r.PostFormValue("from")), Months: months, Life: life, Version: r.Version(), Key: r.Key()})
	}})
}

// measureTerm is what the fields of a term say.
func (r *Request) measureTerm() (months int, life bool) {
	if r.PostFormValue("term") == "months" {
		months, _ = strconv.Atoi(strings.TrimSpace(r.PostFormValue("months"))) // 0 is refused
	}
	return months, r.PostFormValue("term") == "life"
}

func (s *Server) referCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, title: lang.T("移送其他机关", "Refer it"), button: lang.T("移送", "Refer it"), done: lang.T("已移送，等待反馈。", "Referred; their answer is awaited."), fields: func(k *file) []form.Field {
		f := form.Field{Kind: form.Radios, Field: ui.Field{Name: "kind", Label: lang.T("事由", "For"), Required: true}}
		for _, item := range k.set().List("measures") {
			if item.Bool("referral") {
				f.Options = append(f.Options, ui.Option{Value: item.Code, Text: item.Text})
			}
		}
		return []form.Field{f, lineField("to", lang.T("移送至", "To")), textArea("text", lang.T("移送的内容", "What is referred"), 4)}
	}, act: func(r *Request) (journal.Outcome, error) {
		return s.Violation.Refer(r.Context(), r.P, r.C.Now, violation.Refer{Case: r.PathValue("id"), Kind: r.PostFormValue("kind"), To: r.PostFormValue("to"), Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()})
	}})
}

func (s *Server) feedbackCase() formPage {
	return s.writeForm(caseForm{verb: auth.CaseDecide, title: lang.T("移送的反馈", "What they answered"), button: lang.T("记录", "Record it"), done: lang.T("已记录。", "Recorded."),
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Feedback(r.Context(), r.P, r.C.Now, r.onPart())
		}}, lang.T("反馈", "Answer"))
}
