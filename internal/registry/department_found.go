package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
)

// FoundDepartment enters a department into the register.
type FoundDepartment struct {
	DepartmentData
	Key string `json:"key,omitempty"`
}

// Found decides about a new department.
func (d Department) Found(cmd FoundDepartment, f Facts) ([]journal.New, error) {
	return decideOn(&DepartmentTable, d.State, DepartmentFounded{cmd.tidy()}, cmd.tidy().check(f))
}

// FoundDepartment is done by an administrator.
func (s *Service) FoundDepartment(ctx context.Context, p auth.Principal, now time.Time, cmd FoundDepartment) (journal.Outcome, error) {
	return run(ctx, s, p, auth.Act(p, now, cmd.Key, cmd), step[Department]{
		kind: auth.Department, fold: FoldDepartment,
		may: auth.DepartmentCreate, to: auth.System,
		facts: func(tx *journal.Tx, id string, _ Department) (Facts, error) {
			return s.departmentFacts(tx, id, cmd.DepartmentData)
		},
		decide: func(d Department, f Facts) ([]journal.New, error) { return d.Found(cmd, f) },
	})
}

func (s *Service) departmentFacts(tx *journal.Tx, id string, d DepartmentData) (Facts, error) {
	f, err := s.facts(tx, d.Region)
	if err == nil {
		f.Namesake, err = sameCode(tx, id, d.tidy().Code)
	}
	return f, err
}
