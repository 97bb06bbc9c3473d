package calendar

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// Calendar knows the days off and the make-up working days of mainland China.
// It never changes after loading and may be used by many goroutines.
type Calendar struct {
	notices   map[int]Notice
	off       map[Day]bool // true: a holiday; false: a weekend day that is worked
	statutory map[Day]bool // certain days off of years without a notice
	fixed     map[string]bool
}

// statutory is what the law alone says about days off.
type statutory struct {
	Fixed []string            `json:"fixed"` // MM-DD, the same each year
	Years map[string][]string `json:"years"` // days that follow the moon
}

// Load reads a calendar pack: statutory.json and one YYYY.json per announced year.
func Load(fsys fs.FS) (*Calendar, error) {
	c := &Calendar{notices: map[int]Notice{}, off: map[Day]bool{}, statutory: map[Day]bool{}, fixed: map[string]bool{}}
	names, err := fs.Glob(fsys, "[0-9][0-9][0-9][0-9].json")
	if err != nil {
		return nil, fmt.Errorf("list calendar years: %w", err)
	}
	for _, name := range names {
		if err := c.addNotice(fsys, name); err != nil {
			return nil, fmt.Errorf("read calendar %s: %w", name, err)
		}
	}
	if err := c.addStatutory(fsys); err != nil {
		return nil, fmt.Errorf("read calendar statutory.json: %w", err)
	}
	return c, nil
}

func (c *Calendar) addNotice(fsys fs.FS, name string) error {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	var n Notice
	if err := json.Unmarshal(raw, &n); err != nil {
		return err
	}
	if fmt.Sprintf("%04d.json", n.Year) != name {
		return fmt.Errorf("the file says it is about %d", n.Year)
	}
	for _, d := range n.Days {
		if _, err := Parse(string(d.Date)); err != nil {
			return err
		}
	}
	c.add(n)
	return nil
}

func (c *Calendar) addStatutory(fsys fs.FS) error {
	raw, err := fs.ReadFile(fsys, "statutory.json")
	if err != nil {
		return err
	}
	var s statutory
	if err := json.Unmarshal(raw, &s); err != nil {
		return err
	}
	for _, md := range s.Fixed {
		if _, err := Parse("2000-" + md); err != nil {
			return err
		}
		c.fixed[md] = true
	}
	for year, days := range s.Years {
		for _, d := range days {
			day, err := Parse(d)
			if err != nil {
				return err
			}
			if !strings.HasPrefix(d, year) {
				return fmt.Errorf("day %s stands under year %s", d, year)
			}
			c.statutory[day] = true
		}
	}
	return nil
}

// Announced reports whether the holidays of a year are known. Counting in any
// other year is provisional.
func (c *Calendar) Announced(year int) bool { return len(c.notices[year].Days) > 0 }

// Working reports whether d is worked, and whether that may still change
// because the year is not announced.
func (c *Calendar) Working(d Day) (working, provisional bool) {
	provisional = !c.Announced(d.Year())
	if off, named := c.off[d]; named {
		return !off, provisional
	}
	if provisional && c.Statutory(d) {
		return false, true
	}
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday, provisional
}

// Statutory reports whether the law alone makes d a day off, as far as that is
// known: days that follow the moon are known for some years.
func (c *Calendar) Statutory(d Day) bool {
	return c.statutory[d] || len(d) == len(layout) && c.fixed[string(d[5:])]
}

// AddWorkingDays returns the n-th working day after start (start itself is not
// counted), and whether a day on the way is provisional. With n <= 0 it is
// start itself.
func (c *Calendar) AddWorkingDays(start Day, n int) (due Day, provisional bool) {
	due = start
	for n > 0 && !due.utc().IsZero() {
		due = due.AddDays(1)
		working, unsure := c.Working(due)
		provisional = provisional || unsure
		if working {
			n--
		}
	}
	return due, provisional
}

// WorkingDays counts the working days after from up to and with to, and tells
// whether one on the way is provisional; 0 when to is not later.
func (c *Calendar) WorkingDays(from, to Day) (n int, provisional bool) {
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		working, unsure := c.Working(d)
		provisional = provisional || unsure
		if working {
			n++
		}
	}
	return n, provisional
}

// AddDays returns the n-th calendar day after start.
func (c *Calendar) AddDays(start Day, n int) Day { return start.AddDays(n) }
