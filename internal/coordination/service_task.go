package coordination

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/document/blob"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
)

// SetTask gives departments a task.
func (s *Service) SetTask(ctx context.Context, p auth.Principal, now time.Time, cmd SetTask) (journal.Outcome, error) {
	return s.begin(ctx, p, now, TaskKind, auth.Ask(auth.MechanismRun, cmd.Mechanism, 0, cmd.Key, auth.Named(TaskKind, cmd)), func(_ *journal.Tx, f Facts, _ *rules.Set) ([]journal.New, error) {
		o, err := cmd.order(f)
		if err != nil {
			return nil, err
		}
		return Task{}.Set(cmd.Mechanism, o, f), nil
	})
}

// onTask runs a verb on a task: the office's, or one of the departments that do it.
func (s *Service) onTask(ctx context.Context, p auth.Principal, now time.Time, q auth.Request,
	decide func(Task, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return run(ctx, s, p, now, q, verb[Task]{kind: TaskKind, on: auth.Mechanism, fold: FoldTask,
		decide: func(_ *journal.Tx, t Task, f Facts, _ *rules.Set) ([]journal.New, error) { return decide(t, f) }})
}

// Progress reports on the way.
func (s *Service) Progress(ctx context.Context, p auth.Principal, now time.Time, cmd OnTask) (journal.Outcome, error) {
	return s.onTask(ctx, p, now, auth.Ask(auth.MechanismPart, cmd.Task, cmd.Version, cmd.Key, auth.Named("progress", cmd)), func(t Task, f Facts) ([]journal.New, error) { return t.Progress(cmd.Says, f) })
}

// Finish reports a task done, with its evidence.
func (s *Service) Finish(ctx context.Context, p auth.Principal, now time.Time, cmd Finish) (_ journal.Outcome, err error) {
	if cmd.File != nil {
		if _, err := s.Task(s.J.DB.Read(ctx), p, cmd.Task); err != nil { // nothing is kept for strangers
			return journal.Outcome{}, err
		}
	}
	if cmd.kept, err = blob.Keep(ctx, s.Blobs, s.Limits, cmd.File); err != nil {
		return journal.Outcome{}, err
	}
	return s.onTask(ctx, p, now, auth.Ask(auth.MechanismPart, cmd.Task, cmd.Version, cmd.Key, auth.Named("finish", cmd)), func(t Task, f Facts) ([]journal.New, error) { return t.Finish(cmd, f) })
}

// Accept is the office's word that a task is done.
func (s *Service) Accept(ctx context.Context, p auth.Principal, now time.Time, cmd OnTask) (journal.Outcome, error) {
	return s.onTask(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Task, cmd.Version, cmd.Key, auth.Named("accept", cmd)), func(t Task, f Facts) ([]journal.New, error) { return t.Accept(cmd.Says, f) })
}

// ReturnTask is the office's word that it is not.
func (s *Service) ReturnTask(ctx context.Context, p auth.Principal, now time.Time, cmd OnTask) (journal.Outcome, error) {
	return s.onTask(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Task, cmd.Version, cmd.Key, auth.Named("return", cmd)), func(t Task, f Facts) ([]journal.New, error) { return t.Return(cmd.Says, f) })
}

// Extend gives a task a later day.
func (s *Service) Extend(ctx context.Context, p auth.Principal, now time.Time, cmd OnTask) (journal.Outcome, error) {
	return s.onTask(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Task, cmd.Version, cmd.Key, auth.Named("extend", cmd)), func(t Task, f Facts) ([]journal.New, error) { return t.Extend(cmd.Says, f) })
}

// CancelTask ends a task that is not needed any more.
func (s *Service) CancelTask(ctx context.Context, p auth.Principal, now time.Time, cmd OnTask) (journal.Outcome, error) {
	return s.onTask(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Task, cmd.Version, cmd.Key, auth.Named("cancel", cmd)), func(t Task, f Facts) ([]journal.New, error) { return t.Cancel(cmd.Says, f) })
}

// Budget enters what a task costs in a year.
func (s *Service) Budget(ctx context.Context, p auth.Principal, now time.Time, cmd Budget) (journal.Outcome, error) {
	return s.onTask(ctx, p, now, auth.Ask(auth.MechanismPart, cmd.Task, cmd.Version, cmd.Key, auth.Named("budget", cmd)), func(t Task, f Facts) ([]journal.New, error) { return t.Budget(cmd, f) })
}

// Publish shows how a task stands to everybody, or no more.
func (s *Service) Publish(ctx context.Context, p auth.Principal, now time.Time, cmd Publish) (journal.Outcome, error) {
	return s.onTask(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Task, cmd.Version, cmd.Key, auth.Named("publish", cmd)), func(t Task, f Facts) ([]journal.New, error) { return t.Publish(cmd, f) })
}
