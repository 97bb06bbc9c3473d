package risk_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/conduct"
	"lunheng/internal/consent"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/risk"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
	"lunheng/packs"
)

// low is a pack whose thresholds a short history reaches.
var low = fstest.MapFS{"low/pack.yaml": {Data: []byte(`
id: low
version: "1"
title: {zh: 试验, en: Trial}
region: "9901"
extends: [cn]
sources: [{id: LOW, title: {zh: 试验, en: Trial}, undated: true}]
lists:
  - name: risk_signals
    source: LOW
    items:
      - {code: adverse_events, text: {zh: 激增, en: Spike}, attrs: {quantity: adverse_rise, window: 30, least: 2, yellow: 200, red: 300, weight: 15, audience: [unit]}}
      - {code: amendments, text: {zh: 修改, en: Amendments}, attrs: {quantity: amendments, window: 60, blue: 2, yellow: 4, weight: 5}}
      - {code: approves_everything, text: {zh: 全同意, en: All approved}, attrs: {quantity: approval_share, window: 90, least: 3, yellow: 80, orange: 100, weight: 8}}
      - {code: hasty_decisions, text: {zh: 仓促, en: Hasty}, attrs: {quantity: hasty_share, window: 90, least: 2, minutes: 5, yellow: 50, orange: 80, weight: 10}}
      - {code: impossible_load, text: {zh: 负担, en: Load}, attrs: {quantity: cases_a_day, window: 40, yellow: 2, orange: 4, weight: 8}}
      - {code: many_overdue, text: {zh: 多项逾期, en: Many overdue}, attrs: {quantity: overdue_activities, yellow: 2, orange: 3, weight: 15}}
      - {code: retractions, text: {zh: 撤稿, en: Retractions}, attrs: {quantity: retractions, window: 120, blue: 1, yellow: 3, weight: 12}}
`)}}

func lowBook(t *testing.T) *rules.Book {
	t.Helper()
	book, err := rules.Load(packs.FS(), low)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// history is a house whose events are made up one by one.
type history struct {
	t     interface{ Fatal(...any) }
	db    *store.DB
	j     *journal.Journal
	s     *risk.Service
	now   time.Time
	n     int
	round int               // of the first id of this history
	runs  map[string]string // activities of this history, and how their work stands
}

func openHistory(t interface{ Fatal(...any) }, db *store.DB, book *rules.Book) *history {
	h := &history{t: t, db: db, now: time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)}
	types, err := journal.MakeTypes(clocks.Types(), activity.Types(), review.Types(), conduct.Types(), consent.Types(), risk.Types())
	h.ok(err)
	h.j = journal.Open(db, types, []journal.Projection{clocks.Projection(), activity.Projection(), review.Projection(), conduct.Projection(), consent.Projection(), risk.Projection()}, nil)
	h.s = &risk.Service{J: h.j, Book: rules.Shelve(book)}
	h.j.Reactions = h.s.Reactions()
	h.ok(db.Update(context.Background(), func(tx *store.Tx) error {
		for i, region := range []string{"990105", "440305"} {
			if err := tx.Exec(`insert into units (id, name_zh, name_en, key_zh, key_en, sort, kind, uscc, region, department, fields, grade, state, created_at, updated_at, version)
				values ($1, $1, $1, $1, $1, $1, 'university', '', $2, 'd1', '[]', 0, 'active', 0, 0, 1)`, fmt.Sprintf("u%d", i), region); err != nil {
				return err
			}
			if err := tx.Exec(`insert into committees (id, unit, name_zh, name_en, sort, region, fields, state, created_at, updated_at, version)
				values ($1, $2, $1, $1, $1, $3, '[]', 'active', 0, 0, 1)`, fmt.Sprintf("k%d", i), fmt.Sprintf("u%d", i), region); err != nil {
				return err
			}
			if err := tx.Exec(`insert into persons (id, unit, kind, state, created_at, updated_at, version) values ($1, $2, 'staff', 'active', 0, 0, 1)`, fmt.Sprintf("p%d", i), fmt.Sprintf("u%d", i)); err != nil {
				return err
			}
		}
		return nil
	}))
	return h
}

// same compares what the watch keeps with what a survey finds.
func (h *history) same(t interface{ Fatalf(string, ...any) }) {
	held, scratch := h.held(), h.scratch()
	if slices.Equal(held, scratch) {
		return
	}
	less := func(a, b []string) string {
		return strings.Join(slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) }), "\n")
	}
	t.Fatalf("the watch alone keeps\n%s\na survey alone finds\n%s", less(held, scratch), less(scratch, held))
}

func (h *history) ok(err error) {
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *history) id(kind string) string { h.n++; return fmt.Sprintf("%s%d", kind, h.n) }

