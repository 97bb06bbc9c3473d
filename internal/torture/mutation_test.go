package torture

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lunheng/bench"
	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/journal"
	"lunheng/internal/journal/proof"
	"lunheng/internal/journal/verify"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// Somebody with full rights in the database of a real city changes one thing,
// and the verifier names it where it was changed: stream and event, or the
// place in the log. LUNHENG_MUTATIONS=1000 runs the long form.
func TestMutations(t *testing.T) {
	all := 2 * len(mutations)
	if s := os.Getenv("LUNHENG_MUTATIONS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		all = n
	}
	t.Run("sqlite", func(t *testing.T) { mutate(t, app.Storage{Data: t.TempDir()}, all) })
	t.Run("postgres", func(t *testing.T) {
		mutate(t, app.Storage{Data: t.TempDir(), Database: storetest.PostgresURL(t)}, all)
	})
}

func mutate(t *testing.T, s app.Storage, all int) {
	h := newHand(t, s)
	if faults := h.faults(t, h.house.Read(t.Context()), ""); len(faults) != 0 {
		t.Fatalf("before any damage: %s", lines(faults))
	}
	for i := range all {
		m := mutations[i%len(mutations)]
		t.Run(fmt.Sprintf("%s/%d", m.name, i/len(mutations)), func(t *testing.T) { h.try(t, m) })
	}
}

// hand is somebody who may do anything in the database. Its helpers run
// within a transaction, where a panic becomes an error.
type hand struct {
	house  *app.House
	rand   *rand.Rand
	events []event // sealed, by leaf
	points []int64 // sizes of the checkpoints
	note   string  // the last checkpoint, as somebody kept it elsewhere
	spec   verify.Spec
	anchor string // given to the verifier; empty: none
}

type event struct {
	seq, version     int64
	stream, body, id string
	salt             []byte
}

func (e event) place() string { return fmt.Sprintf("%s %d", e.stream, e.version) }

// newHand makes a city in which reviews have gone the whole road, with
// letters, drafts, and some events that wait for their leaves.
func newHand(t *testing.T, s app.Storage) *hand {
	t.Helper()
	w := apptest.Make(t, s)
	city := &bench.City{Services: w.Services, Unit: w.Unit, Committee: w.Committee, People: w.People}
	ctx := t.Context()
	original, err := city.Original(ctx)
	if err != nil {
		t.Fatal(err)
	}
	next := drafts(city)
	for range 3 {
		road := city.Road(original)
		for !road.Done() {
			w.Done(road.Next(ctx))
			w.Seal()
		}
		w.Done(w.Review.IssueLetter(ctx, w.As("secretary"), w.Now(), review.IssueLetter{Review: road.Case}))
		w.Done(next(ctx))
		w.Seal()
	}
	for range 3 {
		w.Done(next(ctx))
	}
	h := &hand{house: w.House, rand: rand.New(rand.NewPCG(20261120, 9)), spec: verify.Spec{Types: w.Journal.Types, Tables: app.Tables(),
		Projections: app.Projections(), Key: w.LogKey, Scratch: t.TempDir()}}
	h.read(t)
	return h
}

func (h *hand) read(t *testing.T) {
	t.Helper()
	r := h.house.Read(t.Context())
	rows, err := r.Query(`select e.seq, e.stream, e.version, e.body, e.salt, e.id from leaves l join events e on e.seq = l.seq order by l.leaf`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var e event
		if err := rows.Scan(&e.seq, &e.stream, &e.version, &e.body, &e.salt, &e.id); err != nil {
			t.Fatal(err)
		}
		h.events = append(h.events, e)
	}
	if h.points, err = store.Column[int64](r, `select size from checkpoints order by size`); err != nil {
		t.Fatal(err)
	}
	if _, h.note, err = h.house.Journal.Checkpoint(r); err != nil {
		t.Fatal(err)
	}
}

func (h *hand) faults(t *testing.T, r store.Reader, anchor string) []verify.Fault {
	t.Helper()
	spec := h.spec
	spec.Anchor = anchor
	var out []verify.Fault
	if _, err := verify.On(r, spec, func(f verify.Fault) { out = append(out, f) }, nil); err != nil {
		t.Fatal(err)
	}
	return out
}

var errUndo = errors.New("undo")

// try damages, verifies and rolls back.
func (h *hand) try(t *testing.T, m mutation) {
	err := h.house.DB().Update(t.Context(), func(tx *store.Tx) error {
		h.unlock(tx)
		h.anchor = ""
		want := m.do(h, tx)
		if len(want) == 0 {
			return errors.New("nothing was damaged")
		}
		faults := h.faults(t, tx, h.anchor)
		for _, place := range want {
			if !told(faults, place) {
				t.Errorf("not told: %s; told is only:\n%s", place, lines(faults))
			}
		}
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		t.Fatal(err)
	}
}

// told reports whether a fault is at a place: "stream number", or that and
// the field.
func told(faults []verify.Fault, place string) bool {
	for _, f := range faults {
		at := fmt.Sprintf("%s %d", f.Stream, f.Event)
		if place == at || place == at+" "+f.Field {
			return true
		}
	}
	return false
}

func lines(faults []verify.Fault) string {
	var b strings.Builder
	for i, f := range faults {
		if i == 12 {
			fmt.Fprintf(&b, "… %d more\n", len(faults)-i)
			break
		}
		b.WriteString(f.Line(lang.EN) + "\n")
	}
	return b.String()
}

// Nobody can change a letter's decision.json and still have it pass.
func TestForgedReceipts(t *testing.T) {
	h := newHand(t, app.Storage{Data: t.TempDir()})
	n := 200
	if os.Getenv("LUNHENG_MUTATIONS") != "" {
		n = 20_000
	}
	var raw []byte
	for _, e := range h.events {
		if !strings.Contains(e.body, `"type":"review.letter_issued"`) {
			continue
		}
		receipt, err := h.house.Journal.Receipt(h.house.Read(t.Context()), h.house.LogKey, e.id)
		if err != nil {
			t.Fatal(err)
		}
		if raw, err = receipt.File(); err != nil {
			t.Fatal(err)
		}
	}
	good, err := proof.Verify(raw, []string{h.house.LogKey})
	if err != nil || !good.Trusted {
		t.Fatal(good, err)
	}
	for range n {
		forged := append([]byte{}, raw...)
		i := h.rand.IntN(len(forged))
		forged[i] ^= 1 << h.rand.IntN(8)
		st, err := proof.Verify(forged, []string{h.house.LogKey})
		if err == nil && (!st.Trusted || string(st.Data) != string(good.Data) || st.Leaf != good.Leaf || st.Size != good.Size) {
			t.Errorf("byte %d changed from %q to %q passes", i, raw[i], forged[i])
		}
	}
}

// otherKey is the key of somebody else who calls their log the same.
func (h *hand) otherKey() journal.Key {
	dir, err := os.MkdirTemp(h.spec.Scratch, "key")
	if err != nil {
		panic(err)
	}
	key, err := journal.CreateKey(filepath.Join(dir, "log.key"), h.house.Key.Origin())
	if err != nil {
		panic(err)
	}
	return key
}
