package journal_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

type counted struct {
	Word string `json:"word"`
}

func (counted) EventType() string { return "count.counted" }

// Two acts that meet on one stream both take effect, one after the other;
// nothing is lost and no version is given twice.
func TestActsOnOneStreamMeet(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for k := range 10 {
					if _, err := count(j, "", fmt.Sprintf("%d.%d", i, k)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		events, err := j.Stream(db.Read(context.Background()), "count/1")
		if err != nil || len(events) != 80 {
			t.Fatalf("got %d events, error %v; want 80", len(events), err)
		}
		for i, e := range events {
			if e.Version != int64(i)+1 {
				t.Fatalf("event %d has version %d", i, e.Version)
			}
		}
	})
}

// A repeated request with the same key has one effect and one answer; the
// same key for another request is refused.
func TestRequestKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		first, err := count(j, "k1", "a")
		if err != nil {
			t.Fatal(err)
		}
		again, err := count(j, "k1", "a")
		if err != nil || !again.Repeated || again.Result != first.Result {
			t.Fatalf("repetition: %+v, %v; want result %q", again, err, first.Result)
		}
		if _, err := count(j, "k1", "b"); !errs.Has(err, "journal.key_reused") {
			t.Fatalf("other request, same key: %v", err)
		}
		if v, err := journal.Head(db.Read(context.Background()), "count/1"); v != 1 || err != nil {
			t.Fatalf("stream is at version %d, %v; want 1", v, err)
		}
	})
}

// Request keys are forgotten after their time, however many there are, and not
// before; the search for them walks an index.
func TestRequestKeysAreSwept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j, ctx, now := open(t, db), context.Background(), act("").Now
		if _, err := count(j, "fresh", "a"); err != nil {
			t.Fatal(err)
		}
		const old = 4500 // more than two transactions sweep
		err := db.Update(ctx, func(tx *store.Tx) error {
			for i := range old {
				if err := tx.Exec(`insert into idempotency (actor, key, fingerprint, result, at) values ('p', $1, '', '', $2)`,
					strconv.Itoa(i), store.Micros(now.AddDate(0, 0, -31))); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		swept, err := j.SweepRequests(ctx, now.AddDate(0, 0, -30))
		if err != nil || swept != old {
			t.Errorf("swept %d of %d, %v", swept, old, err)
		}
		if again, err := count(j, "fresh", "a"); err != nil || !again.Repeated {
			t.Errorf("a fresh key was forgotten: %+v, %v", again, err)
		}
		if db.Dialect == store.SQLite {
			var detail string
			var skip int
			err := db.Read(ctx).Row(`explain query plan select actor, key from idempotency where at < 5 order by at limit 9`).Scan(&skip, &skip, &skip, &detail)
			if err != nil || !strings.Contains(detail, "idempotency_at") {
				t.Errorf("%s, %v", detail, err)
			}
		}
	})
}

// A person who acts on an old version is told what happened in between.
func TestStale(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		for _, w := range []string{"a", "b", "c"} {
			if _, err := count(j, "", w); err != nil {
				t.Fatal(err)
			}
		}
		_, err := j.Do(context.Background(), act(""), func(tx *journal.Tx) error {
			if _, err := tx.Load("count/1"); err != nil {
				return err
			}
			return tx.Expect("count/1", 1)
		})
		s, ok := errors.AsType[*journal.Stale](err)
		if !ok || len(s.Since) != 2 || errs.CodeOf(err) != errs.Conflict {
			t.Fatalf("got %v; want a conflict with two events since", err)
		}
	})
}

// The database itself refuses to change or remove what was journalled.
func TestDatabaseRefusesChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		if _, err := count(j, "", "a"); err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{`update events set body = 'x'`, `delete from events`} {
			err := db.Update(context.Background(), func(tx *store.Tx) error { return tx.Exec(q) })
			if err == nil {
				t.Errorf("%s: done, want a refusal", q)
			}
		}
	})
}

// An act that fails leaves nothing behind, not even in the same group commit.
func TestFailureLeavesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		boom := errors.New("boom")
		_, err := j.Do(context.Background(), act(""), func(tx *journal.Tx) error {
			if _, err := tx.Load("count/1"); err != nil {
				return err
			}
			if err := tx.Append("count/1", journal.Because(counted{"a"})); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatalf("got %v; want boom", err)
		}
		if v, _ := journal.Head(db.Read(context.Background()), "count/1"); v != 0 {
			t.Fatalf("stream is at version %d; want 0", v)
		}
	})
}

func open(t *testing.T, db *store.DB) *journal.Journal {
	t.Helper()
	types, err := journal.MakeTypes([]journal.Type{journal.TypeOf[counted]()})
	if err != nil {
		t.Fatal(err)
	}
	return journal.Open(db, types, nil, nil)
}

func act(key string) journal.Act {
	return journal.Act{Actor: "p1", Now: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC), Key: key}
}

func count(j *journal.Journal, key, word string) (journal.Outcome, error) {
	a := act(key)
	a.Fingerprint = word
	return j.Do(context.Background(), a, func(tx *journal.Tx) error {
		if _, err := tx.Load("count/1"); err != nil {
			return err
		}
		tx.Result = word
		return tx.Append("count/1", journal.Because(counted{word}))
	})
}
