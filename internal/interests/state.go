package interests

import (
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// State is the register of one person, folded from their stream.
type State struct {
	Person    string       `json:"person"`
	Version   int64        `json:"version"`
	State     flow.State   `json:"state"`
	Items     []Interest   `json:"items"` // in the order of entry
	Confirmed calendar.Day `json:"confirmed,omitempty"`
	Due       time.Time    `json:"due,omitzero"` // by when it is to be confirmed
}

// Interest is one interest of one person.
type Interest struct {
	Declared
	Text
}

// Text is what is said in words; empty once the person is erased.
type Text struct {
	Company string `json:"company,omitempty"`
	Note    string `json:"note,omitempty"`
}

// On reports whether the interest holds on a day.
func (i Interest) On(day calendar.Day) bool {
	return i.From <= day && (i.Until == "" || day <= i.Until)
}

// Fold gives the state that a person's events make.
func Fold(person string, events []journal.Event) (State, error) {
	s := State{Person: person}
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case Asked:
			s.due(b.Moves)
		case Released:
			s.Due = time.Time{}
		case Declared:
			s.Items = append(s.Items, Interest{Declared: b})
		case Ended:
			if i := s.Interest(b.ID); i != nil {
				i.Until = b.Day
			}
		case Confirmed:
			s.Confirmed, s.Due = calendar.Of(e.At), time.Time{}
			s.due(b.Moves)
		}
		s.State, s.Version = next, e.Version
	})
	return s, err
}

func (s *State) due(moves []flow.ClockMove) {
	for _, m := range moves {
		if m.Op == flow.ClockStart {
			s.Due = m.Due
		}
	}
}

// Interest is one by its id, or nil.
func (s *State) Interest(id string) *Interest {
	if i := slices.IndexFunc(s.Items, func(x Interest) bool { return x.ID == id }); i >= 0 {
		return &s.Items[i]
	}
	return nil
}

// InForce are the interests that hold on a day.
func (s State) InForce(day calendar.Day) []Interest {
	return slices.DeleteFunc(slices.Clone(s.Items), func(i Interest) bool { return !i.On(day) })
}
