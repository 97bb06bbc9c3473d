// Package storetest gives tests a fresh, migrated database on each engine.
//
// PostgreSQL comes as a throw-away cluster on a socket in a temporary folder,
// one for a test binary, one database for a test. Where its programs are
// absent the PostgreSQL half of a test is skipped and says so; in continuous
// integration it fails instead.
package storetest

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"lunheng/internal/store"
)

// Each runs fn as a subtest on SQLite and on PostgreSQL.
func Each(t *testing.T, fn func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t)) })
}

// SQLite opens a fresh database in a temporary folder.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	return open(t, store.Options{Path: filepath.Join(t.TempDir(), "test.db"), Relaxed: true})
}

var databases atomic.Int64

// Postgres opens a fresh database in the throw-away cluster.
func Postgres(t testing.TB) *store.DB {
	t.Helper()
	return open(t, store.Options{URL: PostgresURL(t)})
}

// PostgresURL creates a fresh, empty database and returns its address.
func PostgresURL(t testing.TB) string {
	t.Helper()
	c := cluster(t)
	name := fmt.Sprintf("t%d", databases.Add(1))
	if err := c.create(name); err != nil {
		t.Fatal(err)
	}
	return c.url(name)
}

func open(t testing.TB, o store.Options) *store.DB {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	return db
}
