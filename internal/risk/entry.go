package risk

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Kind is the kind of the streams of entries in registers of risks.
const Kind = "risk"

// Stream names the stream of an entry.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// ClockReassess is the clock by which an entry is assessed anew.
const ClockReassess = "reassess"

// Terms are what an entry says.
type Terms struct {
	Kind     string `json:"kind"` // code of the packs' list risk_kinds
	Title    string `json:"title"`
	Text     string `json:"text,omitempty"`
	Activity string `json:"activity,omitempty"`
	Owner    string `json:"owner"` // the person who answers for it
}

// Grading is how likely and how grave a risk is.
type Grading struct {
	Likelihood string `json:"likelihood"` // code of risk_likelihood
	Impact     string `json:"impact"`     // code of risk_impact
	L          int    `json:"likelihood_points"`
	I          int    `json:"impact_points"`
	Grade      string `json:"grade"` // code of risk_grades
}

// Points are likelihood times impact.
func (g Grading) Points() int { return g.L * g.I }

// What happens to an entry.
type (
	Entered struct {
		Unit   string `json:"unit"`
		Region string `json:"region"`
		Terms
		Grading
		flow.Clocks
	}
	Reassessed struct {
		Grading
		Reason string `json:"reason"`
		flow.Clocks
	}
	MeasurePlanned struct {
		ID   string       `json:"id"`
		Text string       `json:"text"`
		Due  calendar.Day `json:"due"`
		flow.Clocks
	}
	MeasureDone struct {
		ID     string `json:"id"`
		Effect string `json:"effect"`
		flow.Clocks
	}
	RiskClosed struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
)

// EventType names the event; so do those below.
func (Entered) EventType() string        { return "risk.entered" }
func (Reassessed) EventType() string     { return "risk.reassessed" }
func (MeasurePlanned) EventType() string { return "risk.measure_planned" }
func (MeasureDone) EventType() string    { return "risk.measure_done" }
func (RiskClosed) EventType() string     { return "risk.closed" }

func entryTypes() []journal.Type {
	return []journal.Type{journal.TypeOf[Entered](), journal.TypeOf[Reassessed](), journal.TypeOf[MeasurePlanned](), journal.TypeOf[MeasureDone](), journal.TypeOf[RiskClosed]()}
}

// The states of an entry.
const (
	RiskNone  flow.State = ""
	RiskOpen  flow.State = "open"
	RiskEnded flow.State = "closed"
)

// Table is the procedure of an entry.
var Table = flow.Table{
	Name: Kind, Start: RiskNone,
	States: []flow.Info{
		{State: RiskOpen, Text: lang.T("管理中", "Managed"), Who: flow.RoleUnit},
		{State: RiskEnded, Text: lang.T("已关闭", "Closed"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: RiskNone, Verb: "enter", Event: "risk.entered", To: RiskOpen, Role: flow.RoleUnit, Law: law53},
		{From: RiskOpen, Verb: "reassess", Event: "risk.reassessed", To: RiskOpen, Role: flow.RoleUnit, Law: law52},
		{From: RiskOpen, Verb: "plan", Event: "risk.measure_planned", To: RiskOpen, Role: flow.RoleUnit, Law: law53},
		{From: RiskOpen, Verb: "do", Event: "risk.measure_done", To: RiskOpen, Role: flow.RoleUnit, Law: law53},
		{From: RiskOpen, Verb: "close", Event: "risk.closed", To: RiskEnded, Role: flow.RoleUnit, Law: law53},
	},
}

// Measure is something that is done about a risk.
type Measure struct {
	ID     string       `json:"id"`
	N      int          `json:"addressee,omitempty"` // whose it is, in a warning
	Text   string       `json:"text"`
	Due    calendar.Day `json:"due"`
	DoneAt time.Time    `json:"done_at,omitzero"`
	Effect string       `json:"effect,omitempty"`
}

// Clock is the name of the clock of a measure.
func (m Measure) Clock() string { return "measure-" + m.ID }

// Entry is one entry, folded from its events.
type Entry struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Unit    string     `json:"unit"`
	Region  string     `json:"region"`
	Terms
	Grading
	Due      time.Time `json:"due,omitzero"` // of the next assessment
	Measures []Measure `json:"measures"`
	Reason   string    `json:"reason,omitempty"` // of the last assessment, or of closing it
}

