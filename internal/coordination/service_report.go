package coordination

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// groundsOf is where the packs say that members report.
func groundsOf(set *rules.Set) []flow.Ground {
	if p, ok := set.Param("member_report_month"); ok {
		return []flow.Ground{p.Ground()}
	}
	return nil
}

// yearlyDue is the month in which members report, as the packs have it: its first and
// last day in a year; empty where they ask for nothing.
func yearlyDue(set *rules.Set, year int) (first, last calendar.Day) {
	p, ok := set.Param("member_report_month")
	if !ok {
		return "", ""
	}
	first = calendar.Day(fmt.Sprintf("%04d-%02d-01", year, p.Int()))
	return first, first.AddMonths(1).AddDays(-1)
}

// OpenYearly begins the report of one's own department.
func (s *Service) OpenYearly(ctx context.Context, p auth.Principal, now time.Time, cmd OpenYearly) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.YearlyOpen, auth.Department, cmd.Department); err != nil {
			return err
		}
		var code string
		if err := tx.Row(`select code from departments where id = $1`, cmd.Department).Scan(&code); err != nil {
			return fmt.Errorf("look up department %s: %w", cmd.Department, err)
		}
		f, set, err := s.facts(tx, p, cmd.Mechanism)
		if err != nil {
			return err
		}
		tx.For, tx.Result = cmd.Department, f.NewID
		return s.openYearly(tx, cmd.Mechanism, code, cmd.Year, f, set)
	})
}

func (s *Service) openYearly(tx *journal.Tx, mechanism, member string, year int, f Facts, set *rules.Set) error {
	var st Yearly
	err := tx.Row(`select id, state from yearlies where mechanism = $1 and year = $2 and member = $3`, mechanism, year, member).Scan(&st.ID, &st.State)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	_, due := yearlyDue(set, year)
	f.Grounds = groundsOf(set)
	news, err := st.Open(mechanism, member, year, due, f)
	if err != nil {
		return err
	}
	return start(tx, YearlyKind, f.NewID, news)
}

// owing is a member that owes a report.
type owing struct{ mechanism, region, member string }

// OpenYears opens the reports that members owe since their month began. It may be
// called as often as one likes.
func (s *Service) OpenYears(ctx context.Context, now time.Time) error {
	today := calendar.Of(now)
	list, err := store.Collect(s.J.DB.Read(ctx), func(rows *sql.Rows) (owing, error) {
		var o owing
		return o, rows.Scan(&o.mechanism, &o.region, &o.member)
	}, `select o.id, o.region, m.code from mechanisms o join mechanism_members m on m.mechanism = o.id
		where o.state = 'standing' and m.from_day <= $1 and (m.until_day = '' or m.until_day >= $1)
		and not exists (select 1 from yearlies y where y.mechanism = o.id and y.year = $2 and y.member = m.code) order by o.id, m.code`, string(today), today.Year())
	if err != nil {
		return fmt.Errorf("look for reports that are owed: %w", err)
	}
	for _, o := range list {
		first, last := yearlyDue(s.Book.On(today, o.region), today.Year())
		if first == "" || today < first || today > last {
			continue // who became a member later in the year reports the next
		}
		if _, err := s.J.Do(ctx, journal.Act{Actor: journal.System, Now: now}, func(tx *journal.Tx) error {
			f, set, err := s.facts(tx, auth.Principal{Day: today}, o.mechanism)
			if err != nil {
				return err
			}
			return s.openYearly(tx, o.mechanism, o.member, today.Year(), f, set)
		}); err != nil {
			return fmt.Errorf("open the report of %s: %w", o.member, err)
		}
	}
	return nil
}

func (s *Service) onYearly(ctx context.Context, p auth.Principal, now time.Time, q auth.Request,
	decide func(*journal.Tx, Yearly, Facts, *rules.Set) ([]journal.New, error)) (journal.Outcome, error) {
	on := auth.Yearly
	if q.Verb == auth.MechanismRun {
		on = auth.Mechanism
	}
	return run(ctx, s, p, now, q, verb[Yearly]{kind: YearlyKind, on: on, fold: FoldYearly,
		decide: func(tx *journal.Tx, y Yearly, f Facts, set *rules.Set) ([]journal.New, error) {
			f.Grounds = groundsOf(set)
			return decide(tx, y, f, set)
		}})
}

// Scope is whose year a report counts.
func (y Yearly) Scope(region string) Scope {
	return Scope{Mechanism: y.Mechanism, Member: y.Member, Region: region, From: calendar.Day(fmt.Sprintf("%04d-01-01", y.Year-1)), Until: calendar.Day(fmt.Sprintf("%04d-12-31", y.Year-1))}
}

