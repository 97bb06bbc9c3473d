package review

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// ItemState is where one case stands within a meeting.
type ItemState string

// The states of an item.
const (
	ItemPlanned   ItemState = "planned"
	ItemOpen      ItemState = "open"
	ItemDone      ItemState = "decided"
	ItemPutOff    ItemState = "deferred"
	ItemTakenBack ItemState = "withdrawn"
)

// Meeting is one meeting, folded from its stream.
type Meeting struct {
	ID         string        `json:"id"`
	Committee  string        `json:"committee"`
	Version    int64         `json:"version"`
	State      flow.State    `json:"state"`
	StartsAt   time.Time     `json:"starts_at,omitzero"`
	Mode       string        `json:"mode"`
	Place      string        `json:"place"`
	Link       string        `json:"link"`
	Emergency  *Arrangement  `json:"emergency,omitempty"` // how it was called for one; nil: an ordinary meeting
	Items      []Item        `json:"items,omitempty"`
	Invited    []string      `json:"invited,omitempty"`
	Room       []Presence    `json:"room,omitempty"` // in order of arrival
	Presiding  string        `json:"presiding"`
	Reported   []string      `json:"reported,omitempty"` // cases decided without a meeting, of which this one was told
	Adjourned  []Adjournment `json:"adjourned,omitempty"`
	Apologies  []string      `json:"apologies,omitempty"`
	OpenedAt   time.Time     `json:"opened_at,omitzero"`
	ClosedAt   time.Time     `json:"closed_at,omitzero"`
	Minutes    *Minutes      `json:"minutes,omitempty"` // nil until drafted
	Edits      []Edit        `json:"edits,omitempty"`   // corrections of the minutes, oldest first
	ApprovedBy string        `json:"approved_by"`
	Cancelled  string        `json:"cancelled"`
}

// Presence is one person's time in the room.
type Presence struct {
	Person string `json:"person"`
	In     bool   `json:"in"`
	Remote bool   `json:"remote"` // by video, now or when last there
	Spans  []Span `json:"spans,omitempty"`
}

// Span is a stretch of time; Until is zero while it lasts.
type Span struct {
	From   time.Time `json:"from"`
	Until  time.Time `json:"until,omitzero"`
	Remote bool      `json:"remote,omitempty"` // spent by video
}

// held is how a meeting is held by the ways in which people are there, and as it was
// planned while nobody is.
func held(planned string, spans []Span) string {
	video := 0
	for _, s := range spans {
		if s.Remote {
			video++
		}
	}
	switch {
	case len(spans) == 0:
		return cmp.Or(planned, InPerson)
	case video == len(spans):
		return Video
	case video > 0:
		return Mixed
	}
	return InPerson
}

// Held is how the meeting is held now, whatever was planned: for the rules a meeting all
// of whose members are on video is one by video.
func (m *Meeting) Held() string {
	var now []Span
	for _, p := range m.Room {
		if p.In {
			now = append(now, p.Spans[len(p.Spans)-1])
		}
	}
	return held(m.Mode, now)
}

// Item is one case on the agenda.
type Item struct {
	Review    string             `json:"review"`
	Kind      string             `json:"kind,omitempty"` // of review; empty: the initial one
	Title     string             `json:"title"`
	Number    string             `json:"number"`
	State     ItemState          `json:"state"`
	Interests []InterestDeclared `json:"interests,omitempty"`
	Excluded  map[string]string  `json:"excluded,omitempty"` // person: nature or reason
	Advisers  []AdviserInvited   `json:"advisers,omitempty"`
	Checks    []PointChecked     `json:"checks,omitempty"` // the last finding of each person on each point
	Rounds    []Round            `json:"rounds,omitempty"`
	Presiding string             `json:"presiding"` // who leads this item
	Outcome   string             `json:"outcome"`
	Planned   int                `json:"planned,omitempty"` // minutes it may take; 0: not planned
	Turns     []Turn             `json:"turns,omitempty"`
	Consent   string             `json:"consent,omitempty"` // outcome with which it is approved together with others; empty: by itself
	Lifted    *ConsentLifted     `json:"lifted,omitempty"`  // it was among those and is not any more
	Deferred  ItemDeferred       `json:"deferred,omitzero"`
	OpenedAt  time.Time          `json:"opened_at,omitzero"`
	EndedAt   time.Time          `json:"ended_at,omitzero"`
}

