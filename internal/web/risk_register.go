package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/risk"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// risks lists the entries of registers that the person may see.
func (s *Server) risks(r *Request) error {
	set := r.law("")
	v := register.List{Head: ui.HeadInfo{Title: risksTitle, Lead: lang.T("单位面临的伦理风险：多大可能、多严重、谁负责、采取什么措施、何时重新评估。", "Risks to ethics in a unit: how likely and how grave they are, who answers, what is done, and when each is assessed anew.")},
		Fields: []form.Field{choice("kind", lang.T("类别", "Kind"), options(set, "risk_kinds")), choice("grade", lang.T("等级", "Grade"), options(set, "risk_grades")), stateField(&risk.Table)},
		Table: ui.TableInfo{Caption: lang.T("风险，最重的在前", "Risks, the gravest first"), Columns: []ui.Column{{Text: lang.T("风险", "Risk")}, {Text: lang.T("单位", "Unit")}, {Text: lang.T("类别", "Kind")}, {Text: lang.T("等级", "Grade")},
			{Text: lang.T("重新评估", "Assessed anew")}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("清单是空的", "The register is empty"), Text: lang.T("单位管理员列入风险，主管部门看到本领域单位的清单。", "A unit's officer enters risks; a department sees the registers of its field.")}}}
	if own := r.offices(registry.RoleUnitOfficer); len(own) > 0 {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("列入风险", "Enter a risk"), Href: "/risks/new?unit=" + own[0]}, ui.Primary)
	}
	v = r.listing(v, "/risks", "")
	v.Page, v.Tabs = r.Info(v.Head.Title), r.riskTabs()
	if v.Form.Err != nil {
		return r.showList(v)
	}
	page, err := risk.Risks(r.Reader(), r.P, risk.RiskFilter{Unit: r.FormValue("unit"), Kind: r.FormValue("kind"), Grade: r.FormValue("grade"), State: flow.State(r.FormValue("state"))}, r.Paging())
	if err != nil {
		return err
	}
	var ids []string
	for _, x := range page.Items {
		ids = append(ids, x.Unit)
	}
	names, err := r.bodies(auth.Unit, ids...)
	if err != nil {
		return err
	}
	for _, x := range page.Items {
		state, grade := riskStatus(x.State), ui.Status{Text: word(set, "risk_grades", x.Grade), Tone: gradeTone(x.Likelihood * x.Impact)}
		v.Rows = append(v.Rows, register.Row{{Text: x.Title, Href: "/risks/" + x.ID}, {Text: r.C.Text(english(names[x.Unit]))}, {Text: r.C.Text(word(set, "risk_kinds", x.Kind))}, {Status: &grade},
			{Text: r.C.Day(string(calendar.Of(x.Due)))}, {Status: &state}})
	}
	v.Pager = r.pager(len(v.Rows), page.Next)
	return r.showList(v)
}

func gradeTone(points int) ui.Tone {
	if points >= 10 {
		return ui.Bad
	}
	return ui.Warn
}

func riskStatus(state flow.State) ui.Status {
	if state == risk.RiskOpen {
		return ui.Status{Text: risk.Table.Info(state).Text, Tone: ui.Waiting}
	}
	return ui.Status{Text: risk.Table.Info(state).Text, Tone: ui.Ended}
}

