package clocks

import (
	"fmt"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the table of clocks. It looks at every event and takes
// those whose payload holds [flow.Clocks], beside what the passing of time and new
// announcements do.
func Projection() journal.Projection {
	return journal.Projection{
		Name:    "clocks",
		Tables:  []journal.Table{{Name: "clocks", Key: []string{"id"}, Stream: "stream"}},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case Warned:
		return tx.Exec(`update clocks set warned = true where id = $1`, e.Subject())
	case Overrun:
		return tx.Exec(`update clocks set state = 'over', warned = true where id = $1`, e.Subject())
	case Recomputed:
		// A limit that had run out by the provisional date may not have by the real one.
		return tx.Exec(`update clocks set due = $2, warn = $3, provisional = $4,
			warned = case when due = $2 then warned else false end,
			state = case when state = 'over' and due <> $2 then 'running' else state end where id = $1 and provisional`,
			e.Subject(), store.Micros(b.Due), store.Micros(b.Warn), b.Provisional)
	}
	for _, m := range flow.MovesOf(e.Body) {
		if err := move(tx, e, m); err != nil {
			return err
		}
	}
	return nil
}

func move(tx *store.Tx, e journal.Event, m flow.ClockMove) error {
	id, at := e.Stream+"#"+m.Clock, store.Micros(e.At)
	switch m.Op {
	case flow.ClockStart:
		return start(tx, e, id, m)
	case flow.ClockPause:
		return tx.Exec(`update clocks set state = 'paused' where id = $1 and state in ('running', 'over')`, id)
	case flow.ClockResume:
		return tx.Exec(`update clocks set state = 'running', due = $2, warn = $3, warned = false, provisional = $4, base = $5, rest = $6
			where id = $1 and state = 'paused'`, id, store.Micros(m.Due), store.Micros(m.Warn), m.Provisional, at, m.Amount)
	case flow.ClockExtend:
		return tx.Exec(`update clocks set state = 'running', due = $2, warn = $3, warned = false, provisional = $4
			where id = $1 and state in ('running', 'paused', 'over')`,
			id, store.Micros(m.Due), store.Micros(m.Warn), m.Provisional)
	case flow.ClockMeet:
		return tx.Exec(`update clocks set state = case when state = 'over' or state <> 'paused' and due < $2 then 'met_late' else 'met' end,
			ended = $2 where id = $1 and state in ('running', 'paused', 'over')`, id, at)
	case flow.ClockCancel:
		return tx.Exec(`update clocks set state = 'cancelled', ended = $2
			where id = $1 and state in ('running', 'paused', 'over')`, id, at)
	}
	return fmt.Errorf("move clock %s: unknown operation %q", id, m.Op)
}

// start begins a clock, or begins it anew when the stream had one of this
// name before (a second round of the same duty).
func start(tx *store.Tx, e journal.Event, id string, m flow.ClockMove) error {
	g := flow.Ground{}
	if m.Ground != nil {
		g = *m.Ground
	}
	return tx.Exec(`insert into clocks (`+columns+`)
		values ($1, $2, $3, 'running', $4, $5, $6, false, 0, $7, $8, $9, $10, $11, $12, $13, $14, $4, $7)
		on conflict (id) do update set state = excluded.state, started = excluded.started, due = excluded.due,
			warn = excluded.warn, warned = excluded.warned, ended = excluded.ended, amount = excluded.amount,
			unit = excluded.unit, provisional = excluded.provisional, who = excluded.who, holder = excluded.holder,
			rule = excluded.rule, source = excluded.source, article = excluded.article, base = excluded.base, rest = excluded.rest`,
		id, e.Stream, m.Clock, store.Micros(e.At), store.Micros(m.Due), store.Micros(m.Warn), m.Amount, m.Unit,
		m.Provisional, string(m.Who), m.Holder, g.Rule, g.Source, g.Article)
}
