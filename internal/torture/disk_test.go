package torture

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"lunheng/internal/app"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// A full disk refuses acts and loses none that was acknowledged; when there
// is room again, the same process goes on. The database is told that it may
// not grow, at another page each time.
func TestFullDatabase(t *testing.T) {
	full(t, t.TempDir(), func(t *testing.T, h *app.House, _ string, round int) (free func()) {
		limit(t, h, 20+7*round)
		return func() { limit(t, h, 1<<20) }
	})
}

// The same on a disk that really is full, where the write of the log itself
// fails. It needs the right to mount one.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=48m"); err != nil {
		t.Skipf("no right to mount a small disk here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	full(t, dir, func(t *testing.T, _ *app.House, dir string, round int) (free func()) {
		ballast := filepath.Join(dir, "ballast")
		fill(t, ballast, dir, int64(1500+777*round)<<10)
		return func() {
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// fill writes a file that leaves only so much of the disk free.
func fill(t *testing.T, path, dir string, leave int64) {
	t.Helper()
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, make([]byte, max(0, int64(st.Bavail)*st.Bsize-leave)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// limit lets the database grow by so many pages from now on.
func limit(t *testing.T, h *app.House, pages int) {
	t.Helper()
	err := h.DB().Update(context.WithoutCancel(t.Context()), func(tx *store.Tx) error {
		var now, is int64
		if err := tx.Row(`select page_count from pragma_page_count`).Scan(&now); err != nil {
			return err
		}
		return tx.Row(fmt.Sprintf(`pragma max_page_count = %d`, now+int64(pages))).Scan(&is)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// full takes the room away, works until nothing more goes in, gives it back,
// works on, and checks.
func full(t *testing.T, dir string, squeeze func(t *testing.T, h *app.House, dir string, round int) (free func())) {
	ctx := t.Context()
	p := found(t, app.Storage{Data: dir})
	h, err := p.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	city := p.city(h)
	next, road := drafts(city), city.Road(p.Original)
	for round := range 4 {
		free := squeeze(t, h, dir, round)
		kept, why := untilFull(t, next, road.Next)
		t.Logf("round %d: %d events went in, then: %v", round, len(kept), why)
		free()
		for _, work := range []work{next, road.Next} {
			out, err := work(ctx)
			if err != nil {
				t.Fatalf("with room again: %v", err)
			}
			kept = append(kept, ids(out)...)
		}
		p.Age += 10 * time.Minute
		p.check(t, kept)
	}
}

type work = func(context.Context) (journal.Outcome, error)

// untilFull takes turns between two kinds of work until an act is refused.
func untilFull(t *testing.T, works ...work) (kept []string, why error) {
	t.Helper()
	for i := range 10_000 {
		out, err := works[i%len(works)](t.Context())
		if err != nil {
			return kept, err
		}
		kept = append(kept, ids(out)...)
	}
	t.Fatal("the disk never filled up")
	return nil, nil
}

func ids(out journal.Outcome) []string {
	var all []string
	for _, e := range out.Events {
		all = append(all, e.ID)
	}
	return all
}
