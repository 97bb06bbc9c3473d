package demo

import (
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/conduct"
	"lunheng/internal/review"
)

// life plans what people of approved work report, one kind of report for each work
// in turn; most are decided without a meeting, some wait.
func (m *sim) life() {
	kinds := []string{"amendment", "follow_up", "change", "adverse_event", "deviation", "suspension", "completion", "early_end", "follow_up", "amendment", "lapse"}
	for i, kind := range kinds {
		u := m.units[mainUnit]
		m.wanted, m.starring = "survey", i%2 == 0
		w := m.invent(u)
		m.wanted, m.starring = "", false
		w.minimal = true
		if kind == "lapse" {
			w.months = 1
		}
		at := m.ago(70 - i*2)
		m.draft(w, m.later(at, -4), false)
		m.submit(w, at)
		m.accept(w, m.later(at, 1))
		fine := review.GiveOpinion{Outcome: "approve"}
		m.review(w, m.later(at, 2), []review.GiveOpinion{fine, fine})
		m.agree(w, m.later(at, 6), fine)
		m.gates(w, m.later(at, 10), i)
		if kind == "lapse" { // nobody reports
			continue
		}
		m.lives(w, kind, m.later(at, 20), i)
	}
}

// lives plans the reports on one work.
func (m *sim) lives(w *work, kind string, at time.Time, i int) {
	if kind == "suspension" {
		m.plan(at, "suspend the work", w, func(at time.Time) error {
			return done(m.Conduct.Suspend(m.ctx, w.leader.as(at), at, conduct.Suspend{Activity: w.activity, Reason: "冷藏设备故障，先停止采样。\nThe freezer failed; sampling stops."}))
		})
		m.tell(w, "resumption", m.later(at, 8), "")
		return
	}
	outcome := map[string]string{"follow_up": "continue", "change": "continue", "deviation": "continue", "amendment": "approve", "adverse_event": "continue"}[kind]
	if i >= 8 || kind == "completion" {
		outcome = "" // still under review
	}
	m.tell(w, kind, at, outcome)
}

// tell plans a report, and what the committee says to it; empty: nothing yet.
func (m *sim) tell(w *work, kind string, at time.Time, outcome string) {
	id := new(string)
	note := m.city.Remarks[1+w.no%(len(m.city.Remarks)-1)]
	m.plan(at, "report: "+kind, w, func(at time.Time) error {
		me := w.leader.as(at)
		cmd := conduct.ReportOn{Activity: w.activity, Kind: kind}
		cmd.Light, cmd.Occurred = outcome == "approve" || outcome == "continue", me.Day.AddDays(-1)
		st, err := m.Conduct.View(m.Read(m.ctx), me, w.activity)
		if err != nil {
			return err
		}
		for _, what := range conduct.Whats(m.Book.On(me.Day, st.Region)) {
			if what.Code != kind {
				continue
			}
			for _, part := range what.Required {
				cmd.Items = append(cmd.Items, conduct.Item{Code: part, Text: note.lines()})
			}
		}
		if kind == "amendment" {
			cmd.Changes = []conduct.NewChange{{Field: "purpose", After: activity.Text(w.aim.lines() + "\n" + note.lines()), Reason: note.lines()}}
		}
		out, err := m.Conduct.Report(m.ctx, me, at, cmd)
		*id = out.Result
		return err
	})
	if outcome != "" {
		m.judge(w, id, m.later(at, 2), outcome)
	}
}

// judge plans that named members judge a report, where the rules allow that; what
// they don't waits for a meeting.
func (m *sim) judge(w *work, report *string, at time.Time, outcome string) {
	c := w.by
	kase := func(at time.Time) (review.Case, error) {
		st, err := m.Conduct.View(m.Read(m.ctx), w.leader.as(at), w.activity)
		if err != nil {
			return review.Case{}, err
		}
		return m.Review.Look(m.Read(m.ctx), st.Report(*report).Review)
	}
	step := func(at time.Time, what string, do func(at time.Time, c review.Case) error) {
		m.plan(at, what, w, func(at time.Time) error {
			k, err := kase(at)
			if err != nil || what != "accept a report" && k.Procedure != review.BySimplified {
				return err
			}
			return do(at, k)
		})
	}
	step(at, "accept a report", func(at time.Time, k review.Case) error {
		return done(m.Review.Accept(m.ctx, c.secretary.as(at), at, review.Accept{Review: k.ID, Procedure: k.Proposed, Reasons: []string{"材料齐全 / The file is complete"}}))
	})
	step(m.later(at, 1), "name reviewers of a report", func(at time.Time, k review.Case) error {
		return done(m.Review.NameReviewers(m.ctx, c.chair().as(at), at, review.NameReviewers{Review: k.ID,
			Reviewers: []string{c.members[2].person.id, c.members[3].person.id}, Reason: "没有重大变化 / Nothing major has changed"}))
	})
	for i := range 2 {
		step(m.later(at, 2+i), "give an opinion on a report", func(at time.Time, k review.Case) error {
			return done(m.Review.GiveOpinion(m.ctx, c.members[2+i].person.as(at), at, review.GiveOpinion{Review: k.ID, Outcome: outcome}))
		})
	}
	step(m.later(at, 5), "agree on a report", func(at time.Time, k review.Case) error {
		months := 0
		if outcome == "continue" {
			months = 6
		}
		return done(m.Review.DecideSimplified(m.ctx, c.chair().as(at), at, review.DecideSimplified{Review: k.ID, FollowUp: months}))
	})
}