// happen appends events to a stream.
func (h *history) happen(stream string, bodies ...journal.Body) {
	_, err := h.j.Do(context.Background(), journal.Act{Actor: "p0", Now: h.now}, func(tx *journal.Tx) error {
		if _, err := tx.Load(stream); err != nil {
			return err
		}
		var news []journal.New
		for _, b := range bodies {
			news = append(news, journal.Because(b))
		}
		return tx.Append(stream, news...)
	})
	h.ok(err)
}

func place(i int) (unit, committee, region string) {
	return fmt.Sprintf("u%d", i), fmt.Sprintf("k%d", i), []string{"990105", "440305"}[i]
}

// apply is an application with a consent form.
func (h *history) apply(at, leader, hash int, handIn bool) {
	id := h.id("a")
	unit, committee, region := place(at)
	h.happen(activity.Stream(id), activity.Drafted{Unit: unit, Region: region, Leader: fmt.Sprintf("l%d", leader)},
		activity.FileAttached{File: activity.File{ID: id + "f", Field: "consent_form", Hash: fmt.Sprintf("h%d-%d", h.round, hash), Name: "c", Type: "text/plain"}})
	if handIn {
		h.happen(activity.Stream(id), activity.Submitted{N: 1, Committee: committee, Unit: unit, Region: region, Leader: fmt.Sprintf("l%d", leader), Title: "T"})
	}
	h.runs[id] = ""
}

// begin begins the work, with a consent form in force.
func (h *history) begin(id string, at, months int) {
	unit, committee, region := place(at)
	h.happen(conduct.Stream(id), conduct.Begun{Review: id + "r", Committee: committee, Unit: unit, Region: region, Leader: "l0", Title: "T", Months: months, Due: h.now.AddDate(0, months, 0)})
	h.happen(consent.Stream(id), consent.Started{Unit: unit, Documents: []string{"x"}, Way: "written"}, consent.Cut{N: 1, Way: "written"}, consent.PutBefore{N: 1}, consent.Approved{N: 1})
	h.runs[id] = "running"
}

// decide is a meeting that decides cases.
func (h *history) decide(at, cases, minutes, approved int) {
	unit, committee, _ := place(at)
	m := h.id("m")
	h.happen(review.MeetingStream(m), review.MeetingPlanned{Committee: committee, StartsAt: h.now, Mode: "video"})
	var all []string
	for range cases {
		r := h.id("r")
		all = append(all, r)
		h.happen(review.Stream(r), review.Opened{Activity: "none", Committee: committee, Unit: unit, Applicant: "l0", Title: "T"}, review.Accepted{Number: r, Year: 2026, Seq: h.n}, review.Scheduled{Meeting: m})
		h.happen(review.MeetingStream(m), review.ItemAdded{Review: r, Title: "T"})
	}
	h.happen(review.MeetingStream(m), review.MeetingCalled{}, review.MeetingOpened{Presiding: "p0"}, review.Arrived{Person: "p0"}, review.Arrived{Person: "p1"})
	for i, r := range all {
		h.happen(review.Stream(r), review.TakenUp{Meeting: m})
		h.happen(review.MeetingStream(m), review.ItemOpened{Review: r})
		h.now = h.now.Add(time.Duration(minutes) * time.Minute)
		d := review.Decision{Meeting: m, Outcome: "approve"}
		if i < approved {
			h.happen(review.Stream(r), review.Approved{Decision: d})
		} else {
			d.Outcome = "reject"
			h.happen(review.Stream(r), review.Rejected{Decision: d})
		}
		h.happen(review.MeetingStream(m), review.ItemDecided{Review: r, Outcome: d.Outcome})
	}
}

// held are the signals that the watch keeps, as text; scratch those of a survey.
func (h *history) held() []string {
	_, err := h.s.Watch(context.Background(), h.now)
	h.ok(err)
	rows, err := h.db.Read(context.Background()).Query(`select id from risk_signals where state <> 'cleared' order by id`)
	h.ok(err)
	var ids, out []string
	for rows.Next() {
		var id string
		h.ok(rows.Scan(&id))
		ids = append(ids, id)
	}
	h.ok(rows.Close())
	for _, id := range ids {
		events, err := h.j.Stream(h.db.Read(context.Background()), risk.SignalStream(id))
		h.ok(err)
		s, err := risk.FoldSignal(events)
		h.ok(err)
		out = append(out, line(s.Kind, s.Subject, s.Definition, s.Finding))
	}
	slices.Sort(out)
	return out
}

