package inspection

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/draw"
	"lunheng/internal/journal"
)

// onPlan runs a verb on a plan: the seven steps.
func (s *Service) onPlan(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, Plan, PlanFacts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[Plan]{
		Kind: auth.YearPlan, Stream: PlanStream, Fold: FoldPlan,
		For: func(plan Plan) string { return plan.Department },
		Decide: func(tx *journal.Tx, plan Plan) ([]journal.New, error) {
			f, _ := s.planFacts(tx, plan.Region)
			return decide(tx, plan, f)
		},
	})
}

// MakePlan begins a department's plan of a year.
func (s *Service) MakePlan(ctx context.Context, p auth.Principal, now time.Time, cmd MakePlan) (journal.Outcome, error) {
	return auth.Begin(ctx, s.J, p, now, auth.Ask(auth.PlanEdit, cmd.Department, 0, cmd.Key, cmd), auth.Start{
		Kind: auth.Department, Stream: PlanStream,
		Decide: func(tx *journal.Tx, _ string) ([]journal.New, error) {
			var region string
			if err := tx.Row(`select region from departments where id = $1`, cmd.Department).Scan(&region); err != nil {
				return nil, fmt.Errorf("look up department %s: %w", cmd.Department, err)
			}
			f, set := s.planFacts(tx, region)
			f.Fields = codes(set, "fields")
			var err error
			if f.Existing, err = exists(tx, `select count(*) from yearplans where department = $1 and year = $2 and state <> 'discarded'`, cmd.Department, cmd.Year); err != nil {
				return nil, err
			}
			return Plan{}.Make(cmd, region, f)
		},
	})
}

// Choose lets a plan visit a unit because of its risk.
func (s *Service) Choose(ctx context.Context, p auth.Principal, now time.Time, cmd OnPlan) (journal.Outcome, error) {
	return s.onPlan(ctx, p, now, auth.Ask(auth.YearPlanEdit, cmd.Plan, cmd.Version, cmd.Key, auth.Named("choose", cmd)), func(tx *journal.Tx, plan Plan, f PlanFacts) ([]journal.New, error) {
		units, err := competence(tx, plan.Department, plan.Region, cmd.Unit)
		if err != nil {
			return nil, err
		}
		f.Competent = len(units) > 0
		scores, err := s.scores(tx, plan.Region, units, f.Today)
		if err != nil {
			return nil, err
		}
		f.Risk = scores[cmd.Unit]
		return plan.Choose(cmd, f)
	})
}

// Drop takes a chosen unit out of a draft.
func (s *Service) Drop(ctx context.Context, p auth.Principal, now time.Time, cmd OnPlan) (journal.Outcome, error) {
	return s.onPlan(ctx, p, now, auth.Ask(auth.YearPlanEdit, cmd.Plan, cmd.Version, cmd.Key, auth.Named("drop", cmd)),
		func(_ *journal.Tx, plan Plan, f PlanFacts) ([]journal.New, error) { return plan.Drop(cmd, f) })
}

// Adopt lets a plan hold.
func (s *Service) Adopt(ctx context.Context, p auth.Principal, now time.Time, cmd OnPlan) (journal.Outcome, error) {
	return s.onPlan(ctx, p, now, auth.Ask(auth.YearPlanEdit, cmd.Plan, cmd.Version, cmd.Key, auth.Named("adopt", cmd)),
		func(_ *journal.Tx, plan Plan, f PlanFacts) ([]journal.New, error) { return plan.Adopt(f) })
}

// Discard throws a draft away.
func (s *Service) Discard(ctx context.Context, p auth.Principal, now time.Time, cmd OnPlan) (journal.Outcome, error) {
	return s.onPlan(ctx, p, now, auth.Ask(auth.YearPlanEdit, cmd.Plan, cmd.Version, cmd.Key, auth.Named("discard", cmd)),
		func(_ *journal.Tx, plan Plan, f PlanFacts) ([]journal.New, error) { return plan.Discard(f) })
}

// Announce announces a double draw.
func (s *Service) Announce(ctx context.Context, p auth.Principal, now time.Time, cmd OnPlan) (journal.Outcome, error) {
	return s.onPlan(ctx, p, now, auth.Ask(auth.YearPlanEdit, cmd.Plan, cmd.Version, cmd.Key, auth.Named("announce", cmd)), func(tx *journal.Tx, plan Plan, f PlanFacts) ([]journal.New, error) {
		if err := s.aboutDraw(tx, plan, &f); err != nil {
			return nil, err
		}
		return plan.Announce(f)
	})
}

// Draw draws with the seed that the log has given, and begins the visits.
func (s *Service) Draw(ctx context.Context, p auth.Principal, now time.Time, cmd OnPlan) (journal.Outcome, error) {
	return s.onPlan(ctx, p, now, auth.Ask(auth.YearPlanEdit, cmd.Plan, cmd.Version, cmd.Key, auth.Named("draw", cmd)), func(tx *journal.Tx, plan Plan, f PlanFacts) (_ []journal.New, err error) {
		if last := plan.Last(); last != nil && last.Event != "" {
			if f.Seed, err = draw.SeedOf(s.J, tx, last.Event); err != nil {
				return nil, err
			}
		}
		news, err := plan.Draw(f)
		if err != nil {
			return nil, err
		}
		drawn, _ := news[0].Body.(Drawn)
		return news, s.begin(tx, plan.planned(drawn))
	})
}

// begin opens the streams of drawn visits.
func (s *Service) begin(tx *journal.Tx, visits []Planned) error {
	for _, v := range visits {
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		tx.Begin(Stream(id))
		if err := tx.Append(Stream(id), journal.Because(v)); err != nil {
			return err
		}
	}
	return nil
}

// ClosePlan ends a plan whose visits are all closed.
func (s *Service) ClosePlan(ctx context.Context, p auth.Principal, now time.Time, cmd OnPlan) (journal.Outcome, error) {
	return s.onPlan(ctx, p, now, auth.Ask(auth.YearPlanEdit, cmd.Plan, cmd.Version, cmd.Key, auth.Named("close", cmd)), func(tx *journal.Tx, plan Plan, f PlanFacts) ([]journal.New, error) {
		err := tx.Row(`select count(*), coalesce(sum(case when state in ('closed', 'cancelled') then 0 else 1 end), 0), coalesce(sum(findings), 0) from inspections where plan = $1`, plan.ID).
			Scan(&f.Visits, &f.Open, &f.Findings)
		if err != nil {
			return nil, fmt.Errorf("count visits of %s: %w", plan.ID, err)
		}
		if err := tx.Row(`select count(*) from inspection_findings f join inspections i on i.id = f.inspection where i.plan = $1 and f.severity = 'serious' and f.state in ('noted', 'open', 'closed')`, plan.ID).
			Scan(&f.Serious); err != nil {
			return nil, fmt.Errorf("count findings of %s: %w", plan.ID, err)
		}
		return plan.Close(cmd, f)
	})
}

// newRefs makes pseudonyms that say nothing about the people.
func (s *Service) newRefs(n int) ([]string, error) {
	out := make([]string, n)
	for i := range out {
		salt, err := s.J.IDs.Salt()
		if err != nil {
			return nil, err
		}
		out[i] = hex.EncodeToString(salt)
	}
	return out, nil
}
