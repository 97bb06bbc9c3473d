package inspection

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/draw"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

const today calendar.Day = "2026-11-20"

func planFacts() PlanFacts {
	return PlanFacts{Actor: "boss", Today: today, Share: 50, Team: 2, Competent: true, Units: []string{"u1", "u2", "u3"}, Pool: []string{"a", "b", "c"}, Refs: []string{"ra", "rb", "rc"}}
}

// tell applies what was decided, and gives the plan after it.
func (p Plan) tell(t *testing.T, events *[]journal.Event) func(news []journal.New, err error) Plan {
	return func(news []journal.New, err error) Plan {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range news {
			v := int64(len(*events) + 1)
			*events = append(*events, journal.Event{ID: "e" + strconv.FormatInt(v, 10), Stream: PlanStream("p"), Version: v, Type: n.Body.EventType(), Body: n.Body})
		}
		next, err := FoldPlan(*events)
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
}

func refused(t *testing.T, code string) func(news []journal.New, err error) {
	return func(_ []journal.New, err error) {
		t.Helper()
		if !errs.Has(err, code) {
			t.Errorf("got %v; want %s", err, code)
		}
	}
}

// A plan from its draft to its draw: nothing out of competence, no draw before the
// seal, nobody to a unit of their own.
func TestPlan(t *testing.T) {
	var events []journal.Event
	f := planFacts()
	f.Existing = true
	refused(t, "yearplan.twice")(Plan{}.Make(MakePlan{Terms: Terms{Year: 2026, Title: "x"}}, "", f))
	f.Existing = false
	refused(t, "yearplan.year")(Plan{}.Make(MakePlan{Terms: Terms{Year: 2024, Title: "x"}}, "", f))
	refused(t, "yearplan.team")(Plan{}.Make(MakePlan{Terms: Terms{Year: 2026, Title: "x", Team: 1}}, "", f))
	tell := Plan{}.tell(t, &events)
	p := tell(Plan{}.Make(MakePlan{Department: "d", Terms: Terms{Year: 2026, Title: "2026"}}, "440300", f))
	refused(t, "yearplan.target.why")(p.Choose(OnPlan{Unit: "u1"}, f))
	f.Risk = Risk{Score: 10, Reasons: []Reason{{Code: "sanction", Count: 1, Points: 10}}}
	f.Competent = false
	refused(t, "inspection.competence")(p.Choose(OnPlan{Unit: "u1"}, f))
	f.Competent = true
	p = tell(p.Choose(OnPlan{Unit: "u1"}, f))
	refused(t, "yearplan.target.twice")(p.Choose(OnPlan{Unit: "u1"}, f))
	refused(t, "yearplan.state")(p.Announce(f))
	p = tell(p.Adopt(f))
	f.Bars = map[string]map[string]string{"u2": {"a": BarUnit, "b": BarInterest}}
	refused(t, "yearplan.pool.few")(p.Announce(f))
	f.Bars = map[string]map[string]string{"u1": {"a": BarUnit}}
	p = tell(p.Announce(f))
	refused(t, "yearplan.draw.unsealed")(p.Draw(f))
	f.Seed = draw.Seed{Announced: p.Last().Event, Checkpoint: "note", Root: seedOf(7)}
	p = tell(p.Draw(f))
	visits := p.planned(*p.Last().Drawn)
	if len(visits) != 2 || visits[0].Unit != "u1" || visits[0].How != ByRisk || visits[1].How != ByRandom || len(visits[0].Order) != 3 {
		t.Fatalf("the visits are %+v", visits)
	}
	if slices.ContainsFunc(visits[0].Team, func(n Named) bool { return n.Person == "a" }) {
		t.Errorf("somebody inspects their own unit: %v", visits[0].Team)
	}
	f.Open = 1
	refused(t, "yearplan.open")(p.Close(OnPlan{Summary: "done"}, f))
	f.Open = 0
	p = tell(p.Close(OnPlan{Summary: "done"}, f))
	if p.State != PlanClosed {
		t.Errorf("the plan is %s", p.State)
	}
}

// visit is a stream of one visit that a test writes.
type visit struct {
	fataler
	events []journal.Event
	State
	f Facts
}

type fataler interface {
	Helper()
	Fatal(args ...any)
	Errorf(format string, args ...any)
}

func newVisit(t fataler) *visit {
	v := &visit{fataler: t, f: Facts{Actor: "a", Today: today, Earliest: today.AddDays(3), Checklist: []string{"charter", "quorum"}, Correct: today.AddDays(30), Warn: 70,
		Severities: map[string]Severity{"advice": {}, "serious": {Order: true, Refer: true}}, Bars: map[string]string{},
		Record: &Record{Kind: "review", ID: "r1", Version: 4, Committee: "c1", Activity: "a1"}, Comment: &flow.ClockMove{Due: today.AddDays(7).End()}}}
	v.append(journal.Because(Planned{Plan: "p", Department: "d", Unit: "u1", Year: 2026, How: ByRandom, Team: []Named{{"ra", "a"}, {"rb", "b"}},
		Order: []Named{{"ra", "a"}, {"rb", "b"}, {"rc", "c"}, {"rd", "d"}}}))
	return v
}

func (v *visit) append(news ...journal.New) {
	v.Helper()
	for _, n := range news {
		at := int64(len(v.events) + 1)
		v.events = append(v.events, journal.Event{Stream: Stream("i"), Version: at, Type: n.Body.EventType(), Body: n.Body, Actor: v.f.Actor, At: today.Start().Add(time.Duration(at) * time.Minute)})
	}
	st, err := Fold(v.events)
	if err != nil {
		v.Fatal(err)
	}
	v.State = st
}

func (v *visit) do(news []journal.New, err error) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
	v.append(news...)
}

