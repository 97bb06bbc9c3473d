package filing

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// ClockFile is the time in which something is to be filed.
const ClockFile = "filing"

// State is one filing, folded from its stream.
type State struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Duty
	OpenedAt  time.Time    `json:"opened_at"`
	Round     int          `json:"round"` // 1: for the first time; above: a change
	Due       time.Time    `json:"due,omitzero"`
	Package   Prepared     `json:"package,omitzero"`
	Prepared  time.Time    `json:"prepared_at,omitzero"`
	Submitted calendar.Day `json:"submitted,omitempty"`
	Reasons   []string     `json:"reasons,omitempty"` // of the last return
	Receipts  []Receipt    `json:"receipts,omitempty"`
	Changes   []Change     `json:"changes,omitempty"` // not filed yet
	Ended     string       `json:"ended,omitempty"`   // why it lapsed or is owed no more
}

// Receipt is what a platform gave.
type Receipt struct {
	Number    string       `json:"number"`
	Day       calendar.Day `json:"day"`
	File      *blob.Kept   `json:"file,omitempty"`
	Confirmed time.Time    `json:"confirmed_at,omitzero"` // by the department
	By        string       `json:"confirmed_by,omitempty"`
}

// Change is something that the last package does not show.
type Change struct {
	What string    `json:"what"`
	At   time.Time `json:"at"`
}

// Fold gives the filing that its events make.
func Fold(events []journal.Event) (State, error) {
	var s State
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		s.apply(e)
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// Receipt is the last one, or nil.
func (s State) Receipt() *Receipt {
	if len(s.Receipts) == 0 {
		return nil
	}
	return &s.Receipts[len(s.Receipts)-1]
}

// allows refuses an event that is not legal in the present state.
func (s State) allows(event string) error {
	if Table.Allows(s.State, event) {
		return nil
	}
	if s.State == StateNone {
		return errs.New(errs.NotFound, "filing.missing", lang.T("没有这项登记。", "There is no such filing."))
	}
	return errs.New(errs.Refused, "filing.state", lang.T(
		"这项登记目前的状态是“%s”，不能这样处理。", "The filing is in the state “%s”, which does not allow this."), Table.Info(s.State).Text)
}

func (s *State) apply(e journal.Event) {
	for _, move := range flow.MovesOf(e.Body) {
		s.Due = move.Due // zero when it ends
	}
	switch b := e.Body.(type) {
	case Opened:
		s.ID, s.Duty, s.OpenedAt, s.Round = e.Subject(), b.Duty, e.At, 1
	case Prepared:
		s.Package, s.Prepared, s.Changes = b, e.At, nil
	case Submitted:
		s.Submitted, s.Reasons = b.Day, nil
	case Returned:
		s.Reasons = b.Reasons
	case Registered:
		s.Receipts, s.Changes = append(s.Receipts, Receipt{Number: b.Number, Day: b.Day, File: b.File}), nil
	case Confirmed:
		if r := s.Receipt(); r != nil {
			r.Confirmed, r.By = e.At, e.Actor
		}
	case ChangeNoted:
		if s.State == StateRegistered {
			s.Round++
		}
		s.Changes = append(s.Changes, Change{What: b.What, At: e.At})
	case Lapsed:
		s.Ended = b.Reason
	case Reopened:
		s.Ended, s.Round = "", s.Round+1
	case Withdrawn:
		s.Ended = b.Reason
	}
}
