package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
	pages "lunheng/internal/web/pages/meeting"
	"lunheng/internal/web/ui"
)

// meetingPage is a meeting with its agenda.
func (s *Server) meetingPage(r *Request) error { return s.showMeeting(r, ui.Form{}, http.StatusOK) }

// sitting is a meeting as pages need it.
type sitting struct {
	review.Meeting
	live  review.Live
	rows  map[string]review.Row // of the cases that this person is not out of
	names people
	body  lang.Text
}

func (s *Server) openMeeting(r *Request) (*sitting, error) {
	m, err := s.Review.Meeting(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	st := &sitting{Meeting: m, rows: map[string]review.Row{}}
	if st.live, err = s.Review.Live(r.Reader(), r.P, r.C.Now, m.ID); err != nil {
		return nil, err
	}
	if st.body, err = r.body(auth.Committee, m.Committee); err != nil {
		return nil, err
	}
	agenda, err := review.Agenda(r.Reader(), r.P, m.ID, store.Paging{Limit: store.MaxPage})
	if err != nil {
		return nil, err
	}
	ids := append([]string{m.Presiding}, m.Invited...)
	for _, row := range agenda.Items {
		st.rows[row.ID] = row
		ids = append(ids, row.Applicant)
	}
	for _, item := range m.Items {
		for person := range item.Excluded {
			ids = append(ids, person)
		}
		for _, a := range item.Advisers {
			ids = append(ids, a.Person)
		}
	}
	if m.Emergency != nil {
		ids = append(ids, m.Emergency.StandIn)
	}
	for _, p := range st.live.Room {
		ids = append(ids, p.Person)
	}
	st.names, err = r.people(ids...)
	return st, err
}

func (st *sitting) may(verb string) bool { return slices.Contains(st.live.Acts, verb) }

// title names a meeting by its time.
func (st *sitting) title(c ui.Ctx) lang.Text {
	return lang.T("%s %s 会议", "Meeting of %[2]s, %[1]s").With(c.Time(st.StartsAt), c.Weekday(st.StartsAt))
}

func (s *Server) showMeeting(r *Request, form ui.Form, status int) error {
	st, err := s.openMeeting(r)
	if err != nil {
		return err
	}
	v := pages.Agenda{Page: r.Info(st.title(r.C)), Form: form, ID: st.ID, Version: st.Version, Key: r.NewKey(), Title: st.title(r.C), Body: st.body,
		State: meetingStatus(review.MeetingRow{State: st.State}), Facts: st.facts(r), Steps: st.steps(), Reason: st.Cancelled,
		MayEdit: st.may("add_item"), MayCall: st.may("call"), MayStop: st.may("cancel")}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("会议", "Meetings"), Href: "/meetings"}}
	switch st.State {
	case review.MeetingCalledState, review.MeetingOpenState:
		v.RoomHref = "/meetings/" + st.ID + "/room"
	case review.MeetingClosedState, review.MinutesDraftedState, review.MinutesApprovedState:
		v.Minutes = "/meetings/" + st.ID + "/minutes"
	}
	if st.may("rearrange") {
		v.Move = "/meetings/" + st.ID + "/rearrange"
	}
	for _, it := range st.live.Items {
		line, err := st.line(r, it)
		if err != nil {
			return err
		}
		v.Lines = append(v.Lines, line)
	}
	if err := st.propose(r, v.Lines); err != nil {
		return err
	}
	if v.Reported, v.Told, err = r.reported(st); err != nil {
		return err
	}
	v.Invited = st.invited(r)
	if v.MayEdit {
		if v.Ready, v.More, err = r.ready(st); err != nil {
			return err
		}
	}
	return r.Render(status, pages.AgendaPage(r.C, v))
}

