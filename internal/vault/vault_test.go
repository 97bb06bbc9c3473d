package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
	"lunheng/internal/vault"
)

var (
	ctx = context.Background()
	now = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	key = strings.Repeat("2a", 32)
)

func open(t testing.TB, db *store.DB) *vault.Vault {
	t.Helper()
	v, err := vault.Open(ctx, db, vault.Options{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func update(t testing.TB, db *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.Update(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func put(t testing.TB, v *vault.Vault, db *store.DB, person string, rec vault.Record) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error { return v.Put(tx, person, rec, now) })
}

// What was put comes back, on any server with the key; what is in the
// database tells nothing.
func TestRecords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		v := open(t, db)
		want := vault.Record{Name: "王", NameEN: "Wang", Email: "wang@example.org"}
		put(t, v, db, "p1", vault.Record{Name: "old"})
		put(t, v, db, "p1", want)
		put(t, v, db, "p2", vault.Record{Name: "欧阳娜娜"})
		other := open(t, db)
		if got, err := other.Get(db.Read(ctx), "p1"); err != nil || got != want {
			t.Fatalf("got %+v, %v; want %+v", got, err, want)
		}
		names, err := other.Names(db.Read(ctx), "p2", "p1", "nobody", "p1")
		if err != nil || len(names) != 2 || names["p1"] != lang.T("王", "Wang 王") || names["p2"] != lang.Same("欧阳娜娜") {
			t.Errorf("got %v, %v", names, err)
		}
		stored, err := store.Column[[]byte](db.Read(ctx), `select ciphertext from vault_records`)
		if err != nil || len(stored) != 2 {
			t.Fatal(stored, err)
		}
		for _, c := range stored {
			if bytes.Contains(c, []byte("王")) || bytes.Contains(c, []byte("example")) {
				t.Error("a plain name in the database")
			}
		}
	})
}

// Names of many people, more than one query can ask for.
func TestManyNames(t *testing.T) {
	db := storetest.SQLite(t)
	v := open(t, db)
	var ids []string
	for i := range 300 {
		ids = append(ids, fmt.Sprintf("p%03d", i))
		put(t, v, db, ids[i], vault.Record{Name: fmt.Sprint("n", i)})
	}
	names, err := v.Names(db.Read(ctx), ids...)
	if err != nil || len(names) != 300 || names["p299"].ZH != "n299" {
		t.Fatalf("%d names, %v", len(names), err)
	}
}

// A row moved to another person, or another part, does not open.
func TestRowsCannotBeSwapped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		v := open(t, db)
		put(t, v, db, "p1", vault.Record{Name: "甲"})
		put(t, v, db, "p2", vault.Record{Name: "乙"})
		update(t, db, func(tx *store.Tx) error {
			return tx.Exec(`update vault_records set ciphertext = (select c.ciphertext from vault_records c where c.person = 'p2') where person = 'p1'`)
		})
		if got, err := v.Get(db.Read(ctx), "p1"); err == nil {
			t.Errorf("opened %+v", got)
		}
		update(t, db, func(tx *store.Tx) error {
			return tx.Exec(`update vault_keys set wrapped = (select k.wrapped from vault_keys k where k.person = 'p2') where person = 'p1'`)
		})
		if got, err := v.Get(db.Read(ctx), "p1"); err == nil {
			t.Errorf("opened %+v", got)
		}
	})
}

// Erasure leaves neither record nor index, shows at once on other servers,
// and is final.
func TestErase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		v, other := open(t, db), open(t, db)
		put(t, v, db, "p1", vault.Record{Name: "王五"})
		update(t, db, func(tx *store.Tx) error { return v.PutPart(tx, "p1", "note", []byte("x"), now) })
		if names, _ := other.Names(db.Read(ctx), "p1"); names["p1"].ZH != "王五" {
			t.Fatal("the name is not there")
		}
		for range 2 {
			update(t, db, func(tx *store.Tx) error { return v.Erase(tx, "p1", now) })
		}
		if err := db.Scrub(ctx, "vault_keys", "vault_records", "vault_tokens"); err != nil {
			t.Error(err)
		}
		if names, err := other.Names(db.Read(ctx), "p1"); err != nil || !names["p1"].IsZero() {
			t.Errorf("still named %v, %v", names["p1"], err)
		}
		if part, err := v.GetPart(db.Read(ctx), "p1", "note"); part != nil || err != nil {
			t.Errorf("part %q, %v", part, err)
		}
		if ids, err := v.Search(db.Read(ctx), "王", 9); len(ids) > 0 || err != nil {
			t.Errorf("still found: %v, %v", ids, err)
		}
		var left int
		err := db.Read(ctx).Row(`select (select count(*) from vault_records) + (select count(*) from vault_tokens)
			+ (select count(*) from vault_keys where length(wrapped) > 0)`).Scan(&left)
		if left != 0 || err != nil {
			t.Errorf("%d rows left, %v", left, err)
		}
		err = db.Update(ctx, func(tx *store.Tx) error { return v.Put(tx, "p1", vault.Record{Name: "王五"}, now) })
		if !errs.Has(err, "vault.erased") {
			t.Errorf("wrote about an erased person: %v", err)
		}
	})
}

