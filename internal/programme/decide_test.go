package programme

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/sanction"
	"lunheng/internal/veto"
	"lunheng/packs"
)

// life is a project in memory, with the packs' own demands.
type life struct {
	t      testing.TB
	set    *rules.Set
	pr     Project
	facts  Facts
	open   State // its programme
	events []journal.Event
	now    time.Time
}

// shipped are the packs as they come, read once: reading them takes longer than most tests.
var shipped = sync.OnceValues(func() (*rules.Book, error) { return rules.Load(packs.FS()) })

// begin is a drafted project of a municipal programme in a region.
func begin(t testing.TB, region string, fields ...string) *life {
	t.Helper()
	book, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	l := &life{t: t, set: book.On("2026-11-20", region), now: time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)}
	l.open = State{ID: "g1", State: StateOpen, Begun: Begun{Region: region, Plan: "municipal_plan"}, Opens: "2026-11-01", Closes: "2026-12-31"}
	l.facts = Facts{Actor: "lin", Today: "2026-11-20", Known: map[string][]string{"fields": fields, "scope": {"human_participants"}}, Form: []Clause{{Code: "law", Body: lang.Same("keep the law")}}, Review: "required"}
	l.facts.Approval.Why = lang.Same("not approved yet")
	news, err := Project{}.Draft(Draft{Content: Content{Title: "Sleep", Amount: 1000, Answers: &Answers{Fields: fields, Touches: []string{"human_participants"}}}}, l.open, "u1", l.facts)
	l.happen(news, err)
	return l
}

func (l *life) happen(news []journal.New, err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
	for _, n := range news {
		l.now = l.now.Add(time.Minute)
		e := journal.Event{Stream: ProjectStream("p1"), Version: int64(len(l.events) + 1), Type: n.Body.EventType(), Body: n.Body, Actor: l.facts.Actor, At: l.now}
		l.events = append(l.events, e)
		if err := l.pr.step(e); err != nil {
			l.t.Fatal(err)
		}
	}
}

// ask gives the demands of the stage where the project stands.
func (l *life) ask() Facts {
	f := l.facts
	if StageOf(l.pr.State) == "" {
		return f
	}
	fields := []string{}
	if l.pr.Answers != nil {
		fields = append(fields, l.pr.Answers.Fields...)
	}
	answer := l.set.Evaluate("programme", map[string]any{"stage": string(StageOf(l.pr.State)), "plan": "municipal_plan", "project": map[string]any{"fields": fields, "indirect_risks": []string{}, "review": orUnknown(f.Review)}})
	if err := answer.Err(); err != nil {
		l.t.Fatal(err)
	}
	f.Demands = gate.Demands(answer)
	return f
}

// does runs a verb as the service does: the gate judged before and after.
func (l *life) does(who string, decide func(Project, Facts) ([]journal.New, error)) error {
	l.facts.Actor = who
	l.happen(l.pr.Judge(l.ask()), nil)
	news, err := decide(l.pr, l.ask())
	if err != nil {
		return err
	}
	l.happen(news, nil)
	l.happen(l.pr.Judge(l.ask()), nil)
	return nil
}

func (l *life) must(who string, decide func(Project, Facts) ([]journal.New, error)) {
	l.t.Helper()
	if err := l.does(who, decide); err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) refused(words string, who string, decide func(Project, Facts) ([]journal.New, error)) {
	l.t.Helper()
	err := l.does(who, decide)
	if err == nil {
		l.t.Fatalf("nothing is refused; want %q", words)
	}
	var all []string
	for _, e := range errs.All(err) {
		all = append(all, e.In(lang.EN))
	}
	if got := strings.Join(all, " "); !strings.Contains(got, words) {
		l.t.Fatalf("%s: does not say %q", got, words)
	}
}

func (l *life) submit(found ...Found) {
	l.must("lin", func(p Project, f Facts) ([]journal.New, error) {
		return p.Submit(l.open, Checked{Veto: "v1", Found: found}, f)
	})
}

func (l *life) sign() {
	for who, side := range map[string]string{"lin": SideLeader, "officer": SideUnit} {
		l.must(who, func(p Project, f Facts) ([]journal.New, error) {
			return p.Sign(Sign{Side: side, Hash: HashOf(f.Form)}, f)
		})
	}
}

