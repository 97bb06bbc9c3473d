package recheck

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/review"
)

// again is one re-review in memory, with a pool of people who come and go.
type again struct {
	State
	events []journal.Event
	pool   []Entry
	bars   map[string]string
	draws  int
}

func (a *again) facts(actor string) Facts {
	f := Facts{Actor: actor, Case: review.Case{ID: "r1", State: review.StateRecheckDue, Fields: []string{"medicine"}}, Departments: []Office{{ID: "d1"}},
		Clock: &flow.ClockMove{Due: time.Date(2026, 12, 20, 0, 0, 0, 0, time.UTC)}, Bars: a.bars, Least: 5,
		Needs: []Need{{Code: PeerCategory, Need: 2}, {Code: "ethics", Need: 1}, {Code: "law", Need: 1}}, Announced: a.Announced}
	for _, e := range a.pool { // whoever stepped out is barred, as the service has it
		if slices.ContainsFunc(a.Out, func(b Barred) bool { return b.Person == e.Person }) {
			continue
		}
		f.Pool = append(f.Pool, e)
		f.NewRefs = append(f.NewRefs, fmt.Sprintf("%s-%d", e.Person, a.draws))
	}
	all := len(a.Sitting())
	f.Need = (2*all + 2) / 3
	switch agree, disagree := a.Counts(); {
	case all > 0 && agree >= f.Need:
		f.Result = ResultAgree
	case all > 0 && disagree >= f.Need:
		f.Result = ResultDisagree
	}
	return f
}

func (a *again) happen(rt *rapid.T, news []journal.New) {
	for _, n := range news {
		a.events = append(a.events, journal.Event{ID: fmt.Sprint("e", len(a.events)), Stream: "recheck/k", Version: int64(len(a.events) + 1), Type: n.Body.EventType(), Body: n.Body,
			At: time.Date(2026, 11, 20, 2, len(a.events), 0, 0, time.UTC)})
	}
	st, err := Fold(a.events)
	if err != nil {
		rt.Fatal(err)
	}
	a.State = st
}

// act is one thing that somebody tries.
func (a *again) act(rt *rapid.T, what, who string) ([]journal.New, error) {
	f := a.facts(who)
	switch what {
	case "return":
		return a.Return(Return{Items: []Missing{{Text: "the policy"}}}, f)
	case "complete":
		return a.Complete(Complete{}, f)
	case "accept":
		return a.Accept(On{}, f)
	case "announce":
		a.draws++
		return a.Announce(AnnounceDraw{Size: rapid.SampledFrom([]int{0, 3, 5, 6}).Draw(rt, "size")}, a.facts(who))
	case "draw":
		if rapid.Bool().Draw(rt, "sealed") {
			f.Checkpoint, f.Seed = "note", sha256.Sum256([]byte(a.Announced))
		}
		return a.Draw(f)
	case "declare":
		says := rapid.SampledFrom([]Declare{{}, {}, {}, {}, {}, {}, {}, {Interest: true, Nature: "shares"}, {Decline: true}}).Draw(rt, "says")
		return a.Declare(says, f)
	case "opinion":
		agrees := rapid.Bool().Draw(rt, "agrees")
		return a.GiveOpinion(GiveOpinion{Finding: Finding{Lawful: true, Reasonable: agrees, ReasonableNote: "risk", Agrees: agrees, Reasons: "read"}}, f)
	case "feed back":
		return a.FeedBack(FeedBack{Summary: "in short"}, f)
	}
	return nil, a.allows("nothing")
}

// check is what holds whatever was tried.
func (a *again) check(rt *rapid.T) {
	sitting := a.Sitting()
	var refs, people []string
	for _, e := range sitting {
		refs, people = append(refs, e.Ref), append(people, e.Person)
		if e.Finding != nil && !e.Denied {
			rt.Fatalf("%s answered without having declared", e.Person)
		}
		if slices.ContainsFunc(a.Barred, func(b Barred) bool { return b.Person == e.Person }) || slices.ContainsFunc(a.Out, func(b Barred) bool { return b.Person == e.Person }) {
			rt.Fatalf("%s has to stand aside and sits", e.Person)
		}
	}
	if a.State.State == StateSitting || a.State.State == StateAnswered {
		slices.Sort(people)
		if len(sitting) < 5 || len(slices.Compact(people)) != len(sitting) || len(a.announcement().Short(refs)) > 0 {
			rt.Fatalf("a panel of %v lacks %v", people, a.announcement().Short(refs))
		}
	}
	if open := a.State.State == StateApplied || a.State.State == StateAccepted || a.State.State == StateAnnounced || a.State.State == StateSitting; open == a.Due.IsZero() {
		rt.Fatalf("in the state %s its clock says %s", a.State.State, a.Due)
	}
	if o := a.Opinion; (o != nil) != (a.State.State == StateAnswered) || o != nil && (3*max(o.For, o.Against) < 2*o.All || o.Agrees != (o.For > o.Against)) {
		rt.Fatalf("fed back: %+v in the state %s", o, a.State.State)
	}
}

// In whatever order people act: a panel is whole and nobody on it has to stand aside,
// only those answer who have declared, nothing is fed back before two thirds of all stand
// behind it, and the clock runs while the department has the file.
func TestRandomHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a := &again{bars: map[string]string{}}
		for i := range rapid.IntRange(5, 11).Draw(rt, "pool") {
			e := Entry{Person: fmt.Sprint("p", i), Expertise: []string{"medicine"}, Fields: []string{"medicine"}}
			switch {
			case i%4 == 2:
				e.Expertise = []string{"ethics"}
			case i%4 == 3:
				e.Expertise = []string{"law"}
			}
			a.pool = append(a.pool, e)
		}
		news, err := a.Apply(Apply{}, a.facts("officer"))
		if err != nil {
			rt.Fatal(err)
		}
		a.happen(rt, news)
		likely := map[flow.State][]string{StateApplied: {"accept", "accept", "return"}, StateReturned: {"complete"}, StateAccepted: {"announce"}, StateAnnounced: {"draw"},
			StateSitting: {"declare", "declare", "opinion", "opinion", "opinion", "feed back", "joins"}}
		all := []string{"return", "complete", "accept", "announce", "draw", "declare", "opinion", "feed back", "joins"}
		for range rapid.IntRange(10, 80).Draw(rt, "steps") {
			who := a.pool[rapid.IntRange(0, len(a.pool)-1).Draw(rt, "who")].Person
			if s := a.Sitting(); len(s) > 0 && rapid.IntRange(0, 3).Draw(rt, "sits") > 0 {
				who = s[rapid.IntRange(0, len(s)-1).Draw(rt, "seat")].Person
			}
			acts := all
			if some := likely[a.State.State]; len(some) > 0 && rapid.IntRange(0, 5).Draw(rt, "likely") > 0 {
				acts = some
			}
			what := rapid.SampledFrom(acts).Draw(rt, "act")
			if what == "joins" && rapid.IntRange(0, 5).Draw(rt, "joins") == 0 {
				a.bars[who] = BarUnit
				continue
			}
			news, err := a.act(rt, what, who)
			if err != nil {
				continue
			}
			if what == "opinion" && (a.bars[who] != "" || a.Seat(who) == nil) {
				rt.Fatalf("%s answers and has to stand aside", who)
			}
			a.happen(rt, news)
			a.check(rt)
		}
	})
}
