package oversight

import (
	"database/sql"
	"fmt"
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/regions"
	"lunheng/internal/store"
)

// Scope is what somebody looks at: what a department answers for, or a part of it.
type Scope struct {
	Department string
	Region     string // code of a place; empty: everywhere
	Field      string // code; empty: all
}

// allowed refuses whoever may not see what the department answers for.
func (s Scope) allowed(r store.Reader, p auth.Principal) error {
	return auth.Allow(r, p, auth.OversightView, auth.Department, s.Department)
}

// places is a subquery: the places in sight. There are few of them, however much
// happens there.
func (s Scope) places(w *store.Where) string {
	out := `(select p.id from departments d join oversight_places p on ` + auth.Governs("p") + ` where d.id = ` + w.Arg(s.Department)
	if r, ok := regions.Lookup(s.Region); ok {
		out += ` and p.region >= ` + w.Arg(r.Prefix()) + ` and p.region < ` + w.Arg(r.Prefix()+"~")
	}
	if s.Field != "" {
		out += ` and p.fields like ` + w.Arg(`%"`+s.Field+`"%`)
	}
	return out + `)`
}

// Number is how often a part of a measure counts.
type Number struct {
	Measure string `json:"measure"`
	Part    string `json:"part"`
	N       int    `json:"n"`
	Total   int64  `json:"total,omitempty"` // of the values: days, rows
}

// Numbers are those of a board: what is so at present, and what happened since the
// first day of a month, such as 2026-01; of all measures, or of some by their codes.
func Numbers(r store.Reader, p auth.Principal, s Scope, since string, codes ...string) ([]Number, error) {
	if err := s.allowed(r, p); err != nil {
		return nil, err
	}
	var flows, stands []string
	for _, m := range Measures {
		switch {
		case len(codes) > 0 && !slices.Contains(codes, m.Code):
		case m.Flow:
			flows = append(flows, m.Code)
		default:
			stands = append(stands, m.Code)
		}
	}
	var out []Number
	if len(flows) > 0 {
		w := store.NewWhere()
		w.In("t.measure", flows)
		w.And("t.month >= " + w.Arg(since) + " and t.place in " + s.places(w))
		year, err := numbers(r, `select t.measure, t.part, sum(t.n), sum(t.total) from oversight_months t`, w)
		if err != nil {
			return nil, err
		}
		out = year
	}
	w := store.NewWhere()
	w.In("t.measure", stands)
	w.And("t.place in " + s.places(w))
	now, err := numbers(r, `select t.measure, t.part, sum(t.n), sum(t.total) from oversight_now t`, w)
	return append(out, now...), err
}

func numbers(r store.Reader, query string, w *store.Where) ([]Number, error) {
	out, err := store.Collect(r, func(rows *sql.Rows) (Number, error) {
		var n Number
		err := rows.Scan(&n.Measure, &n.Part, &n.N, &n.Total)
		return n, err
	}, query+w.String()+` group by t.measure, t.part order by t.measure, t.part`, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("add up numbers: %w", err)
	}
	return out, nil
}

// In is a number of one region.
type In struct {
	Region string `json:"region"`
	N      int    `json:"n"`
}

// Regions adds a measure up by region: at present, or since a month for what happens.
func Regions(r store.Reader, p auth.Principal, s Scope, m Measure, part, since string) ([]In, error) {
	if err := s.allowed(r, p); err != nil {
		return nil, err
	}
	w := store.NewWhere()
	w.And("t.measure = " + w.Arg(m.Code))
	w.And("t.place in " + s.places(w))
	w.Is("t.part", part)
	table := "oversight_now"
	if m.Flow {
		table = "oversight_months"
		w.And("t.month >= " + w.Arg(since))
	}
	return store.Collect(r, func(rows *sql.Rows) (In, error) {
		var x In
		err := rows.Scan(&x.Region, &x.N)
		return x, err
	}, `select p.region, sum(t.n) from `+table+` t join oversight_places p on p.id = t.place`+w.String()+` group by p.region order by p.region`, w.Args()...)
}

// Month is a number of one month.
type Month struct {
	Month string `json:"month"` // 2026-01
	Part  string `json:"part"`
	N     int    `json:"n"`
	Total int64  `json:"total,omitempty"`
}

