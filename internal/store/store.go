package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Dialect names a database engine.
type Dialect string

// The engines.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Options say which database to open.
type Options struct {
	Path string // SQLite file; used when URL is empty
	URL  string // postgres://… connection string
	// Relaxed trades durability for speed on SQLite (synchronous=NORMAL): a
	// power cut may then lose acknowledged work. For scratch databases only.
	Relaxed bool
	// Scratch gives up what a database needs that outlives its one user:
	// write-ahead log, syncs, checks of references. Only for tables that are
	// derived, looked at and thrown away.
	Scratch  bool
	ReadOnly bool // open for reading; Update refuses
	MaxConns int  // read connections (SQLite) or all connections (PostgreSQL); 0: 8
}

// DB is an open database. Its methods may be called from many goroutines.
type DB struct {
	Dialect Dialect
	read    *sql.DB
	write   updater
	stmts   stmtCache
	close   func() error
}

// updater runs one unit of work atomically and durably.
type updater interface {
	update(ctx context.Context, fn func(*Tx) error) error
}

// ErrReadOnly is returned by Update on a database opened for reading.
var ErrReadOnly = errors.New("store: database is open for reading only")

// Open opens the database. It does not migrate; see [DB.Migrate].
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.MaxConns == 0 {
		o.MaxConns = 8
	}
	if o.URL != "" {
		return openPostgres(ctx, o)
	}
	return openSQLite(ctx, o)
}

// Close waits for the write under way and closes the database.
func (db *DB) Close() error {
	db.stmts.close()
	return db.close()
}

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.read.PingContext(ctx) }

// Update runs fn in a write transaction and commits it. An error of fn rolls
// back what fn did and is returned as it is. fn may run more than once when
// the database asks for it, so it must not have effects elsewhere.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	if db.write == nil {
		return ErrReadOnly
	}
	return db.write.update(ctx, fn)
}

// Read returns a reader of committed data.
func (db *DB) Read(ctx context.Context) Reader { return &reader{ctx: ctx, db: db} }

// Snapshot runs fn on one consistent view of the data.
func (db *DB) Snapshot(ctx context.Context, fn func(Reader) error) error {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: db.snapshotLevel()})
	if err != nil {
		return fmt.Errorf("begin snapshot: %w", err)
	}
	defer tx.Rollback()
	return fn(&Tx{ctx: ctx, q: tx, dialect: db.Dialect})
}

func (db *DB) snapshotLevel() sql.IsolationLevel {
	if db.Dialect == Postgres {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

// Micros turns a time into the stored form: microseconds since 1970, UTC.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// Time turns the stored form back into a time in UTC.
func Time(us int64) time.Time { return time.UnixMicro(us).UTC() }

// stmtCache keeps prepared statements by their text. Lists have few shapes,
// so the cache is bounded only against mistakes.
type stmtCache struct {
	mu sync.RWMutex
	m  map[string]*sql.Stmt
}

const maxStmts = 1024

func (c *stmtCache) get(ctx context.Context, db *sql.DB, query string) (*sql.Stmt, error) {
	c.mu.RLock()
	st := c.m[query]
	c.mu.RUnlock()
	if st != nil {
		return st, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if st := c.m[query]; st != nil {
		return st, nil
	}
	if len(c.m) >= maxStmts {
		return nil, fmt.Errorf("prepare statement: more than %d different texts", maxStmts)
	}
	st, err := db.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare statement: %w", err)
	}
	if c.m == nil {
		c.m = map[string]*sql.Stmt{}
	}
	c.m[query] = st
	return st, nil
}

func (c *stmtCache) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, st := range c.m {
		st.Close()
	}
	c.m = nil
}
