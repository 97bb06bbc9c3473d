package gate

import (
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

var none = lang.T("没有这份材料。", "There is no such evidence.")

// Start says on which day the work began.
type Start struct {
	Gate    string       `json:"gate"`
	Day     calendar.Day `json:"day"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// Start decides that the work has begun. There is no way past an open condition,
// nor to a day on which one was not met yet (article 47).
func (s State) Start(cmd Start, f Facts) ([]journal.New, error) {
	if err := s.allows("gate.started"); err != nil {
		return nil, err
	}
	if len(f.Demands) == 0 {
		return nil, errs.Refuse("gate.unassessed", "这项活动还没有经过评估和审查，不能登记开始（审查办法第九条）。", "This activity was not assessed and reviewed, so no start can be recorded (Review Measures, article 9).")
	}
	all := s.Conditions(f)
	if err := passes(all, cmd.Day, f.Today, "gate.closed"); err != nil {
		return nil, err
	}
	body, grounds := Started{Day: cmd.Day}, f.Grounds
	for _, c := range all {
		body.Met = append(body.Met, Held{Code: c.Code, Place: c.Place, Since: c.Since, Paper: c.Paper})
		grounds = addGround(grounds, c)
	}
	return []journal.New{journal.Because(body, grounds...)}, nil
}

// ApproveProject decides to record the approval of the project, where a place
// puts conditions before it.
func (s State) ApproveProject(cmd Start, f Facts) ([]journal.New, error) {
	if err := s.allows("gate.project_approved"); err != nil {
		return nil, err
	}
	if s.Project != "" {
		return nil, errs.Refuse("gate.project.twice", "立项已经登记。", "The approval of the project is on record already.")
	}
	var before []Condition
	for _, c := range s.Conditions(f) {
		if c.Before == BeforeProject {
			before = append(before, c)
		}
	}
	if len(before) == 0 {
		return nil, errs.Refuse("gate.project.none", "这项活动没有立项之前的条件，不需要登记立项。", "Nothing is asked of this activity before its project is approved.")
	}
	if err := passes(before, cmd.Day, f.Today, "gate.project.closed"); err != nil {
		return nil, err
	}
	grounds := f.Grounds
	for _, c := range before {
		grounds = addGround(grounds, c)
	}
	return []journal.New{journal.Because(ProjectApproved{Day: cmd.Day}, grounds...)}, nil
}

func addGround(list []flow.Ground, c Condition) []flow.Ground {
	for _, g := range list {
		if g == c.Ground {
			return list
		}
	}
	return append(list, c.Ground)
}

// passes refuses with everything that is open, who lifts it and the article, and
// a day on which something was not met.
func passes(all []Condition, day, today calendar.Day, code string) error {
	if _, err := calendar.Parse(string(day)); err != nil || day.After(today) {
		return errs.Mistake("day", "gate.day", "请填写日期，不晚于今天。", "Write the day, today at the latest.")
	}
	var wrong errs.List
	for _, c := range all {
		switch {
		case !c.Met:
			wrong.Add(c.Refusal(code))
		case day.Before(c.Since):
			wrong.Add(errs.Refuse("gate.too_early", "%s：%s 才具备，不能早于这一天开始（%s）。", "%s: was met on %s; nothing starts before that day (%s).",
				c.Name(), string(c.Since), c.Cited).At("day"))
		}
	}
	return wrong.Err()
}

// Refusal says that a condition is open, who can lift it and by which article.
func (c Condition) Refusal(code string) *errs.Error {
	return errs.Refuse(code, "%s：%s；由%s办理（%s）。", "%s: %s; the %s can lift it (%s).", c.Name(), c.Why, c.Lifts.Text(), c.Cited)
}

// RecordUse records animals that were used.
type RecordUse struct {
	Gate    string       `json:"gate"`
	Count   int          `json:"count"`
	Day     calendar.Day `json:"day"`
	Note    string       `json:"note,omitempty"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// RecordUse decides to record animals; never more than approved.
func (s State) RecordUse(cmd RecordUse, f Facts) ([]journal.New, error) {
	if err := s.allows("gate.animals_used"); err != nil {
		return nil, err
	}
	var wrong errs.List
	if cmd.Count < 1 {
		wrong.Add(errs.Mistake("count", "gate.animals.count", "请填写数量。", "Say how many."))
	}
	if _, err := calendar.Parse(string(cmd.Day)); err != nil || cmd.Day.After(f.Today) || cmd.Day.Before(s.Day) {
		wrong.Add(errs.Mistake("day", "gate.animals.day", "请填写开始之后、不晚于今天的日期。", "Write a day since the start, today at the latest."))
	}
	if may := s.Animals(); s.Used+cmd.Count > may {
		wrong.Add(errs.Refuse("gate.animals.exceeded", "批准使用 %d 只，已用 %d 只，不能再用 %d 只。请先提出变更申请，并提交新的替代、减少、优化说明（审查办法第十五条第四项）。",
			"%d were approved and %d are used, so %d more cannot be. Apply for an amendment first and hand in a new statement on the three Rs (Review Measures, article 15(4)).", may, s.Used, cmd.Count).At("count"))
	}
	then := f
	then.Today = cmd.Day // a licence that ran out since does not make earlier use wrong
	for _, c := range s.Conditions(then) {
		if !c.Met {
			wrong.Add(errs.Refuse("gate.animals.closed", "%s：%s，不能继续使用动物。", "%s: %s, so no more animals may be used.", c.Name(), c.Why))
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(AnimalsUsed{Count: cmd.Count, Day: cmd.Day, Note: strings.TrimSpace(cmd.Note)}, f.Grounds...)}, nil
}
