package bench

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"lunheng/internal/journal"
	"lunheng/internal/journal/verify"
	"lunheng/internal/store"
)

// log measures the verifier and the rebuilding of tables, beside the reading
// and hashing of the same events.
func (r *runner) log(ctx context.Context) error {
	scan, events, err := r.scan(ctx)
	if err != nil {
		return err
	}
	if err := r.tell(scan); err != nil {
		return err
	}
	for _, skip := range []bool{true, false} {
		spec := r.Spec
		spec.SkipProjections = skip
		what := "verify: hashes, signatures and folds"
		if !skip {
			what = "verify: with all projections"
		}
		start := r.Now()
		res, err := verify.Run(ctx, r.DB(), spec, func(verify.Fault) {}, nil)
		if err == nil && (res.Faults > 0 || res.Sealed != events) {
			err = fmt.Errorf("%s: %+v", what, res)
		}
		if err != nil {
			return err
		}
		if err := r.tell(perSecond(what, "events/s", res.Events, r.Now().Sub(start)).Beside(scan)); err != nil {
			return err
		}
	}
	return r.rebuild(ctx, events)
}

func perSecond(what, unit string, n int64, d time.Duration) Figure {
	return Figure{What: what, Value: float64(n) / d.Seconds(), Unit: unit}
}

// scan reads every event in the order of the log and hashes it: what any
// verifier has to do.
func (r *runner) scan(ctx context.Context) (Figure, int64, error) {
	start := r.Now()
	rows, err := r.Read(ctx).Query(`select e.salt, e.body from leaves l join events e on e.seq = l.seq order by l.leaf`)
	if err != nil {
		return Figure{}, 0, err
	}
	defer rows.Close()
	var n, bytes int64
	for rows.Next() {
		var salt, body sql.RawBytes
		if err := rows.Scan(&salt, &body); err != nil {
			return Figure{}, 0, err
		}
		h := sha256.New()
		h.Write(salt)
		h.Write(body)
		entry := h.Sum(nil)
		_ = sha256.Sum256(entry)
		n, bytes = n+1, bytes+int64(len(body))
	}
	what := fmt.Sprintf("read and hash %d events of %d B, one core", n, bytes/max(n, 1))
	return perSecond(what, "events/s", n, r.Now().Sub(start)), n, rows.Err()
}

// errThrowAway undoes the rebuilding.
var errThrowAway = errors.New("thrown away")

func (r *runner) rebuild(ctx context.Context, events int64) error {
	j := journal.Open(r.DB(), r.Spec.Types, r.Spec.Projections, nil)
	start := r.Now()
	err := r.DB().Update(ctx, func(tx *store.Tx) error {
		if err := j.Rebuild(tx, tx, nil); err != nil {
			return err
		}
		return errThrowAway
	})
	if !errors.Is(err, errThrowAway) {
		return err
	}
	return r.tell(perSecond("rebuild of all tables", "events/s", events, r.Now().Sub(start)))
}

// start measures how long opening takes on a house that is full.
func (r *runner) start(ctx context.Context, o Options, events int64) error {
	var times []time.Duration
	for range 3 {
		start := r.Now()
		h, err := o.Open(ctx, o.Dir)
		if err != nil {
			return err
		}
		times = append(times, r.Now().Sub(start))
		if err := h.Close(); err != nil {
			return err
		}
	}
	what := fmt.Sprintf("open a house of %d events", events)
	return r.tell(Figure{What: what, Value: ms(median(times)), Unit: "ms"})
}

// calibrateIn measures append and fsync in a folder of its own.
func calibrateIn(dir string, now func() time.Time) (Figure, error) {
	tmp, err := os.MkdirTemp(dir, "calibrate")
	if err != nil {
		return Figure{}, err
	}
	defer os.RemoveAll(tmp)
	return calibrate(filepath.Clean(tmp), now)
}
