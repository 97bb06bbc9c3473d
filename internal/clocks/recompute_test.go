package clocks_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
	"lunheng/packs"
)

// holidays2027 is an announcement that keeps all statutory days and takes the
// Monday after New Year's Day off.
func holidays2027(t *testing.T) calendar.Notice {
	t.Helper()
	raw, err := os.ReadFile("testdata/2027.json")
	if err != nil {
		t.Fatal(err)
	}
	n, err := calendar.ReadNotice(raw)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// almanac is a journal with clocks and the calendar of the program.
type almanac struct {
	t  *testing.T
	j  *journal.Journal
	db *store.DB
	c  *clocks.Calendars
}

func open(t *testing.T, db *store.DB) almanac {
	t.Helper()
	types, err := journal.MakeTypes(clocks.Types(), []journal.Type{journal.TypeOf[moved]()})
	if err != nil {
		t.Fatal(err)
	}
	return another(t, db, types)
}

// another is one more server on the same data.
func another(t *testing.T, db *store.DB, types journal.Types) almanac {
	t.Helper()
	base, err := calendar.Load(packs.CalendarCN())
	if err != nil {
		t.Fatal(err)
	}
	a := almanac{t: t, db: db, j: journal.Open(db, types, []journal.Projection{clocks.Projection()}, nil)}
	a.c = clocks.OpenCalendars(a.j, base)
	if err := a.c.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a almanac) move(stream string, at time.Time, m flow.ClockMove) {
	a.t.Helper()
	m.Clock = "decision"
	_, err := a.j.Do(context.Background(), journal.Act{Actor: "p", Now: at}, func(tx *journal.Tx) error {
		if _, err := tx.Load(stream); err != nil {
			return err
		}
		return tx.Append(stream, journal.Because(moved{[]flow.ClockMove{m}}))
	})
	if err != nil {
		a.t.Fatal(err)
	}
}

// start begins a limit of so many working days.
func (a almanac) start(stream string, at time.Time, days int) {
	due, provisional := calendar.Span{Amount: days, Unit: calendar.WorkingDays}.Due(a.c.Now(), at)
	a.move(stream, at, flow.ClockMove{Op: flow.ClockStart, Due: due, Warn: at.Add(due.Sub(at) / 2), Amount: days, Unit: calendar.WorkingDays, Provisional: provisional})
}

func (a almanac) clock(stream string) clocks.Clock {
	a.t.Helper()
	list, err := clocks.Of(a.db.Read(context.Background()), stream)
	if err != nil || len(list) != 1 {
		a.t.Fatalf("clocks of %s: %v, %v", stream, list, err)
	}
	return list[0]
}

func (a almanac) announce(n calendar.Notice, at time.Time) error {
	_, err := a.c.Announce(context.Background(), auth.Operator(at), at, clocks.Announce{Notice: n})
	return err
}

var november = time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)

// Dates that rest on a year without an announcement are counted again when it is
// there: running ones, paused ones, and ones that ran out too early; not those
// that an act has moved, nor those that are done.
func TestProvisionalDatesAreCountedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := open(t, db)
		for _, stream := range []string{"case/runs", "case/paused", "case/extended", "case/met", "case/confirmed"} {
			days := 30
			if stream == "case/confirmed" {
				days = 29 // ends in December
			}
			a.start(stream, november, days)
		}
		a.move("case/paused", november.AddDate(0, 0, 3), flow.ClockMove{Op: flow.ClockPause})
		extended := calendar.Day("2027-02-10").End()
		a.move("case/extended", november.AddDate(0, 0, 3), flow.ClockMove{Op: flow.ClockExtend, Due: extended, Warn: extended.AddDate(0, 0, -9)})
		a.move("case/met", november.AddDate(0, 0, 3), flow.ClockMove{Op: flow.ClockMeet})
		if k := a.clock("case/runs"); !k.Provisional || calendar.Of(k.Due) != "2027-01-04" {
			t.Fatalf("before: %s provisional %v", k.Due, k.Provisional)
		}
		late := time.Date(2027, 1, 5, 1, 0, 0, 0, time.UTC)
		if _, err := clocks.Watch(context.Background(), a.j, late); err != nil {
			t.Fatal(err)
		}
		if k := a.clock("case/runs"); k.State != clocks.Over {
			t.Fatalf("the provisional date passed: %s", k.State)
		}
		if err := a.announce(holidays2027(t), late); err != nil {
			t.Fatal(err)
		}
		for stream, want := range map[string]calendar.Day{"case/runs": "2027-01-05", "case/paused": "2027-01-05", "case/extended": "2027-02-10", "case/met": "2027-01-04", "case/confirmed": "2026-12-31"} {
			k := a.clock(stream)
			if calendar.Of(k.Due) != want || k.Provisional && stream != "case/met" {
				t.Errorf("%s: due %s provisional %v, want %s", stream, calendar.Of(k.Due), k.Provisional, want)
			}
		}
		if k := a.clock("case/runs"); k.State != clocks.Running {
			t.Errorf("it did not run out by the real date: %s", k.State)
		}
		if n, err := a.c.Recompute(context.Background(), late); n != 0 || err != nil {
			t.Errorf("counted again twice: %d, %v", n, err)
		}
		if n, err := clocks.CountProvisional(db.Read(context.Background())); n != 0 || err != nil {
			t.Errorf("%d still wait, %v", n, err)
		}
	})
}

