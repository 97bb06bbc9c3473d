package review

import (
	"database/sql"
	"errors"
	"fmt"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// tally is what a case counts as.
type tally struct {
	committee, unit, state string
	onAgenda               bool
}

// tallyOf reads it; none for a case that is not there yet.
func tallyOf(tx *store.Tx, id string) (t tally, err error) {
	err = tx.Row(`select committee, unit, state, meeting <> '' from reviews where id = $1`, id).
		Scan(&t.committee, &t.unit, &t.state, &t.onAgenda)
	if errors.Is(err, sql.ErrNoRows) {
		return tally{}, nil
	}
	return t, err
}

// after is what the case counts as once an event has happened to it.
func (t tally) after(e journal.Event, to flow.State) tally {
	t.state = string(to)
	if _, ok := e.Body.(decided); ok {
		t.onAgenda = false
	}
	switch b := e.Body.(type) {
	case Opened:
		t.committee, t.unit = b.Committee, b.Unit
	case Scheduled:
		t.onAgenda = b.Meeting != ""
	case Unscheduled, Deferred, PreliminaryGiven:
		t.onAgenda = false
	}
	return t
}

// recount moves a case from what it counted as to what it counts as now.
func recount(tx *store.Tx, before, after tally) error {
	if before == after {
		return nil
	}
	if err := uncount(tx, before); err != nil {
		return err
	}
	return count(tx, after)
}

// row names the row that counts a case.
func (t tally) row() string {
	return fmt.Sprintf("review_counts %s %s %s %v", t.committee, t.unit, t.state, t.onAgenda)
}

func count(tx *store.Tx, t tally) error {
	return tx.Later(t.row(), `insert into review_counts (committee, unit, state, on_agenda, n) values ($1, $2, $3, $4, 1)
		on conflict (committee, unit, state, on_agenda) do update set n = review_counts.n + 1`, t.committee, t.unit, t.state, t.onAgenda)
}

// uncount takes one away; a row that counts none is removed. The row is taken
// first and looked at afterwards, because others count in it at the same time.
func uncount(tx *store.Tx, t tally) error {
	if t == (tally{}) {
		return nil
	}
	const row = ` where committee = $1 and unit = $2 and state = $3 and on_agenda = $4`
	err := tx.Later(t.row(), `update review_counts set n = n - 1`+row, t.committee, t.unit, t.state, t.onAgenda)
	if err != nil {
		return err
	}
	return tx.Later(t.row(), `delete from review_counts`+row+` and n = 0`, t.committee, t.unit, t.state, t.onAgenda)
}
