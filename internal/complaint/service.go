package complaint

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/complaint/sealed"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Service takes reports in and does the verbs of those who receive them. All fields
// are set once, at the start.
type Service struct {
	J       *journal.Journal
	Book    *rules.Shelf
	Reviews *review.Service // knows how limits are counted
	Vault   *vault.Vault
}

// on runs a verb on a report: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Complaint, Stream: Stream, Fold: Fold,
		For: func(st State) string { return st.Body },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			f, err := s.facts(tx, st)
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

func (s *Service) facts(tx *journal.Tx, st State) (Facts, error) {
	f := Facts{Actor: tx.Actor, Today: calendar.Of(tx.Now)}
	set := s.Book.On(f.Today, st.Region)
	for _, item := range set.List("report_closings") {
		f.Closings = append(f.Closings, item.Code)
	}
	if p, ok := set.Param("report_keep_months"); ok {
		f.Keep = p.Int()
	}
	var err error
	if f.Barred, err = barred(tx, st.ID); err != nil {
		return f, err
	}
	f.NewID, err = tx.NewID()
	return f, err
}

// acceptance is the clock of a body from a moment on.
func (s *Service) acceptance(f *Facts, region string, from time.Time) {
	set := s.Book.On(calendar.Of(from), region)
	if p, ok := set.Param("complaint_days"); ok {
		g := p.Ground()
		move := s.Reviews.Limit(set, p.Span(), from, &g)
		f.Clock = &move
	}
}

// TakeUp begins work on a report.
func (s *Service) TakeUp(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ComplaintAct, cmd.Complaint, cmd.Version, cmd.Key, auth.Named("take up", cmd)),
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.TakeUp() })
}

// Close ends the work on a report.
func (s *Service) Close(ctx context.Context, p auth.Principal, now time.Time, cmd Close) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ComplaintAct, cmd.Complaint, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Close(cmd, f) })
}

// Reopen begins work on a closed report again.
func (s *Service) Reopen(ctx context.Context, p auth.Principal, now time.Time, cmd Reasoned) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ComplaintAct, cmd.Complaint, cmd.Version, cmd.Key, auth.Named("reopen", cmd)),
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.Reopen(cmd) })
}

// Hold keeps contents beyond their time.
func (s *Service) Hold(ctx context.Context, p auth.Principal, now time.Time, cmd Reasoned) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ComplaintAct, cmd.Complaint, cmd.Version, cmd.Key, auth.Named("hold", cmd)),
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.Hold(cmd) })
}

// Release ends a hold.
func (s *Service) Release(ctx context.Context, p auth.Principal, now time.Time, cmd Reasoned) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ComplaintAct, cmd.Complaint, cmd.Version, cmd.Key, auth.Named("release", cmd)),
		func(_ *journal.Tx, st State, _ Facts) ([]journal.New, error) { return st.Release(cmd) })
}

// Refer gives a report to a body outside this house.
func (s *Service) Refer(ctx context.Context, p auth.Principal, now time.Time, cmd Refer) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ComplaintAct, cmd.Complaint, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Refer(cmd, f) })
}

// HandOver gives a report to another body of this house, with its letters encrypted
// anew to those who receive reports there and to the reporter.
func (s *Service) HandOver(ctx context.Context, p auth.Principal, now time.Time, cmd HandOver) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ComplaintAct, cmd.Complaint, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts) ([]journal.New, error) {
			var err error
			if f.Target, err = s.intake(tx, cmd.Body); err != nil {
				return nil, err
			}
			if f.Target.Body != "" {
				if _, f.Region, err = bodyOf(tx, cmd.Body); err != nil {
					return nil, err
				}
			}
			s.acceptance(&f, f.Region, now)
			news, err := st.HandOver(cmd, f)
			if err != nil {
				return nil, err
			}
			return news, reseal(tx, cmd, len(f.Target.Ready(Receiver, f.Barred...))+1)
		})
}

// AskIdentity asks the custodian who the reporter is.
func (s *Service) AskIdentity(ctx context.Context, p auth.Principal, now time.Time, cmd Reasoned) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ComplaintAct, cmd.Complaint, cmd.Version, cmd.Key, auth.Named("ask identity", cmd)),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.AskIdentity(cmd, f) })
}

// AgreeIdentity opens the identity to the receiver who asked.
func (s *Service) AgreeIdentity(ctx context.Context, p auth.Principal, now time.Time, cmd Agree) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ComplaintCustody, cmd.Complaint, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts) ([]journal.New, error) {
			news, err := st.AgreeIdentity(cmd, f)
			if err != nil {
				return nil, err
			}
			if err := sealed.Check(cmd.Sealed, sealed.Shape{Keys: 1}); err != nil || len(cmd.Sealed) > maxIdentity {
				return nil, unsealed("sealed", err)
			}
			return news, tx.Exec(`insert into complaint_opened (complaint, person, sealed) values ($1, $2, $3)
				on conflict (complaint, person) do update set sealed = excluded.sealed`, st.ID, st.OpenAsk().By, cmd.Sealed)
		})
}

// RefuseIdentity leaves it closed.
func (s *Service) RefuseIdentity(ctx context.Context, p auth.Principal, now time.Time, cmd Reasoned) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ComplaintCustody, cmd.Complaint, cmd.Version, cmd.Key, auth.Named("refuse identity", cmd)),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.RefuseIdentity(cmd, f) })
}

// Tell tells the reporter, in the transaction of another act, how the inquiry
// stands. Whether that act may be done is the caller's question.
func (s *Service) Tell(tx *journal.Tx, id string, t Telling) error {
	st, err := load(tx, id)
	if err != nil || st.State == StateDestroyed { // the way to the reporter is gone
		return err
	}
	news, err := st.Tell(t)
	if err != nil {
		return err
	}
	return tx.Append(Stream(id), news...)
}

// Look folds a report for another domain, which has asked on its own authority.
func (s *Service) Look(r store.Reader, id string) (State, error) {
	return journal.Look(s.J, r, Stream(id), Fold)
}

// bodyOf finds the kind and region of a unit or department.
func bodyOf(r store.Reader, id string) (kind, region string, err error) {
	err = r.Row(`select 'unit', region from units where id = $1 union all select 'department', region from departments where id = $1`, id).Scan(&kind, &region)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", errs.New(errs.NotFound, "complaint.body", lang.T("没有这个单位或者部门。", "There is no such unit or department.")).At("body")
	}
	return kind, region, err
}
