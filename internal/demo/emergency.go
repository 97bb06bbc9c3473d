package demo

import (
	"time"

	"lunheng/internal/review"
)

// emergencies plans two reviews that a declared emergency asks for: one with some
// hours left, and one that came in this morning. They run by hours, whatever day
// it is.
func (m *sim) emergencies() {
	m.plain, m.wanted = true, "survey"
	defer func() { m.plain, m.wanted = false, "" }()
	for _, e := range []struct {
		hours   int
		urgency string
	}{{40, "urgent"}, {3, "immediate"}} {
		at := m.end.Add(-time.Duration(e.hours) * time.Hour)
		w := m.invent(m.units[mainUnit])
		w.urgent = e.urgency
		w.title.ZH, w.title.EN = "应急："+w.title.ZH, "Emergency: "+w.title.EN
		m.draft(w, at.Add(-5*time.Hour), false)
		m.submit(w, at.Add(-time.Hour))
		m.plan(at, "accept", w, func(at time.Time) error {
			return done(m.Review.Accept(m.ctx, w.secretary().as(at), at, review.Accept{Review: w.review, Procedure: review.ByEmergency, Urgency: w.urgent,
				Reasons: []string{"市里宣布的突发公共卫生事件急需 / A public health emergency declared by the city asks for it"}}))
		})
		if e.urgency == "immediate" {
			m.plan(at.Add(time.Hour), "call an emergency meeting", w, func(at time.Time) error {
				return done(m.Review.ConveneEmergency(m.ctx, w.secretary().as(at), at, review.Convene{Review: w.review, StartsAt: m.end.Add(4 * time.Hour).Truncate(30 * time.Minute),
					Mode: review.Video, Link: "https://meet.example.org/emergency", Substitutes: []string{review.SubstituteVideo, review.SubstituteNotice},
					Reason: "疫情扩大，委员分散各地 / The outbreak grows and the members are in different places"}))
			})
		}
	}
}
