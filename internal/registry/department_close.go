package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// CloseDepartment takes a department out of the register. It may not have
// units any more.
type CloseDepartment struct {
	Department string `json:"department"`
	Reason     string `json:"reason"`
	Version    int64  `json:"version,omitempty"`
	Key        string `json:"key,omitempty"`
}

// Close decides about taking the department out of the register.
func (d Department) Close(cmd CloseDepartment, f Facts) ([]journal.New, error) {
	var wrong errs.List
	checkReason(&wrong, cmd.Reason)
	if f.Dependants > 0 {
		wrong.Add(errs.New(errs.Refused, "registry.department.has_units", lang.T(
			"该部门还有 %d 个所属单位。请先将其划归其他部门。",
			"%d units still belong to this department. Move them to another one first."), f.Dependants))
	}
	return decideOn(&DepartmentTable, d.State, DepartmentClosed{Day: f.Today, Reason: tidy(cmd.Reason)}, wrong.Err())
}

// CloseDepartment is done by an administrator.
func (s *Service) CloseDepartment(ctx context.Context, p auth.Principal, now time.Time, cmd CloseDepartment) (journal.Outcome, error) {
	return run(ctx, s, p, auth.Act(p, now, cmd.Key, cmd), step[Department]{
		kind: auth.Department, id: cmd.Department, version: cmd.Version, fold: FoldDepartment,
		may: auth.DepartmentCreate, to: auth.System,
		facts: func(tx *journal.Tx, id string, d Department) (Facts, error) {
			f, err := s.facts(tx, d.Region)
			if err == nil {
				f.Dependants, err = unitsOf(tx, id)
			}
			return f, err
		},
		decide: func(d Department, f Facts) ([]journal.New, error) { return d.Close(cmd, f) },
	})
}
