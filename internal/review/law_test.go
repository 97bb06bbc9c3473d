package review

import (
	"strings"
	"testing"
	"time"

	"lunheng/internal/journal"
)

func TestTablesAreSound(t *testing.T) {
	for _, table := range []interface{ Check() error }{&Table, &MeetingTable} {
		if err := table.Check(); err != nil {
			t.Error(err)
		}
	}
}

// The whole road, and what it leaves behind.
func TestACommitteeApproves(t *testing.T) {
	w := voted(t, "approve")
	w.must(w.decide("chair", Decide{Outcome: "approve"}))
	c := w.c()
	d := c.Decision()
	if c.State != StateApproved || d == nil || d.Tally["approve"] != 6 || len(d.Present) != 6 || d.Need != 4 || d.Presiding != "chair" {
		t.Fatalf("state %s, decision %+v", c.State, d)
	}
	if _, runs := c.Due[ClockDecision]; runs {
		t.Error("the time to decide still runs")
	}
	if _, runs := c.Due[ClockFollowUp]; !runs {
		t.Error("no follow-up is due")
	}
}

// Article 14: at least five, with the categories; leaving changes it at once.
func TestNoVoteWithoutQuorum(t *testing.T) {
	w := sitting(t, "vice", "law", "lay")
	w.refused(w.openVote("chair", false), "review.quorum")
	w.must(w.arrive("sci"))
	w.must(w.openVote("chair", false))
	w.must(w.vote("chair", "approve"))
	w.must(w.leave("lay"))
	w.refused(w.vote("vice", "approve"), "review.quorum")
	w.must(w.arrive("lay"))
	w.must(w.vote("vice", "approve"))
}

func TestNoVoteWithoutTheCategories(t *testing.T) {
	w := sitting(t, "vice", "lay", "sci", "eth")
	w.refused(w.openVote("chair", false), "review.quorum") // five, but nobody from law
	w.must(w.arrive("law"))
	w.must(w.declare("law", "spouse on the team"))
	w.refused(w.openVote("chair", false), "review.quorum")
	w.must(w.arrive("ext"))
	w.must(w.openVote("chair", false))
}

func TestQuorumLostAtTheEndOfTheVote(t *testing.T) {
	w := sitting(t, "vice", "law", "lay", "sci")
	w.must(w.openVote("chair", false))
	for _, p := range []string{"chair", "vice", "law", "lay", "sci"} {
		w.must(w.vote(p, "approve"))
	}
	w.must(w.leave("law"))
	w.must(w.closeVote("chair"))
	w.refused(w.decide("chair", Decide{Outcome: "approve"}), "review.quorum")
	w.must(w.arrive("law")) // coming back does not heal the vote
	w.refused(w.decide("chair", Decide{Outcome: "approve"}), "review.quorum")
	w.must(w.openVote("chair", false))
	w.must(w.closeVote("chair"))
	w.must(w.leave("law"))
	w.must(w.putOff("chair", DeferQuorum, ""))
	if c := w.c(); c.State != StateAccepted || len(c.Deferrals) != 1 || c.Deferrals[0].Reason != DeferQuorum {
		t.Errorf("state %s, deferrals %v: the file must show it", c.State, c.Deferrals)
	}
}

