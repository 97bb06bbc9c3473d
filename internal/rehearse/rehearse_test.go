package rehearse_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"lunheng/internal/assess"
	"lunheng/internal/calendar"
	"lunheng/internal/rehearse"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
	"lunheng/packs"
)

var (
	ctx = context.Background()
	now = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
)

// The draft of an invented city: less time to decide, a meeting for minors, and a
// department of its own for animals.
const draft = `id: democity
version: "1"
title: {zh: 示例市, en: Demo City}
region: "9901"
extends: [cn]
sources:
  - {id: DEMO, title: {zh: 示例市办法, en: Measures}, issued: 2026-01-05, in_force: 2026-03-01}
params:
  - {name: decision_days, value: 10, unit: days, source: DEMO, article: "7", confidence: V, title: {zh: 期限, en: Time}}
rules:
  - id: democity.minors
    point: assessment
    when: '"minors" in activity.humans.vulnerable && out.review == "required"'
    sets: {procedure: meeting, supervisors: sz.health, obligations: closer_follow_up}
    source: DEMO
    article: "9"
    because: {zh: 有未成年人, en: Minors take part}
`

func books(t *testing.T) (with, without *rules.Book) {
	t.Helper()
	with, err := rules.Load(packs.FS(), fstest.MapFS{"pack.yaml": {Data: []byte(draft)}})
	if err != nil {
		t.Fatal(err)
	}
	if without, err = rules.Load(packs.FS()); err != nil {
		t.Fatal(err)
	}
	return with, without
}

func profile(region, committee string, vulnerable ...string) assess.Activity {
	a := assess.Activity{Unit: assess.Unit{Region: region, Committee: committee, Kind: "university"}, Risk: "minimal"}
	a.Humans = assess.Humans{Participants: "survey", Vulnerable: vulnerable}
	return a
}

// world fills the tables as the projections would.
type world struct {
	t  *testing.T
	db *store.DB
}

func (w world) add(id, state string, p assess.Activity) {
	w.t.Helper()
	raw, err := json.Marshal(p)
	if err != nil {
		w.t.Fatal(err)
	}
	w.exec(`insert into activities (id, title, leader, unit, committee, state, region, fields, scope, review_needed, procedure, recheck,
		review, origin, submissions, created_at, updated_at, submitted_at, decided_at, version)
		values ($1, $2, 'lin', $3, 'c', $4, $5, '[]', '[]', '', '', '[]', $6, '', 1, 0, 0, 0, 0, 1)`,
		id, "题"+id, "unit-"+id, state, p.Unit.Region, "case-"+id)
	if state == "draft" {
		w.exec(`insert into activity_profiles (activity, draft, profile, on_day) values ($1, $2, '', '')`, id, string(raw))
		return
	}
	w.exec(`insert into activity_profiles (activity, draft, profile, on_day) values ($1, '', $2, '2026-10-01')`, id, string(raw))
}

func (w world) clock(id string, started time.Time) {
	due, _ := calendar.Span{Amount: 30, Unit: calendar.Days}.Due(nil, started)
	w.exec(`insert into clocks (id, stream, name, state, started, due, warn, warned, ended, amount, unit, provisional, who, holder, rule, source, article, base, rest)
		values ($1, $2, 'decision', 'running', $3, $4, $4, false, 0, 30, 'days', false, 'chair', 'c', '', '', '', $3, 30)`,
		"review/case-"+id+"#decision", "review/case-"+id, store.Micros(started), store.Micros(due))
}

func (w world) exec(query string, args ...any) {
	w.t.Helper()
	if err := w.db.Update(ctx, func(tx *store.Tx) error { return tx.Exec(query, args...) }); err != nil {
		w.t.Fatal(err)
	}
}

func ids(items []rehearse.Item) []string {
	var out []string
	for _, it := range items {
		out = append(out, it.ID)
	}
	return out
}

