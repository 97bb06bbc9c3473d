package review

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lunheng/internal/journal"
)

// simple is a world whose case is accepted for the simplified procedure.
func simple(t testing.TB) *world {
	w := newWorld(t)
	w.must(w.try("pi", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
		return kase(c.Submit(Open{Opened{Activity: "a1", Committee: "k1", Applicant: "pi", Title: "Light", Application: 3, Procedure: BySimplified}}, f))
	}))
	w.must(w.acceptAs(BySimplified))
	return w
}

func (w *world) simplified(as string, decide func(c Case, f Facts) ([]journal.New, error)) error {
	return w.try(as, func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
		f.Reviewers, f.Procedures = 2, []string{ByMeeting, BySimplified, "emergency"}
		return kase(decide(c, f))
	})
}

func (w *world) acceptAs(procedure string) error {
	return w.simplified("sec", func(c Case, f Facts) ([]journal.New, error) {
		return c.Accept(Accept{Procedure: procedure}, Numbered("EC-{year}-{seq}", 2026, 7), f)
	})
}

func (w *world) reviewers(people ...string) error {
	return w.simplified("chair", func(c Case, f Facts) ([]journal.New, error) {
		return c.NameReviewers(NameReviewers{Reviewers: people, Reason: "minimal risk"}, f)
	})
}

func (w *world) opine(as string, cmd GiveOpinion) error {
	return w.simplified(as, func(c Case, f Facts) ([]journal.New, error) { return c.GiveOpinion(cmd, f) })
}

func (w *world) agree(cmd DecideSimplified) error {
	return w.simplified("chair", func(c Case, f Facts) ([]journal.New, error) { return c.DecideSimplified(cmd, f) })
}

func (w *world) recuse(as, nature string) error {
	return w.simplified(as, func(c Case, f Facts) ([]journal.New, error) { return c.Recuse(Recuse{Nature: nature}, f) })
}

// Articles 22 and 23: two named members agree, and the decision says why nobody met.
func TestTwoReviewersApprove(t *testing.T) {
	w := simple(t)
	w.must(w.reviewers("sci", "eth"))
	w.must(w.opine("sci", GiveOpinion{Outcome: "approve"}))
	w.refused(w.agree(DecideSimplified{}), "review.simplified.waiting")
	w.must(w.opine("eth", GiveOpinion{Outcome: "approve"}))
	w.must(w.agree(DecideSimplified{}))
	c := w.c()
	d := c.Decision()
	if c.State != StateApproved || d.Procedure != BySimplified || d.Why != "minimal risk" || len(d.Present) != 2 || d.Meeting != "" {
		t.Errorf("state %s, decision %+v", c.State, d)
	}
	if _, runs := c.Due[ClockFollowUp]; !runs {
		t.Error("no follow-up is due")
	}
}

// What the reviewers want changed becomes the stipulations of the decision.
func TestReviewersAskForChanges(t *testing.T) {
	w := simple(t)
	w.must(w.reviewers("sci", "eth"))
	w.refused(w.opine("sci", GiveOpinion{Outcome: "approve_after_changes", Reasons: "One gap."}), "review.decide.stipulations")
	w.must(w.opine("sci", GiveOpinion{Outcome: "approve_after_changes", Reasons: "One gap.", Stipulations: []string{"Name a contact."}}))
	w.must(w.opine("eth", GiveOpinion{Outcome: "approve_after_changes", Reasons: "Another.", Stipulations: []string{"Say how long data are kept."}}))
	w.refused(w.agree(DecideSimplified{}), "review.decide.reasons")
	w.must(w.agree(DecideSimplified{Reasons: "Two gaps in the consent form."}))
	if c := w.c(); c.State != StateChangesDue || len(c.Points) != 2 {
		t.Errorf("state %s, points %+v", c.State, c.Points)
	}
}

