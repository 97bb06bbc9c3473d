package conduct

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/packs"
)

// life is an approved activity in memory, with the packs' own kinds of report.
type life struct {
	t      testing.TB
	facts  Facts
	events []journal.Event
	now    time.Time
	n      int
}

// packsOnce are the packs as they come; reading them takes longer than many lives.
var packsOnce = sync.OnceValues(func() (*rules.Book, error) { return rules.Load(packs.FS()) })

func newLife(t testing.TB) *life {
	t.Helper()
	book, err := packsOnce()
	if err != nil {
		t.Fatal(err)
	}
	set := book.On("2026-11-20", "990100")
	form, err := activity.FormOf(set)
	if err != nil {
		t.Fatal(err)
	}
	l := &life{t: t, now: time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC), facts: Facts{Actor: "lin", Today: "2026-11-20", Kinds: Whats(set), Parts: Parts(set), Measures: Measures(set), Form: form,
		App: activity.State{ID: "a1", Fields: activity.Values{"title": activity.Text("Sleep")}}, Months: 12}}
	l.happen(journal.Because(Begun{Review: "r0", Committee: "k1", Leader: "lin", Title: "Sleep", Months: 12, Due: l.now.AddDate(1, 0, 0)}))
	return l
}

func (l *life) happen(news ...journal.New) {
	for _, n := range news {
		l.now = l.now.Add(time.Hour)
		l.events = append(l.events, journal.Event{Stream: Stream("a1"), Version: int64(len(l.events) + 1), Type: n.Body.EventType(), Body: n.Body, Actor: "lin", At: l.now})
	}
}

func (l *life) state() State {
	l.t.Helper()
	st, err := Fold(l.events)
	if err != nil {
		l.t.Fatal(err)
	}
	return st
}

// says fills every part that a kind asks for.
func (l *life) says(kind string) Says {
	what, _ := l.facts.kind(kind)
	out := Says{Occurred: "2026-11-19"}
	for _, code := range what.Required {
		out.Items = append(out.Items, Item{Code: code, Text: "told"})
	}
	if what.Changes {
		out.Changes = []NewChange{{Field: "title", After: activity.Text(fmt.Sprintf("Sleep %d", l.n)), Reason: "clearer"}}
	}
	return out
}

func (l *life) report(kind string) error { return l.reportSays(kind, l.says(kind)) }

func (l *life) reportSays(kind string, says Says) error {
	l.n++
	f := l.facts
	f.ID, f.Review = fmt.Sprintf("p%d", l.n), fmt.Sprintf("r%d", l.n)
	news, err := l.state().Take(ReportOn{Activity: "a1", Kind: kind, Says: says}, f)
	l.happen(news...)
	return err
}

func (l *life) decide(report, outcome string) {
	f := l.facts
	f.Due = l.now.AddDate(1, 0, 0)
	f.Case = review.Case{ID: "r-" + report, About: report, Decisions: []review.Decision{{Outcome: outcome, Reasons: "because"}}}
	news, err := l.state().Settle(f)
	if err != nil {
		l.t.Fatal(err)
	}
	l.happen(news...)
}

func (l *life) suspend() error {
	news, err := l.state().Suspend(Suspend{Reason: "a freezer failed"}, l.facts)
	l.happen(news...)
	return err
}

var outcomes = map[string][]string{
	"amendment": {"approve", "reject"}, "follow_up": {"continue", "suspend", "terminate"}, "change": {"continue", "suspend", "terminate", "review_anew"},
	"adverse_event": {"continue", "suspend", "terminate"}, "deviation": {"continue", "suspend"}, "resumption": {"approve", "reject"},
	"completion": {"close"}, "early_end": {"close"},
}

var kinds = []string{"amendment", "follow_up", "change", "adverse_event", "deviation", "resumption", "completion", "early_end"}

// What must hold in every history: nothing is reported after the end, suspended
// work runs again only by a decision, a lapse goes only by one.
func TestRandomLives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := newLife(t)
		for range rapid.IntRange(1, 30).Draw(rt, "acts") {
			before := l.state()
			n := len(l.events)
			switch rapid.IntRange(0, 6).Draw(rt, "act") {
			case 0, 1:
				err := l.report(rapid.SampledFrom(kinds).Draw(rt, "kind"))
				if err == nil && !before.Live() {
					rt.Fatal("a report was taken after the end")
				}
			case 2, 3:
				if open := openReports(before); len(open) > 0 {
					r := rapid.SampledFrom(open).Draw(rt, "report")
					l.decide(r.ID, rapid.SampledFrom(outcomes[r.Kind]).Draw(rt, "outcome"))
				}
			case 4:
				if l.suspend() == nil && !before.Live() {
					rt.Fatal("suspended after the end")
				}
			case 5:
				l.happen(before.Lapse(l.facts)...)
			case 6:
				if done := appealable(before); len(done) > 0 {
					r := rapid.SampledFrom(done).Draw(rt, "report")
					l.appeal(r.ID, rapid.SampledFrom(outcomes[r.Kind]).Draw(rt, "outcome"))
				}
			}
			checkStep(rt, before, l.state(), l.events[n:])
		}
	})
}

