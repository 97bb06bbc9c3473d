package consent

import (
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// The states of consent documents.
const (
	StateNone          flow.State = ""
	StateDrafting      flow.State = "drafting"       // the team writes
	StateReady         flow.State = "ready"          // fixed, and part of the application
	StateWithCommittee flow.State = "with_committee" // the first version is judged
	StateInForce       flow.State = "in_force"
	StateRevising      flow.State = "revising" // in force, and a new version is written
	StateProposed      flow.State = "proposed" // fixed, waits for an amendment
	StateAmending      flow.State = "amending" // the amendment is judged
	StateRefused       flow.State = "refused"
)

const (
	law34 = "MEDICAL-2023 34"
	law36 = "MEDICAL-2023 36"
	law38 = "MEDICAL-2023 38"
	house = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the life of consent documents.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateDrafting, Text: lang.T("起草中", "Being written"), Who: flow.RoleApplicant},
		{State: StateReady, Text: lang.T("已定稿，随申请提交", "Fixed, to be handed in with the application"), Who: flow.RoleApplicant},
		{State: StateWithCommittee, Text: lang.T("委员会审查中", "Before the committee"), Who: flow.RoleMembers},
		{State: StateInForce, Text: lang.T("已批准使用", "Approved for use"), Who: flow.RoleApplicant},
		{State: StateRevising, Text: lang.T("已批准使用，正在修订", "Approved for use, being revised"), Who: flow.RoleApplicant},
		{State: StateProposed, Text: lang.T("新版本已定稿，须随修正申请提交", "New version fixed, to be put before the committee as an amendment"), Who: flow.RoleApplicant},
		{State: StateAmending, Text: lang.T("新版本审查中", "New version before the committee"), Who: flow.RoleMembers},
		{State: StateRefused, Text: lang.T("未获批准", "Not approved"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: steps(),
}

func steps() []flow.Transition {
	out := []flow.Transition{
		{From: StateNone, Verb: "start", Event: "consent.started", To: StateDrafting, Role: flow.RoleApplicant, Law: law36},
		{From: StateDrafting, Verb: "write", Event: "consent.saved", To: StateDrafting, Role: flow.RoleApplicant, Law: law36},
		{From: StateReady, Verb: "write", Event: "consent.saved", To: StateDrafting, Role: flow.RoleApplicant, Law: law36},
		{From: StateWithCommittee, Verb: "write", Event: "consent.saved", To: StateDrafting, Role: flow.RoleApplicant, Law: law36},
		{From: StateInForce, Verb: "write", Event: "consent.saved", To: StateRevising, Role: flow.RoleApplicant, Law: law36},
		{From: StateRevising, Verb: "write", Event: "consent.saved", To: StateRevising, Role: flow.RoleApplicant, Law: law36},
		{From: StateProposed, Verb: "write", Event: "consent.saved", To: StateRevising, Role: flow.RoleApplicant, Law: law36},
		{From: StateDrafting, Verb: "cut", Event: "consent.cut", To: StateReady, Role: flow.RoleApplicant, Law: law36},
		{From: StateRevising, Verb: "cut", Event: "consent.cut", To: StateProposed, Role: flow.RoleApplicant, Law: law38},
		{From: StateReady, Verb: "put_before", Event: "consent.put_before", To: StateWithCommittee, Role: flow.RoleApplicant, Law: law36},
		{From: StateWithCommittee, Verb: "put_before", Event: "consent.put_before", To: StateWithCommittee, Role: flow.RoleApplicant, Law: law36},
		{From: StateProposed, Verb: "put_before", Event: "consent.put_before", To: StateAmending, Role: flow.RoleApplicant, Law: law38},
		{From: StateWithCommittee, Verb: "approve", Event: "consent.approved", To: StateInForce, Role: flow.RoleChair, Law: law36},
		{From: StateAmending, Verb: "approve", Event: "consent.approved", To: StateInForce, Role: flow.RoleChair, Law: law38},
		{From: StateWithCommittee, Verb: "refuse", Event: "consent.refused", To: StateRefused, Role: flow.RoleChair, Law: law36},
		{From: StateAmending, Verb: "refuse", Event: "consent.refused", To: StateRevising, Role: flow.RoleChair, Law: law38},
	}
	for _, in := range []flow.State{StateInForce, StateRevising, StateProposed, StateAmending} {
		out = append(out,
			flow.Transition{From: in, Verb: "record", Event: "consent.given", To: in, Role: flow.RoleApplicant, Law: law34},
			flow.Transition{From: in, Verb: "withdraw", Event: "consent.withdrawn", To: in, Role: flow.RoleApplicant, Law: law36},
			flow.Transition{From: in, Verb: "capacity", Event: "consent.capacity_risen", To: in, Role: flow.RoleApplicant, Law: law38})
	}
	return out
}
