package journal

import (
	"database/sql"
	"fmt"
	"strconv"

	"lunheng/internal/store"
)

// Rebuild drops what the projections wrote and derives it again from the
// journal as from sees it, which is mostly tx itself: sealed events in the
// order of the log, then the unsealed ones. All is in the one transaction, so that
// whoever reads meanwhile sees the old tables, and a crash leaves them. Nobody
// can act until it ends. Progress, when not nil, is told how many of all events
// are done.
func (j *Journal) Rebuild(tx *store.Tx, from store.Reader, progress func(done, total int64)) error {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	if err := stopWriters(tx); err != nil {
		return err
	}
	again, err := j.Lean(tx)
	if err != nil {
		return err
	}
	if err := j.empty(tx); err != nil {
		return err
	}
	if err := j.replay(tx, from, progress); err != nil {
		return err
	}
	if err := j.DeriveRest(tx); err != nil {
		return err
	}
	for _, statement := range again {
		if err := tx.Exec(statement); err != nil {
			return fmt.Errorf("make indexes again: %w", err)
		}
	}
	return nil
}

// stopWriters keeps acts and sealers of other servers waiting. On SQLite
// there is one writer anyway.
func stopWriters(tx *store.Tx) error {
	if tx.Dialect() != store.Postgres {
		return nil
	}
	if err := tx.Exec(`lock table streams, leaves in exclusive mode`); err != nil {
		return fmt.Errorf("stop writers: %w", err)
	}
	return nil
}

// empty removes the rows of all projections, last written first.
func (j *Journal) empty(tx *store.Tx) error {
	for i := len(j.Projections) - 1; i >= 0; i-- {
		tables := j.Projections[i].Tables
		for k := len(tables) - 1; k >= 0; k-- {
			if err := tx.Exec(`delete from ` + tables[k].Name); err != nil {
				return fmt.Errorf("empty %s: %w", tables[k].Name, err)
			}
		}
	}
	return nil
}

// replayBatch bounds how many events are in memory at a time.
const replayBatch = 2000

// replay projects all events, in batches. While one is projected, the next is decoded.
func (j *Journal) replay(tx *store.Tx, from store.Reader, progress func(done, total int64)) error {
	var done, total int64
	if err := from.Row(`select count(*) from events`).Scan(&total); err != nil {
		return fmt.Errorf("count events: %w", err)
	}
	project := func(b decoded) error {
		for _, e := range b.events {
			if err := j.Replay(tx, e); err != nil {
				return err
			}
		}
		if err := tx.Settle(); err != nil {
			return err
		}
		done += int64(len(b.events))
		progress(done, total)
		return b.err
	}
	limit := strconv.Itoa(replayBatch)
	var ahead <-chan decoded
	for _, query := range []string{
		`select l.leaf, e.body from leaves l join events e on e.seq = l.seq where l.leaf > $1 order by l.leaf limit ` + limit,
		`select u.seq, e.body from unsealed u join events e on e.seq = u.seq where u.seq > $1 order by u.seq limit ` + limit,
	} {
		for after := int64(-1); ; {
			rows, err := store.Collect(from, scanPlaced, query, after)
			if err != nil {
				return fmt.Errorf("read journal: %w", err)
			}
			if len(rows) == 0 {
				break
			}
			after = rows[len(rows)-1].at
			next := j.decodeAside(rows)
			if ahead != nil {
				if err := project(<-ahead); err != nil {
					return err
				}
			}
			ahead = next
		}
	}
	if ahead == nil {
		return nil
	}
	return project(<-ahead)
}

// decoded are events up to the first that cannot be decoded.
type decoded struct {
	events []Event
	err    error
}

func (j *Journal) decodeAside(rows []placed) <-chan decoded {
	out := make(chan decoded, 1)
	go func() {
		b := decoded{events: make([]Event, 0, len(rows))}
		for _, p := range rows {
			var e Event
			if e, b.err = j.Types.Decode(p.raw); b.err != nil {
				break
			}
			b.events = append(b.events, e)
		}
		out <- b
	}()
	return out
}

// placed is an event with its place in the order of the replay.
type placed struct {
	at  int64
	raw string
}

func scanPlaced(rows *sql.Rows) (placed, error) {
	var p placed
	err := rows.Scan(&p.at, &p.raw)
	return p, err
}
