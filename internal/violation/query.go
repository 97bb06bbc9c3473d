package violation

import (
	"context"
	"database/sql"
	"io"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/sanction"
	"lunheng/internal/store"
)

// View is a case as somebody may see it.
type View struct {
	State
	Part     string          `json:"part"`               // as who: "" whoever works on it, "party", "reporter"
	Party    string          `json:"party,omitempty"`    // the party that they are, or speak for
	Until    calendar.Day    `json:"hear_until"`         // last day to answer the notice
	Ask      calendar.Day    `json:"ask_until"`          // last day to ask for a re-check, for this party
	Decision []sanction.Held `json:"decision,omitempty"` // measures as they stand
}

// Parts of a case.
const (
	PartParty    = "party"
	PartReporter = "reporter"
)

// View returns a case for somebody who may see it: whoever works on it sees all of
// it; a party, from the notice on, what concerns them and not who reported; who
// reported how it stands.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (View, error) {
	if err := auth.Allow(r, p, auth.CaseOverview, auth.Case, id); err != nil {
		return View{}, err
	}
	st, err := journal.Look(s.J, r, Stream(id), Fold)
	if err != nil {
		return View{}, err
	}
	v := View{State: st}
	may, err := auth.Can(r, p, auth.Case, id, auth.CaseView, auth.CaseAnswer)
	if err != nil {
		return v, err
	}
	if st.Notice != nil {
		v.Until = s.ends(st.Notice.Window)
	}
	switch {
	case may[auth.CaseView]:
		return v, s.withDecision(r, &v)
	case may[auth.CaseAnswer]:
		v.Part, v.Party = PartParty, spokenFor(r, p, st, "")
		if v.Party != "" {
			err = s.withDecision(r, &v)
		}
		v.State = st.only(v.Party) // of nobody it shows how the case stands, and no more
		if served := st.ServedOn(v.Party); served != nil {
			v.Ask = s.ends(served.Window)
		}
		return v, err
	}
	v.Part, v.State = PartReporter, st.outline()
	v.Until = ""
	return v, nil
}

// spokenFor is the party that somebody is, or the unit among them whose officer they
// are; named narrows it.
func spokenFor(r store.Reader, p auth.Principal, st State, named string) string {
	for _, x := range st.Parties {
		if named != "" && x.ID != named {
			continue
		}
		if x.Kind == Person && x.Who == p.Person || x.Kind == Unit && x.Unit != "" && auth.Allow(r, p, auth.UnitEdit, auth.Unit, x.Unit) == nil {
			return x.ID
		}
	}
	return ""
}

// withDecision adds the measures of the decision as the ledger has them.
func (s *Service) withDecision(r store.Reader, v *View) error {
	if v.Sanction == "" {
		return nil
	}
	entry, err := s.Sanction.Look(r, v.Sanction)
	if err != nil {
		return err
	}
	who := map[string]string{}
	for _, x := range entry.Subjects {
		for _, p := range v.Parties {
			if p.Who == x.Who {
				who[x.ID] = p.ID
			}
		}
	}
	for _, h := range entry.Measures {
		if h.Subject = who[h.Subject]; v.Party == "" || v.Party == h.Subject {
			v.Decision = append(v.Decision, h)
		}
	}
	return nil
}

// outline is what a reporter sees: how the case stands, and why it was not taken up.
func (s State) outline() State {
	o := State{ID: s.ID, Version: s.Version, State: s.State, Title: s.Title, Source: Source{Kind: s.Source.Kind}, Body: s.Body, OpenedAt: s.OpenedAt, DecidedAt: s.DecidedAt, Reporter: s.Reporter,
		About: About{Region: s.Region}, Running: s.Running}
	if s.State == StateRejected || s.State == StateDropped {
		o.Grounds, o.Reason = s.Grounds, s.Reason
	}
	return o
}

// only is what a party sees.
func (s State) only(party string) State {
	o := s.outline()
	o.Reporter, o.Source, o.Unit = "", Source{}, s.Unit
	o.Parties = slices.DeleteFunc(slices.Clone(s.Parties), func(p Party) bool { return p.ID != party })
	o.Notice, o.NoticedAt, o.Found, o.Orders = s.Notice, s.NoticedAt, s.Found, s.OrdersOf(party)
	o.Said = slices.DeleteFunc(slices.Clone(s.Said), func(x Stated) bool { return x.Party != party })
	o.Number, o.Day, o.Reason, o.Sanction, o.Superior = s.Number, s.Day, s.Reason, s.Sanction, s.Superior
	o.Requests = slices.DeleteFunc(slices.Clone(s.Requests), func(q Request) bool { return q.Party != party })
	o.Served = slices.DeleteFunc(slices.Clone(s.Served), func(x Served) bool { return x.Party != party })
	o.Interim = s.Interim
	return o
}

// Events returns the history of a case for whoever works on it.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.CaseView, auth.Case, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

