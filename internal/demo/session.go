package demo

import (
	"slices"
	"time"

	"lunheng/internal/review"
)

// session is a meeting of a committee as it is going to be.
type session struct {
	of      *committee
	start   time.Time
	items   []*item
	mode    string
	away    *person   // member who does not come
	minutes int       // 0 none, 1 drafted, 2 approved
	cancel  string    // reason, when it is called off after the call
	boxed   int       // minutes planned for each case; 0: none
	again   time.Time // it breaks off after its first case until then; zero: it does not
	id      string
}

// item is a case on its agenda and how it goes.
type item struct {
	*work
	outcome  string
	secret   bool
	recused  *person   // declares a conflict before the meeting
	shutOut  *person   // is shut out by the chair
	heard    bool      // the adviser is heard
	deferred string    // reason; then nothing is decided
	since    time.Time // when it is ready for the agenda, if it came before a meeting already
	ends     int       // how far the re-review of a listed work comes
	stop     int       // votes after which the time of the city ends; 0: none
}

// convene plans a meeting from its planning to its minutes.
func (m *sim) convene(s *session) {
	sec := s.of.secretary
	m.plan(m.later(s.start, -10), "plan meeting", nil, func(at time.Time) error {
		cmd := review.PlanMeeting{Committee: s.of.id, StartsAt: s.start, Mode: s.mode}
		if s.mode != review.Video {
			cmd.Place = s.of.unit.ZH + " 科研楼 305 会议室"
		}
		if s.mode != review.InPerson {
			cmd.Link = "https://meet.mingchuan.invalid/305"
		}
		out, err := m.Review.PlanMeeting(m.ctx, sec.as(at), at, cmd)
		s.id = out.Result
		return err
	})
	called := m.later(s.start, -5)
	for i, it := range s.items {
		called = latest(called, it.since.Add(time.Duration(len(s.items)-i)*time.Minute))
	}
	for i, it := range s.items {
		m.plan(called.Add(time.Duration(i-len(s.items))*time.Minute), "schedule", it.work, func(at time.Time) error {
			return done(m.Review.Schedule(m.ctx, sec.as(at), at, review.Schedule{Meeting: s.id, Review: it.review}))
		})
	}
	m.plan(called.Add(10*time.Minute), "call", nil, func(at time.Time) error {
		return done(m.Review.Call(m.ctx, sec.as(at), at, review.OnMeeting{Meeting: s.id}))
	})
	if s.boxed > 0 {
		m.box(s, called.Add(12*time.Minute))
	}
	if s.cancel != "" {
		m.plan(m.later(called, 1), "cancel", nil, func(at time.Time) error {
			return done(m.Review.Cancel(m.ctx, sec.as(at), at, review.OnMeeting{Meeting: s.id, Reason: s.cancel}))
		})
		return
	}
	m.declare(s)
	m.sit(s)
}

// declare plans what members say about their interests beforehand.
func (m *sim) declare(s *session) {
	day := m.later(s.start, -2)
	for i, it := range s.items {
		says := s.voters(it)[2+(i+it.no)%3]
		if it.recused != nil {
			says = it.recused
		}
		m.plan(day.Add(time.Duration(i)*7*time.Minute), "declare interest", it.work, func(at time.Time) error {
			cmd := review.DeclareInterest{Meeting: s.id, Review: it.review, Conflict: it.recused != nil}
			if cmd.Conflict {
				cmd.Nature = "近三年与申请人合作发表论文。\nPublished with the applicant within three years."
			}
			return done(m.Review.DeclareInterest(m.ctx, says.as(at), at, cmd))
		})
		if it.shutOut != nil {
			m.plan(day.Add(time.Duration(i)*7*time.Minute+time.Minute), "exclude", it.work, func(at time.Time) error {
				return done(m.Review.Exclude(m.ctx, s.of.chair().as(at), at, review.ExcludeMember{Meeting: s.id, Review: it.review,
					Person: it.shutOut.id, Reason: "持有申请单位的股份。\nHolds shares of the applying unit."}))
			})
		}
	}
}

// sit plans the session itself.
func (m *sim) sit(s *session) {
	on := review.OnMeeting{}
	m.plan(s.start.Add(-m.late()), "open session", nil, func(at time.Time) error {
		on.Meeting = s.id
		return done(m.Review.OpenSession(m.ctx, s.of.chair().as(at), at, on))
	})
	m.gather(s, s.start)
	t := s.start.Add(4 * time.Minute)
	for i, it := range s.items {
		if i == 1 && !s.again.IsZero() {
			t = m.goOn(s, t)
		}
		t = m.deliberate(s, it, t)
		if it.stop > 0 {
			return
		}
	}
	m.plan(t.Add(2*time.Minute), "close session", nil, func(at time.Time) error {
		return done(m.Review.CloseSession(m.ctx, s.of.chair().as(at), at, on))
	})
	m.record(s, t)
}

