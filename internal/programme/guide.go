package programme

import (
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// Begin starts a programme.
type Begin struct {
	Funder
	Plan  string `json:"plan"`
	Title string `json:"title"`
	Key   string `json:"key,omitempty"`
}

// Begin decides on the beginning.
func (State) Begin(cmd Begin, region string, f Facts) ([]journal.New, error) {
	var wrong errs.List
	title := line("title", cmd.Title, &wrong)
	if !contains(f.Known["programme_plans"], cmd.Plan) {
		wrong.Add(errs.Mistake("plan", "programme.plan", "请选择属于哪一级计划。", "Choose whose plan it is."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Begun{Funder: cmd.Funder, Region: region, Plan: cmd.Plan, Title: title}, f.Grounds...)}, nil
}

// line refuses a title that is missing or too long.
func line(field, text string, wrong *errs.List) string {
	text = trim(text)
	if n := len([]rune(text)); n == 0 || n > maxTitle {
		wrong.Add(errs.Mistake(field, "programme.title", "请填写名称，最多 %d 字。", "Give it a title, with at most %d characters.", maxTitle))
	}
	return text
}

// Guide writes the guide: when applications are taken, and what it asks for.
type Guide struct {
	Programme    string            `json:"programme"`
	Opens        calendar.Day      `json:"opens"`
	Closes       calendar.Day      `json:"closes"`
	Requirements map[string]string `json:"requirements"` // by code; may be left out until it is published
	Version      int64             `json:"version"`
	Key          string            `json:"key,omitempty"`
}

// WriteGuide decides to keep the guide.
func (s State) WriteGuide(cmd Guide, f Facts) ([]journal.New, error) {
	if err := s.in("programme.guide_written"); err != nil {
		return nil, err
	}
	var wrong errs.List
	for field, day := range map[string]calendar.Day{"opens": cmd.Opens, "closes": cmd.Closes} {
		if _, err := calendar.Parse(string(day)); err != nil {
			wrong.Add(errs.Mistake(field, "programme.day", "请填写日期，如 2026-11-20。", "Write a day such as 2026-11-20."))
		}
	}
	if len(wrong) == 0 && cmd.Closes.Before(cmd.Opens) {
		wrong.Add(errs.Mistake("closes", "programme.days", "截止日期早于开始日期。", "It closes before it opens."))
	}
	body := GuideWritten{Opens: cmd.Opens, Closes: cmd.Closes, Requirements: map[string]string{}}
	for _, a := range f.Required {
		text := trim(cmd.Requirements[a.Code])
		if len([]rune(text)) > maxText {
			wrong.Add(errs.Mistake(a.Code, "programme.words", "最多 %d 字。", "At most %d characters.", maxText))
		}
		if text != "" {
			body.Requirements[a.Code] = text
		}
	}
	for code := range cmd.Requirements {
		if !known(f.Required, code) {
			wrong.Add(errs.Mistake("requirements", "programme.requirement", "没有“%s”这一项要求。", "There is no such requirement: %s.", code))
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

func known(list []Asked, code string) bool {
	for _, a := range list {
		if a.Code == code {
			return true
		}
	}
	return false
}

// Publish decides to publish the guide and open the programme. The guide's own gate
// comes first: ethics stands in it.
func (s State) Publish(f Facts) ([]journal.New, error) {
	if err := s.in("programme.published"); err != nil {
		return nil, err
	}
	if s.Opens == "" {
		return nil, errs.Refuse("programme.guide", "请先写指南：申报的起止日期和伦理要求。", "Write the guide first: when applications are taken, and what it asks for on ethics.")
	}
	all := s.Conditions(f)
	if err := passes(all); err != nil {
		return nil, err
	}
	grounds := f.Grounds
	for _, c := range all {
		grounds = append(grounds, c.Ground)
	}
	return []journal.New{journal.Because(Published{}, grounds...)}, nil
}

// Close decides to take no more applications.
func (s State) Close(reason string, f Facts) ([]journal.New, error) {
	if err := s.in("programme.closed"); err != nil {
		return nil, err
	}
	var wrong errs.List
	reason = words("reason", reason, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Closed{Reason: reason}, f.Grounds...)}, nil
}

func (s State) in(event string) error {
	if Table.Allows(s.State, event) {
		return nil
	}
	return errs.Refuse("programme.state", "计划目前“%s”，不能这样处理。", "The programme is in the state “%s”, which does not allow this.", Table.Info(s.State).Text)
}

// takes refuses an application outside the time for it.
func (s State) takes(day calendar.Day) error {
	if s.State != StateOpen || day.Before(s.Opens) || day.After(s.Closes) {
		return errs.Refuse("programme.not_open", "这个计划现在不接受申报（%s 至 %s）。", "This programme takes no applications now (%s to %s).", orDash(string(s.Opens)), orDash(string(s.Closes)))
	}
	return nil
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}
