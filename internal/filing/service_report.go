package filing

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Compile counts a committee's year into its report: a new one, or the draft
// there is.
func (s *Service) Compile(ctx context.Context, p auth.Principal, now time.Time, cmd Compile) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.ReportDraft, auth.Committee, cmd.Committee); err != nil {
			return err
		}
		c, err := s.committee(tx, cmd.Committee)
		if err != nil {
			return err
		}
		id, _, err := reportOf(tx, cmd.Committee, cmd.Report, cmd.Year)
		if err != nil {
			return err
		}
		if id == "" {
			if id, err = tx.NewID(); err != nil {
				return err
			}
		}
		st, err := loadReport(tx, id)
		if err != nil {
			return err
		}
		body := Compiled{Committee: c.ID, Unit: c.Unit, Report: cmd.Report, Year: cmd.Year}
		if body.Figures, err = count(tx, c.ID, cmd.Year); err != nil {
			return err
		}
		if body.Listed, err = listedOf(tx, c.ID, cmd.Year); err != nil {
			return err
		}
		if cmd.Report == ReportListed {
			body.Figures = []Figure{{Group: "listed", Code: "approved", N: len(body.Listed)}}
		}
		news, err := st.Compile(body, s.reportFacts(p.Person, now, c.Region))
		if err != nil {
			return err
		}
		tx.For, tx.Result = c.ID, id
		return tx.Append(ReportStream(id), news...)
	})
}

func (s *Service) reportFacts(actor string, now time.Time, region string) Facts {
	today := calendar.Of(now)
	f := Facts{Actor: actor, Today: today}
	if p, ok := s.Book.On(today, region).Param("annual_report_day"); ok {
		f.Grounds = []flow.Ground{p.Ground()}
	}
	return f
}

// committee folds a committee that an act only reads.
func (s *Service) committee(r store.Reader, id string) (registry.Committee, error) {
	return journal.Look(s.J, r, journal.StreamName(auth.Committee, id), registry.FoldCommittee)
}

func loadReport(tx *journal.Tx, id string) (Report, error) {
	return journal.Load(tx, ReportStream(id), FoldReport)
}

// onReport runs a verb on a report.
func (s *Service) onReport(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(Report, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[Report]{
		Stream: ReportStream, Fold: FoldReport,
		May: func(r store.Reader, st Report) error {
			if st.State == StateNone {
				return st.allows(Signed{}.EventType())
			}
			return auth.Allow(r, p, q.Verb, auth.Committee, st.Committee)
		},
		For: func(st Report) string { return st.Committee },
		Decide: func(_ *journal.Tx, st Report) ([]journal.New, error) {
			return decide(st, s.reportFacts(p.Person, now, ""))
		},
	})
}

// RemarkOn replaces the remarks of a draft.
func (s *Service) RemarkOn(ctx context.Context, p auth.Principal, now time.Time, cmd RemarkOn) (journal.Outcome, error) {
	return s.onReport(ctx, p, now, auth.Ask(auth.ReportDraft, cmd.Report, cmd.Version, cmd.Key, cmd),
		func(st Report, f Facts) ([]journal.New, error) { return st.RemarkOn(cmd, f) })
}

// Sign is the chair's.
func (s *Service) Sign(ctx context.Context, p auth.Principal, now time.Time, cmd OnReport) (journal.Outcome, error) {
	return s.onReport(ctx, p, now, auth.Ask(auth.ReportSign, cmd.Report, cmd.Version, cmd.Key, auth.Named("sign", cmd)),
		func(st Report, f Facts) ([]journal.New, error) { return st.Sign(f) })
}

// ReopenReport lets a signed report be corrected.
func (s *Service) ReopenReport(ctx context.Context, p auth.Principal, now time.Time, cmd OnReport) (journal.Outcome, error) {
	return s.onReport(ctx, p, now, auth.Ask(auth.ReportSign, cmd.Report, cmd.Version, cmd.Key, cmd),
		func(st Report, f Facts) ([]journal.New, error) { return st.Reopen(cmd, f) })
}

// aboutPackage gathers what a package rests on.
func (s *Service) aboutPackage(r store.Reader, set *rules.Set, st State, f *Facts) error {
	switch st.About {
	case AboutReport:
		id, state, err := reportOf(r, st.Committee, st.Report, st.Year)
		if state == ReportSigned {
			f.Report = id
		}
		return err
	case AboutActivity:
		c, err := s.Reviews.Look(r, st.Review)
		f.Seen = c.Version
		return err
	}
	c, err := s.committee(r, st.Committee)
	if err != nil {
		return err
	}
	f.Seen, f.Lacks = c.Version, lacks(set, c)
	return nil
}
