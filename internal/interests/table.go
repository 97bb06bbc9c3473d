package interests

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Kind of the streams.
const Kind = "interests"

// Stream names the stream of a person's interests.
func Stream(person string) string { return journal.StreamName(Kind, person) }

// The states of a person's register.
const (
	StateNone      flow.State = ""
	StateAsked     flow.State = "asked"     // to declare, or to say that there is nothing
	StateConfirmed flow.State = "confirmed" // complete on the day on which it was said
	StateChanged   flow.State = "changed"   // something was entered or ended since
	StateReleased  flow.State = "released"  // sits on no committee any more
)

const law8 = "MEASURES-2023 8"

// Table is the procedure of a person's register.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateAsked, Text: lang.T("待申报", "To be declared"), Who: flow.RoleMembers},
		{State: StateChanged, Text: lang.T("有变动，待确认", "Changed, to be confirmed"), Who: flow.RoleMembers},
		{State: StateConfirmed, Text: lang.T("已确认", "Confirmed"), Who: flow.RoleNobody},
		{State: StateReleased, Text: lang.T("不再任职，无须申报", "No longer on a committee, need not declare"), Who: flow.RoleNobody},
	},
	Transitions: steps(),
}

func steps() []flow.Transition {
	var out []flow.Transition
	step := func(verb, event string, to flow.State, role flow.Role, from ...flow.State) {
		for _, f := range from {
			out = append(out, flow.Transition{From: f, Verb: verb, Event: event, To: to, Role: role, Law: law8})
		}
	}
	step("ask", "interests.asked", StateAsked, flow.RoleSystem, StateNone, StateAsked, StateChanged, StateConfirmed, StateReleased)
	step("release", "interests.released", StateReleased, flow.RoleSystem, StateAsked, StateChanged, StateConfirmed)
	step("declare", "interests.declared", StateChanged, flow.RoleMembers, StateNone, StateChanged, StateConfirmed, StateReleased)
	step("declare", "interests.declared", StateAsked, flow.RoleMembers, StateAsked)
	step("end", "interests.ended", StateChanged, flow.RoleMembers, StateChanged, StateConfirmed, StateReleased)
	step("end", "interests.ended", StateAsked, flow.RoleMembers, StateAsked)
	step("confirm", "interests.confirmed", StateConfirmed, flow.RoleMembers, StateNone, StateAsked, StateChanged, StateConfirmed, StateReleased)
	return out
}

// What an interest lies with.
const (
	WithUnit    = "unit"
	WithPerson  = "person"
	WithCompany = "company"
)

// ClockConfirm runs to the day by which the register is to be confirmed.
const ClockConfirm = "confirm"
