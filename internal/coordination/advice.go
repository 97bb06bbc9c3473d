package coordination

import (
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// AdviceKind is the kind of the streams of questions to the expert advisory committee.
const (
	AdviceKind  = "advice"
	adviceClock = "advice"
)

// Divided is the conclusion where no stance has more than half.
const Divided = "divided"

// What happens to a question.
type (
	AdviceAsked struct {
		Mechanism string       `json:"mechanism"`
		By        string       `json:"by,omitempty"` // the member that asks; empty: the office
		Title     string       `json:"title"`
		Question  string       `json:"question"`
		Due       calendar.Day `json:"due"`
		flow.Clocks
	}
	ExpertsNamed struct {
		Experts []string `json:"experts"`
	}
	// InterestDeclared is an expert's word; who has an interest is out of it.
	InterestDeclared struct {
		Interest bool `json:"interest"`
	}
	AdviceGiven struct {
		Stance string `json:"stance"`
		Text   string `json:"text"`
	}
	// AdviceConcluded holds what most think, and who does not.
	AdviceConcluded struct {
		Stance  string   `json:"stance"`
		Text    string   `json:"text"`
		Dissent []string `json:"dissent,omitempty"`
		flow.Clocks
	}
	// AdviceUsed says what was done with it.
	AdviceUsed struct {
		Text string `json:"text"`
	}
	AdviceCancelled struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
)

// EventType names the event; so do those below.
func (AdviceAsked) EventType() string      { return "advice.asked" }
func (ExpertsNamed) EventType() string     { return "advice.experts_named" }
func (InterestDeclared) EventType() string { return "advice.interest_declared" }
func (AdviceGiven) EventType() string      { return "advice.opinion_given" }
func (AdviceConcluded) EventType() string  { return "advice.concluded" }
func (AdviceUsed) EventType() string       { return "advice.used" }
func (AdviceCancelled) EventType() string  { return "advice.cancelled" }

// The states of a question.
const (
	AdviceNew     flow.State = "asked"
	AdviceSitting flow.State = "sitting"
	AdviceDone    flow.State = "concluded"
	AdviceOff     flow.State = "cancelled"
)

// AdviceTable is the procedure of a question.
var AdviceTable = flow.Table{
	Name: AdviceKind, Start: "",
	States: []flow.Info{
		{State: AdviceNew, Text: lang.T("待选专家", "Experts to be named"), Who: flow.RoleDepartment},
		{State: AdviceSitting, Text: lang.T("专家咨询中", "Before the experts"), Who: flow.RoleExperts},
		{State: AdviceDone, Text: lang.T("已形成意见", "Concluded"), Who: flow.RoleNobody},
		{State: AdviceOff, Text: lang.T("已取消", "Cancelled"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: "", Verb: "ask", Event: "advice.asked", To: AdviceNew, Role: flow.RoleDepartment, Law: law1},
		{From: AdviceNew, Verb: "name", Event: "advice.experts_named", To: AdviceSitting, Role: flow.RoleDepartment, Law: law1},
		{From: AdviceSitting, Verb: "name", Event: "advice.experts_named", To: AdviceSitting, Role: flow.RoleDepartment, Law: law1},
		{From: AdviceSitting, Verb: "declare", Event: "advice.interest_declared", To: AdviceSitting, Role: flow.RoleExperts, Law: house},
		{From: AdviceSitting, Verb: "opine", Event: "advice.opinion_given", To: AdviceSitting, Role: flow.RoleExperts, Law: law1},
		{From: AdviceSitting, Verb: "conclude", Event: "advice.concluded", To: AdviceDone, Role: flow.RoleDepartment, Law: law1},
		{From: AdviceDone, Verb: "use", Event: "advice.used", To: AdviceDone, Role: flow.RoleDepartment, Law: law1},
		{From: AdviceNew, Verb: "cancel", Event: "advice.cancelled", To: AdviceOff, Role: flow.RoleDepartment, Law: house},
		{From: AdviceSitting, Verb: "cancel", Event: "advice.cancelled", To: AdviceOff, Role: flow.RoleDepartment, Law: house},
	},
}

// Adviser is an expert who was asked.
type Adviser struct {
	Person   string `json:"person"`
	Declared bool   `json:"declared"`
	Interest bool   `json:"interest"`
	Opinion
}

// Advice is one question to experts, folded from its events.
type Advice struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	AdviceAsked
	At        time.Time       `json:"at"`
	Experts   []Adviser       `json:"experts"`
	Concluded AdviceConcluded `json:"concluded"`
	Use       string          `json:"use,omitempty"`
	Reason    string          `json:"reason,omitempty"`
}

// In is the mechanism that asks.
func (a Advice) In() string { return a.Mechanism }

// Seen is the version of its stream; so on every state of this package.
func (a Advice) Seen() int64 { return a.Version }

// Expert is one of those asked, or nil.
func (a *Advice) Expert(person string) *Adviser {
	if i := slices.IndexFunc(a.Experts, func(x Adviser) bool { return x.Person == person }); i >= 0 {
		return &a.Experts[i]
	}
	return nil
}

// FoldAdvice gives the question that its events make.
func FoldAdvice(events []journal.Event) (Advice, error) {
	var s Advice
	err := journal.Walk(&AdviceTable, events, func(e journal.Event, next flow.State) {
		s.ID = e.Subject()
		s.apply(e)
		s.State, s.Version = next, e.Version
	})
	return s, err
}

func (a *Advice) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case AdviceAsked:
		a.AdviceAsked, a.At = b, e.At
		a.Moves = nil
	case ExpertsNamed:
		for _, p := range b.Experts {
			a.Experts = append(a.Experts, Adviser{Person: p})
		}
	case InterestDeclared:
		if x := a.Expert(e.Actor); x != nil {
			x.Declared, x.Interest = true, b.Interest
			if b.Interest {
				x.Opinion = Opinion{} // what they said before counts no more
			}
		}
	case AdviceGiven:
		if x := a.Expert(e.Actor); x != nil {
			x.Opinion = Opinion{e.Actor, b.Stance, b.Text, e.At}
		}
	case AdviceConcluded:
		a.Concluded = b
		a.Concluded.Moves = nil
	case AdviceUsed:
		a.Use = b.Text
	case AdviceCancelled:
		a.Reason = b.Reason
	}
}