func TestWhoMayNotVote(t *testing.T) {
	for name, tc := range map[string]struct {
		key string
		who string
		arr func(w *world)
	}{
		"conflicted":         {"review.recused", "eth", func(w *world) { w.must(w.declare("eth", "owns the firm")) }},
		"excluded by chair":  {"review.recused", "eth", func(w *world) { w.must(w.exclude("chair", "eth")) }},
		"never came":         {"review.vote.absent", "ext", func(*world) {}},
		"left the room":      {"review.vote.left", "eth", func(w *world) { w.must(w.leave("eth")) }},
		"adviser":            {"review.vote.adviser", "guest", func(w *world) { w.must(w.adviser("guest")); w.must(w.arrive("guest")) }},
		"secretary":          {"review.vote.no_seat", "sec", func(w *world) { w.must(w.arrive("sec")) }},
		"stranger":           {"review.vote.no_seat", "somebody", func(*world) {}},
		"member of the team": {"review.vote.own", "eth", func(w *world) { w.barred = []string{"pi", "eth"} }},
		"applicant":          {"review.vote.own", "pi", func(w *world) { w.barred = []string{"pi"} }},
		"second vote":        {"review.vote.twice", "eth", func(w *world) { w.must(w.vote("eth", "reject")) }},
		"term ended": {"review.vote.term", "eth", func(w *world) {
			w.seats[5].Until = today.AddDays(-1)
			w.seats = append(w.seats, Seat{Person: "new", Role: RoleMember, From: today})
		}},
		"unknown choice": {"review.vote.choice", "eth", nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := sitting(t, "vice", "law", "lay", "sci", "eth")
			w.must(w.openVote("chair", false))
			choice := "approve"
			if tc.arr == nil {
				choice = "perhaps"
			} else {
				tc.arr(w)
			}
			before := len(w.session)
			w.refused(w.vote(tc.who, choice), tc.key)
			if len(w.session) != before {
				t.Error("something was noted all the same")
			}
		})
	}
}

// Article 7: a committee below the standard cannot decide.
func TestAnUnlawfulCommitteeCannotDecide(t *testing.T) {
	w := sitting(t, "vice", "law", "lay", "sci", "eth")
	w.unlaw = true
	w.refused(w.openVote("chair", false), "review.committee.unlawful")
	w.unlaw = false
	w.must(w.openVote("chair", false))
	w.unlaw = true
	w.refused(w.vote("law", "approve"), "review.committee.unlawful")
	w.unlaw = false
	for _, p := range []string{"chair", "vice", "law", "lay", "sci", "eth"} {
		w.must(w.vote(p, "approve"))
	}
	w.must(w.closeVote("chair"))
	w.unlaw = true
	w.refused(w.decide("chair", Decide{Outcome: "approve"}), "review.committee.unlawful")
}

// Article 16: change requests and rejections carry reasons; all gaps are told at once.
func TestDecisionsNeedTheirForm(t *testing.T) {
	w := voted(t, "approve_after_changes")
	err := w.decide("chair", Decide{Outcome: "approve_after_changes"})
	w.refused(err, "review.decide.reasons")
	w.refused(err, "review.decide.stipulations")
	w.refused(w.decide("chair", Decide{Outcome: "approve_after_changes", Reasons: "r", Stipulations: []string{"s"}, Checker: "sec"}), "review.decide.checker")
	w.refused(w.decide("chair", Decide{Outcome: "approve"}), "review.decide.majority")
	w.refused(w.decide("chair", Decide{Outcome: "maybe"}), "review.decide.outcome")
	w.refused(w.decide("vice", Decide{Outcome: "approve_after_changes"}), "review.preside")

	w = voted(t, "reject")
	w.refused(w.decide("chair", Decide{Outcome: "reject"}), "review.decide.reasons")
	w.must(w.decide("chair", Decide{Outcome: "reject", Reasons: "The risk is not worth it."}))
	w.refused(w.decide("chair", Decide{Outcome: "reject", Reasons: "Again."}), "review.item.over")
	if c := w.c(); c.State != StateRejected || len(c.Decisions) != 1 {
		t.Errorf("state %s with %d decisions", c.State, len(c.Decisions))
	}
}

func TestATieDecidesNothing(t *testing.T) {
	w := sitting(t, "vice", "law", "lay", "sci", "eth")
	w.must(w.openVote("chair", false))
	for i, p := range []string{"chair", "vice", "law", "lay", "sci", "eth"} {
		w.must(w.vote(p, []string{"approve", "reject"}[i%2]))
	}
	w.refused(w.decide("chair", Decide{Outcome: "approve"}), "review.decide.no_vote")
	w.must(w.closeVote("chair"))
	w.refused(w.decide("chair", Decide{Outcome: "approve"}), "review.decide.majority")
	w.must(w.openVote("chair", false)) // another round is possible
	w.refused(w.putOff("chair", DeferMajority, ""), "review.defer.majority")
	w.must(w.vote("chair", "approve"))
	w.must(w.closeVote("chair"))
	w.refused(w.decide("chair", Decide{Outcome: "approve", Round: 1}), "review.decide.round")
	w.must(w.putOff("chair", DeferMajority, ""))
}

