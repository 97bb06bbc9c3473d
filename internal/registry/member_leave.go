package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// LeaveCommittee ends a membership.
type LeaveCommittee struct {
	Committee string `json:"committee"`
	Leaving
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// Leave decides about the end of a membership.
func (c Committee) Leave(cmd LeaveCommittee, f Facts) ([]journal.New, error) {
	will := c.with(func(c *Committee) { c.leave(cmd.Person, cmd.Day) })
	return decideOn(&CommitteeTable, c.State, MemberLeft{Leaving: cmd.tidy(), Clocks: flow.Clocks{Moves: c.terms(will, f)}}, c.tenures().left(cmd.Leaving))
}

// LeaveCommittee is done by the unit's officers or an administrator.
func (s *Service) LeaveCommittee(ctx context.Context, p auth.Principal, now time.Time, cmd LeaveCommittee) (journal.Outcome, error) {
	a := auth.Act(p, now, cmd.Key, cmd)
	a.For = cmd.Committee
	return run(ctx, s, p, a, step[Committee]{
		kind: auth.Committee, id: cmd.Committee, version: cmd.Version, fold: FoldCommittee,
		may: auth.CommitteeRemove, to: auth.Committee, toID: cmd.Committee,
		facts: func(tx *journal.Tx, _ string, c Committee) (Facts, error) {
			return s.facts(tx, c.Region)
		},
		decide: func(c Committee, f Facts) ([]journal.New, error) { return c.Leave(cmd, f) },
	})
}
