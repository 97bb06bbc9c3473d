package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// LeaveOffice ends an office.
type LeaveOffice struct {
	Kind BodyKind `json:"kind"`
	Body string   `json:"body"`
	Leaving
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// left checks that somebody who leaves is, or will be, in office.
func (ts Tenures) left(l Leaving) error {
	var wrong errs.List
	checkDay(&wrong, "day", l.Day, true)
	checkLength(&wrong, "reason", l.Reason, maxReason)
	for _, t := range ts {
		if t.Person == l.Person && t.reaches(l.Day) {
			return wrong.Err()
		}
	}
	wrong.Add(errs.New(errs.Refused, "registry.office.not_held", lang.T(
		"此人在该日及以后不担任该职务。", "This person does not hold the office on that day or later.")).At("person"))
	return wrong.Err()
}

// Leave decides about an officer who leaves.
func (u Unit) Leave(l Leaving) ([]journal.New, error) {
	return decideOn(&UnitTable, u.State, OfficerLeft{l.tidy()}, u.Officers.left(l))
}

// Leave decides about a supervisor who leaves.
func (d Department) Leave(l Leaving) ([]journal.New, error) {
	return decideOn(&DepartmentTable, d.State, SupervisorLeft{l.tidy()}, d.Supervisors.left(l))
}

// Leave decides about an administrator who leaves. Somebody must remain who
// can appoint others.
func (s System) Leave(l Leaving) ([]journal.New, error) {
	wrong := s.Administrators.left(l)
	next := l.Day.AddDays(1)
	stays := false
	for _, t := range s.Administrators {
		stays = stays || t.Person != l.Person && t.On(next)
	}
	if wrong == nil && !stays {
		wrong = errs.New(errs.Refused, "registry.system.last_administrator", lang.T(
			"至少须保留一名管理员。请先任命他人。", "One administrator must remain. Appoint somebody else first.")).At("person")
	}
	return decideOn(&SystemTable, s.State, AdministratorLeft{l.tidy()}, wrong)
}

// LeaveOffice ends an office. Who may appoint to it may end it.
func (s *Service) LeaveOffice(ctx context.Context, p auth.Principal, now time.Time, cmd LeaveOffice) (journal.Outcome, error) {
	return s.inOffice(ctx, p, auth.Act(p, now, cmd.Key, cmd), office{
		kind: cmd.Kind, body: cmd.Body, person: cmd.Person, version: cmd.Version,
		unit:       func(u Unit, _ Facts) ([]journal.New, error) { return u.Leave(cmd.Leaving) },
		department: func(d Department, _ Facts) ([]journal.New, error) { return d.Leave(cmd.Leaving) },
		house:      func(h System, _ Facts) ([]journal.New, error) { return h.Leave(cmd.Leaving) },
	})
}
