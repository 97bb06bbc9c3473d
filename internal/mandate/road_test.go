package mandate_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/mandate"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

var ctx = context.Background()

func world(t *testing.T, s app.Storage) *apptest.World {
	w := apptest.Make(t, s)
	w.FoundPartners()
	return w
}

// A mandate for one activity serves the first application of its leader and no
// other; both databases agree.
func TestOneActivity(t *testing.T) {
	for engine, storage := range map[string]func(t *testing.T) app.Storage{
		"sqlite": func(t *testing.T) app.Storage { return app.Storage{Data: t.TempDir()} },
		"postgres": func(t *testing.T) app.Storage {
			return app.Storage{Data: t.TempDir(), Database: storetest.PostgresURL(t)}
		},
	} {
		t.Run(engine, func(t *testing.T) {
			w := world(t, storage(t))
			today := calendar.Of(w.Now())
			id := w.Done(w.Mandate.Draft(ctx, w.As("partner"), w.Now(), mandate.Draft{Unit: w.Other, Committee: w.Committee, Terms: mandate.Terms{Ground: "none",
				Fields: []string{"medicine"}, Subject: "One work", Leader: w.Person("stranger"), From: today, Until: today.AddDays(30)}})).Result
			w.Done(w.Mandate.Offer(ctx, w.As("partner"), w.Now(), mandate.On{Mandate: id}))
			w.Done(w.Mandate.Accept(ctx, w.As("officer"), w.Now(), mandate.On{Mandate: id}))
			ask := activity.Ask{Unit: w.Other, Leader: w.Person("stranger"), Activity: "a1", Fields: []string{"medicine"}, Day: today}
			expect(t, w, ask, "")
			other := ask
			other.Leader = w.Person("partner")
			if got, err := w.Mandate.Entrusted(w.Read(ctx), other); err != nil || len(got) > 0 {
				t.Errorf("another leader's activity: %+v, %v", got, err)
			}
			act := w.DraftElsewhere("stranger", "One work")
			out := w.Done(w.Activity.Submit(ctx, w.As("stranger"), w.Now(), activity.Submit{Activity: act}))
			if !slices.ContainsFunc(out.Events, func(e journal.Event) bool { return e.Type == "mandate.used" }) {
				t.Errorf("the mandate was not used: %v", out.Events)
			}
			if got, err := w.Mandate.Entrusted(w.Read(ctx), ask); err != nil || len(got) > 0 {
				t.Errorf("after it was used: %+v, %v", got, err)
			}
			if _, err := mandate.Valid(w.Read(ctx), w.Other, w.Committee, today, []string{"medicine"}); !errs.Has(err, "mandate.none") {
				t.Errorf("a mandate for one activity counted for others: %v", err)
			}
		})
	}
}

// expect asks whether the world's committee may take an application.
func expect(t *testing.T, w *apptest.World, ask activity.Ask, key string) {
	t.Helper()
	got, err := w.Mandate.Entrusted(w.Read(ctx), ask)
	if err != nil || len(got) != 1 || got[0].ID != w.Committee {
		t.Fatalf("entrusted: %+v, %v", got, err)
	}
	if key == "" && got[0].Refused != nil || key != "" && !errs.Has(got[0].Refused, key) {
		t.Errorf("refused with %v; want %q", got[0].Refused, key)
	}
}

