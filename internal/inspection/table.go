package inspection

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Kinds of the streams.
const (
	Kind     = "inspection"
	PlanKind = "yearplan"
	PoolKind = "inspectors"
)

// Stream names the stream of a visit.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// PlanStream names the stream of a year's plan.
func PlanStream(id string) string { return journal.StreamName(PlanKind, id) }

// PoolStream names the stream of a department's inspectors.
func PoolStream(department string) string { return journal.StreamName(PoolKind, department) }

// The states of a plan.
const (
	StateNone      flow.State = ""
	PlanDrafted    flow.State = "drafted"
	PlanAdopted    flow.State = "adopted"
	PlanAnnounced  flow.State = "announced"
	PlanRunning    flow.State = "running"
	PlanClosed     flow.State = "closed"
	PlanDiscarded  flow.State = "discarded"
	StatePlanned   flow.State = "planned"
	StateNotified  flow.State = "notified"
	StateOpen      flow.State = "open"
	StateReported  flow.State = "reported"
	StateCorrects  flow.State = "correcting"
	StateClosed    flow.State = "closed"
	StateCancelled flow.State = "cancelled"
)

const (
	law52 = "OPINIONS-2022 5.2"
	house = "house practice: nothing in the rules forbids it, and the file must show it"
)

// PlanTable is the procedure of a year's plan.
var PlanTable = flow.Table{
	Name: PlanKind, Start: StateNone,
	States: []flow.Info{
		{State: PlanDrafted, Text: lang.T("起草中", "Being drafted"), Who: flow.RoleDepartment},
		{State: PlanAdopted, Text: lang.T("已通过，待抽取", "Adopted, to be drawn"), Who: flow.RoleDepartment},
		{State: PlanAnnounced, Text: lang.T("已公告，待抽取", "Announced, to be drawn"), Who: flow.RoleDepartment},
		{State: PlanRunning, Text: lang.T("执行中", "Being carried out"), Who: flow.RoleInspectors},
		{State: PlanClosed, Text: lang.T("已结束", "Closed"), Who: flow.RoleNobody, Final: true},
		{State: PlanDiscarded, Text: lang.T("已丢弃", "Discarded"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "draft", Event: "yearplan.drafted", To: PlanDrafted, Role: flow.RoleDepartment, Law: law52},
		{From: PlanDrafted, Verb: "choose", Event: "yearplan.target_chosen", To: PlanDrafted, Role: flow.RoleDepartment, Law: law52},
		{From: PlanAdopted, Verb: "choose", Event: "yearplan.target_chosen", To: PlanAdopted, Role: flow.RoleDepartment, Law: law52},
		{From: PlanRunning, Verb: "choose", Event: "yearplan.target_chosen", To: PlanRunning, Role: flow.RoleDepartment, Law: law52},
		{From: PlanDrafted, Verb: "drop", Event: "yearplan.target_dropped", To: PlanDrafted, Role: flow.RoleDepartment, Law: house},
		{From: PlanDrafted, Verb: "discard", Event: "yearplan.discarded", To: PlanDiscarded, Role: flow.RoleDepartment, Law: house},
		{From: PlanDrafted, Verb: "adopt", Event: "yearplan.adopted", To: PlanAdopted, Role: flow.RoleDepartment, Law: law52},
		{From: PlanAdopted, Verb: "announce", Event: "yearplan.inspectors_listed", To: PlanAdopted, Role: flow.RoleDepartment, Law: law52},
		{From: PlanRunning, Verb: "announce", Event: "yearplan.inspectors_listed", To: PlanRunning, Role: flow.RoleDepartment, Law: law52},
		{From: PlanAdopted, Verb: "announce", Event: "yearplan.draw_announced", To: PlanAnnounced, Role: flow.RoleDepartment, Law: law52},
		{From: PlanRunning, Verb: "announce", Event: "yearplan.draw_announced", To: PlanAnnounced, Role: flow.RoleDepartment, Law: law52},
		{From: PlanAnnounced, Verb: "draw", Event: "yearplan.drawn", To: PlanRunning, Role: flow.RoleDepartment, Law: law52},
		{From: PlanRunning, Verb: "close", Event: "yearplan.closed", To: PlanClosed, Role: flow.RoleDepartment, Law: law52},
	},
}

// PoolTable is the list of a department's inspectors; it never ends.
var PoolTable = flow.Table{
	Name: PoolKind, Start: StateNone,
	States: []flow.Info{{State: "kept", Text: lang.T("维护中", "Kept"), Who: flow.RoleDepartment}},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "add", Event: "inspectors.added", To: "kept", Role: flow.RoleDepartment, Law: law52},
		{From: "kept", Verb: "add", Event: "inspectors.added", To: "kept", Role: flow.RoleDepartment, Law: law52},
		{From: "kept", Verb: "end", Event: "inspectors.ended", To: "kept", Role: flow.RoleDepartment, Law: law52},
	},
}

