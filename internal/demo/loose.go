package demo

import "time"

// loose plans the works that no meeting has dealt with.
func (m *sim) loose() {
	for i := range 24 {
		u := m.units[i%len(m.units)]
		if i%4 == 0 {
			u = m.units[mainUnit]
		}
		m.draft(m.invent(u), m.ago(1+i*2), i%3 > 0)
	}
	for i := range 6 {
		w, at := m.invent(m.around(i)), m.ago(30+i*9)
		m.draft(w, at, true)
		m.discard(w, m.later(at, 5))
	}
	for i := range 13 {
		m.handIn(m.around(i), m.ago(i%4))
	}
	for i := range 8 {
		at := m.ago(9)
		w := m.handIn(m.around(i), at)
		m.giveBack(w, m.later(at, 2))
		if i%4 == 3 {
			m.change(w, m.later(at, 4))
		}
	}
	for i := range 7 {
		at := m.ago(50 + i*12)
		w := m.handIn(m.around(i), at)
		if i%2 == 0 {
			m.accept(w, m.later(at, 3))
		}
		m.withdraw(w, m.later(at, 6))
	}
	m.pending()
	m.simplified()
	m.exemptions()
	m.life()
	m.emergencies()
}

// around goes round the units that have a committee, the main one first in
// each round of four.
func (m *sim) around(i int) *unit {
	if i%4 == 0 {
		return m.units[mainUnit]
	}
	return m.units[1+(i*3)%12]
}

// waiting plans a work that was accepted some days ago and is on no agenda.
func (m *sim) waiting(u *unit, days int) *work {
	at := m.ago(days)
	w := m.handIn(u, m.later(at, -3))
	m.accept(w, at)
	return w
}

// pending plans works that wait for a meeting. Some have open questions, some
// run out of time: the committee that lost its lawyers cannot decide, others
// are late, two have been given longer.
func (m *sim) pending() {
	for i := range 6 {
		w := m.waiting(m.around(i), 5+i)
		if i%2 == 0 {
			m.ask(w, w.by.members[2].person, m.ago(2), time.Time{})
		}
	}
	for _, days := range []int{43, 36, 28, 24} {
		m.waiting(m.units[lapsed], days)
	}
	m.waiting(m.units[mainUnit], 27)
	m.waiting(m.units[mainUnit], 34)
	m.waiting(m.units[4], 31)
	m.extend(m.waiting(m.units[mainUnit], 29), m.ago(3), m.today.AddDays(20))
	m.extend(m.waiting(m.units[6], 33), m.ago(7), m.today.AddDays(12))
}
