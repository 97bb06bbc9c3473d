package learning_test

import (
	"testing"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/learning"

	"pgregory.net/rapid"
)

const today = calendar.Day("2026-11-20")

func facts(actor, id string) learning.Facts {
	return learning.Facts{Actor: actor, Today: today, Kinds: []string{"regular", "induction", "quality"}, NewID: id}
}

func course(day calendar.Day, hours int) learning.Course {
	return learning.Course{Kind: "regular", Course: "Ethics of " + string(day), Provider: "Academy", Hours: hours, Day: day}
}

// history plays events into somebody's training.
type history struct {
	learning.State
	events []journal.Event
}

func (h *history) take(news []journal.New, err error, actor string) error {
	for _, n := range news {
		h.events = append(h.events, journal.Event{Stream: "training/wang", Version: int64(len(h.events) + 1), Type: n.Body.EventType(), Body: n.Body, Actor: actor,
			At: today.Start().Add(time.Duration(len(h.events)) * time.Second)})
	}
	if err == nil {
		h.State, err = learning.Fold("wang", h.events)
	}
	return err
}

// What is not evidence of learning is refused, everything at once.
func TestEntriesAreRefused(t *testing.T) {
	bad := learning.Enter{Person: "wang", Course: learning.Course{Kind: "magic", Hours: 500, Day: "2027-01-01"}}
	_, err := learning.State{Person: "wang"}.Enter(bad, facts("wang", "r"))
	for _, key := range []string{"training.kind", "training.course", "training.provider", "training.hours", "training.day", "training.evidence"} {
		if !errs.Has(err, key) {
			t.Errorf("%s is missing in %v", key, err)
		}
	}
	h := &history{State: learning.State{Person: "wang"}}
	if err := take(h, course(today, 8), "r1"); err != nil {
		t.Fatal(err)
	}
	if err := take(h, course(today, 8), "r2"); !errs.Has(err, "training.twice") {
		t.Errorf("the same course again: %v", err)
	}
	if _, err := (learning.State{Person: "officer"}).Take(course(today, 8), facts("officer", "r")); !errs.Has(err, "training.self") {
		t.Errorf("importing one's own: %v", err)
	}
}

func take(h *history, c learning.Course, id string) error {
	news, err := h.Take(c, facts("officer", id))
	return h.take(news, err, "officer")
}

