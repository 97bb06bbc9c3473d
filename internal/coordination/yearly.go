package coordination

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// YearlyKind is the kind of the streams of members' reports.
const (
	YearlyKind  = "yearly"
	yearlyClock = "yearly"
)

// Part is a piece of a report that people write.
type Part struct {
	Code string `json:"code"` // of the packs' list yearly_parts
	Text string `json:"text"`
}

// What happens to a member's report. The year is the one in whose January it is
// owed: it sums up the year before and plans this one.
type (
	YearlyOpened struct {
		Mechanism string       `json:"mechanism"`
		Member    string       `json:"member"`
		Year      int          `json:"year"`
		Due       calendar.Day `json:"due"`
		flow.Clocks
	}
	YearlyCompiled struct {
		Figures []Figure `json:"figures"`
	}
	YearlyWritten struct {
		Parts []Part `json:"parts"`
	}
	YearlySigned    struct{}
	YearlyReopened  struct{}
	YearlySubmitted struct {
		flow.Clocks
	}
	YearlyReturned struct {
		Reason string       `json:"reason"`
		Due    calendar.Day `json:"due"`
		flow.Clocks
	}
	YearlyTaken struct{}
	// YearlyWaived says that the member owes it no more.
	YearlyWaived struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
)

// EventType names the event; so do those below.
func (YearlyOpened) EventType() string    { return "yearly.opened" }
func (YearlyCompiled) EventType() string  { return "yearly.compiled" }
func (YearlyWritten) EventType() string   { return "yearly.written" }
func (YearlySigned) EventType() string    { return "yearly.signed" }
func (YearlyReopened) EventType() string  { return "yearly.reopened" }
func (YearlySubmitted) EventType() string { return "yearly.submitted" }
func (YearlyReturned) EventType() string  { return "yearly.returned" }
func (YearlyTaken) EventType() string     { return "yearly.taken" }
func (YearlyWaived) EventType() string    { return "yearly.waived" }

// The states of a member's report.
const (
	YearlyDue   flow.State = "due"
	YearlyDraft flow.State = "drafted"
	YearlySeal  flow.State = "signed"
	YearlySent  flow.State = "submitted"
	YearlyBack  flow.State = "returned"
	YearlyKept  flow.State = "taken"
	YearlyFree  flow.State = "waived"
)

