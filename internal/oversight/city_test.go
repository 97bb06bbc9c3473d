package oversight_test

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
	"lunheng/internal/demo"
	"lunheng/internal/oversight"
	"lunheng/internal/store"
)

var (
	ctx = context.Background()
	now = time.Date(2026, 11, 21, 3, 14, 0, 0, time.UTC)
)

// city is the invented city.
func city(t *testing.T) *apptest.World {
	t.Helper()
	w := apptest.Empty(t)
	seal := func(ctx context.Context, at time.Time) error { _, err := w.Sealer.SealNow(ctx, at); return err }
	if _, err := demo.Build(ctx, w.Services, now, seal); err != nil {
		t.Fatal(err)
	}
	return w
}

// The city's numbers, looked at from every side.
func TestCity(t *testing.T) {
	w := city(t)
	t.Run("marks are what the tables say", func(t *testing.T) { marksAreRight(t, w.Read(ctx)) })
	t.Run("counters count the marks", func(t *testing.T) { countersAreRight(t, w.Read(ctx)) })
	t.Run("a number is the length of its list", func(t *testing.T) { numbersAreLengths(t, w.Read(ctx)) })
	t.Run("a second look finds nothing new", func(t *testing.T) {
		if n, err := w.Oversight.Look(ctx, now); n != 0 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	})
	t.Run("every measure and question has something", func(t *testing.T) {
		for _, m := range oversight.Measures {
			if n, err := store.Column[int](w.Read(ctx), `select count(*) from oversight_marks where measure = $1`, m.Code); err != nil || n[0] == 0 {
				t.Logf("%s: %v, %v", m.Code, n, err)
			}
		}
	})
}

// marksAreRight recounts every record from the tables as they are now. A dependency
// that the projection forgets shows here.
func marksAreRight(t *testing.T, r store.Reader) {
	for _, s := range oversight.Sources {
		ids, err := store.Column[string](r, `select id from `+s.All)
		fine(t, err)
		for _, id := range ids {
			due, err := oversight.Due(r, s.Kind, id)
			fine(t, err)
			have, err := oversight.Have(r, s.Kind, id)
			fine(t, err)
			for _, list := range [][]oversight.Mark{due, have} {
				slices.SortFunc(list, func(a, b oversight.Mark) int { return strings.Compare(a.Measure, b.Measure) })
			}
			if len(due)+len(have) > 0 && !reflect.DeepEqual(due, have) {
				t.Errorf("%s %s counts as\n%v, and ought to as\n%v", s.Kind, id, have, due)
			}
		}
	}
}

func countersAreRight(t *testing.T, r store.Reader) {
	for table, query := range map[string]string{
		`select measure, part, place, '', n, total from oversight_now`:          `select measure, part, place, '', count(*), sum(value) from oversight_marks group by measure, part, place`,
		`select measure, part, place, month, n, total from oversight_months`:    `select measure, part, place, substr(day, 1, 7), count(*), sum(value) from oversight_marks group by measure, part, place, substr(day, 1, 7)`,
		`select measure, part, place, unit, n, 0 as total from oversight_units`: `select measure, part, place, unit, count(*), 0 from oversight_marks where unit <> '' group by measure, part, place, unit`,
	} {
		if have, want := counters(t, r, table), counters(t, r, query); len(want) == 0 || !reflect.DeepEqual(have, want) {
			t.Errorf("%s: %d rows, want %d", table, len(have), len(want))
		}
	}
}

func counters(t *testing.T, r store.Reader, query string) []string {
	t.Helper()
	out, err := store.Collect(r, func(rows *sql.Rows) (string, error) {
		var m, p, l, k string
		var n, total int64
		err := rows.Scan(&m, &p, &l, &k, &n, &total)
		return fmt.Sprint(m, p, l, k, n, total), err
	}, query+` order by 1, 2, 3, 4`)
	fine(t, err)
	return out
}

