package scenario_test

import (
	"lunheng/internal/activity"
	"lunheng/internal/assess"
	"time"

	"lunheng/internal/review"
)

// running is an activity that the committee approved.
func (p *past) running(title string) {
	p.sitting(title, nil)
	p.decided("approve", nil)
	p.done(p.w.Review.CloseSession(p.ctx, p.w.As("chair"), p.now(), review.OnMeeting{Meeting: p.id("meeting")}))
}

// settled takes the review of the last report through a meeting of its own.
func (p *past) settled(outcome string, points []string) {
	w := p.w
	st, err := w.Conduct.View(w.Read(p.ctx), w.As("lin"), p.id("activity"))
	p.ts.Check(err)
	if len(st.Reports) == 0 {
		p.ts.Fatalf("nothing was reported")
	}
	r := st.Reports[len(st.Reports)-1]
	p.know("report", r.ID)
	p.know("case", r.Review)
	sec, chair := w.As("secretary"), w.As("chair")
	if c, err := w.Review.Look(w.Read(p.ctx), r.Review); err == nil && c.State == review.StateSubmitted {
		p.done(w.Review.Accept(p.ctx, sec, p.now(), review.Accept{Review: r.Review, Procedure: review.ByMeeting}))
	}
	id := p.done(w.Review.PlanMeeting(p.ctx, sec, p.now(), review.PlanMeeting{Committee: w.Committee, StartsAt: w.Now().Add(2 * time.Hour),
		Mode: review.InPerson, Place: "305"})).Result
	p.know("meeting", id)
	p.done(w.Review.Schedule(p.ctx, sec, p.now(), review.Schedule{Meeting: id, Review: r.Review}))
	p.done(w.Review.Call(p.ctx, sec, p.now(), review.OnMeeting{Meeting: id}))
	p.done(w.Review.OpenSession(p.ctx, chair, p.now(), review.OnMeeting{Meeting: id}))
	for _, name := range members[1:] {
		p.done(w.Review.Arrive(p.ctx, w.As(name), p.now(), review.Move{Meeting: id}))
	}
	p.done(w.Review.OpenItem(p.ctx, chair, p.now(), p.item()))
	p.decided(outcome, points)
	p.done(w.Review.CloseSession(p.ctx, chair, p.now(), review.OnMeeting{Meeting: id}))
}

// exempt is a draft that may be exempt from review: it uses anonymised data alone.
func (p *past) exempt(title string) {
	lin, w := p.w.As("lin"), p.w
	id := p.done(w.Activity.Draft(p.ctx, lin, p.now(), activity.Draft{Unit: w.Unit, Profile: &assess.Activity{Title: title, Unit: assess.Unit{Region: "440305"},
		Fields: []string{"medicine"}, Risk: "minimal", Humans: assess.Humans{Participants: "none", Data: "anonymised"}}})).Result
	p.know("activity", id)
	_, err := w.Activity.Save(p.ctx, lin, p.now(), activity.Save{Activity: id, Fields: activity.Values{"purpose": activity.Text("Trends."), "plan_summary": activity.Text("Counts of published tables.")}})
	p.ts.Check(err)
}

// claimed is one handed in as a claim of exemption.
func (p *past) claimed(title string) {
	p.exempt(title)
	out := p.done(p.w.Activity.Submit(p.ctx, p.w.As("lin"), p.now(), activity.Submit{Activity: p.id("activity"),
		Claim: &activity.Claim{Grounds: []string{"anonymised"}, Statement: "A registry without names."}}))
	for _, e := range out.Events {
		if e.Kind() == review.Kind {
			p.know("case", e.Subject())
		}
	}
}
