package verify_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lunheng/internal/journal/verify"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

var ctx = context.Background()

// A log that nobody touched has no faults, empty, unsealed and sealed.
func TestClean(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db, 1)
		w.clean(t, 0, 0)
		w.act(t, 5)
		w.clean(t, 5, 0)
		w.live(t, 300)
		w.seal(t)
		w.clean(t, 305, 305)
		w.act(t, 2)
		w.clean(t, 307, 305)
	})
}

func (w *world) clean(t *testing.T, events, sealed int64) {
	t.Helper()
	res, err := verify.Run(ctx, w.db, w.spec(), func(f verify.Fault) { t.Error(f.Line(lang.EN)) }, nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.Events != events || res.Sealed != sealed {
		t.Fatalf("looked at %+v; want %d events, %d sealed", res, events, sealed)
	}
}

// A rebuilt database is the same, row by row.
func TestRebuild(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db, 2)
		w.live(t, 3000)
		var last int64
		err := db.Update(ctx, func(tx *store.Tx) error {
			if err := tx.Exec(`update clocks set name = 'x', amount = 7`); err != nil {
				return err
			}
			return w.j.Rebuild(tx, tx, func(done, total int64) { last = done })
		})
		if err != nil || last != 3000 {
			t.Fatalf("rebuilt %d of 3000, %v", last, err)
		}
		for _, f := range check(t, db.Read(ctx), w.spec()) {
			t.Error(f.Line(lang.EN))
		}
	})
}

// A rebuild that breaks off leaves the tables as they were.
func TestRebuildBreaksOff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db, 3)
		w.live(t, 50)
		boom := errors.New("boom")
		err := db.Update(ctx, func(tx *store.Tx) error {
			if err := w.j.Rebuild(tx, tx, nil); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		for _, f := range check(t, db.Read(ctx), w.spec()) {
			t.Error(f.Line(lang.EN))
		}
	})
}

// Without the key of a signed log nothing can be said.
func TestNeedsKey(t *testing.T) {
	db := storetest.SQLite(t)
	w := newWorld(t, db, 4)
	w.act(t, 1)
	w.seal(t)
	spec := w.spec()
	spec.Key = ""
	if _, err := verify.Run(ctx, db, spec, func(verify.Fault) {}, nil); err == nil {
		t.Fatal("checked without a key")
	}
}

// A database can be verified while people work: each run sees one moment.
func TestWhileInUse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db, 5)
		w.live(t, 200)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for range 60 {
				w.act(t, 3)
				w.seal(t)
			}
		}()
		spec := w.spec()
		for working := true; working; {
			select {
			case <-done:
				working = false
			default:
			}
			_, err := verify.Run(ctx, db, spec, func(f verify.Fault) { t.Error(f.Line(lang.EN)) }, nil)
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A database opened for reading only can be verified; nothing in it changes.
func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lunheng.db")
	db, err := store.Open(ctx, store.Options{Path: path, Relaxed: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, db, 6)
	w.live(t, 50)
	w.seal(t)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if w.db, err = store.Open(ctx, store.Options{Path: path, ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	defer w.db.Close()
	w.clean(t, 50, 50)
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Fatalf("the file changed, %v", err)
	}
}

// Rebuilding puts indexes and triggers aside; afterwards the schema is what it
// was, and the tables hold what they held.
func TestRebuildLeavesSchema(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db, 11)
		w.live(t, 60)
		before := schemaOf(t, db)
		rebuild := func(tx *store.Tx) error { return w.j.Rebuild(tx, tx, nil) }
		if err := db.Update(context.Background(), rebuild); err != nil {
			t.Fatal(err)
		}
		if after := schemaOf(t, db); !slices.Equal(before, after) {
			t.Fatalf("the schema was\n%q\nand is\n%q", before, after)
		}
		res, err := verify.Run(context.Background(), db, w.spec(), func(f verify.Fault) { t.Error(f.Line("en")) }, nil)
		if err != nil || res.Faults != 0 {
			t.Fatal(res, err)
		}
	})
}

func schemaOf(t *testing.T, db *store.DB) []string {
	t.Helper()
	query := `select name || ' ' || coalesce(sql, '') from sqlite_schema order by name`
	if db.Dialect == store.Postgres {
		query = `select indexname || ' ' || indexdef from pg_indexes where schemaname = current_schema() order by indexname`
	}
	out, err := store.Column[string](db.Read(context.Background()), query)
	if err != nil || len(out) == 0 {
		t.Fatal(out, err)
	}
	return out
}
