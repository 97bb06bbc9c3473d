package violation

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/conduct"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/sanction"
	"lunheng/internal/vault"
)

// Service does the verbs of cases. All fields are set once, at the start.
type Service struct {
	J        *journal.Journal
	Book     *rules.Shelf
	Reviews  *review.Service // knows how limits are counted
	Vault    *vault.Vault
	Sanction *sanction.Service
	Conduct  *conduct.Service
	Blobs    blob.Store
	Limits   blob.Limits
	// Tell says to the reporter of the report that a case came from how it stands now,
	// in the same act; nil: nobody listens.
	Tell func(tx *journal.Tx, s State, news []journal.New) error
}

// act is a verb while it is done.
type act struct {
	tx  *journal.Tx
	p   auth.Principal
	st  State
	f   Facts
	set *rules.Set
}

// on runs a verb on a case: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(a *act) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Case, Stream: Stream, Fold: Fold,
		For: func(st State) string { return st.Body.ID },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			a := &act{tx: tx, p: p, st: st, set: s.Book.On(p.Day, st.Region)}
			var err error
			if a.f, err = s.facts(tx, a.set, st); err != nil {
				return nil, err
			}
			return decide(a)
		},
		Then: s.told,
	})
}

// told passes on what became of a case that came from a report.
func (s *Service) told(tx *journal.Tx, st State, news []journal.New) error {
	if s.Tell == nil || st.Source.Kind != FromReport || st.Source.Record == "" {
		return nil
	}
	return s.Tell(tx, st, news)
}

// Register opens a case; the rules say who handles it.
func (s *Service) Register(ctx context.Context, p auth.Principal, now time.Time, cmd Register) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if cmd.Body.Kind != Unit && cmd.Body.Kind != Department {
			return errs.Mistake("body", "case.body", "由单位或者部门登记案件。", "A unit or a department registers a case.")
		}
		if err := mayRegister(tx, p, cmd); err != nil {
			return err
		}
		if err := knows(tx, p, cmd.Activity); err != nil {
			return err
		}
		id, err := s.Open(tx, cmd)
		tx.For, tx.Result = cmd.Body.ID, id
		return err
	})
}

// Open opens a case within another act, which answers for whether it may.
func (s *Service) Open(tx *journal.Tx, cmd Register) (string, error) {
	about, err := s.about(tx, cmd)
	if err != nil {
		return "", err
	}
	a := &act{tx: tx, set: s.Book.On(auth.Session(tx.Actor, tx.Now).Day, about.Region)}
	st := State{Reporter: cmd.Reporter}
	if a.f, err = s.facts(tx, a.set, st); err != nil {
		return "", err
	}
	if err := s.route(a, about); err != nil {
		return "", err
	}
	news, err := State{}.Register(cmd, about, a.f)
	if err != nil {
		return "", err
	}
	tx.Begin(Stream(a.f.NewID))
	return a.f.NewID, tx.Append(Stream(a.f.NewID), news...)
}

// by is a verb whose deciding needs the facts alone.
func (s *Service) by(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return s.on(ctx, p, now, q, func(a *act) ([]journal.New, error) { return decide(a.st, a.f) })
}

// NameParty names somebody who is accused. What somebody from outside the register
// is called, and the number of their document, go into the vault.
func (s *Service) NameParty(ctx context.Context, p auth.Principal, now time.Time, cmd NameParty) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, cmd), func(a *act) ([]journal.New, error) {
		about, err := s.aboutParty(a, cmd)
		if err != nil {
			return nil, err
		}
		news, err := a.st.NameParty(cmd, about, a.f)
		if err != nil {
			return nil, err
		}
		return news, s.keep(a, cmd)
	})
}

// DropParty leaves somebody out.
func (s *Service) DropParty(ctx context.Context, p auth.Principal, now time.Time, cmd Part) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, auth.Named("drop_party", cmd)), func(st State, _ Facts) ([]journal.New, error) { return st.DropParty(cmd) })
}

// Transfer hands the case over to whom the rules name, because of what came out.
func (s *Service) Transfer(ctx context.Context, p auth.Principal, now time.Time, cmd Transfer) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, cmd), func(a *act) ([]journal.New, error) {
		about := a.st.About
		about.Head, about.Major = about.Head || cmd.Head, about.Major || cmd.Major
		if cmd.Funder != "" {
			about.Funder = cmd.Funder
		}
		if cmd.Unit != "" {
			about.Unit = cmd.Unit
		}
		if err := s.route(a, about); err != nil {
			return nil, err
		}
		return a.st.Transfer(cmd, about, a.f)
	})
}

// Guide reminds or guides the body that handles the case.
func (s *Service) Guide(ctx context.Context, p auth.Principal, now time.Time, cmd Direct) (journal.Outcome, error) {
	return s.directs(ctx, p, now, cmd, "guide", func(a *act) ([]journal.New, error) { return a.st.Guide(cmd, a.f) })
}

// TakeOver has a department handle a grave case itself.
func (s *Service) TakeOver(ctx context.Context, p auth.Principal, now time.Time, cmd Direct) (journal.Outcome, error) {
	return s.directs(ctx, p, now, cmd, "take_over", func(a *act) (_ []journal.New, err error) {
		if a.f.Route.Superior, err = superiorOf(a.tx, Body{Department, a.f.Deciding}); err != nil {
			return nil, err
		}
		return a.st.TakeOver(cmd, a.f)
	})
}

// Designate settles which body handles the case.
func (s *Service) Designate(ctx context.Context, p auth.Principal, now time.Time, cmd Direct) (journal.Outcome, error) {
	return s.directs(ctx, p, now, cmd, "designate", func(a *act) (_ []journal.New, err error) {
		if a.f.Route.Body, err = designated(a, cmd); err != nil {
			return nil, err
		}
		if a.f.Route.Superior, err = superiorOf(a.tx, a.f.Route.Body); err != nil {
			return nil, err
		}
		return a.st.Designate(cmd, a.f)
	})
}

// directs runs an act from above, for a department that is above.
func (s *Service) directs(ctx context.Context, p auth.Principal, now time.Time, cmd Direct, name string, decide func(a *act) ([]journal.New, error)) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.CaseGuide, cmd.Case, cmd.Version, cmd.Key, auth.Named(name, cmd)), func(a *act) (_ []journal.New, err error) {
		if a.f.Deciding, err = deciding(a, cmd.Department); err != nil {
			return nil, err
		}
		a.tx.For = a.f.Deciding
		return decide(a)
	})
}

// Accept takes a report up.
func (s *Service) Accept(ctx context.Context, p auth.Principal, now time.Time, cmd Accept) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, cmd), func(a *act) ([]journal.New, error) {
		if err := s.route(a, a.st.About); err != nil {
			return nil, err
		}
		if err := ownRules(a); err != nil {
			return nil, err
		}
		return a.st.Accept(cmd, a.f)
	})
}

// Reject refuses a report.
func (s *Service) Reject(ctx context.Context, p auth.Principal, now time.Time, cmd Reject) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.Reject(cmd, f) })
}

// Check is the preliminary check.
func (s *Service) Check(ctx context.Context, p auth.Principal, now time.Time, cmd Check) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.Check(cmd, f) })
}
