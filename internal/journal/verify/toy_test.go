package verify_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/journal/verify"
	"lunheng/internal/store"
)

// A small domain: cases that are opened, moved and closed, and notes without
// a procedure. Its projection borrows the table of clocks.

type opened struct {
	Title string `json:"title"`
}
type moved struct {
	Note string `json:"note"`
}
type closed struct {
	Reason string `json:"reason"`
}
type noted struct {
	Text string `json:"text"`
}

func (opened) EventType() string { return "case.opened" }
func (moved) EventType() string  { return "case.moved" }
func (closed) EventType() string { return "case.closed" }
func (noted) EventType() string  { return "note.noted" }

var caseTable = &flow.Table{
	Name:   "case",
	States: []flow.Info{{State: "open"}, {State: "closed", Final: true}},
	Transitions: []flow.Transition{
		{Event: "case.opened", To: "open"},
		{From: "open", Event: "case.moved", To: "open"},
		{From: "open", Event: "case.closed", To: "closed"},
	},
}

func project(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case opened:
		return tx.Exec(`insert into clocks (id, stream, name, state, started, due, warn, warned, ended, amount, unit, provisional, who, holder, rule, source, article)
			values ($1, $2, $3, 'running', $4, 0, 0, false, 0, 1, 'days', false, '', '', '', '', '')`,
			e.Stream+"#case", e.Stream, b.Title, store.Micros(e.At))
	case moved:
		return tx.Exec(`update clocks set amount = amount + 1, warned = true where stream = $1`, e.Stream)
	case closed:
		return tx.Exec(`update clocks set state = 'met', article = $2 where stream = $1`, e.Stream, b.Reason)
	}
	return nil
}

var projections = []journal.Projection{{
	Name: "cases", Kinds: []string{"case"}, Project: project,
	Tables: []journal.Table{{Name: "clocks", Key: []string{"id"}, Stream: "stream"}},
}}

// world is a log under test.
type world struct {
	db     *store.DB
	j      *journal.Journal
	key    journal.Key
	sealer *journal.Sealer
	rand   *rand.Rand
	now    time.Time
	open   []string
	n      int
}

func newWorld(t testing.TB, db *store.DB, seed uint64) *world {
	t.Helper()
	types, err := journal.MakeTypes([]journal.Type{journal.TypeOf[opened](), journal.TypeOf[moved](),
		journal.TypeOf[closed](), journal.TypeOf[noted]()})
	if err != nil {
		t.Fatal(err)
	}
	key, err := journal.CreateKey(filepath.Join(t.TempDir(), "log.key"), "log.example")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{db: db, key: key, rand: rand.New(rand.NewPCG(seed, 1)), now: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)}
	w.j = journal.Open(db, types, projections, nil)
	w.sealer = journal.NewSealer(w.j, key, "s1")
	return w
}

func (w *world) spec() verify.Spec {
	return verify.Spec{Types: w.j.Types, Tables: map[string]*flow.Table{"case": caseTable},
		Projections: w.j.Projections, Key: w.key.Public()}
}

// live makes n events of varied streams and seals now and then; the last few
// stay unsealed.
func (w *world) live(t testing.TB, n int) {
	t.Helper()
	for i := 0; i < n; {
		k := min(1+w.rand.IntN(8), n-i)
		w.act(t, k)
		if i += k; i < n-3 && w.rand.IntN(4) == 0 {
			w.seal(t)
		}
	}
}

// act journals k events in one transaction.
func (w *world) act(t testing.TB, k int) {
	t.Helper()
	w.now = w.now.Add(time.Second)
	_, err := w.j.Do(context.Background(), journal.Act{Actor: "p1", For: "c1", Now: w.now}, func(tx *journal.Tx) error {
		for range k {
			if err := w.one(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) one(tx *journal.Tx) error {
	w.n++
	stream, body := fmt.Sprintf("case/%d", w.n), journal.Body(opened{fmt.Sprintf("伦理审查 <%d>", w.n)})
	switch pick := w.rand.IntN(10); {
	case pick == 0:
		stream, body = fmt.Sprintf("note/%d", w.rand.IntN(5+w.n/40)), noted{"a \"note\""}
	case pick < 3 || len(w.open) == 0:
		w.open = append(w.open, stream)
	case pick == 3:
		i := w.rand.IntN(len(w.open))
		stream, body = w.open[i], closed{"done"}
		w.open = append(w.open[:i], w.open[i+1:]...)
	default:
		stream, body = w.open[w.rand.IntN(len(w.open))], moved{fmt.Sprint(w.n)}
	}
	if _, err := tx.Load(stream); err != nil {
		return err
	}
	return tx.Append(stream, journal.Because(body, flow.Ground{Rule: "r1", Article: "第十条"}))
}

func (w *world) seal(t testing.TB) {
	t.Helper()
	w.now = w.now.Add(time.Second)
	if _, err := w.sealer.SealNow(context.Background(), w.now); err != nil {
		t.Fatal(err)
	}
}

// check runs the verifier on a view and returns what it told.
func check(t testing.TB, r store.Reader, spec verify.Spec) []verify.Fault {
	t.Helper()
	var faults []verify.Fault
	if _, err := verify.On(r, spec, func(f verify.Fault) { faults = append(faults, f) }, nil); err != nil {
		t.Fatal(err)
	}
	return faults
}