func (h *history) scratch() []string {
	var out []string
	h.ok(h.s.Survey(h.db.Read(context.Background()), h.now, func(x risk.Standing) error {
		out = append(out, line(x.Kind, x.Subject, x.Definition, x.Finding))
		return nil
	}, func(string, string, time.Time) error { return nil }))
	slices.Sort(out)
	return out
}

// counted are the definitions whose value is told anew with every change.
var counted = []string{"running_after_lapse", "enrolled_before_approval", "copied_consent", "amendments", "many_overdue", "retractions"}

func line(kind, subject, definition string, f risk.Finding) string {
	out := fmt.Sprintf("%s %s %s %s %d", kind, subject, definition, f.Level, f.Score)
	if slices.Contains(counted, definition) {
		out += fmt.Sprint(" ", f.Value, f.Records)
	}
	return out
}

// Whatever has happened, and whenever one looked in between: what the watch keeps,
// looking at those alone whom something concerned, is what a survey of everything
// finds.
func TestWatchEqualsSurvey(t *testing.T) {
	h := openHistory(t, storetest.SQLite(t), lowBook(t))
	rapid.Check(t, func(rt *rapid.T) { // one house: each history goes on where the last one ended
		h.t, h.runs, h.round = rt, map[string]string{}, h.n
		pick := func(name string, n int) int { return rapid.IntRange(0, n).Draw(rt, name) }
		running := func(states ...string) []string {
			return slices.DeleteFunc(slices.Sorted(maps.Keys(h.runs)), func(id string) bool { return !slices.Contains(states, h.runs[id]) })
		}
		for range rapid.IntRange(5, 40).Draw(rt, "steps") {
			switch what := pick("what", 9); what {
			case 0:
				h.apply(pick("place", 1), pick("leader", 2), pick("hash", 1), pick("in", 3) > 0)
			case 1:
				if ids := running(""); len(ids) > 0 {
					h.begin(rapid.SampledFrom(ids).Draw(rt, "id"), pick("place", 1), 1+pick("months", 3))
				}
			case 2, 3:
				if ids := running("running", "lapsed"); len(ids) > 0 {
					id := rapid.SampledFrom(ids).Draw(rt, "id")
					kind := rapid.SampledFrom([]string{"amendment", "adverse_event"}).Draw(rt, "kind")
					for range 1 + pick("reports", 3) {
						h.happen(conduct.Stream(id), conduct.Reported{Report: h.id("q"), Kind: kind, Review: "x"})
					}
				}
			case 4:
				if ids := running("running"); len(ids) > 0 {
					id := rapid.SampledFrom(ids).Draw(rt, "id")
					h.happen(conduct.Stream(id), conduct.Lapsed{Due: h.now})
					h.runs[id] = "lapsed"
				}
			case 5:
				if ids := running("lapsed"); len(ids) > 0 {
					id := rapid.SampledFrom(ids).Draw(rt, "id")
					if pick("end", 1) == 0 {
						h.happen(conduct.Stream(id), conduct.Terminated{Reason: "x"})
						h.runs[id] = "terminated"
					} else {
						h.happen(conduct.Stream(id), conduct.FollowedUp{Report: "x", Months: 2, Due: h.now.AddDate(0, 2, 0)})
						h.runs[id] = "running"
					}
				}
			case 6:
				if ids := running("running", "lapsed"); len(ids) > 0 {
					day := calendar.Of(h.now).AddDays(pick("day", 200) - 150)
					h.happen(consent.Stream(rapid.SampledFrom(ids).Draw(rt, "id")), consent.Given{N: 1, Document: "x", Way: "written", Codes: []string{h.id("c")}, Day: day})
				}
			case 7:
				cases := 1 + pick("cases", 3)
				h.decide(pick("place", 1), cases, []int{1, 30}[pick("minutes", 1)], pick("approved", cases))
			case 8:
				unit, _, _ := place(pick("place", 1))
				id := h.id("w")
				h.happen(risk.LeadStream(id), risk.Noted{Kind: risk.Retraction, Origin: "x:" + id, Title: "T", Day: calendar.Of(h.now).AddDays(-pick("ago", 200)), Weight: 1 + pick("weight", 2),
					Places: []risk.Place{{N: 1, Name: "U", Unit: unit, State: []string{risk.Matched, risk.Asked}[pick("ask", 1)]}}})
				if pick("aside", 4) == 0 {
					h.happen(risk.LeadStream(id), risk.LeadSetAside{Reason: "x"})
				}
			case 9:
				h.now = h.now.Add(time.Duration(1+pick("hours", 60*24)) * time.Hour)
			}
			if pick("look", 3) == 0 {
				h.same(rt)
			}
			h.now = h.now.Add(time.Minute)
		}
		h.same(rt)
	})
}
