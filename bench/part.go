package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/store"
)

// Parts are what can be measured instead of the whole, by its name.
func Parts() []string { return []string{"veto", "signals", "dashboards"} }

// parts measures one of them on an empty house.
var parts = map[string]func(r *runner, ctx context.Context) error{
	"veto":       (*runner).veto,
	"signals":    (*runner).signals,
	"dashboards": (*runner).dashboards,
}

// Part measures one part, and writes a line for each figure.
func Part(ctx context.Context, o Options, name string) (err error) {
	if !slices.Contains(Parts(), name) {
		return fmt.Errorf("measure %q: there is no such part", name)
	}
	r, before, err := begin(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if err := errors.Join(r.empty(ctx), r.tell(before)); err != nil {
		return err
	}
	if err := parts[name](r, ctx); err != nil {
		return err
	}
	return r.end(before)
}

// size is the part of a full size that is measured, and not less than some.
func (r *runner) size(least, full int) int { return max(least, int(float64(full)*r.o.Share)) }

// loadBatch is how many things one transaction of a load writes.
const loadBatch = 20_000

// load writes n things past the journal, many to a transaction, and says how long it
// took. The writer gets a large cache meanwhile: what is measured comes afterwards.
func (r *runner) load(ctx context.Context, what string, n int, one func(tx *store.Tx, i int) error) error {
	start := r.Now()
	for from := 0; from < n; from += loadBatch {
		err := r.DB().Update(ctx, func(tx *store.Tx) error {
			if err := cache(tx, loadCache); err != nil {
				return err
			}
			for i := from; i < min(from+loadBatch, n); i++ {
				if err := one(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("load %s: %w", what, err)
		}
	}
	err := r.DB().Update(ctx, func(tx *store.Tx) error { return cache(tx, usualCache) })
	r.say("loaded %d %s in %.1f s", n, what, r.Now().Sub(start).Seconds())
	return err
}

// The writer's cache in KiB, while it loads and otherwise.
const (
	loadCache  = 400_000
	usualCache = 8_000
)

func cache(tx *store.Tx, kib int) error {
	if tx.Dialect() != store.SQLite {
		return nil
	}
	return tx.Exec(fmt.Sprintf(`pragma cache_size = -%d`, kib))
}

// heapStep is how often the memory is looked at.
const heapStep = 20 * time.Millisecond

// peak runs work and returns how much memory it took at most, in bytes.
func peak(work func() error) (most uint64, err error) {
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(heapStep)
		defer tick.Stop()
		for {
			most = max(most, heap())
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	err = work()
	close(done)
	<-stopped
	return most, err
}
