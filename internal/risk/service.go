package risk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Service watches for risks and does the verbs about them. All fields are set once,
// at the start.
type Service struct {
	J       *journal.Journal
	Book    *rules.Shelf
	Reviews *review.Service // knows how limits are counted
	Vault   *vault.Vault
}

// verb is how a verb on one thing is decided.
type verb[S any] struct {
	kind   auth.Kind
	stream func(id string) string
	fold   func([]journal.Event) (S, error)
	region func(S) string
	behalf func(S) string // body for which it is done
	decide func(tx *journal.Tx, s S, f Facts) ([]journal.New, error)
}

// on runs a verb: the seven steps.
func on[S any](ctx context.Context, s *Service, p auth.Principal, now time.Time, q auth.Request, v verb[S]) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[S]{
		Kind: v.kind, Stream: v.stream, Fold: v.fold, For: v.behalf,
		Decide: func(tx *journal.Tx, st S) ([]journal.New, error) {
			f, err := s.facts(tx, v.region(st))
			if err != nil {
				return nil, err
			}
			return v.decide(tx, st, f)
		},
	})
}

// begin runs a verb that begins a stream on behalf of a body.
func (s *Service) begin(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, kind auth.Kind, stream func(id string) string,
	decide func(tx *journal.Tx, region string, f Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Begin(ctx, s.J, p, now, q, auth.Start{Kind: kind, Stream: stream, Decide: func(tx *journal.Tx, _ string) ([]journal.New, error) {
		region, err := regionOf(tx, kind, q.ID)
		if err != nil {
			return nil, err
		}
		f, err := s.facts(tx, region)
		if err != nil {
			return nil, err
		}
		return decide(tx, region, f)
	}})
}

func regionOf(r store.Reader, kind, body string) (region string, err error) {
	table := "departments"
	if kind == auth.Unit {
		table = "units"
	}
	if err := r.Row(`select region from `+table+` where id = $1`, body).Scan(&region); err != nil {
		return "", fmt.Errorf("look up %s %s: %w", kind, body, err)
	}
	return region, nil
}

func (s *Service) facts(tx *journal.Tx, region string) (Facts, error) {
	set := s.Book.On(calendar.Of(tx.Now), region)
	id, err := tx.NewID()
	return Facts{Today: calendar.Of(tx.Now), Now: tx.Now, Set: set, NewID: id, Limit: func(span calendar.Span, g *flow.Ground) flow.ClockMove {
		return s.Reviews.Limit(set, span, tx.Now, g)
	}}, err
}

// Judge says of a signal whether it was a false alarm.
func (s *Service) Judge(ctx context.Context, p auth.Principal, now time.Time, cmd Judge) (journal.Outcome, error) {
	return on(ctx, s, p, now, auth.Ask(auth.SignalJudge, cmd.Signal, cmd.Version, cmd.Key, cmd), verb[Signal]{auth.Signal, SignalStream, FoldSignal,
		func(x Signal) string { return x.Region }, func(x Signal) string { return x.Unit },
		func(_ *journal.Tx, x Signal, _ Facts) ([]journal.New, error) { return x.Judge(cmd) }})
}

// Enter takes a risk into the register of a unit.
func (s *Service) Enter(ctx context.Context, p auth.Principal, now time.Time, cmd Enter) (journal.Outcome, error) {
	return s.begin(ctx, p, now, auth.Ask(auth.RiskEnter, cmd.Unit, 0, cmd.Key, cmd), auth.Unit, Stream, func(tx *journal.Tx, region string, f Facts) ([]journal.New, error) {
		var err error
		if f.Owner, err = exists(tx, `select 1 from persons where id = $1 and state = 'active'`, cmd.Owner); err != nil {
			return nil, err
		}
		if f.Within, err = exists(tx, `select 1 from activities where id = $1 and unit = $2 and state`+handedIn, cmd.Activity, cmd.Unit); err != nil {
			return nil, err
		}
		return Entry{}.Enter(cmd, region, f)
	})
}

func exists(r store.Reader, query string, args ...any) (bool, error) {
	var one int
	err := r.Row(query, args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// onEntry runs a verb on an entry.
func (s *Service) onEntry(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(Entry, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return on(ctx, s, p, now, q, verb[Entry]{auth.Risk, Stream, Fold,
		func(x Entry) string { return x.Region }, func(x Entry) string { return x.Unit },
		func(_ *journal.Tx, x Entry, f Facts) ([]journal.New, error) { return decide(x, f) }})
}

// Reassess grades a risk anew.
func (s *Service) Reassess(ctx context.Context, p auth.Principal, now time.Time, cmd Assess) (journal.Outcome, error) {
	return s.onEntry(ctx, p, now, auth.Ask(auth.RiskEdit, cmd.Risk, cmd.Version, cmd.Key, cmd), func(x Entry, f Facts) ([]journal.New, error) { return x.Reassess(cmd, f) })
}

// Plan names a measure against a risk.
func (s *Service) Plan(ctx context.Context, p auth.Principal, now time.Time, cmd Plan) (journal.Outcome, error) {
	return s.onEntry(ctx, p, now, auth.Ask(auth.RiskEdit, cmd.Risk, cmd.Version, cmd.Key, cmd), func(x Entry, f Facts) ([]journal.New, error) { return x.Plan(cmd, f) })
}

// Do notes that a measure is done, and what it has brought.
func (s *Service) Do(ctx context.Context, p auth.Principal, now time.Time, cmd Do) (journal.Outcome, error) {
	return s.onEntry(ctx, p, now, auth.Ask(auth.RiskEdit, cmd.Risk, cmd.Version, cmd.Key, cmd), func(x Entry, _ Facts) ([]journal.New, error) { return x.Do(cmd) })
}

// Close ends an entry.
func (s *Service) Close(ctx context.Context, p auth.Principal, now time.Time, cmd Close) (journal.Outcome, error) {
	return s.onEntry(ctx, p, now, auth.Ask(auth.RiskEdit, cmd.Risk, cmd.Version, cmd.Key, cmd), func(x Entry, _ Facts) ([]journal.New, error) { return x.Close(cmd) })
}

// WriteLead notes something by hand.
func (s *Service) WriteLead(ctx context.Context, p auth.Principal, now time.Time, cmd Write) (journal.Outcome, error) {
	return s.begin(ctx, p, now, auth.Ask(auth.LeadNote, cmd.Department, 0, cmd.Key, cmd), auth.Department, LeadStream,
		func(_ *journal.Tx, _ string, f Facts) ([]journal.New, error) { return Lead{}.Write(cmd, f) })
}

func (s *Service) onLead(ctx context.Context, p auth.Principal, now time.Time, name string, cmd OnLead, decide func(tx *journal.Tx, x Lead) ([]journal.New, error)) (journal.Outcome, error) {
	return on(ctx, s, p, now, auth.Ask(auth.LeadEdit, cmd.Lead, cmd.Version, cmd.Key, auth.Named(name, cmd)), verb[Lead]{auth.Clue, LeadStream, FoldLead,
		func(Lead) string { return "" }, func(x Lead) string { return x.Body },
		func(tx *journal.Tx, x Lead, _ Facts) ([]journal.New, error) { return decide(tx, x) }})
}

// MatchLead says which unit an institution is.
func (s *Service) MatchLead(ctx context.Context, p auth.Principal, now time.Time, cmd OnLead) (journal.Outcome, error) {
	return s.onLead(ctx, p, now, "match", cmd, func(tx *journal.Tx, x Lead) ([]journal.New, error) {
		if cmd.Unit != "" {
			known, err := exists(tx, `select 1 from units where id = $1`, cmd.Unit)
			if err != nil {
				return nil, err
			}
			if !known {
				return nil, errs.Mistake("unit", "lead.unit", "登记中没有这个单位。", "The register has no such unit.")
			}
		}
		news, err := x.Match(cmd)
		if err != nil {
			return nil, err
		}
		if p := x.place(cmd.N); p.Unit != "" { // it counts there no more
			if err := dirty(tx.Tx, auth.Unit, p.Unit); err != nil {
				return nil, err
			}
		}
		return news, nil
	})
}

// AssessLead says what a lead means, and what should be done.
func (s *Service) AssessLead(ctx context.Context, p auth.Principal, now time.Time, cmd OnLead) (journal.Outcome, error) {
	return s.onLead(ctx, p, now, "assess", cmd, func(_ *journal.Tx, x Lead) ([]journal.New, error) { return x.Assess(cmd) })
}

// SetLeadAside says that it leads nowhere.
func (s *Service) SetLeadAside(ctx context.Context, p auth.Principal, now time.Time, cmd OnLead) (journal.Outcome, error) {
	return s.onLead(ctx, p, now, "set aside", cmd, func(_ *journal.Tx, x Lead) ([]journal.New, error) { return x.SetAside(cmd) })
}

// Reactions tell what other events cause here, in the same transaction.
func (s *Service) Reactions() []journal.Reaction {
	return append(watched(), journal.Reaction{On: "clock.overrun", Do: s.onOverrun, Reason: "a warning that nobody acknowledged goes to who stands above"})
}

// onOverrun escalates a warning that a party did not acknowledge in time.
func (s *Service) onOverrun(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(clocks.Overrun)
	var n int
	if !ok || !strings.HasPrefix(b.Stream, WarningKind+"/") {
		return nil
	}
	if _, err := fmt.Sscanf(b.Clock, "acknowledge-%d", &n); err != nil {
		return nil
	}
	st, err := journal.Load(tx, b.Stream, FoldWarning)
	if err != nil || st.party(n) == nil {
		return err
	}
	up, err := above(tx, st.party(n).Party)
	if err != nil {
		return err
	}
	f, err := s.facts(tx, st.Region)
	if err != nil {
		return err
	}
	return tx.Append(b.Stream, st.Escalate(n, up, f)...)
}

// above is who stands above a party: a committee's unit, a unit's department; nil: nobody.
func above(r store.Reader, p Party) (*Party, error) {
	var query string
	up := Party{Kind: auth.Unit}
	switch p.Kind {
	case auth.Committee:
		query = `select unit from committees where id = $1`
	case auth.Unit:
		query, up.Kind = `select department from units where id = $1`, auth.Department
	default:
		return nil, nil
	}
	err := r.Row(query, p.Body).Scan(&up.Body)
	if errors.Is(err, sql.ErrNoRows) || err == nil && up.Body == "" {
		return nil, nil
	}
	return &up, err
}
