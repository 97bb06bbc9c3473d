package activity_test

import (
	"slices"
	"sync"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Two tabs: fields that the other did not touch merge; the same field becomes a
// conflict that shows both and keeps both.
func TestTwoTabs(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		v := w.save("lin", id, w.state(id).Version, "purpose", "one").Version

		w.save("lin", id, v, "risks", "from the first tab")
		second := w.save("lin", id, v, "necessity", "from the second tab")
		if !slices.Equal(second.Saved, []string{"necessity"}) || !slices.Equal(second.Merged, []string{"risks"}) || second.Err() != nil {
			t.Errorf("a save of another field: %+v", second)
		}

		w.save("lin", id, v, "purpose", "first tab's")
		stale := w.save("lin", id, v, "purpose", "second tab's", "team", "王")
		if len(stale.Conflicts) != 1 || !errs.Has(stale.Err(), "activity.save.conflict") || !slices.Equal(stale.Saved, []string{"team"}) {
			t.Fatalf("a save of the same field: %+v", stale)
		}
		c := stale.Conflicts[0]
		if c.Field != "purpose" || c.Seen.String() != "one" || c.Mine.String() != "second tab's" || c.Theirs.String() != "first tab's" || c.Change.By != "lin" {
			t.Errorf("conflict %+v", c)
		}
		st := w.state(id)
		if st.Fields["purpose"].String() != "first tab's" || len(st.Parked) != 1 || st.Parked[0].Value.String() != "second tab's" {
			t.Errorf("field %v, parked %+v", st.Fields["purpose"], st.Parked)
		}

		// The same autosave once more parks nothing new; choosing settles it.
		w.save("lin", id, v, "purpose", "second tab's")
		if again := w.state(id); again.Version != st.Version {
			t.Errorf("the repeated autosave was journalled: version %d, then %d", st.Version, again.Version)
		}
		w.save("lin", id, st.Version, "purpose", "second tab's")
		if st = w.state(id); len(st.Parked) != 0 || st.Fields["purpose"].String() != "second tab's" {
			t.Errorf("after the choice: %v, %+v", st.Fields["purpose"], st.Parked)
		}
		w.rebuilt()
	})
}

// Nothing is journalled when nothing changed: a double click, a page that sends
// all its fields, a text that was typed back.
func TestNothingChanged(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		v := w.save("lin", id, w.state(id).Version, "purpose", "one", "risks", "r").Version
		for range 2 {
			if res := w.save("lin", id, v, "purpose", "one", "risks", "r", "team", " \r\n"); res.Version != v || len(res.Saved) > 0 {
				t.Errorf("an unchanged save: %+v", res)
			}
		}
		// Another tab changed purpose; this page sends what it saw of it, and one change.
		w.save("lin", id, v, "purpose", "two")
		res := w.save("lin", id, v, "purpose", "one", "risks", "r2")
		if len(res.Conflicts) > 0 || !slices.Equal(res.Saved, []string{"risks"}) || w.state(id).Fields["purpose"].String() != "two" {
			t.Errorf("a page that sends all its fields: %+v", res)
		}
		// Both typed the same: no conflict.
		if res := w.save("lin", id, v, "purpose", "two"); len(res.Conflicts) > 0 || len(res.Saved) > 0 {
			t.Errorf("both typed the same: %+v", res)
		}
	})
}

// Many tabs save at the same moment: what touches different fields is all
// there, what is the same is there once.
func TestAtTheSameMoment(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		seen := w.state(id).Version
		fields := []string{"purpose", "significance", "necessity", "risks", "risk_controls", "publication", "team", "training"}
		var wg sync.WaitGroup
		for _, field := range append(fields, fields...) {
			wg.Go(func() {
				cmd := activity.Save{Activity: id, Version: seen, Fields: activity.Values{field: activity.Text("of " + field)}}
				if res, err := w.Save(ctx, w.as("lin"), now0, cmd); err != nil || len(res.Conflicts) > 0 {
					t.Errorf("%s: %+v, %v", field, res, err)
				}
			})
		}
		wg.Wait()
		st := w.state(id)
		if st.Version != seen+int64(len(fields)) {
			t.Errorf("version %d; want one event for each of %d fields", st.Version, len(fields))
		}
		for _, field := range fields {
			if st.Fields[field].String() != "of "+field {
				t.Errorf("%s holds %q", field, st.Fields[field])
			}
		}
		w.rebuilt()
	})
}