// gather plans that members come.
func (m *sim) gather(s *session, t time.Time) {
	for i, seat := range s.of.members[1:] {
		if seat.person == s.away {
			continue
		}
		m.plan(t.Add(time.Duration(20*i)*time.Second), "arrive", nil, func(at time.Time) error {
			return done(m.Review.Arrive(m.ctx, seat.as(at), at, review.Move{Meeting: s.id, Remote: s.mode == review.Video || s.mode == review.Mixed && i%3 == 2}))
		})
	}
}

// goOn plans that the session breaks off, and goes on another day.
func (m *sim) goOn(s *session, t time.Time) time.Time {
	m.plan(t.Add(time.Minute), "adjourn", nil, func(at time.Time) error {
		return done(m.Review.Adjourn(m.ctx, s.of.chair().as(at), at, review.Adjourn{Meeting: s.id, Until: s.again, Reason: "时间不足，其余议题改日继续。\nTime is up; the rest follows another day."}))
	})
	m.plan(s.again.Add(-m.late()), "open session again", nil, func(at time.Time) error {
		return done(m.Review.OpenSession(m.ctx, s.of.chair().as(at), at, review.OnMeeting{Meeting: s.id}))
	})
	m.gather(s, s.again)
	return s.again.Add(4 * time.Minute)
}

// box plans how long each case may take.
func (m *sim) box(s *session, t time.Time) {
	for _, it := range s.items {
		m.plan(t, "plan minutes", it.work, func(at time.Time) error {
			return done(m.Review.TimeItem(m.ctx, s.of.secretary.as(at), at, review.TimeItem{Meeting: s.id, Review: it.review, Minutes: s.boxed}))
		})
	}
}

// late is how much before the hour the chair opens.
func (m *sim) late() time.Duration { return time.Duration(20+m.rnd.IntN(100)) * time.Second }

// record plans the minutes.
func (m *sim) record(s *session, end time.Time) {
	if s.minutes == 0 {
		return
	}
	drafted := m.later(end, 1)
	m.plan(drafted, "draft minutes", nil, func(at time.Time) error {
		return done(m.Review.DraftMinutes(m.ctx, s.of.secretary.as(at), at, review.OnMeeting{Meeting: s.id}))
	})
	m.plan(drafted.Add(13*time.Minute), "edit minutes", nil, func(at time.Time) error {
		return done(m.Review.EditMinutes(m.ctx, s.of.secretary.as(at), at, review.EditMinutes{Meeting: s.id, Section: review.General,
			Text: "会议按议程进行，资料已于会前五日送达。\nThe meeting kept to its agenda; papers had gone out five days before."}))
	})
	if s.minutes == 2 {
		m.plan(m.later(drafted, 2), "approve minutes", nil, func(at time.Time) error {
			return done(m.Review.ApproveMinutes(m.ctx, s.of.chair().as(at), at, review.OnMeeting{Meeting: s.id}))
		})
	}
}

// leads is who presides over a case.
func (s *session) leads(it *item) *person {
	if slices.Contains(it.out, s.of.chair()) {
		return s.of.vice()
	}
	return s.of.chair()
}

// voters are those who come and may judge of a case.
func (s *session) voters(it *item) []*person {
	var out []*person
	for _, seat := range s.of.members {
		if seat.person != s.away && !slices.Contains(it.out, seat.person) {
			out = append(out, seat.person)
		}
	}
	return out
}

// deliberate plans how a case goes in the session, and returns when it is over.
func (m *sim) deliberate(s *session, it *item, t time.Time) time.Time {
	lead, on := s.leads(it), review.OnItem{}
	m.plan(t, "open item", it.work, func(at time.Time) error {
		on.Meeting, on.Review = s.id, it.review
		return done(m.Review.OpenItem(m.ctx, lead.as(at), at, on))
	})
	if it.heard {
		m.hear(s, it, lead, t.Add(time.Minute))
	}
	m.points(s, it, t.Add(3*time.Minute))
	if it.deferred == review.DeferQuorum {
		return m.walkOut(s, it, lead, t.Add(9*time.Minute))
	}
	return m.ballot(s, it, lead, t.Add(11*time.Minute))
}

func (m *sim) hear(s *session, it *item, lead *person, t time.Time) {
	expert := m.experts["adviser"][it.no%2]
	m.plan(t, "invite adviser", it.work, func(at time.Time) error {
		return done(m.Review.InviteAdviser(m.ctx, lead.as(at), at, review.InviteAdviser{Meeting: s.id, Review: it.review, Person: expert.id, Field: "安全监测 / safety monitoring"}))
	})
}

