package conduct

import (
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// The states of an approved activity. The info beside each says who acts next.
const (
	StateNone       flow.State = ""
	StateRunning    flow.State = "running"
	StateSuspended  flow.State = "suspended"  // stopped for now
	StateLapsed     flow.State = "lapsed"     // its follow-up is overdue
	StateClosed     flow.State = "closed"     // ended as planned, the end reviewed
	StateTerminated flow.State = "terminated" // ended by the committee; only an appeal changes that
)

const (
	law18 = "MEASURES-2023 18"
	law19 = "MEASURES-2023 19"
	law20 = "MEASURES-2023 20"
	law22 = "MEASURES-2023 22"
	house = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the procedure of an approved activity.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateRunning, Text: lang.T("进行中", "Under way"), Who: flow.RoleApplicant},
		{State: StateSuspended, Text: lang.T("已暂停", "Suspended"), Who: flow.RoleApplicant},
		{State: StateLapsed, Text: lang.T("已失效：跟踪审查逾期", "Lapsed: its follow-up is overdue"), Who: flow.RoleApplicant},
		{State: StateClosed, Text: lang.T("已结题", "Closed"), Who: flow.RoleNobody, Final: true},
		{State: StateTerminated, Text: lang.T("已终止", "Terminated"), Who: flow.RoleNobody},
	},
	Transitions: steps(),
}

// live are the states in which the activity has not ended.
func live() []flow.State { return []flow.State{StateRunning, StateSuspended, StateLapsed} }

func steps() []flow.Transition {
	out := []flow.Transition{
		{From: StateNone, Verb: "begin", Event: "conduct.begun", To: StateRunning, Role: flow.RoleChair, Law: "MEASURES-2023 16"},
		{From: StateRunning, Verb: "suspend", Event: "conduct.suspended", To: StateSuspended, Role: flow.RoleApplicant, Law: law19},
		{From: StateLapsed, Verb: "suspend", Event: "conduct.suspended", To: StateSuspended, Role: flow.RoleApplicant, Law: law19},
		{From: StateSuspended, Verb: "settle", Event: "conduct.resumed", To: StateRunning, Role: flow.RoleChair, Law: law19},
		{From: StateSuspended, Verb: "settle_appeal", Event: "conduct.reinstated", To: StateRunning, Role: flow.RoleChair, Law: law18},
		{From: StateTerminated, Verb: "settle_appeal", Event: "conduct.reinstated", To: StateRunning, Role: flow.RoleChair, Law: law18},
		{From: StateRunning, Verb: "lapse", Event: "conduct.lapsed", To: StateLapsed, Role: flow.RoleSystem, Law: law19},
		{From: StateSuspended, Verb: "lapse", Event: "conduct.lapsed", To: StateSuspended, Role: flow.RoleSystem, Law: law19},
		{From: StateRunning, Verb: "settle", Event: "conduct.followed_up", To: StateRunning, Role: flow.RoleChair, Law: law19},
		{From: StateLapsed, Verb: "settle", Event: "conduct.followed_up", To: StateRunning, Role: flow.RoleChair, Law: law19},
		{From: StateSuspended, Verb: "settle", Event: "conduct.followed_up", To: StateSuspended, Role: flow.RoleChair, Law: law19},
	}
	for _, from := range live() {
		out = append(out,
			flow.Transition{From: from, Verb: "report", Event: "conduct.reported", To: from, Role: flow.RoleApplicant, Law: law20},
			flow.Transition{From: from, Verb: "settle", Event: "conduct.follow_up_rescheduled", To: from, Role: flow.RoleChair, Law: law19},
			flow.Transition{From: from, Verb: "revise", Event: "conduct.revised", To: from, Role: flow.RoleApplicant, Law: law22},
			flow.Transition{From: from, Verb: "settle", Event: "conduct.terminated", To: StateTerminated, Role: flow.RoleChair, Law: law19},
			flow.Transition{From: from, Verb: "settle", Event: "conduct.closed", To: StateClosed, Role: flow.RoleChair, Law: house})
	}
	for _, from := range append(live(), StateClosed, StateTerminated) {
		out = append(out,
			flow.Transition{From: from, Verb: "settle", Event: "conduct.decided", To: from, Role: flow.RoleChair, Law: law19},
			flow.Transition{From: from, Verb: "withdraw", Event: "conduct.withdrawn", To: from, Role: flow.RoleApplicant, Law: house})
	}
	return out
}
