package demo

import (
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/review"
)

// mainUnit is the unit of the accounts that visitors use; more happens there.
const mainUnit = 0

// left is the unit that somebody has left whose personal data were erased.
const left = 2

// months is how far back the city's story goes.
const months = 7

// schedule plans everything that happens after the founding.
func (m *sim) schedule() {
	for _, u := range m.units {
		if u.committee == nil || u.Centre != "" {
			continue
		}
		past := 3
		if u.no == mainUnit {
			past = 10
		}
		m.meetings(u.committee, past)
	}
	m.meetNow(m.units[mainUnit].committee)
	m.entrusted()
	m.loose()
	m.train()
	m.interested()
	m.sanctioned()
	m.funded()
	m.unlawful()
	m.sampled()
	m.risky()
	m.watch(calendar.Of(m.clock).AddDays(1))
	m.reported() // the last: whatever else is drawn by lot stays as it is
	m.inspected()
	m.coordinated()
	m.consented()
	m.released()
	m.together(m.ahead)
	m.adjourned()
	m.joint()
}

// adjourned plans a meeting that breaks off after its first case and goes on three
// working days later.
func (m *sim) adjourned() {
	u := m.units[mainUnit]
	s := &session{of: u.committee, start: m.hour(m.today.AddDays(-26)), mode: review.InPerson, minutes: 2, boxed: 15}
	s.again = m.hour(calendar.Of(m.later(s.start, 3)))
	for range 2 {
		s.items = append(s.items, &item{work: m.accepted(u, s.start), outcome: "approve"})
	}
	m.convene(s)
}

// invent makes a new work of a unit, with a title that no other has.
func (m *sim) invent(u *unit) *work {
	w := &work{no: len(m.works), unit: u, aim: pick(m.rnd, m.city.Aims), risk: pick(m.rnd, m.city.Risks)}
	for try := 0; w.title == (Both{}) || m.titles[w.title]; try++ {
		w.topic = pick(m.rnd, m.city.Topics)
		setting := pick(m.rnd, m.city.Settings)
		if !slices.Contains(w.topic.Unit, u.Kind) && u.Committee != "none" && u.Centre == "" || m.plain && (w.listed() || w.free()) ||
			m.wanted != "" && w.topic.Profile != m.wanted {
			continue
		}
		w.title = Both{ZH: w.topic.ZH + "：" + setting.ZH, EN: w.topic.EN + ": " + setting.EN}
		if try > 60 { // the topics are used up: a second phase of one
			w.title.ZH, w.title.EN = w.title.ZH+"（二期）", w.title.EN+" (phase two)"
		}
	}
	m.titles[w.title] = true
	if w.by = u.committee; w.by == nil {
		w.by = m.centre
	}
	w.leader = u.researchers[w.no%len(u.researchers)]
	if u.no == mainUnit && (w.no%2 == 0 || m.starring) {
		w.leader = u.researchers[0]
	}
	for range m.rnd.IntN(3) {
		if p := pick(m.rnd, u.researchers); p != w.leader && !slices.Contains(w.team, p) {
			w.team = append(w.team, p)
		}
	}
	m.works = append(m.works, w)
	return w
}

// handIn plans a new work that is submitted at a time.
func (m *sim) handIn(u *unit, at time.Time) *work {
	w := m.invent(u)
	m.draft(w, m.later(at, -3-m.rnd.IntN(9)), false)
	m.submit(w, at)
	return w
}

// accepted plans a new work that the committee has in time for a meeting.
func (m *sim) accepted(u *unit, meeting time.Time) *work {
	w := m.handIn(u, m.later(meeting, -10-m.rnd.IntN(3)))
	at := m.later(meeting, -7-m.rnd.IntN(2))
	if w.no%9 == 4 { // returned once before
		m.giveBack(w, m.later(meeting, -9))
		m.change(w, m.later(meeting, -8))
		at = m.later(meeting, -7)
	}
	m.accept(w, at)
	if w.no%3 == 0 {
		member := w.by.members[2+w.no%4].person
		m.ask(w, member, m.later(meeting, -4), m.later(meeting, -3))
	}
	return w
}

