package inspection

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Disclosed is a visit as everybody may see it, once its report is signed (双随机、一公开).
// It names the unit and no person; what people wrote is not in it.
type Disclosed struct {
	ID         string       `json:"id"`
	Plan       string       `json:"plan"` // its title
	Department string       `json:"department"`
	Unit       string       `json:"unit"`
	Region     string       `json:"region"` // whose rules held
	Year       int          `json:"year"`
	How        string       `json:"how"`
	State      flow.State   `json:"state"`
	Day        calendar.Day `json:"day"` // of the visit
	Findings   int          `json:"findings"`
	Open       int          `json:"open"`      // to be mended
	Corrected  int          `json:"corrected"` // mended and judged
	SignedAt   time.Time    `json:"signed_at"`
}

const disclosed = `select i.id, y.title, i.department, i.unit, i.region, i.year, i.how, i.state, i.day, i.signed_at,
		(select count(*) from inspection_findings f where f.inspection = i.id and f.state in ('noted', 'open', 'closed')),
		(select count(*) from inspection_findings f where f.inspection = i.id and f.state = 'open'),
		(select count(*) from inspection_findings f where f.inspection = i.id and f.state = 'closed') from inspections i join yearplans y on y.id = i.plan`

func scanDisclosed(scan func(...any) error) (Disclosed, int64, error) {
	var d Disclosed
	var at int64
	err := scan(&d.ID, &d.Plan, &d.Department, &d.Unit, &d.Region, &d.Year, &d.How, &d.State, &d.Day, &at, &d.Findings, &d.Open, &d.Corrected)
	d.SignedAt = store.Time(at)
	return d, at, err
}

// ListPublic is a page of the visits whose reports are signed, the last first; of one
// year, if given.
func ListPublic(r store.Reader, year int, pg store.Paging) (store.Page[Disclosed], error) {
	w := store.NewWhere()
	w.And("i.signed_at > 0")
	if year > 0 {
		w.And("i.year = " + w.Arg(year))
	}
	k := store.Keyset{Columns: []string{"i.signed_at", "i.id"}, Numbers: []string{"i.signed_at"}, Desc: true}
	return store.QueryPage(r, disclosed, w, k, pg, func(rows *sql.Rows) (Disclosed, []any, error) {
		d, at, err := scanDisclosed(rows.Scan)
		return d, []any{at, d.ID}, err
	})
}

// Figures are a year's inspections in numbers.
type Figures struct {
	Year      int `json:"year"`
	Visits    int `json:"visits"` // signed
	Findings  int `json:"findings"`
	Open      int `json:"open"`
	Corrected int `json:"corrected"`
}

// Yearly are the figures of the years from one on, the last first.
func Yearly(r store.Reader, from int) ([]Figures, error) {
	return store.Collect(r, func(rows *sql.Rows) (f Figures, err error) {
		err = rows.Scan(&f.Year, &f.Visits, &f.Findings, &f.Open, &f.Corrected)
		return f, err
	}, `select i.year, count(distinct i.id), count(f.n), coalesce(sum(case when f.state = 'open' then 1 else 0 end), 0), coalesce(sum(case when f.state = 'closed' then 1 else 0 end), 0)
		from inspections i left join inspection_findings f on f.inspection = i.id and f.state in ('noted', 'open', 'closed')
		where i.signed_at > 0 and i.year >= $1 group by i.year order by i.year desc`, from)
}

// Disclosure is one such visit: what was looked at, what was found of which kind, and
// how the unit came to be visited.
type Disclosure struct {
	Disclosed
	Points []string      `json:"points"` // codes of the packs' list inspection_points
	Found  []PublicFault `json:"found"`
	Draw   *PublicDraw   `json:"draw,omitempty"`
}

// PublicFault is a finding without its words.
type PublicFault struct {
	N        int          `json:"n"`
	Point    string       `json:"point"`
	Severity string       `json:"severity"`
	Ordered  bool         `json:"ordered"` // to be mended
	Closed   bool         `json:"closed"`
	Due      calendar.Day `json:"due,omitempty"`
}

