package registry

import (
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// What happens to a department. Founding and changing carry the whole data.
type (
	DepartmentFounded struct{ DepartmentData }
	DepartmentChanged struct{ DepartmentData }
	DepartmentClosed  struct {
		Day    calendar.Day `json:"day"`
		Reason string       `json:"reason"`
	}
	SupervisorAppointed struct{ Tenure }
	SupervisorLeft      struct{ Leaving }
)

// What happens to a unit. Registering and changing carry the whole data.
type (
	UnitRegistered struct{ UnitData }
	UnitChanged    struct{ UnitData }
	UnitClosed     struct {
		Day    calendar.Day `json:"day"`
		Reason string       `json:"reason"`
	}
	UnitRuleAdopted  struct{ Paper }
	OfficerAppointed struct{ Tenure }
	OfficerLeft      struct{ Leaving }
)

// What happens to a person's entry. None of them carries a name.
type (
	PersonRegistered struct{ PersonData }
	PersonChanged    struct {
		PersonData
		Record bool `json:"record,omitzero"` // the private record was written anew
	}
	PersonErased struct {
		Reason string `json:"reason"`
	}
)

// What happens to a committee.
type (
	CommitteeFounded struct {
		Unit   string `json:"unit"`
		Region string `json:"region"`
		CommitteeData
	}
	CommitteeChanged struct{ CommitteeData }
	CharterAdopted   struct{ Charter }
	MemberAppointed  struct {
		Member
		flow.Clocks
	}
	RuleAdopted struct{ Paper }
	MeansStated struct{ Means }
	Certified   struct {
		Certificate
		flow.Clocks
	}
	CertificateEnded struct {
		Day    calendar.Day `json:"day"` // the first without it
		Reason string       `json:"reason"`
		flow.Clocks
	}
	// MemberChanged puts a new period in place of the rest of the one that
	// covers its first day.
	MemberChanged struct {
		Member
		flow.Clocks
	}
	MemberLeft struct {
		Leaving
		flow.Clocks
	}
	CommitteeDissolved struct {
		Day    calendar.Day `json:"day"`
		Reason string       `json:"reason"`
		flow.Clocks
	}
)

// A committee's own unit used to write down whom it serves. That is a mandate
// now, signed by both sides, so what was written down counts no more.
type (
	servedFounded struct {
		CommitteeFounded
		Serves []string `json:"serves,omitempty"`
	}
	servedChanged struct {
		CommitteeChanged
		Serves []string `json:"serves,omitempty"`
	}
)

// What happens to the house.
type (
	AdministratorAppointed struct{ Tenure }
	AdministratorLeft      struct{ Leaving }
)

func (DepartmentFounded) EventType() string      { return "department.founded" }
func (DepartmentChanged) EventType() string      { return "department.changed" }
func (DepartmentClosed) EventType() string       { return "department.closed" }
func (SupervisorAppointed) EventType() string    { return "department.supervisor_appointed" }
func (SupervisorLeft) EventType() string         { return "department.supervisor_left" }
func (UnitRegistered) EventType() string         { return "unit.registered" }
func (UnitRuleAdopted) EventType() string        { return "unit.rule_adopted" }
func (UnitChanged) EventType() string            { return "unit.changed" }
func (UnitClosed) EventType() string             { return "unit.closed" }
func (OfficerAppointed) EventType() string       { return "unit.officer_appointed" }
func (OfficerLeft) EventType() string            { return "unit.officer_left" }
func (PersonRegistered) EventType() string       { return "person.registered" }
func (PersonChanged) EventType() string          { return "person.changed" }
func (PersonErased) EventType() string           { return "person.erased" }
func (CommitteeFounded) EventType() string       { return "committee.founded" }
func (CommitteeChanged) EventType() string       { return "committee.changed" }
func (CharterAdopted) EventType() string         { return "committee.charter_adopted" }
func (RuleAdopted) EventType() string            { return "committee.rule_adopted" }
func (MeansStated) EventType() string            { return "committee.means_stated" }
func (Certified) EventType() string              { return "committee.certified" }
func (CertificateEnded) EventType() string       { return "committee.certificate_ended" }
func (MemberAppointed) EventType() string        { return "committee.member_appointed" }
func (MemberChanged) EventType() string          { return "committee.member_changed" }
func (MemberLeft) EventType() string             { return "committee.member_left" }
func (CommitteeDissolved) EventType() string     { return "committee.dissolved" }
func (AdministratorAppointed) EventType() string { return "system.administrator_appointed" }
func (AdministratorLeft) EventType() string      { return "system.administrator_left" }

// Types lists the events of this package for the journal.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[DepartmentFounded](), journal.TypeOf[DepartmentChanged](), journal.TypeOf[DepartmentClosed](),
		journal.TypeOf[SupervisorAppointed](), journal.TypeOf[SupervisorLeft](),
		journal.TypeOf[UnitRegistered](), journal.TypeOf[UnitChanged](), journal.TypeOf[UnitRuleAdopted](), journal.TypeOf[UnitClosed](),
		journal.TypeOf[OfficerAppointed](), journal.TypeOf[OfficerLeft](),
		journal.TypeOf[PersonRegistered](), journal.TypeOf[PersonChanged](), journal.TypeOf[PersonErased](),
		journal.Upcast(func(old servedFounded) journal.Body { return old.CommitteeFounded }),
		journal.Upcast(func(old servedChanged) journal.Body { return old.CommitteeChanged }), journal.TypeOf[CharterAdopted](), journal.TypeOf[RuleAdopted](), journal.TypeOf[MeansStated](),
		journal.TypeOf[Certified](), journal.TypeOf[CertificateEnded](),
		journal.TypeOf[MemberAppointed](), journal.TypeOf[MemberChanged](), journal.TypeOf[MemberLeft](),
		journal.TypeOf[CommitteeDissolved](),
		journal.TypeOf[AdministratorAppointed](), journal.TypeOf[AdministratorLeft](),
	}
}
