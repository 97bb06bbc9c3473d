package coordination

import (
	"database/sql"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// look folds a thing for somebody who may see it.
func look[S Thing](s *Service, r store.Reader, p auth.Principal, kind, id string, may auth.Verb, on auth.Kind, fold func([]journal.Event) (S, error)) (S, error) {
	st, err := journal.Look(s.J, r, journal.StreamName(kind, id), fold)
	if err != nil {
		return st, err
	}
	return st, allowed(r, p, may, on, id, st)
}

// allowed asks whether somebody may do a verb: about the mechanism of a thing, or about
// the thing itself.
func allowed(r store.Reader, p auth.Principal, v auth.Verb, on auth.Kind, id string, st Thing) error {
	switch {
	case st.In() == "":
		return missing()
	case on == auth.Mechanism:
		id = st.In()
	}
	return auth.Allow(r, p, v, on, id)
}

// Mechanism is one mechanism, for those who may see it.
func (s *Service) Mechanism(r store.Reader, p auth.Principal, id string) (Mechanism, error) {
	return look(s, r, p, MechanismKind, id, auth.MechanismView, auth.Mechanism, FoldMechanism)
}

// Session is one meeting.
func (s *Service) Session(r store.Reader, p auth.Principal, id string) (Session, error) {
	return look(s, r, p, SessionKind, id, auth.MechanismView, auth.Mechanism, FoldSession)
}

// Task is one task.
func (s *Service) Task(r store.Reader, p auth.Principal, id string) (Task, error) {
	return look(s, r, p, TaskKind, id, auth.MechanismView, auth.Mechanism, FoldTask)
}

// Consultation is one consultation.
func (s *Service) Consultation(r store.Reader, p auth.Principal, id string) (Consultation, error) {
	return look(s, r, p, ConsultationKind, id, auth.MechanismView, auth.Mechanism, FoldConsultation)
}

// Advice is one question to the experts. Until it is concluded, the opinions are open
// to the office alone, so that no expert follows another.
func (s *Service) Advice(r store.Reader, p auth.Principal, id string) (Advice, error) {
	st, err := look(s, r, p, AdviceKind, id, auth.AdviceView, auth.Advice, FoldAdvice)
	if err != nil || st.State != AdviceSitting || auth.Allow(r, p, auth.AdviceRun, auth.Advice, id) == nil {
		return st, err
	}
	for i := range st.Experts {
		if x := &st.Experts[i]; x.Person != p.Person {
			x.Opinion = Opinion{}
		}
	}
	return st, nil
}

// Yearly is one member's report.
func (s *Service) Yearly(r store.Reader, p auth.Principal, id string) (Yearly, error) {
	return look(s, r, p, YearlyKind, id, auth.YearlyView, auth.Yearly, FoldYearly)
}

// Upward is one report to the superior, who sees it once it is sent.
func (s *Service) Upward(r store.Reader, p auth.Principal, id string) (Upward, error) {
	st, err := look(s, r, p, UpwardKind, id, auth.MechanismView, auth.Mechanism, FoldUpward)
	if err == nil && st.State == UpwardDraft {
		err = auth.Allow(r, p, auth.MechanismRun, auth.Mechanism, st.Mechanism)
	}
	return st, err
}

// Events is the history of a thing that its View let one see.
func (s *Service) Events(r store.Reader, kind, id string) ([]journal.Event, error) {
	return s.J.Stream(r, journal.StreamName(kind, id))
}

// Body is a mechanism as lists show it.
type Body struct {
	ID       string     `json:"id"`
	Name     lang.Text  `json:"name"`
	Office   string     `json:"office"`
	Superior string     `json:"superior,omitempty"`
	Region   string     `json:"region"`
	State    flow.State `json:"state"`
	Members  int        `json:"members"`
	Open     int        `json:"open"` // tasks
	Late     int        `json:"late"`
}

// List is a page of the mechanisms that the person may see; of a superior's, those below it.
func List(r store.Reader, p auth.Principal, superior string, pg store.Paging) (store.Page[Body], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.MechanismView, auth.Mechanism, "o"))
	w.Is("o.superior", superior)
	return store.QueryPage(r, `select o.id, o.name_zh, o.name_en, o.office, o.superior, o.region, o.state,
		(select count(*) from mechanism_members m where m.mechanism = o.id and m.from_day <= $2 and (m.until_day = '' or m.until_day >= $2)),
		(select count(*) from mechanism_tasks t where t.mechanism = o.id and t.state = 'open'),
		(select count(*) from mechanism_tasks t where t.mechanism = o.id and t.state = 'open' and t.due <> '' and t.due < $2)
		from mechanisms o`, w, store.Keyset{Columns: []string{"o.region", "o.id"}}, pg, func(rows *sql.Rows) (Body, []any, error) {
		var b Body
		var state string
		err := rows.Scan(&b.ID, &b.Name.ZH, &b.Name.EN, &b.Office, &b.Superior, &b.Region, &state, &b.Members, &b.Open, &b.Late)
		b.State = flow.State(state)
		return b, []any{b.Region, b.ID}, err
	})
}

