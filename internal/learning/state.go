package learning

import (
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// State is what one person has learnt and still has to, folded from their stream.
type State struct {
	Person  string     `json:"person"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Records []Record   `json:"records"` // in the order of entry
	Duties  []Duty     `json:"duties"`
}

// Record is one course of one person.
type Record struct {
	ID string `json:"id"`
	Course
	State  string     `json:"state"` // entered, confirmed, refused, withdrawn
	File   *blob.Kept `json:"file,omitempty"`
	By     string     `json:"by"` // who confirmed, refused or imported it
	Reason string     `json:"reason,omitempty"`
	At     time.Time  `json:"at"` // of the last act
}

// Duty is something to be learnt by a day.
type Duty struct {
	ID     string       `json:"id"`
	Kind   string       `json:"kind"`
	Cause  string       `json:"cause"`
	About  string       `json:"about"`
	Note   string       `json:"note,omitempty"`
	State  string       `json:"state"` // open, done, lifted
	Since  calendar.Day `json:"since"`
	Due    time.Time    `json:"due,omitzero"`
	Reason string       `json:"reason,omitempty"`
}

// Clock is the name of a duty's clock.
func (d Duty) Clock() string { return dutyClock(d.ID) }

func dutyClock(id string) string { return "duty-" + id }

// ClockValidity runs to the last day on which somebody's hours suffice.
const ClockValidity = "validity"

// Fold gives the state that a person's events make.
func Fold(person string, events []journal.Event) (State, error) {
	s := State{Person: person}
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		s.apply(e)
		s.State, s.Version = next, e.Version
	})
	return s, err
}

func (s *State) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case CourseEntered:
		s.Records = append(s.Records, Record{ID: b.ID, Course: b.Course, State: Entered, File: b.File, At: e.At})
	case CourseImported:
		s.Records = append(s.Records, Record{ID: b.ID, Course: b.Course, State: Confirmed, By: e.Actor, At: e.At})
	case CourseConfirmed:
		s.settle(b.ID, Confirmed, "", e)
	case CourseRefused:
		s.settle(b.ID, Refused, b.Reason, e)
	case CourseWithdrawn:
		s.settle(b.ID, Withdrawn, "", e)
	case Assigned:
		d := Duty{ID: b.ID, Kind: b.Kind, Cause: b.Cause, About: b.About, Note: b.Note, State: Open, Since: calendar.Of(e.At)}
		for _, m := range b.Moves {
			d.Due = m.Due
		}
		s.Duties = append(s.Duties, d)
	case DutyDone:
		s.duty(b.ID).State = Done
	case DutyLifted:
		d := s.duty(b.ID)
		d.State, d.Reason = Lifted, b.Reason
	}
}

func (s *State) settle(id, state, reason string, e journal.Event) {
	if r := s.Record(id); r != nil {
		r.State, r.Reason, r.By, r.At = state, reason, e.Actor, e.At
	}
}

// Record is one record by its id, or nil.
func (s *State) Record(id string) *Record {
	if i := slices.IndexFunc(s.Records, func(r Record) bool { return r.ID == id }); i >= 0 {
		return &s.Records[i]
	}
	return nil
}

// duty is one duty by its id; one that nobody has is thrown away.
func (s *State) duty(id string) *Duty {
	if i := slices.IndexFunc(s.Duties, func(d Duty) bool { return d.ID == id }); i >= 0 {
		return &s.Duties[i]
	}
	return &Duty{}
}

// Counted are the records that count.
func (s State) Counted() []Record {
	return slices.DeleteFunc(slices.Clone(s.Records), func(r Record) bool { return r.State != Confirmed })
}

// OpenDuties are those still to be met.
func (s State) OpenDuties() []Duty {
	return slices.DeleteFunc(slices.Clone(s.Duties), func(d Duty) bool { return d.State != Open })
}
