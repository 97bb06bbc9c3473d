package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
)

// Reader asks questions of the database. *Tx is one as well, so that a query
// works both inside a transaction and outside.
type Reader interface {
	Query(query string, args ...any) (*sql.Rows, error)
	Row(query string, args ...any) *sql.Row
	Context() context.Context
	Dialect() Dialect
}

// Tx is a write transaction. It is valid only within the function it was
// given to and by one goroutine.
type Tx struct {
	ctx     context.Context
	q       querier
	dialect Dialect
	later   []counting
}

// counting is a statement that waits for the end of its transaction.
type counting struct {
	row, query string
	args       []any
}

// querier is what *sql.Tx and the cached SQLite connection have in common.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Later is [Tx.Exec] for statements that count into a row shared by many acts. PostgreSQL
// gets them at the end of the transaction, in the order of the rows (a table and a key):
// each act touches such rows in an order of its own, and would else wait in a ring with
// others until the server undoes one. SQLite has one writer, and does them at once.
func (tx *Tx) Later(row, query string, args ...any) error {
	if tx.dialect != Postgres {
		return tx.Exec(query, args...)
	}
	tx.later = append(tx.later, counting{row, query, args})
	return nil
}

// Settle does what was put off. The end of a transaction does it by itself; a long one
// does it now and then.
func (tx *Tx) Settle() error {
	slices.SortStableFunc(tx.later, func(a, b counting) int { return strings.Compare(a.row, b.row) })
	for _, c := range tx.later {
		if err := tx.Exec(c.query, c.args...); err != nil {
			return err
		}
	}
	tx.later = nil
	return nil
}

// Exec runs a statement. PostgreSQL may get it only with the next question or
// the commit, and its failure then shows there; who must know at once uses
// [Tx.ExecN].
func (tx *Tx) Exec(query string, args ...any) error {
	// A statement without values may change the tables that the next one names.
	if later, ok := tx.q.(*pgTx); ok && len(args) > 0 {
		return later.later(tx.ctx, query, args)
	}
	_, err := tx.q.ExecContext(tx.ctx, query, args...)
	return err
}

// ExecN runs a statement and returns how many rows it touched.
func (tx *Tx) ExecN(query string, args ...any) (int64, error) {
	res, err := tx.q.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Query runs a query for many rows.
func (tx *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	return tx.q.QueryContext(tx.ctx, query, args...)
}

// Row runs a query for one row.
func (tx *Tx) Row(query string, args ...any) *sql.Row {
	return tx.q.QueryRowContext(tx.ctx, query, args...)
}

// Context is the context of the work under way.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Dialect is the engine the transaction runs on.
func (tx *Tx) Dialect() Dialect { return tx.dialect }

// reader reads outside a transaction through the pool.
type reader struct {
	ctx context.Context
	db  *DB
}

func (r *reader) Query(query string, args ...any) (*sql.Rows, error) {
	st, err := r.db.stmts.get(r.ctx, r.db.read, query)
	if err != nil {
		return r.db.read.QueryContext(r.ctx, query, args...)
	}
	return st.QueryContext(r.ctx, args...)
}

func (r *reader) Row(query string, args ...any) *sql.Row {
	st, err := r.db.stmts.get(r.ctx, r.db.read, query)
	if err != nil {
		return r.db.read.QueryRowContext(r.ctx, query, args...)
	}
	return st.QueryRowContext(r.ctx, args...)
}

func (r *reader) Context() context.Context { return r.ctx }

func (r *reader) Dialect() Dialect { return r.db.Dialect }

// Collect runs a query and scans every row with scan.
func Collect[T any](r Reader, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	return collect(r, nil, scan, query, args...)
}

// collect is Collect behind what there is already.
func collect[T any](r Reader, out []T, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := r.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// Column scans a query of one column.
func Column[T any](r Reader, query string, args ...any) ([]T, error) {
	return Collect(r, func(rows *sql.Rows) (T, error) {
		var v T
		err := rows.Scan(&v)
		return v, err
	}, query, args...)
}
