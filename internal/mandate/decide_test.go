package mandate_test

import (
	"testing"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/mandate"
	"lunheng/internal/rules"

	"pgregory.net/rapid"
)

var holds = []rules.Standard{{Code: "fields", Holds: true}}

func facts(actor string) mandate.Facts {
	return mandate.Facts{Actor: actor, Today: "2026-11-20", Committee: true, CommitteeUnit: "centre", Principal: true, Grounds: []string{"none", "not_competent", "no_unit"},
		Fields: []string{"medicine", "education"}, Leader: true, LeaderUnit: "u", Standards: holds}
}

func draft() mandate.Draft {
	return mandate.Draft{Unit: "u", Committee: "c", Terms: mandate.Terms{Ground: "none", Standing: true, Fields: []string{"medicine"}, From: "2026-11-20", Until: "2027-11-19"}}
}

// What cannot be a mandate is refused at the draft, everything at once.
func TestDraftIsRefused(t *testing.T) {
	single := func(d *mandate.Draft) { d.Standing, d.Subject, d.Leader = false, "One work", "lin" }
	for name, c := range map[string]struct {
		key string
		set func(*mandate.Draft, *mandate.Facts)
	}{
		"no committee":        {"mandate.committee", func(_ *mandate.Draft, f *mandate.Facts) { f.Committee = false }},
		"closed unit":         {"mandate.principal", func(_ *mandate.Draft, f *mandate.Facts) { f.Principal = false }},
		"own committee":       {"mandate.own", func(_ *mandate.Draft, f *mandate.Facts) { f.CommitteeUnit = "u" }},
		"person with a unit":  {"mandate.has_unit", func(d *mandate.Draft, f *mandate.Facts) { d.Unit, f.PersonUnit = "", "u" }},
		"no ground":           {"mandate.ground", func(d *mandate.Draft, _ *mandate.Facts) { d.Ground = "because" }},
		"no field":            {"mandate.fields", func(d *mandate.Draft, _ *mandate.Facts) { d.Fields = nil }},
		"unknown field":       {"mandate.field.unknown", func(d *mandate.Draft, _ *mandate.Facts) { d.Fields = []string{"magic"} }},
		"no first day":        {"mandate.from", func(d *mandate.Draft, _ *mandate.Facts) { d.From = "soon" }},
		"no end":              {"mandate.until", func(d *mandate.Draft, _ *mandate.Facts) { d.Until = "" }},
		"ends before it does": {"mandate.term", func(d *mandate.Draft, _ *mandate.Facts) { d.Until = "2026-11-19" }},
		"which activity":      {"mandate.subject", func(d *mandate.Draft, _ *mandate.Facts) { single(d); d.Subject = " " }},
		"leader of elsewhere": {"mandate.leader", func(d *mandate.Draft, f *mandate.Facts) { single(d); f.LeaderUnit = "v" }},
		"another's activity":  {"mandate.activity", func(d *mandate.Draft, f *mandate.Facts) { single(d); d.Activity, f.Applicant = "a", "wang" }},
		"long note":           {"mandate.long", func(d *mandate.Draft, _ *mandate.Facts) { d.Fee = string(make([]byte, 5000)) }},
	} {
		d, f := draft(), facts("officer")
		c.set(&d, &f)
		if _, err := (mandate.State{}).Draft(d, f); !errs.Has(err, c.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if news, err := (mandate.State{}).Draft(draft(), facts("officer")); err != nil || len(news) != 1 {
		t.Errorf("a good draft: %v, %v", news, err)
	}
}

// history plays events into a mandate.
type history struct {
	mandate.State
	events []journal.Event
}

func (h *history) take(news []journal.New, err error, actor string) error {
	if err != nil {
		return err
	}
	for _, n := range news {
		h.events = append(h.events, journal.Event{Stream: "mandate/m", Version: int64(len(h.events) + 1), Type: n.Body.EventType(), Body: n.Body, Actor: actor,
			At: time.Date(2026, 11, 20, 2, 0, len(h.events), 0, time.UTC)})
	}
	h.State, err = mandate.Fold(h.events)
	return err
}

// In whatever order people act: a mandate counts only after two different people
// have signed the same terms while all demands were met, and terms never change
// once one side has signed.
func TestHistories(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &history{}
		d := draft()
		d.Until = calendar.Day("2026-11-20").AddDays(rapid.IntRange(0, 40).Draw(t, "term"))
		news, err := h.Draft(d, facts("a"))
		if err := h.take(news, err, "a"); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			actor := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "who")
			f := facts(actor)
			f.Today = f.Today.AddDays(rapid.IntRange(0, 50).Draw(t, "day"))
			met := rapid.Bool().Draw(t, "met")
			f.Standards = []rules.Standard{{Code: "grade", Holds: met}}
			before := h.State
			act := rapid.SampledFrom([]string{"offer", "accept", "change", "take back", "decline", "end", "discard", "use"}).Draw(t, "act")
			var news []journal.New
			var err error
			switch act {
			case "offer":
				news, err = h.Offer(f)
			case "accept":
				news, err = h.Accept(f)
			case "change":
				terms := h.Terms
				terms.Fee = "other"
				news, err = h.Change(mandate.Change{Terms: terms}, f)
			case "take back":
				news, err = h.TakeBack()
			case "decline":
				news, err = h.Decline(mandate.On{Reason: "no"})
			case "end":
				news, err = h.End(mandate.On{Reason: "over"}, mandate.Entrusted)
			case "discard":
				news, err = h.Discard()
			case "use":
				news, err = h.Use("x")
			}
			if err != nil {
				continue
			}
			if err := h.take(news, nil, actor); err != nil {
				t.Fatalf("%s from %s: %v", act, before.State, err)
			}
			if (act == "offer" || act == "accept") && (!met || f.Today > h.Until) {
				t.Fatalf("signed while a demand was not met or the term was over")
			}
			if before.State != mandate.StateDrafted && before.Fee != h.Fee {
				t.Fatalf("terms changed in the state %s", before.State)
			}
			if h.State.State == mandate.StateInForce && (h.Offered.Person == "" || h.Accepted.Person == "" || h.Offered.Person == h.Accepted.Person || h.Offered.Hash != h.Accepted.Hash) {
				t.Fatalf("in force with %+v and %+v", h.Offered, h.Accepted)
			}
		}
	})
}
