package registry

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// The states of what is in the register.
const (
	Active    flow.State = "active"
	Closed    flow.State = "closed"    // unit or department left the register
	Erased    flow.State = "erased"    // all personal data destroyed
	Dissolved flow.State = "dissolved" // the committee is no more
)

var active = flow.Info{State: Active, Text: lang.T("在册", "Active"), Who: flow.RoleNobody}

func final(s flow.State, text lang.Text) flow.Info {
	return flow.Info{State: s, Text: text, Who: flow.RoleNobody, Final: true}
}

const (
	ownRecord = "Review Measures art. 4: units and departments answer for their own record"
	noLaw     = "housekeeping; no rule speaks of it"
)

// DepartmentTable is the life of a department.
var DepartmentTable = flow.Table{
	Name:   "department",
	States: []flow.Info{active, final(Closed, lang.T("已注销", "Closed"))},
	Transitions: []flow.Transition{
		{From: "", Verb: "found", Event: "department.founded", To: Active, Role: flow.RoleAdministrator, Law: noLaw},
		{From: Active, Verb: "change", Event: "department.changed", To: Active, Role: flow.RoleAdministrator, Law: noLaw},
		{From: Active, Verb: "appoint", Event: "department.supervisor_appointed", To: Active, Role: flow.RoleAdministrator, Law: noLaw},
		{From: Active, Verb: "leave", Event: "department.supervisor_left", To: Active, Role: flow.RoleAdministrator, Law: noLaw},
		{From: Active, Verb: "close", Event: "department.closed", To: Closed, Role: flow.RoleAdministrator, Law: noLaw},
	},
}

// UnitTable is the life of a unit.
var UnitTable = flow.Table{
	Name:   "unit",
	States: []flow.Info{active, final(Closed, lang.T("已注销", "Closed"))},
	Transitions: []flow.Transition{
		{From: "", Verb: "register", Event: "unit.registered", To: Active, Role: flow.RoleAdministrator, Law: ownRecord},
		{From: Active, Verb: "change", Event: "unit.changed", To: Active, Role: flow.RoleUnit, Law: ownRecord},
		{From: Active, Verb: "adopt rule", Event: "unit.rule_adopted", To: Active, Role: flow.RoleUnit, Law: "Opinions 2022 V (4)"},
		{From: Active, Verb: "appoint", Event: "unit.officer_appointed", To: Active, Role: flow.RoleUnit, Law: ownRecord},
		{From: Active, Verb: "leave", Event: "unit.officer_left", To: Active, Role: flow.RoleUnit, Law: ownRecord},
		{From: Active, Verb: "close", Event: "unit.closed", To: Closed, Role: flow.RoleAdministrator, Law: noLaw},
	},
}

// PersonTable is the life of a person's entry.
var PersonTable = flow.Table{
	Name:   "person",
	States: []flow.Info{active, final(Erased, lang.T("个人信息已删除", "Erased"))},
	Transitions: []flow.Transition{
		{From: "", Verb: "register", Event: "person.registered", To: Active, Role: flow.RoleUnit, Law: noLaw},
		{From: Active, Verb: "change", Event: "person.changed", To: Active, Role: flow.RoleUnit, Law: noLaw},
		{From: Active, Verb: "erase", Event: "person.erased", To: Erased, Role: flow.RoleAdministrator,
			Law: "Personal Information Protection Law art. 47: deletion"},
	},
}

// CommitteeTable is the life of a committee.
var CommitteeTable = flow.Table{
	Name:   "committee",
	States: []flow.Info{active, final(Dissolved, lang.T("已撤销", "Dissolved"))},
	Transitions: []flow.Transition{
		{From: "", Verb: "found", Event: "committee.founded", To: Active, Role: flow.RoleUnit, Law: "Review Measures art. 4"},
		{From: Active, Verb: "change", Event: "committee.changed", To: Active, Role: flow.RoleUnit, Law: "Review Measures art. 4"},
		{From: Active, Verb: "adopt", Event: "committee.charter_adopted", To: Active, Role: flow.RoleUnit, Law: "Review Measures art. 6"},
		{From: Active, Verb: "adopt a rule", Event: "committee.rule_adopted", To: Active, Role: flow.RoleUnit, Law: "Review Measures art. 6, 35"},
		{From: Active, Verb: "state means", Event: "committee.means_stated", To: Active, Role: flow.RoleUnit, Law: "Opinions 2022 III (2)"},
		{From: Active, Verb: "certify", Event: "committee.certified", To: Active, Role: flow.RoleUnit, Law: "Opinions 2022 IV (2)"},
		{From: Active, Verb: "end the certificate", Event: "committee.certificate_ended", To: Active, Role: flow.RoleUnit, Law: "Opinions 2022 IV (2)"},
		{From: Active, Verb: "appoint", Event: "committee.member_appointed", To: Active, Role: flow.RoleUnit, Law: "Review Measures art. 7"},
		{From: Active, Verb: "change member", Event: "committee.member_changed", To: Active, Role: flow.RoleUnit, Law: "Review Measures art. 7"},
		{From: Active, Verb: "leave", Event: "committee.member_left", To: Active, Role: flow.RoleUnit, Law: "Review Measures art. 7"},
		{From: Active, Verb: "dissolve", Event: "committee.dissolved", To: Dissolved, Role: flow.RoleUnit, Law: "Review Measures art. 4"},
	},
}

