package calendar

import (
	"fmt"
	"time"

	"lunheng/internal/lang"
)

// The units of a [Span].
const (
	Days        = "days"         // calendar days, ending with the last day
	WorkingDays = "working_days" // working days of mainland China, likewise
	Hours       = "hours"        // running hours, through nights and weekends
	Months      = "months"       // calendar months, ending with the last day
)

// Span is a length of time as a rule states it.
type Span struct {
	Amount int    `json:"amount"`
	Unit   string `json:"unit"` // Days, WorkingDays, Hours or Months
}

// Valid reports whether the unit is known and the amount is not negative.
func (s Span) Valid() bool {
	switch s.Unit {
	case Days, WorkingDays, Hours, Months:
		return s.Amount >= 0
	}
	return false
}

// IsZero reports whether no span is set.
func (s Span) IsZero() bool { return s == Span{} }

// Due returns when a span that starts at from ends. The day of from is not
// counted, and a span of days ends with its last day in Asia/Shanghai; hours run
// on from the very instant. It is provisional when a year on the way is not
// announced. A span that is not [Span.Valid] is due at once.
func (s Span) Due(c *Calendar, from time.Time) (due time.Time, provisional bool) {
	day := Of(from)
	switch s.Unit {
	case Hours:
		return from.Add(time.Duration(s.Amount) * time.Hour), false
	case Days:
		return day.AddDays(s.Amount).End(), false
	case Months:
		return day.AddMonths(s.Amount).End(), false
	case WorkingDays:
		last, unsure := c.AddWorkingDays(day, s.Amount)
		return last.End(), unsure
	}
	return from, false
}

// Rest is what is left at now of a span that is due at due, in its unit; nothing
// when that time has passed. Months are left as days.
func (s Span) Rest(c *Calendar, now, due time.Time) Span {
	from, to := Of(now), Of(due)
	switch {
	case !due.After(now):
		return Span{0, s.Unit}
	case s.Unit == Hours:
		return Span{int((due.Sub(now) + time.Hour - 1) / time.Hour), Hours}
	case s.Unit == WorkingDays:
		n, _ := c.WorkingDays(from, to)
		return Span{n, WorkingDays}
	}
	return Span{to.Sub(from), Days}
}

// Text is the span in words, such as "30 days" or "10 working days".
func (s Span) Text() lang.Text {
	zh := map[string]string{Days: "日", WorkingDays: "个工作日", Hours: "小时", Months: "个月"}[s.Unit]
	en := map[string]string{Days: "day", WorkingDays: "working day", Hours: "hour", Months: "month"}[s.Unit]
	if s.Amount != 1 {
		en += "s"
	}
	return lang.T(fmt.Sprintf("%d %s", s.Amount, zh), fmt.Sprintf("%d %s", s.Amount, en))
}
