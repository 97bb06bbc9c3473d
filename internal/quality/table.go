package quality

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Kind of the streams.
const Kind = "quality"

// Stream names the stream of a check.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// The states of a check.
const (
	StateNone      flow.State = ""
	StateAnnounced flow.State = "announced"
	StateScoring   flow.State = "scoring"
	StateClosed    flow.State = "closed"
	StateCancelled flow.State = "cancelled"
)

const law41 = "MEASURES-2023 41"

// Table is the procedure of a check.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateAnnounced, Text: lang.T("已公告，待抽取", "Announced, to be drawn"), Who: flow.RoleChair},
		{State: StateScoring, Text: lang.T("评价中", "Being scored"), Who: flow.RoleMembers},
		{State: StateClosed, Text: lang.T("已完成", "Closed"), Who: flow.RoleNobody, Final: true},
		{State: StateCancelled, Text: lang.T("已取消", "Cancelled"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "announce", Event: "quality.announced", To: StateAnnounced, Role: flow.RoleChair, Law: law41},
		{From: StateAnnounced, Verb: "draw", Event: "quality.drawn", To: StateScoring, Role: flow.RoleChair, Law: law41},
		{From: StateScoring, Verb: "assign", Event: "quality.assigned", To: StateScoring, Role: flow.RoleChair, Law: law41},
		{From: StateScoring, Verb: "score", Event: "quality.scored", To: StateScoring, Role: flow.RoleMembers, Law: law41},
		{From: StateScoring, Verb: "close", Event: "quality.closed", To: StateClosed, Role: flow.RoleChair, Law: law41},
		{From: StateClosed, Verb: "acknowledge", Event: "quality.acknowledged", To: StateClosed, Role: flow.RoleMembers, Law: law41},
		{From: StateAnnounced, Verb: "cancel", Event: "quality.cancelled", To: StateCancelled, Role: flow.RoleChair, Law: house},
		{From: StateScoring, Verb: "cancel", Event: "quality.cancelled", To: StateCancelled, Role: flow.RoleChair, Law: house},
	},
}

const house = "house practice: nothing in the rules forbids it, and the file must show it"

// ClockScore runs until the sample is to be scored.
const ClockScore = "score"

// By whom a check is held.
const (
	ByCommittee  = "committee"
	ByDepartment = "department"
)