func (st *sitting) facts(r *Request) []ui.Fact {
	out := []ui.Fact{{Label: lang.T("时间", "Time"), Text: r.C.Time(st.StartsAt)}, {Label: lang.T("方式", "Held"), Text: r.C.Text(modeText(st.Mode))}}
	if st.Place != "" {
		out = append(out, ui.Fact{Label: lang.T("地点", "Place"), Text: st.Place})
	}
	if st.Link != "" {
		out = append(out, ui.Fact{Label: lang.T("视频会议", "Video"), Text: st.Link})
	}
	if st.Presiding != "" {
		out = append(out, ui.Fact{Label: lang.T("主持", "Presiding"), Text: r.C.PersonName(st.names.person(r.C, st.Presiding))})
	}
	if e := st.Emergency; e != nil {
		out = append(out, st.arrangement(r, e)...)
	}
	return out
}

// arrangement is how the meeting on an emergency was called.
func (st *sitting) arrangement(r *Request, e *review.Arrangement) []ui.Fact {
	set := r.law("")
	var out []ui.Fact
	for _, code := range e.Substitutes {
		item, _ := set.Item("emergency_substitutes", code)
		text := r.C.Text(item.Text)
		if code == review.SubstituteVice {
			text += "：" + r.C.PersonName(st.names.person(r.C, e.StandIn))
		}
		out = append(out, ui.Fact{Label: lang.T("替代安排", "Arrangement"), Text: text})
	}
	return append(out, ui.Fact{Label: lang.T("理由", "Reason"), Text: e.Reason})
}

// steps shows how far the meeting has come.
func (st *sitting) steps() []ui.Step {
	states := []flow.State{review.MeetingPlannedState, review.MeetingCalledState, review.MeetingOpenState, review.MeetingClosedState, review.MinutesDraftedState, review.MinutesApprovedState}
	at := slices.Index(states, st.State)
	out := make([]ui.Step, len(states))
	for i, state := range states {
		look := ui.StepTodo
		switch {
		case i < at || state == st.State && review.MeetingTable.Info(state).Final:
			look = ui.StepDone
		case i == at:
			look = ui.StepCurrent
		case at < 0:
			look = ui.StepSkipped
		}
		out[i] = ui.Step{Text: review.MeetingTable.Info(state).Text, Look: look}
	}
	return out
}

// line is a case on the agenda as this person may see it.
func (st *sitting) line(r *Request, it review.LiveItem) (pages.Line, error) {
	item := st.Item(it.Review)
	open := item.State == review.ItemPlanned || item.State == review.ItemOpen
	l := pages.Line{Planned: it.Planned, Review: it.Review, Number: it.Number, State: itemStatus(it.State), Out: it.Out, Declared: it.Declared, Open: open}
	row, known := st.rows[it.Review]
	if it.Out || !known {
		l.Out, l.Number = true, ""
		return l, nil
	}
	l.Title, l.Href, l.Applicant = r.titled(it.Kind, it.Title), "/reviews/"+it.Review, st.names.person(r.C, row.Applicant)
	set := r.S.Book.On(r.P.Day, "")
	if p, ok := set.Item("procedure", row.Procedure); ok {
		l.Procedure = p.Text
	}
	if it.Outcome != "" {
		if o, ok := set.Item("outcomes", it.Outcome); ok {
			l.State.Text = o.Text
		}
	}
	l.Together, l.MayLift = it.Consent != "", it.MayLift
	if _, ok := set.Item(review.ListTogether, cmp.Or(it.Kind, review.KindInitial)); ok {
		l.MayMark = item.State == review.ItemPlanned && it.Consent == "" && (item.Lifted == nil || item.Lifted.Reason == review.ConsentUnmarked)
	}
	l.MayTell = open && !it.Declared && review.MeetingTable.Allows(st.State, "meeting.interest_declared") &&
		r.inCommittee(st.Committee, "chair", "vice_chair", "member", "adviser")
	if len(st.Invited) > 0 {
		l.Asked = len(st.Invited)
		for _, person := range st.Invited {
			if item.Declared(person) || item.Out(person) {
				l.Said++
			}
		}
	}
	if r.inCommittee(st.Committee, "secretary", "chair", "vice_chair") {
		for person, why := range item.Excluded {
			l.Conflicts = append(l.Conflicts, pages.Conflict{Who: st.names.person(r.C, person), Why: why})
		}
	}
	l.Members = st.excludable(r, item)
	if row.Clock == "" {
		return l, nil
	}
	var err error
	l.Clock, err = r.clockOf(review.Stream(it.Review))
	return l, err
}

