package review

import (
	"cmp"
	"context"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Finalise declares the committee's final decision after the experts' opinion.
func (s *Service) Finalise(ctx context.Context, p auth.Principal, now time.Time, cmd Finalise) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewFinalise, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		if err := s.withClocks(sc); err != nil {
			return nil, err
		}
		if err := s.withFollowUp(sc, sc.Case.setFollowUp()); err != nil {
			return nil, err
		}
		sc.Facts.Grounds = itemGround(sc.set, "recheck_results", sc.Case.opinionCode())
		return sc.Case.Finalise(cmd, sc.Facts)
	})
}

func (c Case) opinionCode() string {
	if c.Opinion != nil && c.Opinion.Agrees {
		return "agree"
	}
	return "disagree"
}

// The Mark functions tell a case what became of its re-review. Package recheck
// calls them within its own act.

// MarkRecheckApplied says that the unit asked a department for the re-review.
func (s *Service) MarkRecheckApplied(tx *journal.Tx, review, recheck, department string) error {
	return s.mark(tx, review, func(c Case) ([]journal.New, error) {
		return c.ApplyRecheck(recheck, department, Facts{Actor: tx.Actor})
	})
}

// MarkOpinion says what the experts found.
func (s *Service) MarkOpinion(tx *journal.Tx, review string, o Opinion) error {
	return s.mark(tx, review, func(c Case) ([]journal.New, error) { return c.ReceiveOpinion(o, Facts{Actor: tx.Actor}) })
}

func (s *Service) mark(tx *journal.Tx, review string, decide func(Case) ([]journal.New, error)) error {
	c, err := loadCase(tx, review)
	if err != nil {
		return err
	}
	news, err := decide(c)
	if err != nil {
		return err
	}
	return s.appendCase(tx, c, news)
}

// Look folds a case for another domain, which has asked on its own authority.
func (s *Service) Look(r store.Reader, id string) (Case, error) { return s.lookCase(r, id) }

// Outcomes are the decisions that a review of a kind may have; empty: the initial one.
func Outcomes(set *rules.Set, kind string) []Outcome { return outcomesFor(set, kind) }

// OutcomeItems are the same as the packs have them.
func OutcomeItems(set *rules.Set, kind string) []rules.Item {
	return slices.DeleteFunc(slices.Clone(set.List("outcomes")), func(i rules.Item) bool { return !slices.Contains(kinds(i), cmp.Or(kind, KindInitial)) })
}

// Limit computes when a span that begins now ends, and when to warn.
func (s *Service) Limit(set *rules.Set, span calendar.Span, now time.Time, g *flow.Ground) flow.ClockMove {
	return s.limit(set, span, now, g)
}
