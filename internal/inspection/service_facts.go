package inspection

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

func codes(set *rules.Set, list string) []string {
	var out []string
	for _, item := range set.List(list) {
		out = append(out, item.Code)
	}
	return out
}

// planFacts are the rules of a department's region, and who acts.
func (s *Service) planFacts(tx *journal.Tx, region string) (PlanFacts, *rules.Set) {
	f := PlanFacts{Actor: tx.Actor, Today: calendar.Of(tx.Now), Share: 100, Team: 1}
	set := s.Book.On(f.Today, region)
	for name, n := range map[string]*int{"inspection_share": &f.Share, "inspection_team": &f.Team} {
		if p, ok := set.Param(name); ok {
			*n = p.Int()
			f.Grounds = append(f.Grounds, p.Ground())
		}
	}
	slices.SortFunc(f.Grounds, func(a, b flow.Ground) int { return strings.Compare(a.Rule, b.Rule) })
	return f, set
}

// competence are those of some units over which a department may look: its own and
// those of its region, with a committee at work; without any given, all.
func competence(r store.Reader, department, region string, units ...string) ([]string, error) {
	w := store.NewWhere(department)
	within := "u.department = $1"
	if prefix := strings.TrimRight(region, "0"); prefix == "" {
		within = "$1 <> ''"
	} else {
		within = `(` + within + ` or substr(u.region, 1, ` + fmt.Sprint(len(prefix)) + `) = ` + w.Arg(prefix) + `)`
	}
	w.And(within + ` and u.state = 'active' and exists (select 1 from committees c where c.unit = u.id and c.state = 'active')`)
	if len(units) > 0 {
		w.In("u.id", units)
	}
	out, err := store.Column[string](r, `select u.id from units u`+w.String()+` order by u.id`, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("list units of %s: %w", department, err)
	}
	return out, nil
}

// scores are the risks of some units by the rules of a region.
func (s *Service) scores(r store.Reader, region string, units []string, day calendar.Day) (map[string]Risk, error) {
	set := s.Book.On(day, region)
	out, err := Signals(r, set, units, day)
	if err != nil || s.Scores == nil {
		return out, err
	}
	watched, err := s.Scores(r, set, units, day)
	for unit, risk := range watched {
		for _, why := range risk.Reasons {
			Add(out, unit, why)
		}
	}
	return out, err
}

// aboutDraw adds who and what may be drawn.
func (s *Service) aboutDraw(tx *journal.Tx, plan Plan, f *PlanFacts) (err error) {
	if f.Units, err = competence(tx, plan.Department, plan.Region); err != nil {
		return err
	}
	pool, err := loadPool(tx, plan.Department)
	if err != nil {
		return err
	}
	f.Pool = pool.On(f.Today)
	if f.Refs, err = s.newRefs(len(f.Pool)); err != nil {
		return err
	}
	f.Bars, err = allBars(tx, f.Pool, f.Today)
	return err
}

// avoidance finds units that people must not inspect, the plainest reason first: $1 is
// the day.
var avoidance = []struct{ reason, query string }{
	{BarUnit, `select id, unit from persons where unit <> '' and $1 <> ''`},
	{BarUnit, `select person, body from offices where body_kind = 'unit' and active and from_day <= $1 and (until_day = '' or until_day >= $1)`},
	{BarUnit, `select m.person, c.unit from committee_members m join committees c on c.id = m.committee where m.from_day <= $1 and (m.until_day = '' or m.until_day >= $1)`},
	{BarInterest, `select person, unit from interests where unit <> '' and from_day <= $1 and (until_day = '' or until_day >= $1)`},
}

// allBars are, by unit and person, why some people must not go there.
func allBars(r store.Reader, people []string, day calendar.Day) (map[string]map[string]string, error) {
	out := map[string]map[string]string{}
	for _, a := range avoidance {
		w := store.NewWhere(string(day))
		w.In("x.person", people)
		_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
			var person, unit string
			err := rows.Scan(&person, &unit)
			if out[unit] == nil {
				out[unit] = map[string]string{}
			}
			if out[unit][person] == "" {
				out[unit][person] = a.reason
			}
			return struct{}{}, err
		}, `with q (person, unit) as (`+a.query+`) select x.person, x.unit from q x`+w.String(), w.Args()...)
		if err != nil {
			return nil, fmt.Errorf("find who stands aside (%s): %w", a.reason, err)
		}
	}
	return out, nil
}

// bars are, by person, why they must not go to a unit.
func bars(r store.Reader, unit string, day calendar.Day) (map[string]string, error) {
	out := map[string]string{}
	for _, a := range avoidance {
		people, err := store.Column[string](r, `with q (person, unit) as (`+a.query+`) select x.person from q x where x.unit = $2`, string(day), unit)
		if err != nil {
			return nil, fmt.Errorf("find who stands aside (%s): %w", a.reason, err)
		}
		for _, p := range people {
			if out[p] == "" {
				out[p] = a.reason
			}
		}
	}
	return out, nil
}