// excludable are the members whom the chair could find to be conflicted.
func (st *sitting) excludable(r *Request, item *review.Item) []ui.Option {
	if !r.inCommittee(st.Committee, "chair", "vice_chair") || !review.MeetingTable.Allows(st.State, "meeting.member_excluded") {
		return nil
	}
	var out []ui.Option
	for _, p := range st.live.Room {
		if p.Person != r.P.Person && !item.Out(p.Person) && p.Role != review.RoleSecretary {
			out = append(out, ui.Option{Value: p.Person, Text: st.names.text(p.Person)})
		}
	}
	return out
}

func itemStatus(state review.ItemState) ui.Status {
	switch state {
	case review.ItemOpen:
		return ui.Status{Text: lang.T("正在审议", "at hand"), Tone: ui.Active}
	case review.ItemDone:
		return ui.Status{Text: lang.T("已决定", "decided"), Tone: ui.OK}
	case review.ItemPutOff:
		return ui.Status{Text: lang.T("已推迟", "put off"), Tone: ui.Paused}
	case review.ItemTakenBack:
		return ui.Status{Text: lang.T("已撤回", "withdrawn"), Tone: ui.Ended}
	}
	return ui.Status{Text: lang.T("待审议", "to come"), Tone: ui.Plain}
}

// invited are the members called, with what each still has to declare.
func (st *sitting) invited(r *Request) []pages.Invited {
	out := make([]pages.Invited, len(st.Invited))
	for i, person := range st.Invited {
		out[i].Who, out[i].Away = st.names.person(r.C, person), slices.Contains(st.Apologies, person)
		for k := range st.Items {
			if item := &st.Items[k]; item.State == review.ItemPlanned && !item.Declared(person) && !item.Out(person) {
				out[i].Left++
			}
		}
	}
	return out
}

// ready are accepted cases of the committee that are on no agenda.
func (r *Request) ready(st *sitting) ([]pages.Ready, ui.PagerInfo, error) {
	page, err := review.List(r.Reader(), r.P, review.Filter{Committee: st.Committee, Agenda: true}, r.Paging())
	if err != nil {
		return nil, ui.PagerInfo{}, err
	}
	streams := make([]string, len(page.Items))
	for i, row := range page.Items {
		streams[i] = review.Stream(row.ID)
	}
	running, err := clocks.Of(r.Reader(), streams...)
	if err != nil {
		return nil, ui.PagerInfo{}, err
	}
	byStream := map[string][]clocks.Clock{}
	for _, k := range running {
		byStream[k.Stream] = append(byStream[k.Stream], k)
	}
	out := make([]pages.Ready, len(page.Items))
	for i, row := range page.Items {
		out[i] = pages.Ready{Review: row.ID, Number: row.Number, Title: r.titled(row.Kind, row.Title), Clock: r.urgent(byStream[streams[i]])}
	}
	return out, r.pager(len(out), page.Next), nil
}

