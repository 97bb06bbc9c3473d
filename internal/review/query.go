package review

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// View returns a case that the person may see, as of a version; 0 is the
// present one. Whoever may not follow the discussion sees what was decided and
// how the votes fell, and not who sat there or was out of the case.
func (s *Service) View(r store.Reader, p auth.Principal, id string, version int64) (Case, error) {
	events, inside, err := s.history(r, p, id)
	if err != nil {
		return Case{}, err
	}
	if events, err = UpTo(events, version); err != nil {
		return Case{}, err
	}
	c, err := Fold(seen(events, inside, p.Person))
	if err != nil || len(events) == 0 {
		return c, err
	}
	c.Version = events[len(events)-1].Version // whatever of it is closed to this person
	if version == 0 {
		err = c.recounted(r)
	}
	return c, err
}

// recounted takes in dates that were counted again when the holidays of their year
// were announced: that is no event of the case.
func (c *Case) recounted(r store.Reader) error {
	if len(c.Due) == 0 {
		return nil
	}
	running, err := clocks.Of(r, Stream(c.ID))
	for _, k := range running {
		if _, runs := c.Due[k.Name]; runs {
			c.Due[k.Name] = k.Due
		}
	}
	return err
}

// UpTo is a history as of a version of its stream, 0 being the present one. The
// history may lack events that are closed to its reader: what counts is the
// number of an event, not its place among those that are left.
func UpTo(events []journal.Event, version int64) ([]journal.Event, error) {
	n := len(events)
	if version == 0 || n == 0 {
		return events, nil
	}
	if version < 0 || version > events[n-1].Version {
		return nil, errs.Mistake("version", "review.version.unknown", "没有这一版。请重新打开页面。", "There is no such version. Open the page again.")
	}
	n, _ = slices.BinarySearchFunc(events, version+1, func(e journal.Event, v int64) int { return cmp.Compare(e.Version, v) })
	return events[:n], nil
}

// Events returns the history of a case that the person may see, without the
// committee's inner matters for whoever may not follow the discussion.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	events, inside, err := s.history(r, p, id)
	return seen(events, inside, p.Person), err
}

// seen is what a person may see of a history: who follows the discussion, all but
// the opinions that are given apart; everybody else, what was done and decided.
func seen(events []journal.Event, inside bool, person string) []journal.Event {
	if inside {
		return apart(events, person)
	}
	out := events[:0:0]
	for _, e := range events {
		switch b := e.Body.(type) {
		case MemberExcluded, OpinionGiven:
			continue
		case AppealAdmitted:
			e.Body, e.Raw = AppealAdmitted{Reason: b.Reason, Bench: b.Bench.outside()}, ""
		case Opened:
			if b.Appeal != nil {
				a := *b.Appeal
				a.Judged, a.Presided = nil, ""
				b.Appeal = &a
				e.Body, e.Raw = b, ""
			}
		case ReviewersNamed:
			e.Body, e.Raw = ReviewersNamed{Reason: b.Reason}, ""
		case MovedToMeeting:
			e.Body, e.Raw = MovedToMeeting{Trigger: b.Trigger}, ""
		case PreliminaryGiven:
			b.Opinion = b.Opinion.outside()
			e.Body, e.Raw = b, ""
		case Approved:
			e.Body, e.Raw = Approved{b.outside()}, ""
		case ChangesAsked:
			e.Body, e.Raw = ChangesAsked{b.outside()}, ""
		case RereviewAsked:
			e.Body, e.Raw = RereviewAsked{b.outside()}, ""
		case Rejected:
			e.Body, e.Raw = Rejected{b.outside()}, ""
		}
		out = append(out, e)
	}
	return out
}

// outside is a decision as everybody sees it who may see the case.
func (d Decision) outside() Decision {
	d.Excluded, d.Present = nil, make([]Attendant, len(d.Present))
	return d
}

