package torture

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/journal/verify"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// rounds is how often the program is killed: few, unless asked for more.
func rounds(t *testing.T, few int) int {
	t.Helper()
	s := os.Getenv("LUNHENG_TORTURE")
	if s == "" {
		return few
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// perWorld is how often one world is killed before a fresh one takes its
// place, so that checking it stays quick.
const perWorld = 20

// found makes a world with a complete application in it, and closes it.
func found(t *testing.T, s app.Storage) *place {
	t.Helper()
	w := apptest.Make(t, s)
	p := &place{Storage: s, Unit: w.Unit, Committee: w.Committee, People: w.People, Age: time.Minute}
	var err error
	if p.Original, err = p.city(w.House).Original(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.House.Close(); err != nil {
		t.Fatal(err)
	}
	return p
}

// Killed at any moment, the program loses nothing that it has acknowledged; it
// all gets its leaf; nothing is half done; and the next start goes on.
func TestCrash(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		crash(t, func(t *testing.T) app.Storage { return app.Storage{Data: t.TempDir()} })
	})
	t.Run("postgres", func(t *testing.T) {
		crash(t, func(t *testing.T) app.Storage {
			return app.Storage{Data: t.TempDir(), Database: storetest.PostgresURL(t)}
		})
	})
}

func crash(t *testing.T, storage func(t *testing.T) app.Storage) {
	rng := rand.New(rand.NewPCG(20261120, 7))
	var p *place
	total := 0
	all := rounds(t, 3)
	for round := range all {
		if round%perWorld == 0 {
			p = found(t, storage(t))
		}
		c := start(t, *p)
		after := time.Duration(rng.Int64N(int64(400 * time.Millisecond)))
		acknowledged := c.kill(t, after, func() { _ = c.cmd.Process.Kill() })
		total += len(acknowledged)
		p.Age += 10 * time.Minute
		p.check(t, acknowledged)
		if t.Failed() {
			t.Fatalf("round %d, killed %v after the first act", round, after)
		}
	}
	t.Logf("%d kills, %d acknowledged events, none lost", all, total)
}

// check opens the house as the next start would, and looks whether all is
// there, sealed and sound.
func (p *place) check(t *testing.T, acknowledged []string) {
	t.Helper()
	ctx := t.Context()
	p.settled(t)
	h, err := p.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if _, err := h.Sealer.SealNow(ctx, h.Now()); err != nil {
		t.Fatal(err)
	}
	if err := h.Sealer.Release(ctx); err != nil {
		t.Fatal(err)
	}
	sealed, err := store.Column[string](h.Read(ctx), `select e.id from events e join leaves l on l.seq = e.seq order by e.id`)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range acknowledged {
		if _, ok := slices.BinarySearch(sealed, id); !ok {
			t.Errorf("acknowledged event %s is not in the sealed log", id)
		}
	}
	p.sound(t, ctx, h)
}

// settled waits until PostgreSQL has noticed that the killed process is gone.
// A commit that was on its way to it may still be carried out until then.
func (p *place) settled(t *testing.T) {
	t.Helper()
	if p.Storage.Database == "" {
		return
	}
	db, err := sql.Open("pgx", p.Storage.Database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for left := 1; left > 0; <-tick.C {
		err := db.QueryRowContext(t.Context(), `select count(*) from pg_stat_activity where datname = current_database()
			and backend_type = 'client backend' and pid <> pg_backend_pid()`).Scan(&left)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// sound verifies everything, the derived tables included.
func (p *place) sound(t *testing.T, ctx context.Context, h *app.House) {
	t.Helper()
	spec := verify.Spec{Types: h.Journal.Types, Tables: app.Tables(), Projections: app.Projections(), Key: h.LogKey, Scratch: t.TempDir()}
	res, err := verify.Run(ctx, h.DB(), spec, func(f verify.Fault) { t.Error(f.Line(lang.EN)) }, nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.Sealed != res.Events || res.Events == 0 {
		t.Errorf("%d of %d events are sealed", res.Sealed, res.Events)
	}
}
