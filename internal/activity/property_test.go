package activity

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lunheng/internal/assess"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/packs"
)

// model is a stream without a database, with what must be true of it.
type model struct {
	t      *rapid.T
	book   *rules.Book
	form   Form
	now    time.Time
	events []journal.Event
	seen   map[string]int64 // the version that each tab shows
}

var people = []string{"lin", "bob", "王"}

func (m *model) state() State {
	st, err := Fold(m.events)
	if err != nil {
		m.t.Fatal(err)
	}
	return st
}

// commit takes decided events in; each must be legal.
func (m *model) commit(by string, news []journal.New) {
	m.now = m.now.Add(time.Second)
	for _, n := range news {
		m.events = append(m.events, journal.Event{ID: fmt.Sprint(len(m.events)), Stream: Stream("a"), Version: int64(len(m.events)) + 1,
			Type: n.Body.EventType(), At: m.now, Actor: by, Ground: n.Ground, Body: n.Body})
	}
	m.state()
}

// save types into a tab, which may be stale, and checks that nothing is lost.
func (m *model) save(by string) {
	st, fields := m.state(), Values{}
	for _, code := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"title", "purpose", "risks"}), 1, 3, rapid.ID).Draw(m.t, "fields") {
		fields[code] = Text(rapid.SampledFrom([]string{"", "a", "b", "c", "d"}).Draw(m.t, "text"))
	}
	base, err := At(m.events, m.seen[by])
	if err != nil {
		m.t.Fatal(err)
	}
	news, res, err := st.Save(Save{Activity: "a", Version: m.seen[by], Fields: fields}, m.form, base, by)
	if !st.Editable() {
		if err == nil {
			m.t.Fatalf("saved in state %s", st.State)
		}
		return
	}
	if err != nil {
		m.t.Fatal(err)
	}
	m.commit(by, news)
	after := m.state()
	if res.Version != after.Version {
		m.t.Fatalf("told version %d; it is %d", res.Version, after.Version)
	}
	for code, v := range fields {
		conflict := slices.ContainsFunc(res.Conflicts, func(c Conflict) bool { return c.Field == code })
		switch {
		case conflict && (!after.hasParked(code, by, v) || !after.Fields[code].Equal(st.Fields[code])):
			m.t.Fatalf("%s: a conflict lost something: %+v", code, after.Parked)
		case conflict, after.Fields[code].Equal(v):
		case !v.Equal(base.Fields[code]) || !after.Fields[code].Equal(st.Fields[code]):
			m.t.Fatalf("%s: %q was typed on %q and is neither kept nor parked", code, v, base.Fields[code])
		}
	}
	for code, v := range st.Fields {
		if _, sent := fields[code]; !sent && !after.Fields[code].Equal(v) {
			m.t.Fatalf("%s changed though nobody typed into it", code)
		}
	}
	if rapid.Bool().Draw(m.t, "reload") {
		m.seen[by] = res.Version
	}
}

func (m *model) facts(st State) SubmitFacts {
	unit := UnitFacts{Known: true, ID: "u", Name: "u", Kind: "university", Region: "440305", Committees: []CommitteeFacts{{ID: "c", Own: true}}}
	f := SubmitFacts{Unit: unit}
	if st.Profile != nil {
		judged, err := Judge(m.book, unit.Fill(*st.Profile), calendar.Of(m.now))
		if err != nil {
			m.t.Fatal(err)
		}
		f.Judged = &judged
	}
	var err error
	if f.Required, err = requirements(m.book.On(calendar.Of(m.now), "440305"), st, f.Judged); err != nil {
		m.t.Fatal(err)
	}
	return f
}

// fill brings everything that is still missing.
func (m *model) fill(by string) {
	st := m.state()
	if !st.Editable() {
		return
	}
	var news []journal.New
	fields := Values{}
	for _, r := range m.facts(st).Required {
		field, _ := m.form.Field(r.Code)
		if !r.Holds && field.IsFile() {
			attached, _ := st.Attach(Attach{Field: r.Code, Name: "x"}, field, blob.Blob{Hash: r.Code}, r.Code)
			news = append(news, attached...)
		} else if !r.Holds {
			fields[r.Code] = Text("filled")
		}
	}
	saved, _, err := st.Save(Save{Fields: fields}, m.form, st, by)
	if err != nil {
		m.t.Fatal(err)
	}
	m.commit(by, append(news, saved...))
}

