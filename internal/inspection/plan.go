package inspection

import (
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/draw"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Plan is a department's plan of a year, folded from its stream.
type Plan struct {
	ID         string     `json:"id"`
	Version    int64      `json:"version"`
	State      flow.State `json:"state"`
	Department string     `json:"department"`
	Region     string     `json:"region"`
	Terms
	Targets []TargetChosen `json:"targets"` // chosen by risk and not drawn yet
	Rounds  []Round        `json:"rounds"`  // draws, in order
	Ended   *PlanEnded     `json:"ended,omitempty"`
}

// Round is one draw of a plan.
type Round struct {
	Event string `json:"event"` // that announced it
	Announcement
	People []Named        `json:"people,omitempty"` // behind the pseudonyms; the department's secret
	Chosen []TargetChosen `json:"chosen_units"`
	Drawn  *Drawn         `json:"drawn,omitempty"`
}

// FoldPlan gives the plan that its events make.
func FoldPlan(events []journal.Event) (Plan, error) {
	var p Plan
	err := journal.Walk(&PlanTable, events, func(e journal.Event, next flow.State) {
		p.ID = e.Subject()
		p.apply(e)
		p.State, p.Version = next, e.Version
	})
	return p, err
}

func (p *Plan) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case PlanMade:
		p.Department, p.Region, p.Terms = b.Department, b.Region, b.Terms
	case TargetChosen:
		p.Targets = append(p.Targets, b)
	case TargetDropped:
		p.Targets = slices.DeleteFunc(p.Targets, func(t TargetChosen) bool { return t.Unit == b.Unit })
	case InspectorsListed:
		p.Rounds = append(p.Rounds, Round{People: b.People})
	case DrawAnnounced:
		r := &p.Rounds[len(p.Rounds)-1]
		r.Event, r.Announcement, r.Chosen = e.ID, b.Announcement, p.Targets
		p.Targets = nil
	case Drawn:
		p.Rounds[len(p.Rounds)-1].Drawn = &b
	case PlanEnded:
		p.Ended = &b
	}
}

// Last is the last draw, or nil.
func (p *Plan) Last() *Round {
	if len(p.Rounds) == 0 {
		return nil
	}
	return &p.Rounds[len(p.Rounds)-1]
}

// Has reports whether a unit is in the plan already: chosen, or visited.
func (p Plan) Has(unit string) bool {
	if slices.ContainsFunc(p.Targets, func(t TargetChosen) bool { return t.Unit == unit }) {
		return true
	}
	for _, r := range p.Rounds {
		if slices.Contains(r.Announcement.Chosen, unit) || r.Drawn != nil && slices.ContainsFunc(r.Drawn.Visits, func(v Visit) bool { return v.Unit == unit }) {
			return true
		}
	}
	return false
}

func (p Plan) allows(event string) error {
	if PlanTable.Allows(p.State, event) {
		return nil
	}
	if p.State == StateNone {
		return errs.New(errs.NotFound, "yearplan.missing", lang.T("没有这份检查计划。", "There is no such plan."))
	}
	return errs.Refuse("yearplan.state", "检查计划目前的状态是“%s”，不能这样处理。", "The plan is in the state “%s”, which does not allow this.", PlanTable.Info(p.State).Text)
}

// PlanFacts are what a decision about a plan rests on besides its stream.
type PlanFacts struct {
	Actor     string
	Today     calendar.Day
	Share     int // the packs' proposals
	Team      int
	Fields    []string                     // that the packs know
	Existing  bool                         // the department has a plan of that year
	Competent bool                         // the unit is the department's, or of its region
	Risk      Risk                         // of the unit
	Units     []string                     // of the department's competence, with a committee
	Pool      []string                     // inspectors on that day
	Refs      []string                     // a pseudonym for each
	Bars      map[string]map[string]string // by unit and person: why they may not go there
	Seed      draw.Seed
	Open      int // visits that are not closed
	Visits    int
	Findings  int
	Serious   int
	Grounds   []flow.Ground
}

// MakePlan begins a plan.
type MakePlan struct {
	Department string `json:"department"`
	Terms
	Key string `json:"key,omitempty"`
}

// Bounds of what people give.
const (
	maxTeam = 9
	maxText = 4000
	maxLine = 200
)

