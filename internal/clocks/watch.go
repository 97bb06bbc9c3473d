package clocks

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Warned says that a limit is close to its end.
type Warned struct {
	Stream string    `json:"stream"` // the stream whose clock it is
	Clock  string    `json:"clock"`
	Due    time.Time `json:"due"`
	Holder string    `json:"holder,omitempty"`
}

// EventType is clock.warned.
func (Warned) EventType() string { return "clock.warned" }

// Overrun says that a limit ran out while the duty was open.
type Overrun struct {
	Stream string    `json:"stream"`
	Clock  string    `json:"clock"`
	Due    time.Time `json:"due"`
	Holder string    `json:"holder,omitempty"`
}

// EventType is clock.overrun.
func (Overrun) EventType() string { return "clock.overrun" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{journal.TypeOf[Warned](), journal.TypeOf[Overrun](), journal.TypeOf[Recomputed](), journal.TypeOf[Announced]()}
}

// States of a clock's own stream, which tells how time passed.
const (
	quiet   flow.State = ""
	warned  flow.State = "warned"
	overrun flow.State = "overrun"
)

// Table is the procedure of a clock's own stream. An extension or a new
// announcement of holidays gives a new due date, after which both may happen
// again.
var Table = flow.Table{
	Name: "clock", Start: quiet,
	States: []flow.Info{
		{State: quiet, Text: lang.T("计时中", "Running"), Who: flow.RoleSystem},
		{State: warned, Text: lang.T("将到期", "Near its end"), Who: flow.RoleSystem},
		{State: overrun, Text: lang.T("已逾期", "Overdue"), Who: flow.RoleSystem},
	},
	Transitions: []flow.Transition{
		{From: quiet, Verb: "warn", Event: "clock.warned", To: warned, Role: flow.RoleSystem},
		{From: quiet, Verb: "overrun", Event: "clock.overrun", To: overrun, Role: flow.RoleSystem},
		{From: warned, Verb: "warn", Event: "clock.warned", To: warned, Role: flow.RoleSystem},
		{From: warned, Verb: "overrun", Event: "clock.overrun", To: overrun, Role: flow.RoleSystem},
		{From: overrun, Verb: "warn", Event: "clock.warned", To: warned, Role: flow.RoleSystem},
		{From: overrun, Verb: "overrun", Event: "clock.overrun", To: overrun, Role: flow.RoleSystem},
		{From: quiet, Verb: "recompute", Event: "clock.recomputed", To: quiet, Role: flow.RoleSystem},
		{From: warned, Verb: "recompute", Event: "clock.recomputed", To: warned, Role: flow.RoleSystem},
		{From: overrun, Verb: "recompute", Event: "clock.recomputed", To: overrun, Role: flow.RoleSystem},
	},
}

// watchBatch bounds how many clocks one round looks at.
const watchBatch = 500

// Watch journals the warnings and overruns that have come about by now and
// returns how many. It may be called as often as one likes, by any number of
// servers: each is journalled once for every due date.
func Watch(ctx context.Context, j *journal.Journal, now time.Time) (int, error) {
	n := 0
	for _, w := range []struct {
		where string
		body  func(Clock) journal.Body
	}{
		{`state = 'running' and due <= $1 order by due`, func(c Clock) journal.Body {
			return Overrun{Stream: c.Stream, Clock: c.Name, Due: c.Due, Holder: c.Holder}
		}},
		{`state = 'running' and not warned and warn <= $1 and due > $1 order by warn`, func(c Clock) journal.Body {
			return Warned{Stream: c.Stream, Clock: c.Name, Due: c.Due, Holder: c.Holder}
		}},
	} {
		for {
			due, err := store.Collect(j.DB.Read(ctx), scan, `select `+columns+` from clocks where `+w.where+` limit $2`,
				store.Micros(now), watchBatch)
			if err != nil {
				return n, fmt.Errorf("look for due clocks: %w", err)
			}
			for _, c := range due {
				if err := tell(ctx, j, c, w.body(c), now); err != nil {
					return n, err
				}
				n++
			}
			if len(due) < watchBatch {
				break
			}
		}
	}
	return n, nil
}

// tell journals one event about a clock, unless another server did it first.
func tell(ctx context.Context, j *journal.Journal, c Clock, body journal.Body, now time.Time) error {
	stream := journal.StreamName("clock", c.ID)
	key := fmt.Sprintf("%s %s %d", body.EventType(), c.ID, store.Micros(c.Due))
	_, err := j.Do(ctx, journal.Act{Actor: journal.System, Now: now, Key: key}, func(tx *journal.Tx) error {
		if _, err := tx.Load(stream); err != nil {
			return err
		}
		return tx.Append(stream, journal.Because(body, c.Ground))
	})
	if err != nil {
		return fmt.Errorf("tell of clock %s: %w", c.ID, err)
	}
	return nil
}
