package jobs

import (
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/store"
)

// Failed is a job that went wrong the last time it was tried.
type Failed struct {
	ID     string
	Kind   string
	Tries  int
	Error  string    // what the last try said
	Next   time.Time // when it is tried again
	GaveUp bool      // it is not tried again
}

// FailedFilter narrows the list of failed jobs.
type FailedFilter struct {
	Kind  string
	State string // Retried or GivenUp; empty: both
}

// States of a job that failed.
const (
	Retried = "retried"
	GivenUp = "given_up"
)

// FailedKinds are the kinds of jobs that have failed.
func FailedKinds(r store.Reader) ([]string, error) {
	return store.Column[string](r, `select distinct kind from jobs where error <> '' order by kind`)
}

// ListFailed lists the jobs that went wrong and were not done since, those
// planned last first.
func ListFailed(r store.Reader, f FailedFilter, pg store.Paging) (store.Page[Failed], error) {
	w := store.NewWhere()
	w.And("error <> ''")
	w.Is("kind", f.Kind)
	if f.State == Retried {
		w.And("done_at = 0")
	} else if f.State == GivenUp {
		w.And("done_at > 0")
	}
	k := store.Keyset{Columns: []string{"run_at", "id"}, Numbers: []string{"run_at"}, Desc: true}
	page, err := store.QueryPage(r, `select id, kind, tries, error, run_at, done_at from jobs`, w, k, pg,
		func(rows *sql.Rows) (Failed, []any, error) {
			var f Failed
			var runAt, doneAt int64
			err := rows.Scan(&f.ID, &f.Kind, &f.Tries, &f.Error, &runAt, &doneAt)
			f.Next, f.GaveUp = store.Time(runAt), doneAt != 0
			return f, []any{runAt, f.ID}, err
		})
	if err != nil {
		return page, fmt.Errorf("list failed jobs: %w", err)
	}
	return page, nil
}

// CountFailed counts the jobs that [ListFailed] lists.
func CountFailed(r store.Reader) (int, error) {
	var n int
	if err := r.Row(`select count(*) from jobs where error <> ''`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count failed jobs: %w", err)
	}
	return n, nil
}