// CompileYearly counts last year into a member's report.
func (s *Service) CompileYearly(ctx context.Context, p auth.Principal, now time.Time, cmd OnYearly) (journal.Outcome, error) {
	return s.onYearly(ctx, p, now, auth.Ask(auth.YearlyWrite, cmd.Yearly, cmd.Version, cmd.Key, auth.Named("compile", cmd)), func(tx *journal.Tx, y Yearly, f Facts, _ *rules.Set) ([]journal.New, error) {
		figures, err := Count(tx, y.Scope(""))
		if err != nil {
			return nil, err
		}
		return y.Compile(figures, f)
	})
}

// PartCodes are the parts of a member's report; needed are those that may not be empty.
func PartCodes(set *rules.Set) (all, needed []string) {
	for _, item := range set.List(partsList) {
		all = append(all, item.Code)
		if item.Bool("required") {
			needed = append(needed, item.Code)
		}
	}
	return all, needed
}

// WriteYearly completes a member's report by hand.
func (s *Service) WriteYearly(ctx context.Context, p auth.Principal, now time.Time, cmd WriteYearly) (journal.Outcome, error) {
	return s.onYearly(ctx, p, now, auth.Ask(auth.YearlyWrite, cmd.Yearly, cmd.Version, cmd.Key, auth.Named("write", cmd)), func(_ *journal.Tx, y Yearly, f Facts, set *rules.Set) ([]journal.New, error) {
		all, _ := PartCodes(set)
		return y.Write(cmd, all, f)
	})
}

// SignYearly signs a member's report.
func (s *Service) SignYearly(ctx context.Context, p auth.Principal, now time.Time, cmd OnYearly) (journal.Outcome, error) {
	return s.onYearly(ctx, p, now, auth.Ask(auth.YearlyWrite, cmd.Yearly, cmd.Version, cmd.Key, auth.Named("sign", cmd)), func(_ *journal.Tx, y Yearly, f Facts, set *rules.Set) ([]journal.New, error) {
		_, needed := PartCodes(set)
		return y.Sign(needed, f)
	})
}

// ReopenYearly takes the signature back.
func (s *Service) ReopenYearly(ctx context.Context, p auth.Principal, now time.Time, cmd OnYearly) (journal.Outcome, error) {
	return s.onYearly(ctx, p, now, auth.Ask(auth.YearlyWrite, cmd.Yearly, cmd.Version, cmd.Key, auth.Named("reopen", cmd)), func(_ *journal.Tx, y Yearly, f Facts, _ *rules.Set) ([]journal.New, error) { return y.Reopen(f) })
}

// SubmitYearly hands it in.
func (s *Service) SubmitYearly(ctx context.Context, p auth.Principal, now time.Time, cmd OnYearly) (journal.Outcome, error) {
	return s.onYearly(ctx, p, now, auth.Ask(auth.YearlyWrite, cmd.Yearly, cmd.Version, cmd.Key, auth.Named("submit", cmd)), func(_ *journal.Tx, y Yearly, f Facts, _ *rules.Set) ([]journal.New, error) { return y.Submit(f) })
}

// ReturnYearly has a member correct its report.
func (s *Service) ReturnYearly(ctx context.Context, p auth.Principal, now time.Time, cmd OnYearly) (journal.Outcome, error) {
	return s.onYearly(ctx, p, now, auth.Ask(auth.YearlyJudge, cmd.Yearly, cmd.Version, cmd.Key, auth.Named("return", cmd)), func(_ *journal.Tx, y Yearly, f Facts, _ *rules.Set) ([]journal.New, error) {
		return y.Return(cmd.Says, f)
	})
}

// TakeYearly takes it.
func (s *Service) TakeYearly(ctx context.Context, p auth.Principal, now time.Time, cmd OnYearly) (journal.Outcome, error) {
	return s.onYearly(ctx, p, now, auth.Ask(auth.YearlyJudge, cmd.Yearly, cmd.Version, cmd.Key, auth.Named("take", cmd)), func(_ *journal.Tx, y Yearly, f Facts, _ *rules.Set) ([]journal.New, error) { return y.Take(f) })
}

// WaiveYearly is the office's word that it is not owed.
func (s *Service) WaiveYearly(ctx context.Context, p auth.Principal, now time.Time, cmd OnYearly) (journal.Outcome, error) {
	return s.onYearly(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Yearly, cmd.Version, cmd.Key, auth.Named("waive", cmd)), func(_ *journal.Tx, y Yearly, f Facts, _ *rules.Set) ([]journal.New, error) {
		return y.Waive(cmd.Says, f)
	})
}

