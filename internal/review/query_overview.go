package review

import (
	"database/sql"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/store"
)

// Sits is when a meeting begins, by its id; zero when there is none. That much
// anybody may know who may see a case on its agenda.
func Sits(r store.Reader, meeting string) (time.Time, error) {
	at, err := store.Column[int64](r, `select starts_at from meetings where id = $1`, meeting)
	if err != nil || len(at) == 0 {
		return time.Time{}, err
	}
	return store.Time(at[0]), nil
}

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
