package risk

import (
	"fmt"
	"testing"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/packs"
)

var borderNow = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)

// ago is a mark of so long ago.
func ago(d time.Duration, n int64) mark {
	return mark{thing: fmt.Sprint("x", d, n), at: store.Micros(borderNow.Add(-d)), n: n}
}

// several are so many marks of the last minutes, of n each.
func several(count, n int64) []mark {
	var out []mark
	for i := range count {
		out = append(out, mark{thing: fmt.Sprint("x", i), at: store.Micros(borderNow.Add(-time.Duration(count-i) * time.Second)), n: n})
	}
	return out
}

// consents are so many consents dated some days away from the day that counts.
func consents(count int64, days int) []mark {
	limit := borderNow.Add(-60 * 24 * time.Hour)
	return []mark{{thing: string(calendar.Of(limit)), at: store.Micros(limit), n: 1000}, // on the day itself: neither before nor after
		{thing: string(calendar.Of(limit).AddDays(-days)), at: store.Micros(limit), n: 1000},
		{thing: string(calendar.Of(limit).AddDays(days)), at: store.Micros(limit), n: count}}
}

// hundred are a hundred marks, so many of them with one number and the others with another.
func hundred(count, with, without int64) []mark {
	out := several(100, without)
	for i := range count {
		out[i].n = with
	}
	return out
}

// borders make the marks from which each quantity of the packs reads a value.
var borders = map[string]func(v int64) []mark{
	"overdue_days":             func(v int64) []mark { return []mark{ago(time.Duration(v)*24*time.Hour, 1)} },
	"consents_after_lapse":     func(v int64) []mark { return consents(v, 1) },
	"consents_before_approval": func(v int64) []mark { return consents(v, -1) },
	"same_consents":            func(v int64) []mark { return several(v, 1) },
	"adverse_rise": func(v int64) []mark { // a mean of a hundred in each of the three windows before
		var out []mark
		for i := range 300 {
			out = append(out, ago(200*24*time.Hour-time.Duration(i)*time.Second, 1))
		}
		return append(out, several(v, 1)...)
	},
	"amendments":         func(v int64) []mark { return several(v, 1) },
	"approval_share":     func(v int64) []mark { return hundred(v, 1, 0) },
	"hasty_share":        func(v int64) []mark { return hundred(v, 4, 5) }, // five minutes are none too few
	"cases_a_day":        func(v int64) []mark { return []mark{ago(time.Hour, v)} },
	"overdue_activities": func(v int64) []mark { return several(v, 1) },
	"retractions":        func(v int64) []mark { return []mark{ago(time.Hour, v)} },
	"incidents":          func(v int64) []mark { return several(v, 1) },
}

func national(t *testing.T) []Definition {
	t.Helper()
	return Definitions(packsNow(t))
}

func packsNow(t *testing.T) *rules.Set {
	t.Helper()
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	return book.On("2026-11-20", "440300")
}

// Every signal says what its value counts and what the records behind it are.
func TestSignalsHaveUnits(t *testing.T) {
	for _, item := range packsNow(t).List(listSignals) {
		for _, attr := range []string{"unit", "record"} {
			if text := item.In(attr); text.ZH == "" || text.EN == "" {
				t.Errorf("%s: no %s in words", item.Code, attr)
			}
		}
	}
}

// Each quantity at the border of each level of the packs: one below is the level
// before, or nothing; the value itself and one above are the level. What is measured
// comes with the records that it rests on, and with words for whoever reads it.
func TestBorders(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range national(t) {
		q, make := quantityOf(d.Quantity), borders[d.Quantity]
		if make == nil {
			t.Errorf("%s: no marks for quantity %s", d.Code, d.Quantity)
			continue
		}
		seen[d.Quantity] = true
		if d.Text.ZH == "" || d.Text.EN == "" || d.Ground.Source == "" || q.record == "" {
			t.Errorf("%s has no words, no source or no records", d.Code)
		}
		before := ""
		for _, s := range d.steps {
			for _, c := range []struct {
				value int64
				want  string
			}{{s.From - 1, before}, {s.From, s.Level.Code}, {s.From + 1, s.Level.Code}} {
				if c.value == 0 || c.value > 100 && (d.Quantity == "approval_share" || d.Quantity == "hasty_share") {
					continue // nothing to read; no more than all
				}
				got := q.fold(d, make(c.value), borderNow)
				level, _ := d.level(got.Value)
				if got.Value != c.value || level.Code != c.want && !isNext(d, c.value, level, s) {
					t.Errorf("%s at %d: read %d, level %q; want %q", d.Code, c.value, got.Value, level.Code, c.want)
				}
				if len(got.Records) == 0 {
					t.Errorf("%s at %d names no record", d.Code, c.value)
				}
			}
			before = s.Level.Code
		}
	}
	if len(seen) != len(quantities) || len(borders) != len(quantities) {
		t.Errorf("%d of %d quantities stand in the packs", len(seen), len(quantities))
	}
}

// isNext reports that one above a border is the next border already.
func isNext(d Definition, value int64, level Level, s step) bool {
	for _, next := range d.steps {
		if next.Level == level && next.From == value && value == s.From+1 {
			return true
		}
	}
	return false
}

// Too few things say nothing, whatever their part; and what is a window old counts no
// more, while what is a moment younger does, and is looked at again when it falls out.
func TestBordersOfLeastAndWindow(t *testing.T) {
	for _, d := range national(t) {
		q := quantityOf(d.Quantity)
		if d.Least > 0 {
			for n, says := range map[int64]bool{d.Least - 1: false, d.Least: true} {
				marks := several(n, map[string]int64{"approval_share": 1, "hasty_share": 0, "adverse_rise": 1}[d.Quantity])
				if got := q.fold(d, marks, borderNow); (got.Value > 0) != says {
					t.Errorf("%s of %d things reads %d", d.Code, n, got.Value)
				}
			}
		}
		if d.Window == 0 || d.Least > 0 {
			continue
		}
		n := d.steps[0].From
		if got := q.fold(d, []mark{ago(d.Window, n)}, borderNow); got.Value != 0 {
			t.Errorf("%s: a window ago reads %d", d.Code, got.Value)
		}
		got := q.fold(d, []mark{ago(d.Window-time.Second, n)}, borderNow)
		if got.Value != n || !got.Next.Equal(borderNow.Add(time.Second)) {
			t.Errorf("%s: a second less than a window ago reads %d, next look %v", d.Code, got.Value, got.Next)
		}
	}
}

// Of what grows by itself the next look is the very moment of the next level.
func TestNextLookAtOverdue(t *testing.T) {
	for _, d := range national(t) {
		if d.Quantity != "overdue_days" {
			continue
		}
		for _, s := range d.steps {
			almost := time.Duration(s.From)*24*time.Hour - time.Second
			got := quantityOf(d.Quantity).fold(d, []mark{ago(almost, 1)}, borderNow)
			if got.Value != s.From-1 || !got.Next.Equal(borderNow.Add(time.Second)) {
				t.Errorf("a second before day %d: %d, next look %v", s.From, got.Value, got.Next)
			}
		}
	}
}
