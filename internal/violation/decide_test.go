package violation

import (
	"strconv"
	"testing"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/sanction"
)

const today calendar.Day = "2026-11-20"

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// history is the stream of one case that a test writes.
type history struct {
	fataler
	events []journal.Event
	State
	f Facts
}

var (
	panel = []string{"p1", "p2", "p3", "p4", "p5"}
	ours  = Body{Unit, "u1"}
	above = Body{Department, "d1"}
)

func newHistory(t fataler) *history {
	h := &history{fataler: t, f: Facts{
		Actor: "officer", Today: today, Least: 5, Talks: 2, Own: 0, Bodies: []string{"明川大学"},
		Codes: map[string][]string{"case_sources": {"complaint", "own"}, "accept": {"target", "evidence"}, "reject": {"baseless"}, "interim_measures": {"stop", "hold"}, "referrals": {"justice"}},
		Only:  []string{"permit"}, Paid: []string{"stop"}, Names: map[string]string{"lin": "林静怡"},
		Terms: sanction.Facts{Violations: []string{"early"}, Grades: map[string]sanction.Grade{"grave": {Min: 12, Max: 36}, "minor": {Max: 12}}, Kinds: map[string]sanction.Effect{"bar": {Term: true}, "permit": {Term: true}, "warn": {}}},
		Spans: map[string]calendar.Span{limitHearing: {Amount: 5, Unit: calendar.Days}, limitAsk: {Amount: 15, Unit: calendar.Days}}, Limits: map[string]flow.ClockMove{},
		Ends: func(w Window) calendar.Day { return w.From.AddDays(w.Amount) }, Route: Route{Body: ours, Superior: above.ID}, Someone: Someone{Known: true},
	}}
	for _, limit := range []string{limitAccept, limitInquiry, limitMore, limitTake, limitRecheck, limitAnswer} {
		h.f.Limits[limit] = flow.ClockMove{Due: today.AddDays(30).End()}
	}
	h.do(h.Register(Register{Body: ours, Title: "x", Text: "x", Source: Source{Kind: "complaint"}, Reporter: "stranger"}, About{Unit: "u1"}, h.f))
	h.do(h.NameParty(NameParty{Kind: Person, Who: "lin"}, h.About, h.facts()))
	return h
}

// facts have an id that no event has, and know who is in the case.
func (h *history) facts() Facts {
	h.f.NewID = "id" + strconv.Itoa(len(h.events))
	h.f.Involved = map[string]string{"officer": "officer", "stranger": "reporter"}
	for _, p := range h.Parties {
		h.f.Involved[p.Who] = "accused"
	}
	return h.f
}

func (h *history) append(news ...journal.New) {
	h.Helper()
	for _, n := range news {
		at := int64(len(h.events) + 1)
		h.events = append(h.events, journal.Event{Stream: Stream("c"), Version: at, Type: n.Body.EventType(), Body: n.Body, Actor: h.f.Actor, At: h.f.Today.Start().Add(time.Duration(at) * time.Second)})
	}
	st, err := Fold(h.events)
	if err != nil {
		h.Fatalf("%v", err)
	}
	h.State = st
}

func (h *history) do(news []journal.New, err error) {
	h.Helper()
	if err != nil {
		h.Fatalf("%v", err)
	}
	h.append(news...)
}

func (h *history) not(code string) func([]journal.New, error) {
	return func(_ []journal.New, err error) {
		h.Helper()
		if !errs.Has(err, code) {
			h.Errorf("got %v; want %s", err, code)
		}
	}
}

// inquire brings the case to its inquiry, with so many peers who judged.
func (h *history) inquire(peers int) {
	h.do(h.Accept(Accept{Tests: []string{"target", "evidence"}}, h.f))
	h.do(h.Check(Check{Proceed: true, Text: "x"}, h.f))
	h.do(h.MakePlan(Write{Text: "x"}, h.f))
	for _, p := range panel[:peers] {
		h.judge(p)
	}
}

func (h *history) judge(peer string) {
	h.do(h.NameMember(NameMember{Person: peer, Role: Peer}, h.f))
	h.as(peer, func() {
		h.do(h.Declare(Declare{}, h.f))
		h.do(h.Assess(Assess{Breach: true, Reasons: "x"}, h.f))
	})
}

func (h *history) as(who string, do func()) {
	before := h.f.Actor
	h.f.Actor = who
	do()
	h.f.Actor = before
}

func (h *history) conclude() ([]journal.New, error) {
	return h.Conclude(Conclude{Finding: Finding{Violation: "early", Severity: "grave", Facts: "x", Basis: "x"}}, h.f)
}

