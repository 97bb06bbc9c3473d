package conduct

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
)

// What a report says is compared with the approval that holds, and the newest report
// counts; an approved amendment settles what had gone beyond.
func TestScopeIsCompared(t *testing.T) {
	l := newLife(t)
	l.facts.App.Fields["scope_participants"] = activity.Text("100")
	says := l.says("follow_up")
	if err := l.reportSays("follow_up", says); !errs.Has(err, "conduct.done") {
		t.Fatalf("a follow-up that says no number: %v", err)
	}
	for _, w := range []struct {
		done    string
		exceeds bool
	}{{"100", false}, {"101", true}} {
		says.Done = []Done{{Code: "participants", Value: w.done}}
		if err := l.reportSays("follow_up", says); err != nil {
			t.Fatal(err)
		}
		st := l.state()
		c := st.Compare(l.facts.Measures, l.facts.App)[0]
		if c.Exceeds != w.exceeds || (st.Anew != "") != w.exceeds {
			t.Errorf("%s of 100: %+v, anew %q", w.done, c, st.Anew)
		}
		l.decide(st.Reports[len(st.Reports)-1].ID, OutcomeContinue)
	}
	l.facts.App.Fields["scope_participants"] = activity.Text("150")
	if c := l.state().Compare(l.facts.Measures, l.facts.App)[0]; c.Exceeds {
		t.Errorf("after the bound was raised: %+v", c)
	}
}

// A number goes beyond exactly when it is more, a day when it is later.
func TestOver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, d := rapid.IntRange(0, 1000).Draw(t, "approved"), rapid.IntRange(0, 1000).Draw(t, "done")
		text := strconv.Itoa
		if got := (Measure{Type: "number"}).over(text(a), text(d)); got != (d > a) {
			t.Fatalf("%d of %d: %v", d, a, got)
		}
	})
	if m := (Measure{Type: "day"}); m.over("2027-06-30", "2027-06-30") || !m.over("2027-06-30", "2027-07-01") {
		t.Error("days")
	}
}
