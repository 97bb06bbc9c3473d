package review

import "testing"

// convened is a meeting in session with the case marked, these people beside the chair.
func convened(t *testing.T, people ...string) *world {
	w := newWorld(t)
	w.packs = &Together{Outcome: "approve"}
	for _, step := range []func() error{w.submit, w.accept, w.plan, w.schedule, w.call, w.mark} {
		w.must(step())
	}
	w.must(w.open("chair"))
	for _, p := range people {
		w.must(w.arrive(p))
	}
	return w
}

func TestCasesApprovedTogetherAreDecidedOneByOne(t *testing.T) {
	w := convened(t, "vice", "law", "lay", "sci", "eth", "ext")
	w.must(w.declare("sci", "shares"))
	w.refused(w.together("vice"), "review.preside")
	w.must(w.together("chair"))
	m, d := w.m(), w.c().Decision()
	r := m.Item("c1").Rounds[0]
	if !r.Consent || len(r.Present) != 6 || r.counts("sci") || len(r.Voted) != 0 {
		t.Errorf("agreed %+v; want the six who had no conflict, and no votes cast", r)
	}
	if d == nil || d.Outcome != "approve" || d.Tally["approve"] != 6 || d.Excluded[0] != "sci" || w.c().State != StateApproved {
		t.Errorf("decided %+v", d)
	}
	w.refused(w.together("chair"), "review.consent.none")
}

func TestOneMemberTakesACaseOut(t *testing.T) {
	w := convened(t, "vice", "law", "lay", "sci", "eth")
	w.refused(w.lift("guest"), "review.consent.who")
	w.must(w.lift("lay"))
	w.refused(w.together("chair"), "review.consent.none")
	w.must(w.takeUp("chair")) // an ordinary case now
	w.refused(w.consent("chair"), "review.consent.ordinary")
	w.must(w.openVote("chair", false))
}

func TestWhatAMemberTookOutStaysOut(t *testing.T) {
	w := newWorld(t)
	for _, step := range []func() error{w.submit, w.accept, w.plan, w.schedule, w.call} {
		w.must(step())
	}
	w.refused(w.mark(), "review.consent.kind")
	w.packs = &Together{Outcome: "approve", Proposed: BySimplified}
	w.refused(w.mark(), "review.consent.kind")
	w.packs = &Together{Outcome: "reject"}
	w.refused(w.mark(), "review.consent.outcome")
	w.packs = &Together{Outcome: "approve"}
	w.must(w.mark())
	w.refused(w.mark(), "review.consent.twice")
	w.must(w.lift("sec")) // the office takes its own mark back, and may think again
	w.must(w.mark())
	w.must(w.lift("ext"))
	w.refused(w.mark(), "review.consent.lifted")
}

func TestACaseWithoutQuorumIsNotApprovedTogether(t *testing.T) {
	w := convened(t, "vice", "law", "lay", "eth")
	w.must(w.declare("lay", "shares"))
	w.refused(w.together("chair"), "review.quorum")
	m, f := w.m(), w.facts("chair")
	left, ok := m.Item("c1").leaveOut(f.quorate().Err(), f).Body.(ConsentLifted)
	if !ok || left.Reason != "review.quorum" || len(left.Short) != 1 || left.Short[0].Have != 4 {
		t.Errorf("left out as %+v; want the quorum, 4 of 5", left)
	}
	w.must(w.arrive("sci"))
	w.must(w.together("chair"))
}