// numbersAreLengths walks every list behind every number of every department.
func numbersAreLengths(t *testing.T, r store.Reader) {
	people, err := store.Collect(r, func(rows *sql.Rows) (out [2]string, err error) { return out, rows.Scan(&out[0], &out[1]) },
		`select body, min(person) from offices where role = 'supervisor' and active group by body`)
	fine(t, err)
	if len(people) < 2 {
		t.Fatal("the city has no two departments")
	}
	for _, d := range people {
		p := auth.Session(d[1], now)
		for _, s := range []oversight.Scope{{Department: d[0]}, {Department: d[0], Region: "990103"}, {Department: d[0], Field: "medicine"}} {
			found, err := oversight.Numbers(r, p, s, "2026-01")
			fine(t, err)
			for _, n := range found {
				lengthOf(t, r, p, s, n)
			}
		}
		for _, other := range people {
			if other[0] == d[0] {
				continue
			}
			if _, err := oversight.Numbers(r, p, oversight.Scope{Department: other[0]}, "2026-01"); err == nil {
				t.Errorf("%s sees what %s answers for", d[0], other[0])
			}
		}
	}
}

// whose says of which other object a record of a kind is a part.
var whose = map[string]string{oversight.Tasks: `select mechanism from mechanism_tasks where id = $1`, oversight.Reports: `select activity from conduct_reports where id = $1`}

// sight is what makes a record of a kind visible.
var sight = map[string]struct {
	verb auth.Verb
	kind auth.Kind
}{
	oversight.Activities: {auth.ActivityOverview, auth.Activity}, oversight.Cases: {auth.ReviewOverview, auth.Review}, oversight.Committees: {auth.CommitteeView, auth.Committee},
	oversight.Units: {auth.UnitView, auth.Unit}, oversight.Filings: {auth.FilingView, auth.Filing}, oversight.Sanctions: {auth.SanctionView, auth.Sanction}, oversight.Vetoes: {auth.VetoView, auth.Veto},
	oversight.Rechecks: {auth.RecheckView, auth.Recheck}, oversight.Breaches: {auth.CaseOverview, auth.Case}, oversight.Visits: {auth.InspectionView, auth.Inspection},
	oversight.Findings: {auth.InspectionView, auth.Inspection}, oversight.Tasks: {auth.MechanismView, auth.Mechanism}, oversight.Reports: {auth.ConductView, auth.Activity}, oversight.Warnings: {auth.WarningView, auth.Warning}, oversight.Projects: {auth.ProjectView, auth.Project}, oversight.Payments: {auth.ProjectView, auth.Project},
}

func lengthOf(t *testing.T, r store.Reader, p auth.Principal, s oversight.Scope, n oversight.Number) {
	t.Helper()
	m, _ := oversight.Find(n.Measure)
	f := oversight.Filter{Scope: s, Measure: n.Measure, Part: n.Part}
	if m.Flow {
		f.From = "2026-01-01"
	}
	length, more, err := oversight.Length(r, p, f)
	if err != nil || more || length != n.N {
		t.Errorf("%+v: %s %q: the number is %d, the length %d %v, %v", s, n.Measure, n.Part, n.N, length, more, err)
	}
	walked, pg := 0, store.Paging{Limit: 7}
	for {
		page, err := oversight.List(r, p, f, pg)
		fine(t, err)
		walked += len(page.Items)
		for _, row := range page.Items {
			id, _, _ := strings.Cut(row.ID, "/")
			if query := whose[row.Kind]; query != "" {
				if err := r.Row(query, id).Scan(&id); err != nil {
					t.Fatal(err)
				}
			}
			if at, ok := sight[row.Kind]; ok && auth.Allow(r, p, at.verb, at.kind, id) != nil {
				t.Errorf("%+v: %s %s is counted and not to be seen", s, row.Kind, row.ID)
			}
		}
		if pg.After = page.Next; pg.After == "" {
			break
		}
	}
	if walked != n.N {
		t.Errorf("%+v: %s %q: the number is %d, the list has %d", s, n.Measure, n.Part, n.N, walked)
	}
}

func fine(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
