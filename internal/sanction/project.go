package sanction

import (
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of the ledger.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "sanctions", Kinds: []string{Kind, ListKind},
		Tables: []journal.Table{
			{Name: "sanctions", Key: []string{"id"}, Stream: "'sanction/' || id"},
			{Name: "sanction_subjects", Key: []string{"id"}, Stream: "'sanction/' || sanction"},
			{Name: "sanction_measures", Key: []string{"id"}, Stream: "'sanction/' || sanction"},
			{Name: "sanction_lists", Key: []string{"id"}, Stream: "'sanctionlist/' || id"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	if e.Kind() == ListKind {
		return projectList(tx, id, e)
	}
	_, to, err := journal.Step(tx, &Table, e, `select state from sanctions where id = $1`)
	if err != nil {
		return err
	}
	if b, ok := e.Body.(Drafted); ok {
		return tx.Exec(`insert into sanctions (id, department, number, day, state, asked, updated_at, version) values ($1, $2, $3, $4, $5, 0, $6, $7)`,
			id, b.Department, b.Number, string(b.Day), string(to), at, e.Version)
	}
	if err := tx.Exec(`update sanctions set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version); err != nil {
		return err
	}
	return projectPart(tx, id, e)
}

func projectPart(tx *store.Tx, id string, e journal.Event) error {
	switch b := e.Body.(type) {
	case SubjectAdded:
		return tx.Exec(`insert into sanction_subjects (id, sanction, kind, who, unit) values ($1, $2, $3, $4, $5)`, b.ID, id, b.Kind, b.Who, b.Unit)
	case MeasureAdded:
		return tx.Exec(`insert into sanction_measures (id, sanction, who, code, from_day, until_day, binding)
			select $1, $2, who, $4, $5, $6, false from sanction_subjects where id = $3`, b.ID, id, b.Measure.Subject, b.Code, string(b.From), string(b.Until))
	case Dropped:
		return drop(tx, id, b.ID)
	case Discarded:
		return drop(tx, id, "")
	case Issued:
		return tx.Exec(`update sanction_measures set binding = true where sanction = $1`, id)
	case Annulled:
		if err := tx.Exec(`update sanctions set asked = 0 where id = $1`, id); err != nil {
			return err
		}
		return tx.Exec(`update sanction_measures set binding = false where sanction = $1`, id)
	case Fulfilled:
		return unbind(tx, b.Measure)
	case Corrected:
		if b.Term == nil {
			return unbind(tx, b.Measure)
		}
		return tx.Exec(`update sanction_measures set from_day = $2, until_day = $3 where id = $1`, b.Measure, string(b.Term.From), string(b.Term.Until))
	case CorrectionAsked:
		return tx.Exec(`update sanctions set asked = asked + 1 where id = $1`, id)
	case CorrectionAnswered:
		return tx.Exec(`update sanctions set asked = asked - 1 where id = $1`, id)
	}
	return nil
}

func unbind(tx *store.Tx, measure string) error {
	return tx.Exec(`update sanction_measures set binding = false where id = $1`, measure)
}

// drop removes a measure, or a subject with its measures, or all of a decision.
func drop(tx *store.Tx, id, part string) error {
	if err := tx.Exec(`delete from sanction_measures where sanction = $1 and ($2 = '' or id = $2 or who in (select who from sanction_subjects where id = $2))`, id, part); err != nil {
		return err
	}
	return tx.Exec(`delete from sanction_subjects where sanction = $1 and ($2 = '' or id = $2)`, id, part)
}

func projectList(tx *store.Tx, id string, e journal.Event) error {
	_, to, err := journal.Step(tx, &ListTable, e, `select state from sanction_lists where id = $1`)
	if err != nil {
		return err
	}
	var part Tally
	switch b := e.Body.(type) {
	case ListOffered:
		return tx.Exec(`insert into sanction_lists (id, department, state, started, total, fresh, known, refused, version) values ($1, $2, $3, $4, $5, 0, 0, 0, $6)`,
			id, b.Department, string(to), store.Micros(e.At), b.Rows, e.Version)
	case ListConfirmed: // what became of the rows is counted anew
		return tx.Exec(`update sanction_lists set state = $2, fresh = 0, known = 0, refused = 0, version = $3 where id = $1`, id, string(to), e.Version)
	case PartChecked:
		part = b.Tally
	case PartEntered:
		part = b.Tally
	}
	return tx.Exec(`update sanction_lists set state = $2, fresh = fresh + $3, known = known + $4, refused = refused + $5, version = $6 where id = $1`, id, string(to), part.In, part.Before, part.Out, e.Version)
}
