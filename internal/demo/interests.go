package demo

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/interests"
)

// interested lets the members of all committees say what ties they have: most have
// none and say so. One of them never answers, and one of the main committee knows
// the main researcher too well.
func (m *sim) interested() {
	first, asked := m.clock.Add(48*time.Hour), map[string]bool{}
	for _, u := range m.units {
		if u.committee == nil {
			continue
		}
		for i, seat := range u.committee.members {
			if asked[seat.id] || u.no != mainUnit && u.no%3 == 1 && i == 6 {
				continue
			}
			asked[seat.id] = true
			m.plan(first, "confirm the register of interests", nil, func(at time.Time) error { return m.confirmInterests(seat.person, at) })
		}
	}
	main := m.units[mainUnit]
	for _, x := range []struct {
		member int
		interests.Declare
	}{
		{4, interests.Declare{Kind: "finance", With: interests.WithCompany, Company: "明川康源生物科技有限公司", Note: "持有少量股份 / a few shares"}},
		{6, interests.Declare{Kind: "employment", With: interests.WithUnit, Unit: m.units[2].id, Note: "兼职教授 / adjunct professor"}},
		{5, interests.Declare{Kind: "teacher", With: interests.WithPerson, About: main.researchers[0].id}},
	} {
		who := main.committee.members[x.member].person
		m.plan(m.ago(1), "register an interest", nil, func(at time.Time) error {
			x.Declare.Person, x.From = who.id, calendar.Of(at).AddDays(-400)
			return done(m.Interests.Declare(m.ctx, who.as(at), at, x.Declare))
		})
		if x.member != 5 {
			m.plan(m.ago(0), "confirm the register of interests", nil, func(at time.Time) error { return m.confirmInterests(who, at) })
		}
	}
}

func (m *sim) confirmInterests(who *person, at time.Time) error {
	return done(m.Interests.Confirm(m.ctx, who.as(at), at, interests.On{Person: who.id}))
}
