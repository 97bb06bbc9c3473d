package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"lunheng/internal/lang"
)

// Theme is a person's choice of light or dark. The zero value follows the
// system.
type Theme string

// The themes a person can choose.
const (
	ThemeSystem Theme = ""
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// ParseTheme returns the theme named by s, or ThemeSystem.
func ParseTheme(s string) Theme {
	if t := Theme(s); t == ThemeLight || t == ThemeDark {
		return t
	}
	return ThemeSystem
}

// Ctx is what every part needs to know about the reader: the language, the
// time of this request, and where the page stands. It is passed by value.
type Ctx struct {
	Lang  lang.Lang
	Theme Theme
	Now   time.Time
	TZ    *time.Location // nil means China Standard Time
	Path  string         // address of this page with its query; forms return to it
}

// china is used where no zone is set: the law counts its days there, and the
// country has had no other offset since 1991.
var china = time.FixedZone("CST", 8*3600)

// T picks the sentence in the reader's language.
func (c Ctx) T(zh, en string) string {
	if c.Lang == lang.EN {
		return en
	}
	return zh
}

// Tf is T with the verbs of package fmt.
func (c Ctx) Tf(zh, en string, args ...any) string { return lang.T(zh, en).In(c.Lang, args...) }

// Text renders t in the reader's language.
func (c Ctx) Text(t lang.Text, args ...any) string { return t.In(c.Lang, args...) }

// Join lists texts with the language's own separator.
func (c Ctx) Join(list []lang.Text) string {
	parts := make([]string, len(list))
	for i, t := range list {
		parts[i] = c.Text(t)
	}
	return strings.Join(parts, c.T("、", ", "))
}

// Tag is the BCP 47 tag for the lang attribute.
func (c Ctx) Tag() string { return c.T("zh-CN", "en") }

// Local is t on the clocks of the reader.
func (c Ctx) Local(t time.Time) time.Time {
	if c.TZ != nil {
		return t.In(c.TZ)
	}
	return t.In(china)
}

// Time shows date and minute; a dash for the zero time.
func (c Ctx) Time(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return c.Local(t).Format(c.T("2006-01-02 15:04", "2 Jan 2006, 15:04"))
}

// Clock shows the time of day alone.
func (c Ctx) Clock(t time.Time) string { return c.Local(t).Format("15:04") }

// Date shows the day of t; a dash for the zero time.
func (c Ctx) Date(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return c.Local(t).Format(c.T("2006年1月2日", "2 Jan 2006"))
}

// Day shows a day written as YYYY-MM-DD; what is not a day is shown as it is.
func (c Ctx) Day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format(c.T("2006年1月2日", "2 Jan 2006"))
}

// weekdays in Chinese, from Sunday.
var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// Weekday names the day of the week on which t falls.
func (c Ctx) Weekday(t time.Time) string {
	t = c.Local(t)
	return c.T(weekdays[t.Weekday()], t.Format("Mon"))
}

// Duration shows d in its two largest units, whole minutes at the least.
func (c Ctx) Duration(d time.Duration) string {
	if d < 0 {
		d = -d
	}
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	var parts []string
	add := func(n int, zh, one, many string) {
		if n == 0 || len(parts) == 2 {
			return
		}
		word := many
		if n == 1 {
			word = one
		}
		parts = append(parts, c.T(fmt.Sprintf("%d %s", n, zh), fmt.Sprintf("%d %s", n, word)))
	}
	add(days, "天", "day", "days")
	add(hours, "小时", "hour", "hours")
	if days == 0 {
		add(minutes, "分钟", "minute", "minutes")
	}
	if len(parts) == 0 {
		return c.T("不到 1 分钟", "less than a minute")
	}
	return strings.Join(parts, " ")
}

// Num groups the digits of n by thousands.
func (c Ctx) Num(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Count is n with a noun: "3 件" or "3 cases". The words are the Chinese
// measure word, the English singular and the English plural.
func (c Ctx) Count(n int, zh, one, many string) string {
	word := many
	if n == 1 {
		word = one
	}
	return c.Num(n) + " " + c.T(zh, word)
}

// Size shows a number of bytes.
func (c Ctx) Size(bytes int64) string {
	if bytes < 1024 {
		return c.T(fmt.Sprintf("%d 字节", bytes), fmt.Sprintf("%d bytes", bytes))
	}
	size, units := float64(bytes), []string{"KB", "MB", "GB", "TB"}
	unit := ""
	for _, u := range units {
		size, unit = size/1024, u
		if size < 1024 {
			break
		}
	}
	return fmt.Sprintf("%.1f %s", size, unit)
}
