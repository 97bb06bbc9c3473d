package review

import (
	"slices"
	"time"

	"lunheng/internal/flow"
	"lunheng/internal/rules"
)

// Live is a meeting as one person sees it now.
type Live struct {
	ID        string       `json:"id"`
	Committee string       `json:"committee"`
	Version   int64        `json:"version"`
	State     flow.State   `json:"state"`
	StartsAt  time.Time    `json:"starts_at,omitzero"`
	Mode      string       `json:"mode"`
	Place     string       `json:"place"`
	Link      string       `json:"link"`
	Video     bool         `json:"video"` // the committee has rules for taking part by video
	Presiding string       `json:"presiding"`
	Room      []LivePerson `json:"room,omitempty"`
	Items     []LiveItem   `json:"items,omitempty"`
	Current   *LiveCase    `json:"current,omitempty"` // nil between cases
	Acts      []string     `json:"acts,omitempty"`    // verbs that this person may do now on the meeting
}

// LivePerson is a member or adviser and where they are.
type LivePerson struct {
	Person    string    `json:"person"`
	Role      string    `json:"role"`
	Expertise []string  `json:"expertise,omitempty"`
	In        bool      `json:"in"`
	Came      bool      `json:"came"` // in the room; was there at some time
	Remote    bool      `json:"remote"`
	Recused   bool      `json:"recused"` // of the case at hand
	Apology   bool      `json:"apology,omitempty"`
	Since     time.Time `json:"since,omitzero"`
}

// LiveItem is a line of the agenda. A person who is out of a case sees no more
// than that it is there.
type LiveItem struct {
	Review   string    `json:"review"`
	Kind     string    `json:"kind,omitempty"` // of review; empty: the initial one
	Title    string    `json:"title"`
	Number   string    `json:"number"`
	State    ItemState `json:"state"`
	Out      bool      `json:"out"`      // this person is out of it
	Declared bool      `json:"declared"` // this person has declared
	Outcome  string    `json:"outcome"`
	Planned  int       `json:"planned,omitempty"` // minutes it may take
	Consent  string    `json:"consent,omitempty"` // outcome with which it is to be approved together with others
	MayLift  bool      `json:"may_lift,omitempty"`
	Since    time.Time `json:"since,omitzero"` // it is at hand, as if nothing had come between
}

// LiveCase is the case at hand.
type LiveCase struct {
	Review      string           `json:"review"`
	Presiding   string           `json:"presiding"`
	Composition []rules.Standard `json:"composition,omitempty"`
	Quorum      []rules.Standard `json:"quorum,omitempty"`
	Lawful      bool             `json:"lawful"` // the committee is composed as the rules ask
	Quorate     bool             `json:"quorate"`
	Entitled    int              `json:"entitled"` // present with a vote on this case
	Advisers    []AdviserInvited `json:"advisers,omitempty"`
	Checks      []PointChecked   `json:"checks,omitempty"`
	Excluded    []string         `json:"excluded,omitempty"`
	Round       *LiveRound       `json:"round,omitempty"`
	Rounds      int              `json:"rounds"`
	Acts        []string         `json:"acts,omitempty"` // verbs that this person may do now on the case
}

// LiveRound is the last vote. Before it is closed a secret vote shows who has
// voted and no more.
type LiveRound struct {
	Number  int                 `json:"number"`
	Secret  bool                `json:"secret"`
	Open    bool                `json:"open"`
	Choices []string            `json:"choices,omitempty"`
	Tiles   []Tile              `json:"tiles,omitempty"`
	Tally   map[string]int      `json:"tally,omitempty"`   // of an open vote so far; of a secret one once closed
	Results map[string]Majority `json:"results,omitempty"` // by the rule in force, as it would be now
	Present int                 `json:"present"`           // counted for the majority
}

// Tile is one member's vote.
type Tile struct {
	Person string `json:"person"`
	Role   string `json:"role"`
	Voted  bool   `json:"voted"`
	Choice string `json:"choice"` // of an open vote
}

// Live shows the meeting to the actor of the facts. The facts are those of the
// case at hand, if there is one.
func (m *Meeting) Live(f Facts) Live {
	out := Live{ID: m.ID, Committee: m.Committee, Version: m.Version, State: m.State, StartsAt: m.StartsAt, Mode: m.Mode,
		Place: m.Place, Link: m.Link, Video: f.NoVideo == nil, Presiding: m.Presiding, Acts: m.acts(f)}
	item := m.Current()
	for _, s := range m.everybody(f) {
		p := LivePerson{Person: s.Person, Role: s.Role, Expertise: s.Expertise}
		if at := m.presence(s.Person); at != nil {
			p.In, p.Came, p.Remote, p.Since = at.In, true, at.Remote, at.Spans[len(at.Spans)-1].From
		}
		p.Apology = slices.Contains(m.Apologies, s.Person)
		p.Recused = item != nil && (item.Out(s.Person) || slices.Contains(f.Barred, s.Person))
		out.Room = append(out.Room, p)
	}
	for i := range m.Items {
		it := &m.Items[i]
		line := LiveItem{Review: it.Review, Kind: it.Kind, Title: it.Title, Number: it.Number, State: it.State,
			Out: it.Out(f.Actor), Declared: it.Declared(f.Actor), Outcome: it.Outcome}
		line.Planned = it.Planned
		if !line.Out && it.State == ItemPlanned && it.Consent != "" {
			line.Consent = it.Consent
			line.MayLift = (f.holds(RoleSecretary) || m.maySingle(it, f)) && MeetingTable.Allows(m.State, "meeting.consent_lifted")
		}
		if it.State == ItemOpen {
			line.Since = it.OpenedAt.Add(m.breaks(it.OpenedAt))
		}
		if line.Out {
			line.Kind, line.Title, line.Number, line.Outcome = "", "", "", ""
		}
		out.Items = append(out.Items, line)
	}
	if item != nil && !item.Out(f.Actor) {
		out.Current = m.liveCase(item, f)
	}
	return out
}

