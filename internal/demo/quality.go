package demo

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/quality"
)

// sampled lets closed reviews be scored: once by the department, long enough ago that
// there is a result, and once by the main committee itself, which is under way.
func (m *sim) sampled() {
	main := m.units[mainUnit]
	boss := m.departments[main.Department].supervisor
	past := m.qualityCheck(main.committee, boss, m.ago(45))
	scored := m.ago(25)
	m.plan(scored, "score the sample", nil, func(at time.Time) error { return m.scoreAll(*past, at, 99) })
	m.plan(m.later(scored, 1), "close the check", nil, func(at time.Time) error {
		return done(m.Quality.Close(m.ctx, boss.as(at), at, quality.On{Check: *past}))
	})
	for i, seat := range main.committee.members {
		if i != 2 && i != 5 {
			m.plan(m.later(scored, 2+i), "acknowledge the result", nil, func(at time.Time) error {
				return done(m.Quality.Acknowledge(m.ctx, seat.as(at), at, quality.On{Check: *past}))
			})
		}
	}
	began := m.ago(6)
	own := m.qualityCheck(main.committee, main.committee.chair(), began)
	m.plan(m.later(began, 1), "score some of the sample", nil, func(at time.Time) error { return m.scoreAll(*own, at, 1) })
	for _, u := range m.units[1:] {
		if u.committee == nil || u.Department != main.Department {
			continue
		}
		other := m.qualityCheck(u.committee, boss, began)
		m.plan(began.Add(time.Hour), "hand a case to the main committee", nil, func(at time.Time) error {
			st, err := m.Quality.View(m.Read(m.ctx), boss.as(at), *other)
			if err != nil {
				return err
			}
			return done(m.Quality.Assign(m.ctx, boss.as(at), at, quality.Assign{Check: st.ID, Review: st.Cases[0].Review, Person: main.committee.members[2].id}))
		})
		break
	}
}

// qualityCheck plans a check of the reviews of half a year: announced, sealed, drawn.
func (m *sim) qualityCheck(c *committee, by *person, at time.Time) *string {
	id := new(string)
	m.plan(at, "announce a quality check", nil, func(at time.Time) error {
		out, err := m.Quality.Announce(m.ctx, by.as(at), at, quality.Announce{Committee: c.id, From: calendar.Of(at).AddDays(-240), Until: calendar.Of(at)})
		*id = out.Result
		return err
	})
	m.plan(at.Add(time.Second), "seal", nil, func(at time.Time) error { return m.seal(m.ctx, at) })
	m.plan(at.Add(time.Minute), "draw the sample", nil, func(at time.Time) error {
		return done(m.Quality.Draw(m.ctx, by.as(at), at, quality.On{Check: *id}))
	})
	return id
}

// scoreAll lets peers score up to so many cases; one of three falls short.
func (m *sim) scoreAll(id string, at time.Time, most int) error {
	st, err := m.Quality.View(m.Read(m.ctx), m.units[mainUnit].committee.chair().as(at), id)
	if err != nil {
		return err
	}
	set := m.Book.On(calendar.Of(at), "")
	for i, c := range st.Cases {
		who := m.byID(c.Scorer)
		if i >= most || who == nil {
			continue
		}
		cmd := quality.Score{Check: id, Review: c.Review, Remarks: "记录完整，讨论可以更具体 / The record is complete, the discussion could be more concrete"}
		for k, item := range set.List("quality_points") {
			grade := []string{"met", "met", "partly", "met", "not_applicable"}[(k+i)%5]
			if i%3 == 1 && k > 3 {
				grade = "missed"
			}
			cmd.Marks = append(cmd.Marks, quality.Mark{Point: item.Code, Grade: grade, Remark: map[bool]string{true: "记录中看不出来 / The record does not show it"}[grade == "missed"]})
		}
		if err := done(m.Quality.Score(m.ctx, who.as(at), at, cmd)); err != nil {
			return err
		}
	}
	return nil
}

// byID is somebody of the city, or nil.
func (m *sim) byID(id string) *person {
	for _, p := range m.people {
		if p.id == id {
			return p
		}
	}
	return nil
}
