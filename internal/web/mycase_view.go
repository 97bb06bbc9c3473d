package web

import (
	"slices"
	"strconv"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
	pages "lunheng/internal/web/pages/mycase"
	"lunheng/internal/web/ui"
)

// myCase is an application together with the case that became of it.
type myCase struct {
	*draft
	k      *kase
	answer map[auth.Verb]bool
}

// openMyCase reads the application that the address names and its case. The
// case is nil for somebody who may read the application alone.
func (s *Server) openMyCase(r *Request) (*myCase, error) {
	d, err := s.openDraft(r)
	if err != nil {
		return nil, err
	}
	m := &myCase{draft: d}
	page, err := review.List(r.Reader(), r.P, review.Filter{Activity: d.ID, Kind: review.KindInitial}, store.Paging{Limit: 1})
	if err == nil && len(page.Items) == 0 { // a claim of exemption comes before the review, if at all
		page, err = review.List(r.Reader(), r.P, review.Filter{Activity: d.ID, Kind: review.KindExemption}, store.Paging{Limit: 1})
	}
	if err != nil || len(page.Items) == 0 {
		return m, err
	}
	id := page.Items[0].ID
	at, _ := strconv.ParseInt(r.FormValue("at"), 10, 64)
	if m.k, err = s.openCase(r, id, at); err != nil {
		return nil, err
	}
	if later := m.k.ReplacedBy; later != "" && at == 0 { // the decision on appeal stands
		id = later
		if m.k, err = s.openCase(r, id, 0); err != nil {
			return nil, err
		}
	}
	m.answer, err = auth.Can(r.Reader(), r.P, auth.Review, id, auth.ReviewAnswer, auth.ReviewStipulationAnswer, auth.ReviewWithdraw)
	return m, err
}

// unsent reports whether the application differs from what was handed in last.
func (m *myCase) unsent() bool {
	n := len(m.Submissions)
	hash, err := m.Content().Hash()
	return err == nil && n > 0 && hash != m.Submissions[n-1].Hash
}

// frame is what the pages of the case share. tab is the part behind the
// activity's address.
func (s *Server) myFrame(r *Request, m *myCase, tab string, form ui.Form) (pages.Frame, error) {
	f, err := s.frame(r, m.k, "")
	if err != nil {
		return pages.Frame{}, err
	}
	v := pages.Frame{Page: f.Page, Head: f.Head, ID: m.ID, Key: f.Key, Form: form}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("我的项目", "My activities"), Href: "/activities"}}
	base := "/activities/" + m.ID
	v.Head.Now = base + tabPath(tab)
	v.Head.Tabs = nil
	for _, t := range []struct {
		path string
		text lang.Text
	}{{"", lang.T("办理情况", "Where it stands")}, {"application", lang.T("申请内容", "Application")}, {"timeline", lang.T("时间线", "Timeline")}, {"conduct", lang.T("批准之后", "After approval")}} {
		if t.path == "conduct" && (m.State.State != activity.StateApproved || m.k.at > 0 || r.may(auth.ConductView, auth.Activity, m.ID) != nil) {
			continue
		}
		href := base + tabPath(t.path)
		if m.k.at > 0 {
			href += "?at=" + formatVersion(m.k.at)
		}
		v.Head.Tabs = append(v.Head.Tabs, ui.Tab{Text: t.text, Href: href, Current: t.path == tab})
	}
	if r.may(auth.ConsentView, auth.Activity, m.ID) == nil {
		v.Head.Tabs = append(v.Head.Tabs, ui.Tab{Text: lang.T("知情同意", "Consent"), Href: consentPath(m.ID)})
	}
	if r.may(auth.ReleaseView, auth.Activity, m.ID) == nil {
		v.Head.Tabs = append(v.Head.Tabs, ui.Tab{Text: lang.T("成果发布", "Release"), Href: "/activities/" + m.ID + "/releases"})
	}
	v.May.Copy = m.may[auth.ActivityEdit]
	if m.k.at == 0 {
		state := m.k.State
		v.May = pages.May{Copy: v.May.Copy, Answer: m.answer[auth.ReviewAnswer], Edit: m.writable(), Withdraw: m.answer[auth.ReviewWithdraw] && review.Table.Allows(state, "review.withdrawn")}
		v.May.Submit = v.May.Edit && m.may[auth.ActivitySubmit] && (state != review.StateChangesDue || m.unsent())
	}
	return v, nil
}

