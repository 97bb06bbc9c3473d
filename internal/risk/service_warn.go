package risk

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Warn begins a warning of a department or unit.
func (s *Service) Warn(ctx context.Context, p auth.Principal, now time.Time, cmd Warn) (journal.Outcome, error) {
	if err := issuer(cmd.BodyKind); err != nil {
		return journal.Outcome{}, err
	}
	return s.begin(ctx, p, now, auth.Ask(auth.WarningDraft, cmd.Body, 0, cmd.Key, cmd), cmd.BodyKind, WarningStream, func(tx *journal.Tx, region string, f Facts) ([]journal.New, error) {
		for _, id := range cmd.Signals {
			if err := auth.Allow(tx, p, auth.SignalView, auth.Signal, id); err != nil {
				return nil, ungrounded(err, "signals")
			}
		}
		for _, id := range cmd.Leads {
			if err := auth.Allow(tx, p, auth.LeadView, auth.Clue, id); err != nil {
				return nil, ungrounded(err, "leads")
			}
		}
		var err error
		if f.Parties, err = reachable(tx, cmd.BodyKind, cmd.Body, cmd.Parties); err != nil {
			return nil, err
		}
		return Warning{}.Draft(cmd, region, f)
	})
}

// ungrounded says that a ground cannot be seen, as a mistake in the field.
func ungrounded(err error, field string) error {
	switch errs.CodeOf(err) {
	case errs.NotFound, errs.Forbidden:
		return errs.Mistake(field, "warning.ground", "没有这条依据，或者无权查看。", "There is no such ground, or it is not yours to see.")
	}
	return err
}

// issuer refuses bodies that do not warn.
func issuer(kind string) error {
	if kind == auth.Department || kind == auth.Unit {
		return nil
	}
	return errs.Mistake("body", "warning.body", "预警和通报由部门或者单位发出。", "A department or a unit warns.")
}

// reachable are those of the parties that a body may warn.
func reachable(r store.Reader, kind, body string, asked []Party) ([]Party, error) {
	var out []Party
	for _, p := range asked {
		query := map[string]string{
			auth.Department + auth.Unit:       `select 1 from units where id = $1 and department = $2 and state = 'active'`,
			auth.Department + auth.Committee:  `select 1 from committees c join units u on u.id = c.unit where c.id = $1 and u.department = $2 and c.state = 'active'`,
			auth.Department + auth.Department: `select 1 from departments where id = $1 and id <> $2 and state = 'active'`,
			auth.Unit + auth.Committee:        `select 1 from committees where id = $1 and unit = $2 and state = 'active'`,
		}[kind+p.Kind]
		if query == "" {
			continue
		}
		ok, err := exists(r, query, p.Body, body)
		if err != nil {
			return nil, fmt.Errorf("look up %s %s: %w", p.Kind, p.Body, err)
		}
		if ok {
			p.N = 0
			out = append(out, p)
		}
	}
	return out, nil
}

