package interests_test

import (
	"testing"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/interests"
	"lunheng/internal/journal"

	"pgregory.net/rapid"
)

const today = calendar.Day("2026-11-20")

func facts(id string, day calendar.Day) interests.Facts {
	return interests.Facts{Today: day, NewID: id, Known: true, Next: &flow.ClockMove{Due: day.AddMonths(12).End()},
		Kinds: map[string][]string{"employment": {"unit", "company"}, "teacher": {"person"}}}
}

// history plays events into somebody's register.
type history struct {
	interests.State
	events []journal.Event
}

func (h *history) take(news []journal.New, err error, day calendar.Day) error {
	for _, n := range news {
		h.events = append(h.events, journal.Event{Stream: "interests/wang", Version: int64(len(h.events) + 1), Type: n.Body.EventType(), Body: n.Body, Actor: "wang", At: day.Start()})
	}
	if err == nil {
		h.State, err = interests.Fold("wang", h.events)
	}
	return err
}

// What says nothing about an interest is refused, everything at once.
func TestDeclaringIsChecked(t *testing.T) {
	s := interests.State{Person: "wang"}
	_, err := s.Declare(interests.Declare{Kind: "magic", With: interests.WithCompany, Company: "x", From: "2026-02-30", Until: "2026-01-01"}, facts("i", today))
	for _, key := range []string{"interests.kind", "interests.company", "interests.from"} {
		if !errs.Has(err, key) {
			t.Errorf("%s is missing in %v", key, err)
		}
	}
	for key, cmd := range map[string]interests.Declare{
		"interests.with":   {Kind: "teacher", With: interests.WithCompany, Company: "Acme"},
		"interests.person": {Kind: "teacher", With: interests.WithPerson, About: "wang"},
		"interests.until":  {Kind: "employment", With: interests.WithUnit, Unit: "u", From: today, Until: today.AddDays(-1)},
	} {
		if _, err := s.Declare(cmd, facts("i", today)); !errs.Has(err, key) {
			t.Errorf("%s is missing in %v", key, err)
		}
	}
	stranger := facts("i", today)
	stranger.Known = false
	if _, err := s.Declare(interests.Declare{Kind: "employment", With: interests.WithUnit, Unit: "u"}, stranger); !errs.Has(err, "interests.unit") {
		t.Errorf("a unit that nobody knows: %v", err)
	}
}

// No event carries what a person wrote: names of companies and words go to the vault.
func TestWordsStayOutOfEvents(t *testing.T) {
	news, err := interests.State{Person: "wang"}.Declare(interests.Declare{Kind: "employment", With: interests.WithCompany, Company: "Acme Genetics", Note: "my brother's"}, facts("i", today))
	if err != nil {
		t.Fatal(err)
	}
	want := interests.Declared{ID: "i", Kind: "employment", With: interests.WithCompany, From: today}
	if len(news) != 1 || news[0].Body != want {
		t.Errorf("got %+v, want %+v", news, want)
	}
}

// Whoever is appointed is asked once; confirming meets that limit and begins the
// next.
func TestAskedOnceAndConfirmedEveryPeriod(t *testing.T) {
	h := &history{State: interests.State{Person: "wang"}}
	if err := h.take(h.Ask("c1", facts("", today)), nil, today); err != nil {
		t.Fatal(err)
	}
	if again := h.Ask("c2", facts("", today)); again != nil {
		t.Errorf("asked again: %+v", again)
	}
	news, err := h.Confirm(facts("", today))
	if err := h.take(news, err, today); err != nil {
		t.Fatal(err)
	}
	moves := news[0].Body.(interests.Confirmed).Moves
	if len(moves) != 2 || moves[0].Op != flow.ClockMeet || moves[1].Op != flow.ClockStart {
		t.Errorf("clocks: %+v", moves)
	}
	if _, err := h.Confirm(facts("", today)); !errs.Has(err, "interests.confirmed") {
		t.Errorf("twice on a day: %v", err)
	}
	if h.State.State != interests.StateConfirmed || !h.Due.Equal(today.AddMonths(12).End()) {
		t.Errorf("state %s, due %v", h.State.State, h.Due)
	}
}

// Whatever happens: what is in force on a day began and did not end before it, and
// nothing that was declared is lost.
func TestRegisterKeepsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, day, declared := &history{State: interests.State{Person: "wang"}}, today, 0
		for i := range rapid.IntRange(1, 25).Draw(t, "steps") {
			day = day.AddDays(rapid.IntRange(0, 90).Draw(t, "days"))
			id := string(rune('a' + i))
			var news []journal.New
			var err error
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				news = h.Ask("c1", facts("", day))
			case 1:
				news, err = h.Confirm(facts("", day))
			case 2:
				news, err = h.End(interests.On{ID: string(rune('a' + rapid.IntRange(0, i).Draw(t, "which")))}, facts("", day))
			default:
				news, err = h.Declare(interests.Declare{Kind: "teacher", With: interests.WithPerson, About: "li", From: day.AddDays(rapid.IntRange(-30, 30).Draw(t, "from"))}, facts(id, day))
				if err == nil {
					declared++
				}
			}
			if err = h.take(news, err, day); err != nil && errs.CodeOf(err) == errs.Internal {
				t.Fatal(err)
			}
		}
		if len(h.Items) != declared {
			t.Fatalf("%d declared, %d kept", declared, len(h.Items))
		}
		for _, x := range h.InForce(day) {
			if x.From > day || x.Until != "" && x.Until < day {
				t.Fatalf("%+v is said to hold on %s", x, day)
			}
		}
	})
}
