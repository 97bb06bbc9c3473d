package web

import (
	"encoding/json"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	pages "lunheng/internal/web/pages/meeting"
	"lunheng/internal/web/ui"
)

// room is the meeting room as this person sees it now.
func (s *Server) room(r *Request) (pages.Room, error) {
	st, err := s.openMeeting(r)
	if err != nil {
		return pages.Room{}, err
	}
	v := pages.Room{Page: r.Info(st.title(r.C)), ID: st.ID, Key: r.NewKey(), Title: st.title(r.C), Body: st.body,
		State: meetingStatus(review.MeetingRow{State: st.State}), Acts: st.live.Acts, Leading: st.live.Presiding == r.P.Person}
	v.Tomorrow = string(calendar.Of(r.C.Now).AddDays(1))
	v.Page.Crumbs = []ui.Link{{Text: lang.T("会议", "Meetings"), Href: "/meetings"}}
	if v.ETag, err = r.roomTag(st.live); err != nil {
		return v, err
	}
	if st.live.Presiding != "" {
		v.Presiding = st.names.person(r.C, st.live.Presiding)
	}
	if v.Over = !st.ClosedAt.IsZero(); v.Over {
		v.Minutes = "/meetings/" + st.ID + "/minutes"
	}
	v.Agenda, v.People = st.roomLines(r), st.people(r)
	if v.Record, err = s.record(r, st); err != nil || st.live.Current == nil {
		return v, err
	}
	v.Case, err = s.atHand(r, st)
	return v, err
}

// roomLines is the agenda with what may be done about each case.
func (st *sitting) roomLines(r *Request) []pages.RoomLine {
	sits := st.State == review.MeetingOpenState
	office := r.inCommittee(st.Committee, "secretary")
	chairs := office || r.inCommittee(st.Committee, "chair", "vice_chair")
	tells := r.inCommittee(st.Committee, "chair", "vice_chair", "member", "adviser")
	out := make([]pages.RoomLine, len(st.live.Items))
	for i, it := range st.live.Items {
		planned := sits && it.State == review.ItemPlanned && !it.Out
		out[i] = pages.RoomLine{Review: it.Review, Number: it.Number, Title: r.titled(it.Kind, it.Title), State: itemStatus(it.State), Out: it.Out, Current: it.State == review.ItemOpen,
			Undeclared: tells && !it.Out && !it.Declared && (it.State == review.ItemPlanned || it.State == review.ItemOpen),
			MayOpen:    planned && chairs && st.Current() == nil,
			MayDefer:   planned && (office || st.live.Presiding == r.P.Person)}
		out[i].Time, out[i].Over = r.timeBox(it)
		out[i].Together, out[i].MayLift = it.Consent != "", it.MayLift
		if it.Outcome != "" {
			if o, ok := r.S.Book.On(r.P.Day, "").Item("outcomes", it.Outcome); ok {
				out[i].State.Text = o.Text
			}
		}
	}
	return out
}

// timeBox is how long a case may take; of the one at hand, what is left.
func (r *Request) timeBox(it review.LiveItem) (words lang.Text, over bool) {
	switch left := it.Planned - int(r.C.Now.Sub(it.Since)/time.Minute); {
	case it.Planned == 0 || it.Out:
		return lang.Text{}, false
	case it.Since.IsZero():
		return lang.T("计划 %d 分钟", "%d minutes planned").With(it.Planned), false
	case left >= 0:
		return lang.T("还有 %d 分钟（计划 %d 分钟）", "%d minutes left (%d planned)").With(left, it.Planned), false
	default:
		return lang.T("超出计划 %d 分钟", "%d minutes over plan").With(-left), true
	}
}

