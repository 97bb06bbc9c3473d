package filing

import (
	"context"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Service does the verbs of filings and yearly reports. All fields are set
// once, at the start.
type Service struct {
	J        *journal.Journal
	Book     *rules.Shelf
	Registry *registry.Service
	Reviews  *review.Service
	Acts     *activity.Service
	Vault    *vault.Vault
	Blobs    blob.Store
	Limits   blob.Limits // of a receipt

	// Inspected counts, by their grade, the open findings of inspections that stand
	// against a committee; nil: nothing is known.
	Inspected func(r store.Reader, committee string) (map[string]int, error)
}

// on runs a verb on a filing: the seven steps. limit is the
// param of the time that begins; empty: that of the filing.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, limit string,
	decide func(*journal.Tx, State, Facts, *rules.Set) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Filing, Stream: Stream, Fold: Fold,
		For: func(st State) string { return st.Unit },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			f, set := s.facts(p.Person, now, st.Duty)
			f.Limit = s.limit(set, st.Code, limit, now)
			return decide(tx, st, f, set)
		},
	})
}

func load(tx *journal.Tx, id string) (State, error) {
	return journal.Load(tx, Stream(id), Fold)
}

// Prepare makes the package of a filing.
func (s *Service) Prepare(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.FilingPrepare, cmd.Filing, cmd.Version, cmd.Key, auth.Named("prepare", cmd)), "",
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			if err := s.aboutPackage(tx, set, st, &f); err != nil {
				return nil, err
			}
			return st.Prepare(cmd, f)
		})
}

// Submit says that the unit handed the package in.
func (s *Service) Submit(ctx context.Context, p auth.Principal, now time.Time, cmd Submit) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.FilingSubmit, cmd.Filing, cmd.Version, cmd.Key, cmd), "",
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Submit(cmd, f) })
}

// Return says what the platform wants corrected.
func (s *Service) Return(ctx context.Context, p auth.Principal, now time.Time, cmd Return) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.FilingSubmit, cmd.Filing, cmd.Version, cmd.Key, cmd), "filing_correct_days",
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Return(cmd, f) })
}

// Register enters the platform's receipt.
func (s *Service) Register(ctx context.Context, p auth.Principal, now time.Time, cmd Register) (_ journal.Outcome, err error) {
	if cmd.File != nil {
		if err := auth.Allow(s.J.DB.Read(ctx), p, auth.FilingSubmit, auth.Filing, cmd.Filing); err != nil {
			return journal.Outcome{}, err
		}
	}
	if cmd.kept, err = blob.Keep(ctx, s.Blobs, s.Limits, cmd.File); err != nil {
		return journal.Outcome{}, err
	}
	return s.on(ctx, p, now, auth.Ask(auth.FilingSubmit, cmd.Filing, cmd.Version, cmd.Key, cmd), changeLimit,
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) {
			return st.Register(cmd, f)
		})
}

// Confirm is the department's word that it has seen the receipt.
func (s *Service) Confirm(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.FilingConfirm, cmd.Filing, cmd.Version, cmd.Key, auth.Named("confirm", cmd)), "",
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Confirm(cmd, f) })
}

// Lapse says that the platform let the registration lapse.
func (s *Service) Lapse(ctx context.Context, p auth.Principal, now time.Time, cmd End) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.FilingSubmit, cmd.Filing, cmd.Version, cmd.Key, auth.Named("lapse", cmd)), "",
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Lapse(cmd, f) })
}

// Reopen seeks a lapsed registration again.
func (s *Service) Reopen(ctx context.Context, p auth.Principal, now time.Time, cmd End) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.FilingSubmit, cmd.Filing, cmd.Version, cmd.Key, auth.Named("reopen", cmd)), changeLimit,
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Reopen(cmd, f) })
}

// Withdraw says that nothing is owed any more.
func (s *Service) Withdraw(ctx context.Context, p auth.Principal, now time.Time, cmd End) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.FilingWithdraw, cmd.Filing, cmd.Version, cmd.Key, auth.Named("withdraw", cmd)), "",
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) {
			return st.Withdraw(cmd, f)
		})
}

// facts begins what a decision rests on: who acts, and the rules of the day.
func (s *Service) facts(actor string, now time.Time, d Duty) (Facts, *rules.Set) {
	today := calendar.Of(now)
	set := s.Book.On(today, d.Region)
	f := Facts{Actor: actor, Today: today, Holder: d.Unit}
	if item, ok := set.Item(filingsList, d.Code); ok {
		f.Grounds = append(f.Grounds, item.Ground())
	}
	return f, set
}
