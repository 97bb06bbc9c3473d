package demo

import (
	"time"

	"lunheng/internal/review"
)

// answer plans the applicant's answers to what a decision stipulates.
func (m *sim) answer(w *work, at time.Time) {
	m.plan(at, "answer stipulations", w, func(at time.Time) error {
		c, err := m.Review.View(m.Read(m.ctx), w.leader.as(at), w.review, 0)
		if err != nil {
			return err
		}
		cmd := review.AnswerStipulations{Review: w.review}
		for i, p := range c.Points {
			if !p.Satisfied {
				cmd.Answers = append(cmd.Answers, review.PointAnswer{No: p.No, Text: m.city.Remarks[1+(w.no+i)%(len(m.city.Remarks)-1)].lines()})
			}
		}
		return done(m.Review.AnswerStipulations(m.ctx, w.leader.as(at), at, cmd))
	})
}

// check plans the chair's look at the answers: all are good, or the last one
// is not and goes back.
func (m *sim) check(w *work, at time.Time, good bool) {
	chair := w.by.chair()
	if w.checker != nil {
		chair = w.checker
	}
	m.plan(at, "check stipulations", w, func(at time.Time) error {
		c, err := m.Review.View(m.Read(m.ctx), chair.as(at), w.review, 0)
		if err != nil {
			return err
		}
		for i, p := range c.Points {
			if p.Satisfied && p.Checked {
				continue
			}
			cmd := review.CheckStipulation{Review: w.review, No: p.No, Satisfied: good || i < len(c.Points)-1}
			if !cmd.Satisfied {
				cmd.Note = "说明仍不具体。\nStill not specific."
			}
			if err := done(m.Review.CheckStipulation(m.ctx, chair.as(at), at.Add(time.Duration(i)*time.Minute), cmd)); err != nil {
				return err
			}
		}
		return nil
	})
	m.plan(at.Add(9*time.Minute), "confirm changes", w, func(at time.Time) error {
		if !good {
			return done(m.Review.ReturnChanges(m.ctx, chair.as(at), at, review.ConfirmChanges{Review: w.review}))
		}
		return done(m.Review.ConfirmChanges(m.ctx, chair.as(at), at, review.ConfirmChanges{Review: w.review}))
	})
}
