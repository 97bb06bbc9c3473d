package review

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// NameReviewers gives a case to two or more members, without a meeting.
func (s *Service) NameReviewers(ctx context.Context, p auth.Principal, now time.Time, cmd NameReviewers) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewReviewers, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		if err := s.withSimplified(sc); err != nil {
			return nil, err
		}
		sc.Facts.Grounds = append(itemGround(sc.set, "procedure", BySimplified), paramGround(sc.set, "simplified_reviewers_min")...)
		return sc.Case.NameReviewers(cmd, sc.Facts)
	})
}

// GiveOpinion takes one reviewer's opinion.
func (s *Service) GiveOpinion(ctx context.Context, p auth.Principal, now time.Time, cmd GiveOpinion) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewOpinion, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		if err := s.withSimplified(sc); err != nil {
			return nil, err
		}
		sc.Facts.Grounds = paramGround(sc.set, "simplified_reviewers_min")
		return sc.Case.GiveOpinion(cmd, sc.Facts)
	})
}

// MoveToMeeting ends the simplified procedure of a case at the chair's wish.
func (s *Service) MoveToMeeting(ctx context.Context, p auth.Principal, now time.Time, cmd MoveToMeeting) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewReviewers, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		if err := s.withSimplified(sc); err != nil {
			return nil, err
		}
		return sc.Case.MoveToMeeting(cmd, sc.Facts)
	})
}

// DecideSimplified declares what the reviewers agree on.
func (s *Service) DecideSimplified(ctx context.Context, p auth.Principal, now time.Time, cmd DecideSimplified) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewReviewers, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		if err := s.withSimplified(sc); err != nil {
			return nil, err
		}
		if err := s.withClocks(sc); err != nil {
			return nil, err
		}
		if err := s.withFollowUp(sc, cmd.FollowUp); err != nil {
			return nil, err
		}
		sc.Facts.Grounds = append(paramGround(sc.set, "simplified_reviewers_min"), sc.Facts.Standing...)
		return sc.Case.DecideSimplified(cmd, sc.Facts)
	})
}

// Recuse closes the file to a member who has an interest in it.
func (s *Service) Recuse(ctx context.Context, p auth.Principal, now time.Time, cmd Recuse) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewRecuse, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		return sc.Case.Recuse(cmd, sc.Facts)
	})
}

// withSimplified adds what the simplified procedure rests on: the committee's
// composition, how many reviewers it needs, and what ends it.
func (s *Service) withSimplified(sc *scene) error {
	com, err := s.committee(sc.tx, sc.Case.Committee)
	if err != nil {
		return err
	}
	standing, err := com.Standards(sc.set, calendar.Of(sc.tx.Now))
	if err != nil {
		return fmt.Errorf("judge composition of %s: %w", com.ID, err)
	}
	f := &sc.Facts
	f.Composition, f.Standing = standing.Standards, standing.Grounds
	if f.Interested, err = s.interested(sc.tx, *f, sc.Case.Region, sc.Case.ID); err != nil {
		return err
	}
	f.Reviewers = 1
	if p, ok := sc.set.Param("simplified_reviewers_min"); ok {
		f.Reviewers = p.Int()
	}
	f.Triggers = map[string][]flow.Ground{}
	for _, item := range sc.set.List("meeting_triggers") {
		f.Triggers[item.Code] = []flow.Ground{item.Ground()}
	}
	return nil
}

// unreportedMax bounds how many decisions one meeting hears of.
const unreportedMax = 200

// unreported are the decisions under the simplified and the emergency procedure
// of which no meeting of the committee has heard since, the oldest first. What
// was decided in haste is looked at again in the calm of the next meeting.
func unreported(r store.Reader, committee string) ([]string, error) {
	ids, err := store.Column[string](r, `select id from reviews`+store.IndexedBy(r, "reviews_unreported")+` where committee = $1 and reported = '' and decided_at > 0 and procedure in ('simplified', 'emergency')
		order by decided_at, id limit $2`, committee, unreportedMax)
	if err != nil {
		return nil, fmt.Errorf("list decisions to report: %w", err)
	}
	return ids, nil
}