func TestACarriedVoteIsNotRepeated(t *testing.T) {
	w := voted(t, "reject")
	w.refused(w.openVote("chair", false), "review.vote.carried")
	w.refused(w.putOff("chair", DeferMajority, ""), "review.defer.majority")
}

// Leaving after the vote must not lower the bar.
func TestLeavingAfterTheVoteStillCounts(t *testing.T) {
	w := sitting(t, "vice", "law", "lay", "sci", "eth", "ext")
	w.must(w.openVote("chair", false))
	for i, p := range []string{"chair", "vice", "law", "lay", "sci", "eth", "ext"} {
		w.must(w.vote(p, []string{"approve", "reject"}[i/4]))
	}
	w.must(w.leave("sci"))
	w.must(w.leave("ext"))
	w.must(w.closeVote("chair"))
	w.refused(w.decide("chair", Decide{Outcome: "approve"}), "review.decide.majority") // four of seven, not of five
}

func TestAConflictAfterTheVoteVoidsIt(t *testing.T) {
	w := voted(t, "approve")
	w.must(w.declare("eth", "remembered a contract"))
	w.refused(w.decide("chair", Decide{Outcome: "approve"}), "review.decide.no_vote")
	if c := w.c(); c.Excluded["eth"].Nature == "" {
		t.Error("the case does not shut the member out")
	}
	w.must(w.openVote("chair", true))
	w.refused(w.vote("eth", "approve"), "review.recused")
}

func TestSecretVotesShowOnlyWho(t *testing.T) {
	w := sitting(t, "vice", "law", "lay", "sci", "eth")
	w.must(w.openVote("chair", true))
	for _, p := range []string{"chair", "vice", "law", "lay", "sci", "eth"} {
		w.must(w.vote(p, "approve"))
	}
	for _, e := range w.session {
		if v, ok := e.Body.(VoteCast); ok && v.Choice != "" {
			t.Errorf("the event says that %s voted %s", v.Person, v.Choice)
		}
	}
	m := w.m()
	live := m.Live(w.facts("law"))
	for _, tile := range live.Current.Round.Tiles {
		if !tile.Voted || tile.Choice != "" {
			t.Errorf("tile %+v", tile)
		}
	}
	if live.Current.Round.Tally != nil {
		t.Error("a running secret vote shows counts")
	}
	w.must(w.closeVote("chair"))
	w.must(w.decide("chair", Decide{Outcome: "approve"}))
	if d := w.c().Decision(); !d.Secret || d.Tally["approve"] != 6 {
		t.Errorf("decision %+v", d)
	}
}

func TestABallotBoxThatDisagreesIsNotCounted(t *testing.T) {
	w := sitting(t, "vice", "law", "lay", "sci")
	w.must(w.openVote("chair", true))
	w.must(w.vote("law", "approve"))
	w.drop(1, "approve")
	if err := w.closeVote("chair"); err == nil {
		t.Error("two ballots of one voter were counted")
	}
}

// Article 14: the chair, or a vice-chair, presides.
func TestAViceChairStepsIn(t *testing.T) {
	w := sitting(t, "vice", "law", "lay", "sci", "eth")
	w.refused(w.takeChair("vice"), "review.chair.held")
	w.refused(w.takeChair("law"), "review.preside")
	w.must(w.declare("chair", "supervised the applicant"))
	w.refused(w.openVote("chair", false), "review.preside")
	w.must(w.takeChair("vice"))
	w.must(w.openVote("vice", false))
	for _, p := range []string{"vice", "law", "lay", "sci", "eth"} {
		w.must(w.vote(p, "approve"))
	}
	w.must(w.closeVote("vice"))
	w.refused(w.decide("chair", Decide{Outcome: "approve"}), "review.preside")
	w.must(w.decide("vice", Decide{Outcome: "approve"}))
	if d := w.c().Decision(); d.Presiding != "vice" || len(d.Excluded) != 1 {
		t.Errorf("decision %+v", d)
	}
}

func TestADecisionOnAnotherVersion(t *testing.T) {
	w := voted(t, "approve")
	err := w.try("chair", func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		f.Case.Application++
		return m.Decide(Decide{Review: "c1", Outcome: "approve"}, f)
	})
	w.refused(err, "review.decide.changed")
}

