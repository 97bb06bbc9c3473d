package web

import (
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/conduct"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

func conductPath(activity string) string        { return "/activities/" + activity + "/conduct" }
func reportPath(activity, report string) string { return conductPath(activity) + "/reports/" + report }

// conductStatus is the state of an approved activity with its shape.
func conductStatus(state flow.State) ui.Status {
	tones := map[flow.State]ui.Tone{conduct.StateRunning: ui.OK, conduct.StateSuspended: ui.Paused, conduct.StateLapsed: ui.Bad,
		conduct.StateClosed: ui.Ended, conduct.StateTerminated: ui.Bad}
	return ui.Status{Text: conduct.Table.Info(state).Text, Tone: tones[state]}
}

// remindSpan is how long before a follow-up people are reminded.
func (r *Request) remindSpan() time.Duration {
	days := 60
	if p, ok := r.law("").Param("follow_up_remind_days"); ok {
		days = p.Int()
	}
	return time.Duration(days) * 24 * time.Hour
}

// followUpTask is an approved activity whose follow-up is due.
func (r *Request) followUpTask(row conduct.Row) ui.Task {
	state := conductStatus(row.State)
	what := lang.T("跟踪审查将到期", "Follow-up due soon")
	if row.Overdue {
		what = lang.T("跟踪审查已逾期，批准失效", "The follow-up is overdue: the approval has lapsed")
	}
	t := ui.Task{What: what, About: row.Number + " · " + row.Title, Href: conductPath(row.ID), State: &state}
	if !row.Due.IsZero() {
		t.Clock = r.due(row.Due)
	}
	return t
}

// conductTasks is what approved work asks of its leader: a follow-up, an amendment
// that the committee wants, leave to go on.
func (s *Server) conductTasks(r *Request) ([]ui.Task, error) {
	page, err := conduct.List(r.Reader(), r.P, conduct.Filter{Mine: true, Live: true}, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	var out []ui.Task
	for _, row := range page.Items {
		t := r.followUpTask(row)
		switch {
		case row.Anew:
			t.What = lang.T("请把变化作为修正案提交审查", "Hand the change in as an amendment")
		case row.Open > 0 && !row.Overdue:
			continue
		case row.State == conduct.StateSuspended:
			t.What = lang.T("已暂停：恢复须经审查", "Suspended: it resumes only after a review")
		case row.Overdue:
		case row.Due.IsZero() || row.Due.Sub(r.C.Now) > r.remindSpan():
			continue
		}
		out = append(out, t)
	}
	return out, nil
}

// conducts lists approved activities, the next follow-up first.
func (s *Server) conducts(r *Request) error {
	f := conduct.Filter{State: flow.State(r.FormValue("state"))}
	switch r.FormValue("due") {
	case "soon":
		f.Before = r.C.Now.Add(r.remindSpan())
	case "over":
		f.Overdue = true
	}
	page, err := conduct.List(r.Reader(), r.P, f, r.Paging())
	if err != nil {
		return err
	}
	due := form.Field{Kind: form.Choice, Field: ui.Field{Name: "due", Label: lang.T("跟踪审查", "Follow-up"), Options: []ui.Option{
		{Value: "", Text: lang.T("全部", "All")}, {Value: "soon", Text: lang.T("将到期和已逾期", "Due soon or overdue")}, {Value: "over", Text: lang.T("已逾期", "Overdue")}}}}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("获批的活动", "Approved work"),
		Lead: lang.T("批准之后的修正、跟踪审查、不良事件、暂停和结题。", "What follows an approval: amendments, follow-ups, adverse events, suspensions, the end.")},
		Table: ui.TableInfo{Caption: lang.T("获批的活动，跟踪审查最近到期的在前", "Approved work, the next follow-up first"),
			Columns: []ui.Column{{Text: lang.T("活动", "Activity")}, {Text: lang.T("单位", "Unit")}, {Text: lang.T("状态", "State")}, {Text: lang.T("下次跟踪审查", "Next follow-up")}},
			Empty:   ui.EmptyInfo{Title: lang.T("没有这样的活动", "There is no such work"), Text: lang.T("委员会批准的活动会列在这里。", "Work that a committee approved stands here.")}},
		Fields: []form.Field{stateField(&conduct.Table), due}}
	if v.Rows, err = r.conductRows(page.Items); err != nil {
		return err
	}
	out := r.listing(v, "/conduct", page.Next)
	out.Page, out.Tabs = r.Info(v.Head.Title), nil
	return r.showList(out)
}

func (r *Request) conductRows(list []conduct.Row) ([]register.Row, error) {
	var units []string
	for _, row := range list {
		units = append(units, row.Unit)
	}
	names, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	var out []register.Row
	for _, row := range list {
		state := conductStatus(row.State)
		cell := register.Cell{Text: row.Title, Href: conductPath(row.ID), Small: []string{row.Number}}
		if row.Open > 0 {
			cell.Small = append(cell.Small, r.C.Tf("%d 份报告在审查中", "reports under review: %d", row.Open))
		}
		if row.Closer {
			cell.Small = append(cell.Small, r.C.T("应急批准，加强跟踪", "approved in an emergency: followed more closely"))
		}
		due := register.Cell{Text: "—"}
		if !row.Due.IsZero() && flow.State(row.State) != conduct.StateClosed && row.State != conduct.StateTerminated {
			due.Text = r.C.Date(row.Due)
		}
		if row.Overdue {
			due.Status = &ui.Status{Text: lang.T("已逾期", "overdue"), Tone: ui.Bad}
		}
		out = append(out, register.Row{cell, {Text: r.C.Text(english(names[row.Unit]))}, {Status: &state}, due})
	}
	return out, nil
}

// conductPage is the life of one approved activity.
func (s *Server) conductPage(r *Request) error {
	st, err := s.Conduct.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(lang.Same(st.Title)), Status: conductStatus(st.State),
		Head: ui.HeadInfo{Kicker: lang.T("获批的活动", "Approved work"), Title: lang.Same(st.Title)}}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("获批的活动", "Approved work"), Href: "/conduct"}}
	may, err := auth.Can(r.Reader(), r.P, auth.Activity, st.ID, auth.ConductReport, auth.ConductSuspend, auth.ActivityFileRead)
	if err != nil {
		return err
	}
	if v.Facts, err = s.conductFacts(r, st); err != nil {
		return err
	}
	if proof := r.proofLink(st); proof != nil {
		v.Facts = append(v.Facts, *proof)
	}
	v.Notes = r.conductNotes(st)
	scope, err := s.scopeSection(r, st.ID)
	if err != nil {
		return err
	}
	if scope != nil {
		v.Sections = append(v.Sections, *scope)
	}
	if st.Live() && may[auth.ConductReport] {
		v.Sections = append(v.Sections, r.reportChoices(st, may[auth.ConductSuspend]))
	}
	reports, err := r.reportsSection(st)
	if err != nil {
		return err
	}
	v.Sections = append(v.Sections, reports)
	events, err := s.Conduct.Events(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// workFile sends a file of a report.
func (s *Server) workFile(r *Request) error {
	f, content, err := s.Conduct.OpenFile(r.Context(), r.P, r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	defer content.Close()
	return r.saveFile(f, content)
}
