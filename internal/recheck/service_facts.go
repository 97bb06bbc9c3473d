package recheck

import (
	"database/sql"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// facts begins what a decision rests on: who acts, and the rules of the day.
func (s *Service) facts(actor string, now time.Time, region string) (Facts, *rules.Set) {
	today := calendar.Of(now)
	return Facts{Actor: actor, Today: today}, s.Book.On(today, region)
}

func codes(set *rules.Set, list string) []string {
	var out []string
	for _, item := range set.List(list) {
		out = append(out, item.Code)
	}
	return out
}

// parts are what the file consists of (article 27).
func parts(set *rules.Set) []Part {
	var out []Part
	for _, item := range set.List("recheck_file") {
		out = append(out, Part{Code: item.Code, Text: item.Text, Given: item.Bool("given"), Required: item.Bool("required")})
	}
	return out
}

// Parts are what a file consists of on a day.
func (s *Service) Parts(day calendar.Day, region string) []Part { return parts(s.Book.On(day, region)) }

// clock is the start of the time to answer, where the packs know one.
func (s *Service) clock(set *rules.Set, now time.Time) *flow.ClockMove {
	p, ok := set.Param("recheck_days")
	if !ok {
		return nil
	}
	g := p.Ground()
	move := s.Reviews.Limit(set, p.Span(), now, &g)
	return &move
}

// clockWithin is clock for a case: in an emergency the committee's own limit
// runs on, and the experts' time counts inside it (article 36).
func (s *Service) clockWithin(set *rules.Set, now time.Time, c review.Case) *flow.ClockMove {
	move := s.clock(set, now)
	due, runs := c.Due[review.ClockDecision]
	if move == nil || !runs || c.Procedure != review.ByEmergency || move.Due.Before(due) {
		return move
	}
	left := due.Sub(now)
	move.Due, move.Warn = due, now.Add(left/2)
	move.Amount, move.Unit, move.Provisional = int(max(left, 0)/time.Hour), calendar.Hours, false
	return move
}

func paramGround(set *rules.Set, name string) []flow.Ground {
	if p, ok := set.Param(name); ok {
		return []flow.Ground{p.Ground()}
	}
	return nil
}

// aboutCase gathers what an application for re-review rests on: the assessment
// names the departments, and says whether a State regime makes it needless.
func (s *Service) aboutCase(r store.Reader, set *rules.Set, now time.Time, c review.Case, f *Facts) error {
	if c.Unit == "" { // whoever applied belongs to no unit: that of the committee acts in their place
		if err := r.Row(`select unit from committees where id = $1`, c.Committee).Scan(&c.Unit); err != nil {
			return err
		}
	}
	f.Case, f.Parts, f.Clock, f.Grounds = c, parts(set), s.clockWithin(set, now, c), paramGround(set, "recheck_days")
	app, err := journal.Look(s.J, r, activity.Stream(c.Activity), activity.Fold)
	if err != nil {
		return err
	}
	if app.Profile != nil {
		f.AI = slices.Contains(c.Fields, "artificial_intelligence") || app.Profile.OnAI()
	}
	if app.Assessment == nil {
		return nil
	}
	if len(app.Assessment.Recheck) == 0 {
		f.Waived = app.Assessment.RecheckWaived
	}
	f.Departments, err = departments(r, c.Unit, app.Assessment.Supervisors)
	return err
}

// LocalDepartment is how rules name the department that supervises the unit.
const LocalDepartment = "local"

// departments finds those that the rules name, in their order, as far as the
// register knows them; the unit's own where the rules name the local one or
// none that is registered.
func departments(r store.Reader, unit string, named []string) ([]Office, error) {
	all, err := store.Collect(r, func(rows *sql.Rows) (Office, error) {
		var d Office
		err := rows.Scan(&d.ID, &d.Code, &d.Name.ZH, &d.Name.EN)
		return d, err
	}, `select d.id, case when u.department = d.id then $2 else d.code end, d.name_zh, d.name_en from departments d
		left join units u on u.id = $1 where d.state = 'active' and (d.code <> '' or u.department = d.id) order by d.id`, unit, LocalDepartment)
	if err != nil {
		return nil, fmt.Errorf("list departments: %w", err)
	}
	var out, local []Office
	for _, code := range named {
		for _, d := range all {
			if d.Code == code && !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	for _, d := range all {
		if d.Code == LocalDepartment {
			local = append(local, d)
		}
	}
	if len(out) == 0 {
		return local, nil
	}
	return out, nil
}

// Departments are those that a unit may ask about a case.
func (s *Service) Departments(r store.Reader, p auth.Principal, c review.Case) ([]Office, error) {
	if err := auth.Allow(r, p, auth.ReviewView, auth.Review, c.ID); err != nil {
		return nil, err
	}
	var f Facts
	set := s.Book.On(p.Day, c.Region)
	err := s.aboutCase(r, set, p.Day.Start(), c, &f)
	return f.Departments, err
}

// judge asks the rules what the opinions given amount to.
func (f *Facts) judge(set *rules.Set, st State) error {
	agree, disagree := st.Counts()
	answer := set.Evaluate("recheck_opinion", map[string]any{"votes": map[string]any{
		"agree": agree, "disagree": disagree, "all": len(st.Sitting())}})
	if err := answer.Err(); err != nil {
		return err
	}
	f.Result, f.Need = answer.String("result"), answer.Int("need")
	for _, reason := range answer.Reasons {
		if g := reason.Ground(); !slices.Contains(f.Grounds, g) {
			f.Grounds = append(f.Grounds, g)
		}
	}
	return nil
}

// aboutPool gathers what a draw rests on: the pool of the day, the seats, and
// who may not judge.
func (s *Service) aboutPool(tx *journal.Tx, set *rules.Set, st State, f *Facts) error {
	events, err := tx.Load(PoolStream(st.Department))
	if err != nil {
		return err
	}
	pool, err := FoldPool(st.Department, events)
	if err != nil {
		return err
	}
	for _, e := range pool.Experts {
		if e.On(f.Today) {
			f.Pool = append(f.Pool, e)
		}
	}
	if f.NewRefs, err = s.newRefs(len(f.Pool)); err != nil {
		return err
	}
	for _, item := range set.List("recheck_panel") {
		n := item.Int("need")
		f.Needs = append(f.Needs, Need{Code: item.Code, Need: n, Fields: item.Bool("each_field")})
	}
	if p, ok := set.Param("recheck_panel_min"); ok {
		f.Least, f.Grounds = p.Int(), []flow.Ground{p.Ground()}
	}
	return s.aboutBars(tx, st, f)
}

// aboutBars finds who may not judge the case.
func (s *Service) aboutBars(r store.Reader, st State, f *Facts) error {
	app, err := journal.Look(s.J, r, activity.Stream(st.Activity), activity.Fold)
	if err != nil {
		return err
	}
	f.Bars, err = bars(r, st, app.CopiedFrom)
	return err
}

// Text is the name of a department.
func (o Office) Text() lang.Text { return o.Name }
