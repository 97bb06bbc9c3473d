package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// AppointMember appoints somebody to a committee: anew, or for a further term
// that begins after the present one.
type AppointMember struct {
	Committee string `json:"committee"`
	Member
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// Appoint decides about a new member or term.
func (c Committee) Appoint(cmd AppointMember, f Facts) ([]journal.New, error) {
	m := cmd.Member
	m.Expertise, m.External = tidyCodes(m.Expertise), f.PersonUnit == "" || f.PersonUnit != c.Unit
	var wrong errs.List
	wrong = append(wrong, errs.All(c.tenures().appoint(m.Tenure, f))...)
	m.check(&wrong, f)
	ground := m.checkTerm(&wrong, f)
	news, err := decideOn(&CommitteeTable, c.State, MemberAppointed{Member: m, Clocks: flow.Clocks{Moves: c.terms(c.with(func(c *Committee) { c.Members = append(c.Members, m) }), f)}}, wrong.Err())
	if err == nil && ground != nil {
		news[0].Ground = []flow.Ground{*ground}
	}
	return news, err
}

// termYears is the param that bounds the term of a member (art. 7).
const termYears = "term_years"

// checkTerm holds the term of a member against the longest the rules allow
// and returns the ground. Secretaries and advisers have no term.
func (m Member) checkTerm(wrong *errs.List, f Facts) *flow.Ground {
	limit, ok := f.Rules.Param(termYears)
	if !ok || !m.Role.Votes() {
		return nil
	}
	ground := limit.Ground()
	switch last := lastDay(m.From, limit); {
	case m.Until == "":
		wrong.Add(errMissing("until"))
	case m.From != "" && m.Until > last:
		wrong.Add(errs.New(errs.Refused, "registry.member.term_too_long", lang.T(
			"任期不得超过 %d 年：最晚到 %s（%s）。期满可以连任。",
			"A term lasts at most %d years: until %s at the latest (%s). It can be renewed."),
			limit.Int(), last, f.Rules.CiteGround(ground)).At("until"))
	}
	return &ground
}

// lastDay is the last day of the longest term that begins on a day.
func lastDay(from calendar.Day, limit rules.Param) calendar.Day {
	return from.AddMonths(12 * limit.Int()).AddDays(-1)
}

// AppointMember is done by the unit's officers or an administrator.
func (s *Service) AppointMember(ctx context.Context, p auth.Principal, now time.Time, cmd AppointMember) (journal.Outcome, error) {
	a := auth.Act(p, now, cmd.Key, cmd)
	a.For = cmd.Committee
	return run(ctx, s, p, a, step[Committee]{
		kind: auth.Committee, id: cmd.Committee, version: cmd.Version, fold: FoldCommittee,
		may: auth.CommitteeAppoint, to: auth.Committee, toID: cmd.Committee,
		facts: func(tx *journal.Tx, _ string, c Committee) (Facts, error) {
			return s.memberFacts(tx, c, cmd.Person)
		},
		decide: func(c Committee, f Facts) ([]journal.New, error) { return c.Appoint(cmd, f) },
	})
}

// memberFacts looks the person up who is to sit on a committee.
func (s *Service) memberFacts(tx *journal.Tx, c Committee, person string) (Facts, error) {
	f, err := s.facts(tx, c.Region, streams(auth.Person, person)...)
	if err != nil {
		return Facts{}, err
	}
	events, err := tx.Look(journal.StreamName(auth.Person, person))
	if err != nil {
		return Facts{}, err
	}
	p, err := FoldPerson(events)
	f.PersonUnit = p.Unit
	return f, err
}
