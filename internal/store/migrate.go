package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema to the version of this program. Several servers
// may call it at once; one does the work.
func (db *DB) Migrate(ctx context.Context) error {
	return db.withProvider(func(p *goose.Provider) error {
		_, err := p.Up(ctx)
		return err
	})
}

// CheckSchema refuses a database whose schema is older or newer than this
// program's.
func (db *DB) CheckSchema(ctx context.Context) error {
	return db.withProvider(func(p *goose.Provider) error {
		have, want, err := p.GetVersions(ctx)
		if err != nil {
			return err
		}
		if have != want {
			return fmt.Errorf("check schema: the database is at version %d, this program needs %d", have, want)
		}
		return nil
	})
}

func (db *DB) withProvider(fn func(*goose.Provider) error) error {
	fsys, err := migrationsFor(db.Dialect)
	if err != nil {
		return err
	}
	dialect, opts := goose.DialectSQLite3, []goose.ProviderOption{}
	handle := db.read
	if db.Dialect == Postgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60), lock.WithUnlockTimeout(1, 10))
		if err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		dialect, opts = goose.DialectPostgres, append(opts, goose.WithSessionLocker(locker))
	} else if w, ok := db.write.(*groupWriter); ok {
		handle = w.db
		release, err := w.lend()
		if err != nil {
			return err
		}
		defer release()
	}
	p, err := goose.NewProvider(dialect, handle, fsys, opts...)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := fn(p); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// lend gives the writing connection back to the pool for the time of a
// migration, which brings its own transactions.
func (w *groupWriter) lend() (release func(), err error) {
	taken, back := make(chan struct{}), make(chan struct{})
	u := &unit{ctx: context.Background(), done: make(chan struct{})}
	u.lend = func() {
		w.conn.close()
		close(taken)
		<-back
		conn, err := w.db.Conn(context.Background())
		w.conn = &cachedConn{conn: conn, stmts: map[string]*sql.Stmt{}}
		u.err = err
	}
	select {
	case w.work <- u:
	case <-w.done:
		return nil, errClosed
	}
	<-taken
	return func() { close(back); <-u.done }, nil
}

var dialectLine = regexp.MustCompile(`^-- (sqlite|postgres): ?(.*)$`)

// textColumn is the beginning of a column of text.
var textColumn = regexp.MustCompile(`^((?:alter table [a-z_]+ add column|\s)\s*[a-z_0-9]+\s+text)\b(?: collate "C")?`)

// migrationsFor filters the migrations for one engine: a line that begins
// with "-- sqlite:" or "-- postgres:" counts for that engine alone. Columns of
// text compare by bytes, as they do on SQLite: lists have one order on both
// engines, and an index serves whatever column it is compared with.
func migrationsFor(d Dialect) (fs.FS, error) {
	out := fstest.MapFS{}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(names) == 0 {
		return nil, errors.Join(errors.New("migrate: no migrations"), err)
	}
	for _, name := range names {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("migrate: %w", err)
		}
		var b strings.Builder
		for line := range strings.Lines(string(text)) {
			m := dialectLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
			switch {
			case m != nil && m[1] == string(d):
				line = m[2] + "\n"
			case m != nil:
				continue
			}
			if d == Postgres {
				line = textColumn.ReplaceAllString(line, `$1 collate "C"`)
			}
			b.WriteString(line)
		}
		out[path.Base(name)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	return out, nil
}
