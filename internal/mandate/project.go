package mandate

import (
	"encoding/json"
	"fmt"

	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the table of mandates.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "mandates", Kinds: []string{Kind},
		Tables:  []journal.Table{{Name: "mandates", Key: []string{"id"}, Stream: "'mandate/' || id"}},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	id := e.Subject()
	if b, ok := e.Body.(Drafted); ok {
		err := tx.Exec(`insert into mandates (id, unit, person, committee, state, ground, standing, subject, leader, activity, fields, follow_up, from_day, until_day, updated_at, version)
			values ($1, $2, $3, $4, 'drafted', '', false, '', '', '', '[]', false, '', '', 0, 0)`, id, b.Unit, b.Person, b.Committee)
		if err != nil {
			return err
		}
	}
	_, to, err := journal.Step(tx, &Table, e, `select state from mandates where id = $1`)
	if err != nil {
		return err
	}
	switch b := e.Body.(type) {
	case Drafted:
		err = putTerms(tx, id, b.Terms)
	case Changed:
		err = putTerms(tx, id, b.Terms)
	case Used:
		err = tx.Exec(`update mandates set activity = $2 where id = $1`, id, b.Activity)
	}
	if err != nil {
		return err
	}
	return tx.Exec(`update mandates set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), store.Micros(e.At), e.Version)
}

func putTerms(tx *store.Tx, id string, t Terms) error {
	fields, err := json.Marshal(t.Fields)
	if err != nil {
		return fmt.Errorf("write fields of mandate: %w", err)
	}
	return tx.Exec(`update mandates set ground = $2, standing = $3, subject = $4, leader = $5, activity = $6, fields = $7, follow_up = $8,
		from_day = $9, until_day = $10 where id = $1`,
		id, t.Ground, t.Standing, t.Subject, t.Leader, t.Activity, string(fields), t.FollowUp, string(t.From), string(t.Until))
}
