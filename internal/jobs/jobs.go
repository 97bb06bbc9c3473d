package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"lunheng/internal/store"
)

// MaxTries is how often a job is tried before it is given up.
const MaxTries = 12

// lease is how long a worker may hold a job.
const lease = 2 * time.Minute

// Job is work to be done.
type Job struct {
	ID      string // made from its cause, so that it is enqueued once
	Kind    string
	Payload json.RawMessage
	Tries   int // how often it was tried before this time
}

// Handler does one kind of job. It must be idempotent.
type Handler func(ctx context.Context, now time.Time, j Job) error

// Enqueue notes a job in the caller's transaction. A job with this id that
// is there already is left alone.
func Enqueue(tx *store.Tx, id, kind string, payload any, runAt time.Time) error {
	raw, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", kind, err)
	}
	err = tx.Exec(`insert into jobs (id, kind, payload, run_at, tries, leased, holder, error, done_at)
		values ($1, $2, $3, $4, 0, 0, '', '', 0) on conflict (id) do nothing`, id, kind, string(raw), store.Micros(runAt))
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", kind, err)
	}
	return nil
}

// Worker runs jobs.
type Worker struct {
	DB       *store.DB
	Handlers map[string]Handler
	Holder   string // names this server in leases
	Log      *slog.Logger
}

// batch is how many jobs a worker takes at a time.
const batch = 20

// RunReady runs the jobs that are ready at now and returns how many it ran.
func (w *Worker) RunReady(ctx context.Context, now time.Time) (int, error) {
	jobs, err := w.take(ctx, now)
	if err != nil {
		return 0, err
	}
	for _, j := range jobs {
		if err := w.finish(ctx, now, j, w.run(ctx, now, j)); err != nil {
			return 0, err
		}
	}
	return len(jobs), nil
}

func (w *Worker) run(ctx context.Context, now time.Time, j Job) error {
	h := w.Handlers[j.Kind]
	if h == nil {
		return fmt.Errorf("run job: no handler for %q", j.Kind)
	}
	return h(ctx, now, j)
}

// take leases ready jobs. Rows that another worker holds are passed over.
func (w *Worker) take(ctx context.Context, now time.Time) ([]Job, error) {
	var out []Job
	err := w.DB.Update(ctx, func(tx *store.Tx) error {
		skip := ""
		if tx.Dialect() == store.Postgres {
			skip = " for update skip locked"
		}
		var err error
		out, err = store.Collect(tx, scan, `update jobs set leased = $2, holder = $3, tries = tries + 1 where id in (
			select id from jobs where done_at = 0 and run_at <= $1 and leased <= $1 order by run_at limit $4`+skip+`)
			returning id, kind, payload, tries`,
			store.Micros(now), store.Micros(now.Add(lease)), w.Holder, batch)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("take jobs: %w", err)
	}
	return out, nil
}

func scan(rows *sql.Rows) (Job, error) {
	var j Job
	var payload string
	err := rows.Scan(&j.ID, &j.Kind, &payload, &j.Tries)
	j.Payload = json.RawMessage(payload)
	return j, err
}

// finish notes how a job ended: done, to be tried again later, or given up.
func (w *Worker) finish(ctx context.Context, now time.Time, j Job, failed error) error {
	doneAt, runAt, text := store.Micros(now), int64(0), ""
	if failed != nil {
		text = failed.Error()
		w.Log.Warn("job failed", "job", j.ID, "kind", j.Kind, "try", j.Tries, "error", text)
		if j.Tries < MaxTries && !errors.Is(failed, ErrGiveUp) {
			doneAt, runAt = 0, store.Micros(now.Add(Backoff(j.Tries)))
		}
	}
	err := w.DB.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`update jobs set done_at = $2, run_at = case when cast($3 as bigint) = 0 then run_at else cast($3 as bigint) end, leased = 0,
			error = $4 where id = $1 and holder = $5`, j.ID, doneAt, runAt, text, w.Holder)
	})
	if err != nil {
		return fmt.Errorf("finish job %s: %w", j.ID, err)
	}
	return nil
}

// ErrGiveUp within a handler's error means that trying again cannot help.
var ErrGiveUp = errors.New("jobs: give up")

// Backoff is the wait after the n-th failed try: 2 s doubling up to an hour.
func Backoff(n int) time.Duration {
	return min(2*time.Second<<min(n, 20), time.Hour)
}

// Sweep removes jobs that were done without error before the given time.
func (w *Worker) Sweep(ctx context.Context, before time.Time) error {
	return w.DB.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`delete from jobs where done_at > 0 and done_at < $1 and error = ''`, store.Micros(before))
	})
}
