package violation

import (
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// State is one case, folded from its events.
type State struct {
	ID       string     `json:"id"`
	Version  int64      `json:"version"`
	State    flow.State `json:"state"`
	Title    string     `json:"title"`
	Source   Source     `json:"source"`
	By       Body       `json:"registered_by"`
	Body     Body       `json:"body"` // that handles it
	Superior string     `json:"superior,omitempty"`
	Settled  bool       `json:"settled,omitempty"` // which body handles it was settled from above
	Activity string     `json:"activity,omitempty"`
	Text     string     `json:"text"`
	Reporter string     `json:"reporter,omitempty"`
	About
	OpenedAt  time.Time                 `json:"opened_at"`
	Parties   []Party                   `json:"parties"`
	Members   []Member                  `json:"members"`
	Tests     []string                  `json:"tests,omitempty"`
	Grounds   []string                  `json:"grounds,omitempty"` // of a refusal
	Reason    string                    `json:"reason,omitempty"`  // of a refusal, or of the end
	Checked   string                    `json:"checked,omitempty"`
	Plan      string                    `json:"plan,omitempty"`
	Talks     []Interviewed             `json:"interviews,omitempty"`
	Evidence  []Evidence                `json:"evidence,omitempty"`
	Interim   []Interim                 `json:"interim,omitempty"`
	Extended  string                    `json:"extended,omitempty"` // why; empty: not
	Found     *Finding                  `json:"found,omitempty"`
	Orders    []Order                   `json:"orders,omitempty"`
	Notice    *Noticed                  `json:"notice,omitempty"`
	NoticedAt time.Time                 `json:"noticed_at,omitzero"`
	Said      []Stated                  `json:"said,omitempty"` // to the notice that stands
	Number    string                    `json:"number,omitempty"`
	Day       calendar.Day              `json:"day,omitempty"`
	DecidedAt time.Time                 `json:"decided_at,omitzero"`
	Sanction  string                    `json:"sanction,omitempty"`
	Served    []Served                  `json:"served,omitempty"`
	Requests  []Request                 `json:"requests,omitempty"`
	Referrals []Referral                `json:"referrals,omitempty"`
	Guidance  []Guided                  `json:"guidance,omitempty"`
	Typical   *Published                `json:"typical,omitempty"`
	Running   map[string]flow.ClockMove `json:"-"` // clocks that have not ended
}

// Member is somebody of the team or the panel.
type Member struct {
	Person   string    `json:"person"`
	Role     string    `json:"role"`
	Unit     string    `json:"unit,omitempty"`
	Left     string    `json:"left,omitempty"` // why
	Declared bool      `json:"declared"`       // no interest
	Opinion  *Assessed `json:"opinion,omitempty"`
}

// Roles of members.
const (
	Team = "team"
	Peer = "peer"
)

// Evidence is a thing or paper, with every hand it went through.
type Evidence struct {
	EvidenceAdded
	Holder string          `json:"holder"`
	Moves  []EvidenceMoved `json:"moves,omitempty"`
}

// Interim is a measure for the time of the inquiry.
type Interim struct {
	InterimTaken
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"` // empty: it stands
	End   string    `json:"end,omitempty"`  // why it was lifted
}

// Request is what a party asked for after the decision.
type Request struct {
	ID     string    `json:"id"`
	Kind   string    `json:"kind"`
	Party  string    `json:"party"`
	Text   string    `json:"text"`
	At     time.Time `json:"at"`
	State  string    `json:"state"`
	Reason string    `json:"reason,omitempty"`
}

// Live reports whether the request waits for somebody.
func (q Request) Live() bool { return q.State == Open || q.State == Accepted }

// Referral is what was handed to another authority, and what came back.
type Referral struct {
	Referred
	At     time.Time `json:"at"`
	Answer string    `json:"answer,omitempty"`
}

// Fold gives the state that a case's events make.
func Fold(events []journal.Event) (State, error) {
	s := State{Running: map[string]flow.ClockMove{}}
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		if next == StateInvestigating && s.State == StateHearing {
			s.Notice, s.Said = nil, nil // what was changed needs another notice
		}
		s.ID = e.Subject()
		s.apply(e)
		s.State, s.Version = next, e.Version
		s.clocks(e)
	})
	return s, err
}

