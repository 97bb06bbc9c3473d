package rulebook_test

import (
	"context"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
	"lunheng/internal/vault"
	"lunheng/packs"
)

var (
	ctx   = context.Background()
	now   = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	today = calendar.Of(now)
)

// world is a house with a department of the invented city, its supervisor, and two
// servers on one database.
type world struct {
	*rulebook.Service
	other      *rulebook.Service
	t          *testing.T
	department string
	law        auth.Principal
}

// shipped are the packs as they come, read once: reading them takes longer than most tests.
var shipped = sync.OnceValues(func() (*rules.Book, error) { return rules.Load(packs.FS()) })

func newWorld(t *testing.T, db *store.DB) *world {
	t.Helper()
	w := &world{t: t}
	types, err := journal.MakeTypes(registry.Types(), rulebook.Types())
	w.ok(err)
	book, err := shipped()
	w.ok(err)
	v, err := vault.Open(ctx, db, vault.Options{Key: strings.Repeat("2a", 32)})
	w.ok(err)
	projections := []journal.Projection{registry.Projection(), rulebook.Projection()}
	serve := func() *rulebook.Service {
		return &rulebook.Service{J: journal.Open(db, types, projections, nil), Shelf: rules.Shelve(book), Base: []fs.FS{packs.FS()}}
	}
	w.Service, w.other = serve(), serve()
	reg := &registry.Service{J: w.J, Book: w.Shelf, Vault: v}
	op := auth.Operator(now)
	done := func(o journal.Outcome, err error) string { w.ok(err); return o.Result }
	w.department = done(reg.FoundDepartment(ctx, op, now, registry.FoundDepartment{DepartmentData: registry.DepartmentData{
		Name: lang.T("明川市科技局", "Mingchuan Bureau"), Region: "990000"}}))
	person := done(reg.RegisterPerson(ctx, op, now, registry.RegisterPerson{Record: vault.Record{Name: "钱局"}, PersonData: registry.PersonData{Kind: registry.Official}}))
	done(reg.AppointOffice(ctx, op, now, registry.AppointOffice{Kind: registry.InDepartment, Body: w.department,
		Tenure: registry.Tenure{Person: person, From: today}}))
	w.law = auth.Session(person, now)
	return w
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

const head = `id: mingchuan
title: {zh: 明川市, en: Mingchuan}
region: "9901"
extends: [cn]
sources:
  - {id: MC, title: {zh: 明川办法, en: Measures of Mingchuan}, in_force: 2026-01-01}
`

// pack is a small pack of the city: so many days to decide.
func pack(version, days string) rulebook.Files {
	return rulebook.Files{
		{Name: "pack.yaml", Text: head + "version: \"" + version + "\"\n"},
		{Name: "params.yaml", Text: `params:
  - {name: decision_days, value: ` + days + `, unit: days, source: MC, article: "7", confidence: V, title: {zh: 期限, en: Time}}
`},
	}
}

func (w *world) draft(files rulebook.Files) string {
	w.t.Helper()
	out, err := w.Draft(ctx, w.law, now, rulebook.Draft{Department: w.department, Files: files})
	w.ok(err)
	return out.Result
}

func days(s *rulebook.Service, day calendar.Day) int {
	p, _ := s.Shelf.On(day, "990101").Param("decision_days")
	return p.Int()
}

// A department brings its rules into force: from their day on, on every server,
// and the days before keep theirs.
func TestPublish(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		before := w.Shelf.On(today, "990101").Hash()
		id := w.draft(pack("1", "20"))
		_, err := w.Publish(ctx, w.law, now, rulebook.Publish{ID: id, From: "2026-12-01"})
		w.ok(err)
		if days(w.Service, "2026-11-30") == 20 || days(w.Service, "2026-12-01") != 20 {
			t.Errorf("days %d, then %d", days(w.Service, "2026-11-30"), days(w.Service, "2026-12-01"))
		}
		if got := w.Shelf.On(today, "990101").Hash(); got != before {
			t.Error("the rules of today are others")
		}
		if days(w.other, "2026-12-01") == 20 {
			t.Error("the other server knows without looking")
		}
		w.ok(w.other.Refresh(ctx))
		if days(w.other, "2026-12-01") != 20 || w.other.Shelf.On("2026-12-01", "990101").Hash() != w.Shelf.On("2026-12-01", "990101").Hash() {
			t.Error("the other server has another book")
		}
		if days(w.Service, "2026-12-01") == days(w.Service, "2026-12-01")+1 || w.Shelf.On("2026-12-01", "440305").Hash() != w.Shelf.On(today, "440305").Hash() {
			t.Error("the rules of another city changed")
		}
		next := w.draft(pack("2", "15"))
		_, err = w.Publish(ctx, w.law, now, rulebook.Publish{ID: next, From: "2027-01-01"})
		w.ok(err)
		if days(w.Service, "2026-12-31") != 20 || days(w.Service, "2027-01-01") != 15 {
			t.Errorf("the second version: %d, %d", days(w.Service, "2026-12-31"), days(w.Service, "2027-01-01"))
		}
		p, err := w.Get(db.Read(ctx), w.law, next)
		w.ok(err)
		if p.Replaces != "mingchuan@1" || len(p.Changes) == 0 {
			t.Errorf("it replaces %q with %d changes", p.Replaces, len(p.Changes))
		}
		_, err = w.Withdraw(ctx, w.law, now, rulebook.Withdraw{ID: next, Reason: "须再征求意见"})
		w.ok(err)
		if days(w.Service, "2027-01-01") != 20 {
			t.Error("the withdrawn version holds")
		}
		rows, err := rulebook.ListPublished(db.Read(ctx), "mingchuan")
		w.ok(err)
		if len(rows) != 2 || rows[0].State != rulebook.StateWithdrawn || rows[1].From != "2026-12-01" {
			t.Errorf("history %+v", rows)
		}
	})
}