// Another server takes an announcement in, from the journal alone; loading it
// twice, or one that cannot be right, is refused.
func TestAllServersTakeTheAnnouncement(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := open(t, db)
		b := another(t, db, a.j.Types)
		n := holidays2027(t)
		if err := a.announce(n, november); err != nil {
			t.Fatal(err)
		}
		if b.c.Now().Announced(2027) {
			t.Fatal("known without looking")
		}
		if err := b.c.Refresh(context.Background()); err != nil || !b.c.Now().Announced(2027) {
			t.Fatalf("not taken in: %v", err)
		}
		if working, provisional := b.c.Now().Working("2027-01-04"); working || provisional {
			t.Error("4 January is announced as a day off")
		}
		if err := a.announce(n, november); errs.CodeOf(err) != errs.Refused {
			t.Errorf("the same again: %v", err)
		}
		changed := n
		changed.Days = append([]calendar.DayOff{{Name: "x", Date: "2027-03-01", Off: true}}, n.Days...)
		if err := a.announce(changed, november.AddDate(0, 1, 0)); err != nil {
			t.Errorf("a changed announcement: %v", err)
		}
		if working, _ := a.c.Now().Working("2027-03-01"); working {
			t.Error("the change did not count")
		}
		bad := calendar.Notice{Year: 2028, Days: []calendar.DayOff{{Date: "2028-01-01", Off: false}, {Date: "2028-13-01", Off: true}}}
		if list, ok := errors.AsType[errs.List](a.announce(bad, november)); !ok || len(list) < 3 {
			t.Errorf("mistakes: %v", list)
		}
		stranger := auth.Session("somebody", november)
		_, err := a.c.Announce(context.Background(), stranger, november, clocks.Announce{Notice: changed})
		if code := errs.CodeOf(err); code != errs.Forbidden && code != errs.NotFound {
			t.Errorf("a stranger: %v", err)
		}
	})
}

// A limit that was done while it stood still was done in time.
func TestDoneWhileItStoodStill(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := open(t, db)
		a.start("case/1", november, 3)
		a.move("case/1", november.AddDate(0, 0, 1), flow.ClockMove{Op: flow.ClockPause})
		a.move("case/1", november.AddDate(0, 2, 0), flow.ClockMove{Op: flow.ClockMeet})
		if k := a.clock("case/1"); k.State != clocks.Met {
			t.Errorf("it is %s", k.State)
		}
	})
}

// The same content has the same hash, however its file is laid out.
func TestHashOfANotice(t *testing.T) {
	n := holidays2027(t)
	raw, err := json.MarshalIndent(n, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	again, err := calendar.ReadNotice(raw)
	if err != nil {
		t.Fatal(err)
	}
	one, err1 := clocks.HashOf(n)
	two, err2 := clocks.HashOf(again)
	if err1 != nil || err2 != nil || one != two {
		t.Errorf("%s %s %v %v", one, two, err1, err2)
	}
}
