package programme

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/conduct"
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// knownLists are the packs' lists that commands name codes of.
var knownLists = []string{"programme_plans", "fields", "indirect_risks", "scope"}

// lists are the facts that lie in the packs alone.
func (s *Service) lists(region string, day calendar.Day) Facts {
	set := s.Book.On(day, region)
	f := Facts{Today: day, Known: map[string][]string{}}
	for _, list := range knownLists {
		for _, item := range set.List(list) {
			f.Known[list] = append(f.Known[list], item.Code)
		}
	}
	return f
}

// guideFacts are those about a programme.
func (s *Service) guideFacts(st State, day calendar.Day) (Facts, error) {
	f := s.lists(st.Region, day)
	set := s.Book.On(day, st.Region)
	for _, item := range set.List("guide_requirements") {
		f.Required = append(f.Required, Asked{item.Code, item.Text})
	}
	answer := set.Evaluate("programme", map[string]any{"stage": string(StageGuide), "plan": st.Plan})
	f.Demands = gate.Demands(answer)
	return f, answer.Err()
}

// facts gathers what a decision about a project rests on, with what the packs ask for
// at the stage where it stands.
func (s *Service) facts(r store.Reader, p Project, actor string, now time.Time) (Facts, error) {
	f := s.lists(p.Region, calendar.Of(now))
	f.Actor = actor
	touched := Answers{}
	if p.Answers != nil {
		touched, f.Review = *p.Answers, "not_required"
		if len(p.Answers.Touches) > 0 {
			f.Review = "required"
		}
		f.Approval.Why = lang.T("还没有关联活动", "no activity is linked yet")
	}
	if p.Activity != "" {
		var err error
		if touched, err = s.aboutActivity(r, p.Activity, &f); err != nil {
			return f, err
		}
	}
	if stage := StageOf(p.State); stage != "" {
		set := s.Book.On(f.Today, p.Region)
		answer := set.Evaluate("programme", map[string]any{"stage": string(stage), "plan": p.Plan,
			"project": map[string]any{"fields": listed(touched.Fields), "indirect_risks": listed(touched.Risks), "review": orUnknown(f.Review)}})
		if err := answer.Err(); err != nil {
			return f, fmt.Errorf("judge the gate of project %s: %w", p.ID, err)
		}
		f.Demands = gate.Demands(answer)
	}
	if p.Activity == "" || !p.Live() {
		return f, nil
	}
	// what nobody was told of yet holds nothing: the hold would tell it
	err := r.Row(`select count(*) from cases where activity = $1 and state in ('received', 'checking', 'investigating', 'hearing') and (paused or noticed)`, p.Activity).Scan(&f.Cases)
	if err != nil {
		return f, err
	}
	f.Inspected, err = s.inspected(r, p, f.Today)
	return f, err
}

// inspected counts the open findings of inspections in the records of a project's
// activity whose grade holds its money.
func (s *Service) inspected(r store.Reader, p Project, day calendar.Day) (int, error) {
	if s.Findings == nil {
		return 0, nil
	}
	found, err := s.Findings(r, p.Activity)
	n := 0
	for _, item := range s.Book.On(day, p.Region).List("inspection_severity") {
		if item.Bool("holds") {
			n += found[item.Code]
		}
	}
	return n, err
}

// listed is a list as rules take it, never nil.
func listed(list []string) []string { return append([]string{}, list...) }

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// aboutActivity reads how the linked activity stands, and what it touches.
func (s *Service) aboutActivity(r store.Reader, id string, f *Facts) (Answers, error) {
	a, err := s.activity(r, id)
	if err != nil {
		return Answers{}, err
	}
	var out Answers
	f.Review = ""
	if a.Assessment != nil && a.Profile != nil {
		out = Answers{Fields: a.Profile.Fields, Risks: a.Profile.IndirectRisks}
		f.Review = a.Assessment.Review
		if f.Review == "" {
			f.Review = "not_required"
		}
	}
	f.Handed = len(a.Submissions) > 0 && a.State != activity.StateWithdrawn && a.State != activity.StateDiscarded
	if f.Approval, err = s.Gate.Approval(r, a); err != nil {
		return out, err
	}
	events, err := s.J.Stream(r, conduct.Stream(id))
	if err != nil || len(events) == 0 {
		return out, err
	}
	st, err := conduct.Fold(events)
	f.Overdue, f.Completed = st.Overdue, st.State == conduct.StateClosed
	if f.Completed { // ended as planned: it needed the approval to the end
		f.Approval.Holds, f.Approval.Why = true, conduct.Table.Info(st.State).Text
	}
	return out, err
}

