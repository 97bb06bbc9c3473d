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

// verb is how a verb on one decision is run.
type verb struct {
	name    auth.Verb
	id      string
	version int64
	key     string
	cmd     any
	decide  func(tx *journal.Tx, s State, f Facts) ([]journal.New, error)
}

// named keeps the requests of verbs with one shape of command apart.
type named struct {
	Verb string
	Cmd  any
}

// on runs a verb on a decision: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, v verb) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, v.key, v.cmd), func(tx *journal.Tx) error {
		st, err := load(tx, v.id) // 1 load and fold
		if err != nil {
			return err
		}
		if err := auth.Allow(tx, p, v.name, auth.Sanction, v.id); err != nil { // 2 may this person?
			return err
		}
		if err := tx.Expect(Stream(v.id), v.version); err != nil { // … and on what they saw?
			return err
		}
		tx.For, tx.Result = st.Department, v.id
		f, err := s.facts(tx, st.Region) // 3 the rules
		if err != nil {
			return err
		}
		news, err := v.decide(tx, st, f) // 4 decide
		if err != nil {
			return err
		}
		return tx.Append(Stream(v.id), news...) // 5 append, 6 project, 7 what follows
	})
}

func load(tx *journal.Tx, id string) (State, error) {
	events, err := tx.Load(Stream(id))
	if err != nil {
		return State{}, fmt.Errorf("load decision %s: %w", id, err)
	}
	return Fold(events)
}

// Draft begins a decision of a department.
func (s *Service) Draft(ctx context.Context, p auth.Principal, now time.Time, cmd Draft) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.SanctionDraft, auth.Department, cmd.Department); err != nil {
			return err
		}
		var region string
		if err := tx.Row(`select region from departments where id = $1`, cmd.Department).Scan(&region); err != nil {
			return fmt.Errorf("look up department %s: %w", cmd.Department, err)
		}
		f, err := s.facts(tx, region)
		if err != nil {
			return err
		}
		news, err := State{}.Draft(cmd, region, f)
		if err != nil {
			return err
		}
		tx.For, tx.Result = cmd.Department, f.NewID
		tx.Begin(Stream(f.NewID))
		return tx.Append(Stream(f.NewID), news...)
	})
}

// AddSubject names somebody in a draft. What somebody from outside the register is
// called, and the number of their document, go into the vault.
func (s *Service) AddSubject(ctx context.Context, p auth.Principal, now time.Time, cmd Name) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, cmd,
		func(tx *journal.Tx, st State, f Facts) ([]journal.New, error) {
			if err := s.aboutSubject(tx, st, &cmd, &f); err != nil {
				return nil, err
			}
			news, err := st.AddSubject(cmd, f)
			if err != nil {
				return nil, err
			}
			return news, s.keep(tx, cmd, f.NewID, now)
		}})
}

// AddMeasure adds a measure to a draft.
func (s *Service) AddMeasure(ctx context.Context, p auth.Principal, now time.Time, cmd Add) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, cmd,
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.AddMeasure(cmd, f) }})
}

// Drop takes something out of a draft.
func (s *Service) Drop(ctx context.Context, p auth.Principal, now time.Time, cmd Drop) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, cmd,
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.Drop(cmd) }})
}

// On names a decision.
type On struct {
	Sanction string `json:"sanction"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// Discard throws a draft away.
func (s *Service) Discard(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, named{"discard", cmd},
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.Discard() }})
}

// Issue puts a decision in force, or says that nothing was found.
func (s *Service) Issue(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, named{"issue", cmd},
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Issue(f) }})
}

// Fulfil notes that what a measure asked for was done.
func (s *Service) Fulfil(ctx context.Context, p auth.Principal, now time.Time, cmd After) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, named{"fulfil", cmd},
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Fulfil(cmd, f) }})
}

// Correct gives a measure another term, or lifts it.
func (s *Service) Correct(ctx context.Context, p auth.Principal, now time.Time, cmd After) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, named{"correct", cmd},
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Correct(cmd, f) }})
}

// Annul ends a decision as if it had not been made.
func (s *Service) Annul(ctx context.Context, p auth.Principal, now time.Time, cmd After) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, named{"annul", cmd},
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Annul(cmd, f) }})
}

// Ask asks for correction on behalf of whom the decision concerns.
func (s *Service) Ask(ctx context.Context, p auth.Principal, now time.Time, cmd After) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SanctionAsk, cmd.Sanction, cmd.Version, cmd.Key, named{"ask", cmd},
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
		}})
}

// Answer answers a request for correction.
func (s *Service) Answer(ctx context.Context, p auth.Principal, now time.Time, cmd After) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SanctionEdit, cmd.Sanction, cmd.Version, cmd.Key, named{"answer", cmd},
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.Answer(cmd) }})
}