func (m *model) submit() {
	st := m.state()
	facts := m.facts(st)
	news, err := st.Submit(Submit{}, facts)
	complete := st.Editable() && facts.Judged != nil && len(st.Parked) == 0 &&
		!slices.ContainsFunc(facts.Required, func(r Requirement) bool { return !r.Holds })
	if complete != (err == nil) {
		m.t.Fatalf("complete: %v, submitting: %v", complete, err)
	}
	if err != nil {
		return
	}
	m.commit("lin", news)
	after := m.state()
	hash, err := after.Content().Hash()
	if last := after.Submissions[len(after.Submissions)-1]; err != nil || last.Hash != hash || last.N != len(after.Submissions) {
		m.t.Fatalf("submission %+v, hash %s, %v", last, hash, err)
	}
}

func (m *model) mark() {
	body := rapid.SampledFrom([]journal.Body{TakenUp{"r"}, Returned{Review: "r"}, ChangesAsked{Review: "r"}, Approved{"r"}, Rejected{"r"},
		Withdrawn{Review: "r"}}).Draw(m.t, "mark")
	st := m.state()
	news, err := st.Mark(body)
	if (err == nil) != Table.Allows(st.State, body.EventType()) {
		m.t.Fatalf("mark %s in state %s: %v", body.EventType(), st.State, err)
	}
	m.commit("sec", news)
}

// Random histories: nothing typed is ever lost or overwritten unseen, nothing
// incomplete is submitted, every event is legal, and the fold of any part of
// the history is what it was then.
func TestRandomHistories(t *testing.T) {
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	form, err := FormOf(book.On("2026-11-20", "440305"))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		m := &model{t: t, book: book, form: form, now: time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC), seen: map[string]int64{}}
		m.commit("lin", []journal.New{journal.Because(Drafted{Unit: "u", Leader: "lin"})})
		for _, p := range people {
			m.seen[p] = 1
		}
		versions := map[int64]string{}
		t.Repeat(map[string]func(*rapid.T){
			"save":   func(t *rapid.T) { m.t = t; m.save(rapid.SampledFrom(people).Draw(t, "by")) },
			"fill":   func(t *rapid.T) { m.t = t; m.fill("lin") },
			"submit": func(t *rapid.T) { m.t = t; m.submit() },
			"mark":   func(t *rapid.T) { m.t = t; m.mark() },
			"assess": func(t *rapid.T) { m.t = t; m.assess() },
			"drop":   func(t *rapid.T) { m.t = t; m.drop() },
			"discard": func(t *rapid.T) {
				if m.t = t; rapid.IntRange(0, 9).Draw(t, "luck") == 0 {
					news, _ := m.state().Discard(Discard{})
					m.commit("lin", news)
				}
			},
			"": func(t *rapid.T) {
				st := m.state()
				hash, err := st.Content().Hash()
				if old, ok := versions[st.Version]; err != nil || ok && old != hash {
					t.Fatalf("version %d was %s and is %s, %v", st.Version, old, hash, err)
				}
				versions[st.Version] = hash
				for _, v := range slices.Sorted(maps.Keys(versions)) {
					past, err := At(m.events, v)
					if err != nil {
						t.Fatal(err)
					}
					if h, _ := past.Content().Hash(); h != versions[v] {
						t.Fatalf("version %d is no longer what it was", v)
					}
				}
			},
		})
	})
}

func (m *model) assess() {
	st := m.state()
	p := assess.Activity{Title: "t", Unit: assess.Unit{Region: "440305"}, Animals: rapid.SampledFrom([]string{"none", "laboratory"}).Draw(m.t, "animals")}
	judged, err := Judge(m.book, p, calendar.Of(m.now))
	if err != nil {
		m.t.Fatal(err)
	}
	news, err := st.Assess(judged)
	if (err == nil) != st.Editable() {
		m.t.Fatalf("assess in state %s: %v", st.State, err)
	}
	m.commit("lin", news)
	if st = m.state(); err == nil {
		if again, _ := st.Assess(judged); len(again) > 0 {
			m.t.Fatal("the same answers are kept twice")
		}
	}
}

func (m *model) drop() {
	st := m.state()
	if len(st.Parked) == 0 {
		return
	}
	p := rapid.SampledFrom(st.Parked).Draw(m.t, "parked")
	news, err := st.DropParked(DropParked{Field: p.Field, By: p.By}, "lin")
	if (err == nil) != st.Editable() {
		m.t.Fatalf("drop in state %s: %v", st.State, err)
	}
	m.commit("lin", news)
}
