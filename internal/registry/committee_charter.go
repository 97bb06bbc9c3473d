package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// AdoptCharter records the committee's rules for itself.
type AdoptCharter struct {
	Committee string       `json:"committee"`
	Title     string       `json:"title"`
	Day       calendar.Day `json:"day"`
	File      *blob.Upload `json:"file,omitempty"`
	Version   int64        `json:"version,omitempty"`
	Key       string       `json:"key,omitempty"`
	kept      *blob.Kept
}

// Adopt decides about a charter.
func (c Committee) Adopt(cmd AdoptCharter, f Facts) ([]journal.New, error) {
	ch := Charter{Title: tidy(cmd.Title), Day: cmd.Day}
	if cmd.kept != nil {
		ch.File, ch.Kept = cmd.kept.Hash, cmd.kept
	}
	var wrong errs.List
	checkTitled(&wrong, ch.Title, ch.Day, f)
	return decideOn(&CommitteeTable, c.State, CharterAdopted{ch}, wrong.Err())
}

// AdoptCharter is done by the unit's officers or an administrator.
func (s *Service) AdoptCharter(ctx context.Context, p auth.Principal, now time.Time, cmd AdoptCharter) (_ journal.Outcome, err error) {
	if cmd.kept, err = s.keep(ctx, p, cmd.Committee, cmd.File); err != nil {
		return journal.Outcome{}, err
	}
	return s.onCommittee(ctx, p, now, committeeAct{cmd.Committee, cmd.Version, cmd.Key, cmd},
		func(c Committee, f Facts) ([]journal.New, error) { return c.Adopt(cmd, f) })
}