func (v *visit) not(code string) func([]journal.New, error) {
	return func(_ []journal.New, err error) {
		v.Helper()
		if !errs.Has(err, code) {
			v.Errorf("got %v; want %s", err, code)
		}
	}
}

// open brings the visit to the spot.
func (v *visit) open() {
	for _, person := range []string{"a", "b"} {
		v.f.Actor = person
		v.do(v.Declare(Declare{}, v.f))
	}
	v.do(v.State.Open(Open{Unannounced: "a complaint"}, v.f))
}

// report brings it to the draft, with one serious finding.
func (v *visit) report() {
	v.open()
	v.do(v.AnswerPoint(AnswerPoint{Point: "charter", Answer: Met}, v.f))
	v.do(v.AnswerPoint(AnswerPoint{Point: "quorum", Answer: NotMet}, v.f))
	v.do(v.TakeUp(TakeUp{}, v.f))
	v.do(v.Find(Find{Point: "quorum", Severity: "serious", Text: "five of seven", Records: []string{"review/r1"}}, nil, v.f))
	v.do(v.Report(Words{Text: "draft"}, v.f))
}

// Who is of the unit or has an interest does not go; the next of the order does.
func TestAvoidance(t *testing.T) {
	v := newVisit(t)
	v.f.Bars["a"] = BarUnit
	v.not("inspection.barred")(v.Declare(Declare{}, v.f))
	v.not("inspection.declare.nature")(v.Declare(Declare{Interest: true}, v.f))
	v.f.Bars["c"] = BarInterest
	v.do(v.Declare(Declare{Interest: true, Nature: "a brother works there"}, v.f))
	if got := v.Going(); !slices.Equal(got, []string{"b", "d"}) {
		t.Fatalf("there go %v", got)
	}
	v.not("inspection.not_team")(v.Declare(Declare{}, v.f))
	v.f.Actor = "b"
	v.do(v.Declare(Declare{}, v.f))
	v.not("inspection.undeclared")(v.State.Open(Open{Unannounced: "x"}, v.f))
	v.not("inspection.nobody")(v.Declare(Declare{Decline: true}, v.f))
}

