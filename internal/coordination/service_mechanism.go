package coordination

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
)

// Found founds a mechanism whose office is a department.
func (s *Service) Found(ctx context.Context, p auth.Principal, now time.Time, cmd Found) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.MechanismFound, auth.Department, cmd.Department); err != nil {
			return err
		}
		if cmd.Superior != "" {
			var n int
			if err := tx.Row(`select count(*) from mechanisms where id = $1 and state = 'standing'`, cmd.Superior).Scan(&n); err != nil {
				return err
			}
			if n == 0 {
				return errs.Mistake("superior", "mechanism.superior", "没有这个上级机制。", "There is no such superior mechanism.")
			}
		}
		as := Founded{Preset: cmd.Preset, Office: cmd.Department, Superior: cmd.Superior}
		if err := tx.Row(`select region from departments where id = $1`, cmd.Department).Scan(&as.Region); err != nil {
			return fmt.Errorf("look up department %s: %w", cmd.Department, err)
		}
		if cmd.Region != "" {
			if !strings.HasPrefix(cmd.Region, area(as.Region)) {
				return errs.Mistake("region", "mechanism.region", "不在本部门负责的行政区划之内。", "It lies outside the region of your department.")
			}
			as.Region = cmd.Region
		}
		f := Facts{Actor: tx.Actor, Today: calendar.Of(now)}
		set := s.Book.On(f.Today, as.Region)
		if item, ok := set.Item(mechanismsList, cmd.Preset); ok {
			as.Name = item.Text
			f.Grounds = append(f.Grounds, item.Ground())
			if err := membersOf(tx, set, item, f.Today, &as); err != nil {
				return err
			}
		}
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		news, err := Mechanism{}.Found(cmd, as, f)
		if err != nil {
			return err
		}
		tx.For, tx.Result = cmd.Department, id
		return start(tx, MechanismKind, id, news)
	})
}

// membersOf are the members that the packs name on a day.
func membersOf(tx *journal.Tx, set *rules.Set, of rules.Item, day calendar.Day, as *Founded) error {
	for _, item := range set.List(membersList) {
		if in := item.Str("mechanism"); in != "" && in != of.Code {
			continue
		}
		name, err := departmentName(tx, set, item.Code)
		if err != nil {
			return err
		}
		if name.IsZero() {
			return fmt.Errorf("found mechanism %s: the packs list no department %s", of.Code, item.Code)
		}
		as.Members = append(as.Members, Member{Code: item.Code, Name: name, Duty: item.Text, From: day})
	}
	return nil
}

// onMechanism runs a verb of the office on its mechanism.
func (s *Service) onMechanism(ctx context.Context, p auth.Principal, now time.Time, name, id string, version int64, key string, cmd any,
	decide func(*journal.Tx, Mechanism, Facts, *rules.Set) ([]journal.New, error)) (journal.Outcome, error) {
	return run(ctx, s, p, now, verb[Mechanism]{name: name, kind: MechanismKind, id: id, may: auth.MechanismRun, on: auth.Mechanism, version: version, key: key, cmd: cmd, fold: FoldMechanism, decide: decide})
}

// Rename gives the mechanism another name.
func (s *Service) Rename(ctx context.Context, p auth.Principal, now time.Time, cmd Rename) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, "rename", cmd.Mechanism, cmd.Version, cmd.Key, cmd, func(_ *journal.Tx, m Mechanism, f Facts, _ *rules.Set) ([]journal.New, error) {
		return m.Rename(cmd, f)
	})
}

// Join makes a department a member.
func (s *Service) Join(ctx context.Context, p auth.Principal, now time.Time, cmd Join) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, "join", cmd.Mechanism, cmd.Version, cmd.Key, cmd, func(tx *journal.Tx, m Mechanism, f Facts, set *rules.Set) ([]journal.New, error) {
		name, err := departmentName(tx, set, strings.TrimSpace(cmd.Code))
		if err != nil {
			return nil, err
		}
		return m.Join(cmd, name, f)
	})
}

// Leave ends a membership.
func (s *Service) Leave(ctx context.Context, p auth.Principal, now time.Time, cmd Leave) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, "leave", cmd.Mechanism, cmd.Version, cmd.Key, cmd, func(_ *journal.Tx, m Mechanism, f Facts, _ *rules.Set) ([]journal.New, error) {
		return m.Leave(cmd, f)
	})
}

// Inform sends a circular to all members.
func (s *Service) Inform(ctx context.Context, p auth.Principal, now time.Time, cmd Inform) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, "inform", cmd.Mechanism, cmd.Version, cmd.Key, cmd, func(_ *journal.Tx, m Mechanism, f Facts, _ *rules.Set) ([]journal.New, error) {
		return m.Inform(cmd, f)
	})
}

// Dissolve ends the mechanism.
func (s *Service) Dissolve(ctx context.Context, p auth.Principal, now time.Time, cmd OnMechanism) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, "dissolve", cmd.Mechanism, cmd.Version, cmd.Key, cmd, func(_ *journal.Tx, m Mechanism, f Facts, _ *rules.Set) ([]journal.New, error) {
		return m.Dissolve(cmd.Says, f)
	})
}

// Adopt puts the plan of the packs in force and begins all its tasks, in one act.
func (s *Service) Adopt(ctx context.Context, p auth.Principal, now time.Time, cmd OnMechanism) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, "adopt", cmd.Mechanism, cmd.Version, cmd.Key, cmd, func(tx *journal.Tx, m Mechanism, f Facts, set *rules.Set) ([]journal.New, error) {
		items, source := set.List(tasksList), ""
		if len(items) > 0 {
			source = items[0].Source
			f.Grounds = append([]flow.Ground{items[0].Ground()}, f.Grounds...)
		}
		news, err := m.Adopt(source, len(items), f)
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			o, err := planned(set, item, f)
			if err != nil {
				return nil, err
			}
			id, err := tx.NewID()
			if err != nil {
				return nil, err
			}
			f.Grounds = []flow.Ground{item.Ground()}
			if err := start(tx, TaskKind, id, Task{}.Set(m.ID, o, f)); err != nil {
				return nil, err
			}
		}
		return news, nil
	})
}

// planned is the task that an item of a plan makes.
func planned(set *rules.Set, item rules.Item, f Facts) (Order, error) {
	o := Order{Plan: item.Source, Item: item.Article, Title: item.Text, Text: item.Help, Lead: item.Str("lead"), Joint: item.Strs("joint")}
	if item.Bool("everyone") {
		o.Joint = slices.Clone(f.Members)
	}
	o.Joint = slices.DeleteFunc(o.Joint, func(c string) bool { return c == o.Lead })
	for _, code := range append([]string{o.Lead}, o.Joint...) {
		if !slices.Contains(f.Members, code) {
			return o, errs.Refuse("mechanism.plan_member", "方案第 %s 项的“%s”还不是成员单位，请先把它列为成员。", "Item %s of the plan names %q, which is no member yet; make it one first.", item.Article, code)
		}
	}
	if name := item.Str("due"); name != "" {
		p, ok := set.Param(name)
		if !ok {
			return o, fmt.Errorf("adopt plan: item %s needs the param %s", item.Code, name)
		}
		o.Due = calendar.Day(p.Str())
	}
	return o, nil
}
