package quality_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/quality"
)

const today = calendar.Day("2026-11-20")

func scale() quality.Scale {
	return quality.Scale{Points: []quality.Weighted{{Code: "quorum", Weight: 2}, {Code: "reasons", Weight: 3}, {Code: "time", Weight: 1}},
		Grades:  map[string]int{"met": 100, "partly": 50, "missed": 0, "void": -1},
		Results: []quality.Result{{Code: "good", From: 85}, {Code: "fair", From: 60}, {Code: "poor", Poor: true}}}
}

// history plays events into a check.
type history struct {
	quality.State
	events []journal.Event
}

func (h *history) take(actor string, news []journal.New, err error) error {
	for _, n := range news {
		h.events = append(h.events, journal.Event{ID: fmt.Sprintf("e%d", len(h.events)), Stream: "quality/q", Version: int64(len(h.events) + 1), Type: n.Body.EventType(), Body: n.Body, Actor: actor, At: today.Start()})
	}
	if err == nil {
		h.State, err = quality.Fold(h.events)
	}
	return err
}

// drawn is a check of n cases of which the peers scored none; bars are as given.
func drawn(t interface{ Fatal(...any) }, n int, f quality.Facts) *history {
	h := &history{}
	for i := range n {
		f.Closed = append(f.Closed, fmt.Sprintf("r%02d", i))
	}
	news, err := h.Announce(quality.Announce{Committee: "c", From: today.AddDays(-90), Until: today}, f)
	if err := h.take("chair", news, err); err != nil {
		t.Fatal(err)
	}
	f.Announced, f.Checkpoint, f.Seed = h.Event, "checkpoint", [32]byte{1}
	news, err = h.Draw(f)
	if err := h.take("chair", news, err); err != nil {
		t.Fatal(err)
	}
	return h
}

func facts() quality.Facts {
	return quality.Facts{Actor: "chair", Today: today, By: quality.ByCommittee, Share: 10, Least: 3, Peers: []string{"li", "wu"}, Scale: scale(),
		Limit: &flow.ClockMove{Due: today.AddDays(30).End()}}
}

// A tenth of the cases is drawn, at least three, never more than there are; the draw
// waits for its seed and comes out the same whoever repeats it.
func TestDraw(t *testing.T) {
	for n, want := range map[int]int{1: 1, 3: 3, 29: 3, 31: 4, 200: 20} {
		if h := drawn(t, n, facts()); len(h.Cases) != want {
			t.Errorf("of %d cases %d are drawn; want %d", n, len(h.Cases), want)
		}
	}
	if _, err := (quality.State{}).Announce(quality.Announce{From: today, Until: today}, facts()); !errs.Has(err, "quality.none") {
		t.Errorf("nothing to draw from: %v", err)
	}
	if _, err := (quality.State{}).Announce(quality.Announce{From: "soon", Until: today}, facts()); !errs.Has(err, "quality.from") {
		t.Errorf("no period: %v", err)
	}
	a, b := drawn(t, 40, facts()), drawn(t, 40, facts())
	if !slices.EqualFunc(a.Cases, b.Cases, func(x, y quality.Case) bool { return x.Review == y.Review && x.Scorer == y.Scorer }) {
		t.Errorf("the same seed draws %v and %v", a.Cases, b.Cases)
	}
	h := &history{}
	f := facts()
	f.Closed = []string{"r"}
	news, err := h.Announce(quality.Announce{From: today, Until: today}, f)
	if err := h.take("chair", news, err); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Draw(f); !errs.Has(err, "quality.draw.unsealed") {
		t.Errorf("drawn without a seed: %v", err)
	}
}

