package registry

import (
	"context"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// ChangeMember gives a sitting member another role or other expertise from a
// day on. The term goes on to its end, unless another is given.
type ChangeMember struct {
	Committee string       `json:"committee"`
	Person    string       `json:"person"`
	Day       calendar.Day `json:"day"`
	Until     calendar.Day `json:"until,omitempty"` // empty: as before
	Role      Role         `json:"role"`
	Expertise []string     `json:"expertise,omitempty"`
	Local     bool         `json:"local,omitzero"`
	Version   int64        `json:"version,omitempty"`
	Key       string       `json:"key,omitempty"`
}

// ChangeMember decides about another role or expertise of a sitting member.
func (c Committee) ChangeMember(cmd ChangeMember, f Facts) ([]journal.New, error) {
	i := slices.IndexFunc(c.Members, func(m Member) bool { return m.Person == cmd.Person && m.On(cmd.Day) })
	if c.State == Active && i < 0 {
		return nil, errs.New(errs.Refused, "registry.member.not_sitting", lang.T(
			"此人在该日不是本委员会的成员。", "This person does not sit on the committee on that day.")).At("person")
	}
	var m Member
	if i >= 0 {
		m = c.Members[i]
	}
	m.From, m.Role, m.Expertise, m.Local = cmd.Day, cmd.Role, tidyCodes(cmd.Expertise), cmd.Local
	if cmd.Until != "" {
		m.Until = cmd.Until
	}
	var wrong errs.List
	checkDay(&wrong, "day", cmd.Day, true)
	checkDay(&wrong, "until", cmd.Until, false)
	m.check(&wrong, f)
	if cmd.Until != "" || i >= 0 && !c.Members[i].Role.Votes() { // a new term begins
		m.checkTerm(&wrong, f)
	}
	return decideOn(&CommitteeTable, c.State, MemberChanged{Member: m, Clocks: flow.Clocks{Moves: c.terms(c.with(func(c *Committee) { c.change(m) }), f)}}, wrong.Err())
}

// ChangeMember is done by the unit's officers or an administrator.
func (s *Service) ChangeMember(ctx context.Context, p auth.Principal, now time.Time, cmd ChangeMember) (journal.Outcome, error) {
	a := auth.Act(p, now, cmd.Key, cmd)
	a.For = cmd.Committee
	return run(ctx, s, p, a, step[Committee]{
		kind: auth.Committee, id: cmd.Committee, version: cmd.Version, fold: FoldCommittee,
		may: auth.CommitteeAppoint, to: auth.Committee, toID: cmd.Committee,
		facts: func(tx *journal.Tx, _ string, c Committee) (Facts, error) {
			return s.facts(tx, c.Region)
		},
		decide: func(c Committee, f Facts) ([]journal.New, error) { return c.ChangeMember(cmd, f) },
	})
}