// Fold gives the state that an entry's events make.
func Fold(events []journal.Event) (Entry, error) {
	var s Entry
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case Entered:
			s.ID, s.Unit, s.Region, s.Terms, s.Grading, s.Due = e.Subject(), b.Unit, b.Region, b.Terms, b.Grading, due(b.Clocks)
		case Reassessed:
			s.Grading, s.Reason, s.Due = b.Grading, b.Reason, due(b.Clocks)
		case MeasurePlanned:
			s.Measures = append(s.Measures, Measure{ID: b.ID, Text: b.Text, Due: b.Due})
		case MeasureDone:
			if i := slices.IndexFunc(s.Measures, func(m Measure) bool { return m.ID == b.ID }); i >= 0 {
				s.Measures[i].DoneAt, s.Measures[i].Effect = e.At, b.Effect
			}
		case RiskClosed:
			s.Reason = b.Reason
		}
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// due is the end of the clock that the event starts.
func due(c flow.Clocks) time.Time {
	for _, m := range c.Moves {
		if m.Op == flow.ClockStart {
			return m.Due
		}
	}
	return time.Time{}
}

// Open are the measures that are not done.
func (s Entry) Open() []Measure {
	return slices.DeleteFunc(slices.Clone(s.Measures), func(m Measure) bool { return !m.DoneAt.IsZero() })
}

// Enter begins an entry; Assess grades one anew.
type (
	Enter struct {
		Unit string `json:"unit"`
		Terms
		Likelihood string `json:"likelihood"`
		Impact     string `json:"impact"`
		Key        string `json:"key,omitempty"`
	}
	Assess struct {
		Risk       string `json:"risk"`
		Likelihood string `json:"likelihood"`
		Impact     string `json:"impact"`
		Reason     string `json:"reason"`
		Version    int64  `json:"version"`
		Key        string `json:"key,omitempty"`
	}
	// Plan names a measure; Do says what it has brought.
	Plan struct {
		Risk    string       `json:"risk"`
		Text    string       `json:"text"`
		Due     calendar.Day `json:"due"`
		Version int64        `json:"version"`
		Key     string       `json:"key,omitempty"`
	}
	Do struct {
		Risk    string `json:"risk"`
		Measure string `json:"measure"`
		Effect  string `json:"effect"`
		Version int64  `json:"version"`
		Key     string `json:"key,omitempty"`
	}
	// Close ends an entry.
	Close struct {
		Risk    string `json:"risk"`
		Reason  string `json:"reason"`
		Version int64  `json:"version"`
		Key     string `json:"key,omitempty"`
	}
)

// Facts are what deciding needs to know besides the state.
type Facts struct {
	Today   calendar.Day
	Now     time.Time
	NewID   string
	Set     *rules.Set
	Limit   func(span calendar.Span, g *flow.Ground) flow.ClockMove // counted from now
	Owner   bool                                                    // who is to answer for it is in the register
	Within  bool                                                    // the activity is the unit's
	Parties []Party                                                 // whom the body may warn, of those that were asked for
}

// grade looks up a grading in the packs.
func (f Facts) grade(likelihood, impact string, wrong *errs.List) (Grading, rules.Item) {
	g := Grading{Likelihood: likelihood, Impact: impact}
	if item, ok := f.Set.Item(listLikelihood, likelihood); ok {
		g.L = item.Int("points")
	} else {
		wrong.Add(errs.Mistake("likelihood", "risk.likelihood", "请选择可能性。", "Choose how likely it is."))
	}
	if item, ok := f.Set.Item(listImpact, impact); ok {
		g.I = item.Int("points")
	} else {
		wrong.Add(errs.Mistake("impact", "risk.impact", "请选择影响程度。", "Choose how grave it would be."))
	}
	var of rules.Item
	for _, item := range f.Set.List(listGrades) {
		if g.Points() >= item.Int("points") && (of.Code == "" || item.Int("points") > of.Int("points")) {
			of = item
		}
	}
	g.Grade = of.Code
	return g, of
}

// reassess starts the clock of the next assessment.
func (f Facts) reassess(unit string, grade rules.Item) flow.Clocks {
	months := grade.Int("reassess_months")
	if months == 0 {
		return flow.Clocks{}
	}
	g := grade.Ground()
	m := f.Limit(calendar.Span{Amount: months, Unit: calendar.Months}, &g)
	m.Clock, m.Op, m.Who, m.Holder = ClockReassess, flow.ClockStart, flow.RoleUnit, unit
	return flow.Clocks{Moves: []flow.ClockMove{m}}
}