// points plans findings on the review points of the rules.
func (m *sim) points(s *session, it *item, t time.Time) {
	for i, point := range []string{"value", "balance", "controls"} {
		who := s.voters(it)[(i+it.no)%4]
		mark, note := review.MarkOK, ""
		if i == 1 && it.outcome != "approve" {
			mark, note = review.MarkConcern, m.concern(it.no).lines()
		}
		m.plan(t.Add(time.Duration(i)*90*time.Second), "check point", it.work, func(at time.Time) error {
			return done(m.Review.CheckPoint(m.ctx, who.as(at), at, review.CheckPoint{Meeting: s.id, Review: it.review, Point: point, Mark: mark, Note: note}))
		})
	}
}

// walkOut plans how the quorum is lost, and the deferral.
func (m *sim) walkOut(s *session, it *item, lead *person, t time.Time) time.Time {
	leave := s.voters(it)[4:]
	for i, p := range leave {
		m.plan(t.Add(time.Duration(i)*time.Minute), "leave", nil, func(at time.Time) error {
			return done(m.Review.Leave(m.ctx, p.as(at), at, review.Move{Meeting: s.id}))
		})
	}
	t = t.Add(time.Duration(len(leave)+2) * time.Minute)
	m.put(s, it, lead, t)
	return t.Add(time.Minute)
}

func (m *sim) put(s *session, it *item, lead *person, t time.Time) {
	m.plan(t, "defer", it.work, func(at time.Time) error {
		return done(m.Review.Defer(m.ctx, lead.as(at), at, review.Defer{Meeting: s.id, Review: it.review, Reason: it.deferred,
			Note: "下次会议再议。\nTo be taken up again at the next meeting."}))
	})
}

// choice is what somebody votes: most for the outcome, now and then one not;
// when the vote is to fail, they are divided.
func (it *item) choice(i, of int) string {
	switch {
	case it.deferred != "" && i%2 == 0:
		return "change_and_rereview"
	case i == of-1 && it.no%4 == 0 && of > 5:
		return review.Abstain
	case i == of-2 && it.no%5 == 0 && of > 6:
		return "change_and_rereview"
	}
	return it.outcome
}

// ballot plans the vote and the decision.
func (m *sim) ballot(s *session, it *item, lead *person, t time.Time) time.Time {
	m.plan(t, "open vote", it.work, func(at time.Time) error {
		return done(m.Review.OpenVote(m.ctx, lead.as(at), at, review.OpenVote{Meeting: s.id, Review: it.review, Secret: it.secret}))
	})
	voters := s.voters(it)
	first := 0
	if it.stop > 0 {
		first = len(voters) - it.stop // the chair and the first members have not voted yet
	}
	for i, p := range voters[first:] {
		m.plan(t.Add(time.Duration(20+11*i)*time.Second), "vote", it.work, func(at time.Time) error {
			return done(m.Review.CastVote(m.ctx, p.as(at), at, review.CastVote{Meeting: s.id, Review: it.review, Choice: it.choice(i, len(voters))}))
		})
	}
	if it.stop > 0 {
		return t
	}
	t = t.Add(4 * time.Minute)
	m.plan(t, "close vote", it.work, func(at time.Time) error {
		return done(m.Review.CloseVote(m.ctx, lead.as(at), at, review.OnItem{Meeting: s.id, Review: it.review}))
	})
	t = t.Add(2 * time.Minute)
	if it.deferred != "" {
		m.put(s, it, lead, t)
		return t.Add(time.Minute)
	}
	m.decide(s, it, lead, t)
	return t.Add(3 * time.Minute)
}

func (m *sim) decide(s *session, it *item, lead *person, t time.Time) {
	cmd := review.Decide{Outcome: it.outcome}
	switch it.outcome {
	case "approve":
	case "reject", "not_recognise":
		cmd.Reasons = m.city.Reasons[3].lines()
	default:
		cmd.Reasons = m.city.Reasons[1].lines()
		if it.outcome == "change_and_rereview" {
			cmd.Reasons = m.city.Reasons[2].lines()
		}
		cmd.Stipulations = []string{m.concern(it.no).lines(), m.concern(it.no + 2).lines()}
		if lead != s.of.chair() {
			it.checker = lead
		}
		if it.checker != nil {
			cmd.Checker = it.checker.id
		}
	}
	m.plan(t, "decide", it.work, func(at time.Time) error {
		cmd.Meeting, cmd.Review = s.id, it.review
		return done(m.Review.Decide(m.ctx, lead.as(at), at, cmd))
	})
}
