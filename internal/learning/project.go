package learning

import (
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of training records and duties.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "training", Kinds: []string{Kind},
		Tables: []journal.Table{
			{Name: "training_people", Key: []string{"person"}, Stream: "'training/' || person"},
			{Name: "training_records", Key: []string{"id"}, Stream: "'training/' || person"},
			{Name: "training_duties", Key: []string{"id"}, Stream: "'training/' || person"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	person, at, from := e.Subject(), store.Micros(e.At), StateKept
	if e.Version == 1 {
		from = StateNone
	}
	to, err := Table.Next(from, e.Type)
	if err != nil {
		return err
	}
	if err := tx.Exec(`insert into training_people (person, state, version) values ($1, $2, $3)
		on conflict (person) do update set state = excluded.state, version = excluded.version`, person, string(to), e.Version); err != nil {
		return err
	}
	switch b := e.Body.(type) {
	case CourseEntered:
		return putRecord(tx, person, b.ID, b.Course, Entered, at)
	case CourseImported:
		return putRecord(tx, person, b.ID, b.Course, Confirmed, at)
	case CourseConfirmed:
		return settle(tx, b.ID, Confirmed, at)
	case CourseRefused:
		return settle(tx, b.ID, Refused, at)
	case CourseWithdrawn:
		return settle(tx, b.ID, Withdrawn, at)
	case Assigned:
		return putDuty(tx, person, b, e)
	case DutyDone:
		return tx.Exec(`update training_duties set state = 'done' where id = $1`, b.ID)
	case DutyLifted:
		return tx.Exec(`update training_duties set state = 'lifted' where id = $1`, b.ID)
	}
	return nil
}

func putRecord(tx *store.Tx, person, id string, c Course, state string, at int64) error {
	return tx.Exec(`insert into training_records (id, person, kind, course, provider, hours, day, state, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		id, person, c.Kind, c.Course, c.Provider, c.Hours, string(c.Day), state, at)
}

func settle(tx *store.Tx, id, state string, at int64) error {
	return tx.Exec(`update training_records set state = $2, updated_at = $3 where id = $1`, id, state, at)
}

func putDuty(tx *store.Tx, person string, b Assigned, e journal.Event) error {
	due := int64(0)
	for _, m := range b.Moves {
		if m.Op == flow.ClockStart {
			due = store.Micros(m.Due)
		}
	}
	return tx.Exec(`insert into training_duties (id, person, kind, cause, about, state, since_day, due) values ($1, $2, $3, $4, $5, 'open', $6, $7)`,
		b.ID, person, b.Kind, b.Cause, b.About, string(calendar.Of(e.At)), due)
}