// What may not be: another region, other people's rules taken away, a day that has
// begun, a version known already, and files with mistakes.
func TestRefused(t *testing.T) {
	db := storetest.SQLite(t)
	w := newWorld(t, db)
	with := func(from, to string) rulebook.Files {
		files := pack("1", "20")
		files[0].Text = strings.Replace(files[0].Text, from, to, 1)
		return files
	}
	rule := func(line string) rulebook.Files {
		return append(pack("1", "20"), rulebook.File{Name: "rules.yaml", Text: `rules:
  - id: mingchuan.lenient
    point: assessment
    when: activity.sensitive
    sets: {obligations: closer_follow_up}
    source: MC
    article: "1"
    because: {zh: 宽松, en: Lenient}
` + line})
	}
	for name, c := range map[string]struct {
		files rulebook.Files
		key   string
	}{
		"another region":   {with(`region: "9901"`, `region: "4403"`), "rulebook.region"},
		"the whole nation": {with("region: \"9901\"\n", ""), "rulebook.region"},
		"another's pack":   {with("id: mingchuan", "id: cn-110000"), "rulebook.foreign"},
		"loosening":        {rule("    overrides: [cn.review.required]\n"), "rulebook.loosens"},
		"mistakes":         {with("region:", "regoin:"), "rulebook.mistake"},
		"no pack":          {rulebook.Files{{Name: "rules.yaml", Text: "rules: []"}}, "rulebook.one_pack"},
		"outside":          {append(pack("1", "20"), rulebook.File{Name: "../x.yaml"}), "rulebook.name"},
	} {
		_, err := w.Draft(ctx, w.law, now, rulebook.Draft{Department: w.department, Files: c.files})
		if !errs.Has(err, c.key) {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	// A pattern for screening that does not find its own example stands in the way like a case that fails.
	blind := w.draft(append(pack("7", "20"), rulebook.File{Name: "screens.yaml", Text: `lists:
  - name: screens
    source: MC
    article: "1"
    items:
      - code: mingchuan.blind
        text: {zh: 示例, en: Example}
        attrs: {fact: animals, words: ["{白鼠}"], hits: ["铅笔盒的用途"], traps: ["水稻"]}
`}))
	if _, err := w.Publish(ctx, w.law, now, rulebook.Publish{ID: blind, From: "2026-12-31"}); !errs.Has(err, "rulebook.cases") {
		t.Errorf("published a pattern that finds nothing: %v", err)
	}
	id := w.draft(pack("1", "20"))
	for _, day := range []calendar.Day{"2020-01-01", today, "tomorrow", ""} {
		if _, err := w.Publish(ctx, w.law, now, rulebook.Publish{ID: id, From: day}); err == nil {
			t.Errorf("published from %q", day)
		}
	}
	if _, err := w.Draft(ctx, auth.Session("nobody", now), now, rulebook.Draft{Department: w.department, Files: pack("1", "20")}); err == nil {
		t.Error("somebody made a draft for a department that is not theirs")
	}
	_, err := w.Publish(ctx, w.law, now, rulebook.Publish{ID: id, From: "2026-12-01"})
	w.ok(err)
	if _, err := w.Draft(ctx, w.law, now, rulebook.Draft{Department: w.department, Files: pack("1", "10")}); !errs.Has(err, "rulebook.version_known") {
		t.Errorf("the same version again: %v", err)
	}
	later := auth.Session(w.law.Person, now.AddDate(0, 0, 11))
	if _, err := w.Withdraw(ctx, later, now.AddDate(0, 0, 11), rulebook.Withdraw{ID: id, Reason: "x"}); !errs.Has(err, "rulebook.in_force") {
		t.Errorf("withdrawn in force: %v", err)
	}
}

// Every mistake is told with its file, line and column, and nothing is kept.
func TestMistakesTellTheirPlace(t *testing.T) {
	db := storetest.SQLite(t)
	w := newWorld(t, db)
	files := pack("1", "20")
	files[1].Text = "params:\n  - {name: decision_days, value: 20, unit: days, source: GONE, article: \"7\", confidence: V, title: {zh: 期限, en: Time}}\n  - {nam: x}\n"
	_, err := w.Draft(ctx, w.law, now, rulebook.Draft{Department: w.department, Files: files})
	all := errs.All(err)
	if len(all) < 2 {
		t.Fatalf("told %v", err)
	}
	for _, e := range all {
		if !strings.HasPrefix(e.In(lang.EN), "params.yaml:") || !strings.HasPrefix(e.In(lang.ZH), "params.yaml:") {
			t.Errorf("%q has no place", e.In(lang.EN))
		}
	}
	page, err := rulebook.ListDrafts(db.Read(ctx), w.law, "", store.Paging{})
	if err != nil || len(page.Items) != 0 {
		t.Errorf("kept %v, %v", page.Items, err)
	}
}

// The table of versions follows from the journal, to the last byte.
func TestRebuild(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		id := w.draft(pack("1", "20"))
		_, err := w.Publish(ctx, w.law, now, rulebook.Publish{ID: id, From: "2026-12-01"})
		w.ok(err)
		w.draft(pack("2", "15"))
		before, err := rulebook.ListDrafts(db.Read(ctx), w.law, "", store.Paging{})
		w.ok(err)
		w.ok(db.Update(ctx, func(tx *store.Tx) error { return w.J.Rebuild(tx, tx, nil) }))
		after, err := rulebook.ListDrafts(db.Read(ctx), w.law, "", store.Paging{})
		w.ok(err)
		if len(before.Items) != 2 || len(after.Items) != 2 || before.Items[0] != after.Items[0] || before.Items[1] != after.Items[1] {
			t.Errorf("before %+v\nafter %+v", before, after)
		}
	})
}