// meetings plans the regular meetings of a committee, the oldest first, and
// one that is still to come.
func (m *sim) meetings(c *committee, past int) {
	gap, offset := 65, 3+c.unit.no*5%17
	if past > 5 {
		gap, offset = 20, 15
	}
	if c.unit.no == lapsed {
		offset = 20 // while the committee was still whole
	}
	var carried []*item // from one meeting to the next
	for k := past - 1; k >= 0; k-- {
		day := m.today.AddDays(-offset - k*gap)
		s := &session{of: c, start: m.hour(day), mode: []string{review.InPerson, review.InPerson, review.Mixed, review.Video}[(k+c.unit.no)%4], minutes: 2}
		if k == 0 {
			s.minutes = c.unit.no % 3
		}
		if c.unit.no == neglected { // without rules on meetings by video
			s.mode = review.InPerson
		}
		if len(c.members) > 7 && k%2 == 1 {
			s.away = c.members[7].person
		}
		s.items, carried = carried, nil
		n := 2
		if past > 5 {
			n = 3
		}
		for len(s.items) < n {
			s.items = append(s.items, m.newItem(s, k))
		}
		m.convene(s)
		carried = m.aftermath(s, k, m.today.AddDays(-offset-(k-1)*gap))
	}
	if c.unit.no != lapsed && c.unit.no != mainUnit {
		m.coming(c, carried)
	}
	if c.unit.no == mainUnit {
		m.carried = carried
		m.ahead = &session{of: c, start: m.hour(m.today.AddDays(11)), mode: review.Mixed}
		m.convene(m.ahead)
	}
}

// hour is when meetings begin on a day or the next working day.
func (m *sim) hour(d calendar.Day) time.Time {
	t := m.office(d)
	return calendar.Of(t).Start().Add([]time.Duration{9, 14}[m.rnd.IntN(2)]*time.Hour + 30*time.Minute)
}

// newItem is a new case on an agenda, with how it is going to end.
func (m *sim) newItem(s *session, k int) *item {
	m.starring = s.of.unit.no == mainUnit && k < 2
	stop, listed := m.want(s.of.unit.no, k, len(s.items))
	if listed {
		m.wanted = "ai_opinion"
	}
	it := &item{work: m.accepted(s.of.unit, s.start)}
	m.wanted = ""
	m.starring = false
	it.outcome = []string{"approve", "approve", "approve_after_changes", "approve", "change_and_rereview", "approve", "approve_after_changes", "reject",
		"approve"}[m.next%9]
	m.next++
	if k == 0 { // much of the latest decisions is still to be followed
		it.outcome = []string{"approve_after_changes", "approve", "change_and_rereview", "approve_after_changes", "approve"}[m.next%5]
	}
	it.secret, it.heard = it.no%4 == 1, it.no%11 == 3
	switch {
	case it.no%7 == 2 && len(s.of.members) > 7 && s.away == nil:
		it.recused = s.of.members[4].person
	case it.no%13 == 5 && len(s.of.members) > 7 && s.away == nil:
		it.shutOut = s.of.members[7].person
	case it.no%17 == 6 && len(s.of.members) > 7 && s.away == nil:
		it.recused = s.of.chair()
	}
	if s.of.unit.no == mainUnit {
		it.lead(k, len(s.items), s.of)
	}
	if it.ends = recheckDone; listed {
		it.ends, it.outcome, it.deferred = stop, "approve", ""
	}
	for _, p := range []*person{it.recused, it.shutOut} {
		if p != nil {
			it.out = append(it.out, p)
		}
	}
	if s.of.unit.no == left && k == 2 && len(s.items) == 0 {
		it.leader, it.outcome = s.of.unit.leaver, "approve"
		m.erase(it.leader, m.ago(8))
	}
	return it
}

