package mandate

import (
	"context"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Service does the verbs of mandates. All fields are set once, at the start.
type Service struct {
	J     *journal.Journal
	Book  *rules.Shelf
	Vault *vault.Vault

	// Standing tells whether a committee is registered and in order, in the words
	// of the decision point; nil, or "unknown": nobody knows.
	Standing func(r store.Reader, committee string, day calendar.Day) (string, error)
}

// Draft begins a mandate and returns its id as the result.
func (s *Service) Draft(ctx context.Context, p auth.Principal, now time.Time, cmd Draft) (journal.Outcome, error) {
	kind, id, parties := auth.Unit, cmd.Unit, Parties{Unit: cmd.Unit, Committee: cmd.Committee}
	if cmd.Unit == "" {
		kind, id, parties.Person = auth.Person, p.Person, p.Person
	}
	return auth.Begin(ctx, s.J, p, now, auth.Ask(auth.MandateDraft, id, 0, cmd.Key, cmd), auth.Start{
		Kind: kind, Stream: Stream,
		Decide: func(tx *journal.Tx, _ string) ([]journal.New, error) {
			tx.For = cmd.Unit
			f, _, err := s.facts(tx, p.Person, now, parties, cmd.tidy(parties))
			if err != nil {
				return nil, err
			}
			return State{}.Draft(cmd, f)
		},
	})
}

// on runs a verb on a mandate: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Mandate, Stream: Stream, Fold: Fold,
		For: func(st State) string { return st.Unit },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			terms := st.Terms
			if c, ok := q.Cmd.(Change); ok {
				terms = c.tidy(st.Parties)
			}
			f, _, err := s.facts(tx, p.Person, now, st.Parties, terms)
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

// Change puts other terms in place of those drafted.
func (s *Service) Change(ctx context.Context, p auth.Principal, now time.Time, cmd Change) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.MandateEdit, cmd.Mandate, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Change(cmd, f) })
}

// Discard throws a draft away.
func (s *Service) Discard(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.MandateEdit, cmd.Mandate, cmd.Version, cmd.Key, auth.Named("discard", cmd)),
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.Discard() })
}

// Offer signs for the entrusting side.
func (s *Service) Offer(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.MandateEdit, cmd.Mandate, cmd.Version, cmd.Key, auth.Named("offer", cmd)),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Offer(f) })
}

// TakeBack takes an offer back before the other side has signed.
func (s *Service) TakeBack(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.MandateEdit, cmd.Mandate, cmd.Version, cmd.Key, auth.Named("take back", cmd)),
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.TakeBack() })
}

// Accept signs for the committee's side.
func (s *Service) Accept(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.MandateAccept, cmd.Mandate, cmd.Version, cmd.Key, auth.Named("accept", cmd)),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Accept(f) })
}

// Decline says that the committee's side does not sign.
func (s *Service) Decline(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.MandateAccept, cmd.Mandate, cmd.Version, cmd.Key, auth.Named("decline", cmd)),
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.Decline(cmd) })
}

// End ends a mandate; either side may.
func (s *Service) End(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.MandateEnd, cmd.Mandate, cmd.Version, cmd.Key, auth.Named("end", cmd)),
		func(tx *journal.Tx, st State, _ Facts) ([]journal.New, error) {
			may, err := auth.Can(tx, p, auth.Mandate, st.ID, auth.MandateEdit)
			if err != nil {
				return nil, err
			}
			side := Entrusted
			if may[auth.MandateEdit] {
				side = Entrusting
			}
			return st.End(cmd, side)
		})
}

// Reactions tell what applications cause here, in the same transaction.
func (s *Service) Reactions() []journal.Reaction {
	return []journal.Reaction{{On: "activity.submitted", Do: s.onSubmitted, Reason: "a mandate for one activity is used up by it"}}
}

func (s *Service) onSubmitted(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(activity.Submitted)
	if !ok || b.Mandate == "" || b.Review != "" {
		return nil
	}
	var standing bool
	if err := tx.Row(`select standing from mandates where id = $1`, b.Mandate).Scan(&standing); err != nil || standing {
		return err // a standing one has nothing to note, and its stream would be a queue for all
	}
	st, err := load(tx, b.Mandate)
	if err != nil {
		return err
	}
	news, err := st.Use(e.Subject())
	if err != nil || len(news) == 0 {
		return err
	}
	return tx.Append(Stream(st.ID), news...)
}