var (
	admit   = func(p Project, f Facts) ([]journal.New, error) { return p.Admit(f) }
	approve = func(p Project, f Facts) ([]journal.New, error) {
		return p.Approve(Approve{Instalments: []Instalment{{Amount: 600, After: AfterApproval}, {Amount: 400, After: AfterAcceptance}}}, f)
	}
	pay = func(n int) func(Project, Facts) ([]journal.New, error) {
		return func(p Project, f Facts) ([]journal.New, error) { return p.Pay(Pay{N: n, Reference: "T-1"}, f) }
	}
)

// From the application to the evaluation: each gate is open once and names who lifts it.
func TestEachGate(t *testing.T) {
	l := begin(t, "440300", "medicine")
	l.submit()
	l.refused("handed in", "bureau", admit)
	l.facts.Handed = true
	l.must("bureau", admit)
	l.refused("The signed pledge on ethics: not signed yet", "bureau", approve)
	l.sign()
	l.refused("the Chair can lift it (Opinions on Strengthening the Governance of Science and Technology Ethics, part 5 (2))", "bureau", approve)
	l.facts.Approval.Holds = true
	l.refused("more than the 1000 asked for", "bureau", func(p Project, f Facts) ([]journal.New, error) {
		return p.Approve(Approve{Instalments: []Instalment{{Amount: 1001, After: AfterApproval}}}, f)
	})
	l.must("bureau", approve)
	l.facts.Approval.Holds, l.facts.Overdue = false, true // it lapsed
	l.refused("a follow-up is overdue", "bureau", pay(1))
	if !slices.ContainsFunc(l.events, func(e journal.Event) bool {
		b, ok := e.Body.(GateOpened)
		return ok && b.Held && b.Stage == StageExecution
	}) {
		t.Fatal("the hold is not on record")
	}
	l.facts.Approval.Holds, l.facts.Overdue = true, false
	l.refused("follows acceptance", "bureau", pay(2))
	l.must("bureau", pay(1))
	l.refused("paid already", "bureau", pay(1))
	l.must("lin", func(p Project, f Facts) ([]journal.New, error) { return p.Finish(f) })
	accept := func(p Project, f Facts) ([]journal.New, error) { return p.Accept(Say{Opinion: "good"}, f) }
	l.refused("The report on ethics", "bureau", accept)
	l.facts.Completed = true
	l.must("lin", func(p Project, f Facts) ([]journal.New, error) { return p.HandReport(Report{Text: "no incidents"}, f) })
	l.must("bureau", accept)
	l.facts.Cases = 1
	evaluate := func(p Project, f Facts) ([]journal.New, error) { return p.Evaluate(Say{Opinion: "good"}, f) }
	l.refused("No case about a breach is open", "bureau", evaluate)
	l.refused("1 open", "bureau", pay(2))
	l.facts.Cases = 0
	l.must("bureau", evaluate)
	l.must("bureau", pay(2))
}

// Where the ethics approval may come later no money follows before it, and its clock
// ends when it is there.
func TestApprovalLater(t *testing.T) {
	l := begin(t, "110000", "medicine")
	l.facts.Handed = true
	l.submit()
	l.must("bureau", admit)
	l.must("bureau", func(p Project, f Facts) ([]journal.New, error) {
		return p.Approve(Approve{Instalments: []Instalment{{Amount: 5, After: AfterApproval}}, EthicsBy: "2026-12-20"}, f)
	})
	l.refused("due by 2026-12-20", "bureau", pay(1))
	l.facts.Approval.Holds = true
	l.must("bureau", pay(1))
	if l.pr.EthicsDue {
		t.Fatal("the clock still runs")
	}
}

