package interests

import (
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of the register.
func Projection() journal.Projection {
	return journal.Projection{
		Name: Kind, Kinds: []string{Kind},
		Tables: []journal.Table{
			{Name: "interest_people", Key: []string{"person"}, Stream: "'interests/' || person"},
			{Name: "interests", Key: []string{"id"}, Stream: "'interests/' || person"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	person := e.Subject()
	_, to, err := journal.Step(tx, &Table, e, `select state from interest_people where person = $1`)
	if err != nil {
		return err
	}
	if err := tx.Exec(`insert into interest_people (person, state, confirmed, due, version) values ($1, $2, '', 0, $3)
		on conflict (person) do update set state = excluded.state, version = excluded.version`, person, string(to), e.Version); err != nil {
		return err
	}
	switch b := e.Body.(type) {
	case Asked:
		return tx.Exec(`update interest_people set due = $2 where person = $1`, person, due(b.Moves))
	case Released:
		return tx.Exec(`update interest_people set due = 0 where person = $1`, person)
	case Confirmed:
		return tx.Exec(`update interest_people set confirmed = $2, due = $3 where person = $1`, person, string(calendar.Of(e.At)), due(b.Moves))
	case Declared:
		return tx.Exec(`insert into interests (id, person, kind, party, unit, about, from_day, until_day) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			b.ID, person, b.Kind, b.With, b.Unit, b.Person, string(b.From), string(b.Until))
	case Ended:
		return tx.Exec(`update interests set until_day = $2 where id = $1`, b.ID, string(b.Day))
	}
	return nil
}

func due(moves []flow.ClockMove) int64 {
	for _, m := range moves {
		if m.Op == flow.ClockStart {
			return store.Micros(m.Due)
		}
	}
	return 0
}
