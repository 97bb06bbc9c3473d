package learning

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Kind of the streams.
const Kind = "training"

// Stream names the stream of a person's training.
func Stream(person string) string { return journal.StreamName(Kind, person) }

// The states of a person's training. Single records and duties have states of
// their own, which the fold keeps.
const (
	StateNone flow.State = ""
	StateKept flow.State = "kept"
)

const (
	law41 = "MEASURES-2023 41"
	house = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the procedure of a person's training.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States:      []flow.Info{{State: StateKept, Text: lang.T("培训记录", "Training record"), Who: flow.RoleNobody}},
	Transitions: steps(),
}

func steps() []flow.Transition {
	var out []flow.Transition
	step := func(verb, event string, role flow.Role, law string, from ...flow.State) {
		for _, f := range from {
			out = append(out, flow.Transition{From: f, Verb: verb, Event: event, To: StateKept, Role: role, Law: law})
		}
	}
	step("enter", "training.entered", flow.RoleApplicant, "OPINIONS-2022 6.2", StateNone, StateKept)
	step("import", "training.imported", flow.RoleUnit, law41, StateNone, StateKept)
	step("assign", "training.assigned", flow.RoleSystem, law41, StateNone, StateKept)
	step("confirm", "training.confirmed", flow.RoleUnit, law41, StateKept)
	step("refuse", "training.refused", flow.RoleUnit, house, StateKept)
	step("withdraw", "training.withdrawn", flow.RoleApplicant, house, StateKept)
	step("confirm", "training.done", flow.RoleSystem, law41, StateKept)
	step("lift", "training.lifted", flow.RoleUnit, house, StateKept)
	return out
}

// States of one record.
const (
	Entered   = "entered"   // waits to be confirmed
	Confirmed = "confirmed" // counts
	Refused   = "refused"
	Withdrawn = "withdrawn"
)

// States of one duty to learn.
const (
	Open   = "open"
	Done   = "done"
	Lifted = "lifted"
)

// Causes of a duty to learn; codes of the packs' list training_triggers.
const (
	CauseAppointment = "appointment" // to a committee
	CauseTask        = "task"        // work was approved
	CauseQuality     = "quality"     // a closed review scored low
)
