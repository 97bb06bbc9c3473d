package gate

import (
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Declare is the leader's answer to what else the work involves.
type Declare struct {
	Gate     string   `json:"gate"`
	Involves []string `json:"involves"`
	Version  int64    `json:"version"`
	Key      string   `json:"key,omitempty"`
}

// Declare decides to take the answer. Once the work has begun nothing can be
// taken out of it.
func (s State) Declare(cmd Declare, f Facts) ([]journal.New, error) {
	if err := s.allows("gate.declared"); err != nil {
		return nil, err
	}
	for _, code := range cmd.Involves {
		if !slices.Contains(f.Asked, code) {
			return nil, errs.Mistake("involves", "gate.involves", "请从列出的事项中选择。", "Choose from what is listed.")
		}
	}
	if s.State == StateStarted {
		for _, code := range s.Involves {
			if !slices.Contains(cmd.Involves, code) {
				return nil, errs.Refuse("gate.declared.less", "活动已经开始，只能补充，不能删去已说明的事项。", "The work has begun: you can add to what was said, not take from it.")
			}
		}
	}
	list := slices.Clone(cmd.Involves)
	slices.Sort(list)
	return []journal.New{journal.Because(Declared{Involves: slices.Compact(list)}, f.Grounds...)}, nil
}

// HandIn brings a piece of evidence for a condition.
type HandIn struct {
	Gate string `json:"gate"`
	Paper
	Upload  *blob.Upload `json:"upload,omitempty"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// HandIn decides to take a piece of evidence; everything that its form asks for
// has to be there.
func (s State) HandIn(cmd HandIn, f Facts) ([]journal.New, error) {
	if err := s.allows("gate.evidence_handed_in"); err != nil {
		return nil, err
	}
	d, asked := f.demand(cmd.Condition)
	form, known := f.Forms[cmd.Condition]
	if !asked || !known {
		return nil, errs.Mistake("condition", "gate.condition", "这项活动没有这个须交材料的条件。", "This activity has no such condition that takes evidence.")
	}
	p := cmd.tidy()
	var wrong errs.List
	f.check(form, &p, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(HandedIn{N: len(s.Papers) + 1, Paper: p}, append(f.Grounds, d.Ground)...)}, nil
}

func (p Paper) tidy() Paper {
	for _, t := range []*string{&p.Place, &p.Kind, &p.Authority, &p.Number, &p.Text, &p.Replace, &p.Reduce, &p.Refine} {
		*t = strings.TrimSpace(*t)
	}
	return p
}

// check tells all that a paper lacks, at once.
func (f Facts) check(form Form, p *Paper, wrong *errs.List) {
	lacks := func(part, field, value, zh, en string) {
		if form.Asks(part) && value == "" {
			wrong.Add(errs.Mistake(field, "gate.paper."+field, "缺少："+zh+"。", "Missing: "+en+"."))
		}
	}
	lacks("authority", "authority", p.Authority, "出具的机关或机构", "the authority that issued it")
	lacks("number", "number", p.Number, "文号或许可证号", "its number")
	lacks("day", "day", string(p.Day), "出具日期", "the day it was issued")
	lacks("until_required", "until", string(p.Until), "有效期的最后一天", "its last day")
	lacks("three_r", "replace", p.Replace, "替代", "how animals are replaced")
	lacks("three_r", "reduce", p.Reduce, "减少", "how their number is reduced")
	lacks("three_r", "refine", p.Refine, "优化", "how their treatment is refined")
	lacks("text", "text", p.Text, "说明", "a statement")
	if form.Asks("file") && p.File == nil {
		wrong.Add(errs.Mistake("file", "gate.paper.file", "请附上文件。", "Attach the document."))
	}
	if form.Asks("count") && p.Count < 1 {
		wrong.Add(errs.Mistake("count", "gate.paper.count", "请填写要使用的动物数量。", "Say how many animals are to be used."))
	}
	if form.Asks("place") && !slices.Contains(f.Places, p.Place) || !form.Asks("place") && p.Place != "" {
		wrong.Add(errs.Mistake("place", "gate.paper.place", "请选择合作方所在的国家或者地区。", "Choose the country or region of a partner."))
	}
	if form.Asks("kind") && p.Kind != f.WaivedBy {
		wrong.Add(errs.Mistake("kind", "gate.paper.kind", "申请中写明的国家管理制度与这份文件的种类不符（审查办法第三十四条）。", "The paper is not of the kind of State regime that the application names (Review Measures, article 34)."))
	}
	f.checkDays(*p, wrong)
	f.checkOffice(p, wrong)
}

func (f Facts) checkDays(p Paper, wrong *errs.List) {
	for field, day := range map[string]calendar.Day{"day": p.Day, "until": p.Until} {
		if _, err := calendar.Parse(string(day)); day != "" && err != nil {
			wrong.Add(errs.Mistake(field, "gate.paper.no_day", "请填写日期，如 2026-11-20。", "Write a day such as 2026-11-20."))
			return
		}
	}
	if p.Day.After(f.Today) {
		wrong.Add(errs.Mistake("day", "gate.paper.future", "出具日期还没有到。", "This day is still to come."))
	}
	if p.Until != "" && (p.Until.Before(p.Day) || p.Until.Before(f.Today)) {
		wrong.Add(errs.Mistake("until", "gate.paper.over", "已经过了有效期。", "It has run out already."))
	}
}

// checkOffice names the authority of the paper's day, where the rules know it.
func (f Facts) checkOffice(p *Paper, wrong *errs.List) {
	switch {
	case f.Office.IsZero():
	case p.Authority == "" || strings.EqualFold(p.Authority, f.Office.EN):
		p.Authority = f.Office.ZH
	case p.Authority != f.Office.ZH:
		wrong.Add(errs.Mistake("authority", "gate.paper.office", "出具之日的主管部门是%s。", "On that day the authority was: %s.", f.Office))
	}
}

// Judge is what a secretary or chair says about a piece of evidence.
type Judge struct {
	Gate    string       `json:"gate"`
	N       int          `json:"n"`
	Reasons string       `json:"reasons"`
	Day     calendar.Day `json:"day,omitempty"` // when it was taken back
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// Accept decides that a piece of evidence shows what it should.
func (s State) Accept(cmd Judge, f Facts) ([]journal.New, error) {
	e, err := s.judged(cmd.N, Waiting, "gate.evidence_accepted")
	if err != nil {
		return nil, err
	}
	if e.By == f.Actor {
		return nil, errs.Refuse("gate.own_evidence", "不能核对自己提交的材料。", "Nobody accepts their own evidence.")
	}
	var wrong errs.List
	p := e.Paper
	f.check(f.Forms[e.Condition], &p, &wrong) // the partners, the regime or the day may have changed
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	after := s.clone()
	after.replace(e.Condition, e.Place, InForce)
	after.Papers[cmd.N-1].Standing = InForce
	d, _ := f.demand(e.Condition)
	return []journal.New{journal.Because(Accepted{N: cmd.N, Note: strings.TrimSpace(cmd.Reasons), Clocks: flow.Clocks{Moves: after.clock(f)}}, append(f.Grounds, d.Ground)...)}, nil
}

// Return decides to send a piece of evidence back.
func (s State) Return(cmd Judge, f Facts) ([]journal.New, error) {
	if _, err := s.judged(cmd.N, Waiting, "gate.evidence_returned"); err != nil {
		return nil, err
	}
	why := strings.TrimSpace(cmd.Reasons)
	if why == "" {
		return nil, errs.Mistake("reasons", "gate.reasons", "请写明理由。", "Give the reasons.")
	}
	return []journal.New{journal.Because(Returned{N: cmd.N, Reasons: why}, f.Grounds...)}, nil
}

// Withdraw decides to note that what was accepted holds no more.
func (s State) Withdraw(cmd Judge, f Facts) ([]journal.New, error) {
	if _, err := s.judged(cmd.N, InForce, "gate.evidence_withdrawn"); err != nil {
		return nil, err
	}
	var wrong errs.List
	why := strings.TrimSpace(cmd.Reasons)
	if why == "" {
		wrong.Add(errs.Mistake("reasons", "gate.reasons", "请写明理由。", "Give the reasons."))
	}
	if _, err := calendar.Parse(string(cmd.Day)); err != nil || cmd.Day.After(f.Today) {
		wrong.Add(errs.Mistake("day", "gate.lost.day", "请填写失效的日期，不晚于今天。", "Say on which day it was taken back, today at the latest."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	after := s.clone()
	after.Papers[cmd.N-1].Standing = Revoked
	return []journal.New{journal.Because(Withdrawn{N: cmd.N, Day: cmd.Day, Reasons: why, Clocks: flow.Clocks{Moves: after.clock(f)}}, f.Grounds...)}, nil
}

// judged is the evidence that something is said about; it has to stand so.
func (s State) judged(n int, as Standing, event string) (Evidence, error) {
	e := s.Paper(n)
	if e == nil {
		return Evidence{}, errs.New(errs.NotFound, "gate.paper.missing", none)
	}
	if e.Standing != as {
		return *e, errs.Refuse("gate.paper.standing", "这份材料的状态已经变了，请看最新的页面。", "How this evidence stands has changed; look at the page as it is now.")
	}
	return *e, s.allows(event)
}

func (s State) clone() State {
	s.Papers = slices.Clone(s.Papers)
	return s
}

// clock runs until the evidence that counts and ends first loses its force.
func (s State) clock(f Facts) []flow.ClockMove {
	var first calendar.Day
	for _, e := range s.Papers {
		if e.Standing == InForce && e.Until != "" && (first == "" || e.Until < first) {
			first = e.Until
		}
	}
	switch {
	case first == s.Ends:
		return nil
	case first == "":
		return []flow.ClockMove{{Clock: ClockEnds, Op: flow.ClockCancel}}
	}
	warn := max(first.AddDays(-f.WarnDays), f.Today)
	m := flow.ClockMove{Clock: ClockEnds, Op: flow.ClockStart, Due: first.End(), Warn: warn.Start(), Amount: first.Sub(f.Today), Unit: calendar.Days,
		Who: flow.RoleApplicant, Holder: f.Leader}
	if len(f.Grounds) > 0 {
		m.Ground = &f.Grounds[0]
	}
	return []flow.ClockMove{m}
}
