package review_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/assess"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
	"lunheng/internal/vault"
	"lunheng/packs"
)

var ctx = context.Background()

// house is the whole chain of services on one database, with a unit, its
// lawful committee and a researcher, all made through the verbs.
type house struct {
	*review.Service
	reg       *registry.Service
	t         testing.TB
	db        *store.DB
	now       time.Time
	unit, com string
	people    map[string]string // short name: id
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { fn(t, open(t, db)) })
}

// shipped are the packs as they come, read once: reading them takes longer than most tests.
var shipped = sync.OnceValues(func() (*rules.Book, error) { return rules.Load(packs.FS()) })

func open(t testing.TB, db *store.DB) *house {
	t.Helper()
	h := &house{t: t, db: db, now: time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC), people: map[string]string{}}
	types, err := journal.MakeTypes(registry.Types(), activity.Types(), review.Types(), clocks.Types())
	h.ok(err)
	book, err := shipped()
	h.ok(err)
	cal, err := calendar.Load(packs.CalendarCN())
	h.ok(err)
	v, err := vault.Open(ctx, db, vault.Options{Key: strings.Repeat("2a", 32)})
	h.ok(err)
	files, err := blob.OpenFolder(t.TempDir())
	h.ok(err)
	t.Cleanup(func() { files.Close() })
	j := journal.Open(db, types, []journal.Projection{clocks.Projection(), registry.Projection(), activity.Projection(), review.Projection()}, nil)
	h.reg = &registry.Service{J: j, Book: rules.Shelve(book), Vault: v}
	h.Service = &review.Service{J: j, Book: rules.Shelve(book), Cal: calendar.Hold(cal), Vault: v, Blobs: files, Public: "https://ethics.example.cn",
		Activities: &activity.Service{J: j, Book: rules.Shelve(book), Blobs: files, Limits: blob.Limits{MaxBytes: 1 << 20}}}
	j.Reactions = h.Reactions()
	h.found()
	return h
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// did is ok for verbs, and gives their result.
func (h *house) did(out journal.Outcome, err error) string {
	h.t.Helper()
	h.ok(err)
	return out.Result
}

// refused asserts the reason of a refusal.
func (h *house) refused(err error, key string) {
	h.t.Helper()
	if !errs.Has(err, key) {
		h.t.Errorf("got %v; want the refusal %s", err, key)
	}
}

// second keeps the error of a verb.
func second(_ journal.Outcome, err error) error { return err }

func (h *house) tick() time.Time { h.now = h.now.Add(time.Minute); return h.now }

func (h *house) as(name string) auth.Principal {
	if id := h.people[name]; id != "" {
		return auth.Session(id, h.now)
	}
	return auth.Operator(h.now)
}

func (h *house) found() {
	h.unit = h.did(h.reg.RegisterUnit(ctx, h.as(""), h.tick(), registry.RegisterUnit{UnitData: registry.UnitData{
		Name: lang.T("海湾大学", "Bay University"), Kind: "university", Region: "440305"}}))
	h.com = h.did(h.reg.FoundCommittee(ctx, h.as(""), h.tick(), registry.FoundCommittee{Unit: h.unit,
		CommitteeData: registry.CommitteeData{Name: lang.T("海湾大学科技伦理委员会", "Ethics Committee of Bay University")}}))
	for _, p := range []struct {
		name, role, sex, unit, field string
	}{
		{"chair", "chair", "female", h.unit, "medicine"}, {"vice", "vice_chair", "male", h.unit, "ethics"}, {"law", "member", "female", h.unit, "law"},
		{"lay", "member", "male", "", "lay"}, {"sci", "member", "female", h.unit, "science"}, {"eth", "member", "male", h.unit, "ethics"},
		{"ext", "member", "female", "", "law"}, {"sec", "secretary", "male", h.unit, ""}, {"lin", "", "", h.unit, ""}, {"other", "", "", h.unit, ""},
	} {
		kind := registry.Staff
		if p.unit == "" {
			kind = registry.Expert
		}
		h.people[p.name] = h.did(h.reg.RegisterPerson(ctx, auth.Operator(h.now), h.tick(), registry.RegisterPerson{
			PersonData: registry.PersonData{Unit: p.unit, Kind: kind}, Record: vault.Record{Name: "王" + p.name}}))
		if p.role == "" {
			continue
		}
		m := registry.Member{Tenure: registry.Tenure{Person: h.people[p.name], From: "2024-01-01", Until: "2028-12-31"},
			Role: registry.Role(p.role), Sex: registry.Sex(p.sex)}
		if p.field != "" {
			m.Expertise = []string{p.field}
		}
		h.did(h.reg.AppointMember(ctx, auth.Operator(h.now), h.tick(), registry.AppointMember{Committee: h.com, Member: m}))
	}
}

