package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
)

// ChangeDepartment replaces what is written down about a department.
type ChangeDepartment struct {
	Department string `json:"department"`
	DepartmentData
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// Change decides about new data. Equal data change nothing.
func (d Department) Change(cmd ChangeDepartment, f Facts) ([]journal.New, error) {
	data := cmd.tidy()
	if d.State == Active && data == d.DepartmentData {
		return nil, nil
	}
	return decideOn(&DepartmentTable, d.State, DepartmentChanged{data}, data.check(f))
}

// ChangeDepartment is done by the department's supervisors or an administrator.
func (s *Service) ChangeDepartment(ctx context.Context, p auth.Principal, now time.Time, cmd ChangeDepartment) (journal.Outcome, error) {
	return run(ctx, s, p, auth.Act(p, now, cmd.Key, cmd), step[Department]{
		kind: auth.Department, id: cmd.Department, version: cmd.Version, fold: FoldDepartment,
		may: auth.DepartmentEdit, to: auth.Department, toID: cmd.Department,
		facts: func(tx *journal.Tx, id string, _ Department) (Facts, error) {
			return s.departmentFacts(tx, id, cmd.DepartmentData)
		},
		decide: func(d Department, f Facts) ([]journal.New, error) { return d.Change(cmd, f) },
	})
}