// File opens evidence, the record of an interview or a party's paper, by its hash.
func (s *Service) File(ctx context.Context, p auth.Principal, id, hash string) (*blob.Kept, io.ReadCloser, error) {
	r := s.J.DB.Read(ctx)
	if err := auth.Allow(r, p, auth.CaseFile, auth.Case, id); err != nil {
		return nil, nil, err
	}
	st, err := journal.Look(s.J, r, Stream(id), Fold)
	if err != nil {
		return nil, nil, err
	}
	for _, k := range st.files() {
		if k.Hash == hash {
			in, err := s.Blobs.Open(ctx, hash)
			return k, in, err
		}
	}
	return nil, nil, errs.New(errs.NotFound, "case.file", lang.T("案件里没有这个文件。", "The case has no such file."))
}

func (s State) files() []*blob.Kept {
	var out []*blob.Kept
	add := func(k *blob.Kept) {
		if k != nil {
			out = append(out, k)
		}
	}
	for _, x := range s.Evidence {
		add(x.File)
	}
	for _, x := range s.Talks {
		add(x.Record)
	}
	for _, x := range s.Said {
		add(x.Paper)
	}
	return out
}

// Row is a case as lists show it.
type Row struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	State     flow.State `json:"state"`
	Body      Body       `json:"body"`
	Source    string     `json:"source"`
	Major     bool       `json:"major"`
	Waiting   int        `json:"waiting"` // requests after the decision
	Overdue   bool       `json:"overdue"`
	Due       time.Time  `json:"due,omitzero"` // what runs out next
	OpenedAt  time.Time  `json:"opened_at"`
	DecidedAt time.Time  `json:"decided_at,omitzero"`
	UpdatedAt time.Time  `json:"updated_at"`
}

// Filter narrows a list. Empty parts do not.
type Filter struct {
	State   flow.State
	Source  string
	Body    string
	Major   bool
	Overdue bool
	Waiting bool
	Open    bool // somebody may still have to act
}

// List is a page of the cases that the person may know of, the last changed first.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	pred, err := auth.ListFilter(r, p, auth.CaseOverview, auth.Case, "o")
	if err != nil {
		return store.Page[Row]{}, err
	}
	w := store.NewWhere(p.Args()...)
	w.And(pred)
	w.Is("o.state", string(f.State))
	w.Is("o.source", f.Source)
	w.Is("o.body", f.Body)
	if f.Major {
		w.And("o.major")
	}
	if f.Waiting {
		w.And("o.waiting > 0")
	}
	if f.Open {
		w.And("o.state in ('received', 'checking', 'investigating', 'hearing', 'decided')")
	}
	if f.Overdue {
		w.And(`exists (select 1 from clocks k where k.stream = 'case/' || o.id and k.state = 'over')`)
	}
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.title, o.state, o.body_kind, o.body, o.source, o.major, o.waiting, o.opened_at, o.decided_at, o.updated_at,
		(select count(*) from clocks k where k.stream = 'case/' || o.id and k.state = 'over'),
		(select coalesce(min(k.due), 0) from clocks k where k.stream = 'case/' || o.id and k.state in ('running', 'over'))
		from cases o`, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		var out Row
		var state string
		var opened, decided, at, due int64
		var over int
		err := rows.Scan(&out.ID, &out.Title, &state, &out.Body.Kind, &out.Body.ID, &out.Source, &out.Major, &out.Waiting, &opened, &decided, &at, &over, &due)
		out.State, out.Overdue, out.OpenedAt, out.UpdatedAt = flow.State(state), over > 0, store.Time(opened), store.Time(at)
		if decided > 0 {
			out.DecidedAt = store.Time(decided)
		}
		if due > 0 {
			out.Due = store.Time(due)
		}
		return out, []any{at, out.ID}, err
	})
}

// Public is a typical case.
type Public struct {
	Case      string    `json:"-"`
	Title     string    `json:"title"`
	Text      string    `json:"text"`
	Violation string    `json:"violation"`
	Severity  string    `json:"severity"`
	Region    string    `json:"region"`
	At        time.Time `json:"published_at"`
}

// Typical is a page of the cases that were made public, the last first. Anybody may
// read it.
func Typical(r store.Reader, region string, pg store.Paging) (store.Page[Public], error) {
	w := store.NewWhere()
	w.Prefix("region", region)
	k := store.Keyset{Columns: []string{"published_at", "kase"}, Numbers: []string{"published_at"}, Desc: true}
	return store.QueryPage(r, `select kase, title, text, violation, severity, region, published_at from typical_cases`, w, k, pg, func(rows *sql.Rows) (Public, []any, error) {
		var out Public
		var at int64
		err := rows.Scan(&out.Case, &out.Title, &out.Text, &out.Violation, &out.Severity, &out.Region, &at)
		out.At = store.Time(at)
		return out, []any{at, out.Case}, err
	})
}

// PaymentStopped reports whether an inquiry stops the payments of an activity.
func PaymentStopped(r store.Reader, activity string) (bool, error) {
	var n int
	err := r.Row(`select count(*) from cases where activity = $1 and paused and state in ('checking', 'investigating', 'hearing')`, activity).Scan(&n)
	return n > 0, err
}
