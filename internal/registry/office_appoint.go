package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// AppointOffice puts somebody in office: as an officer of a unit, a supervisor
// of a department or an administrator of the house.
type AppointOffice struct {
	Kind BodyKind `json:"kind"`
	Body string   `json:"body"` // ignored for InSystem
	Tenure
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// appoint checks a new tenure against those there are.
func (ts Tenures) appoint(t Tenure, f Facts) error {
	var wrong errs.List
	t.check(&wrong, f)
	for _, other := range ts {
		if other.Person == t.Person && other.overlaps(t) {
			wrong.Add(errs.New(errs.Refused, "registry.office.held", lang.T(
				"此人在这段时间内已担任该职务。", "This person holds the office during that time already.")).At("person"))
			break
		}
	}
	return wrong.Err()
}

// Appoint decides about a new officer of the unit.
func (u Unit) Appoint(t Tenure, f Facts) ([]journal.New, error) {
	return decideOn(&UnitTable, u.State, OfficerAppointed{t}, u.Officers.appoint(t, f))
}

// Appoint decides about a new supervisor in the department.
func (d Department) Appoint(t Tenure, f Facts) ([]journal.New, error) {
	return decideOn(&DepartmentTable, d.State, SupervisorAppointed{t}, d.Supervisors.appoint(t, f))
}

// Appoint decides about a new administrator.
func (s System) Appoint(t Tenure, f Facts) ([]journal.New, error) {
	return decideOn(&SystemTable, s.State, AdministratorAppointed{t}, s.Administrators.appoint(t, f))
}

// AppointOffice is done, for officers of a unit, by its officers or an
// administrator; for supervisors and administrators by an administrator, the
// very first by the operator of the machine.
func (s *Service) AppointOffice(ctx context.Context, p auth.Principal, now time.Time, cmd AppointOffice) (journal.Outcome, error) {
	return s.inOffice(ctx, p, auth.Act(p, now, cmd.Key, cmd), office{
		kind: cmd.Kind, body: cmd.Body, person: cmd.Person, version: cmd.Version,
		unit:       func(u Unit, f Facts) ([]journal.New, error) { return u.Appoint(cmd.Tenure, f) },
		department: func(d Department, f Facts) ([]journal.New, error) { return d.Appoint(cmd.Tenure, f) },
		house:      func(h System, f Facts) ([]journal.New, error) { return h.Appoint(cmd.Tenure, f) },
	})
}

// office is a verb on offices, with the decision for each kind of body.
type office struct {
	kind       BodyKind
	body       string
	person     string
	version    int64
	unit       func(Unit, Facts) ([]journal.New, error)
	department func(Department, Facts) ([]journal.New, error)
	house      func(System, Facts) ([]journal.New, error)
}

// inOffice runs a verb on the stream of the body.
func (s *Service) inOffice(ctx context.Context, p auth.Principal, a journal.Act, o office) (journal.Outcome, error) {
	switch o.kind {
	case InUnit:
		a.For = o.body
		return run(ctx, s, p, a, step[Unit]{kind: auth.Unit, id: o.body, version: o.version, fold: FoldUnit,
			may: auth.UnitOfficer, to: auth.Unit, toID: o.body, facts: officeFacts[Unit](s, o.person), decide: o.unit})
	case InDepartment:
		a.For = o.body
		return run(ctx, s, p, a, step[Department]{kind: auth.Department, id: o.body, version: o.version, fold: FoldDepartment,
			may: auth.SystemAppoint, to: auth.System, facts: officeFacts[Department](s, o.person), decide: o.department})
	case InSystem:
		return run(ctx, s, p, a, step[System]{kind: auth.System, id: House, version: o.version, fold: FoldSystem,
			may: auth.SystemAppoint, to: auth.System, facts: officeFacts[System](s, o.person), decide: o.house})
	}
	return journal.Outcome{}, errUnknownCode("kind", string(o.kind))
}

func officeFacts[S any](s *Service, person string) func(*journal.Tx, string, S) (Facts, error) {
	return func(tx *journal.Tx, _ string, _ S) (Facts, error) {
		return s.facts(tx, "", streams(auth.Person, person)...)
	}
}
