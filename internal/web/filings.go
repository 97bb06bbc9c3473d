package web

import (
	"cmp"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/filing"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// filingStatus is the state of a filing with its shape.
func filingStatus(state flow.State) ui.Status {
	tone := ui.Waiting
	switch state {
	case filing.StateSubmitted, filing.StatePrepared:
		tone = ui.Active
	case filing.StateReturned:
		tone = ui.Warn
	case filing.StateRegistered:
		tone = ui.OK
	case filing.StateLapsed:
		tone = ui.Bad
	case filing.StateWithdrawn:
		tone = ui.Ended
	}
	return ui.Status{Text: filing.Table.Info(state).Text, Tone: tone}
}

func filingTable(bodies bool) ui.TableInfo {
	t := ui.TableInfo{Caption: lang.T("登记、备案与报告，最近变动的在前", "Registrations, filings and reports, the last changed first"),
		Columns: []ui.Column{{Text: lang.T("事项", "What")}, {Text: lang.T("平台", "Where")}, {Text: lang.T("状态", "State")}, {Text: lang.T("回执", "Receipt")}, {Text: lang.T("期限", "Due")}},
		Empty: ui.EmptyInfo{Title: lang.T("没有登记事项", "There are no registrations"), Text: lang.T("委员会设立、清单内活动获批、年度结束时自动产生。",
			"They begin by themselves: when a committee is founded, a listed activity is approved, a year is over.")}}
	if bodies {
		t.Columns = append(t.Columns[:1:1], append([]ui.Column{{Text: lang.T("委员会", "Committee")}}, t.Columns[1:]...)...)
	}
	return t
}

// filings lists the registrations that the person may see: the board of a
// department, and the work of secretaries and units.
func (s *Server) filings(r *Request) error {
	f := filing.Filter{State: flow.State(r.FormValue("state")), Committee: r.FormValue("committee")}
	switch r.FormValue("only") {
	case "open":
		f.Open = true
	case "overdue":
		f.Overdue = true
	case "unconfirmed":
		f.Unconfirmed = true
	}
	page, err := filing.List(r.Reader(), r.P, f, r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("登记与备案", "Registrations"),
		Lead: lang.T("委员会、清单内活动和年度报告在国家、地方平台上的登记：什么登记在哪里，什么还欠着。", "What is registered with which platform, and what is still owed: committees, listed activities, yearly reports.")},
		Table: filingTable(true), Fields: []form.Field{stateField(&filing.Table), onlyField()}}
	if v.Rows, err = r.filingRows(page.Items, true); err != nil {
		return err
	}
	out := r.listing(v, "/filings", page.Next)
	out.Page, out.Tabs = r.Info(v.Head.Title), nil
	return r.showList(out)
}

func onlyField() form.Field {
	return form.Field{Kind: form.Choice, Field: ui.Field{Name: "only", Label: lang.T("只看", "Only"), Options: []ui.Option{{Value: "", Text: lang.T("全部", "All")},
		{Value: "open", Text: lang.T("未完成", "To be done")}, {Value: "overdue", Text: lang.T("已超期", "Overdue")}, {Value: "unconfirmed", Text: lang.T("回执待确认", "Receipt to be confirmed")}}}}
}

// filingRows are filings as a table shows them.
func (r *Request) filingRows(list []filing.Row, bodies bool) ([]register.Row, error) {
	var ids []string
	for _, row := range list {
		ids = append(ids, row.Committee)
	}
	names, err := r.bodies(auth.Committee, ids...)
	if err != nil {
		return nil, err
	}
	var out []register.Row
	for _, row := range list {
		set := r.law(row.Region)
		what := register.Cell{Text: r.C.Text(filing.Name(set, row.Code, row.Year)), Href: "/filings/" + row.ID, Small: smallOf(row.Title)}
		if row.Round > 1 {
			what.Small = append(what.Small, r.C.Tf("第 %d 次备案（变更）", "filing no. %d, a change", row.Round))
		}
		state := filingStatus(row.State)
		receipt := register.Cell{Text: orDash(row.Number)}
		if row.Receipt != "" {
			receipt.Small = []string{r.C.Day(string(row.Receipt))}
			if row.Confirmed {
				receipt.Small = append(receipt.Small, r.C.T("部门已确认", "confirmed by the department"))
			}
		}
		due := register.Cell{Text: "—"}
		if !row.Due.IsZero() {
			due.Text = r.C.Date(row.Due)
			if row.Over {
				due.Status = &ui.Status{Text: lang.T("已超期", "overdue"), Tone: ui.Bad}
			}
		}
		cells := register.Row{what}
		if bodies {
			cells = append(cells, register.Cell{Text: r.C.Text(english(names[row.Committee])), Href: entryPath(auth.Committee, row.Committee)})
		}
		out = append(out, append(cells, register.Cell{Text: orDash(r.C.Text(filing.Place(set, row.Code)))}, register.Cell{Status: &state}, receipt, due))
	}
	return out, nil
}

