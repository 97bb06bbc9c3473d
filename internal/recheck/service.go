package recheck

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/rules"
)

// Service does the verbs of re-reviews and pools. All fields are set once, at
// the start.
type Service struct {
	J       *journal.Journal
	Book    *rules.Shelf
	Reviews *review.Service
	Acts    *activity.Service
}

// verb is how a verb on one re-review is run.
type verb struct {
	name    auth.Verb
	id      string
	version int64
	key     string
	cmd     any
	decide  func(tx *journal.Tx, s State, f Facts, set *rules.Set) ([]journal.New, error)
}

// on runs a verb on a re-review: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, v verb) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, v.key, v.cmd), func(tx *journal.Tx) error {
		st, err := load(tx, v.id) // 1 load and fold
		if err != nil {
			return err
		}
		if err := auth.Allow(tx, p, v.name, auth.Recheck, v.id); err != nil { // 2 may this person?
			return err
		}
		if err := tx.Expect(Stream(v.id), v.version); err != nil { // … and on what they saw?
			return err
		}
		tx.For, tx.Result = st.Department, v.id
		f, set := s.facts(p.Person, now, st.Region) // 3 the rules
		news, err := v.decide(tx, st, f, set)       // 4 decide
		if err != nil {
			return err
		}
		return tx.Append(Stream(v.id), news...) // 5 append, 6 project, 7 what follows
	})
}

func load(tx *journal.Tx, id string) (State, error) {
	events, err := tx.Load(Stream(id))
	if err != nil {
		return State{}, fmt.Errorf("load re-review %s: %w", id, err)
	}
	return Fold(events)
}

// Apply asks a department for the re-review of a case.
func (s *Service) Apply(ctx context.Context, p auth.Principal, now time.Time, cmd Apply) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		events, err := tx.Load(review.Stream(cmd.Review))
		if err != nil {
			return err
		}
		c, err := review.Fold(events)
		if err != nil {
			return err
		}
		if err := auth.Allow(tx, p, auth.ReviewRecheckApply, auth.Review, cmd.Review); err != nil {
			return err
		}
		if err := tx.Expect(review.Stream(cmd.Review), cmd.Version); err != nil {
			return err
		}
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		f, set := s.facts(p.Person, now, c.Region)
		if err := s.aboutCase(tx, set, now, c, &f); err != nil {
			return err
		}
		news, err := State{}.Apply(cmd, f)
		if err != nil {
			return err
		}
		applied, _ := news[0].Body.(Applied)
		tx.For, tx.Result = c.Unit, id
		tx.Begin(Stream(id))
		if err := tx.Append(Stream(id), news...); err != nil {
			return err
		}
		return s.Reviews.MarkRecheckApplied(tx, c.ID, id, applied.Department)
	})
}

// Complete hands the completed file in.
func (s *Service) Complete(ctx context.Context, p auth.Principal, now time.Time, cmd Complete) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.RecheckComplete, cmd.Recheck, cmd.Version, cmd.Key, cmd,
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			c, err := s.Reviews.Look(tx, st.Review)
			if err != nil {
				return nil, err
			}
			f.Parts, f.Clock = parts(set), s.clockWithin(set, now, c)
			f.Grounds = paramGround(set, "recheck_days")
			return st.Complete(cmd, f)
		}})
}

// Return names everything that the file lacks.
func (s *Service) Return(ctx context.Context, p auth.Principal, now time.Time, cmd Return) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.RecheckReceive, cmd.Recheck, cmd.Version, cmd.Key, cmd,
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Return(cmd, f) }})
}

// Accept takes the complete file in.
func (s *Service) Accept(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.RecheckReceive, cmd.Recheck, cmd.Version, cmd.Key, cmd,
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Accept(cmd, f) }})
}

// Declare is an expert's word about interests.
func (s *Service) Declare(ctx context.Context, p auth.Principal, now time.Time, cmd Declare) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.RecheckOpinion, cmd.Recheck, cmd.Version, cmd.Key, cmd,
		func(tx *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) {
			if err := s.aboutBars(tx, st, &f); err != nil {
				return nil, err
			}
			return st.Declare(cmd, f)
		}})
}

// GiveOpinion takes an expert's opinion in.
func (s *Service) GiveOpinion(ctx context.Context, p auth.Principal, now time.Time, cmd GiveOpinion) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.RecheckOpinion, cmd.Recheck, cmd.Version, cmd.Key, cmd,
		func(tx *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) {
			if err := s.aboutBars(tx, st, &f); err != nil {
				return nil, err
			}
			return st.GiveOpinion(cmd, f)
		}})
}

// FeedBack answers the unit and the committee.
func (s *Service) FeedBack(ctx context.Context, p auth.Principal, now time.Time, cmd FeedBack) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.RecheckFeedBack, cmd.Recheck, cmd.Version, cmd.Key, cmd,
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			if err := f.judge(set, st); err != nil {
				return nil, err
			}
			news, err := st.FeedBack(cmd, f)
			if err != nil {
				return nil, err
			}
			body, _ := news[0].Body.(FedBack)
			return news, s.Reviews.MarkOpinion(tx, st.Review, body.Opinion)
		}})
}

// Reactions tell what cases cause here, in the same transaction.
func (s *Service) Reactions() []journal.Reaction {
	return []journal.Reaction{{On: "review.withdrawn", Do: s.onWithdrawn, Reason: "nobody looks again at a case that was withdrawn"}}
}

func (s *Service) onWithdrawn(tx *journal.Tx, e journal.Event) error {
	id, err := openOf(tx, e.Subject())
	if err != nil || id == "" {
		return err
	}
	st, err := load(tx, id)
	if err != nil {
		return err
	}
	return tx.Append(Stream(id), st.Withdraw()...)
}
