package quality

import (
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of checks.
func Projection() journal.Projection {
	return journal.Projection{
		Name: Kind, Kinds: []string{Kind},
		Tables: []journal.Table{
			{Name: "quality_checks", Key: []string{"id"}, Stream: "'quality/' || id"},
			{Name: "quality_cases", Key: []string{"quality", "review"}, Stream: "'quality/' || quality"},
			{Name: "quality_seen", Key: []string{"quality", "person"}, Stream: "'quality/' || quality"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	if b, ok := e.Body.(Announced); ok {
		err := tx.Exec(`insert into quality_checks (id, committee, state, held_by, from_day, until_day, population, size, scored, score, result, announced_at, closed_at, version)
			values ($1, $2, 'announced', $3, $4, $5, $6, $7, 0, 0, '', $8, 0, 0)`,
			id, b.Committee, b.By, string(b.From), string(b.Until), len(b.Candidates), b.Size, at)
		if err != nil {
			return err
		}
	}
	_, to, err := journal.Step(tx, &Table, e, `select state from quality_checks where id = $1`)
	if err != nil {
		return err
	}
	if err := tx.Exec(`update quality_checks set state = $2, version = $3 where id = $1`, id, string(to), e.Version); err != nil {
		return err
	}
	return projectParts(tx, id, at, e)
}

func projectParts(tx *store.Tx, id string, at int64, e journal.Event) error {
	switch b := e.Body.(type) {
	case Drawn:
		for _, a := range b.Sample {
			err := tx.Exec(`insert into quality_cases (quality, review, committee, scorer, state, score, result, scored_at)
				select id, $2, committee, $3, 'scoring', 0, '', 0 from quality_checks where id = $1`, id, a.Review, a.Scorer)
			if err != nil {
				return err
			}
		}
	case Assigned:
		return tx.Exec(`update quality_cases set scorer = $3 where quality = $1 and review = $2`, id, b.Review, b.Scorer)
	case Scored:
		err := tx.Exec(`update quality_cases set state = 'scored', score = $3, result = $4, scored_at = $5 where quality = $1 and review = $2`,
			id, b.Review, b.Score, b.Result, at)
		if err != nil {
			return err
		}
		return tx.Exec(`update quality_checks set scored = scored + 1 where id = $1`, id)
	case Closed:
		return tx.Exec(`update quality_checks set score = $2, result = $3, closed_at = $4 where id = $1`, id, b.Score, b.Result, at)
	case Acknowledged:
		return tx.Exec(`insert into quality_seen (quality, person, at) values ($1, $2, $3)`, id, e.Actor, at)
	case Cancelled:
		return tx.Exec(`update quality_cases set state = 'cancelled' where quality = $1 and state = 'scoring'`, id)
	}
	return nil
}