// Article 24: each of the four triggers takes the case to a meeting at once.
func TestWhatMovesACaseToAMeeting(t *testing.T) {
	for trigger, last := range map[string]GiveOpinion{
		TriggerNegative:     {Outcome: "reject", Reasons: "Too risky."},
		TriggerDoubt:        {Outcome: "approve", Doubt: "Is the sample large enough?"},
		TriggerDisagreement: {Outcome: "approve_after_changes", Reasons: "A gap.", Stipulations: []string{"Name a contact."}},
		TriggerRequest:      {Outcome: "approve", Meeting: true},
	} {
		t.Run(trigger, func(t *testing.T) {
			w := simple(t)
			w.must(w.reviewers("sci", "eth"))
			w.must(w.opine("sci", GiveOpinion{Outcome: "approve"}))
			w.must(w.opine("eth", last))
			c := w.c()
			if c.State != StateAccepted || c.Procedure != ByMeeting || c.Moved == nil || c.Moved.Trigger != trigger {
				t.Fatalf("state %s, procedure %s, moved %+v", c.State, c.Procedure, c.Moved)
			}
			if _, runs := c.Due[ClockDecision]; !runs {
				t.Error("the time to decide stopped")
			}
			w.refused(w.agree(DecideSimplified{}), "review.state")
			w.refused(w.reviewers("sci", "eth"), "review.reviewers.procedure")
			w.must(w.plan())
			w.must(w.schedule())
		})
	}
}

func TestWhoReviewsWithoutAMeeting(t *testing.T) {
	w := simple(t)
	w.barred = []string{"law"}
	w.must(w.plan())
	w.refused(w.schedule(), "review.schedule.simplified")
	w.refused(w.reviewers("sci"), "review.reviewers.few")
	w.refused(w.reviewers("sci", "sci"), "review.reviewers.few")
	w.refused(w.reviewers("sci", "law"), "review.reviewers.who")
	w.refused(w.reviewers("sci", "sec"), "review.reviewers.who")
	w.refused(w.recuse("eth", " "), "review.recuse.nature")
	w.must(w.recuse("eth", "co-author"))
	w.refused(w.reviewers("sci", "eth"), "review.reviewers.who")
	w.unlaw = true
	w.refused(w.reviewers("sci", "lay"), "review.committee.unlawful")
	w.unlaw = false
	w.must(w.reviewers("sci", "lay"))
	w.refused(w.opine("ext", GiveOpinion{Outcome: "approve"}), "review.opinion.who")
	w.must(w.opine("sci", GiveOpinion{Outcome: "approve"}))
	w.refused(w.opine("sci", GiveOpinion{Outcome: "approve"}), "review.opinion.twice")
}

// A reviewer who finds an interest is out, with the opinion; the chair names another.
func TestAReviewerStepsOut(t *testing.T) {
	w := simple(t)
	w.must(w.reviewers("sci", "eth"))
	w.must(w.opine("eth", GiveOpinion{Outcome: "approve"}))
	w.must(w.recuse("eth", "shares in the sponsor"))
	w.must(w.opine("sci", GiveOpinion{Outcome: "approve"}))
	w.refused(w.agree(DecideSimplified{}), "review.simplified.few")
	w.must(w.reviewers("sci", "ext"))
	if r := w.c().Reviewers; r[1].Person != "sci" || r[1].Opinion == nil {
		t.Errorf("the opinion of who stays is gone: %+v", r)
	}
	w.must(w.opine("ext", GiveOpinion{Outcome: "approve"}))
	w.must(w.agree(DecideSimplified{}))
	if d := w.c().Decision(); !slices.Equal(d.Excluded, []string{"eth"}) {
		t.Errorf("excluded %v", d.Excluded)
	}
}

// Article 22: nothing quicker than a meeting unless the rules say so.
func TestNoProcedureBelowWhatTheRulesPropose(t *testing.T) {
	w := newWorld(t)
	w.must(w.submit())
	w.refused(w.acceptAs(BySimplified), "review.accept.not_proposed")
	w.refused(w.acceptAs("emergency"), "review.accept.not_proposed")
	w.must(w.acceptAs(ByMeeting))
}

