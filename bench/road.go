package bench

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/journal"
	"lunheng/internal/review"
)

// Road is one application on its way to a decision, an act at a time: copied
// and handed in, accepted, put on the agenda of a meeting of its own, asked
// about, voted on by six, decided. A road that has ended begins anew.
type Road struct {
	city                         *City
	original                     string // application to copy
	at                           int
	Activity, Case, meeting, ask string
}

// Road begins one.
func (c *City) Road(original string) *Road { return &Road{city: c, original: original} }

type step struct {
	name string
	do   func(r *Road, ctx context.Context) (journal.Outcome, error)
}

// Done reports whether the road has just come to its end.
func (r *Road) Done() bool { return r.at == len(steps) }

// Next does the next act.
func (r *Road) Next(ctx context.Context) (journal.Outcome, error) {
	if r.Done() {
		*r = Road{city: r.city, original: r.original}
	}
	s := steps[r.at]
	out, err := s.do(r, ctx)
	if err != nil {
		return out, fmt.Errorf("%s: %w", s.name, err)
	}
	r.at++
	return out, nil
}

// Steps is how many acts a road has.
func Steps() int { return len(steps) }

var steps = makeSteps()

func makeSteps() []step {
	out := []step{{"copy", (*Road).copy}, {"submit", (*Road).submit}, {"accept", (*Road).accept}, {"plan", (*Road).plan},
		{"schedule", (*Road).schedule}, {"call", (*Road).call}, {"open session", (*Road).openSession}}
	for _, name := range []string{"vice", "law", "ethics", "lay", "med"} {
		out = append(out, step{"arrive", func(r *Road, ctx context.Context) (journal.Outcome, error) {
			return r.city.Review.Arrive(ctx, r.city.As(name), r.city.Now(), review.Move{Meeting: r.meeting})
		}})
	}
	out = append(out, step{"open item", (*Road).openItem}, step{"question", (*Road).question}, step{"answer", (*Road).answer},
		step{"open vote", (*Road).openVote})
	for _, name := range []string{"chair", "vice", "law", "ethics", "lay", "med"} {
		out = append(out, step{"vote", func(r *Road, ctx context.Context) (journal.Outcome, error) {
			return r.city.Review.CastVote(ctx, r.city.As(name), r.city.Now(),
				review.CastVote{Meeting: r.meeting, Review: r.Case, Choice: "approve", Key: r.meeting + name})
		}})
	}
	return append(out, step{"close vote", (*Road).closeVote}, step{"decide", (*Road).decide}, step{"close session", (*Road).closeSession})
}

func (r *Road) copy(ctx context.Context) (journal.Outcome, error) {
	out, err := r.city.Activity.Copy(ctx, r.city.As("lin"), r.city.Now(), activity.Copy{Activity: r.original})
	r.Activity = out.Result
	return out, err
}

func (r *Road) submit(ctx context.Context) (journal.Outcome, error) {
	out, err := r.city.Activity.Submit(ctx, r.city.As("lin"), r.city.Now(), activity.Submit{Activity: r.Activity})
	for _, e := range out.Events {
		if e.Kind() == review.Kind {
			r.Case = e.Subject()
		}
	}
	return out, err
}

func (r *Road) accept(ctx context.Context) (journal.Outcome, error) {
	return r.city.Review.Accept(ctx, r.city.As("secretary"), r.city.Now(), review.Accept{Review: r.Case, Procedure: "meeting"})
}

func (r *Road) plan(ctx context.Context) (journal.Outcome, error) {
	out, err := r.city.Review.PlanMeeting(ctx, r.city.As("secretary"), r.city.Now(), review.PlanMeeting{Committee: r.city.Committee,
		StartsAt: r.city.Now().Add(time.Hour), Mode: "in_person", Place: "305"})
	r.meeting = out.Result
	return out, err
}

func (r *Road) schedule(ctx context.Context) (journal.Outcome, error) {
	return r.city.Review.Schedule(ctx, r.city.As("secretary"), r.city.Now(), review.Schedule{Meeting: r.meeting, Review: r.Case})
}

func (r *Road) call(ctx context.Context) (journal.Outcome, error) {
	return r.city.Review.Call(ctx, r.city.As("secretary"), r.city.Now(), review.OnMeeting{Meeting: r.meeting})
}

func (r *Road) openSession(ctx context.Context) (journal.Outcome, error) {
	return r.city.Review.OpenSession(ctx, r.city.As("chair"), r.city.Now(), review.OnMeeting{Meeting: r.meeting})
}

func (r *Road) openItem(ctx context.Context) (journal.Outcome, error) {
	return r.city.Review.OpenItem(ctx, r.city.As("chair"), r.city.Now(), review.OnItem{Meeting: r.meeting, Review: r.Case})
}

func (r *Road) question(ctx context.Context) (journal.Outcome, error) {
	out, err := r.city.Review.AskQuestion(ctx, r.city.As("law"), r.city.Now(), review.AskQuestion{Review: r.Case, Text: "谁保管数据？"})
	for _, e := range out.Events {
		if b, ok := e.Body.(review.QuestionAsked); ok {
			r.ask = b.Question
		}
	}
	return out, err
}

func (r *Road) answer(ctx context.Context) (journal.Outcome, error) {
	return r.city.Review.AnswerQuestion(ctx, r.city.As("lin"), r.city.Now(), review.AnswerQuestion{Review: r.Case, Question: r.ask, Text: "数据中心"})
}

func (r *Road) openVote(ctx context.Context) (journal.Outcome, error) {
	return r.city.Review.OpenVote(ctx, r.city.As("chair"), r.city.Now(), review.OpenVote{Meeting: r.meeting, Review: r.Case})
}

func (r *Road) closeVote(ctx context.Context) (journal.Outcome, error) {
	return r.city.Review.CloseVote(ctx, r.city.As("chair"), r.city.Now(), review.OnItem{Meeting: r.meeting, Review: r.Case})
}

func (r *Road) decide(ctx context.Context) (journal.Outcome, error) {
	return r.city.Review.Decide(ctx, r.city.As("chair"), r.city.Now(), review.Decide{Meeting: r.meeting, Review: r.Case, Outcome: "approve"})
}

func (r *Road) closeSession(ctx context.Context) (journal.Outcome, error) {
	return r.city.Review.CloseSession(ctx, r.city.As("chair"), r.city.Now(), review.OnMeeting{Meeting: r.meeting})
}
