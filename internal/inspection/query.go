package inspection

import (
	"context"
	"database/sql"
	"fmt"
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
	"lunheng/internal/store"
)

// View returns a visit for somebody who may see it. The drawn order of all inspectors
// is the department's; a unit sees what was found once the draft is put before it.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (State, error) {
	if err := auth.Allow(r, p, auth.InspectionView, auth.Inspection, id); err != nil {
		return State{}, err
	}
	st, err := journal.Look(s.J, r, Stream(id), Fold)
	if err != nil {
		return st, err
	}
	if err := s.recounted(r, &st); err != nil {
		return st, err
	}
	may, err := auth.Can(r, p, auth.Inspection, id, auth.InspectionRun, auth.InspectionJudge)
	if err != nil || may[auth.InspectionRun] {
		return st, err
	}
	st.Planned.Order = nil
	if !may[auth.InspectionJudge] {
		st = st.forUnit()
	}
	return st, nil
}

// recounted takes in the unit's time as it stands after announcements of holidays.
func (s *Service) recounted(r store.Reader, st *State) error {
	if st.CommentDue.IsZero() {
		return nil
	}
	var due int64
	if err := r.Row(`select coalesce(max(due), 0) from clocks where id = $1`, Stream(st.ID)+"#"+ClockComment).Scan(&due); err != nil {
		return fmt.Errorf("look up time of %s: %w", st.ID, err)
	}
	if due > 0 {
		st.CommentDue = store.Time(due)
	}
	return nil
}

// forUnit is what the unit sees: nothing of the draft while it is being written, and
// nobody who stepped out.
func (s State) forUnit() State {
	s.Members = slices.DeleteFunc(slices.Clone(s.Members), func(m Member) bool { return m.Left != "" })
	s.Findings, s.Answered = s.Standing(), nil
	if s.State == StateNotified || s.State == StateOpen {
		s.Findings, s.Answers, s.Summary = nil, nil, ""
	}
	return s
}

// inner are the events of a visit that are no business of the unit's.
var inner = []string{InterestDenied{}.EventType(), InspectorReplaced{}.EventType(), PointAnswered{}.EventType(), FindingAdded{}.EventType(),
	FileAdded{}.EventType(), FindingDropped{}.EventType(), Planned{}.EventType(), FunderAnswered{}.EventType()}

// Events returns the history of a visit as far as somebody may see it.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.InspectionView, auth.Inspection, id); err != nil {
		return nil, err
	}
	events, err := s.J.Stream(r, Stream(id))
	if err != nil || auth.Allow(r, p, auth.InspectionJudge, auth.Inspection, id) == nil {
		return events, err
	}
	return slices.DeleteFunc(events, func(e journal.Event) bool { return slices.Contains(inner, e.Type) }), nil
}

// Plan returns a plan for the department whose it is.
func (s *Service) Plan(r store.Reader, p auth.Principal, id string) (Plan, error) {
	events, err := s.PlanEvents(r, p, id)
	if err != nil {
		return Plan{}, err
	}
	return FoldPlan(events)
}

// PlanEvents returns the history of a plan.
func (s *Service) PlanEvents(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.YearPlanView, auth.YearPlan, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, PlanStream(id))
}

// maxRanked bounds the units that are proposed.
const maxRanked = 30

// Ranking are the units of a plan's competence with the highest risk that are not in it,
// and how many it could draw from.
func (s *Service) Ranking(r store.Reader, p auth.Principal, plan Plan) (top []UnitRisk, population int, err error) {
	if err := auth.Allow(r, p, auth.YearPlanView, auth.YearPlan, plan.ID); err != nil {
		return nil, 0, err
	}
	units, err := competence(r, plan.Department, plan.Region)
	if err != nil {
		return nil, 0, err
	}
	units = slices.DeleteFunc(units, plan.Has)
	scores, err := s.scores(r, plan.Region, units, p.Day)
	list := ranked(scores)
	return list[:min(len(list), maxRanked)], len(units), err
}

// Inspectors is a department's list of inspectors.
func (s *Service) Inspectors(r store.Reader, p auth.Principal, department string) (Pool, error) {
	if err := auth.Allow(r, p, auth.PlanEdit, auth.Department, department); err != nil {
		return Pool{}, err
	}
	events, err := s.J.Stream(r, PoolStream(department))
	if err != nil {
		return Pool{}, err
	}
	return FoldPool(department, events)
}

// InspectorEvents is the history of a department's list.
func (s *Service) InspectorEvents(r store.Reader, p auth.Principal, department string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.PlanEdit, auth.Department, department); err != nil {
		return nil, err
	}
	return s.J.Stream(r, PoolStream(department))
}

// PlanRow is a plan as lists show it.
type PlanRow struct {
	ID         string     `json:"id"`
	Department string     `json:"department"`
	Year       int        `json:"year"`
	Title      string     `json:"title"`
	State      flow.State `json:"state"`
	Visits     int        `json:"visits"`
	Open       int        `json:"open"` // visits that are not closed
}

