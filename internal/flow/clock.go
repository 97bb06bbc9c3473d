package flow

import "time"

// ClockOp is what an event does to a clock.
type ClockOp string

// The operations on a clock.
const (
	ClockStart  ClockOp = "start"  // begins to run towards Due
	ClockPause  ClockOp = "pause"  // stands still
	ClockResume ClockOp = "resume" // goes on towards a new Due
	ClockExtend ClockOp = "extend" // gets a new Due, for a recorded reason
	ClockMeet   ClockOp = "meet"   // the duty was done
	ClockCancel ClockOp = "cancel" // the duty fell away
)

// ClockMove starts, pauses, extends or ends one clock of a stream. It stands
// in the payload of the event that causes it, with the computed dates, so that
// replay needs neither rules nor calendar.
type ClockMove struct {
	Clock       string    `json:"clock"` // name within the stream, such as "decision"
	Op          ClockOp   `json:"op"`
	Due         time.Time `json:"due,omitzero"`
	Warn        time.Time `json:"warn,omitzero"`   // when to warn before Due
	Amount      int       `json:"amount,omitzero"` // the limit as the law says it; what is left of it, on resume
	Unit        string    `json:"unit,omitempty"`  // days, working_days, hours, months
	Provisional bool      `json:"provisional,omitzero"`
	Who         Role      `json:"who,omitempty"`    // who must act
	Holder      string    `json:"holder,omitempty"` // the person, committee or unit that must act
	Ground      *Ground   `json:"ground,omitempty"`
}

// Clocks is embedded by payloads that move clocks of their stream.
type Clocks struct {
	Moves []ClockMove `json:"clocks,omitempty"`
}

// ClockMoves lets the table of clocks follow.
func (c Clocks) ClockMoves() []ClockMove { return c.Moves }

// MovesOf are what a payload does to clocks; most do nothing.
func MovesOf(body any) []ClockMove {
	if m, ok := body.(interface{ ClockMoves() []ClockMove }); ok {
		return m.ClockMoves()
	}
	return nil
}
