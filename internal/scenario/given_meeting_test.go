package scenario_test

import (
	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/registry"
	"lunheng/internal/review"
)

// reviewers are named by the chair for a case that is accepted as simplified here.
func (p *past) reviewers(people []string) {
	w, id := p.w, p.id("case")
	p.done(w.Review.Accept(p.ctx, w.As("secretary"), p.now(), review.Accept{Review: id, Procedure: review.BySimplified}))
	cmd := review.NameReviewers{Review: id, Reason: "No more than everyday risk."}
	for _, name := range people {
		cmd.Reviewers = append(cmd.Reviewers, w.Person(name))
	}
	p.done(w.Review.NameReviewers(p.ctx, w.As("chair"), p.now(), cmd))
}

// secretary is a second one of the committee.
func (p *past) secretary(name string) {
	p.done(p.w.Registry.AppointMember(p.ctx, auth.Operator(p.w.Now()), p.now(), registry.AppointMember{Committee: p.w.Committee,
		Member: registry.Member{Tenure: registry.Tenure{Person: p.w.Person(name), From: calendar.Of(p.w.Now())}, Role: registry.RoleSecretary, Sex: registry.Male}}))
}

// again hands in another version of an application that came back from a meeting.
func (p *past) again(title string) {
	lin, w, id := p.w.As("lin"), p.w, p.id("activity")
	_, err := w.Activity.Save(p.ctx, lin, p.now(), activity.Save{Activity: id, Fields: activity.Values{"title": activity.Text(title)}})
	p.ts.Check(err)
	p.done(w.Activity.Submit(p.ctx, lin, p.now(), activity.Submit{Activity: id}))
}
