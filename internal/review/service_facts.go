package review

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// facts gathers what decisions about a case (which may be nil) in a meeting
// (which may be nil) of a committee rest on.
func (s *Service) facts(r store.Reader, actor string, now time.Time, committee string, c *Case, m *Meeting) (Facts, *rules.Set, error) {
	com, err := s.committee(r, committee)
	if err != nil {
		return Facts{}, nil, err
	}
	today := calendar.Of(now)
	set := s.Book.On(today, com.Region)
	f := Facts{Actor: actor, Today: today, Seats: seats(com), Outcomes: outcomes(set),
		Points: codes(set, "review_points"), Procedures: codes(set, "procedure"), NoVideo: lacking(set, com, Video)}
	if err := s.untrained(r, set, committee, &f); err != nil {
		return f, set, err
	}
	if c != nil {
		f.Case, f.Outcomes = *c, outcomesFor(set, c.OutcomeKind())
		if c.Appeal != nil { // decided as it stands: what to change would be a new application
			f.Outcomes = slices.DeleteFunc(f.Outcomes, func(o Outcome) bool { return o.Stipulations && !o.Approves })
		}
		if f.Barred, err = barred(r, *c); err != nil {
			return f, set, err
		}
	}
	if m == nil {
		return f, set, nil
	}
	standing, err := com.Standards(set, today)
	if err != nil {
		return f, set, fmt.Errorf("judge composition of %s: %w", committee, err)
	}
	f.Composition, f.Standing = standing.Standards, standing.Grounds
	if c != nil {
		if item := m.Item(c.ID); item != nil {
			err = f.judge(set, m, item)
		}
	}
	return f, set, err
}

// untrained takes the vote from those whose training lapsed, where packs say so.
func (s *Service) untrained(r store.Reader, set *rules.Set, committee string, f *Facts) error {
	if s.Untrained == nil {
		return nil
	}
	people, err := s.Untrained(r, set, committee, f.Today)
	for i := range f.Seats {
		f.Seats[i].Untrained = slices.Contains(people, f.Seats[i].Person)
	}
	return err
}

func (s *Service) committee(r store.Reader, id string) (registry.Committee, error) {
	return journal.Look(s.J, r, journal.StreamName("committee", id), registry.FoldCommittee)
}

// lookCase folds a case that is only read.
func (s *Service) lookCase(r store.Reader, id string) (Case, error) {
	return journal.Look(s.J, r, Stream(id), Fold)
}

// seats are all terms of a committee; those of a dissolved one carry nothing.
func seats(com registry.Committee) []Seat {
	if com.State != registry.Active {
		return nil
	}
	out := make([]Seat, len(com.Members))
	for i, m := range com.Members {
		out[i] = Seat{Person: m.Person, Role: string(m.Role), Sex: string(m.Sex), Expertise: m.Expertise, External: m.External,
			From: m.From, Until: m.Until}
	}
	return out
}

// outcomes are all decisions that the rules know.
func outcomes(set *rules.Set) []Outcome {
	var out []Outcome
	for _, item := range set.List("outcomes") {
		out = append(out, Outcome{Code: item.Code, Text: item.Text, Reasons: item.Bool("reasons_required"),
			Stipulations: item.Bool("stipulations_required"), Approves: item.Bool("approves"), Kinds: kinds(item)})
	}
	return out
}

// kinds are those of review that an outcome belongs to; a pack that does not say
// speaks of the initial review.
func kinds(item rules.Item) []string {
	if list := item.Strs("kinds"); len(list) > 0 {
		return list
	}
	return []string{KindInitial}
}

// outcomesFor are the outcomes that a review of a kind may have.
func outcomesFor(set *rules.Set, kind string) []Outcome {
	return slices.DeleteFunc(outcomes(set), func(o Outcome) bool { return !o.For(kind) })
}

func codes(set *rules.Set, list string) []string {
	var out []string
	for _, item := range set.List(list) {
		out = append(out, item.Code)
	}
	return out
}

// barred is the applicant's side.
func barred(r store.Reader, c Case) ([]string, error) {
	team, err := store.Column[string](r, `select person from activity_people where activity = $1 order by person`, c.Activity)
	if err != nil {
		return nil, fmt.Errorf("list team of %s: %w", c.Activity, err)
	}
	return append(team, c.Applicant), nil
}