// A mandate counts within its term, for its fields, and while its committee is
// what the rules ask for.
func TestWhenItCounts(t *testing.T) {
	w := world(t, app.Storage{Data: t.TempDir()})
	w.Entrust("partner", 10)
	today := calendar.Of(w.Now())
	ask := activity.Ask{Unit: w.Other, Leader: w.Person("stranger"), Fields: []string{"medicine"}, Day: today}
	expect(t, w, ask, "")
	for _, c := range []struct {
		day    calendar.Day
		fields []string
		key    string
	}{
		{today.AddDays(-1), nil, "mandate.not_begun"}, {today.AddDays(9), nil, ""}, {today.AddDays(10), nil, "mandate.expired"},
		{today, []string{"education", "medicine"}, "mandate.outside"},
	} {
		a := ask
		if a.Day = c.day; c.fields != nil {
			a.Fields = c.fields
		}
		expect(t, w, a, c.key)
		id, err := mandate.Valid(w.Read(ctx), w.Other, w.Committee, c.day, a.Fields)
		if (c.key == "") != (err == nil && id != "") || c.key != "" && !errs.Has(err, c.key) {
			t.Errorf("valid on %s: %q, %v; want %q", c.day, id, err, c.key)
		}
	}
	w.Mandate.Standing = func(store.Reader, string, calendar.Day) (string, error) { return "lacking", nil }
	expect(t, w, ask, "mandate.standard.registered")
	w.Mandate.Standing = nil
	w.Done(w.Registry.LeaveCommittee(ctx, w.As("officer"), w.Now(), registry.LeaveCommittee{Committee: w.Committee,
		Leaving: registry.Leaving{Person: w.Person("law"), Day: today.AddDays(-1), Reason: "gone"}}))
	expect(t, w, ask, "mandate.standard.composed")
}

// The people of a centre who re-reviewed an activity as experts keep the centre
// from reviewing it, or a copy of it, where the work is on artificial
// intelligence (AI measures, article 11).
func TestNotAfterReReview(t *testing.T) {
	w := world(t, app.Storage{Data: t.TempDir()})
	w.Entrust("partner", 10)
	err := w.DB().Update(ctx, func(tx *store.Tx) error {
		if err := tx.Exec(`insert into rechecks (id, review, activity, committee, unit, applicant, department, title, number, state, result, applied_at, updated_at, version)
			values ('k', 'r', 'old', 'elsewhere', 'u', 'p', 'd', '', '', 'answered', 'disagree', 0, 0, 0)`); err != nil {
			return err
		}
		return tx.Exec(`insert into recheck_experts (recheck, ref, person, state, answered, since) values ('k', '1', $1, 'sitting', true, 0)`, w.Person("wang"))
	})
	if err != nil {
		t.Fatal(err)
	}
	ask := activity.Ask{Unit: w.Other, Leader: w.Person("stranger"), Activity: "new", Activities: []string{"new", "old"}, Fields: []string{"medicine"}, AI: true, Day: calendar.Of(w.Now())}
	expect(t, w, ask, "mandate.rechecked")
	ask.Activities = []string{"new"}
	expect(t, w, ask, "")
	ask.Activities, ask.AI = []string{"old"}, false
	expect(t, w, ask, "")
}

// The document is set in both languages with the terms in it, and says who signed.
func TestPaper(t *testing.T) {
	w := world(t, app.Storage{Data: t.TempDir()})
	id := w.Entrust("partner", 10)
	doc, err := w.Mandate.Paper(w.Read(ctx), w.As("chair"), id)
	if err != nil {
		t.Fatal(err)
	}
	var zh, en strings.Builder
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case letter.Paragraph:
			zh.WriteString(b.Text.ZH)
			en.WriteString(b.Text.EN)
		case letter.Signature:
			zh.WriteString(b.Name)
		}
	}
	for _, want := range []string{"明川科普学会", "明川大学伦理审查委员会", "跟踪审查和不良事件", "2026年11月29日", "邻里", "陈国栋"} {
		if !strings.Contains(strings.ReplaceAll(zh.String(), " ", ""), want) {
			t.Errorf("the Chinese part lacks %s: %s", want, zh.String())
		}
	}
	for _, want := range []string{"Mingchuan Society", "Entrusting moves no responsibility", "29 November 2026"} {
		if !strings.Contains(en.String(), want) {
			t.Errorf("the English part lacks %q", want)
		}
	}
	if pdf, err := letter.Render(doc); err != nil || len(pdf) < 1000 {
		t.Errorf("PDF of %d bytes, %v", len(pdf), err)
	}
}
