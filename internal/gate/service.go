package gate

import (
	"context"
	"fmt"
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

// verb is how a verb on one gate is run.
type verb struct {
	name    auth.Verb
	id      string // of the activity
	version int64
	key     string
	cmd     any
	decide  func(s State, f Facts) ([]journal.New, error)
}

// on runs a verb on a gate: the seven steps. The activity's stream is loaded
// with it, so that nothing moves below while the gate is judged.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, v verb) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, v.key, v.cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, v.name, auth.Activity, v.id); err != nil { // 1 may this person?
			return err
		}
		events, err := tx.Load(Stream(v.id)) // 2 load and fold
		if err != nil {
			return fmt.Errorf("load gate of %s: %w", v.id, err)
		}
		st, err := Fold(v.id, events)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			tx.Begin(Stream(v.id))
		} else if err := tx.Expect(Stream(v.id), v.version); err != nil { // … and on what they saw?
			return err
		}
		about, err := s.lookAt(tx, v.id)
		if err != nil {
			return err
		}
		f, err := s.facts(tx, st, about, p.Person, now, v.cmd) // 3 the rules
		if err != nil {
			return err
		}
		news, err := v.decide(st, f) // 4 decide
		if err != nil {
			return err
		}
		tx.For, tx.Result = about.Unit, v.id
		return tx.Append(Stream(v.id), news...) // 5 append, 6 project, 7 what follows
	})
}

// Declare takes the leader's answer to what else the work involves.
func (s *Service) Declare(ctx context.Context, p auth.Principal, now time.Time, cmd Declare) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.ActivityGateSupply, cmd.Gate, cmd.Version, cmd.Key, cmd,
		func(st State, f Facts) ([]journal.New, error) { return st.Declare(cmd, f) }})
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
	return s.on(ctx, p, now, verb{auth.ActivityGateSupply, cmd.Gate, cmd.Version, cmd.Key, cmd,
		func(st State, f Facts) ([]journal.New, error) { return st.HandIn(cmd, f) }})
}

// Accept says that a piece of evidence shows what it should.
func (s *Service) Accept(ctx context.Context, p auth.Principal, now time.Time, cmd Judge) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.ActivityGateJudge, cmd.Gate, cmd.Version, cmd.Key, cmd,
		func(st State, f Facts) ([]journal.New, error) { return st.Accept(cmd, f) }})
}

// Return sends a piece of evidence back with reasons.
func (s *Service) Return(ctx context.Context, p auth.Principal, now time.Time, cmd Judge) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.ActivityGateJudge, cmd.Gate, cmd.Version, cmd.Key, cmd,
		func(st State, f Facts) ([]journal.New, error) { return st.Return(cmd, f) }})
}

// Withdraw notes that what was accepted holds no more.
func (s *Service) Withdraw(ctx context.Context, p auth.Principal, now time.Time, cmd Judge) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.ActivityGateRevoke, cmd.Gate, cmd.Version, cmd.Key, cmd,
		func(st State, f Facts) ([]journal.New, error) { return st.Withdraw(cmd, f) }})
}

// ApproveProject records the approval of the project.
func (s *Service) ApproveProject(ctx context.Context, p auth.Principal, now time.Time, cmd Start) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.ActivityStart, cmd.Gate, cmd.Version, cmd.Key, cmd,
		func(st State, f Facts) ([]journal.New, error) { return st.ApproveProject(cmd, f) }})
}

// Start records that the work has begun.
func (s *Service) Start(ctx context.Context, p auth.Principal, now time.Time, cmd Start) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.ActivityStart, cmd.Gate, cmd.Version, cmd.Key, cmd,
		func(st State, f Facts) ([]journal.New, error) { return st.Start(cmd, f) }})
}

// RecordUse records animals that were used.
func (s *Service) RecordUse(ctx context.Context, p auth.Principal, now time.Time, cmd RecordUse) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.ActivityGateSupply, cmd.Gate, cmd.Version, cmd.Key, cmd,
		func(st State, f Facts) ([]journal.New, error) { return st.RecordUse(cmd, f) }})
}
