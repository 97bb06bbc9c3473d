package learning

import (
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Facts are what a decision rests on besides the stream.
type Facts struct {
	Actor    string
	Today    calendar.Day
	Kinds    []string        // of training that the packs know
	NewID    string          // for a record or duty that begins
	Validity *flow.ClockMove // the clock of the hours as they will be; nil: there is none
	Grounds  []flow.Ground
}

// Bounds of what people type.
const (
	maxHours = 200
	maxText  = 200
)

// Enter is a person's own word that they attended a course.
type Enter struct {
	Person string `json:"person"`
	Course
	File    *blob.Upload `json:"file,omitempty"` // certificate
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
	kept    *blob.Kept
}

// Enter decides to take the word; it counts once it is confirmed.
func (s State) Enter(cmd Enter, f Facts) ([]journal.New, error) {
	var wrong errs.List
	c := cmd.tidy()
	c.check(&wrong, f)
	if cmd.kept == nil {
		wrong.Add(errs.Mistake("file", "training.evidence", "请附上证书或者其他证明。", "Attach the certificate or other evidence."))
	}
	wrong.Add(s.twice(c))
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(CourseEntered{ID: f.NewID, Course: c, File: cmd.kept}, f.Grounds...)}, nil
}

func (c Course) tidy() Course {
	c.Course, c.Provider = strings.Join(strings.Fields(c.Course), " "), strings.Join(strings.Fields(c.Provider), " ")
	return c
}

// check tells what is wrong with a course.
func (c Course) check(wrong *errs.List, f Facts) {
	if !slices.Contains(f.Kinds, c.Kind) {
		wrong.Add(errs.Mistake("kind", "training.kind", "请选择培训的类别。", "Choose the kind of training."))
	}
	for field, text := range map[string]string{"course": c.Course, "provider": c.Provider} {
		if text == "" || len([]rune(text)) > maxText {
			wrong.Add(errs.Mistake(field, "training."+field, "请填写，最多 %d 字。", "Fill this in, with at most %d characters.", maxText))
		}
	}
	if c.Hours < 1 || c.Hours > maxHours {
		wrong.Add(errs.Mistake("hours", "training.hours", "学时应为 1 至 %d 的整数。", "Hours are a whole number from 1 to %d.", maxHours))
	}
	if _, err := calendar.Parse(string(c.Day)); err != nil || c.Day > f.Today {
		wrong.Add(errs.Mistake("day", "training.day", "请填写完成日期，不能晚于今天。", "Give the day on which it was completed; it cannot lie in the future."))
	}
}

// twice refuses the same course a second time.
func (s State) twice(c Course) *errs.Error {
	if slices.ContainsFunc(s.Records, func(r Record) bool {
		return (r.State == Entered || r.State == Confirmed) && r.Day == c.Day && r.Course.Course == c.Course && r.Provider == c.Provider
	}) {
		return errs.Refuse("training.twice", "这次培训已经登记。", "This course is on record already.").At("course")
	}
	return nil
}

// On names a record or duty of a person.
type On struct {
	Person  string `json:"person"`
	ID      string `json:"id"` // of the record, or the duty
	Reason  string `json:"reason,omitempty"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// entered is a record that waits to be confirmed, or the refusal.
func (s State) entered(id string) (Record, error) {
	r := s.Record(id)
	switch {
	case r == nil:
		return Record{}, errs.New(errs.NotFound, "training.missing", lang.T("没有这条培训记录。", "There is no such training record."))
	case r.State != Entered:
		return *r, errs.Refuse("training.state", "这条记录已经处理过。", "This record has been dealt with already.")
	}
	return *r, nil
}

// other refuses whoever would judge their own training.
func (s State) other(f Facts) error {
	if f.Actor == s.Person {
		return errs.Refuse("training.self", "本人的培训由他人确认。", "Somebody else confirms one's own training.")
	}
	return nil
}

// Confirm decides that a record counts, and which duties it meets.
func (s State) Confirm(cmd On, f Facts) ([]journal.New, error) {
	r, err := s.entered(cmd.ID)
	if err == nil {
		err = s.other(f)
	}
	if err != nil {
		return nil, err
	}
	body := CourseConfirmed{ID: r.ID}
	body.Moves = f.validity()
	return append([]journal.New{journal.Because(body, f.Grounds...)}, s.meet(r)...), nil
}

// Refuse decides that a record does not count.
func (s State) Refuse(cmd On, f Facts) ([]journal.New, error) {
	r, err := s.entered(cmd.ID)
	if err == nil {
		err = s.other(f)
	}
	if err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(cmd.Reason)
	if reason == "" {
		return nil, errs.Mistake("reason", "training.reason", "请写明理由。", "Say why.")
	}
	return []journal.New{journal.Because(CourseRefused{ID: r.ID, Reason: reason})}, nil
}

// Withdraw takes one's own entry back.
func (s State) Withdraw(cmd On) ([]journal.New, error) {
	r, err := s.entered(cmd.ID)
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(CourseWithdrawn{ID: r.ID})}, nil
}

// Take decides on one row of an imported list.
func (s State) Take(c Course, f Facts) ([]journal.New, error) {
	var wrong errs.List
	c = c.tidy()
	c.check(&wrong, f)
	wrong.Add(s.twice(c))
	if err := s.other(f); err != nil {
		wrong = append(wrong, errs.All(err)...)
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	body := CourseImported{ID: f.NewID, Course: c}
	body.Moves = f.validity()
	return append([]journal.New{journal.Because(body, f.Grounds...)}, s.meet(Record{ID: f.NewID, Course: c})...), nil
}

// validity moves the clock of the hours to their new end.
func (f Facts) validity() []flow.ClockMove {
	if f.Validity == nil {
		return nil
	}
	m := *f.Validity
	m.Clock, m.Op = ClockValidity, flow.ClockStart
	return []flow.ClockMove{m}
}

// meet ends the open duties that a confirmed record fulfils: of its kind, and
// not older than the duty.
func (s State) meet(r Record) []journal.New {
	var out []journal.New
	for _, d := range s.OpenDuties() {
		if d.Kind == r.Kind && (r.Day >= d.Since || d.Cause == CauseAppointment) {
			out = append(out, journal.Because(DutyDone{ID: d.ID, Record: r.ID, Clocks: d.end(flow.ClockMeet)}))
		}
	}
	return out
}

func (d Duty) end(op flow.ClockOp) flow.Clocks {
	if d.Due.IsZero() {
		return flow.Clocks{}
	}
	return flow.Clocks{Moves: []flow.ClockMove{{Clock: d.Clock(), Op: op}}}
}
