package activity_test

import (
	"slices"
	"strings"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// What was not handed in is the team's alone: the drafts of before, and what
// is written while the file is back with the applicant. It shows neither in
// the application, nor in a version, a comparison, a list, the search, the
// history, its bytes, nor by the id of a file.
func TestOnlyTheTeamSeesDrafts(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.exec(`insert into offices (id, person, role, body_kind, body, from_day, until_day, active) values ('o2', 'bob', 'unit_officer', 'unit', 'u1', '2020-01-01', '', true)`)
		id := w.draft("u1")
		r := w.db.Read(ctx)
		early := w.save("lin", id, 0, "title", "最初的想法", "risks", "草稿里的话").Version
		removed := w.attach(id, "other", "before.txt", "never handed in")
		if _, err := w.RemoveFile(ctx, w.as("lin"), w.tick(), activity.RemoveFile{Activity: id, File: removed.ID}); err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{"sec", "bob"} {
			if _, err := w.View(r, w.as(who), id, 0); errs.CodeOf(err) != errs.NotFound {
				t.Errorf("%s reads a draft: %v", who, err)
			}
			if got := w.list(who, activity.Filter{}); len(got) != 0 {
				t.Errorf("%s lists drafts: %v", who, got)
			}
		}
		w.save("lin", id, 0, "title", "提交的题目", "risks", "提交的话")
		w.complete(id)
		if _, err := w.KeepVersion(ctx, w.as("lin"), w.tick(), activity.KeepVersion{Activity: id, Label: "给自己看的"}); err != nil {
			t.Fatal(err)
		}
		handed, err := w.submit(id, 0, "")
		if err != nil {
			t.Fatal(err)
		}
		sub := handed.Events[0].Version
		if err := w.mark(func(tx *journal.Tx) error { return w.MarkReturned(tx, id, "r1", []activity.Missing{{Text: "缺"}}) }); err != nil {
			t.Fatal(err)
		}
		w.save("lin", id, 0, "title", "改到一半的题目", "risks", "改到一半的话")
		later := w.attach(id, "other", "after.txt", "not handed in yet")
		w.rebuilt()

		for _, c := range []struct {
			who  string
			team bool
		}{{"lin", true}, {"sec", false}, {"bob", false}} {
			p := w.as(c.who)
			now, err := w.View(r, p, id, 0)
			if err != nil {
				t.Fatal(err)
			}
			if want := map[bool]string{true: "改到一半的题目", false: "提交的题目"}[c.team]; now.Title() != want || now.State != activity.StateCorrecting {
				t.Errorf("%s reads %q, %s; want %q", c.who, now.Title(), now.State, want)
			}
			if _, ok := now.File(later.ID); ok != c.team {
				t.Errorf("%s sees the file of the draft: %v", c.who, ok)
			}
			if len(now.Kept) > 0 != c.team {
				t.Errorf("%s sees the label of a draft: %v", c.who, now.Kept)
			}
			if st, err := w.View(r, p, id, early); (err == nil) != c.team {
				t.Errorf("%s reads version %d: %q, %v", c.who, early, st.Title(), err)
			}
			if _, err := w.Compare(r, p, id, early, sub, lang.ZH); (err == nil) != c.team {
				t.Errorf("%s compares a draft with the submission: %v", c.who, err)
			}
			if st, err := w.View(r, p, id, sub); err != nil || st.Title() != "提交的题目" || st.Fields["risks"].String() != "提交的话" {
				t.Errorf("%s reads the submission: %+v, %v", c.who, st.Fields, err)
			}
			for _, f := range []activity.File{removed, later} {
				_, content, err := w.OpenFile(ctx, p, id, f.ID)
				if err == nil {
					content.Close()
				}
				if (err == nil) != c.team {
					t.Errorf("%s opens %s: %v", c.who, f.Name, err)
				}
			}
			_, content, err := w.OpenFile(ctx, p, id, now.Files[0].ID)
			if err != nil {
				t.Errorf("%s opens a file that was handed in: %v", c.who, err)
			} else {
				content.Close()
			}
			events, err := w.Events(r, p, id)
			if err != nil {
				t.Fatal(err)
			}
			told := ""
			for _, e := range events {
				told += e.Raw
			}
			for _, words := range []string{"最初的想法", "改到一半", "before.txt", "after.txt", "给自己看的"} {
				if strings.Contains(told, words) != c.team {
					t.Errorf("%s: the history tells %q: %v", c.who, words, !c.team)
				}
			}
			versions, err := w.Versions(r, p, id)
			if err != nil || slices.ContainsFunc(versions, func(v activity.Version) bool { return v.Hash == "" }) != c.team {
				t.Errorf("%s: versions %+v, %v", c.who, versions, err)
			}
			// Lists and search follow what was handed in, for everybody.
			if got := w.list(c.who, activity.Filter{Text: "一半"}); len(got) != 0 {
				t.Errorf("%s finds words of the draft", c.who)
			}
			if row, err := activity.Get(r, p, id); err != nil || row.Title != "提交的题目" {
				t.Errorf("%s: the list says %q, %v", c.who, row.Title, err)
			}
		}
		w.complete(id)
		if _, err := w.submit(id, 0, ""); err != nil {
			t.Fatal(err)
		}
		if st, err := w.View(r, w.as("sec"), id, 0); err != nil || st.Title() != "改到一半的题目" {
			t.Errorf("after the second submission: %q, %v", st.Title(), err)
		}
		if got := w.list("sec", activity.Filter{Text: "一半"}); len(got) != 1 {
			t.Error("the title of the second submission is not found")
		}
		w.rebuilt()
	})
}