func (h *history) propose(code string, months int) ([]journal.New, error) {
	cmd := Propose{Code: code, Months: months}
	if len(h.Parties) > 0 {
		cmd.Party = h.Parties[0].ID
	}
	return h.Propose(cmd, h.facts())
}

func (h *history) rule(finding bool) ([]journal.New, error) {
	return h.Rule(Rule{Finding: finding, Number: "1", Reasons: "x"}, "entry", h.f)
}

// notice brings the case to its notice.
func (h *history) notice() {
	h.inquire(5)
	h.do(h.conclude())
	h.do(h.propose("bar", 24))
	h.do(h.Notify(On{}, h.f))
}

// decided brings the case to its decision, received by the party.
func (h *history) decided() {
	h.notice()
	h.f.Today = today.AddDays(6)
	h.do(h.rule(true))
	h.do(h.Serve(Serve{Party: h.Parties[0].ID, Day: h.f.Today}, h.f))
}

// A report is taken up whole and by whom the rules name, or refused on a ground.
func TestTakingUp(t *testing.T) {
	h := newHistory(t)
	h.not("case.tests")(h.Accept(Accept{Tests: []string{"target"}}, h.f))
	h.not("case.code")(h.Accept(Accept{Tests: []string{"x"}}, h.f))
	h.not("case.ground")(h.Reject(Reject{Reason: "x"}, h.f))
	h.not("case.twice")(h.NameParty(NameParty{Kind: Person, Who: "lin"}, h.About, h.facts()))
	h.not("case.reporter")(h.NameParty(NameParty{Kind: Person, Who: "stranger"}, h.About, h.facts()))
	h.f.Route.Body = above
	h.not("case.jurisdiction")(h.Accept(Accept{Tests: []string{"target", "evidence"}}, h.f))
	h.f.Route.Body = ours
	h.do(h.DropParty(Part{ID: h.Parties[0].ID}))
	h.not("case.nobody")(h.Accept(Accept{Tests: []string{"target", "evidence"}}, h.f))
	if _, runs := h.Running[clockAccept]; !runs {
		t.Error("nobody is held to take the report up in time")
	}
	h.do(h.Reject(Reject{Grounds: []string{"baseless"}, Reason: "x"}, h.f))
	if h.Ended() != true || len(h.Running) > 0 {
		t.Errorf("the case is %s, and there run %v", h.State.State, h.Running)
	}
}

// Where the head turns out to be concerned the case goes to the body above in the same
// act, with the time that has run; no unit keeps it.
func TestMovingUp(t *testing.T) {
	h := newHistory(t)
	h.not("case.competent")(h.Transfer(Transfer{Reason: "x"}, h.About, h.f))
	due := h.Running[clockAccept].Due
	h.f.Route = Route{Body: above, Superior: "d0"}
	h.do(h.NameParty(NameParty{Kind: Person, Who: "head", Head: true}, About{Unit: "u1", Head: true}, h.facts()))
	if m := h.Running[clockAccept]; h.Body != above || m.Holder != above.ID || !m.Due.Equal(due) {
		t.Fatalf("it is with %+v until %v", h.Body, m)
	}
	h.f.Deciding = above.ID
	h.not("case.ours")(h.TakeOver(Direct{Text: "x"}, h.f))
	h.f.Route.Body = ours
	h.not("case.own")(h.Designate(Direct{Unit: "u1", Text: "x"}, h.f))
	h.f.Route.Body = Body{}
	h.not("case.designate")(h.Designate(Direct{Unit: "u9", Text: "x"}, h.f))
}

// Who is accused, reported or inquires judges nothing; an interest ends the part at once;
// four are no panel.
func TestPanel(t *testing.T) {
	h := newHistory(t)
	h.inquire(4)
	h.facts()
	for person, code := range map[string]string{"lin": "case.conflict", "stranger": "case.conflict", "officer": "case.conflict", "p1": "case.member_twice"} {
		h.not(code)(h.NameMember(NameMember{Person: person, Role: Peer}, h.f))
	}
	h.not("case.panel")(h.conclude())
	h.do(h.NameMember(NameMember{Person: "p5", Role: Peer}, h.f))
	h.as("p5", func() {
		h.not("case.undeclared")(h.Assess(Assess{Reasons: "x"}, h.f))
		h.do(h.Declare(Declare{Conflict: true}, h.f))
		h.not("case.no_peer")(h.Assess(Assess{Reasons: "x"}, h.f))
	})
	h.not("case.member_twice")(h.NameMember(NameMember{Person: "p5", Role: Peer}, h.f))
	h.not("case.panel")(h.conclude())
	h.f.Someone.Unit = "u1"
	h.Parties[0].Unit = "u1"
	h.not("case.own_unit")(h.NameMember(NameMember{Person: "colleague", Role: Peer}, h.f))
	h.f.Someone.Unit = ""
	h.judge("p6")
	h.not("case.member")(h.NameParty(NameParty{Kind: Person, Who: "p6"}, h.About, h.facts()))
	h.do(h.conclude())
}