func TestAWithdrawnCaseIsNotDecided(t *testing.T) {
	w := voted(t, "approve")
	w.must(w.try("pi", func(m Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
		news, err := c.Withdraw(Withdraw{Reason: "funding fell through"}, f)
		return m.DropItem("c1", f), news, err
	}))
	w.refused(w.decide("chair", Decide{Outcome: "approve"}), "review.item.over")
	w.must(w.try("chair", func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.CloseSession(f))
	}))
}

// Article 10: everything that is missing is told at once.
func TestReturnTellsEverything(t *testing.T) {
	w := newWorld(t)
	w.must(w.submit())
	back := func(items ...Missing) error {
		return w.try("sec", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
			return kase(c.Return(Return{Items: items}, f))
		})
	}
	w.refused(back(), "review.return.empty")
	w.refused(back(Missing{Field: "consent_form"}), "review.return.text")
	w.must(back(Missing{"consent_form", "The form lacks a contact."}, Missing{"risks", "Name the risks of light."}))
	w.refused(w.accept(), "review.state")
	again := func(version int64) error {
		return w.try("pi", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
			return kase(c.Submit(Open{Opened{Title: "Sleep, light", Application: version}}, f))
		})
	}
	w.refused(again(3), "review.resubmit.same")
	w.must(again(5))
	w.must(w.accept())
	if c := w.c(); c.Application != 5 || c.Title != "Sleep, light" || c.Number != "EC-2026-7" {
		t.Errorf("case %+v", c)
	}
}

// Article 17: a limit moves forward only, for a reason.
func TestExtension(t *testing.T) {
	w := newWorld(t)
	w.must(w.submit())
	w.must(w.accept())
	due := w.c().Due[ClockDecision]
	extend := func(reason string, to time.Time) error {
		return w.try("sec", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
			return kase(c.Extend(Extend{Clock: ClockDecision, Reason: reason, Due: to}, f))
		})
	}
	w.refused(extend("", due.AddDate(0, 0, 5)), "review.extend.reason")
	w.refused(extend("expert abroad", due.AddDate(0, 0, -1)), "review.extend.backwards")
	w.refused(extend("expert abroad", due), "review.extend.backwards")
	w.must(extend("expert abroad", due.AddDate(0, 0, 5)))
	if got := w.c().Due[ClockDecision]; !got.Equal(due.AddDate(0, 0, 5)) {
		t.Errorf("due %s", got)
	}
}

func TestStipulationsPointByPoint(t *testing.T) {
	w := voted(t, "approve_after_changes")
	w.must(w.decide("chair", Decide{Outcome: "approve_after_changes", Reasons: "Two gaps.", Stipulations: []string{"Name a contact.", "", "Shorten the form."}, Checker: "law"}))
	answer := func(nos ...int) error {
		cmd := AnswerStipulations{}
		for _, no := range nos {
			cmd.Answers = append(cmd.Answers, PointAnswer{No: no, Text: "Done on page 3."})
		}
		return w.try("pi", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
			return kase(c.AnswerStipulations(cmd, f))
		})
	}
	check := func(as string, no int, ok bool, note string) error {
		return w.try(as, func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
			return kase(c.CheckStipulation(CheckStipulation{No: no, Satisfied: ok, Note: note}, f))
		})
	}
	confirm := func(as string) error {
		return w.try(as, func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
			return kase(c.ConfirmChanges(ConfirmChanges{}, f))
		})
	}
	w.refused(answer(), "review.stipulation.none")
	w.refused(answer(3), "review.stipulation.missing")
	w.must(answer(1))
	if w.c().State != StateChangesDue {
		t.Fatal("one of two points is open, yet the changes went off")
	}
	w.must(answer(2))
	w.refused(check("eth", 1, true, ""), "review.check.who")
	w.refused(check("law", 1, false, ""), "review.check.note")
	w.must(check("law", 1, true, ""))
	w.refused(confirm("law"), "review.confirm.open")
	w.must(check("chair", 2, false, "Still four pages."))
	w.refused(confirm("chair"), "review.confirm.open")
	w.must(w.try("law", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
		return kase(c.ReturnChanges(ConfirmChanges{}, f))
	}))
	w.refused(answer(1), "review.stipulation.settled")
	w.must(answer(2))
	w.must(check("law", 2, true, ""))
	w.must(confirm("law"))
	if c := w.c(); c.State != StateApproved || c.ConfirmedAt.IsZero() {
		t.Errorf("state %s", c.State)
	}
}

