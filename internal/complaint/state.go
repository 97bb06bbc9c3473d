package complaint

import (
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// State is one report, folded from its events. It holds no words.
type State struct {
	ID       string       `json:"id"`
	Version  int64        `json:"version"`
	State    flow.State   `json:"state"`
	BodyKind string       `json:"body_kind"`
	Body     string       `json:"body"`
	Custody  string       `json:"custody"` // the body whose custodian keeps the identity
	Region   string       `json:"region"`
	Day      calendar.Day `json:"day"`
	Digest   string       `json:"digest"`
	Identity bool         `json:"identity"` // the custodian keeps one
	Held     bool         `json:"held"`
	Asks     []Ask        `json:"asks"`
	Told     []Telling    `json:"told"`
	Closing  Closed       `json:"closing"`
	Until    calendar.Day `json:"until,omitempty"` // the last day on which contents are kept
	Proof    string       `json:"proof"`           // the event that proves the filing
	Due      time.Time    `json:"due,omitzero"`
}

// Ask is a receiver's wish to know who the reporter is.
type Ask struct {
	ID     string    `json:"id"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
	State  string    `json:"state"`
	Answer string    `json:"answer,omitempty"` // the custodian's reasons
}

// States of an ask.
const (
	AskOpen    = "open"
	AskAgreed  = "agreed"
	AskRefused = "refused"
)

// clock is the one that runs until the reporter is told whether it is taken up.
const clock = "acceptance"

// Fold gives the state that a report's events make.
func Fold(events []journal.Event) (State, error) {
	var s State
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		s.ID = e.Subject()
		s.apply(e)
		s.State, s.Version = next, e.Version
	})
	return s, err
}

func (s *State) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case Filed:
		s.BodyKind, s.Body, s.Custody, s.Region = b.BodyKind, b.Body, b.Body, b.Region
		s.Day, s.Digest, s.Identity, s.Proof = b.Day, b.Digest, b.Identity, e.ID
		s.Due = due(b.Moves, s.Due)
	case HandedOver:
		s.BodyKind, s.Body, s.Region = b.BodyKind, b.Body, b.Region
		s.Due = due(b.Moves, time.Time{})
	case Referred:
		s.Until = b.Until
	case Closed:
		s.Closing, s.Until = b, b.Until
	case Reopened:
		s.Closing, s.Until = Closed{}, ""
	case Held:
		s.Held = true
	case Released:
		s.Held = false
	case Told:
		s.Told = append(s.Told, b.Telling)
	case IdentityAsked:
		s.Asks = append(s.Asks, Ask{ID: b.ID, By: e.Actor, At: e.At, Reason: b.Reason, State: AskOpen})
	case IdentityOpened:
		s.answer(b.ID, AskAgreed, b.Reason)
	case IdentityRefused:
		s.answer(b.ID, AskRefused, b.Reason)
	}
}

func due(moves []flow.ClockMove, before time.Time) time.Time {
	for _, m := range moves {
		if m.Op == flow.ClockStart {
			before = m.Due
		}
	}
	return before
}

func (s *State) answer(id, state, reason string) {
	if i := slices.IndexFunc(s.Asks, func(a Ask) bool { return a.ID == id }); i >= 0 {
		s.Asks[i].State, s.Asks[i].Answer = state, reason
	}
}

// OpenAsk is the ask that waits for the custodian; nil when none does.
func (s State) OpenAsk() *Ask {
	for i := range s.Asks {
		if s.Asks[i].State == AskOpen {
			return &s.Asks[i]
		}
	}
	return nil
}

// Settled reports whether the reporter was told whether the report is taken up, or
// has nothing more to expect.
func (s State) Settled() bool {
	return len(s.Told) > 0 || s.State == StateReferred || s.State == StateClosed || s.State == StateDestroyed
}

// CaseOpen reports whether an inquiry into the report has begun and not come to its
// end. While it has not, nothing is closed or destroyed.
func (s State) CaseOpen() bool {
	n := len(s.Told)
	return n > 0 && !s.Told[n-1].Status.Final()
}

// Intake is who receives reports for a body, folded from its events.
type Intake struct {
	Body     string     `json:"body"`
	BodyKind string     `json:"body_kind"`
	Version  int64      `json:"version"`
	State    flow.State `json:"-"`
	People   []Person   `json:"people"`
}

// Person has a duty in the intake of a body.
type Person struct {
	Person string `json:"person"`
	Duty   string `json:"duty"`
	Key    string `json:"public"` // age public key; empty: none yet, and nothing can be meant for them
}

// FoldIntake gives the state that the events of an intake make.
func FoldIntake(events []journal.Event) (Intake, error) {
	var s Intake
	err := journal.Walk(&IntakeTable, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case Named:
			s.Body, s.BodyKind = e.Subject(), b.BodyKind
			s.People = append(s.People, Person{Person: b.Person, Duty: b.Duty})
		case Keyed:
			if i := s.index(b.Person); i >= 0 {
				s.People[i].Key = b.Key
			}
		case Left:
			if i := s.index(b.Person); i >= 0 {
				s.People = slices.Delete(s.People, i, i+1)
			}
		}
		s.State, s.Version = next, e.Version
	})
	return s, err
}

func (s Intake) index(person string) int {
	return slices.IndexFunc(s.People, func(p Person) bool { return p.Person == person })
}

// Ready are those with the duty who have a key and are not barred.
func (s Intake) Ready(duty string, barred ...string) []Person {
	var out []Person
	for _, p := range s.People {
		if p.Duty == duty && p.Key != "" && !slices.Contains(barred, p.Person) {
			out = append(out, p)
		}
	}
	return out
}
