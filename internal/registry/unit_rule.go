package registry

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// UnitRules is the packs' list of rules that a unit has to have written down
// (Opinions 2022, V (4); Shenzhen's plan, II (1) item 2).
const UnitRules = "unit_rules"

// RuleOnBreaches is the code of a unit's rules for looking into breaches, by which it
// handles its own cases.
const RuleOnBreaches = "violations"

// AdoptUnitRule enters a rule of a unit, or a new version of it.
type AdoptUnitRule struct {
	Unit    string       `json:"unit"`
	Code    string       `json:"code"`
	Title   string       `json:"title"`
	Day     calendar.Day `json:"day"`
	File    *blob.Upload `json:"file,omitempty"`
	Version int64        `json:"version,omitempty"`
	Key     string       `json:"key,omitempty"`
	kept    *blob.Kept
}

// AdoptRule decides about a rule of the unit. Every version stays.
func (u Unit) AdoptRule(cmd AdoptUnitRule, f Facts) ([]journal.New, error) {
	p, ground, err := u.Papers.adopt(UnitRules, Paper{Code: cmd.Code, Title: cmd.Title, Day: cmd.Day, File: cmd.kept}, f)
	news, err := decideOn(&UnitTable, u.State, UnitRuleAdopted{p}, err)
	if err == nil {
		news[0].Ground = append(news[0].Ground, ground)
	}
	return news, err
}

// AdoptUnitRule is done by the unit's officers or an administrator.
func (s *Service) AdoptUnitRule(ctx context.Context, p auth.Principal, now time.Time, cmd AdoptUnitRule) (_ journal.Outcome, err error) {
	if cmd.kept, err = s.keepFor(ctx, p, auth.UnitEdit, auth.Unit, cmd.Unit, cmd.File); err != nil {
		return journal.Outcome{}, err
	}
	act := auth.Act(p, now, cmd.Key, cmd)
	act.For = cmd.Unit
	return run(ctx, s, p, act, step[Unit]{
		kind: auth.Unit, id: cmd.Unit, version: cmd.Version, fold: FoldUnit,
		may: auth.UnitEdit, to: auth.Unit, toID: cmd.Unit,
		facts:  func(tx *journal.Tx, _ string, u Unit) (Facts, error) { return s.facts(tx, u.Region) },
		decide: func(u Unit, f Facts) ([]journal.New, error) { return u.AdoptRule(cmd, f) },
	})
}

// RulesOf are the rules of a unit in force, without their files.
func RulesOf(r store.Reader, unit string) (Papers, error) {
	out, err := store.Collect(r, func(rows *sql.Rows) (p Paper, err error) {
		err = rows.Scan(&p.Code, &p.No, &p.Title, &p.Day)
		return p, err
	}, `select code, no, title, day from unit_rules where unit = $1 order by code`, unit)
	if err != nil {
		return nil, fmt.Errorf("list rules of unit %s: %w", unit, err)
	}
	return out, nil
}
