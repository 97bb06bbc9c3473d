package interests

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Service does the verbs of the register. All fields are set once, at the start.
type Service struct {
	J       *journal.Journal
	Book    *rules.Shelf
	Reviews *review.Service
	Vault   *vault.Vault
}

// part is where the vault keeps a person's words about their interests, by id.
const part = "interests"

// on runs a verb on a person's register: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Person, Stream: Stream, Fold: func(events []journal.Event) (State, error) { return Fold(q.ID, events) },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			f, err := s.facts(tx, "interest_confirm_months")
			if err != nil {
				return nil, err
			}
			return decide(tx, st, f)
		},
	})
}

func load(tx *journal.Tx, person string) (State, error) {
	events, err := tx.Load(Stream(person))
	if err != nil {
		return State{}, fmt.Errorf("load interests of %s: %w", person, err)
	}
	return Fold(person, events)
}

// facts are the kinds of the nation's packs, and the limit that a param sets.
func (s *Service) facts(tx *journal.Tx, limit string) (f Facts, err error) {
	f.Today = calendar.Of(tx.Now)
	set := s.Book.On(f.Today, "")
	f.Kinds = map[string][]string{}
	for _, item := range set.List("interest_kinds") {
		f.Kinds[item.Code] = item.Strs("about")
		f.Grounds = append(f.Grounds[:0], item.Ground())
	}
	if p, ok := set.Param(limit); ok && p.Span().Valid() {
		g := p.Ground()
		move := s.Reviews.Limit(set, p.Span(), tx.Now, &g)
		f.Next = &move
	}
	f.NewID, err = tx.NewID()
	return f, err
}

// Declare enters an interest of one's own.
func (s *Service) Declare(ctx context.Context, p auth.Principal, now time.Time, cmd Declare) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InterestsEdit, cmd.Person, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, st State, f Facts) ([]journal.New, error) {
		query, id := `select count(*) from units where id = $1 and state = 'active'`, cmd.Unit
		if cmd.With == WithPerson {
			query, id = `select count(*) from persons where id = $1 and state = 'active'`, cmd.About
		}
		var n int
		if err := tx.Row(query, id).Scan(&n); err != nil {
			return nil, fmt.Errorf("look up party of an interest: %w", err)
		}
		f.Known = n == 1
		news, err := st.Declare(cmd, f)
		if err != nil {
			return nil, err
		}
		return news, s.keep(tx, st.Person, f.NewID, cmd.text())
	})
}

// keep puts what is said in words beside the other words of the person.
func (s *Service) keep(tx *journal.Tx, person, id string, text Text) error {
	if text == (Text{}) {
		return nil
	}
	all, err := s.words(tx, person)
	if err != nil {
		return err
	}
	said := all[person]
	if said == nil {
		said = map[string]Text{}
	}
	said[id] = text
	raw, err := json.Marshal(said)
	if err != nil {
		return fmt.Errorf("store interests of %s: %w", person, err)
	}
	return s.Vault.PutPart(tx.Tx, person, part, raw, tx.Now)
}

// words is what people wrote about their interests, by person and interest.
func (s *Service) words(r store.Reader, people ...string) (map[string]map[string]Text, error) {
	parts, err := s.Vault.Parts(r, part, people...)
	if err != nil {
		return nil, err
	}
	out := map[string]map[string]Text{}
	for person, raw := range parts {
		var said map[string]Text
		if err := json.Unmarshal(raw, &said); err != nil {
			return nil, fmt.Errorf("decode interests of %s: %w", person, err)
		}
		out[person] = said
	}
	return out, nil
}

// End gives an interest its last day.
func (s *Service) End(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InterestsEdit, cmd.Person, cmd.Version, cmd.Key, auth.Named("end", cmd)),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.End(cmd, f) })
}

// Confirm says that one's register is complete.
func (s *Service) Confirm(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InterestsEdit, cmd.Person, cmd.Version, cmd.Key, auth.Named("confirm", cmd)),
		func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return st.Confirm(f) })
}

// Reactions tell what other events cause here, in the same transaction.
func (s *Service) Reactions() []journal.Reaction {
	return []journal.Reaction{
		{On: registry.MemberAppointed{}.EventType(), Do: s.onAppointed, Reason: "whoever comes to a committee declares interests within a time"},
		{On: registry.MemberLeft{}.EventType(), Do: s.onLeft, Reason: "whoever leaves the last committee need not declare any more"},
		{On: registry.CommitteeDissolved{}.EventType(), Do: s.onLeft, Reason: "whose last committee is dissolved need not declare any more"},
	}
}

// onLeft releases those who sat on a committee and sit on none any more.
func (s *Service) onLeft(tx *journal.Tx, e journal.Event) error {
	today := string(calendar.Of(tx.Now))
	people, err := store.Column[string](tx, `select distinct o.person from offices o where o.body_kind = 'committee' and o.body = $1
		and not exists (select 1 from offices x where x.person = o.person and x.body_kind = 'committee' and x.role <> 'secretary'
			and x.active and (x.until_day = '' or x.until_day > $2)) order by o.person`, e.Subject(), today)
	if err != nil {
		return fmt.Errorf("look for those who left %s: %w", e.Subject(), err)
	}
	for _, person := range people {
		st, err := load(tx, person)
		if err != nil {
			return err
		}
		if news := st.Release(e.Subject()); len(news) > 0 {
			if err := tx.Append(Stream(person), news...); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) onAppointed(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(registry.MemberAppointed)
	if !ok || b.Role == registry.RoleSecretary {
		return nil
	}
	st, err := load(tx, b.Person)
	if err != nil {
		return err
	}
	f, err := s.facts(tx, "interest_first_days")
	if err != nil {
		return err
	}
	news := st.Ask(e.Subject(), f)
	if len(news) == 0 {
		return nil
	}
	return tx.Append(Stream(b.Person), news...)
}
