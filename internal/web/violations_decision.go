package web

import (
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/sanction"
	"lunheng/internal/violation"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// decisionSections are what was found, the notice, the decision and what came after.
func (k *file) decisionSections() ([]register.Section, error) {
	out := []register.Section{}
	if k.Found != nil && !k.stateIs(violation.StateCleared) || k.Part == "" && k.stateIs(violation.StateInvestigating) {
		out = append(out, k.findingSection(), k.orderSection())
	}
	if k.Notice != nil {
		out = append(out, k.noticeSection())
	}
	if k.Number != "" {
		out = append(out, k.rulingSection())
	}
	if len(k.Decision) > 0 {
		out = append(out, k.measureSection())
	}
	if k.stateIs(violation.StateDecided, violation.StateAnnulled) {
		out = append(out, k.requestSection())
	}
	if k.Typical != nil {
		out = append(out, register.Section{ID: "typical", Title: lang.T("公开的案例", "As made public"), Body: ui.Facts(k.r.C, []ui.Fact{{Label: lang.T("标题", "Title"), Text: k.Typical.Title}, {Label: lang.T("内容", "Text"), Text: k.Typical.Text}})})
	}
	if len(out) == 0 {
		out = append(out, register.Section{ID: "none", Title: lang.T("告知与决定", "Notice and decision"), Body: register.Words(k.r.C, lang.T("调查结束之后，这里是认定、告知和决定。", "After the inquiry, what was found, the notice and the decision stand here."))})
	}
	return out, nil
}

func (k *file) findingSection() register.Section {
	c := k.r.C
	sec := register.Section{ID: "finding", Title: lang.T("调查认定", "What the inquiry found"), Acts: k.to(auth.CaseHandle, "case.found", ui.Link{Text: lang.T("写明认定", "Write it down"), Href: "finding"}),
		Body: register.Words(c, lang.T("还没有写明。评议专家组提出意见之后，写明行为、情节、事实和依据。", "Not written down yet. After the panel's opinions: the breach, how grave it is, facts and basis."))}
	if x := k.Found; x != nil {
		facts := []ui.Fact{{Label: lang.T("行为", "Breach"), Text: c.Text(breach(k.set(), x.Violation))}, {Label: lang.T("情节", "Severity"), Text: c.Text(word(k.set(), "severity", x.Severity))}}
		if len(x.Factors) > 0 {
			facts = append(facts, ui.Fact{Label: lang.T("从轻从重", "Lighter or graver"), Text: c.Join(k.words("severity_factors", x.Factors))})
		}
		sec.Body = ui.Facts(c, append(facts, ui.Fact{Label: lang.T("事实", "Facts"), Text: x.Facts}, ui.Fact{Label: lang.T("依据", "Basis"), Text: x.Basis}))
	}
	return sec
}

func (k *file) orderSection() register.Section {
	c := k.r.C
	var rows []register.Row
	for _, o := range k.Orders {
		row := register.Row{{Text: c.Text(word(k.set(), "measures", o.Code))}, {Text: c.Text(k.party(o.Party))}, {Text: c.Day(string(o.From))}, {Text: k.r.until(sanction.Held{Measure: sanction.Measure{Term: o.Term}})}}
		if k.to(auth.CaseHandle, "case.proposal_dropped", ui.Link{}) != nil {
			row[0].Acts = []ui.Link{{Text: lang.T("删去", "Take out"), Href: casePath(k.ID) + "/proposals/" + o.ID + "/drop"}}
		}
		rows = append(rows, row)
	}
	var acts []register.Act
	if k.Found != nil {
		acts = k.to(auth.CaseHandle, "case.proposed", ui.Link{Text: lang.T("提出措施", "Propose a measure"), Href: "proposals/new"})
	}
	return register.Section{ID: "proposals", Title: lang.T("拟处理措施", "What is proposed"), Acts: acts, Body: register.Rows(c, ui.TableInfo{Caption: lang.T("告知之后再修改的，须重新告知", "What is changed after a notice needs another one"),
		Columns: []ui.Column{{Text: lang.T("措施", "Measure")}, {Text: lang.T("当事人", "Party")}, {Text: lang.T("自", "From")}, {Text: lang.T("最后一日", "Last day")}}, Empty: ui.EmptyInfo{Title: lang.T("没有拟处理措施", "Nothing is proposed")}}, rows)}
}

func (k *file) noticeSection() register.Section {
	c := k.r.C
	var rows []register.Row
	for _, x := range k.Said {
		text := x.Text
		if x.Waive {
			text = c.T("放弃陈述、申辩", "nothing to add") + " " + text
		}
		row := register.Row{{Text: c.Text(k.party(x.Party))}, {Text: text}}
		if x.Paper != nil {
			row[1].Acts = k.document(x.Paper.Hash)
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "notice", Title: lang.T("告知和陈述、申辩", "Notice and hearing"), Acts: k.to(auth.CaseDecide, "case.stated", ui.Link{Text: lang.T("录入书面陈述", "Enter a paper statement"), Href: "enter"}),
		Body: register.Stack(ui.Facts(c, []ui.Fact{{Label: lang.T("告知于", "Noticed on"), Text: c.Time(k.NoticedAt)}, {Label: lang.T("陈述、申辩至", "To be heard until"), Text: c.Day(string(k.Until))}}),
			register.Rows(c, ui.TableInfo{Caption: lang.T("期限届满或者全部放弃之后才能决定", "No decision before the time is over or everybody has waived it"), Columns: []ui.Column{{Text: lang.T("当事人", "Party")}, {Text: lang.T("陈述、申辩", "What was said")}},
				Empty: ui.EmptyInfo{Title: lang.T("还没有陈述、申辩", "Nothing was said yet")}}, rows))}
}

func (k *file) rulingSection() register.Section {
	c := k.r.C
	status := breachStatus(k.State.State)
	facts := []ui.Fact{{Label: lang.T("结论", "Outcome"), Text: c.Text(status.Text)}, {Label: lang.T("文号", "Number"), Text: k.Number}, {Label: lang.T("作出日期", "Decided on"), Text: c.Day(string(k.Day))}, {Label: lang.T("理由", "Reasons"), Text: k.Reason}}
	if k.Sanction != "" && k.r.may(auth.SanctionView, auth.Sanction, k.Sanction) == nil {
		facts = append(facts, ui.Fact{Label: lang.T("处理台账", "Ledger"), Value: register.Show(c, register.Cell{Text: k.Number, Href: sanctionPath(k.Sanction)})})
	}
	return register.Section{ID: "ruling", Title: lang.T("决定", "Decision"), Body: ui.Facts(c, facts)}
}

func (k *file) measureSection() register.Section {
	c := k.r.C
	var rows []register.Row
	for _, h := range k.Decision {
		status := ui.Status{Text: lang.T("有效", "Holds"), Tone: ui.Bad}
		switch {
		case k.stateIs(violation.StateAnnulled) || h.State == sanction.Lifted:
			status = ui.Status{Text: lang.T("已解除", "Lifted"), Tone: ui.Ended}
		case h.State == sanction.Done:
			status = ui.Status{Text: lang.T("已履行", "Fulfilled"), Tone: ui.OK}
		case !h.On(k.r.P.Day):
			status = ui.Status{Text: lang.T("期满", "Over"), Tone: ui.Ended}
		}
		row := register.Row{{Text: c.Text(word(k.set(), "measures", h.Code))}, {Text: c.Text(k.party(h.Subject))}, {Text: k.r.until(h)}, {Text: "—"}, {Status: &status}}
		if served := k.ServedOn(h.Subject); served != nil {
			row[3].Text = c.Day(string(served.From))
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "measures", Title: lang.T("处理措施", "What follows"), Acts: k.to(auth.CaseDecide, "case.served", ui.Link{Text: lang.T("记录送达", "Note the receipt"), Href: "serve"}),
		Body: register.Rows(c, ui.TableInfo{Caption: lang.T("自收到决定起可以申请复查", "From the receipt on, a re-check may be asked for"), Columns: []ui.Column{{Text: lang.T("措施", "Measure")}, {Text: lang.T("当事人", "Party")}, {Text: lang.T("最后一日", "Last day")}, {Text: lang.T("收到于", "Received on")}, {Text: lang.T("状态", "State")}}}, rows)}
}

func (k *file) requestSection() register.Section {
	c := k.r.C
	var rows []register.Row
	for _, q := range k.Requests {
		status := requestStatus(q.State)
		kind, verb := c.T("复查", "re-check"), auth.CaseDecide
		if q.Kind == violation.Appeal {
			kind, verb = c.T("申诉", "appeal"), auth.CaseAppeal
		}
		row := register.Row{{Text: kind}, {Text: c.Text(k.party(q.Party))}, {Text: q.Text}, {Status: &status, Small: smallOf(q.Reason)}}
		path := casePath(k.ID) + "/requests/" + q.ID
		switch {
		case !k.may[verb]:
		case q.State == violation.Open:
			row[0].Acts = []ui.Link{{Text: lang.T("是否受理", "Take it up or not"), Href: path + "/take"}}
		case q.State == violation.Accepted:
			row[0].Acts = []ui.Link{{Text: lang.T("作出结果", "Decide it"), Href: path + "/settle"}}
		}
		rows = append(rows, row)
	}
	empty := ui.EmptyInfo{Title: lang.T("没有复查或者申诉", "No re-check and no appeal")}
	if k.Ask != "" {
		empty.Text = lang.T("可以在 %s 之前申请复查。", "A re-check can be asked for until %s.").With(c.Day(string(k.Ask)))
	}
	return register.Section{ID: "requests", Title: lang.T("复查和申诉", "Re-check and appeal"), Body: register.Rows(c, ui.TableInfo{Caption: lang.T("先复查，后申诉", "First a re-check, then an appeal"),
		Columns: []ui.Column{{Text: lang.T("类别", "Kind")}, {Text: lang.T("当事人", "Party")}, {Text: lang.T("理由", "Reasons given")}, {Text: lang.T("状态", "State")}}, Empty: empty}, rows)}
}

// bindingOf are the measures of a party's decision that still bind.
func (k *file) bindingOf(party string) []sanction.Held {
	return slices.DeleteFunc(slices.Clone(k.Decision), func(h sanction.Held) bool { return h.Subject != party || h.State != sanction.Binding })
}