func TestLettersAreKept(t *testing.T) {
	w := voted(t, "approve")
	issue := func(reason string) error {
		return w.try("sec", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
			return kase(c.IssueLetter(IssueLetter{Reason: reason}, Certificate{Code: "X" + reason}, f))
		})
	}
	send := func(revision int) error {
		return w.try("sec", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
			return kase(c.SendLetter(SendLetter{Revision: revision}, f))
		})
	}
	w.refused(issue(""), "review.letter.undecided")
	w.must(w.decide("chair", Decide{Outcome: "approve"}))
	w.refused(send(0), "review.send.none")
	w.must(issue(""))
	w.must(send(0))
	w.must(send(0)) // lost in the post
	w.refused(issue(""), "review.letter.reason")
	w.must(issue("wrong title"))
	w.refused(send(1), "review.send.superseded")
	c := w.c()
	if len(c.Letters) != 2 || c.Letters[0].Superseded != 2 || c.Letters[1].Replaces != 1 || len(c.Letters[0].Sent) != 2 {
		t.Errorf("letters %+v", c.Letters)
	}
}

func TestWhoseHands(t *testing.T) {
	w := newWorld(t)
	w.must(w.submit())
	w.now = w.now.AddDate(0, 0, 3)
	w.must(w.accept()) // the secretary still has it: one stretch
	w.now = w.now.AddDate(0, 0, 10)
	got := Hands(w.kase, w.now)
	if len(got) != 1 || got[0].Who != "secretary" || got[0].Days != 14 || got[0].State != StateAccepted || got[0].Holder != "k1" || !got[0].Until.Equal(w.now) {
		t.Errorf("hands %+v", got)
	}
}

func TestMinutesWriteThemselves(t *testing.T) {
	w := voted(t, "approve")
	w.must(w.decide("chair", Decide{Outcome: "approve"}))
	w.must(w.try("chair", func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.CloseSession(f))
	}))
	w.must(w.try("sec", func(m Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.DraftMinutes(f, map[string]Case{"c1": c}))
	}))
	edit := func(section, text string) error {
		return w.try("sec", func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
			return session(m.EditMinutes(EditMinutes{Section: section, Text: text}, f))
		})
	}
	w.refused(edit("nowhere", "x"), "review.minutes.section")
	w.must(edit("c1", "The comittee asked about light."))
	w.must(edit("c1", "The committee asked about light."))
	m := w.m()
	if len(m.Edits) != 2 || !strings.HasPrefix(m.Note("c1"), "The committee") || len(m.Minutes.Attendance) != 6 || m.Minutes.Absent[0] != "ext" {
		t.Errorf("minutes %+v, edits %+v", m.Minutes, m.Edits)
	}
	if r := m.Minutes.Items[0].Rounds[0]; r.Tally["approve"] != 6 || r.Votes["law"] != "approve" {
		t.Errorf("round %+v", r)
	}
	approve := func(as string) error {
		return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
			return session(m.ApproveMinutes(f))
		})
	}
	w.refused(approve("sec"), "review.preside")
	w.must(approve("chair"))
	w.refused(edit("c1", "Late."), "review.meeting.state")
}

// Who came back when all had voted counts for the quorum; turns out to be in
// conflict, and the round is void although they never voted.
func TestAConflictOfSomebodyWhoOnlyCountedVoidsTheRound(t *testing.T) {
	w := sitting(t, "vice", "law", "lay", "sci", "eth")
	w.must(w.leave("vice"))
	w.must(w.openVote("chair", false))
	for _, p := range []string{"chair", "law", "lay", "sci", "eth"} {
		w.must(w.vote(p, "approve"))
	}
	w.must(w.arrive("vice"))
	w.must(w.closeVote("chair"))
	w.must(w.exclude("chair", "vice"))
	w.refused(w.decide("chair", Decide{Outcome: "approve"}), "review.decide.no_vote")
}