// reported are the decisions without a meeting of which this one was told.
func (r *Request) reported(st *sitting) ([]pages.Reported, ui.PagerInfo, error) {
	if len(st.Reported) == 0 {
		return nil, ui.PagerInfo{}, nil
	}
	page, err := review.ReportedTo(r.Reader(), r.P, st.ID, store.Paging{After: r.FormValue("told")})
	if err != nil {
		return nil, ui.PagerInfo{}, err
	}
	set := r.S.Book.On(r.P.Day, "")
	out := make([]pages.Reported, len(page.Items))
	for i, row := range page.Items {
		item, _ := set.Item("outcomes", row.Outcome)
		out[i] = pages.Reported{Review: row.ID, Number: row.Number, Title: r.titled(row.Kind, row.Title), Outcome: item.Text, Decided: row.DecidedAt}
	}
	pager := ui.PagerInfo{Shown: len(out), Total: -1}
	if r.FormValue("told") != "" {
		pager.First = ui.With(r.URL, "told", "")
	}
	if page.Next != "" {
		pager.Next = ui.With(r.URL, "told", page.Next)
	}
	return out, pager, nil
}

// meetingAct runs an act on a meeting and comes back to its page.
func (s *Server) meetingAct(act func(*Request, review.OnMeeting) (journal.Outcome, error), done lang.Text) handler {
	return func(r *Request) error {
		if err := r.Parse(); err != nil {
			return err
		}
		cmd := review.OnMeeting{Meeting: r.PathValue("id"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
		if _, err := act(r, cmd); err != nil {
			if !Refused(err) {
				return err
			}
			return s.showMeeting(r, r.refused(err), Status(err))
		}
		return r.See("/meetings/"+cmd.Meeting, done)
	}
}

// The acts on an agenda.

func (s *Server) addItem(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
	return s.Review.Schedule(r.Context(), r.P, r.C.Now, review.Schedule{Meeting: cmd.Meeting, Review: r.PostFormValue("review"), Version: cmd.Version, Key: cmd.Key})
}

func (s *Server) removeItem(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
	return s.Review.Unschedule(r.Context(), r.P, r.C.Now, review.Unschedule{Meeting: cmd.Meeting, Review: r.PostFormValue("review"), Reason: cmd.Reason, Version: cmd.Version, Key: cmd.Key})
}

func (s *Server) timeItem(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
	id := r.PostFormValue("review")
	minutes, err := strconv.Atoi(cmp.Or(r.own("minutes", id), "0"))
	if err != nil {
		minutes = -1
	}
	return s.Review.TimeItem(r.Context(), r.P, r.C.Now, review.TimeItem{Meeting: cmd.Meeting, Review: id, Minutes: minutes, Version: cmd.Version, Key: cmd.Key})
}

func (s *Server) markConsent(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
	return s.Review.MarkConsent(r.Context(), r.P, r.C.Now, r.onItem(cmd.Meeting))
}

func (s *Server) liftConsent(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
	return s.Review.LiftConsent(r.Context(), r.P, r.C.Now, r.onItem(cmd.Meeting))
}

func (s *Server) moveItem(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
	to, _ := strconv.Atoi(r.PostFormValue("to"))
	return s.Review.MoveItem(r.Context(), r.P, r.C.Now, review.MoveItem{Meeting: cmd.Meeting, Review: r.PostFormValue("review"), To: to, Version: cmd.Version, Key: cmd.Key})
}

func (s *Server) callMeeting(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
	return s.Review.Call(r.Context(), r.P, r.C.Now, cmd)
}

func (s *Server) cancelMeeting(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
	return s.Review.Cancel(r.Context(), r.P, r.C.Now, cmd)
}

func (s *Server) declareInterest(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
	return s.Review.DeclareInterest(r.Context(), r.P, r.C.Now, r.declaration(cmd))
}

// declaration reads what somebody says about their interest in a case. What
// they say holds whatever else happened meanwhile.
func (r *Request) declaration(cmd review.OnMeeting) review.DeclareInterest {
	about := r.PostFormValue("review")
	return review.DeclareInterest{Meeting: cmd.Meeting, Review: about, Conflict: r.PostFormValue("conflict") == "yes", Nature: r.PostFormValue(pages.NatureField(about)), Key: cmd.Key}
}

func (s *Server) excludeBefore(r *Request, cmd review.OnMeeting) (journal.Outcome, error) {
	return s.excludeMember(r, cmd.Meeting)
}