// Two hold an interview; evidence knows every hand, in the order of the days; a name
// stands in no text.
func TestInquiry(t *testing.T) {
	h := newHistory(t)
	h.inquire(0)
	h.do(h.NameMember(NameMember{Person: "helper", Role: Team}, h.facts()))
	talk := Interview{By: []string{"officer", "officer"}, Day: today, Place: "x", Summary: "x"}
	h.not("case.interviewers")(h.Interview(talk, h.f))
	talk.By = []string{"officer", "lin"}
	h.not("case.interviewer")(h.Interview(talk, h.f))
	talk.By, talk.Day = []string{"officer", "helper"}, today.AddDays(1)
	h.not("case.day")(h.Interview(talk, h.f))
	talk.Day, talk.Summary = today, "林 静怡 says so"
	h.not("case.names")(h.Interview(talk, h.f))
	talk.Summary = "x"
	h.do(h.Interview(talk, h.f))
	h.do(h.Secure(Secure{Label: "x", Source: "x", Place: "x", Day: today}, h.facts()))
	x := h.Evidence[0].ID
	h.not("case.hand")(h.Hand(Hand{ID: x, To: "officer", Day: today, Reason: "x"}, h.f))
	h.not("case.conflict")(h.Hand(Hand{ID: x, To: "lin", Day: today, Reason: "x"}, h.f))
	h.not("case.chain")(h.Hand(Hand{ID: x, To: "helper", Day: today.AddDays(-1), Reason: "x"}, h.f))
	h.do(h.Hand(Hand{ID: x, To: "helper", Day: today, Reason: "x"}, h.f))
	if h.Evidence[0].Holder != "helper" || len(h.Evidence[0].Moves) != 1 {
		t.Errorf("the evidence is %+v", h.Evidence[0])
	}
}

// An interim measure stands once, needs what it stops, and ends with the decision.
func TestInterim(t *testing.T) {
	h := newHistory(t)
	h.not("case.state")(h.Pause(Pause{Code: "hold", Reason: "x"}, h.f))
	h.inquire(5)
	h.not("case.no_activity")(h.Pause(Pause{Code: "stop", Reason: "x"}, h.f))
	h.not("case.code")(h.Pause(Pause{Code: "jail", Reason: "x"}, h.f))
	h.do(h.Pause(Pause{Code: "hold", Reason: "x"}, h.facts()))
	h.not("case.paused")(h.Pause(Pause{Code: "hold", Reason: "x"}, h.facts()))
	h.do(h.rule(false))
	if m := h.Interim[0]; m.Until.IsZero() || h.State.State != StateCleared {
		t.Errorf("the case is %s, and there stands %+v", h.State.State, m)
	}
}

// The time of an inquiry grows once.
func TestExtension(t *testing.T) {
	h := newHistory(t)
	h.not("case.state")(h.Extend(Write{Text: "x"}, h.f))
	h.inquire(0)
	h.do(h.Extend(Write{Text: "x"}, h.f))
	h.not("case.extended")(h.Extend(Write{Text: "x"}, h.f))
}

// Nothing follows before notice and hearing, and a unit takes nothing that only a
// department may; what changes after the notice needs another.
func TestDeciding(t *testing.T) {
	h := newHistory(t)
	h.inquire(5)
	h.not("case.unfound")(h.propose("bar", 24))
	h.do(h.conclude())
	h.not("case.unproposed")(h.Notify(On{}, h.f))
	h.not("case.measure_by")(h.propose("permit", 24))
	h.not("sanction.grade")(h.propose("bar", 48))
	h.do(h.propose("bar", 24))
	h.not("case.unnoticed")(h.rule(true))
	h.do(h.Notify(On{}, h.f))
	h.not("case.hearing")(h.rule(true))
	lin := h.Parties[0].ID
	h.not("case.paper")(h.Answer(Answer{Party: lin, Text: "x"}, false, h.f))
	h.do(h.Answer(Answer{Party: lin, Waive: true, Paper: &blob.Kept{Name: "waiver.pdf"}}, false, h.f))
	h.not("case.waived")(h.Answer(Answer{Party: lin, Text: "x"}, true, h.f))
	h.do(h.propose("warn", 0))
	h.not("case.unnoticed")(h.rule(true))
	h.do(h.Notify(On{}, h.f))
	h.not("case.hearing")(h.rule(true)) // what they waived was another proposal
	h.do(h.Leave(Part{ID: "p1", Text: "x"}, h.f))
	h.f.Today = today.AddDays(6)
	h.not("case.panel")(h.rule(true))
	h.judge("p6")
	h.do(h.rule(true))
	if h.State.State != StateDecided || len(h.Running) > 0 {
		t.Errorf("the case is %s, and there run %v", h.State.State, h.Running)
	}
}

