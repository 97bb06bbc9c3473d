package review

import (
	"database/sql"

	"lunheng/internal/auth"
	"lunheng/internal/store"
)

// Overview is where a case stands, for whoever may know that and no more: no
// contents, no discussion.
func Overview(r store.Reader, p auth.Principal, id string) (Row, error) {
	if err := auth.Allow(r, p, auth.ReviewOverview, auth.Review, id); err != nil {
		return Row{}, err
	}
	rows, err := store.Collect(r, func(rows *sql.Rows) (Row, error) { return scanRow(rows) }, `select `+rowColumns+rowTables+` where o.id = $1`, id)
	if err != nil || len(rows) != 1 {
		return Row{}, err
	}
	return rows[0], nil
}
