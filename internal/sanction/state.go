package sanction

import (
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// State is one decision, folded from its events.
type State struct {
	ID         string     `json:"id"`
	Version    int64      `json:"version"`
	State      flow.State `json:"state"`
	Department string     `json:"department"`
	Region     string     `json:"region"`
	Case       string     `json:"case,omitempty"`
	By         string     `json:"by,omitempty"`
	List       string     `json:"list,omitempty"` // it came from
	Terms
	Subjects []Subject `json:"subjects"`
	Measures []Held    `json:"measures"`
	Requests []Request `json:"requests"` // for correction, in the order of asking
	IssuedAt time.Time `json:"issued_at,omitzero"`
	Reason   string    `json:"reason,omitempty"` // of the annulment
}

// Held is a measure and what became of it.
type Held struct {
	Measure
	State  string `json:"state"`            // see the states below
	Reason string `json:"reason,omitempty"` // of the last change
}

// What may become of a measure before its term ends.
const (
	Binding = "binding"
	Done    = "fulfilled"
	Lifted  = "lifted"
)

// On reports whether a measure of a decision in force holds on a day.
func (h Held) On(day calendar.Day) bool {
	return h.State == Binding && h.From <= day && (h.Until == "" || day <= h.Until)
}

// Request is a request for correction.
type Request struct {
	ID      string    `json:"id"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	At      time.Time `json:"at"`
	State   string    `json:"state"` // open, granted, refused
	Reason  string    `json:"reason,omitempty"`
	Due     time.Time `json:"due,omitzero"`
}

// States of a request.
const (
	Open    = "open"
	Granted = "granted"
	Refused = "refused"
)

// Clock is the name of the clock of a request.
func (q Request) Clock() string { return "correction-" + q.ID }

// Fold gives the state that a decision's events make.
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
	case Drafted:
		s.Department, s.Region, s.Terms, s.Case, s.By, s.List = b.Department, b.Region, b.Terms, b.Case, b.By, b.List
	case SubjectAdded:
		s.Subjects = append(s.Subjects, b.Subject)
	case MeasureAdded:
		s.Measures = append(s.Measures, Held{Measure: b.Measure, State: Binding})
	case Dropped:
		s.Subjects = slices.DeleteFunc(s.Subjects, func(x Subject) bool { return x.ID == b.ID })
		s.Measures = slices.DeleteFunc(s.Measures, func(h Held) bool { return h.ID == b.ID || h.Measure.Subject == b.ID })
	case Issued, NothingFound:
		s.IssuedAt = e.At
	case Fulfilled:
		s.settle(b.Measure, Done, b.Reason)
	case Corrected:
		if b.Term == nil {
			s.settle(b.Measure, Lifted, b.Reason)
		} else if h := s.Measure(b.Measure); h != nil {
			h.Term, h.Reason = *b.Term, b.Reason
		}
	case Annulled:
		s.Reason = b.Reason
	case CorrectionAsked:
		s.Requests = append(s.Requests, asked(b, e.At))
	case CorrectionAnswered:
		if q := s.Request(b.ID); q != nil {
			q.State, q.Reason = Refused, b.Reason
			if b.Granted {
				q.State = Granted
			}
		}
	}
}

func asked(b CorrectionAsked, at time.Time) Request {
	q := Request{ID: b.ID, Subject: b.Subject, Text: b.Text, At: at, State: Open}
	for _, m := range b.Moves {
		q.Due = m.Due
	}
	return q
}

func (s *State) settle(id, state, reason string) {
	if h := s.Measure(id); h != nil {
		h.State, h.Reason = state, reason
	}
}

// Measure is one measure by its id, or nil.
func (s *State) Measure(id string) *Held {
	if i := slices.IndexFunc(s.Measures, func(h Held) bool { return h.ID == id }); i >= 0 {
		return &s.Measures[i]
	}
	return nil
}

// Subject is one subject by its id, or nil.
func (s *State) Subject(id string) *Subject {
	if i := slices.IndexFunc(s.Subjects, func(x Subject) bool { return x.ID == id }); i >= 0 {
		return &s.Subjects[i]
	}
	return nil
}

// Request is one request by its id, or nil.
func (s *State) Request(id string) *Request {
	if i := slices.IndexFunc(s.Requests, func(q Request) bool { return q.ID == id }); i >= 0 {
		return &s.Requests[i]
	}
	return nil
}

// OpenRequests are those that wait for an answer.
func (s State) OpenRequests() []Request {
	return slices.DeleteFunc(slices.Clone(s.Requests), func(q Request) bool { return q.State != Open })
}

// Of are the measures for one subject.
func (s State) Of(subject string) []Held {
	return slices.DeleteFunc(slices.Clone(s.Measures), func(h Held) bool { return h.Subject != subject })
}
