package review

import (
	"strconv"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// AskQuestion puts a question to the applicant.
type AskQuestion struct {
	Review  string `json:"review"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Ask decides to ask; id names the question.
func (c Case) Ask(cmd AskQuestion, id string, f Facts) ([]journal.New, error) {
	if err := c.allows("review.question_asked"); err != nil {
		return nil, err
	}
	if strings.TrimSpace(cmd.Text) == "" {
		return nil, errs.Mistake("text", "review.ask.empty", "请写下问题。", "Write the question.")
	}
	return []journal.New{journal.Because(QuestionAsked{Question: id, Text: strings.TrimSpace(cmd.Text)}, f.Grounds...)}, nil
}

// AnswerQuestion answers one.
type AnswerQuestion struct {
	Review   string   `json:"review"`
	Question string   `json:"question"`
	Text     string   `json:"text"`
	Files    []string `json:"files"`
	Version  int64    `json:"version"`
	Key      string   `json:"key,omitempty"`
}

// Answer decides to take an answer; a question is answered once.
func (c Case) Answer(cmd AnswerQuestion, f Facts) ([]journal.New, error) {
	if err := c.allows("review.question_answered"); err != nil {
		return nil, err
	}
	q := c.question(cmd.Question)
	switch {
	case q == nil:
		return nil, errs.New(errs.NotFound, "review.answer.missing", noQuestion)
	case !q.AnsweredAt.IsZero():
		return nil, errs.Refuse("review.answer.twice", "这个问题已经回答过了。", "This question has been answered.")
	case strings.TrimSpace(cmd.Text) == "" && len(cmd.Files) == 0:
		return nil, errs.Mistake("text", "review.answer.empty", "请写下回答，或者附上文件。", "Write an answer or add a file.")
	}
	body := QuestionAnswered{Question: q.ID, Text: strings.TrimSpace(cmd.Text), Files: cmd.Files}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Extend moves a limit.
type Extend struct {
	Review  string    `json:"review"`
	Clock   string    `json:"clock"`
	Reason  string    `json:"reason"`
	Due     time.Time `json:"due"`
	Version int64     `json:"version"`
	Key     string    `json:"key,omitempty"`
}

// Extend decides to move a limit (article 17): only forward, only with a reason.
func (c Case) Extend(cmd Extend, f Facts) ([]journal.New, error) {
	if err := c.allows("review.extended"); err != nil {
		return nil, err
	}
	was, runs := c.Due[cmd.Clock]
	var wrong errs.List
	if _, stopped := c.Suspended[cmd.Clock]; stopped {
		wrong.Add(errs.Mistake("clock", "review.extend.suspended", "这个期限已经中止，请先恢复计时。", "This limit stands still; let it run on first."))
	}
	if !runs {
		wrong.Add(errs.Mistake("clock", "review.extend.clock", "没有正在计时的这个期限。", "No such limit is running."))
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		wrong.Add(errs.Mistake("reason", "review.extend.reason", "延长期限必须写明理由。", "An extension needs a reason."))
	}
	if runs && !cmd.Due.After(was) {
		wrong.Add(errs.Mistake("due", "review.extend.backwards", "新的期限必须晚于原来的期限。", "The new day must be later than the old one."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	body := Extended{Clock: cmd.Clock, Reason: strings.TrimSpace(cmd.Reason), Was: was, Due: cmd.Due.UTC()}
	warn := was // the old limit is a good moment to be reminded of the new one
	body.Moves = []flow.ClockMove{{Clock: cmd.Clock, Op: flow.ClockExtend, Due: body.Due, Warn: warn}}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// PointAnswer is the answer to one stipulation.
type PointAnswer struct {
	No    int      `json:"no"`
	Text  string   `json:"text"`
	Files []string `json:"files"`
}

// AnswerStipulations answers some or all points.
type AnswerStipulations struct {
	Review  string        `json:"review"`
	Answers []PointAnswer `json:"answers"`
	Version int64         `json:"version"`
	Key     string        `json:"key,omitempty"`
}

// AnswerStipulations takes answers; with the last open point answered the
// changes go to whoever checks them.
func (c Case) AnswerStipulations(cmd AnswerStipulations, f Facts) ([]journal.New, error) {
	if err := c.allows("review.stipulation_answered"); err != nil {
		return nil, err
	}
	var wrong errs.List
	var news []journal.New
	answered := map[int]bool{}
	for i, a := range cmd.Answers {
		field := "answers." + strconv.Itoa(i)
		p := c.point(a.No)
		switch {
		case p == nil:
			wrong.Add(errs.Mistake(field, "review.stipulation.missing", "没有第 %d 项要求。", "There is no stipulation %d.", a.No))
		case p.Checked && p.Satisfied:
			wrong.Add(errs.Mistake(field, "review.stipulation.settled", "第 %d 项已经核对通过。", "Stipulation %d is settled.", a.No))
		case strings.TrimSpace(a.Text) == "" && len(a.Files) == 0:
			wrong.Add(errs.Mistake(field+".text", "review.stipulation.empty", "请回答第 %d 项要求。", "Answer stipulation %d.", a.No))
		default:
			answered[a.No] = true
			news = append(news, journal.Because(StipulationAnswered{No: a.No, Text: strings.TrimSpace(a.Text), Files: a.Files}, f.Grounds...))
		}
	}
	if len(cmd.Answers) == 0 {
		wrong.Add(errs.Mistake("answers", "review.stipulation.none", "请至少回答一项要求。", "Answer at least one stipulation."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	for _, p := range c.Points {
		if !p.Answered && !answered[p.No] {
			return news, nil
		}
	}
	done := ChangesSubmitted{Application: max(c.Application, f.Case.Application)}
	done.Moves = c.endClock(ClockChanges, flow.ClockMeet)
	return append(news, journal.Because(done, f.Grounds...)), nil
}

// CheckStipulation is the finding of the chair or the named member on one point.
type CheckStipulation struct {
	Review    string `json:"review"`
	No        int    `json:"no"`
	Satisfied bool   `json:"satisfied"`
	Note      string `json:"note"`
	Version   int64  `json:"version"`
	Key       string `json:"key,omitempty"`
}

// mayCheck refuses everybody but the chair and the member named for it.
func (c Case) mayCheck(f Facts) error {
	d := c.Decision()
	if _, out := c.Excluded[f.Actor]; out {
		return recused()
	}
	if d != nil && d.Checker != "" && d.Checker == f.Actor || f.holds(RoleChair) {
		return nil
	}
	return errs.New(errs.Forbidden, "review.check.who", onlyChecker)
}

// CheckStipulation decides about one point.
func (c Case) CheckStipulation(cmd CheckStipulation, f Facts) ([]journal.New, error) {
	if err := c.allows("review.stipulation_checked"); err != nil {
		return nil, err
	}
	if err := c.mayCheck(f); err != nil {
		return nil, err
	}
	if c.point(cmd.No) == nil {
		return nil, errs.Mistake("no", "review.stipulation.missing", "没有第 %d 项要求。", "There is no stipulation %d.", cmd.No)
	}
	if !cmd.Satisfied && strings.TrimSpace(cmd.Note) == "" {
		return nil, errs.Mistake("note", "review.check.note", "请写明为什么不满足。", "Say why the point is not satisfied.")
	}
	body := StipulationChecked{No: cmd.No, Satisfied: cmd.Satisfied, Note: strings.TrimSpace(cmd.Note)}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// ConfirmChanges ends the check: approved, or back to the applicant.
type ConfirmChanges struct {
	Review  string `json:"review"`
	Note    string `json:"note"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// ConfirmChanges makes the approval effective; every point must be satisfied.
func (c Case) ConfirmChanges(cmd ConfirmChanges, f Facts) ([]journal.New, error) {
	if err := c.allows("review.changes_confirmed"); err != nil {
		return nil, err
	}
	if err := c.mayCheck(f); err != nil {
		return nil, err
	}
	var open errs.List
	for _, p := range c.Points {
		if !p.Checked || !p.Satisfied {
			open.Add(errs.Refuse("review.confirm.open", "第 %d 项要求尚未核对通过。", "Stipulation %d is not settled yet.", p.No))
		}
	}
	if err := open.Err(); err != nil {
		return nil, err
	}
	if len(f.Listed) > 0 {
		return []journal.New{journal.Because(PreliminaryConfirmed{Note: strings.TrimSpace(cmd.Note), Listed: f.Listed}, f.Grounds...)}, nil
	}
	body := ChangesConfirmed{Note: strings.TrimSpace(cmd.Note)}
	body.Moves = f.startClock(ClockFollowUp, flow.RoleSecretary, c.Committee)
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// ReturnChanges sends unsatisfied points back to the applicant, once every
// point has been looked at.
func (c Case) ReturnChanges(cmd ConfirmChanges, f Facts) ([]journal.New, error) {
	if err := c.allows("review.changes_returned"); err != nil {
		return nil, err
	}
	if err := c.mayCheck(f); err != nil {
		return nil, err
	}
	body := ChangesReturned{Note: strings.TrimSpace(cmd.Note)}
	for _, p := range c.Points {
		if !p.Checked {
			return nil, errs.Refuse("review.check.all", "请先核对完所有要求，一次告知。", "Check every point first, so that all is told at once.")
		}
		if !p.Satisfied {
			body.Open = append(body.Open, p.No)
		}
	}
	if len(body.Open) == 0 {
		return nil, errs.Refuse("review.check.none_open", "所有要求都已核对通过，请确认。", "Every point is satisfied; confirm instead.")
	}
	body.Moves = f.startClock(ClockChanges, flow.RoleApplicant, c.Applicant)
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}
