package journal_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/journal/proof"
	"lunheng/internal/journal/verify"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func sealing(t testing.TB, db *store.DB) (*journal.Journal, *journal.Sealer, journal.Key) {
	t.Helper()
	types, err := journal.MakeTypes([]journal.Type{journal.TypeOf[counted]()})
	if err != nil {
		t.Fatal(err)
	}
	key, err := journal.CreateKey(filepath.Join(t.TempDir(), "log.key"), "log.example")
	if err != nil {
		t.Fatal(err)
	}
	j := journal.Open(db, types, nil, nil)
	return j, journal.NewSealer(j, key, "s1"), key
}

func seal(t testing.TB, s *journal.Sealer) int64 {
	t.Helper()
	n, err := s.SealNow(context.Background(), noon)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// countMany journals n events in one act.
func countMany(t testing.TB, j *journal.Journal, n int) journal.Outcome {
	t.Helper()
	out, err := j.Do(context.Background(), act(""), func(tx *journal.Tx) error {
		if _, err := tx.Load("count/1"); err != nil {
			return err
		}
		news := make([]journal.New, n)
		for i := range news {
			news[i] = journal.Because(counted{fmt.Sprint("第", i, "项")}, flow.Ground{Rule: "r", Article: "第十条"})
		}
		return tx.Append("count/1", news...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func clean(t testing.TB, j *journal.Journal, key journal.Key) verify.Result {
	t.Helper()
	res, err := verify.Run(context.Background(), j.DB, verify.Spec{Types: j.Types, Key: key.Public()},
		func(f verify.Fault) { t.Error(f.Line(lang.EN)) }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// Sealing takes everything there is, in batches, and nothing twice.
func TestSealBatches(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j, sealer, key := sealing(t, db)
		if n := seal(t, sealer); n != 0 {
			t.Fatalf("sealed %d of nothing", n)
		}
		for _, n := range []int{1, 3, 2500} {
			countMany(t, j, n)
			if got := seal(t, sealer); got != int64(n) {
				t.Fatalf("sealed %d; want %d", got, n)
			}
		}
		if n := seal(t, sealer); n != 0 {
			t.Fatalf("sealed %d again", n)
		}
		if res := clean(t, j, key); res.Sealed != 2504 || res.Checkpoints != 5 {
			t.Fatalf("%+v; want 2504 leaves under 5 checkpoints", res)
		}
	})
}

// Two servers seal side by side while others write: one log, no leaf twice,
// none forgotten. When the holder of the lease goes away, the other takes
// over.
func TestTwoServersSeal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j, first, key := sealing(t, db)
		second := journal.NewSealer(j, key, "s2")
		var wg sync.WaitGroup
		for _, s := range []*journal.Sealer{first, second} {
			for i := range 3 {
				wg.Go(func() {
					countMany(t, j, 10)
					// Times far apart make the lease change hands.
					if _, err := s.SealNow(context.Background(), noon.Add(time.Duration(i)*time.Minute)); err != nil {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		late := noon.Add(time.Hour)
		countMany(t, j, 1)
		if _, err := second.SealNow(context.Background(), late); err != nil {
			t.Fatal(err)
		}
		countMany(t, j, 1)
		if n, err := first.SealNow(context.Background(), late); n != 0 || err != nil {
			t.Fatalf("sealed %d, %v under another's lease", n, err)
		}
		if n, err := first.SealNow(context.Background(), late.Add(time.Minute)); n != 1 || err != nil {
			t.Fatalf("took over: sealed %d, %v; want 1", n, err)
		}
		if err := first.Release(context.Background()); err != nil {
			t.Fatal(err)
		}
		countMany(t, j, 2)
		if n, err := second.SealNow(context.Background(), late.Add(time.Minute)); n != 2 || err != nil {
			t.Fatalf("after release: sealed %d, %v; want 2", n, err)
		}
		if res := clean(t, j, key); res.Sealed != 64 {
			t.Fatalf("%+v; want 64 leaves", res)
		}
	})
}

// Run seals by itself what is committed, until it is stopped.
func TestRunSeals(t *testing.T) {
	db := storetest.SQLite(t)
	j, sealer, key := sealing(t, db)
	sealer.OnError = func(err error) { t.Error(err) }
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { sealer.Run(ctx, func() time.Time { return noon }); close(ended) }()
	id := countMany(t, j, 1).Events[0].ID
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		_, err := j.Receipt(db.Read(ctx), key.Public(), id)
		if err == nil {
			break
		}
		if !errs.Has(err, journal.NotSealed) {
			t.Fatal(err)
		}
	}
	stop()
	<-ended
}

// A sealer does not sign on top of a log that does not agree with its last
// checkpoint.
func TestSealerStopsAtDamage(t *testing.T) {
	db := storetest.SQLite(t)
	j, sealer, key := sealing(t, db)
	countMany(t, j, 3)
	seal(t, sealer)
	countMany(t, j, 1)
	err := db.Update(context.Background(), func(tx *store.Tx) error {
		return errors.Join(tx.Exec(`drop trigger log_hashes_no_update`),
			tx.Exec(`update log_hashes set hash = zeroblob(32) where idx = 3`))
	})
	if err != nil {
		t.Fatal(err)
	}
	restarted := journal.NewSealer(j, key, "s1")
	if _, err := restarted.SealNow(context.Background(), noon); !errs.Has(err, "journal.damaged") {
		t.Fatalf("sealed on a damaged log: %v", err)
	}
	_, _, other := sealing(t, storetest.SQLite(t))
	if _, err := journal.NewSealer(j, other, "s1").SealNow(context.Background(), noon); !errs.Has(err, "journal.damaged") {
		t.Fatalf("sealed with another log's key: %v", err)
	}
}

// A key is made only for a log that has signed nothing; a lost or wrong key is
// an error that says what to do.
func TestLoadOrCreateKey(t *testing.T) {
	db := storetest.SQLite(t)
	read := db.Read(context.Background())
	path := filepath.Join(t.TempDir(), "data", "log.key")
	key, err := journal.LoadOrCreateKey(read, path, "log.example")
	if err != nil {
		t.Fatal(err)
	}
	again, err := journal.LoadOrCreateKey(read, path, "other.name")
	if err != nil || again.Public() != key.Public() || again.Origin() != "log.example" {
		t.Fatalf("read again: %s, %v", again.Public(), err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("key file: %v, %v", info.Mode(), err)
	}
	j, _, _ := sealing(t, db)
	countMany(t, j, 1)
	seal(t, journal.NewSealer(j, key, "s1"))
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := journal.LoadOrCreateKey(read, path, "log.example"); !errs.Has(err, "journal.key_lost") {
		t.Fatalf("lost key: %v", err)
	}
	if _, err := journal.CreateKey(path, "log.example"); err != nil {
		t.Fatal(err)
	}
	if _, err := journal.LoadOrCreateKey(read, path, "log.example"); !errs.Has(err, "journal.key_other") {
		t.Fatalf("other key: %v", err)
	}
	if _, err := journal.CreateKey(path, "log.example"); err == nil {
		t.Fatal("replaced a key")
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := journal.LoadKey(path); err == nil {
		t.Fatal("read a key that everybody may read")
	}
}

// Every event's receipt is genuine to a reader that knows nothing of us, the
// same whenever it is asked for, and each act tells where it was sealed.
func TestReceipts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j, sealer, key := sealing(t, db)
		read := db.Read(context.Background())
		var events []journal.Event
		for _, n := range []int{1, 2, 30} {
			events = append(events, countMany(t, j, n).Events...)
			seal(t, sealer)
		}
		waiting := countMany(t, j, 1).Events[0].ID
		seals, err := j.Seals(read, "count/1", "none/1")
		if err != nil || len(seals) != len(events) {
			t.Fatalf("%d seals, %v; want %d", len(seals), err, len(events))
		}
		for i, e := range events {
			r, err := j.Receipt(read, key.Public(), e.ID)
			if err != nil {
				t.Fatal(err)
			}
			file, err := r.File()
			if err != nil {
				t.Fatal(err)
			}
			s, err := proof.Verify(file, []string{key.Public()})
			if err != nil {
				t.Fatalf("event %d: %v", i, err)
			}
			if s.ID != e.ID || s.Version != e.Version || !s.At.Equal(e.At) || s.Leaf != int64(i) || !s.Trusted || !s.Sealed.Equal(noon) {
				t.Errorf("event %d: %+v", i, s)
			}
			if got := seals[e.ID]; got.Leaf != s.Leaf || got.Size != s.Size || !got.At.Equal(noon) {
				t.Errorf("event %d: seal %+v, statement %+v", i, got, s)
			}
		}
		if _, err := j.Receipt(read, key.Public(), waiting); !errs.Has(err, journal.NotSealed) {
			t.Errorf("unsealed event: %v", err)
		}
		if _, err := j.Receipt(read, key.Public(), "nothing"); errs.CodeOf(err) != errs.NotFound {
			t.Errorf("no event: %v", err)
		}
	})
}
