package gate

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/document/blob"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
)

// Service does the verbs of start gates. All fields are set once, at the start.
type Service struct {
	J      *journal.Journal
	Book   *rules.Shelf
	Blobs  blob.Store
	Limits blob.Limits // of a piece of evidence
}

// on runs a verb on a gate: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Activity, Stream: Stream, Fold: func(events []journal.Event) (State, error) { return Fold(q.ID, events) },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			about, err := s.lookAt(tx, q.ID)
			if err != nil {
				return nil, err
			}
			tx.For = about.Unit
			f, err := s.facts(tx, st, about, p.Person, now, q.Cmd)
			if err != nil {
				return nil, err
			}
			return decide(st, f)
		},
	})
}

// Declare takes the leader's answer to what else the work involves.
func (s *Service) Declare(ctx context.Context, p auth.Principal, now time.Time, cmd Declare) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ActivityGateSupply, cmd.Gate, cmd.Version, cmd.Key, cmd),
		func(st State, f Facts) ([]journal.New, error) { return st.Declare(cmd, f) })
}

// HandIn takes a piece of evidence.
func (s *Service) HandIn(ctx context.Context, p auth.Principal, now time.Time, cmd HandIn) (_ journal.Outcome, err error) {
	cmd.File = nil // only what comes along is kept
	if cmd.Upload != nil {
		if err := auth.Allow(s.J.DB.Read(ctx), p, auth.ActivityGateSupply, auth.Activity, cmd.Gate); err != nil {
			return journal.Outcome{}, err
		}
		if cmd.File, err = blob.Keep(ctx, s.Blobs, s.Limits, cmd.Upload); err != nil {
			return journal.Outcome{}, err
		}
	}
	return s.on(ctx, p, now, auth.Ask(auth.ActivityGateSupply, cmd.Gate, cmd.Version, cmd.Key, cmd),
		func(st State, f Facts) ([]journal.New, error) { return st.HandIn(cmd, f) })
}

// Accept says that a piece of evidence shows what it should.
func (s *Service) Accept(ctx context.Context, p auth.Principal, now time.Time, cmd Judge) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ActivityGateJudge, cmd.Gate, cmd.Version, cmd.Key, cmd),
		func(st State, f Facts) ([]journal.New, error) { return st.Accept(cmd, f) })
}

// Return sends a piece of evidence back with reasons.
func (s *Service) Return(ctx context.Context, p auth.Principal, now time.Time, cmd Judge) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ActivityGateJudge, cmd.Gate, cmd.Version, cmd.Key, auth.Named("return", cmd)),
		func(st State, f Facts) ([]journal.New, error) { return st.Return(cmd, f) })
}

// Withdraw notes that what was accepted holds no more.
func (s *Service) Withdraw(ctx context.Context, p auth.Principal, now time.Time, cmd Judge) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ActivityGateRevoke, cmd.Gate, cmd.Version, cmd.Key, auth.Named("withdraw", cmd)),
		func(st State, f Facts) ([]journal.New, error) { return st.Withdraw(cmd, f) })
}

// ApproveProject records the approval of the project.
func (s *Service) ApproveProject(ctx context.Context, p auth.Principal, now time.Time, cmd Start) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ActivityStart, cmd.Gate, cmd.Version, cmd.Key, auth.Named("approve project", cmd)),
		func(st State, f Facts) ([]journal.New, error) { return st.ApproveProject(cmd, f) })
}

// Start records that the work has begun.
func (s *Service) Start(ctx context.Context, p auth.Principal, now time.Time, cmd Start) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ActivityStart, cmd.Gate, cmd.Version, cmd.Key, cmd),
		func(st State, f Facts) ([]journal.New, error) { return st.Start(cmd, f) })
}

// RecordUse records animals that were used.
func (s *Service) RecordUse(ctx context.Context, p auth.Principal, now time.Time, cmd RecordUse) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ActivityGateSupply, cmd.Gate, cmd.Version, cmd.Key, cmd),
		func(st State, f Facts) ([]journal.New, error) { return st.RecordUse(cmd, f) })
}
