package activity_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/store"
)

func (w *world) list(person string, f activity.Filter) []string {
	w.t.Helper()
	var out []string
	for p := (store.Paging{Limit: 2}); ; {
		page, err := activity.List(w.db.Read(ctx), w.as(person), f, p)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, row := range page.Items {
			out = append(out, row.ID)
		}
		if p.After = page.Next; p.After == "" {
			return out
		}
	}
}

// Lists show what the person may know of, narrowed as asked, the last changed
// first, whatever the size of a page.
func TestList(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var all []string
		for i := range 5 {
			id := w.draft("u1")
			w.save("lin", id, 0, "title", fmt.Sprintf("第%d号脑机接口研究", i))
			all = append(all, id)
		}
		w.complete(all[0])
		if _, err := w.submit(all[0], 0, ""); err != nil {
			t.Fatal(err)
		}
		newest := slices.Clone(all)
		slices.Reverse(newest)
		newest = append([]string{all[0]}, newest[:4]...) // the first was changed last
		same := func(what string, got, want []string) {
			t.Helper()
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v; want %v", what, got, want)
			}
		}
		same("everything of mine", w.list("lin", activity.Filter{Mine: true}), newest)
		same("by title", w.list("lin", activity.Filter{Text: "脑机"}), newest)
		same("one title", w.list("lin", activity.Filter{Text: "3号脑机", Mine: true}), []string{all[3]})
		same("no title", w.list("lin", activity.Filter{Text: "睡眠"}), nil)
		same("the committee's", w.list("sec", activity.Filter{Committee: "c1"}), all[:1])
		same("the committee's, drafts", w.list("sec", activity.Filter{State: activity.StateDraft}), nil)
		same("a stranger's", w.list("stranger", activity.Filter{Text: "脑机"}), nil)
		same("open ones", w.list("lin", activity.Filter{Open: true}), all[:1])
		same("a field", w.list("lin", activity.Filter{Field: "medicine"}), newest)
		same("part of a field", w.list("lin", activity.Filter{Field: "med"}), nil)
		same("a region", w.list("lin", activity.Filter{Region: "4403"}), newest)
		same("another region", w.list("lin", activity.Filter{Region: "11"}), nil)
		same("listed", w.list("lin", activity.Filter{Listed: true}), nil)
		counts, err := activity.Count(w.db.Read(ctx), w.as("lin"), activity.Filter{Mine: true})
		if err != nil || counts[activity.StateDraft] != 4 || counts[activity.StateSubmitted] != 1 {
			t.Errorf("counts %v, %v", counts, err)
		}
		if row, err := activity.Get(w.db.Read(ctx), w.as("sec"), all[0]); err != nil || row.Title != "第0号脑机接口研究" || row.ReviewNeeded != "required" {
			t.Errorf("row %+v, %v", row, err)
		}
		if _, err := activity.Get(w.db.Read(ctx), w.as("sec"), all[1]); errs.CodeOf(err) != errs.NotFound {
			t.Errorf("somebody's draft: %v", err)
		}
		w.rebuilt()
	})
}

// An import gives one draft for each origin, for somebody else to lead, and
// only the machine's operator may.
func TestImport(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		cmd := activity.Draft{Unit: "u1", Leader: "王", Origin: "nsfc:1", Fields: activity.Values{"title": activity.Text("题")}}
		first, err := w.Draft(ctx, w.as("system"), w.tick(), cmd)
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.Draft(ctx, w.as("system"), w.tick(), cmd)
		if err != nil || again.Result != first.Result || len(again.Events) != 0 {
			t.Errorf("again: %+v, %v", again, err)
		}
		if st := w.state(first.Result); st.Leader != "王" || st.Title() != "题" {
			t.Errorf("state %+v", st)
		}
		cmd.Origin = "nsfc:2"
		if _, err := w.Draft(ctx, w.as("lin"), w.tick(), cmd); errs.CodeOf(err) != errs.Forbidden {
			t.Errorf("a draft for somebody else: %v", err)
		}
		if _, err := w.Draft(ctx, w.as(""), w.tick(), activity.Draft{}); errs.CodeOf(err) != errs.Login {
			t.Errorf("nobody: %v", err)
		}
		if _, err := w.Draft(ctx, w.as("lin"), w.tick(), activity.Draft{Unit: "nowhere"}); !errs.Has(err, "activity.unit.unknown") {
			t.Errorf("unknown unit: %v", err)
		}
	})
}

// The states of the table, and those that the database allows, are the same.
func TestStatesAgree(t *testing.T) {
	if err := activity.Table.Check(); err != nil {
		t.Error(err)
	}
	each(t, func(t *testing.T, w *world) {
		query := `select sql from sqlite_master where name = 'activities'`
		if w.db.Dialect == store.Postgres {
			query = `select string_agg(pg_get_constraintdef(oid), ' ') from pg_constraint where conrelid = 'activities'::regclass and contype = 'c'`
		}
		var sql string
		if err := w.db.Read(ctx).Row(query).Scan(&sql); err != nil {
			t.Fatal(err)
		}
		_, check, _ := strings.Cut(strings.ToLower(sql), "check")
		if w.db.Dialect == store.SQLite {
			check, _, _ = strings.Cut(check, "))")
		}
		var allowed []string
		for _, m := range regexp.MustCompile(`'([a-z_]+)'`).FindAllStringSubmatch(check, -1) {
			allowed = append(allowed, m[1])
		}
		if names := activity.Table.Names(); !slices.Equal(allowed, names) {
			t.Errorf("the database allows %v; the table has %v", allowed, names)
		}
	})
}
