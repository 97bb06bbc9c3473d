package recheck

import (
	"context"
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

// on runs a verb on a re-review: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, State, Facts, *rules.Set) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Recheck, Stream: Stream, Fold: Fold,
		For: func(st State) string { return st.Department },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			f, set := s.facts(p.Person, now, st.Region)
			return decide(tx, st, f, set)
		},
	})
}

func load(tx *journal.Tx, id string) (State, error) {
	return journal.Load(tx, Stream(id), Fold)
}

// Apply asks a department for the re-review of a case.
func (s *Service) Apply(ctx context.Context, p auth.Principal, now time.Time, cmd Apply) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		c, err := journal.Load(tx, review.Stream(cmd.Review), review.Fold)
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
	return s.on(ctx, p, now, auth.Ask(auth.RecheckComplete, cmd.Recheck, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			c, err := s.Reviews.Look(tx, st.Review)
			if err != nil {
				return nil, err
			}
			f.Parts, f.Clock = parts(set), s.clockWithin(set, now, c)
			f.Grounds = paramGround(set, "recheck_days")
			return st.Complete(cmd, f)
		})
}

// Return names everything that the file lacks.
func (s *Service) Return(ctx context.Context, p auth.Principal, now time.Time, cmd Return) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.RecheckReceive, cmd.Recheck, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Return(cmd, f) })
}

// Accept takes the complete file in.
func (s *Service) Accept(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.RecheckReceive, cmd.Recheck, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Accept(cmd, f) })
}

// Declare is an expert's word about interests.
func (s *Service) Declare(ctx context.Context, p auth.Principal, now time.Time, cmd Declare) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.RecheckOpinion, cmd.Recheck, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) {
			if err := s.aboutBars(tx, st, &f); err != nil {
				return nil, err
			}
			return st.Declare(cmd, f)
		})
}

// GiveOpinion takes an expert's opinion in.
func (s *Service) GiveOpinion(ctx context.Context, p auth.Principal, now time.Time, cmd GiveOpinion) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.RecheckOpinion, cmd.Recheck, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) {
			if err := s.aboutBars(tx, st, &f); err != nil {
				return nil, err
			}
			return st.GiveOpinion(cmd, f)
		})
}

// FeedBack answers the unit and the committee.
func (s *Service) FeedBack(ctx context.Context, p auth.Principal, now time.Time, cmd FeedBack) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.RecheckFeedBack, cmd.Recheck, cmd.Version, cmd.Key, cmd),
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
		})
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