// Shenyang: the pledge is asked for at every stage, and a breach opens the gate again
// until it is corrected.
func TestPledgeThroughTheProject(t *testing.T) {
	l := begin(t, "210100", "other")
	l.facts.Handed, l.facts.Approval.Holds = true, true
	l.submit()
	l.refused("The pledge on ethics, signed and kept", "bureau", admit)
	l.refused("only the leader signs", "officer", func(p Project, f Facts) ([]journal.New, error) {
		return p.Sign(Sign{Side: SideLeader, Hash: HashOf(f.Form)}, f)
	})
	l.refused("has changed", "lin", func(p Project, f Facts) ([]journal.New, error) { return p.Sign(Sign{Side: SideLeader, Hash: "?"}, f) })
	l.must("lin", func(p Project, f Facts) ([]journal.New, error) {
		return p.Sign(Sign{Side: SideLeader, Hash: HashOf(f.Form)}, f)
	})
	l.refused("Nobody signs for both sides", "lin", func(p Project, f Facts) ([]journal.New, error) {
		return p.Sign(Sign{Side: SideUnit, Hash: HashOf(f.Form)}, f)
	})
	l.facts.Form = []Clause{{Code: "law", Body: lang.Same("a later text")}} // what the first side signed is what the second signs
	l.must("officer", func(p Project, f Facts) ([]journal.New, error) {
		return p.Sign(Sign{Side: SideUnit, Hash: p.Pledge.Hash}, f)
	})
	l.must("bureau", admit)
	l.must("bureau", approve)
	l.facts.NewID = "f1"
	l.must("bureau", func(p Project, f Facts) ([]journal.New, error) {
		return p.NoteFinding(Note{Pledge: true, Text: "enrolled early"}, f)
	})
	l.refused("it was broken", "bureau", pay(1))
	settle := Settle{Finding: "f1", Text: "the data were destroyed"}
	l.refused("not said yet", "bureau", func(p Project, f Facts) ([]journal.New, error) { return p.CloseFinding(settle, f) })
	l.must("lin", func(p Project, f Facts) ([]journal.New, error) { return p.AnswerFinding(settle, f) })
	l.must("bureau", func(p Project, f Facts) ([]journal.New, error) { return p.CloseFinding(settle, f) })
	l.must("bureau", pay(1))
}

func bar(until calendar.Day) Found {
	return Found{Who: "wang", Kind: "person", Outcome: veto.Vetoed, Measures: []sanction.Entry{{ID: "m1", Number: "MC 7", Code: "bar", Until: until}}}
}

// Whoever is barred is refused with ground and end; what was ordered and doubts keep
// the gate open; a bar that comes later holds the money until its last day.
func TestApplicants(t *testing.T) {
	l := begin(t, "440300", "other")
	l.submit(bar("2028-11-19"))
	if l.pr.State != ProjectRefused || l.pr.Refusal.Barred[0].Measures[0].Number != "MC 7" {
		t.Fatalf("%+v", l.pr)
	}
	l = begin(t, "440300", "other")
	l.facts.Handed, l.facts.Approval.Holds = true, true
	owed := bar("")
	owed.Outcome = veto.Conditional
	l.submit(owed, Found{Who: "lin", Kind: "person", Outcome: veto.Ask, Why: veto.NameOnly})
	l.refused("first has to do what a decision orders (MC 7, until it is done)", "bureau", admit)
	l.refused("No such applicant", "bureau", func(p Project, f Facts) ([]journal.New, error) {
		return p.SettleDoubt(Doubt{Who: "wang", Reason: "no"}, f)
	})
	l.must("bureau", func(p Project, f Facts) ([]journal.New, error) {
		return p.SettleDoubt(Doubt{Who: "lin", Reason: "another number"}, f)
	})
	l.refused("MC 7", "bureau", admit)
	l.must("bureau", func(p Project, f Facts) ([]journal.New, error) { return p.Check(Checked{Veto: "v2"}, f) })
	l.must("bureau", admit)
	l.must("bureau", approve)
	l.must("bureau", func(p Project, f Facts) ([]journal.New, error) {
		return p.Check(Checked{Found: []Found{bar("2026-11-30")}}, f)
	})
	l.refused("vetoed (MC 7, until 2026-11-30)", "bureau", pay(1))
	l.facts.Today = "2026-11-30"
	l.refused("vetoed", "bureau", pay(1))
	l.facts.Today = "2026-12-01"
	l.must("bureau", pay(1))
}

