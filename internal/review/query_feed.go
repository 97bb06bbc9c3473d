package review

import (
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/store"
)

// Session is a meeting as a calendar shows it: nothing of what is on its agenda.
type Session struct {
	ID        string
	Committee string
	State     flow.State
	StartsAt  time.Time
	Mode      string
	Place     string
	Link      string
	Sequence  int // how often it was moved or called off
	Changed   time.Time
}

// Bounds of a calendar.
const (
	feedBack = 90 * 24 * time.Hour
	feedMax  = 500
)

// Sessions are the meetings that a person may see, of one committee or of all, from
// some months back on; those called off among them.
func Sessions(r store.Reader, p auth.Principal, committee string, now time.Time) ([]Session, error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.MeetingView, auth.Meeting, "o"))
	w.Is("o.committee", committee)
	w.And("o.starts_at >= " + w.Arg(store.Micros(now.Add(-feedBack))))
	out, err := store.Collect(r, func(rows *sql.Rows) (s Session, err error) {
		var starts, changed int64
		err = rows.Scan(&s.ID, &s.Committee, &s.State, &starts, &s.Mode, &s.Place, &s.Link, &s.Sequence, &changed)
		s.StartsAt, s.Changed = store.Time(starts), store.Time(changed)
		return s, err
	}, `select o.id, o.committee, o.state, o.starts_at, o.mode, o.place, o.link, o.sequence, o.updated_at from meetings o`+w.String()+
		fmt.Sprintf(" order by o.starts_at, o.id limit %d", feedMax), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("list meetings for a calendar: %w", err)
	}
	return out, nil
}
