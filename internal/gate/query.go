package gate

import (
	"context"
	"database/sql"
	"io"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// View is the gate of an activity on a day: what was done, and how every
// condition stands.
type View struct {
	State
	Conditions []Condition     `json:"conditions"`
	Opened     bool            `json:"open"` // nothing is missing
	Approved   int             `json:"animals_approved,omitzero"`
	Asked      []string        `json:"asked"` // codes of the questions about what else is involved
	Places     []string        `json:"places,omitempty"`
	Region     string          `json:"region"`
	Forms      map[string]Form `json:"-"`
	Waived     string          `json:"-"`
}

// View returns the gate of an activity for somebody who may see the activity.
func (s *Service) View(r store.Reader, p auth.Principal, id string, now time.Time) (View, error) {
	if err := auth.Allow(r, p, auth.ActivityView, auth.Activity, id); err != nil {
		return View{}, err
	}
	return s.Look(r, id, now)
}

// Look is the gate for the head of a case that the person may see.
func (s *Service) Look(r store.Reader, id string, now time.Time) (View, error) {
	events, err := s.J.Stream(r, Stream(id))
	if err != nil {
		return View{}, err
	}
	st, err := Fold(id, events)
	if err != nil {
		return View{}, err
	}
	about, err := s.lookAt(r, id)
	if err != nil {
		return View{}, err
	}
	f, err := s.facts(r, st, about, "", now, nil)
	if err != nil {
		return View{}, err
	}
	v := View{State: st, Conditions: st.Conditions(f), Approved: st.Animals(), Asked: f.Asked, Places: f.Places, Region: about.Region, Forms: f.Forms, Waived: f.WaivedBy}
	v.Opened = len(v.Conditions) > 0 && len(Open(v.Conditions)) == 0
	return v, nil
}

// Events returns the history of a gate for somebody who may see the activity.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.ActivityView, auth.Activity, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

// File opens the document of a piece of evidence for somebody who may read the
// activity's files.
func (s *Service) File(ctx context.Context, p auth.Principal, id string, n int) (*blob.Kept, io.ReadCloser, error) {
	r := s.J.DB.Read(ctx)
	if err := auth.Allow(r, p, auth.ActivityFileRead, auth.Activity, id); err != nil {
		return nil, nil, err
	}
	events, err := s.J.Stream(r, Stream(id))
	if err != nil {
		return nil, nil, err
	}
	st, err := Fold(id, events)
	if err != nil {
		return nil, nil, err
	}
	e := st.Paper(n)
	if e == nil || e.File == nil {
		return nil, nil, errs.New(errs.NotFound, "gate.paper.missing", none)
	}
	content, err := s.Blobs.Open(ctx, e.File.Hash)
	return e.File, content, err
}

// Task is what a gate asks of somebody.
type Task struct {
	Activity string       `json:"activity"`
	Title    string       `json:"title"`
	Code     string       `json:"code"` // of the condition
	Place    string       `json:"place,omitempty"`
	Standing Standing     `json:"standing"`
	Until    calendar.Day `json:"until,omitempty"`
	Started  bool         `json:"started"`
}

// Tasks are what gates ask of a person: of the committee's secretary and chair to
// look at evidence, of the leader to replace what was returned, was taken back or
// runs out within so many days, and of both to know of the last two.
func Tasks(r store.Reader, p auth.Principal, verb auth.Verb, days int, pg store.Paging) (store.Page[Task], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, verb, auth.Activity, "o"))
	mine := `'waiting'`
	if verb == auth.ActivityGateSupply {
		mine = `'returned'`
	}
	w.And(`(g.standing in (` + mine + `, 'withdrawn') or g.standing = 'accepted' and g.until_day <> '' and g.until_day <= ` + w.Arg(string(p.Day.AddDays(days))) + `)`)
	k := store.Keyset{Columns: []string{"g.gate", "g.n"}, Numbers: []string{"g.n"}}
	return store.QueryPage(r, `select g.gate, g.n, o.title, g.code, g.place, g.standing, g.until_day, t.state = 'started'
		from gate_papers g join gates t on t.id = g.gate join activities o on o.id = g.gate`, w, k, pg, func(rows *sql.Rows) (Task, []any, error) {
		var t Task
		var n int
		err := rows.Scan(&t.Activity, &n, &t.Title, &t.Code, &t.Place, &t.Standing, &t.Until, &t.Started)
		return t, []any{t.Activity, n}, err
	})
}
