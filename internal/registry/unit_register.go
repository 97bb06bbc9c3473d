package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
)

// RegisterUnit enters a unit into the register.
type RegisterUnit struct {
	UnitData
	Key string `json:"key,omitempty"`
}

// Register decides about a new unit.
func (u Unit) Register(cmd RegisterUnit, f Facts) ([]journal.New, error) {
	return decideOn(&UnitTable, u.State, UnitRegistered{cmd.tidy()}, cmd.tidy().check(f))
}

// RegisterUnit is done by an administrator.
func (s *Service) RegisterUnit(ctx context.Context, p auth.Principal, now time.Time, cmd RegisterUnit) (journal.Outcome, error) {
	return run(ctx, s, p, auth.Act(p, now, cmd.Key, cmd), step[Unit]{
		kind: auth.Unit, fold: FoldUnit,
		may: auth.UnitCreate, to: auth.System,
		facts: func(tx *journal.Tx, id string, _ Unit) (Facts, error) {
			return s.unitFacts(tx, id, cmd.UnitData)
		},
		decide: func(u Unit, f Facts) ([]journal.New, error) { return u.Register(cmd, f) },
	})
}

func (s *Service) unitFacts(tx *journal.Tx, id string, d UnitData) (Facts, error) {
	d = d.tidy()
	f, err := s.facts(tx, d.Region, streams(auth.Department, d.Department)...)
	if err == nil {
		f.Namesake, err = sameName(tx, id, d.Name.ZH)
	}
	return f, err
}
