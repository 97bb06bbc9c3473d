package filing

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// View returns a filing that the person may see.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (State, error) {
	if err := auth.Allow(r, p, auth.FilingView, auth.Filing, id); err != nil {
		return State{}, err
	}
	return s.look(r, id)
}

func (s *Service) look(r store.Reader, id string) (State, error) {
	return journal.Look(s.J, r, Stream(id), Fold)
}

// Events returns the history of a filing.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.FilingView, auth.Filing, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

// Row is a filing as lists show it.
type Row struct {
	ID        string       `json:"id"`
	Code      string       `json:"code"`
	About     About        `json:"about"`
	Committee string       `json:"committee"`
	Unit      string       `json:"unit"`
	Region    string       `json:"region"`
	Activity  string       `json:"activity,omitempty"`
	Report    string       `json:"report,omitempty"`
	Year      int          `json:"year,omitempty"`
	Title     string       `json:"title,omitempty"`
	State     flow.State   `json:"state"`
	Round     int          `json:"round"`
	Number    string       `json:"number,omitempty"`
	Receipt   calendar.Day `json:"receipt_day,omitempty"`
	Confirmed bool         `json:"confirmed"`
	UpdatedAt time.Time    `json:"updated_at"`
	Due       time.Time    `json:"due,omitzero"`
	Over      bool         `json:"overdue"`
}

// Filter narrows a list. Empty parts do not.
type Filter struct {
	State       flow.State
	Committee   string
	Activity    string
	Open        bool // something is to be done
	Overdue     bool
	Unconfirmed bool // a receipt that the department has not confirmed
}

const rowColumns = `select o.id, o.code, o.about, o.committee, o.unit, o.region, o.activity, o.report, o.year, o.title, o.state, o.round, o.number,
	o.receipt_day, o.confirmed, o.updated_at, coalesce(k.due, 0), coalesce(k.state, '')
	from filings o left join clocks k on k.id = 'filing/' || o.id || '#filing' and k.state in ('running', 'paused', 'over')`

func scan(rows *sql.Rows) (Row, error) {
	var row Row
	var updated, due int64
	var clock string
	err := rows.Scan(&row.ID, &row.Code, &row.About, &row.Committee, &row.Unit, &row.Region, &row.Activity, &row.Report, &row.Year, &row.Title,
		&row.State, &row.Round, &row.Number, &row.Receipt, &row.Confirmed, &updated, &due, &clock)
	row.UpdatedAt, row.Over = store.Time(updated), clock == "over"
	if due > 0 {
		row.Due = store.Time(due)
	}
	return row, err
}

// List is a page of the filings that the person may see, the last changed first.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.FilingView, auth.Filing, "o"))
	w.Is("o.state", string(f.State))
	w.Is("o.committee", f.Committee)
	w.Is("o.activity", f.Activity)
	if f.Open {
		w.And("o.state not in ('registered', 'withdrawn')")
	}
	if f.Overdue {
		w.And("k.state = 'over'")
	}
	if f.Unconfirmed {
		w.And("o.state = 'registered' and not o.confirmed")
	}
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, rowColumns, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		row, err := scan(rows)
		return row, []any{store.Micros(row.UpdatedAt), row.ID}, err
	})
}

// ofCommittee are the filings about a committee itself and its reports.
func ofCommittee(r store.Reader, committee string) ([]Row, error) {
	return store.Collect(r, scan, rowColumns+` where o.committee = $1 and o.about <> 'activity' order by o.updated_at desc, o.id`, committee)
}

// find is the filing of a code about something; empty: there is none.
func find(r store.Reader, d Duty) (string, error) {
	var id string
	err := r.Row(`select id from filings where code = $1 and committee = $2 and activity = $3 and year = $4`, d.Code, d.Committee, d.Activity, d.Year).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// Report returns a yearly report that the person may see.
func (s *Service) Report(r store.Reader, p auth.Principal, id string) (Report, error) {
	var committee string
	err := r.Row(`select committee from reports where id = $1`, id).Scan(&committee)
	if errors.Is(err, sql.ErrNoRows) {
		return Report{}, Report{}.allows(Signed{}.EventType())
	}
	if err != nil {
		return Report{}, fmt.Errorf("look up report %s: %w", id, err)
	}
	if err := auth.Allow(r, p, auth.ReportView, auth.Committee, committee); err != nil {
		return Report{}, err
	}
	return s.lookReport(r, id)
}

func (s *Service) lookReport(r store.Reader, id string) (Report, error) {
	return journal.Look(s.J, r, ReportStream(id), FoldReport)
}

// ReportRow is a yearly report as lists show it.
type ReportRow struct {
	ID     string     `json:"id"`
	Report string     `json:"report"`
	Year   int        `json:"year"`
	State  flow.State `json:"state"`
}

// Reports lists the yearly reports of a committee, the last year first.
func Reports(r store.Reader, p auth.Principal, committee string) ([]ReportRow, error) {
	if err := auth.Allow(r, p, auth.ReportView, auth.Committee, committee); err != nil {
		return nil, err
	}
	return store.Collect(r, func(rows *sql.Rows) (ReportRow, error) {
		var row ReportRow
		err := rows.Scan(&row.ID, &row.Report, &row.Year, &row.State)
		return row, err
	}, `select id, report, year, state from reports where committee = $1 order by year desc, report`, committee)
}

// reportOf is the report of a committee's year; empty: there is none.
func reportOf(r store.Reader, committee, report string, year int) (id string, state flow.State, err error) {
	err = r.Row(`select id, state from reports where committee = $1 and report = $2 and year = $3`, committee, report, year).Scan(&id, &state)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", nil
	}
	return id, state, err
}
