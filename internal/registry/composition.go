package registry

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/rules"
)

// Sitting returns who sits on the committee on a day, in whatever role, by
// rank. A term that has ended is no membership.
func (c Committee) Sitting(day calendar.Day) []Member {
	var out []Member
	for _, m := range c.Members {
		if c.State == Active && m.On(day) {
			out = append(out, m)
		}
	}
	rank := CommitteeRoles()
	slices.SortStableFunc(out, func(a, b Member) int {
		return slices.Index(rank, a.Role) - slices.Index(rank, b.Role)
	})
	return out
}

// Roster returns the members with a vote on a day, by rank.
func (c Committee) Roster(day calendar.Day) []Member {
	return slices.DeleteFunc(c.Sitting(day), func(m Member) bool { return !m.Role.Votes() })
}

// Composition is what the rules say about a committee's members on a day.
type Composition struct {
	Day       calendar.Day     `json:"day,omitempty"`
	Standards []rules.Standard `json:"standards,omitempty"` // what holds and what does not, in the order of the rules
	Grounds   []flow.Ground    `json:"grounds,omitempty"`   // what it rests on
}

// Holds reports whether every standard is met.
func (c Composition) Holds() bool { return len(c.Standards) > 0 && len(c.Lacks()) == 0 }

// Lacks returns the standards that are not met.
func (c Composition) Lacks() []rules.Standard {
	var out []rules.Standard
	for _, s := range c.Standards {
		if !s.Holds {
			out = append(out, s)
		}
	}
	return out
}

// Standards asks the rules how the committee has to be composed and whether it
// is, on a day (Review Measures art. 7). An error means that the rules could
// not be evaluated, never "no".
func (c Committee) Standards(set *rules.Set, day calendar.Day) (Composition, error) {
	answer := set.Evaluate("composition", c.compositionVars(day))
	if err := answer.Err(); err != nil {
		return Composition{}, err
	}
	out := Composition{Day: day, Standards: answer.Standards("standards")}
	for _, r := range answer.Reasons {
		out.Grounds = append(out.Grounds, r.Ground())
	}
	return out, nil
}

// compositionVars is the committee as the rules see it.
func (c Committee) compositionVars(day calendar.Day) map[string]any {
	members, local := []any{}, false
	for _, m := range c.Roster(day) {
		expertise := make([]any, len(m.Expertise))
		for i, e := range m.Expertise {
			expertise[i] = e
		}
		members = append(members, map[string]any{
			"role": string(m.Role), "sex": string(m.Sex), "expertise": expertise, "external": m.External,
			"term_from": string(m.From), "term_until": string(m.Until),
		})
		local = local || m.Local
	}
	region, _ := regions.Lookup(c.Region)
	return map[string]any{"on": string(day), "committee": map[string]any{
		"members": members, "autonomous_area": region.Autonomous(), "local_expert": local, "fields": slices.Clone(c.Fields),
	}}
}

// Lawful refuses when the committee may not decide on a day, with one error
// for each standard that it does not meet.
func (c Committee) Lawful(set *rules.Set, day calendar.Day) error {
	if err := legal(&CommitteeTable, c.State, "committee.changed"); err != nil {
		return err
	}
	comp, err := c.Standards(set, day)
	if err != nil {
		return err
	}
	var lacking errs.List
	for _, s := range comp.Lacks() {
		lacking.Add(errs.New(errs.Refused, "registry.committee.below_standard", lang.T(
			"委员会的组成不符合要求，不能作出决定：%s（应有 %d，现有 %d；%s）",
			"The committee is not composed as required and cannot decide: %s (needed %d, there are %d; %s)"),
			s.Text, s.Need, s.Have, s.Cited))
	}
	if len(comp.Standards) == 0 {
		lacking.Add(errs.New(errs.Refused, "registry.committee.no_standard", lang.T(
			"现行规则没有规定委员会的组成，不能判断其能否作出决定。",
			"The rules in force do not say how a committee is composed, so it cannot be told whether it may decide.")))
	}
	return lacking.Err()
}
