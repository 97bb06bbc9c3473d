package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"lunheng/internal/jobs"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// Jobs that went wrong are listed page by page until they are done.
func TestListFailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, now := context.Background(), time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
		broken := errors.New("connection refused")
		w := &jobs.Worker{DB: db, Holder: "h", Log: slog.New(slog.DiscardHandler), Handlers: map[string]jobs.Handler{
			"mail": func(context.Context, time.Time, jobs.Job) error { return broken },
			"lost": func(context.Context, time.Time, jobs.Job) error {
				return errors.Join(jobs.ErrGiveUp, errors.New("no such person"))
			},
			"fine": func(context.Context, time.Time, jobs.Job) error { return nil },
		}}
		err := db.Update(ctx, func(tx *store.Tx) error {
			return errors.Join(jobs.Enqueue(tx, "a", "mail", nil, now), jobs.Enqueue(tx, "b", "lost", nil, now), jobs.Enqueue(tx, "c", "fine", nil, now))
		})
		if err != nil {
			t.Fatal(err)
		}
		run := func(at time.Time) {
			t.Helper()
			if _, err := w.RunReady(ctx, at); err != nil {
				t.Fatal(err)
			}
		}
		run(now)
		first, err := jobs.ListFailed(db.Read(ctx), jobs.FailedFilter{}, store.Paging{Limit: 1})
		if err != nil || len(first.Items) != 1 || first.Items[0].ID != "a" || first.Items[0].GaveUp || first.Items[0].Error != broken.Error() {
			t.Fatalf("first page: %+v, %v", first, err)
		}
		second, err := jobs.ListFailed(db.Read(ctx), jobs.FailedFilter{}, store.Paging{Limit: 1, After: first.Next})
		if err != nil || len(second.Items) != 1 || second.Items[0].ID != "b" || !second.Items[0].GaveUp || second.Next != "" {
			t.Errorf("second page: %+v, %v", second, err)
		}
		w.Handlers["mail"] = w.Handlers["fine"]
		run(now.Add(time.Minute))
		if n, err := jobs.CountFailed(db.Read(ctx)); err != nil || n != 1 {
			t.Errorf("%d failed, %v; want 1", n, err)
		}
	})
}