func (s *State) clocks(e journal.Event) {
	for _, m := range flow.MovesOf(e.Body) {
		switch m.Op {
		case flow.ClockStart, flow.ClockExtend:
			s.Running[m.Clock] = m
		case flow.ClockMeet, flow.ClockCancel:
			delete(s.Running, m.Clock)
		}
	}
}

func (s *State) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case Opened:
		s.Title, s.Source, s.By, s.Body, s.Superior, s.Activity, s.Text, s.Reporter, s.About = b.Title, b.Source, b.By, b.Body, b.Superior, b.Activity, b.Text, b.Reporter, b.About
		s.OpenedAt = e.At
	case PartyNamed:
		s.Parties = append(s.Parties, b.Party)
	case PartyDropped:
		s.Parties = slices.DeleteFunc(s.Parties, func(p Party) bool { return p.ID == b.ID })
		s.Orders = slices.DeleteFunc(s.Orders, func(o Order) bool { return o.Party == b.ID })
	case Transferred:
		s.Body, s.Superior, s.About = b.To, b.Superior, b.About
		s.endTeam()
	case Designated:
		s.Body, s.Superior, s.Settled = b.To, b.Superior, true
		s.endTeam()
	case TakenOver:
		s.Body, s.Superior, s.Major, s.Settled = Body{Department, b.By}, b.Superior, true, true
		s.endTeam()
	case Guided:
		s.Guidance = append(s.Guidance, b)
	case TakenUp:
		s.Tests = b.Tests
	case Rejected:
		s.Grounds, s.Reason = b.Grounds, b.Reason
	case Checked:
		s.Checked = b.Text
	case Dropped:
		s.Reason = b.Text
	default:
		s.applyInquiry(e)
	}
}

// endTeam ends the team when another body takes the case; its panel stays.
func (s *State) endTeam() {
	for i := range s.Members {
		if m := &s.Members[i]; m.Role == Team && m.Left == "" {
			m.Left = "transferred"
		}
	}
}

func (s *State) applyInquiry(e journal.Event) {
	switch b := e.Body.(type) {
	case Planned:
		s.Plan = b.Text
	case MemberNamed:
		s.Members = append(s.Members, Member{Person: b.Person, Role: b.Role, Unit: b.Unit})
	case MemberLeft:
		if m := s.Member(b.Person); m != nil {
			m.Left = b.Reason
		}
	case InterestDeclared:
		if m := s.Member(b.Person); m != nil {
			m.Declared = !b.Conflict
			if b.Conflict {
				m.Left = "interest"
			}
		}
	case Assessed:
		if m := s.Member(b.Person); m != nil {
			m.Opinion = &b
		}
	case Interviewed:
		s.Talks = append(s.Talks, b)
	case EvidenceAdded:
		s.Evidence = append(s.Evidence, Evidence{EvidenceAdded: b, Holder: b.Taker})
	case EvidenceMoved:
		if x := s.Exhibit(b.ID); x != nil {
			x.Moves, x.Holder = append(x.Moves, b), b.To
		}
	case InterimTaken:
		s.Interim = append(s.Interim, Interim{InterimTaken: b, From: e.At})
	case InterimLifted:
		if m := s.InterimOf(b.ID); m != nil {
			m.Until, m.End = e.At, b.Reason
		}
	case Extended:
		s.Extended = b.Reason
	default:
		s.applyOutcome(e)
	}
}

func (s *State) applyOutcome(e journal.Event) {
	switch b := e.Body.(type) {
	case Found:
		if s.Found != nil && s.Found.Severity != b.Severity {
			s.Orders = nil // they were measured by another grade
		}
		s.Found = &b.Finding
	case Proposed:
		s.Orders = append(s.Orders, b.Order)
	case ProposalDropped:
		s.Orders = slices.DeleteFunc(s.Orders, func(o Order) bool { return o.ID == b.ID })
	case Noticed:
		s.Notice, s.NoticedAt, s.Said = &b, e.At, nil
	case Stated:
		s.Said = append(s.Said, b)
	case Decided:
		s.Number, s.Day, s.Sanction, s.Reason, s.DecidedAt = b.Number, b.Day, b.Sanction, b.Reasons, e.At
	case Cleared:
		s.Number, s.Day, s.Sanction, s.Reason, s.DecidedAt = b.Number, b.Day, b.Sanction, b.Reasons, e.At
	case Served:
		s.Served = append(s.Served, b)
	case Annulled:
		s.Reason, s.Typical = b.Reason, nil
	case Published:
		s.Typical = &b
	case Unpublished:
		s.Typical = nil
	default:
		s.applyAfter(e)
	}
}

