package conduct

import (
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Kind is the kind of stream.
const Kind = "conduct"

// Stream names the stream of an approved activity.
func Stream(activity string) string { return journal.StreamName(Kind, activity) }

// Projection keeps the tables of approved activities and of reports.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "conducts", Kinds: []string{Kind},
		Tables: []journal.Table{
			{Name: "conducts", Key: []string{"id"}, Stream: "'conduct/' || id"},
			{Name: "conduct_reports", Key: []string{"id"}, Stream: "'conduct/' || activity"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	if b, ok := e.Body.(Begun); ok {
		err := tx.Exec(`insert into conducts (id, review, committee, unit, leader, title, state, months, due, overdue, closer, anew, begun_at, updated_at, version)
			values ($1, $2, $3, $4, $5, $6, 'running', $7, $8, false, $9, '', $10, $10, 0)`,
			id, b.Review, b.Committee, b.Unit, b.Leader, b.Title, b.Months, micros(b.Due), b.Closer, at)
		if err != nil {
			return err
		}
	}
	_, to, err := journal.Step(tx, &Table, e, `select state from conducts where id = $1`)
	if err != nil {
		return err
	}
	if err := tx.Exec(`update conducts set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version); err != nil {
		return err
	}
	return projectRest(tx, id, at, e)
}

func projectRest(tx *store.Tx, id string, at int64, e journal.Event) error {
	switch b := e.Body.(type) {
	case Reported:
		if err := projectOwed(tx, id, b.Report, b.Content); err != nil {
			return err
		}
		return tx.Exec(`insert into conduct_reports (id, activity, kind, review, state, outcome, by_person, reported_at, decided_at)
			values ($1, $2, $3, $4, 'open', '', $5, $6, 0)`, b.Report, id, b.Kind, b.Review, e.Actor, at)
	case Revised:
		return projectOwed(tx, id, b.Report, b.Content)
	case Withdrawn:
		return tx.Exec(`update conduct_reports set state = 'withdrawn' where id = $1`, b.Report)
	case Decided:
		if b.Outcome == OutcomeAnew {
			if err := tx.Exec(`update conducts set anew = $2 where id = $1`, id, b.Report); err != nil {
				return err
			}
		}
		if b.Outcome != OutcomeAnew { // decided otherwise on appeal
			if err := tx.Exec(`update conducts set anew = '' where id = $1 and anew = $2 and exists (select 1 from conduct_reports r where r.id = $2 and r.outcome = $3)`,
				id, b.Report, OutcomeAnew); err != nil {
				return err
			}
		}
		return tx.Exec(`update conduct_reports set state = 'decided', outcome = $2, decided_at = $3 where id = $1`, b.Report, b.Outcome, at)
	case FollowedUp:
		return tx.Exec(`update conducts set months = $2, due = $3, overdue = false where id = $1`, id, b.Months, micros(b.Due))
	case Rescheduled:
		return tx.Exec(`update conducts set months = $2, due = $3 where id = $1`, id, b.Months, micros(b.Due))
	case Lapsed:
		return tx.Exec(`update conducts set overdue = true where id = $1`, id)
	}
	return nil
}

// projectOwed follows [State.owes].
func projectOwed(tx *store.Tx, id, report string, c Content) error {
	switch {
	case len(c.Exceeds) > 0:
		return tx.Exec(`update conducts set anew = $2 where id = $1`, id, report)
	case len(c.Changes) > 0:
		return tx.Exec(`update conducts set anew = '' where id = $1`, id)
	}
	return tx.Exec(`update conducts set anew = '' where id = $1 and anew = $2`, id, report)
}
