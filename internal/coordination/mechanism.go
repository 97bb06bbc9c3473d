package coordination

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// MechanismKind is the kind of the streams of mechanisms.
const MechanismKind = "mechanism"

// Member is a department in a mechanism, and what it has to do there.
type Member struct {
	Code  string       `json:"code"` // of the packs' list departments, or of the register
	Name  lang.Text    `json:"name"`
	Duty  lang.Text    `json:"duty"`
	From  calendar.Day `json:"from"`
	Until calendar.Day `json:"until,omitempty"` // the last day; empty: still in it
}

// On reports whether it is a member on a day.
func (m Member) On(day calendar.Day) bool {
	return m.From <= day && (m.Until == "" || day <= m.Until)
}

// Plan is a plan of the packs that was put in force.
type Plan struct {
	Source string       `json:"source"`
	Tasks  int          `json:"tasks"`
	Day    calendar.Day `json:"day,omitempty"`
}

// Notice is what the office let all members know.
type Notice struct {
	Title string    `json:"title"`
	Text  string    `json:"text"`
	At    time.Time `json:"at,omitzero"`
}

// What happens to a mechanism.
type (
	Founded struct {
		Preset   string    `json:"preset,omitempty"` // code of the list mechanisms
		Name     lang.Text `json:"name"`
		Office   string    `json:"office"`             // the department that does its daily work
		Superior string    `json:"superior,omitempty"` // the mechanism to which it reports
		Region   string    `json:"region"`
		Members  []Member  `json:"members,omitempty"`
	}
	Renamed struct {
		Name lang.Text `json:"name"`
	}
	Joined struct {
		Member
	}
	Left struct {
		Code   string       `json:"code"`
		Until  calendar.Day `json:"until"`
		Reason string       `json:"reason"`
	}
	PlanAdopted struct {
		Plan
	}
	Informed struct {
		Notice
	}
	Dissolved struct {
		Reason string `json:"reason"`
	}
)

// EventType names the event; so do those below.
func (Founded) EventType() string     { return "mechanism.founded" }
func (Renamed) EventType() string     { return "mechanism.renamed" }
func (Joined) EventType() string      { return "mechanism.member_joined" }
func (Left) EventType() string        { return "mechanism.member_left" }
func (PlanAdopted) EventType() string { return "mechanism.plan_adopted" }
func (Informed) EventType() string    { return "mechanism.informed" }
func (Dissolved) EventType() string   { return "mechanism.dissolved" }

// The states of a mechanism.
const (
	Standing flow.State = "standing"
	Gone     flow.State = "dissolved"
)

// MechanismTable is the procedure of a mechanism.
var MechanismTable = flow.Table{
	Name: MechanismKind, Start: "",
	States: []flow.Info{
		{State: Standing, Text: lang.T("运行中", "Standing"), Who: flow.RoleDepartment},
		{State: Gone, Text: lang.T("已撤销", "Dissolved"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: "", Verb: "found", Event: "mechanism.founded", To: Standing, Role: flow.RoleDepartment, Law: law1},
		{From: Standing, Verb: "rename", Event: "mechanism.renamed", To: Standing, Role: flow.RoleDepartment, Law: house},
		{From: Standing, Verb: "join", Event: "mechanism.member_joined", To: Standing, Role: flow.RoleDepartment, Law: law1},
		{From: Standing, Verb: "leave", Event: "mechanism.member_left", To: Standing, Role: flow.RoleDepartment, Law: law1},
		{From: Standing, Verb: "adopt", Event: "mechanism.plan_adopted", To: Standing, Role: flow.RoleDepartment, Law: law71},
		{From: Standing, Verb: "inform", Event: "mechanism.informed", To: Standing, Role: flow.RoleDepartment, Law: law3},
		{From: Standing, Verb: "dissolve", Event: "mechanism.dissolved", To: Gone, Role: flow.RoleDepartment, Law: house},
	},
}

// Mechanism is one mechanism, folded from its events.
type Mechanism struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Founded
	Plans   []Plan   `json:"plans"`
	Notices []Notice `json:"notices"`
}

// In is the mechanism that a stream belongs to; so on every state of this package.
func (m Mechanism) In() string { return m.ID }

// Seen is the version of its stream; so on every state of this package.
func (m Mechanism) Seen() int64 { return m.Version }

