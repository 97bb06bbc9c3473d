package sanction

import (
	"database/sql"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// View returns a decision for somebody who may see it. Whom it concerns sees what
// concerns them, and not who else is in it.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (State, error) {
	events, err := s.Events(r, p, id)
	if err != nil {
		return State{}, err
	}
	st, err := Fold(events)
	if err != nil {
		return st, err
	}
	if st.State == StateNone {
		return st, errs.New(errs.NotFound, "sanction.missing", lang.T("没有这份决定。", "There is no such decision."))
	}
	if auth.Allow(r, p, auth.SanctionEdit, auth.Sanction, id) == nil {
		return st, nil
	}
	own, err := concerned(r, p, st)
	return st.only(own), err
}

// only leaves the parts of one subject.
func (s State) only(subject string) State {
	s.Subjects = slices.DeleteFunc(slices.Clone(s.Subjects), func(x Subject) bool { return x.ID != subject })
	s.Measures = s.Of(subject)
	s.Requests = slices.DeleteFunc(slices.Clone(s.Requests), func(q Request) bool { return q.Subject != subject })
	return s
}

// Events returns the history of a decision for somebody who may see it.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.SanctionView, auth.Sanction, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

// Row is a decision as lists show it.
type Row struct {
	ID         string       `json:"id"`
	Department string       `json:"department"`
	Number     string       `json:"number"`
	Day        calendar.Day `json:"day"`
	State      flow.State   `json:"state"`
	Asked      int          `json:"asked"`    // requests for correction that wait
	Subjects   int          `json:"subjects"` // whom it concerns
	Holding    int          `json:"holding"`  // measures that hold on the day
	UpdatedAt  time.Time    `json:"updated_at"`
}

// Filter narrows a list. Empty parts do not.
type Filter struct {
	State    flow.State
	Asked    bool         // a request for correction waits
	From, To calendar.Day // decided on these days
}

// List is a page of the decisions that the person may see, the last changed first.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.SanctionView, auth.Sanction, "o"))
	w.Is("o.state", string(f.State))
	if f.Asked {
		w.And("o.asked > 0")
	}
	if f.From != "" {
		w.And("o.day >= " + w.Arg(string(f.From)))
	}
	if f.To != "" {
		w.And("o.day <= " + w.Arg(string(f.To)))
	}
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.department, o.number, o.day, o.state, o.asked, o.updated_at,
		(select count(*) from sanction_subjects x where x.sanction = o.id),
		(select count(*) from sanction_measures m where m.sanction = o.id and m.binding and m.from_day <= $2 and (m.until_day = '' or m.until_day >= $2))
		from sanctions o`, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		var out Row
		var day, state string
		var at int64
		err := rows.Scan(&out.ID, &out.Department, &out.Number, &day, &state, &out.Asked, &at, &out.Subjects, &out.Holding)
		out.Day, out.State, out.UpdatedAt = calendar.Day(day), flow.State(state), store.Time(at)
		return out, []any{at, out.ID}, err
	})
}

// Entry is a measure as the ledger knows it, for whoever asks whether it bars.
type Entry struct {
	ID       string       `json:"measure"`
	Sanction string       `json:"decision"`
	Who      string       `json:"-"`
	Code     string       `json:"code"`
	Number   string       `json:"number"` // of the decision
	From     calendar.Day `json:"from"`
	Until    calendar.Day `json:"until,omitempty"` // the last day; empty: without an end
}

// entryBatch bounds the places of a query.
const entryBatch = 512

// Entries are the measures that hold for some people and units on a day.
func Entries(r store.Reader, day calendar.Day, who []string) (map[string][]Entry, error) {
	out := map[string][]Entry{}
	for len(who) > 0 {
		n := min(len(who), entryBatch)
		w := store.NewWhere(string(day))
		w.And("m.binding and m.from_day <= $1 and (m.until_day = '' or m.until_day >= $1)")
		w.In("m.who", who[:n])
		who = who[n:]
		_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
			var e Entry
			var from, until string
			err := rows.Scan(&e.ID, &e.Sanction, &e.Who, &e.Code, &e.Number, &from, &until)
			e.From, e.Until = calendar.Day(from), calendar.Day(until)
			out[e.Who] = append(out[e.Who], e)
			return struct{}{}, err
		}, `select m.id, m.sanction, m.who, m.code, s.number, m.from_day, m.until_day from sanction_measures m join sanctions s on s.id = m.sanction`+
			w.String()+` order by m.who, m.until_day, m.id`, w.Args()...)
		if err != nil {
			return nil, fmt.Errorf("look for measures: %w", err)
		}
	}
	return out, nil
}

// ListRow is a list of earlier decisions as lists show it.
type ListRow struct {
	ID         string     `json:"id"`
	Department string     `json:"department"`
	State      flow.State `json:"state"`
	At         time.Time  `json:"at"`
	Rows       int        `json:"rows"`
	Tally
}

// Lists is a page of the lists of earlier decisions of the person's departments, the
// last first.
func Lists(r store.Reader, p auth.Principal, state flow.State, pg store.Paging) (store.Page[ListRow], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.SanctionImport, auth.Department, "d"))
	w.Is("o.state", string(state))
	k := store.Keyset{Columns: []string{"o.started", "o.id"}, Numbers: []string{"o.started"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.department, o.state, o.started, o.total, o.fresh, o.known, o.refused from sanction_lists o join departments d on d.id = o.department`, w, k, pg,
		func(rows *sql.Rows) (ListRow, []any, error) {
			var x ListRow
			var at int64
			err := rows.Scan(&x.ID, &x.Department, &x.State, &at, &x.Rows, &x.In, &x.Before, &x.Out)
			x.At = store.Time(at)
			return x, []any{at, x.ID}, err
		})
}