// riskPage is one entry with its measures.
func (s *Server) riskPage(r *Request) error {
	st, err := s.Risk.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	set := r.law(st.Region)
	unit, err := r.body(auth.Unit, st.Unit)
	if err != nil {
		return err
	}
	who, err := r.people(st.Owner)
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Risk, st.ID, auth.RiskEdit)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(risksTitle), Status: riskStatus(st.State), Head: ui.HeadInfo{Kicker: english(unit), Title: lang.Same(st.Title)}}
	v.Page.Crumbs = []ui.Link{{Text: risksTitle, Href: "/risks"}}
	v.Facts = []ui.Fact{{Label: lang.T("单位", "Unit"), Value: register.Show(r.C, register.Cell{Text: r.C.Text(unit), Href: entryPath(auth.Unit, st.Unit)})}, {Label: lang.T("类别", "Kind"), Text: r.C.Text(word(set, "risk_kinds", st.Terms.Kind))},
		{Label: lang.T("可能性 × 影响", "Likelihood × impact"), Text: r.C.Text(lang.T("%s × %s = %d", "%s × %s = %d").With(word(set, "risk_likelihood", st.Likelihood), word(set, "risk_impact", st.Impact), st.Points()))},
		{Label: lang.T("等级", "Grade"), Text: r.C.Text(word(set, "risk_grades", st.Grade))}, {Label: lang.T("负责人", "Answers for it"), Text: r.C.Text(who.text(st.Owner))}}
	v.Facts = addFact(v.Facts, lang.T("说明", "About it"), st.Text)
	if !st.Due.IsZero() && st.State == risk.RiskOpen {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("重新评估", "Assessed anew by"), Text: r.C.Day(string(calendar.Of(st.Due)))})
	}
	if may[auth.RiskEdit] && st.State == risk.RiskOpen {
		at := "/risks/" + st.ID
		v.Head.Action = register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("重新评估", "Assess it anew"), Href: at + "/reassess"}, Look: ui.Primary},
			{Link: ui.Link{Text: lang.T("计划措施", "Plan a measure"), Href: at + "/measures/new"}, Look: ui.Quiet}, {Link: ui.Link{Text: lang.T("关闭", "Close"), Href: at + "/close"}, Look: ui.Quiet}})
	}
	v.Sections = []register.Section{r.measuresSection(st.Measures, func(m risk.Measure) string {
		if may[auth.RiskEdit] && st.State == risk.RiskOpen {
			return "/risks/" + st.ID + "/measures/" + m.ID + "/done"
		}
		return ""
	})}
	events, err := s.Risk.Events(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// measuresSection lists measures; done gives the form by which one is done, if there is one.
func (r *Request) measuresSection(all []risk.Measure, done func(risk.Measure) string) register.Section {
	var rows []register.Row
	for _, m := range all {
		status := ui.Status{Text: lang.T("待完成", "To be done"), Tone: ui.Waiting}
		row := register.Row{{Text: m.Text}, {Text: r.C.Day(string(m.Due))}, {Status: &status}}
		if !m.DoneAt.IsZero() {
			status = ui.Status{Text: lang.T("已完成", "Done"), Tone: ui.OK}
			row[2].Small = []string{m.Effect}
		} else if href := done(m); href != "" {
			row[0].Acts = []ui.Link{{Text: lang.T("完成", "Done"), Href: href}}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "measures", Title: lang.T("措施", "Measures"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("按计划的顺序", "In the order of planning"),
		Columns: []ui.Column{{Text: lang.T("措施", "Measure")}, {Text: lang.T("期限", "Due")}, {Text: lang.T("状态", "State")}}, Empty: ui.EmptyInfo{Title: lang.T("还没有措施", "There are no measures yet")}}, rows)}
}

func gradingFields(r *Request, region string) []form.Field {
	set := r.law(region)
	return []form.Field{{Kind: form.Choice, Field: ui.Field{Name: "likelihood", Label: lang.T("可能性", "Likelihood"), Required: true, Options: options(set, "risk_likelihood")}},
		{Kind: form.Choice, Field: ui.Field{Name: "impact", Label: lang.T("影响程度", "Impact"), Required: true, Options: options(set, "risk_impact")}}}
}

// newRisk enters a risk into the register of a unit.
func (s *Server) newRisk() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			unit := r.FormValue("unit")
			name, err := r.body(auth.Unit, unit)
			if err != nil {
				return form.Page{}, err
			}
			if err := r.may(auth.RiskEnter, auth.Unit, unit); err != nil {
				return form.Page{}, err
			}
			find, people, err := s.findPerson(r)
			if err != nil {
				return form.Page{}, err
			}
			head := ui.HeadInfo{Kicker: english(name), Title: lang.T("列入风险", "Enter a risk"), Lead: lang.T("先按姓名找到负责人，再写风险本身。文字里不写姓名。", "First find who answers for it, then say what the risk is. No names in the texts.")}
			people.Name, people.Label = "person", lang.T("负责人", "Who answers for it")
			v := form.Page{Page: r.Info(head.Title), Head: head, Find: find, Action: r.URL.RequestURI(), Cancel: "/risks", Submit: ui.Button{Text: lang.T("列入", "Enter it"), Look: ui.Primary}}
			v.Fields = append([]form.Field{people, r.found(), {Kind: form.Choice, Field: ui.Field{Name: "kind", Label: lang.T("类别", "Kind"), Required: true, Options: options(r.law(""), "risk_kinds")}},
				{Kind: form.Line, Field: ui.Field{Name: "title", Label: lang.T("风险", "Risk"), Required: true, Max: 200}}, {Kind: form.Area, Field: ui.Field{Name: "text", Label: lang.T("说明", "About it"), Rows: 4}}}, gradingFields(r, "")...)
			return v, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			out, err := s.Risk.Enter(r.Context(), r.P, r.C.Now, risk.Enter{Unit: r.FormValue("unit"), Terms: risk.Terms{Kind: r.PostFormValue("kind"), Title: r.PostFormValue("title"), Text: r.PostFormValue("text"), Owner: r.PostFormValue("person")},
				Likelihood: r.PostFormValue("likelihood"), Impact: r.PostFormValue("impact"), Key: r.Key()})
			return "/risks/" + out.Result, lang.T("已列入。", "Entered."), err
		},
	}
}

