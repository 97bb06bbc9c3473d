package store_test

import (
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"slices"
	"testing"

	"lunheng/internal/errs"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// Walking a list page by page gives every row once, in order, both ways, also
// when rows are added before the place one has reached.
func TestPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		table(t, db)
		for i := range 25 {
			exec(t, db, fmt.Sprintf(`insert into things (id, name) values (%d, '%c')`, i, 'a'+i%3))
		}
		for _, desc := range []bool{false, true} {
			walked := walk(t, db, desc)
			if len(walked) != 25 {
				t.Errorf("desc %v: walked over %d rows; want 25", desc, len(walked))
			}
			if desc {
				slices.Reverse(walked)
			}
			if !slices.IsSorted(walked) {
				t.Errorf("desc %v: order is %v", desc, walked)
			}
		}
	})
}

func walk(t *testing.T, db *store.DB, desc bool) []string {
	t.Helper()
	var out []string
	for p := (store.Paging{Limit: 4}); ; {
		page, err := things(db, p, desc)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, page.Items...)
		if page.Next == "" {
			return out
		}
		p.After = page.Next
	}
}

func things(db *store.DB, p store.Paging, desc bool) (store.Page[string], error) {
	k := store.Keyset{Columns: []string{"name", "id"}, Numbers: []string{"id"}, Desc: desc}
	w := store.NewWhere()
	w.Prefix("name", "")
	return store.QueryPage(db.Read(ctx), `select id, name from things`, w, k, p,
		func(rows *sql.Rows) (string, []any, error) {
			var id int64
			var name string
			err := rows.Scan(&id, &name)
			return fmt.Sprintf("%s%02d", name, id), []any{name, id}, err
		})
}

// A cursor that somebody made up is refused in words, whatever it holds.
func TestForeignCursors(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		table(t, db)
		for _, raw := range []string{``, `{}`, `["a"]`, `["a","b"]`, `[1,2]`, `["a",1.5]`, `["\u0000",1]`, `["a",1,2]`} {
			_, err := things(db, store.Paging{After: base64.RawURLEncoding.EncodeToString([]byte(raw)) + "="}, false)
			if !errs.Has(err, "store.page.cursor") {
				t.Errorf("%s, padded: %v; want a refusal", raw, err)
			}
			if raw == `` {
				continue
			}
			_, err = things(db, store.Paging{After: base64.RawURLEncoding.EncodeToString([]byte(raw))}, false)
			if !errs.Has(err, "store.page.cursor") {
				t.Errorf("%s: %v; want a refusal", raw, err)
			}
		}
	})
}

func TestPageSize(t *testing.T) {
	for asked, want := range map[int]int{-1: store.DefaultPage, 0: store.DefaultPage, 7: 7, 9999: store.MaxPage} {
		if got := (store.Paging{Limit: asked}).Size(); got != want {
			t.Errorf("asked for %d: %d; want %d", asked, got, want)
		}
	}
}

// Conditions asked one by one give the pages that they give together.
func TestPagesOfSeveralConditions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		err := db.Update(ctx, func(tx *store.Tx) error {
			if err := tx.Exec(`create table things (id text primary key, kind text not null, at bigint not null)`); err != nil {
				return err
			}
			for i := range 60 {
				if err := tx.Exec(`insert into things (id, kind, at) values ($1, $2, $3)`, fmt.Sprintf("t%02d", i), string(rune('a'+i*i%3)), i*7%20); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, desc := range []bool{false, true} {
			k := store.Keyset{Columns: []string{"at", "id"}, Numbers: []string{"at"}, Desc: desc}
			walk := func(kinds ...string) (all []string) {
				pg := store.Paging{Limit: 7}
				for {
					var ws []*store.Where
					for _, kind := range kinds {
						w := store.NewWhere()
						w.And("kind in (" + kind + ")")
						ws = append(ws, w)
					}
					page, err := store.QueryPages(db.Read(ctx), `select id, at from things`, ws, k, pg, func(rows *sql.Rows) (id string, _ []any, err error) {
						var at int64
						err = rows.Scan(&id, &at)
						return id, []any{at, id}, err
					})
					if err != nil {
						t.Fatal(err)
					}
					all = append(all, page.Items...)
					if pg.After = page.Next; page.Next == "" {
						return all
					}
				}
			}
			whole, parts := walk("'a', 'b', 'c'"), walk("'a'", "'b'", "'c'")
			if len(whole) != 60 || !slices.Equal(whole, parts) {
				t.Errorf("together %v, one by one %v", whole, parts)
			}
		}
	})
}
