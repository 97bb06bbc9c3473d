package journal_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"lunheng/internal/journal"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"

	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/client"
	"golang.org/x/mod/sumdb/note"
)

// A standard client of tlog-tiles follows the log while it grows: checkpoints
// open, every older tree is a prefix of every newer one, every entry is
// included and is the commitment to its event.
func TestStandardClientFollows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j, sealer, key := sealing(t, db)
		server := httptest.NewServer(http.StripPrefix("/log", journal.TilesHandler(j, func(err error) { t.Error(err) })))
		defer server.Close()
		verifier, err := note.NewVerifier(key.Public())
		if err != nil {
			t.Fatal(err)
		}
		log := remote(server.URL + "/log/")
		tracker, size := (*client.LogStateTracker)(nil), 0
		for _, more := range []int{1, 2, 254, 1, 300, 700} {
			countMany(t, j, more)
			seal(t, sealer)
			size += more
			if tracker == nil {
				tracker, err = client.NewLogStateTracker(context.Background(), log.tile, nil, verifier, key.Origin(),
					client.UnilateralConsensus(log.checkpoint))
			} else {
				_, _, _, err = tracker.Update(context.Background())
			}
			if err != nil {
				t.Fatalf("follow to size %d: %v", size, err)
			}
			if got := tracker.Latest().Size; got != uint64(size) {
				t.Fatalf("client sees %d entries; want %d", got, size)
			}
		}
		log.compareEntries(t, db, uint64(size))
	})
}

// compareEntries fetches every entry and every leaf hash.
func (u remote) compareEntries(t *testing.T, db *store.DB, size uint64) {
	t.Helper()
	hashes, err := client.FetchLeafHashes(context.Background(), u.tile, 0, size, size)
	if err != nil {
		t.Fatal(err)
	}
	var entries [][]byte
	for i := uint64(0); i*layout.EntryBundleWidth < size; i++ {
		bundle, err := client.GetEntryBundle(context.Background(), u.entries, i, size)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, bundle.Entries...)
	}
	events, err := store.Column[[]byte](db.Read(context.Background()), `select e.body from leaves l join events e on e.seq = l.seq order by l.leaf`)
	if err != nil {
		t.Fatal(err)
	}
	salts, err := store.Column[[]byte](db.Read(context.Background()), `select e.salt from leaves l join events e on e.seq = l.seq order by l.leaf`)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != int(size) || len(events) != int(size) {
		t.Fatalf("%d entries for %d events; want %d", len(entries), len(events), size)
	}
	for i, entry := range entries {
		want := sha256.Sum256(append(salts[i], events[i]...))
		leaf := sha256.Sum256(append([]byte{0}, entry...))
		if !bytes.Equal(entry, want[:]) || !bytes.Equal(hashes[i], leaf[:]) {
			t.Fatalf("entry %d is not the commitment to its event", i)
		}
	}
}

// remote is the address of a log.
type remote string

func (u remote) get(path string) ([]byte, error) {
	res, err := http.Get(string(u) + path)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusNotFound {
		return nil, os.ErrNotExist
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("get %s: %s", path, res.Status)
	}
	return io.ReadAll(res.Body)
}

func (u remote) checkpoint(context.Context) ([]byte, error) { return u.get(layout.CheckpointPath) }

func (u remote) tile(_ context.Context, level, index uint64, p uint8) ([]byte, error) {
	return u.get(layout.TilePath(level, index, p))
}

func (u remote) entries(_ context.Context, index uint64, p uint8) ([]byte, error) {
	return u.get(layout.EntriesPath(index, p))
}

// What the handler answers: status, type and caching.
func TestTileAnswers(t *testing.T) {
	j, sealer, _ := sealing(t, storetest.SQLite(t))
	h := journal.TilesHandler(j, func(err error) { t.Error(err) })
	ask := func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		return w
	}
	if w := ask("GET", "/checkpoint"); w.Code != http.StatusNotFound {
		t.Errorf("checkpoint of an empty log: %d", w.Code)
	}
	countMany(t, j, 300)
	seal(t, sealer)
	forever, binary := "public, max-age=31536000, immutable", "application/octet-stream"
	for _, c := range []struct {
		path          string
		status, size  int
		kind, caching string
	}{
		{"/checkpoint", 200, -1, "text/plain; charset=utf-8", "no-cache"},
		{"/tile/0/000", 200, 256 * 32, binary, forever},
		{"/tile/0/001.p/44", 200, 44 * 32, binary, forever},
		{"/tile/0/001.p/7", 200, 7 * 32, binary, forever},
		{"/tile/1/000.p/1", 200, 32, binary, forever},
		{"/tile/entries/000", 200, 256 * 34, binary, forever},
		{"/tile/entries/001.p/44", 200, 44 * 34, binary, forever},
		{"/tile/0/001", 404, -1, "", ""},
		{"/tile/0/001.p/45", 404, -1, "", ""},
		{"/tile/1/000.p/2", 404, -1, "", ""},
		{"/tile/entries/001", 404, -1, "", ""},
		{"/tile/data/000", 404, -1, "", ""},
		{"/tile/0/0", 404, -1, "", ""},
		{"/tile/9/000.p/1", 404, -1, "", ""},
		{"/tile/5/x999/x999/x999/x999/x999/000", 404, -1, "", ""},
		{"/tile/-1/000", 404, -1, "", ""},
		{"/tile/0/../000", 307, -1, "", ""},
		{"/", 404, -1, "", ""},
	} {
		w := ask("GET", c.path)
		if w.Code != c.status {
			t.Errorf("%s: status %d; want %d", c.path, w.Code, c.status)
			continue
		}
		if c.size >= 0 && w.Body.Len() != c.size {
			t.Errorf("%s: %d bytes; want %d", c.path, w.Body.Len(), c.size)
		}
		if c.kind != "" && (w.Header().Get("Content-Type") != c.kind || w.Header().Get("Cache-Control") != c.caching) {
			t.Errorf("%s: headers %v", c.path, w.Header())
		}
	}
	if w := ask("POST", "/checkpoint"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}
