package conduct

import (
	"context"
	"io"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/rules"
)

// Service does the verbs of approved activities. All fields are set once, at
// the start.
type Service struct {
	J       *journal.Journal
	Book    *rules.Shelf
	Reviews *review.Service
	Acts    *activity.Service
}

// on runs a verb on an approved activity: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Activity, Stream: Stream, Fold: Fold,
		For: func(st State) string { return st.Committee },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			f, err := s.facts(tx, p.Person, now, st)
			if err != nil {
				return nil, err
			}
			return decide(tx, st, f)
		},
	})
}

func load(tx *journal.Tx, activity string) (State, error) {
	return journal.Load(tx, Stream(activity), Fold)
}

// Report takes a report in and opens its review. The result of the act is the
// report's id.
func (s *Service) Report(ctx context.Context, p auth.Principal, now time.Time, cmd ReportOn) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ConductReport, cmd.Activity, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts) (news []journal.New, err error) {
			what, err := st.may(cmd.Kind, f)
			if err != nil {
				return nil, err
			}
			if f.ID, err = tx.NewID(); err != nil {
				return nil, err
			}
			if _, err := st.content(cmd.Says, what, "", f); err != nil {
				return nil, err
			}
			f.Review, err = s.Reviews.Follow(tx, review.Following{Activity: cmd.Activity, Kind: what.Review, About: f.ID, Step: what.Step(cmd.Light), By: p.Person})
			if err != nil {
				return nil, err
			}
			tx.Result = f.ID
			if err := number(tx, cmd.Files); err != nil {
				return nil, err
			}
			return st.Take(cmd, f)
		})
}

// Revise puts a new content in the place of a report that the committee returned.
func (s *Service) Revise(ctx context.Context, p auth.Principal, now time.Time, cmd Revise) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ConductReport, cmd.Activity, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts) ([]journal.New, error) {
			if err := number(tx, cmd.Files); err != nil {
				return nil, err
			}
			news, err := st.Revise(cmd, f)
			if err != nil {
				return nil, err
			}
			r := st.Report(cmd.Report)
			what, _ := f.kind(r.Kind)
			return news, s.Reviews.RenewFollowing(tx, r.Review, what.Step(cmd.Light))
		})
}

// SuspendFor stops the work while an inquiry into a breach runs, within its act; work
// that stands already stands. Whether it goes on is then for the committee to say.
func (s *Service) SuspendFor(tx *journal.Tx, activity, reason string) error {
	st, err := load(tx, activity)
	if err != nil || st.State == StateSuspended {
		return err
	}
	if !Table.Allows(st.State, Suspended{}.EventType()) {
		return errs.Refuse("conduct.not_running", "这项活动没有在进行，不能暂停。", "The activity is not under way, so it cannot be stopped.").At("code")
	}
	return tx.Append(Stream(activity), journal.Because(Suspended{By: ByInquiry, Reason: reason}))
}

// Suspend stops the work for now, at its people's own wish.
func (s *Service) Suspend(ctx context.Context, p auth.Principal, now time.Time, cmd Suspend) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ConductSuspend, cmd.Activity, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Suspend(cmd, f) })
}

// Keep stores a file that comes with a report. Sent with the report, it is named by
// its event; a file that no event comes to name is swept.
func (s *Service) Keep(ctx context.Context, p auth.Principal, id, name, field string, content io.Reader) (activity.File, error) {
	if err := auth.Allow(s.J.DB.Read(ctx), p, auth.ConductReport, auth.Activity, id); err != nil {
		return activity.File{}, err
	}
	kept, err := blob.Receive(ctx, s.Acts.Blobs, s.Acts.Limits, content)
	if err != nil {
		return activity.File{}, err
	}
	return activity.File{Name: name, Field: field, Hash: kept.Hash, Size: kept.Size, Type: kept.Type}, nil
}

// number gives the files of a report their ids.
func number(tx *journal.Tx, files []activity.File) error {
	for i := range files {
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		files[i].ID = id
	}
	return nil
}

// OpenFile opens a file of a report for somebody who may see the activity. The
// caller closes it.
func (s *Service) OpenFile(ctx context.Context, p auth.Principal, id, file string) (activity.File, io.ReadCloser, error) {
	if err := auth.Allow(s.J.DB.Read(ctx), p, auth.ActivityFileRead, auth.Activity, id); err != nil { // a department sees reports, not the papers
		return activity.File{}, nil, err
	}
	st, err := s.View(s.J.DB.Read(ctx), p, id)
	if err != nil {
		return activity.File{}, nil, err
	}
	for _, r := range st.Reports {
		for _, f := range r.Files {
			if f.ID == file {
				content, err := s.Acts.Blobs.Open(ctx, f.Hash)
				return f, content, err
			}
		}
	}
	return activity.File{}, nil, noReport()
}
