package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// maxQueued bounds how many statements wait for the next question.
const maxQueued = 128

// pgTx is a transaction that keeps statements without an answer back and sends
// them together before the next question, or before the commit: what costs on
// PostgreSQL is going there and back, and projections mostly write.
type pgTx struct {
	conn   *sql.Conn
	tx     *sql.Tx
	queue  pgx.Batch
	failed error // of a statement that was kept back
}

// later takes a statement that nobody waits for.
func (t *pgTx) later(ctx context.Context, query string, args []any) error {
	values := make([]any, len(args))
	for i, a := range args {
		v, err := driver.DefaultParameterConverter.ConvertValue(a)
		if err != nil {
			return fmt.Errorf("argument %d of %s: %w", i+1, firstWords(query), err)
		}
		values[i] = v
	}
	t.queue.Queue(query, values...)
	if t.queue.Len() < maxQueued {
		return t.failed
	}
	return t.flush(ctx)
}

// flush carries out what was kept back, in its order.
func (t *pgTx) flush(ctx context.Context) error {
	if t.failed != nil || t.queue.Len() == 0 {
		return t.failed
	}
	batch := t.queue
	t.queue = pgx.Batch{}
	t.failed = t.conn.Raw(func(c any) error {
		results := c.(*stdlib.Conn).Conn().SendBatch(ctx, &batch)
		defer results.Close()
		for _, q := range batch.QueuedQueries {
			if _, err := results.Exec(); err != nil {
				return fmt.Errorf("%s: %w", firstWords(q.SQL), err)
			}
		}
		return results.Close()
	})
	return t.failed
}

// ExecContext runs a statement whose answer is wanted now.
func (t *pgTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.tx.ExecContext(ctx, query, args...)
}

// QueryContext asks for many rows.
func (t *pgTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.tx.QueryContext(ctx, query, args...)
}

// QueryRowContext asks for one row. After a statement that failed the row says
// that the transaction is aborted; commit tells the cause.
func (t *pgTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	_ = t.flush(ctx)
	return t.tx.QueryRowContext(ctx, query, args...)
}

// commit ends the transaction.
func (t *pgTx) commit(ctx context.Context) error {
	if err := t.flush(ctx); err != nil {
		return err
	}
	if err := t.tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// firstWords tells which statement is meant, without its values.
func firstWords(query string) string {
	words := strings.Fields(query)
	return strings.Join(words[:min(len(words), 3)], " ")
}
