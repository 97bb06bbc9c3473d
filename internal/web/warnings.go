package web

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/risk"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var warningsTitle = lang.T("风险预警", "Warnings")

func warningStatus(state flow.State) ui.Status {
	tone := map[flow.State]ui.Tone{risk.WarningDraft: ui.Plain, risk.WarningOut: ui.Bad, risk.WarningDone: ui.OK, risk.WarningBack: ui.Ended, risk.WarningGone: ui.Ended}[state]
	return ui.Status{Text: risk.WarningTable.Info(state).Text, Tone: tone}
}

// warnings lists the warnings that the person gave or got.
func (s *Server) warnings(r *Request) error {
	set := r.law("")
	v := register.List{Head: ui.HeadInfo{Title: warningsTitle, Lead: lang.T("从信号和线索到签收、措施、见效。逾期没有签收的，转给上级。", "From signals and notes to what is done about them and its effect. What nobody acknowledges in time goes to who stands above.")},
		Fields: []form.Field{choice("level", lang.T("级别", "Level"), options(set, "risk_levels")), stateField(&risk.WarningTable)},
		Table: ui.TableInfo{Caption: lang.T("预警，最近变动的在前", "Warnings, the last changed first"), Columns: []ui.Column{{Text: lang.T("预警", "Warning")}, {Text: lang.T("级别", "Level")}, {Text: lang.T("发出", "Issued")},
			{Text: lang.T("待签收", "To be acknowledged"), Num: true}, {Text: lang.T("状态", "State")}}, Empty: ui.EmptyInfo{Title: lang.T("没有预警", "There are no warnings"), Text: lang.T("从信号或者线索的页面起草预警。", "Warnings are drafted from the page of a signal or a note.")}}}
	v = r.listing(v, "/warnings", "")
	v.Page, v.Tabs = r.Info(v.Head.Title), r.riskTabs()
	if v.Form.Err != nil {
		return r.showList(v)
	}
	page, err := risk.Warnings(r.Reader(), r.P, risk.WarningFilter{Level: r.FormValue("level"), State: flow.State(r.FormValue("state"))}, r.Paging())
	if err != nil {
		return err
	}
	for _, x := range page.Items {
		state, level := warningStatus(x.State), ui.Status{Text: word(set, "risk_levels", x.Level), Tone: levelTone(set, x.Level)}
		issued := ""
		if !x.IssuedAt.IsZero() {
			issued = r.C.Day(string(calendar.Of(x.IssuedAt)))
		}
		v.Rows = append(v.Rows, register.Row{{Text: x.Title, Href: "/warnings/" + x.ID}, {Status: &level}, {Text: orDash(issued)}, {Text: r.C.Num(x.Waiting), Num: true}, {Status: &state}})
	}
	v.Pager = r.pager(len(v.Rows), page.Next)
	return r.showList(v)
}

// homeWarnings are the warnings that are out, for whom they warn and who warned, and
// the way to the register of risks for those who answer for a unit.
func (s *Server) homeWarnings(r *Request) (templ.Component, error) {
	page, err := risk.Warnings(r.Reader(), r.P, risk.WarningFilter{State: risk.WarningOut}, store.Paging{Limit: homeTasks})
	units := r.offices(registry.RoleUnitOfficer)
	if err != nil || len(page.Items)+len(units) == 0 {
		return nil, err
	}
	var tasks []ui.Task
	for _, x := range page.Items {
		state, what := warningStatus(x.State), lang.T("预警的措施和成效", "What is done about a warning")
		if x.Waiting > 0 {
			what = lang.T("预警待签收", "A warning to be acknowledged")
		}
		tasks = append(tasks, ui.Task{What: what, About: x.Title, Href: "/warnings/" + x.ID, State: &state})
	}
	links := []ui.Link{{Text: lang.T("全部预警", "All warnings"), Href: "/warnings"}}
	if len(units) > 0 {
		links = append(links, ui.Link{Text: lang.T("本单位的风险台账", "The unit's register of risks"), Href: "/risks?unit=" + units[0]})
	}
	return home.Waiting(r.C, "warnings", warningsTitle, tasks, links...), nil
}

