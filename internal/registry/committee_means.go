package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Means is the unit's yearly word on what its committee has to work with, and
// that nobody interferes with it (Opinions III (2)).
type Means struct {
	Year        int    `json:"year"`
	Staff       int    `json:"staff"`  // people who work for the committee's office
	Budget      int    `json:"budget"` // of the year, in yuan
	Premises    string `json:"premises"`
	Independent bool   `json:"independent"` // the unit declares it
	Note        string `json:"note,omitempty"`
}

// StateMeans enters the statement of a year; a later one of the same year takes
// its place.
type StateMeans struct {
	Committee string `json:"committee"`
	Means
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// StateMeans decides about the statement of a year.
func (c Committee) StateMeans(cmd StateMeans, f Facts) ([]journal.New, error) {
	m := cmd.Means
	m.Premises, m.Note = tidy(m.Premises), tidy(m.Note)
	var wrong errs.List
	if year := f.Today.Year(); m.Year < year-1 || m.Year > year {
		wrong.Add(errs.New(errs.Invalid, "registry.means.year", lang.T("只能声明今年或者去年的情况。", "State this year or the last.")).At("year"))
	}
	if m.Staff < 0 {
		wrong.Add(errs.New(errs.Invalid, "registry.means.number", lang.T("请填写不小于零的整数。", "Give a whole number, zero or more.")).At("staff"))
	}
	if m.Budget < 0 {
		wrong.Add(errs.New(errs.Invalid, "registry.means.number", lang.T("请填写不小于零的整数。", "Give a whole number, zero or more.")).At("budget"))
	}
	if m.Premises == "" {
		wrong.Add(errMissing("premises"))
	}
	if !m.Independent {
		wrong.Add(errs.New(errs.Invalid, "registry.means.independent", lang.T(
			"单位须声明不干预委员会独立审查，否则声明不成立（意见三（二））。",
			"The unit has to declare that it leaves the committee independent; without that there is no statement (Opinions III (2)).")).At("independent"))
	}
	checkLength(&wrong, "premises", m.Premises, maxReason)
	checkLength(&wrong, "note", m.Note, maxReason)
	return decideOn(&CommitteeTable, c.State, MeansStated{m}, wrong.Err())
}

// StateMeans is done by the unit's officers or an administrator.
func (s *Service) StateMeans(ctx context.Context, p auth.Principal, now time.Time, cmd StateMeans) (journal.Outcome, error) {
	return s.onCommittee(ctx, p, now, committeeAct{cmd.Committee, cmd.Version, cmd.Key, cmd},
		func(c Committee, f Facts) ([]journal.New, error) { return c.StateMeans(cmd, f) })
}

// MeansOf is the statement of a year, or nil.
func (c Committee) MeansOf(year int) *Means {
	for i := range c.Means {
		if c.Means[i].Year == year {
			return &c.Means[i]
		}
	}
	return nil
}

func (c *Committee) state(m Means) {
	if old := c.MeansOf(m.Year); old != nil {
		*old = m
		return
	}
	c.Means = append(c.Means, m)
}
