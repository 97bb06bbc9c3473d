package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver named "pgx"
	"modernc.org/sqlite"
)

func openPostgres(ctx context.Context, o Options) (*DB, error) {
	db, err := sql.Open("pgx", o.URL)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db.SetMaxOpenConns(o.MaxConns * 2)
	db.SetMaxIdleConns(o.MaxConns * 2)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	out := &DB{Dialect: Postgres, read: db, close: db.Close}
	if !o.ReadOnly {
		out.write = &pgWriter{db: db}
	}
	return out, nil
}

// pgWriter gives every caller a transaction of its own.
type pgWriter struct{ db *sql.DB }

// maxTries bounds how often a transaction is repeated when PostgreSQL asks
// for it; the wait doubles from a millisecond.
const maxTries = 8

func (w *pgWriter) update(ctx context.Context, fn func(*Tx) error) error {
	for try := 0; ; try++ {
		err := w.once(ctx, fn)
		if err == nil || !isSerialisation(err) || try == maxTries {
			return err
		}
		wait := time.Millisecond << try
		select {
		case <-time.After(wait + rand.N(wait)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (w *pgWriter) once(ctx context.Context, fn func(*Tx) error) error {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback()
	if err := guard(&Tx{ctx: ctx, q: tx, dialect: Postgres}, fn); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// isSerialisation reports whether the database asked to repeat the
// transaction: a serialisation failure or a deadlock.
func isSerialisation(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pg.Code == "40001" || pg.Code == "40P01")
}

// IsUnique reports whether err is the violation of a unique constraint.
func IsUnique(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "23505"
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return lite.Code() == 2067 || lite.Code() == 1555
	}
	return false
}
