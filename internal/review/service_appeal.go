package review

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
)

// FileAppeal hands an appeal in: a case of its own before the same committee,
// whose id is the result.
func (s *Service) FileAppeal(ctx context.Context, p auth.Principal, now time.Time, cmd FileAppeal) (_ journal.Outcome, err error) {
	if err := auth.Allow(s.J.DB.Read(ctx), p, auth.ReviewAppeal, auth.Review, cmd.Review); err != nil {
		return journal.Outcome{}, err
	}
	for _, u := range cmd.Files {
		k, err := blob.Keep(ctx, s.Blobs, s.Limits, u)
		if err != nil {
			return journal.Outcome{}, err
		}
		if k != nil {
			cmd.kept = append(cmd.kept, *k)
		}
	}
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		first, err := loadCase(tx, cmd.Review)
		if err != nil {
			return err
		}
		if err := auth.Allow(tx, p, auth.ReviewAppeal, auth.Review, cmd.Review); err != nil {
			return err
		}
		if err := tx.Expect(Stream(first.ID), cmd.Version); err != nil {
			return err
		}
		return s.openAppeal(tx, first, cmd)
	})
}

func (s *Service) openAppeal(tx *journal.Tx, first Case, cmd FileAppeal) error {
	f, set, err := s.facts(tx, tx.Actor, tx.Now, first.Committee, &first, nil)
	if err != nil {
		return err
	}
	a, err := first.File(cmd, f)
	if err != nil {
		return err
	}
	app, err := s.application(tx, first.Activity)
	if err != nil {
		return err
	}
	body := Opened{Kind: KindAppeal, About: first.ID, Step: first.Step, Listed: first.Experts, Activity: first.Activity, Committee: first.Committee, Unit: first.Unit,
		Applicant: tx.Actor, Title: first.Title, Application: first.Application, Scope: first.Scope, Fields: first.Fields, Region: first.Region,
		Procedure: ByMeeting, Appeal: &a}
	if first.Kind == "" && app.Assessment != nil { // what is listed stays so on appeal
		body.Listed = app.Assessment.Recheck
	}
	id, err := tx.NewID()
	if err != nil {
		return err
	}
	ground := itemGround(set, ListKinds, KindAppeal)
	tx.For, tx.Result = first.Committee, id
	tx.Begin(Stream(id))
	if err := tx.Append(Stream(id), journal.Because(body, ground...)); err != nil {
		return err
	}
	return s.appendCase(tx, first, []journal.New{journal.Because(Appealed{Appeal: id}, ground...)})
}

// SettleAdmission says whether an appeal is heard, and by whom.
func (s *Service) SettleAdmission(ctx context.Context, p auth.Principal, now time.Time, cmd SettleAdmission) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewAppealAdmit, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		number, err := s.nextNumber(sc)
		if err != nil {
			return nil, err
		}
		if err := s.withClocks(sc); err != nil {
			return nil, err
		}
		sc.Facts.Grounds = itemGround(sc.set, ListKinds, KindAppeal)
		if sc.Case.Appeal != nil {
			if sc.Facts.Bench, err = sc.Facts.bench(sc.set, *sc.Case.Appeal); err != nil {
				return nil, err
			}
		}
		return sc.Case.SettleAdmission(cmd, number, sc.Facts)
	})
}

// bench asks the rules on quorum who of those who decided first can be spared.
func (f *Facts) bench(set *rules.Set, a Appeal) (*Bench, error) {
	var free []Seat
	for _, s := range f.Seats {
		if s.Votes(f.Today) && !slices.Contains(f.Barred, s.Person) && !f.Case.Out(s.Person) &&
			!slices.ContainsFunc(free, func(x Seat) bool { return x.Person == s.Person }) {
			free = append(free, s)
		}
	}
	var wrong error
	b := seatBench(a, free, func(rest []Seat) []string {
		answer := set.Evaluate("quorum", map[string]any{"activity": f.Case.regime(), "meeting": map[string]any{"all": f.members(), "present": attending(rest)}})
		if err := answer.Err(); err != nil {
			wrong = fmt.Errorf("judge who can be spared: %w", err)
		}
		var out []string
		for _, st := range answer.Standards("standards") {
			if !st.Holds {
				out = append(out, st.Code)
			}
		}
		return out
	})
	return &b, wrong
}

// attending are people in a meeting as the rules see them.
func attending(seats []Seat) []any {
	out := []any{}
	for _, s := range seats {
		expertise := []any{}
		for _, e := range s.Expertise {
			expertise = append(expertise, e)
		}
		out = append(out, map[string]any{"role": s.Role, "sex": s.Sex, "expertise": expertise, "external": s.External, "voting": true})
	}
	return out
}

// settleAppeal tells the case that an appeal is about what was decided, and lets
// an application that was rejected be approved.
func (s *Service) settleAppeal(tx *journal.Tx, c Case, body journal.Body) error {
	var d Decision
	switch b := body.(type) {
	case Approved:
		d = b.Decision
	case Rejected:
		d = b.Decision
	case ChangesConfirmed:
		d = *c.Decision()
	default:
		return nil
	}
	first, err := loadCase(tx, c.About)
	if err != nil {
		return err
	}
	set := s.Book.On(calendar.Of(tx.Now), c.Region)
	if err := s.appendCase(tx, first, first.settled(c.ID, d, Facts{Actor: tx.Actor, Grounds: itemGround(set, ListKinds, KindAppeal)})); err != nil {
		return err
	}
	if _, no := body.(Rejected); no || !c.Renews() {
		return nil
	}
	return s.Activities.MarkApproved(tx, c.Activity, c.ID)
}
