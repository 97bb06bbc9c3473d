package gate

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Kind is the kind of stream.
const Kind = "gate"

// Stream names the gate of an activity.
func Stream(activity string) string { return journal.StreamName(Kind, activity) }

// The states of a gate. The info beside each says who acts next.
const (
	StateNone      flow.State = ""
	StatePreparing flow.State = "preparing" // evidence comes in
	StateStarted   flow.State = "started"   // the work has begun
)

const (
	law9  = "MEASURES-2023 9"
	law12 = "MEASURES-2023 12"
	law15 = "MEASURES-2023 15(4)"
	law47 = "MEASURES-2023 47"
	local = "SHENYANG-MEASURES 8"
	house = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the procedure of a start gate.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StatePreparing, Text: lang.T("开始前的准备", "Before the start"), Who: flow.RoleApplicant},
		{State: StateStarted, Text: lang.T("已开始", "Started"), Who: flow.RoleApplicant},
	},
	Transitions: steps(),
}

func steps() []flow.Transition {
	var out []flow.Transition
	for _, from := range []flow.State{StateNone, StatePreparing, StateStarted} {
		to := from
		if from == StateNone {
			to = StatePreparing
		}
		out = append(out,
			flow.Transition{From: from, Verb: "declare", Event: "gate.declared", To: to, Role: flow.RoleApplicant, Law: law9},
			flow.Transition{From: from, Verb: "hand_in", Event: "gate.evidence_handed_in", To: to, Role: flow.RoleApplicant, Law: law12})
		if from == StateNone {
			continue
		}
		out = append(out,
			flow.Transition{From: from, Verb: "accept", Event: "gate.evidence_accepted", To: to, Role: flow.RoleSecretary, Law: law12},
			flow.Transition{From: from, Verb: "return", Event: "gate.evidence_returned", To: to, Role: flow.RoleSecretary, Law: house},
			flow.Transition{From: from, Verb: "withdraw", Event: "gate.evidence_withdrawn", To: to, Role: flow.RoleApplicant, Law: law12})
	}
	return append(out,
		flow.Transition{From: StateNone, Verb: "approve_project", Event: "gate.project_approved", To: StatePreparing, Role: flow.RoleApplicant, Law: local},
		flow.Transition{From: StatePreparing, Verb: "approve_project", Event: "gate.project_approved", To: StatePreparing, Role: flow.RoleApplicant, Law: local},
		flow.Transition{From: StateNone, Verb: "start", Event: "gate.started", To: StateStarted, Role: flow.RoleApplicant, Law: law47},
		flow.Transition{From: StatePreparing, Verb: "start", Event: "gate.started", To: StateStarted, Role: flow.RoleApplicant, Law: law47},
		flow.Transition{From: StateStarted, Verb: "record_use", Event: "gate.animals_used", To: StateStarted, Role: flow.RoleApplicant, Law: law15})
}
