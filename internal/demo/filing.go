package demo

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/filing"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// dated is something that happens around registrations; before the story begins
// it happens at once.
type dated struct {
	at   time.Time
	what string
	do   func(at time.Time) error
}

// foundFilings registers the committees with the platforms, or not: every state a
// registration can be in is somewhere in the city. Time goes on to the story.
func (m *sim) foundFilings() error {
	var all []dated
	for k, u := range m.seated() {
		all = append(all, m.filings(k, u)...)
	}
	for year := calendar.Of(m.clock).Year() + 1; year <= m.today.Year(); year++ {
		all = append(all, m.years(year)...)
	}
	slices.SortStableFunc(all, func(a, b dated) int { return a.at.Compare(b.at) })
	for _, d := range all {
		if !d.at.Before(m.story) {
			m.plan(d.at, d.what, nil, d.do)
			continue
		}
		if err := d.do(d.at); err != nil {
			return fmt.Errorf("%s: %w", d.what, err)
		}
	}
	m.clock = m.story
	return nil
}

// seated are the units with a committee of their own.
func (m *sim) seated() []*unit {
	return slices.DeleteFunc(slices.Clone(m.units), func(u *unit) bool { return u.committee == nil })
}

// on is a time some days after the founding, without drawing lots: the story is
// the same with and without registrations.
func (m *sim) on(days, minutes int) time.Time {
	return m.clock.Add(time.Duration(days)*24*time.Hour + time.Duration(minutes)*time.Minute)
}

// neglected is the committee that has neither rules nor a registration.
const neglected = 5

// filings is what committee k does about its registrations.
func (m *sim) filings(k int, u *unit) []dated {
	var out []dated
	add := func(days int, what string, do func(at time.Time) error) {
		out = append(out, dated{m.on(days, k), what, do})
	}
	if k == neglected {
		return nil
	}
	add(3, "adopt rules", func(at time.Time) error { return m.adopt(u, at) })
	steps := map[int]int{2: 2, 3: 3, 4: 1} // of prepare, submit, return; others go on to the receipt
	last, some := steps[k], steps[k] > 0
	add(9, "prepare", m.onFilings(u, func(id string, at time.Time) error {
		return done(m.Filing.Prepare(m.ctx, u.committee.secretary.as(at), at, filing.On{Filing: id}))
	}))
	if some && last == 1 {
		return out
	}
	add(12, "submit", m.onFilings(u, func(id string, at time.Time) error {
		return done(m.Filing.Submit(m.ctx, u.officer.as(at), at, filing.Submit{Filing: id, Day: calendar.Of(at)}))
	}))
	if some {
		if last == 3 {
			add(15, "return", m.onFilings(u, func(id string, at time.Time) error {
				return done(m.Filing.Return(m.ctx, u.officer.as(at), at, filing.Return{Filing: id, Reasons: []string{"缺单位公章 / The unit's seal is missing"}}))
			}))
		}
		return out
	}
	add(20, "receipt", m.onFilings(u, func(id string, at time.Time) error {
		return m.receipt(u, id, fmt.Sprintf("DJ-%d-%03d", at.Year(), k+1), at)
	}))
	return append(out, m.afterwards(k, u)...)
}

// onFilings does something to the registrations of a unit's committee.
func (m *sim) onFilings(u *unit, do func(id string, at time.Time) error) func(time.Time) error {
	return func(at time.Time) error {
		ids, err := store.Column[string](m.Read(m.ctx), `select id from filings where committee = $1 and about = 'committee' and state <> 'withdrawn' order by id`, u.committee.id)
		for _, id := range ids {
			at = at.Add(time.Minute)
			err = cmp.Or(err, do(id, at))
		}
		return err
	}
}

func (m *sim) receipt(u *unit, id, number string, at time.Time) error {
	return done(m.Filing.Register(m.ctx, u.officer.as(at), at, filing.Register{Filing: id, Number: number, Day: calendar.Of(at)}))
}

// adopt gives a committee its charter and working rules, and its unit the rules of its own.
func (m *sim) adopt(u *unit, at time.Time) error {
	day := calendar.Of(at)
	err := done(m.Registry.AdoptCharter(m.ctx, u.officer.as(at), at, registry.AdoptCharter{Committee: u.committee.id, Title: u.ZH + "科技伦理（审查）委员会章程", Day: day}))
	for _, item := range m.Book.On(day, "").List("committee_rules") {
		at = at.Add(time.Minute)
		err = cmp.Or(err, done(m.Registry.AdoptRule(m.ctx, u.officer.as(at), at, registry.AdoptRule{Committee: u.committee.id, Code: item.Code, Title: u.ZH + item.Text.ZH, Day: day})))
	}
	for _, item := range m.Book.On(day, "").List(registry.UnitRules) {
		at = at.Add(time.Minute)
		err = cmp.Or(err, done(m.Registry.AdoptUnitRule(m.ctx, u.officer.as(at), at, registry.AdoptUnitRule{Unit: u.id, Code: item.Code, Title: u.ZH + item.Text.ZH, Day: day})))
	}
	return err
}

