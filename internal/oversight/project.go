package oversight

import (
	"database/sql"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/conduct"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// Projections keep how committees stand, and the marks with their counters. They come
// last: they look at what the others wrote.
func Projections() []journal.Projection {
	return []journal.Projection{
		{
			Name: "standings", Kinds: []string{Kind}, Project: projectStanding,
			Tables: []journal.Table{{Name: "standings", Key: []string{"committee"}, Stream: "'standing/' || committee"}},
		},
		{
			Name: "oversight", Project: project, Derive: derive,
			Tables: []journal.Table{
				// Places where nothing counts any more stay: they say nothing but their own name.
				{Name: "oversight_places", Key: []string{"id"}, Used: "id in (select place from oversight_marks)"},
				{Name: "oversight_marks", Key: []string{"measure", "id"}},
				{Name: "oversight_now", Key: []string{"measure", "part", "place"}},
				{Name: "oversight_months", Key: []string{"measure", "month", "part", "place"}},
				{Name: "oversight_units", Key: []string{"unit", "measure", "part", "place"}, Stream: "'unit/' || unit"},
			},
		},
	}
}

func project(tx *store.Tx, e journal.Event) error {
	refs, err := touched(tx, e)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		if err := recount(tx, ref); err != nil {
			return err
		}
	}
	return nil
}

func projectStanding(tx *store.Tx, e journal.Event) error {
	put := func(state, findings string) error {
		return tx.Exec(`insert into standings (committee, state, findings, updated_at, version) values ($1, $2, $3, $4, $5)
			on conflict (committee) do update set state = excluded.state, findings = excluded.findings, updated_at = excluded.updated_at, version = excluded.version`,
			e.Subject(), state, findings, store.Micros(e.At), e.Version)
	}
	switch b := e.Body.(type) {
	case FoundGood:
		return put(string(StateGood), "[]")
	case FoundLacking:
		return put(string(StateLacking), `["`+strings.Join(b.Findings, `","`)+`"]`)
	}
	return nil
}

// ref is a record that an event may have changed.
type ref struct{ kind, id string }

// plain are the kinds of streams whose events change the record of the same id alone.
var plain = map[string]string{"review": Cases, "sanction": Sanctions, "veto": Vetoes, "case": Breaches, "warning": Warnings, "task": Tasks}

