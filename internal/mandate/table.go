package mandate

import (
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// The states of a mandate. The info beside each says who acts next.
const (
	StateNone      flow.State = ""
	StateDrafted   flow.State = "drafted"  // the entrusting side writes
	StateOffered   flow.State = "offered"  // signed by it; the committee's side signs or declines
	StateInForce   flow.State = "in_force" // signed by both
	StateDeclined  flow.State = "declined"
	StateEnded     flow.State = "ended"
	StateDiscarded flow.State = "discarded"
)

const (
	law13 = "MEASURES-2023 13"
	house = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the procedure of a mandate.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateDrafted, Text: lang.T("起草中", "Being drafted"), Who: flow.RoleUnit},
		{State: StateOffered, Text: lang.T("委托方已签署，待受托方签署", "Signed by the entrusting side, to be signed by the committee's"), Who: flow.RoleChair},
		{State: StateInForce, Text: lang.T("双方已签署", "Signed by both sides"), Who: flow.RoleNobody},
		{State: StateDeclined, Text: lang.T("受托方未接受", "Declined"), Who: flow.RoleNobody, Final: true},
		{State: StateEnded, Text: lang.T("已终止", "Ended"), Who: flow.RoleNobody, Final: true},
		{State: StateDiscarded, Text: lang.T("已丢弃", "Discarded"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "draft", Event: "mandate.drafted", To: StateDrafted, Role: flow.RoleUnit, Law: law13},
		{From: StateDrafted, Verb: "change", Event: "mandate.changed", To: StateDrafted, Role: flow.RoleUnit, Law: law13},
		{From: StateDrafted, Verb: "discard", Event: "mandate.discarded", To: StateDiscarded, Role: flow.RoleUnit, Law: house},
		{From: StateDrafted, Verb: "offer", Event: "mandate.offered", To: StateOffered, Role: flow.RoleUnit, Law: law13},
		{From: StateOffered, Verb: "take_back", Event: "mandate.taken_back", To: StateDrafted, Role: flow.RoleUnit, Law: house},
		{From: StateOffered, Verb: "decline", Event: "mandate.declined", To: StateDeclined, Role: flow.RoleChair, Law: house},
		{From: StateOffered, Verb: "accept", Event: "mandate.accepted", To: StateInForce, Role: flow.RoleChair, Law: law13},
		{From: StateInForce, Verb: "use", Event: "mandate.used", To: StateInForce, Role: flow.RoleApplicant, Law: law13},
		{From: StateInForce, Verb: "end", Event: "mandate.ended", To: StateEnded, Role: flow.RoleUnit, Law: house},
	},
}
