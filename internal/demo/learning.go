package demo

import (
	"fmt"
	"strings"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/learning"
)

// late is who of the main unit's committee has let training lapse.
const late = 4

// train lets the city learn: everybody on a committee at the founding, most of them
// again since, and researchers as they come. Lists are imported by offices; some
// people enter a course themselves and wait for a word.
func (m *sim) train() {
	first := m.clock.Add(24 * time.Hour)
	for _, u := range m.units {
		if u.committee != nil {
			m.plan(first, "train the committee", nil, func(at time.Time) error { return m.trainSeats(u, at, "科技伦理审查入门", "induction", 16, nil) })
			m.plan(m.ago(210-5*u.no), "train the committee again", nil, func(at time.Time) error {
				return m.trainSeats(u, at, "科技伦理审查年度研修", "regular", 16, func(i int) bool { return u.no != mainUnit && i%5 != 3 })
			})
		}
		m.plan(m.ago(150+u.no), "train researchers", nil, func(at time.Time) error {
			var people []*person
			for i, p := range u.researchers {
				if u.no != mainUnit && (u.no+i)%3 == 2 {
					continue
				}
				people = append(people, p)
			}
			return m.importTraining(u.officer, at, learning.Import{Unit: u.id}, people, "科研伦理与诚信", "regular", 6)
		})
	}
	main := m.units[mainUnit]
	for i, seat := range main.committee.members {
		if i != late {
			days := []int{322, 190, 320, 150, 0, 120, 100, 90, 80}[i%9]
			m.plan(m.ago(days), "train a member", nil, func(at time.Time) error {
				return m.importTraining(main.committee.secretary, at, learning.Import{Committee: main.committee.id}, []*person{seat.person}, "科技伦理审查年度研修", "regular", 12)
			})
		}
	}
	m.plan(m.ago(100), "train the secretary", nil, func(at time.Time) error {
		return m.importTraining(main.officer, at, learning.Import{Unit: main.id}, []*person{main.committee.secretary}, "伦理办公室实务", "regular", 20)
	})
	for i, who := range []*person{main.researchers[1], main.committee.members[late].person} {
		m.plan(m.ago(2-i), "enter a course", nil, func(at time.Time) error { return m.enterTraining(who, at) })
	}
}

// trainSeats imports a course for the people of a committee. Nobody answers for
// themselves: the unit's officer does for the secretary.
func (m *sim) trainSeats(u *unit, at time.Time, name, kind string, hours int, some func(int) bool) error {
	var people []*person
	for i, seat := range u.committee.members {
		if some == nil || some(i) {
			people = append(people, seat.person)
		}
	}
	if len(people) > 0 {
		if err := m.importTraining(u.committee.secretary, at, learning.Import{Committee: u.committee.id}, people, name, kind, hours); err != nil {
			return err
		}
	}
	return m.importTraining(u.officer, at, learning.Import{Unit: u.id}, []*person{u.committee.secretary}, name, kind, hours)
}

func (m *sim) importTraining(by *person, at time.Time, cmd learning.Import, people []*person, name, kind string, hours int) error {
	rows := []string{"person,course,provider,hours,day,kind"}
	for _, p := range people {
		if p == by { // somebody else answers for their own
			continue
		}
		rows = append(rows, fmt.Sprintf("%s,%s,明川科技伦理学院,%d,%s,%s", p.id, name, hours, calendar.Of(at), kind))
	}
	cmd.File = &blob.Upload{Name: "training.csv", Content: []byte(strings.Join(rows, "\n"))}
	report, err := m.Learning.Import(m.ctx, by.as(at), at, cmd)
	for _, row := range report {
		if err == nil && row.State == learning.RowRefused {
			err = fmt.Errorf("row %d: %w", row.Row, row.Why.Err())
		}
	}
	return err
}

func (m *sim) enterTraining(who *person, at time.Time) error {
	return done(m.Learning.Enter(m.ctx, who.as(at), at, learning.Enter{Person: who.id, File: &blob.Upload{Name: "证书.txt", Content: []byte("培训证书\nCertificate\n")},
		Course: learning.Course{Kind: "exchange", Course: "人工智能伦理研讨会", Provider: "明川人工智能学会", Hours: 8, Day: calendar.Of(at).AddDays(-6)}}))
}