// Make decides on the beginning.
func (Plan) Make(cmd MakePlan, region string, f PlanFacts) ([]journal.New, error) {
	var wrong errs.List
	t := cmd.Terms
	t.Title = strings.TrimSpace(t.Title)
	if n := len([]rune(t.Title)); n == 0 || n > maxLine {
		wrong.Add(errs.Mistake("title", "yearplan.title", "请填写计划名称，最多 %d 字。", "Give the plan a title of at most %d characters.", maxLine))
	}
	if year := f.Today.Year(); t.Year < year || t.Year > year+1 {
		wrong.Add(errs.Mistake("year", "yearplan.year", "计划的年度是今年或者明年。", "A plan is for this year or the next."))
	} else if f.Existing {
		wrong.Add(errs.Mistake("year", "yearplan.twice", "这一年度已有检查计划；请在原计划中添加单位。", "There is a plan of this year already; add units to it."))
	}
	if t.Share == 0 {
		t.Share = f.Share
	}
	if t.Team == 0 {
		t.Team = f.Team
	}
	if t.Share < 0 || t.Share > 100 {
		wrong.Add(errs.Mistake("share", "yearplan.share", "抽取比例为 1 至 100。", "The share drawn is a percentage from 1 to 100."))
	}
	if t.Team < f.Team || t.Team > maxTeam {
		wrong.Add(errs.Mistake("team", "yearplan.team", "每次检查的人数为 %d 至 %d 人。", "A visit takes %d to %d inspectors.", f.Team, maxTeam))
	}
	for _, code := range t.Fields {
		if !slices.Contains(f.Fields, code) {
			wrong.Add(errs.Mistake("fields", "yearplan.fields", "没有“%s”这个领域。", "There is no field %q.", code))
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(PlanMade{Department: cmd.Department, Region: region, Terms: t}, f.Grounds...)}, nil
}

// OnPlan names a plan, and perhaps a unit in it.
type OnPlan struct {
	Plan    string `json:"yearplan"`
	Unit    string `json:"unit,omitempty"`
	Why     string `json:"why,omitempty"`
	Summary string `json:"summary,omitempty"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Choose decides to visit a unit because of its risk.
func (p Plan) Choose(cmd OnPlan, f PlanFacts) ([]journal.New, error) {
	if err := p.allows("yearplan.target_chosen"); err != nil {
		return nil, err
	}
	why := strings.TrimSpace(cmd.Why)
	switch {
	case !f.Competent:
		return nil, incompetent("unit")
	case p.Has(cmd.Unit):
		return nil, errs.Refuse("yearplan.target.twice", "这个单位已在计划中。", "The unit is in the plan already.").At("unit")
	case f.Risk.Score == 0 && why == "":
		return nil, errs.Mistake("why", "yearplan.target.why", "系统没有发现这个单位的风险，请写明选定的理由。", "The program's data show no risk of this unit; say why it is chosen.")
	case len([]rune(why)) > maxText:
		return nil, tooLong("why")
	}
	return []journal.New{journal.Because(TargetChosen{Unit: cmd.Unit, Why: why, Risk: f.Risk}, f.Grounds...)}, nil
}

// incompetent refuses to look at a unit of somebody else's.
func incompetent(field string) error {
	return errs.New(errs.Forbidden, "inspection.competence", lang.T("这个单位不归本部门管辖：既不是本部门的单位，也不在本部门的区域内（意见“五、（二）”）。",
		"This unit is outside the department's competence: neither of its own nor of its region (Opinions V (2)).")).At(field)
}

// Drop decides to take a chosen unit out of a draft.
func (p Plan) Drop(cmd OnPlan, f PlanFacts) ([]journal.New, error) {
	if err := p.allows("yearplan.target_dropped"); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(p.Targets, func(t TargetChosen) bool { return t.Unit == cmd.Unit }) {
		return nil, errs.New(errs.NotFound, "yearplan.target", lang.T("计划中没有选定这个单位。", "The plan has not chosen this unit."))
	}
	return []journal.New{journal.Because(TargetDropped{Unit: cmd.Unit}, f.Grounds...)}, nil
}

// Adopt decides that the plan holds.
func (p Plan) Adopt(f PlanFacts) ([]journal.New, error) {
	if err := p.allows("yearplan.adopted"); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(PlanMeant{}, f.Grounds...)}, nil
}

// Discard decides to throw a draft away.
func (p Plan) Discard(f PlanFacts) ([]journal.New, error) {
	if err := p.allows("yearplan.discarded"); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(PlanGone{}, f.Grounds...)}, nil
}

// Announce decides to announce a double draw: which units and which inspectors may be
// drawn, and who may not go where, is fixed before anybody can know the seed.
func (p Plan) Announce(f PlanFacts) ([]journal.New, error) {
	if err := p.allows("yearplan.draw_announced"); err != nil {
		return nil, err
	}
	var chosen []string
	for _, t := range p.Targets {
		chosen = append(chosen, t.Unit)
	}
	others := slices.DeleteFunc(slices.Clone(f.Units), p.Has)
	drawn := (len(others)*p.Share + 99) / 100
	if len(p.Rounds) > 0 {
		drawn = 0 // a year's share is drawn once; later rounds visit whom risk names
	}
	if len(chosen)+drawn == 0 {
		return nil, errs.Refuse("yearplan.draw.none", "没有可以检查的单位：没有选定的，也没有可抽取的。", "There is no unit to visit: none was chosen and none can be drawn.")
	}
	people := make([]Named, len(f.Pool))
	var barred []Pair
	for i, person := range f.Pool {
		people[i] = Named{Ref: f.Refs[i], Person: person}
		for _, unit := range slices.Concat(chosen, others) {
			if f.Bars[unit][person] != "" {
				barred = append(barred, Pair{Unit: unit, Ref: f.Refs[i]})
			}
		}
	}
	a := announce(chosen, others, f.Refs, barred, drawn, p.Team)
	for _, unit := range slices.Concat(a.Chosen, others) {
		if n := a.free(unit); n < p.Team {
			return nil, errs.Refuse("yearplan.pool.few", "检查人员不足：有的单位只有 %d 人可以去，需要 %d 人。请补充检查人员名录；本单位的人员和有利益关系的人员须回避。",
				"There are too few inspectors: to one of the units only %d may go and %d are needed. Add inspectors; who belongs to a unit or has an interest in it stands aside.", n, p.Team)
		}
	}
	return []journal.New{journal.Because(InspectorsListed{People: people}), journal.Because(DrawAnnounced{a}, f.Grounds...)}, nil
}

// Draw decides who visits which unit. Nobody chooses the seed.
func (p Plan) Draw(f PlanFacts) ([]journal.New, error) {
	if err := p.allows("yearplan.drawn"); err != nil {
		return nil, err
	}
	last := p.Last()
	if f.Seed.Checkpoint == "" || f.Seed.Announced != last.Event {
		return nil, draw.Unsealed("yearplan.draw.unsealed")
	}
	order, visits, ok := last.Draw(f.Seed.Root)
	if !ok {
		return nil, fmt.Errorf("draw of %s: the announcement does not suffice", p.ID)
	}
	return []journal.New{journal.Because(Drawn{Announced: f.Seed.Announced, Checkpoint: f.Seed.Checkpoint, Seed: f.Seed.Hex(), Inspectors: order, Visits: visits}, f.Grounds...)}, nil
}

// planned are the visits that a draw begins.
func (p Plan) planned(d Drawn) []Planned {
	person := map[string]string{}
	for _, n := range p.Last().People {
		person[n.Ref] = n.Person
	}
	named := func(refs []string) []Named {
		out := make([]Named, len(refs))
		for i, ref := range refs {
			out[i] = Named{Ref: ref, Person: person[ref]}
		}
		return out
	}
	out := make([]Planned, len(d.Visits))
	for i, v := range d.Visits {
		out[i] = Planned{Plan: p.ID, Department: p.Department, Unit: v.Unit, Region: p.Region, Year: p.Year, How: v.How, Fields: p.Fields, Team: named(v.Team), Order: named(d.Inspectors)}
	}
	return out
}

// Close decides to end a plan when all its visits are.
func (p Plan) Close(cmd OnPlan, f PlanFacts) ([]journal.New, error) {
	if err := p.allows("yearplan.closed"); err != nil {
		return nil, err
	}
	if f.Open > 0 {
		return nil, errs.Refuse("yearplan.open", "还有 %d 次检查没有办结。", "Visits that are not closed yet: %d.", f.Open)
	}
	summary := strings.TrimSpace(cmd.Summary)
	if summary == "" {
		return nil, errs.Mistake("summary", "yearplan.summary", "请写明这一年检查的情况。", "Say what the year's inspections came to.")
	}
	if len([]rune(summary)) > maxText {
		return nil, tooLong("summary")
	}
	return []journal.New{journal.Because(PlanEnded{Visits: f.Visits, Findings: f.Findings, Serious: f.Serious, Summary: summary}, f.Grounds...)}, nil
}

func tooLong(field string) *errs.Error {
	return errs.Mistake(field, "inspection.long", "最多 %d 字。", "At most %d characters.", maxText)
}
