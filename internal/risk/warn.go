package risk

import (
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// maxParties bounds whom one warning can be sent to.
const maxParties = 100

// paramAct is the param of the time for measures after a warning.
const paramAct = "warning_measure_days"

// Warn begins a warning; OnWarning acts on one.
type (
	Warn struct {
		BodyKind string `json:"body_kind"` // department or unit, that warns
		Body     string `json:"body"`
		Content
		Parties []Party `json:"parties"`
		Key     string  `json:"key,omitempty"`
	}
	OnWarning struct {
		Warning string       `json:"warning"`
		N       int          `json:"n,omitempty"` // party
		Measure string       `json:"measure,omitempty"`
		Text    string       `json:"text,omitempty"`
		Due     calendar.Day `json:"due,omitempty"`
		Effect  string       `json:"effect,omitempty"`
		Reason  string       `json:"reason,omitempty"`
		Version int64        `json:"version"`
		Key     string       `json:"key,omitempty"`
	}
)

// Draft decides to begin a warning.
func (s Warning) Draft(cmd Warn, region string, f Facts) ([]journal.New, error) {
	var wrong errs.List
	var level Level
	for _, l := range Levels(f.Set) {
		if l.Code == cmd.Level {
			level = l
		}
	}
	if level.Code == "" {
		wrong.Add(errs.Mistake("level", "warning.level", "请选择预警级别。", "Choose the level."))
	}
	if cmd.Title = strings.TrimSpace(cmd.Title); cmd.Title == "" || len([]rune(cmd.Title)) > maxTitle {
		wrong.Add(errs.Mistake("title", "warning.title", "请填写标题，最多 %d 字。", "Give it a title of at most %d characters.", maxTitle))
	}
	words, err := text("text", "warning.text", cmd.Text)
	wrong = append(wrong, errs.All(err)...)
	if len(cmd.Signals)+len(cmd.Leads) == 0 {
		wrong.Add(errs.Mistake("signals", "warning.grounds", "预警须有依据：至少一条信号或者线索。", "A warning rests on something: at least one signal or note."))
	}
	parties := parties(cmd.Parties, f, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	cmd.Text = words
	return []journal.New{journal.Because(WarningDrafted{BodyKind: cmd.BodyKind, Body: cmd.Body, Region: region, Rank: level.Rank, Content: cmd.Content, Parties: parties})}, nil
}

// parties are those whom the body may warn, numbered.
func parties(asked []Party, f Facts, wrong *errs.List) []Party {
	var out []Party
	for _, p := range asked {
		p.N = 0
		if slices.ContainsFunc(out, func(x Party) bool { return x.Kind == p.Kind && x.Body == p.Body }) {
			continue
		}
		if !slices.Contains(f.Parties, p) {
			wrong.Add(errs.Mistake("parties", "warning.party", "预警只发给本部门所管单位、其委员会，或者其他部门；单位只能向自己的委员会预警。",
				"A department warns its units, their committees and other departments; a unit its own committees."))
			return nil
		}
		out = append(out, p)
	}
	if len(out) == 0 || len(out) > maxParties {
		wrong.Add(errs.Mistake("parties", "warning.nobody", "请选择预警对象，最多 %d 个。", "Say whom to warn, at most %d.", maxParties))
	}
	for i := range out {
		out[i].N = i + 1
	}
	return out
}

// Discard throws a draft away.
func (s Warning) Discard() ([]journal.New, error) {
	if s.State != WarningDraft {
		return nil, errs.Refuse("warning.issued", "预警已经发出；需要时撤回。", "The warning is out; withdraw it where need be.")
	}
	return []journal.New{journal.Because(WarningDiscarded{})}, nil
}

// Issue decides to send it.
func (s Warning) Issue(f Facts) ([]journal.New, error) {
	if s.State != WarningDraft {
		return nil, errs.Refuse("warning.issued", "预警已经发出；需要时撤回。", "The warning is out; withdraw it where need be.")
	}
	var body WarningIssued
	for _, p := range s.Parties {
		body.Moves = append(body.Moves, s.ask(p.Party, f))
	}
	return []journal.New{journal.Because(body, s.ground(f)...)}, nil
}

func (s Warning) level(f Facts) Level {
	for _, l := range Levels(f.Set) {
		if l.Code == s.Level {
			return l
		}
	}
	return Level{}
}

func (s Warning) ground(f Facts) []flow.Ground {
	if item, ok := f.Set.Item(listLevels, s.Level); ok {
		return []flow.Ground{item.Ground()}
	}
	return nil
}

// ask starts the clock by which a party acknowledges.
func (s Warning) ask(p Party, f Facts) flow.ClockMove {
	var g *flow.Ground
	if grounds := s.ground(f); len(grounds) > 0 {
		g = &grounds[0]
	}
	m := f.Limit(calendar.Span{Amount: max(s.level(f).Days, 1), Unit: calendar.WorkingDays}, g)
	m.Clock, m.Op, m.Who, m.Holder = p.AckClock(), flow.ClockStart, role(p.Kind), p.Body
	return m
}

// role is who acts for a body of a kind.
func role(kind string) flow.Role {
	switch kind {
	case "committee":
		return flow.RoleChair
	case "department":
		return flow.RoleDepartment
	}
	return flow.RoleUnit
}

// out refuses what only a warning that is out takes, and finds the party.
func (s Warning) out(n int) (*Told, error) {
	if s.State != WarningOut {
		return nil, errs.Refuse("warning.state", "预警没有发出，或者已经结束。", "The warning is not out, or it has ended.")
	}
	if n == 0 {
		return nil, nil
	}
	p := s.party(n)
	if p == nil {
		return nil, missing("warning.party.missing", "没有这个预警对象。", "There is no such addressee.")
	}
	return p, nil
}

// Acknowledge decides that a party has taken note. From then on it has so long to act.
func (s Warning) Acknowledge(cmd OnWarning, f Facts) ([]journal.New, error) {
	p, err := s.out(cmd.N)
	if err != nil {
		return nil, err
	}
	if !p.Acknowledged.IsZero() {
		return nil, errs.Refuse("warning.acknowledged", "已经签收。", "It is acknowledged already.")
	}
	moves := []flow.ClockMove{{Clock: p.AckClock(), Op: flow.ClockMeet}}
	if len(s.Of(p.N)) == 0 {
		moves = append(moves, f.act(p.Party)...)
	}
	return []journal.New{journal.Because(Acknowledged{cmd.N, flow.Clocks{Moves: moves}})}, nil
}

// act starts the clock by which a party names what it does.
func (f Facts) act(p Party) []flow.ClockMove {
	param, ok := f.Set.Param(paramAct)
	if !ok {
		return nil
	}
	g := param.Ground()
	m := f.Limit(param.Span(), &g)
	m.Clock, m.Op, m.Who, m.Holder = p.ActClock(), flow.ClockStart, role(p.Kind), p.Body
	return []flow.ClockMove{m}
}

// Plan decides on a measure of a party.
func (s Warning) Plan(cmd OnWarning, f Facts) ([]journal.New, error) {
	p, err := s.out(cmd.N)
	if err != nil {
		return nil, err
	}
	if p.Acknowledged.IsZero() {
		return nil, errs.Refuse("warning.not_acknowledged", "请先签收预警。", "Acknowledge the warning first.")
	}
	m, move, err := f.measure(cmd.Text, cmd.Due, role(p.Kind), p.Body)
	if err != nil {
		return nil, err
	}
	moves := []flow.ClockMove{move}
	if p.acting {
		moves = append(moves, flow.ClockMove{Clock: p.ActClock(), Op: flow.ClockMeet})
	}
	return []journal.New{journal.Because(StepPlanned{N: cmd.N, ID: m.ID, Text: m.Text, Due: m.Due, Clocks: flow.Clocks{Moves: moves}})}, nil
}

// Do decides that a measure is done.
func (s Warning) Do(cmd OnWarning) ([]journal.New, error) {
	if _, err := s.out(0); err != nil {
		return nil, err
	}
	effect, err := text("effect", "warning.effect", cmd.Effect)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.Open(), func(m Measure) bool { return m.ID == cmd.Measure && m.N == cmd.N })
	if i < 0 {
		return nil, missing("risk.measure.missing", "没有待完成的这项措施。", "There is no such open measure.")
	}
	return []journal.New{journal.Because(StepDone{ID: cmd.Measure, Effect: effect, Clocks: flow.Clocks{Moves: []flow.ClockMove{{Clock: s.Open()[i].Clock(), Op: flow.ClockMeet}}}})}, nil
}

// Escalate brings in who stands above a party whose time to acknowledge ran out; nil
// where nobody does.
func (s Warning) Escalate(n int, above *Party, f Facts) []journal.New {
	p := s.party(n)
	if s.State != WarningOut || p == nil || !p.Acknowledged.IsZero() || p.Escalated {
		return nil
	}
	body := Escalated{N: n}
	known := func(x Told) bool { return above != nil && x.Kind == above.Kind && x.Body == above.Body }
	if above != nil && !slices.ContainsFunc(s.Parties, known) && (above.Kind != s.BodyKind || above.Body != s.Body) {
		above.N = len(s.Parties) + 1
		body.To, body.Moves = above, []flow.ClockMove{s.ask(*above, f)}
	}
	return []journal.New{journal.Because(body, s.ground(f)...)}
}

// FindWanting decides that what was done does not suffice.
func (s Warning) FindWanting(cmd OnWarning, f Facts) ([]journal.New, error) {
	if _, err := s.out(0); err != nil {
		return nil, err
	}
	reason, err := text("reason", "warning.reason", cmd.Reason)
	if err != nil {
		return nil, err
	}
	if len(s.Measures) == 0 || len(s.Open()) > 0 {
		return nil, errs.Refuse("warning.not_done", "措施都完成之后再判断效果。", "Judge the effect once every measure is done.")
	}
	body := FoundWanting{Reason: reason}
	for _, p := range s.Parties {
		if !p.Acknowledged.IsZero() && !p.acting {
			body.Moves = append(body.Moves, f.act(p.Party)...)
		}
	}
	return []journal.New{journal.Because(body, s.ground(f)...)}, nil
}

// Close decides that what was done suffices.
func (s Warning) Close(cmd OnWarning, f Facts) ([]journal.New, error) {
	if _, err := s.out(0); err != nil {
		return nil, err
	}
	reason, err := text("reason", "warning.reason", cmd.Reason)
	if err != nil {
		return nil, err
	}
	if len(s.Measures) == 0 || len(s.Open()) > 0 {
		return nil, errs.Refuse("warning.not_done", "措施都完成之后再判断效果。", "Judge the effect once every measure is done.")
	}
	return []journal.New{journal.Because(WarningClosed{reason, s.ending()}, s.ground(f)...)}, nil
}

// Withdraw decides that it should not have been sent.
func (s Warning) Withdraw(cmd OnWarning) ([]journal.New, error) {
	if _, err := s.out(0); err != nil {
		return nil, err
	}
	reason, err := text("reason", "warning.reason", cmd.Reason)
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(WarningWithdrawn{reason, s.ending()})}, nil
}

// ending stops every clock that still runs.
func (s Warning) ending() flow.Clocks {
	var c flow.Clocks
	stop := func(name string) { c.Moves = append(c.Moves, flow.ClockMove{Clock: name, Op: flow.ClockCancel}) }
	for _, p := range s.Parties {
		if p.Acknowledged.IsZero() {
			stop(p.AckClock())
		}
		if p.acting {
			stop(p.ActClock())
		}
	}
	for _, m := range s.Open() {
		stop(m.Clock())
	}
	return c
}
