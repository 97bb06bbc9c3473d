package scenario_test

import (
	"time"

	"lunheng/internal/review"
)

func (p *past) rejected(title string) {
	p.sitting(title, nil)
	p.decided("reject", nil)
}

func (p *past) appealed(reasons string) {
	p.know("appeal", p.done(p.w.Review.FileAppeal(p.ctx, p.w.As("lin"), p.now(), review.FileAppeal{Review: p.id("case"), Reasons: reasons})).Result)
}

// reheard is the appeal before whoever is left, led by the vice-chair.
func (p *past) reheard() { p.reheardAs("approve") }

func (p *past) reheardAs(outcome string) {
	w, sec, vice, appeal := p.w, p.w.As("secretary"), p.w.As("vice"), p.id("appeal")
	p.done(w.Review.SettleAdmission(p.ctx, vice, p.now(), review.SettleAdmission{Review: appeal, Admit: true, Reason: "The point is new."}))
	meeting := p.done(w.Review.PlanMeeting(p.ctx, sec, p.now(), review.PlanMeeting{Committee: w.Committee, StartsAt: w.Now().Add(2 * time.Hour), Mode: review.InPerson, Place: "305"})).Result
	p.know("meeting", meeting)
	p.done(w.Review.Schedule(p.ctx, sec, p.now(), review.Schedule{Meeting: meeting, Review: appeal}))
	p.done(w.Review.Call(p.ctx, sec, p.now(), review.OnMeeting{Meeting: meeting}))
	p.done(w.Review.OpenSession(p.ctx, vice, p.now(), review.OnMeeting{Meeting: meeting}))
	c, err := w.Review.Look(w.Read(p.ctx), appeal)
	p.ts.Check(err)
	item := review.OnItem{Meeting: meeting, Review: appeal}
	var sit []string
	for _, name := range members {
		if c.Out(w.Person(name)) {
			continue
		}
		sit = append(sit, name)
		if name != "vice" {
			p.done(w.Review.Arrive(p.ctx, w.As(name), p.now(), review.Move{Meeting: meeting}))
		}
	}
	p.done(w.Review.OpenItem(p.ctx, vice, p.now(), item))
	p.done(w.Review.OpenVote(p.ctx, vice, p.now(), review.OpenVote{Meeting: meeting, Review: appeal}))
	for _, name := range sit {
		p.done(w.Review.CastVote(p.ctx, w.As(name), p.now(), review.CastVote{Meeting: meeting, Review: appeal, Choice: outcome}))
	}
	p.done(w.Review.CloseVote(p.ctx, vice, p.now(), item))
}
