package risk

import (
	"fmt"
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// WarningKind is the kind of the streams of warnings.
const WarningKind = "warning"

// WarningStream names the stream of a warning.
func WarningStream(id string) string { return journal.StreamName(WarningKind, id) }

// Party is a body that is warned.
type Party struct {
	N    int    `json:"n"`
	Kind string `json:"kind"` // department, unit or committee
	Body string `json:"body"`
}

// AckClock is the clock by which a party acknowledges the warning, and ActClock that
// by which it names what it does.
func (p Party) AckClock() string { return fmt.Sprintf("acknowledge-%d", p.N) }

// ActClock is the clock by which it names what it does.
func (p Party) ActClock() string { return fmt.Sprintf("act-%d", p.N) }

// Content is what a warning says.
type Content struct {
	Level   string   `json:"level"` // code of risk_levels
	Title   string   `json:"title"`
	Text    string   `json:"text"` // what is wrong, and what is expected; no names
	Signals []string `json:"signals,omitempty"`
	Leads   []string `json:"leads,omitempty"`
}

// What happens to a warning.
type (
	WarningDrafted struct {
		BodyKind string `json:"body_kind"` // department or unit
		Body     string `json:"body"`
		Region   string `json:"region"`
		Rank     int    `json:"rank"`
		Content
		Parties []Party `json:"parties"`
	}
	WarningDiscarded struct{}
	WarningIssued    struct {
		flow.Clocks
	}
	Acknowledged struct {
		N int `json:"n"`
		flow.Clocks
	}
	// Escalated brings in who stands above a party that did not acknowledge in time.
	Escalated struct {
		N  int    `json:"n"`
		To *Party `json:"to,omitempty"` // nil: nobody stands above
		flow.Clocks
	}
	StepPlanned struct {
		N    int          `json:"n"` // of the party
		ID   string       `json:"id"`
		Text string       `json:"text"`
		Due  calendar.Day `json:"due"`
		flow.Clocks
	}
	StepDone struct {
		ID     string `json:"id"`
		Effect string `json:"effect"`
		flow.Clocks
	}
	// FoundWanting says that what was done does not suffice: the parties act again.
	FoundWanting struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
	// WarningClosed says that what was done suffices.
	WarningClosed struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
	WarningWithdrawn struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
)

// EventType names the event; so do those below.
func (WarningDrafted) EventType() string   { return "warning.drafted" }
func (WarningDiscarded) EventType() string { return "warning.discarded" }
func (WarningIssued) EventType() string    { return "warning.issued" }
func (Acknowledged) EventType() string     { return "warning.acknowledged" }
func (Escalated) EventType() string        { return "warning.escalated" }
func (StepPlanned) EventType() string      { return "warning.measure_planned" }
func (StepDone) EventType() string         { return "warning.measure_done" }
func (FoundWanting) EventType() string     { return "warning.found_wanting" }
func (WarningClosed) EventType() string    { return "warning.closed" }
func (WarningWithdrawn) EventType() string { return "warning.withdrawn" }

func warningTypes() []journal.Type {
	return []journal.Type{journal.TypeOf[WarningDrafted](), journal.TypeOf[WarningDiscarded](), journal.TypeOf[WarningIssued](), journal.TypeOf[Acknowledged](), journal.TypeOf[Escalated](),
		journal.TypeOf[StepPlanned](), journal.TypeOf[StepDone](), journal.TypeOf[FoundWanting](), journal.TypeOf[WarningClosed](), journal.TypeOf[WarningWithdrawn]()}
}

// The states of a warning.
const (
	WarningNone  flow.State = ""
	WarningDraft flow.State = "drafted"
	WarningOut   flow.State = "issued"
	WarningDone  flow.State = "closed"
	WarningBack  flow.State = "withdrawn"
	WarningGone  flow.State = "discarded"
)

// WarningTable is the procedure of a warning.
var WarningTable = flow.Table{
	Name: WarningKind, Start: WarningNone,
	States: []flow.Info{
		{State: WarningDraft, Text: lang.T("起草中", "Being drafted"), Who: flow.RoleDepartment},
		{State: WarningOut, Text: lang.T("已发出", "Issued"), Who: flow.RoleUnit},
		{State: WarningDone, Text: lang.T("已解除", "Closed"), Who: flow.RoleNobody, Final: true},
		{State: WarningBack, Text: lang.T("已撤回", "Withdrawn"), Who: flow.RoleNobody, Final: true},
		{State: WarningGone, Text: lang.T("已丢弃", "Discarded"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: WarningNone, Verb: "draft", Event: "warning.drafted", To: WarningDraft, Role: flow.RoleDepartment, Law: law53},
		{From: WarningDraft, Verb: "discard", Event: "warning.discarded", To: WarningGone, Role: flow.RoleDepartment, Law: practice},
		{From: WarningDraft, Verb: "issue", Event: "warning.issued", To: WarningOut, Role: flow.RoleDepartment, Law: law53},
		{From: WarningOut, Verb: "acknowledge", Event: "warning.acknowledged", To: WarningOut, Role: flow.RoleUnit, Law: law53},
		{From: WarningOut, Verb: "escalate", Event: "warning.escalated", To: WarningOut, Role: flow.RoleSystem, Law: law53},
		{From: WarningOut, Verb: "plan", Event: "warning.measure_planned", To: WarningOut, Role: flow.RoleUnit, Law: law53},
		{From: WarningOut, Verb: "do", Event: "warning.measure_done", To: WarningOut, Role: flow.RoleUnit, Law: law53},
		{From: WarningOut, Verb: "find wanting", Event: "warning.found_wanting", To: WarningOut, Role: flow.RoleDepartment, Law: law53},
		{From: WarningOut, Verb: "close", Event: "warning.closed", To: WarningDone, Role: flow.RoleDepartment, Law: law53},
		{From: WarningOut, Verb: "withdraw", Event: "warning.withdrawn", To: WarningBack, Role: flow.RoleDepartment, Law: practice},
	},
}

// Told is a party and what it did.
type Told struct {
	Party
	Acknowledged time.Time `json:"acknowledged,omitzero"`
	Due          time.Time `json:"due,omitzero"` // to acknowledge
	Escalated    bool      `json:"escalated,omitempty"`
	From         int       `json:"from,omitempty"` // the party above which it stands, where it was brought in
	acting       bool      // its clock for measures runs
}

// Warning is one warning, folded from its events.
type Warning struct {
	ID       string     `json:"id"`
	Version  int64      `json:"version"`
	State    flow.State `json:"state"`
	BodyKind string     `json:"body_kind"`
	Body     string     `json:"body"`
	Region   string     `json:"region"`
	Rank     int        `json:"rank"`
	Content
	Parties  []Told    `json:"parties"`
	Measures []Measure `json:"measures"`
	IssuedAt time.Time `json:"issued_at,omitzero"`
	EndedAt  time.Time `json:"ended_at,omitzero"`
	Wanting  []string  `json:"found_wanting,omitempty"` // why what was done did not suffice
	Reason   string    `json:"reason,omitempty"`        // of the end
}

// FoldWarning gives the state that a warning's events make.
func FoldWarning(events []journal.Event) (Warning, error) {
	var s Warning
	err := journal.Walk(&WarningTable, events, func(e journal.Event, next flow.State) {
		s.ID = e.Subject()
		s.apply(e)
		s.State, s.Version = next, e.Version
	})
	return s, err
}

func (s *Warning) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case WarningDrafted:
		s.BodyKind, s.Body, s.Region, s.Rank, s.Content = b.BodyKind, b.Body, b.Region, b.Rank, b.Content
		for _, p := range b.Parties {
			s.Parties = append(s.Parties, Told{Party: p})
		}
	case WarningIssued:
		s.IssuedAt = e.At
		s.clocks(b.Moves)
	case Acknowledged:
		if p := s.party(b.N); p != nil {
			p.Acknowledged = e.At
		}
		s.clocks(b.Moves)
	case Escalated:
		if p := s.party(b.N); p != nil {
			p.Escalated = true
		}
		if b.To != nil {
			s.Parties = append(s.Parties, Told{Party: *b.To, From: b.N})
		}
		s.clocks(b.Moves)
	case StepPlanned:
		s.Measures = append(s.Measures, Measure{ID: b.ID, N: b.N, Text: b.Text, Due: b.Due})
		s.clocks(b.Moves)
	case StepDone:
		if i := slices.IndexFunc(s.Measures, func(m Measure) bool { return m.ID == b.ID }); i >= 0 {
			s.Measures[i].DoneAt, s.Measures[i].Effect = e.At, b.Effect
		}
	case FoundWanting:
		s.Wanting = append(s.Wanting, b.Reason)
		s.clocks(b.Moves)
	case WarningClosed:
		s.Reason, s.EndedAt = b.Reason, e.At
	case WarningWithdrawn:
		s.Reason, s.EndedAt = b.Reason, e.At
	}
}

// clocks notes what the clocks of parties do.
func (s *Warning) clocks(moves []flow.ClockMove) {
	for _, m := range moves {
		for i := range s.Parties {
			p := &s.Parties[i]
			switch {
			case m.Clock == p.AckClock() && m.Op == flow.ClockStart:
				p.Due = m.Due
			case m.Clock == p.ActClock():
				p.acting = m.Op == flow.ClockStart
			}
		}
	}
}

func (s *Warning) party(n int) *Told {
	if i := slices.IndexFunc(s.Parties, func(p Told) bool { return p.N == n }); i >= 0 {
		return &s.Parties[i]
	}
	return nil
}

// Of are the measures of one party.
func (s Warning) Of(n int) []Measure {
	return slices.DeleteFunc(slices.Clone(s.Measures), func(m Measure) bool { return m.N != n })
}

// Open are the measures that are not done.
func (s Warning) Open() []Measure {
	return slices.DeleteFunc(slices.Clone(s.Measures), func(m Measure) bool { return !m.DoneAt.IsZero() })
}