// The score is what the marks are worth by weight; what does not apply does not
// count, and what is not met is reasoned.
func TestScore(t *testing.T) {
	h := drawn(t, 3, facts())
	one := h.Cases[0]
	f := facts()
	f.Actor = one.Scorer
	marks := func(quorum, reasons, time string) []quality.Mark {
		return []quality.Mark{{Point: "quorum", Grade: quorum, Remark: "x"}, {Point: "reasons", Grade: reasons, Remark: "y"}, {Point: "time", Grade: time}}
	}
	for _, x := range []struct {
		marks  []quality.Mark
		score  int
		result string
	}{{marks("met", "met", "met"), 100, "good"}, {marks("met", "partly", "met"), 75, "fair"}, {marks("void", "missed", "met"), 25, "poor"}, {marks("partly", "met", "void"), 80, "fair"}} {
		news, err := h.Score(quality.Score{Review: one.Review, Marks: x.marks}, f)
		if err != nil {
			t.Fatal(err)
		}
		if b := news[0].Body.(quality.Scored); b.Score != x.score || b.Result != x.result {
			t.Errorf("%v: %d, %s; want %d, %s", x.marks, b.Score, b.Result, x.score, x.result)
		}
	}
	_, err := h.Score(quality.Score{Review: one.Review, Marks: []quality.Mark{{Point: "quorum", Grade: "missed"}}}, f)
	for _, key := range []string{"quality.grade", "quality.remark"} {
		if !errs.Has(err, key) {
			t.Errorf("%s is missing in %v", key, err)
		}
	}
	f.Actor = "somebody"
	if _, err := h.Score(quality.Score{Review: one.Review, Marks: marks("met", "met", "met")}, f); !errs.Has(err, "quality.scorer") {
		t.Errorf("scored by somebody else: %v", err)
	}
	if _, err := h.Close(facts()); !errs.Has(err, "quality.open") {
		t.Errorf("closed with cases open: %v", err)
	}
}

// Whoever took part, is of the team or has an interest scores nothing, by whatever
// way the case comes to them; work is spread evenly; and only those who decided a poor
// case are asked to learn.
func TestPeersAreApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := facts()
		f.Peers = []string{"a", "b", "c", "d"}
		f.Bars = map[string]map[string]string{}
		n := rapid.IntRange(1, 12).Draw(t, "cases")
		for i := range n {
			bars := map[string]string{}
			for _, p := range f.Peers {
				if bar := rapid.SampledFrom([]string{"", quality.BarPart, quality.BarTeam, quality.BarInterest}).Draw(t, "bar"); bar != "" {
					bars[p] = bar
				}
			}
			f.Bars[fmt.Sprintf("r%02d", i)] = bars
		}
		f.Share, f.Seats = 100, f.Peers
		h := drawn(t, n, f)
		for _, c := range h.Cases {
			for _, p := range append([]string{"stranger"}, f.Peers...) {
				_, err := h.Assign(quality.Assign{Review: c.Review, Person: p}, f)
				if may := f.Bars[c.Review][p] == "" && p != "stranger"; may != (err == nil) {
					t.Fatalf("%s for %s: %v", p, c.Review, err)
				}
			}
			if c.Scorer == "" {
				if len(f.Bars[c.Review]) < len(f.Peers) {
					t.Fatalf("nobody for %s, though somebody may", c.Review)
				}
				news, err := h.Assign(quality.Assign{Review: c.Review, Person: "z"}, quality.Facts{Peers: []string{"z"}, Scale: f.Scale})
				if err := h.take("chair", news, err); err != nil {
					t.Fatal(err)
				}
				c = *h.Case(c.Review)
			} else if f.Bars[c.Review][c.Scorer] != "" {
				t.Fatalf("%s scores %s: %s", c.Scorer, c.Review, f.Bars[c.Review][c.Scorer])
			}
			grade := rapid.SampledFrom([]string{"met", "missed"}).Draw(t, "grade")
			marks := []quality.Mark{{Point: "quorum", Grade: grade, Remark: "x"}, {Point: "reasons", Grade: grade, Remark: "x"}, {Point: "time", Grade: grade, Remark: "x"}}
			by := f
			by.Actor = c.Scorer
			news, err := h.Score(quality.Score{Review: c.Review, Marks: marks}, by)
			if err := h.take(c.Scorer, news, err); err != nil {
				t.Fatal(err)
			}
		}
		news, err := h.Close(f)
		if err := h.take("chair", news, err); err != nil {
			t.Fatal(err)
		}
		for _, p := range f.Peers {
			part := slices.ContainsFunc(h.Result.Poor, func(r string) bool { return f.Bars[r][p] == quality.BarPart })
			if part != slices.Contains(h.Result.Train, p) {
				t.Fatalf("%s took part in a poor case: %v; asked to learn: %v", p, part, h.Result.Train)
			}
		}
	})
}
