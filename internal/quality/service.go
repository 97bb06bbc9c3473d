package quality

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/draw"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Service does the verbs of quality checks. All fields are set once, at the start.
type Service struct {
	J       *journal.Journal
	Book    *rules.Shelf
	Reviews *review.Service
}

// Announce begins a check and returns its id as the result.
func (s *Service) Announce(ctx context.Context, p auth.Principal, now time.Time, cmd Announce) (journal.Outcome, error) {
	return auth.Begin(ctx, s.J, p, now, auth.Ask(auth.QualityRun, cmd.Committee, 0, cmd.Key, cmd), auth.Start{
		Kind: auth.Committee, Stream: Stream,
		Decide: func(tx *journal.Tx, _ string) ([]journal.New, error) {
			f, _, err := s.facts(tx, p.Person, cmd.Committee)
			if err != nil {
				return nil, err
			}
			if cmd.check(f.Today) == nil {
				if f.Closed, err = closedReviews(tx, cmd); err != nil {
					return nil, err
				}
			}
			return State{}.Announce(cmd, f)
		},
	})
}

// on runs a verb on a check: the seven steps. may asks whether this person may do it.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, may func(r store.Reader, st State) error,
	decide func(tx *journal.Tx, st State, f Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Stream: Stream, Fold: Fold,
		May: func(r store.Reader, st State) error {
			if st.State == StateNone {
				return st.allows(Drawn{}.EventType())
			}
			return may(r, st)
		},
		For: func(st State) string { return st.Committee },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			f, _, err := s.facts(tx, p.Person, st.Committee)
			if err != nil {
				return nil, err
			}
			f.By, f.Department = st.By, st.Department
			return decide(tx, st, f)
		},
	})
}

// runs asks whether somebody may hold the check: whoever may hold one of this
// committee, but a department's check is not the committee's to lead.
func runs(p auth.Principal) func(store.Reader, State) error {
	return func(r store.Reader, st State) error {
		if err := auth.Allow(r, p, auth.QualityRun, auth.Committee, st.Committee); err != nil || st.By == ByCommittee {
			return err
		}
		by, _, err := holder(r, p, st.Committee)
		if err == nil && by != ByDepartment {
			return errs.New(errs.Forbidden, "quality.department", forDepartment)
		}
		return err
	}
}

// Draw draws the sample with the seed that the log has given.
func (s *Service) Draw(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.QualityRun, cmd.Check, cmd.Version, cmd.Key, auth.Named("draw", cmd)), runs(p), func(tx *journal.Tx, st State, f Facts) ([]journal.New, error) {
		seed, err := draw.SeedOf(s.J, tx, st.Event)
		if err != nil {
			return nil, err
		}
		f.Announced, f.Checkpoint, f.Seed = seed.Announced, seed.Checkpoint, seed.Root
		refs := make([]string, len(st.Candidates))
		for i, c := range st.Candidates {
			refs[i] = c.Ref
		}
		if f.Checkpoint != "" { // the few that will be drawn
			refs, _ = st.Panel(st.Order(f.Seed))
		}
		if err := s.peers(tx, st, refs, &f); err != nil {
			return nil, err
		}
		return st.Draw(f)
	})
}

// Assign gives a case of the sample to another peer.
func (s *Service) Assign(ctx context.Context, p auth.Principal, now time.Time, cmd Assign) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.QualityRun, cmd.Check, cmd.Version, cmd.Key, cmd), runs(p), func(tx *journal.Tx, st State, f Facts) ([]journal.New, error) {
		if err := s.peers(tx, st, []string{cmd.Review}, &f); err != nil {
			return nil, err
		}
		return st.Assign(cmd, f)
	})
}

// Score takes a peer's finding.
func (s *Service) Score(ctx context.Context, p auth.Principal, now time.Time, cmd Score) (journal.Outcome, error) {
	may := func(r store.Reader, _ State) error {
		return auth.Allow(r, p, auth.QualityScore, auth.Review, cmd.Review)
	}
	return s.on(ctx, p, now, auth.Ask(auth.QualityRun, cmd.Check, 0, cmd.Key, cmd), may, func(tx *journal.Tx, st State, f Facts) ([]journal.New, error) {
		if err := s.peers(tx, st, []string{cmd.Review}, &f); err != nil {
			return nil, err
		}
		return st.Score(cmd, f)
	})
}

// Close makes the result of the whole.
func (s *Service) Close(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.QualityRun, cmd.Check, cmd.Version, cmd.Key, auth.Named("close", cmd)), runs(p), func(tx *journal.Tx, st State, f Facts) (_ []journal.New, err error) {
		refs := make([]string, len(st.Cases))
		for i, c := range st.Cases {
			refs[i] = c.Review
		}
		if f.Bars, err = s.bars(tx, f.Today, refs); err != nil {
			return nil, err
		}
		if f.Seats, err = seated(tx, st.Committee, f.Today); err != nil {
			return nil, err
		}
		return st.Close(f)
	})
}

// Acknowledge says that a member has seen the result.
func (s *Service) Acknowledge(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	may := func(r store.Reader, st State) error {
		return auth.Allow(r, p, auth.QualityAcknowledge, auth.Committee, st.Committee)
	}
	return s.on(ctx, p, now, auth.Ask(auth.QualityRun, cmd.Check, 0, cmd.Key, auth.Named("acknowledge", cmd)), may,
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Acknowledge(f) })
}

// Cancel ends a check without a result.
func (s *Service) Cancel(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.QualityRun, cmd.Check, cmd.Version, cmd.Key, auth.Named("cancel", cmd)), runs(p),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Cancel(cmd, f) })
}

// facts are the rules of the committee's region and who acts.
func (s *Service) facts(tx *journal.Tx, actor, committee string) (Facts, *rules.Set, error) {
	f := Facts{Actor: actor, Today: calendar.Of(tx.Now)}
	var region string
	if err := tx.Row(`select unit, region from committees where id = $1`, committee).Scan(&f.Unit, &region); err != nil {
		return f, nil, fmt.Errorf("look up committee %s: %w", committee, err)
	}
	set := s.Book.On(f.Today, region)
	f.Scale = ScaleOf(set)
	for name, n := range map[string]*int{"quality_share": &f.Share, "quality_min": &f.Least} {
		if p, ok := set.Param(name); ok {
			*n = p.Int()
			if name == "quality_share" {
				f.Grounds = []flow.Ground{p.Ground()}
			}
		}
	}
	if p, ok := set.Param("quality_days"); ok && p.Span().Valid() {
		g := p.Ground()
		move := s.Reviews.Limit(set, p.Span(), tx.Now, &g)
		f.Limit = &move
	}
	var err error
	f.By, f.Department, err = holder(tx, auth.Session(actor, tx.Now), committee)
	return f, set, err
}

// holder says for whom somebody holds a check: for the department that supervises
// the committee's unit, or for the committee itself.
func holder(r store.Reader, p auth.Principal, committee string) (by, department string, err error) {
	var n int
	err = r.Row(`select u.department, (select count(*) from offices o where o.body_kind = 'department' and o.body = u.department and o.person = $2 and o.active
			and o.role = 'supervisor' and o.from_day <= $3 and (o.until_day = '' or o.until_day >= $3))
		from committees c join units u on u.id = c.unit where c.id = $1`, committee, p.Person, string(p.Day)).Scan(&department, &n)
	if err != nil {
		return "", "", fmt.Errorf("look up who supervises %s: %w", committee, err)
	}
	if n > 0 {
		return ByDepartment, department, nil
	}
	return ByCommittee, "", nil
}