// people are the members and advisers with where they are.
func (st *sitting) people(r *Request) []pages.Seat {
	sits := st.State == review.MeetingOpenState
	set := r.S.Book.On(r.P.Day, "")
	notes := slices.Contains(st.live.Acts, "note_attendance")
	out := make([]pages.Seat, 0, len(st.live.Room))
	for _, p := range st.live.Room {
		who := st.names.person(r.C, p.Person)
		who.Note = registry.Role(p.Role).Text()
		seat := pages.Seat{ID: p.Person, Me: p.Person == r.P.Person, Presence: ui.Presence{Who: who, Look: presenceLook(p)}}
		if p.In {
			seat.Since = r.C.Clock(p.Since) + " " + r.C.Text(wayThere(p.Remote))
		}
		for _, e := range p.Expertise {
			if item, ok := set.Item("expertise", e); ok {
				seat.Fields = append(seat.Fields, item.Text)
			}
		}
		if p.Apology {
			seat.Fields = append(seat.Fields, lang.T("已请假", "sent apologies"))
		}
		may := sits && (seat.Me || notes)
		seat.MayArrive, seat.MayLeave = may && !p.In, may && p.In
		seat.MayJoin = seat.MayArrive && !seat.Me && st.live.Video && st.Mode != review.Video
		out = append(out, seat)
	}
	return out
}

// wayThere is how somebody takes part.
func wayThere(remote bool) lang.Text {
	if remote {
		return lang.T("视频", "by video")
	}
	return lang.T("现场", "in the room")
}

func presenceLook(p review.LivePerson) ui.PresenceLook {
	switch {
	case p.Recused:
		return ui.Recused
	case p.In && p.Role == review.RoleAdviser:
		return ui.Advising
	case p.In:
		return ui.Present
	case p.Came:
		return ui.Away
	}
	return ui.Absent
}

// record is what happened so far, the latest first. What concerns cases that
// this person is out of is left away.
func (s *Server) record(r *Request, st *sitting) ([]ui.Entry, error) {
	events, err := s.Journal.Stream(r.Reader(), review.MeetingStream(st.ID))
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, it := range st.live.Items {
		out[it.Review] = it.Out
	}
	events = slices.DeleteFunc(events, func(e journal.Event) bool {
		return out[caseOf(e)]
	})
	entries, err := s.tell(r, events)
	slices.Reverse(entries)
	for i := range entries {
		entries[i].Ground = nil // they stand beside, as standards
	}
	return entries, err
}

// caseOf is the case that an event of a meeting concerns; empty: none.
func caseOf(e journal.Event) string {
	var about struct {
		Data struct {
			Review string `json:"review"`
		} `json:"data"`
	}
	if err := json.Unmarshal([]byte(e.Raw), &about); err != nil {
		return ""
	}
	return about.Data.Review
}

// atHand is the case under deliberation.
func (s *Server) atHand(r *Request, st *sitting) (*pages.RoomCase, error) {
	live := st.live.Current
	c, err := s.Review.View(r.Reader(), r.P, live.Review, 0)
	if err != nil {
		return nil, err
	}
	set := s.Book.On(r.P.Day, c.Region)
	names, err := r.people(append([]string{c.Applicant, live.Presiding}, askers(c)...)...)
	if err != nil {
		return nil, err
	}
	k := &pages.RoomCase{Review: c.ID, Number: c.Number, Title: r.titled(c.Kind, c.Title), Href: "/reviews/" + c.ID, Applicant: names.person(r.C, c.Applicant),
		Presiding: names.person(r.C, live.Presiding), Lawful: live.Lawful, Quorate: live.Quorate, Entitled: live.Entitled, Rounds: live.Rounds, Acts: live.Acts,
		Composition: r.standards(live.Composition), Quorum: r.standards(live.Quorum), Groups: st.points(r, set, c, live)}
	for _, q := range c.Questions {
		k.Questions = append(k.Questions, pages.RoomQuestion{By: names.person(r.C, q.By), At: q.At, Text: q.Text, Answer: q.Answer, Open: q.AnsweredAt.IsZero()})
	}
	for _, it := range st.live.Items {
		if it.Review == c.ID {
			k.Undeclared = !it.Declared
		}
	}
	for _, person := range live.Excluded {
		k.Out = append(k.Out, st.names.person(r.C, person))
	}
	st.chairForms(r, set, k, live, c.OutcomeKind())
	k.Round = st.round(r, set, live.Round)
	if err := s.papers(r, k, c, set); err != nil {
		return nil, err
	}
	return k, s.precedents(r, k, set)
}

