package violation_test

import (
	"context"
	"testing"
	"time"

	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/clocks"
	"lunheng/internal/errs"
	"lunheng/internal/sanction"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
	"lunheng/internal/violation"
)

var ctx = context.Background()

func view(t *testing.T, w *apptest.World, id string, as ...string) violation.View {
	t.Helper()
	v, err := w.Violation.View(w.Read(ctx), w.As(append(as, "officer")[0]), id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The whole road on both databases, to a re-check that lifts the measure.
func TestRoad(t *testing.T) {
	for engine, storage := range map[string]func(t *testing.T) app.Storage{
		"sqlite": func(t *testing.T) app.Storage { return app.Storage{Data: t.TempDir()} },
		"postgres": func(t *testing.T) app.Storage {
			return app.Storage{Data: t.TempDir(), Database: storetest.PostgresURL(t)}
		},
	} {
		t.Run(engine, func(t *testing.T) { road(t, apptest.Make(t, storage(t))) })
	}
}

func road(t *testing.T, w *apptest.World) {
	w.FoundBureau()
	id := w.CaseAt("未批先做", "served")
	v := view(t, w, id)
	if len(v.Decision) != 1 || v.Decision[0].Until != v.Decision[0].From.AddMonths(24).AddDays(-1) {
		t.Fatalf("the decision is %+v", v.Decision)
	}
	mine, err := w.Violation.View(w.Read(ctx), w.As("lin"), id)
	if err != nil || mine.Part != violation.PartParty || mine.Reporter != "" || len(mine.Members) > 0 || len(mine.Decision) != 1 {
		t.Fatalf("the party sees %+v, %v", mine, err)
	}
	theirs, err := w.Violation.View(w.Read(ctx), w.As("stranger"), id)
	if err != nil || theirs.Part != violation.PartReporter || len(theirs.Parties) > 0 || theirs.Text != "" || theirs.Found != nil {
		t.Fatalf("who reported sees %+v, %v", theirs, err)
	}
	w.Done(w.Violation.Ask(ctx, w.As("lin"), w.Now(), violation.Ask{Case: id, Kind: violation.Recheck, Text: "入组的三人属于另一项目。"}))
	v = view(t, w, id)
	request := v.Requests[0].ID
	w.Done(w.Violation.Take(ctx, w.As("officer"), w.Now(), violation.Settle{Case: id, ID: request, Accept: true}))
	w.Done(w.Violation.Settle(ctx, w.As("officer"), w.Now(), violation.Settle{Case: id, ID: request, Outcome: violation.Lifted, Reason: "确属另一项目。"}))
	v = view(t, w, id)
	entry, err := w.Sanction.Look(w.Read(ctx), v.Sanction)
	if err != nil || v.State.State != violation.StateAnnulled || entry.State != sanction.StateAnnulled || entry.Case != id || entry.By != w.Unit {
		t.Fatalf("the case is %s, its entry %+v, %v", v.State.State, entry, err)
	}
	if len(v.Running) > 0 {
		t.Errorf("clocks still run: %v", v.Running)
	}
	rebuilt(t, w, id)
}

// rebuilt makes the tables anew from the journal and compares.
func rebuilt(t *testing.T, w *apptest.World, id string) {
	t.Helper()
	count := func() (out []int) {
		for _, table := range []string{"cases", "case_people", "case_units", "typical_cases", "sanctions", "sanction_measures", "clocks"} {
			var n int
			if err := w.Read(ctx).Row(`select count(*) from ` + table).Scan(&n); err != nil {
				t.Fatal(err)
			}
			out = append(out, n)
		}
		return out
	}
	before, st := count(), view(t, w, id).Version
	if err := w.DB().Update(ctx, func(tx *store.Tx) error { return w.Journal.Rebuild(tx, tx, nil) }); err != nil {
		t.Fatal(err)
	}
	for i, n := range count() {
		if n != before[i] {
			t.Errorf("table %d has %d rows after a rebuild, and had %d", i, n, before[i])
		}
	}
	if again := view(t, w, id).Version; again != st {
		t.Errorf("the case is at %d after a rebuild, and was at %d", again, st)
	}
}

// Time that is not kept shows: the clock of an inquiry runs over, and a second
// extension is refused.
func TestOverdue(t *testing.T) {
	w := apptest.New(t)
	w.FoundBureau()
	id := w.CaseAt("未批先做", "accepted")
	w.Done(w.Violation.Extend(ctx, w.As("officer"), w.Now(), violation.Write{Case: id, Text: "涉及多家单位。"}))
	if _, err := w.Violation.Extend(ctx, w.As("officer"), w.Now(), violation.Write{Case: id, Text: "还不够。"}); !errs.Has(err, "case.extended") {
		t.Error(err)
	}
	due := view(t, w, id).Running["inquiry"].Due
	if months := due.Sub(w.Now()); months < 360*24*time.Hour || months > 367*24*time.Hour {
		t.Errorf("extended to %s", due)
	}
	w.Advance(due.Sub(w.Now()) + time.Hour)
	if _, err := clocks.Watch(ctx, w.Journal, w.Now()); err != nil {
		t.Fatal(err)
	}
	page, err := violation.List(w.Read(ctx), w.As("bureau"), violation.Filter{Overdue: true}, store.Paging{})
	if err != nil || len(page.Items) != 1 || !page.Items[0].Overdue {
		t.Errorf("overdue are %+v, %v", page.Items, err)
	}
}
