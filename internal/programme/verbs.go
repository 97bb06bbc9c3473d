package programme

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/veto"
)

// Write changes an application.
func (s *Service) Write(ctx context.Context, p auth.Principal, now time.Time, cmd Write) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectEdit, cmd.Project, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, pr Project, f Facts) (_ []journal.New, err error) {
		if f.Members, err = registered(tx, cmd.Members); err != nil {
			return nil, err
		}
		return pr.Write(cmd, f)
	})
}

// Link names the activity that a project pays for.
func (s *Service) Link(ctx context.Context, p auth.Principal, now time.Time, cmd Link) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectEdit, cmd.Project, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, pr Project, f Facts) ([]journal.New, error) {
		if err := s.linkable(tx, p, cmd.Activity, pr); err != nil {
			return nil, err
		}
		return pr.Link(cmd, f)
	})
}

// Submit hands an application in. The ledger of sanctions is asked about the
// applicants; whoever is barred is refused, and the question stays on record.
func (s *Service) Submit(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	out, err := s.on(ctx, p, now, auth.Ask(auth.ProjectEdit, cmd.Project, cmd.Version, cmd.Key, auth.Named("submit", cmd)), func(tx *journal.Tx, pr Project, f Facts) ([]journal.New, error) {
		st, err := s.programme(tx, pr.Programme)
		if err != nil {
			return nil, err
		}
		if err := pr.in("project.submitted"); err != nil {
			return nil, err
		}
		c, err := s.ask(tx, pr)
		if err != nil {
			return nil, err
		}
		return pr.Submit(st, c, f)
	})
	if err != nil {
		return out, err
	}
	return out, s.barred(ctx, cmd.Project, calendar.Of(now))
}

// barred refuses when somebody who applies for a project is barred: after the act, so
// that the question and the refusal stay on record.
func (s *Service) barred(ctx context.Context, id string, today calendar.Day) error {
	pr, err := s.project(s.J.DB.Read(ctx), id)
	if err != nil || pr.Refusal == nil || len(pr.Refusal.Barred) == 0 {
		return err
	}
	var wrong errs.List
	cited := s.Book.On(today, "").Cite("OPINIONS-2022", "5.4")
	for _, x := range pr.Refusal.Barred {
		wrong.Add(errs.New(errs.Refused, "project.barred", lang.T("不能申报：%s（%s）。", "The application is refused: %s (%s)."), x.Say(), cited))
	}
	return wrong.Err()
}

// ask asks the ledger about the applicants, on the funder's behalf.
func (s *Service) ask(tx *journal.Tx, pr Project) (Checked, error) {
	who := pr.Applicants()
	id, found, err := s.Veto.AskAbout(tx, pr.Kind, pr.Funder.ID, purpose, who)
	return Checked{Veto: id, Found: foundOf(pr, who, found)}, err
}

// purpose is what applicants are asked about for: the packs' code of publicly funded
// work.
const purpose = "project"

func foundOf(pr Project, who []string, answers []veto.Answer) []Found {
	var out []Found
	for _, a := range answers {
		x := Found{Who: who[a.Row-1], Kind: auth.Person, Outcome: a.Outcome, Why: a.Why, Measures: a.Measures}
		if x.Who == pr.Unit {
			x.Kind = auth.Unit
		}
		out = append(out, x)
	}
	return out
}

// Check asks the ledger again about the applicants.
func (s *Service) Check(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, auth.Named("check", cmd)), func(tx *journal.Tx, pr Project, f Facts) ([]journal.New, error) {
		if err := pr.in("project.checked"); err != nil {
			return nil, err
		}
		c, err := s.ask(tx, pr)
		if err != nil {
			return nil, err
		}
		return pr.Check(c, f)
	})
}

// checked runs a verb after the ledger was asked again about the applicants, in an act
// of its own: the question, and a hold that follows from it, stay on record whatever
// becomes of the verb.
func (s *Service) checked(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide projectVerb) (journal.Outcome, error) {
	check := On{Project: q.ID, Version: q.Version, Key: q.Key}
	if q.Key != "" {
		check.Key += "-check"
	}
	if out, err := s.Check(ctx, p, now, check); err != nil {
		return out, err
	}
	if err := s.barred(ctx, q.ID, calendar.Of(now)); err != nil {
		return journal.Outcome{}, err
	}
	q.Version = 0 // what changed since the person looked is their own question
	return s.on(ctx, p, now, q, decide)
}

