package review

import (
	"database/sql"

	"lunheng/internal/auth"
	"lunheng/internal/store"
)

// Emergencies is a page of the emergencies under way that the person may know
// of, the oldest first (article 36).
func Emergencies(r store.Reader, p auth.Principal, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(`o.procedure = 'emergency' and o.state not in ('approved', 'rejected', 'withdrawn')`)
	w.And(auth.Filter(p, auth.ReviewOverview, auth.Review, "o"))
	k := store.Keyset{Columns: []string{"o.submitted_at", "o.id"}, Numbers: []string{"o.submitted_at"}}
	return store.QueryPage(r, `select `+rowColumns+` from reviews o`+store.IndexedBy(r, "reviews_emergency")+rowClock, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		row, err := scanRow(rows)
		return row, []any{store.Micros(row.SubmittedAt), row.ID}, err
	})
}