// askedFor lists what has to be completed or revised, each with its place.
func (m *myCase) askedFor(v *pages.Now) {
	switch m.k.State {
	case review.StateReturned:
		for _, item := range m.k.Missing {
			v.Asked = append(v.Asked, pages.Asked{Text: item.Text, Href: m.fieldHref(item.Field)})
		}
		for _, e := range m.k.events {
			if b, ok := e.Body.(review.Returned); ok {
				v.Note = b.Note
			}
		}
	case review.StateRevisionDue:
		v.Rereview = true
		for _, p := range m.k.Points {
			v.Asked = append(v.Asked, pages.Asked{Text: p.Text})
		}
	}
}

// points are the stipulations of an approval after changes.
func (m *myCase) points(v *pages.Now) {
	if d := m.k.Decision(); d == nil || m.k.State == review.StateRevisionDue {
		return
	}
	for _, p := range m.k.Points {
		shown := m.k.point(p)
		point := pages.Point{No: p.No, Text: p.Text, Answer: p.Answer, Files: shown.Files, Hashes: p.Files, State: shown.State, Note: p.Note,
			Open: !p.Checked || !p.Satisfied}
		if m.k.State == review.StateChangesDue && !p.Answered && p.Answer == "" {
			point.State = ui.Status{Text: lang.T("待您答复", "waits for your answer"), Tone: ui.Warn}
		}
		if !p.Answered {
			v.Due++
		}
		v.Points = append(v.Points, point)
	}
	v.Answers = v.May.Answer && m.k.at == 0 && m.k.State == review.StateChangesDue
	v.Unsent = v.Answers && m.unsent()
}

func (m *myCase) questions(r *Request, v *pages.Now) {
	for _, q := range m.k.Questions {
		v.Questions = append(v.Questions, pages.Question{ID: q.ID, By: m.k.names.person(r.C, q.By), At: q.At, Text: q.Text, Answer: q.Answer,
			Answered: q.AnsweredAt, Files: m.k.files(q.Files)})
		if q.AnsweredAt.IsZero() {
			v.Open++
		}
	}
	slices.Reverse(v.Questions)
	seen := map[string]bool{}
	for _, f := range m.Files {
		if !seen[f.Hash] {
			seen[f.Hash] = true
			v.Files = append(v.Files, ui.Option{Value: f.Hash, Text: lang.Same(f.Name)})
		}
	}
}

// otherClocks are the limits beside the one in the head of the page, those that
// were met included.
func (m *myCase) otherClocks(r *Request) []ui.ClockInfo {
	var out []ui.ClockInfo
	head := m.k.at == 0 // the first open one stands there
	for _, k := range m.k.clocks {
		switch {
		case m.k.at > 0:
		case k.Open() && head:
			head = false
		case k.State != clocks.Cancelled:
			out = append(out, r.clock(k))
		}
	}
	return out
}

// story is the history of application and case as one: how it was written in
// short, and what became of it in full.
func (s *Server) story(r *Request, m *myCase) ([]journal.Event, error) {
	events, err := s.caseHistory(r, m.k)
	if err != nil {
		return nil, err
	}
	events = slices.DeleteFunc(events, func(e journal.Event) bool {
		switch e.Body.(type) {
		case review.Opened, review.Resubmitted: // the submission itself tells it
			return true
		}
		return false
	})
	until := m.k.until(r)
	for i, e := range m.draft.events {
		if e.At.After(until) || !telling(m.draft.events, i) {
			continue
		}
		if activity.IsWriting(e.Body) && !m.may[auth.ActivityDraftView] { // what was tried and dropped on the way
			continue
		}
		events = append(events, e)
	}
	slices.SortStableFunc(events, func(a, b journal.Event) int { return a.At.Compare(b.At) })
	return events, nil
}

// telling reports whether an event of the application belongs in the story:
// of several savings in a row the last one, and of what the committee did
// nothing, for the case tells it.
func telling(events []journal.Event, i int) bool {
	switch events[i].Body.(type) {
	case activity.TakenUp, activity.Returned, activity.ChangesAsked, activity.Approved, activity.Rejected, activity.Withdrawn:
		return false
	case activity.Saved:
		if i+1 < len(events) {
			_, again := events[i+1].Body.(activity.Saved)
			return !again || events[i+1].Actor != events[i].Actor
		}
	}
	return true
}