// riskForm is a form about one entry.
func (s *Server) riskForm(title, button lang.Text, fields func(*Request, risk.Entry) []form.Field, act func(*Request) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Risk.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head := ui.HeadInfo{Kicker: lang.Same(st.Title), Title: title}
			return form.Page{Page: r.Info(title), Head: head, Version: st.Version, Cancel: "/risks/" + st.ID, Submit: ui.Button{Text: button, Look: ui.Primary}, Fields: fields(r, st)}, r.may(auth.RiskEdit, auth.Risk, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			return "/risks/" + r.PathValue("id"), lang.T("已记录。", "Recorded."), act(r)
		},
	}
}

func (s *Server) reassessRisk() formPage {
	return s.riskForm(lang.T("重新评估", "Assess it anew"), lang.T("记录", "Record it"), func(r *Request, st risk.Entry) []form.Field {
		return append(gradingFields(r, st.Region), saidField(lang.T("理由", "Reason"), "reason"))
	}, func(r *Request) error {
		_, err := s.Risk.Reassess(r.Context(), r.P, r.C.Now, risk.Assess{Risk: r.PathValue("id"), Likelihood: r.PostFormValue("likelihood"), Impact: r.PostFormValue("impact"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
		return err
	})
}

func measureFields() []form.Field {
	return []form.Field{saidField(lang.T("措施", "Measure"), "text"), dayField("due", lang.T("完成日期", "Due"), "", true)}
}

func (s *Server) planRisk() formPage {
	return s.riskForm(lang.T("计划措施", "Plan a measure"), lang.T("记录", "Record it"), func(*Request, risk.Entry) []form.Field { return measureFields() }, func(r *Request) error {
		_, err := s.Risk.Plan(r.Context(), r.P, r.C.Now, risk.Plan{Risk: r.PathValue("id"), Text: r.PostFormValue("text"), Due: calendar.Day(r.PostFormValue("due")), Version: r.Version(), Key: r.Key()})
		return err
	})
}

func (s *Server) doRisk() formPage {
	return s.riskForm(lang.T("措施已完成", "The measure is done"), lang.T("记录", "Record it"), func(*Request, risk.Entry) []form.Field {
		return []form.Field{saidField(lang.T("效果", "What it has brought"), "effect")}
	}, func(r *Request) error {
		_, err := s.Risk.Do(r.Context(), r.P, r.C.Now, risk.Do{Risk: r.PathValue("id"), Measure: r.PathValue("measure"), Effect: r.PostFormValue("effect"), Version: r.Version(), Key: r.Key()})
		return err
	})
}

func (s *Server) closeRisk() formPage {
	return s.riskForm(lang.T("关闭风险", "Close the risk"), lang.T("关闭", "Close it"), func(*Request, risk.Entry) []form.Field {
		return []form.Field{saidField(lang.T("理由", "Reason"), "reason")}
	}, func(r *Request) error {
		_, err := s.Risk.Close(r.Context(), r.P, r.C.Now, risk.Close{Risk: r.PathValue("id"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
		return err
	})
}
