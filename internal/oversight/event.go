package oversight

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Kind of the streams: one for each committee that was looked at.
const Kind = "standing"

// Stream names the stream about a committee.
func Stream(committee string) string { return journal.StreamName(Kind, committee) }

// States of a standing.
const (
	StateNone    flow.State = ""
	StateGood    flow.State = "good"
	StateLacking flow.State = "lacking"
)

// What may be found about a committee.
type (
	// FoundGood says that nothing speaks against it.
	FoundGood struct{}
	// FoundLacking says what does.
	FoundLacking struct {
		Findings []string `json:"findings"` // codes of the packs' list committee_standing
	}
)

// EventType names the event; so does the one below.
func (FoundGood) EventType() string    { return "standing.found_good" }
func (FoundLacking) EventType() string { return "standing.found_lacking" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{journal.TypeOf[FoundGood](), journal.TypeOf[FoundLacking]()}
}

const law43 = "MEASURES-2023 7, 43, 45"

// Table is what may be found one after the other.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateGood, Text: lang.T("状况良好", "In good standing"), Who: flow.RoleNobody},
		{State: StateLacking, Text: lang.T("有待处理的问题", "Something is to be mended"), Who: flow.RoleUnit},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "look", Event: "standing.found_good", To: StateGood, Role: flow.RoleSystem, Law: law43},
		{From: StateNone, Verb: "look", Event: "standing.found_lacking", To: StateLacking, Role: flow.RoleSystem, Law: law43},
		{From: StateGood, Verb: "look", Event: "standing.found_lacking", To: StateLacking, Role: flow.RoleSystem, Law: law43},
		{From: StateLacking, Verb: "look", Event: "standing.found_lacking", To: StateLacking, Role: flow.RoleSystem, Law: law43},
		{From: StateLacking, Verb: "look", Event: "standing.found_good", To: StateGood, Role: flow.RoleSystem, Law: law43},
	},
}
