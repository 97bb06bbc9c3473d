package veto

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Kind of the streams.
const Kind = "veto"

// Stream names the stream of a question.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// Totals count the rows by outcome.
type Totals struct {
	Clear       int `json:"clear"`
	Vetoed      int `json:"vetoed"`
	Conditional int `json:"conditional"`
	Unsure      int `json:"unsure"` // a person has to look
}

func (t *Totals) count(outcome string) {
	switch outcome {
	case Clear:
		t.Clear++
	case Vetoed:
		t.Vetoed++
	case Conditional:
		t.Conditional++
	case Ask:
		t.Unsure++
	}
}

func (t Totals) plus(o Totals) Totals {
	return Totals{t.Clear + o.Clear, t.Vetoed + o.Vetoed, t.Conditional + o.Conditional, t.Unsure + o.Unsure}
}

// What happens to a question.
type (
	Asked struct {
		BodyKind string    `json:"body_kind"` // department or unit
		Body     string    `json:"body"`
		Name     lang.Text `json:"name"` // of the body, on that day
		Purpose  string    `json:"purpose"`
		Rows     int       `json:"rows"`
		// Digest is a hash of the rows under the question's own key. The answer by row
		// holds that key, so that with it everybody can check that it is for this list.
		Digest string `json:"digest"`
	}
	// PartAnswered holds the rows of a part that are not clear; all others of it are.
	PartAnswered struct {
		From    int      `json:"from"` // rows, from 1
		To      int      `json:"to"`   // inclusive
		Answers []Answer `json:"answers,omitempty"`
		Totals
	}
	// Answered ends a question. Its receipt is the signed answer: it tells by itself who
	// asked about which list and what came out, and names the file with the rows.
	Answered struct {
		BodyKind string       `json:"body_kind"`
		Body     string       `json:"body"`
		Name     lang.Text    `json:"name"`
		Purpose  string       `json:"purpose"`
		Day      calendar.Day `json:"day"` // on which the ledger was asked last
		Rows     int          `json:"rows"`
		List     string       `json:"list"` // digest of what was asked, as in Asked
		File     string       `json:"file"` // SHA-256 of the answer by row, see [Proof]
		Totals
	}
	// Failed ends a question that could not be answered.
	Failed struct {
		Reason string `json:"reason"`
	}
)

// EventType names the event; so do those below.
func (Asked) EventType() string        { return "veto.asked" }
func (PartAnswered) EventType() string { return "veto.part_answered" }
func (Answered) EventType() string     { return "veto.answered" }
func (Failed) EventType() string       { return "veto.failed" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{journal.TypeOf[Asked](), journal.TypeOf[PartAnswered](), journal.TypeOf[Answered](), journal.TypeOf[Failed]()}
}

// The states of a question.
const (
	StateNone     flow.State = ""
	StateAsked    flow.State = "asked"
	StateAnswered flow.State = "answered"
	StateFailed   flow.State = "failed"
)

const law6 = "SHENZHEN-2024 6"

// Table is the procedure of a question.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateAsked, Text: lang.T("查询中", "Being answered"), Who: flow.RoleSystem},
		{State: StateAnswered, Text: lang.T("已答复", "Answered"), Who: flow.RoleNobody, Final: true},
		{State: StateFailed, Text: lang.T("未能答复", "Not answered"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "ask", Event: "veto.asked", To: StateAsked, Role: flow.RoleDepartment, Law: law6},
		{From: StateAsked, Verb: "look", Event: "veto.part_answered", To: StateAsked, Role: flow.RoleSystem, Law: law6},
		{From: StateAsked, Verb: "answer", Event: "veto.answered", To: StateAnswered, Role: flow.RoleSystem, Law: law6},
		{From: StateAsked, Verb: "fail", Event: "veto.failed", To: StateFailed, Role: flow.RoleSystem, Law: "house practice: nothing in the rules forbids it, and the file must show it"},
	},
}

// State is one question, folded from its events.
type State struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Asked
	By      string       `json:"by"`
	At      time.Time    `json:"at"`
	Done    int          `json:"done"` // rows answered
	Totals  Totals       `json:"totals"`
	Answers []Answer     `json:"answers"` // rows that are not clear
	Proof   string       `json:"proof"`   // the last event, whose receipt proves the answer
	Day     calendar.Day `json:"day,omitempty"`
	File    string       `json:"file,omitempty"` // SHA-256 of the answer by row
	EndedAt time.Time    `json:"ended_at,omitzero"`
	Reason  string       `json:"reason,omitempty"`
}

// Fold gives the state that a question's events make.
func Fold(events []journal.Event) (State, error) {
	var s State
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case Asked:
			s.ID, s.Asked, s.By, s.At = e.Subject(), b, e.Actor, e.At
		case PartAnswered:
			s.Done, s.Totals, s.Answers = b.To, s.Totals.plus(b.Totals), append(s.Answers, b.Answers...)
		case Answered:
			s.EndedAt, s.Day, s.File = e.At, b.Day, b.File
		case Failed:
			s.EndedAt, s.Reason = e.At, b.Reason
		}
		s.State, s.Version, s.Proof = next, e.Version, e.ID
	})
	return s, err
}

// Of is the answer about one row, from 1; clear where nothing was found.
func (s State) Of(row int) Answer {
	for _, a := range s.Answers {
		if a.Row == row {
			return a
		}
	}
	return Answer{Row: row, Outcome: Clear}
}