// A guide is published only with all that it has to say on ethics.
func TestGuide(t *testing.T) {
	s, f := State{}, Facts{Today: "2026-11-20", Known: map[string][]string{"programme_plans": {"municipal_plan"}}, Required: []Asked{{"pledge", lang.Same("the pledge")}},
		Demands: []gate.Demand{{Code: condGuide, Lifts: "funder", Text: lang.Same("The guide")}}}
	step := func(news []journal.New, err error) error {
		for i, n := range news {
			e := journal.Event{Stream: Stream("g1"), Version: s.Version + int64(i) + 1, Type: n.Body.EventType(), Body: n.Body}
			next, _ := Table.Next(s.State, e.Type)
			was := s
			s, _ = Fold([]journal.Event{e})
			if e.Type != "programme.begun" {
				b, _ := n.Body.(GuideWritten)
				s = was
				s.Opens, s.Closes, s.Requirements = b.Opens, b.Closes, b.Requirements
			}
			s.State, s.Version = next, e.Version
		}
		return err
	}
	if err := step(State{}.Begin(Begin{Plan: "?", Title: " "}, "440300", f)); len(errs.All(err)) != 2 {
		t.Fatal(err)
	}
	if err := step(State{}.Begin(Begin{Plan: "municipal_plan", Title: "Brain"}, "440300", f)); err != nil {
		t.Fatal(err)
	}
	if err := step(s.Publish(f)); err == nil {
		t.Fatal("published without a guide")
	}
	if err := step(s.WriteGuide(Guide{Opens: "2026-12-01", Closes: "2026-11-01", Requirements: map[string]string{"?": "x"}}, f)); len(errs.All(err)) != 2 {
		t.Fatal(err)
	}
	if err := step(s.WriteGuide(Guide{Opens: "2026-11-01", Closes: "2026-12-01"}, f)); err != nil {
		t.Fatal(err)
	}
	if err := step(s.Publish(f)); err == nil || errs.CodeOf(err) != errs.Refused {
		t.Fatal("published without the pledge", err)
	}
	if err := step(s.WriteGuide(Guide{Opens: "2026-11-01", Closes: "2026-12-01", Requirements: map[string]string{"pledge": "signed before approval"}}, f)); err != nil {
		t.Fatal(err)
	}
	if err := step(s.Publish(f)); err != nil || s.State != StateOpen {
		t.Fatal(err, s.State)
	}
}

// What an inspection hands over is answered once, in time, and at the latest by the end
// of the project.
func TestHandedOver(t *testing.T) {
	l := begin(t, "440300", "medicine")
	l.submit()
	limit := flow.ClockMove{Ground: &flow.Ground{Source: "OPINIONS-2022", Article: "5.4"}, Due: l.now.AddDate(0, 0, 30)}
	for _, id := range []string{"r1", "r2"} {
		l.happen(l.pr.Hand(id, Handed{Inspection: "i1", Department: "d1", Findings: []Fault{{N: 1, Severity: "serious"}}, Reason: "the vote"}, &limit), nil)
	}
	answer := func(id, text string) func(Project, Facts) ([]journal.New, error) {
		return func(p Project, f Facts) ([]journal.New, error) {
			return p.AnswerReferral(Reply{Referral: id, Text: text}, f)
		}
	}
	l.refused("Nothing was handed over", "bureau", answer("r9", "held"))
	l.refused("Write something", "bureau", answer("r1", " "))
	l.must("bureau", answer("r1", "held"))
	l.refused("answered already", "bureau", answer("r1", "again"))
	l.must("bureau", func(p Project, f Facts) ([]journal.New, error) { return p.Refuse(Say{Opinion: "not funded"}, f) })
	var moves []flow.ClockMove
	for _, e := range l.events {
		if b, ok := e.Body.(ReferralAnswered); ok {
			moves = append(moves, b.Moves...)
		}
	}
	if r := l.pr.Referral("r2"); r.Open() || r.Answer != "not funded" || len(moves) != 2 || moves[1].Clock != r.Clock() || moves[1].Op != flow.ClockMeet {
		t.Errorf("%+v, moves %+v", r, moves)
	}
}
