// Package calendar counts time the way rules do: plain days, working days of
// mainland China with their make-up days, running hours, and months.
//
// A [Day] is a date in Beijing time without a clock. A [Calendar] knows which
// days are worked; a [Span] is a limit as a rule states it, and [Span.Due] says
// when it ends. A year whose holidays the State Council has not announced yet is
// counted by weekends and statutory days alone, and its answers are provisional.
package calendar

import (
	"cmp"
	"fmt"
	"time"
	_ "time/tzdata" // Beijing time must be known on a machine without zone files
)

// Day is a calendar day in Asia/Shanghai, written YYYY-MM-DD, so that days sort
// and compare as text. The zero Day is empty and means "not set".
type Day string

// layout is how a Day is written.
const layout = "2006-01-02"

// Parse reads a day and refuses everything that is not exactly YYYY-MM-DD.
func Parse(s string) (Day, error) {
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < 1 {
		return "", fmt.Errorf("read day %q: want YYYY-MM-DD", s)
	}
	return Day(s), nil
}

// Of is the day on which t falls in Asia/Shanghai.
func Of(t time.Time) Day { return Day(t.In(Beijing()).Format(layout)) }

// Start is the first instant of the day. An invalid Day gives the zero Time.
func (d Day) Start() time.Time {
	t, err := time.ParseInLocation(layout, string(d), Beijing())
	if err != nil {
		return time.Time{}
	}
	return t
}

// End is the last microsecond of the day: what is due on a day is due then.
func (d Day) End() time.Time { return d.AddDays(1).Start().Add(-time.Microsecond) }

// AddDays returns the day n calendar days later, or earlier when n is negative.
func (d Day) AddDays(n int) Day { return Day(d.utc().AddDate(0, 0, n).Format(layout)) }

// AddMonths returns the same day of the month n months later; where that month
// is shorter, its last day.
func (d Day) AddMonths(n int) Day {
	t := d.utc()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Day(first.AddDate(0, 0, min(t.Day(), last)-1).Format(layout))
}

// Compare is negative when d is before e, zero when equal, positive when after.
func (d Day) Compare(e Day) int { return cmp.Compare(d, e) }

// Before reports whether d is earlier than e.
func (d Day) Before(e Day) bool { return d < e }

// After reports whether d is later than e.
func (d Day) After(e Day) bool { return d > e }

// Sub is the number of days from e to d.
func (d Day) Sub(e Day) int { return int(d.utc().Sub(e.utc()).Hours() / 24) }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// Year is the year of the day; 0 for an invalid one.
func (d Day) Year() int {
	if d.IsZero() {
		return 0
	}
	return d.utc().Year()
}

// IsZero reports whether no day is set.
func (d Day) IsZero() bool { return d == "" }

// String is the day as YYYY-MM-DD.
func (d Day) String() string { return string(d) }

// utc is the day as midnight UTC: arithmetic needs no zone.
func (d Day) utc() time.Time {
	t, _ := time.Parse(layout, string(d)) // the zero time for an invalid day
	return t
}

// beijing has had no summer time since 1991; the fixed zone is only the answer
// of a build without zone data.
var beijing = func() *time.Location {
	if loc, err := time.LoadLocation("Asia/Shanghai"); err == nil {
		return loc
	}
	return time.FixedZone("CST", 8*3600)
}()

// Beijing is the time zone of all days, Asia/Shanghai.
func Beijing() *time.Location { return beijing }