// apply drafts a complete application of lin's and hands it in; it returns the
// activity and its case.
func (h *house) apply(title string) (act, kase string) {
	h.t.Helper()
	acts := h.Activities
	act = h.did(acts.Draft(ctx, h.as("lin"), h.tick(), activity.Draft{Unit: h.unit, Profile: &assess.Activity{Title: title,
		Fields: []string{"medicine"}, Humans: assess.Humans{Participants: "survey", Data: "identifiable"}}}))
	st, err := acts.View(h.db.Read(ctx), h.as("lin"), act, 0)
	h.ok(err)
	facts, err := acts.Facts(h.db.Read(ctx), st, h.as("lin").Day)
	h.ok(err)
	form, err := acts.Form(h.as("lin").Day, st.Region)
	h.ok(err)
	fields := activity.Values{}
	for _, r := range facts.Required {
		field, _ := form.Field(r.Code)
		switch {
		case r.Holds:
		case field.IsFile():
			_, err := acts.Attach(ctx, h.as("lin"), h.tick(), activity.Attach{Activity: act, Field: r.Code, Name: "a.txt"}, strings.NewReader("about "+r.Code))
			h.ok(err)
		default:
			fields[r.Code] = activity.Text("说明")
		}
	}
	_, err = acts.Save(ctx, h.as("lin"), h.tick(), activity.Save{Activity: act, Fields: fields})
	h.ok(err)
	return act, h.submit(act)
}

func (h *house) submit(act string) string {
	h.t.Helper()
	out, err := h.Activities.Submit(ctx, h.as("lin"), h.tick(), activity.Submit{Activity: act})
	h.ok(err)
	for _, e := range out.Events {
		if e.Kind() == review.Kind {
			return e.Subject()
		}
	}
	h.t.Fatalf("no case follows from %v", out.Events)
	return ""
}

// sitting brings a case before six members, led by the chair, and returns the meeting.
func (h *house) sitting(kase string) string {
	h.t.Helper()
	h.did(h.Accept(ctx, h.as("sec"), h.tick(), review.Accept{Review: kase, Procedure: "meeting"}))
	meeting := h.did(h.PlanMeeting(ctx, h.as("sec"), h.tick(), review.PlanMeeting{Committee: h.com, StartsAt: h.now.Add(time.Hour), Mode: "in_person", Place: "305"}))
	h.did(h.Schedule(ctx, h.as("sec"), h.tick(), review.Schedule{Meeting: meeting, Review: kase}))
	h.did(h.Call(ctx, h.as("sec"), h.tick(), review.OnMeeting{Meeting: meeting}))
	h.did(h.OpenSession(ctx, h.as("chair"), h.tick(), review.OnMeeting{Meeting: meeting}))
	for _, p := range []string{"vice", "law", "lay", "sci", "eth"} {
		h.did(h.Arrive(ctx, h.as(p), h.tick(), review.Move{Meeting: meeting}))
	}
	h.did(h.OpenItem(ctx, h.as("chair"), h.tick(), review.OnItem{Meeting: meeting, Review: kase}))
	return meeting
}

func (h *house) vote(meeting, kase, choice string, secret bool, people ...string) {
	h.t.Helper()
	h.did(h.OpenVote(ctx, h.as("chair"), h.tick(), review.OpenVote{Meeting: meeting, Review: kase, Secret: secret}))
	for _, p := range people {
		h.did(h.CastVote(ctx, h.as(p), h.tick(), review.CastVote{Meeting: meeting, Review: kase, Choice: choice}))
	}
	h.did(h.CloseVote(ctx, h.as("chair"), h.tick(), review.OnItem{Meeting: meeting, Review: kase}))
}

var six = []string{"chair", "vice", "law", "lay", "sci", "eth"}

func (h *house) kase(id string) review.Case {
	h.t.Helper()
	events, err := h.J.Stream(h.db.Read(ctx), review.Stream(id))
	h.ok(err)
	c, err := review.Fold(events)
	h.ok(err)
	return c
}

func (h *house) state(act string) string {
	h.t.Helper()
	st, err := h.Activities.View(h.db.Read(ctx), h.as("lin"), act, 0)
	h.ok(err)
	return string(st.State)
}

func (h *house) tasks(name string) []string {
	h.t.Helper()
	page, err := review.Tasks(h.db.Read(ctx), h.as(name), nil, store.Paging{})
	h.ok(err)
	var out []string
	for _, t := range page.Items {
		out = append(out, t.Kind)
	}
	return out
}

func (h *house) clock(kase, name string) clocks.Clock {
	h.t.Helper()
	all, err := clocks.Of(h.db.Read(ctx), review.Stream(kase))
	h.ok(err)
	for _, c := range all {
		if c.Name == name {
			return c
		}
	}
	return clocks.Clock{}
}

// rebuilt drops the projections, derives them again and compares.
func (h *house) rebuilt() {
	h.t.Helper()
	before := h.dump()
	h.ok(h.db.Update(ctx, func(tx *store.Tx) error { return h.J.Rebuild(tx, tx, nil) }))
	after := h.dump()
	for table := range before {
		if before[table] != after[table] {
			h.t.Errorf("%s differs after a rebuild:\n%s\n%s", table, before[table], after[table])
		}
	}
}

func (h *house) dump() map[string]string {
	h.t.Helper()
	out := map[string]string{}
	for _, table := range review.Projection().Tables {
		rows, err := h.db.Read(ctx).Query(`select * from ` + table.Name)
		h.ok(err)
		columns, _ := rows.Columns()
		var lines []string
		for rows.Next() {
			values, dest := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				dest[i] = &values[i]
			}
			h.ok(rows.Scan(dest...))
			lines = append(lines, fmt.Sprintf("%v", values))
		}
		rows.Close()
		slices.Sort(lines)
		out[table.Name] = strings.Join(lines, "\n")
	}
	return maps.Clone(out)
}