func (s *Service) history(r store.Reader, p auth.Principal, id string) (events []journal.Event, inside bool, err error) {
	if err := auth.Allow(r, p, auth.ReviewView, auth.Review, id); err != nil {
		return nil, false, err
	}
	may, err := auth.Can(r, p, auth.Review, id, auth.ReviewDiscussion)
	if err != nil {
		return nil, false, err
	}
	if events, err = s.J.Stream(r, Stream(id)); err != nil {
		return nil, false, fmt.Errorf("read case %s: %w", id, err)
	}
	return events, may[auth.ReviewDiscussion], nil
}

// Row is a case as lists show it.
type Row struct {
	ID          string     `json:"id"`
	Number      string     `json:"number"` // empty: not accepted yet
	Title       string     `json:"title"`
	Kind        string     `json:"kind,omitempty"`  // of review; empty: the initial one
	About       string     `json:"about,omitempty"` // the report or appeal that it judges
	Activity    string     `json:"activity"`
	Committee   string     `json:"committee"`
	Unit        string     `json:"unit"`
	Applicant   string     `json:"applicant"`
	State       flow.State `json:"state"`
	Procedure   string     `json:"procedure"`
	Outcome     string     `json:"outcome"`
	Meeting     string     `json:"meeting"`
	SubmittedAt time.Time  `json:"submitted_at"`
	AcceptedAt  time.Time  `json:"accepted_at,omitzero"`
	DecidedAt   time.Time  `json:"decided_at,omitzero"`
	UpdatedAt   time.Time  `json:"updated_at"`
	Due         time.Time  `json:"due,omitzero"` // of the clock of decision, while it is open
	Clock       string     `json:"clock"`        // its state; empty: none
	Version     int64      `json:"version"`
}

// Filter narrows a list of cases. Empty parts do not.
type Filter struct {
	Text      string // words of title or number
	State     flow.State
	Open      bool // still under way
	Overdue   bool // the time to decide has run out
	Committee string
	Unit      string
	Activity  string
	Applicant string
	Mine      bool   // the person applied for it
	Kind      string // of review; "initial" for the first
	Agenda    bool   // accepted and waiting for a place on an agenda
}

const rowColumns = `o.id, o.number, o.title, o.kind, o.about, o.activity, o.committee, o.unit, o.applicant, o.state, o.procedure, o.outcome, o.meeting,
	o.submitted_at, o.accepted_at, o.decided_at, o.updated_at, o.version, coalesce(k.due, 0), coalesce(k.state, '')`

const rowTables = ` from reviews o` + rowClock

const rowClock = ` left join clocks k on k.id = 'review/' || o.id || '#decision' and k.state in ('running', 'paused', 'over')`

// overdue is true of a case whose time to decide has run out. It begins with
// the few clocks, not with the cases.
const overdue = `o.id in (select substr(c.stream, 8) from clocks c where c.state = 'over' and c.name = 'decision' and c.stream like 'review/%')`

func (f Filter) where(r store.Reader, p auth.Principal) (*store.Where, error) {
	return f.whereMay(r, p, auth.Filter(p, auth.ReviewOverview, auth.Review, "o"))
}

// listWhere is where for a page in the order of the list. Whoever may see a
// large part of all cases gets the page soonest by walking the list in its
// order, asking of each case whether it may be seen; whoever may see few, by
// gathering those few and sorting them. A database does the latter whenever it
// can, so the former is asked for by hiding the condition from its planner:
// of an unequal, PostgreSQL expects that it holds for nearly all.
func (f Filter) listWhere(r store.Reader, p auth.Principal, pg store.Paging) (*store.Where, error) {
	if f.Mine || f.Activity != "" {
		return f.where(r, p)
	}
	seen, err := sumCounts(r, p, Filter{Committee: f.Committee, Unit: f.Unit})
	if err != nil {
		return nil, err
	}
	var all int
	if err := r.Row(`select cast(coalesce(sum(n), 0) as bigint) from review_counts`).Scan(&all); err != nil {
		return nil, fmt.Errorf("count cases: %w", err)
	}
	if seen*seen < pg.Size()*all {
		return f.where(r, p)
	}
	return f.whereMay(r, p, `case when `+auth.Filter(p, auth.ReviewOverview, auth.Review, "o")+` then 1 else 0 end <> 0`)
}