// What a draft would change is told case by case: who goes to a meeting and before
// whom, what is open and late, whose unit needs a committee; and nothing of what
// lies elsewhere or was never handed in.
func TestWhatWouldChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := world{t, db}
		w.add("a1", "approved", profile("990101", "own", "minors"))
		w.add("a2", "under_review", profile("990102", "own"))
		w.clock("a2", now.AddDate(0, 0, -12)) // 30 days: in time; 10 days: late
		w.add("a3", "under_review", profile("990102", "own"))
		w.clock("a3", now.AddDate(0, 0, -2))
		w.add("a4", "approved", profile("440305", "own", "minors")) // elsewhere
		w.add("a5", "draft", profile("990101", "own", "minors"))
		with, without := books(t)
		o := rehearse.Options{With: with, Without: without, Pack: "democity", Day: "2026-11-20", Titles: true, Now: now, Cal: nil}
		r, err := rehearse.Run(ctx, db.Read(ctx), o, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Total != 4 || r.Judged != 4 || r.Changed != 3 || r.Open != 2 || r.Unjudged != 0 || r.Away != 1 {
			t.Errorf("total %d, judged %d, changed %d, open %d, faults %v", r.Total, r.Judged, r.Changed, r.Open, r.Faults)
		}
		want := map[string][]string{"to_meeting": {"a1"}, "to_supervisor": {"a1"}, "misses_limit": {"a2"}, "changed": {"a1", "a2", "a3"}}
		for name, items := range r.Lists {
			if !slices.Equal(ids(items), want[name]) {
				t.Errorf("%s: %v, want %v", name, ids(items), want[name])
			}
		}
		if len(r.Lists) != len(want) {
			t.Errorf("lists %v", slices.Sorted(maps.Keys(r.Lists)))
		}
		if got := r.Lists["to_meeting"][0].Title; got != "题a1" {
			t.Errorf("title %q", got)
		}
		o.Drafts = true
		if r, err = rehearse.Run(ctx, db.Read(ctx), o, nil); err != nil || r.Total != 5 {
			t.Errorf("with drafts: %d, %v", r.Total, err)
		}
	})
}

// The counts say for each kind of change how many, before whom and from when.
func TestCounts(t *testing.T) {
	db := storetest.SQLite(t)
	w := world{t, db}
	for i := range 7 {
		w.add(fmt.Sprintf("b%d", i), "approved", profile("990101", "own", "minors"))
	}
	with, without := books(t)
	o := rehearse.Options{With: with, Without: without, Pack: "democity", Day: "2026-11-20", Now: now, Limit: 3}
	r, err := rehearse.Run(ctx, db.Read(ctx), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	for _, c := range r.Counts {
		got[c.What+" "+c.From+">"+c.To] = c.Number
	}
	for _, want := range []string{"limits.decision 30 days>10 days", "obligations >closer_follow_up"} {
		if got[want] != 7 {
			t.Errorf("%s: %d of %v", want, got[want], got)
		}
	}
	if got := ids(r.Lists["changed"]); r.Sizes["changed"] != 7 || !slices.Equal(got, []string{"b0", "b1", "b2"}) {
		t.Errorf("list %v of %d", got, r.Sizes["changed"])
	}
	o.After = "b2"
	if r, err = rehearse.Run(ctx, db.Read(ctx), o, nil); err != nil || !slices.Equal(ids(r.Lists["changed"]), []string{"b3", "b4", "b5"}) {
		t.Errorf("next page %v, %v", ids(r.Lists["changed"]), err)
	}
}

// A record that no longer fits is counted and told, not passed over.
func TestUnjudged(t *testing.T) {
	db := storetest.SQLite(t)
	w := world{t, db}
	p := profile("990101", "own")
	p.Humans.Participants = "robots"
	w.add("c1", "approved", p)
	with, without := books(t)
	r, err := rehearse.Run(ctx, db.Read(ctx), rehearse.Options{With: with, Without: without, Pack: "democity", Day: "2026-11-20", Now: now}, nil)
	if err != nil || r.Unjudged != 1 || len(r.Faults) != 1 || !strings.Contains(r.Faults[0], "participants") {
		t.Errorf("%+v, %v", r, err)
	}
}

// However many work side by side, the result is the same.
func TestSameResultWithAnyNumberOfWorkers(t *testing.T) {
	db := storetest.SQLite(t)
	w := world{t, db}
	for i := range 40 {
		vulnerable := []string{"minors", "elderly"}[i%2]
		w.add(fmt.Sprintf("d%02d", i), "approved", profile("990101", []string{"own", "none"}[i%3/2], vulnerable))
	}
	with, without := books(t)
	var first rehearse.Result
	for _, n := range []int{1, 2, 5} {
		o := rehearse.Options{With: with, Without: without, Pack: "democity", Day: "2026-11-20", Now: now, Workers: n, Limit: 4}
		r, err := rehearse.Run(ctx, db.Read(ctx), o, nil)
		if err != nil {
			t.Fatal(err)
		}
		if n == 1 {
			first = r
		} else if !reflect.DeepEqual(first, r) {
			t.Errorf("%d workers: %+v, want %+v", n, r, first)
		}
	}
}
