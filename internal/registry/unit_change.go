package registry

import (
	"context"
	"reflect"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
)

// ChangeUnit replaces what is written down about a unit.
type ChangeUnit struct {
	Unit string `json:"unit"`
	UnitData
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// Change decides about new data. Equal data change nothing.
func (u Unit) Change(cmd ChangeUnit, f Facts) ([]journal.New, error) {
	data := cmd.tidy()
	if u.State == Active && reflect.DeepEqual(data, u.UnitData) {
		return nil, nil
	}
	return decideOn(&UnitTable, u.State, UnitChanged{data}, data.check(f))
}

// ChangeUnit is done by the unit's officers or an administrator.
func (s *Service) ChangeUnit(ctx context.Context, p auth.Principal, now time.Time, cmd ChangeUnit) (journal.Outcome, error) {
	return run(ctx, s, p, auth.Act(p, now, cmd.Key, cmd), step[Unit]{
		kind: auth.Unit, id: cmd.Unit, version: cmd.Version, fold: FoldUnit,
		may: auth.UnitEdit, to: auth.Unit, toID: cmd.Unit,
		facts: func(tx *journal.Tx, id string, _ Unit) (Facts, error) {
			return s.unitFacts(tx, id, cmd.UnitData)
		},
		decide: func(u Unit, f Facts) ([]journal.New, error) { return u.Change(cmd, f) },
	})
}
