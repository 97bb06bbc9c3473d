package veto

import (
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// View returns a question and its answer for somebody who may see it.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (State, error) {
	events, err := s.Events(r, p, id)
	if err != nil {
		return State{}, err
	}
	st, err := Fold(events)
	if err == nil && st.State == StateNone {
		err = errs.New(errs.NotFound, "veto.missing", lang.T("没有这次查询。", "There is no such question."))
	}
	return st, err
}

// Events returns the history of a question for somebody who may see it.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.VetoView, auth.Veto, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

// Item is a question as lists show it.
type Item struct {
	ID      string     `json:"id"`
	Body    string     `json:"body"`
	Purpose string     `json:"purpose"`
	State   flow.State `json:"state"`
	At      time.Time  `json:"at"`
	Total   int        `json:"total"`
	Done    int        `json:"done"`
	Totals
}

// Filter narrows a list. Empty parts do not.
type Filter struct {
	State    flow.State
	Purpose  string
	Outcome  string       // a row has it
	From, To calendar.Day // asked on these days
}

// found are the columns that count rows by outcome.
var found = map[string]string{Clear: "o.clear", Vetoed: "o.vetoed", Conditional: "o.conditional", Ask: "o.unsure"}

// List is a page of the questions that the person may see, the last first.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Item], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.VetoView, auth.Veto, "o"))
	w.Is("o.state", string(f.State))
	w.Is("o.purpose", f.Purpose)
	if column, ok := found[f.Outcome]; ok {
		w.And(column + " > 0")
	}
	if f.From != "" {
		w.And("o.asked_at >= " + w.Arg(store.Micros(f.From.Start())))
	}
	if f.To != "" {
		w.And("o.asked_at <= " + w.Arg(store.Micros(f.To.End())))
	}
	k := store.Keyset{Columns: []string{"o.asked_at", "o.id"}, Numbers: []string{"o.asked_at"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.body, o.purpose, o.state, o.asked_at, o.total, o.done, o.clear, o.vetoed, o.conditional, o.unsure from vetoes o`, w, k, pg,
		func(rows *sql.Rows) (Item, []any, error) {
			var out Item
			var state string
			var at int64
			err := rows.Scan(&out.ID, &out.Body, &out.Purpose, &state, &at, &out.Total, &out.Done, &out.Clear, &out.Vetoed, &out.Conditional, &out.Unsure)
			out.State, out.At = flow.State(state), store.Time(at)
			return out, []any{at, out.ID}, err
		})
}

// Hit tells whom a measure concerns that it was asked about.
type Hit struct {
	Body    string    `json:"body"` // that asked
	Kind    string    `json:"kind"` // department or unit
	Purpose string    `json:"purpose"`
	Outcome string    `json:"outcome"`
	Measure string    `json:"measure"`
	At      time.Time `json:"at"`
}

// Hits are the last questions that met a decision's measures. The caller has seen
// that the decision may be viewed, and names the measures in sight.
func Hits(r store.Reader, measures []string, limit int) ([]Hit, error) {
	w := store.NewWhere()
	w.In("h.measure", measures)
	out, err := store.Collect(r, func(rows *sql.Rows) (Hit, error) {
		var h Hit
		var at int64
		err := rows.Scan(&h.Body, &h.Kind, &h.Purpose, &h.Outcome, &h.Measure, &at)
		h.At = store.Time(at)
		return h, err
	}, fmt.Sprintf(`select v.body, v.body_kind, v.purpose, h.outcome, h.measure, h.asked_at from veto_hits h join vetoes v on v.id = h.veto%s
		order by h.asked_at desc, h.veto, h.row limit %d`, w.String(), limit), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look for questions: %w", err)
	}
	return out, nil
}
