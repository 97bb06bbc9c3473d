package auth_test

import (
	"context"
	"testing"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// The tables of the domains, as far as relations look at them, for the time
// in which their migrations are not there.
var tables = map[string]string{
	"activities":        `create table activities (id text primary key, leader text not null, unit text not null, committee text not null, state text not null)`,
	"activity_people":   `create table activity_people (activity text not null, person text not null, role text not null)`,
	"reviews":           `create table reviews (id text primary key, activity text not null, committee text not null, unit text not null, applicant text not null, state text not null)`,
	"review_exclusions": `create table review_exclusions (review text not null, person text not null, since bigint not null)`,
	"meetings":          `create table meetings (id text primary key, committee text not null, state text not null)`,
}

func exec(t testing.TB, db *store.DB, query string, args ...any) {
	t.Helper()
	if err := db.Update(context.Background(), func(tx *store.Tx) error { return tx.Exec(query, args...) }); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func TestEverySQL(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, q := range tables {
			exec(t, db, q)
		}
		p := auth.Session("p", time.Unix(0, 0))
		for _, g := range auth.Table {
			if _, err := auth.Can(db.Read(context.Background()), p, g.Kind, "x", g.Verb); err != nil {
				t.Error(err)
			}
		}
	})
}
