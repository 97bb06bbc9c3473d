package letter

import (
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
)

// DayText writes a day as letters do: 2026年11月20日, 20 November 2026. What is
// not a day is returned as it stands.
func DayText(d calendar.Day) lang.Text {
	t := d.Start()
	if t.IsZero() {
		return lang.Same(d.String())
	}
	return lang.T(t.Format("2006年1月2日"), t.Format("2 January 2006"))
}