// Months are the numbers of a measure by month and part, from a month on.
func Months(r store.Reader, p auth.Principal, s Scope, m Measure, since string) ([]Month, error) {
	if err := s.allowed(r, p); err != nil {
		return nil, err
	}
	w := store.NewWhere()
	w.And("t.measure = " + w.Arg(m.Code))
	w.And("t.month >= " + w.Arg(since) + " and t.place in " + s.places(w))
	return store.Collect(r, func(rows *sql.Rows) (Month, error) {
		var x Month
		err := rows.Scan(&x.Month, &x.Part, &x.N, &x.Total)
		return x, err
	}, `select t.month, t.part, sum(t.n), sum(t.total) from oversight_months t`+w.String()+` group by t.month, t.part order by t.month, t.part`, w.Args()...)
}

// Median is the middle number of days among decisions that are counted by days; -1
// without any.
func Median(days []Month) int {
	all := 0
	count := map[string]int{}
	for _, d := range days {
		all, count[d.Part] = all+d.N, count[d.Part]+d.N
	}
	seen := 0
	for n := range maxDays + 1 {
		seen += count[fmt.Sprintf("%03d", n)]
		if all > 0 && seen*2 >= all {
			return n
		}
	}
	return -1
}

// Holder is a unit with some of its numbers.
type Holder struct {
	Unit   string         `json:"unit"`
	NameZH string         `json:"name_zh"`
	NameEN string         `json:"name_en"`
	Region string         `json:"region"`
	N      map[string]int `json:"n"` // by measure; parts added up
}

// Holders is a page of the units in sight, by name, with their numbers.
func Holders(r store.Reader, p auth.Principal, s Scope, pg store.Paging) (store.Page[Holder], error) {
	if err := s.allowed(r, p); err != nil {
		return store.Page[Holder]{}, err
	}
	w := store.NewWhere()
	w.And("u.state = 'active' and u.id in (select x.unit from oversight_units x where x.measure = 'units' and x.place in " + Scope{s.Department, s.Region, ""}.places(w) + ")")
	k := store.Keyset{Columns: []string{"u.sort", "u.id"}}
	page, err := store.QueryPage(r, `select u.id, u.name_zh, u.name_en, u.region, u.sort from units u`, w, k, pg, func(rows *sql.Rows) (Holder, []any, error) {
		h := Holder{N: map[string]int{}}
		var sort string
		err := rows.Scan(&h.Unit, &h.NameZH, &h.NameEN, &h.Region, &sort)
		return h, []any{sort, h.Unit}, err
	})
	if err != nil || len(page.Items) == 0 {
		return page, err
	}
	return page, s.fill(r, page.Items)
}

// fill adds the numbers of units.
func (s Scope) fill(r store.Reader, units []Holder) error {
	ids, at := make([]string, len(units)), map[string]int{}
	for i, h := range units {
		ids[i], at[h.Unit] = h.Unit, i
	}
	w := store.NewWhere()
	w.In("t.unit", ids)
	w.And("t.place in " + s.places(w))
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var unit, measure string
		var n int
		err := rows.Scan(&unit, &measure, &n)
		units[at[unit]].N[measure] = n
		return struct{}{}, err
	}, `select t.unit, t.measure, sum(t.n) from oversight_units t`+w.String()+` group by t.unit, t.measure`, w.Args()...)
	return err
}

// Worst are the units with most of a measure, at most so many.
func Worst(r store.Reader, p auth.Principal, s Scope, measure string, most int) ([]Holder, error) {
	if err := s.allowed(r, p); err != nil {
		return nil, err
	}
	w := store.NewWhere()
	w.And("t.measure = " + w.Arg(measure))
	w.And("t.place in " + s.places(w))
	return store.Collect(r, func(rows *sql.Rows) (Holder, error) {
		h, n := Holder{}, 0
		err := rows.Scan(&h.Unit, &h.NameZH, &h.NameEN, &h.Region, &n)
		h.N = map[string]int{measure: n}
		return h, err
	}, `select u.id, u.name_zh, u.name_en, u.region, sum(t.n) as many from oversight_units t join units u on u.id = t.unit`+w.String()+
		fmt.Sprintf(` group by u.id, u.name_zh, u.name_en, u.region order by many desc, u.id limit %d`, most), w.Args()...)
}

// FirstMonth is the month from which a board counts what happened: January.
func FirstMonth(day calendar.Day) string { return string(day)[:4] + "-01" }

// Parts are the parts of a measure that anything counts as, anywhere.
func Parts(r store.Reader, m Measure) []string {
	out, err := store.Column[string](r, `select distinct t.part from oversight_now t where t.measure = $1 order by t.part`, m.Code)
	if err != nil { // the list itself will tell
		return nil
	}
	return out
}