// SystemTable is the life of the house itself.
var SystemTable = flow.Table{
	Name:   "system",
	States: []flow.Info{active},
	Transitions: []flow.Transition{
		{From: "", Verb: "appoint", Event: "system.administrator_appointed", To: Active, Role: flow.RoleSystem, Law: noLaw},
		{From: Active, Verb: "appoint", Event: "system.administrator_appointed", To: Active, Role: flow.RoleAdministrator, Law: noLaw},
		{From: Active, Verb: "leave", Event: "system.administrator_left", To: Active, Role: flow.RoleAdministrator, Law: noLaw},
	},
}

// Tables lists the procedures of this package.
func Tables() []*flow.Table {
	return []*flow.Table{&DepartmentTable, &UnitTable, &PersonTable, &CommitteeTable, &SystemTable}
}

// FoldDepartment makes the state of a department from its stream.
func FoldDepartment(events []journal.Event) (Department, error) {
	var d Department
	err := journal.Walk(&DepartmentTable, events, func(e journal.Event, to flow.State) {
		d.ID, d.State, d.Version = e.Subject(), to, e.Version
		switch b := e.Body.(type) {
		case DepartmentFounded:
			d.DepartmentData = b.DepartmentData
		case DepartmentChanged:
			d.DepartmentData = b.DepartmentData
		case SupervisorAppointed:
			d.Supervisors = append(d.Supervisors, b.Tenure)
		case SupervisorLeft:
			d.Supervisors = d.Supervisors.leave(b.Person, b.Day)
		case DepartmentClosed:
			d.Supervisors = d.Supervisors.leave(everybody, b.Day)
		}
	})
	return d, err
}

// FoldUnit makes the state of a unit from its stream.
func FoldUnit(events []journal.Event) (Unit, error) {
	var u Unit
	err := journal.Walk(&UnitTable, events, func(e journal.Event, to flow.State) {
		u.ID, u.State, u.Version = e.Subject(), to, e.Version
		switch b := e.Body.(type) {
		case UnitRegistered:
			u.UnitData = b.UnitData
		case UnitChanged:
			u.UnitData = b.UnitData
		case UnitRuleAdopted:
			u.Papers = append(u.Papers, b.Paper)
		case OfficerAppointed:
			u.Officers = append(u.Officers, b.Tenure)
		case OfficerLeft:
			u.Officers = u.Officers.leave(b.Person, b.Day)
		case UnitClosed:
			u.Officers = u.Officers.leave(everybody, b.Day)
		}
	})
	return u, err
}

// FoldPerson makes the state of a person's entry from its stream.
func FoldPerson(events []journal.Event) (Person, error) {
	var p Person
	err := journal.Walk(&PersonTable, events, func(e journal.Event, to flow.State) {
		p.ID, p.State, p.Version = e.Subject(), to, e.Version
		switch b := e.Body.(type) {
		case PersonRegistered:
			p.PersonData = b.PersonData
		case PersonChanged:
			p.PersonData = b.PersonData
		}
	})
	return p, err
}

// FoldCommittee makes the state of a committee from its stream.
func FoldCommittee(events []journal.Event) (Committee, error) {
	var c Committee
	err := journal.Walk(&CommitteeTable, events, func(e journal.Event, to flow.State) {
		c.ID, c.State, c.Version = e.Subject(), to, e.Version
		switch b := e.Body.(type) {
		case CommitteeFounded:
			c.Unit, c.Region, c.CommitteeData = b.Unit, b.Region, b.CommitteeData
		case CommitteeChanged:
			c.CommitteeData = b.CommitteeData
		case CharterAdopted:
			c.Charter = b.Charter
		case RuleAdopted:
			c.Papers = append(c.Papers, b.Paper)
		case MeansStated:
			c.state(b.Means)
		case Certified:
			c.Certificates = append(c.Certificates, b.Certificate)
		case CertificateEnded:
			if last := c.Certificate(); last != nil {
				last.Ended, last.Reason = b.Day, b.Reason
			}
		case MemberAppointed:
			c.Members = append(c.Members, b.Member)
		case MemberChanged:
			c.change(b.Member)
		case MemberLeft:
			c.leave(b.Person, b.Day)
		case CommitteeDissolved:
			c.leave(everybody, b.Day)
		}
		c.follow(flow.MovesOf(e.Body))
	})
	return c, err
}

// FoldSystem makes the state of the house from its stream.
func FoldSystem(events []journal.Event) (System, error) {
	var s System
	err := journal.Walk(&SystemTable, events, func(e journal.Event, to flow.State) {
		s.State, s.Version = to, e.Version
		switch b := e.Body.(type) {
		case AdministratorAppointed:
			s.Administrators = append(s.Administrators, b.Tenure)
		case AdministratorLeft:
			s.Administrators = s.Administrators.leave(b.Person, b.Day)
		}
	})
	return s, err
}
