package consent

import (
	"database/sql"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// View returns the documents of an activity as far as the person may see them:
// what is being written is the team's alone.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (State, error) {
	if err := auth.Allow(r, p, auth.ConsentView, auth.Activity, id); err != nil {
		return State{}, err
	}
	st, err := s.look(r, id)
	if err != nil {
		return st, err
	}
	may, err := auth.Can(r, p, auth.Activity, id, auth.ConsentEdit)
	if err != nil || may[auth.ConsentEdit] {
		return st, err
	}
	if last := st.Last(); last != nil {
		st.Sections, st.Way = last.Sections, last.Way
	} else {
		return State{}, nil
	}
	return st, nil
}

// Needs returns what the packs ask of the documents of an activity.
func (s *Service) Needs(r store.Reader, p auth.Principal, id string, now time.Time) (Facts, activity.State, error) {
	if err := auth.Allow(r, p, auth.ConsentView, auth.Activity, id); err != nil {
		return Facts{}, activity.State{}, err
	}
	app, err := s.application(r, id, 0)
	if err != nil {
		return Facts{}, app, err
	}
	f, err := s.facts(r, app, now)
	return f, app, err
}

// Preview sets the papers as they would be fixed now, by field of the
// application, for those who write them.
func (s *Service) Preview(r store.Reader, p auth.Principal, id string, now time.Time) (map[string]letter.Doc, error) {
	if err := auth.Allow(r, p, auth.ConsentEdit, auth.Activity, id); err != nil {
		return nil, err
	}
	st, out, err := s.preview(r, now, id)
	if err == nil && !st.Exists() {
		err = st.allows("consent.saved")
	}
	return out, err
}

// Paper finds a paper of a version for somebody who may see it.
func (s *Service) Paper(r store.Reader, p auth.Principal, id string, n int, field string) (Paper, error) {
	st, err := s.View(r, p, id)
	if err != nil {
		return Paper{}, err
	}
	if n >= 1 && n <= len(st.Versions) {
		for _, paper := range st.Versions[n-1].Papers {
			if paper.Field == field {
				return paper, nil
			}
		}
	}
	return Paper{}, errs.New(errs.NotFound, "consent.version.unknown", lang.T("没有这一版。", "There is no such version."))
}

// Events returns the history for those who write the documents; others read the
// versions.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.ConsentEdit, auth.Activity, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

// Participant is a participant as lists show it.
type Participant struct {
	Code      string       `json:"code"`
	N         int          `json:"n"`
	Document  string       `json:"document"`
	Way       string       `json:"way"`
	Day       calendar.Day `json:"day"`
	Withdrawn calendar.Day `json:"withdrawn,omitempty"`
	Owes      bool         `json:"owes"`
	Unasked   bool         `json:"unasked"` // a guardian agreed, they themselves not yet
}

// What a participant may lack: agreement to a new version, or their own beside a
// guardian's.
const (
	LackAgain  = "again"
	LackAssent = "assent"
)

// Participants is a page of an activity's participants by code; lacking is one of
// the words above, or empty.
func Participants(r store.Reader, p auth.Principal, id, lacking string, pg store.Paging) (store.Page[Participant], error) {
	if err := auth.Allow(r, p, auth.ConsentRecord, auth.Activity, id); err != nil {
		return store.Page[Participant]{}, err
	}
	w := store.NewWhere(id)
	w.And("o.activity = $1")
	switch lacking {
	case "":
	case LackAgain:
		w.And("o.owes")
	case LackAssent:
		w.And("o.asks and o.assent < o.n and o.withdrawn_on = ''")
	default:
		return store.Page[Participant]{}, errs.Mistake("lacking", "consent.filter", "请选择“再次同意”或者“本人同意”。", "Choose “again” or “assent”.")
	}
	return store.QueryPage(r, `select o.code, o.n, o.document, o.way, o.day, o.withdrawn_on, o.owes,
		o.asks and o.assent < o.n and o.withdrawn_on = '' from consent_people o`, w,
		store.Keyset{Columns: []string{"o.code"}}, pg, func(rows *sql.Rows) (Participant, []any, error) {
			var x Participant
			err := rows.Scan(&x.Code, &x.N, &x.Document, &x.Way, &x.Day, &x.Withdrawn, &x.Owes, &x.Unasked)
			return x, []any{x.Code}, err
		})
}

// Owing are the activities of a leader or team in which participants are to be
// asked again.
type Owing struct {
	Activity string
	Title    string
	Owed     int
	Unasked  int
}

// OwingOf lists them, the first ones.
func OwingOf(r store.Reader, p auth.Principal, limit int) ([]Owing, error) {
	args := append(p.Args(), limit)
	return store.Collect(r, func(rows *sql.Rows) (Owing, error) {
		var o Owing
		err := rows.Scan(&o.Activity, &o.Title, &o.Owed, &o.Unasked)
		return o, err
	}, `select o.id, o.title, c.owed, c.unasked from consents c join activities o on o.id = c.activity where (c.owed > 0 or c.unasked > 0) and `+
		auth.Filter(p, auth.ConsentRecord, auth.Activity, "o")+` order by c.updated_at limit $3`, args...)
}

// Standing is what a gate asks of an activity's consent documents.
type Standing struct {
	Begun   bool
	InForce int // version; 0: none approved yet
	Owed    int
}

// StandingOf reads it for another domain, which has asked on its own authority.
func StandingOf(r store.Reader, id string) (Standing, error) {
	list, err := store.Collect(r, func(rows *sql.Rows) (Standing, error) {
		s := Standing{Begun: true}
		err := rows.Scan(&s.InForce, &s.Owed)
		return s, err
	}, `select in_force, owed from consents where activity = $1`, id)
	if err != nil || len(list) == 0 {
		return Standing{}, err
	}
	return list[0], nil
}