// judge asks the rules about the quorum among those entitled now, and about
// the majority of the last vote.
func (f *Facts) judge(set *rules.Set, m *Meeting, item *Item) error {
	present := attending(m.Entitled(item, *f))
	all := f.members()
	regime := f.Case.regime()
	regime["emergency"], regime["kind"] = f.Case.emergency(), cmp.Or(f.Case.Kind, KindInitial)
	answer := set.Evaluate("quorum", map[string]any{"activity": regime,
		"meeting": map[string]any{"mode": m.Held(), "all": all, "present": present, "advisers": item.advisers(set)}})
	if err := answer.Err(); err != nil {
		return err
	}
	f.Quorum = answer.Standards("standards")
	f.rest(answer)
	f.Majority = map[string]Majority{}
	r := item.Round()
	if r == nil {
		return nil
	}
	tally, counted := r.Tally, len(r.Present)
	if r.Open {
		tally, counted = r.count(), len(m.Counted(item, *f))
		if r.Secret {
			tally = nil // nobody may learn how it stands
		}
	}
	for _, o := range f.Outcomes {
		if err := f.carry(set, o.Code, tally, counted, all); err != nil {
			return err
		}
	}
	return nil
}

// regime is what the rules have to know of a case to tell which documents judge
// a meeting about it: medicine asks for another majority beside the general one.
func (c Case) regime() map[string]any {
	return map[string]any{"scope": slices.Clone(c.Scope), "fields": slices.Clone(c.Fields)}
}

// rest notes the rules behind an answer, each once.
func (f *Facts) rest(answer rules.Answer) {
	for _, reason := range answer.Reasons {
		if g := reason.Ground(); !slices.Contains(f.Standing, g) {
			f.Standing = append(f.Standing, g)
		}
	}
}

// withClocks adds when the limits end that the act may set; only some acts
// need it, and it reads the application.
func (s *Service) withClocks(sc *scene) (err error) {
	if sc.Facts.Clocks, err = s.clocks(sc.tx, sc.set, sc.tx.Now, sc.Case); err != nil || sc.Case.Activity == "" {
		return err
	}
	if sc.Case.Kind != "" { // on appeal too what was listed at first
		sc.Facts.Listed = sc.Case.Experts
		return nil
	}
	app, err := s.application(sc.tx, sc.Case.Activity)
	if err == nil && app.Assessment != nil {
		sc.Facts.Listed = app.Assessment.Recheck
	}
	if err != nil || sc.Case.Proposed != ByEmergency {
		return err
	}
	sc.Facts.Urgencies = s.urgencies(sc)
	sc.Facts.Hurry, err = s.hurry(sc.tx, sc.set, sc.Case.Committee)
	return err
}

// members counts who has a vote in the committee today.
func (f *Facts) members() int {
	n := 0
	for _, s := range f.Seats {
		if s.Votes(f.Today) {
			n++
		}
	}
	return n
}

// carry asks whether an outcome carries by the rule in force.
func (f *Facts) carry(set *rules.Set, code string, tally map[string]int, present, all int) error {
	against := 0
	for other, n := range tally {
		if other != code && other != Abstain {
			against += n
		}
	}
	answer := set.Evaluate("majority", map[string]any{"activity": f.Case.regime(), "votes": map[string]any{
		"for": tally[code], "against": against, "abstain": tally[Abstain], "present": present, "all": all}})
	if err := answer.Err(); err != nil {
		return err
	}
	f.rest(answer)
	f.Majority[code] = Majority{Passes: answer.Bool("passes"), Need: answer.Int("need")}
	return nil
}

// clocks prepares the starts of a case's clocks: what the assessment said about
// this very activity, otherwise the packs' general limits.
func (s *Service) clocks(r store.Reader, set *rules.Set, now time.Time, c Case) (map[string]flow.ClockMove, error) {
	out := map[string]flow.ClockMove{}
	for clock, param := range map[string]string{ClockDecision: "decision_days", ClockFollowUp: "follow_up_months", ClockChanges: "changes_days"} {
		if p, ok := set.Param(param); ok {
			g := p.Ground()
			out[clock] = s.limit(set, p.Span(), now, &g)
		}
	}
	if c.Kind != "" {
		s.kindClocks(set, now, c, out)
		if !c.Renews() {
			return out, nil
		}
	}
	if c.Activity == "" {
		return out, nil
	}
	app, err := s.application(r, c.Activity)
	if err != nil || app.Assessment == nil {
		return out, err
	}
	for _, l := range app.Assessment.Limits {
		if l.What == ClockDecision && l.Span().Valid() && c.Appeal == nil {
			out[ClockDecision] = s.limit(set, l.Span(), now, out[ClockDecision].Ground)
		}
	}
	if n := app.Assessment.FollowUpMonths; n > 0 {
		out[ClockFollowUp] = s.limit(set, calendar.Span{Amount: n, Unit: calendar.Months}, now, out[ClockFollowUp].Ground)
	}
	s.closer(set, c, out, func(span calendar.Span, g *flow.Ground) flow.ClockMove { return s.limit(set, span, now, g) })
	return out, nil
}