// Enter decides to take a risk into a register.
func (s Entry) Enter(cmd Enter, region string, f Facts) ([]journal.New, error) {
	var wrong errs.List
	if _, ok := f.Set.Item(listKinds, cmd.Terms.Kind); !ok {
		wrong.Add(errs.Mistake("kind", "risk.kind", "请选择风险类别。", "Choose the kind of risk."))
	}
	if cmd.Title = strings.TrimSpace(cmd.Title); cmd.Title == "" || len([]rune(cmd.Title)) > 200 {
		wrong.Add(errs.Mistake("title", "risk.title", "请写明风险，最多 200 字。", "Say what the risk is, with at most 200 characters."))
	}
	if cmd.Text = strings.TrimSpace(cmd.Text); len([]rune(cmd.Text)) > maxText {
		wrong.Add(errs.Mistake("text", "risk.text", "说明最多 %d 字。", "Write at most %d characters.", maxText))
	}
	if !f.Owner {
		wrong.Add(errs.Mistake("owner", "risk.owner", "请从登记中选择负责人。", "Choose who answers for it from the register."))
	}
	if cmd.Activity != "" && !f.Within {
		wrong.Add(errs.Mistake("activity", "risk.activity", "没有本单位的这项活动。", "The unit has no such activity."))
	}
	g, grade := f.grade(cmd.Likelihood, cmd.Impact, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Entered{Unit: cmd.Unit, Region: region, Terms: cmd.Terms, Grading: g, Clocks: f.reassess(cmd.Unit, grade)}, grade.Ground())}, nil
}

// going refuses what a closed entry takes no more.
func (s Entry) going() error {
	if s.State != RiskOpen {
		return errs.Refuse("risk.closed", "这一条已经关闭。", "This entry is closed.")
	}
	return nil
}

// Reassess decides how likely and grave it is now.
func (s Entry) Reassess(cmd Assess, f Facts) ([]journal.New, error) {
	if err := s.going(); err != nil {
		return nil, err
	}
	var wrong errs.List
	reason, err := text("reason", "risk.reason", cmd.Reason)
	wrong = append(wrong, errs.All(err)...)
	g, grade := f.grade(cmd.Likelihood, cmd.Impact, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	c := f.reassess(s.Unit, grade)
	c.Moves = append([]flow.ClockMove{{Clock: ClockReassess, Op: flow.ClockMeet}}, c.Moves...)
	return []journal.New{journal.Because(Reassessed{Grading: g, Reason: reason, Clocks: c}, grade.Ground())}, nil
}

// Plan decides on a measure with its date.
func (s Entry) Plan(cmd Plan, f Facts) ([]journal.New, error) {
	if err := s.going(); err != nil {
		return nil, err
	}
	m, move, err := f.measure(cmd.Text, cmd.Due, flow.RoleUnit, s.Unit)
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(MeasurePlanned{ID: m.ID, Text: m.Text, Due: m.Due, Clocks: flow.Clocks{Moves: []flow.ClockMove{move}}})}, nil
}

// measure is a new measure and its clock, or what is wrong with it.
func (f Facts) measure(what string, due calendar.Day, who flow.Role, holder string) (Measure, flow.ClockMove, error) {
	var wrong errs.List
	what, err := text("text", "risk.measure", what)
	wrong = append(wrong, errs.All(err)...)
	if _, err := calendar.Parse(string(due)); err != nil || due.Before(f.Today) {
		wrong.Add(errs.Mistake("due", "risk.due", "完成日期不能早于今天。", "It cannot be due before today."))
	}
	if err := wrong.Err(); err != nil {
		return Measure{}, flow.ClockMove{}, err
	}
	m := Measure{ID: f.NewID, Text: what, Due: due}
	left := due.Sub(f.Today)
	return m, flow.ClockMove{Clock: m.Clock(), Op: flow.ClockStart, Due: due.End(), Warn: max(due.AddDays(-7), f.Today).Start(), Amount: left, Unit: calendar.Days, Who: who, Holder: holder}, nil
}

// Do decides that a measure is done.
func (s Entry) Do(cmd Do) ([]journal.New, error) {
	if err := s.going(); err != nil {
		return nil, err
	}
	effect, err := text("effect", "risk.effect", cmd.Effect)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.Open(), func(m Measure) bool { return m.ID == cmd.Measure })
	if i < 0 {
		return nil, missing("risk.measure.missing", "没有待完成的这项措施。", "There is no such open measure.")
	}
	return []journal.New{journal.Because(MeasureDone{ID: cmd.Measure, Effect: effect, Clocks: flow.Clocks{Moves: []flow.ClockMove{{Clock: s.Open()[i].Clock(), Op: flow.ClockMeet}}}})}, nil
}

// Close decides that the risk is no more.
func (s Entry) Close(cmd Close) ([]journal.New, error) {
	if err := s.going(); err != nil {
		return nil, err
	}
	reason, err := text("reason", "risk.reason", cmd.Reason)
	if err != nil {
		return nil, err
	}
	if n := len(s.Open()); n > 0 {
		return nil, errs.Refuse("risk.measures_open", "还有 %d 项措施没有完成。", "%d measures are not done yet.", n)
	}
	return []journal.New{journal.Because(RiskClosed{reason, flow.Clocks{Moves: []flow.ClockMove{{Clock: ClockReassess, Op: flow.ClockCancel}}}})}, nil
}
