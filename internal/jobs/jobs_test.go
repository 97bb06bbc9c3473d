package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"lunheng/internal/jobs"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

var t0 = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

// Four workers share two hundred jobs: each is done once.
func TestEachJobOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		var mu sync.Mutex
		seen := map[string]int{}
		handler := func(_ context.Context, _ time.Time, j jobs.Job) error {
			mu.Lock()
			defer mu.Unlock()
			seen[j.ID]++
			return nil
		}
		if err := db.Update(ctx, func(tx *store.Tx) error {
			for i := range 200 {
				id := time.Duration(i).String()
				for range 2 { // the same cause twice gives one job
					if err := jobs.Enqueue(tx, id, "k", i, t0); err != nil {
						return err
					}
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for i := range 4 {
			w := worker(db, string(rune('a'+i)), handler)
			wg.Go(func() {
				for {
					n, err := w.RunReady(ctx, t0)
					if err != nil {
						t.Error(err)
					}
					if n == 0 || err != nil {
						return
					}
				}
			})
		}
		wg.Wait()
		if len(seen) != 200 {
			t.Fatalf("%d jobs done; want 200", len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("job %s ran %d times", id, n)
			}
		}
	})
}

// A failing job waits longer each time and is given up in the end, with its
// error kept; a job that cannot succeed is given up at once.
func TestFailure(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		runs := 0
		w := worker(db, "a", func(_ context.Context, _ time.Time, j jobs.Job) error {
			runs++
			if j.ID == "hopeless" {
				return jobs.ErrGiveUp
			}
			return errors.New("mail server is away")
		})
		if err := db.Update(ctx, func(tx *store.Tx) error {
			return errors.Join(jobs.Enqueue(tx, "hopeless", "k", 1, t0), jobs.Enqueue(tx, "slow", "k", 1, t0))
		}); err != nil {
			t.Fatal(err)
		}
		now := t0
		for range 40 {
			if _, err := w.RunReady(ctx, now); err != nil {
				t.Fatal(err)
			}
			now = now.Add(2 * time.Hour)
		}
		if runs != 1+jobs.MaxTries {
			t.Errorf("%d runs; want %d", runs, 1+jobs.MaxTries)
		}
		left, err := store.Column[string](db.Read(ctx), `select error from jobs where done_at > 0 order by id`)
		if err != nil || len(left) != 2 || left[1] != "mail server is away" {
			t.Errorf("given up: %q, %v", left, err)
		}
	})
}

func worker(db *store.DB, holder string, h jobs.Handler) *jobs.Worker {
	return &jobs.Worker{DB: db, Holder: holder, Handlers: map[string]jobs.Handler{"k": h}, Log: slog.New(slog.DiscardHandler)}
}