// touched are the records that may count otherwise after an event.
func touched(tx *store.Tx, e journal.Event) ([]ref, error) {
	id := e.Subject()
	var out []ref
	if kind, ok := plain[e.Kind()]; ok {
		out = append(out, ref{kind, id})
	}
	switch e.Kind() {
	case "activity":
		return touchedActivity(tx, e)
	case "conduct":
		out = append(out, ref{Activities, id})
		if report := reportOf(e.Body); report != "" {
			out = append(out, ref{Reports, report})
		}
		projects, err := store.Column[string](tx, `select id from projects where activity = $1 and activity <> '' order by id`, id)
		if err != nil {
			return nil, err
		}
		for _, p := range projects {
			out = append(out, ref{Projects, p})
		}
	case "clock":
		if task, ok := strings.CutPrefix(id, "task/"); ok {
			task, _, _ = strings.Cut(task, "#")
			out = append(out, ref{Tasks, task})
		}
		return append(out, ref{Duties, id}), nil
	case "inspection":
		parts, err := partsOf(tx, Visits, Findings, "open_findings", `select n from inspection_findings where inspection = $1 order by n`, id)
		if err != nil {
			return nil, err
		}
		out = append(out, parts...)
	case "project":
		parts, err := partsOf(tx, Projects, Payments, "held", `select n from project_payments where project = $1 order by n`, id)
		if err != nil {
			return nil, err
		}
		out = append(out, parts...)
	case Kind, "committee", "filing", "unit", "recheck":
		more, err := touchedRegister(tx, e)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	for _, move := range flow.MovesOf(e.Body) {
		out = append(out, ref{Duties, e.Stream + "#" + move.Clock})
	}
	return out, nil
}

// partsOf are a record, its numbered parts, and those that counted and are gone.
func partsOf(tx *store.Tx, kind, part, measure, query, id string) ([]ref, error) {
	ns, err := store.Column[int](tx, query, id)
	if err != nil {
		return nil, err
	}
	counted, err := store.Column[string](tx, `select id from oversight_marks where measure = $1 and id > $2 and id < $3 order by id`, measure, id+"/", id+"0")
	out := []ref{{kind, id}}
	for _, n := range ns {
		counted = append(counted, id+"/"+strconv.Itoa(n))
	}
	slices.Sort(counted)
	for _, x := range slices.Compact(counted) {
		out = append(out, ref{part, x})
	}
	return out, err
}

// touchedActivity leaves out what a team writes before it hands in, which nobody counts.
func touchedActivity(tx *store.Tx, e journal.Event) ([]ref, error) {
	switch e.Body.(type) {
	case activity.Saved, activity.Assessed, activity.FileAttached, activity.FileReplaced, activity.FileRemoved, activity.PersonAdded, activity.PersonRemoved, activity.Drafted:
		return nil, nil
	case activity.Submitted:
		var unit string // whose first activity to be reviewed it may be
		if err := tx.Row(`select unit from activities where id = $1`, e.Subject()).Scan(&unit); err != nil {
			return nil, err
		}
		return []ref{{Activities, e.Subject()}, {Units, unit}}, nil
	}
	return []ref{{Activities, e.Subject()}}, nil
}

func reportOf(b journal.Body) string {
	switch b := b.(type) {
	case conduct.Reported:
		return b.Report
	case conduct.Withdrawn:
		return b.Report
	case conduct.Decided:
		return b.Report
	}
	return ""
}

// touchedRegister are what hangs on a unit, a committee, a registration or a re-review.
func touchedRegister(tx *store.Tx, e journal.Event) ([]ref, error) {
	id := e.Subject()
	switch e.Kind() {
	case Kind:
		under, err := underWay(tx, id)
		return append(under, ref{Committees, id}), err
	case "committee":
		var unit string
		if err := tx.Row(`select unit from committees where id = $1`, id).Scan(&unit); err != nil {
			return nil, err
		}
		return []ref{{Committees, id}, {Units, unit}}, nil
	case "recheck":
		var act string
		err := tx.Row(`select activity from rechecks where id = $1`, id).Scan(&act)
		if _, answered := e.Body.(recheck.FedBack); !answered {
			return []ref{{Rechecks, id}}, err
		}
		return []ref{{Rechecks, id}, {Activities, act}}, err
	case "filing":
		var committee string
		err := tx.Row(`select committee from filings where id = $1 and about = 'committee'`, id).Scan(&committee)
		if err == sql.ErrNoRows {
			return []ref{{Filings, id}}, nil
		}
		if err != nil {
			return nil, err
		}
		under, err := underWay(tx, committee)
		return append(under, ref{Filings, id}), err
	}
	if _, moved := e.Body.(registry.UnitChanged); !moved {
		return []ref{{Units, id}}, nil
	}
	return ofUnit(tx, id)
}

// underWay are the activities under way that a committee approved.
func underWay(tx *store.Tx, committee string) ([]ref, error) {
	ids, err := store.Column[string](tx, `select id from oversight_marks where committee = $1 and measure = 'live' order by id`, committee)
	out := make([]ref, 0, len(ids)+1)
	for _, id := range ids {
		out = append(out, ref{Activities, id})
	}
	return out, err
}

// ofUnit are the records whose place is the unit's: it may have moved.
func ofUnit(tx *store.Tx, unit string) ([]ref, error) {
	marks, err := store.Collect(tx, func(rows *sql.Rows) (ref, error) {
		var x ref
		err := rows.Scan(&x.kind, &x.id)
		return x, err
	}, `select distinct measure, id from oversight_marks where unit = $1 or unit = '' and committee in (select id from committees where unit = $1) order by id, measure`, unit)
	seen := map[ref]bool{{Units, unit}: true}
	for _, m := range marks {
		if measure, ok := Find(m.kind); ok {
			seen[ref{measure.Source, m.id}] = true
		}
	}
	out := slices.Collect(maps.Keys(seen))
	slices.SortFunc(out, func(a, b ref) int { return strings.Compare(a.id+a.kind, b.id+b.kind) })
	return out, err
}

// mark says that a record counts in a measure.
type mark struct {
	Measure, Part, Place, Unit, Committee, Day string
	Value                                      int64
}

// marksOf are the marks that a record ought to have, and where it belongs.
func marksOf(r store.Reader, x ref) ([]mark, Place, error) {
	var p Place
	rec, counted, err := source(x.kind).read(r, x.id)
	if err != nil || !counted {
		return nil, p, err
	}
	var out []mark
	for i := range Measures {
		m := &Measures[i]
		if m.Source != x.kind {
			continue
		}
		if c, ok := m.Of(rec); ok {
			out = append(out, mark{Measure: m.Code, Part: c.Part, Unit: rec.Unit, Committee: rec.Committee, Day: string(calendar.Of(store.Time(c.At))), Value: c.Value})
		}
	}
	if len(out) == 0 {
		return nil, p, nil
	}
	p, err = rec.place(r)
	for i := range out {
		out[i].Place = p.ID
	}
	return out, p, err
}

// recount lets a record count as what it is now.
func recount(tx *store.Tx, x ref) error {
	want, place, err := marksOf(tx, x)
	if err != nil {
		return err
	}
	have, err := store.Collect(tx, scanMark, `select measure, part, place, unit, committee, day, value from oversight_marks where id = $1`, x.id)
	if err != nil {
		return err
	}
	placed := false
	for _, old := range have {
		if m, _ := Find(old.Measure); m.Source != x.kind || slices.Contains(want, old) {
			placed = placed || m.Source == x.kind && old.Place == place.ID
			want = slices.DeleteFunc(want, func(w mark) bool { return w == old })
			continue
		}
		if err := old.remove(tx, x.id); err != nil {
			return err
		}
	}
	if len(want) > 0 && !placed {
		if err := place.write(tx); err != nil {
			return err
		}
	}
	for _, m := range want {
		if err := m.add(tx, x.id); err != nil {
			return err
		}
	}
	return nil
}

func scanMark(rows *sql.Rows) (mark, error) {
	var m mark
	err := rows.Scan(&m.Measure, &m.Part, &m.Place, &m.Unit, &m.Committee, &m.Day, &m.Value)
	return m, err
}

func (m mark) month() string { return m.Day[:len("2006-01")] }

func (m mark) add(tx *store.Tx, id string) error {
	if err := m.write(tx, id); err != nil {
		return err
	}
	return m.count(tx)
}

func (m mark) write(tx *store.Tx, id string) error {
	return tx.Exec(`insert into oversight_marks (measure, id, part, place, unit, committee, day, value) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		m.Measure, id, m.Part, m.Place, m.Unit, m.Committee, m.Day, m.Value)
}

func (m mark) count(tx *store.Tx) error {
	err := tx.Later(m.row("oversight_now", ""), `insert into oversight_now (measure, part, place, n, total) values ($1, $2, $3, 1, $4)
		on conflict (measure, part, place) do update set n = oversight_now.n + 1, total = oversight_now.total + excluded.total`, m.Measure, m.Part, m.Place, m.Value)
	if err != nil {
		return err
	}
	err = tx.Later(m.row("oversight_months", m.month()), `insert into oversight_months (measure, month, part, place, n, total) values ($1, $2, $3, $4, 1, $5)
		on conflict (measure, month, part, place) do update set n = oversight_months.n + 1, total = oversight_months.total + excluded.total`,
		m.Measure, m.month(), m.Part, m.Place, m.Value)
	if err != nil || m.Unit == "" {
		return err
	}
	return tx.Later(m.row("oversight_units", m.Unit), `insert into oversight_units (unit, measure, part, place, n) values ($1, $2, $3, $4, 1)
		on conflict (unit, measure, part, place) do update set n = oversight_units.n + 1`, m.Unit, m.Measure, m.Part, m.Place)
}

// row names the row of a table of counters that counts the mark.
func (m mark) row(table, of string) string {
	return table + " " + m.Measure + " " + of + " " + m.Part + " " + m.Place
}

// remove takes a mark away. A counter that counts none is removed; it is changed first
// and looked at afterwards, because others count in it at the same time.
func (m mark) remove(tx *store.Tx, id string) error {
	if err := tx.Exec(`delete from oversight_marks where measure = $1 and id = $2`, m.Measure, id); err != nil {
		return err
	}
	const now, month, unit = ` where measure = $1 and part = $2 and place = $3`, ` where measure = $1 and part = $2 and place = $3 and month = $4`,
		` where measure = $1 and part = $2 and place = $3 and unit = $4`
	for _, step := range []struct {
		row, query string
		args       []any
	}{
		{m.row("oversight_now", ""), `update oversight_now set n = n - 1, total = total - $4` + now, []any{m.Value}},
		{m.row("oversight_now", ""), `delete from oversight_now` + now + ` and n = 0`, nil},
		{m.row("oversight_months", m.month()), `update oversight_months set n = n - 1, total = total - $5` + month, []any{m.month(), m.Value}},
		{m.row("oversight_months", m.month()), `delete from oversight_months` + month + ` and n = 0`, []any{m.month()}},
		{m.row("oversight_units", m.Unit), `update oversight_units set n = n - 1` + unit, []any{m.Unit}},
		{m.row("oversight_units", m.Unit), `delete from oversight_units` + unit + ` and n = 0`, []any{m.Unit}},
	} {
		if err := tx.Later(step.row, step.query, append([]any{m.Measure, m.Part, m.Place}, step.args...)...); err != nil {
			return err
		}
	}
	return nil
}
