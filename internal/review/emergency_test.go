package review

import (
	"testing"
	"time"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// hurried is a case that an emergency asks for, handed in.
func hurried(t testing.TB) *world {
	w := newWorld(t)
	w.must(w.try("pi", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
		return kase(c.Submit(Open{Opened{Activity: "a1", Committee: "k1", Applicant: "pi", Title: "Light", Application: 3, Procedure: ByEmergency}}, f))
	}))
	return w
}

var hoursEnd = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func (w *world) acceptUrgent(urgency string, reasons ...string) error {
	return w.try("sec", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
		f.Procedures = []string{ByMeeting, BySimplified, ByEmergency}
		f.Urgencies = map[string]flow.ClockMove{"prompt": {Clock: ClockDecision, Op: flow.ClockStart, Due: hoursEnd, Amount: 72, Unit: "hours"}}
		return kase(c.Accept(Accept{Procedure: ByEmergency, Urgency: urgency, Reasons: reasons}, Numbered("EC-{year}-{seq}", 2026, 7), f))
	})
}

// Article 36: an emergency has a level and a reason, and its hours begin at once.
func TestAnEmergencyHasALevelAndAReason(t *testing.T) {
	w := hurried(t)
	w.refused(w.acceptUrgent("", "declared"), "review.accept.urgency")
	w.refused(w.acceptUrgent("sometime", "declared"), "review.accept.urgency")
	w.refused(w.acceptUrgent("prompt"), "review.accept.emergency_reason")
	w.must(w.acceptUrgent("prompt", "declared"))
	c, err := Fold(w.kase)
	if err != nil {
		t.Fatal(err)
	}
	if c.Urgency != "prompt" || !c.Due[ClockDecision].Equal(hoursEnd) {
		t.Errorf("accepted as %q, due %v", c.Urgency, c.Due)
	}
}

// Article 36: the time of the experts counts inside the hours, so the clock of
// an emergency runs until the final decision; otherwise it ends with the
// preliminary opinion.
func TestTheHoursRunWhileExpertsLook(t *testing.T) {
	for procedure, runs := range map[string]bool{ByEmergency: true, ByMeeting: false} {
		c := Case{State: StateInMeeting, Procedure: procedure, Due: map[string]time.Time{ClockDecision: time.Now()}}
		f := Facts{Listed: []string{"invasive_bci_clinical"}}
		news, err := c.decided(Outcome{Code: "approve", Approves: true}, Decision{}, f)
		if err != nil {
			t.Fatal(err)
		}
		body, ok := news[0].Body.(PreliminaryGiven)
		if !ok || (len(body.Moves) == 0) != runs {
			t.Errorf("%s: %T moves %v", procedure, news[0].Body, body.Moves)
		}
		c.Opinion = &Opinion{Agrees: true}
		news, err = c.final(Outcome{Code: "approve", Approves: true}, Decision{}, f)
		if err != nil {
			t.Fatal(err)
		}
		if moves := news[0].Body.(Approved).Moves; len(moves) == 0 || moves[0] != (flow.ClockMove{Clock: ClockDecision, Op: flow.ClockMeet}) {
			t.Errorf("%s: the final decision moves %v", procedure, moves)
		}
	}
}