// everybody are the serving members and whoever else is or was in the room.
func (m *Meeting) everybody(f Facts) []Seat {
	var out []Seat
	known := func(person string) bool {
		return slices.ContainsFunc(out, func(s Seat) bool { return s.Person == person })
	}
	for _, s := range f.Seats {
		if s.Runs(f.Today) && !known(s.Person) {
			best, _ := f.seat(s.Person)
			out = append(out, best)
		}
	}
	for _, p := range m.Room {
		if !known(p.Person) {
			out = append(out, Seat{Person: p.Person, Role: RoleAdviser})
		}
	}
	return out
}

func (m *Meeting) liveCase(item *Item, f Facts) *LiveCase {
	out := &LiveCase{Review: item.Review, Presiding: m.Leads(item, f), Composition: f.Composition, Quorum: f.Quorum,
		Lawful: f.lawful().Err() == nil, Quorate: f.quorate().Err() == nil, Entitled: len(m.Entitled(item, f)),
		Advisers: item.Advisers, Checks: item.Checks, Rounds: len(item.Rounds)}
	for person := range item.Excluded {
		out.Excluded = append(out.Excluded, person)
	}
	slices.Sort(out.Excluded)
	if r := item.Round(); r != nil {
		out.Round = m.liveRound(item, r, f)
	}
	out.Acts = m.itemActs(item, out, f)
	return out
}

func (m *Meeting) liveRound(item *Item, r *Round, f Facts) *LiveRound {
	counted := r.Present
	if r.Open {
		counted = m.Counted(item, f)
	}
	out := &LiveRound{Number: r.Number, Secret: r.Secret, Open: r.Open, Choices: r.Choices, Tally: r.Tally, Results: f.Majority, Present: len(counted)}
	if r.Open && !r.Secret {
		out.Tally = r.count()
	}
	for _, a := range counted {
		t := Tile{Person: a.Person, Role: a.Role, Voted: slices.Contains(r.Voted, a.Person)}
		if !r.Secret {
			t.Choice = r.Votes[a.Person]
		}
		out.Tiles = append(out.Tiles, t)
	}
	return out
}

// acts are the verbs on the meeting itself that the state and the person's
// place allow. The verbs check again, and more.
func (m *Meeting) acts(f Facts) []string {
	var out []string
	add := func(event, verb string, may bool) {
		if may && MeetingTable.Allows(m.State, event) {
			out = append(out, verb)
		}
	}
	s, seated := f.seat(f.Actor)
	presides, office := seated && s.Presides(f.Today), f.holds(RoleSecretary)
	add("meeting.item_added", "add_item", office)
	add("meeting.called", "call", office && len(m.Items) > 0)
	add("meeting.rearranged", "rearrange", office || presides)
	add("meeting.cancelled", "cancel", office && m.OpenedAt.IsZero())
	add("meeting.opened", "open", presides)
	comes := seated && s.Runs(f.Today) // or goes on in the other way
	add("meeting.arrived", "arrive", comes && m.mayCome(f.Actor, false) && m.Mode != Video)
	add("meeting.arrived", "arrive_remote", comes && m.mayCome(f.Actor, true) && f.NoVideo == nil)
	add("meeting.left", "leave", m.In(f.Actor))
	add("meeting.apology_noted", "apologise", seated && s.Votes(f.Today) && m.presence(f.Actor) == nil && !slices.Contains(m.Apologies, f.Actor))
	add("meeting.adjourned", "adjourn", office || presides)
	add("meeting.item_timed", "time_item", office || presides)
	add("meeting.arrived", "note_attendance", office || m.Presiding == f.Actor)
	if m.Current() == nil {
		_, err := m.TakeChair(OnMeeting{}, f)
		add("meeting.chair_taken", "take_chair", err == nil)
		_, err = m.together(f)
		add("meeting.consent_given", "approve_together", err == nil)
		_, err = m.CloseSession(f)
		add("meeting.closed", "close", err == nil)
	}
	add("meeting.minutes_drafted", "draft_minutes", office)
	add("meeting.minutes_edited", "edit_minutes", office || presides)
	add("meeting.minutes_approved", "approve_minutes", m.Presiding == f.Actor || f.holds(RoleChair))
	return out
}

// itemActs are the verbs on the case at hand.
func (m *Meeting) itemActs(item *Item, live *LiveCase, f Facts) []string {
	var out []string
	add := func(verb string, may bool) {
		if may {
			out = append(out, verb)
		}
	}
	leads, office, part := live.Presiding == f.Actor, f.holds(RoleSecretary), m.takesPart(item, f) == nil
	r := item.Round()
	voting := r != nil && r.Open
	_, err := m.TakeChair(OnMeeting{}, f)
	add("take_chair", err == nil)
	add("declare_interest", part)
	add("check_point", part || office)
	add("ask", part || office)
	add("invite_adviser", leads || office)
	add("exclude", leads)
	_, err = m.OpenVote(OpenVote{Review: item.Review}, f)
	add("open_vote", err == nil)
	add("cast_vote", voting && part && live.Lawful && live.Quorate && !slices.Contains(r.Voted, f.Actor))
	add("close_vote", voting && (leads || office))
	add("decide", leads && r != nil && !r.Open && r.Quorate && live.Lawful && live.Quorate && anyPasses(r, f))
	add("defer", (leads || office) && !voting)
	return out
}

// mayCome reports whether a person is not there yet in one way.
func (m *Meeting) mayCome(person string, remote bool) bool {
	p := m.presence(person)
	return p == nil || !p.In || p.Remote != remote
}