// Table is the procedure of a visit.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StatePlanned, Text: lang.T("已抽定，未通知", "Planned, the unit not told"), Who: flow.RoleInspectors},
		{State: StateNotified, Text: lang.T("已通知单位", "The unit was told"), Who: flow.RoleInspectors},
		{State: StateOpen, Text: lang.T("检查中", "On the spot"), Who: flow.RoleInspectors},
		{State: StateReported, Text: lang.T("报告征求单位意见", "The unit is heard on the draft"), Who: flow.RoleUnit},
		{State: StateCorrects, Text: lang.T("整改中", "Being corrected"), Who: flow.RoleUnit},
		{State: StateClosed, Text: lang.T("已办结", "Closed"), Who: flow.RoleNobody},
		{State: StateCancelled, Text: lang.T("已取消", "Cancelled"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "draw", Event: "inspection.planned", To: StatePlanned, Role: flow.RoleDepartment, Law: law52},
		{From: StatePlanned, Verb: "declare", Event: "inspection.interest_denied", To: StatePlanned, Role: flow.RoleInspectors, Law: law52},
		{From: StateNotified, Verb: "declare", Event: "inspection.interest_denied", To: StateNotified, Role: flow.RoleInspectors, Law: law52},
		{From: StatePlanned, Verb: "declare", Event: "inspection.inspector_replaced", To: StatePlanned, Role: flow.RoleInspectors, Law: law52},
		{From: StateNotified, Verb: "declare", Event: "inspection.inspector_replaced", To: StateNotified, Role: flow.RoleInspectors, Law: law52},
		{From: StatePlanned, Verb: "notify", Event: "inspection.notified", To: StateNotified, Role: flow.RoleDepartment, Law: law52},
		{From: StateNotified, Verb: "notify", Event: "inspection.notified", To: StateNotified, Role: flow.RoleDepartment, Law: law52},
		{From: StatePlanned, Verb: "open", Event: "inspection.opened", To: StateOpen, Role: flow.RoleInspectors, Law: law52},
		{From: StateNotified, Verb: "open", Event: "inspection.opened", To: StateOpen, Role: flow.RoleInspectors, Law: law52},
		{From: StateOpen, Verb: "answer", Event: "inspection.point_answered", To: StateOpen, Role: flow.RoleInspectors, Law: law52},
		{From: StateOpen, Verb: "take_up", Event: "inspection.record_taken_up", To: StateOpen, Role: flow.RoleInspectors, Law: law52},
		{From: StateOpen, Verb: "find", Event: "inspection.finding_added", To: StateOpen, Role: flow.RoleInspectors, Law: law52},
		{From: StateOpen, Verb: "attach", Event: "inspection.file_added", To: StateOpen, Role: flow.RoleInspectors, Law: law52},
		{From: StateOpen, Verb: "drop", Event: "inspection.finding_dropped", To: StateOpen, Role: flow.RoleInspectors, Law: house},
		{From: StateOpen, Verb: "report", Event: "inspection.reported", To: StateReported, Role: flow.RoleInspectors, Law: law52},
		{From: StateReported, Verb: "comment", Event: "inspection.commented", To: StateReported, Role: flow.RoleUnit, Law: law52},
		{From: StateReported, Verb: "take_back", Event: "inspection.taken_back", To: StateOpen, Role: flow.RoleInspectors, Law: house},
		{From: StateReported, Verb: "sign", Event: "inspection.signed", To: StateCorrects, Role: flow.RoleDepartment, Law: law52},
		{From: StateCorrects, Verb: "show", Event: "inspection.evidence_given", To: StateCorrects, Role: flow.RoleUnit, Law: law52},
		{From: StateCorrects, Verb: "extend", Event: "inspection.order_extended", To: StateCorrects, Role: flow.RoleDepartment, Law: law52},
		{From: StateCorrects, Verb: "accept", Event: "inspection.order_closed", To: StateCorrects, Role: flow.RoleInspectors, Law: law52},
		{From: StateCorrects, Verb: "renew", Event: "inspection.order_renewed", To: StateCorrects, Role: flow.RoleInspectors, Law: law52},
		{From: StateCorrects, Verb: "refer", Event: "inspection.referred", To: StateCorrects, Role: flow.RoleDepartment, Law: "OPINIONS-2022 5.4"},
		{From: StateClosed, Verb: "refer", Event: "inspection.referred", To: StateClosed, Role: flow.RoleDepartment, Law: "OPINIONS-2022 5.4"},
		{From: StateCorrects, Verb: "hear", Event: "inspection.funder_answered", To: StateCorrects, Role: flow.RoleFunder, Law: "OPINIONS-2022 5.4"},
		{From: StateClosed, Verb: "hear", Event: "inspection.funder_answered", To: StateClosed, Role: flow.RoleFunder, Law: "OPINIONS-2022 5.4"},
		{From: StateCorrects, Verb: "close", Event: "inspection.closed", To: StateClosed, Role: flow.RoleInspectors, Law: law52},
		{From: StatePlanned, Verb: "cancel", Event: "inspection.cancelled", To: StateCancelled, Role: flow.RoleDepartment, Law: house},
		{From: StateNotified, Verb: "cancel", Event: "inspection.cancelled", To: StateCancelled, Role: flow.RoleDepartment, Law: house},
	},
}

// ClockComment runs while the unit may say what it thinks of the draft.
const ClockComment = "comment"