// Work is a task as lists show it.
type Work struct {
	ID        string       `json:"id"`
	Mechanism string       `json:"mechanism"`
	Item      string       `json:"item,omitempty"`
	Title     lang.Text    `json:"title"`
	Lead      string       `json:"lead"`
	Joint     int          `json:"joint"` // how many take part
	Due       calendar.Day `json:"due,omitempty"`
	State     flow.State   `json:"state"`
	Late      bool         `json:"late"`
	Public    bool         `json:"public"`
	UpdatedAt time.Time    `json:"updated_at"`
}

// TaskFilter narrows a list of tasks. Empty parts do not.
type TaskFilter struct {
	Mechanism string
	State     flow.State
	Lead      string // code
	Part      string // code of the lead or a joint department
	Late      bool
	Session   string
	Mine      bool // of departments for which the person acts
	Desk      bool // of mechanisms whose office they run
	Until     calendar.Day
}

// seenAs is by what a list is narrowed: to what somebody sees, or runs as the office.
func seenAs(desk bool) auth.Verb {
	if desk {
		return auth.MechanismRun
	}
	return auth.MechanismView
}

// Tasks is a page of the tasks that the person may see, in the order of their plans.
func Tasks(r store.Reader, p auth.Principal, f TaskFilter, pg store.Paging) (store.Page[Work], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, seenAs(f.Desk), auth.Mechanism, "m"))
	w.Is("o.mechanism", f.Mechanism)
	w.Is("o.state", string(f.State))
	w.Is("o.lead", f.Lead)
	w.Is("o.session", f.Session)
	if f.Part != "" {
		w.And("o.id in (select b.task from mechanism_task_bodies b where b.code = " + w.Arg(f.Part) + ")")
	}
	if f.Late {
		w.And("o.state = 'open' and o.due <> '' and o.due < $2")
	}
	if f.Until != "" {
		w.And("o.state = 'open' and o.due <> '' and o.due <= " + w.Arg(string(f.Until)))
	}
	if f.Mine {
		w.And("o.lead in (" + ownCodes + ")")
	}
	return store.QueryPage(r, workQuery+` join mechanisms m on m.id = o.mechanism`, w, store.Keyset{Columns: []string{"o.id"}}, pg, func(rows *sql.Rows) (Work, []any, error) { return scanWork(rows, p.Day) })
}

const workQuery = `select o.id, o.mechanism, o.item, o.title_zh, o.title_en, o.lead, (select count(*) from mechanism_task_bodies b where b.task = o.id and b.role = 'joint'),
	o.due, o.state, o.public, o.updated_at from mechanism_tasks o`

func scanWork(rows *sql.Rows, day calendar.Day) (Work, []any, error) {
	var x Work
	var due, state string
	var at int64
	err := rows.Scan(&x.ID, &x.Mechanism, &x.Item, &x.Title.ZH, &x.Title.EN, &x.Lead, &x.Joint, &due, &state, &x.Public, &at)
	x.Due, x.State, x.UpdatedAt = calendar.Day(due), flow.State(state), store.Time(at)
	x.Late = x.State == TaskOpen && x.Due != "" && x.Due < day
	return x, []any{x.ID}, err
}

// PublicTasks are the tasks that offices published, for everybody.
func PublicTasks(r store.Reader, day calendar.Day, pg store.Paging) (store.Page[Work], error) {
	w := store.NewWhere()
	w.And("o.public")
	return store.QueryPage(r, workQuery, w, store.Keyset{Columns: []string{"o.id"}}, pg, func(rows *sql.Rows) (Work, []any, error) { return scanWork(rows, day) })
}

