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

// ConsultationKind is the kind of the streams of consultations.
const (
	ConsultationKind = "consultation"
	opinionsClock    = "opinions"
)

// How a department or an expert stands to what is asked.
const (
	Agree     = "agree"
	WithEdits = "with_changes"
	Oppose    = "oppose"
	NoView    = "no_view"
)

// Stances are all of them.
func Stances() []string { return []string{Agree, WithEdits, Oppose, NoView} }

// StanceText is a stance in words.
func StanceText(stance string) lang.Text {
	switch stance {
	case Agree:
		return lang.T("同意", "Agrees")
	case WithEdits:
		return lang.T("修改后同意", "Agrees with changes")
	case Oppose:
		return lang.T("不同意", "Does not agree")
	case Divided:
		return lang.T("意见分歧，没有多数", "Divided, without a majority")
	}
	return lang.T("无意见", "No view")
}

// Opinion is what somebody said.
type Opinion struct {
	By     string    `json:"by"` // code of a department, or an expert
	Stance string    `json:"stance"`
	Text   string    `json:"text,omitempty"`
	At     time.Time `json:"at,omitzero"`
}

// What happens to a consultation.
type (
	Consulted struct {
		Mechanism string       `json:"mechanism"`
		Title     string       `json:"title"`
		Text      string       `json:"text"` // on which views are asked
		Asked     []string     `json:"asked"`
		Due       calendar.Day `json:"due"`
		flow.Clocks
	}
	Replied struct {
		By     string `json:"by"`
		Stance string `json:"stance"`
		Text   string `json:"text,omitempty"`
	}
	SummedUp struct {
		Text   string   `json:"text"`
		Silent []string `json:"silent,omitempty"` // who was asked and did not answer
		flow.Clocks
	}
	ConsultationCancelled struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
)

// EventType names the event; so do those below.
func (Consulted) EventType() string             { return "consultation.asked" }
func (Replied) EventType() string               { return "consultation.answered" }
func (SummedUp) EventType() string              { return "consultation.summed_up" }
func (ConsultationCancelled) EventType() string { return "consultation.cancelled" }

// The states of a consultation.
const (
	ConsultationOpen flow.State = "open"
	ConsultationOver flow.State = "closed"
	ConsultationOff  flow.State = "cancelled"
)

const lawConsult = "SHENYANG-MEASURES 1"

// ConsultationTable is the procedure of a consultation.
var ConsultationTable = flow.Table{
	Name: ConsultationKind, Start: "",
	States: []flow.Info{
		{State: ConsultationOpen, Text: lang.T("征求意见中", "Views are asked"), Who: flow.RoleDepartment},
		{State: ConsultationOver, Text: lang.T("已汇总", "Summed up"), Who: flow.RoleNobody, Final: true},
		{State: ConsultationOff, Text: lang.T("已取消", "Cancelled"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: "", Verb: "ask", Event: "consultation.asked", To: ConsultationOpen, Role: flow.RoleDepartment, Law: lawConsult},
		{From: ConsultationOpen, Verb: "answer", Event: "consultation.answered", To: ConsultationOpen, Role: flow.RoleDepartment, Law: lawConsult},
		{From: ConsultationOpen, Verb: "sum", Event: "consultation.summed_up", To: ConsultationOver, Role: flow.RoleDepartment, Law: lawConsult},
		{From: ConsultationOpen, Verb: "cancel", Event: "consultation.cancelled", To: ConsultationOff, Role: flow.RoleDepartment, Law: house},
	},
}

// Consultation is one text on which departments are heard.
type Consultation struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Consulted
	Opinions []Opinion `json:"opinions"`
	Sum      string    `json:"sum,omitempty"`
	Silent   []string  `json:"silent,omitempty"`
	Reason   string    `json:"reason,omitempty"`
}

// In is the mechanism in which it is asked.
func (c Consultation) In() string { return c.Mechanism }

// Seen is the version of its stream; so on every state of this package.
func (c Consultation) Seen() int64 { return c.Version }

// Waiting are the departments that have not answered.
func (c Consultation) Waiting() []string {
	return slices.DeleteFunc(slices.Clone(c.Asked), func(code string) bool { return c.Of(code) != nil })
}

