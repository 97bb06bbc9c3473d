package scenario_test

import (
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/consent"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
)

// consented is approved work whose consent form was made here: version 1 is in
// force.
func (p *past) consented(title string) {
	p.draft(title)
	lin, id := p.w.As("lin"), p.id("activity")
	p.done(p.w.Consent.Start(p.ctx, lin, p.now(), consent.On{Activity: id}))
	text := lang.T("照常。", "As usual.")
	p.done(p.w.Consent.Save(p.ctx, lin, p.now(), consent.Save{Activity: id, Sections: map[string]lang.Text{"precautions": text, "contacts": text, "size": text}}))
	p.done(p.w.Consent.Cut(p.ctx, lin, p.now(), consent.CutVersion{Activity: id}))
	p.handIn()
	p.judged("approve")
}

// amended brings an amendment of the work before the committee, which decides.
func (p *past) amended(outcome string) {
	lin := p.w.As("lin")
	p.done(p.w.Journal.Do(p.ctx, journal.Act{Actor: lin.Person, Now: p.now()}, func(tx *journal.Tx) error {
		id, err := p.w.Review.Follow(tx, review.Following{Activity: p.id("activity"), Kind: consent.KindAmendment})
		p.know("case", id)
		return err
	}))
	p.judged(outcome)
}

// judged takes the case at hand through a meeting of all members to a decision.
func (p *past) judged(outcome string) {
	sec, chair, w := p.w.As("secretary"), p.w.As("chair"), p.w
	p.done(w.Review.Accept(p.ctx, sec, p.now(), review.Accept{Review: p.id("case"), Procedure: "meeting", Reasons: []string{"as the rules say"}}))
	id := p.done(w.Review.PlanMeeting(p.ctx, sec, p.now(), review.PlanMeeting{Committee: w.Committee, StartsAt: w.Now().Add(2 * time.Hour),
		Mode: review.InPerson, Place: "305"})).Result
	p.know("meeting", id)
	p.done(w.Review.Schedule(p.ctx, sec, p.now(), review.Schedule{Meeting: id, Review: p.id("case")}))
	p.done(w.Review.Call(p.ctx, sec, p.now(), review.OnMeeting{Meeting: id}))
	p.done(w.Review.OpenSession(p.ctx, chair, p.now(), review.OnMeeting{Meeting: id}))
	for _, name := range members[1:] {
		p.done(w.Review.Arrive(p.ctx, w.As(name), p.now(), review.Move{Meeting: id}))
	}
	p.done(w.Review.OpenItem(p.ctx, chair, p.now(), p.item()))
	p.decided(outcome, nil)
	p.done(w.Review.CloseSession(p.ctx, chair, p.now(), review.OnMeeting{Meeting: id}))
}

// sensitive is approved work in a sensitive area.
func (p *past) sensitive(title string) {
	p.draft(title)
	lin, id := p.w.As("lin"), p.id("activity")
	st, err := p.w.Activity.View(p.w.Read(p.ctx), lin, id, 0)
	p.ts.Check(err)
	profile := *st.Profile
	profile.Sensitive = true
	p.done(p.w.Activity.Assess(p.ctx, lin, p.now(), activity.Assess{Activity: id, Profile: profile}))
	p.handIn()
	p.judged("approve")
}
