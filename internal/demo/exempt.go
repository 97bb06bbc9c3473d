package demo

import (
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/gate"
	"lunheng/internal/review"
)

// exemptions plans claims that work is exempt from review: one that waits, one
// granted with its consent looked at, one refused, and one that ended.
func (m *sim) exemptions() {
	m.wanted = "anonymised"
	defer func() { m.wanted = "" }()
	for i, road := range []string{"waits", "granted", "refused", "ended", "waits"} {
		u := m.units[mainUnit]
		if i == 4 {
			u = m.around(1)
		}
		at := m.ago(30 - i*6)
		w := m.invent(u)
		w.minimal = true
		m.draft(w, m.later(at, -2), true)
		m.claim(w, at)
		if road != "waits" {
			m.answerClaim(w, m.later(at, 2), road)
		}
	}
}

// claim plans that the leader fills in what a claim needs and hands it in.
func (m *sim) claim(w *work, at time.Time) {
	m.plan(at, "claim an exemption", w, func(at time.Time) error {
		me := w.leader.as(at)
		_, err := m.Activity.Save(m.ctx, me, at.Add(-time.Minute), activity.Save{Activity: w.activity, Fields: activity.Values{
			"purpose": activity.Text(w.aim.lines()), "plan_summary": activity.Text(m.sentence(w, "plan_summary"))}})
		if err != nil {
			return err
		}
		out, err := m.Activity.Submit(m.ctx, me, at, activity.Submit{Activity: w.activity, Claim: &activity.Claim{Grounds: []string{"anonymised"},
			Statement: "数据在来源处已经匿名，不能再识别个人。\nThe data were anonymised at the source; nobody can be identified again."}})
		for _, e := range out.Events {
			if e.Kind() == review.Kind {
				w.review = e.Subject()
			}
		}
		return err
	})
}

func (m *sim) answerClaim(w *work, at time.Time, road string) {
	cmd := review.SettleExemption{Grant: road != "refused", Reasons: "来源可靠，不伤害人，不涉及敏感信息和商业利益。\nA sound source, nobody is harmed, nothing sensitive or commercial."}
	if !cmd.Grant {
		cmd.Reasons = "小地区的少数病例可能被认出，须审查。\nA few cases of small places might be recognised: it is to be reviewed."
	}
	m.plan(at, "answer a claim", w, func(at time.Time) error {
		cmd.Review = w.review
		return done(m.Review.SettleExemption(m.ctx, w.by.chair().as(at), at, cmd))
	})
	m.letter(w, m.later(at, 1), "", true)
	switch road {
	case "granted":
		m.plan(m.later(at, 2), "show the basis of consent", w, func(at time.Time) error {
			return done(m.Gate.HandIn(m.ctx, w.leader.as(at), at, gate.HandIn{Gate: w.activity, Paper: gate.Paper{Condition: "consent_basis",
				Text: "采集时取得了用于研究的概括同意。\nGeneral consent to research was given when the data were collected."}}))
		})
		m.plan(m.later(at, 3), "look at the basis of consent", w, func(at time.Time) error {
			return done(m.Gate.Accept(m.ctx, w.secretary().as(at), at, gate.Judge{Gate: w.activity, N: 1}))
		})
	case "ended":
		m.plan(m.later(at, 5), "end an exemption", w, func(at time.Time) error {
			return done(m.Review.EndExemption(m.ctx, w.leader.as(at), at, review.EndExemption{Review: w.review,
				Reasons: "数据提供方开始提供出生日期。\nThe source began to give dates of birth."}))
		})
	}
}

// gates plans what people of approved work hand in before they begin: evidence that
// waits, that was returned, that was accepted, and work that has begun.
func (m *sim) gates(w *work, at time.Time, i int) {
	m.plan(at, "say what else is involved", w, func(at time.Time) error {
		cmd := gate.Declare{Gate: w.activity}
		if i%4 < 3 {
			cmd.Involves = []string{"hgr_data"}
		}
		return done(m.Gate.Declare(m.ctx, w.leader.as(at), at, cmd))
	})
	if i%4 == 3 {
		m.plan(m.later(at, 1), "record the start", w, func(at time.Time) error {
			return done(m.Gate.Start(m.ctx, w.leader.as(at), at, gate.Start{Gate: w.activity, Day: calendar.Of(at)}))
		})
		return
	}
	m.plan(m.later(at, 1), "hand in evidence", w, func(at time.Time) error {
		return done(m.Gate.HandIn(m.ctx, w.leader.as(at), at, gate.HandIn{Gate: w.activity, Upload: &blob.Upload{Name: "备案.txt", Content: []byte("filed")},
			Paper: gate.Paper{Condition: "hgr_data", Number: "D-" + w.leader.as(at).Person[:4], Day: calendar.Of(at).AddDays(-3)}}))
	})
	switch i % 4 {
	case 1:
		m.plan(m.later(at, 2), "return evidence", w, func(at time.Time) error {
			return done(m.Gate.Return(m.ctx, w.secretary().as(at), at, gate.Judge{Gate: w.activity, N: 1, Reasons: "缺少盖章的一页。\nThe stamped page is missing."}))
		})
	case 2:
		m.plan(m.later(at, 2), "accept evidence", w, func(at time.Time) error {
			return done(m.Gate.Accept(m.ctx, w.secretary().as(at), at, gate.Judge{Gate: w.activity, N: 1}))
		})
	}
}
