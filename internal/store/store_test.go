package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

var ctx = context.Background()

func table(t *testing.T, db *store.DB) {
	t.Helper()
	exec(t, db, `create table things (id bigint primary key, name text not null)`)
}

func exec(t *testing.T, db *store.DB, query string, args ...any) {
	t.Helper()
	if err := db.Update(ctx, func(tx *store.Tx) error { return tx.Exec(query, args...) }); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func count(t *testing.T, db *store.DB) int {
	t.Helper()
	var n int
	if err := db.Read(ctx).Row(`select count(*) from things`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Many writers at once: those who fail, by error or by panic, are rolled back
// alone, and everybody else's work is there.
func TestWritersTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		table(t, db)
		var wg sync.WaitGroup
		for i := range 90 {
			wg.Go(func() {
				err := db.Update(ctx, func(tx *store.Tx) error {
					if err := tx.Exec(`insert into things (id, name) values ($1, $2)`, i, "x"); err != nil {
						return err
					}
					switch i % 3 {
					case 1:
						return errors.New("changed my mind")
					case 2:
						panic("a bug")
					}
					return nil
				})
				if failed := err != nil; failed != (i%3 != 0) {
					t.Errorf("writer %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		if n := count(t, db); n != 30 {
			t.Errorf("%d rows; want 30", n)
		}
	})
}

// A unique violation within a group is told to the one who caused it.
func TestUnique(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		table(t, db)
		exec(t, db, `insert into things (id, name) values (1, 'a')`)
		err := db.Update(ctx, func(tx *store.Tx) error {
			return tx.Exec(`insert into things (id, name) values (1, 'b')`)
		})
		if !store.IsUnique(err) {
			t.Errorf("got %v; want a unique violation", err)
		}
		exec(t, db, `insert into things (id, name) values (2, 'b')`)
	})
}

// A full disk refuses new work and harms nothing that was acknowledged; when
// there is room again, work goes on.
func TestFullDisk(t *testing.T) {
	db := storetest.SQLite(t)
	table(t, db)
	exec(t, db, `insert into things (id, name) values (0, 'kept')`)
	var pages int64
	if err := db.Read(ctx).Row(`pragma page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int64) { exec(t, db, fmt.Sprintf(`pragma max_page_count = %d`, n)) }
	limit(pages + 4)
	full := false
	for i := 1; i < 100 && !full; i++ {
		err := db.Update(ctx, func(tx *store.Tx) error {
			return tx.Exec(`insert into things (id, name) values ($1, $2)`, i, strings.Repeat("x", 4000))
		})
		full = err != nil
	}
	if !full {
		t.Fatal("the disk never filled")
	}
	kept := count(t, db)
	limit(1 << 30)
	exec(t, db, `insert into things (id, name) values (1000, 'after')`)
	if n := count(t, db); n != kept+1 {
		t.Errorf("%d rows; want %d", n, kept+1)
	}
}

// A lost connection fails the act under way; the next one connects again.
func TestLostConnection(t *testing.T) {
	db := storetest.Postgres(t)
	table(t, db)
	err := db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Exec(`insert into things (id, name) values (1, 'lost')`); err != nil {
			return err
		}
		return tx.Exec(`select pg_terminate_backend(pg_backend_pid())`)
	})
	if err == nil {
		t.Fatal("acknowledged work on a connection that was cut")
	}
	exec(t, db, `insert into things (id, name) values (2, 'kept')`)
	if n := count(t, db); n != 1 {
		t.Errorf("%d rows; want 1", n)
	}
}

// A database of another schema version is refused, and one opened for reading
// refuses to write.
func TestRefusals(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.CheckSchema(ctx); err == nil {
		t.Error("an empty database passed for one of our schema")
	}
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if err := db.CheckSchema(ctx); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	ro, err := store.Open(ctx, store.Options{Path: path, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer ro.Close()
	if err := ro.Update(ctx, func(*store.Tx) error { return nil }); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("got %v; want ErrReadOnly", err)
	}
}

// Several servers that start at once migrate once.
func TestMigrateTogether(t *testing.T) {
	url := storetest.PostgresURL(t)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			db, err := store.Open(ctx, store.Options{URL: url})
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			if err := db.Migrate(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// Text compares by its bytes on both engines: else lists would have two
// orders, and an index would not serve a column compared otherwise.
func TestTextComparesByBytes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if err := db.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		if db.Dialect == store.Postgres {
			others, err := store.Column[string](db.Read(ctx), `select table_name || '.' || column_name from information_schema.columns
				where table_schema = current_schema() and data_type = 'text' and collation_name is distinct from 'C'
				and table_name <> 'goose_db_version'`)
			if err != nil || len(others) > 0 {
				t.Errorf("columns that compare otherwise: %v, %v", others, err)
			}
		}
	})
}
