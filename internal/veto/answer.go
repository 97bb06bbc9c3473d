package veto

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/jobs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/sanction"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Handle answers a list part by part; it is a [jobs.Handler]. Each part is a
// transaction of its own, so that after a stop it goes on behind the last.
func (s *Service) Handle(ctx context.Context, now time.Time, j jobs.Job) error {
	var id string
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return fmt.Errorf("answer question: %w", errors.Join(err, jobs.ErrGiveUp))
	}
	rows, err := s.sealed(s.J.DB.Read(ctx), id)
	for err == nil {
		var more bool
		if more, err = s.next(ctx, now, id, rows); !more {
			break
		}
	}
	if err != nil && ctx.Err() == nil && j.Tries >= jobs.MaxTries {
		return errors.Join(err, s.fail(ctx, now, id))
	}
	return err
}

// sealed are the rows of a question that is not answered yet; none when it is.
func (s *Service) sealed(r store.Reader, id string) ([]Row, error) {
	raw, err := s.Vault.OpenSecret(r, secret(id))
	if errors.Is(err, vault.ErrNoSecret) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var rows []Row
	return rows, json.Unmarshal(raw, &rows)
}

// next answers the next part, and reports whether another follows.
func (s *Service) next(ctx context.Context, now time.Time, id string, rows []Row) (more bool, err error) {
	_, err = s.J.Do(ctx, auth.Act(auth.Operator(now), now, "", nil), func(tx *journal.Tx) error {
		st, err := journal.Load(tx, Stream(id), Fold)
		if err != nil || st.State != StateAsked {
			return err
		}
		tx.For = st.Body
		set, err := s.law(tx, st.BodyKind, st.Body, calendar.Of(now))
		if err != nil {
			return err
		}
		to := min(st.Done+partSize, len(rows))
		part, err := s.part(tx, set, st.Purpose, rows[st.Done:to], calendar.Of(now), st.Done+1)
		if err != nil {
			return err
		}
		news := []journal.New{journal.Because(part)}
		if more = to < len(rows); !more {
			end, err := s.answered(st, part, calendar.Of(now))
			if err != nil {
				return err
			}
			news = append(news, journal.Because(end))
			if err := s.Vault.DropSecret(tx.Tx, secret(id)); err != nil {
				return err
			}
		}
		return tx.Append(Stream(id), news...)
	})
	if err != nil {
		return false, fmt.Errorf("answer question %s: %w", id, err)
	}
	return more, nil
}

// fail gives a question up, and forgets what was asked.
func (s *Service) fail(ctx context.Context, now time.Time, id string) error {
	_, err := s.J.Do(ctx, auth.Act(auth.Operator(now), now, "", nil), func(tx *journal.Tx) error {
		st, err := journal.Load(tx, Stream(id), Fold)
		if err != nil || st.State != StateAsked {
			return err
		}
		tx.For = st.Body
		if err := s.Vault.DropSecret(tx.Tx, secret(id)); err != nil {
			return err
		}
		return tx.Append(Stream(id), journal.Because(Failed{Reason: "tries"}))
	})
	return err
}

// part judges some rows by the ledger as it stands.
func (s *Service) part(r store.Reader, set *rules.Set, purpose string, rows []Row, day calendar.Day, from int) (PartAnswered, error) {
	rows, err := s.lookUp(r, prepare(set, rows))
	if err != nil {
		return PartAnswered{}, err
	}
	l, err := s.ledger(r, set, purpose, rows, day)
	if err != nil {
		return PartAnswered{}, err
	}
	part := PartAnswered{From: from, To: from + len(rows) - 1}
	for i, row := range rows {
		a := l.Judge(from+i, row, WrongNumber(row.Paper, row.Number))
		part.count(a.Outcome)
		if a.Outcome != Clear {
			part.Answers = append(part.Answers, a)
		}
	}
	return part, nil
}

// ledger gathers what rows may mean in a handful of queries.
func (s *Service) ledger(r store.Reader, set *rules.Set, purpose string, rows []Row, day calendar.Day) (Ledger, error) {
	l := Ledger{Effects: map[string]string{}}
	for _, item := range set.List("measures") {
		switch {
		case slices.Contains(item.Strs("vetoes"), purpose):
			l.Effects[item.Code] = Vetoed
		case slices.Contains(item.Strs("conditional"), purpose):
			l.Effects[item.Code] = Conditional
		}
	}
	by := make([]vault.Identity, 0, 2*len(rows))
	for _, row := range rows {
		by = append(by, row.number(), row.name())
	}
	var err error
	if l.Holders, err = s.Vault.Holders(r, by); err != nil {
		return l, err
	}
	who := entries(rows)
	if len(who) > 0 {
		if l.Same, err = vault.SameDocument(r, who); err != nil {
			return l, err
		}
		for _, same := range l.Same {
			who = append(who, same...)
		}
	}
	if l.Papers, err = vault.IdentityKinds(r, sorted(append(l.namesakes(rows), who...))); err != nil {
		return l, err
	}
	who = sorted(append(who, l.candidates(rows)...))
	if l.Entries, err = sanction.Entries(r, day, who); err != nil {
		return l, err
	}
	if len(entries(rows)) > 0 {
		l.Entered, err = entered(r, who)
	}
	return l, err
}

// namesakes are all who are known by the names of rows, where names matter.
func (l Ledger) namesakes(rows []Row) []string {
	var out []string
	for _, row := range rows {
		if row.Who != "" || len(l.Holders[row.number()]) == 0 {
			for _, h := range l.Holders[row.name()] {
				out = append(out, h.ID)
			}
		}
	}
	return out
}

// candidates are whose measures matter for rows. Most have many namesakes, and hardly
// any of those can be meant.
func (l Ledger) candidates(rows []Row) []string {
	var out []string
	for _, row := range rows {
		known := l.Holders[row.number()]
		for _, h := range known {
			out = append(out, h.ID)
		}
		if row.Who == "" && len(known) > 0 {
			continue
		}
		for _, h := range l.Holders[row.name()] {
			if row.Who != "" || l.mayBe(row, h) {
				out = append(out, h.ID)
			}
		}
	}
	return out
}

func sorted(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// OutcomeText says an outcome in words.
func OutcomeText(outcome string) lang.Text {
	switch outcome {
	case Vetoed:
		return lang.T("否决", "Vetoed")
	case Conditional:
		return lang.T("附条件", "Conditional")
	case Ask:
		return lang.T("须人工核对", "Ask a person")
	}
	return lang.T("无", "Clear")
}