// Round is one vote.
type Round struct {
	Number  int               `json:"number"`
	Secret  bool              `json:"secret"`
	Choices []string          `json:"choices,omitempty"`
	Open    bool              `json:"open"`
	Voided  bool              `json:"voided"`
	Consent bool              `json:"consent,omitempty"` // nobody objected; no votes were cast
	Voted   []string          `json:"voted,omitempty"`   // in order
	Votes   map[string]string `json:"votes,omitempty"`   // of an open vote
	Tally   map[string]int    `json:"tally,omitempty"`   // once closed
	Present []Attendant       `json:"present,omitempty"` // once closed
	Quorate bool              `json:"quorate"`
	// Application is the version of the activity that is voted on.
	Application int64     `json:"application"`
	OpenedAt    time.Time `json:"opened_at,omitzero"`
}

// Edit is one correction of the minutes.
type Edit struct {
	Section string    `json:"section"`
	Text    string    `json:"text"`
	By      string    `json:"by"`
	At      time.Time `json:"at,omitzero"`
}

// Item returns the item of a case, or nil.
func (m *Meeting) Item(review string) *Item {
	for i := range m.Items {
		if m.Items[i].Review == review {
			return &m.Items[i]
		}
	}
	return nil
}

// Current is the item under deliberation, or nil.
func (m *Meeting) Current() *Item {
	for i := range m.Items {
		if m.Items[i].State == ItemOpen {
			return &m.Items[i]
		}
	}
	return nil
}

// In reports whether a person is in the room.
func (m *Meeting) In(person string) bool {
	p := m.presence(person)
	return p != nil && p.In
}

func (m *Meeting) presence(person string) *Presence {
	for i := range m.Room {
		if m.Room[i].Person == person {
			return &m.Room[i]
		}
	}
	return nil
}

// Round is the last vote that was not voided, or nil.
func (i *Item) Round() *Round {
	if n := len(i.Rounds); n > 0 && !i.Rounds[n-1].Voided {
		return &i.Rounds[n-1]
	}
	return nil
}

// Declared reports whether a person said anything about interests in the case.
func (i *Item) Declared(person string) bool {
	return slices.ContainsFunc(i.Interests, func(d InterestDeclared) bool { return d.Person == person })
}

// Out reports whether a person is excluded from the case.
func (i *Item) Out(person string) bool { _, out := i.Excluded[person]; return out }

// FoldMeeting gives the meeting that its events make.
func FoldMeeting(events []journal.Event) (Meeting, error) {
	var m Meeting
	err := journal.Walk(&MeetingTable, events, func(e journal.Event, next flow.State) {
		m.apply(e)
		m.State, m.Version = next, e.Version
	})
	return m, err
}

// allows refuses an event that is not legal in the present state.
func (m *Meeting) allows(event string) error {
	if MeetingTable.Allows(m.State, event) {
		return nil
	}
	if m.State == StateNone {
		return errs.New(errs.NotFound, "review.meeting.missing", lang.T("没有这次会议。", "There is no such meeting."))
	}
	return errs.New(errs.Refused, "review.meeting.state", lang.T(
		"会议目前的状态是“%s”，不能这样处理。", "The meeting is now in the state “%s”, which does not allow this."), MeetingTable.Info(m.State).Text)
}

func (m *Meeting) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case MeetingPlanned:
		*m = Meeting{ID: e.Subject(), Committee: b.Committee, StartsAt: b.StartsAt, Mode: b.Mode, Place: b.Place, Link: b.Link, Emergency: b.Emergency}
	case MeetingRearranged:
		m.StartsAt, m.Mode, m.Place, m.Link = b.StartsAt, b.Mode, b.Place, b.Link
	case MeetingCalled:
		m.Invited = b.Invited
	case MeetingOpened:
		m.Presiding, m.Reported = b.Presiding, append(m.Reported, b.Reported...)
		if m.OpenedAt.IsZero() { // else it goes on
			m.OpenedAt = e.At
		} else if n := len(m.Adjourned); n > 0 {
			m.Adjourned[n-1].Resumed = e.At
		}
	case MeetingClosed:
		m.close(e.At)
	case MeetingCancelled:
		m.Cancelled = b.Reason
	case MinutesDrafted:
		m.Minutes = &b.Minutes
	case MinutesEdited:
		m.Edits = append(m.Edits, Edit{b.Section, b.Text, e.Actor, e.At})
	case MinutesApproved:
		m.ApprovedBy = e.Actor
	case Arrived:
		m.enter(b.Person, b.Remote, e.At)
	case CameBack:
		m.enter(b.Person, b.Remote, e.At)
	case Left:
		m.exit(b.Person, e.At)
	case ChairTaken:
		if item := m.Item(b.Review); item != nil {
			item.Presiding = b.Person
		} else {
			m.Presiding = b.Person
		}
	default:
		m.applyAgenda(e)
	}
}

