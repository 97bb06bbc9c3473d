package violation

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/sanction"
)

// Conclude says what the inquiry found.
type Conclude struct {
	Case string `json:"case"`
	Finding
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Conclude decides what the inquiry found, once a panel of peers has spoken.
func (s State) Conclude(cmd Conclude, f Facts) ([]journal.New, error) {
	if err := s.allows("case.found"); err != nil {
		return nil, err
	}
	if err := s.judged(f); err != nil {
		return nil, err
	}
	var wrong errs.List
	x := Finding{Violation: cmd.Violation, Severity: cmd.Severity, Factors: f.codes(&wrong, "factors", "severity_factors", cmd.Factors), Facts: f.text(&wrong, "facts", cmd.Facts), Basis: f.text(&wrong, "basis", cmd.Basis)}
	if !slices.Contains(f.Terms.Violations, x.Violation) {
		wrong.Add(errs.Mistake("violation", "case.violation", "请选择认定的行为。", "Choose the breach that was found."))
	}
	if _, ok := f.Terms.Grades[x.Severity]; !ok {
		wrong.Add(errs.Mistake("severity", "case.severity", "请选择情节轻重。", "Choose how grave it is."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Found{x}, f.because("severity", "severity_factors")...)}, nil
}

// judged refuses what needs the opinion of enough peers without an interest.
func (s State) judged(f Facts) error {
	if s.Plan == "" {
		return errs.Refuse("case.no_plan", "还没有调查方案（%s）。", "The inquiry has no plan yet (%s).", f.cite("inquiry_panel_min"))
	}
	if n := len(s.Judged()); n < f.Least {
		return errs.Refuse("case.panel", "评议专家组不少于 %d 人（%s）：声明没有利益关系并提出意见的只有 %d 人。", "A panel has at least %d peers (%s); %d have declared no interest and given an opinion.", f.Least, f.cite("inquiry_panel_min"), n)
	}
	return nil
}

// Propose proposes a measure for a party.
type Propose struct {
	Case    string       `json:"case"`
	Party   string       `json:"party"`
	Code    string       `json:"code"`
	From    calendar.Day `json:"from,omitempty"` // empty: today
	Months  int          `json:"months,omitempty"`
	Life    bool         `json:"life,omitempty"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// Propose decides on a measure within what the grade of severity and the competence
// of the body allow.
func (s State) Propose(cmd Propose, f Facts) ([]journal.New, error) {
	if err := s.allows("case.proposed"); err != nil {
		return nil, err
	}
	if s.Found == nil {
		return nil, errs.Refuse("case.unfound", "先写明调查认定的行为和情节。", "Say first what the inquiry found, and how grave it is.")
	}
	var wrong errs.List
	if s.Party(cmd.Party) == nil {
		wrong.Add(errs.Mistake("party", "case.party", "请选择当事人。", "Choose whom it concerns."))
	}
	if s.Body.Kind == Unit && slices.Contains(f.Only, cmd.Code) {
		wrong.Add(errs.Refuse("case.measure_by", "这项措施只能由部门采取（%s）：请移送有权的部门。", "Only a department takes this measure (%s): transfer the case to the one that is competent.", f.cite("measure_competence")).At("code"))
	}
	from := cmd.From
	if from == "" {
		from = f.Today
	}
	term, err := f.Terms.Term(s.Found.Severity, cmd.Code, sanction.Term{From: from, Months: cmd.Months, Life: cmd.Life})
	wrong = append(wrong, errs.All(err)...)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Proposed{Order{ID: f.NewID, Party: cmd.Party, Code: cmd.Code, Term: term}}, f.because("measures", "severity")...)}, nil
}

// DropProposal decides to take a measure out again.
func (s State) DropProposal(cmd Part) ([]journal.New, error) {
	if err := s.allows("case.proposal_dropped"); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(s.Orders, func(o Order) bool { return o.ID == cmd.ID }) {
		return nil, missing("没有这项拟处理措施。", "There is no such proposal.")
	}
	return []journal.New{journal.Because(ProposalDropped{cmd.ID})}, nil
}

// On names a case.
type On struct {
	Case    string `json:"case"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Notify decides to tell the parties facts, basis and what is proposed. From then
// on they see the case, and have time to state and defend.
func (s State) Notify(_ On, f Facts) ([]journal.New, error) {
	if err := s.allows("case.noticed"); err != nil {
		return nil, err
	}
	if err := s.judged(f); err != nil {
		return nil, err
	}
	if s.Found == nil || len(s.Orders) == 0 {
		return nil, errs.Refuse("case.unproposed", "告知之前写明认定的事实、依据和拟采取的措施（%s）。", "Before the notice, say what was found, on what basis, and what is proposed (%s).", f.cite(limitHearing))
	}
	return []journal.New{journal.Because(Noticed{Window{From: f.Today, Span: f.Spans[limitHearing]}}, f.because(limitHearing)...)}, nil
}

// Answer is what a party says to the notice, or that they have nothing to say.
type Answer struct {
	Case    string       `json:"case"`
	Party   string       `json:"party,omitempty"` // empty: who speaks
	Text    string       `json:"text,omitempty"`
	Waive   bool         `json:"waive,omitempty"`
	Upload  *blob.Upload `json:"upload,omitempty"` // the party's paper, where the body enters it
	Paper   *blob.Kept   `json:"-"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// Answer takes what a party says. What the body enters for a party rests on the
// party's own paper.
func (s State) Answer(cmd Answer, own bool, f Facts) ([]journal.New, error) {
	if err := s.allows("case.stated"); err != nil {
		return nil, err
	}
	if s.Party(cmd.Party) == nil {
		return nil, errs.Mistake("party", "case.party", "请选择当事人。", "Choose whom it concerns.")
	}
	var wrong errs.List
	b := Stated{Party: cmd.Party, Waive: cmd.Waive, Paper: cmd.Paper}
	if !cmd.Waive || cmd.Text != "" {
		b.Text = f.text(&wrong, "text", cmd.Text)
	}
	if !own && cmd.Paper == nil {
		wrong.Add(errs.Mistake("upload", "case.paper", "代为录入的，请附上当事人的书面材料。", "What is entered for a party needs the party's own paper."))
	}
	if slices.ContainsFunc(s.Said, func(x Stated) bool { return x.Party == cmd.Party && x.Waive }) {
		wrong.Add(errs.Refuse("case.waived", "已经放弃陈述、申辩。", "They said already that they have nothing to add."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(b, f.because(limitHearing)...)}, nil
}

// Rule is the decision of a case.
type Rule struct {
	Case    string `json:"case"`
	Finding bool   `json:"finding"`
	Number  string `json:"number"` // of the document
	Reasons string `json:"reasons"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Rule decides whether the decision may be made, and how the case ends; the entry
// in the ledger is made beside it and named by id. Nothing follows for anybody
// before the notice and the time to answer it.
func (s State) Rule(cmd Rule, entry string, f Facts) ([]journal.New, error) {
	if err := s.ruling(cmd.Finding, f); err != nil {
		return nil, err
	}
	var wrong errs.List
	number, reasons := f.line(&wrong, "number", cmd.Number), f.text(&wrong, "reasons", cmd.Reasons)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	ends := flow.Clocks{Moves: s.ends("meet", clockInquiry)}
	var body journal.Body = Cleared{Number: number, Day: f.Today, Sanction: entry, Reasons: reasons, Clocks: ends}
	if cmd.Finding {
		body = Decided{Number: number, Day: f.Today, Sanction: entry, Reasons: reasons, Clocks: ends}
	}
	out := []journal.New{journal.Because(body, f.because(limitHearing, "severity", "measures")...)}
	for _, m := range s.Interim { // the decision takes their place
		if m.Until.IsZero() {
			out = append(out, journal.Because(InterimLifted{m.ID, m.Code, "decided"}, f.because("interim_measures")...))
		}
	}
	return out, nil
}

func (s State) ruling(finding bool, f Facts) error {
	if !finding {
		if err := s.allows("case.cleared"); err != nil {
			return err
		}
		return s.judged(f)
	}
	if s.State == StateInvestigating {
		return errs.Refuse("case.unnoticed", "认定违规之前，先书面告知事实和依据，听取陈述、申辩（%s）。", "Before a breach is found, the parties are told facts and basis, and heard (%s).", f.cite(limitHearing))
	}
	if err := s.allows("case.decided"); err != nil {
		return err
	}
	if err := s.judged(f); err != nil {
		return err
	}
	if end := f.Ends(s.Notice.Window); f.Today <= end && !s.Waived() {
		return errs.Refuse("case.hearing", "陈述、申辩的期限到 %s 为止（%s），当事人没有全部放弃，还不能决定。", "The parties may state and defend until %s (%s), and not all of them have waived it: it is too early to decide.", string(end), f.cite(limitHearing))
	}
	return nil
}
