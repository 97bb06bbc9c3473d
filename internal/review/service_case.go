package review

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Accept takes a complete file in, gives it its number and lets the time to
// decide run.
func (s *Service) Accept(ctx context.Context, p auth.Principal, now time.Time, cmd Accept) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewAccept, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		number, err := s.nextNumber(sc)
		if err != nil {
			return nil, err
		}
		if err := s.withClocks(sc); err != nil {
			return nil, err
		}
		sc.Facts.Grounds = append(itemGround(sc.set, "procedure", cmd.Procedure), paramGround(sc.set, "decision_days")...)
		return sc.Case.Accept(cmd, number, sc.Facts)
	})
}

// nextNumber counts within a committee and year. Loading the committee's
// stream makes acceptances of one committee queue.
func (s *Service) nextNumber(sc *scene) (FileNumber, error) {
	if _, err := sc.tx.Load(journal.StreamName("committee", sc.Case.Committee)); err != nil {
		return FileNumber{}, err
	}
	year, seq := calendar.Of(sc.tx.Now).Year(), 0
	err := sc.tx.Row(`select coalesce(max(seq), 0) + 1 from reviews where committee = $1 and year = $2 and seq > 0`, sc.Case.Committee, year).Scan(&seq)
	if err != nil {
		return FileNumber{}, err
	}
	format, ok := sc.set.Param("decision_number_format")
	if !ok || format.Str() == "" {
		return Numbered("{year}-{seq}", year, seq), nil
	}
	return Numbered(format.Str(), year, seq), nil
}

// Return sends an incomplete file back with the one list of what is missing.
func (s *Service) Return(ctx context.Context, p auth.Principal, now time.Time, cmd Return) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewReturn, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		sc.Facts.Grounds = itemGround(sc.set, "letters", "correction")
		return sc.Case.Return(cmd, sc.Facts)
	})
}

// Withdraw ends a case at the applicant's wish, wherever it is.
func (s *Service) Withdraw(ctx context.Context, p auth.Principal, now time.Time, cmd Withdraw) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewWithdraw, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		news, err := sc.Case.Withdraw(cmd, sc.Facts)
		if err != nil || sc.Case.Meeting == "" {
			return news, err
		}
		// A secret vote under way ends without a result; its ballots go.
		if err := sc.tx.Exec(`delete from ballots where review = $1`, cmd.Review); err != nil {
			return nil, err
		}
		m, err := journal.Load(sc.tx, MeetingStream(sc.Case.Meeting), FoldMeeting)
		if err != nil {
			return nil, err
		}
		return news, sc.tx.Append(MeetingStream(m.ID), m.DropItem(cmd.Review, sc.Facts)...)
	})
}

// AskQuestion puts a question to the applicant.
func (s *Service) AskQuestion(ctx context.Context, p auth.Principal, now time.Time, cmd AskQuestion) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewAsk, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		id, err := sc.tx.NewID()
		if err != nil {
			return nil, err
		}
		return sc.Case.Ask(cmd, id, sc.Facts)
	})
}

// AnswerQuestion answers one.
func (s *Service) AnswerQuestion(ctx context.Context, p auth.Principal, now time.Time, cmd AnswerQuestion) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewAnswer, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		if err := ownFiles(sc, "files", cmd.Files); err != nil {
			return nil, err
		}
		news, err := sc.Case.Answer(cmd, sc.Facts)
		if err != nil || len(sc.Case.Suspended) == 0 {
			return news, err
		}
		if err := s.withStops(sc); err != nil {
			return nil, err
		}
		more, err := sc.Case.resumeAnswered(sc.Facts)
		return append(news, more...), err
	})
}

