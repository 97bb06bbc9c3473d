package coordination

import (
	"strings"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// UpwardKind is the kind of the streams of reports to a superior.
const UpwardKind = "upward"

// Filed is how a member's report stood when a report upwards was compiled.
type Filed struct {
	Member string     `json:"member"`
	Year   int        `json:"year"`
	Yearly string     `json:"yearly"`
	State  flow.State `json:"state"`
}

// What happens to a report upwards.
type (
	UpwardCompiled struct {
		Mechanism string       `json:"mechanism"`
		Superior  string       `json:"superior,omitempty"` // the mechanism that gets it; empty: outside the house
		From      calendar.Day `json:"from"`
		Until     calendar.Day `json:"until"`
		Figures   []Figure     `json:"figures"`
		Filed     []Filed      `json:"filed,omitempty"`
	}
	UpwardWritten struct {
		Text string `json:"text"`
	}
	UpwardSent struct {
		To string `json:"to"` // the superior's name, for one outside the house
	}
	UpwardReturned struct {
		Reason string `json:"reason"`
	}
	UpwardTaken struct{}
)

// EventType names the event; so do those below.
func (UpwardCompiled) EventType() string { return "upward.compiled" }
func (UpwardWritten) EventType() string  { return "upward.written" }
func (UpwardSent) EventType() string     { return "upward.sent" }
func (UpwardReturned) EventType() string { return "upward.returned" }
func (UpwardTaken) EventType() string    { return "upward.taken" }

// The states of a report upwards.
const (
	UpwardDraft flow.State = "drafted"
	UpwardOut   flow.State = "sent"
	UpwardBack  flow.State = "returned"
	UpwardKept  flow.State = "taken"
)

// UpwardTable is the procedure of a report upwards.
var UpwardTable = flow.Table{
	Name: UpwardKind, Start: "",
	States: []flow.Info{
		{State: UpwardDraft, Text: lang.T("起草中", "Being drafted"), Who: flow.RoleDepartment},
		{State: UpwardOut, Text: lang.T("已上报", "Sent"), Who: flow.RoleNobody},
		{State: UpwardBack, Text: lang.T("上级退回", "Returned by the superior"), Who: flow.RoleDepartment},
		{State: UpwardKept, Text: lang.T("上级已收", "Taken by the superior"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: "", Verb: "compile", Event: "upward.compiled", To: UpwardDraft, Role: flow.RoleDepartment, Law: law72},
		{From: UpwardDraft, Verb: "compile", Event: "upward.compiled", To: UpwardDraft, Role: flow.RoleDepartment, Law: law72},
		{From: UpwardBack, Verb: "compile", Event: "upward.compiled", To: UpwardDraft, Role: flow.RoleDepartment, Law: law72},
		{From: UpwardDraft, Verb: "write", Event: "upward.written", To: UpwardDraft, Role: flow.RoleDepartment, Law: law72},
		{From: UpwardDraft, Verb: "send", Event: "upward.sent", To: UpwardOut, Role: flow.RoleDepartment, Law: law72},
		{From: UpwardOut, Verb: "return", Event: "upward.returned", To: UpwardBack, Role: flow.RoleDepartment, Law: law72},
		{From: UpwardOut, Verb: "take", Event: "upward.taken", To: UpwardKept, Role: flow.RoleDepartment, Law: law72},
	},
}

// Upward is one report to a superior, folded from its events.
type Upward struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	UpwardCompiled
	AsOf   time.Time `json:"as_of,omitzero"`
	Text   string    `json:"text,omitempty"`
	To     string    `json:"to,omitempty"`
	SentBy string    `json:"sent_by,omitempty"`
	SentAt time.Time `json:"sent_at,omitzero"`
	Reason string    `json:"reason,omitempty"`
}

// In is the mechanism that reports.
func (u Upward) In() string { return u.Mechanism }

// Seen is the version of its stream; so on every state of this package.
func (u Upward) Seen() int64 { return u.Version }

// FoldUpward gives the report that its events make.
func FoldUpward(events []journal.Event) (Upward, error) {
	var s Upward
	err := journal.Walk(&UpwardTable, events, func(e journal.Event, next flow.State) {
		s.ID = e.Subject()
		switch b := e.Body.(type) {
		case UpwardCompiled:
			s.UpwardCompiled, s.AsOf = b, e.At
		case UpwardWritten:
			s.Text = b.Text
		case UpwardSent:
			s.To, s.SentBy, s.SentAt = b.To, e.Actor, e.At
		case UpwardReturned:
			s.Reason = b.Reason
		}
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// CompileUpward counts a period into a new report.
type CompileUpward struct {
	Mechanism string       `json:"mechanism"`
	From      calendar.Day `json:"from"`
	Until     calendar.Day `json:"until"`
	Key       string       `json:"key,omitempty"`
}

// period checks the days of a report.
func (c CompileUpward) period(f Facts) error {
	var wrong errs.List
	for field, day := range map[string]calendar.Day{"from": c.From, "until": c.Until} {
		if _, err := calendar.Parse(string(day)); err != nil || day > f.Today {
			wrong.Add(errs.Mistake(field, "upward.day", "请填写今天或者以前的日期。", "Give a day, today or earlier."))
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	if c.From > c.Until {
		return errs.Mistake("until", "upward.period", "终止日不能早于起始日。", "The period ends before it begins.")
	}
	return nil
}

// Compile decides that the figures are as they are counted now.
func (u Upward) Compile(b UpwardCompiled, f Facts) ([]journal.New, error) {
	if err := step(&UpwardTable, u.State, b); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// Write decides on what people say about the figures.
func (u Upward) Write(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&UpwardTable, u.State, UpwardWritten{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := UpwardWritten{words(&wrong, "text", cmd.Text)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// Send decides that it goes to the superior; to one outside the house by name.
func (u Upward) Send(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&UpwardTable, u.State, UpwardSent{}); err != nil {
		return nil, err
	}
	if u.Text == "" {
		return nil, errs.Refuse("upward.wordless", "请先写明工作情况和建议，再上报。", "Write what the figures mean and what you propose, then send it.")
	}
	b := UpwardSent{To: strings.TrimSpace(cmd.Text)}
	if u.Superior == "" {
		var wrong errs.List
		b.To = line(&wrong, "text", cmd.Text)
		if err := wrong.Err(); err != nil {
			return nil, err
		}
	}
	return f.because(b), nil
}

// Return decides that the superior wants it corrected.
func (u Upward) Return(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&UpwardTable, u.State, UpwardReturned{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := UpwardReturned{words(&wrong, "text", cmd.Text)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// Take decides that the superior took it.
func (u Upward) Take(f Facts) ([]journal.New, error) {
	if err := step(&UpwardTable, u.State, UpwardTaken{}); err != nil {
		return nil, err
	}
	return f.because(UpwardTaken{}), nil
}
