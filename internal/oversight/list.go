package oversight

import (
	"database/sql"
	"fmt"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/store"
)

// Filter says which marks of a measure are listed.
type Filter struct {
	Scope
	Measure  string
	Part     string
	Unit     string
	From, To calendar.Day // of the day on which they count
	// Extra is a condition of a question on a mark m; it uses $1, the day.
	Extra string
}

// Row is a record behind a number.
type Row struct {
	Kind      string       `json:"kind"`
	ID        string       `json:"id"`
	Part      string       `json:"part"`
	Unit      string       `json:"unit,omitempty"`
	Committee string       `json:"committee,omitempty"`
	Region    string       `json:"region,omitempty"`
	Day       calendar.Day `json:"day"`
	Value     int64        `json:"value,omitempty"`
}

// few is how many records are sorted rather than looked for in their order.
const few = 4000

// List is a page of the records behind a number, the latest day first.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	m, ok := Find(f.Measure)
	if !ok {
		return store.Page[Row]{}, fmt.Errorf("list %q: there is no such measure", f.Measure)
	}
	if err := f.allowed(r, p); err != nil {
		return store.Page[Row]{}, err
	}
	n, err := f.rough(r)
	if err != nil || n == 0 {
		return store.Page[Row]{Items: []Row{}}, err
	}
	w := store.NewWhere(string(p.Day))
	query := `select m.id, m.part, m.unit, m.committee, coalesce(p.region, ''), m.day, m.value from `
	switch {
	case f.Unit != "":
		query += `oversight_marks m` + store.IndexedBy(r, "oversight_marks_unit")
		w.And("m.unit <> ''")
	case n <= few: // by the few places that have any
		query += `oversight_now t cross join oversight_marks m` + store.IndexedBy(r, "oversight_marks_place")
		w.And("t.measure = " + w.Arg(f.Measure) + " and t.measure = m.measure and t.part = m.part and t.place = m.place")
		// of the mark the place is not asked again: the planner would try all places for each t
		w.And("t.place in " + f.places(w))
		w.Is("t.part", f.Part)
	case f.Part != "":
		query += `oversight_marks m` + store.IndexedBy(r, "oversight_marks_part")
	default:
		query += `oversight_marks m` + store.IndexedBy(r, "oversight_marks_day")
	}
	f.conditions(w)
	if f.Unit != "" || n > few {
		w.And("m.place in " + f.places(w))
	}
	k := store.Keyset{Columns: []string{"m.day", "m.id"}, Desc: true}
	return store.QueryPage(r, query+` left join oversight_places p on p.id = m.place`, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		x := Row{Kind: m.Source}
		err := rows.Scan(&x.ID, &x.Part, &x.Unit, &x.Committee, &x.Region, (*string)(&x.Day), &x.Value)
		return x, []any{string(x.Day), x.ID}, err
	})
}

// conditions narrow the marks, m, to those that are listed, wherever they belong.
func (f Filter) conditions(w *store.Where) {
	w.And("$1 <> '' and m.measure = " + w.Arg(f.Measure))
	w.Is("m.part", f.Part)
	w.Is("m.unit", f.Unit)
	if f.From != "" {
		w.And("m.day >= " + w.Arg(string(f.From)))
	}
	if f.To != "" {
		w.And("m.day <= " + w.Arg(string(f.To)))
	}
	if f.Extra != "" {
		w.And(f.Extra)
	}
}

// rough is how many marks there are without regard to days and questions.
func (f Filter) rough(r store.Reader) (int, error) {
	w := store.NewWhere()
	w.And("t.measure = " + w.Arg(f.Measure))
	w.Is("t.part", f.Part)
	table := "oversight_now"
	if f.Unit != "" {
		table = "oversight_units"
		w.Is("t.unit", f.Unit)
	}
	w.And("t.place in " + f.places(w))
	var n int
	err := r.Row(`select coalesce(sum(t.n), 0) from `+table+` t`+w.String(), w.Args()...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", f.Measure, err)
	}
	return n, nil
}

// MaxCount is how far records are counted one by one.
const MaxCount = 1000

// Length is how many records a list has in all. Where counters do not tell, it counts
// up to [MaxCount]; then more says that there may be more of them.
func Length(r store.Reader, p auth.Principal, f Filter) (n int, more bool, err error) {
	if err := f.allowed(r, p); err != nil {
		return 0, false, err
	}
	if f.Extra == "" && f.From == "" && f.To == "" {
		n, err = f.rough(r)
		return n, false, err
	}
	if first, last, ok := f.months(); ok && f.Extra == "" && f.Unit == "" {
		w := store.NewWhere()
		w.And("t.measure = " + w.Arg(f.Measure) + " and t.month >= " + w.Arg(first) + " and t.month <= " + w.Arg(last))
		w.Is("t.part", f.Part)
		w.And("t.place in " + f.places(w))
		err = r.Row(`select coalesce(sum(t.n), 0) from oversight_months t`+w.String(), w.Args()...).Scan(&n)
		return n, false, err
	}
	w := store.NewWhere(string(p.Day))
	f.conditions(w)
	w.And("m.place in " + f.places(w))
	err = r.Row(`select count(*) from (select 1 from oversight_marks m`+w.String()+fmt.Sprintf(` limit %d) x`, MaxCount+1), w.Args()...).Scan(&n)
	return min(n, MaxCount), n > MaxCount, err
}

// months are the first and last month of a filter that asks for whole months; the last
// day may be open.
func (f Filter) months() (first, last string, ok bool) {
	if f.From == "" || f.From[8:] != "01" {
		return "", "", false
	}
	if f.To == "" {
		return string(f.From[:7]), "9999-12", true
	}
	return string(f.From[:7]), string(f.To[:7]), f.To.AddDays(1)[8:] == "01"
}