// onWarning runs a verb on a warning.
func (s *Service) onWarning(ctx context.Context, p auth.Principal, now time.Time, name string, v auth.Verb, cmd OnWarning, decide func(tx *journal.Tx, x Warning, f Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return on(ctx, s, p, now, auth.Ask(v, cmd.Warning, cmd.Version, cmd.Key, auth.Named(name, cmd)), verb[Warning]{auth.Warning, WarningStream, FoldWarning,
		func(x Warning) string { return x.Region }, func(x Warning) string { return x.Body }, decide})
}

// Discard throws a draft away.
func (s *Service) Discard(ctx context.Context, p auth.Principal, now time.Time, cmd OnWarning) (journal.Outcome, error) {
	return s.onWarning(ctx, p, now, "discard", auth.WarningEdit, cmd, func(_ *journal.Tx, x Warning, _ Facts) ([]journal.New, error) { return x.Discard() })
}

// Issue sends a warning.
func (s *Service) Issue(ctx context.Context, p auth.Principal, now time.Time, cmd OnWarning) (journal.Outcome, error) {
	return s.onWarning(ctx, p, now, "issue", auth.WarningEdit, cmd, func(_ *journal.Tx, x Warning, f Facts) ([]journal.New, error) { return x.Issue(f) })
}

// FindWanting says that what was done does not suffice.
func (s *Service) FindWanting(ctx context.Context, p auth.Principal, now time.Time, cmd OnWarning) (journal.Outcome, error) {
	return s.onWarning(ctx, p, now, "find wanting", auth.WarningEdit, cmd, func(_ *journal.Tx, x Warning, f Facts) ([]journal.New, error) { return x.FindWanting(cmd, f) })
}

// CloseWarning says that it suffices.
func (s *Service) CloseWarning(ctx context.Context, p auth.Principal, now time.Time, cmd OnWarning) (journal.Outcome, error) {
	return s.onWarning(ctx, p, now, "close", auth.WarningEdit, cmd, func(_ *journal.Tx, x Warning, f Facts) ([]journal.New, error) { return x.Close(cmd, f) })
}

// Withdraw takes a warning back.
func (s *Service) Withdraw(ctx context.Context, p auth.Principal, now time.Time, cmd OnWarning) (journal.Outcome, error) {
	return s.onWarning(ctx, p, now, "withdraw", auth.WarningEdit, cmd, func(_ *journal.Tx, x Warning, _ Facts) ([]journal.New, error) { return x.Withdraw(cmd) })
}

// Acknowledge says that a party has taken note.
func (s *Service) Acknowledge(ctx context.Context, p auth.Principal, now time.Time, cmd OnWarning) (journal.Outcome, error) {
	return s.answer(ctx, p, now, "acknowledge", cmd, func(x Warning, f Facts) ([]journal.New, error) { return x.Acknowledge(cmd, f) })
}

// PlanStep names a measure of a party.
func (s *Service) PlanStep(ctx context.Context, p auth.Principal, now time.Time, cmd OnWarning) (journal.Outcome, error) {
	return s.answer(ctx, p, now, "plan", cmd, func(x Warning, f Facts) ([]journal.New, error) { return x.Plan(cmd, f) })
}

// DoStep notes that a measure of a party is done.
func (s *Service) DoStep(ctx context.Context, p auth.Principal, now time.Time, cmd OnWarning) (journal.Outcome, error) {
	return s.answer(ctx, p, now, "do", cmd, func(x Warning, _ Facts) ([]journal.New, error) { return x.Do(cmd) })
}

// answer runs a verb of a party, for whom the person has to hold office in it.
func (s *Service) answer(ctx context.Context, p auth.Principal, now time.Time, name string, cmd OnWarning, decide func(x Warning, f Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return s.onWarning(ctx, p, now, name, auth.WarningAnswer, cmd, func(tx *journal.Tx, x Warning, f Facts) ([]journal.New, error) {
		party := x.party(cmd.N)
		if party == nil {
			return nil, missing("warning.party.missing", "没有这个预警对象。", "There is no such addressee.")
		}
		own, err := answers(tx, p, party.Party)
		if err != nil {
			return nil, err
		}
		if !own {
			return nil, errs.New(errs.Forbidden, "warning.other", lang.T("这一步由收到预警的单位、委员会或者部门自己做。", "That is for the body that was warned to do."))
		}
		tx.For = party.Body
		return decide(x, f)
	})
}

// Answers are the numbers of the parties for which a person may act.
func Answers(r store.Reader, p auth.Principal, x Warning) (map[int]bool, error) {
	out := map[int]bool{}
	for _, t := range x.Parties {
		own, err := answers(r, p, t.Party)
		if err != nil {
			return nil, err
		}
		out[t.N] = own
	}
	return out, nil
}

// answers reports whether the person holds an office that answers for a body.
func answers(r store.Reader, p auth.Principal, party Party) (bool, error) {
	return exists(r, `select 1 from offices f where f.person = $1 and f.body_kind = $3 and f.body = $4 and f.active and f.from_day <= $2 and (f.until_day = '' or f.until_day >= $2)
		and f.role in ('unit_officer', 'supervisor', 'secretary', 'chair', 'vice_chair') limit 1`, p.Person, string(p.Day), party.Kind, party.Body)
}

// Compile begins a bulletin; the program counts.
func (s *Service) Compile(ctx context.Context, p auth.Principal, now time.Time, cmd Compile) (journal.Outcome, error) {
	if err := issuer(cmd.BodyKind); err != nil {
		return journal.Outcome{}, err
	}
	return s.begin(ctx, p, now, auth.Ask(auth.BulletinCompile, cmd.Body, 0, cmd.Key, cmd), cmd.BodyKind, BulletinStream, func(tx *journal.Tx, region string, f Facts) ([]journal.New, error) {
		var d Digest
		_, badFrom := calendar.Parse(string(cmd.From))
		_, badUntil := calendar.Parse(string(cmd.Until))
		if badFrom == nil && badUntil == nil {
			var err error
			if d, err = digest(tx, cmd); err != nil {
				return nil, err
			}
		}
		return Bulletin{}.Compile(cmd, region, d, f)
	})
}

func (s *Service) onBulletin(ctx context.Context, p auth.Principal, now time.Time, name string, cmd OnBulletin, decide func(tx *journal.Tx, x Bulletin, f Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return on(ctx, s, p, now, auth.Ask(auth.BulletinEdit, cmd.Bulletin, cmd.Version, cmd.Key, auth.Named(name, cmd)), verb[Bulletin]{auth.Bulletin, BulletinStream, FoldBulletin,
		func(x Bulletin) string { return x.Region }, func(x Bulletin) string { return x.Body }, decide})
}

// ApproveBulletin approves a bulletin.
func (s *Service) ApproveBulletin(ctx context.Context, p auth.Principal, now time.Time, cmd OnBulletin) (journal.Outcome, error) {
	return s.onBulletin(ctx, p, now, "approve", cmd, func(_ *journal.Tx, x Bulletin, _ Facts) ([]journal.New, error) { return x.Approve() })
}

// DiscardBulletin throws one away that is not published.
func (s *Service) DiscardBulletin(ctx context.Context, p auth.Principal, now time.Time, cmd OnBulletin) (journal.Outcome, error) {
	return s.onBulletin(ctx, p, now, "discard", cmd, func(_ *journal.Tx, x Bulletin, _ Facts) ([]journal.New, error) { return x.Discard() })
}

// PublishBulletin sends it to bodies, or opens it to everybody.
func (s *Service) PublishBulletin(ctx context.Context, p auth.Principal, now time.Time, cmd OnBulletin) (journal.Outcome, error) {
	return s.onBulletin(ctx, p, now, "publish", cmd, func(tx *journal.Tx, x Bulletin, f Facts) ([]journal.New, error) {
		var err error
		if f.Parties, err = reachable(tx, x.BodyKind, x.Body, cmd.Parties); err != nil {
			return nil, err
		}
		return x.Publish(cmd, f)
	})
}

// Reach are the units and committees that a body may warn.
func Reach(r store.Reader, kind, body string) ([]Party, error) {
	query := `select 'committee', id, sort from committees where unit = $1 and state = 'active' order by 3, 2 limit 500`
	if kind == auth.Department {
		query = `select 'unit', id, sort from units where department = $1 and state = 'active'
			union all select 'committee', c.id, c.sort from committees c join units u on u.id = c.unit where u.department = $1 and c.state = 'active' order by 3, 2 limit 500`
	}
	out, err := store.Collect(r, func(rows *sql.Rows) (p Party, err error) {
		var sort string
		return p, rows.Scan(&p.Kind, &p.Body, &sort)
	}, query, body)
	if err != nil {
		return nil, fmt.Errorf("look up whom %s %s may warn: %w", kind, body, err)
	}
	return out, nil
}
