package review

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"

	"lunheng/internal/flow"

	"pgregory.net/rapid"
)

// Random histories of commands, lawful and not, never break what the law asks.
// Every act is tried by everybody at any time; what got through is looked at without the folds.
func TestRandomHistoriesKeepTheLaw(t *testing.T) {
	if os.Getenv("LUNHENG_TORTURE") != "" { // the long run
		if err := flag.Set("rapid.checks", "100000"); err != nil {
			t.Fatal(err)
		}
	}
	decisions, histories := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		w.barred = []string{"pi", rapid.SampledFrom([]string{"", "ext", "lay", "vice"}).Draw(rt, "team member")}
		w.packs = &Together{Outcome: "approve"}
		if rapid.Bool().Draw(rt, "no rules on video") {
			w.novideo = &Lack{}
		}
		for _, step := range []func() error{w.submit, w.accept, w.plan, w.schedule, w.call} {
			w.must(step())
		}
		if rapid.Bool().Draw(rt, "to be approved together") {
			w.must(w.mark())
		}
		for _, p := range rapid.Permutation([]string{"chair", "vice", "law", "lay", "sci", "eth", "ext"}).Draw(rt, "arrivals")[:rapid.SampledFrom([]int{3, 5, 6, 6, 7, 7}).Draw(rt, "present")] {
			if len(w.m().Room) == 0 {
				w.must(w.open("chair"))
			}
			_ = w.arrive(p)
		}
		if m := w.m(); m.Item("c1").Consent == "" {
			_ = w.takeUp("chair")
		}
		for range rapid.IntRange(10, 60).Draw(rt, "acts") {
			_ = w.anything(rt) // refusals are part of life; what was noted must be lawful
			w.check(rt)
		}
		decisions += len(w.c().Decisions)
		histories++
	})
	t.Logf("%d decisions in %d histories", decisions, histories)
	if decisions == 0 {
		t.Error("no history led to a decision: the test proves nothing")
	}
}

// anything is one random act.
func (w *world) anything(rt *rapid.T) error {
	people := []string{"chair", "vice", "law", "lay", "sci", "eth", "ext", "sec", "pi", "guest"}
	who := rapid.SampledFrom(people).Draw(rt, "who")
	choice := rapid.SampledFrom([]string{"approve", "approve", "approve", "reject", Abstain, "nonsense"}).Draw(rt, "choice")
	lead := rapid.SampledFrom([]string{"chair", "chair", "vice", who}).Draw(rt, "lead")
	if r := w.m().roundAtHand(); r != nil && rapid.IntRange(0, 2).Draw(rt, "follow the vote") > 0 {
		for code, n := range r.Tally { // what most agreed on
			if 2*n > len(r.Voted) {
				choice = code
			}
		}
	}
	// Votes and decisions come more often than disturbances, or nothing would be decided.
	switch rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9, 8, 9, 10, 11, 10, 11, 12, 13, 14, 15, 14, 15, 16, 17, 16, 17, 18, 19, 20, 20, 21, 22, 22, 23, 24, 25, 25}).Draw(rt, "act") {
	case 0:
		return w.leave(who)
	case 1, 2:
		if rapid.Bool().Draw(rt, "by video") {
			return w.join(who)
		}
		return w.arrive(who)
	case 3:
		return w.declare(who, rapid.SampledFrom([]string{"", "", "shares"}).Draw(rt, "nature"))
	case 4:
		return w.exclude(lead, who)
	case 5:
		return w.adviser(who)
	case 6:
		return w.takeUp(lead)
	case 7:
		return w.takeChair(lead)
	case 8, 9:
		return w.openVote(lead, rapid.Bool().Draw(rt, "secret"))
	case 10, 11:
		for _, p := range people { // a whole round of voting
			_ = w.vote(p, choice)
		}
	case 12, 13:
		return w.vote(who, choice)
	case 14, 15:
		return w.closeVote(lead)
	case 16, 17:
		return w.decide(lead, Decide{Outcome: choice, Reasons: rapid.SampledFrom([]string{"", "Because."}).Draw(rt, "reasons")})
	case 18:
		return w.putOff(lead, rapid.SampledFrom([]string{DeferQuorum, DeferMajority, DeferQuorum, DeferMajority, DeferTime}).Draw(rt, "why"), "late")
	case 19:
		w.unlaw = rapid.IntRange(0, 2).Draw(rt, "unlawful") == 0
	case 21:
		return w.adjourn(lead)
	case 22: // the next day
		_ = w.open(lead)
		for _, p := range people {
			_ = w.arrive(p)
		}
	case 24:
		return w.lift(who)
	case 25:
		return w.together(lead)
	case 23:
		return w.apologise(who)
	case 20: // a vote from beginning to end, with something in between
		_ = w.openVote(lead, rapid.Bool().Draw(rt, "secret"))
		_ = w.anything(rt)
		for _, p := range people {
			_ = w.vote(p, choice)
		}
		_ = w.anything(rt)
		_ = w.closeVote(lead)
		_ = w.anything(rt)
		return w.decide(lead, Decide{Outcome: choice, Reasons: "Because."})
	}
	return nil
}

