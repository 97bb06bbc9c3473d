package oversight

import (
	"database/sql"

	"lunheng/internal/auth"
	"lunheng/internal/store"
)

// Alike is how often one committee decided one sort of case so, beside how often all
// committees of the house did.
type Alike struct {
	Sort      string `json:"sort"` // kind, list entries and scope, as text
	Committee string `json:"committee"`
	NameZH    string `json:"name_zh"`
	NameEN    string `json:"name_en"`
	Outcome   string `json:"outcome"`
	N         int    `json:"n"`
	Of        int    `json:"of"`     // cases of the sort that the committee decided
	Days      int    `json:"days"`   // on average
	All       int    `json:"all"`    // cases of the sort that came out so anywhere
	AllOf     int    `json:"all_of"` // cases of the sort anywhere
}

// Alikes is a page of how the committees for which a department answers decided each
// sort of case: by sort, then by committee. The counts are those that a committee's own
// comparison reads, kept as cases are decided.
func Alikes(r store.Reader, p auth.Principal, s Scope, pg store.Paging) (store.Page[Alike], error) {
	if err := s.allowed(r, p); err != nil {
		return store.Page[Alike]{}, err
	}
	w := store.NewWhere()
	w.And("k.unit in (select x.unit from oversight_units x where x.measure = 'units' and x.place in " + Scope{s.Department, s.Region, ""}.places(w) + ")")
	return store.QueryPage(r, `select c.sort, c.committee, k.name_zh, k.name_en, c.outcome, c.n, c.days,
		(select sum(t.n) from precedent_counts t where t.sort = c.sort and t.committee = c.committee),
		(select sum(t.n) from precedent_counts t where t.sort = c.sort and t.outcome = c.outcome),
		(select sum(t.n) from precedent_counts t where t.sort = c.sort)
		from precedent_counts c join committees k on k.id = c.committee`, w, store.Keyset{Columns: []string{"c.sort", "c.committee", "c.outcome"}}, pg,
		func(rows *sql.Rows) (Alike, []any, error) {
			var a Alike
			var days int
			err := rows.Scan(&a.Sort, &a.Committee, &a.NameZH, &a.NameEN, &a.Outcome, &a.N, &days, &a.Of, &a.All, &a.AllOf)
			if a.N > 0 {
				a.Days = (days + a.N/2) / a.N
			}
			return a, []any{a.Sort, a.Committee, a.Outcome}, err
		})
}