// Given are the opinions that count: of experts without an interest.
func (a Advice) Given() []Opinion {
	var out []Opinion
	for _, x := range a.Experts {
		if x.Stance != "" && x.Declared && !x.Interest {
			out = append(out, x.Opinion)
		}
	}
	return out
}

// Conclusion is the stance of more than half of the opinions, and who holds another.
func (a Advice) Conclusion() (string, []string) {
	given, counts := a.Given(), map[string]int{}
	for _, o := range given {
		counts[o.Stance]++
	}
	for _, s := range Stances() {
		if 2*counts[s] <= len(given) {
			continue
		}
		var dissent []string
		for _, o := range given {
			if o.Stance != s {
				dissent = append(dissent, o.By)
			}
		}
		return s, dissent
	}
	return Divided, nil
}

// AskAdvice puts a question to the experts.
type AskAdvice struct {
	Mechanism string       `json:"mechanism"`
	Title     string       `json:"title"`
	Question  string       `json:"question"`
	Due       calendar.Day `json:"due"`
	Key       string       `json:"key,omitempty"`
}

// Ask decides on a question of the office or a member.
func (a Advice) Ask(cmd AskAdvice, f Facts) ([]journal.New, error) {
	var wrong errs.List
	b := AdviceAsked{Mechanism: cmd.Mechanism, Title: line(&wrong, "title", cmd.Title), Question: words(&wrong, "question", cmd.Question), Due: cmd.Due}
	f.coming(&wrong, "due", cmd.Due, true)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if !f.Office {
		b.By = f.member()
	}
	b.Clocks = f.start(adviceClock, cmd.Due, "")
	return f.because(b), nil
}

// NameExperts asks experts of the pool.
type NameExperts struct {
	Advice  string   `json:"advice"`
	Experts []string `json:"experts"`
	Version int64    `json:"version"`
	Key     string   `json:"key,omitempty"`
}

