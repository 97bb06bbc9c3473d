package conduct

import (
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// View returns an approved activity that the person may see.
func (s *Service) View(r store.Reader, p auth.Principal, activity string) (State, error) {
	events, err := s.Events(r, p, activity)
	if err != nil {
		return State{}, err
	}
	st, err := Fold(events)
	if err == nil && st.State == StateNone {
		err = st.running()
	}
	return st, err
}

// Events returns the history of an approved activity that the person may see.
func (s *Service) Events(r store.Reader, p auth.Principal, activity string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.ConductView, auth.Activity, activity); err != nil {
		return nil, err
	}
	events, err := s.J.Stream(r, Stream(activity))
	if err != nil {
		return nil, fmt.Errorf("read conduct of %s: %w", activity, err)
	}
	return events, nil
}

// Since is what anybody who holds a paper may know of what became of the activity:
// its state, and since when. A zero state: it was not approved.
type Since struct {
	State     flow.State `json:"state"`
	At        time.Time  `json:"at,omitzero"`
	Overdue   bool       `json:"overdue"`
	Amended   int        `json:"amended"` // how many amendments were approved
	AmendedAt time.Time  `json:"amended_at,omitzero"`
	Suspended time.Time  `json:"suspended,omitzero"` // the last time, if ever
	Resumed   time.Time  `json:"resumed,omitzero"`   // after that
}

// Since tells what became of the activity of a case, without who and why.
func (s *Service) Since(r store.Reader, review string) (Since, error) {
	var activity string
	if err := r.Row(`select activity from reviews where id = $1`, review).Scan(&activity); err != nil {
		return Since{}, fmt.Errorf("find activity of case %s: %w", review, err)
	}
	events, err := s.J.Stream(r, Stream(activity))
	if err != nil {
		return Since{}, err
	}
	st, err := Fold(events)
	out := Since{State: st.State, At: st.Since, Overdue: st.Overdue}
	for _, e := range events {
		switch e.Body.(type) {
		case Suspended:
			out.Suspended, out.Resumed = e.At, time.Time{}
		case Resumed, Reinstated:
			out.Resumed = e.At
		}
	}
	for _, rep := range st.Reports {
		if rep.Kind == Amendment && rep.Outcome == OutcomeApprove {
			out.Amended++
			out.AmendedAt = rep.DecidedAt
		}
	}
	return out, err
}

// Row is an approved activity as lists show it.
type Row struct {
	ID        string     `json:"id"`
	Review    string     `json:"review"`
	Committee string     `json:"committee"`
	Unit      string     `json:"unit"`
	Leader    string     `json:"leader"`
	Title     string     `json:"title"`
	Number    string     `json:"number"`
	State     flow.State `json:"state"`
	Months    int        `json:"months"`
	Due       time.Time  `json:"due,omitzero"` // of the next follow-up
	Overdue   bool       `json:"overdue"`
	Closer    bool       `json:"closer"`
	Anew      bool       `json:"anew"` // a change has to come as an amendment
	Open      int        `json:"open"` // reports under review
	Mine      bool       `json:"mine"` // the person leads it
}

// Filter narrows a list. Empty parts do not.
type Filter struct {
	State     flow.State
	Committee string
	Before    time.Time // the next follow-up is due before
	Overdue   bool
	Mine      bool // the person leads it
	Live      bool // not ended
}

// List is a page of the approved activities that the person may see, the next
// follow-up first.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	// Asked of each row on the way along the list: gathering all that a secretary may see would grow with the whole.
	w.And(`exists (select 1 from activities a where a.id = o.id and ` + auth.Filter(p, auth.ConductView, auth.Activity, "a") + `)`)
	w.Is("o.state", string(f.State))
	w.Is("o.committee", f.Committee)
	if !f.Before.IsZero() {
		w.And("o.due > 0 and o.due < " + w.Arg(store.Micros(f.Before)))
	}
	if f.Overdue {
		w.And("o.overdue")
	}
	if f.Mine {
		w.And("o.leader = $1")
	}
	if f.Live || !f.Before.IsZero() || f.Overdue {
		w.And("o.state in ('running', 'suspended', 'lapsed')")
	}
	k := store.Keyset{Columns: []string{"o.due", "o.id"}, Numbers: []string{"o.due"}}
	return store.QueryPage(r, `select o.id, o.review, o.committee, o.unit, o.leader, o.title, coalesce(v.number, ''), o.state, o.months, o.due, o.overdue, o.closer, o.anew <> '',
		(select count(*) from conduct_reports x where x.activity = o.id and x.state = 'open'), o.leader = $1
		from conducts o left join reviews v on v.id = o.review`, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		var row Row
		var due int64
		err := rows.Scan(&row.ID, &row.Review, &row.Committee, &row.Unit, &row.Leader, &row.Title, &row.Number, &row.State, &row.Months, &due, &row.Overdue,
			&row.Closer, &row.Anew, &row.Open, &row.Mine)
		row.Due = timeOrZero(due)
		return row, []any{due, row.ID}, err
	})
}
