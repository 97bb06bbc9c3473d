package programme

import (
	"database/sql"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// View is a programme with the gate of its guide.
type View struct {
	State
	Required   []Asked          `json:"-"`
	Conditions []gate.Condition `json:"conditions"`
	Stages     []Count          `json:"stages"` // how many of its projects stand where
}

// Count is how many projects stand before the gate of a stage, and of them how many
// gates lack something.
type Count struct {
	Stage gate.Before `json:"stage"`
	All   int         `json:"all"`
	Open  int         `json:"open"`
}

// View returns a programme for somebody who may see it. The projects are counted for
// its funder alone.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (View, error) {
	if err := auth.Allow(r, p, auth.ProgrammeView, auth.Programme, id); err != nil {
		return View{}, err
	}
	st, err := s.programme(r, id)
	if err != nil {
		return View{}, err
	}
	f, err := s.guideFacts(st, p.Day)
	if err != nil {
		return View{}, err
	}
	v := View{State: st, Required: f.Required, Conditions: st.Conditions(f), Stages: []Count{}}
	if auth.Allow(r, p, auth.ProgrammeEdit, auth.Programme, id) == nil {
		v.Stages, err = stageCounts(r, id)
	}
	return v, err
}

// stageCounts counts a programme's projects by an index.
func stageCounts(r store.Reader, id string) ([]Count, error) {
	return store.Collect(r, func(rows *sql.Rows) (Count, error) {
		var c Count
		err := rows.Scan(&c.Stage, &c.All, &c.Open)
		return c, err
	}, `select stage, count(*), sum(case when open > 0 then 1 else 0 end) from projects where programme = $1 and state not in ('draft', 'refused', 'withdrawn', 'terminated') group by stage order by stage`, id)
}

// Events returns the history of a programme for its funder.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.ProgrammeEdit, auth.Programme, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

// ProjectView is a project with its gate as it stands on the day.
type ProjectView struct {
	Project
	ProgrammeTitle string           `json:"programme_title"`
	Gate           gate.Before      `json:"gate,omitempty"` // the stage whose gate it is
	Conditions     []gate.Condition `json:"conditions"`
	Doubts         []Found          `json:"doubts"`           // about whom something holds
	Review         string           `json:"review,omitempty"` // what the self-assessment came to
	Text           PledgeMade       `json:"pledge_text"`      // that is signed now
}

// ViewProject returns a project for somebody who may see it. What was found about
// applicants, beyond the outcome, is for the funder and the leader.
func (s *Service) ViewProject(r store.Reader, p auth.Principal, id string, now time.Time) (ProjectView, error) {
	if err := auth.Allow(r, p, auth.ProjectView, auth.Project, id); err != nil {
		return ProjectView{}, err
	}
	pr, err := s.project(r, id)
	if err != nil {
		return ProjectView{}, err
	}
	f, err := s.facts(r, pr, p.Person, now)
	if err != nil {
		return ProjectView{}, err
	}
	if f.Form, err = s.form(r, pr, f.Today); err != nil {
		return ProjectView{}, err
	}
	st, err := s.programme(r, pr.Programme)
	if err != nil {
		return ProjectView{}, err
	}
	may, err := auth.Can(r, p, auth.Project, id, auth.ProjectDecide, auth.ProjectEdit)
	if err != nil {
		return ProjectView{}, err
	}
	if !may[auth.ProjectDecide] {
		pr.Referrals = nil // between the department that inspected and the funder
		if !may[auth.ProjectEdit] {
			pr = pr.discreet()
		}
	}
	v := ProjectView{Project: pr, ProgrammeTitle: st.Title, Gate: StageOf(pr.State), Conditions: pr.Conditions(f), Review: f.Review, Text: pr.ToSign(f), Doubts: pr.Doubtful(f)}
	return v, nil
}

// discreet leaves out about whom something was found.
func (p Project) discreet() Project {
	p.Found = hide(p.Found)
	if p.Refusal != nil {
		refusal := *p.Refusal
		refusal.Barred = hide(refusal.Barred)
		p.Refusal = &refusal
	}
	return p
}

func hide(list []Found) []Found {
	list = slices.Clone(list)
	for i := range list {
		list[i].Who = ""
	}
	return list
}

