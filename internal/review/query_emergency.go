package review

import (
	"database/sql"
	"fmt"

	"lunheng/internal/auth"
	"lunheng/internal/store"
)

// Emergencies is a page of the emergencies under way that the person may know
// of, the one with the least time left first (article 36); those not accepted yet
// follow, the oldest first. They are few: no index orders them. Of the filter, text,
// state, committee and unit count.
func Emergencies(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(`o.procedure = 'emergency' and o.state not in ('approved', 'rejected', 'withdrawn')`)
	w.And(auth.Filter(p, auth.ReviewOverview, auth.Review, "o"))
	w.Is("o.state", string(f.State))
	w.Is("o.committee", f.Committee)
	w.Is("o.unit", f.Unit)
	if err := w.Search(r, Kind, "o.id", f.Text); err != nil {
		return store.Page[Row]{}, err
	}
	k := store.Keyset{Columns: []string{leastLeft, "o.submitted_at", "o.id"}, Numbers: []string{leastLeft, "o.submitted_at"}}
	return store.QueryPage(r, `select `+rowColumns+` from reviews o`+store.IndexedBy(r, "reviews_emergency")+rowClock, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		row, err := scanRow(rows)
		return row, []any{left(row), store.Micros(row.SubmittedAt), row.ID}, err
	})
}

// EmergencyUnits are units among the emergencies that the person may see.
func EmergencyUnits(r store.Reader, p auth.Principal, limit int) ([]string, error) {
	w := store.NewWhere(p.Args()...)
	w.And(`o.procedure = 'emergency' and o.state not in ('approved', 'rejected', 'withdrawn')`)
	w.And(auth.Filter(p, auth.ReviewOverview, auth.Review, "o"))
	out, err := store.Column[string](r, `select distinct o.unit from reviews o`+store.IndexedBy(r, "reviews_emergency")+w.String()+fmt.Sprintf(` order by o.unit limit %d`, limit), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("list units with emergencies: %w", err)
	}
	return out, nil
}

// unaccepted comes after every time that a clock may name.
const (
	unaccepted = int64(1) << 62
	leastLeft  = "coalesce(k.due, 4611686018427387904)"
)

func left(row Row) int64 {
	if row.Due.IsZero() {
		return unaccepted
	}
	return store.Micros(row.Due)
}