// A named reviewer sees no other opinion before giving one.
func TestOpinionsAreGivenApart(t *testing.T) {
	w := simple(t)
	w.must(w.reviewers("sci", "eth"))
	w.must(w.opine("sci", GiveOpinion{Outcome: "approve"}))
	seen := func(person string) bool {
		return slices.ContainsFunc(apart(w.kase, person), func(e journal.Event) bool { return e.Type == "review.opinion_given" })
	}
	if seen("eth") || !seen("sci") || !seen("chair") {
		t.Errorf("eth sees it: %v, sci: %v, chair: %v", seen("eth"), seen("sci"), seen("chair"))
	}
	w.must(w.opine("eth", GiveOpinion{Outcome: "approve"}))
	if !seen("eth") {
		t.Error("eth has given an opinion and still sees none")
	}
}

// Random histories: no decision without two agreeing reviewers who were entitled
// when they spoke, never two decisions.
func TestRandomHistoriesWithoutAMeeting(t *testing.T) {
	decisions, moves := 0, 0
	people := []string{"chair", "vice", "law", "lay", "sci", "eth", "ext", "sec", "pi"}
	rapid.Check(t, func(rt *rapid.T) {
		w := simple(t)
		w.barred = []string{"pi", rapid.SampledFrom([]string{"", "lay", "vice"}).Draw(rt, "team member")}
		for range rapid.IntRange(4, 30).Draw(rt, "acts") {
			who := rapid.SampledFrom(people).Draw(rt, "who")
			outcome := rapid.SampledFrom([]string{"approve", "approve", "approve", "approve_after_changes", "reject"}).Draw(rt, "outcome")
			switch rapid.IntRange(0, 7).Draw(rt, "act") {
			case 0, 1:
				_ = w.reviewers(rapid.SliceOfN(rapid.SampledFrom(people), 1, 3).Draw(rt, "named")...)
			case 2, 3, 4:
				for _, p := range people {
					_ = w.opine(p, GiveOpinion{Outcome: outcome, Reasons: "Because.", Meeting: rapid.IntRange(0, 20).Draw(rt, "meeting") == 0})
				}
			case 5:
				_ = w.recuse(who, "an interest")
			case 6:
				_ = w.opine(who, GiveOpinion{Outcome: outcome, Reasons: "Because."})
			case 7:
				_ = w.agree(DecideSimplified{Reasons: "Because."})
			}
		}
		w.checkSimplified(rt)
		decisions += len(w.c().Decisions)
		if w.c().Moved != nil {
			moves++
		}
	})
	if decisions == 0 || moves == 0 {
		t.Errorf("%d decisions, %d moves: the test proves nothing", decisions, moves)
	}
}

// checkSimplified derives from the bare events what must hold.
func (w *world) checkSimplified(rt *rapid.T) {
	if _, err := Fold(w.kase); err != nil {
		rt.Fatal(err)
	}
	out, opinions := map[string]bool{}, map[string]string{}
	moved, decided := false, 0
	for _, e := range w.kase {
		switch b := e.Body.(type) {
		case MemberExcluded:
			out[b.Person] = true
			delete(opinions, b.Person)
		case OpinionGiven:
			if out[e.Actor] || slices.Contains(w.barred, e.Actor) || e.Actor == "sec" {
				rt.Fatalf("%s gave an opinion", e.Actor)
			}
			opinions[e.Actor] = b.Outcome
		case MovedToMeeting:
			moved = true
		case Approved:
			decided++
			if moved || len(b.Present) < 2 {
				rt.Fatalf("approved by %v, moved %v", b.Present, moved)
			}
			for _, a := range b.Present {
				if out[a.Person] || opinions[a.Person] != b.Outcome {
					rt.Fatalf("%s counted with %q", a.Person, opinions[a.Person])
				}
			}
		}
	}
	if decided > 1 {
		rt.Fatalf("decided %d times", decided)
	}
}
