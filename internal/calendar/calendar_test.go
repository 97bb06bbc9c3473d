package calendar

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	"lunheng/packs"
	"pgregory.net/rapid"
)

func mainland(t testing.TB) *Calendar {
	t.Helper()
	c, err := Load(packs.CalendarCN())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWorkingDaysAgreeWithTheVectors(t *testing.T) {
	c := mainland(t)
	f, err := os.Open("testdata/workday_vectors.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		n, err := strconv.Atoi(row[1])
		if err != nil {
			t.Fatal(err)
		}
		due, provisional := c.AddWorkingDays(Day(row[0]), n)
		if row[4] != "" { // the vector ends in a year that is not announced
			checkUnannounced(t, c, Day(row[2]), due, provisional)
			continue
		}
		if string(due) != row[2] || provisional {
			t.Errorf("%s + %d working days = %s (provisional %v), want %s", row[0], n, due, provisional, row[2])
		}
		if days := due.Sub(Day(row[0])); strconv.Itoa(days) != row[3] {
			t.Errorf("%s + %d working days are %d calendar days, want %s", row[0], n, days, row[3])
		}
	}
}

// checkUnannounced compares with a count by weekdays alone: New Year's Day is
// certain to be off, so our answer is the next working day, and provisional.
func checkUnannounced(t *testing.T, c *Calendar, byWeekdays, due Day, provisional bool) {
	t.Helper()
	want := byWeekdays
	for working, _ := c.Working(want); !working; working, _ = c.Working(want) {
		want = want.AddDays(1)
	}
	if due != want || due != "2027-01-04" || !provisional {
		t.Errorf("due %s (provisional %v), want %s and provisional", due, provisional, want)
	}
}

func TestAnUnannouncedYearIsProvisionalButKeepsStatutoryDays(t *testing.T) {
	c := mainland(t)
	for _, d := range []Day{"2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01", "2031-05-01", "2031-10-02"} {
		if working, provisional := c.Working(d); working || !provisional {
			t.Errorf("%s: working %v provisional %v, want off and provisional", d, working, provisional)
		}
	}
	if working, provisional := c.Working("2027-02-04"); !working || !provisional {
		t.Errorf("the day before the eve: working %v provisional %v", working, provisional)
	}
	rapid.Check(t, func(t *rapid.T) {
		start := Day("2026-12-01").AddDays(rapid.IntRange(0, 380).Draw(t, "start"))
		due, _ := c.AddWorkingDays(start, rapid.IntRange(1, 30).Draw(t, "n"))
		if working, _ := c.Working(due); !working {
			t.Fatalf("%s is no working day", due)
		}
	})
}

func TestSpanEndsWithTheDayInBeijing(t *testing.T) {
	c := mainland(t)
	from := time.Date(2026, 9, 30, 17, 0, 0, 0, time.UTC) // already 1 October in Beijing
	for _, tc := range []struct {
		span Span
		want string
	}{
		{Span{30, Days}, "2026-10-31 23:59:59.999999"},
		{Span{1, WorkingDays}, "2026-10-08 23:59:59.999999"},
		{Span{72, Hours}, "2026-10-04 01:00:00.000000"},
		{Span{5, Months}, "2027-03-01 23:59:59.999999"},
	} {
		due, _ := tc.span.Due(c, from)
		if got := due.In(Beijing()).Format("2006-01-02 15:04:05.000000"); got != tc.want {
			t.Errorf("%v from 1 October: %s, want %s", tc.span, got, tc.want)
		}
	}
	if _, provisional := (Span{70, WorkingDays}).Due(c, from); !provisional {
		t.Error("seventy working days reach an unannounced year and must be provisional")
	}
}

func TestMonthsStopAtTheEndOfAShorterMonth(t *testing.T) {
	for _, tc := range []struct {
		from Day
		n    int
		want Day
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2026-11-30", 3, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"}, {"2026-05-15", 12, "2027-05-15"}, {"2024-02-29", 60, "2029-02-28"},
	} {
		if got := tc.from.AddMonths(tc.n); got != tc.want {
			t.Errorf("%s + %d months = %s, want %s", tc.from, tc.n, got, tc.want)
		}
	}
}

func TestLoadNamesTheBrokenFile(t *testing.T) {
	good := `{"fixed":[],"years":{}}`
	for name, fsys := range map[string]fstest.MapFS{
		"no statutory days": {"2026.json": {Data: []byte(`{"year":2026,"days":[]}`)}},
		"wrong year":        {"2026.json": {Data: []byte(`{"year":2025,"days":[]}`)}, "statutory.json": {Data: []byte(good)}},
		"bad date":          {"2026.json": {Data: []byte(`{"year":2026,"days":[{"date":"2026-13-01"}]}`)}, "statutory.json": {Data: []byte(good)}},
		"day of other year": {"statutory.json": {Data: []byte(`{"years":{"2027":["2028-01-01"]}}`)}},
	} {
		if _, err := Load(fsys); err == nil {
			t.Errorf("%s: loaded", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2026-11-20", "2026-02-29", "0000-01-01", "2026-1-1", "９", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s)
		if err != nil {
			return
		}
		if back := d.AddDays(1).AddDays(-1); d < "9999-12-31" && back != d {
			t.Errorf("%q comes back as %q", s, back)
		}
		if Of(d.Start()) != d {
			t.Errorf("%q starts on %q", s, Of(d.Start()))
		}
	})
}
