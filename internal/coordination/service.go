package coordination

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Service does the verbs of coordination. All fields are set once, at the start.
type Service struct {
	J      *journal.Journal
	Book   *rules.Shelf
	Vault  *vault.Vault
	Blobs  blob.Store
	Limits blob.Limits // of evidence
}

// Thing is the state of a stream that belongs to a mechanism.
type Thing interface {
	In() string  // the mechanism
	Seen() int64 // the version of the stream
}

// verb is how a verb on one thing is decided.
type verb[S Thing] struct {
	kind   string    // of its stream
	on     auth.Kind // what the permission is asked about: the mechanism, or the thing itself
	fold   func([]journal.Event) (S, error)
	decide func(tx *journal.Tx, s S, f Facts, set *rules.Set) ([]journal.New, error)
}

// run runs a verb: the seven steps.
func run[S Thing](ctx context.Context, s *Service, p auth.Principal, now time.Time, q auth.Request, v verb[S]) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[S]{
		Stream: func(id string) string { return journal.StreamName(v.kind, id) }, Fold: v.fold,
		May: func(r store.Reader, st S) error { return allowed(r, p, q.Verb, v.on, q.ID, st) },
		Decide: func(tx *journal.Tx, st S) ([]journal.New, error) {
			f, set, err := s.facts(tx, p, st.In())
			if err != nil {
				return nil, err
			}
			tx.For = f.behalf()
			return v.decide(tx, st, f, set)
		},
	})
}

// behalf is the department for which the person acts.
func (f Facts) behalf() string {
	if f.Office {
		return f.Desk
	}
	return f.Bodies[f.member()]
}

// begin begins something within a mechanism.
func (s *Service) begin(ctx context.Context, p auth.Principal, now time.Time, kind string, q auth.Request,
	decide func(tx *journal.Tx, f Facts, set *rules.Set) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Begin(ctx, s.J, p, now, q, auth.Start{
		Kind: auth.Mechanism, Stream: func(id string) string { return journal.StreamName(kind, id) },
		Decide: func(tx *journal.Tx, id string) ([]journal.New, error) {
			f, set, err := s.facts(tx, p, q.ID)
			if err != nil {
				return nil, err
			}
			f.NewID, tx.For = id, f.behalf()
			return decide(tx, f, set)
		},
	})
}

func start(tx *journal.Tx, kind, id string, news []journal.New) error {
	stream := journal.StreamName(kind, id)
	tx.Begin(stream)
	return tx.Append(stream, news...)
}

// facts are what an act within a mechanism rests on.
func (s *Service) facts(tx *journal.Tx, p auth.Principal, mechanism string) (Facts, *rules.Set, error) {
	f := Facts{Actor: tx.Actor, Today: calendar.Of(tx.Now), Bodies: map[string]string{}}
	var region, state string
	err := tx.Row(`select office, region, state from mechanisms where id = $1`, mechanism).Scan(&f.Desk, &region, &state)
	if errors.Is(err, sql.ErrNoRows) {
		return f, nil, missing()
	}
	if err != nil {
		return f, nil, fmt.Errorf("look up mechanism %s: %w", mechanism, err)
	}
	if state != string(Standing) {
		return f, nil, errs.Refuse("mechanism.gone", "协调机制已经撤销。", "The mechanism was dissolved.")
	}
	if f.Members, err = store.Column[string](tx, `select code from mechanism_members where mechanism = $1 and from_day <= $2 and (until_day = '' or until_day >= $2) order by code`,
		mechanism, string(f.Today)); err != nil {
		return f, nil, err
	}
	if err := bodies(tx, mechanism, f.Bodies); err != nil {
		return f, nil, err
	}
	if f.Mine, err = mine(tx, p); err != nil {
		return f, nil, err
	}
	f.Office = p.Person != "" && auth.Allow(tx, p, auth.MechanismRun, auth.Mechanism, mechanism) == nil
	set := s.Book.On(f.Today, region)
	s.params(set, &f)
	f.NewID, err = tx.NewID()
	return f, set, err
}

// bodies are the departments of the register that are members, by code.
func bodies(r store.Reader, mechanism string, out map[string]string) error {
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var code, id string
		err := rows.Scan(&code, &id)
		out[code] = id
		return struct{}{}, err
	}, `select d.code, d.id from mechanism_members m join departments d on d.code = m.code and d.state = 'active' where m.mechanism = $1 and m.code <> ''`, mechanism)
	return err
}

// ownCodes is a query for the codes of the departments for which somebody acts: $1 is the
// person, $2 the day.
const ownCodes = `select d.code from departments d join offices f on f.body = d.id and f.body_kind = 'department' and f.role = 'supervisor'
	where f.person = $1 and f.active and f.from_day <= $2 and (f.until_day = '' or f.until_day >= $2) and d.code <> ''`

// mine are the codes of the departments for which the person acts.
func mine(r store.Reader, p auth.Principal) ([]string, error) {
	return store.Column[string](r, ownCodes+" order by d.code", p.Args()...)
}

// params are the numbers that the packs give.
func (s *Service) params(set *rules.Set, f *Facts) {
	f.Least, f.Correct, f.Warn = 1, 0, 100
	if p, ok := set.Param("clock_warn_percent"); ok {
		f.Warn = p.Int()
	}
	if p, ok := set.Param("advice_experts_min"); ok {
		f.Least = p.Int()
	}
	if p, ok := set.Param("yearly_correct_days"); ok {
		f.Correct = p.Int()
	}
	if items := set.List(mechanismsList); len(items) > 0 {
		f.Grounds = append(f.Grounds, items[0].Ground())
	}
}

// Lists of the packs.
const (
	mechanismsList = "mechanisms"
	membersList    = "mechanism_members"
	tasksList      = "plan_tasks"
	partsList      = "yearly_parts"
	// DutiesList says who has which duty, and ActorsList which bodies there are.
	DutiesList = "duties"
	ActorsList = "actors"
)

// departmentName is what the register or the packs call a department of a code.
func departmentName(r store.Reader, set *rules.Set, code string) (lang.Text, error) {
	var t lang.Text
	err := r.Row(`select name_zh, name_en from departments where code = $1 and code <> '' and state = 'active'`, code).Scan(&t.ZH, &t.EN)
	if err == nil {
		if t.EN == "" {
			t.EN = t.ZH
		}
		return t, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return t, err
	}
	item, _ := set.Item("departments", code)
	return item.Text, nil
}