// lead sets what visitors shall find at the main unit: cases that were put
// off, and in the latest meetings one of each kind that is still under way.
func (it *item) lead(k, place int, c *committee) {
	var off, outcome string
	switch {
	case place == 2 && (k == 0 || k == 4):
		off, outcome = review.DeferQuorum, "approve"
	case place == 2 && k == 6:
		off, outcome, it.secret = review.DeferMajority, "approve", true
	case k == 0:
		outcome = []string{"approve_after_changes", "change_and_rereview"}[place%2]
	case k == 1 && place == 2:
		outcome, it.checker = "approve_after_changes", c.members[2].person
	default:
		return
	}
	it.deferred, it.outcome, it.recused, it.shutOut = off, outcome, nil, nil
}

// aftermath plans what follows from the decisions of a meeting, and returns
// what the next one on the given day has to deal with.
func (m *sim) aftermath(s *session, k int, next calendar.Day) []*item {
	var carried []*item
	for i, it := range s.items {
		w, at := it.work, m.later(s.start, 1+i%2)
		switch {
		case it.deferred != "":
			carried = append(carried, &item{work: w, outcome: "approve", since: s.start.Add(5 * time.Hour)})
			continue
		case it.outcome == "approve" && w.listed():
			m.recheck(w, at, it.ends)
			continue
		case it.outcome == "approve_after_changes":
			m.stipulated(w, s.start, k)
		case it.outcome == "change_and_rereview" && k > 0:
			changed := latest(m.later(next.Start(), -9), m.later(at, 1)) // long holidays bring meetings close
			m.change(w, changed)
			carried = append(carried, &item{work: w, outcome: "approve", since: changed.Add(time.Minute)})
		}
		late := k == 0 && i == len(s.items)-1 // the secretary has not come to it yet
		if !late {
			m.letter(w, at, "", k > 0 || i > 0)
		}
		if k == 2 && i == 0 {
			m.letter(w, m.later(at, 3), "申请人所在部门写错。 The applicant's department was wrong.", true)
		}
	}
	return carried
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// stipulated plans the changes that an approval hangs on. After the last
// meetings they are still under way.
func (m *sim) stipulated(w *work, decided time.Time, k int) {
	answered := m.later(decided, 4+w.no%3)
	if k == 0 && (w.no%2 == 0 || w.unit.no == mainUnit) {
		return // the applicant has not answered
	}
	m.answer(w, answered)
	if k == 0 || w.checker != nil && k == 1 {
		return // nobody has looked at the answers
	}
	checked := m.later(answered, 2)
	if w.no%3 == 0 {
		m.check(w, checked, false)
		m.answer(w, m.later(checked, 3))
		checked = m.later(checked, 5)
	}
	m.check(w, checked, true)
	if w.listed() {
		m.recheck(w, checked, recheckDone)
		return
	}
	m.letter(w, m.later(checked, 1), "", true)
}

// coming plans the next meeting of a committee.
func (m *sim) coming(c *committee, carried []*item) {
	days := 1 + c.unit.no%6
	s := &session{of: c, start: m.hour(m.today.AddDays(days)), mode: review.InPerson, items: carried}
	for range 2 {
		s.items = append(s.items, &item{work: m.accepted(c.unit, s.start), outcome: "approve"})
	}
	m.convene(s)
	if c.unit.no == 3 {
		off := &session{of: c, start: m.hour(m.today.AddDays(2)), mode: review.InPerson, cancel: "主任委员出差。\nThe chair is travelling."}
		off.items = []*item{{work: m.accepted(c.unit, off.start), outcome: "approve"}}
		m.convene(off)
	}
}

// meetNow plans the meeting that is going on: a case is decided, the next one
// is being voted on, others wait.
func (m *sim) meetNow(c *committee) {
	s := &session{of: c, start: m.end.Add(-39 * time.Minute).Truncate(time.Minute), mode: review.Mixed}
	for i := range 3 {
		s.items = append(s.items, &item{work: m.accepted(c.unit, s.start), outcome: "approve"})
		if i == 1 {
			s.items[1].stop = 4
		}
	}
	s.items = append(s.items, m.carried...)
	m.convene(s)
}
