package programme

import (
	"slices"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/journal"
)

// passes refuses at a gate with everything that is open, who lifts it and the article.
func passes(all []gate.Condition, except ...string) error {
	var wrong errs.List
	for _, c := range gate.Open(all) {
		if !contains(except, c.Code) {
			wrong.Add(c.Refusal("programme.gate"))
		}
	}
	return wrong.Err()
}

// Judge notes that the gate before which a project stands opened or closed since it
// was judged last, or lacks something else; nothing when it stands as before. With
// it payments are held or released.
func (p Project) Judge(f Facts) []journal.New {
	if !p.Live() {
		return nil
	}
	stage := StageOf(p.State)
	var open []Hold
	var grounds []flow.Ground
	all := p.Conditions(f)
	for _, c := range gate.Open(all) {
		open = append(open, Hold{Code: c.Code, Lifts: c.Lifts, Text: c.Text, Why: c.Why, Ground: c.Ground})
		if !slices.Contains(grounds, c.Ground) {
			grounds = append(grounds, c.Ground)
		}
	}
	clock := p.ethicsClock(all)
	same := slices.EqualFunc(open, p.Open, func(a, b Hold) bool { return a.Code == b.Code })
	switch {
	case same && (stage == p.Stage || len(open) == 0) && len(clock) == 0:
		return nil
	case len(open) == 0:
		return []journal.New{journal.Because(GateClosed{Stage: stage, Released: len(p.Open) > 0 && p.owes(), Clocks: flow.Clocks{Moves: clock}}, f.Grounds...)}
	}
	return []journal.New{journal.Because(GateOpened{Stage: stage, Open: open, Held: p.owes(), Clocks: flow.Clocks{Moves: clock}}, grounds...)}
}

// ethicsClock meets the clock of an approval that was to come later, once it is there.
func (p Project) ethicsClock(all []gate.Condition) []flow.ClockMove {
	i := slices.IndexFunc(all, func(c gate.Condition) bool { return c.Code == condApproval })
	if !p.EthicsDue || i < 0 || !all[i].Met {
		return nil
	}
	return []flow.ClockMove{{Clock: ClockEthics, Op: flow.ClockMeet}}
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }

func trim(s string) string { return strings.TrimSpace(s) }