// A visit after notice waits for its day; one without says why.
func TestNotice(t *testing.T) {
	v := newVisit(t)
	for _, person := range []string{"a", "b"} {
		v.f.Actor = person
		v.do(v.Declare(Declare{}, v.f))
	}
	v.not("inspection.unannounced")(v.State.Open(Open{}, v.f))
	v.not("inspection.notice")(v.Notify(Notify{Day: today.AddDays(1)}, v.f))
	v.do(v.Notify(Notify{Day: today.AddDays(4)}, v.f))
	v.not("inspection.early")(v.State.Open(Open{}, v.f))
	v.f.Today = today.AddDays(4)
	v.do(v.State.Open(Open{}, v.f))
}

// No finding without a record; no report without every point.
func TestFindings(t *testing.T) {
	v := newVisit(t)
	v.open()
	v.not("inspection.finding.point")(v.Find(Find{Point: "quorum", Severity: "serious", Text: "x"}, nil, v.f))
	v.do(v.AnswerPoint(AnswerPoint{Point: "quorum", Answer: NotMet}, v.f))
	v.not("inspection.finding.record")(v.Find(Find{Point: "quorum", Severity: "serious", Text: "x"}, nil, v.f))
	v.not("inspection.finding.record")(v.Find(Find{Point: "quorum", Severity: "serious", Text: "x", Records: []string{"review/r1"}}, nil, v.f))
	v.not("inspection.report.points")(v.Report(Words{Text: "x"}, v.f))
	v.not("inspection.answer.note")(v.AnswerPoint(AnswerPoint{Point: "charter", Answer: NotApplicable}, v.f))
	v.do(v.AnswerPoint(AnswerPoint{Point: "charter", Answer: Met}, v.f))
	v.not("inspection.report.finding")(v.Report(Words{Text: "x"}, v.f))
	v.do(v.TakeUp(TakeUp{}, v.f))
	v.do(v.Find(Find{Point: "quorum", Severity: "serious", Text: "x", Records: []string{"review/r1"}}, &blob.Kept{Name: "photo.jpg"}, v.f))
	if f := v.Findings[0]; f.Records[0].Version != 4 || len(f.Files) != 1 {
		t.Errorf("the finding is %+v", f)
	}
	v.f.Record = nil
	v.not("inspection.record")(v.TakeUp(TakeUp{}, v.f))
}

// An order is closed on evidence alone, made longer only in time, and handed over once.
func TestOrders(t *testing.T) {
	v := newVisit(t)
	v.report()
	v.not("inspection.unheard")(v.Sign(Sign{Conclusion: "x"}, v.f))
	v.do(v.Comment(Words{Text: "we disagree"}, nil, v.f))
	v.not("inspection.order.due")(v.Sign(Sign{Conclusion: "x", Orders: []Order{{N: 1, Due: today}}}, v.f))
	v.do(v.Sign(Sign{Conclusion: "x"}, v.f))
	if v.Orders[0].Due != today.AddDays(30) || v.State.State != StateCorrects {
		t.Fatalf("the orders are %+v", v.Orders)
	}
	v.not("inspection.order.no_evidence")(v.Accept(OnOrder{Order: 1}, v.f))
	v.not("inspection.order.waits")(v.Renew(OnOrder{Order: 1, Text: "x"}, v.f))
	v.do(v.Extend(OnOrder{Order: 1, Text: "holidays", Due: today.AddDays(40)}, v.f))
	v.f.Today = today.AddDays(41)
	v.f.Correct = v.f.Today.AddDays(30)
	v.not("inspection.order.past_due")(v.Extend(OnOrder{Order: 1, Text: "more", Due: today.AddDays(60)}, v.f))
	v.do(v.Show(OnOrder{Order: 1, Text: "a new rule"}, nil, v.f))
	v.do(v.Renew(OnOrder{Order: 1, Text: "not followed"}, v.f))
	v.not("inspection.order.no_evidence")(v.Accept(OnOrder{Order: 1}, v.f))
	v.do(v.Show(OnOrder{Order: 1, Text: "minutes of two meetings"}, nil, v.f))
	v.do(v.Refer(Refer{Findings: []int{1}, Reason: "on purpose"}, v.f))
	v.not("inspection.refer.twice")(v.Refer(Refer{Findings: []int{1}, Reason: "again"}, v.f))
	v.do(v.Accept(OnOrder{Order: 1}, v.f))
	if v.State.State != StateClosed || !slices.Equal(v.ReferredTo[0].Committees, []string{"c1"}) {
		t.Errorf("the visit is %s, handed over %+v", v.State.State, v.ReferredTo)
	}
}

