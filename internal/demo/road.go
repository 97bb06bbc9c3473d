package demo

import (
	"bytes"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
)

// work is an activity of the city on its road.
type work struct {
	no        int
	topic     topic
	title     Both
	aim, risk Both
	unit      *unit
	by        *committee // that reviews it
	leader    *person
	team      []*person
	activity  string
	review    string
	out       []*person  // who are out of the case, once it has come before a meeting
	checker   *person    // of changes, in the place of a chair who is out of it
	minimal   bool       // no more than everyday risk
	months    int        // to the first follow-up, where the decision sets them
	urgent    string     // asked for by a declared emergency, and how urgently
	busy      chan error // of what is being done aside
}

// draft plans the writing of an application: begun, filled, with its papers.
// A half one stops in the middle.
func (m *sim) draft(w *work, at time.Time, half bool) {
	m.plan(at, "draft", w, func(at time.Time) error {
		profile := profile(w.topic.Profile, w.unit.Fields)
		if w.minimal {
			profile.Risk = "minimal"
		}
		if w.unit.id == "" { // nobody's unit says where it is
			profile.Unit.Region = region(0)
		}
		profile.Emergency = w.urgent != ""
		profile.Title = w.title.ZH + " / " + w.title.EN
		out, err := m.Activity.Draft(m.ctx, w.leader.as(at), at, activity.Draft{Unit: w.unit.id, Profile: &profile})
		w.activity = out.Result
		return err
	})
	m.plan(at.Add(22*time.Minute), "fill in", w, func(at time.Time) error { return m.fill(w, at, half) })
	for i, p := range w.team {
		m.plan(at.Add(time.Duration(31+i)*time.Minute), "name the team", w, func(at time.Time) error {
			_, err := m.Activity.AddPerson(m.ctx, w.leader.as(at), at, activity.AddPerson{Activity: w.activity, Person: p.id, Role: activity.Roles()[i]})
			return err
		})
	}
}

// fill writes into every field that the rules ask for and adds every paper.
func (m *sim) fill(w *work, at time.Time, half bool) error {
	r, me := m.Read(m.ctx), w.leader.as(at)
	st, err := m.Activity.View(r, me, w.activity, 0)
	if err != nil {
		return err
	}
	facts, err := m.Activity.Facts(r, st, me.Day)
	if err != nil {
		return err
	}
	form, err := m.Activity.Form(me.Day, st.Region)
	if err != nil {
		return err
	}
	fields := activity.Values{}
	for i, need := range facts.Required {
		field, _ := form.Field(need.Code)
		switch {
		case need.Holds || half && i%3 > 0:
		case field.IsFile():
			if err := m.attach(w, at.Add(time.Duration(i)*20*time.Second), field); err != nil {
				return err
			}
		default:
			fields[need.Code] = activity.Text(m.sentence(w, need.Code))
		}
	}
	_, err = m.Activity.Save(m.ctx, me, at.Add(8*time.Minute), activity.Save{Activity: w.activity, Fields: fields})
	return err
}

// sentence is what stands in a field of the form.
func (m *sim) sentence(w *work, code string) string {
	switch code {
	case "purpose":
		return w.aim.lines()
	case "risks":
		return w.risk.lines()
	}
	if s, ok := m.city.Form[code]; ok {
		return s.lines()
	}
	return w.aim.lines()
}

func (m *sim) attach(w *work, at time.Time, field activity.Field) error {
	name, content := w.paper(field.Code, field.Text.In(lang.ZH))
	_, err := m.Activity.Attach(m.ctx, w.leader.as(at), at, activity.Attach{Activity: w.activity, Field: field.Code, Name: name}, bytes.NewReader(content))
	return err
}

// complete adds what rules ask for that took effect since the application was written.
func (m *sim) complete(w *work, at time.Time) error {
	r, me := m.Read(m.ctx), w.leader.as(at)
	st, err := m.Activity.View(r, me, w.activity, 0)
	if err != nil {
		return err
	}
	facts, err := m.Activity.Facts(r, st, me.Day)
	if err != nil || !slices.ContainsFunc(facts.Required, func(q activity.Requirement) bool { return !q.Holds }) {
		return err
	}
	return m.fill(w, at, false)
}

// submit plans the handing-in, the first or a further one.
func (m *sim) submit(w *work, at time.Time) {
	m.plan(at.Add(-10*time.Minute), "complete", w, func(at time.Time) error { return m.complete(w, at) })
	m.plan(at, "submit", w, func(at time.Time) error {
		out, err := m.Activity.Submit(m.ctx, w.leader.as(at), at, activity.Submit{Activity: w.activity})
		if err != nil {
			return err
		}
		for _, e := range out.Events {
			if e.Kind() == review.Kind {
				w.review = e.Subject()
			}
		}
		return nil
	})
}

