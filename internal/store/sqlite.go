package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime/debug"

	_ "modernc.org/sqlite" // the engine, pure Go
)

func openSQLite(ctx context.Context, o Options) (*DB, error) {
	read, err := sql.Open("sqlite", sqliteDSN(o, true))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", o.Path, err)
	}
	read.SetMaxOpenConns(o.MaxConns)
	read.SetMaxIdleConns(o.MaxConns)
	db := &DB{Dialect: SQLite, read: read, close: read.Close}
	if o.ReadOnly {
		return db, read.PingContext(ctx)
	}
	w, err := newGroupWriter(ctx, o)
	if err != nil {
		read.Close()
		return nil, err
	}
	db.write = w
	db.close = func() error { return errors.Join(w.close(), read.Close()) }
	return db, nil
}

// walPages is how many pages the write-ahead log grows by before they are
// copied into the database. An act touches some twenty pages, mostly the same
// ones as the act before: the longer the log, the fewer copies and syncs, and
// the longer a start after a crash. This is 16 MB.
const walPages = "wal_autocheckpoint(4000)"

func sqliteDSN(o Options, reader bool) string {
	sync := "FULL"
	if o.Relaxed {
		sync = "NORMAL"
	}
	q := url.Values{"_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(" + sync + ")",
		"foreign_keys(1)", "temp_store(MEMORY)", "cache_size(-8000)", walPages,
	}}
	if o.Scratch {
		q["_pragma"] = []string{"journal_mode(MEMORY)", "synchronous(OFF)", "locking_mode(EXCLUSIVE)", "foreign_keys(0)",
			"temp_store(MEMORY)", "cache_size(-65536)"}
		return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: o.Path}).EscapedPath(), RawQuery: q.Encode()}).String()
	}
	if !reader {
		// What a deleted or changed row leaves on its page is zeroed, which costs no
		// further writing. Whole pages: see Tx.Destroy.
		q["_pragma"] = append(q["_pragma"], "secure_delete(fast)")
	}
	if reader {
		q["_pragma"] = append(q["_pragma"], "query_only(1)")
	}
	if o.ReadOnly {
		q.Set("mode", "ro")
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: o.Path}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// groupWriter owns the one writing connection of a SQLite database. It runs
// on a goroutine of its own and commits whoever waits in one go.
type groupWriter struct {
	db   *sql.DB
	conn *cachedConn
	work chan *unit
	done chan struct{}
}

// unit is one caller's piece of work.
type unit struct {
	ctx  context.Context
	fn   func(*Tx) error
	lend func() // instead of fn: takes the connection away for a while
	err  error
	done chan struct{}
}

// maxGroup bounds how many callers share a commit, so that the first of them
// does not wait for ever under load.
const maxGroup = 128

var errClosed = errors.New("store: database is closed")

func newGroupWriter(ctx context.Context, o Options) (*groupWriter, error) {
	db, err := sql.Open("sqlite", sqliteDSN(o, false))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", o.Path, err)
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("open %s: %w", o.Path, err)
	}
	w := &groupWriter{
		db: db, conn: &cachedConn{conn: conn, stmts: map[string]*sql.Stmt{}},
		work: make(chan *unit, maxGroup), done: make(chan struct{}),
	}
	go w.run()
	return w, nil
}

func (w *groupWriter) update(ctx context.Context, fn func(*Tx) error) error {
	u := &unit{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case w.work <- u:
	case <-w.done:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-u.done:
		return u.err
	case <-w.done:
		return errClosed
	}
}

// truncate copies the write-ahead log into the database and empties it. It
// waits a moment for readers of the old state; busy says that some are left.
func (w *groupWriter) truncate() (busy bool, err error) {
	u := &unit{ctx: context.Background(), done: make(chan struct{})}
	u.lend = func() {
		var copied, frames int
		u.err = errors.Join(w.conn.exec(`pragma busy_timeout = 1000`),
			w.conn.QueryRowContext(u.ctx, `pragma wal_checkpoint(truncate)`).Scan(&busy, &frames, &copied),
			w.conn.exec(`pragma busy_timeout = 10000`))
	}
	select {
	case w.work <- u:
	case <-w.done:
		return false, errClosed
	}
	<-u.done
	return busy, u.err
}

