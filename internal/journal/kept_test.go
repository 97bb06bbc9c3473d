package journal_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/journal"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// words are what a stream says to a reader.
func words(t *testing.T, j *journal.Journal, r store.Reader) []string {
	t.Helper()
	events, err := j.Stream(r, "count/1")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range events {
		out = append(out, e.Body.(counted).Word)
	}
	return out
}

// What an act read of itself and did not commit is not kept, though another event of
// the same number follows.
func TestKeptIsCommitted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j, ctx, boom := open(t, db), context.Background(), errors.New("boom")
		for _, first := range []string{"a", "b"} {
			_, err := j.Do(ctx, act(""), func(tx *journal.Tx) error {
				if _, err := tx.Load("count/1"); err != nil {
					return err
				}
				if err := tx.Append("count/1", journal.Because(counted{first + "1"}), journal.Because(counted{first + "2"})); err != nil {
					return err
				}
				if got := words(t, j, tx); !slices.Contains(got, first+"2") {
					t.Errorf("the act itself sees %v", got)
				}
				if first == "a" {
					return boom
				}
				return nil
			})
			if first == "a" && !errors.Is(err, boom) || first == "b" && err != nil {
				t.Fatal(err)
			}
		}
		if got := strings.Join(words(t, j, db.Read(ctx)), " "); got != "b1 b2" {
			t.Errorf("the stream is %q", got)
		}
	})
}

// A server sees what others append, and a view of the past stays what it was.
func TestKeptBesideOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		here, there, ctx := open(t, db), open(t, db), context.Background()
		for i, j := range []*journal.Journal{here, there, here, there, there, here} {
			if _, err := count(j, "", string(rune('a'+i))); err != nil {
				t.Fatal(err)
			}
		}
		err := db.Snapshot(ctx, func(past store.Reader) error {
			for _, word := range []string{"g", "h"} {
				if got := strings.Join(words(t, here, past), ""); got != "abcdef" {
					t.Errorf("the view of the past is %q", got)
				}
				if _, err := count(there, "", word); err != nil {
					return err
				}
				if got := strings.Join(words(t, here, db.Read(ctx)), ""); !strings.HasSuffix(got, word) {
					t.Errorf("at present it is %q", got)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