func (s *Service) activity(r store.Reader, id string) (activity.State, error) {
	return journal.Look(s.J, r, activity.Stream(id), activity.Fold)
}

// form is the pledge as the packs have it on a day, filled in for a project.
func (s *Service) form(r store.Reader, p Project, day calendar.Day) ([]Clause, error) {
	st, err := s.programme(r, p.Programme)
	if err != nil {
		return nil, err
	}
	units, err := registry.Names(r, auth.Unit, p.Drafted.Unit)
	if err != nil {
		return nil, err
	}
	funders, err := registry.Names(r, p.Kind, p.Funder.ID)
	if err != nil {
		return nil, err
	}
	places := map[string]lang.Text{"project": lang.Same(p.Title), "programme": lang.Same(st.Title), "unit": both(units[p.Drafted.Unit]), "funder": both(funders[p.Funder.ID])}
	var out []Clause
	for _, item := range s.Book.On(day, p.Region).List("pledge_text") {
		body, err := review.Paragraphs(item.In("body"), places)
		if err != nil {
			return nil, fmt.Errorf("set clause %s of pledge: %w", item.Code, err)
		}
		for i, text := range body {
			c := Clause{Code: item.Code, Body: text}
			if i == 0 {
				c.Head = item.Text
			}
			out = append(out, c)
		}
	}
	return out, nil
}

// both fills in a name that stands in one language alone.
func both(t lang.Text) lang.Text {
	if t.EN == "" {
		t.EN = t.ZH
	}
	return t
}

// limit is a time that a parameter of the packs sets for a project; nil: they set none.
func (s *Service) limit(p Project, name string, now time.Time) *flow.ClockMove {
	set := s.Book.On(calendar.Of(now), p.Region)
	param, ok := set.Param(name)
	if !ok {
		return nil
	}
	g := param.Ground()
	move := s.Reviews.Limit(set, param.Span(), now, &g)
	return &move
}

// Set are the rules where a funder is.
func (s *Service) Set(r store.Reader, kind, id string, day calendar.Day) (*rules.Set, error) {
	region, err := regionOf(r, kind, id)
	return s.Book.On(day, region), err
}

func regionOf(r store.Reader, kind, id string) (string, error) {
	query := `select region from departments where id = $1`
	if kind == auth.Unit {
		query = `select region from units where id = $1`
	}
	var region string
	if err := r.Row(query, id).Scan(&region); err != nil {
		return "", fmt.Errorf("look up %s %s: %w", kind, id, err)
	}
	return region, nil
}

func unitOf(r store.Reader, person string) (string, error) {
	var unit string
	err := r.Row(`select unit from persons where id = $1`, person).Scan(&unit)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return unit, err
}

// registered are those of some people whom the register has.
func registered(r store.Reader, ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	ids = compact(ids)
	if len(ids) > maxMembers {
		ids = ids[:maxMembers] // refused for their number
	}
	w := store.NewWhere()
	w.In("id", ids)
	found, err := store.Collect(r, func(rows *sql.Rows) (string, error) {
		var id string
		err := rows.Scan(&id)
		return id, err
	}, `select id from persons`+w.String(), w.Args()...)
	for _, id := range found {
		out[id] = true
	}
	return out, err
}

