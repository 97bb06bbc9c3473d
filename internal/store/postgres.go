package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"
)

func openPostgres(ctx context.Context, o Options) (*DB, error) {
	config, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	for name, value := range pgSettings {
		if _, chosen := config.RuntimeParams[name]; !chosen {
			config.RuntimeParams[name] = value
		}
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(o.MaxConns * 2)
	db.SetMaxIdleConns(o.MaxConns * 2)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, unreachable(config, err)
	}
	out := &DB{Dialect: Postgres, read: db, close: db.Close}
	if !o.ReadOnly {
		out.write = &pgWriter{db: db, turns: make(chan struct{}, o.MaxConns)}
	}
	return out, nil
}

// unreachable says in one line which server did not answer, and why; the driver
// has a line for every address that it tried. The password is in neither.
func unreachable(config *pgx.ConnConfig, err error) error {
	why := err
	for next := errors.Unwrap(why); next != nil; next = errors.Unwrap(why) {
		why = next
	}
	lines := strings.Split(strings.TrimSpace(why.Error()), "\n")
	return &unreached{text: fmt.Sprintf("open database: PostgreSQL at %s port %d does not answer for %s: %s", config.Host, config.Port, config.Database, strings.TrimSpace(lines[len(lines)-1])), cause: err}
}

// unreached is a cause told in one line.
type unreached struct {
	text  string
	cause error
}

// Error is the line.
func (e *unreached) Error() string { return e.text }

// Unwrap is what the driver said.
func (e *unreached) Unwrap() error { return e.cause }

// pgSettings hold for every connection unless the address says otherwise.
// Questions are few and always the same, and answer with a page of rows: a
// plan made once serves them all, and compiling one costs more than running it.
var pgSettings = map[string]string{"plan_cache_mode": "force_generic_plan", "jit": "off"}

// pgWriter gives every caller a transaction of its own. Callers wait for their
// turn in the order they came: the pool by itself picks any of them.
type pgWriter struct {
	db    *sql.DB
	turns chan struct{}
}

// maxTries bounds how often a transaction is repeated when PostgreSQL asks
// for it; the wait doubles from a millisecond.
const maxTries = 8

func (w *pgWriter) update(ctx context.Context, fn func(*Tx) error) error {
	select {
	case w.turns <- struct{}{}:
		defer func() { <-w.turns }()
	case <-ctx.Done():
		return ctx.Err()
	}
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
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback()
	q := &pgTx{conn: conn, tx: tx}
	t := &Tx{ctx: ctx, q: q, dialect: Postgres}
	if err = guard(t, fn); err == nil {
		err = t.Settle()
	}
	if q.failed != nil { // whatever fn made of it
		return q.failed
	}
	if err != nil {
		return err
	}
	return q.commit(ctx)
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
