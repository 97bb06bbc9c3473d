package recheck

import (
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// The states of a re-review. The info beside each says who acts next.
const (
	StateNone      flow.State = ""
	StateApplied   flow.State = "applied"   // the department looks through the file
	StateReturned  flow.State = "returned"  // the unit completes it
	StateAccepted  flow.State = "accepted"  // the department announces the draw
	StateAnnounced flow.State = "announced" // the seed is waited for, then the panel is drawn
	StateSitting   flow.State = "sitting"   // the experts declare, read and answer
	StateAnswered  flow.State = "answered"
	StateWithdrawn flow.State = "withdrawn"
)

const (
	law26 = "MEASURES-2023 26"
	law27 = "MEASURES-2023 27"
	law28 = "MEASURES-2023 28"
	law29 = "MEASURES-2023 29"
	law30 = "MEASURES-2023 30"
	law31 = "MEASURES-2023 31"
	house = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the procedure of a re-review.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateApplied, Text: lang.T("已申请，待部门核对", "Asked for, to be looked through"), Who: flow.RoleDepartment},
		{State: StateReturned, Text: lang.T("待单位补正", "To be completed by the unit"), Who: flow.RoleUnit},
		{State: StateAccepted, Text: lang.T("已受理，待公告抽取", "Accepted, draw to be announced"), Who: flow.RoleDepartment},
		{State: StateAnnounced, Text: lang.T("已公告，待抽取专家", "Announced, panel to be drawn"), Who: flow.RoleDepartment},
		{State: StateSitting, Text: lang.T("专家组复核中", "Before the panel"), Who: flow.RoleExperts},
		{State: StateAnswered, Text: lang.T("已反馈", "Answered"), Who: flow.RoleNobody, Final: true},
		{State: StateWithdrawn, Text: lang.T("已撤回", "Withdrawn"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: steps(),
}

func steps() []flow.Transition {
	out := []flow.Transition{
		{From: StateNone, Verb: "apply", Event: "recheck.applied", To: StateApplied, Role: flow.RoleUnit, Law: law26},
		{From: StateApplied, Verb: "return", Event: "recheck.returned", To: StateReturned, Role: flow.RoleDepartment, Law: law27},
		{From: StateReturned, Verb: "complete", Event: "recheck.completed", To: StateApplied, Role: flow.RoleUnit, Law: law27},
		{From: StateApplied, Verb: "accept", Event: "recheck.accepted", To: StateAccepted, Role: flow.RoleDepartment, Law: law27},
		{From: StateAccepted, Verb: "announce", Event: "recheck.candidates_listed", To: StateAccepted, Role: flow.RoleDepartment, Law: law28},
		{From: StateAccepted, Verb: "announce", Event: "recheck.draw_announced", To: StateAnnounced, Role: flow.RoleDepartment, Law: law28},
		{From: StateAnnounced, Verb: "draw", Event: "recheck.panel_drawn", To: StateSitting, Role: flow.RoleDepartment, Law: law28},
		{From: StateSitting, Verb: "declare", Event: "recheck.interest_denied", To: StateSitting, Role: flow.RoleExperts, Law: law28},
		{From: StateSitting, Verb: "step_out", Event: "recheck.expert_replaced", To: StateSitting, Role: flow.RoleExperts, Law: law28},
		{From: StateSitting, Verb: "step_out", Event: "recheck.panel_broken", To: StateAccepted, Role: flow.RoleExperts, Law: law28},
		{From: StateSitting, Verb: "give_opinion", Event: "recheck.opinion_given", To: StateSitting, Role: flow.RoleExperts, Law: law29},
		{From: StateSitting, Verb: "feed_back", Event: "recheck.fed_back", To: StateAnswered, Role: flow.RoleDepartment, Law: law31},
	}
	for _, from := range openStates() {
		out = append(out, flow.Transition{From: from, Verb: "withdraw", Event: "recheck.withdrawn", To: StateWithdrawn, Role: flow.RoleApplicant, Law: house})
	}
	return out
}

func openStates() []flow.State {
	return []flow.State{StateApplied, StateReturned, StateAccepted, StateAnnounced, StateSitting}
}

// StateKept is the one state of a pool.
const StateKept flow.State = "kept"

// PoolTable is the procedure of a department's pool of experts.
var PoolTable = flow.Table{
	Name: PoolKind, Start: StateNone,
	States: []flow.Info{{State: StateKept, Text: lang.T("专家库", "Pool of experts"), Who: flow.RoleDepartment}},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "add_expert", Event: "pool.expert_added", To: StateKept, Role: flow.RoleDepartment, Law: law28},
		{From: StateKept, Verb: "add_expert", Event: "pool.expert_added", To: StateKept, Role: flow.RoleDepartment, Law: law28},
		{From: StateKept, Verb: "end_expert", Event: "pool.expert_ended", To: StateKept, Role: flow.RoleDepartment, Law: house},
	},
}
