package activity

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Row is an activity as lists show it.
type Row struct {
	ID           string     `json:"id"`
	Title        string     `json:"title"` // empty: not named yet
	Leader       string     `json:"leader"`
	Unit         string     `json:"unit"`
	Committee    string     `json:"committee"`
	State        flow.State `json:"state"`
	Region       string     `json:"region"`
	Fields       []string   `json:"fields"`
	Scope        []string   `json:"scope"`
	ReviewNeeded string     `json:"review_needed"` // required, exempt, not_required; empty: not assessed
	Procedure    string     `json:"procedure"`
	Recheck      []string   `json:"recheck"` // listed items
	Review       string     `json:"review"`  // the case
	Origin       string     `json:"origin"`
	Submissions  int        `json:"submissions"`
	CreatedAt    time.Time  `json:"created_at"`
	UpdatedAt    time.Time  `json:"updated_at"`
	SubmittedAt  time.Time  `json:"submitted_at,omitzero"`
	DecidedAt    time.Time  `json:"decided_at,omitzero"`
	Version      int64      `json:"version"`
}

// Filter narrows a list. Empty parts do not.
type Filter struct {
	Text      string     // words of the title
	State     flow.State // one state
	Open      bool       // neither final nor a draft
	Unit      string
	Committee string
	Region    string // GB/T 2260, or the beginning of it
	Field     string // code of the list fields
	Listed    bool   // experts re-review it
	Mine      bool   // the person leads it or is on its team
}

const rowColumns = `a.id, a.title, a.leader, a.unit, a.committee, a.state, a.region, a.fields, a.scope, a.review_needed,
	a.procedure, a.recheck, a.review, a.origin, a.submissions, a.created_at, a.updated_at, a.submitted_at, a.decided_at, a.version`

// List is a page of the activities that the person may know of, the last
// changed first.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	from, w, err := f.where(r, p)
	if err != nil {
		return store.Page[Row]{}, err
	}
	when := "a.updated_at"
	if f.Mine {
		when = "a.updated_at + 0" // no index: few rows are sorted sooner than all are walked
	}
	k := store.Keyset{Columns: []string{when, "a.id"}, Numbers: []string{when}, Desc: true}
	page, err := store.QueryPage(r, `select `+rowColumns+from, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		row, err := scanRow(rows)
		return row, []any{store.Micros(row.UpdatedAt), row.ID}, err
	})
	if err != nil {
		return store.Page[Row]{}, listError(err)
	}
	return page, nil
}

// listError keeps what is meant for people as it is.
func listError(err error) error {
	if len(errs.All(err)) > 0 {
		return err
	}
	return fmt.Errorf("list activities: %w", err)
}

// where gives the tables and conditions of a list. One's own activities are
// found through the team, which few rows make up, not by walking all.
func (f Filter) where(r store.Reader, p auth.Principal) (string, *store.Where, error) {
	w := store.NewWhere(p.Args()...)
	may, err := auth.ListFilter(r, p, auth.ActivityOverview, auth.Activity, "a")
	if err != nil {
		return "", nil, err
	}
	w.And(may)
	from := ` from activities a`
	if f.Mine {
		from = ` from activity_people ap cross join activities a`
		w.And(`ap.person = $1`)
		w.And(`a.id = ap.activity`)
	}
	w.Is("a.state", string(f.State))
	w.Is("a.unit", f.Unit)
	w.Is("a.committee", f.Committee)
	w.Prefix("a.region", f.Region)
	if f.State == "" && f.Mine {
		w.And(`a.state <> 'discarded'`)
	}
	if f.Open {
		w.And(`a.state in ('submitted', 'under_review', 'correcting')`)
	}
	if f.Listed {
		w.And(`a.recheck <> '[]'`)
	}
	if f.Field != "" {
		quoted, err := plainJSON(f.Field)
		if err != nil {
			return "", nil, fmt.Errorf("list activities: %w", err)
		}
		w.And(contains(r.Dialect()) + `(a.fields, ` + w.Arg(string(quoted)) + `) > 0`)
	}
	return from, w, w.Search(r, Kind, "a.id", f.Text)
}

// contains is the engine's function that finds a text within another one.
func contains(d store.Dialect) string {
	if d == store.Postgres {
		return "strpos"
	}
	return "instr"
}

// Count counts the activities of a list by state.
func Count(r store.Reader, p auth.Principal, f Filter) (map[flow.State]int, error) {
	from, w, err := f.where(r, p)
	if err != nil {
		return nil, listError(err)
	}
	out := map[flow.State]int{}
	_, err = store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var state flow.State
		var n int
		err := rows.Scan(&state, &n)
		out[state] = n
		return struct{}{}, err
	}, `select a.state, count(*)`+from+w.String()+` group by a.state`, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("count activities: %w", err)
	}
	return out, nil
}

// Get returns the list row of an activity that the person may know of.
func Get(r store.Reader, p auth.Principal, id string) (Row, error) {
	if err := auth.Allow(r, p, auth.ActivityOverview, auth.Activity, id); err != nil {
		return Row{}, err
	}
	rows, err := store.Collect(r, scanRow, `select `+rowColumns+` from activities a where a.id = $1`, id)
	if err != nil {
		return Row{}, fmt.Errorf("get activity %s: %w", id, err)
	}
	if len(rows) == 0 {
		return Row{}, notFound()
	}
	return rows[0], nil
}

// Who acts next, in words of the procedure.
func (r Row) Who() flow.Role { return Table.Info(r.State).Who }

// Name is the title, or words in its place.
func (r Row) Name() lang.Text {
	if r.Title == "" {
		return lang.T("（未命名）", "(untitled)")
	}
	return lang.Same(r.Title)
}

func scanRow(rows *sql.Rows) (Row, error) {
	var r Row
	var fields, scope, recheck string
	var created, updated, submitted, decided int64
	err := rows.Scan(&r.ID, &r.Title, &r.Leader, &r.Unit, &r.Committee, &r.State, &r.Region, &fields, &scope, &r.ReviewNeeded,
		&r.Procedure, &recheck, &r.Review, &r.Origin, &r.Submissions, &created, &updated, &submitted, &decided, &r.Version)
	if err != nil {
		return r, err
	}
	r.CreatedAt, r.UpdatedAt = store.Time(created), store.Time(updated)
	if submitted > 0 {
		r.SubmittedAt = store.Time(submitted)
	}
	if decided > 0 {
		r.DecidedAt = store.Time(decided)
	}
	return r, errors.Join(readCodes(fields, &r.Fields), readCodes(scope, &r.Scope), readCodes(recheck, &r.Recheck))
}

func readCodes(text string, codes *[]string) error {
	if err := json.Unmarshal([]byte(text), codes); err != nil {
		return fmt.Errorf("read codes %q: %w", text, err)
	}
	return nil
}
