package filing

import (
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Facts is what a decision must know from outside its stream. The service
// gathers it, tests state it.
type Facts struct {
	Actor   string
	Today   calendar.Day
	Grounds []flow.Ground
	Limit   *flow.ClockMove // the time that begins now, where the packs give one
	Holder  string          // who is to act in it
	Seen    int64           // version of what the package shows
	Report  string          // id of the signed report of the year
	Lacks   []lang.Text     // what a package may not go without
}

// start is the start of the time to file.
func (f Facts) start() []flow.ClockMove {
	if f.Limit == nil {
		return nil
	}
	m := *f.Limit
	m.Clock, m.Op, m.Who, m.Holder = ClockFile, flow.ClockStart, flow.RoleUnit, f.Holder
	return []flow.ClockMove{m}
}

// end meets or cancels the clock, if it runs.
func (s State) end(op flow.ClockOp) []flow.ClockMove {
	if s.Due.IsZero() {
		return nil
	}
	return []flow.ClockMove{{Clock: ClockFile, Op: op}}
}

func (f Facts) because(body journal.Body) []journal.New {
	return []journal.New{journal.Because(body, f.Grounds...)}
}

// Open decides that something is owed.
func (s State) Open(d Duty, f Facts) ([]journal.New, error) {
	if err := s.allows(Opened{}.EventType()); err != nil {
		return nil, err
	}
	return f.because(Opened{Duty: d, Clocks: flow.Clocks{Moves: f.start()}}), nil
}

// On names a filing; several verbs need little more.
type On struct {
	Filing  string `json:"filing"`
	Note    string `json:"note,omitempty"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Prepare decides that the package is made: it shows things as they are now.
func (s State) Prepare(cmd On, f Facts) ([]journal.New, error) {
	if err := s.allows(Prepared{}.EventType()); err != nil {
		return nil, err
	}
	if s.About == AboutReport && f.Report == "" {
		return nil, errs.Refuse("filing.report.unsigned", "本年度的报告还没有由主任委员签发，不能报送（审查办法第四十五条）。请先编制并签发。",
			"The chair has not signed the report of this year, so it cannot be filed (Review Measures, article 45). Compile and sign it first.")
	}
	var wrong errs.List
	for _, what := range f.Lacks {
		wrong.Add(errs.Refuse("filing.lacks", "登记材料不齐，缺：%s（审查办法第四十三条）。", "The package lacks: %s (Review Measures, article 43).", what))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Prepared{Seen: f.Seen, Report: f.Report, Note: strings.TrimSpace(cmd.Note)}), nil
}

// Submit says on which day the unit handed the package in.
type Submit struct {
	Filing  string       `json:"filing"`
	Day     calendar.Day `json:"day"`
	Note    string       `json:"note,omitempty"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// Submit decides that the package was handed in.
func (s State) Submit(cmd Submit, f Facts) ([]journal.New, error) {
	if err := s.allows(Submitted{}.EventType()); err != nil {
		return nil, err
	}
	var wrong errs.List
	f.day(&wrong, cmd.Day, s.Since)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Submitted{Day: cmd.Day, Note: strings.TrimSpace(cmd.Note), Clocks: flow.Clocks{Moves: s.end(flow.ClockMeet)}}), nil
}

// day demands one that has come and is not before another.
func (f Facts) day(wrong *errs.List, day, first calendar.Day) {
	if _, err := calendar.Parse(string(day)); err != nil {
		wrong.Add(errs.Mistake("day", "filing.day", "日期应写成 2026-11-20 的形式。", "Write the day like 2026-11-20."))
		return
	}
	if day > f.Today {
		wrong.Add(errs.Mistake("day", "filing.day.future", "日期不能晚于今天。", "The day cannot lie in the future."))
	}
	if day < first {
		wrong.Add(errs.Mistake("day", "filing.day.early", "日期不能早于 %s。", "The day cannot be before %s.", first))
	}
}

// Return says what the platform wants corrected.
type Return struct {
	Filing  string   `json:"filing"`
	Reasons []string `json:"reasons"`
	Version int64    `json:"version"`
	Key     string   `json:"key,omitempty"`
}

// Return decides that the package came back; a time to correct it begins.
func (s State) Return(cmd Return, f Facts) ([]journal.New, error) {
	if err := s.allows(Returned{}.EventType()); err != nil {
		return nil, err
	}
	var reasons []string
	for _, r := range cmd.Reasons {
		if r = strings.TrimSpace(r); r != "" {
			reasons = append(reasons, r)
		}
	}
	if len(reasons) == 0 {
		return nil, errs.Mistake("reasons", "filing.return.empty", "请逐条写明平台要求补正的内容。", "Say point by point what the platform wants corrected.")
	}
	return f.because(Returned{Reasons: reasons, Clocks: flow.Clocks{Moves: f.start()}}), nil
}

// Register enters the platform's receipt.
type Register struct {
	Filing  string       `json:"filing"`
	Number  string       `json:"number"`
	Day     calendar.Day `json:"day"`
	File    *blob.Upload `json:"file,omitempty"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
	kept    *blob.Kept
}

// Register decides that the platform has it. What changed since the package was
// handed in is owed at once.
func (s State) Register(cmd Register, f Facts) ([]journal.New, error) {
	if err := s.allows(Registered{}.EventType()); err != nil {
		return nil, err
	}
	var wrong errs.List
	number := strings.TrimSpace(cmd.Number)
	if number == "" {
		wrong.Add(errs.Mistake("number", "filing.number", "请填写回执编号；没有回执不算登记。", "Give the number of the receipt; without one nothing is registered."))
	}
	if len(number) > 200 {
		wrong.Add(errs.Mistake("number", "filing.number.long", "回执编号过长。", "The number is too long."))
	}
	f.day(&wrong, cmd.Day, s.Submitted)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	news := f.because(Registered{Number: number, Day: cmd.Day, File: cmd.kept})
	if n := len(s.Changes); n > 0 {
		news = append(news, journal.Because(ChangeNoted{What: s.Changes[n-1].What, Clocks: flow.Clocks{Moves: f.start()}}, f.Grounds...))
	}
	return news, nil
}

// Confirm decides that the department has seen the receipt.
func (s State) Confirm(cmd On, f Facts) ([]journal.New, error) {
	if err := s.allows(Confirmed{}.EventType()); err != nil {
		return nil, err
	}
	if r := s.Receipt(); r == nil || !r.Confirmed.IsZero() {
		return nil, errs.Refuse("filing.confirmed", "这份回执已经确认过了。", "This receipt is confirmed already.")
	}
	return f.because(Confirmed{Note: strings.TrimSpace(cmd.Note)}), nil
}

// Change decides that something has changed since the last package; none where
// the package is still to be made, for it will show it.
func (s State) Change(what, event string, f Facts) []journal.New {
	body := ChangeNoted{What: what, Event: event}
	if !Table.Allows(s.State, body.EventType()) {
		return nil
	}
	if s.State == StateRegistered {
		body.Moves = f.start()
	}
	return f.because(body)
}

// End says why a registration holds no more, or why nothing is owed.
type End struct {
	Filing  string       `json:"filing"`
	Day     calendar.Day `json:"day,omitempty"` // of the lapse
	Reason  string       `json:"reason"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// Lapse decides that the platform let the registration lapse.
func (s State) Lapse(cmd End, f Facts) ([]journal.New, error) {
	if err := s.allows(Lapsed{}.EventType()); err != nil {
		return nil, err
	}
	var wrong errs.List
	r := s.Receipt()
	if r == nil {
		return nil, errs.Refuse("filing.lapse.never", "尚未登记，谈不上失效。", "It was never registered, so nothing can lapse.")
	}
	f.day(&wrong, cmd.Day, r.Day)
	reason := reasoned(&wrong, cmd.Reason)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Lapsed{Day: cmd.Day, Reason: reason, Clocks: flow.Clocks{Moves: s.end(flow.ClockCancel)}}), nil
}

// Reopen decides that a lapsed registration is sought again.
func (s State) Reopen(cmd End, f Facts) ([]journal.New, error) {
	if err := s.allows(Reopened{}.EventType()); err != nil {
		return nil, err
	}
	var wrong errs.List
	reason := reasoned(&wrong, cmd.Reason)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Reopened{Reason: reason, Clocks: flow.Clocks{Moves: f.start()}}), nil
}

// Withdraw decides that nothing is owed any more.
func (s State) Withdraw(cmd End, f Facts) ([]journal.New, error) {
	if err := s.allows(Withdrawn{}.EventType()); err != nil {
		return nil, err
	}
	var wrong errs.List
	reason := reasoned(&wrong, cmd.Reason)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Withdrawn{Reason: reason, Clocks: flow.Clocks{Moves: s.end(flow.ClockCancel)}}), nil
}

func reasoned(wrong *errs.List, reason string) string {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		wrong.Add(errs.Mistake("reason", "filing.reason", "请写明理由。", "Give the reason."))
	}
	return reason
}
