package filing

import (
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// The states of a filing. The info beside each says who acts next.
const (
	StateNone       flow.State = ""
	StateDue        flow.State = "due"        // the secretary prepares
	StatePrepared   flow.State = "prepared"   // the unit submits
	StateSubmitted  flow.State = "submitted"  // the platform has it
	StateReturned   flow.State = "returned"   // it wants corrections
	StateRegistered flow.State = "registered" // there is a receipt
	StateLapsed     flow.State = "lapsed"     // the registration holds no more
	StateWithdrawn  flow.State = "withdrawn"  // nothing is owed any more
)

const (
	law43 = "MEASURES-2023 43-45"
	house = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the procedure of a filing.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateDue, Text: lang.T("待准备", "To be prepared"), Who: flow.RoleSecretary},
		{State: StatePrepared, Text: lang.T("已备齐，待单位提交", "Prepared, to be submitted"), Who: flow.RoleUnit},
		{State: StateSubmitted, Text: lang.T("已提交，待回执", "Submitted, receipt awaited"), Who: flow.RoleUnit},
		{State: StateReturned, Text: lang.T("被退回，待补正", "Returned, to be corrected"), Who: flow.RoleSecretary},
		{State: StateRegistered, Text: lang.T("已登记", "Registered"), Who: flow.RoleNobody},
		{State: StateLapsed, Text: lang.T("登记已失效", "Lapsed"), Who: flow.RoleUnit},
		{State: StateWithdrawn, Text: lang.T("不再需要", "Not owed any more"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: steps(),
}

func steps() []flow.Transition {
	out := []flow.Transition{
		{From: StateNone, Verb: "open", Event: "filing.opened", To: StateDue, Role: flow.RoleSystem, Law: law43},
		{From: StateDue, Verb: "prepare", Event: "filing.prepared", To: StatePrepared, Role: flow.RoleSecretary, Law: law43},
		{From: StateReturned, Verb: "prepare", Event: "filing.prepared", To: StatePrepared, Role: flow.RoleSecretary, Law: law43},
		{From: StatePrepared, Verb: "prepare", Event: "filing.prepared", To: StatePrepared, Role: flow.RoleSecretary, Law: law43},
		{From: StatePrepared, Verb: "submit", Event: "filing.submitted", To: StateSubmitted, Role: flow.RoleUnit, Law: law43},
		{From: StateSubmitted, Verb: "return", Event: "filing.returned", To: StateReturned, Role: flow.RoleUnit, Law: house},
		{From: StateSubmitted, Verb: "register", Event: "filing.registered", To: StateRegistered, Role: flow.RoleUnit, Law: law43},
		{From: StateRegistered, Verb: "confirm", Event: "filing.confirmed", To: StateRegistered, Role: flow.RoleDepartment, Law: house},
		{From: StateRegistered, Verb: "change", Event: "filing.change_noted", To: StateDue, Role: flow.RoleSystem, Law: law43},
		{From: StatePrepared, Verb: "change", Event: "filing.change_noted", To: StateDue, Role: flow.RoleSystem, Law: law43},
		{From: StateSubmitted, Verb: "change", Event: "filing.change_noted", To: StateSubmitted, Role: flow.RoleSystem, Law: law43},
		{From: StateRegistered, Verb: "lapse", Event: "filing.lapsed", To: StateLapsed, Role: flow.RoleUnit, Law: house},
		{From: StateDue, Verb: "lapse", Event: "filing.lapsed", To: StateLapsed, Role: flow.RoleUnit, Law: house},
		{From: StateLapsed, Verb: "reopen", Event: "filing.reopened", To: StateDue, Role: flow.RoleUnit, Law: law43},
	}
	for _, from := range []flow.State{StateDue, StatePrepared, StateSubmitted, StateReturned, StateRegistered, StateLapsed} {
		out = append(out, flow.Transition{From: from, Verb: "withdraw", Event: "filing.withdrawn", To: StateWithdrawn, Role: flow.RoleUnit, Law: house})
	}
	return out
}

// The states of a yearly report.
const (
	ReportDrafted flow.State = "drafted" // remarks are added
	ReportSigned  flow.State = "signed"  // it can be filed
)

// ReportTable is the procedure of a yearly report.
var ReportTable = flow.Table{
	Name: ReportKind, Start: StateNone,
	States: []flow.Info{
		{State: ReportDrafted, Text: lang.T("草稿，待签发", "Drafted, to be signed"), Who: flow.RoleChair},
		{State: ReportSigned, Text: lang.T("已签发", "Signed"), Who: flow.RoleNobody},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "compile", Event: "report.compiled", To: ReportDrafted, Role: flow.RoleSecretary, Law: "MEASURES-2023 45"},
		{From: ReportDrafted, Verb: "compile", Event: "report.compiled", To: ReportDrafted, Role: flow.RoleSecretary, Law: "MEASURES-2023 45"},
		{From: ReportDrafted, Verb: "remark", Event: "report.remarked", To: ReportDrafted, Role: flow.RoleSecretary, Law: "MEASURES-2023 45"},
		{From: ReportDrafted, Verb: "sign", Event: "report.signed", To: ReportSigned, Role: flow.RoleChair, Law: house},
		{From: ReportSigned, Verb: "reopen", Event: "report.reopened", To: ReportDrafted, Role: flow.RoleChair, Law: house},
	},
}
