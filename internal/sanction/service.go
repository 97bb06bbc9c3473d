package sanction

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/vault"
)

// Service does the verbs of the ledger. All fields are set once, at the start.
type Service struct {
	J       *journal.Journal
	Book    *rules.Shelf
	Reviews *review.Service // knows how limits are counted
	Vault   *vault.Vault
}

// on runs a verb on a decision: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Sanction, Stream: Stream, Fold: Fold,
		For: func(st State) string { return st.Department },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			f, err := s.facts(tx, st.Region)
			if err != nil {
				return nil, err
			}
			return decide(tx, st, f)
		},
	})
}

func load(tx *journal.Tx, id string) (State, error) {
	return journal.Load(tx, Stream(id), Fold)
}

// Draft begins a decision of a department.
func (s *Service) Draft(ctx context.Context, p auth.Principal, now time.Time, cmd Draft) (journal.Outcome, error) {
	return auth.Begin(ctx, s.J, p, now, auth.Ask(auth.SanctionDraft, cmd.Department, 0, cmd.Key, cmd), auth.Start{
		Kind: auth.Department, Stream: Stream,
		Decide: func(tx *journal.Tx, id string) ([]journal.New, error) {
			var region string
			if err := tx.Row(`select region from departments where id = $1`, cmd.Department).Scan(&region); err != nil {
				return nil, fmt.Errorf("look up department %s: %w", cmd.Department, err)
			}
			f, err := s.facts(tx, region)
			if err != nil {
				return nil, err
			}
			f.NewID = id
			return State{}.Draft(cmd, region, f)
		},
	})
}

// AddSubject names somebody in a draft. What somebody from outside the register is
// called, and the number of their document, go into the vault.
func (s *Service) AddSubject(ctx context.Context, p auth.Principal, now time.Time, cmd Name) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts) ([]journal.New, error) {
			if err := s.aboutSubject(tx, st, &cmd, &f); err != nil {
				return nil, err
			}
			news, err := st.AddSubject(cmd, f)
			if err != nil {
				return nil, err
			}
			return news, s.keep(tx, cmd, f.NewID, now)
		})
}

// AddMeasure adds a measure to a draft.
func (s *Service) AddMeasure(ctx context.Context, p auth.Principal, now time.Time, cmd Add) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.AddMeasure(cmd, f) })
}

// Drop takes something out of a draft.
func (s *Service) Drop(ctx context.Context, p auth.Principal, now time.Time, cmd Drop) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.Drop(cmd) })
}

// On names a decision.
type On struct {
	Sanction string `json:"sanction"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// Discard throws a draft away.
func (s *Service) Discard(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, auth.Named("discard", cmd)),
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.Discard() })
}

// Issue puts a decision in force, or says that nothing was found.
func (s *Service) Issue(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, auth.Named("issue", cmd)),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Issue(f) })
}

// Fulfil notes that what a measure asked for was done.
func (s *Service) Fulfil(ctx context.Context, p auth.Principal, now time.Time, cmd After) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, auth.Named("fulfil", cmd)),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Fulfil(cmd, f) })
}

// Correct gives a measure another term, or lifts it.
func (s *Service) Correct(ctx context.Context, p auth.Principal, now time.Time, cmd After) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, auth.Named("correct", cmd)),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Correct(cmd, f) })
}

// Annul ends a decision as if it had not been made.
func (s *Service) Annul(ctx context.Context, p auth.Principal, now time.Time, cmd After) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, auth.Named("annul", cmd)),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Annul(cmd, f) })
}

// Ask asks for correction on behalf of whom the decision concerns.
func (s *Service) Ask(ctx context.Context, p auth.Principal, now time.Time, cmd After) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SanctionAsk, cmd.Sanction, cmd.Version, cmd.Key, auth.Named("ask", cmd)),
		func(tx *journal.Tx, st State, f Facts) ([]journal.New, error) {
			id, err := concerned(tx, p, st)
			if err != nil {
				return nil, err
			}
			cmd.Subject = id
			if err := s.aboutClock(tx, st.Region, &f); err != nil {
				return nil, err
			}
			return st.Ask(cmd, f)
		})
}

// Answer answers a request for correction.
func (s *Service) Answer(ctx context.Context, p auth.Principal, now time.Time, cmd After) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, auth.Named("answer", cmd)),
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.Answer(cmd) })
}
