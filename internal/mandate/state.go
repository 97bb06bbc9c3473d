package mandate

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Kind is the kind of stream, and of object in the table of authorisations.
const Kind = "mandate"

// Stream names the stream of a mandate.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// State is one mandate, folded from its stream.
type State struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Parties
	Terms
	Region    string    `json:"region,omitempty"`
	Renews    string    `json:"renews,omitempty"`
	DraftedAt time.Time `json:"drafted_at"`
	Offered   Signature `json:"offered,omitzero"`
	Accepted  Signature `json:"accepted,omitzero"`
	Closed    Closing   `json:"closed,omitzero"`
}

// Signature is who signed which terms, and when.
type Signature struct {
	Person string    `json:"person"`
	At     time.Time `json:"at"`
	Hash   string    `json:"hash"`
}

// Closing is why a mandate was declined or ended.
type Closing struct {
	At     time.Time `json:"at"`
	Person string    `json:"person"`
	Side   string    `json:"side"`
	Reason string    `json:"reason"`
}

// Fold gives the mandate that its events make.
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
	case Drafted:
		*s = State{ID: e.Subject(), Parties: b.Parties, Terms: b.Terms, Region: b.Region, Renews: b.Renews, DraftedAt: e.At}
	case Changed:
		s.Terms = b.Terms
	case Offered:
		s.Offered = Signature{Person: e.Actor, At: e.At, Hash: b.Hash}
	case TakenBack:
		s.Offered = Signature{}
	case Accepted:
		s.Accepted = Signature{Person: e.Actor, At: e.At, Hash: b.Hash}
	case Used:
		s.Activity = b.Activity
	case Declined:
		s.Closed = Closing{At: e.At, Person: e.Actor, Side: Entrusted, Reason: b.Reason}
	case Ended:
		s.Closed = Closing{At: e.At, Person: e.Actor, Side: b.Side, Reason: b.Reason}
	}
}

// On reports whether the mandate counts on a day.
func (s State) On(day calendar.Day) bool {
	return s.State == StateInForce && s.From <= day && day <= s.Until
}

// Expired reports whether a mandate that both signed has run out by a day.
func (s State) Expired(day calendar.Day) bool { return s.State == StateInForce && s.Until < day }

// allows refuses an event that is not legal in the present state.
func (s State) allows(event string) error {
	if Table.Allows(s.State, event) {
		return nil
	}
	if s.State == StateNone {
		return errs.New(errs.NotFound, "mandate.missing", lang.T("没有这份委托书。", "There is no such mandate."))
	}
	return errs.New(errs.Refused, "mandate.state", lang.T(
		"委托书目前的状态是“%s”，不能这样处理。", "The mandate is in the state “%s”, which does not allow this."), Table.Info(s.State).Text)
}