// Cost is the money of a task in a year.
type Cost struct {
	Task  string    `json:"task"`
	Item  string    `json:"item,omitempty"`
	Title lang.Text `json:"title"`
	Lead  string    `json:"lead"`
	Money
}

// Costs is a page of the money of a mechanism's tasks in a year.
func Costs(r store.Reader, p auth.Principal, mechanism string, year int, pg store.Paging) (store.Page[Cost], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.MechanismView, auth.Mechanism, "m"))
	w.Is("o.mechanism", mechanism)
	w.And("b.year = " + w.Arg(year))
	return store.QueryPage(r, `select o.id, o.item, o.title_zh, o.title_en, o.lead, b.year, b.planned, b.granted, b.spent
		from mechanism_tasks o join mechanisms m on m.id = o.mechanism join mechanism_budgets b on b.task = o.id`, w, store.Keyset{Columns: []string{"o.id"}}, pg,
		func(rows *sql.Rows) (Cost, []any, error) {
			var c Cost
			err := rows.Scan(&c.Task, &c.Item, &c.Title.ZH, &c.Title.EN, &c.Lead, &c.Year, &c.Planned, &c.Granted, &c.Spent)
			return c, []any{c.Task}, err
		})
}

// Row is a meeting, consultation, question or report upwards as lists show it.
type Row struct {
	ID        string     `json:"id"`
	Mechanism string     `json:"mechanism"`
	Title     string     `json:"title"`
	State     flow.State `json:"state"`
	Due       string     `json:"due,omitempty"` // a day
	At        time.Time  `json:"at"`
	Waiting   int        `json:"waiting"` // views that are asked and not given
}

// rowQueries give what rows show, by kind.
var rowQueries = map[string]struct{ query, at string }{
	SessionKind: {`select o.id, o.mechanism, o.title, o.state, '', o.starts_at, 0 from mechanism_sessions o`, "o.starts_at"},
	ConsultationKind: {`select o.id, o.mechanism, o.title, o.state, o.due, o.asked_at, (select count(*) from consultation_bodies b where b.consultation = o.id and b.stance = '')
		from consultations o`, "o.asked_at"},
	AdviceKind: {`select o.id, o.mechanism, o.title, o.state, o.due, o.asked_at, (select count(*) from advice_experts x where x.advice = o.id and not x.given and not x.barred)
		from advices o`, "o.asked_at"},
	UpwardKind: {`select o.id, o.mechanism, o.from_day || ' – ' || o.until_day, o.state, '', o.updated_at, 0 from upwards o`, "o.updated_at"},
}

// Filter narrows a list. Empty parts do not.
type Filter struct {
	Mechanism string
	State     flow.State
	Received  string // reports that were sent to this mechanism
	Mine      bool   // my departments, or I as an expert, have still to answer
}

// Rows is a page of the things of a kind that the person may see, the last first.
func Rows(r store.Reader, p auth.Principal, kind string, f Filter, pg store.Paging) (store.Page[Row], error) {
	q, w := rowQueries[kind], store.NewWhere(p.Args()...)
	query := q.query
	if kind == AdviceKind {
		w.And(auth.Filter(p, auth.AdviceView, auth.Advice, "o"))
	} else {
		query += ` join mechanisms m on m.id = o.mechanism`
		w.And(auth.Filter(p, auth.MechanismView, auth.Mechanism, "m"))
	}
	w.Is("o.mechanism", f.Mechanism)
	w.Is("o.state", string(f.State))
	if kind == UpwardKind { // drafts are the office's own
		w.And("(o.state <> 'drafted' or " + auth.Filter(p, auth.MechanismRun, auth.Mechanism, "m") + ")")
		w.Is("o.superior", f.Received)
		if f.Received != "" {
			w.And("o.state <> 'drafted'")
		}
	}
	if f.Mine {
		awaited(kind, w)
	}
	k := store.Keyset{Columns: []string{q.at, "o.id"}, Numbers: []string{q.at}, Desc: true}
	return store.QueryPage(r, query, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		var x Row
		var state string
		var at int64
		err := rows.Scan(&x.ID, &x.Mechanism, &x.Title, &state, &x.Due, &at, &x.Waiting)
		x.State, x.At = flow.State(state), store.Time(at)
		return x, []any{at, x.ID}, err
	})
}

