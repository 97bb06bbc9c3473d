package verify

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// errDone ends the one transaction of the scratch database, which is thrown away.
var errDone = errors.New("done")

// withScratch runs walk, which reads the journal, and derives the projections
// from what it reads, side by side, in a scratch database. Then it compares.
func (c *checker) withScratch(ctx context.Context, walk func(feed func([]row)) error) error {
	db, remove, err := openScratch(ctx, c.spec.Scratch)
	if err != nil {
		return err
	}
	defer remove()
	batches, walked := make(chan []row, 4), make(chan error, 1)
	quit := make(chan struct{})
	go func() {
		err := walk(func(rows []row) {
			select {
			case batches <- rows:
			case <-quit:
			}
		})
		close(batches)
		walked <- err
	}()
	err = db.Update(ctx, func(tx *store.Tx) error {
		if err := lighten(tx); err != nil {
			return fmt.Errorf("prepare scratch database: %w", err)
		}
		j := journal.Journal{Projections: c.spec.Projections}
		if _, err := j.Lean(tx); err != nil {
			return err
		}
		if err := c.derive(tx, batches); err != nil {
			return err
		}
		if err := <-walked; err != nil {
			return err
		}
		if err := c.compare(tx); err != nil {
			return err
		}
		return errDone
	})
	if errors.Is(err, errDone) {
		return nil
	}
	close(quit)
	return err
}

// lighten takes away from the scratch database what is not compared: the
// triggers that refuse changes and that feed the full-text index.
func lighten(tx *store.Tx) error {
	names, err := store.Column[string](tx, `select name from sqlite_schema where type = 'trigger'`)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := tx.Exec(`drop trigger "` + name + `"`); err != nil {
			return err
		}
	}
	return nil
}

func openScratch(ctx context.Context, dir string) (*store.DB, func(), error) {
	dir, err := os.MkdirTemp(dir, "lunheng-verify")
	if err != nil {
		return nil, nil, fmt.Errorf("make scratch database: %w", err)
	}
	db, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "scratch.db"), Scratch: true})
	if err != nil {
		os.RemoveAll(dir)
		return nil, nil, fmt.Errorf("make scratch database: %w", err)
	}
	remove := func() { db.Close(); os.RemoveAll(dir) }
	if err := db.Migrate(ctx); err != nil {
		remove()
		return nil, nil, fmt.Errorf("make scratch database: %w", err)
	}
	return db, remove, nil
}

// derivable is a row with the event that it holds.
type derivable struct {
	*row
	event journal.Event
}

// derive projects every event. Decoding goes on beside it.
func (c *checker) derive(tx *store.Tx, batches <-chan []row) error {
	decoded := make(chan []derivable, 2)
	go func() {
		defer close(decoded)
		for rows := range batches {
			decoded <- c.decode(rows)
		}
	}()
	j := journal.Journal{Types: c.spec.Types, Projections: c.spec.Projections}
	for batch := range decoded {
		for _, d := range batch {
			if err := j.Replay(tx, d.event); err != nil {
				c.fault(d.stream, d.version, "body", lang.T("事件无法投影：%v。", "The event cannot be projected: %v."), err)
			}
		}
	}
	return j.DeriveRest(tx)
}

func (c *checker) decode(rows []row) []derivable {
	out := make([]derivable, 0, len(rows))
	for i := range rows {
		w := &rows[i]
		e, err := c.spec.Types.Decode(w.body)
		if err != nil {
			c.fault(w.stream, w.version, "body", lang.T("事件内容无法解码：%v。", "The stored bytes cannot be decoded: %v."), err)
			continue
		}
		out = append(out, derivable{w, e})
	}
	return out
}