// Plans is a page of the plans that the person may see, the last changed first.
func Plans(r store.Reader, p auth.Principal, state flow.State, pg store.Paging) (store.Page[PlanRow], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.YearPlanView, auth.YearPlan, "o"))
	w.Is("o.state", string(state))
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.department, o.year, o.title, o.state, o.updated_at, (select count(*) from inspections i where i.plan = o.id),
		(select count(*) from inspections i where i.plan = o.id and i.state not in ('closed', 'cancelled')) from yearplans o`, w, k, pg, func(rows *sql.Rows) (PlanRow, []any, error) {
		var out PlanRow
		var at int64
		err := rows.Scan(&out.ID, &out.Department, &out.Year, &out.Title, &out.State, &at, &out.Visits, &out.Open)
		return out, []any{at, out.ID}, err
	})
}

// Row is a visit as lists show it.
type Row struct {
	ID         string       `json:"id"`
	Plan       string       `json:"plan"`
	Department string       `json:"department"`
	Unit       string       `json:"unit"`
	Year       int          `json:"year"`
	How        string       `json:"how"`
	State      flow.State   `json:"state"`
	Day        calendar.Day `json:"day,omitempty"` // of the visit
	Findings   int          `json:"findings"`
	Open       int          `json:"open"`    // orders that are not closed
	Overdue    int          `json:"overdue"` // of these
	Going      bool         `json:"going"`   // the person is of the team
	UpdatedAt  time.Time    `json:"updated_at"`
}

// Filter narrows a list of visits. Empty parts do not.
type Filter struct {
	State   flow.State
	Plan    string
	Unit    string
	Mine    bool // the person is of the team
	Running bool // neither closed nor cancelled
}

// List is a page of the visits that the person may see, the last changed first. What
// was found is counted for a unit only once the draft was put before it.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.InspectionView, auth.Inspection, "o"))
	w.Is("o.state", string(f.State))
	w.Is("o.plan", f.Plan)
	w.Is("o.unit", f.Unit)
	going := `exists (select 1 from inspection_team t where t.inspection = o.id and t.person = $1 and t.state = 'going')`
	if f.Mine {
		w.And(going)
	}
	if f.Running {
		w.And("o.state not in ('closed', 'cancelled')")
	}
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	inside := `(` + auth.Filter(p, auth.InspectionJudge, auth.Inspection, "o") + ` or o.state not in ('notified', 'open'))`
	now := fmt.Sprint(store.Micros(p.Day.Start()))
	return store.QueryPage(r, `select o.id, o.plan, o.department, o.unit, o.year, o.how, o.state, o.day, case when `+inside+` then o.findings else 0 end, o.updated_at,
		(select count(*) from inspection_orders x where x.inspection = o.id and x.state <> 'closed'),
		(select count(*) from inspection_orders x where x.inspection = o.id and x.state <> 'closed' and x.due < `+now+`),
		case when `+going+` then 1 else 0 end from inspections o`, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		var out Row
		var at int64
		var day string
		var mine int
		err := rows.Scan(&out.ID, &out.Plan, &out.Department, &out.Unit, &out.Year, &out.How, &out.State, &day, &out.Findings, &at, &out.Open, &out.Overdue, &mine)
		out.Day, out.Going, out.UpdatedAt = calendar.Day(day), mine == 1, store.Time(at)
		return out, []any{at, out.ID}, err
	})
}

// Found is a finding as lists show it.
type Found struct {
	Inspection string    `json:"inspection"`
	N          int       `json:"n"`
	Department string    `json:"department"`
	Unit       string    `json:"unit"`
	Region     string    `json:"region"`
	Point      string    `json:"point"`
	Severity   string    `json:"severity"`
	State      string    `json:"state"` // noted, open, closed
	Order      string    `json:"order"` // open, shown, closed; empty: none
	At         time.Time `json:"at"`    // when the report was signed
	Due        time.Time `json:"due,omitzero"`
	Overdue    bool      `json:"overdue"`
}

// FindingFilter narrows a list of findings. Empty parts do not.
type FindingFilter struct {
	State      string
	Severity   string
	Department string
	Unit       string
	Region     string
	Committee  string
	Inspection string
	Overdue    bool
	Shown      bool // evidence waits to be judged
}

// FoundUnits are units among the findings that the person may see.
func FoundUnits(r store.Reader, p auth.Principal, limit int) ([]string, error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.InspectionView, auth.Inspection, "o"))
	w.And("exists (select 1 from inspection_findings f where f.inspection = o.id and f.state in ('noted', 'open', 'closed'))")
	out, err := store.Column[string](r, `select distinct o.unit from inspections o`+w.String()+fmt.Sprintf(` order by o.unit limit %d`, limit), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("list units with findings: %w", err)
	}
	return out, nil
}

// Findings is a page of the findings of signed reports that the person may see, the
// last first.
func Findings(r store.Reader, p auth.Principal, f FindingFilter, pg store.Paging) (store.Page[Found], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.InspectionView, auth.Inspection, "o"))
	w.And("f.state in ('noted', 'open', 'closed')")
	w.Is("f.state", f.State)
	w.Is("f.severity", f.Severity)
	w.Is("f.department", f.Department)
	w.Is("f.unit", f.Unit)
	w.Is("f.inspection", f.Inspection)
	w.Prefix("f.region", f.Region)
	if f.Committee != "" {
		w.And("exists (select 1 from inspection_marks m where m.inspection = f.inspection and m.n = f.n and m.committee = " + w.Arg(f.Committee) + ")")
	}
	now := store.Micros(p.Day.Start())
	if f.Overdue {
		w.And("f.state = 'open' and f.due < " + w.Arg(now))
	}
	if f.Shown {
		w.And("x.state = 'shown'")
	}
	k := store.Keyset{Columns: []string{"f.at", "f.inspection", "f.n"}, Numbers: []string{"f.at", "f.n"}, Desc: true}
	return store.QueryPage(r, `select f.inspection, f.n, f.department, f.unit, f.region, f.point, f.severity, f.state, coalesce(x.state, ''), f.at, f.due
		from inspection_findings f join inspections o on o.id = f.inspection left join inspection_orders x on x.inspection = f.inspection and x.n = f.n`, w, k, pg, func(rows *sql.Rows) (Found, []any, error) {
		var out Found
		var at, due int64
		err := rows.Scan(&out.Inspection, &out.N, &out.Department, &out.Unit, &out.Region, &out.Point, &out.Severity, &out.State, &out.Order, &at, &due)
		out.At, out.Overdue = store.Time(at), out.State == "open" && due < now
		if due > 0 {
			out.Due = store.Time(due)
		}
		return out, []any{at, out.Inspection, out.N}, err
	})
}

// Severe are the grades of the open findings that stand against a committee, the most
// frequent ones counted.
func Severe(r store.Reader, committee string) (map[string]int, error) {
	return open(r, "committee", committee)
}

// Against are the grades of the open findings in the records of an activity.
func Against(r store.Reader, activity string) (map[string]int, error) {
	return open(r, "activity", activity)
}

func open(r store.Reader, column, id string) (map[string]int, error) {
	out := map[string]int{}
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var severity string
		var n int
		err := rows.Scan(&severity, &n)
		out[severity] = n
		return struct{}{}, err
	}, `select f.severity, count(distinct f.inspection || '/' || f.n) from inspection_marks m join inspection_findings f on f.inspection = m.inspection and f.n = m.n
		where m.`+column+` = $1 and f.state = 'open' group by f.severity`, id)
	if err != nil {
		return nil, fmt.Errorf("look for open findings about %s: %w", id, err)
	}
	return out, nil
}

// Offer is a record of the unit that may be taken up.
type Offer struct {
	Kind  string    `json:"kind"`
	ID    string    `json:"id"`
	Label string    `json:"label"`
	At    time.Time `json:"at"`
}

// maxOffers bounds the records of one kind that are offered; others are found by number.
const maxOffers = 25

// Offers are the newest records of the unit that its inspectors may take up.
func (s *Service) Offers(r store.Reader, p auth.Principal, st State) ([]Offer, error) {
	if err := auth.Allow(r, p, auth.InspectionVisit, auth.Inspection, st.ID); err != nil {
		return nil, err
	}
	scan := func(rows *sql.Rows) (o Offer, err error) {
		var at int64
		err = rows.Scan(&o.Kind, &o.ID, &o.Label, &at)
		o.At = store.Time(at)
		return o, err
	}
	var out []Offer
	for _, query := range []string{
		`select 'committee', c.id, c.name_zh, c.created_at from committees c where c.unit = $1 and c.state = 'active' order by c.id`,
		`select 'review', r.id, r.number, r.updated_at from reviews r join committees c on c.id = r.committee where c.unit = $1 and r.number <> '' order by r.updated_at desc`,
		`select 'letter', l.number, l.number, l.issued_at from letters l join committees c on c.id = l.committee where c.unit = $1 and l.superseded = 0 order by l.issued_at desc`,
		`select 'meeting', m.id, '', m.starts_at from meetings m join committees c on c.id = m.committee where c.unit = $1 and m.state <> 'planned' order by m.starts_at desc`,
	} {
		some, err := store.Collect(r, scan, query+fmt.Sprintf(" limit %d", maxOffers), st.Unit)
		if err != nil {
			return nil, fmt.Errorf("list records of %s: %w", st.Unit, err)
		}
		out = append(out, some...)
	}
	return out, nil
}

// File opens a file of a visit by its hash, for somebody who may see it.
func (s *Service) File(ctx context.Context, p auth.Principal, id, hash string) (*blob.Kept, io.ReadCloser, error) {
	st, err := s.View(s.J.DB.Read(ctx), p, id)
	if err != nil {
		return nil, nil, err
	}
	files := st.Files()
	i := slices.IndexFunc(files, func(f *blob.Kept) bool { return f.Hash == hash })
	if i < 0 {
		return nil, nil, errs.New(errs.NotFound, "inspection.file.missing", lang.T("没有这个文件。", "There is no such file."))
	}
	content, err := s.Blobs.Open(ctx, hash)
	return files[i], content, err
}
