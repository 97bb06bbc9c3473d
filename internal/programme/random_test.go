package programme

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lunheng/internal/calendar"
	"lunheng/internal/gate"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/veto"
)

// In no history is anything paid through an open gate, twice, beyond what was asked
// for or after the end; what is open stands in the state; and a fold of the events
// gives the same project.
func TestNeverPaidThroughAnOpenGate(t *testing.T) {
	books := map[string]*life{}
	for _, region := range []string{"440300", "210100", "110000"} {
		books[region] = begin(t, region, "medicine")
	}
	rapid.Check(t, func(rt *rapid.T) {
		l := *books[rapid.SampledFrom([]string{"440300", "210100", "110000"}).Draw(rt, "region")]
		l.events = slices.Clone(l.events)
		for range rapid.IntRange(1, 40).Draw(rt, "acts") {
			l.world(rt)
			who := rapid.SampledFrom([]string{"lin", "officer", "bureau"}).Draw(rt, "who")
			n := len(l.events)
			l.facts.NewID = "f" + string(rune('a'+n%26)) + string(rune('a'+n/26))
			if err := l.does(who, l.act(rt)); err == nil {
				l.check(rt, n)
			}
		}
		again, err := FoldProject(l.events)
		if err != nil || again.State != l.pr.State || len(again.Open) != len(l.pr.Open) {
			rt.Fatalf("folded again: %v %v, want %v", err, again.State, l.pr.State)
		}
	})
}

// world moves what lies outside the project.
func (l *life) world(rt *rapid.T) {
	for _, fact := range []*bool{&l.facts.Handed, &l.facts.Approval.Holds, &l.facts.Overdue, &l.facts.Completed} {
		if rapid.IntRange(0, 3).Draw(rt, "moves") == 0 {
			*fact = !*fact
		}
	}
	l.facts.Approval.Why = lang.Same("so it stands")
	l.facts.Cases = rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(rt, "cases")
	l.facts.Today = l.facts.Today.AddDays(rapid.IntRange(0, 2).Draw(rt, "days"))
}

func (l *life) act(rt *rapid.T) func(Project, Facts) ([]journal.New, error) {
	say := Say{Opinion: "words"}
	found := func(rt *rapid.T) Checked {
		switch rapid.IntRange(0, 5).Draw(rt, "found") {
		case 0:
			return Checked{Found: []Found{bar(l.facts.Today.AddDays(rapid.IntRange(-1, 3).Draw(rt, "until")))}}
		case 1:
			return Checked{Found: []Found{{Who: "lin", Outcome: veto.Ask, Why: veto.NameOnly}}}
		}
		return Checked{}
	}
	finding := Settle{Text: "words"}
	if n := len(l.pr.Findings); n > 0 {
		finding.Finding = l.pr.Findings[rapid.IntRange(0, n-1).Draw(rt, "finding")].ID
	}
	acts := []func(Project, Facts) ([]journal.New, error){
		func(p Project, f Facts) ([]journal.New, error) { return p.Submit(l.open, found(rt), f) },
		func(p Project, f Facts) ([]journal.New, error) { return p.Check(found(rt), f) },
		func(p Project, f Facts) ([]journal.New, error) {
			return p.SettleDoubt(Doubt{Who: "lin", Reason: "words"}, f)
		},
		admit,
		func(p Project, f Facts) ([]journal.New, error) {
			var later calendar.Day
			if rapid.Bool().Draw(rt, "later") {
				later = f.Today.AddDays(30)
			}
			return p.Approve(Approve{EthicsBy: later, Instalments: []Instalment{{Amount: int64(rapid.IntRange(1, 700).Draw(rt, "amount")), After: AfterApproval}, {Amount: 400, After: AfterAcceptance}}}, f)
		},
		pay(1), pay(2), pay(1),
		func(p Project, f Facts) ([]journal.New, error) {
			return p.Sign(Sign{Side: SideLeader, Hash: p.ToSign(f).Hash}, f)
		},
		func(p Project, f Facts) ([]journal.New, error) {
			return p.Sign(Sign{Side: SideUnit, Hash: p.ToSign(f).Hash}, f)
		},
		func(p Project, f Facts) ([]journal.New, error) {
			return p.NoteFinding(Note{Pledge: rapid.Bool().Draw(rt, "pledge"), Text: "words"}, f)
		},
		func(p Project, f Facts) ([]journal.New, error) { return p.AnswerFinding(finding, f) },
		func(p Project, f Facts) ([]journal.New, error) { return p.CloseFinding(finding, f) },
		func(p Project, f Facts) ([]journal.New, error) { return p.HandReport(Report{Text: "words"}, f) },
		func(p Project, f Facts) ([]journal.New, error) { return p.Finish(f) },
		func(p Project, f Facts) ([]journal.New, error) { return p.Accept(say, f) },
		func(p Project, f Facts) ([]journal.New, error) { return p.Evaluate(say, f) },
	}
	if rapid.IntRange(0, 9).Draw(rt, "end") == 0 {
		acts = append(acts, func(p Project, f Facts) ([]journal.New, error) { return p.Terminate(say, f) })
	}
	return acts[rapid.IntRange(0, len(acts)-1).Draw(rt, "act")]
}

// check looks at what an act has made of the project.
func (l *life) check(rt *rapid.T, before int) {
	f := l.ask()
	open := gate.Open(l.pr.Conditions(f))
	if l.pr.Live() && len(open) != len(l.pr.Open) {
		rt.Fatalf("%d conditions are open, the state knows %d", len(open), len(l.pr.Open))
	}
	paid := int64(0)
	for _, x := range l.pr.Instalments {
		if x.Paid {
			paid += x.Amount
		}
	}
	if paid > l.pr.Amount {
		rt.Fatalf("%d were paid of %d", paid, l.pr.Amount)
	}
	seen := map[int]bool{}
	for i, e := range l.events {
		b, ok := e.Body.(Paid)
		if !ok {
			continue
		}
		if seen[b.N] {
			rt.Fatalf("instalment %d was paid twice", b.N)
		}
		seen[b.N] = true
		if i >= before && len(open) > 0 {
			rt.Fatalf("paid through an open gate: %v", open)
		}
		then, err := FoldProject(l.events[:i])
		if err != nil || len(then.Open) > 0 || then.Pledge.Signed() && then.OpenFindings(false) > 0 {
			rt.Fatalf("paid while held: %v %v", err, then.Open)
		}
	}
}
