package verify

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Spec says what a database is checked against.
type Spec struct {
	Types       journal.Types
	Tables      map[string]*flow.Table // by stream kind; kinds without one are only counted
	Projections []journal.Projection
	// Key is the verifier key of the log. It may be empty only while nothing
	// has been signed.
	Key string
	// Anchor is a checkpoint of this log that was kept elsewhere, if any. A
	// log that does not contain it was rolled back, forked or rewritten.
	Anchor string
	// SkipProjections leaves out the fourth step.
	SkipProjections bool
	// Scratch is the folder for the scratch database; empty: the system's.
	Scratch string
}

// Fault is one thing that is wrong.
type Fault struct {
	Stream string // the stream, or "log" for the Merkle log itself
	Event  int64  // number of the event in its stream; of the log: leaf, node or size
	Field  string // such as "body", "version", "checkpoint.note", "reviews.state"
	Text   lang.Text
}

// Log is the stream name of faults in the Merkle log itself.
const Log = "log"

// Line is the fault on one line, for l.
func (f Fault) Line(l lang.Lang) string {
	return fmt.Sprintf("%s %d %s: %s", f.Stream, f.Event, f.Field, f.Text.In(l))
}

// Result says what was looked at.
type Result struct {
	Events      int64 `json:"events"`
	Sealed      int64 `json:"sealed"` // of them, in the log
	Streams     int64 `json:"streams"`
	Checkpoints int64 `json:"checkpoints"`
	Rows        int64 `json:"rows"` // of projections, compared
	Faults      int64 `json:"faults"`
}

// maxFaults bounds the lines about one damaged database; all are counted.
const maxFaults = 10_000

// Run checks a database on one consistent view of it, which may be in use
// meanwhile. Each fault goes to report, one at a time. Progress, when not nil, is told how
// many of all events are done. An error means that it could not be checked.
func Run(ctx context.Context, db *store.DB, spec Spec, report func(Fault), progress func(done, total int64)) (Result, error) {
	var res Result
	err := db.Snapshot(ctx, func(r store.Reader) (err error) {
		res, err = On(r, spec, report, progress)
		return err
	})
	return res, err
}

// On is Run on a view that the caller has opened, which must not change
// meanwhile.
func On(r store.Reader, spec Spec, report func(Fault), progress func(done, total int64)) (Result, error) {
	c, err := newChecker(r, spec, report, progress)
	if err == nil {
		err = c.run(r.Context())
	}
	if err != nil {
		return Result{}, fmt.Errorf("verify: %w", err)
	}
	return c.res, nil
}

// checker is one run.
type checker struct {
	r        store.Reader
	spec     Spec
	key      proof.Key
	hasher   proof.Hasher
	kinds    map[string]*kind
	heads    map[string]*head
	tree     tree
	points   points
	res      Result
	total    int64 // events in the table
	progress func(done, total int64)

	mu     sync.Mutex // guards what both goroutines tell
	report func(Fault)
	bodies map[string]bool // events whose bytes were told to be wrong
}

func newChecker(r store.Reader, spec Spec, report func(Fault), progress func(done, total int64)) (*checker, error) {
	c := &checker{r: r, spec: spec, report: report, progress: progress,
		kinds: compile(spec.Tables), heads: map[string]*head{}, bodies: map[string]bool{}}
	if c.progress == nil {
		c.progress = func(int64, int64) {}
	}
	if err := r.Row(`select count(*) from events`).Scan(&c.total); err != nil {
		return nil, err
	}
	var signed bool
	if err := r.Row(`select exists (select 1 from checkpoints)`).Scan(&signed); err != nil {
		return nil, err
	}
	if spec.Key == "" && (signed || spec.Anchor != "") {
		return nil, errors.New("the verifier key of the log is needed")
	}
	if spec.Key == "" {
		return c, nil
	}
	var err error
	c.key, err = proof.ParseKey(spec.Key)
	return c, err
}

// fault tells a fault; texts may hold verbs for args.
func (c *checker) fault(stream string, event int64, field string, text lang.Text, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if field == "body" { // may be found wrong by its form, its hash and its effect
		place := stream + " " + strconv.FormatInt(event, 10)
		if c.bodies[place] {
			return
		}
		c.bodies[place] = true
	}
	c.res.Faults++
	if c.res.Faults <= maxFaults {
		c.report(Fault{Stream: stream, Event: event, Field: field, Text: text.With(args...)})
	}
}

func (c *checker) run(ctx context.Context) error {
	if c.spec.SkipProjections || len(c.spec.Projections) == 0 {
		return c.journal(nil)
	}
	return c.withScratch(ctx, c.journal)
}

// journal does the first three steps. Batches of events are handed to feed,
// when there is one, for the fourth.
func (c *checker) journal(feed func([]row)) error {
	if err := c.openAnchor(); err != nil {
		return err
	}
	steps := []func(func([]row)) error{c.sealed, c.unsealed}
	for _, step := range steps {
		if err := step(feed); err != nil {
			return err
		}
	}
	for _, step := range []func() error{c.endTree, c.cover, c.checkHeads} {
		if err := step(); err != nil {
			return err
		}
	}
	c.res.Streams = int64(len(c.heads))
	return nil
}