// Name decides whom to ask; pool are those who may be.
func (a Advice) Name(cmd NameExperts, pool []string, f Facts) ([]journal.New, error) {
	if err := step(&AdviceTable, a.State, ExpertsNamed{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := ExpertsNamed{}
	for _, p := range cmd.Experts {
		switch {
		case p == "" || slices.Contains(b.Experts, p) || a.Expert(p) != nil:
		case !slices.Contains(pool, p):
			wrong.Add(errs.Mistake("experts", "advice.pool", "所选的人不在专家库里。", "Whom you chose is in no pool of experts."))
		default:
			b.Experts = append(b.Experts, p)
		}
	}
	if len(b.Experts) == 0 && wrong.Err() == nil {
		wrong.Add(errs.Mistake("experts", "advice.nobody", "请选择专家。", "Choose experts."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// DeclareInterest is an expert's word before any opinion.
type DeclareInterest struct {
	Advice   string `json:"advice"`
	Interest bool   `json:"interest"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// Declare decides on it; an interest declared once stays.
func (a Advice) Declare(cmd DeclareInterest, f Facts) ([]journal.New, error) {
	x, err := a.sits(f, InterestDeclared{})
	if err != nil {
		return nil, err
	}
	if x.Interest || x.Declared && !cmd.Interest {
		return nil, errs.Refuse("advice.declared", "您已经作过声明。", "You have declared already.")
	}
	return f.because(InterestDeclared{cmd.Interest}), nil
}

func (a Advice) sits(f Facts, b journal.Body) (*Adviser, error) {
	if err := step(&AdviceTable, a.State, b); err != nil {
		return nil, err
	}
	x := a.Expert(f.Actor)
	if x == nil {
		return nil, errs.Refuse("advice.not_asked", "意见由被请的专家本人提出。", "Opinions are given by the experts who were asked.")
	}
	return x, nil
}

// Opine is an expert's opinion; until the conclusion, a later one replaces it.
type Opine struct {
	Advice  string `json:"advice"`
	Stance  string `json:"stance"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Opine decides on an opinion. Who has an interest, or has not declared, gives none.
func (a Advice) Opine(cmd Opine, f Facts) ([]journal.New, error) {
	x, err := a.sits(f, AdviceGiven{})
	if err != nil {
		return nil, err
	}
	switch {
	case !x.Declared:
		return nil, errs.Refuse("advice.undeclared", "请先声明有没有利益关系。", "Declare first whether you have an interest.")
	case x.Interest:
		return nil, errs.Refuse("advice.interest", "您声明了利益关系，不提出意见。", "You declared an interest and give no opinion.")
	}
	var wrong errs.List
	b := AdviceGiven{Stance: cmd.Stance, Text: words(&wrong, "text", cmd.Text)}
	if !slices.Contains(Stances(), cmd.Stance) {
		wrong.Add(errs.Mistake("stance", "coordination.stance", "请选择意见。", "Choose a view."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// Conclude decides on the opinion of the whole. Which view has the majority, and who
// dissents, is computed.
func (a Advice) Conclude(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&AdviceTable, a.State, AdviceConcluded{}); err != nil {
		return nil, err
	}
	if n := len(a.Given()); n < f.Least {
		return nil, errs.Refuse("advice.few", "至少要有 %d 名没有利益关系的专家提出意见，现在有 %d 名。", "It takes opinions of at least %d experts without an interest; there are %d.", f.Least, n)
	}
	var wrong errs.List
	b := AdviceConcluded{Text: words(&wrong, "text", cmd.Text), Clocks: end(adviceClock, a.Due, flow.ClockMeet)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	b.Stance, b.Dissent = a.Conclusion()
	return f.because(b), nil
}

// Used decides on the note of what was done with the advice.
func (a Advice) Used(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&AdviceTable, a.State, AdviceUsed{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := AdviceUsed{words(&wrong, "text", cmd.Text)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// Cancel decides that the question falls away.
func (a Advice) Cancel(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&AdviceTable, a.State, AdviceCancelled{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := AdviceCancelled{Reason: words(&wrong, "text", cmd.Text), Clocks: end(adviceClock, a.Due, flow.ClockCancel)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}
