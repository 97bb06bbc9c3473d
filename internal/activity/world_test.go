package activity_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/assess"
	"lunheng/internal/auth"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
	"lunheng/packs"
)

var (
	ctx  = context.Background()
	now0 = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
)

// world is a register with two units: u1 has the committee c1, u2 has none and
// u3 has two, one of them entrusted.
type world struct {
	*activity.Service
	t   testing.TB
	db  *store.DB
	dir string
	now time.Time
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { fn(t, newWorld(t, db)) })
}

// shipped are the packs as they come, read once: reading them takes longer than most tests.
var shipped = sync.OnceValues(func() (*rules.Book, error) { return rules.Load(packs.FS()) })

func newWorld(t testing.TB, db *store.DB) *world {
	t.Helper()
	types, err := journal.MakeTypes(activity.Types())
	if err != nil {
		t.Fatal(err)
	}
	book, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, dir: t.TempDir(), now: now0}
	files, err := blob.OpenFolder(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	w.Service = &activity.Service{J: journal.Open(db, types, []journal.Projection{activity.Projection()}, nil), Book: rules.Shelve(book),
		Blobs: files, Limits: blob.Limits{MaxBytes: 1 << 20, Types: []string{"application/pdf", "text/plain"}}}
	for _, unit := range []string{"u1", "u2", "u3"} {
		w.exec(`insert into units (id, name_zh, name_en, key_zh, key_en, sort, kind, uscc, region, department, fields, grade, state, created_at, updated_at, version)
			values ($1, $1, $1, $1, $1, $1, 'university', '', '440305', '', '[]', 0, 'active', 0, 0, 1)`, unit)
	}
	for committee, unit := range map[string]string{"c1": "u1", "c3": "u3", "gone": "u2"} {
		state := "active"
		if committee == "gone" {
			state = "dissolved"
		}
		w.exec(`insert into committees (id, unit, name_zh, name_en, sort, region, fields, state, created_at, updated_at, version)
			values ($1, $2, $1, $1, $1, '440305', '[]', $3, 0, 0, 1)`, committee, unit, state)
	}
	w.Mandates = entrusted{}
	for _, person := range []string{"lin", "王", "bob", "sec", "stranger"} {
		w.exec(`insert into persons (id, unit, kind, state, created_at, updated_at, version) values ($1, 'u1', 'staff', 'active', 0, 0, 1)`, person)
	}
	w.exec(`insert into offices (id, person, role, body_kind, body, from_day, until_day, active) values ('o1', 'sec', 'secretary', 'committee', 'c1', '2020-01-01', '', true)`)
	return w
}

// entrusted stands for the mandates: u3 has entrusted c1, and c9, which may not.
type entrusted struct{}

func (entrusted) Entrusted(_ store.Reader, ask activity.Ask) ([]activity.CommitteeFacts, error) {
	switch {
	case ask.Unit == "u3":
		return []activity.CommitteeFacts{{ID: "c1", Mandate: "m1", Region: "440305"},
			{ID: "c9", Refused: errs.New(errs.Refused, "mandate.expired", lang.T("到期", "over"))}}, nil
	case ask.Unit == "" && ask.Leader == "free":
		return []activity.CommitteeFacts{{ID: "c1", Mandate: "m2", Region: "440305"}}, nil
	}
	return nil, nil
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	if err := w.db.Update(ctx, func(tx *store.Tx) error { return tx.Exec(query, args...) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) as(person string) auth.Principal { return auth.Session(person, w.now) }

// tick lets a minute pass.
func (w *world) tick() time.Time { w.now = w.now.Add(time.Minute); return w.now }

// answers describe a survey of adults.
func answers() *assess.Activity {
	return &assess.Activity{Title: "青少年睡眠与近视的关系", Unit: assess.Unit{Region: "440305"}, Fields: []string{"medicine"},
		Humans: assess.Humans{Participants: "survey", Data: "identifiable"}}
}

// draft begins an application of lin's with answers.
func (w *world) draft(unit string) string {
	w.t.Helper()
	out, err := w.Draft(ctx, w.as("lin"), w.tick(), activity.Draft{Unit: unit, Profile: answers()})
	if err != nil {
		w.t.Fatal(err)
	}
	return out.Result
}

func (w *world) state(id string) activity.State {
	w.t.Helper()
	events, err := w.J.Stream(w.db.Read(ctx), activity.Stream(id))
	if err != nil {
		w.t.Fatal(err)
	}
	st, err := activity.Fold(events)
	if err != nil {
		w.t.Fatal(err)
	}
	return st
}

func (w *world) save(person, id string, version int64, pairs ...string) activity.SaveResult {
	w.t.Helper()
	fields := activity.Values{}
	for pair := range slices.Chunk(pairs, 2) {
		fields[pair[0]] = activity.Text(pair[1])
	}
	res, err := w.Save(ctx, w.as(person), w.tick(), activity.Save{Activity: id, Version: version, Fields: fields})
	if err != nil {
		w.t.Fatal(err)
	}
	return res
}

// complete fills in whatever the packs ask of the application.
func (w *world) complete(id string) {
	w.t.Helper()
	st := w.state(id)
	facts, err := w.Facts(w.db.Read(ctx), st, w.as("lin").Day)
	if err != nil {
		w.t.Fatal(err)
	}
	form, err := w.Form(w.as("lin").Day, st.Region)
	if err != nil {
		w.t.Fatal(err)
	}
	fields := activity.Values{}
	for _, r := range facts.Required {
		field, ok := form.Field(r.Code)
		switch {
		case !ok:
			w.t.Fatalf("%s is required and has no field", r.Code)
		case r.Holds:
		case field.IsFile():
			w.attach(id, r.Code, "文.txt", "content of "+r.Code)
		default:
			fields[r.Code] = activity.Text("一些说明")
		}
	}
	if _, err := w.Save(ctx, w.as("lin"), w.tick(), activity.Save{Activity: id, Fields: fields}); err != nil {
		w.t.Fatal(err)
	}
}

// mark runs one of the functions that the committee's side calls.
func (w *world) mark(fn func(tx *journal.Tx) error) error {
	_, err := w.J.Do(ctx, journal.Act{Actor: "sec", Now: w.tick()}, fn)
	return err
}

// rebuilt drops the projections, derives them again and compares.
func (w *world) rebuilt() {
	w.t.Helper()
	before := w.dump()
	err := w.db.Update(ctx, func(tx *store.Tx) error { return w.J.Rebuild(tx, tx, nil) })
	if err != nil {
		w.t.Fatal(err)
	}
	if after := w.dump(); !maps.Equal(before, after) {
		w.t.Fatalf("rebuilt tables differ:\n%v\n%v", before, after)
	}
}

// dump is all rows of the projected tables as text, by table.
func (w *world) dump() map[string]string {
	w.t.Helper()
	out := map[string]string{}
	for _, table := range activity.Projection().Tables {
		rows, err := w.db.Read(ctx).Query(`select * from ` + table.Name)
		if err != nil {
			w.t.Fatal(err)
		}
		columns, _ := rows.Columns()
		var lines []string
		for rows.Next() {
			values, dest := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				dest[i] = &values[i]
			}
			if err := rows.Scan(dest...); err != nil {
				w.t.Fatal(err)
			}
			lines = append(lines, fmt.Sprintf("%v", values))
		}
		rows.Close()
		slices.Sort(lines)
		out[table.Name] = fmt.Sprint(lines)
	}
	return out
}
