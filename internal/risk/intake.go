package risk

import (
	"slices"
	"time"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Tally counts the rows of an import.
type Tally struct {
	Fresh   int `json:"fresh"` // came in now
	Known   int `json:"known"` // were in already
	Refused int `json:"refused"`
}

// What happens to an import.
type (
	IntakeBegun struct {
		Kind string `json:"kind"` // retraction or incident
		Body string `json:"body"` // department; empty: the operator of the machine
		Rows int    `json:"rows"`
		Hash string `json:"hash"` // SHA-256 of the file
	}
	PartTaken struct {
		To    int    `json:"to"` // rows that are done
		Lines []Line `json:"lines,omitempty"`
		Tally
	}
	IntakeEnded struct {
		Tally
	}
	IntakeFailed struct {
		Reason string `json:"reason"`
	}
)

// EventType names the event; so do those below.
func (IntakeBegun) EventType() string  { return "import.begun" }
func (PartTaken) EventType() string    { return "import.part_taken" }
func (IntakeEnded) EventType() string  { return "import.ended" }
func (IntakeFailed) EventType() string { return "import.failed" }

// The states of an import.
const (
	IntakeNone    flow.State = ""
	IntakeReading flow.State = "reading"
	IntakeDone    flow.State = "done"
	IntakeBroken  flow.State = "failed"
)

// IntakeTable is the procedure of an import.
var IntakeTable = flow.Table{
	Name: IntakeKind, Start: IntakeNone,
	States: []flow.Info{
		{State: IntakeReading, Text: lang.T("导入中", "Being taken in"), Who: flow.RoleSystem},
		{State: IntakeDone, Text: lang.T("已导入", "Taken in"), Who: flow.RoleNobody, Final: true},
		{State: IntakeBroken, Text: lang.T("未能导入", "Not taken in"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: IntakeNone, Verb: "begin", Event: "import.begun", To: IntakeReading, Role: flow.RoleDepartment, Law: law53},
		{From: IntakeReading, Verb: "take", Event: "import.part_taken", To: IntakeReading, Role: flow.RoleSystem, Law: law53},
		{From: IntakeReading, Verb: "end", Event: "import.ended", To: IntakeDone, Role: flow.RoleSystem, Law: law53},
		{From: IntakeReading, Verb: "fail", Event: "import.failed", To: IntakeBroken, Role: flow.RoleSystem, Law: practice},
	},
}

// Intake is one import, folded from its events.
type Intake struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	IntakeBegun
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	Done  int       `json:"done"`
	Lines []Line    `json:"lines"` // rows that are not in, and why
	Tally
}

// FoldIntake gives the state that an import's events make.
func FoldIntake(events []journal.Event) (Intake, error) {
	var s Intake
	err := journal.Walk(&IntakeTable, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case IntakeBegun:
			s.IntakeBegun, s.By, s.At = b, e.Actor, e.At
		case PartTaken:
			s.Done, s.Lines, s.Tally = b.To, slices.Concat(s.Lines, b.Lines), s.plus(b.Tally)
		}
		s.ID, s.State, s.Version = e.Subject(), next, e.Version
	})
	return s, err
}

func (t Tally) plus(o Tally) Tally {
	return Tally{t.Fresh + o.Fresh, t.Known + o.Known, t.Refused + o.Refused}
}