// FoldMechanism gives the mechanism that its events make.
func FoldMechanism(events []journal.Event) (Mechanism, error) {
	var s Mechanism
	err := journal.Walk(&MechanismTable, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case Founded:
			s.ID, s.Founded = e.Subject(), b
			s.Members = slices.Clone(b.Members)
		case Renamed:
			s.Name = b.Name
		case Joined:
			s.Members = append(s.Members, b.Member)
		case Left:
			if i := s.seat(b.Code); i >= 0 {
				s.Members[i].Until = b.Until
			}
		case PlanAdopted:
			b.Day = calendar.Of(e.At)
			s.Plans = append(s.Plans, b.Plan)
		case Informed:
			b.At = e.At
			s.Notices = append(s.Notices, b.Notice)
		}
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// seat is where a department stands that has not left, or -1.
func (m Mechanism) seat(code string) int {
	return slices.IndexFunc(m.Members, func(x Member) bool { return x.Code == code && x.Until == "" })
}

// Sitting are the members on a day.
func (m Mechanism) Sitting(day calendar.Day) []Member {
	return slices.DeleteFunc(slices.Clone(m.Members), func(x Member) bool { return !x.On(day) })
}

// MemberName is what a member is called; the code where it never was one.
func (m Mechanism) MemberName(code string) lang.Text {
	for _, x := range slices.Backward(m.Members) {
		if x.Code == code {
			return x.Name
		}
	}
	return lang.Same(code)
}

// Found founds a mechanism: one of the packs, with its members, or one of its own name.
type Found struct {
	Department string `json:"department"` // whose supervisors are its office
	Preset     string `json:"preset,omitempty"`
	Name       string `json:"name,omitempty"`
	Region     string `json:"region,omitempty"` // GB/T 2260, within the department's; empty: all of it
	Superior   string `json:"superior,omitempty"`
	Key        string `json:"key,omitempty"`
}

// Found decides on the founding. What the packs say stands in as.
func (m Mechanism) Found(cmd Found, as Founded, f Facts) ([]journal.New, error) {
	var wrong errs.List
	if cmd.Preset == "" {
		as.Name = lang.Same(line(&wrong, "name", cmd.Name))
	} else if as.Name.IsZero() {
		wrong.Add(errs.Mistake("preset", "coordination.preset", "规则包里没有这一机制。", "The packs have no such mechanism."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(as), nil
}

// Rename gives a mechanism another name, from today.
type Rename struct {
	Mechanism string `json:"mechanism"`
	Name      string `json:"name"`
	Version   int64  `json:"version"`
	Key       string `json:"key,omitempty"`
}

// Rename decides on the name.
func (m Mechanism) Rename(cmd Rename, f Facts) ([]journal.New, error) {
	if err := step(&MechanismTable, m.State, Renamed{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	name := line(&wrong, "name", cmd.Name)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Renamed{lang.Same(name)}), nil
}

// Join makes a department a member from a day.
type Join struct {
	Mechanism string       `json:"mechanism"`
	Code      string       `json:"code"`
	Duty      string       `json:"duty"`
	From      calendar.Day `json:"from,omitempty"` // empty: today
	Version   int64        `json:"version"`
	Key       string       `json:"key,omitempty"`
}

// Join decides on a new member. Its name is what the register or the packs say.
func (m Mechanism) Join(cmd Join, name lang.Text, f Facts) ([]journal.New, error) {
	if err := step(&MechanismTable, m.State, Joined{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	x := Member{Code: strings.TrimSpace(cmd.Code), Name: name, Duty: lang.Same(words(&wrong, "duty", cmd.Duty)), From: cmd.From}
	if x.From == "" {
		x.From = f.Today
	}
	if _, err := calendar.Parse(string(x.From)); err != nil {
		wrong.Add(errs.Mistake("from", "coordination.day", "日期应写作 2026-01-31 的样子。", "Write the day like 2026-01-31."))
	}
	switch {
	case name.IsZero():
		wrong.Add(errs.Mistake("code", "coordination.code", "登记和规则包里都没有这个部门代码。", "Neither the register nor the packs know a department of this code."))
	case m.seat(x.Code) >= 0:
		wrong.Add(errs.Mistake("code", "coordination.twice", "它已经是成员单位。", "It is a member already."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Joined{x}), nil
}

// Leave ends a membership.
type Leave struct {
	Mechanism string `json:"mechanism"`
	Code      string `json:"code"`
	Reason    string `json:"reason"`
	Version   int64  `json:"version"`
	Key       string `json:"key,omitempty"`
}

// Leave decides that today is a member's last day.
func (m Mechanism) Leave(cmd Leave, f Facts) ([]journal.New, error) {
	if err := step(&MechanismTable, m.State, Left{}); err != nil {
		return nil, err
	}
	if m.seat(cmd.Code) < 0 {
		return nil, errs.Mistake("code", "coordination.member", "“%s”不是协调机制的成员单位。", "%q is no member of the mechanism.", cmd.Code)
	}
	var wrong errs.List
	reason := words(&wrong, "reason", cmd.Reason)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Left{Code: cmd.Code, Until: f.Today, Reason: reason}), nil
}

// Adopt decides that a plan of the packs is in force; each of its tasks then begins.
func (m Mechanism) Adopt(source string, tasks int, f Facts) ([]journal.New, error) {
	if err := step(&MechanismTable, m.State, PlanAdopted{}); err != nil {
		return nil, err
	}
	if tasks == 0 {
		return nil, errs.Refuse("mechanism.planless", "本地区的规则包没有任务方案。", "The packs of this region have no plan of tasks.")
	}
	if slices.ContainsFunc(m.Plans, func(p Plan) bool { return p.Source == source }) {
		return nil, errs.Refuse("mechanism.adopted", "这份方案已经启用，任务不会重复建立。", "This plan is in force already; its tasks are not made twice.")
	}
	return f.because(PlanAdopted{Plan{Source: source, Tasks: tasks}}), nil
}

// Inform lets all members know something.
type Inform struct {
	Mechanism string `json:"mechanism"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	Version   int64  `json:"version"`
	Key       string `json:"key,omitempty"`
}

// Inform decides on a circular.
func (m Mechanism) Inform(cmd Inform, f Facts) ([]journal.New, error) {
	if err := step(&MechanismTable, m.State, Informed{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	n := Notice{Title: line(&wrong, "title", cmd.Title), Text: words(&wrong, "text", cmd.Text)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Informed{n}), nil
}

// Dissolve decides that the mechanism is no more.
func (m Mechanism) Dissolve(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&MechanismTable, m.State, Dissolved{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	reason := words(&wrong, "text", cmd.Text)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Dissolved{reason}), nil
}
