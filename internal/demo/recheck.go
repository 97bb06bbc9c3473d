package demo

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/review"
)

// How far a re-review of the city comes.
const (
	recheckDue = iota // the unit has not asked yet
	recheckApplied
	recheckReturned
	recheckAnnounced
	recheckSitting
	recheckAnswered
	recheckDone
)

// listed reports whether the work is on the list for expert re-review.
func (w *work) listed() bool { return len(profile(w.topic.Profile, nil).Listed) > 0 }

// free reports whether the work needs no review at all, where its unit's rules do
// not ask for one.
func (w *work) free() bool { return w.topic.Profile == "public_data" }

// castPool casts the experts whom departments call: peers of every field, and
// people of ethics and law. They belong to no unit of the city.
func (m *sim) castPool() {
	for _, title := range []string{"计算机科学教授", "神经外科主任医师", "教育学教授", "公共安全研究员", "机器人学教授", "生物学教授"} {
		m.pool = append(m.pool, m.cast(nil, registry.Expert, title))
	}
	for _, title := range []string{"伦理学教授", "伦理学副教授", "法学教授", "律师"} {
		m.pool = append(m.pool, m.cast(nil, registry.Expert, title))
	}
}

// foundPools enters them into the pools of all departments.
func (m *sim) foundPools() error {
	for _, d := range m.city.Departments {
		d := m.departments[d.Code]
		for i, p := range m.pool {
			at := m.tick()
			e := recheck.Entry{Person: p.id, From: calendar.Of(at), Until: calendar.Of(at).AddMonths(36), Region: "990000",
				Expertise: []string{"science"}, Fields: []string{"life_science", "medicine", "artificial_intelligence", "agriculture", "food", "education", "other"}}
			switch {
			case i >= len(m.pool)-2:
				e.Expertise, e.Fields = []string{"law"}, nil
			case i >= len(m.pool)-4:
				e.Expertise, e.Fields = []string{"ethics"}, nil
			}
			if _, err := m.Recheck.AddExpert(m.ctx, d.supervisor.as(at), at, recheck.AddExpert{Department: d.id, Entry: e}); err != nil {
				return err
			}
		}
	}
	return nil
}

// want decides which cases of the main unit's meetings are listed works, and how
// far their re-reviews come.
func (m *sim) want(unit, k, place int) (stop int, ok bool) {
	if unit != mainUnit {
		return 0, false
	}
	switch [2]int{k, place} {
	case [2]int{3, 0}:
		return recheckDone, true
	case [2]int{2, 1}:
		return recheckAnswered, true
	case [2]int{1, 0}:
		return recheckSitting, true
	case [2]int{2, 0}:
		return recheckApplied, true
	case [2]int{1, 1}:
		return recheckDue, true
	}
	return 0, false
}

// recheck plans what follows a preliminary opinion, up to where it stops.
func (m *sim) recheck(w *work, at time.Time, stop int) {
	d := m.departments[w.unit.Department]
	var id string
	next := func(days int) time.Time { at = m.later(at, days); return at }
	if stop == recheckDue {
		return
	}
	m.plan(next(1), "ask for re-review", w, func(at time.Time) error {
		out, err := m.Recheck.Apply(m.ctx, w.unit.officer.as(at), at, recheck.Apply{Review: w.review, Items: []recheck.Item{
			{Code: "unit_statement", Text: w.risk.lines()}}})
		id = out.Result
		return err
	})
	if stop == recheckApplied {
		return
	}
	m.plan(next(1), "accept the re-review", w, func(at time.Time) error {
		return done(m.Recheck.Accept(m.ctx, d.supervisor.as(at), at, recheck.On{Recheck: id}))
	})
	m.plan(next(1), "announce the draw", w, func(at time.Time) error {
		return done(m.Recheck.AnnounceDraw(m.ctx, d.supervisor.as(at), at, recheck.AnnounceDraw{Recheck: id}))
	})
	if stop == recheckAnnounced {
		return
	}
	m.plan(at.Add(time.Second), "seal", w, func(at time.Time) error { return m.seal(m.ctx, at) })
	m.plan(at.Add(time.Hour), "draw the panel", w, func(at time.Time) error {
		return done(m.Recheck.Draw(m.ctx, d.supervisor.as(at), at, recheck.On{Recheck: id}))
	})
	m.plan(next(2), "hear the experts", w, func(at time.Time) error { return m.hearPanel(w, d, at, id, stop) })
	if stop == recheckSitting {
		return
	}
	m.plan(next(2), "feed back", w, func(at time.Time) error {
		return done(m.Recheck.FeedBack(m.ctx, d.supervisor.as(at), at, recheck.FeedBack{Recheck: id,
			Summary: "专家组认为初步意见合规、合理。\nThe panel finds the preliminary opinion lawful and well weighed."}))
	})
	if stop == recheckAnswered {
		return
	}
	m.plan(next(1), "decide finally", w, func(at time.Time) error {
		return done(m.Review.Finalise(m.ctx, w.by.chair().as(at), at, review.Finalise{Review: w.review, Outcome: "approve",
			Reasons: "依据专家复核意见。\nIn line with the experts' opinion."}))
	})
	m.letter(w, next(1), "", true)
}

// hearPanel lets the experts declare and give their opinions; of a panel that still
// sits the first two have done so.
func (m *sim) hearPanel(w *work, d *department, at time.Time, id string, stop int) error {
	st, err := m.Recheck.View(m.Read(m.ctx), d.supervisor.as(at), id)
	if err != nil {
		return err
	}
	for i, seat := range st.Sitting() {
		who := &person{id: seat.Person}
		if stop == recheckSitting && i > 2 {
			break
		}
		at = at.Add(17 * time.Minute)
		if err := done(m.Recheck.Declare(m.ctx, who.as(at), at, recheck.Declare{Recheck: id})); err != nil {
			return err
		}
		if stop == recheckSitting && i == 2 {
			break
		}
		at = at.Add(3 * time.Minute)
		err := done(m.Recheck.GiveOpinion(m.ctx, who.as(at), at, recheck.GiveOpinion{Recheck: id, Finding: recheck.Finding{Lawful: true, Reasonable: true,
			Agrees: true, Reasons: m.concern(i + w.no).lines()}}))
		if err != nil {
			return err
		}
	}
	return nil
}
