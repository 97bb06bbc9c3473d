package conduct

import (
	"testing"

	"lunheng/internal/review"
)

// appeal lets another decision take the place of the one on a report.
func (l *life) appeal(report, outcome string) {
	f := l.facts
	f.Due, f.Appeal = l.now.AddDate(1, 0, 0), "appeal"
	f.Case = review.Case{ID: "appeal", About: report, Decisions: []review.Decision{{Outcome: outcome, Reasons: "otherwise"}}}
	news, err := l.state().Settle(f)
	if err != nil {
		l.t.Fatal(err)
	}
	l.happen(news...)
}

// What a decision did to the work, the one on appeal undoes and does anew; what it
// did not do stays (article 18).
func TestADecisionOnAppealTakesThePlaceOfTheFirst(t *testing.T) {
	for _, w := range []struct {
		kind, first, then string
		state             string
		anew              bool
	}{
		{"adverse_event", "terminate", "continue", "running", false},
		{"adverse_event", "suspend", "continue", "running", false},
		{"adverse_event", "terminate", "suspend", "suspended", false},
		{"adverse_event", "suspend", "terminate", "terminated", false},
		{"adverse_event", "suspend", "review_anew", "running", true},
		{"change", "review_anew", "continue", "running", false},
		{"follow_up", "terminate", "continue", "running", false},
	} {
		l := newLife(t)
		if err := l.report(w.kind); err != nil {
			t.Fatal(err)
		}
		l.decide("p1", w.first)
		l.appeal("p1", w.then)
		st := l.state()
		if string(st.State) != w.state || (st.Anew != "") != w.anew || st.Reports[0].Outcome != w.then {
			t.Errorf("%s: %s, on appeal %s: %s, anew %q", w.kind, w.first, w.then, st.State, st.Anew)
		}
	}
}

// What something else stopped stays stopped, and a lapse is still owed.
func TestAnAppealUndoesNoMoreThanItsDecision(t *testing.T) {
	l := newLife(t)
	for _, kind := range []string{"adverse_event", "adverse_event"} {
		if err := l.report(kind); err != nil {
			t.Fatal(err)
		}
	}
	l.decide("p1", "suspend")
	l.decide("p2", "terminate")
	l.appeal("p1", "continue")
	if st := l.state(); st.State != StateTerminated {
		t.Errorf("ended by the second report, and now %s", st.State)
	}
	l = newLife(t)
	if err := l.report("deviation"); err != nil {
		t.Fatal(err)
	}
	l.decide("p1", "suspend")
	l.happen(l.state().Lapse(l.facts)...)
	l.appeal("p1", "continue")
	if st := l.state(); st.State != StateLapsed {
		t.Errorf("the follow-up is overdue, and the work is %s", st.State)
	}
	l = newLife(t)
	if err := l.report("deviation"); err != nil {
		t.Fatal(err)
	}
	if err := l.suspend(); err != nil {
		t.Fatal(err)
	}
	l.decide("p1", "suspend")
	l.appeal("p1", "continue")
	if st := l.state(); st.State != StateSuspended || st.By != ByResearcher {
		t.Errorf("stopped by its people, and now %s", st.State)
	}
}