// warningPage is one warning: whom it warns, what they do, and what it rests on.
func (s *Server) warningPage(r *Request) error {
	st, err := s.Risk.Warning(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	set := r.law(st.Region)
	by, err := r.body(st.BodyKind, st.Body)
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Warning, st.ID, auth.WarningEdit, auth.WarningAnswer)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(warningsTitle), Status: warningStatus(st.State), Head: ui.HeadInfo{Kicker: english(by), Title: lang.Same(st.Title)}}
	v.Page.Crumbs = []ui.Link{{Text: warningsTitle, Href: "/warnings"}}
	v.Facts = []ui.Fact{{Label: lang.T("级别", "Level"), Text: r.C.Text(word(set, "risk_levels", st.Level))}, {Label: lang.T("内容", "What is wrong, and what is expected"), Text: st.Text}}
	for _, why := range st.Wanting {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("措施不足", "What was done does not suffice"), Text: why})
	}
	v.Facts = addFact(v.Facts, lang.T("结束的理由", "Why it ended"), st.Reason)
	if acts := warningActs(st, may[auth.WarningEdit]); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	own, err := risk.Answers(r.Reader(), r.P, st)
	if err != nil {
		return err
	}
	parties, err := r.partySection(st, own)
	if err != nil {
		return err
	}
	grounds, err := r.groundSection(st)
	if err != nil {
		return err
	}
	v.Sections = []register.Section{parties, r.measuresSection(st.Measures, func(m risk.Measure) string {
		if own[m.N] && st.State == risk.WarningOut {
			return "/warnings/" + st.ID + "/parties/" + strconv.Itoa(m.N) + "/measures/" + m.ID + "/done"
		}
		return ""
	}), grounds}
	events, err := s.Risk.WarningEvents(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

func warningActs(st risk.Warning, may bool) []register.Act {
	var out []register.Act
	add := func(to string, look ui.Look, text lang.Text) {
		out = append(out, register.Act{Link: ui.Link{Text: text, Href: "/warnings/" + st.ID + "/" + to}, Look: look})
	}
	switch {
	case !may:
	case st.State == risk.WarningDraft:
		add("issue", ui.Primary, lang.T("发出", "Issue it"))
		add("discard", ui.Quiet, lang.T("丢弃", "Discard"))
	case st.State == risk.WarningOut:
		if len(st.Measures) > 0 && len(st.Open()) == 0 {
			add("close", ui.Primary, lang.T("已见效，解除", "It suffices: close it"))
			add("wanting", ui.Quiet, lang.T("措施不足", "It does not suffice"))
		}
		add("withdraw", ui.Quiet, lang.T("撤回", "Withdraw"))
	}
	return out
}

func (r *Request) partySection(st risk.Warning, own map[int]bool) (register.Section, error) {
	names := map[string]lang.Text{}
	for _, kind := range []string{auth.Unit, auth.Committee, auth.Department} {
		var ids []string
		for _, p := range st.Parties {
			if p.Kind == kind {
				ids = append(ids, p.Body)
			}
		}
		found, err := r.bodies(kind, ids...)
		if err != nil {
			return register.Section{}, err
		}
		for id, n := range found {
			names[kind+id] = n
		}
	}
	var rows []register.Row
	for _, p := range st.Parties {
		status := ui.Status{Text: lang.T("待签收", "To be acknowledged"), Tone: ui.Waiting}
		row := register.Row{{Text: r.C.Text(english(names[p.Kind+p.Body])), Href: entryPath(p.Kind, p.Body)}, {Text: "–"}, {Status: &status}}
		if !p.Due.IsZero() {
			row[1].Text = r.C.Day(string(calendar.Of(p.Due)))
		}
		at := "/warnings/" + st.ID + "/parties/" + strconv.Itoa(p.N)
		switch {
		case !p.Acknowledged.IsZero():
			status = ui.Status{Text: lang.T("已签收", "Acknowledged"), Tone: ui.OK}
			if own[p.N] && st.State == risk.WarningOut {
				row[0].Acts = []ui.Link{{Text: lang.T("计划措施", "Plan a measure"), Href: at + "/measures/new"}}
			}
		case st.State == risk.WarningOut && own[p.N]:
			row[0].Acts = []ui.Link{{Text: lang.T("签收", "Acknowledge"), Href: at + "/acknowledge"}}
		}
		if p.Escalated {
			row[2].Small = append(row[2].Small, r.C.T("逾期，已转上级", "late: brought to who stands above"))
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "parties", Title: lang.T("预警对象", "Who is warned"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("签收和期限", "Who acknowledged, and by when"),
		Columns: []ui.Column{{Text: lang.T("对象", "Body")}, {Text: lang.T("签收期限", "To acknowledge by")}, {Text: lang.T("状态", "State")}}}, rows)}, nil
}

// groundSection lists what a warning rests on; what the reader may not see is told without a link.
func (r *Request) groundSection(st risk.Warning) (register.Section, error) {
	var rows []register.Row
	for _, id := range st.Signals {
		cell := register.Cell{Text: r.C.T("信号", "Signal")}
		if auth.Allow(r.Reader(), r.P, auth.SignalView, auth.Signal, id) == nil {
			x, err := r.S.Risk.Signal(r.Reader(), r.P, id)
			if err != nil {
				return register.Section{}, err
			}
			cell = register.Cell{Text: r.C.Text(word(r.law(x.Region), "risk_signals", x.Definition)), Href: "/signals/" + id, Small: []string{cell.Text}}
		}
		rows = append(rows, register.Row{cell})
	}
	titles, err := risk.Titles(r.Reader(), auth.Clue, st.Leads)
	if err != nil {
		return register.Section{}, err
	}
	for _, id := range st.Leads {
		cell := register.Cell{Text: r.C.T("外部线索", "Known from outside")}
		if auth.Allow(r.Reader(), r.P, auth.LeadView, auth.Clue, id) == nil {
			cell = register.Cell{Text: titles[id], Href: "/leads/" + id, Small: []string{cell.Text}}
		}
		rows = append(rows, register.Row{cell})
	}
	return register.Section{ID: "grounds", Title: lang.T("依据", "What it rests on"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("信号和线索", "Signals and notes"), Columns: []ui.Column{{Text: lang.T("依据", "Ground")}}}, rows)}, nil
}