// facts are the rules of the day for a visit.
func (s *Service) facts(tx *journal.Tx, st State) (Facts, error) {
	f := Facts{Actor: tx.Actor, Today: calendar.Of(tx.Now), Severities: map[string]Severity{}, Warn: 70}
	set := s.Book.On(f.Today, st.Region)
	for _, item := range set.List("inspection_severity") {
		f.Severities[item.Code] = Severity{Order: item.Bool("order"), Refer: item.Bool("refer")}
	}
	f.Earliest, f.Correct = f.Today, f.Today.AddDays(1)
	limit := func(name string) *flow.ClockMove {
		p, ok := set.Param(name)
		if !ok || !p.Span().Valid() {
			return nil
		}
		g := p.Ground()
		m := s.Reviews.Limit(set, p.Span(), tx.Now, &g)
		return &m
	}
	if m := limit("inspection_notice_days"); m != nil {
		f.Earliest = calendar.Of(m.Due)
	}
	if m := limit("inspection_correction_days"); m != nil {
		f.Correct, f.Clock = calendar.Of(m.Due), flow.ClockMove{Ground: m.Ground}
	}
	f.Comment = limit("inspection_comment_days")
	f.CommentDue = !st.CommentDue.IsZero() && tx.Now.After(st.CommentDue)
	if p, ok := set.Param("clock_warn_percent"); ok {
		f.Warn = p.Int()
	}
	kind, fields, err := unitKind(tx, st.Unit)
	if err != nil {
		return f, err
	}
	for _, p := range Checklist(set, kind, slices.Concat(fields, st.Fields)) {
		f.Checklist = append(f.Checklist, p.Code)
	}
	return f, nil
}

// unitKind is the kind of a unit, and the fields of it and of its committees.
func unitKind(r store.Reader, unit string) (string, []string, error) {
	var kind, own string
	if err := r.Row(`select kind, fields from units where id = $1`, unit).Scan(&kind, &own); err != nil {
		return "", nil, fmt.Errorf("look up unit %s: %w", unit, err)
	}
	lists, err := store.Column[string](r, `select fields from committees where unit = $1 and state = 'active'`, unit)
	if err != nil {
		return "", nil, fmt.Errorf("look up committees of %s: %w", unit, err)
	}
	var fields []string
	for _, list := range append(lists, own) {
		var some []string
		if err := json.Unmarshal([]byte(list), &some); err != nil {
			return "", nil, fmt.Errorf("read fields of %s: %w", unit, err)
		}
		fields = append(fields, some...)
	}
	return kind, fields, nil
}

// Checklist are the points that are looked at in a unit of a kind that works in some
// fields.
func Checklist(set *rules.Set, kind string, fields []string) []rules.Item {
	var out []rules.Item
	for _, item := range set.List("inspection_points") {
		kinds, of := item.Strs("kinds"), item.Strs("fields")
		if (len(kinds) == 0 || slices.Contains(kinds, kind)) && (len(of) == 0 || slices.ContainsFunc(of, func(f string) bool { return slices.Contains(fields, f) })) {
			out = append(out, item)
		}
	}
	return out
}

// records find a record of a unit ($1) by its id or number ($2): its kind and id as a
// stream, version, number, committee and activity.
var records = map[string]string{
	"review": `select r.id, r.version, r.number, r.committee, r.activity from reviews r join committees c on c.id = r.committee
		where (r.unit = $1 or c.unit = $1) and (r.id = $2 or r.number = $2 and r.number <> '')`,
	"letter": `select r.id, r.version, l.number, r.committee, r.activity from letters l join reviews r on r.id = l.review join committees c on c.id = r.committee
		where (r.unit = $1 or c.unit = $1) and l.number = $2 order by l.revision desc limit 1`,
	"activity": `select a.id, a.version, '', a.committee, a.id from activities a left join committees c on c.id = a.committee
		where (a.unit = $1 or c.unit = $1) and a.id = $2 and a.state not in ('draft', 'discarded')`,
	"meeting":   `select m.id, m.version, '', m.committee, '' from meetings m join committees c on c.id = m.committee where c.unit = $1 and m.id = $2`,
	"committee": `select c.id, c.version, '', c.id, '' from committees c where c.unit = $1 and c.id = $2`,
}

// record is a record of a unit as it stands now; nil: the unit has none such.
func record(r store.Reader, unit, kind, id string) (*Record, error) {
	query, ok := records[kind]
	if !ok {
		return nil, nil
	}
	out := Record{Kind: kind}
	err := r.Row(query, unit, strings.TrimSpace(id)).Scan(&out.ID, &out.Version, &out.Label, &out.Committee, &out.Activity)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up %s %s: %w", kind, id, err)
	}
	return &out, nil
}
