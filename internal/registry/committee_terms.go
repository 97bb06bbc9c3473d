package registry

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// ClockTerms runs until the first term of a member ends for which nobody is
// elected again (art. 7).
const ClockTerms = "terms"

// FirstEnd is the first day, from a day on, with which the term of a member ends
// who does not sit on; empty: none ends.
func (c Committee) FirstEnd(from calendar.Day) calendar.Day {
	var first calendar.Day
	for _, m := range c.Members {
		if !m.Role.Votes() || m.Until == "" || m.Until < from || c.sitsOn(m) {
			continue
		}
		if first == "" || m.Until < first {
			first = m.Until
		}
	}
	return first
}

// sitsOn reports whether a further term follows.
func (c Committee) sitsOn(m Member) bool {
	return slices.ContainsFunc(c.Members, func(n Member) bool {
		return n.Person == m.Person && n.Role.Votes() && n.reaches(m.Until.AddDays(1)) && n.From <= m.Until.AddDays(1)
	})
}

// terms moves the clock of the terms to where it has to stand once the members
// are as they will be.
func (c Committee) terms(will Committee, f Facts) []flow.ClockMove {
	before, after := c.TermsEnd, will.FirstEnd(f.Today)
	switch {
	case will.State == Dissolved || after == "":
		if before == "" {
			return nil
		}
		return []flow.ClockMove{{Clock: ClockTerms, Op: flow.ClockCancel}}
	case after == before:
		return nil
	}
	return []flow.ClockMove{endOfDay(ClockTerms, after, "term_warn_days", c.Unit, f.Rules)}
}

// follow notes until when the clock runs.
func (c *Committee) follow(moves []flow.ClockMove) {
	for _, m := range moves {
		if m.Clock == ClockTerms {
			c.TermsEnd = ""
			if !m.Due.IsZero() {
				c.TermsEnd = calendar.Of(m.Due)
			}
		}
	}
}

// with are the members after an act, for [Committee.terms].
func (c Committee) with(change func(*Committee)) Committee {
	c.Members = slices.Clone(c.Members)
	change(&c)
	return c
}

// RenewTerms elects members again: each goes on in the same role from the day
// after the present term.
type RenewTerms struct {
	Committee string       `json:"committee"`
	People    []string     `json:"people"`
	Until     calendar.Day `json:"until"`
	Version   int64        `json:"version,omitempty"`
	Key       string       `json:"key,omitempty"`
}

// Renew decides about further terms, of all or of nobody.
func (c Committee) Renew(cmd RenewTerms, f Facts) ([]journal.New, error) {
	if err := legal(&CommitteeTable, c.State, MemberAppointed{}.EventType()); err != nil {
		return nil, err
	}
	var wrong errs.List
	checkDay(&wrong, "until", cmd.Until, true)
	if len(cmd.People) == 0 {
		wrong.Add(errMissing("people"))
	}
	var news []journal.New
	will := c
	for i, person := range tidyCodes(cmd.People) {
		m, ok := will.lastTerm(person)
		field := fmt.Sprintf("people.%d", i)
		if !ok {
			wrong.Add(errs.New(errs.Refused, "registry.member.not_sitting", lang.T(
				"此人不是本委员会的委员。", "This person is no member of the committee.")).At(field))
			continue
		}
		m.From, m.Until = max(m.Until.AddDays(1), f.Today), cmd.Until
		if m.Until != "" && m.Until < m.From {
			wrong.Add(errs.New(errs.Invalid, "registry.member.renew.early", lang.T(
				"现任期到 %s，新任期须在其后结束。", "The present term ends on %s; the new one has to end later."), m.From.AddDays(-1)).At("until"))
		}
		ground := m.checkTerm(&wrong, f)
		before := will
		will = will.with(func(c *Committee) { c.Members = append(c.Members, m) })
		body := MemberAppointed{Member: m, Clocks: flow.Clocks{Moves: before.terms(will, f)}}
		will.follow(body.Moves)
		n := journal.Because(body)
		if ground != nil {
			n.Ground = []flow.Ground{*ground}
		}
		news = append(news, n)
	}
	return news, wrong.Err()
}

// lastTerm is the last period in which somebody is or was a member.
func (c Committee) lastTerm(person string) (out Member, ok bool) {
	for _, m := range c.Members {
		if m.Person == person && m.Role.Votes() && m.Until != "" && (!ok || m.From > out.From) {
			out, ok = m, true
		}
	}
	return out, ok
}

// RenewTerms is done by the unit's officers or an administrator.
func (s *Service) RenewTerms(ctx context.Context, p auth.Principal, now time.Time, cmd RenewTerms) (journal.Outcome, error) {
	a := auth.Act(p, now, cmd.Key, cmd)
	a.For = cmd.Committee
	return run(ctx, s, p, a, step[Committee]{
		kind: auth.Committee, id: cmd.Committee, version: cmd.Version, fold: FoldCommittee,
		may: auth.CommitteeAppoint, to: auth.Committee, toID: cmd.Committee,
		facts:  func(tx *journal.Tx, _ string, c Committee) (Facts, error) { return s.facts(tx, c.Region) },
		decide: func(c Committee, f Facts) ([]journal.New, error) { return c.Renew(cmd, f) },
	})
}