// partyOptions are the bodies that somebody may warn: the units under a department and
// their committees, or a unit's committees.
func (r *Request) partyOptions(kind, body string) ([]ui.Option, error) {
	parties, err := risk.Reach(r.Reader(), kind, body)
	if err != nil {
		return nil, err
	}
	var out []ui.Option
	for _, k := range []string{auth.Unit, auth.Committee} {
		var ids []string
		for _, p := range parties {
			if p.Kind == k {
				ids = append(ids, p.Body)
			}
		}
		names, err := r.bodies(k, ids...)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			out = append(out, ui.Option{Value: k + ":" + id, Text: english(names[id])})
		}
	}
	return out, nil
}

// warned are those that were chosen.
func (r *Request) warned() []risk.Party {
	var out []risk.Party
	for _, v := range r.PostForm["parties"] {
		kind, body, _ := strings.Cut(v, ":")
		out = append(out, risk.Party{Kind: kind, Body: body})
	}
	return out
}

// newWarning drafts a warning on a signal or a lead.
func (s *Server) newWarning() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			kind, body := r.FormValue("kind"), r.FormValue("body")
			name, err := r.body(kind, body)
			if err != nil {
				return form.Page{}, err
			}
			if err := r.may(auth.WarningDraft, kind, body); err != nil {
				return form.Page{}, err
			}
			to, err := r.partyOptions(kind, body)
			if err != nil {
				return form.Page{}, err
			}
			head := ui.HeadInfo{Kicker: english(name), Title: lang.T("起草预警", "Draft a warning"), Lead: lang.T("写明什么情况、要求做什么。签收期限由级别决定。文字里不写姓名。", "Say what is wrong and what is expected. The level sets the time to acknowledge. No names in the texts.")}
			return form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Cancel: "/warnings", Submit: ui.Button{Text: lang.T("保存草稿", "Save the draft"), Look: ui.Primary}, Fields: []form.Field{
				{Kind: form.Choice, Field: ui.Field{Name: "level", Label: lang.T("级别", "Level"), Required: true, Options: options(r.law(""), "risk_levels")}}, {Kind: form.Line, Field: ui.Field{Name: "title", Label: lang.T("标题", "Title"), Required: true, Max: 500}},
				saidField(lang.T("内容", "What is wrong, and what is expected"), "text"), {Kind: form.Checks, Field: ui.Field{Name: "parties", Label: lang.T("预警对象", "Whom to warn"), Required: true, Options: to}}}}, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			c := risk.Content{Level: r.PostFormValue("level"), Title: r.PostFormValue("title"), Text: r.PostFormValue("text")}
			if id := r.FormValue("signal"); id != "" {
				c.Signals = []string{id}
			}
			if id := r.FormValue("lead"); id != "" {
				c.Leads = []string{id}
			}
			out, err := s.Risk.Warn(r.Context(), r.P, r.C.Now, risk.Warn{BodyKind: r.FormValue("kind"), Body: r.FormValue("body"), Content: c, Parties: r.warned(), Key: r.Key()})
			return "/warnings/" + out.Result, lang.T("草稿已保存。", "The draft is saved."), err
		},
	}
}