// Reactions tell what happens below and moves a gate here, in the same transaction.
func (s *Service) Reactions() []journal.Reaction {
	var out []journal.Reaction
	for _, event := range []string{"activity.assessed", "activity.submitted", "activity.approved", "activity.rejected", "activity.withdrawn",
		"conduct.begun", "conduct.suspended", "conduct.resumed", "conduct.reinstated", "conduct.lapsed", "conduct.followed_up", "conduct.terminated", "conduct.closed"} {
		out = append(out, journal.Reaction{On: event, Do: s.onActivity, Reason: "payments are held at once when the approval of the work falls, and released when it is back"})
	}
	for _, event := range []string{"sanction.issued", "sanction.fulfilled", "sanction.corrected", "sanction.annulled"} {
		out = append(out, journal.Reaction{On: event, Do: s.onSanction, Reason: "whoever is barred gets no more public money, and gets it again when that ends"})
	}
	for _, event := range []string{"case.interim_taken", "case.interim_lifted", "case.noticed", "case.decided", "case.cleared", "case.dropped", "case.annulled"} {
		out = append(out, journal.Reaction{On: event, Do: s.onCase, Reason: "a case about the work holds its public money, and its end lets it go"})
	}
	for _, event := range []string{"inspection.signed", "inspection.order_closed"} {
		out = append(out, journal.Reaction{On: event, Do: s.onInspection, Reason: "what an inspection found in the records of the work holds its public money until it is mended"})
	}
	return out
}

// onInspection judges the gates of the projects in whose records an inspection found
// something.
func (s *Service) onInspection(tx *journal.Tx, e journal.Event) error {
	ids, err := projectsOf(tx, `activity <> '' and activity in (select m.activity from inspection_marks m where m.inspection = $1)`, e.Subject())
	for _, id := range ids {
		if err = errors.Join(err, s.judge(tx, id, nil)); err != nil {
			break
		}
	}
	return err
}

// onCase judges the gates of the projects that pay for the activity of a case.
func (s *Service) onCase(tx *journal.Tx, e journal.Event) error {
	ids, err := projectsOf(tx, `activity <> '' and activity = (select c.activity from cases c where c.id = $1)`, e.Subject())
	for _, id := range ids {
		if err = errors.Join(err, s.judge(tx, id, nil)); err != nil {
			break
		}
	}
	return err
}

// onActivity judges the gates of the projects that pay for an activity.
func (s *Service) onActivity(tx *journal.Tx, e journal.Event) error {
	ids, err := projectsOf(tx, `activity = $1`, e.Subject())
	for _, id := range ids {
		if err = errors.Join(err, s.judge(tx, id, nil)); err != nil {
			break
		}
	}
	return err
}

// onSanction looks again at the applicants whom a decision concerns.
func (s *Service) onSanction(tx *journal.Tx, e journal.Event) error {
	ids, err := projectsOf(tx, `id in (select x.project from project_people x where x.who in (select u.who from sanction_subjects u where u.sanction = $1))`, e.Subject())
	for _, id := range ids {
		if err = errors.Join(err, s.judge(tx, id, s.look)); err != nil {
			break
		}
	}
	return err
}

// judge judges a gate as a reaction; first, if any, notes what else follows.
func (s *Service) judge(tx *journal.Tx, id string, first func(*journal.Tx, Project) (Checked, error)) error {
	pr, err := journal.Load(tx, ProjectStream(id), FoldProject)
	if err != nil || !pr.Live() {
		return err
	}
	news, err := s.decide(tx, pr, func(tx *journal.Tx, pr Project, f Facts) ([]journal.New, error) {
		if first == nil {
			return nil, nil
		}
		c, err := first(tx, pr)
		if err != nil {
			return nil, err
		}
		return pr.Check(c, f)
	})
	if err != nil || len(news) == 0 {
		return err
	}
	return tx.Append(ProjectStream(id), news...)
}

// look asks the ledger without a question on record: nobody asks, something was decided.
func (s *Service) look(tx *journal.Tx, pr Project) (Checked, error) {
	who := pr.Applicants()
	found, err := s.Veto.Look(tx, pr.Kind, pr.Funder.ID, purpose, who, calendar.Of(tx.Now))
	return Checked{Found: foundOf(pr, who, found)}, err
}

func projectsOf(r store.Reader, where string, arg string) ([]string, error) {
	out, err := store.Collect(r, func(rows *sql.Rows) (string, error) {
		var id string
		err := rows.Scan(&id)
		return id, err
	}, `select id from projects where `+where+` and state in ('applied', 'admitted', 'executing', 'finishing', 'accepted', 'evaluated') order by id`, arg)
	if err != nil {
		return nil, fmt.Errorf("look for projects: %w", err)
	}
	return slices.Compact(out), nil
}
