package risk

import (
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// view folds a stream for somebody who may see it.
func view[S any](s *Service, r store.Reader, p auth.Principal, v auth.Verb, kind auth.Kind, stream string, fold func([]journal.Event) (S, error)) (S, error) {
	var none S
	events, err := s.events(r, p, v, kind, stream)
	if err != nil {
		return none, err
	}
	return fold(events)
}

func (s *Service) events(r store.Reader, p auth.Principal, v auth.Verb, kind auth.Kind, stream string) ([]journal.Event, error) {
	_, id := journal.SplitStream(stream)
	if err := auth.Allow(r, p, v, kind, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, stream)
}

// Signal is a signal, for somebody who may see it; so is what follows with other things.
func (s *Service) Signal(r store.Reader, p auth.Principal, id string) (Signal, error) {
	return view(s, r, p, auth.SignalView, auth.Signal, SignalStream(id), FoldSignal)
}

// SignalEvents is the history of a signal.
func (s *Service) SignalEvents(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	return s.events(r, p, auth.SignalView, auth.Signal, SignalStream(id))
}

// View is an entry of a register.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (Entry, error) {
	return view(s, r, p, auth.RiskView, auth.Risk, Stream(id), Fold)
}

// Events is the history of an entry.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	return s.events(r, p, auth.RiskView, auth.Risk, Stream(id))
}

// Lead is something known from outside.
func (s *Service) Lead(r store.Reader, p auth.Principal, id string) (Lead, error) {
	return view(s, r, p, auth.LeadView, auth.Clue, LeadStream(id), FoldLead)
}

// LeadEvents is the history of a lead.
func (s *Service) LeadEvents(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	return s.events(r, p, auth.LeadView, auth.Clue, LeadStream(id))
}

// Intake is an import.
func (s *Service) Intake(r store.Reader, p auth.Principal, id string) (Intake, error) {
	return view(s, r, p, auth.ImportView, auth.Import, IntakeStream(id), FoldIntake)
}

// IntakeEvents is the history of an import.
func (s *Service) IntakeEvents(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	return s.events(r, p, auth.ImportView, auth.Import, IntakeStream(id))
}

// Warning is a warning.
func (s *Service) Warning(r store.Reader, p auth.Principal, id string) (Warning, error) {
	return view(s, r, p, auth.WarningView, auth.Warning, WarningStream(id), FoldWarning)
}

// WarningEvents is the history of a warning.
func (s *Service) WarningEvents(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	return s.events(r, p, auth.WarningView, auth.Warning, WarningStream(id))
}

// Bulletin is a bulletin; an open one is for everybody.
func (s *Service) Bulletin(r store.Reader, p auth.Principal, id string) (Bulletin, error) {
	open, err := exists(r, `select 1 from bulletins where id = $1 and open and state = 'published'`, id)
	if err != nil {
		return Bulletin{}, err
	}
	if !open {
		return view(s, r, p, auth.BulletinView, auth.Bulletin, BulletinStream(id), FoldBulletin)
	}
	return journal.Look(s.J, r, BulletinStream(id), FoldBulletin)
}

// BulletinEvents is the history of a bulletin.
func (s *Service) BulletinEvents(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	return s.events(r, p, auth.BulletinView, auth.Bulletin, BulletinStream(id))
}

// Shown is a risk as lists show it.
type Shown struct {
	ID         string     `json:"id"`
	Unit       string     `json:"unit"`
	Kind       string     `json:"kind"`
	Title      string     `json:"title"`
	Activity   string     `json:"activity,omitempty"`
	Owner      string     `json:"owner"`
	Likelihood int        `json:"likelihood_points"`
	Impact     int        `json:"impact_points"`
	Grade      string     `json:"grade"`
	State      flow.State `json:"state"`
	Due        time.Time  `json:"due"`
}

// RiskFilter narrows a list of risks.
type RiskFilter struct {
	Unit     string
	Grade    string
	Kind     string
	Activity string
	State    flow.State
}