// Approve approves a project.
func (s *Service) Approve(ctx context.Context, p auth.Principal, now time.Time, cmd Approve) (journal.Outcome, error) {
	return s.checked(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, cmd), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.Approve(cmd, f) })
}

// Pay records that an instalment was paid.
func (s *Service) Pay(ctx context.Context, p auth.Principal, now time.Time, cmd Pay) (journal.Outcome, error) {
	return s.checked(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, cmd), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.Pay(cmd, f) })
}

// SettleDoubt says that an applicant is not whom a measure concerns.
func (s *Service) SettleDoubt(ctx context.Context, p auth.Principal, now time.Time, cmd Doubt) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, cmd), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.SettleDoubt(cmd, f) })
}

// Admit takes an application up.
func (s *Service) Admit(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, auth.Named("admit", cmd)), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.Admit(f) })
}

// Refuse refuses an application for a reason.
func (s *Service) Refuse(ctx context.Context, p auth.Principal, now time.Time, cmd Say) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, auth.Named("refuse", cmd)), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.Refuse(cmd, f) })
}

// Withdraw takes an application back.
func (s *Service) Withdraw(ctx context.Context, p auth.Principal, now time.Time, cmd Say) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectEdit, cmd.Project, cmd.Version, cmd.Key, auth.Named("withdraw", cmd)), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.Withdraw(cmd, f) })
}

// Terminate stops a project.
func (s *Service) Terminate(ctx context.Context, p auth.Principal, now time.Time, cmd Say) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, auth.Named("terminate", cmd)), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.Terminate(cmd, f) })
}

// HandReport hands in the report on ethics.
func (s *Service) HandReport(ctx context.Context, p auth.Principal, now time.Time, cmd Report) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectEdit, cmd.Project, cmd.Version, cmd.Key, cmd), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.HandReport(cmd, f) })
}

// Finish asks for acceptance.
func (s *Service) Finish(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectEdit, cmd.Project, cmd.Version, cmd.Key, auth.Named("finish", cmd)), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.Finish(f) })
}

// Accept accepts the results.
func (s *Service) Accept(ctx context.Context, p auth.Principal, now time.Time, cmd Say) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, auth.Named("accept", cmd)), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.Accept(cmd, f) })
}

// Evaluate evaluates a project.
func (s *Service) Evaluate(ctx context.Context, p auth.Principal, now time.Time, cmd Say) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, auth.Named("evaluate", cmd)), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.Evaluate(cmd, f) })
}

// Sign signs the pledge for the leader or for the unit.
func (s *Service) Sign(ctx context.Context, p auth.Principal, now time.Time, cmd Sign) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectSign, cmd.Project, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, pr Project, f Facts) (_ []journal.New, err error) {
		if cmd.Side == SideUnit { // the unit's signature is its officer's
			if err := auth.Allow(tx, p, auth.UnitEdit, auth.Unit, pr.Drafted.Unit); err != nil {
				return nil, err
			}
		}
		if f.Form, err = s.form(tx, pr, calendar.Of(now)); err != nil {
			return nil, err
		}
		return pr.Sign(cmd, f)
	})
}

// NoteFinding notes something that has to be corrected.
func (s *Service) NoteFinding(ctx context.Context, p auth.Principal, now time.Time, cmd Note) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, cmd), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) {
		f.Clock = s.limit(pr, "programme_finding_days", now)
		return pr.NoteFinding(cmd, f)
	})
}

// AnswerFinding says how a finding was corrected.
func (s *Service) AnswerFinding(ctx context.Context, p auth.Principal, now time.Time, cmd Settle) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectEdit, cmd.Project, cmd.Version, cmd.Key, auth.Named("answer", cmd)), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.AnswerFinding(cmd, f) })
}

// CloseFinding closes a finding that is corrected.
func (s *Service) CloseFinding(ctx context.Context, p auth.Principal, now time.Time, cmd Settle) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, auth.Named("close", cmd)), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.CloseFinding(cmd, f) })
}
