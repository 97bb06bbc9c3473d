package sanction_test

import (
	"context"
	"strings"
	"testing"

	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/sanction"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// A list comes in decision by decision: each whole and once, or every row of it told.
func TestBring(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { bringLists(t, apptest.New(t)) })
	t.Run("postgres", func(t *testing.T) {
		bringLists(t, apptest.Make(t, app.Storage{Data: t.TempDir(), Database: storetest.PostgresURL(t)}))
	})
}

func bringLists(t *testing.T, w *apptest.World) {
	department, ctx := w.FoundBureau(), context.Background()
	bring := func(p auth.Principal, rows ...string) (sanction.Brought, string) {
		t.Helper()
		head := "number,day,finding,violation,severity,basis,kind,id,name,paper,paper_number,unit,measure,from,months\n"
		lines, err := sanction.ReadLines([]byte(head + strings.Join(rows, "\n")))
		if err != nil {
			t.Fatal(err)
		}
		got, err := w.Sanction.Bring(ctx, p, w.Now(), department, lines, nil)
		if err != nil {
			t.Fatal(err)
		}
		var why []string
		for _, f := range got.Faults {
			for _, e := range errs.All(f.Why) {
				why = append(why, e.Key+": "+e.In(lang.EN))
			}
		}
		return got, strings.Join(why, "\n")
	}
	op := auth.Operator(w.Now())
	good := []string{
		"MC 1,2026-03-02,yes,without_approval,more_serious,the inquiry,person,,Zhao Yi,passport,QX7731Z,明川大学,bar,,24",
		"MC 1,2026-03-02,yes,without_approval,more_serious,the inquiry,person," + w.Person("wang") + ",,,,,talk,,",
		"MC 2,2026-03-02,no,,,nothing was found,person,,Qian Er,passport,E2,,,,",
	}
	if got, why := bring(op, good...); got.Entered != 2 || why != "" {
		t.Fatalf("%+v\n%s", got, why)
	}
	if got, why := bring(w.As("bureau"), good...); got.Entered != 0 || got.Before != 2 || why != "" {
		t.Errorf("again: %+v\n%s", got, why)
	}
	bad := map[string][]string{
		"sanction.ambiguous":   {"MC 3,2026-03-02,yes,other,light,x,person,,Sun San,,,,talk,,", "MC 3,2026-03-02,yes,other,light,x,person,,Li Si,passport,E4,,talk,,"},
		"sanction.grade":       {"MC 4,2026-03-02,yes,other,more_serious,x,person,,Li Si,passport,E4,,bar,,37"},
		"sanction.list.other":  {"MC 1,2026-03-02,yes,other,light,x,person,,Li Si,passport,E4,,talk,,"},
		"sanction.list.unit":   {"MC 5,2026-03-02,yes,other,light,x,person,,Li Si,passport,E4,nowhere,talk,,"},
		"sanction.unknown":     {"MC 6,2026-03-02,yes,other,light,x,person,nobody,,,,,talk,,"},
		"sanction.no_finding":  {"MC 7,2026-03-02,no,,,x,person,,Li Si,passport,E4,,talk,,"},
		"sanction.measureless": {"MC 8,2026-03-02,yes,other,light,x,person,,Li Si,passport,E4,,,,"},
		"sanction.day":         {"MC 9,2027-03-02,yes,other,light,x,person,,Li Si,passport,E4,,talk,,"},
	}
	for key, rows := range bad {
		if got, why := bring(op, rows...); got.Entered != 0 || len(got.Faults) != len(rows) || !strings.Contains(why, key) {
			t.Errorf("%s: %+v\n%s", key, got, why)
		}
	}
	numbers, err := store.Column[string](w.Read(ctx), `select number || ' ' || state from sanctions order by number`)
	if err != nil || strings.Join(numbers, ", ") != "MC 1 in_force, MC 2 no_finding" {
		t.Errorf("%v, %v", numbers, err)
	}
	if held, err := store.Column[string](w.Read(ctx), `select until_day from sanction_measures where code = 'bar' and binding`); err != nil || strings.Join(held, "") != "2028-03-01" {
		t.Errorf("%v, %v", held, err)
	}
	if found, err := store.Column[int](w.Read(ctx), `select count(*) from events where body like '%Zhao Yi%' or body like '%QX7731Z%'`); err != nil || found[0] != 0 {
		t.Errorf("a name or a number stands in the journal: %v, %v", found, err)
	}
	for _, login := range []string{"lin", "officer", "admin"} {
		if _, err := w.Sanction.Bring(ctx, w.As(login), w.Now(), department, nil, nil); err == nil {
			t.Errorf("%s may bring decisions", login)
		}
	}
	w.Seal()
}
