package coordination

import (
	"context"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
)

// PlanSession prepares a meeting.
func (s *Service) PlanSession(ctx context.Context, p auth.Principal, now time.Time, cmd PlanSession) (journal.Outcome, error) {
	return s.begin(ctx, p, now, SessionKind, auth.Ask(auth.MechanismRun, cmd.Mechanism, 0, cmd.Key, auth.Named(SessionKind, cmd)), func(_ *journal.Tx, f Facts, _ *rules.Set) ([]journal.New, error) { return Session{}.Plan(cmd, f) })
}

// onSession runs a verb on a meeting.
func (s *Service) onSession(ctx context.Context, p auth.Principal, now time.Time, q auth.Request,
	decide func(*journal.Tx, Session, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return run(ctx, s, p, now, q, verb[Session]{kind: SessionKind, on: auth.Mechanism, fold: FoldSession,
		decide: func(tx *journal.Tx, x Session, f Facts, _ *rules.Set) ([]journal.New, error) { return decide(tx, x, f) }})
}

// MoveSession gives a meeting another time or place.
func (s *Service) MoveSession(ctx context.Context, p auth.Principal, now time.Time, cmd PlanSession) (journal.Outcome, error) {
	return s.onSession(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Session, cmd.Version, cmd.Key, auth.Named("move", cmd)), func(_ *journal.Tx, x Session, f Facts) ([]journal.New, error) { return x.Move(cmd, f) })
}

// Put raises an item of the agenda; members may, too.
func (s *Service) Put(ctx context.Context, p auth.Principal, now time.Time, cmd Put) (journal.Outcome, error) {
	return s.onSession(ctx, p, now, auth.Ask(auth.MechanismPart, cmd.Session, cmd.Version, cmd.Key, auth.Named("put", cmd)), func(_ *journal.Tx, x Session, f Facts) ([]journal.New, error) { return x.Put(cmd, f) })
}

// DropPoint takes an item off the agenda.
func (s *Service) DropPoint(ctx context.Context, p auth.Principal, now time.Time, cmd DropPoint) (journal.Outcome, error) {
	return s.onSession(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Session, cmd.Version, cmd.Key, auth.Named("drop", cmd)), func(_ *journal.Tx, x Session, f Facts) ([]journal.New, error) { return x.Drop(cmd, f) })
}

// Call sends the agenda to all members.
func (s *Service) Call(ctx context.Context, p auth.Principal, now time.Time, cmd OnSession) (journal.Outcome, error) {
	return s.onSession(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Session, cmd.Version, cmd.Key, auth.Named("call", cmd)), func(_ *journal.Tx, x Session, f Facts) ([]journal.New, error) { return x.Call(f) })
}

// Hold records who was there.
func (s *Service) Hold(ctx context.Context, p auth.Principal, now time.Time, cmd Hold) (journal.Outcome, error) {
	return s.onSession(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Session, cmd.Version, cmd.Key, auth.Named("hold", cmd)), func(_ *journal.Tx, x Session, f Facts) ([]journal.New, error) { return x.Hold(cmd, now, f) })
}

// Decide records a decision; with a lead department, its task begins in the same act.
func (s *Service) Decide(ctx context.Context, p auth.Principal, now time.Time, cmd Decide) (journal.Outcome, error) {
	return s.onSession(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Session, cmd.Version, cmd.Key, auth.Named("decide", cmd)), func(tx *journal.Tx, x Session, f Facts) ([]journal.New, error) {
		if strings.TrimSpace(cmd.Task.Lead) == "" {
			return x.Decide(cmd, "", f)
		}
		news, err := x.Decide(cmd, f.NewID, f)
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(cmd.Task.Text) == "" {
			cmd.Task.Text = cmd.Text
		}
		o, err := cmd.Task.order(f)
		if err != nil {
			return nil, err
		}
		o.Session = x.ID
		return news, start(tx, TaskKind, f.NewID, Task{}.Set(x.Mechanism, o, f))
	})
}

// Minute issues the minutes.
func (s *Service) Minute(ctx context.Context, p auth.Principal, now time.Time, cmd OnSession) (journal.Outcome, error) {
	return s.onSession(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Session, cmd.Version, cmd.Key, auth.Named("minute", cmd)), func(_ *journal.Tx, x Session, f Facts) ([]journal.New, error) { return x.Minute(cmd.Says, f) })
}

// CancelSession calls a meeting off.
func (s *Service) CancelSession(ctx context.Context, p auth.Principal, now time.Time, cmd OnSession) (journal.Outcome, error) {
	return s.onSession(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Session, cmd.Version, cmd.Key, auth.Named("cancel", cmd)), func(_ *journal.Tx, x Session, f Facts) ([]journal.New, error) { return x.Cancel(cmd.Says, f) })
}

// Consult asks departments for their views.
func (s *Service) Consult(ctx context.Context, p auth.Principal, now time.Time, cmd Consult) (journal.Outcome, error) {
	return s.begin(ctx, p, now, ConsultationKind, auth.Ask(auth.MechanismRun, cmd.Mechanism, 0, cmd.Key, auth.Named(ConsultationKind, cmd)), func(_ *journal.Tx, f Facts, _ *rules.Set) ([]journal.New, error) { return Consultation{}.Ask(cmd, f) })
}

func (s *Service) onConsultation(ctx context.Context, p auth.Principal, now time.Time, q auth.Request,
	decide func(Consultation, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return run(ctx, s, p, now, q, verb[Consultation]{kind: ConsultationKind, on: auth.Mechanism, fold: FoldConsultation,
		decide: func(_ *journal.Tx, c Consultation, f Facts, _ *rules.Set) ([]journal.New, error) { return decide(c, f) }})
}

// Reply gives a department's view.
func (s *Service) Reply(ctx context.Context, p auth.Principal, now time.Time, cmd Reply) (journal.Outcome, error) {
	return s.onConsultation(ctx, p, now, auth.Ask(auth.MechanismPart, cmd.Consultation, cmd.Version, cmd.Key, auth.Named("reply", cmd)), func(c Consultation, f Facts) ([]journal.New, error) { return c.Reply(cmd, f) })
}

// SumUp closes a consultation with its summary.
func (s *Service) SumUp(ctx context.Context, p auth.Principal, now time.Time, cmd OnConsultation) (journal.Outcome, error) {
	return s.onConsultation(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Consultation, cmd.Version, cmd.Key, auth.Named("sum", cmd)), func(c Consultation, f Facts) ([]journal.New, error) { return c.SumUp(cmd.Says, f) })
}

// CancelConsultation ends it without a summary.
func (s *Service) CancelConsultation(ctx context.Context, p auth.Principal, now time.Time, cmd OnConsultation) (journal.Outcome, error) {
	return s.onConsultation(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Consultation, cmd.Version, cmd.Key, auth.Named("cancel", cmd)), func(c Consultation, f Facts) ([]journal.New, error) { return c.Cancel(cmd.Says, f) })
}
