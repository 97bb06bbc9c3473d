package complaint

import (
	"slices"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Kinds of the streams.
const (
	Kind       = "complaint"
	IntakeKind = "intake"
)

// Stream names the stream of a report.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// IntakeStream names the stream of a body's intake.
func IntakeStream(body string) string { return journal.StreamName(IntakeKind, body) }

// The states of a report.
const (
	StateNone      flow.State = ""
	StateReceived  flow.State = "received"
	StateOpen      flow.State = "open"
	StateReferred  flow.State = "referred"
	StateClosed    flow.State = "closed"
	StateDestroyed flow.State = "destroyed"
)

// StateResting is shown for a report that is not journalled yet; no stream has it.
const StateResting flow.State = "resting"

// The state of an intake: there is one.
const StateActive flow.State = "active"

const (
	law46  = "MEASURES-2023 46"
	ch2    = "MISCONDUCT-2022 ch. 2"
	ch3    = "MISCONDUCT-2022 ch. 3"
	minima = "PERSONAL-INFORMATION-LAW-2021 19"
	house  = "house practice: nothing in the rules forbids it, and the file must show it"
	apart  = "house practice: who reads the words is never who keeps the identity"
)

// IntakeTable is the procedure of a body's intake.
var IntakeTable = flow.Table{
	Name: IntakeKind, Start: StateNone,
	States: []flow.Info{{State: StateActive, Text: lang.T("受理举报", "Receives reports"), Who: flow.RoleReceiver}},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "name", Event: "intake.named", To: StateActive, Role: flow.RoleUnit, Law: law46},
		{From: StateActive, Verb: "name", Event: "intake.named", To: StateActive, Role: flow.RoleUnit, Law: law46},
		{From: StateActive, Verb: "key", Event: "intake.keyed", To: StateActive, Role: flow.RoleReceiver, Law: house},
		{From: StateActive, Verb: "leave", Event: "intake.left", To: StateActive, Role: flow.RoleUnit, Law: house},
	},
}

// Table is the procedure of a report.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateReceived, Text: lang.T("已收到", "Received"), Who: flow.RoleReceiver},
		{State: StateOpen, Text: lang.T("处理中", "In hand"), Who: flow.RoleReceiver},
		{State: StateReferred, Text: lang.T("已移交外部机关", "Referred outside"), Who: flow.RoleSystem},
		{State: StateClosed, Text: lang.T("已办结", "Closed"), Who: flow.RoleSystem},
		{State: StateDestroyed, Text: lang.T("内容已销毁", "Contents destroyed"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: slices.Concat([]flow.Transition{
		{From: StateNone, Verb: "file", Event: "complaint.filed", To: StateReceived, Role: flow.RoleReporter, Law: law46},
		{From: StateReceived, Verb: "take up", Event: "complaint.taken_up", To: StateOpen, Role: flow.RoleReceiver, Law: ch3},
		{From: StateReceived, Verb: "hand over", Event: "complaint.handed_over", To: StateReceived, Role: flow.RoleReceiver, Law: ch2},
		{From: StateOpen, Verb: "hand over", Event: "complaint.handed_over", To: StateReceived, Role: flow.RoleReceiver, Law: ch2},
		{From: StateReceived, Verb: "refer", Event: "complaint.referred", To: StateReferred, Role: flow.RoleReceiver, Law: ch2},
		{From: StateOpen, Verb: "refer", Event: "complaint.referred", To: StateReferred, Role: flow.RoleReceiver, Law: ch2},
		{From: StateReceived, Verb: "close", Event: "complaint.closed", To: StateClosed, Role: flow.RoleReceiver, Law: ch3},
		{From: StateOpen, Verb: "close", Event: "complaint.closed", To: StateClosed, Role: flow.RoleReceiver, Law: ch3},
		{From: StateClosed, Verb: "reopen", Event: "complaint.reopened", To: StateOpen, Role: flow.RoleReceiver, Law: ch3},
		{From: StateReceived, Verb: "tell", Event: "complaint.told", To: StateOpen, Role: flow.RoleReceiver, Law: ch3},
		{From: StateClosed, Verb: "destroy", Event: "complaint.destroyed", To: StateDestroyed, Role: flow.RoleSystem, Law: minima},
		{From: StateReferred, Verb: "destroy", Event: "complaint.destroyed", To: StateDestroyed, Role: flow.RoleSystem, Law: minima},
	},
		staying("write", "complaint.written", flow.RoleReporter, law46, StateReceived, StateOpen, StateReferred, StateClosed),
		staying("tell", "complaint.told", flow.RoleReceiver, ch3, StateOpen, StateReferred, StateClosed),
		staying("hold", "complaint.held", flow.RoleReceiver, house, StateReceived, StateOpen, StateReferred, StateClosed),
		staying("release", "complaint.released", flow.RoleReceiver, house, StateReceived, StateOpen, StateReferred, StateClosed),
		staying("ask who", "complaint.identity_asked", flow.RoleReceiver, apart, StateReceived, StateOpen),
		staying("open identity", "complaint.identity_opened", flow.RoleCustodian, apart, StateReceived, StateOpen, StateReferred, StateClosed),
		staying("refuse identity", "complaint.identity_refused", flow.RoleCustodian, apart, StateReceived, StateOpen, StateReferred, StateClosed),
	),
}

// staying are the transitions of an event that changes no state.
func staying(verb, event string, who flow.Role, law string, states ...flow.State) []flow.Transition {
	out := make([]flow.Transition, len(states))
	for i, s := range states {
		out[i] = flow.Transition{From: s, Verb: verb, Event: event, To: s, Role: who, Law: law}
	}
	return out
}