// ownFiles refuses hashes of files that were not attached to this very
// application: whoever may read the answer may read its files.
func ownFiles(sc *scene, field string, hashes []string) error {
	if len(hashes) == 0 {
		return nil
	}
	own, err := store.Column[string](sc.tx, `select hash from activity_files where activity = $1`, sc.Case.Activity)
	if err != nil {
		return fmt.Errorf("list files of %s: %w", sc.Case.Activity, err)
	}
	for _, hash := range hashes {
		if !slices.Contains(own, hash) {
			return errs.Mistake(field, "review.answer.file", "请先把文件上传到本项目。", "Attach the file to this application first.")
		}
	}
	return nil
}

// Extend moves a limit forward, for a reason.
func (s *Service) Extend(ctx context.Context, p auth.Principal, now time.Time, cmd Extend) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewExtend, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		if err := s.withStops(sc); err != nil {
			return nil, err
		}
		sc.Facts.Grounds = paramGround(sc.set, "decision_days")
		return sc.Case.Extend(cmd, sc.Facts)
	})
}

// Suspend lets a limit stand still, where a pack in force knows a ground for it.
func (s *Service) Suspend(ctx context.Context, p auth.Principal, now time.Time, cmd Suspend) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewExtend, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		if err := s.withStops(sc); err != nil {
			return nil, err
		}
		return sc.Case.Suspend(cmd, sc.Facts)
	})
}

// Resume lets it run on.
func (s *Service) Resume(ctx context.Context, p auth.Principal, now time.Time, cmd Resume) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewExtend, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		if err := s.withStops(sc); err != nil {
			return nil, err
		}
		return sc.Case.Resume(cmd, sc.Facts)
	})
}

// AnswerStipulations answers points of a decision.
func (s *Service) AnswerStipulations(ctx context.Context, p auth.Principal, now time.Time, cmd AnswerStipulations) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewStipulationAnswer, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		for i, a := range cmd.Answers {
			if err := ownFiles(sc, "answers."+strconv.Itoa(i)+".files", a.Files); err != nil {
				return nil, err
			}
		}
		return sc.Case.AnswerStipulations(cmd, sc.Facts)
	})
}

// CheckStipulation notes the checker's finding on one point.
func (s *Service) CheckStipulation(ctx context.Context, p auth.Principal, now time.Time, cmd CheckStipulation) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewStipulationCheck, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		return sc.Case.CheckStipulation(cmd, sc.Facts)
	})
}

// ConfirmChanges makes the approval effective.
func (s *Service) ConfirmChanges(ctx context.Context, p auth.Principal, now time.Time, cmd ConfirmChanges) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewStipulationCheck, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		if err := s.withClocks(sc); err != nil {
			return nil, err
		}
		if err := s.withFollowUp(sc, sc.Case.setFollowUp()); err != nil {
			return nil, err
		}
		sc.Facts.Grounds = itemGround(sc.set, "outcomes", sc.Case.outcome())
		return sc.Case.ConfirmChanges(cmd, sc.Facts)
	})
}

// ReturnChanges sends unsatisfied points back to the applicant.
func (s *Service) ReturnChanges(ctx context.Context, p auth.Principal, now time.Time, cmd ConfirmChanges) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewStipulationCheck, cmd.Review, cmd.Version, cmd.Key, returnChanges(cmd)), func(sc *scene) ([]journal.New, error) {
		if err := s.withClocks(sc); err != nil {
			return nil, err
		}
		return sc.Case.ReturnChanges(cmd, sc.Facts)
	})
}

// returnChanges keeps the two requests of one shape apart.
type returnChanges ConfirmChanges

// setFollowUp are the months to the next follow-up that the committee set; 0: none.
func (c Case) setFollowUp() int {
	if c.Preliminary != nil {
		return c.Preliminary.FollowUp
	}
	if d := c.Decision(); d != nil {
		return d.FollowUp
	}
	return 0
}

func (c Case) outcome() string {
	if d := c.Decision(); d != nil {
		return d.Outcome
	}
	return ""
}

// SendLetter records a sending.
func (s *Service) SendLetter(ctx context.Context, p auth.Principal, now time.Time, cmd SendLetter) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewLetterSend, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		return sc.Case.SendLetter(cmd, sc.Facts)
	})
}