// YearlyTable is the procedure of a member's report.
var YearlyTable = flow.Table{
	Name: YearlyKind, Start: "",
	States: []flow.Info{
		{State: YearlyDue, Text: lang.T("待编制", "To be compiled"), Who: flow.RoleDepartment},
		{State: YearlyDraft, Text: lang.T("起草中", "Being drafted"), Who: flow.RoleDepartment},
		{State: YearlySeal, Text: lang.T("已签发，待提交", "Signed, to be handed in"), Who: flow.RoleDepartment},
		{State: YearlySent, Text: lang.T("已提交", "Handed in"), Who: flow.RoleDepartment},
		{State: YearlyBack, Text: lang.T("已退回", "Returned"), Who: flow.RoleDepartment},
		{State: YearlyKept, Text: lang.T("已收下", "Taken"), Who: flow.RoleNobody, Final: true},
		{State: YearlyFree, Text: lang.T("不再需要", "Not owed any more"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: yearlySteps(),
}

func yearlySteps() []flow.Transition {
	out := []flow.Transition{
		{From: "", Verb: "open", Event: "yearly.opened", To: YearlyDue, Role: flow.RoleSystem, Law: law3},
		{From: YearlyDraft, Verb: "write", Event: "yearly.written", To: YearlyDraft, Role: flow.RoleDepartment, Law: law3},
		{From: YearlyDraft, Verb: "sign", Event: "yearly.signed", To: YearlySeal, Role: flow.RoleDepartment, Law: house},
		{From: YearlySeal, Verb: "reopen", Event: "yearly.reopened", To: YearlyDraft, Role: flow.RoleDepartment, Law: house},
		{From: YearlySeal, Verb: "submit", Event: "yearly.submitted", To: YearlySent, Role: flow.RoleDepartment, Law: law3},
		{From: YearlySent, Verb: "return", Event: "yearly.returned", To: YearlyBack, Role: flow.RoleDepartment, Law: house},
		{From: YearlySent, Verb: "take", Event: "yearly.taken", To: YearlyKept, Role: flow.RoleDepartment, Law: law3},
	}
	for _, from := range []flow.State{YearlyDue, YearlyDraft, YearlyBack} {
		out = append(out, flow.Transition{From: from, Verb: "compile", Event: "yearly.compiled", To: YearlyDraft, Role: flow.RoleDepartment, Law: law3})
	}
	for _, from := range []flow.State{YearlyDue, YearlyDraft, YearlySeal, YearlyBack} {
		out = append(out, flow.Transition{From: from, Verb: "waive", Event: "yearly.waived", To: YearlyFree, Role: flow.RoleDepartment, Law: house})
	}
	return out
}

// Yearly is one member's report, folded from its events.
type Yearly struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	YearlyOpened
	Figures   []Figure     `json:"figures"`
	AsOf      time.Time    `json:"as_of,omitzero"` // of the figures
	Parts     []Part       `json:"parts"`
	SignedBy  string       `json:"signed_by,omitempty"`
	SignedOn  calendar.Day `json:"signed_on,omitempty"`
	Submitted time.Time    `json:"submitted,omitzero"`
	Reason    string       `json:"reason,omitempty"` // of the last return, or the waiver
}

// In is the mechanism to whose office it goes.
func (y Yearly) In() string { return y.Mechanism }

// Seen is the version of its stream; so on every state of this package.
func (y Yearly) Seen() int64 { return y.Version }

// Late reports whether it should have been handed in before a day.
func (y Yearly) Late(day calendar.Day) bool {
	return y.Submitted.IsZero() && y.State != YearlyFree && y.Due < day
}

// Part is what was written in a part.
func (y Yearly) Part(code string) string { return partOf(y.Parts, code) }

func partOf(parts []Part, code string) string {
	for _, p := range parts {
		if p.Code == code {
			return p.Text
		}
	}
	return ""
}

// FoldYearly gives the report that its events make.
func FoldYearly(events []journal.Event) (Yearly, error) {
	var s Yearly
	err := journal.Walk(&YearlyTable, events, func(e journal.Event, next flow.State) {
		s.ID = e.Subject()
		switch b := e.Body.(type) {
		case YearlyOpened:
			s.YearlyOpened = b
			s.Moves = nil
		case YearlyCompiled:
			s.Figures, s.AsOf = b.Figures, e.At
		case YearlyWritten:
			s.Parts = b.Parts
		case YearlySigned:
			s.SignedBy, s.SignedOn = e.Actor, calendar.Of(e.At)
		case YearlyReopened:
			s.SignedBy, s.SignedOn = "", ""
		case YearlySubmitted:
			s.Submitted = e.At
		case YearlyReturned:
			s.Due, s.Reason, s.Submitted, s.SignedBy, s.SignedOn = b.Due, b.Reason, time.Time{}, "", ""
		case YearlyWaived:
			s.Reason = b.Reason
		}
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// OpenYearly begins a member's report, where the program has not.
type OpenYearly struct {
	Mechanism  string `json:"mechanism"`
	Department string `json:"department"` // of the register
	Year       int    `json:"year"`
	Key        string `json:"key,omitempty"`
}

// Open decides that a member owes a report. due is the last day that the packs give.
func (y Yearly) Open(mechanism, member string, year int, due calendar.Day, f Facts) ([]journal.New, error) {
	if y.State != "" {
		return nil, errs.Refuse("yearly.twice", "这一年度的报告已经有了。", "There is a report of this year already.")
	}
	if !slices.Contains(f.Members, member) {
		return nil, errs.Refuse("yearly.not_member", "年度总结和计划由协调机制的成员单位提交（三（一））。", "Members of the mechanism hand in the yearly report and plan (III (1)).")
	}
	if due == "" {
		return nil, errs.Refuse("yearly.none", "本地区的规则包没有要求成员单位提交年度报告。", "The packs of this region ask for no yearly report of members.")
	}
	if t := f.Today.Year(); year < t-1 || year > t {
		return nil, errs.Mistake("year", "yearly.year", "到了那一年才编制报告。", "A report is compiled once its year has begun.")
	}
	return f.because(YearlyOpened{Mechanism: mechanism, Member: member, Year: year, Due: due, Clocks: f.start(yearlyClock, due, member)}), nil
}

// Compile decides that the figures are as they are counted now.
func (y Yearly) Compile(figures []Figure, f Facts) ([]journal.New, error) {
	if err := step(&YearlyTable, y.State, YearlyCompiled{}); err != nil {
		return nil, err
	}
	return f.because(YearlyCompiled{figures}), nil
}

// WriteYearly completes a report by hand. It can hold no figure.
type WriteYearly struct {
	Yearly  string `json:"yearly"`
	Parts   []Part `json:"parts"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Write decides on the texts; known are the parts that the packs name.
func (y Yearly) Write(cmd WriteYearly, known []string, f Facts) ([]journal.New, error) {
	if err := step(&YearlyTable, y.State, YearlyWritten{}); err != nil {
		return nil, err
	}
	parts, err := written(cmd.Parts, known)
	if err != nil {
		return nil, err
	}
	return f.because(YearlyWritten{parts}), nil
}

func written(parts []Part, known []string) ([]Part, error) {
	var wrong errs.List
	out := []Part{}
	for _, p := range parts {
		p.Text = strings.TrimSpace(p.Text)
		switch {
		case !slices.Contains(known, p.Code):
			wrong.Add(errs.Mistake("parts", "yearly.part", "报告没有“%s”这一部分。", "The report has no part %q.", p.Code))
		case len([]rune(p.Text)) > maxText:
			wrong.Add(errs.Mistake("part."+p.Code, "coordination.text", "最多 %d 字。", "At most %d characters.", maxText))
		case p.Text != "":
			out = append(out, p)
		}
	}
	return out, wrong.Err()
}

// Sign decides that the member stands behind it; needed are parts that may not be empty.
func (y Yearly) Sign(needed []string, f Facts) ([]journal.New, error) {
	if err := step(&YearlyTable, y.State, YearlySigned{}); err != nil {
		return nil, err
	}
	for _, code := range needed {
		if y.Part(code) == "" {
			return nil, errs.Refuse("yearly.incomplete", "上一年度工作总结和本年度工作计划都要写明（三（一））。", "Both last year's summary and this year's plan have to be written (III (1)).")
		}
	}
	return f.because(YearlySigned{}), nil
}

// Reopen decides to correct a signed report before it is handed in.
func (y Yearly) Reopen(f Facts) ([]journal.New, error) {
	if err := step(&YearlyTable, y.State, YearlyReopened{}); err != nil {
		return nil, err
	}
	return f.because(YearlyReopened{}), nil
}

// Submit decides to hand it in.
func (y Yearly) Submit(f Facts) ([]journal.New, error) {
	if err := step(&YearlyTable, y.State, YearlySubmitted{}); err != nil {
		return nil, err
	}
	return f.because(YearlySubmitted{end(yearlyClock, y.Due, flow.ClockMeet)}), nil
}

// Return decides that the member has to correct it, in the days that the packs give or
// until the day that it was due.
func (y Yearly) Return(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&YearlyTable, y.State, YearlyReturned{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := YearlyReturned{Reason: words(&wrong, "text", cmd.Text), Due: max(y.Due, f.Today.AddDays(f.Correct))}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	b.Clocks = f.start(yearlyClock, b.Due, y.Member)
	return f.because(b), nil
}

// Take decides that the office takes it.
func (y Yearly) Take(f Facts) ([]journal.New, error) {
	if err := step(&YearlyTable, y.State, YearlyTaken{}); err != nil {
		return nil, err
	}
	return f.because(YearlyTaken{}), nil
}

// Waive decides that it is not owed, such as by a member that left.
func (y Yearly) Waive(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&YearlyTable, y.State, YearlyWaived{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := YearlyWaived{Reason: words(&wrong, "text", cmd.Text), Clocks: end(yearlyClock, y.Due, flow.ClockCancel)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}