// compiled counts a report upwards.
func (s *Service) compiled(tx *journal.Tx, mechanism string, cmd CompileUpward, f Facts) (UpwardCompiled, error) {
	b := UpwardCompiled{Mechanism: mechanism, From: cmd.From, Until: cmd.Until}
	if err := cmd.period(f); err != nil {
		return b, err
	}
	scope := Scope{Mechanism: mechanism, From: cmd.From, Until: cmd.Until}
	err := tx.Row(`select region, superior from mechanisms where id = $1`, mechanism).Scan(&scope.Region, &b.Superior)
	if err != nil {
		return b, err
	}
	if b.Figures, err = Count(tx, scope); err != nil {
		return b, err
	}
	b.Filed, err = store.Collect(tx, func(rows *sql.Rows) (Filed, error) {
		var x Filed
		return x, rows.Scan(&x.Yearly, &x.Member, &x.Year, &x.State)
	}, `select id, member, year, state from yearlies where mechanism = $1 and due >= $2 and year <= $3 order by year, member`, mechanism, string(cmd.From), cmd.Until.Year())
	return b, err
}

// CompileUpward counts a period into a report to the superior.
func (s *Service) CompileUpward(ctx context.Context, p auth.Principal, now time.Time, cmd CompileUpward) (journal.Outcome, error) {
	return s.begin(ctx, p, now, UpwardKind, auth.Ask(auth.MechanismRun, cmd.Mechanism, 0, cmd.Key, auth.Named(UpwardKind, cmd)), func(tx *journal.Tx, f Facts, _ *rules.Set) ([]journal.New, error) {
		b, err := s.compiled(tx, cmd.Mechanism, cmd, f)
		if err != nil {
			return nil, err
		}
		return Upward{}.first(b, f)
	})
}

// first is the compilation that begins a report.
func (u Upward) first(b UpwardCompiled, f Facts) ([]journal.New, error) { return f.because(b), nil }

func (s *Service) onUpward(ctx context.Context, p auth.Principal, now time.Time, q auth.Request,
	decide func(*journal.Tx, Upward, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return run(ctx, s, p, now, q, verb[Upward]{kind: UpwardKind, on: auth.Mechanism, fold: FoldUpward,
		decide: func(tx *journal.Tx, u Upward, f Facts, _ *rules.Set) ([]journal.New, error) { return decide(tx, u, f) }})
}

// RecompileUpward counts a draft anew, with the days it has.
func (s *Service) RecompileUpward(ctx context.Context, p auth.Principal, now time.Time, cmd OnUpward) (journal.Outcome, error) {
	return s.onUpward(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Upward, cmd.Version, cmd.Key, auth.Named("compile", cmd)), func(tx *journal.Tx, u Upward, f Facts) ([]journal.New, error) {
		b, err := s.compiled(tx, u.Mechanism, CompileUpward{From: u.From, Until: u.Until}, f)
		if err != nil {
			return nil, err
		}
		return u.Compile(b, f)
	})
}

// WriteUpward says what the figures mean.
func (s *Service) WriteUpward(ctx context.Context, p auth.Principal, now time.Time, cmd OnUpward) (journal.Outcome, error) {
	return s.onUpward(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Upward, cmd.Version, cmd.Key, auth.Named("write", cmd)), func(_ *journal.Tx, u Upward, f Facts) ([]journal.New, error) { return u.Write(cmd.Says, f) })
}

// SendUpward sends it to the superior.
func (s *Service) SendUpward(ctx context.Context, p auth.Principal, now time.Time, cmd OnUpward) (journal.Outcome, error) {
	return s.onUpward(ctx, p, now, auth.Ask(auth.MechanismRun, cmd.Upward, cmd.Version, cmd.Key, auth.Named("send", cmd)), func(_ *journal.Tx, u Upward, f Facts) ([]journal.New, error) { return u.Send(cmd.Says, f) })
}

// ReturnUpward is the superior's word that it has to be corrected.
func (s *Service) ReturnUpward(ctx context.Context, p auth.Principal, now time.Time, cmd OnUpward) (journal.Outcome, error) {
	return s.onUpward(ctx, p, now, auth.Ask(auth.MechanismReceive, cmd.Upward, cmd.Version, cmd.Key, auth.Named("return", cmd)), func(_ *journal.Tx, u Upward, f Facts) ([]journal.New, error) { return u.Return(cmd.Says, f) })
}

// TakeUpward is the superior's word that it has it.
func (s *Service) TakeUpward(ctx context.Context, p auth.Principal, now time.Time, cmd OnUpward) (journal.Outcome, error) {
	return s.onUpward(ctx, p, now, auth.Ask(auth.MechanismReceive, cmd.Upward, cmd.Version, cmd.Key, auth.Named("take", cmd)), func(_ *journal.Tx, u Upward, f Facts) ([]journal.New, error) { return u.Take(f) })
}