// Nobody confirms their own training, nothing is confirmed twice, and a refusal says
// why.
func TestConfirm(t *testing.T) {
	h := &history{State: learning.State{Person: "wang"}}
	cmd := learning.Enter{Person: "wang", Course: course("2026-11-01", 8)}
	cmd.Keep(&blob.Kept{Name: "certificate.pdf"})
	news, err := h.Enter(cmd, facts("wang", "r1"))
	if err := h.take(news, err, "wang"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Confirm(learning.On{ID: "r1"}, facts("wang", "")); !errs.Has(err, "training.self") {
		t.Errorf("one's own: %v", err)
	}
	if _, err := h.Refuse(learning.On{ID: "r1"}, facts("officer", "")); !errs.Has(err, "training.reason") {
		t.Errorf("refused without a reason: %v", err)
	}
	if _, err := h.Confirm(learning.On{ID: "r9"}, facts("officer", "")); errs.CodeOf(err) != errs.NotFound {
		t.Errorf("no such record: %v", err)
	}
	news, err = h.Confirm(learning.On{ID: "r1"}, facts("officer", ""))
	if err := h.take(news, err, "officer"); err != nil || len(h.Counted()) != 1 {
		t.Fatalf("%v, %v", h.Counted(), err)
	}
	if _, err := h.Withdraw(learning.On{ID: "r1"}); !errs.Has(err, "training.state") {
		t.Errorf("withdrawn after it was confirmed: %v", err)
	}
}

// A duty begins once for each cause, is met by a confirmed record of its kind, and
// can be lifted with a reason by somebody else.
func TestDuties(t *testing.T) {
	h := &history{State: learning.State{Person: "wang"}}
	limit := flow.ClockMove{Due: today.AddDays(60).End()}
	trigger := learning.Trigger{Cause: learning.CauseAppointment, Kind: "induction", Limit: &limit}
	if err := h.take(h.Assign(trigger, "committee/c", "", facts("officer", "d1")), nil, "officer"); err != nil || len(h.OpenDuties()) != 1 {
		t.Fatalf("%+v, %v", h.Duties, err)
	}
	if news := h.Assign(trigger, "committee/other", "", facts("officer", "d2")); news != nil {
		t.Errorf("a second open duty: %v", news)
	}
	if err := take(h, course(today, 8), "r1"); err != nil || len(h.OpenDuties()) != 1 {
		t.Errorf("a course of another kind meets it: %+v, %v", h.Duties, err)
	}
	c := course(today, 4)
	c.Kind, c.Course = "induction", "First steps"
	if err := take(h, c, "r2"); err != nil || len(h.OpenDuties()) != 0 || h.Duties[0].State != learning.Done {
		t.Errorf("not met: %+v, %v", h.Duties, err)
	}
	if news := h.Assign(trigger, "committee/other", "", facts("officer", "d3")); news != nil {
		t.Errorf("trained already, and asked again: %v", news)
	}
	trigger.Cause, trigger.Kind = learning.CauseQuality, "quality"
	if err := h.take(h.Assign(trigger, "sample/s", "", facts("officer", "d4")), nil, "officer"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Lift(learning.On{ID: "d4", Reason: "because"}, facts("wang", "")); !errs.Has(err, "training.self") {
		t.Errorf("lifted one's own: %v", err)
	}
	news, err := h.Lift(learning.On{ID: "d4", Reason: "on leave"}, facts("officer", ""))
	if err := h.take(news, err, "officer"); err != nil || h.Duties[1].State != learning.Lifted {
		t.Errorf("not lifted: %+v, %v", h.Duties, err)
	}
}

// The standing of a day is what adding up the hours of that day says, and the last
// day on which they suffice is right: on it they do, on the next they do not.
func TestStandingAgreesWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := learning.Demand{Hours: rapid.IntRange(1, 30).Draw(t, "hours"), Months: rapid.IntRange(1, 24).Draw(t, "months"), Warn: rapid.IntRange(0, 60).Draw(t, "warn")}
		var list []learning.Record
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			list = append(list, learning.Record{Course: learning.Course{Hours: rapid.IntRange(1, 12).Draw(t, "h"), Day: today.AddDays(-rapid.IntRange(-30, 900).Draw(t, "ago"))}})
		}
		count := func(day calendar.Day) int {
			n := 0
			for _, r := range list {
				if r.Day <= day && day < r.Day.AddMonths(d.Months) && r.Day <= today {
					n += r.Hours
				}
			}
			return n
		}
		s := learning.Stand(d, list, today)
		if s.Have != count(today) || s.Fails() != (count(today) < d.Hours) {
			t.Fatalf("%+v of %+v", s, list)
		}
		switch {
		case !s.Fails() && (count(s.Until) < d.Hours || count(s.Until.AddDays(1)) >= d.Hours):
			t.Fatalf("suffices until %s: %+v", s.Until, list)
		case (s.Level == learning.Soon) != (!s.Fails() && s.Until.AddDays(-d.Warn) <= today):
			t.Fatalf("warns wrongly: %+v", s)
		case s.Level == learning.Lapsed && (s.Until >= today || count(s.Until) < d.Hours):
			t.Fatalf("lapsed after %s: %+v", s.Until, list)
		}
		if s.Level == learning.Short {
			for day := today.AddDays(-800); day < today; day = day.AddDays(1) {
				if count(day) >= d.Hours {
					t.Fatalf("there were enough on %s: %+v", day, list)
				}
			}
		}
	})
}
