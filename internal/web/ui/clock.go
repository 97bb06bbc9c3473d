package ui

import (
	"strconv"

	"lunheng/internal/lang"
)

// ClockLook is how a clock stands.
type ClockLook string

// The looks of a clock.
const (
	ClockRunning ClockLook = "running"
	ClockNear    ClockLook = "near" // warned: runs out soon
	ClockOver    ClockLook = "over"
	ClockPaused  ClockLook = "paused"
	ClockMet     ClockLook = "met" // done in time; no longer runs
)

// Unit is how a clock counts.
type Unit string

// The units in which the law counts.
const (
	CalendarDays Unit = "calendar_days"
	WorkingDays  Unit = "working_days"
	Hours        Unit = "hours"
)

// ClockInfo is one duty with its time.
type ClockInfo struct {
	Duty        lang.Text // what is due: "审查决定", "Review decision"
	Look        ClockLook
	Unit        Unit
	Left        int       // units left; units past the date when Look is ClockOver
	Total       int       // units allowed in all; 0 when not known
	Used        int       // hundredths of the time used, 0 to 100
	Due         string    // the date or moment in words, from Ctx.Day or Ctx.Time
	Provisional bool      // the date rests on a year whose holidays are not announced
	Why         lang.Text // why it is paused or was extended; may be empty
	Ground      Ground    // may be empty
}

// tone is the shape of a look.
func (k ClockInfo) tone() Tone {
	switch k.Look {
	case ClockNear:
		return Warn
	case ClockOver:
		return Bad
	case ClockPaused:
		return Paused
	case ClockMet:
		return OK
	}
	return Active
}

// unitWord names n units.
func (c Ctx) unitWord(u Unit, n int) string {
	one := n == 1
	switch u {
	case WorkingDays:
		if one {
			return c.T("个工作日", "working day")
		}
		return c.T("个工作日", "working days")
	case Hours:
		if one {
			return c.T("小时", "hour")
		}
		return c.T("小时", "hours")
	}
	if one {
		return c.T("天（自然日）", "calendar day")
	}
	return c.T("天（自然日）", "calendar days")
}

// Standing says how the clock stands in one phrase: "还剩 12 个工作日".
func (c Ctx) Standing(k ClockInfo) string {
	units := strconv.Itoa(k.Left) + " " + c.unitWord(k.Unit, k.Left)
	switch k.Look {
	case ClockOver:
		return c.T("已超期 "+units, units+" overdue")
	case ClockPaused:
		return c.T("已暂停，尚余 "+units, "paused with "+units+" left")
	case ClockMet:
		return c.T("已按期完成", "met in time")
	}
	if k.Left == 0 {
		return c.T("今日到期", "due today")
	}
	return c.T("还剩 "+units, units+" left")
}

// used keeps the bar within its ends.
func (k ClockInfo) used() int { return min(max(k.Used, 0), 100) }