// inner are the events of a project that only who decides on it sees.
var inner = []string{FindingsHanded{}.EventType(), ReferralAnswered{}.EventType()}

// ProjectEvents returns the history of a project for those who decide on it, lead it
// or sign for its unit.
func (s *Service) ProjectEvents(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.ProjectView, auth.Project, id); err != nil {
		return nil, err
	}
	events, err := s.J.Stream(r, ProjectStream(id))
	if err != nil || auth.Allow(r, p, auth.ProjectDecide, auth.Project, id) == nil {
		return events, err
	}
	return slices.DeleteFunc(events, func(e journal.Event) bool { return slices.Contains(inner, e.Type) }), nil
}

// Row is a programme as lists show it.
type Row struct {
	ID     string       `json:"id"`
	Kind   string       `json:"funder_kind"`
	Funder string       `json:"funder"`
	Plan   string       `json:"plan"`
	Title  string       `json:"title"`
	State  flow.State   `json:"state"`
	Opens  calendar.Day `json:"opens,omitempty"`
	Closes calendar.Day `json:"closes,omitempty"`
}

// Filter narrows a list of programmes. Empty parts do not.
type Filter struct {
	State flow.State
	Plan  string
	Mine  bool // those that the person runs
}

// List is a page of the programmes that the person may see, the last changed first.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	verb := auth.ProgrammeView
	if f.Mine {
		verb = auth.ProgrammeEdit
	}
	w.And(auth.Filter(p, verb, auth.Programme, "o"))
	w.Is("o.state", string(f.State))
	w.Is("o.plan", f.Plan)
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.funder_kind, o.funder, o.plan, o.title, o.state, o.opens, o.closes, o.updated_at from programmes o`, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		var out Row
		var at int64
		err := rows.Scan(&out.ID, &out.Kind, &out.Funder, &out.Plan, &out.Title, &out.State, &out.Opens, &out.Closes, &at)
		return out, []any{at, out.ID}, err
	})
}

// Item is a project as lists show it.
type Item struct {
	ID        string      `json:"id"`
	Programme string      `json:"programme"`
	Name      string      `json:"programme_title"`
	Title     string      `json:"title"`
	Unit      string      `json:"unit"`
	Leader    string      `json:"leader"`
	State     flow.State  `json:"state"`
	Stage     gate.Before `json:"stage,omitempty"`
	Open      []string    `json:"open"` // codes of conditions that the gate lacks
	Amount    int64       `json:"amount"`
	Paid      int64       `json:"paid"`
	Held      int64       `json:"held"`
	Referred  int         `json:"referred,omitempty"` // referrals of inspections to answer, for the funder
	UpdatedAt time.Time   `json:"updated_at"`
}

// Projects narrows a list of projects. Empty parts do not.
type Projects struct {
	Programme string
	State     flow.State
	Open      string // code of a condition that the gate lacks; "any": one or another
	Mine      bool   // those that the person leads
	Decide    bool   // those that the person decides on
	Referred  bool   // those of them with a referral of an inspection to answer
}

// ListProjects is a page of the projects that the person may see, the last changed
// first.
func ListProjects(r store.Reader, p auth.Principal, f Projects, pg store.Paging) (store.Page[Item], error) {
	w := store.NewWhere(p.Args()...)
	verb := auth.ProjectView
	switch {
	case f.Mine:
		verb = auth.ProjectEdit
	case f.Decide, f.Referred:
		verb = auth.ProjectDecide
	}
	w.And(auth.Filter(p, verb, auth.Project, "o"))
	w.Is("o.programme", f.Programme)
	w.Is("o.state", string(f.State))
	if f.Referred {
		w.And("o.referred > 0")
	}
	if f.Open == "any" {
		w.And("o.open > 0")
	} else if f.Open != "" {
		w.And(`exists (select 1 from project_open x where x.project = o.id and x.code = ` + w.Arg(f.Open) + `)`)
	}
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	page, err := store.QueryPage(r, `select o.id, o.programme, g.title, o.title, o.unit, o.leader, o.state, o.stage, o.amount, o.updated_at,
		(select coalesce(sum(m.amount), 0) from project_payments m where m.project = o.id and m.state = 'paid'),
		(select coalesce(sum(m.amount), 0) from project_payments m where m.project = o.id and m.state = 'held'),
		case when `+auth.Filter(p, auth.ProjectDecide, auth.Project, "o")+` then o.referred else 0 end from projects o join programmes g on g.id = o.programme`, w, k, pg, func(rows *sql.Rows) (Item, []any, error) {
		var out Item
		var at int64
		err := rows.Scan(&out.ID, &out.Programme, &out.Name, &out.Title, &out.Unit, &out.Leader, &out.State, &out.Stage, &out.Amount, &at, &out.Paid, &out.Held, &out.Referred)
		out.UpdatedAt = store.Time(at)
		return out, []any{at, out.ID}, err
	})
	if err != nil {
		return page, fmt.Errorf("list projects: %w", err)
	}
	var ids []string
	for _, it := range page.Items {
		ids = append(ids, it.ID)
	}
	open, err := openOf(r, ids)
	for i := range page.Items {
		page.Items[i].Open = append([]string{}, open[page.Items[i].ID]...)
	}
	return page, err
}

// openOf are the codes of what the gates of some projects lack.
func openOf(r store.Reader, ids []string) (map[string][]string, error) {
	out := map[string][]string{}
	w := store.NewWhere()
	w.In("project", ids)
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var id, code string
		err := rows.Scan(&id, &code)
		out[id] = append(out[id], code)
		return struct{}{}, err
	}, `select project, code from project_open`+w.String()+` order by project, code`, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look for open conditions: %w", err)
	}
	return out, nil
}

// Money is an instalment as lists show it, with what holds it.
type Money struct {
	Project string    `json:"project"`
	Title   string    `json:"title"`
	Unit    string    `json:"unit"`
	N       int       `json:"n"`
	Amount  int64     `json:"amount"`
	State   string    `json:"state"` // planned, due, held, paid
	Since   time.Time `json:"since"`
	Open    []Lift    `json:"open"`
}

// Lift is a condition that holds a payment, and who can lift it.
type Lift struct {
	Code  string    `json:"code"`
	Lifts flow.Role `json:"lifts"`
	Since time.Time `json:"since"`
}

// States of an instalment.
const (
	Planned = "planned"
	Due     = "due"
	Held    = "held"
	PaidOut = "paid"
)

// Payments is a page of the instalments of projects that the person may see, by state,
// those that wait longest first.
func Payments(r store.Reader, p auth.Principal, state string, pg store.Paging) (store.Page[Money], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.ProjectView, auth.Project, "o"))
	w.Is("m.state", state)
	k := store.Keyset{Columns: []string{"m.since", "m.project", "m.n"}, Numbers: []string{"m.since", "m.n"}}
	page, err := store.QueryPage(r, `select m.project, o.title, o.unit, m.n, m.amount, m.state, m.since from project_payments m join projects o on o.id = m.project`, w, k, pg, func(rows *sql.Rows) (Money, []any, error) {
		var out Money
		var at int64
		err := rows.Scan(&out.Project, &out.Title, &out.Unit, &out.N, &out.Amount, &out.State, &at)
		out.Since = store.Time(at)
		return out, []any{at, out.Project, int64(out.N)}, err
	})
	if err != nil {
		return page, fmt.Errorf("list payments: %w", err)
	}
	var ids []string
	for _, m := range page.Items {
		ids = append(ids, m.Project)
	}
	lifts, err := liftsOf(r, ids)
	for i := range page.Items {
		if page.Items[i].State == Held {
			page.Items[i].Open = lifts[page.Items[i].Project]
		}
	}
	return page, err
}

func liftsOf(r store.Reader, ids []string) (map[string][]Lift, error) {
	out := map[string][]Lift{}
	w := store.NewWhere()
	w.In("project", ids)
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var id string
		var l Lift
		var at int64
		err := rows.Scan(&id, &l.Code, &l.Lifts, &at)
		l.Since = store.Time(at)
		out[id] = append(out[id], l)
		return struct{}{}, err
	}, `select project, code, lifts, since from project_open`+w.String()+` order by project, code`, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look for what holds payments: %w", err)
	}
	return out, nil
}
