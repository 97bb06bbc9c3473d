package clocks_test

import (
	"context"
	"testing"
	"time"

	"lunheng/internal/clocks"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

type moved struct {
	Moves []flow.ClockMove `json:"moves"`
}

func (moved) EventType() string              { return "case.moved" }
func (m moved) ClockMoves() []flow.ClockMove { return m.Moves }

var day0 = time.Date(2026, 11, 2, 1, 0, 0, 0, time.UTC)

func day(n int) time.Time { return day0.AddDate(0, 0, n) }

// A clock warns once, runs over once, stays visible while it is open, and is
// met late; an extension lets it warn again.
func TestLifeOfAClock(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		types, err := journal.MakeTypes(clocks.Types(), []journal.Type{journal.TypeOf[moved]()})
		if err != nil {
			t.Fatal(err)
		}
		j := journal.Open(db, types, []journal.Projection{clocks.Projection()}, nil)
		run := func(at time.Time, m flow.ClockMove) {
			t.Helper()
			m.Clock = "decision"
			_, err := j.Do(context.Background(), journal.Act{Actor: "p", Now: at}, func(tx *journal.Tx) error {
				if _, err := tx.Load("case/1"); err != nil {
					return err
				}
				return tx.Append("case/1", journal.Because(moved{[]flow.ClockMove{m}}))
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		watch := func(at time.Time, want int) {
			t.Helper()
			if n, err := clocks.Watch(context.Background(), j, at); n != want || err != nil {
				t.Fatalf("on day %s: %d events, %v; want %d", at, n, err, want)
			}
		}
		is := func(want clocks.State) {
			t.Helper()
			cs, err := clocks.Of(db.Read(context.Background()), "case/1")
			if err != nil || len(cs) != 1 || cs[0].State != want {
				t.Fatalf("clocks %+v, %v; want one that is %s", cs, err, want)
			}
		}
		run(day(0), flow.ClockMove{Op: flow.ClockStart, Due: day(30), Warn: day(24), Amount: 30, Unit: "days", Holder: "c1"})
		watch(day(10), 0)
		watch(day(25), 1)
		watch(day(26), 0)
		run(day(28), flow.ClockMove{Op: flow.ClockExtend, Due: day(40), Warn: day(36)})
		is(clocks.Running)
		watch(day(31), 0)
		watch(day(37), 1)
		watch(day(41), 1)
		watch(day(42), 0)
		is(clocks.Over)
		run(day(43), flow.ClockMove{Op: flow.ClockMeet})
		is(clocks.MetLate)
		watch(day(99), 0)
	})
}

func TestTable(t *testing.T) {
	if err := clocks.Table.Check(); err != nil {
		t.Fatal(err)
	}
}