// A re-check once and in time, then an appeal; what falls falls in whole.
func TestRequests(t *testing.T) {
	h := newHistory(t)
	h.decided()
	lin := h.Parties[0].ID
	h.not("case.served_early")(h.Serve(Serve{Party: lin, Day: today}, h.f))
	h.not("case.appeal_early")(h.Ask(Ask{Kind: Appeal, Party: lin, Text: "x"}, h.facts()))
	h.f.Today = h.f.Today.AddDays(16)
	h.not("case.recheck_late")(h.Ask(Ask{Kind: Recheck, Party: lin, Text: "x"}, h.facts()))
	h.f.Today = h.f.Today.AddDays(-1)
	h.do(h.Ask(Ask{Kind: Recheck, Party: lin, Text: "x"}, h.facts()))
	h.not("case.recheck_twice")(h.Ask(Ask{Kind: Recheck, Party: lin, Text: "x"}, h.facts()))
	h.not("case.contested")(h.Publish(Publish{Title: "x", Text: "x"}, h.f))
	q := h.Requests[0].ID
	h.not("case.request_state")(h.Settle(Settle{ID: q, Outcome: Upheld, Reason: "x"}, nil, h.f))
	h.do(h.Take(Settle{ID: q, Accept: true}, h.f))
	h.not("case.unchanged")(h.Settle(Settle{ID: q, Outcome: Changed, Reason: "x"}, []Held{{"m", lin}}, h.f))
	h.not("case.change")(h.Settle(Settle{ID: q, Outcome: Changed, Reason: "x", Changes: []Change{{Measure: "m"}}}, []Held{{"m", "another"}}, h.f))
	h.do(h.Settle(Settle{ID: q, Outcome: Upheld, Reason: "x"}, []Held{{"m", lin}}, h.f))
	h.do(h.Ask(Ask{Kind: Appeal, Party: lin, Text: "x"}, h.facts()))
	appeal := h.Requests[1].ID
	h.do(h.Take(Settle{ID: appeal, Accept: true}, h.f))
	h.do(h.Settle(Settle{ID: appeal, Outcome: Lifted, Reason: "x"}, []Held{{"m", lin}}, h.f))
	h.not("case.no_finding")(h.Publish(Publish{Title: "x", Text: "x"}, h.f))
	if h.State.State != StateAnnulled || len(h.Running) > 0 {
		t.Errorf("the case is %s, and there run %v", h.State.State, h.Running)
	}
}

// A referral waits for one answer; a public case names no unit and is final.
func TestAfter(t *testing.T) {
	h := newHistory(t)
	h.decided()
	h.not("case.referral")(h.Refer(Refer{Kind: "police", To: "x", Text: "x"}, h.facts()))
	h.do(h.Refer(Refer{Kind: "justice", To: "x", Text: "x"}, h.facts()))
	r := h.Referrals[0].ID
	if _, runs := h.Running["referral-"+r]; !runs {
		t.Error("nobody waits for the answer")
	}
	h.do(h.Feedback(Part{ID: r, Text: "x"}, h.f))
	h.not("case.part")(h.Feedback(Part{ID: r, Text: "x"}, h.f))
	h.not("case.unfinal")(h.Publish(Publish{Title: "x", Text: "x"}, h.f))
	h.f.Today = h.f.Today.AddDays(16)
	h.not("case.names_unit")(h.Publish(Publish{Title: "x", Text: "在明川 大学发生"}, h.f))
	h.do(h.Publish(Publish{Title: "x", Text: "x"}, h.f))
	h.do(h.Unpublish(Write{Text: "x"}, h.f))
	h.not("case.unpublished")(h.Unpublish(Write{Text: "x"}, h.f))
}

// A unit that has not written down how it looks into breaches takes up no case; one that
// has says by which version.
func TestOwnRules(t *testing.T) {
	h := newHistory(t)
	f := h.facts()
	f.Lacks = []Lack{{lang.Same("rules on breaches"), lang.Same("part 5 (4)")}}
	all := Accept{Tests: f.Codes["accept"]}
	h.not("case.no_rules")(h.Accept(all, f))
	f.Lacks, f.Under = nil, []UnitRule{{Code: "violations", Title: "How we do it", No: 2, Day: "2026-01-01"}}
	news, err := h.Accept(all, f)
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := news[0].Body.(TakenUp); !ok || len(b.Under) != 1 || b.Under[0].No != 2 {
		t.Errorf("%+v", news[0].Body)
	}
}
