package demo

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/mandate"
	"lunheng/internal/review"
)

// foundMandates signs the mandates of those without a committee to the regional
// centre, and leaves some others at other places of their road.
func (m *sim) foundMandates() error {
	for _, u := range m.units {
		if u.Centre != "" {
			m.centre = u.committee
		}
	}
	own := m.units[mainUnit]
	for _, u := range append(m.units[:len(m.units):len(m.units)], m.free) {
		if u.Committee != "none" {
			continue
		}
		if err := m.entrust(u, m.centre, mandate.Terms{Fields: u.Fields, FollowUp: true, Fee: "不收费。\nNo fee."}, 24, mandate.StateInForce); err != nil {
			return err
		}
	}
	run := mandate.Terms{Ground: "none", Fields: []string{"education"}, FollowUp: true}
	if err := m.entrust(m.units[society], own.committee, run, 3, mandate.StateInForce); err != nil { // has run out since
		return err
	}
	why := mandate.Terms{Ground: "not_competent", Why: "委员会没有教育学专家。\nThe committee has no expert on education.", Fields: []string{"education"}, FollowUp: true}
	if err := m.entrust(m.units[robotics], own.committee, why, 18, mandate.StateOffered); err != nil {
		return err
	}
	why.Why, why.Fields = "委员会没有农业专家。\nThe committee has no expert on agriculture.", []string{"agriculture"}
	return m.entrust(own, m.units[academy].committee, why, 12, mandate.StateDrafted)
}

// Units of the city by their place in city.yaml.
const (
	academy  = 8
	robotics = 12
	society  = 13
)

// entrust brings a mandate as far as a state.
func (m *sim) entrust(u *unit, to *committee, t mandate.Terms, months int, as flow.State) error {
	t.Standing, t.From = true, calendar.Of(m.clock)
	t.Until = t.From.AddMonths(months).AddDays(-1)
	if t.Ground == "" {
		t.Ground = "none"
	}
	who := u.officer
	if u.id == "" {
		who, t.Ground = u.researchers[0], "no_unit"
	}
	at := m.tick()
	out, err := m.Mandate.Draft(m.ctx, who.as(at), at, mandate.Draft{Unit: u.id, Committee: to.id, Terms: t})
	if err != nil || as == mandate.StateDrafted {
		return err
	}
	on := mandate.On{Mandate: out.Result}
	if err := done(m.Mandate.Offer(m.ctx, who.as(m.tick()), m.clock, on)); err != nil || as == mandate.StateOffered {
		return err
	}
	return done(m.Mandate.Accept(m.ctx, to.chair().as(m.tick()), m.clock, on))
}

// entrusted plans works of those who have entrusted the centre: decided in two
// meetings of it, and on the way.
func (m *sim) entrusted() {
	clinic := m.units[len(m.units)-1]
	m.plain = true
	defer func() { m.plain = false }()
	for i, days := range []int{70, 25} {
		s := &session{of: m.centre, start: m.hour(m.today.AddDays(-days)), mode: review.Mixed, minutes: 2}
		for k, u := range []*unit{m.units[society], clinic, m.free} {
			outcome := []string{"approve", "approve_after_changes", "approve"}[(i+k)%3]
			s.items = append(s.items, &item{work: m.accepted(u, s.start), outcome: outcome})
		}
		m.convene(s)
		for _, it := range s.items {
			m.afterEntrusted(it, m.later(s.start, 2))
		}
	}
	for i, u := range []*unit{clinic, m.free, m.units[society]} {
		w := m.handIn(u, m.ago(12-3*i))
		if i < 2 {
			m.accept(w, m.ago(9-3*i))
		}
	}
}

// afterEntrusted plans what follows a decision of the centre.
func (m *sim) afterEntrusted(it *item, at time.Time) {
	m.letter(it.work, at, "", true)
	if it.outcome == "approve_after_changes" {
		m.answer(it.work, m.later(at, 5))
	}
}