func askers(c review.Case) []string {
	var out []string
	for _, q := range c.Questions {
		out = append(out, q.By)
	}
	return out
}

func (r *Request) standards(list []rules.Standard) []ui.Standard {
	out := make([]ui.Standard, len(list))
	for i, s := range list {
		out[i] = ui.Standard{Text: s.Text, Holds: ui.Fails, Have: r.C.Num(s.Have), Need: r.C.Num(s.Need), Ground: r.ground(s.Ground())}
		if s.Holds {
			out[i].Holds = ui.Holds
		}
	}
	return out
}

// points are the review points that concern the case, with what was found.
func (st *sitting) points(r *Request, set *rules.Set, c review.Case, live *review.LiveCase) []pages.PointGroup {
	var out []pages.PointGroup
	for _, group := range set.List("review_point_groups") {
		g := pages.PointGroup{Title: group.Text}
		for _, item := range set.List("review_points") {
			scope := item.Str("scope")
			if item.Str("group") != group.Code || scope != "" && len(c.Scope) > 0 && !slices.Contains(c.Scope, scope) || !concerns(item, c.Fields) {
				continue
			}
			g.Points = append(g.Points, st.point(r, item, live.Checks))
		}
		if len(g.Points) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// concerns reports whether an item of a sector's pack is for work in these fields.
func concerns(item rules.Item, fields []string) bool {
	sector := item.Strs("fields")
	return len(sector) == 0 || slices.ContainsFunc(fields, func(f string) bool { return slices.Contains(sector, f) })
}

func (st *sitting) point(r *Request, item rules.Item, checks []review.PointChecked) pages.Point {
	p := pages.Point{Code: item.Code, Text: item.Text, Help: item.Help, Ground: r.ground(item.Ground())}
	for _, found := range checks {
		if found.Point != item.Code {
			continue
		}
		p.Marks = append(p.Marks, pages.Mark{Who: st.names.person(r.C, found.Person), Look: ui.Status{Text: markText(found.Mark), Tone: markTone(found.Mark)}, Note: found.Note})
		if found.Mark == review.MarkConcern {
			p.Concerns++
		}
		if found.Person == r.P.Person {
			p.Mine, p.MyNote = found.Mark, found.Note
		}
	}
	return p
}

// round is the last vote.
func (st *sitting) round(r *Request, set *rules.Set, live *review.LiveRound) *pages.Round {
	if live == nil {
		return nil
	}
	t := &teller{c: r.C, asked: map[string]bool{}, names: st.names, set: set}
	v := &pages.Round{Number: live.Number, Secret: live.Secret, Open: live.Open, Present: live.Present, Hidden: live.Open && live.Secret}
	for _, code := range live.Choices {
		o := ui.Option{Value: code, Text: t.choice(code)}
		if item, ok := set.Item("outcomes", code); ok {
			o.Help = item.Help
		}
		v.Choices = append(v.Choices, o)
		m := live.Results[code]
		v.Results = append(v.Results, pages.Result{Text: o.Text, Votes: live.Tally[code], Need: m.Need, Passes: m.Passes, Rule: code != review.Abstain})
	}
	for _, tile := range live.Tiles {
		who := st.names.person(r.C, tile.Person)
		who.Note = registry.Role(tile.Role).Text()
		vote := ui.Vote{Who: who, Look: ui.Present, Cast: tile.Voted}
		if tile.Choice != "" {
			choice := choiceStatus(set, t, tile.Choice)
			vote.Choice = &choice
		}
		if tile.Voted {
			v.Voted++
			v.Mine = v.Mine || tile.Person == r.P.Person
		}
		v.Tiles = append(v.Tiles, vote)
	}
	return v
}

func choiceStatus(set *rules.Set, t *teller, code string) ui.Status {
	s := outcomeStatus(&kase{set: set}, code)
	s.Text = t.choice(code)
	return s
}

// chairForms fills the choices of what the presiding person does.
func (st *sitting) chairForms(r *Request, set *rules.Set, k *pages.RoomCase, live *review.LiveCase, kind string) {
	for _, item := range review.OutcomeItems(set, kind) {
		o := ui.Option{Value: item.Code, Text: item.Text, Help: item.Help, Disabled: true}
		if live.Round != nil && live.Round.Results[item.Code].Passes {
			o.Disabled = false
		} else {
			o.Help = lang.T("没有达到所需票数", "it does not have the votes")
		}
		k.Outcomes = append(k.Outcomes, o)
	}
	invited := map[string]bool{}
	for _, a := range live.Advisers {
		invited[a.Person] = true
		who := st.names.person(r.C, a.Person)
		who.Note = review.FieldText(set, a.Field)
		k.Advisers = append(k.Advisers, who)
	}
	for _, item := range set.List("fields") {
		k.Fields = append(k.Fields, ui.Option{Value: item.Code, Text: item.Text})
	}
	for _, p := range st.live.Room {
		if p.Role == review.RoleAdviser && !p.Recused && !invited[p.Person] {
			k.Invitable = append(k.Invitable, ui.Option{Value: p.Person, Text: st.names.text(p.Person)})
		}
		if p.Recused || p.Role == review.RoleSecretary || p.Role == review.RoleAdviser {
			continue
		}
		o := ui.Option{Value: p.Person, Text: st.names.text(p.Person)}
		k.Checkers = append(k.Checkers, o)
		if p.Person != r.P.Person {
			k.Members = append(k.Members, o)
		}
	}
	k.FollowUp = followUpField(pages.Own("follow_up", k.Review))
	for _, reason := range []string{review.DeferQuorum, review.DeferMajority, review.DeferTime, review.DeferMaterial} {
		k.Defers = append(k.Defers, ui.Option{Value: reason, Text: deferText(reason)})
	}
}

// papers are the files and the main statements of the application.
func (s *Server) papers(r *Request, k *pages.RoomCase, c review.Case, set *rules.Set) error {
	if item, ok := set.Item("procedure", c.Procedure); ok {
		k.Facts = append(k.Facts, ui.Fact{Label: lang.T("程序", "Procedure"), Text: r.C.Text(item.Text)})
	}
	app, err := s.Activity.View(r.Reader(), r.P, c.Activity, c.Application)
	if code := errs.CodeOf(err); code == errs.Forbidden || code == errs.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	form, err := s.Activity.Form(r.P.Day, c.Region)
	if err != nil {
		return err
	}
	for _, code := range []string{"purpose", "plan_summary", "risks", "risk_controls"} {
		if f, ok := form.Field(code); ok && !app.Fields[code].IsEmpty() {
			k.Facts = append(k.Facts, ui.Fact{Label: f.Text, Text: f.Show(app.Fields[code], r.C.Lang)})
		}
	}
	for _, file := range app.Files {
		kind := lang.Text{}
		if f, ok := form.Field(file.Field); ok {
			kind = f.Text
		}
		k.Papers = append(k.Papers, ui.FileInfo{Name: file.Name, Href: "/activities/" + c.Activity + "/files/" + file.ID, Size: file.Size, Type: fileType(file.Type), Kind: kind})
	}
	return nil
}

// fewPrecedents is how many like cases stand beside the one at hand.
const fewPrecedents = 5

func (s *Server) precedents(r *Request, k *pages.RoomCase, set *rules.Set) error {
	may, err := auth.Can(r.Reader(), r.P, auth.Review, k.Review, auth.ReviewDiscussion)
	if err != nil || !may[auth.ReviewDiscussion] {
		return err
	}
	rows, err := s.Review.Precedents(r.Reader(), r.P, k.Review, fewPrecedents)
	for _, row := range rows {
		k.Precedents = append(k.Precedents, pages.Precedent{Title: r.titled(row.Kind, row.Title), Number: row.Number, Href: "/reviews/" + row.ID,
			Outcome: outcomeStatus(&kase{set: set}, row.Outcome), Decided: row.DecidedAt})
	}
	return err
}
