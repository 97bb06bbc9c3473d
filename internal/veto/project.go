package veto

import (
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of questions and of whom they hit.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "vetoes", Kinds: []string{Kind},
		Tables: []journal.Table{
			{Name: "vetoes", Key: []string{"id"}, Stream: "'veto/' || id"},
			{Name: "veto_hits", Key: []string{"veto", "row", "measure"}, Stream: "'veto/' || veto"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	id := e.Subject()
	switch b := e.Body.(type) {
	case Asked:
		return tx.Exec(`insert into vetoes (id, body_kind, body, purpose, state, asked_at, total, done, clear, vetoed, conditional, unsure, version)
			values ($1, $2, $3, $4, 'asked', $5, $6, 0, 0, 0, 0, 0, $7)`, id, b.BodyKind, b.Body, b.Purpose, store.Micros(e.At), b.Rows, e.Version)
	case PartAnswered:
		for _, a := range b.Answers {
			for _, m := range a.Measures {
				if err := tx.Exec(`insert into veto_hits (veto, row, measure, outcome, asked_at) values ($1, $2, $3, $4, $5)`, id, a.Row, m.ID, a.Outcome, store.Micros(e.At)); err != nil {
					return err
				}
			}
		}
		return tx.Exec(`update vetoes set done = $2, clear = clear + $3, vetoed = vetoed + $4, conditional = conditional + $5, unsure = unsure + $6, version = $7 where id = $1`,
			id, b.To, b.Clear, b.Vetoed, b.Conditional, b.Unsure, e.Version)
	case Answered:
		return tx.Exec(`update vetoes set state = 'answered', version = $2 where id = $1`, id, e.Version)
	case Failed:
		return tx.Exec(`update vetoes set state = 'failed', version = $2 where id = $1`, id, e.Version)
	}
	return nil
}
