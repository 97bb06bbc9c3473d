package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"runtime/pprof"
	"time"

	"lunheng/bench/figure"
	"lunheng/internal/journal"
	"lunheng/internal/journal/verify"
	"lunheng/internal/store"
)

// House is an open house, as the program opens it.
type House struct {
	City
	Handler http.Handler
	Sealer  *journal.Sealer
	Spec    verify.Spec // what the program checks it against
	Close   func() error
}

// Options say what to measure.
type Options struct {
	Cases    int     // how many to make
	Dir      string  // an empty folder for data, files and keys
	Share    float64 // of its full size at which a [Part] is measured
	Database string  // PostgreSQL address of an empty database; empty: SQLite in Dir
	Program  string  // the program's own file, to measure its start; empty: left out
	Profile  string  // folder for CPU profiles of pages, acts and log; empty: none
	Format   string  // text or json
	Open     func(ctx context.Context, dir string) (*House, error)
	Now      func() time.Time
	Out, Err io.Writer // figures; and what goes on
}

// runner is one run.
type runner struct {
	*House
	o    Options
	bare *bareInserts
}

func (r *runner) tell(figures ...Figure) error { return figure.Write(r.o.Out, r.o.Format, figures...) }

func (r *runner) say(format string, args ...any) { fmt.Fprintf(r.o.Err, format+"\n", args...) }

// moved is by how much the calibrator may move within a run.
const moved = 0.25

// begin calibrates the machine and opens the house to measure.
func begin(ctx context.Context, o Options) (*runner, Figure, error) {
	before, err := calibrateIn(o.Dir, o.Now)
	if err != nil {
		return nil, before, err
	}
	house, err := o.Open(ctx, o.Dir)
	return &runner{House: house, o: o}, before, err
}

// Run measures everything and writes a line for each figure.
func Run(ctx context.Context, o Options) (err error) {
	r, before, err := begin(ctx, o)
	if err != nil {
		return err
	}
	open := true
	defer func() {
		if open {
			err = errors.Join(err, r.Close())
		}
	}()
	if err := r.tell(before); err != nil {
		return err
	}
	if err := r.measure(ctx); err != nil {
		return err
	}
	events, err := r.count(ctx)
	if err != nil {
		return err
	}
	open = false
	if err := r.Close(); err != nil {
		return err
	}
	if err := r.start(ctx, o, events); err != nil {
		return err
	}
	if o.Program != "" {
		if err := r.served(ctx, o); err != nil {
			return err
		}
	}
	return r.end(before)
}

// measure does what needs the house open.
func (r *runner) measure(ctx context.Context) error {
	sha, leaves, err := hashing(r.Now)
	if err != nil {
		return err
	}
	if err := r.tell(sha, leaves); err != nil {
		return err
	}
	if err := r.empty(ctx); err != nil {
		return err
	}
	if err := r.settle(ctx); err != nil {
		return err
	}
	original, err := r.Original(ctx)
	if err != nil {
		return err
	}
	if err := r.fill(ctx, original); err != nil {
		return err
	}
	if err := r.profiled("pages", func() error { return r.pages(ctx, r.o.Cases) }); err != nil {
		return err
	}
	if err := r.profiled("log", func() error { return r.log(ctx) }); err != nil {
		return err
	}
	if r.bare, err = openBare(ctx, r.House, filepath.Join(r.o.Dir, "lunheng.db"), r.o.Database); err != nil {
		return err
	}
	err = r.profiled("acts", func() error { return r.acts(ctx, original) })
	return errors.Join(err, r.bare.close(ctx))
}

// profiled runs part of the measurement under the profiler, when somebody
// wants to know where the time goes.
func (r *runner) profiled(name string, part func() error) error {
	if r.o.Profile == "" {
		return part()
	}
	f, err := os.Create(filepath.Join(r.o.Profile, name+".pprof"))
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return errors.Join(err, f.Close())
	}
	err = part()
	pprof.StopCPUProfile()
	return errors.Join(err, f.Close())
}

// empty refuses to measure among other people's work.
func (r *runner) empty(ctx context.Context) error {
	var n int
	if err := r.Read(ctx).Row(`select count(*) from units`).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return errors.New("the database is in use; name an empty one")
	}
	return nil
}

// fill makes the cases and tells how fast that went.
func (r *runner) fill(ctx context.Context, original string) error {
	m, err := r.newMould(ctx, original)
	if err != nil {
		return err
	}
	r.say("making %d cases", r.o.Cases)
	before, err := r.count(ctx)
	if err != nil {
		return err
	}
	start := r.Now()
	seal := func() error { _, err := r.Sealer.SealNow(ctx, r.Now()); return err }
	if err := m.fill(ctx, r.o.Cases, seal); err != nil {
		return err
	}
	took := r.Now().Sub(start)
	if err := r.analyse(ctx); err != nil {
		return err
	}
	after, err := r.count(ctx)
	if err != nil {
		return err
	}
	return r.tell(perSecond("events journalled, projected and sealed in batches", "events/s", after-before, took))
}

// analyse gives PostgreSQL the statistics that it gathers by itself on a
// house that was not filled within a minute.
func (r *runner) analyse(ctx context.Context) error {
	if r.DB().Dialect != store.Postgres {
		return nil
	}
	return r.DB().Update(ctx, func(tx *store.Tx) error { return tx.Exec(`analyze`) })
}

func (r *runner) count(ctx context.Context) (n int64, err error) {
	err = r.Read(ctx).Row(`select count(*) from events`).Scan(&n)
	return n, err
}

// end calibrates again.
func (r *runner) end(before Figure) error {
	after, err := calibrateIn(r.o.Dir, r.o.Now)
	if err != nil {
		return err
	}
	if math.Abs(after.Value-before.Value) > moved*before.Value {
		r.say("warning: the calibrator moved from %.0f to %.0f; throw this run away", before.Value, after.Value)
	}
	after.What += ", at the end"
	return r.tell(after.Beside(before))
}