func (m *Meeting) applyAgenda(e journal.Event) {
	switch b := e.Body.(type) {
	case ItemAdded:
		out := map[string]string{}
		maps.Copy(out, b.Excluded)
		m.Items = append(m.Items, Item{Review: b.Review, Kind: b.Kind, Title: b.Title, Number: b.Number, State: ItemPlanned, Excluded: out})
	case ItemRemoved:
		m.Items = slices.DeleteFunc(m.Items, func(i Item) bool { return i.Review == b.Review })
	case ItemsOrdered:
		slices.SortStableFunc(m.Items, func(x, y Item) int {
			return slices.Index(b.Order, x.Review) - slices.Index(b.Order, y.Review)
		})
	case ItemWithdrawn:
		item := m.Item(b.Review)
		item.State, item.EndedAt = ItemTakenBack, e.At
	case ItemOpened:
		item := m.Item(b.Review)
		item.State, item.Presiding, item.OpenedAt = ItemOpen, b.Presiding, e.At
	case ItemDecided:
		item := m.Item(b.Review)
		item.State, item.Outcome, item.EndedAt = ItemDone, b.Outcome, e.At
	case ItemDeferred:
		item := m.Item(b.Review)
		item.State, item.Deferred, item.EndedAt = ItemPutOff, b, e.At
	default:
		m.applyItem(e)
	}
}

func (m *Meeting) applyItem(e journal.Event) {
	switch b := e.Body.(type) {
	case InterestDeclared:
		item := m.Item(b.Review)
		item.Interests = append(item.Interests, b)
		if b.Conflict {
			item.Excluded[b.Person] = b.Nature
		}
	case ItemExcluded:
		m.Item(b.Review).Excluded[b.Person] = b.Reason
	case AdviserInvited:
		item := m.Item(b.Review)
		item.Advisers = append(item.Advisers, b)
	case PointChecked:
		item := m.Item(b.Review)
		item.Checks = slices.DeleteFunc(item.Checks, func(c PointChecked) bool { return c.Person == b.Person && c.Point == b.Point })
		item.Checks = append(item.Checks, b)
	case VoteOpened:
		item := m.Item(b.Review)
		item.Rounds = append(item.Rounds, Round{Number: b.Round, Secret: b.Secret, Choices: b.Choices, Open: true, Votes: map[string]string{},
			Application: b.Application, OpenedAt: e.At})
	case VoteCast:
		r := m.Item(b.Review).Round()
		r.Voted = append(r.Voted, b.Person)
		if !r.Secret {
			r.Votes[b.Person] = b.Choice
		}
	case VoteClosed:
		r := m.Item(b.Review).Round()
		r.Open, r.Tally, r.Present, r.Quorate = false, b.Tally, b.Present, b.Quorate
	case VoteVoided:
		r := m.Item(b.Review).Round()
		r.Open, r.Voided = false, true
	default:
		m.applySession(e)
	}
}

func (m *Meeting) enter(person string, remote bool, at time.Time) {
	p := m.presence(person)
	if p == nil {
		m.Room = append(m.Room, Presence{Person: person})
		p = &m.Room[len(m.Room)-1]
	}
	p.In, p.Remote = true, remote
	p.Spans = append(p.Spans, Span{From: at, Remote: remote})
}

func (m *Meeting) exit(person string, at time.Time) {
	if p := m.presence(person); p != nil && p.In {
		p.In = false
		p.Spans[len(p.Spans)-1].Until = at
	}
}

func (m *Meeting) close(at time.Time) {
	m.ClosedAt = at
	for i := range m.Room {
		m.exit(m.Room[i].Person, at)
	}
}

// Entitled are those who may take part in the decision about a case: present,
// with a vote today, not excluded, and not on the applicant's side.
func (m *Meeting) Entitled(item *Item, f Facts) []Seat {
	var out []Seat
	seen := map[string]bool{}
	for _, s := range f.Seats {
		if s.Votes(f.Today) && m.In(s.Person) && !item.Out(s.Person) && !slices.Contains(f.Barred, s.Person) && !seen[s.Person] {
			seen[s.Person] = true
			out = append(out, s)
		}
	}
	return out
}

// Leads is who presides over an item now: the person who took it, else the one
// who presides over the meeting, as long as they are in the room and not out of
// the case. Empty: somebody has to take the chair.
func (m *Meeting) Leads(item *Item, f Facts) string {
	for _, person := range []string{item.Presiding, m.Presiding} {
		s, ok := f.seat(person)
		if ok && s.Presides(f.Today) && m.In(person) && !item.Out(person) && !slices.Contains(f.Barred, person) && !m.apartFrom(item, person, f) {
			return person
		}
	}
	return ""
}