func (s *State) applyAfter(e journal.Event) {
	settle := func(id, state, reason string) {
		if q := s.Request(id); q != nil {
			q.State, q.Reason = state, reason
		}
	}
	switch b := e.Body.(type) {
	case RequestMade:
		s.Requests = append(s.Requests, Request{ID: b.ID, Kind: b.Kind, Party: b.Party, Text: b.Text, At: e.At, State: Open})
	case RequestAccepted:
		settle(b.ID, Accepted, "")
	case RequestRefused:
		settle(b.ID, Refused, b.Reason)
	case RequestDecided:
		settle(b.ID, b.Outcome, b.Reason)
	case Referred:
		s.Referrals = append(s.Referrals, Referral{Referred: b, At: e.At})
	case ReferralAnswered:
		if r := s.Referral(b.ID); r != nil {
			r.Answer = b.Text
		}
	}
}

// at is the element of a list for which is holds, or nil.
func at[T any](list []T, is func(T) bool) *T {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return &list[i]
	}
	return nil
}

// Party is one party by its id, or nil.
func (s *State) Party(id string) *Party {
	return at(s.Parties, func(p Party) bool { return p.ID == id })
}

// Member is whoever sits in the team or the panel now, or nil.
func (s *State) Member(person string) *Member {
	return at(s.Members, func(m Member) bool { return m.Person == person && m.Left == "" })
}

// Exhibit is one piece of evidence, or nil.
func (s *State) Exhibit(id string) *Evidence {
	return at(s.Evidence, func(x Evidence) bool { return x.ID == id })
}

// InterimOf is one interim measure that stands, or nil.
func (s *State) InterimOf(id string) *Interim {
	return at(s.Interim, func(m Interim) bool { return m.ID == id && m.Until.IsZero() })
}

// Request is one request by its id, or nil.
func (s *State) Request(id string) *Request {
	return at(s.Requests, func(q Request) bool { return q.ID == id })
}

// Referral is one referral by its id, or nil.
func (s *State) Referral(id string) *Referral {
	return at(s.Referrals, func(r Referral) bool { return r.ID == id })
}

// ServedOn is when a party received the decision, or nil.
func (s *State) ServedOn(party string) *Served {
	return at(s.Served, func(x Served) bool { return x.Party == party })
}

// In are those of a role who sit now.
func (s State) In(role string) []Member {
	return slices.DeleteFunc(slices.Clone(s.Members), func(m Member) bool { return m.Role != role || m.Left != "" })
}

// Judged are those of the panel who declared no interest and gave an opinion.
func (s State) Judged() []Member {
	return slices.DeleteFunc(s.In(Peer), func(m Member) bool { return !m.Declared || m.Opinion == nil })
}

// OrdersOf are the measures proposed for a party.
func (s State) OrdersOf(party string) []Order {
	return slices.DeleteFunc(slices.Clone(s.Orders), func(o Order) bool { return o.Party != party })
}

// Waived reports whether every party said that they have nothing to add.
func (s State) Waived() bool {
	for _, p := range s.Parties {
		if !slices.ContainsFunc(s.Said, func(x Stated) bool { return x.Party == p.ID && x.Waive }) {
			return false
		}
	}
	return len(s.Parties) > 0
}

// LiveRequests are those that wait for somebody.
func (s State) LiveRequests() []Request {
	return slices.DeleteFunc(slices.Clone(s.Requests), func(q Request) bool { return !q.Live() })
}

// Ended reports whether a decision was made, or none will be.
func (s State) Ended() bool { return !slices.Contains(live(), s.State) }

// told reports whether the reporter learns how the case stands: by name, or in the
// channel of the report.
func (s State) told() bool {
	return s.Reporter != "" || s.Source.Kind == FromReport && s.Source.Record != ""
}