// appealable are the reports whose decision can be appealed against.
func appealable(st State) []Report {
	return slices.DeleteFunc(slices.Clone(st.Reports), func(r Report) bool {
		return !slices.Contains([]string{"suspend", "terminate", "review_anew", "reject"}, r.Outcome)
	})
}

func openReports(st State) []Report {
	return slices.DeleteFunc(slices.Clone(st.Reports), func(r Report) bool { return !r.Open() })
}

func checkStep(rt *rapid.T, before, after State, news []journal.Event) {
	decided := slices.ContainsFunc(news, func(e journal.Event) bool { return e.Type == "conduct.decided" })
	if before.State != StateRunning && before.State != StateNone && after.State == StateRunning && !decided {
		rt.Fatalf("%s became running without a decision: %v", before.State, news)
	}
	reinstated := slices.ContainsFunc(news, func(e journal.Event) bool { return e.Type == "conduct.reinstated" })
	if reinstated && before.Stopped == "" {
		rt.Fatal("reinstated what no decision had stopped")
	}
	if !before.Live() && after.State != before.State && !reinstated {
		rt.Fatalf("%s became %s", before.State, after.State)
	}
	if before.Overdue && !after.Overdue && !slices.ContainsFunc(news, func(e journal.Event) bool { return e.Type == "conduct.followed_up" }) {
		rt.Fatal("a lapse went away without a follow-up")
	}
	if after.Overdue && after.State == StateRunning {
		rt.Fatal("overdue work runs")
	}
	fields := map[string]int{}
	for _, r := range openReports(after) {
		for _, c := range r.Changes {
			if fields[c.Field]++; fields[c.Field] > 1 {
				rt.Fatalf("two amendments under way change %s", c.Field)
			}
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	l := newLife(t)
	for _, c := range []struct {
		name string
		do   func() error
		want string
	}{
		{"nothing to resume", func() error { return l.report("resumption") }, "conduct.state"},
		{"no such kind", func() error { return l.report("party") }, "conduct.kind"},
		{"an empty report", func() error { return l.reportSays("follow_up", Says{}) }, "conduct.item"},
		{"an event in the future", func() error {
			says := l.says("adverse_event")
			says.Occurred = "2026-12-24"
			return l.reportSays("adverse_event", says)
		}, "conduct.occurred.future"},
		{"an amendment of nothing", func() error {
			says := l.says("amendment")
			says.Changes = nil
			return l.reportSays("amendment", says)
		}, "conduct.change.none"},
		{"the same as before", func() error {
			says := l.says("amendment")
			says.Changes[0].After = activity.Text("Sleep")
			return l.reportSays("amendment", says)
		}, "conduct.change.same"},
		{"one amendment", func() error { return l.report("amendment") }, ""},
		{"a second on the same field", func() error { return l.report("amendment") }, "conduct.change.overlap"},
		{"a follow-up", func() error { return l.report("follow_up") }, ""},
		{"a second one at once", func() error { return l.report("follow_up") }, "conduct.twice"},
		{"suspend", l.suspend, ""},
		{"suspend twice", l.suspend, "conduct.suspended"},
	} {
		if got := refusals(c.do()); c.want == "" && got != nil || c.want != "" && !slices.Contains(got, c.want) {
			t.Errorf("%s: %v, want %q", c.name, got, c.want)
		}
	}
}

// A follow-up settles a lapse; the end ends everything.
func TestALapseIsSettledByAFollowUp(t *testing.T) {
	l := newLife(t)
	l.happen(l.state().Lapse(l.facts)...)
	if st := l.state(); st.State != StateLapsed || !st.Overdue {
		t.Fatalf("state %s", st.State)
	}
	if got := refusals(l.report("amendment")); !slices.Equal(got, []string{"conduct.lapsed"}) {
		t.Errorf("an amendment of a lapsed approval: %v", got)
	}
	if err := l.report("follow_up"); err != nil {
		t.Fatal(err)
	}
	l.decide(fmt.Sprintf("p%d", l.n), "continue")
	if st := l.state(); st.State != StateRunning || st.Overdue {
		t.Errorf("state %s", st.State)
	}
	if err := l.report("completion"); err != nil {
		t.Fatal(err)
	}
	l.decide(fmt.Sprintf("p%d", l.n), "close")
	if got := refusals(l.report("change")); l.state().State != StateClosed || !slices.Equal(got, []string{"conduct.ended"}) {
		t.Errorf("state %s, %v", l.state().State, got)
	}
}

// Suspended work whose follow-up ran out is lapsed when it resumes.
func TestResumedButOverdue(t *testing.T) {
	l := newLife(t)
	if err := l.suspend(); err != nil {
		t.Fatal(err)
	}
	l.happen(l.state().Lapse(l.facts)...)
	if err := l.report("resumption"); err != nil {
		t.Fatal(err)
	}
	l.decide(fmt.Sprintf("p%d", l.n), "approve")
	if st := l.state(); st.State != StateLapsed {
		t.Errorf("state %s", st.State)
	}
}

// refusals are the keys of what an error refuses.
func refusals(err error) []string {
	var out []string
	for _, e := range errs.All(err) {
		out = append(out, e.Key)
	}
	return out
}