// warningForm is a form about one warning.
func (s *Server) warningForm(verb auth.Verb, title, button lang.Text, fields []form.Field, act func(r *Request, cmd risk.OnWarning) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Risk.Warning(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Page: r.Info(title), Head: ui.HeadInfo{Kicker: lang.Same(st.Title), Title: title}, Version: st.Version, Cancel: "/warnings/" + st.ID, Submit: ui.Button{Text: button, Look: ui.Primary}, Fields: fields},
				r.may(verb, auth.Warning, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			n, _ := strconv.Atoi(r.PathValue("n")) // no number is no party
			return "/warnings/" + r.PathValue("id"), lang.T("已记录。", "Recorded."), act(r, risk.OnWarning{Warning: r.PathValue("id"), N: n, Measure: r.PathValue("measure"), Text: r.PostFormValue("text"),
				Due: calendar.Day(r.PostFormValue("due")), Effect: r.PostFormValue("effect"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
		},
	}
}

// warningForms are the forms about warnings, by address.
func (s *Server) warningForms() map[string]formPage {
	reason := func() []form.Field { return []form.Field{saidField(lang.T("理由", "Reason"), "reason")} }
	record := lang.T("记录", "Record it")
	return map[string]formPage{
		"/warnings/new": s.newWarning(),
		"/warnings/{id}/issue": s.warningForm(auth.WarningEdit, lang.T("发出预警", "Issue the warning"), lang.T("发出", "Issue it"), nil, func(r *Request, c risk.OnWarning) error {
			_, err := s.Risk.Issue(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/warnings/{id}/discard": s.warningForm(auth.WarningEdit, lang.T("丢弃草稿", "Discard the draft"), lang.T("丢弃", "Discard"), nil, func(r *Request, c risk.OnWarning) error {
			_, err := s.Risk.Discard(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/warnings/{id}/close": s.warningForm(auth.WarningEdit, lang.T("解除预警", "Close the warning"), lang.T("解除", "Close it"), reason(), func(r *Request, c risk.OnWarning) error {
			_, err := s.Risk.CloseWarning(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/warnings/{id}/wanting": s.warningForm(auth.WarningEdit, lang.T("措施不足", "What was done does not suffice"), record, reason(), func(r *Request, c risk.OnWarning) error {
			_, err := s.Risk.FindWanting(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/warnings/{id}/withdraw": s.warningForm(auth.WarningEdit, lang.T("撤回预警", "Withdraw the warning"), lang.T("撤回", "Withdraw it"), reason(), func(r *Request, c risk.OnWarning) error {
			_, err := s.Risk.Withdraw(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/warnings/{id}/parties/{n}/acknowledge": s.warningForm(auth.WarningAnswer, lang.T("签收预警", "Acknowledge the warning"), lang.T("签收", "Acknowledge"), nil, func(r *Request, c risk.OnWarning) error {
			_, err := s.Risk.Acknowledge(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/warnings/{id}/parties/{n}/measures/new": s.warningForm(auth.WarningAnswer, lang.T("计划措施", "Plan a measure"), record, measureFields(), func(r *Request, c risk.OnWarning) error {
			_, err := s.Risk.PlanStep(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/warnings/{id}/parties/{n}/measures/{measure}/done": s.warningForm(auth.WarningAnswer, lang.T("措施已完成", "The measure is done"), record, []form.Field{saidField(lang.T("效果", "What it has brought"), "effect")}, func(r *Request, c risk.OnWarning) error {
			_, err := s.Risk.DoStep(r.Context(), r.P, r.C.Now, c)
			return err
		}),
	}
}