// awaited leaves what the person has still to answer.
func awaited(kind string, w *store.Where) {
	switch kind {
	case ConsultationKind:
		w.And("o.state = 'open' and o.id in (select b.consultation from consultation_bodies b where b.stance = '' and b.code in (" + ownCodes + "))")
	case AdviceKind:
		w.And("o.state = 'sitting' and o.id in (select x.advice from advice_experts x where x.person = $1 and not x.barred and not x.given)")
	}
}

// Report is a member's report as lists show it: only that it is there, not what it says.
type Report struct {
	ID          string       `json:"id"`
	Mechanism   string       `json:"mechanism"`
	Member      string       `json:"member"`
	Year        int          `json:"year"`
	Due         calendar.Day `json:"due"`
	State       flow.State   `json:"state"`
	Late        bool         `json:"late"`
	SubmittedAt time.Time    `json:"submitted_at,omitzero"`
}

// ReportFilter narrows a list of members' reports. Empty parts do not.
type ReportFilter struct {
	Mechanism string
	Year      int
	State     flow.State
	Late      bool
	Mine      bool
	Desk      bool // of mechanisms whose office they run
}

// Reports is a page of the members' reports of the mechanisms that the person sees.
func Reports(r store.Reader, p auth.Principal, f ReportFilter, pg store.Paging) (store.Page[Report], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, seenAs(f.Desk), auth.Mechanism, "m"))
	w.Is("o.mechanism", f.Mechanism)
	w.Is("o.state", string(f.State))
	if f.Year != 0 {
		w.And("o.year = " + w.Arg(f.Year))
	}
	if f.Late {
		w.And("o.submitted_at = 0 and o.state <> 'waived' and o.due < $2")
	}
	if f.Mine {
		w.And("o.member in (" + ownCodes + ")")
		w.And("o.state in ('due', 'drafted', 'signed', 'returned')")
	}
	return store.QueryPage(r, `select o.id, o.mechanism, o.member, o.year, o.due, o.state, o.submitted_at from yearlies o join mechanisms m on m.id = o.mechanism`,
		w, store.Keyset{Columns: []string{"o.year", "o.member", "o.id"}, Numbers: []string{"o.year"}, Desc: true}, pg, func(rows *sql.Rows) (Report, []any, error) {
			var x Report
			var due, state string
			var at int64
			err := rows.Scan(&x.ID, &x.Mechanism, &x.Member, &x.Year, &due, &state, &at)
			x.Due, x.State = calendar.Day(due), flow.State(state)
			if at > 0 {
				x.SubmittedAt = store.Time(at)
			}
			x.Late = at == 0 && x.State != YearlyFree && x.Due < p.Day
			return x, []any{x.Year, x.Member, x.ID}, err
		})
}

// Behind are the things behind a figure of a member's report today.
func (s *Service) Behind(r store.Reader, p auth.Principal, yearly, group, code string, pg store.Paging) (Yearly, store.Page[Behind], error) {
	y, err := s.Yearly(r, p, yearly)
	if err != nil {
		return y, store.Page[Behind]{}, err
	}
	page, err := BehindFigure(r, p, y.Scope(""), group, code, pg)
	return y, page, err
}

// BehindUpward are the things behind a figure of a report upwards today; the office
// and its superior ask.
func (s *Service) BehindUpward(r store.Reader, p auth.Principal, upward, group, code string, pg store.Paging) (Upward, store.Page[Behind], error) {
	u, err := s.Upward(r, p, upward)
	if err != nil {
		return u, store.Page[Behind]{}, err
	}
	scope := Scope{Mechanism: u.Mechanism, From: u.From, Until: u.Until}
	if err := r.Row(`select region from mechanisms where id = $1`, u.Mechanism).Scan(&scope.Region); err != nil {
		return u, store.Page[Behind]{}, err
	}
	page, err := BehindFigure(r, p, scope, group, code, pg)
	return u, page, err
}

// Acting are the codes of the departments for which a person acts.
func Acting(r store.Reader, p auth.Principal) ([]string, error) { return mine(r, p) }

// Names are what departments are called, by code.
func Names(r store.Reader, codes ...string) (map[string]lang.Text, error) {
	out := map[string]lang.Text{}
	w := store.NewWhere()
	w.In("code", codes)
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var code string
		var t lang.Text
		err := rows.Scan(&code, &t.ZH, &t.EN)
		out[code] = t
		return struct{}{}, err
	}, `select distinct code, name_zh, name_en from mechanism_members`+w.String(), w.Args()...)
	return out, err
}