// PublicDraw is the draw of a visit, by which anybody can repeat it.
type PublicDraw struct {
	Method     string `json:"method"`
	Candidates int    `json:"candidates"` // units that could be drawn
	Size       int    `json:"size"`       // drawn of them
	Chosen     int    `json:"chosen"`     // by risk, before
	Inspectors int    `json:"inspectors"`
	Units      string `json:"units"` // hash of the list
	People     string `json:"people"`
	Announced  string `json:"announced"` // id of the event
	Seed       string `json:"seed"`
	Repeatable bool   `json:"repeatable"` // the file is open to everybody: all its visits are over
}

// Public is a visit as everybody may see it.
func (s *Service) Public(r store.Reader, id string) (Disclosure, error) {
	d, _, err := s.public(r, id)
	return d, err
}

// public is a visit with the draw that it came out of; nil: it came out of none.
func (s *Service) public(r store.Reader, id string) (Disclosure, *Round, error) {
	d, _, err := scanDisclosed(r.Row(disclosed+` where i.signed_at > 0 and i.id = $1`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Disclosure{}, nil, errs.New(errs.NotFound, "inspection.missing", lang.T("没有这次检查。", "There is no such inspection."))
	}
	if err != nil {
		return Disclosure{}, nil, fmt.Errorf("look up visit %s: %w", id, err)
	}
	st, err := journal.Look(s.J, r, Stream(id), Fold)
	if err != nil {
		return Disclosure{}, nil, err
	}
	out := Disclosure{Disclosed: d, Points: st.Points, Found: []PublicFault{}}
	for _, f := range st.Standing() {
		x := PublicFault{N: f.N, Point: f.Point, Severity: f.Severity}
		if o := st.Order(f.N); o != nil {
			x.Ordered, x.Closed, x.Due = true, o.Closed, o.Due
		}
		out.Found = append(out.Found, x)
	}
	round, err := s.round(r, st)
	if err != nil || round == nil {
		return out, nil, err
	}
	out.Draw = &PublicDraw{Method: round.Method, Candidates: len(round.Units.Candidates), Size: round.Units.Size, Chosen: len(round.Announcement.Chosen), Inspectors: len(round.Inspectors.Candidates),
		Units: round.Units.Hash, People: round.Inspectors.Hash, Announced: round.Event, Seed: round.Drawn.Seed}
	out.Draw.Repeatable, err = over(r, st.Plan, *round)
	return out, round, err
}

// round is the draw that a visit came out of, or nil.
func (s *Service) round(r store.Reader, st State) (*Round, error) {
	plan, err := journal.Look(s.J, r, PlanStream(st.Plan), FoldPlan)
	i := slices.IndexFunc(plan.Rounds, func(x Round) bool {
		return x.Drawn != nil && slices.ContainsFunc(x.Drawn.Visits, func(v Visit) bool { return v.Unit == st.Unit })
	})
	if err != nil || i < 0 {
		return nil, err
	}
	return &plan.Rounds[i], nil
}

// over reports whether every visit of a draw is over: before, its file would tell units
// who is going to come.
func over(r store.Reader, plan string, round Round) (bool, error) {
	var units []string
	for _, v := range round.Drawn.Visits {
		units = append(units, v.Unit)
	}
	w := store.NewWhere(plan)
	w.And("plan = $1 and state in ('planned', 'notified', 'open', 'reported')")
	w.In("unit", units)
	var n int
	err := r.Row(`select count(*) from inspections`+w.String(), w.Args()...).Scan(&n)
	return n == 0, err
}

// PublicDraw is the file that repeats the draw of a visit, once all its visits are over.
func (s *Service) PublicDraw(r store.Reader, key, id string) ([]byte, error) {
	d, round, err := s.public(r, id)
	if err != nil {
		return nil, err
	}
	if d.Draw == nil || !d.Draw.Repeatable {
		return nil, errs.New(errs.NotFound, "yearplan.draw.later", lang.T("这次抽取的检查全部签发报告之后，复算文件才公开。", "The file is open to everybody once the reports of all visits of this draw are signed."))
	}
	return s.drawFile(r, key, round)
}
