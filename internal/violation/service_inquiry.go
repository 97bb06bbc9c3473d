package violation

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/document/blob"
	"lunheng/internal/journal"
)

// Plan sets how the inquiry is held.
func (s *Service) Plan(ctx context.Context, p auth.Principal, now time.Time, cmd Write) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseHandle, cmd.Case, cmd.Version, cmd.Key, auth.Named("plan", cmd)), func(st State, f Facts) ([]journal.New, error) { return st.MakePlan(cmd, f) })
}

// NameMember names somebody for the team or the panel.
func (s *Service) NameMember(ctx context.Context, p auth.Principal, now time.Time, cmd NameMember) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, cmd), func(a *act) ([]journal.New, error) {
		if err := aboutPerson(a, cmd.Person); err != nil {
			return nil, err
		}
		return a.st.NameMember(cmd, a.f)
	})
}

// Leave has a member leave.
func (s *Service) Leave(ctx context.Context, p auth.Principal, now time.Time, cmd Part) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, auth.Named("leave", cmd)), func(st State, f Facts) ([]journal.New, error) { return st.Leave(cmd, f) })
}

// Declare takes a peer's word about their interests.
func (s *Service) Declare(ctx context.Context, p auth.Principal, now time.Time, cmd Declare) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseJudge, cmd.Case, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.Declare(cmd, f) })
}

// Assess takes a peer's opinion.
func (s *Service) Assess(ctx context.Context, p auth.Principal, now time.Time, cmd Assess) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseJudge, cmd.Case, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.Assess(cmd, f) })
}

// kept keeps a file that came along, for somebody who may do the verb.
func (s *Service) kept(ctx context.Context, p auth.Principal, name auth.Verb, id string, u *blob.Upload) (*blob.Kept, error) {
	if u == nil {
		return nil, nil
	}
	if err := auth.Allow(s.J.DB.Read(ctx), p, name, auth.Case, id); err != nil {
		return nil, err
	}
	return blob.Keep(ctx, s.Blobs, s.Limits, u)
}

// Interview records a talk.
func (s *Service) Interview(ctx context.Context, p auth.Principal, now time.Time, cmd Interview) (_ journal.Outcome, err error) {
	if cmd.Record, err = s.kept(ctx, p, auth.CaseHandle, cmd.Case, cmd.Upload); err != nil {
		return journal.Outcome{}, err
	}
	return s.by(ctx, p, now, auth.Ask(auth.CaseHandle, cmd.Case, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.Interview(cmd, f) })
}

// Secure takes evidence.
func (s *Service) Secure(ctx context.Context, p auth.Principal, now time.Time, cmd Secure) (_ journal.Outcome, err error) {
	if cmd.File, err = s.kept(ctx, p, auth.CaseHandle, cmd.Case, cmd.Upload); err != nil {
		return journal.Outcome{}, err
	}
	return s.by(ctx, p, now, auth.Ask(auth.CaseHandle, cmd.Case, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.Secure(cmd, f) })
}

// Hand notes into whose hands evidence went.
func (s *Service) Hand(ctx context.Context, p auth.Principal, now time.Time, cmd Hand) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.CaseHandle, cmd.Case, cmd.Version, cmd.Key, cmd), func(a *act) ([]journal.New, error) {
		if err := aboutPerson(a, cmd.To); err != nil {
			return nil, err
		}
		return a.st.Hand(cmd, a.f)
	})
}

// Pause takes an interim measure; an activity stops in the same act.
func (s *Service) Pause(ctx context.Context, p auth.Principal, now time.Time, cmd Pause) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, cmd), func(a *act) ([]journal.New, error) {
		news, err := a.st.Pause(cmd, a.f)
		if err != nil {
			return nil, err
		}
		if taken, ok := news[0].Body.(InterimTaken); ok && a.stops(taken.Code) {
			return news, s.Conduct.SuspendFor(a.tx, taken.Activity, taken.Reason)
		}
		return news, nil
	})
}

// Lift ends an interim measure. Whether a stopped activity goes on is for its
// committee to say.
func (s *Service) Lift(ctx context.Context, p auth.Principal, now time.Time, cmd Part) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, auth.Named("lift", cmd)), func(st State, f Facts) ([]journal.New, error) { return st.Lift(cmd, f) })
}

// Extend gives the inquiry more time, once.
func (s *Service) Extend(ctx context.Context, p auth.Principal, now time.Time, cmd Write) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, auth.Named("extend", cmd)), func(a *act) ([]journal.New, error) {
		s.more(a)
		return a.st.Extend(cmd, a.f)
	})
}

// Conclude says what the inquiry found.
func (s *Service) Conclude(ctx context.Context, p auth.Principal, now time.Time, cmd Conclude) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseHandle, cmd.Case, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.Conclude(cmd, f) })
}

// Propose proposes a measure.
func (s *Service) Propose(ctx context.Context, p auth.Principal, now time.Time, cmd Propose) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseHandle, cmd.Case, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.Propose(cmd, f) })
}

// DropProposal takes a proposed measure out.
func (s *Service) DropProposal(ctx context.Context, p auth.Principal, now time.Time, cmd Part) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseHandle, cmd.Case, cmd.Version, cmd.Key, auth.Named("drop_proposal", cmd)), func(st State, _ Facts) ([]journal.New, error) { return st.DropProposal(cmd) })
}

// Refer hands part of the case to another authority.
func (s *Service) Refer(ctx context.Context, p auth.Principal, now time.Time, cmd Refer) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.Refer(cmd, f) })
}

// Feedback notes what it answered.
func (s *Service) Feedback(ctx context.Context, p auth.Principal, now time.Time, cmd Part) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, auth.Named("feedback", cmd)), func(st State, f Facts) ([]journal.New, error) { return st.Feedback(cmd, f) })
}
