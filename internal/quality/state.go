package quality

import (
	"slices"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// State is one check, folded from its stream.
type State struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Announced
	AnnouncedBy  string    `json:"announced_by"` // person
	Event        string    `json:"event"`        // that announced it
	Checkpoint   string    `json:"checkpoint,omitempty"`
	Seed         string    `json:"seed,omitempty"`
	Cases        []Case    `json:"cases,omitempty"`
	Due          time.Time `json:"due,omitzero"`
	Result       *Closed   `json:"result,omitempty"`
	Acknowledged []string  `json:"acknowledged,omitempty"` // people
	Cancelled    string    `json:"cancelled,omitempty"`    // why
}

// Case is one case of the sample.
type Case struct {
	Review string  `json:"review"`
	Scorer string  `json:"scorer"`
	Scored *Scored `json:"scored,omitempty"` // nil: not yet
}

// Fold gives the check that its events make.
func Fold(events []journal.Event) (State, error) {
	var s State
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		s.apply(e)
		s.State, s.Version = next, e.Version
	})
	return s, err
}

func (s *State) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case Announced:
		s.ID, s.Announced, s.AnnouncedBy, s.Event = e.Subject(), b, e.Actor, e.ID
	case Drawn:
		s.Checkpoint, s.Seed = b.Checkpoint, b.Seed
		for _, a := range b.Sample {
			s.Cases = append(s.Cases, Case{Review: a.Review, Scorer: a.Scorer})
		}
		for _, m := range b.Moves {
			s.Due = m.Due
		}
	case Assigned:
		if c := s.Case(b.Review); c != nil {
			c.Scorer = b.Scorer
		}
	case Scored:
		if c := s.Case(b.Review); c != nil {
			c.Scored = &b
		}
	case Closed:
		s.Result = &b
	case Acknowledged:
		s.Acknowledged = append(s.Acknowledged, e.Actor)
	case Cancelled:
		s.Cancelled = b.Reason
	}
}

// Case is one of the sample by its review, or nil.
func (s *State) Case(review string) *Case {
	if i := slices.IndexFunc(s.Cases, func(c Case) bool { return c.Review == review }); i >= 0 {
		return &s.Cases[i]
	}
	return nil
}

// Left is how many cases are still to be scored.
func (s State) Left() int {
	n := 0
	for _, c := range s.Cases {
		if c.Scored == nil {
			n++
		}
	}
	return n
}

// allows refuses an event that is not legal in the present state.
func (s State) allows(event string) error {
	if Table.Allows(s.State, event) {
		return nil
	}
	if s.State == StateNone {
		return errs.New(errs.NotFound, "quality.missing", lang.T("没有这次质量抽查。", "There is no such quality check."))
	}
	return errs.New(errs.Refused, "quality.state", lang.T("这次抽查目前的状态是“%s”，不能这样处理。", "The check is in the state “%s”, which does not allow this."), Table.Info(s.State).Text)
}
