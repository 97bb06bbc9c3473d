package web

import (
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/mandate"
	"lunheng/internal/review"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	pages "lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

// Values of the filter by state beyond the states themselves.
const (
	stateOpen    = "open"
	stateOverdue = "overdue"
	stateAll     = "all"
)

// inboxSize bounds how many files the inbox shows with what is missing.
const inboxSize = 10

// board lists cases by state; a secretary sees the inbox first.
func (s *Server) board(r *Request) error {
	f := r.caseFilter()
	page, err := review.List(r.Reader(), r.P, f, r.Paging())
	if err != nil {
		return err
	}
	v := pages.Board{Page: r.Info(lang.T("审查", "Reviews"))}
	if v.Rows, err = s.caseRows(r, page.Items); err != nil {
		return err
	}
	if v.Stats, err = r.boardStats(f.Committee); err != nil {
		return err
	}
	v.Pager = r.pager(len(page.Items), page.Next)
	if err := r.boardFilters(&v); err != nil {
		return err
	}
	if v.Form.Err != nil {
		v.Rows = nil
	}
	v.ToCheck = r.Me.Holds("secretary") && r.FormValue("after") == "" && f.Text == "" && f.Unit == "" && r.FormValue("state") == ""
	if v.ToCheck {
		if v.Inbox, err = s.inbox(r, f.Committee); err != nil {
			return err
		}
	}
	return r.Render(filtered(v.Form), pages.BoardPage(r.C, v))
}

// caseFilter is what the address asks for; what is still under way when it
// asks for nothing.
func (r *Request) caseFilter() review.Filter {
	f := review.Filter{Text: r.FormValue("q"), Committee: r.FormValue("committee"), Unit: r.FormValue("unit")}
	switch state := r.FormValue("state"); state {
	case stateAll:
	case stateOverdue:
		f.Overdue = true
	case "", stateOpen:
		f.Open = f.Text == "" || state == stateOpen
	default:
		f.State = flow.State(state)
	}
	return f
}

func (s *Server) caseRows(r *Request, rows []review.Row) ([]pages.Row, error) {
	var persons, committees, streams []string
	for _, row := range rows {
		persons, committees = append(persons, row.Applicant), append(committees, row.Committee)
		if row.Clock != "" {
			streams = append(streams, review.Stream(row.ID))
		}
	}
	names, err := r.people(persons...)
	if err != nil {
		return nil, err
	}
	bodies, err := r.bodies(auth.Committee, committees...)
	if err != nil {
		return nil, err
	}
	running, err := clocks.Of(r.Reader(), streams...)
	if err != nil {
		return nil, err
	}
	byStream := map[string][]clocks.Clock{}
	for _, c := range running {
		byStream[c.Stream] = append(byStream[c.Stream], c)
	}
	out := make([]pages.Row, len(rows))
	for i, row := range rows {
		out[i] = pages.Row{Href: "/reviews/" + row.ID, Number: row.Number, Title: r.titled(row.Kind, row.Title), Committee: english(bodies[row.Committee]),
			Applicant: names.person(r.C, row.Applicant), State: r.caseState(row), With: review.Who(row.State, row.Procedure).Text(), Updated: row.UpdatedAt}
		if row.State == review.StateSubmitted && r.Me.Holds("secretary") {
			out[i].Href += "/check"
		}
		out[i].Clock = r.urgent(byStream[review.Stream(row.ID)])
	}
	return out, nil
}

// boardStats counts the cases in each state of the work.
func (r *Request) boardStats(committee string) ([]ui.Stat, error) {
	counts, err := review.Counts(r.Reader(), r.P, review.Filter{Committee: committee})
	if err != nil {
		return nil, err
	}
	late, err := review.Counts(r.Reader(), r.P, review.Filter{Committee: committee, Overdue: true})
	if err != nil {
		return nil, err
	}
	overdue := 0
	for _, n := range late {
		overdue += n
	}
	stat := func(state flow.State, label lang.Text) ui.Stat {
		return ui.Stat{Label: label, Value: r.C.Num(counts[state]), Href: ui.With(r.URL, "state", string(state))}
	}
	out := []ui.Stat{{Label: lang.T("已超期", "Overdue"), Value: r.C.Num(overdue), Href: ui.With(r.URL, "state", stateOverdue)}}
	if overdue > 0 {
		out[0].Tone = ui.Bad
	}
	return append(out,
		stat(review.StateSubmitted, lang.T("待形式审查", "To check")),
		stat(review.StateAccepted, lang.T("待安排会议", "To schedule")),
		stat(review.StateScheduled, lang.T("已列入议程", "On an agenda")),
		stat(review.StateChangesDue, lang.T("待修改", "Changes due")),
		stat(review.StateChangesAnswered, lang.T("修改待核对", "Changes to check")),
		stat(review.StateApproved, lang.T("已批准", "Approved")),
	), nil
}

// boardFilters shows which filters are in force and offers others.
func (r *Request) boardFilters(v *pages.Board) error {
	states := stateField(&review.Table)
	states.Options = append([]ui.Option{
		{Value: stateOpen, Text: lang.T("办理中", "Under way")}, {Value: stateOverdue, Text: lang.T("已超期", "Overdue")}, {Value: stateAll, Text: lang.T("全部", "All")},
	}, states.Options...)
	text := textField()
	text.Label = lang.T("题目或编号", "Title or number")
	v.Fields = []form.Field{text, states}
	committees, err := r.committeeOptions("secretary", "chair", "vice_chair", "member", "adviser")
	if err != nil {
		return err
	}
	if len(committees) > 1 || r.FormValue("committee") != "" {
		v.Fields = append(v.Fields, choice("committee", lang.T("委员会", "Committee"), committees))
	}
	served, err := r.servedOptions()
	if err != nil {
		return err
	}
	if len(served) > 0 || r.FormValue("unit") != "" {
		v.Fields = append(v.Fields, choice("unit", lang.T("单位", "Unit"), served))
	}
	v.Filter, v.Form = r.filters("/reviews", v.Fields)
	return nil
}

// servedOptions are the units whose cases come to this person under mandates.
func (r *Request) servedOptions() ([]ui.Option, error) {
	page, err := mandate.List(r.Reader(), r.P, mandate.Filter{}, store.Paging{Limit: maxChoice})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, row := range page.Items {
		if row.Unit != "" && !slices.Contains(ids, row.Unit) {
			ids = append(ids, row.Unit)
		}
	}
	names, err := r.bodies(auth.Unit, ids...)
	var out []ui.Option
	for _, id := range ids {
		out = append(out, ui.Option{Value: id, Text: english(names[id])})
	}
	return out, err
}

// pager leads forward through a list; back to its beginning.
func (r *Request) pager(shown int, next string) ui.PagerInfo {
	p := ui.PagerInfo{Shown: shown, Total: -1}
	if r.FormValue("after") != "" {
		p.First = ui.With(r.URL, "after", "")
	}
	if next != "" {
		p.Next = ui.With(r.URL, "after", next)
	}
	return p
}

// inbox lists the files to check, the oldest first, with what is missing.
func (s *Server) inbox(r *Request, committee string) ([]pages.InboxRow, error) {
	tasks, err := review.Tasks(r.Reader(), r.P, []string{review.TaskCheck}, store.Paging{Limit: inboxSize})
	if err != nil {
		return nil, err
	}
	out := []pages.InboxRow{}
	for _, t := range tasks.Items {
		if committee != "" && committee != t.Body {
			continue
		}
		k, err := s.openCase(r, t.Review, 0)
		if err != nil {
			return nil, err
		}
		name, err := r.body(auth.Committee, t.Body)
		if err != nil {
			return nil, err
		}
		row := pages.InboxRow{Href: "/reviews/" + t.Review + "/check", Title: r.titled(t.Of, t.Title), Committee: name, From: k.names.person(r.C, k.Applicant), Since: t.Since}
		if lines, err := s.checkLines(r, k); err == nil {
			row.Checked = true
			for _, l := range lines {
				if !l.Holds {
					row.Missing = append(row.Missing, l.Text)
				}
			}
		}
		out = append(out, row)
	}
	return out, nil
}
