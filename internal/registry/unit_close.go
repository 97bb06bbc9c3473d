package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// CloseUnit takes a unit out of the register. It may not have a committee any
// more.
type CloseUnit struct {
	Unit    string `json:"unit"`
	Reason  string `json:"reason"`
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// Close decides about taking the unit out of the register.
func (u Unit) Close(cmd CloseUnit, f Facts) ([]journal.New, error) {
	var wrong errs.List
	checkReason(&wrong, cmd.Reason)
	if f.Dependants > 0 {
		wrong.Add(errs.New(errs.Refused, "registry.unit.has_committee", lang.T(
			"该单位还有 %d 个委员会。请先撤销。",
			"This unit still has %d committees. Dissolve them first."), f.Dependants))
	}
	return decideOn(&UnitTable, u.State, UnitClosed{Day: f.Today, Reason: tidy(cmd.Reason)}, wrong.Err())
}

// CloseUnit is done by an administrator.
func (s *Service) CloseUnit(ctx context.Context, p auth.Principal, now time.Time, cmd CloseUnit) (journal.Outcome, error) {
	return run(ctx, s, p, auth.Act(p, now, cmd.Key, cmd), step[Unit]{
		kind: auth.Unit, id: cmd.Unit, version: cmd.Version, fold: FoldUnit,
		may: auth.UnitCreate, to: auth.System,
		facts: func(tx *journal.Tx, id string, u Unit) (Facts, error) {
			f, err := s.facts(tx, u.Region)
			if err == nil {
				f.Dependants, err = committeesOf(tx, id)
			}
			return f, err
		},
		decide: func(u Unit, f Facts) ([]journal.New, error) { return u.Close(cmd, f) },
	})
}
