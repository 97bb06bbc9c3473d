package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/edge"
)

// sim is the city while it is being made.
type sim struct {
	edge.Services
	ctx    context.Context
	rnd    *rand.Rand
	city   *city
	caster caster
	clock  time.Time // of the founding
	story  time.Time // when the story begins
	end    time.Time // now
	today  calendar.Day
	seal   func(ctx context.Context, now time.Time) error

	departments map[string]*department
	units       []*unit
	people      []*person
	experts     map[string][]*person
	centre      *committee // reviews for those without a committee
	free        *unit      // stands for a person who belongs to no unit
	pool        []*person  // whom departments call for re-reviews
	wanted      string     // profile of the next work; empty: any
	admin       *person
	works       []*work
	titles      map[Both]bool
	starring    bool     // the next work is the main researcher's
	plain       bool     // invent no listed activities
	ahead       *session // the main unit's next meeting
	next        int      // outcome of the next case
	carried     []*item  // to the meeting that is going on now
	tasks       []task
	aside       chan struct{} // places for what is done aside
	pairs       <-chan pair   // of keys for those who receive reports
	channel     *work         // what goes on in the channel for reports

	programme string // of key research in the main unit's city
	mechanism string // of coordination, in the city
	held      string // its meeting that takes place
}

// task is something that somebody does at some time. Tasks on one work happen
// one after the other; those aside need not hold up other work meanwhile.
type task struct {
	at    time.Time
	n     int
	what  string
	on    *work
	aside bool
	do    func(at time.Time) error
}

// plan puts a task into the calendar.
func (m *sim) plan(at time.Time, what string, on *work, do func(at time.Time) error) {
	m.tasks = append(m.tasks, task{at: at, n: len(m.tasks), what: what, on: on, do: do})
}

// run lets everything happen that was planned for the time until now.
func (m *sim) run() error {
	slices.SortFunc(m.tasks, func(a, b task) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.n, b.n)) })
	for _, t := range m.tasks {
		if t.at.After(m.end) {
			break
		}
		if err := errors.Join(m.ctx.Err(), t.on.wait()); err != nil {
			return err
		}
		if t.aside {
			m.runAside(t)
			continue
		}
		if err := t.run(); err != nil {
			return err
		}
	}
	all := m.channel.wait()
	for _, w := range m.works {
		all = errors.Join(all, w.wait())
	}
	return all
}

func (t task) run() error {
	if err := t.do(t.at); err != nil {
		return fmt.Errorf("%s at %s: %w", t.what, t.at.In(calendar.Beijing()).Format(time.DateTime), err)
	}
	return nil
}

// planAside plans what takes long, such as the setting of a letter: the city goes on
// meanwhile.
func (m *sim) planAside(at time.Time, what string, on *work, do func(at time.Time) error) {
	m.plan(at, what, on, do)
	m.tasks[len(m.tasks)-1].aside = true
}

// runAside runs such a task.
func (m *sim) runAside(t task) {
	done := make(chan error, 1)
	t.on.busy = done
	m.aside <- struct{}{}
	go func() {
		defer func() { <-m.aside }()
		done <- t.run()
	}()
}

// wait returns when nothing is being done aside on the work.
func (w *work) wait() error {
	if w == nil || w.busy == nil {
		return nil
	}
	err := <-w.busy
	w.busy = nil
	return err
}

// tick is the next moment of the founding.
func (m *sim) tick() time.Time {
	m.clock = m.clock.Add(20 * time.Second)
	return m.clock
}

// as is somebody logged in.
func (p *person) as(at time.Time) auth.Principal { return auth.Session(p.id, at) }

// office is a time within office hours of a day, or of the next working day.
func (m *sim) office(d calendar.Day) time.Time {
	for {
		if working, _ := m.Calendar.Now().Working(d); working {
			break
		}
		d = d.AddDays(1)
	}
	minute := 9*60 + m.rnd.IntN(7*60)
	if minute >= 12*60 {
		minute += 75 // nobody works through lunch
	}
	return d.Start().Add(time.Duration(minute)*time.Minute + time.Duration(m.rnd.IntN(60))*time.Second)
}

// ago is a time in office hours some days ago, never later than now.
func (m *sim) ago(days int) time.Time {
	for {
		if t := m.office(m.today.AddDays(-days)); !t.After(m.end) {
			return t
		}
		days++
	}
}

// later is a time in office hours n working days after another; for a
// negative n, before it.
func (m *sim) later(t time.Time, n int) time.Time {
	d := calendar.Of(t)
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if working, _ := m.Calendar.Now().Working(d); working {
			n--
		}
	}
	return m.office(d)
}

// watch plans the looking after clocks, every morning, and checkpoints.
func (m *sim) watch(from calendar.Day) {
	for d := from; d <= m.today; d = d.AddDays(1) {
		m.plan(d.Start().Add(8*time.Hour), "watch clocks", nil, func(at time.Time) error {
			if _, err := clocks.Watch(m.ctx, m.Journal, at); err != nil {
				return err
			}
			_, err := m.Risk.Watch(m.ctx, at)
			return err
		})
		if d.Weekday() == time.Friday {
			m.plan(d.Start().Add(23*time.Hour), "seal", nil, func(at time.Time) error { return m.seal(m.ctx, at) })
		}
	}
}