// close stops taking work, finishes what is queued and closes the connection.
func (w *groupWriter) close() error {
	stop := &unit{}
	w.work <- stop
	<-w.done
	w.conn.close()
	return w.db.Close()
}

func (w *groupWriter) run() {
	defer close(w.done)
	for {
		group, stop := w.gather()
		if len(group) > 0 {
			w.commit(group)
		}
		if stop {
			return
		}
	}
}

// gather waits for one caller and takes along all who are waiting by then.
func (w *groupWriter) gather() (group []*unit, stop bool) {
	u := <-w.work
	for {
		if u.lend != nil {
			u.lend()
			close(u.done)
			return group, false
		}
		if u.fn == nil {
			return group, true
		}
		group = append(group, u)
		if len(group) == maxGroup {
			return group, false
		}
		select {
		case u = <-w.work:
		default:
			return group, false
		}
	}
}

// commit runs the group in one transaction. Who fails is rolled back alone;
// when the transaction itself fails, everybody is told so.
func (w *groupWriter) commit(group []*unit) {
	if len(group) == 1 {
		w.commitAlone(group[0])
		return
	}
	err := w.conn.exec("begin immediate")
	ran := group[:0:0]
	for _, u := range group {
		if err != nil {
			break
		}
		ran = append(ran, u)
		err = w.runOne(u)
	}
	if err == nil {
		err = w.conn.exec("commit")
	}
	if err != nil {
		// The connection may already have left the transaction (disk full);
		// then this rollback says so, which is of no interest.
		_ = w.conn.exec("rollback")
	}
	for _, u := range group {
		if err != nil && u.err == nil {
			u.err = fmt.Errorf("commit: %w", err)
		}
		close(u.done)
	}
}

// commitAlone runs u in a transaction of its own. Nobody else is harmed when
// it is rolled back, so it needs no savepoint.
func (w *groupWriter) commitAlone(u *unit) {
	defer close(u.done)
	if u.err = u.ctx.Err(); u.err != nil {
		return
	}
	err := w.conn.exec("begin immediate")
	if err == nil {
		if u.err = guard(&Tx{ctx: context.WithoutCancel(u.ctx), q: w.conn, dialect: SQLite}, u.fn); u.err == nil {
			err = w.conn.exec("commit")
		}
	}
	if err != nil {
		u.err = fmt.Errorf("commit: %w", err)
	}
	if u.err != nil {
		_ = w.conn.exec("rollback") // as in commit
	}
}

// runOne runs u within a savepoint. The returned error is about the
// transaction as a whole; the caller's own error goes to u.
func (w *groupWriter) runOne(u *unit) error {
	if u.err = u.ctx.Err(); u.err != nil {
		return nil
	}
	if err := w.conn.exec("savepoint one"); err != nil {
		return err
	}
	// The work must not be torn when the caller goes away in the middle: it
	// is finished or rolled back as a whole.
	tx := &Tx{ctx: context.WithoutCancel(u.ctx), q: w.conn, dialect: SQLite}
	if u.err = guard(tx, u.fn); u.err != nil {
		if err := w.conn.exec("rollback to one"); err != nil {
			return err
		}
	}
	return w.conn.exec("release one")
}

// guard turns a panic in fn into an error, so that one caller's bug neither
// stops the writer nor leaves the others waiting.
func guard(tx *Tx, fn func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("run transaction: panic: %v\n%s", p, debug.Stack())
		}
	}()
	return fn(tx)
}

// cachedConn is one connection with its prepared statements.
type cachedConn struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

func (c *cachedConn) exec(query string) error {
	_, err := c.ExecContext(context.Background(), query)
	return err
}

func (c *cachedConn) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if st := c.stmts[query]; st != nil {
		return st, nil
	}
	st, err := c.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if len(c.stmts) < maxStmts {
		c.stmts[query] = st
	}
	return st, nil
}

func (c *cachedConn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if len(args) == 0 && len(c.stmts) == 0 {
		return c.conn.ExecContext(ctx, query)
	}
	st, err := c.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

func (c *cachedConn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := c.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

func (c *cachedConn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	st, err := c.stmt(ctx, query)
	if err != nil {
		return c.conn.QueryRowContext(ctx, query, args...) // repeats the error at Scan
	}
	return st.QueryRowContext(ctx, args...)
}

func (c *cachedConn) close() {
	for _, st := range c.stmts {
		st.Close()
	}
	c.conn.Close()
}
