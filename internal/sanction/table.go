package sanction

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Kind of the streams.
const Kind = "sanction"

// Stream names the stream of a decision.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// The states of a decision.
const (
	StateNone      flow.State = ""
	StateDrafted   flow.State = "drafted"
	StateInForce   flow.State = "in_force"
	StateNoFinding flow.State = "no_finding"
	StateAnnulled  flow.State = "annulled"
	StateDiscarded flow.State = "discarded"
)

const (
	law54  = "OPINIONS-2022 5.4"
	record = "PERSONAL-INFORMATION-LAW-2021 46"
	house  = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the procedure of a decision.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateDrafted, Text: lang.T("起草中", "Being drafted"), Who: flow.RoleDepartment},
		{State: StateInForce, Text: lang.T("已生效", "In force"), Who: flow.RoleNobody},
		{State: StateNoFinding, Text: lang.T("未认定违规", "No breach found"), Who: flow.RoleNobody},
		{State: StateAnnulled, Text: lang.T("已撤销", "Annulled"), Who: flow.RoleNobody, Final: true},
		{State: StateDiscarded, Text: lang.T("已丢弃", "Discarded"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "draft", Event: "sanction.drafted", To: StateDrafted, Role: flow.RoleDepartment, Law: law54},
		{From: StateDrafted, Verb: "name", Event: "sanction.subject_added", To: StateDrafted, Role: flow.RoleDepartment, Law: law54},
		{From: StateDrafted, Verb: "measure", Event: "sanction.measure_added", To: StateDrafted, Role: flow.RoleDepartment, Law: law54},
		{From: StateDrafted, Verb: "drop", Event: "sanction.dropped", To: StateDrafted, Role: flow.RoleDepartment, Law: house},
		{From: StateDrafted, Verb: "discard", Event: "sanction.discarded", To: StateDiscarded, Role: flow.RoleDepartment, Law: house},
		{From: StateDrafted, Verb: "issue", Event: "sanction.issued", To: StateInForce, Role: flow.RoleDepartment, Law: law54},
		{From: StateDrafted, Verb: "issue", Event: "sanction.nothing_found", To: StateNoFinding, Role: flow.RoleDepartment, Law: law54},
		{From: StateInForce, Verb: "fulfil", Event: "sanction.fulfilled", To: StateInForce, Role: flow.RoleDepartment, Law: law54},
		{From: StateInForce, Verb: "correct", Event: "sanction.corrected", To: StateInForce, Role: flow.RoleDepartment, Law: law54},
		{From: StateInForce, Verb: "annul", Event: "sanction.annulled", To: StateAnnulled, Role: flow.RoleDepartment, Law: law54},
		{From: StateInForce, Verb: "ask", Event: "sanction.correction_asked", To: StateInForce, Role: flow.RoleConcerned, Law: record},
		{From: StateInForce, Verb: "answer", Event: "sanction.correction_answered", To: StateInForce, Role: flow.RoleDepartment, Law: record},
	},
}