// The same request with the same key has one effect.
func TestSaveKey(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		cmd := activity.Save{Activity: id, Version: w.state(id).Version, Fields: activity.Values{"purpose": activity.Text("x")}, Key: "k"}
		first, err := w.Save(ctx, w.as("lin"), w.tick(), cmd)
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.Save(ctx, w.as("lin"), w.tick(), cmd)
		if err != nil || again.Version != first.Version {
			t.Errorf("again: %+v, %v; want version %d", again, err, first.Version)
		}
	})
}

// What somebody of the team parked, the leader can let go; others cannot.
func TestDropParked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		for _, person := range []string{"bob", "王"} {
			if _, err := w.AddPerson(ctx, w.as("lin"), w.tick(), activity.AddPerson{Activity: id, Person: person, Role: activity.Student}); err != nil {
				t.Fatal(err)
			}
		}
		v := w.state(id).Version
		w.save("lin", id, v, "purpose", "lin's")
		w.save("bob", id, v, "purpose", "bob's")
		drop := activity.DropParked{Activity: id, Field: "purpose", By: "bob"}
		if _, err := w.DropParked(ctx, w.as("王"), w.tick(), drop); errs.CodeOf(err) != errs.Forbidden {
			t.Errorf("somebody else: %v", err)
		}
		if _, err := w.DropParked(ctx, w.as("lin"), w.tick(), drop); err != nil {
			t.Error(err)
		}
		if st := w.state(id); len(st.Parked) != 0 || st.Fields["purpose"].String() != "lin's" {
			t.Errorf("%+v", st.Parked)
		}
	})
}

// Every wrong field is told at once, at its place, and nothing is saved.
func TestWrongFields(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		v := w.state(id).Version
		long := make([]rune, 501)
		for i := range long {
			long[i] = '字'
		}
		_, err := w.Save(ctx, w.as("lin"), w.tick(), activity.Save{Activity: id, Fields: activity.Values{
			"colour": activity.Text("red"), "plan_file": activity.Text("x"), "title": activity.Text(string(long)),
			"purpose": activity.Bool(true), "risks": activity.Text("a\x00b"), "necessity": activity.Text("fine")}})
		var at []string
		for _, e := range errs.All(err) {
			at = append(at, e.Field)
		}
		if want := []string{"colour", "plan_file", "purpose", "risks", "title"}; !slices.Equal(at, want) {
			t.Errorf("told at %v; want %v", at, want)
		}
		if w.state(id).Version != v {
			t.Error("something was saved")
		}
	})
}

// Versions have names and can be compared field by field.
func TestVersions(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		w.save("lin", id, 0, "purpose", "旧的目的")
		v := w.state(id).Version
		if _, err := w.KeepVersion(ctx, w.as("lin"), w.tick(), activity.KeepVersion{Activity: id, Version: v, Label: "讨"}); err != nil {
			t.Fatal(err)
		}
		w.save("lin", id, 0, "purpose", "新的目的", "risks", "r")
		var labels []string
		for _, v := range w.state(id).Versions() {
			labels = append(labels, v.Label.ZH)
		}
		if want := []string{"初稿", "讨", "现在"}; !slices.Equal(labels, want) {
			t.Errorf("versions %v; want %v", labels, want)
		}
		lines, err := w.Compare(w.db.Read(ctx), w.as("lin"), id, v, w.state(id).Version, lang.ZH)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string][2]string{}
		for _, l := range lines {
			got[l.Code] = [2]string{l.From, l.To}
		}
		if got["purpose"] != [2]string{"旧的目的", "新的目的"} || got["risks"] != [2]string{"", "r"} || got["title"][0] != got["title"][1] {
			t.Errorf("comparison %v", got)
		}
	})
}