// withFollowUp adds how far apart follow-ups may be, and lets their clock run for
// the months that a decision sets within that.
func (s *Service) withFollowUp(sc *scene, months int) error {
	f := &sc.Facts
	start, begins := f.Clocks[ClockFollowUp]
	switch f.FollowUpMax = start.Amount; {
	case sc.Case.Kind == KindExemption || sc.Case.Activity == "":
		return nil
	case !begins: // approved before: its own longest gap
		p, _ := sc.set.Param("follow_up_months")
		app, err := s.application(sc.tx, sc.Case.Activity)
		if err != nil {
			return err
		}
		f.FollowUpMax = p.Int()
		if a := app.Assessment; a != nil && a.FollowUpMonths > 0 {
			f.FollowUpMax = min(f.FollowUpMax, a.FollowUpMonths)
		}
	case months > 0 && months <= start.Amount:
		f.Clocks[ClockFollowUp] = s.limit(sc.set, calendar.Span{Amount: months, Unit: calendar.Months}, sc.tx.Now, start.Ground)
	}
	return nil
}

// kindClocks gives a review of another kind its own time to decide, if there is
// one, and no clock of the approval, unless it decides on that anew. For an appeal
// the law sets no time at all.
func (s *Service) kindClocks(set *rules.Set, now time.Time, c Case, out map[string]flow.ClockMove) {
	if !c.Renews() {
		delete(out, ClockFollowUp)
	}
	if c.Appeal != nil {
		delete(out, ClockDecision)
	}
	kind, _ := set.Item(ListKinds, c.Kind)
	if p, ok := set.Param(kind.Str("decision")); ok && p.Span().Valid() {
		g := p.Ground()
		out[ClockDecision] = s.limit(set, p.Span(), now, &g)
	}
}

// application folds the application of a case.
func (s *Service) application(r store.Reader, id string) (activity.State, error) {
	return journal.Look(s.J, r, activity.Stream(id), activity.Fold)
}

// limit computes when a span that begins now ends, and when to warn.
func (s *Service) limit(set *rules.Set, span calendar.Span, now time.Time, g *flow.Ground) flow.ClockMove {
	due, provisional := span.Due(s.Cal.Now(), now)
	percent := 70
	if p, ok := set.Param("clock_warn_percent"); ok {
		percent = p.Int()
	}
	warn := now.Add(due.Sub(now) / 100 * time.Duration(percent))
	return flow.ClockMove{Due: due, Warn: warn, Amount: span.Amount, Unit: span.Unit, Provisional: provisional, Ground: g}
}

// StopGrounds are the grounds on which packs in force let limits stand still.
func StopGrounds(set *rules.Set) []StopGround {
	var out []StopGround
	for _, item := range set.List("suspensions") {
		out = append(out, StopGround{Code: item.Code, Clocks: item.Strs("clocks"), Question: item.Bool("while_question_open"), Ground: item.Ground()})
	}
	return out
}

// withStops brings what suspending and resuming rest on: the grounds, the dates as
// they stand after announcements of holidays, and what is left of limits that
// stand still.
func (s *Service) withStops(sc *scene) error {
	sc.Facts.Stops = StopGrounds(sc.set)
	running, err := clocks.Of(sc.tx, Stream(sc.Case.ID))
	if err != nil {
		return err
	}
	sc.Facts.Rest = map[string]flow.ClockMove{}
	for _, k := range running {
		if _, runs := sc.Case.Due[k.Name]; !runs || !k.Open() {
			continue
		}
		sc.Case.Due[k.Name] = k.Due
		stop, stopped := sc.Case.Suspended[k.Name]
		if !stopped {
			continue
		}
		rest := calendar.Span{Amount: k.Amount, Unit: k.Unit}.Rest(s.Cal.Now(), stop.Since, k.Due)
		move := s.limit(sc.set, rest, sc.tx.Now, nil)
		sc.Facts.Rest[k.Name] = move
	}
	return nil
}

// paramGround and itemGround name what an act rests on in the packs.
func paramGround(set *rules.Set, name string) []flow.Ground {
	if p, ok := set.Param(name); ok {
		return []flow.Ground{p.Ground()}
	}
	return nil
}

func itemGround(set *rules.Set, list, code string) []flow.Ground {
	if item, ok := set.Item(list, code); ok && item.Source != "" {
		return []flow.Ground{item.Ground()}
	}
	return nil
}

// outcomeText is an outcome in words.
func outcomeText(set *rules.Set, code string) lang.Text {
	if item, ok := set.Item("outcomes", code); ok {
		return item.Text
	}
	return lang.Same(code)
}