func (f Filter) whereMay(r store.Reader, p auth.Principal, may string) (*store.Where, error) {
	w := store.NewWhere(p.Args()...)
	w.And(may)
	w.Is("o.state", string(f.State))
	w.Is("o.committee", f.Committee)
	w.Is("o.unit", f.Unit)
	w.Is("o.activity", f.Activity)
	w.Is("o.applicant", f.Applicant)
	if f.Kind == KindInitial {
		w.And("o.kind = ''")
	} else {
		w.Is("o.kind", f.Kind)
	}
	if f.Open {
		w.And("o.state not in ('approved', 'rejected', 'withdrawn')")
	}
	if f.Overdue {
		w.And(overdue)
	}
	if f.Agenda {
		w.And("o.state = 'accepted' and o.procedure <> 'simplified'")
	}
	if f.Mine {
		w.And("o.applicant = $1")
	}
	return w, w.Search(r, Kind, "o.id", f.Text)
}

// List is a page of the cases that the person may know of, the last changed
// first. With a committee and a state it is a column of the board; with the
// state submitted, the inbox.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w, err := f.listWhere(r, p, pg)
	if err != nil {
		return store.Page[Row]{}, err
	}
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, `select `+rowColumns+rowTables, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		row, err := scanRow(rows)
		return row, []any{store.Micros(row.UpdatedAt), row.ID}, err
	})
}

func scanRow(rows *sql.Rows) (Row, error) { return scanRowAfter(rows) }

// scanRowAfter scans columns before those of a row into first.
func scanRowAfter(rows *sql.Rows, first ...any) (Row, error) {
	var row Row
	var submitted, accepted, decided, updated, due int64
	err := rows.Scan(append(first, &row.ID, &row.Number, &row.Title, &row.Kind, &row.About, &row.Activity, &row.Committee, &row.Unit, &row.Applicant, &row.State, &row.Procedure,
		&row.Outcome, &row.Meeting, &submitted, &accepted, &decided, &updated, &row.Version, &due, &row.Clock)...)
	row.SubmittedAt, row.UpdatedAt = store.Time(submitted), store.Time(updated)
	row.AcceptedAt, row.DecidedAt, row.Due = timeOrZero(accepted), timeOrZero(decided), timeOrZero(due)
	return row, err
}

func timeOrZero(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return store.Time(us)
}

// Precedents are decided cases of the same committee whose titles share the
// rarest words with this one's, the latest first.
func (s *Service) Precedents(r store.Reader, p auth.Principal, id string, limit int) ([]Row, error) {
	if err := auth.Allow(r, p, auth.ReviewDiscussion, auth.Review, id); err != nil {
		return nil, err
	}
	c, err := s.lookCase(r, id)
	if err != nil {
		return nil, err
	}
	var out []Row
	seen := map[string]bool{id: true}
	for _, word := range keyWords(c.Title) {
		f := Filter{Committee: c.Committee, Text: word}
		w, err := f.where(r, p)
		if err != nil {
			return nil, err
		}
		w.And("o.decided_at > 0")
		k := store.Keyset{Columns: []string{"o.decided_at", "o.id"}, Numbers: []string{"o.decided_at"}, Desc: true}
		page, err := store.QueryPage(r, `select `+rowColumns+rowTables, w, k, store.Paging{Limit: limit}, func(rows *sql.Rows) (Row, []any, error) {
			row, err := scanRow(rows)
			return row, []any{store.Micros(row.DecidedAt), row.ID}, err
		})
		if err != nil {
			return nil, err
		}
		for _, row := range page.Items {
			if len(out) < limit && !seen[row.ID] {
				seen[row.ID] = true
				out = append(out, row)
			}
		}
	}
	return out, nil
}
