package sites

import (
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// The states of a site. The info beside each says who acts next.
const (
	StateNone       flow.State = ""
	StateInvited    flow.State = "invited"     // local input; the lead has not decided
	StatePackageDue flow.State = "package_due" // the lead has decided and owes its paper
	StateSent       flow.State = "sent"        // the package waits to be taken up
	StateRefused    flow.State = "refused"     // a check failed; the lead mends it
	StateReviewing  flow.State = "reviewing"   // before the participating committee
	StateAgreed     flow.State = "agreed"      // it agreed; the formal opinion is due
	StateDisagreed  flow.State = "disagreed"   // it did not; likewise
	StateRecognised flow.State = "recognised"
	StateObjected   flow.State = "objected"
	StateHalted     flow.State = "halted" // recognised, but the decision is not in force now
	StateWithdrawn  flow.State = "withdrawn"
)

const (
	law21 = "MEASURES-2023 21"
	law19 = "MEASURES-2023 19"
	law23 = "MEASURES-2023 23"
	house = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the procedure of one site.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateInvited, Text: lang.T("已邀请，待牵头委员会决定", "Invited, the lead has not decided"), Who: flow.RoleUnit},
		{State: StatePackageDue, Text: lang.T("已批准，待发出决定包", "Approved, the package is due"), Who: flow.RoleSecretary},
		{State: StateSent, Text: lang.T("决定包待受理", "Package to be taken up"), Who: flow.RoleSecretary},
		{State: StateRefused, Text: lang.T("不予受理，待牵头方处理", "Not taken up, back with the lead"), Who: flow.RoleSecretary},
		{State: StateReviewing, Text: lang.T("参与委员会审查中", "Before the participating committee"), Who: flow.RoleMembers},
		{State: StateAgreed, Text: lang.T("审查同意，待正式意见", "Agreed, formal opinion due"), Who: flow.RoleChair},
		{State: StateDisagreed, Text: lang.T("审查不同意，待正式意见", "Not agreed, formal opinion due"), Who: flow.RoleChair},
		{State: StateRecognised, Text: lang.T("已认可", "Recognised"), Who: flow.RoleUnit},
		{State: StateObjected, Text: lang.T("提出异议", "Objected"), Who: flow.RoleSecretary},
		{State: StateHalted, Text: lang.T("牵头决定失效，暂停", "Halted: the lead's decision is not in force"), Who: flow.RoleSecretary},
		{State: StateWithdrawn, Text: lang.T("已退出", "Withdrawn"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: steps(),
}

func steps() []flow.Transition {
	var out []flow.Transition
	add := func(verb, event string, to flow.State, role flow.Role, law string, from ...flow.State) {
		for _, f := range from {
			next := to
			if next == StateNone {
				next = f
			}
			out = append(out, flow.Transition{From: f, Verb: verb, Event: event, To: next, Role: role, Law: law})
		}
	}
	open := []flow.State{StateInvited, StatePackageDue, StateSent, StateRefused, StateReviewing, StateAgreed, StateDisagreed}
	rest := []flow.State{StateRecognised, StateObjected, StateHalted}
	add("invite", "site.invited", StateInvited, flow.RoleUnit, law21, StateNone)
	add("give_input", "site.input_given", StateNone, flow.RoleUnit, law21, StateInvited, StatePackageDue, StateSent, StateRefused, StateRecognised, StateHalted, StateObjected)
	add("comment", "site.commented", StateNone, flow.RoleMembers, law21, append(open[:len(open):len(open)], rest...)...)
	add("decide", "site.package_due", StatePackageDue, flow.RoleSystem, law21, StateInvited, StateObjected, StateRefused)
	add("decide", "site.package_due", StateNone, flow.RoleSystem, law21, StateSent, StateRecognised, StateHalted) // what was recognised holds until the newer package comes
	add("send", "site.package_sent", StateSent, flow.RoleSecretary, law21, StateInvited, StatePackageDue, StateSent, StateRefused, StateRecognised, StateObjected, StateHalted)
	add("import", "site.received", StateSent, flow.RoleSecretary, law21, StateNone, StateSent, StateRefused, StateRecognised, StateObjected, StateHalted)
	add("import_status", "site.status_received", StateNone, flow.RoleSecretary, law21, append(open[2:len(open):len(open)], rest...)...)
	add("refuse", "site.refused", StateRefused, flow.RoleSecretary, law21, StateSent, StateReviewing, StateAgreed, StateDisagreed)
	add("take_up", "site.taken_up", StateReviewing, flow.RoleSecretary, law23, StateSent)
	add("review", "site.agreed", StateAgreed, flow.RoleMembers, law23, StateReviewing)
	add("review", "site.disagreed", StateDisagreed, flow.RoleMembers, law23, StateReviewing)
	add("answer", "site.recognised", StateRecognised, flow.RoleChair, law21, StateAgreed)
	add("answer", "site.objected", StateObjected, flow.RoleChair, law21, StateDisagreed)
	add("import_answer", "site.answer_recognised", StateRecognised, flow.RoleSecretary, law21, StateSent, StateRefused, StateObjected)
	add("import_answer", "site.answer_objected", StateObjected, flow.RoleSecretary, law21, StateSent, StateRefused)
	add("import_answer", "site.answer_refused", StateRefused, flow.RoleSecretary, law21, StateSent)
	add("halt", "site.halted", StateHalted, flow.RoleSystem, law21, StateRecognised)
	add("go_on", "site.resumed", StateRecognised, flow.RoleSystem, law21, StateHalted)
	newer := append(open[1:len(open):len(open)], StateObjected) // a newer package is due or before it: the work by the one before halts too
	add("halt", "site.halted", StateNone, flow.RoleSystem, law21, newer...)
	add("go_on", "site.resumed", StateNone, flow.RoleSystem, law21, newer...)
	add("follow_up", "site.followed_up", StateRecognised, flow.RoleSecretary, law19, StateRecognised)
	add("follow_up", "site.followed_up", StateNone, flow.RoleSecretary, law19, append([]flow.State{StateHalted}, open[2:]...)...) // while a newer package is before it, the work goes on
	add("withdraw", "site.withdrawn", StateWithdrawn, flow.RoleUnit, house, append(open[:len(open):len(open)], rest...)...)
	return out
}

// The states of a decision package follow the standing of the decision.
const (
	ParcelInForce   flow.State = "in_force"
	ParcelSuspended flow.State = "suspended"
	ParcelEnded     flow.State = "ended"
)

// ParcelTable is the life of a decision package.
var ParcelTable = flow.Table{
	Name: ParcelKind, Start: StateNone,
	States: []flow.Info{
		{State: ParcelInForce, Text: lang.T("决定有效", "In force"), Who: flow.RoleNobody},
		{State: ParcelSuspended, Text: lang.T("决定中止", "Suspended"), Who: flow.RoleSecretary},
		{State: ParcelEnded, Text: lang.T("决定终止或者被取代", "Ended or superseded"), Who: flow.RoleSecretary},
	},
	Transitions: parcelSteps(),
}

func parcelSteps() []flow.Transition {
	var out []flow.Transition
	for _, from := range []flow.State{StateNone, ParcelInForce, ParcelSuspended, ParcelEnded} {
		out = append(out, flow.Transition{From: from, Verb: "send", Event: "parcel.issued", To: ParcelInForce, Role: flow.RoleSecretary, Law: law21})
		if from == StateNone {
			continue
		}
		out = append(out, flow.Transition{From: from, Verb: "state", Event: "parcel.affirmed", To: ParcelInForce, Role: flow.RoleSecretary, Law: law21},
			flow.Transition{From: from, Verb: "state", Event: "parcel.suspended", To: ParcelSuspended, Role: flow.RoleSecretary, Law: law21},
			flow.Transition{From: from, Verb: "state", Event: "parcel.ended", To: ParcelEnded, Role: flow.RoleSecretary, Law: law21})
	}
	return out
}

// The states of an agreement, and of a known installation.
const (
	AllianceKept  flow.State = "kept"
	AllianceEnded flow.State = "ended"
	PeerKnown     flow.State = "known"
	PeerForgotten flow.State = "forgotten"
)

// AllianceTable is the life of an agreement or alliance.
var AllianceTable = flow.Table{
	Name: AllianceKind, Start: StateNone,
	States: []flow.Info{
		{State: AllianceKept, Text: lang.T("有效", "Kept"), Who: flow.RoleAdministrator},
		{State: AllianceEnded, Text: lang.T("已终止", "Ended"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "found", Event: "alliance.founded", To: AllianceKept, Role: flow.RoleAdministrator, Law: law21},
		{From: AllianceKept, Verb: "change", Event: "alliance.changed", To: AllianceKept, Role: flow.RoleAdministrator, Law: law21},
		{From: AllianceKept, Verb: "end", Event: "alliance.ended", To: AllianceEnded, Role: flow.RoleAdministrator, Law: law21},
	},
}

// PeerTable is the life of a known installation.
var PeerTable = flow.Table{
	Name: PeerKind, Start: StateNone,
	States: []flow.Info{
		{State: PeerKnown, Text: lang.T("受信任", "Trusted"), Who: flow.RoleAdministrator},
		{State: PeerForgotten, Text: lang.T("不再信任", "Trusted no more"), Who: flow.RoleNobody},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "know", Event: "peer.known", To: PeerKnown, Role: flow.RoleAdministrator, Law: house},
		{From: PeerKnown, Verb: "know", Event: "peer.known", To: PeerKnown, Role: flow.RoleAdministrator, Law: house},
		{From: PeerForgotten, Verb: "know", Event: "peer.known", To: PeerKnown, Role: flow.RoleAdministrator, Law: house},
		{From: PeerKnown, Verb: "forget", Event: "peer.forgotten", To: PeerForgotten, Role: flow.RoleAdministrator, Law: house},
	},
}
