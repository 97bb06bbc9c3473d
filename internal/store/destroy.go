package store

import (
	"context"
	"errors"
	"fmt"
)

// Destroy runs deletions whose rows must not stay in the file. SQLite
// otherwise zeroes what a row leaves on its page (see sqliteDSN) and not whole
// pages that become free; within fn it zeroes those too. What is still in the
// write-ahead log, and on PostgreSQL in dead rows, goes with [DB.Scrub].
func (tx *Tx) Destroy(fn func() error) error {
	if tx.dialect != SQLite {
		return fn()
	}
	if err := tx.secureDelete("on"); err != nil {
		return err
	}
	return errors.Join(fn(), tx.secureDelete("fast"))
}

func (tx *Tx) secureDelete(mode string) error {
	var state int
	if err := tx.Row(`pragma secure_delete = ` + mode).Scan(&state); err != nil {
		return fmt.Errorf("switch overwriting %s: %w", mode, err)
	}
	return nil
}

// ErrBusy is returned by Scrub when readers kept the old data in use; they
// will be gone at the next try.
var ErrBusy = errors.New("store: old data are still being read")

// Scrub removes what deleted rows left behind outside the tables themselves:
// SQLite's write-ahead log is copied into the database and emptied, PostgreSQL
// vacuums the named tables. It is done after an erasure, outside its
// transaction.
func (db *DB) Scrub(ctx context.Context, tables ...string) error {
	if db.write == nil {
		return ErrReadOnly
	}
	if db.Dialect == Postgres {
		for _, table := range tables {
			if _, err := db.read.ExecContext(ctx, `vacuum `+table); err != nil {
				return fmt.Errorf("vacuum %s: %w", table, err)
			}
		}
		return nil
	}
	w, ok := db.write.(*groupWriter)
	if !ok {
		return nil
	}
	busy, err := w.truncate()
	switch {
	case err != nil:
		return fmt.Errorf("empty the write-ahead log: %w", err)
	case busy:
		return ErrBusy
	}
	return nil
}