func (m Meeting) roundAtHand() *Round {
	if item := m.Current(); item != nil {
		return item.Round()
	}
	return nil
}

// check derives from the bare events what must hold, without the folds.
func (w *world) check(rt *rapid.T) {
	if _, err := Fold(w.kase); err != nil {
		rt.Fatal(err) // an event that is not legal from its state
	}
	if _, err := FoldMeeting(w.session); err != nil {
		rt.Fatal(err)
	}
	in, out := map[string]bool{}, map[string]bool{}
	voted, advises := map[string]bool{}, map[string]bool{}
	closed := map[int]VoteClosed{}
	decided, round, together := 0, 0, ""
	tainted := map[int]bool{}
	lost, sits, remote := false, false, false
	for _, e := range w.session {
		switch b := e.Body.(type) {
		case Arrived:
			in[b.Person], remote = true, remote || b.Remote
		case CameBack:
			in[b.Person], remote = true, remote || b.Remote
		case Left:
			delete(in, b.Person)
		case MeetingOpened:
			sits = true
		case MeetingAdjourned:
			in, sits = map[string]bool{}, false
		case QuorumLost:
			lost = true
		case QuorumReached:
			lost = false
		case InterestDeclared:
			if b.Conflict {
				out[b.Person] = true
			}
		case ItemExcluded:
			out[b.Person] = true
		case AdviserInvited:
			advises[b.Person] = true
		case VoteOpened:
			round, voted = b.Round, map[string]bool{}
		case VoteVoided:
			tainted[b.Round] = true
		case VoteCast:
			key := fmt.Sprint(b.Round, b.Person)
			switch {
			case lost || !sits:
				rt.Fatalf("%s voted without a quorum, or between two days", b.Person)
			case !in[b.Person]:
				rt.Fatalf("%s voted without being there", b.Person)
			case out[b.Person]:
				rt.Fatalf("%s voted with a conflict", b.Person)
			case slices.Contains(w.barred, b.Person):
				rt.Fatalf("%s voted on their own work", b.Person)
			case advises[b.Person]:
				rt.Fatalf("%s advises and voted", b.Person)
			case b.Person == "sec" || b.Person == "guest" || b.Person == "pi":
				rt.Fatalf("%s has no vote", b.Person)
			case voted[key] || b.Round != round:
				rt.Fatalf("%s voted twice, or in another round", b.Person)
			}
			voted[key] = true
		case ConsentGiven:
			if together == "" {
				rt.Fatal("approved together what was no such case")
			}
			closed[b.Round] = VoteClosed{Round: b.Round, Tally: map[string]int{b.Outcome: len(b.Present)}, Present: b.Present, Quorate: true}
			for _, a := range b.Present {
				if !in[a.Person] || a.Person == "sec" || a.Person == "guest" || a.Person == "pi" {
					rt.Fatalf("%s counted as agreeing", a.Person)
				}
			}
		case ConsentMarked:
			together = b.Outcome
		case ConsentLifted:
			together = ""
		case VoteClosed:
			closed[b.Round] = b
		case ItemDecided:
			decided++
			c := closed[b.Round]
			if lost || !sits {
				rt.Fatalf("decided %s without a quorum, or between two days", b.Outcome)
			}
			if tainted[b.Round] || !c.Quorate || len(c.Present) < 5 || 3*c.Tally[b.Outcome] < 2*len(c.Present) {
				rt.Fatalf("decided %s on %+v (voided %v)", b.Outcome, c, tainted[b.Round])
			}
			for _, a := range c.Present {
				if out[a.Person] || slices.Contains(w.barred, a.Person) {
					rt.Fatalf("%s counted for the decision", a.Person)
				}
			}
		}
	}
	if remote && w.novideo != nil {
		rt.Fatal("somebody took part by video without rules for it")
	}
	if decided > 1 {
		rt.Fatalf("decided %d times", decided)
	}
	w.checkCase(rt, decided)
}

// checkClocks derives from the bare events which limits run: the one for the
// decision as long as nothing is decided, so that it can be seen to be overdue,
// and none of the committee's once it is.
func (w *world) checkClocks(rt *rapid.T, decided bool) {
	running := map[string]bool{}
	for _, e := range w.kase {
		for _, m := range flow.MovesOf(e.Body) {
			switch m.Op {
			case flow.ClockStart:
				running[m.Clock] = true
			case flow.ClockMeet, flow.ClockCancel:
				delete(running, m.Clock)
			}
		}
	}
	if running[ClockDecision] == decided {
		rt.Fatalf("decided %v, and the limit for the decision runs: %v", decided, running[ClockDecision])
	}
}

func (w *world) checkCase(rt *rapid.T, decided int) {
	c := w.c()
	w.checkClocks(rt, decided > 0)
	if len(c.Decisions) != decided {
		rt.Fatalf("the meeting decided %d times, the case %d", decided, len(c.Decisions))
	}
	if d := c.Decision(); d != nil && d.Outcome == "reject" && d.Reasons == "" {
		rt.Fatal("rejected without reasons")
	}
}
