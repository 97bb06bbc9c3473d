package demo

import (
	"time"

	"lunheng/internal/review"
)

// simplified plans works of minimal risk, which named members review without a
// meeting. They stand at different places of that road.
func (m *sim) simplified() {
	m.plain = true
	defer func() { m.plain = false }()
	fine := review.GiveOpinion{Outcome: "approve"}
	gap := review.GiveOpinion{Outcome: "approve_after_changes", Reasons: m.concern(1).lines(), Stipulations: []string{m.concern(1).lines()}}
	doubt := review.GiveOpinion{Outcome: "approve", Doubt: m.concern(2).lines()}
	for i, road := range [][]review.GiveOpinion{
		nil, {}, {fine}, {fine, fine}, {fine, fine}, {gap, gap}, {fine, doubt}, {fine, fine},
	} {
		u := m.around(i)
		at := m.ago(20 - i)
		w := m.invent(u)
		w.minimal = true
		m.draft(w, m.later(at, -4), false)
		m.submit(w, at)
		m.accept(w, m.later(at, 1))
		if road == nil {
			continue
		}
		m.review(w, m.later(at, 2), road)
		if i != 3 && len(road) == 2 && road[1].Doubt == "" {
			m.agree(w, m.later(at, 6), road[1])
		}
	}
}

// review plans that the chair names two members, and what they find.
func (m *sim) review(w *work, at time.Time, found []review.GiveOpinion) {
	c := w.by
	named := []*person{c.members[2].person, c.members[3].person}
	m.plan(at, "name reviewers", w, func(at time.Time) error {
		return done(m.Review.NameReviewers(m.ctx, c.chair().as(at), at, review.NameReviewers{Review: w.review,
			Reviewers: []string{named[0].id, named[1].id}, Reason: "风险不高于最低风险 / The risk is minimal"}))
	})
	for i, cmd := range found {
		m.plan(m.later(at, 1+i), "give an opinion", w, func(at time.Time) error {
			cmd.Review = w.review
			return done(m.Review.GiveOpinion(m.ctx, named[i].as(at), at, cmd))
		})
	}
}

// agree plans that the chair declares what the reviewers agree on.
func (m *sim) agree(w *work, at time.Time, found review.GiveOpinion) {
	m.plan(at, "agree", w, func(at time.Time) error {
		return done(m.Review.DecideSimplified(m.ctx, w.by.chair().as(at), at, review.DecideSimplified{Review: w.review, Reasons: found.Reasons, FollowUp: w.months}))
	})
	if len(found.Stipulations) == 0 {
		m.letter(w, m.later(at, 1), "", true)
	}
}