// change plans a change of the text, as asked for, and the handing-in again.
func (m *sim) change(w *work, at time.Time) {
	note := m.city.Remarks[1+w.no%(len(m.city.Remarks)-1)]
	m.plan(at.Add(-time.Hour), "change", w, func(at time.Time) error {
		_, err := m.Activity.Save(m.ctx, w.leader.as(at), at, activity.Save{Activity: w.activity, Fields: activity.Values{
			"plan_summary": activity.Text(m.city.Form["plan_summary"].lines() + "\n" + note.lines())}})
		return err
	})
	m.submit(w, at)
}

// accept plans the acceptance by the committee's secretary.
func (m *sim) accept(w *work, at time.Time) {
	procedure := review.ByMeeting
	if w.minimal {
		procedure = review.BySimplified
	}
	m.plan(at, "accept", w, func(at time.Time) error {
		return done(m.Review.Accept(m.ctx, w.secretary().as(at), at, review.Accept{Review: w.review, Procedure: procedure,
			Reasons: []string{"材料齐全 / The file is complete"}}))
	})
}

// giveBack plans the return of an incomplete file.
func (m *sim) giveBack(w *work, at time.Time) {
	a, b := m.concern(w.no), m.concern(w.no+1)
	m.plan(at, "return", w, func(at time.Time) error {
		return done(m.Review.Return(m.ctx, w.secretary().as(at), at, review.Return{Review: w.review, Items: []review.Missing{
			{Field: "plan_summary", Text: a.lines()}, {Field: "risks", Text: b.lines()}}, Note: m.city.Remarks[0].lines()}))
	})
}

// ask plans a question of a member and, when it is ever answered, the answer.
func (m *sim) ask(w *work, member *person, at, answered time.Time) {
	q := m.city.Questions[w.no%len(m.city.Questions)]
	id := new(string)
	m.plan(at, "ask", w, func(at time.Time) error {
		out, err := m.Review.AskQuestion(m.ctx, member.as(at), at, review.AskQuestion{Review: w.review, Text: q.lines()})
		for _, e := range out.Events {
			if b, ok := e.Body.(review.QuestionAsked); ok {
				*id = b.Question
			}
		}
		return err
	})
	if answered.IsZero() {
		return
	}
	m.plan(answered, "answer", w, func(at time.Time) error {
		return done(m.Review.AnswerQuestion(m.ctx, w.leader.as(at), at, review.AnswerQuestion{Review: w.review, Question: *id,
			Text: m.city.Remarks[1+w.no%(len(m.city.Remarks)-1)].lines()}))
	})
}

// extend plans a longer time to decide.
func (m *sim) extend(w *work, at time.Time, due calendar.Day) {
	m.plan(at, "extend", w, func(at time.Time) error {
		return done(m.Review.Extend(m.ctx, w.secretary().as(at), at, review.Extend{Review: w.review, Clock: review.ClockDecision,
			Reason: "正在征求外地同行专家的意见。\nPeers from elsewhere are being consulted.", Due: due.End()}))
	})
}

func (m *sim) withdraw(w *work, at time.Time) {
	m.plan(at, "withdraw", w, func(at time.Time) error {
		return done(m.Review.Withdraw(m.ctx, w.leader.as(at), at, review.Withdraw{Review: w.review, Reason: "合作单位退出。 The partner has left."}))
	})
}

func (m *sim) discard(w *work, at time.Time) {
	m.plan(at, "discard", w, func(at time.Time) error {
		return done(m.Activity.Discard(m.ctx, w.leader.as(at), at, activity.Discard{Activity: w.activity, Reason: "与另一申请合并 / merged with another one"}))
	})
}

// letter plans the decision letter and its sending, when it is sent.
func (m *sim) letter(w *work, at time.Time, reason string, sent bool) {
	m.planAside(at, "issue letter", w, func(at time.Time) error {
		return done(m.Review.IssueLetter(m.ctx, w.secretary().as(at), at, review.IssueLetter{Review: w.review, Reason: reason}))
	})
	if sent {
		m.plan(at.Add(25*time.Minute), "send letter", w, func(at time.Time) error {
			return done(m.Review.SendLetter(m.ctx, w.secretary().as(at), at, review.SendLetter{Review: w.review, How: "message"}))
		})
	}
}

func (w *work) secretary() *person { return w.by.secretary }

func (m *sim) concern(n int) Both { return m.city.Concerns[n%len(m.city.Concerns)] }

// done keeps the error of a verb.
func done(_ journal.Outcome, err error) error { return err }

// erase plans the destruction of what is known about somebody who has left.
func (m *sim) erase(p *person, at time.Time) {
	m.plan(at, "erase", nil, func(at time.Time) error {
		return done(m.Registry.Erase(m.ctx, m.admin.as(at), at, registry.ErasePerson{Person: p.id, Reason: "本人要求 / asked for by the person"}))
	})
}