// Risks is a page of the risks that the person may see, the gravest first.
func Risks(r store.Reader, p auth.Principal, f RiskFilter, pg store.Paging) (store.Page[Shown], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.RiskView, auth.Risk, "o"))
	w.Is("o.unit", f.Unit)
	w.Is("o.grade", f.Grade)
	w.Is("o.kind", f.Kind)
	w.Is("o.activity", f.Activity)
	w.Is("o.state", string(f.State))
	k := store.Keyset{Columns: []string{"o.score", "o.id"}, Numbers: []string{"o.score"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.unit, o.kind, o.title, o.activity, o.owner, o.likelihood, o.impact, o.grade, o.state, o.due, o.score from risks o`, w, k, pg,
		func(rows *sql.Rows) (Shown, []any, error) {
			var x Shown
			var state string
			var due, score int64
			err := rows.Scan(&x.ID, &x.Unit, &x.Kind, &x.Title, &x.Activity, &x.Owner, &x.Likelihood, &x.Impact, &x.Grade, &state, &due, &score)
			if x.State = flow.State(state); due > 0 {
				x.Due = store.Time(due)
			}
			return x, []any{score, x.ID}, err
		})
}

// Said is a warning as lists show it.
type Said struct {
	ID        string     `json:"id"`
	BodyKind  string     `json:"body_kind"`
	Body      string     `json:"body"`
	Level     string     `json:"level"`
	Title     string     `json:"title"`
	State     flow.State `json:"state"`
	Waiting   int        `json:"waiting"` // parties that have not acknowledged it
	IssuedAt  time.Time  `json:"issued_at,omitzero"`
	UpdatedAt time.Time  `json:"updated_at"`
}

// WarningFilter narrows a list of warnings.
type WarningFilter struct {
	Level  string
	State  flow.State
	Signal string // that it rests on
	Lead   string
}

// Warnings is a page of the warnings that the person may see, the last changed first.
func Warnings(r store.Reader, p auth.Principal, f WarningFilter, pg store.Paging) (store.Page[Said], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.WarningView, auth.Warning, "o"))
	w.Is("o.level", f.Level)
	w.Is("o.state", string(f.State))
	for _, ground := range []string{f.Signal, f.Lead} {
		if ground != "" {
			w.And(`o.id in (select g.warning from warning_grounds g where g.id = ` + w.Arg(ground) + `)`)
		}
	}
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.body_kind, o.body, o.level, o.title, o.state, o.waiting, o.issued_at, o.updated_at from warnings o`, w, k, pg,
		func(rows *sql.Rows) (Said, []any, error) {
			var x Said
			var state string
			var issued, at int64
			err := rows.Scan(&x.ID, &x.BodyKind, &x.Body, &x.Level, &x.Title, &state, &x.Waiting, &issued, &at)
			if x.State, x.UpdatedAt = flow.State(state), store.Time(at); issued > 0 {
				x.IssuedAt = store.Time(issued)
			}
			return x, []any{at, x.ID}, err
		})
}

// Known is a lead as lists show it.
type Known struct {
	ID     string     `json:"id"`
	Kind   string     `json:"kind"`
	Title  string     `json:"title"`
	Day    string     `json:"day"`
	Weight int        `json:"weight"`
	State  flow.State `json:"state"`
	Asks   int        `json:"asks"` // institutions for which a person has to say which unit it is
}

// LeadFilter narrows a list of leads.
type LeadFilter struct {
	Kind  string
	State flow.State
	Asks  bool
	Unit  string
}

