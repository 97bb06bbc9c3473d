package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// FoundCommittee founds a committee at a unit.
type FoundCommittee struct {
	Unit string `json:"unit"`
	CommitteeData
	Key string `json:"key,omitempty"`
}

// Found decides about a new committee.
func (c Committee) Found(cmd FoundCommittee, f Facts) ([]journal.New, error) {
	var wrong errs.List
	data := cmd.tidy()
	checkActive(&wrong, "unit", "unit", cmd.Unit, f)
	data.check(&wrong, f)
	return decideOn(&CommitteeTable, c.State, CommitteeFounded{Unit: cmd.Unit, Region: f.Region, CommitteeData: data}, wrong.Err())
}

// FoundCommittee is done by the unit's officers or an administrator.
func (s *Service) FoundCommittee(ctx context.Context, p auth.Principal, now time.Time, cmd FoundCommittee) (journal.Outcome, error) {
	a := auth.Act(p, now, cmd.Key, cmd)
	a.For = cmd.Unit
	return run(ctx, s, p, a, step[Committee]{
		kind: auth.Committee, fold: FoldCommittee,
		may: auth.CommitteeFound, to: auth.Unit, toID: cmd.Unit,
		facts: func(tx *journal.Tx, _ string, _ Committee) (Facts, error) {
			return s.foundingFacts(tx, cmd)
		},
		decide: func(c Committee, f Facts) ([]journal.New, error) { return c.Found(cmd, f) },
	})
}

// foundingFacts looks at the unit.
func (s *Service) foundingFacts(tx *journal.Tx, cmd FoundCommittee) (Facts, error) {
	events, err := tx.Look(journal.StreamName(auth.Unit, cmd.Unit))
	if err != nil {
		return Facts{}, err
	}
	unit, err := FoldUnit(events)
	if err != nil {
		return Facts{}, err
	}
	f, err := s.facts(tx, unit.Region, streams(auth.Unit, cmd.Unit)...)
	f.Region = unit.Region
	return f, err
}
