package ui_test

import (
	"net/url"
	"testing"
	"time"

	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

func TestWordsOfTime(t *testing.T) {
	zh, en := ui.Ctx{Lang: lang.ZH}, ui.Ctx{Lang: lang.EN}
	at := time.Date(2026, 11, 20, 16, 5, 0, 0, time.UTC)
	for _, tc := range []struct{ got, want string }{
		{zh.Time(at), "2026-11-21 00:05"}, {en.Time(at), "21 Nov 2026, 00:05"}, {zh.Time(time.Time{}), "—"},
		{zh.Date(at), "2026年11月21日"}, {zh.Weekday(at), "周六"}, {en.Weekday(at), "Sat"},
		{zh.Day("2026-01-02"), "2026年1月2日"}, {en.Day("2026-01-02"), "2 Jan 2026"}, {en.Day("soon"), "soon"},
		{zh.Duration(26*time.Hour + 5*time.Minute), "1 天 2 小时"}, {en.Duration(61 * time.Minute), "1 hour 1 minute"},
		{en.Duration(-30 * time.Second), "less than a minute"},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
}

func TestWordsOfNumbers(t *testing.T) {
	en := ui.Ctx{Lang: lang.EN}
	for _, tc := range []struct{ got, want string }{
		{en.Num(0), "0"}, {en.Num(999), "999"}, {en.Num(1000), "1,000"}, {en.Num(-1234567), "−1,234,567"},
		{en.Count(1, "件", "case", "cases"), "1 case"}, {en.Count(2, "件", "case", "cases"), "2 cases"},
		{en.Size(1023), "1023 bytes"}, {en.Size(1 << 20), "1.0 MB"}, {en.Size(5 << 40), "5.0 TB"},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
}

func TestClockSaysItsUnit(t *testing.T) {
	zh, en := ui.Ctx{Lang: lang.ZH}, ui.Ctx{Lang: lang.EN}
	for _, tc := range []struct {
		clock  ui.ClockInfo
		zh, en string
	}{
		{ui.ClockInfo{Look: ui.ClockRunning, Unit: ui.WorkingDays, Left: 3}, "还剩 3 个工作日", "3 working days left"},
		{ui.ClockInfo{Look: ui.ClockNear, Unit: ui.CalendarDays, Left: 1}, "还剩 1 天（自然日）", "1 calendar day left"},
		{ui.ClockInfo{Look: ui.ClockNear, Unit: ui.CalendarDays}, "今日到期", "due today"},
		{ui.ClockInfo{Look: ui.ClockOver, Unit: ui.Hours, Left: 5}, "已超期 5 小时", "5 hours overdue"},
		{ui.ClockInfo{Look: ui.ClockPaused, Unit: ui.CalendarDays, Left: 11}, "已暂停，尚余 11 天（自然日）", "paused with 11 calendar days left"},
		{ui.ClockInfo{Look: ui.ClockMet}, "已按期完成", "met in time"},
	} {
		if zh.Standing(tc.clock) != tc.zh || en.Standing(tc.clock) != tc.en {
			t.Errorf("%+v: %q, %q", tc.clock, zh.Standing(tc.clock), en.Standing(tc.clock))
		}
	}
}

func TestFilterBeginsAtTheFirstPage(t *testing.T) {
	u, err := url.Parse("/cases?after=k9&state=review&q=%E8%84%91")
	if err != nil {
		t.Fatal(err)
	}
	if got := ui.With(u, "state", "done"); got != "/cases?q=%E8%84%91&state=done" {
		t.Errorf("got %s", got)
	}
	if got := ui.With(u, "state", ""); got != "/cases?q=%E8%84%91" {
		t.Errorf("got %s", got)
	}
}
