package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// AdoptCharter records the committee's rules for itself.
type AdoptCharter struct {
	Committee string `json:"committee"`
	Charter
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// Adopt decides about a charter.
func (c Committee) Adopt(cmd AdoptCharter, f Facts) ([]journal.New, error) {
	cmd.Title, cmd.File = tidy(cmd.Title), tidy(cmd.File)
	var wrong errs.List
	if cmd.Title == "" {
		wrong.Add(errMissing("title"))
	}
	checkLength(&wrong, "title", cmd.Title, maxName)
	checkDay(&wrong, "day", cmd.Day, true)
	if cmd.Day > f.Today {
		wrong.Add(errs.New(errs.Invalid, "registry.charter.future", lang.T(
			"通过日期不能晚于今天。", "The day of adoption cannot lie in the future.")).At("day"))
	}
	return decideOn(&CommitteeTable, c.State, CharterAdopted{cmd.Charter}, wrong.Err())
}

// AdoptCharter is done by the unit's officers or an administrator.
func (s *Service) AdoptCharter(ctx context.Context, p auth.Principal, now time.Time, cmd AdoptCharter) (journal.Outcome, error) {
	a := act(p, now, cmd.Key, cmd)
	a.For = cmd.Committee
	return run(ctx, s, p, a, step[Committee]{
		kind: auth.Committee, id: cmd.Committee, version: cmd.Version, fold: FoldCommittee,
		may: auth.CommitteeEdit, to: auth.Committee, toID: cmd.Committee,
		facts: func(tx *journal.Tx, _ string, c Committee) (Facts, error) {
			return s.facts(tx, c.Region)
		},
		decide: func(c Committee, f Facts) ([]journal.New, error) { return c.Adopt(cmd, f) },
	})
}
