package sanction

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// ListKind is the kind of the streams of lists of earlier decisions.
const ListKind = "sanctionlist"

// ListStream names the stream of a list.
func ListStream(id string) string { return journal.StreamName(ListKind, id) }

// The states of a list.
const (
	ListNone      flow.State = ""
	ListChecking  flow.State = "checking"
	ListChecked   flow.State = "checked"
	ListEntering  flow.State = "entering"
	ListEntered   flow.State = "entered"
	ListDiscarded flow.State = "discarded"
	ListFailed    flow.State = "failed"
)

// ListTable is the procedure of a list: what each row would become is told before
// anything of it is in the ledger.
var ListTable = flow.Table{
	Name: ListKind, Start: ListNone,
	States: []flow.Info{
		{State: ListChecking, Text: lang.T("核对中", "Being checked"), Who: flow.RoleSystem},
		{State: ListChecked, Text: lang.T("已核对，待确认", "Checked, to be confirmed"), Who: flow.RoleDepartment},
		{State: ListEntering, Text: lang.T("导入中", "Being entered"), Who: flow.RoleSystem},
		{State: ListEntered, Text: lang.T("已导入", "Entered"), Who: flow.RoleNobody, Final: true},
		{State: ListDiscarded, Text: lang.T("已丢弃", "Discarded"), Who: flow.RoleNobody, Final: true},
		{State: ListFailed, Text: lang.T("未能完成", "Not finished"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: ListNone, Verb: "offer", Event: "sanctionlist.offered", To: ListChecking, Role: flow.RoleDepartment, Law: law54},
		{From: ListChecking, Verb: "look", Event: "sanctionlist.part_checked", To: ListChecking, Role: flow.RoleSystem, Law: law54},
		{From: ListChecking, Verb: "check", Event: "sanctionlist.checked", To: ListChecked, Role: flow.RoleSystem, Law: law54},
		{From: ListChecked, Verb: "confirm", Event: "sanctionlist.confirmed", To: ListEntering, Role: flow.RoleDepartment, Law: law54},
		{From: ListChecked, Verb: "discard", Event: "sanctionlist.discarded", To: ListDiscarded, Role: flow.RoleDepartment, Law: house},
		{From: ListEntering, Verb: "enter", Event: "sanctionlist.part_entered", To: ListEntering, Role: flow.RoleSystem, Law: law54},
		{From: ListEntering, Verb: "end", Event: "sanctionlist.entered", To: ListEntered, Role: flow.RoleSystem, Law: law54},
		{From: ListChecking, Verb: "fail", Event: "sanctionlist.failed", To: ListFailed, Role: flow.RoleSystem, Law: house},
		{From: ListEntering, Verb: "fail", Event: "sanctionlist.failed", To: ListFailed, Role: flow.RoleSystem, Law: house},
	},
}

// Tally counts the rows of a list by what becomes of them.
type Tally struct {
	In     int `json:"in"`     // enter, or did
	Before int `json:"before"` // stand in the ledger already
	Out    int `json:"out"`    // stay out, with why
}

func (t *Tally) count(outcome string, n int) {
	switch outcome {
	case RowBefore:
		t.Before += n
	case RowOut:
		t.Out += n
	default:
		t.In += n
	}
}

func (t Tally) plus(o Tally) Tally { return Tally{t.In + o.In, t.Before + o.Before, t.Out + o.Out} }

// What happens to a list. Rows are told by numbers alone; what they say lies sealed in
// the vault.
type (
	ListOffered struct {
		Department string `json:"department"`
		Rows       int    `json:"rows"`
		Hash       string `json:"hash"` // of the file under the vault's key
	}
	PartChecked struct {
		To int `json:"to"` // decisions that are done
		Tally
	}
	ListWasChecked struct {
		Decisions int `json:"decisions"`
		Tally
	}
	ListConfirmed struct{}
	PartEntered   struct {
		To int `json:"to"`
		Tally
	}
	ListWasEntered struct {
		Decisions int `json:"decisions"`
		Tally
	}
	ListDropped struct{}
	ListBroken  struct {
		Reason string `json:"reason"`
	}
)

// EventType names the event; so do those below.
func (ListOffered) EventType() string    { return "sanctionlist.offered" }
func (PartChecked) EventType() string    { return "sanctionlist.part_checked" }
func (ListWasChecked) EventType() string { return "sanctionlist.checked" }
func (ListConfirmed) EventType() string  { return "sanctionlist.confirmed" }
func (PartEntered) EventType() string    { return "sanctionlist.part_entered" }
func (ListWasEntered) EventType() string { return "sanctionlist.entered" }
func (ListDropped) EventType() string    { return "sanctionlist.discarded" }
func (ListBroken) EventType() string     { return "sanctionlist.failed" }

// Listed is one list, folded from its events.
type Listed struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	ListOffered
	By    string    `json:"by"` // who offered it, then who confirmed it
	At    time.Time `json:"at"`
	Done  int       `json:"done"`  // decisions of this round
	Parts int       `json:"parts"` // of this round
	Told  int       `json:"told"`  // parts of the report that there are
	Tally
}

// FoldList gives the state that a list's events make.
func FoldList(events []journal.Event) (Listed, error) {
	var s Listed
	err := journal.Walk(&ListTable, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case ListOffered:
			s.ListOffered, s.By, s.At = b, e.Actor, e.At
		case PartChecked:
			s.Done, s.Parts, s.Tally = b.To, s.Parts+1, s.plus(b.Tally)
			s.Told = s.Parts
		case ListConfirmed:
			s.By, s.Done, s.Parts, s.Tally = e.Actor, 0, 0, Tally{}
		case PartEntered:
			s.Done, s.Parts, s.Tally = b.To, s.Parts+1, s.plus(b.Tally)
		}
		s.ID, s.State, s.Version = e.Subject(), next, e.Version
	})
	return s, err
}

// What becomes of a row.
const (
	RowReady   = "ready" // would enter
	RowEntered = "entered"
	RowBefore  = "before"
	RowOut     = "out"
)

// RowText says what becomes of a row in words.
func RowText(outcome string) lang.Text {
	switch outcome {
	case RowReady:
		return lang.T("将导入", "Will be entered")
	case RowEntered:
		return lang.T("已导入", "Entered")
	case RowBefore:
		return lang.T("台账里已有", "In the ledger already")
	}
	return lang.T("不导入", "Stays out")
}

// Told is the report about one row: what it would become or became, or why not.
type Told struct {
	Row      int          `json:"row"`
	Number   string       `json:"number"`
	Outcome  string       `json:"outcome"` // ready, entered, before, out
	Sanction string       `json:"sanction,omitempty"`
	Kind     string       `json:"kind,omitempty"`
	Who      string       `json:"who,omitempty"` // of the register
	Name     string       `json:"name,omitempty"`
	Measure  string       `json:"measure,omitempty"`
	From     calendar.Day `json:"from,omitempty"`
	Until    calendar.Day `json:"until,omitempty"`
	Life     bool         `json:"life,omitempty"`
	Why      []lang.Text  `json:"why,omitempty"`
}