// On SQLite nothing of an erased key and record is left in the file.
func TestErasedFromFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	v := open(t, db)
	for _, p := range []string{"p1", "p2", "p3"} {
		put(t, v, db, p, vault.Record{Name: "王五"})
	}
	var traces [][]byte
	for _, q := range []string{`select wrapped from vault_keys where person = 'p2'`,
		`select ciphertext from vault_records where person = 'p2'`, `select token from vault_tokens where person = 'p2'`} {
		found, err := store.Column[[]byte](db.Read(ctx), q)
		if err != nil || len(found) == 0 {
			t.Fatal(found, err)
		}
		traces = append(traces, found[0])
	}
	update(t, db, func(tx *store.Tx) error { return v.Erase(tx, "p2", now) })
	update(t, db, func(tx *store.Tx) error { return v.Erase(tx, "p1", now) }) // p3 still has the tokens
	if err := db.Close(); err != nil {                                        // also writes the log back and removes it
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, trace := range traces[:2] {
		if bytes.Contains(file, trace) {
			t.Errorf("trace %d is still in the file", i)
		}
	}
	if !bytes.Contains(file, traces[2]) {
		t.Error("the token that somebody else shares is gone: the test looks in the wrong place")
	}
}

// Any piece of a name finds it; what merely has the same pairs does not.
func TestSearch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		v := open(t, db)
		for id, rec := range map[string]vault.Record{
			"1": {Name: "王"}, "2": {Name: "王小明"}, "3": {Name: "李王"}, "4": {Name: "欧阳娜娜", NameEN: "Nana Ouyang"},
			"5": {Name: "阿布都热合曼·买买提"}, "6": {Name: "abcbd"},
		} {
			put(t, v, db, id, rec)
		}
		for _, c := range []struct {
			text  string
			limit int
			want  string
		}{
			{"王", 9, "1 2 3"}, {"王", 2, "1 2"}, {"小明", 9, "2"}, {"王小明", 9, "2"}, {"明小", 9, ""}, {"OUYANG", 9, "4"},
			{"ｎａｎａ ouy", 9, "4"}, {"曼买", 9, "5"}, {"abd", 9, ""}, {"bcb", 9, "6"}, {"", 9, ""}, {"·", 9, ""}, {"王", 0, ""},
			{strings.Repeat("王", 99), 9, ""},
		} {
			got, err := v.Search(db.Read(ctx), c.text, c.limit)
			if err != nil || strings.Join(got, " ") != c.want {
				t.Errorf("%q: got %v, %v; want %q", c.text, got, err, c.want)
			}
		}
		put(t, v, db, "2", vault.Record{Name: "赵小明"})
		if got, _ := v.Search(db.Read(ctx), "王小明", 9); len(got) > 0 {
			t.Errorf("found by a former name: %v", got)
		}
	})
}

// The limit is filled across candidates that turn out to be none.
func TestSearchReadsOn(t *testing.T) {
	db := storetest.SQLite(t)
	v := open(t, db)
	for i := range 20 {
		name := "abxbc"
		if i >= 17 {
			name = "abc"
		}
		put(t, v, db, fmt.Sprintf("p%02d", i), vault.Record{Name: name})
	}
	got, err := v.Search(db.Read(ctx), "abc", 2)
	if err != nil || !slices.Equal(got, []string{"p17", "p18"}) {
		t.Errorf("got %v, %v", got, err)
	}
}

// The master key is made once, kept private, and never replaced.
func TestMasterKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		path := filepath.Join(t.TempDir(), "master.key")
		o := vault.Options{Path: path}
		v, err := vault.Open(ctx, db, o)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
		update(t, db, func(tx *store.Tx) error { return v.SealSecret(tx, "log", []byte("signer")) })
		again, err := vault.Open(ctx, db, o)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := again.OpenSecret(db.Read(ctx), "log"); string(got) != "signer" || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
		for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o644} {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
			if _, err := vault.Open(ctx, db, o); err == nil || !strings.Contains(err.Error(), "chmod 600 "+path) {
				t.Errorf("a key file of mode %04o: %v", mode, err)
			}
		}
		if err := os.Chmod(path, 0o400); err != nil {
			t.Fatal(err)
		}
		if _, err := vault.Open(ctx, db, o); err != nil {
			t.Error(err)
		}
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := v.OpenSecret(db.Read(ctx), "other"); !errors.Is(err, vault.ErrNoSecret) {
			t.Errorf("got %v; want ErrNoSecret", err)
		}
		if _, err := vault.Open(ctx, db, vault.Options{Key: key}); !errors.Is(err, vault.ErrOtherKey) {
			t.Errorf("another key: %v", err)
		}
		lost := filepath.Join(t.TempDir(), "master.key")
		if _, err := vault.Open(ctx, db, vault.Options{Path: lost}); err == nil {
			t.Error("a lost key was replaced")
		}
		if _, err := os.Stat(lost); err == nil {
			t.Error("a new key was written")
		}
		if err := os.WriteFile(path, []byte("zz"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := vault.Open(ctx, db, o); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("a broken key file: %v", err)
		}
	})
}

// Keys for different purposes have nothing in common, and are the same on
// every server.
func TestDerive(t *testing.T) {
	db := storetest.SQLite(t)
	a, err := open(t, db).Derive("a")
	if err != nil {
		t.Fatal(err)
	}
	again, _ := open(t, db).Derive("a")
	b, _ := open(t, db).Derive("b")
	if !bytes.Equal(a, again) || bytes.Equal(a, b) {
		t.Error("derived keys are not what they should be")
	}
}

func BenchmarkNames(b *testing.B) {
	db := storetest.SQLite(b)
	v := open(b, db)
	ids := make([]string, 50)
	for i := range ids {
		ids[i] = fmt.Sprint("p", i)
		put(b, v, db, ids[i], vault.Record{Name: "王小明", NameEN: "Wang Xiaoming", Email: "wang@example.org"})
	}
	for b.Loop() {
		if _, err := v.Names(db.Read(ctx), ids...); err != nil {
			b.Fatal(err)
		}
	}
}
