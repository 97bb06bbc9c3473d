package sanction

import (
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Facts are what a decision rests on besides the stream.
type Facts struct {
	Actor      string
	Today      calendar.Day
	NewID      string
	Violations []string          // codes that the packs know
	Grades     map[string]Grade  // by code
	Kinds      map[string]Effect // of measures, by code
	Namesakes  int               // others in the register who are called like somebody outside it
	Competent  bool              // the unit, or the person's unit, is the department's or lies in its region; or there is none
	Clock      *flow.ClockMove   // of a request for correction; nil: the packs set none
	Grounds    []flow.Ground
}

// Grade is how long a bar may last for a grade of severity.
type Grade struct {
	Min, Max int // months; Max 0 with Life: without an upper end
	Life     bool
	Cited    lang.Text // what sets it
}

// Effect is what a kind of measure does.
type Effect struct {
	Term   bool // it has a term, or is for life
	Ground flow.Ground
}

// Bounds of what people type.
const (
	maxText   = 4000
	maxLine   = 200
	maxMonths = 12 * 60
)

// Draft begins a decision.
type Draft struct {
	Department string `json:"department"`
	Terms
	Key string `json:"key,omitempty"`
}

// Draft decides on the beginning.
func (State) Draft(cmd Draft, region string, f Facts) ([]journal.New, error) {
	var wrong errs.List
	t := cmd.Terms.tidy()
	if n := len([]rune(t.Number)); n == 0 || n > maxLine {
		wrong.Add(errs.Mistake("number", "sanction.number", "请填写决定的文号，最多 %d 字。", "Give the number of the decision, with at most %d characters.", maxLine))
	}
	if _, err := calendar.Parse(string(t.Day)); err != nil || t.Day > f.Today {
		wrong.Add(errs.Mistake("day", "sanction.day", "请填写作出决定的日期，不能晚于今天。", "Give the day of the decision; it cannot lie in the future."))
	}
	if n := len([]rune(t.Basis)); n == 0 || n > maxText {
		wrong.Add(errs.Mistake("basis", "sanction.basis", "请写明依据，最多 %d 字；不写姓名。", "Say what it rests on, with at most %d characters and no names.", maxText))
	}
	if t.Finding && !slices.Contains(f.Violations, t.Violation) {
		wrong.Add(errs.Mistake("violation", "sanction.violation", "请选择认定的违规行为。", "Choose the breach that was found."))
	}
	if _, ok := f.Grades[t.Severity]; t.Finding && !ok {
		wrong.Add(errs.Mistake("severity", "sanction.severity", "请选择情节轻重。", "Choose how grave it is."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if !t.Finding {
		t.Violation, t.Severity = "", ""
	}
	return []journal.New{journal.Because(Drafted{Department: cmd.Department, Region: region, Terms: t}, f.Grounds...)}, nil
}

func (t Terms) tidy() Terms {
	t.Number, t.Basis = strings.Join(strings.Fields(t.Number), " "), strings.TrimSpace(t.Basis)
	return t
}

// Name adds somebody to a draft: of the register by id, or from outside it by name
// and number of a document.
type Name struct {
	Sanction string `json:"sanction"`
	Kind     string `json:"kind"`             // Person or Unit
	Who      string `json:"who,omitempty"`    // of the register
	Name     string `json:"name,omitempty"`   // outside it
	Paper    string `json:"paper,omitempty"`  // code of the list identity_kinds
	Number   string `json:"number,omitempty"` // of the paper
	Unit     string `json:"unit,omitempty"`   // where somebody from outside the register works, if that is registered
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// Outside reports whether the subject is not of the register.
func (n Name) Outside() bool { return n.Who == "" }

// AddSubject decides to name somebody. Whoever could be mistaken for another is
// not named.
func (s State) AddSubject(cmd Name, f Facts) ([]journal.New, error) {
	if err := s.drafting(); err != nil {
		return nil, err
	}
	if cmd.Kind != Person && cmd.Kind != Unit {
		return nil, errs.Mistake("kind", "sanction.kind", "请选择个人或者单位。", "Choose a person or a unit.")
	}
	if cmd.Outside() {
		if err := cmd.identified(f); err != nil {
			return nil, err
		}
	}
	if !f.Competent {
		return nil, errs.Refuse("sanction.competence", "不属于本部门管辖：当事单位既不归本部门主管，也不在本部门的区域内。请移送有权的部门。",
			"This is not the department's to decide: it neither supervises the unit nor is the unit in its region. Refer it to the department that is competent.").At("who")
	}
	x := Subject{ID: f.NewID, Kind: cmd.Kind, Who: cmd.Who, Unit: cmd.Unit}
	if cmd.Outside() {
		x.Who = f.NewID
		if cmd.Kind == Unit {
			x.Name = strings.TrimSpace(cmd.Name)
		}
	}
	if slices.ContainsFunc(s.Subjects, func(y Subject) bool { return y.Who == x.Who }) {
		return nil, errs.Refuse("sanction.twice", "这个当事人已经在决定里。", "The decision names them already.").At("who")
	}
	return []journal.New{journal.Because(SubjectAdded{x})}, nil
}

// identified refuses somebody from outside the register who cannot be told from
// others.
func (n Name) identified(f Facts) error {
	var wrong errs.List
	if name := strings.TrimSpace(n.Name); name == "" || len([]rune(name)) > maxLine {
		wrong.Add(errs.Mistake("name", "sanction.name", "请填写姓名或者单位名称。", "Give the name."))
	}
	if strings.TrimSpace(n.Number) == "" || n.Paper == "" {
		err := errs.Refuse("sanction.ambiguous", "只有名称不能确定是谁，请填写证件种类和号码；已登记的，请从登记中选择。",
			"A name alone does not say who it is: give the kind of document and its number, or choose the entry of the register.")
		if f.Namesakes > 0 {
			err = errs.Refuse("sanction.ambiguous", "登记中有 %d 个同名的人或单位，只有名称不能确定是谁：请从登记中选择，或者填写证件号码。",
				"The register has %d of this name, so a name does not say who it is: choose the entry, or give the number of a document.", f.Namesakes)
		}
		wrong.Add(err.At("number"))
	}
	return wrong.Err()
}

// Add adds a measure for one subject of a draft.
type Add struct {
	Sanction string       `json:"sanction"`
	Subject  string       `json:"subject"`
	Code     string       `json:"code"`
	From     calendar.Day `json:"from,omitempty"` // empty: the day of the decision
	Months   int          `json:"months,omitempty"`
	Life     bool         `json:"life,omitempty"`
	Version  int64        `json:"version"`
	Key      string       `json:"key,omitempty"`
}

// AddMeasure decides to take a measure.
func (s State) AddMeasure(cmd Add, f Facts) ([]journal.New, error) {
	if err := s.drafting(); err != nil {
		return nil, err
	}
	if !s.Finding {
		return nil, errs.Refuse("sanction.no_finding", "未认定违规的，不能采取处理措施。", "Where no breach is found, no measure can be taken.")
	}
	var wrong errs.List
	if s.Subject(cmd.Subject) == nil {
		wrong.Add(errs.Mistake("subject", "sanction.subject", "请选择当事人。", "Choose whom it concerns."))
	}
	effect, ok := f.Kinds[cmd.Code]
	if !ok {
		wrong.Add(errs.Mistake("code", "sanction.code", "请选择处理措施。", "Choose the measure."))
	}
	term := Term{From: cmd.From, Months: cmd.Months, Life: cmd.Life}
	if term.From == "" {
		term.From = s.Day
	}
	term, err := term.within(effect, s.Terms, f)
	wrong = append(wrong, errs.All(err)...)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(MeasureAdded{Measure{ID: f.NewID, Subject: cmd.Subject, Code: cmd.Code, Term: term}}, effect.Ground)}, nil
}

// within computes the last day of a term and refuses one that the grade of
// severity does not allow.
func (t Term) within(e Effect, terms Terms, f Facts) (Term, error) {
	if _, err := calendar.Parse(string(t.From)); err != nil {
		return t, errs.Mistake("from", "sanction.from", "请填写起算日期。", "Give the day from which it holds.")
	}
	if !e.Term {
		if t.Months != 0 || t.Life {
			return t, errs.Mistake("months", "sanction.termless", "这种措施没有期限。", "This measure has no term.")
		}
		return t, nil
	}
	if t.Life {
		t.Months = 0
	} else if t.Months < 1 || t.Months > maxMonths {
		return t, errs.Mistake("months", "sanction.months", "请填写期限，1 至 %d 个月，或者选择终身。", "Give the term in months, from 1 to %d, or choose lifelong.", maxMonths)
	}
	if err := f.Grades[terms.Severity].allows(t); err != nil {
		return t, err
	}
	if !t.Life { // N years from a day end N years later less a day
		t.Until = t.From.AddMonths(t.Months).AddDays(-1)
	}
	return t, nil
}

// allows refuses a term outside the grade's bounds.
func (g Grade) allows(t Term) error {
	switch {
	case t.Life && !g.Life:
		return errs.Refuse("sanction.grade", "这一情节不适用终身（%s）。", "This grade of severity allows no lifelong bar (%s).", g.Cited).At("months")
	case t.Life:
		return nil
	case t.Months < g.Min || !g.Life && t.Months > g.Max:
		return errs.Refuse("sanction.grade", "这一情节的期限为 %d 至 %d 个月（%s）。", "This grade of severity allows %d to %d months (%s).", g.Min, g.Max, g.Cited).At("months")
	}
	return nil
}

// Drop takes a subject or measure out of a draft.
type Drop struct {
	Sanction string `json:"sanction"`
	ID       string `json:"id"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// Drop decides to leave somebody or something out.
func (s State) Drop(cmd Drop) ([]journal.New, error) {
	if err := s.drafting(); err != nil {
		return nil, err
	}
	if s.Subject(cmd.ID) == nil && s.Measure(cmd.ID) == nil {
		return nil, errs.New(errs.NotFound, "sanction.part", lang.T("决定里没有这一项。", "The decision has no such part."))
	}
	return []journal.New{journal.Because(Dropped{ID: cmd.ID})}, nil
}

// Discard decides to throw a draft away.
func (s State) Discard() ([]journal.New, error) {
	if err := s.drafting(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Discarded{})}, nil
}

// Issue decides to put the decision in force.
func (s State) Issue(f Facts) ([]journal.New, error) {
	if err := s.drafting(); err != nil {
		return nil, err
	}
	if len(s.Subjects) == 0 {
		return nil, errs.Refuse("sanction.nobody", "决定还没有当事人。", "The decision names nobody yet.")
	}
	if !s.Finding {
		return []journal.New{journal.Because(NothingFound{}, f.Grounds...)}, nil
	}
	for _, x := range s.Subjects {
		if len(s.Of(x.ID)) == 0 {
			return nil, errs.Refuse("sanction.measureless", "每个当事人至少有一项处理措施。", "Every subject needs at least one measure.")
		}
	}
	return []journal.New{journal.Because(Issued{}, f.Grounds...)}, nil
}

func (s State) drafting() error {
	if s.State != StateDrafted {
		return errs.Refuse("sanction.state", "决定已经生效或者结束，不能再修改草稿。", "The decision is no draft any more.")
	}
	return nil
}