// Whatever is tried in whatever order: what is decided folds, an inspection is closed
// exactly when no order is open after its report, and no order closes without evidence.
func TestRandomVisits(t *testing.T) {
	closed := 0
	rapid.Check(t, func(rt *rapid.T) {
		v := newVisit(rt)
		if rapid.Bool().Draw(rt, "reported") {
			v.report()
		}
		for range rapid.IntRange(20, 150).Draw(rt, "steps") {
			v.f.Actor = rapid.SampledFrom([]string{"a", "b", "c", "boss"}).Draw(rt, "actor")
			v.f.CommentDue = rapid.Bool().Draw(rt, "late")
			if news, err := v.try(rt, rapid.IntRange(0, 15).Draw(rt, "verb")); err == nil {
				v.append(news...)
			}
			if (v.State.State == StateClosed) != (!v.SignedAt.IsZero() && len(v.OpenOrders()) == 0) {
				rt.Fatalf("it is %s with the orders %+v", v.State.State, v.Orders)
			}
			for _, o := range v.Orders {
				if o.Closed && !o.Shown() {
					rt.Fatalf("closed without evidence: %+v", o)
				}
			}
		}
		if v.State.State == StateClosed {
			closed++
		}
	})
	if closed == 0 {
		t.Error("no visit was ever closed: the test proves nothing")
	}
}

// try is one attempt of any verb.
func (v *visit) try(rt *rapid.T, verb int) ([]journal.New, error) {
	point := rapid.SampledFrom(v.f.Checklist).Draw(rt, "point")
	answer := rapid.SampledFrom([]string{Met, Met, NotMet}).Draw(rt, "answer")
	severity := rapid.SampledFrom([]string{"advice", "serious"}).Draw(rt, "severity")
	n := rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(rt, "n")
	order := OnOrder{Order: n, Text: "x", Due: today.AddDays(50)}
	switch verb {
	case 0, 1:
		return v.Declare(Declare{Decline: rapid.IntRange(0, 9).Draw(rt, "decline") == 0}, v.f)
	case 2:
		return v.State.Open(Open{Unannounced: "x"}, v.f)
	case 3, 4, 5:
		return v.AnswerPoint(AnswerPoint{Point: point, Answer: answer}, v.f)
	case 6:
		return v.TakeUp(TakeUp{}, v.f)
	case 7:
		return v.Find(Find{Point: point, Severity: severity, Text: "x", Records: []string{"review/r1"}}, nil, v.f)
	case 8:
		return v.Report(Words{Text: "x"}, v.f)
	case 9:
		return v.Comment(Words{Text: "x"}, nil, v.f)
	case 10:
		return v.TakeBack(Words{Text: "x"}, v.f)
	case 11:
		return v.Sign(Sign{Conclusion: "x"}, v.f)
	case 12:
		return v.Show(order, nil, v.f)
	case 13:
		return v.Accept(order, v.f)
	case 14:
		return v.Renew(order, v.f)
	}
	return v.DropFinding(OnFinding{Finding: n, Reason: "x"}, v.f)
}
