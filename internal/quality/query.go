package quality

import (
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// View returns a check for whoever may see those of the committee. Before it is
// closed, what a peer found is seen by whoever holds the check and by that peer alone.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (State, error) {
	st, err := s.look(r, id)
	if err != nil {
		return st, err
	}
	if err := auth.Allow(r, p, auth.QualityView, auth.Committee, st.Committee); err != nil {
		return State{}, err
	}
	if st.State != StateScoring || runs(p)(r, st) == nil {
		return st, nil
	}
	for i, c := range st.Cases {
		if c.Scored != nil && c.Scorer != p.Person {
			st.Cases[i].Scored = &Scored{Review: c.Review}
		}
	}
	return st, nil
}

func (s *Service) look(r store.Reader, id string) (State, error) {
	events, err := s.J.Stream(r, Stream(id))
	if err != nil {
		return State{}, fmt.Errorf("read quality check %s: %w", id, err)
	}
	st, err := Fold(events)
	if err == nil && st.State == StateNone {
		err = st.allows(Drawn{}.EventType())
	}
	return st, err
}

// MayRun reports whether a person may hold a check further.
func (s *Service) MayRun(r store.Reader, p auth.Principal, st State) bool {
	return runs(p)(r, st) == nil
}

// Scoring returns a check to the peer who was given one of its cases, with that case
// alone.
func (s *Service) Scoring(r store.Reader, p auth.Principal, id, review string) (State, error) {
	if err := auth.Allow(r, p, auth.QualityScore, auth.Review, review); err != nil {
		return State{}, err
	}
	st, err := s.look(r, id)
	if err != nil {
		return st, err
	}
	c := st.Case(review)
	if c == nil || c.Scorer != p.Person {
		return State{}, noCase()
	}
	st.Cases, st.Candidates = []Case{*c}, nil
	return st, nil
}

// Peers are those who may score a case of a check, for whoever holds it.
func (s *Service) Peers(r store.Reader, p auth.Principal, id, review string) ([]string, error) {
	st, err := s.look(r, id)
	if err == nil {
		err = runs(p)(r, st)
	}
	if err != nil {
		return nil, err
	}
	f := Facts{Today: p.Day}
	if err := s.peers(r, st, []string{review}, &f); err != nil {
		return nil, err
	}
	var out []string
	for _, person := range f.Peers {
		if f.bar(review, person) == "" {
			out = append(out, person)
		}
	}
	return out, nil
}

// Events returns the history of a check once it is closed; before, only to whoever
// holds it.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	st, err := s.View(r, p, id)
	if err != nil || st.State == StateScoring && runs(p)(r, st) != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

// Row is a check as lists show it.
type Row struct {
	ID         string       `json:"id"`
	Committee  string       `json:"committee"`
	State      flow.State   `json:"state"`
	By         string       `json:"by"`
	From       calendar.Day `json:"from"`
	Until      calendar.Day `json:"until"`
	Population int          `json:"population"`
	Size       int          `json:"size"`
	Scored     int          `json:"scored"`
	Score      int          `json:"score"` // percent, once closed
	Result     string       `json:"result"`
	Seen       bool         `json:"seen"` // by this person
	ClosedAt   time.Time    `json:"closed_at,omitzero"`
}

const rowColumns = `select q.id, q.committee, q.state, q.held_by, q.from_day, q.until_day, q.population, q.size, q.scored, q.score, q.result, q.closed_at,
	case when exists (select 1 from quality_seen x where x.quality = q.id and x.person = $1) then 1 else 0 end from quality_checks q`

func scanRow(rows *sql.Rows) (Row, error) {
	var row Row
	var closed int64
	var from, until string
	var seen int
	err := rows.Scan(&row.ID, &row.Committee, &row.State, &row.By, &from, &until, &row.Population, &row.Size, &row.Scored, &row.Score, &row.Result, &closed, &seen)
	row.From, row.Until, row.Seen = calendar.Day(from), calendar.Day(until), seen == 1
	if closed > 0 {
		row.ClosedAt = store.Time(closed)
	}
	return row, err
}

// Filter narrows a list. Empty parts do not.
type Filter struct {
	State flow.State
	By    string // who holds it: ByCommittee or ByDepartment
}

// List is a page of the checks of a committee, the last first.
func List(r store.Reader, p auth.Principal, committee string, f Filter, pg store.Paging) (store.Page[Row], error) {
	if err := auth.Allow(r, p, auth.QualityView, auth.Committee, committee); err != nil {
		return store.Page[Row]{}, err
	}
	w := store.NewWhere(p.Person)
	w.Is("q.committee", committee)
	w.Is("q.state", string(f.State))
	w.Is("q.held_by", f.By)
	return store.QueryPage(r, rowColumns, w, store.Keyset{Columns: []string{"q.id"}, Desc: true}, pg, func(rows *sql.Rows) (Row, []any, error) {
		row, err := scanRow(rows)
		return row, []any{row.ID}, err
	})
}

// Task is a case that waits for a peer's score.
type Task struct {
	Check  string    `json:"quality"`
	Review string    `json:"review"`
	Number string    `json:"number"`
	Due    time.Time `json:"due,omitzero"`
}

// maxTasks bounds what a home page shows.
const maxTasks = 20

// ToScore are the cases that wait for a person's score.
func ToScore(r store.Reader, p auth.Principal, pg store.Paging) (store.Page[Task], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.QualityScore, auth.Review, "o"))
	w.And("q.scorer = $1 and q.state = 'scoring'")
	k := store.Keyset{Columns: []string{"q.review", "q.quality"}}
	return store.QueryPage(r, `select q.quality, q.review, o.number, coalesce(k.due, 0) from quality_cases q join reviews o on o.id = q.review
		left join clocks k on k.id = 'quality/' || q.quality || '#score'`, w, k, pg, func(rows *sql.Rows) (t Task, keys []any, err error) {
		var due int64
		err = rows.Scan(&t.Check, &t.Review, &t.Number, &due)
		if due > 0 {
			t.Due = store.Time(due)
		}
		return t, []any{t.Review, t.Check}, err
	})
}

// Unseen are the results that a member has not acknowledged, of committees on which
// they sit.
func Unseen(r store.Reader, p auth.Principal) ([]Row, error) {
	w := store.NewWhere(p.Args()...)
	w.And("q.state = 'closed' and q.committee in (select o.id from committees o where " + auth.Filter(p, auth.QualityAcknowledge, auth.Committee, "o") + ")")
	w.And("not exists (select 1 from quality_seen y where y.quality = q.id and y.person = $1) and $2 <> ''")
	out, err := store.Collect(r, scanRow, rowColumns+w.String()+fmt.Sprintf(" order by q.id desc limit %d", maxTasks), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("list results: %w", err)
	}
	return out, nil
}

// Numbers are the numbers of those cases that a person may see.
func (s *Service) Numbers(r store.Reader, p auth.Principal, cases []string) (map[string]string, error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.ReviewOverview, auth.Review, "o"))
	w.In("o.id", cases)
	out := map[string]string{}
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var id, number string
		err := rows.Scan(&id, &number)
		out[id] = number
		return struct{}{}, err
	}, `select o.id, o.number from reviews o`+w.String(), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look up numbers of cases: %w", err)
	}
	return out, nil
}
