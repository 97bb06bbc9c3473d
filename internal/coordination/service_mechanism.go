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
	return auth.Begin(ctx, s.J, p, now, auth.Ask(auth.MechanismFound, cmd.Department, 0, cmd.Key, cmd), auth.Start{
		Kind: auth.Department, Stream: func(id string) string { return journal.StreamName(MechanismKind, id) },
		Decide: func(tx *journal.Tx, _ string) ([]journal.New, error) { return s.found(tx, cmd) },
	})
}

// found decides to found a mechanism.
func (s *Service) found(tx *journal.Tx, cmd Found) ([]journal.New, error) {
	as, err := founded(tx, cmd)
	if err != nil {
		return nil, err
	}
	f := Facts{Actor: tx.Actor, Today: calendar.Of(tx.Now)}
	set := s.Book.On(f.Today, as.Region)
	if item, ok := set.Item(mechanismsList, cmd.Preset); ok {
		as.Name = item.Text
		f.Grounds = append(f.Grounds, item.Ground())
		if err := membersOf(tx, set, item, f.Today, &as); err != nil {
			return nil, err
		}
	}
	return Mechanism{}.Found(cmd, as, f)
}

// founded is what the register knows of a mechanism to be.
func founded(tx *journal.Tx, cmd Found) (Founded, error) {
	as := Founded{Preset: cmd.Preset, Office: cmd.Department, Superior: cmd.Superior}
	if cmd.Superior != "" {
		var n int
		if err := tx.Row(`select count(*) from mechanisms where id = $1 and state = 'standing'`, cmd.Superior).Scan(&n); err != nil {
			return as, err
		}
		if n == 0 {
			return as, errs.Mistake("superior", "mechanism.superior", "没有这个上级机制。", "There is no such superior mechanism.")
		}
	}
	if err := tx.Row(`select region from departments where id = $1`, cmd.Department).Scan(&as.Region); err != nil {
		return as, fmt.Errorf("look up department %s: %w", cmd.Department, err)
	}
	if cmd.Region != "" {
		if !strings.HasPrefix(cmd.Region, area(as.Region)) {
			return as, errs.Mistake("region", "mechanism.region", "不在本部门负责的行政区划之内。", "It lies outside the region of your department.")
		}
		as.Region = cmd.Region
	}
	return as, nil
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
func (s *Service) onMechanism(ctx context.Context, p auth.Principal, now time.Time, q auth.Request,
	decide func(*journal.Tx, Mechanism, Facts, *rules.Set) ([]journal.New, error)) (journal.Outcome, error) {
	return run(ctx, s, p, now, q, verb[Mechanism]{kind: MechanismKind, on: auth.Mechanism, fold: FoldMechanism, decide: decide})
}

// Rename gives the mechanism another name.
func (s *Service) Rename(ctx context.Context, p auth.Principal, now time.Time, cmd Rename) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Mechanism, cmd.Version, cmd.Key, auth.Named("rename", cmd)), func(_ *journal.Tx, m Mechanism, f Facts, _ *rules.Set) ([]journal.New, error) {
		return m.Rename(cmd, f)
	})
}

// Join makes a department a member.
func (s *Service) Join(ctx context.Context, p auth.Principal, now time.Time, cmd Join) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Mechanism, cmd.Version, cmd.Key, auth.Named("join", cmd)), func(tx *journal.Tx, m Mechanism, f Facts, set *rules.Set) ([]journal.New, error) {
		name, err := departmentName(tx, set, strings.TrimSpace(cmd.Code))
		if err != nil {
			return nil, err
		}
		return m.Join(cmd, name, f)
	})
}

// Leave ends a membership.
func (s *Service) Leave(ctx context.Context, p auth.Principal, now time.Time, cmd Leave) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Mechanism, cmd.Version, cmd.Key, auth.Named("leave", cmd)), func(_ *journal.Tx, m Mechanism, f Facts, _ *rules.Set) ([]journal.New, error) {
		return m.Leave(cmd, f)
	})
}

// Inform sends a circular to all members.
func (s *Service) Inform(ctx context.Context, p auth.Principal, now time.Time, cmd Inform) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Mechanism, cmd.Version, cmd.Key, auth.Named("inform", cmd)), func(_ *journal.Tx, m Mechanism, f Facts, _ *rules.Set) ([]journal.New, error) {
		return m.Inform(cmd, f)
	})
}

// Dissolve ends the mechanism.
func (s *Service) Dissolve(ctx context.Context, p auth.Principal, now time.Time, cmd OnMechanism) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Mechanism, cmd.Version, cmd.Key, auth.Named("dissolve", cmd)), func(_ *journal.Tx, m Mechanism, f Facts, _ *rules.Set) ([]journal.New, error) {
		return m.Dissolve(cmd.Says, f)
	})
}

// Adopt puts the plan of the packs in force and begins all its tasks, in one act.
func (s *Service) Adopt(ctx context.Context, p auth.Principal, now time.Time, cmd OnMechanism) (journal.Outcome, error) {
	return s.onMechanism(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Mechanism, cmd.Version, cmd.Key, auth.Named("adopt", cmd)), func(tx *journal.Tx, m Mechanism, f Facts, set *rules.Set) ([]journal.New, error) {
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
