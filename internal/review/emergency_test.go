package review

import (
	"slices"
	"testing"
	"time"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
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
		f.Hurry = &Hurry{Lacks: w.lacks}
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
	w.lacks = &Lack{Text: lang.T("应急审查制度", "Rules of emergency review")}
	w.refused(w.acceptUrgent("prompt", "declared"), "review.accept.emergency_rules")
	w.lacks = nil
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

// An emergency is called in one act, by arrangements of the packs alone, and none of
// them is about who decides (article 39).
func TestAnEmergencyIsConvenedByListedArrangements(t *testing.T) {
	w := newWorld(t)
	now := w.now
	c := Case{ID: "c1", Committee: "k1", State: StateAccepted, Procedure: ByEmergency}
	f := w.facts("sec")
	f.Case, f.Hurry = c, &Hurry{Notice: 24 * time.Hour, Substitutes: []Substitute{{Code: SubstituteVideo}, {SubstituteNotice, 2 * time.Hour}, {Code: SubstituteVice}}}
	good := Convene{Review: "c1", StartsAt: now.Add(3 * time.Hour), Mode: Video, Link: "x", StandIn: "vice", Reason: "far away",
		Substitutes: []string{SubstituteVideo, SubstituteNotice, SubstituteVice}}
	for name, tt := range map[string]struct {
		change func(*Convene)
		key    string
	}{
		"a quorum of three":  {func(k *Convene) { k.Substitutes = append(k.Substitutes, "lower_quorum") }, "review.convene.substitute"},
		"no word of video":   {func(k *Convene) { k.Substitutes = k.Substitutes[1:] }, "review.convene.video"},
		"no word of notice":  {func(k *Convene) { k.Substitutes = k.Substitutes[:1] }, "review.convene.notice"},
		"in an hour":         {func(k *Convene) { k.StartsAt = now.Add(time.Hour) }, "review.convene.notice"},
		"no reason":          {func(k *Convene) { k.Reason = " " }, "review.convene.reason"},
		"a member stands in": {func(k *Convene) { k.StandIn = "law" }, "review.convene.stand_in"},
	} {
		cmd := good
		cmd.Substitutes = slices.Clone(good.Substitutes)
		tt.change(&cmd)
		_, _, err := c.Convene(cmd, "m1", f, now)
		w.refused(err, tt.key)
		if err == nil {
			t.Errorf("%s got through", name)
		}
	}
	session, kase, err := c.Convene(good, "m1", f, now)
	if err != nil || len(session) != 3 || len(kase) != 1 {
		t.Errorf("convene: %d %d %v", len(session), len(kase), err)
	}
	c.Procedure = ByMeeting
	_, _, err = c.Convene(good, "m1", f, now)
	w.refused(err, "review.convene.only")
}

// An adviser to an emergency is of its field (article 37).
func TestAnAdviserToAnEmergencyIsOfItsField(t *testing.T) {
	w := sitting(t, "vice", "law")
	m, f := w.m(), w.facts("chair")
	f.Case.Procedure, f.Case.Fields = ByEmergency, []string{"medicine"}
	_, err := m.InviteAdviser(InviteAdviser{Review: "c1", Person: "guest", Field: "education"}, f)
	w.refused(err, "review.adviser.field")
	_, err = m.InviteAdviser(InviteAdviser{Review: "c1", Person: "guest", Field: "medicine"}, f)
	w.must(err)
}