// Of is the view of a department, or nil.
func (c Consultation) Of(code string) *Opinion {
	if i := slices.IndexFunc(c.Opinions, func(o Opinion) bool { return o.By == code }); i >= 0 {
		return &c.Opinions[i]
	}
	return nil
}

// FoldConsultation gives the consultation that its events make.
func FoldConsultation(events []journal.Event) (Consultation, error) {
	var s Consultation
	err := journal.Walk(&ConsultationTable, events, func(e journal.Event, next flow.State) {
		s.ID = e.Subject()
		switch b := e.Body.(type) {
		case Consulted:
			s.Consulted = b
			s.Moves = nil
		case Replied:
			s.Opinions = slices.DeleteFunc(s.Opinions, func(o Opinion) bool { return o.By == b.By })
			s.Opinions = append(s.Opinions, Opinion{b.By, b.Stance, b.Text, e.At})
		case SummedUp:
			s.Sum, s.Silent = b.Text, b.Silent
		case ConsultationCancelled:
			s.Reason = b.Reason
		}
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// Consult asks departments for their views on a text.
type Consult struct {
	Mechanism string       `json:"mechanism"`
	Title     string       `json:"title"`
	Text      string       `json:"text"`
	Asked     []string     `json:"asked"`
	Due       calendar.Day `json:"due"`
	Key       string       `json:"key,omitempty"`
}

// Ask decides to ask.
func (c Consultation) Ask(cmd Consult, f Facts) ([]journal.New, error) {
	var wrong errs.List
	b := Consulted{Mechanism: cmd.Mechanism, Title: line(&wrong, "title", cmd.Title), Text: words(&wrong, "text", cmd.Text), Asked: f.known(&wrong, "asked", cmd.Asked), Due: cmd.Due}
	if len(cmd.Asked) == 0 {
		wrong.Add(errs.Mistake("asked", "consultation.nobody", "请选择征求哪些单位的意见。", "Say whose views are asked."))
	}
	f.coming(&wrong, "due", cmd.Due, true)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	b.Clocks = f.start(opinionsClock, cmd.Due, "")
	return f.because(b), nil
}

// Reply is a department's view; until it is summed up, a later one replaces it.
type Reply struct {
	Consultation string `json:"consultation"`
	Stance       string `json:"stance"`
	Text         string `json:"text,omitempty"`
	Version      int64  `json:"version"`
	Key          string `json:"key,omitempty"`
}

// Reply decides on a view.
func (c Consultation) Reply(cmd Reply, f Facts) ([]journal.New, error) {
	if err := step(&ConsultationTable, c.State, Replied{}); err != nil {
		return nil, err
	}
	by := f.acting(c.Asked...)
	if by == "" {
		return nil, errs.Refuse("consultation.not_asked", "没有征求本单位的意见。", "Your department was not asked.")
	}
	stance, text, err := view(cmd.Stance, cmd.Text)
	if err != nil {
		return nil, err
	}
	return f.because(Replied{by, stance, text}), nil
}

// view is a stance with its reasons; whoever does not simply agree gives some.
func view(stance, text string) (string, string, error) {
	var wrong errs.List
	if !slices.Contains(Stances(), stance) {
		wrong.Add(errs.Mistake("stance", "coordination.stance", "请选择意见。", "Choose a view."))
	}
	if text = strings.TrimSpace(text); text != "" || stance == WithEdits || stance == Oppose {
		text = words(&wrong, "text", text)
	}
	return stance, text, wrong.Err()
}

// SumUp decides on the summary and closes it: once all have answered, or the day is over.
func (c Consultation) SumUp(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&ConsultationTable, c.State, SummedUp{}); err != nil {
		return nil, err
	}
	waiting := c.Waiting()
	if len(waiting) > 0 && f.Today <= c.Due {
		return nil, errs.Refuse("consultation.early", "还有 %d 个单位没有答复，期限也没有过。", "%d departments have not answered, and their time is not over.", len(waiting))
	}
	var wrong errs.List
	b := SummedUp{Text: words(&wrong, "text", cmd.Text), Silent: waiting, Clocks: end(opinionsClock, c.Due, flow.ClockMeet)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// Cancel decides that views are asked no more.
func (c Consultation) Cancel(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&ConsultationTable, c.State, ConsultationCancelled{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := ConsultationCancelled{Reason: words(&wrong, "text", cmd.Text), Clocks: end(opinionsClock, c.Due, flow.ClockCancel)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}
