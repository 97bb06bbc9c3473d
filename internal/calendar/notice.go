package calendar

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Notice is the announcement of one year's holidays, in the form of the
// holiday-cn collection.
type Notice struct {
	Year   int      `json:"year"`
	Papers []string `json:"papers,omitempty"` // where it was published
	Days   []DayOff `json:"days"`             // none: not announced yet
}

// DayOff is a day that is not what its weekday says: a day off, or a weekend day
// that is worked.
type DayOff struct {
	Name string `json:"name"` // of the holiday
	Date Day    `json:"date"`
	Off  bool   `json:"isOffDay"`
}

// maxDays bounds a notice: no year has so many days that it names.
const maxDays = 120

// ReadNotice reads a notice from its file.
func ReadNotice(raw []byte) (Notice, error) {
	var n Notice
	if err := json.Unmarshal(raw, &n); err != nil {
		return n, notNotice("calendar.notice.json", lang.T("这不是放假安排的 JSON 文件：%s", "This is no holiday announcement in JSON: %s"), err.Error())
	}
	return n, nil
}

// CheckNotice refuses a notice that cannot be right. All mistakes are told at
// once.
func (c *Calendar) CheckNotice(n Notice) error {
	var wrong errs.List
	if n.Year < 2000 || n.Year > 2200 {
		wrong.Add(notNotice("calendar.notice.year", lang.T("年份 %d 不对。", "The year %d cannot be right."), strconv.Itoa(n.Year)))
	}
	if len(n.Days) == 0 {
		wrong.Add(notNotice("calendar.notice.empty", lang.T("文件里没有日期：这一年的安排尚未公布。", "The file names no day: the year is not announced yet.")))
	}
	if len(n.Days) > maxDays {
		wrong.Add(notNotice("calendar.notice.many", lang.T("日期超过 %d 个。", "There are more than %d days."), maxDays))
		return wrong.Err()
	}
	c.checkDays(n, &wrong)
	return wrong.Err()
}

func (c *Calendar) checkDays(n Notice, wrong *errs.List) {
	named := map[Day]bool{}
	for _, d := range n.Days {
		day, err := Parse(string(d.Date))
		switch {
		case err != nil:
			wrong.Add(notNotice("calendar.notice.day", lang.T("“%s”不是 YYYY-MM-DD 形式的日期。", "%q is not a day YYYY-MM-DD."), string(d.Date)))
		case !near(day, n.Year):
			wrong.Add(notNotice("calendar.notice.other_year", lang.T("%s 不属于 %d 年的安排。", "%s does not belong to the year %d."), day, strconv.Itoa(n.Year)))
		case named[day]:
			wrong.Add(notNotice("calendar.notice.twice", lang.T("%s 出现了两次。", "%s stands twice."), day))
		case !d.Off && c.Statutory(day):
			wrong.Add(notNotice("calendar.notice.statutory", lang.T("%s 是法定节日，不会是工作日。", "%s is a statutory holiday and is not worked."), day))
		}
		named[day] = true
	}
	if len(n.Days) == 0 {
		return
	}
	for _, day := range c.statutoryDays(n.Year) {
		if w := day.Weekday(); !named[day] && w != time.Saturday && w != time.Sunday {
			wrong.Add(notNotice("calendar.notice.lacks", lang.T("缺少法定节日 %s。", "The statutory holiday %s is missing."), day))
		}
	}
}

// near reports whether a notice for a year may name d: holidays at its edges
// reach into the neighbours.
func near(d Day, year int) bool {
	return d.Year() == year || d.AddDays(31).Year() == year || d.AddDays(-31).Year() == year
}

// statutoryDays are the days of a year that the law alone makes days off.
func (c *Calendar) statutoryDays(year int) []Day {
	var out []Day
	for md := range c.fixed {
		out = append(out, Day(strconv.Itoa(year)+"-"+md))
	}
	for d := range c.statutory {
		if d.Year() == year {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return out
}

func notNotice(key string, text lang.Text, args ...any) *errs.Error {
	return errs.New(errs.Invalid, key, text, args...).At("notice")
}

// With is the calendar with one year's notice added, or replaced where the year
// was announced before. The calendar itself stays as it is.
func (c *Calendar) With(n Notice) *Calendar {
	out := &Calendar{notices: maps.Clone(c.notices), statutory: c.statutory, fixed: c.fixed}
	out.notices[n.Year] = n
	out.name()
	return out
}

func (c *Calendar) add(n Notice) {
	c.notices[n.Year] = n
	c.name()
}

// name gathers the days that the notices name, the later year's word last.
func (c *Calendar) name() {
	c.off = map[Day]bool{}
	for _, year := range c.Years() {
		for _, d := range c.notices[year].Days {
			c.off[d.Date] = d.Off
		}
	}
}

// Years lists the years for which there is a notice, in order.
func (c *Calendar) Years() []int { return slices.Sorted(maps.Keys(c.notices)) }

// Notice returns the notice of a year.
func (c *Calendar) Notice(year int) (Notice, bool) {
	n, ok := c.notices[year]
	return n, ok && len(n.Days) > 0
}
