package demo

import (
	"errors"
	"fmt"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/consent"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// consented plans a study with children whose consent form was made here: two versions,
// consents of both layers, somebody who stopped, and a second round that is under way.
func (m *sim) consented() {
	u := m.units[mainUnit]
	m.wanted, m.starring = "minors_survey", true
	w := m.invent(u)
	m.wanted, m.starring = "", false
	at := m.ago(75)
	m.draft(w, m.later(at, -4), false)
	m.plan(m.later(at, -1), "write the consent form", w, func(at time.Time) error { return m.writeConsent(w, at) })
	m.submit(w, at)
	m.accept(w, m.later(at, 1))
	s := &session{of: u.committee, start: m.hour(calendar.Of(m.later(at, 9))), mode: review.InPerson, minutes: 2, boxed: 20}
	s.items = []*item{{work: w, outcome: "approve", since: m.later(at, 2)}}
	m.convene(s)
	first := m.later(s.start, 3)
	m.agreed(w, first, "guardian", 1, 12)
	m.agreed(w, first.Add(time.Hour), "assent", 1, 9)
	m.plan(m.later(first, 4), "a participant stops", w, func(at time.Time) error {
		me := w.leader.as(at)
		return done(m.Consent.Withdraw(m.ctx, me, at, consent.OnPerson{Activity: w.activity, Code: code(4), Day: me.Day}))
	})
	again := m.later(first, 6)
	m.plan(again, "a second version", w, func(at time.Time) error {
		me, risk := w.leader.as(at), w.risk.lines()
		if err := done(m.Consent.Save(m.ctx, me, at, consent.Save{Activity: w.activity, Sections: map[string]lang.Text{"benefits_risks": lang.Same(risk)}})); err != nil {
			return err
		}
		return done(m.Consent.Cut(m.ctx, me, at.Add(time.Minute), consent.CutVersion{Activity: w.activity, Triggers: []string{"risk"}}))
	})
	m.tell(w, "amendment", m.later(again, 1), "approve")
	m.agreed(w, m.later(again, 11), "guardian", 5, 8)
}

// writeConsent makes the form from the application and fixes it.
func (m *sim) writeConsent(w *work, at time.Time) error {
	me := w.leader.as(at)
	if err := done(m.Consent.Start(m.ctx, me, at, consent.On{Activity: w.activity})); err != nil {
		return err
	}
	st, err := m.Consent.View(m.Read(m.ctx), me, w.activity)
	if err != nil {
		return err
	}
	needs, _, err := m.Consent.Needs(m.Read(m.ctx), me, w.activity, at)
	if err != nil {
		return err
	}
	texts := map[string]lang.Text{}
	for _, h := range st.Missing(needs) {
		texts[h.Item.Code] = m.concern(len(texts)).text()
	}
	if err := done(m.Consent.Save(m.ctx, me, at.Add(9*time.Minute), consent.Save{Activity: w.activity, Sections: texts})); err != nil {
		return err
	}
	return done(m.Consent.Cut(m.ctx, me, at.Add(20*time.Minute), consent.CutVersion{Activity: w.activity}))
}

// code is how a participant is known.
func code(n int) string { return fmt.Sprintf("MC-%03d", n) }

// agreed plans the entry of consents, where a version is in force by then.
func (m *sim) agreed(w *work, at time.Time, document string, from, to int) {
	m.plan(at, "enter consents: "+document, w, func(at time.Time) error {
		me := w.leader.as(at)
		st, err := m.Consent.View(m.Read(m.ctx), me, w.activity)
		if err != nil {
			return err
		}
		cmd := consent.Record{Activity: w.activity, Document: document, Way: "written", Day: me.Day}
		for n := from; n <= to; n++ {
			if p := st.People[code(n)]; document == "assent" || p.N < st.InForce || p.Owes {
				cmd.Codes = append(cmd.Codes, code(n))
			}
		}
		if len(cmd.Codes) == 0 {
			return nil
		}
		return done(m.Consent.Record(m.ctx, me, at, cmd))
	})
}

// released plans checks before sensitive results are published: one confirmed, one
// that waits.
func (m *sim) released() {
	u := m.units[mainUnit]
	m.wanted, m.starring = "existing_specimens", true
	w := m.invent(u)
	m.wanted, m.starring = "", false
	at := m.ago(50)
	m.draft(w, m.later(at, -4), false)
	m.submit(w, at)
	m.accept(w, m.later(at, 1))
	s := &session{of: u.committee, start: m.hour(calendar.Of(m.later(at, 8))), mode: review.Mixed, minutes: 2}
	s.items = []*item{{work: w, outcome: "approve", since: m.later(at, 2)}}
	m.convene(s)
	for i, where := range []string{"明川日报 / Mingchuan Daily", "学会年会 / the society's congress"} {
		id := new(string)
		asked := m.later(s.start, 6+5*i)
		m.plan(asked, "ask before publishing", w, func(at time.Time) error {
			me := w.leader.as(at)
			needs, err := m.Consent.ReleaseNeeds(m.Read(m.ctx), me, w.activity)
			if err != nil {
				return err
			}
			cmd := consent.AskRelease{Activity: w.activity, Title: w.title.lines(), Where: where}
			for _, p := range needs.Points {
				cmd.Checks = append(cmd.Checks, consent.Checked{Code: p.Code, Text: "已逐项核对。 Checked point by point."})
			}
			out, err := m.Consent.AskRelease(m.ctx, me, at, cmd)
			*id = out.Result
			return err
		})
		if i == 0 {
			m.plan(m.later(asked, 1), "confirm a release", w, func(at time.Time) error {
				return done(m.Consent.ConfirmRelease(m.ctx, u.officer.as(at), at, consent.ConfirmRelease{Release: *id, Result: "allow"}))
			})
		}
	}
}

// together plans that what two people reported is put before the coming meeting, to be
// approved with others.
func (m *sim) together(s *session) {
	c := s.of
	m.plan(m.end.Add(-time.Hour), "mark cases to be approved together", nil, func(at time.Time) error {
		cases, err := store.Column[string](m.Read(m.ctx), `select id from reviews where committee = $1 and state = 'submitted' and kind in ('follow_up', 'amendment') order by id limit 2`, c.id)
		if err != nil {
			return err
		}
		sec := c.secretary.as(at)
		for _, id := range cases {
			item := review.OnItem{Meeting: s.id, Review: id}
			err = errors.Join(err, done(m.Review.Accept(m.ctx, sec, at, review.Accept{Review: id, Procedure: review.ByMeeting})),
				done(m.Review.Schedule(m.ctx, sec, at, review.Schedule{Meeting: s.id, Review: id})), done(m.Review.MarkConsent(m.ctx, sec, at, item)))
		}
		return err
	})
}
