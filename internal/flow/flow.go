// Package flow describes procedures as data: states that say who acts next,
// and the transitions between them.
//
// One [Table] is the single description of a procedure. Folding a stream walks
// it, the verifier checks histories against it, the diagram in the docs and
// the CHECK constraint in the database are compared with it by tests.
package flow

import (
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/lang"
)

// Ground is the legal ground of an act: the rule that allowed or demanded it,
// with the pack version it came from and the article it rests on.
type Ground struct {
	Rule    string `json:"rule"`
	Pack    string `json:"pack,omitempty"` // name@version
	Source  string `json:"source,omitempty"`
	Article string `json:"article,omitempty"`
}

// State is a state of a procedure.
type State string

// Info says what a state means to people.
type Info struct {
	State State
	Text  lang.Text // the state in words, as shown in the case head
	Who   Role      // who acts next; RoleNobody in a final state
	Final bool
}

// Role is who acts, in the words of the procedure (not a login role).
type Role string

// The roles a procedure can wait for.
const (
	RoleNobody        Role = "nobody"
	RoleApplicant     Role = "applicant"     // 项目负责人
	RoleSecretary     Role = "secretary"     // 委员会秘书
	RoleChair         Role = "chair"         // 主任委员
	RoleMembers       Role = "members"       // 委员
	RoleUnit          Role = "unit"          // 单位
	RoleDepartment    Role = "department"    // 主管部门
	RoleFunder        Role = "funder"        // 资助方
	RoleExperts       Role = "experts"       // 复核专家组
	RoleInspectors    Role = "inspectors"    // 检查组
	RoleConcerned     Role = "concerned"     // 当事人
	RoleReporter      Role = "reporter"      // 举报人
	RoleReceiver      Role = "receiver"      // 受理举报的人员
	RoleCustodian     Role = "custodian"     // 身份保管人
	RoleInvestigator  Role = "investigator"  // 办案单位或部门
	RoleAdministrator Role = "administrator" // 系统管理员
	RoleSystem        Role = "system"        // the passing of time
)

// Text is the role in words.
func (r Role) Text() lang.Text {
	switch r {
	case RoleApplicant:
		return lang.T("申请人", "Applicant")
	case RoleSecretary:
		return lang.T("秘书", "Secretary")
	case RoleChair:
		return lang.T("主任委员", "Chair")
	case RoleMembers:
		return lang.T("委员会", "Committee")
	case RoleUnit:
		return lang.T("单位", "Unit")
	case RoleDepartment:
		return lang.T("主管部门", "Department")
	case RoleFunder:
		return lang.T("资助方", "Funder")
	case RoleExperts:
		return lang.T("复核专家组", "Panel of experts")
	case RoleInspectors:
		return lang.T("检查组", "Inspectors")
	case RoleConcerned:
		return lang.T("当事人", "the person or unit concerned")
	case RoleReporter:
		return lang.T("举报人", "Reporter")
	case RoleReceiver:
		return lang.T("举报受理人", "Who receives reports")
	case RoleCustodian:
		return lang.T("身份保管人", "Custodian of identities")
	case RoleInvestigator:
		return lang.T("办案单位或部门", "The body that handles the case")
	case RoleAdministrator:
		return lang.T("系统管理员", "Administrator")
	case RoleSystem:
		return lang.T("系统", "System")
	}
	return lang.T("无人", "Nobody")
}

// Transition is one legal step: in state From, Role may do Verb, which is
// journalled as Event and leads to To.
type Transition struct {
	From  State
	Verb  string
	Event string
	To    State
	Role  Role
	Law   string // source and article, or the reason why there is none
}

// Table is a whole procedure.
type Table struct {
	Name        string // stream kind, such as "review"
	Start       State  // before the first event
	States      []Info
	Transitions []Transition
}

// Next returns the state to which event leads from state from.
func (t *Table) Next(from State, event string) (State, error) {
	for i := range t.Transitions {
		if t.Transitions[i].From == from && t.Transitions[i].Event == event {
			return t.Transitions[i].To, nil
		}
	}
	return from, fmt.Errorf("step %s: event %s is not legal in state %q", t.Name, event, from)
}

// Allows reports whether event is legal in state from.
func (t *Table) Allows(from State, event string) bool {
	_, err := t.Next(from, event)
	return err == nil
}

// Info returns what state s means; the zero Info names s itself.
func (t *Table) Info(s State) Info {
	for _, i := range t.States {
		if i.State == s {
			return i
		}
	}
	return Info{State: s, Text: lang.Same(string(s)), Who: RoleNobody}
}

// Names lists the states in table order, for CHECK constraints.
func (t *Table) Names() []string {
	out := make([]string, len(t.States))
	for i, s := range t.States {
		out[i] = string(s.State)
	}
	return out
}

// Check returns what is wrong with the table itself: unknown states, a final
// state with a way out, a state that cannot be reached, two ways for one event.
func (t *Table) Check() error {
	var bad []string
	known := t.Names()
	reached := map[State]bool{t.Start: true}
	seen := map[string]State{}
	for _, tr := range t.Transitions {
		for _, s := range []State{tr.From, tr.To} {
			if !slices.Contains(known, string(s)) && s != t.Start {
				bad = append(bad, fmt.Sprintf("unknown state %q", s))
			}
		}
		if t.Info(tr.From).Final && tr.From != tr.To {
			bad = append(bad, fmt.Sprintf("final state %q has a way out: %s", tr.From, tr.Event))
		}
		key := string(tr.From) + " " + tr.Event
		if to, ok := seen[key]; ok && to != tr.To {
			bad = append(bad, fmt.Sprintf("%s leads both to %q and %q", key, to, tr.To))
		}
		seen[key] = tr.To
		reached[tr.To] = true
	}
	for _, s := range t.States {
		if !reached[s.State] {
			bad = append(bad, fmt.Sprintf("state %q cannot be reached", s.State))
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("check table %s: %s", t.Name, strings.Join(bad, "; "))
	}
	return nil
}

// Mermaid draws the table as a Mermaid state diagram, in table order, so that
// the same table always gives the same text.
func (t *Table) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	name := func(s State) string {
		if s == t.Start {
			return "[*]"
		}
		return string(s)
	}
	for _, s := range t.States {
		if s.State != t.Start {
			fmt.Fprintf(&b, "    %s: %s %s\n", s.State, s.Text.ZH, s.Text.EN)
		}
	}
	for _, tr := range t.Transitions {
		fmt.Fprintf(&b, "    %s --> %s: %s (%s)\n", name(tr.From), name(tr.To), tr.Verb, tr.Role)
	}
	for _, s := range t.States {
		if s.Final {
			fmt.Fprintf(&b, "    %s --> [*]\n", s.State)
		}
	}
	return b.String()
}
