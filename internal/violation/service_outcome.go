package violation

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/sanction"
)

// Notify tells the parties facts, basis and what is proposed.
func (s *Service) Notify(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, auth.Named("notify", cmd)), func(st State, f Facts) ([]journal.New, error) { return st.Notify(cmd, f) })
}

// Answer takes what a party says to the notice, from the party.
func (s *Service) Answer(ctx context.Context, p auth.Principal, now time.Time, cmd Answer) (journal.Outcome, error) {
	cmd.Upload = nil // a party's own word needs no paper
	return s.on(ctx, p, now, auth.Ask(auth.CaseAnswer, cmd.Case, cmd.Version, cmd.Key, cmd), func(a *act) (_ []journal.New, err error) {
		if cmd.Party, err = speaks(a, cmd.Party); err != nil {
			return nil, err
		}
		return a.st.Answer(cmd, true, a.f)
	})
}

// Enter enters what a party handed in on paper.
func (s *Service) Enter(ctx context.Context, p auth.Principal, now time.Time, cmd Answer) (_ journal.Outcome, err error) {
	if cmd.Paper, err = s.kept(ctx, p, auth.CaseDecide, cmd.Case, cmd.Upload); err != nil {
		return journal.Outcome{}, err
	}
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, auth.Named("enter", cmd)), func(st State, f Facts) ([]journal.New, error) { return st.Answer(cmd, false, f) })
}

// Rule makes the decision, and enters it into the ledger of sanctions in the same
// act.
func (s *Service) Rule(ctx context.Context, p auth.Principal, now time.Time, cmd Rule) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, cmd), func(a *act) ([]journal.New, error) {
		if _, err := a.st.Rule(cmd, "", a.f); err != nil { // before anything is entered
			return nil, err
		}
		entry, err := s.enter(a, cmd)
		if err != nil {
			return nil, err
		}
		return a.st.Rule(cmd, entry, a.f)
	})
}

// enter makes the entry in the ledger. Where nothing was found it says so, about
// those who can be told from others; where nobody can, there is none.
func (s *Service) enter(a *act, cmd Rule) (string, error) {
	e := sanction.Outcome{Case: a.st.ID, Department: a.st.Body.ID, Terms: sanction.Terms{Number: cmd.Number, Day: a.f.Today, Finding: cmd.Finding, Basis: cmd.Reasons}}
	if a.st.Body.Kind == Unit {
		e.By, e.Department = a.st.Body.ID, a.st.Superior
	}
	if e.Department == "" {
		return "", errs.Refuse("case.no_superior", "登记里没有上级部门，处理决定无法列入台账。请管理员登记单位的主管部门。", "The register has no department above to keep the ledger: an administrator has to enter the unit's department.")
	}
	if cmd.Finding {
		e.Violation, e.Severity, e.Basis = a.st.Found.Violation, a.st.Found.Severity, a.st.Found.Basis
	}
	for _, p := range a.st.Parties {
		x := sanction.Entered{Kind: p.Kind, Who: p.Who, Unit: p.Unit, Name: p.Name, Outside: p.Outside(), Competent: a.st.Body.ID == a.st.Funder && a.st.Funder != ""}
		for _, o := range a.st.OrdersOf(p.ID) {
			x.Orders = append(x.Orders, sanction.Order{Code: o.Code, Term: o.Term})
		}
		if cmd.Finding && len(x.Orders) == 0 || !cmd.Finding && x.Outside {
			continue
		}
		if !cmd.Finding {
			x.Orders = nil
		}
		e.Subjects = append(e.Subjects, x)
	}
	if len(e.Subjects) == 0 && !cmd.Finding {
		return "", nil
	}
	return s.Sanction.Enter(a.tx, e)
}

// Serve notes that a party received the decision.
func (s *Service) Serve(ctx context.Context, p auth.Principal, now time.Time, cmd Serve) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.Serve(cmd, f) })
}

// Ask asks for a re-check, or appeals, as a party.
func (s *Service) Ask(ctx context.Context, p auth.Principal, now time.Time, cmd Ask) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.CaseAnswer, cmd.Case, cmd.Version, cmd.Key, cmd), func(a *act) (_ []journal.New, err error) {
		if cmd.Party, err = speaks(a, cmd.Party); err != nil {
			return nil, err
		}
		return a.st.Ask(cmd, a.f)
	})
}

// Take says whether a request is heard: a re-check the body itself, an appeal the
// department above.
func (s *Service) Take(ctx context.Context, p auth.Principal, now time.Time, cmd Settle) (journal.Outcome, error) {
	return s.settles(ctx, p, now, cmd, "take", func(a *act) ([]journal.New, error) { return a.st.Take(cmd, a.f) })
}

// Settle says what comes of a request; the ledger follows in the same act.
func (s *Service) Settle(ctx context.Context, p auth.Principal, now time.Time, cmd Settle) (journal.Outcome, error) {
	return s.settles(ctx, p, now, cmd, "settle", func(a *act) ([]journal.New, error) {
		held, err := s.held(a)
		if err != nil {
			return nil, err
		}
		news, err := a.st.Settle(cmd, held, a.f)
		if err != nil {
			return nil, err
		}
		return news, s.followed(a, news)
	})
}

// settles runs an act about a request, by whom its kind is for.
func (s *Service) settles(ctx context.Context, p auth.Principal, now time.Time, cmd Settle, name string, decide func(*act) ([]journal.New, error)) (journal.Outcome, error) {
	verbName, err := s.settledBy(ctx, cmd)
	if err != nil {
		return journal.Outcome{}, err
	}
	return s.on(ctx, p, now, auth.Ask(verbName, cmd.Case, cmd.Version, cmd.Key, auth.Named(name, cmd)), decide)
}

// Publish makes the case public, without names.
func (s *Service) Publish(ctx context.Context, p auth.Principal, now time.Time, cmd Publish) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.Publish(cmd, f) })
}

// Unpublish takes it back.
func (s *Service) Unpublish(ctx context.Context, p auth.Principal, now time.Time, cmd Write) (journal.Outcome, error) {
	return s.by(ctx, p, now, auth.Ask(auth.CaseDecide, cmd.Case, cmd.Version, cmd.Key, auth.Named("unpublish", cmd)), func(st State, f Facts) ([]journal.New, error) { return st.Unpublish(cmd, f) })
}
