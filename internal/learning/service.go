package learning

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Service does the verbs of training. All fields are set once, at the start.
type Service struct {
	J       *journal.Journal
	Book    *rules.Shelf
	Reviews *review.Service
	Vault   *vault.Vault
	Blobs   blob.Store
	Limits  blob.Limits // of a certificate
}

// on runs a verb on a person's training: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, State, Facts, *rules.Set) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Person, Stream: Stream, Fold: func(events []journal.Event) (State, error) { return Fold(q.ID, events) },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			f, set, err := s.facts(tx, q.ID)
			if err != nil {
				return nil, err
			}
			return decide(tx, st, f, set)
		},
	})
}

func load(tx *journal.Tx, person string) (State, error) {
	events, err := tx.Load(Stream(person))
	if err != nil {
		return State{}, fmt.Errorf("load training of %s: %w", person, err)
	}
	return Fold(person, events)
}

func (s *Service) facts(tx *journal.Tx, person string) (Facts, *rules.Set, error) {
	today := calendar.Of(tx.Now)
	f := Facts{Actor: tx.Actor, Today: today}
	region, err := regionOf(tx, person)
	if err != nil {
		return f, nil, err
	}
	set := s.Book.On(today, region)
	for _, item := range set.List("training_kinds") {
		f.Kinds = append(f.Kinds, item.Code)
	}
	f.NewID, err = tx.NewID()
	return f, set, err
}

// regionOf is the region of a person's unit, whose rules hold.
func regionOf(r store.Reader, person string) (string, error) {
	regions, err := store.Column[string](r, `select u.region from persons p join units u on u.id = p.unit where p.id = $1`, person)
	if err != nil || len(regions) == 0 {
		return "", err
	}
	return regions[0], nil
}

// Enter takes a person's own word about a course.
func (s *Service) Enter(ctx context.Context, p auth.Principal, now time.Time, cmd Enter) (_ journal.Outcome, err error) {
	if cmd.File != nil {
		if err := auth.Allow(s.J.DB.Read(ctx), p, auth.TrainingEnter, auth.Person, cmd.Person); err != nil {
			return journal.Outcome{}, err
		}
	}
	if cmd.kept, err = blob.Keep(ctx, s.Blobs, s.Limits, cmd.File); err != nil {
		return journal.Outcome{}, err
	}
	return s.on(ctx, p, now, auth.Ask(auth.TrainingEnter, cmd.Person, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Enter(cmd, f) })
}

// Confirm makes a record count.
func (s *Service) Confirm(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.TrainingConfirm, cmd.Person, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			if r := st.Record(cmd.ID); r != nil {
				if err := s.aboutValidity(tx, set, st, r.Course, &f); err != nil {
					return nil, err
				}
			}
			return st.Confirm(cmd, f)
		})
}

// Refuse says that a record does not count.
func (s *Service) Refuse(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.TrainingConfirm, cmd.Person, cmd.Version, cmd.Key, auth.Named("refuse", cmd)),
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Refuse(cmd, f) })
}

// Withdraw takes one's own entry back.
func (s *Service) Withdraw(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.TrainingEnter, cmd.Person, cmd.Version, cmd.Key, auth.Named("withdraw", cmd)),
		func(_ *journal.Tx, st State, _ Facts, _ *rules.Set) ([]journal.New, error) { return st.Withdraw(cmd) })
}

// Lift releases somebody from a duty to learn.
func (s *Service) Lift(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.TrainingConfirm, cmd.Person, cmd.Version, cmd.Key, auth.Named("lift", cmd)),
		func(_ *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) { return st.Lift(cmd, f) })
}

// aboutValidity computes until when the hours suffice once a course counts, and the
// clock that warns before.
func (s *Service) aboutValidity(r store.Reader, set *rules.Set, st State, c Course, f *Facts) error {
	roles, err := rolesOf(r, f.Today, st.Person)
	if err != nil {
		return err
	}
	list := append(credits(st.Counted()), credit{c.Hours, c.Day})
	for _, role := range roles[st.Person] {
		d, ok := demand(set, role)
		if !ok {
			continue
		}
		f.Grounds = append(f.Grounds, d.Ground)
		stands := d.stands(list, f.Today)
		if stands.Fails() {
			f.Validity = nil
			return nil
		}
		if f.Validity != nil && !stands.Until.End().Before(f.Validity.Due) {
			continue
		}
		g := d.Ground
		f.Validity = &flow.ClockMove{Due: stands.Until.End(), Warn: stands.Until.AddDays(-d.Warn).Start(), Amount: d.Months, Unit: calendar.Months,
			Who: flow.RoleApplicant, Holder: st.Person, Ground: &g}
	}
	return nil
}
