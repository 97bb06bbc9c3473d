package risk

import (
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// SignalKind is the kind of the streams of signals.
const SignalKind = "signal"

// SignalStream names the stream of a signal.
func SignalStream(id string) string { return journal.StreamName(SignalKind, id) }

// The states of a signal.
const (
	SignalNone      flow.State = ""
	SignalStanding  flow.State = "standing"
	SignalConfirmed flow.State = "confirmed"
	SignalDismissed flow.State = "dismissed"
	SignalCleared   flow.State = "cleared"
)

const (
	law53    = "OPINIONS-2022 5.3"
	law52    = "OPINIONS-2022 5.2"
	practice = "house practice: nothing in the rules forbids it, and the file must show it"
)

// SignalTable is the procedure of a signal. What was dismissed stays quiet until it
// gets graver, or has gone and come back.
var SignalTable = flow.Table{
	Name: SignalKind, Start: SignalNone,
	States: []flow.Info{
		{State: SignalStanding, Text: lang.T("待核实", "To be looked into"), Who: flow.RoleDepartment},
		{State: SignalConfirmed, Text: lang.T("属实", "Confirmed"), Who: flow.RoleDepartment},
		{State: SignalDismissed, Text: lang.T("误报", "False alarm"), Who: flow.RoleNobody},
		{State: SignalCleared, Text: lang.T("已解除", "No longer so"), Who: flow.RoleNobody},
	},
	Transitions: []flow.Transition{
		{From: SignalNone, Verb: "raise", Event: "signal.raised", To: SignalStanding, Role: flow.RoleSystem, Law: law53},
		{From: SignalStanding, Verb: "change", Event: "signal.changed", To: SignalStanding, Role: flow.RoleSystem, Law: law53},
		{From: SignalConfirmed, Verb: "change", Event: "signal.changed", To: SignalConfirmed, Role: flow.RoleSystem, Law: law53},
		{From: SignalDismissed, Verb: "raise", Event: "signal.raised", To: SignalStanding, Role: flow.RoleSystem, Law: law53},
		{From: SignalCleared, Verb: "raise", Event: "signal.raised", To: SignalStanding, Role: flow.RoleSystem, Law: law53},
		{From: SignalStanding, Verb: "clear", Event: "signal.cleared", To: SignalCleared, Role: flow.RoleSystem, Law: law53},
		{From: SignalConfirmed, Verb: "clear", Event: "signal.cleared", To: SignalCleared, Role: flow.RoleSystem, Law: law53},
		{From: SignalDismissed, Verb: "clear", Event: "signal.cleared", To: SignalCleared, Role: flow.RoleSystem, Law: law53},
		{From: SignalStanding, Verb: "confirm", Event: "signal.confirmed", To: SignalConfirmed, Role: flow.RoleDepartment, Law: law53},
		{From: SignalStanding, Verb: "dismiss", Event: "signal.dismissed", To: SignalDismissed, Role: flow.RoleDepartment, Law: law53},
	},
}

// Signal is one signal, folded from its events.
type Signal struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Raised
	RaisedAt time.Time `json:"raised_at"`
	Reason   string    `json:"reason,omitempty"` // of the feedback
}

// FoldSignal gives the state that a signal's events make.
func FoldSignal(events []journal.Event) (Signal, error) {
	var s Signal
	err := journal.Walk(&SignalTable, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case Raised:
			s.Raised, s.RaisedAt, s.Reason = b, e.At, ""
		case Changed:
			s.Finding, s.Proposed = b.Finding, b.Proposed
		case Confirmed:
			s.Reason = b.Reason
		case Dismissed:
			s.Reason = b.Reason
		}
		s.ID, s.State, s.Version = e.Subject(), next, e.Version
	})
	return s, err
}

// Open reports whether what the signal says holds, and nobody called it false.
func (s Signal) Open() bool { return s.State == SignalStanding || s.State == SignalConfirmed }

// Judge is what a person found about a signal.
type Judge struct {
	Signal  string `json:"signal"`
	False   bool   `json:"false_alarm,omitempty"`
	Reason  string `json:"reason"` // no names
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Judge decides on feedback: once for each time that it was raised.
func (s Signal) Judge(cmd Judge) ([]journal.New, error) {
	reason, err := text("reason", "signal.reason", cmd.Reason)
	if s.State != SignalStanding {
		return nil, errs.Refuse("signal.judged", "这条信号已经核实过，或者情况已经不存在。", "This signal was looked into already, or holds no more.")
	}
	if err != nil {
		return nil, err
	}
	if cmd.False {
		return []journal.New{journal.Because(Dismissed{reason})}, nil
	}
	return []journal.New{journal.Because(Confirmed{reason})}, nil
}

// maxText bounds what people write.
const maxText = 4000

// text is what somebody has to write, or the mistake.
func text(field, key, s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" || len([]rune(s)) > maxText {
		return "", errs.Mistake(field, key, "请填写，最多 %d 字；不写姓名。", "Write at most %d characters, and no names.", maxText)
	}
	return s, nil
}

// missing says that there is no such thing.
func missing(key, zh, en string) *errs.Error { return errs.New(errs.NotFound, key, lang.T(zh, en)) }

// Tables are the procedures of this package.
func Tables() []*flow.Table {
	return []*flow.Table{&SignalTable, &Table, &LeadTable, &IntakeTable, &WarningTable, &BulletinTable}
}