// Leads is a page of what is known from outside, the newest first.
func Leads(r store.Reader, p auth.Principal, f LeadFilter, pg store.Paging) (store.Page[Known], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.LeadView, auth.Clue, "o"))
	w.Is("o.kind", f.Kind)
	w.Is("o.state", string(f.State))
	if f.Asks {
		w.And("o.asks > 0")
	}
	if f.Unit != "" {
		w.And(`o.id in (select u.lead from lead_units u where u.state = 'matched' and u.unit = ` + w.Arg(f.Unit) + `)`)
	}
	k := store.Keyset{Columns: []string{"o.day", "o.id"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.kind, o.title, o.day, o.weight, o.state, o.asks from leads o`, w, k, pg,
		func(rows *sql.Rows) (Known, []any, error) {
			var x Known
			var state string
			err := rows.Scan(&x.ID, &x.Kind, &x.Title, &x.Day, &x.Weight, &state, &x.Asks)
			x.State = flow.State(state)
			return x, []any{x.Day, x.ID}, err
		})
}

// Taken is an import as lists show it.
type Taken struct {
	ID    string     `json:"id"`
	Kind  string     `json:"kind"`
	State flow.State `json:"state"`
	At    time.Time  `json:"at"`
	Total int        `json:"total"`
	Done  int        `json:"done"`
	Tally
}

// Intakes is a page of the imports that the person may see, the last first.
func Intakes(r store.Reader, p auth.Principal, pg store.Paging) (store.Page[Taken], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.ImportView, auth.Import, "o"))
	k := store.Keyset{Columns: []string{"o.started", "o.id"}, Numbers: []string{"o.started"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.kind, o.state, o.started, o.total, o.done, o.fresh, o.known, o.refused from lead_imports o`, w, k, pg,
		func(rows *sql.Rows) (Taken, []any, error) {
			var x Taken
			var state string
			var at int64
			err := rows.Scan(&x.ID, &x.Kind, &state, &at, &x.Total, &x.Done, &x.Fresh, &x.Known, &x.Refused)
			x.State, x.At = flow.State(state), store.Time(at)
			return x, []any{at, x.ID}, err
		})
}

// Notice is a bulletin as lists show it.
type Notice struct {
	ID        string     `json:"id"`
	BodyKind  string     `json:"body_kind"`
	Body      string     `json:"body"`
	Title     string     `json:"title"`
	From      string     `json:"from"`
	Until     string     `json:"until"`
	State     flow.State `json:"state"`
	Open      bool       `json:"open"`
	UpdatedAt time.Time  `json:"updated_at"`
}

// Bulletins is a page of the bulletins that the person may see, the last changed
// first; of the open ones for somebody who is not logged in.
func Bulletins(r store.Reader, p auth.Principal, pg store.Paging) (store.Page[Notice], error) {
	w := store.NewWhere()
	if p.IsAnonymous() {
		w.And(`o.open and o.state = 'published'`)
	} else {
		w = store.NewWhere(p.Args()...)
		w.And(`(` + auth.Filter(p, auth.BulletinView, auth.Bulletin, "o") + ` or o.open and o.state = 'published')`)
	}
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.body_kind, o.body, o.title, o.from_day, o.until_day, o.state, o.open, o.updated_at from bulletins o`, w, k, pg,
		func(rows *sql.Rows) (Notice, []any, error) {
			var x Notice
			var state string
			var at int64
			err := rows.Scan(&x.ID, &x.BodyKind, &x.Body, &x.Title, &x.From, &x.Until, &state, &x.Open, &at)
			x.State, x.UpdatedAt = flow.State(state), store.Time(at)
			return x, []any{at, x.ID}, err
		})
}

// titled says where the records behind signals have their titles.
var titled = map[string]string{"activity": "activities", "review": "reviews", "lead": "leads"}

// Titles are those of some records of one kind (activity, review, lead), for people who
// may see what is about them. Others have none.
func Titles(r store.Reader, kind string, ids []string) (map[string]string, error) {
	out := map[string]string{}
	table := titled[kind]
	if table == "" || len(ids) == 0 {
		return out, nil
	}
	w := store.NewWhere()
	w.In("id", ids)
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var id, title string
		err := rows.Scan(&id, &title)
		out[id] = title
		return struct{}{}, err
	}, `select id, title from `+table+w.String(), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look up titles: %w", err)
	}
	return out, nil
}
