package journal

import (
	"database/sql"
	"fmt"

	"lunheng/internal/store"
)

// Stream returns the events of a stream, oldest first.
func (j *Journal) Stream(r store.Reader, stream string) ([]Event, error) {
	return j.collect(r, `select body from events where stream = $1 order by version`, stream)
}

// Streams returns the events of several streams, each oldest first, merged by
// time.
func (j *Journal) Streams(r store.Reader, streams ...string) ([]Event, error) {
	var out []Event
	for _, s := range streams {
		events, err := j.Stream(r, s)
		if err != nil {
			return nil, err
		}
		out = mergeByTime(out, events)
	}
	return out, nil
}

func mergeByTime(a, b []Event) []Event {
	out := make([]Event, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if b[0].ID < a[0].ID {
			a, b = b, a
		}
		out = append(out, a[0])
		a = a[1:]
	}
	return append(append(out, a...), b...)
}

// Get returns one event by id, or sql.ErrNoRows.
func (j *Journal) Get(r store.Reader, id string) (Event, error) {
	var raw string
	if err := r.Row(`select body from events where id = $1`, id).Scan(&raw); err != nil {
		return Event{}, fmt.Errorf("get event %s: %w", id, err)
	}
	return j.Types.Decode(raw)
}

// Head returns the version of a stream; 0 when it does not exist.
func Head(r store.Reader, stream string) (int64, error) {
	var v int64
	err := r.Row(`select coalesce(max(version), 0) from streams where stream = $1`, stream).Scan(&v)
	return v, err
}

func (j *Journal) collect(r store.Reader, query string, args ...any) ([]Event, error) {
	return store.Collect(r, func(rows *sql.Rows) (Event, error) {
		var raw string
		if err := rows.Scan(&raw); err != nil {
			return Event{}, err
		}
		return j.Types.Decode(raw)
	}, query, args...)
}

// Rebuild drops what the projections wrote and derives it again from the
// journal: sealed events in the order of the log, then the unsealed ones.
// Progress, when not nil, is told how many events are done.
func (j *Journal) Rebuild(tx *store.Tx, from store.Reader, progress func(done int64)) error {
	for i := len(j.Projections) - 1; i >= 0; i-- {
		tables := j.Projections[i].Tables
		for k := len(tables) - 1; k >= 0; k-- {
			if err := tx.Exec(`delete from ` + tables[k].Name); err != nil {
				return fmt.Errorf("empty %s: %w", tables[k].Name, err)
			}
		}
	}
	return j.replay(tx, from, progress)
}

// replayBatch bounds how many events are in memory at a time.
const replayBatch = 2000

func (j *Journal) replay(tx *store.Tx, from store.Reader, progress func(done int64)) error {
	var done int64
	run := func(query string, after int64) (int64, int, error) {
		type row struct {
			pos int64
			raw string
		}
		batch, err := store.Collect(from, func(rows *sql.Rows) (r row, err error) {
			err = rows.Scan(&r.pos, &r.raw)
			return r, err
		}, query, after, replayBatch)
		if err != nil {
			return 0, 0, fmt.Errorf("read journal: %w", err)
		}
		for _, r := range batch {
			e, err := j.Types.Decode(r.raw)
			if err != nil {
				return 0, 0, err
			}
			if err := j.Project(tx, e); err != nil {
				return 0, 0, err
			}
			after = r.pos
		}
		return after, len(batch), nil
	}
	for _, query := range []string{
		`select l.leaf, e.body from leaves l join events e on e.seq = l.seq where l.leaf > $1 order by l.leaf limit $2`,
		`select e.seq, e.body from unsealed u join events e on e.seq = u.seq where u.seq > $1 order by e.seq limit $2`,
	} {
		after := int64(-1)
		for n := replayBatch; n == replayBatch; {
			var err error
			if after, n, err = run(query, after); err != nil {
				return err
			}
			done += int64(n)
			if progress != nil {
				progress(done)
			}
		}
	}
	return nil
}
