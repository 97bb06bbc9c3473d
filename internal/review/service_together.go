package review

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// MarkConsent puts a case among those that a meeting approves together.
func (s *Service) MarkConsent(ctx context.Context, p auth.Principal, now time.Time, cmd OnItem) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingEdit, cmd.Meeting, cmd.Review, cmd.Version, cmd.Key, auth.Named("mark_consent", cmd),
		func(sc *scene) (meeting, kase []journal.New, err error) {
			sc.withTogether()
			meeting, err = sc.Meet.MarkConsent(cmd, sc.Facts)
			return meeting, nil, err
		}, nil})
}

// LiftConsent makes it an ordinary case again.
func (s *Service) LiftConsent(ctx context.Context, p auth.Principal, now time.Time, cmd OnItem) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingAttend, cmd.Meeting, cmd.Review, cmd.Version, cmd.Key, auth.Named("lift_consent", cmd),
		func(sc *scene) (meeting, kase []journal.New, err error) {
			meeting, err = sc.Meet.LiftConsent(cmd, sc.Facts)
			return meeting, nil, err
		}, nil})
}

// ApproveTogether puts all of them to one decision. Each is judged by itself, and
// what stands against one leaves that one out; where something stands against all,
// nothing happens.
func (s *Service) ApproveTogether(ctx context.Context, p auth.Principal, now time.Time, cmd OnMeeting) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingDecide, cmd.Meeting, "", cmd.Version, cmd.Key, auth.Named("approve_together", cmd),
		alone(func(sc *scene) ([]journal.New, error) {
			cases, err := sc.Meet.together(sc.Facts)
			if err != nil {
				return nil, err
			}
			var out []journal.New
			var wrong errs.List
			for _, review := range cases {
				left, err := s.approveOne(sc, p, review)
				if err != nil {
					if errs.CodeOf(err) == errs.Internal {
						return nil, err
					}
					wrong = append(wrong, errs.All(err)...)
					out = append(out, left)
				}
			}
			if len(out) == len(cases) {
				return nil, wrong.Err()
			}
			return out, nil
		}), nil})
}

// approveOne takes one case up, has it agreed to and decides it, by the rules of
// every other case. What refuses it comes back with the note that it is left out.
func (s *Service) approveOne(sc *scene, p auth.Principal, review string) (journal.New, error) {
	one := &scene{tx: sc.tx, past: slices.Clone(sc.past), Meet: sc.Meet}
	item := sc.Meet.Item(review)
	events, err := sc.tx.Load(Stream(review))
	if err != nil {
		return journal.New{}, fmt.Errorf("load case %s: %w", review, err)
	}
	if one.Case, err = Fold(events); err != nil {
		return journal.New{}, err
	}
	before := one.Case
	var session, kase []journal.New
	for _, step := range []func() ([]journal.New, []journal.New, error){
		func() ([]journal.New, []journal.New, error) {
			return one.Meet.OpenItem(OnItem{Review: review}, one.Facts)
		},
		func() ([]journal.New, []journal.New, error) {
			news, err := one.Meet.Agree(OnItem{Review: review}, one.Facts)
			return news, nil, err
		},
		func() ([]journal.New, []journal.New, error) {
			one.Facts.Grounds = append(itemGround(one.set, "outcomes", item.Consent), one.Facts.Standing...)
			return one.Meet.Decide(Decide{Review: review, Outcome: item.Consent}, one.Facts)
		},
	} {
		if err := s.faceOne(one, p); err != nil {
			return journal.New{}, err
		}
		m, c, err := step()
		if err != nil {
			return item.leaveOut(err, one.Facts), err
		}
		session, kase = append(session, m...), append(kase, c...)
		if events, err = one.goOn(events, m, c); err != nil {
			return journal.New{}, err
		}
	}
	if err := sc.tx.Append(MeetingStream(sc.Meet.ID), session...); err != nil {
		return journal.New{}, err
	}
	sc.past, sc.Meet = one.past, one.Meet
	return journal.New{}, s.appendCase(sc.tx, before, kase)
}

// faceOne gathers what the next step for one case rests on.
func (s *Service) faceOne(one *scene, p auth.Principal) (err error) {
	tx := one.tx
	if one.Facts, one.set, err = s.facts(tx, p.Person, tx.Now, one.Meet.Committee, &one.Case, &one.Meet); err != nil {
		return err
	}
	one.withTogether()
	if err := s.withClocks(one); err != nil {
		return err
	}
	return s.withFollowUp(one, 0)
}

// goOn folds what was decided, before it is journalled, so that the next step sees it.
func (sc *scene) goOn(events []journal.Event, session, kase []journal.New) (_ []journal.Event, err error) {
	sc.past = sc.foresee(MeetingStream(sc.Meet.ID), sc.past, session)
	events = sc.foresee(Stream(sc.Case.ID), events, kase)
	if sc.Meet, err = FoldMeeting(sc.past); err != nil {
		return nil, err
	}
	sc.Case, err = Fold(events)
	return events, err
}

func (sc *scene) foresee(stream string, events []journal.Event, news []journal.New) []journal.Event {
	for _, n := range news {
		events = append(events, journal.Event{Stream: stream, Version: int64(len(events)) + 1, Type: n.Body.EventType(), At: sc.tx.Now, Actor: sc.tx.Actor, Body: n.Body})
	}
	return events
}

// withTogether adds what the packs let be approved together, of the kind of the case.
func (sc *scene) withTogether() {
	if item, ok := sc.set.Item(ListTogether, cmp.Or(sc.Case.Kind, KindInitial)); ok {
		sc.Facts.Together = &Together{Outcome: item.Str("outcome"), Proposed: item.Str("proposed"), Ground: item.Ground()}
	}
}