// afterwards is what follows the registration of some committees.
func (m *sim) afterwards(k int, u *unit) []dated {
	d := m.departments[u.Department]
	confirm := dated{m.on(26, k), "confirm", m.onFilings(u, func(id string, at time.Time) error {
		return done(m.Filing.Confirm(m.ctx, d.supervisor.as(at), at, filing.On{Filing: id}))
	})}
	switch k {
	case 0:
		return []dated{confirm, {m.on(30, 1), "state means", func(at time.Time) error {
			return done(m.Registry.StateMeans(m.ctx, u.officer.as(at), at, registry.StateMeans{Committee: u.committee.id, Means: registry.Means{Year: at.UTC().Year(),
				Staff: 2, Budget: 120000, Premises: "行政楼 305 室，专用档案室\nRoom 305, with its own archive", Independent: true}}))
		}}, {m.on(31, 1), "certify", func(at time.Time) error {
			return done(m.Registry.Certify(m.ctx, u.officer.as(at), at, registry.Certify{Committee: u.committee.id, Number: "RZ-0021", Assessor: "明川科技伦理评估中心 / Mingchuan Assessment Centre",
				Scope: "涉及人的研究 / Research on people", From: calendar.Of(at), Until: m.today.AddDays(60)}))
		}}, {m.end.Add(-9 * 24 * time.Hour), "new rule", func(at time.Time) error {
			return done(m.Registry.AdoptRule(m.ctx, u.officer.as(at), at, registry.AdoptRule{Committee: u.committee.id, Code: "sop", Title: "标准操作规程（修订）", Day: calendar.Of(at)}))
		}}, {m.end.Add(-time.Hour), "register listed work", m.registerListed(u)}}
	case 6:
		return []dated{{m.on(200, k), "lapse", m.onFilings(u, func(id string, at time.Time) error {
			return done(m.Filing.Lapse(m.ctx, u.officer.as(at), at, filing.End{Filing: id, Day: calendar.Of(at), Reason: "平台逾期未更新 / Not kept up to date"}))
		})}}
	case 7:
		return []dated{{m.on(40, k), "release", func(at time.Time) error {
			ids, err := store.Column[string](m.Read(m.ctx), `select id from filings where committee = $1 and about = 'committee' order by id limit 1`, u.committee.id)
			if err != nil || len(ids) == 0 {
				return err
			}
			return done(m.Filing.Withdraw(m.ctx, d.supervisor.as(at), at, filing.End{Filing: ids[0], Reason: "由上级单位统一登记 / Registered by the superior unit"}))
		}}}
	}
	return []dated{confirm}
}

// registerListed files every other listed activity of a unit.
func (m *sim) registerListed(u *unit) func(time.Time) error {
	return func(at time.Time) error {
		ids, err := store.Column[string](m.Read(m.ctx), `select id from filings where unit = $1 and about = 'activity' and state = 'due' order by id`, u.id)
		if err != nil {
			return err
		}
		for i := 0; i < len(ids); i += 2 {
			at = at.Add(time.Minute)
			if err := m.fileNow(u, ids[i], fmt.Sprintf("HD-%d-%03d", at.Year(), i+1), at); err != nil {
				return err
			}
		}
		return nil
	}
}

func (m *sim) fileNow(u *unit, id, number string, at time.Time) error {
	return cmp.Or(done(m.Filing.Prepare(m.ctx, u.committee.secretary.as(at), at, filing.On{Filing: id})),
		done(m.Filing.Submit(m.ctx, u.officer.as(at), at, filing.Submit{Filing: id, Day: calendar.Of(at)})), m.receipt(u, id, number, at))
}

// years opens what is owed for the year before, and lets two committees report: the
// first is done with it, the second has only drafted; all others are late.
func (m *sim) years(year int) []dated {
	first := calendar.Day(fmt.Sprintf("%04d-01-02", year))
	at := func(days int) time.Time { return first.AddDays(days).Start().Add(10 * time.Hour) }
	out := []dated{{at(0), "open the year", func(at time.Time) error { return m.Filing.OpenYears(m.ctx, at) }}}
	for k, u := range m.seated()[:2] {
		out = append(out, dated{at(20 + k), "report", func(at time.Time) error { return m.report(u, year-1, k == 0, at) }})
	}
	return out
}

func (m *sim) report(u *unit, year int, whole bool, at time.Time) error {
	sec := u.committee.secretary.as(at)
	out, err := m.Filing.Compile(m.ctx, sec, at, filing.Compile{Committee: u.committee.id, Report: filing.ReportCommittee, Year: year})
	if err != nil {
		return err
	}
	err = done(m.Filing.RemarkOn(m.ctx, sec, at, filing.RemarkOn{Report: out.Result, Remarks: []filing.Remark{{Text: "委员会设立后的第一个年度，以建章立制为主。\nThe first year: rules were made and people trained."}}}))
	if err != nil || !whole {
		return err
	}
	at = at.Add(24 * time.Hour)
	if err := done(m.Filing.Sign(m.ctx, u.committee.chair().as(at), at, filing.OnReport{Report: out.Result})); err != nil {
		return err
	}
	ids, err := store.Column[string](m.Read(m.ctx), `select id from filings where committee = $1 and about = 'report' and year = $2 order by id`, u.committee.id, year)
	for i, id := range ids {
		at = at.Add(time.Hour)
		err = cmp.Or(err, m.fileNow(u, id, fmt.Sprintf("NB-%d-%03d", year, i+1), at))
	}
	return err
}
