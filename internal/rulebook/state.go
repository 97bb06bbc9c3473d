package rulebook

import (
	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// The states of a version.
const (
	StateDraft     flow.State = "draft"
	StatePublished flow.State = "published" // in force from its day on
	StateWithdrawn flow.State = "withdrawn" // taken back before its day
	StateDiscarded flow.State = "discarded"
)

const (
	ownRules = "Opinions of 2022, 3: departments and localities make rules for their own fields"
	noLaw    = "housekeeping; no rule speaks of it"
)

// PackTable is the life of a version of a pack.
var PackTable = flow.Table{
	Name: auth.Pack,
	States: []flow.Info{
		{State: StateDraft, Text: lang.T("草案", "Draft"), Who: flow.RoleDepartment},
		{State: StatePublished, Text: lang.T("已发布", "Published"), Who: flow.RoleNobody},
		{State: StateWithdrawn, Text: lang.T("已撤回", "Withdrawn"), Who: flow.RoleNobody, Final: true},
		{State: StateDiscarded, Text: lang.T("已放弃", "Discarded"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: "", Verb: "draft", Event: "pack.drafted", To: StateDraft, Role: flow.RoleDepartment, Law: ownRules},
		{From: StateDraft, Verb: "draft anew", Event: "pack.redrafted", To: StateDraft, Role: flow.RoleDepartment, Law: ownRules},
		{From: StateDraft, Verb: "publish", Event: "pack.published", To: StatePublished, Role: flow.RoleDepartment, Law: ownRules},
		{From: StatePublished, Verb: "withdraw", Event: "pack.withdrawn", To: StateWithdrawn, Role: flow.RoleDepartment, Law: ownRules},
		{From: StateDraft, Verb: "discard", Event: "pack.discarded", To: StateDiscarded, Role: flow.RoleDepartment, Law: noLaw},
	},
}

// Kind of the stream that tells that the book has changed, and its one id.
const (
	Kind  = "rulebook"
	House = "house"
)

// BookTable is the life of the book.
var BookTable = flow.Table{
	Name:   Kind,
	States: []flow.Info{{State: "kept", Text: lang.T("有效", "Kept"), Who: flow.RoleNobody}},
	Transitions: []flow.Transition{
		{From: "", Verb: "turn", Event: "rulebook.turned", To: "kept", Role: flow.RoleDepartment, Law: ownRules},
		{From: "kept", Verb: "turn", Event: "rulebook.turned", To: "kept", Role: flow.RoleDepartment, Law: ownRules},
	},
}

// Tables lists the procedures of this package.
func Tables() []*flow.Table { return []*flow.Table{&PackTable, &BookTable} }

// Fold makes the state of a version from its stream.
func Fold(events []journal.Event) (Pack, error) {
	p := Pack{State: PackTable.Start}
	err := journal.Walk(&PackTable, events, func(e journal.Event, to flow.State) {
		p.ID, p.State, p.Version, p.At = e.Subject(), to, e.Version, e.At
		switch b := e.Body.(type) {
		case Drafted:
			p.Department, p.Head, p.Files, p.Author = b.Department, b.Head, b.Files, e.Actor
		case Redrafted:
			p.Head, p.Files, p.Author = b.Head, b.Files, e.Actor
		case Published:
			p.Hash, p.From, p.Replaces, p.Changes, p.Publisher = b.Hash, b.From, b.Replaces, b.Changes, e.Actor
			p.Files = p.Files.from(b.From)
		case Withdrawn:
			p.Reason = b.Reason
		}
	})
	return p, err
}
