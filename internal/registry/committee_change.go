package registry

import (
	"context"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// ChangeCommittee replaces what is written down about a committee.
type ChangeCommittee struct {
	Committee string `json:"committee"`
	CommitteeData
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// Change decides about new data. Equal data change nothing.
func (c Committee) Change(cmd ChangeCommittee, f Facts) ([]journal.New, error) {
	data := cmd.tidy()
	same := data.Name == c.Name && slices.Equal(data.Fields, c.Fields) && data.KindOr() == c.KindOr() && data.Staff == c.Staff
	if c.State == Active && same {
		return nil, nil
	}
	var wrong errs.List
	data.check(&wrong, f)
	return decideOn(&CommitteeTable, c.State, CommitteeChanged{data}, wrong.Err())
}

// ChangeCommittee is done by the unit's officers or an administrator.
func (s *Service) ChangeCommittee(ctx context.Context, p auth.Principal, now time.Time, cmd ChangeCommittee) (journal.Outcome, error) {
	a := auth.Act(p, now, cmd.Key, cmd)
	a.For = cmd.Committee
	return run(ctx, s, p, a, step[Committee]{
		kind: auth.Committee, id: cmd.Committee, version: cmd.Version, fold: FoldCommittee,
		may: auth.CommitteeEdit, to: auth.Committee, toID: cmd.Committee,
		facts: func(tx *journal.Tx, _ string, c Committee) (Facts, error) {
			return s.facts(tx, c.Region)
		},
		decide: func(c Committee, f Facts) ([]journal.New, error) { return c.Change(cmd, f) },
	})
}