// filingPage shows one filing: what is owed to whom by when, the package, and
// the receipts.
func (s *Server) filingPage(r *Request) error {
	st, err := s.Filing.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Filing, st.ID, auth.FilingPackage, auth.FilingPrepare, auth.FilingSubmit, auth.FilingConfirm, auth.FilingWithdraw)
	if err != nil {
		return err
	}
	title := filing.Name(r.law(st.Region), st.Code, st.Year)
	v := register.Entry{Page: r.Info(title), Status: filingStatus(st.State), Head: ui.HeadInfo{Kicker: lang.T("登记与备案", "Registration"), Title: title}}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("登记与备案", "Registrations"), Href: "/filings"}}
	if acts := filingActs(st, may); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	if v.Facts, err = r.filingFacts(st); err != nil {
		return err
	}
	v.Notes = append(v.Notes, ui.Steps(r.C, filingSteps(st.State)))
	list, err := clocks.Of(r.Reader(), filing.Stream(st.ID))
	if err != nil {
		return err
	}
	if k := r.urgent(list); k != nil {
		v.Notes = append(v.Notes, register.Clocks(r.C, []ui.ClockInfo{*k}))
	}
	v.Sections = r.filingSections(st, may)
	events, err := s.Filing.Events(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// filingActs are the buttons of whoever may act now.
func filingActs(st filing.State, may map[auth.Verb]bool) []register.Act {
	path := "/filings/" + st.ID
	var out []register.Act
	add := func(ok bool, event, to string, look ui.Look, text lang.Text) {
		if ok && filing.Table.Allows(st.State, event) {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: path + "/" + to}, Look: look})
		}
	}
	look := ui.Primary
	if st.State == filing.StatePrepared {
		look = ui.Quiet
	}
	add(may[auth.FilingSubmit], "filing.submitted", "submit", ui.Primary, lang.T("记录提交", "Record the submission"))
	add(may[auth.FilingPrepare], "filing.prepared", "prepare", look, lang.T("备齐材料", "Prepare the package"))
	add(may[auth.FilingSubmit], "filing.registered", "receipt", ui.Primary, lang.T("录入回执", "Enter the receipt"))
	add(may[auth.FilingSubmit], "filing.returned", "return", ui.Quiet, lang.T("记录退回", "Record a return"))
	if last := st.Receipt(); last != nil && last.Confirmed.IsZero() {
		add(may[auth.FilingConfirm], "filing.confirmed", "confirm", ui.Primary, lang.T("确认回执", "Confirm the receipt"))
	}
	if st.Receipt() != nil {
		add(may[auth.FilingSubmit], "filing.lapsed", "lapse", ui.Quiet, lang.T("记录失效", "Record a lapse"))
	}
	add(may[auth.FilingSubmit], "filing.reopened", "reopen", ui.Primary, lang.T("重新登记", "Register again"))
	add(may[auth.FilingWithdraw], "filing.withdrawn", "withdraw", ui.Quiet, lang.T("免除登记", "Release from it"))
	return out
}

// filingSteps is where a filing stands on its way.
func filingSteps(state flow.State) []ui.Step {
	order := []flow.State{filing.StateDue, filing.StatePrepared, filing.StateSubmitted, filing.StateRegistered}
	words := []lang.Text{lang.T("备齐材料", "Prepare"), lang.T("单位提交", "Submit"), lang.T("平台受理", "Wait for the receipt"), lang.T("已登记", "Registered")}
	if state == filing.StateReturned || state == filing.StateLapsed {
		state = filing.StateDue
	}
	var out []ui.Step
	look := ui.StepDone
	for i, s := range order {
		step := ui.Step{Text: words[i], Look: look}
		switch {
		case state == filing.StateWithdrawn:
			step.Look = ui.StepSkipped
		case s == state && state != filing.StateRegistered:
			step.Look, look = ui.StepCurrent, ui.StepTodo
		}
		out = append(out, step)
	}
	return out
}

// homeFilings is the part of the home page about registrations that are due.
func (s *Server) homeFilings(r *Request) (templ.Component, error) {
	var tasks []ui.Task
	if r.Me.Holds("secretary", "unit_officer") {
		page, err := filing.List(r.Reader(), r.P, filing.Filter{Open: true}, store.Paging{Limit: homeTasks})
		if err != nil {
			return nil, err
		}
		if tasks, err = r.filingTasks(page.Items, lang.Text{}); err != nil {
			return nil, err
		}
	}
	if r.Me.Holds("supervisor") {
		for _, f := range []struct {
			filing.Filter
			what lang.Text
		}{{filing.Filter{Overdue: true}, lang.T("登记已超期", "Registration overdue")}, {filing.Filter{Unconfirmed: true}, lang.T("请确认回执", "Confirm the receipt")}} {
			page, err := filing.List(r.Reader(), r.P, f.Filter, store.Paging{Limit: homeTasks / 2})
			if err != nil {
				return nil, err
			}
			more, err := r.filingTasks(page.Items, f.what)
			if err != nil {
				return nil, err
			}
			tasks = append(tasks, more...)
		}
	}
	if len(tasks) == 0 {
		return nil, nil
	}
	return home.Filings(r.C, tasks), nil
}

func (r *Request) filingTasks(rows []filing.Row, what lang.Text) ([]ui.Task, error) {
	var ids []string
	for _, row := range rows {
		ids = append(ids, row.Committee)
	}
	names, err := r.bodies(auth.Committee, ids...)
	if err != nil {
		return nil, err
	}
	var out []ui.Task
	for _, row := range rows {
		set := r.law(row.Region)
		state := filingStatus(row.State)
		task := ui.Task{What: filing.Name(set, row.Code, row.Year), About: cmp.Or(row.Title, r.C.Text(english(names[row.Committee]))), Href: "/filings/" + row.ID, State: &state}
		if !what.IsZero() {
			task.What = lang.T("%s：%s", "%s: %s").With(what, task.What)
		}
		if !row.Due.IsZero() {
			task.Clock = r.due(row.Due)
		}
		out = append(out, task)
	}
	return out, nil
}
