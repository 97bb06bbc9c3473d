package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// DissolveCommittee ends a committee and every membership in it.
type DissolveCommittee struct {
	Committee string `json:"committee"`
	Reason    string `json:"reason"`
	Version   int64  `json:"version,omitempty"`
	Key       string `json:"key,omitempty"`
}

// Dissolve decides about the end of the committee.
func (c Committee) Dissolve(cmd DissolveCommittee, f Facts) ([]journal.New, error) {
	var wrong errs.List
	will := c.with(func(c *Committee) { c.State = Dissolved })
	checkReason(&wrong, cmd.Reason)
	return decideOn(&CommitteeTable, c.State, CommitteeDissolved{Day: f.Today, Reason: tidy(cmd.Reason), Clocks: flow.Clocks{Moves: append(c.terms(will, f), c.endCertificate()...)}}, wrong.Err())
}

// DissolveCommittee is done by the unit's officers or an administrator.
func (s *Service) DissolveCommittee(ctx context.Context, p auth.Principal, now time.Time, cmd DissolveCommittee) (journal.Outcome, error) {
	a := auth.Act(p, now, cmd.Key, cmd)
	a.For = cmd.Committee
	return run(ctx, s, p, a, step[Committee]{
		kind: auth.Committee, id: cmd.Committee, version: cmd.Version, fold: FoldCommittee,
		may: auth.CommitteeEdit, to: auth.Committee, toID: cmd.Committee,
		facts: func(tx *journal.Tx, _ string, c Committee) (Facts, error) {
			return s.facts(tx, c.Region)
		},
		decide: func(c Committee, f Facts) ([]journal.New, error) { return c.Dissolve(cmd, f) },
	})
}
