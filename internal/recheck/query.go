package recheck

import (
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// openOf is the re-review of a case that is under way; empty: none.
func openOf(r store.Reader, review string) (string, error) {
	var id string
	err := r.Row(`select id from rechecks where review = $1 and state not in ('answered', 'withdrawn')`, review).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// View returns a re-review that the person may see. Who the experts are and
// what each of them says, only the department sees; an expert sees their own
// place.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (State, error) {
	if err := auth.Allow(r, p, auth.RecheckView, auth.Recheck, id); err != nil {
		return State{}, err
	}
	st, err := journal.Look(s.J, r, Stream(id), Fold)
	if err != nil {
		return st, err
	}
	may, err := auth.Can(r, p, auth.Recheck, id, auth.RecheckPanel)
	if err != nil || may[auth.RecheckPanel] {
		return st, err
	}
	own := st.Seat(p.Person)
	out := st.Outside()
	if own != nil {
		out.Panel = []Expert{*own}
	}
	return out, nil
}

// Progress says how many of the panel have answered, without names.
type Progress struct {
	All      int `json:"all"`
	Answered int `json:"answered"`
}

// Progress counts the panel of a re-review that the person may see.
func (s *Service) Progress(r store.Reader, p auth.Principal, id string) (Progress, error) {
	var out Progress
	if err := auth.Allow(r, p, auth.RecheckView, auth.Recheck, id); err != nil {
		return out, err
	}
	err := r.Row(`select count(*), count(case when answered then 1 end) from recheck_experts where recheck = $1 and state = 'sitting'`, id).
		Scan(&out.All, &out.Answered)
	return out, err
}

// Events returns the history of a re-review for those who may know the panel.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.RecheckPanel, auth.Recheck, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

// Row is a re-review as lists show it.
type Row struct {
	ID         string     `json:"id"`
	Review     string     `json:"review"`
	Activity   string     `json:"activity"`
	Unit       string     `json:"unit"`
	Department string     `json:"department"`
	Title      string     `json:"title"`
	Number     string     `json:"number"`
	State      flow.State `json:"state"`
	Result     string     `json:"result"`
	AppliedAt  time.Time  `json:"applied_at"`
	UpdatedAt  time.Time  `json:"updated_at"`
	Due        time.Time  `json:"due,omitzero"`
	Clock      string     `json:"clock"` // state of the clock; empty: none runs
	Seat       string     `json:"seat"`  // the person's own place on the panel, by its pseudonym
	Answered   bool       `json:"answered"`
}

// Filter narrows a list. Empty parts do not.
type Filter struct {
	State      flow.State
	Department string
	Unit       string
	Review     string
	Mine       bool // the person sits on the panel
	Open       bool
}

// List is a page of the re-reviews that the person may see, the last changed first.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.RecheckView, auth.Recheck, "o"))
	w.Is("o.state", string(f.State))
	w.Is("o.department", f.Department)
	w.Is("o.unit", f.Unit)
	w.Is("o.review", f.Review)
	if f.Mine {
		w.And("e.ref is not null")
	}
	if f.Open {
		w.And("o.state not in ('answered', 'withdrawn')")
	}
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.review, o.activity, o.unit, o.department, o.title, o.number, o.state, o.result, o.applied_at, o.updated_at,
		coalesce(k.due, 0), coalesce(k.state, ''), coalesce(e.ref, ''), coalesce(e.answered, false)
		from rechecks o left join clocks k on k.id = 'recheck/' || o.id || '#expert_recheck' and k.state in ('running', 'paused', 'over')
		left join recheck_experts e on e.recheck = o.id and e.person = $1 and e.state = 'sitting'`, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		var row Row
		var applied, updated, due int64
		err := rows.Scan(&row.ID, &row.Review, &row.Activity, &row.Unit, &row.Department, &row.Title, &row.Number, &row.State, &row.Result,
			&applied, &updated, &due, &row.Clock, &row.Seat, &row.Answered)
		row.AppliedAt, row.UpdatedAt = store.Time(applied), store.Time(updated)
		if due > 0 {
			row.Due = store.Time(due)
		}
		return row, []any{updated, row.ID}, err
	})
}

// Experts is a page of a department's pool, those who were entered first at the top.
func Experts(r store.Reader, p auth.Principal, department string, pg store.Paging) (store.Page[Entry], error) {
	if err := auth.Allow(r, p, auth.PoolView, auth.Department, department); err != nil {
		return store.Page[Entry]{}, err
	}
	w := store.NewWhere()
	w.And("x.department = " + w.Arg(department))
	return store.QueryPage(r, `select x.id, x.person, x.fields, x.expertise, x.region, x.from_day, x.until_day from pool_experts x`, w,
		store.Keyset{Columns: []string{"x.id"}}, pg, scanExpert)
}

func scanExpert(rows *sql.Rows) (Entry, []any, error) {
	var e Entry
	var id, fields, expertise string
	if err := rows.Scan(&id, &e.Person, &fields, &expertise, &e.Region, &e.From, &e.Until); err != nil {
		return e, nil, err
	}
	return e, []any{id}, errors.Join(json.Unmarshal([]byte(fields), &e.Fields), json.Unmarshal([]byte(expertise), &e.Expertise))
}
