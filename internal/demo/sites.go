package demo

import (
	"errors"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/sites"
)

// Units of the city by their place in city.yaml: hospitals, and who leads them.
const (
	first     = 3
	children  = 4
	district  = 5
	biopharma = 11
)

// How a site answers a lead's decision.
const (
	siteAsked      = iota // it owes its local input
	siteWaits             // its package lies there to be taken up
	siteLate              // its formal opinion is overdue
	siteObjects           // its committee does not recognise the decision
	siteRecognises        // and follows up for itself
)

// joint plans works of several units: hospitals that recognise each other, and a
// site at each place of the road.
func (m *sim) joint() {
	for i, answers := range []map[int]int{
		{children: siteRecognises, first: siteObjects, district: siteLate},
		{children: siteRecognises, first: siteWaits},
		{children: siteAsked, district: siteAsked},
	} {
		u := m.units[biopharma] // its committee is registered, as recognition asks
		handed := m.ago(70 - 25*i)
		at := handed
		m.wanted = []string{"survey", "new_specimens", "intervention"}[i]
		w := m.invent(u)
		m.wanted = ""
		m.draft(w, m.later(at, -4), false)
		m.submit(w, at)
		m.accept(w, m.later(at, 2))
		decided := i < 2
		if decided {
			s := &session{of: u.committee, start: m.hour(calendar.Of(m.later(at, 7))), mode: review.InPerson, minutes: 2}
			s.items = []*item{{work: w, outcome: "approve", since: m.later(at, 3)}}
			m.convene(s)
			at = m.later(s.start, 2)
			m.letter(w, at, "", true)
			m.plan(m.later(at, 1), "send the packages", w, func(at time.Time) error {
				return done(m.Sites.Send(m.ctx, w.secretary().as(at), at, sites.Send{Review: w.review}))
			})
		}
		for _, no := range []int{first, children, district} {
			if how, takesPart := answers[no]; takesPart {
				m.site(w, m.units[no], m.later(handed, 1), m.later(at, 2), how)
			}
		}
	}
}

// ally has the hospitals recognise each other's decisions.
func (m *sim) ally() error {
	t := sites.Terms{Name: lang.T("明川市医学伦理审查结果互认联盟", "Mingchuan Alliance for Recognising Reviews in Medicine"), From: calendar.Of(m.clock)}
	for _, no := range []int{biopharma, first, children, district} {
		t.Members = append(t.Members, m.units[no].id)
	}
	at := m.tick()
	return done(m.Sites.SetAlliance(m.ctx, m.admin.as(at), at, sites.SetAlliance{Terms: t}))
}

// site plans what a participating unit does, from its invitation on.
func (m *sim) site(w *work, u *unit, invited, sent time.Time, how int) {
	var id string
	m.plan(invited, "invite a site", w, func(at time.Time) error {
		out, err := m.Sites.Invite(m.ctx, w.unit.officer.as(at), at, sites.Invite{Activity: w.activity, Committee: u.committee.id})
		id = out.Result
		return err
	})
	if how == siteAsked {
		return
	}
	m.plan(m.later(invited, 1), "give local input", w, func(at time.Time) error {
		return errors.Join(done(m.Sites.GiveInput(m.ctx, u.officer.as(at), at, sites.GiveInput{Site: id, Investigator: u.researchers[0].id, Contact: u.researchers[1].id,
			Conditions: []string{"只在门诊招募。 Out-patients only."}})),
			done(m.Sites.Comment(m.ctx, u.committee.members[3].person.as(at), at.Add(time.Hour), sites.Words{Site: id, Text: "本单位需要增加一台冰箱。\nA second freezer is needed here."})))
	})
	if how == siteWaits {
		return
	}
	own := &work{no: 1, unit: u, by: u.committee, leader: w.leader, title: w.title} // the site's own case about it
	m.plan(sent, "take a package up", w, func(at time.Time) error {
		if err := done(m.Sites.TakeUp(m.ctx, u.committee.secretary.as(at), at, sites.On{Site: id})); err != nil {
			return err
		}
		st, err := m.Sites.View(m.Read(m.ctx), u.committee.secretary.as(at), id)
		own.review = st.Case
		return err
	})
	switch how {
	case siteRecognises:
		m.plan(m.later(sent, 2), "recognise", w, func(at time.Time) error { return m.recognise(own, id, at) })
	case siteObjects:
		m.object(own, &id, m.later(sent, 1))
	}
}

// object plans a meeting of a site's committee that does not recognise the decision.
func (m *sim) object(own *work, site *string, at time.Time) {
	m.accept(own, at)
	s := &session{of: own.by, start: m.hour(calendar.Of(m.later(at, 6))), mode: review.InPerson, minutes: 2}
	s.items = []*item{{work: own, outcome: "not_recognise", since: m.later(at, 1)}}
	m.convene(s)
	m.plan(m.later(s.start, 1), "object", own, func(at time.Time) error {
		return done(m.Sites.Reply(m.ctx, own.by.chair().as(at), at, sites.Reply{Site: *site, Codes: []string{"competence"}, Note: "请增加一台冰箱并派一名技师。\nA second freezer and a technician are needed."}))
	})
}

// recognise is a site's simplified review of the lead's decision, its answer and its
// first follow-up.
func (m *sim) recognise(own *work, site string, at time.Time) error {
	c, id := own.by, own.review
	cmd := review.NameReviewers{Review: id, Reason: "认可牵头委员会的决定。 Recognises the lead's decision."}
	named := c.members[2:4]
	for _, seat := range named {
		cmd.Reviewers = append(cmd.Reviewers, seat.person.id)
	}
	err := errors.Join(done(m.Review.Accept(m.ctx, c.secretary.as(at), at, review.Accept{Review: id, Procedure: review.BySimplified})),
		done(m.Review.NameReviewers(m.ctx, c.chair().as(at), at.Add(time.Minute), cmd)))
	for _, seat := range named {
		at = at.Add(20 * time.Minute)
		err = errors.Join(err, done(m.Review.GiveOpinion(m.ctx, seat.person.as(at), at, review.GiveOpinion{Review: id, Outcome: "recognise", Reasons: "同意牵头委员会的理由。 As the lead says."})))
	}
	at = at.Add(time.Hour)
	return errors.Join(err, done(m.Review.DecideSimplified(m.ctx, c.chair().as(at), at, review.DecideSimplified{Review: id, Reasons: "与牵头委员会一致。 In line with the lead."})),
		done(m.Sites.Reply(m.ctx, c.chair().as(at), at.Add(time.Hour), sites.Reply{Site: site})),
		done(m.Sites.FollowUp(m.ctx, c.secretary.as(at), at.Add(2*time.Hour), sites.Report{Site: site, Result: "goes_on", Text: "查阅十份病历，知情同意齐全。 Ten files were read; all consents are there."})))
}
