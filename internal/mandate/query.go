package mandate

import (
	"database/sql"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// View returns a mandate for somebody who may see it.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (State, error) {
	events, err := s.Events(r, p, id)
	if err != nil {
		return State{}, err
	}
	st, err := Fold(events)
	if err == nil && st.State == StateNone {
		err = errs.New(errs.NotFound, "mandate.missing", lang.T("没有这份委托书。", "There is no such mandate."))
	}
	return st, err
}

// Events returns the history of a mandate for somebody who may see it.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.MandateView, auth.Mandate, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

// Standards are the demands of the packs as they are met on a day.
func (s *Service) Standards(r store.Reader, st State, day calendar.Day) ([]rules.Standard, error) {
	com, err := s.committee(r, st.Committee)
	if err != nil {
		return nil, err
	}
	return s.standards(r, s.Book.On(day, com.Region), st.Parties, st.Terms, com, day)
}

// Row is a mandate as lists show it.
type Row struct {
	ID        string       `json:"id"`
	State     flow.State   `json:"state"`
	Unit      string       `json:"unit"`   // that entrusts; empty: a person
	Person    string       `json:"person"` // that entrusts; empty: a unit
	Committee string       `json:"committee"`
	Standing  bool         `json:"standing"`
	Subject   string       `json:"subject"`
	Activity  string       `json:"activity"`
	Fields    []string     `json:"fields"`
	FollowUp  bool         `json:"follow_up"`
	From      calendar.Day `json:"from"`
	Until     calendar.Day `json:"until"`
	UpdatedAt time.Time    `json:"updated_at"`
	Running   int          `json:"running"` // cases of the entrusting side before the committee
	Decided   int          `json:"decided"`
}

// Expired reports whether a mandate that both signed has run out by a day.
func (r Row) Expired(day calendar.Day) bool { return r.State == StateInForce && r.Until < day }

// Filter narrows a list. Empty parts do not.
type Filter struct {
	State     flow.State
	Unit      string
	Person    string
	Committee string
	Live      bool // drafted, offered or in force
}

// List is a page of the mandates that the person may see, the last changed
// first.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.MandateView, auth.Mandate, "o"))
	w.Is("o.state", string(f.State))
	w.Is("o.unit", f.Unit)
	w.Is("o.person", f.Person)
	w.Is("o.committee", f.Committee)
	if f.Live {
		w.And("o.state in ('drafted', 'offered', 'in_force')")
	}
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, `select `+mandateColumns+`, updated_at, `+cases(`v.decided_at = 0 and v.state <> 'withdrawn'`)+`, `+cases(`v.decided_at > 0`)+
		` from mandates o`, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		var at int64
		var out Row
		m, err := scanRow(rows, &at, &out.Running, &out.Decided)
		out.ID, out.State, out.Unit, out.Person, out.Committee = m.ID, flow.State(m.State), m.Unit, m.Person, m.Committee
		out.Standing, out.Subject, out.Activity, out.Fields, out.FollowUp = m.Standing, m.Subject, m.Activity, m.Fields, m.FollowUp
		out.From, out.Until, out.UpdatedAt = m.From, m.Until, store.Time(at)
		return out, []any{at, m.ID}, err
	})
}

// cases counts the cases of the entrusting side before the committee.
func cases(which string) string {
	return `(select count(*) from reviews v where v.committee = o.committee and ` + which + ` and
		case when o.unit <> '' then v.unit = o.unit else v.unit = '' and v.applicant = o.person end)`
}
