package risk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"lunheng/internal/store"
)

// Standing is a signal that holds, as a survey finds it.
type Standing struct {
	Kind       string
	Subject    string
	Definition string
	Finding
}

// surveyBatch is how many subjects a survey looks up at a time.
const surveyBatch = 500

// Survey measures everything from scratch, without the queue, and hands over what
// holds; and, to turn, each subject about which time alone may change something.
func (s *Service) Survey(r store.Reader, now time.Time, take func(Standing) error, turn func(kind, subject string, at time.Time) error) error {
	rules := s.law(now)
	for i := range quantities {
		q := &quantities[i]
		window, used := rules.widest(q)
		if !used {
			continue
		}
		b := &batch{r: r, rules: rules, q: q, now: now, take: take, turn: turn, loose: rules.loosest(q, window)}
		err := q.read(r, nil, q.since(window, now), b.add)
		if err == nil {
			err = b.flush()
		}
		if err != nil {
			return fmt.Errorf("survey: %w", err)
		}
	}
	return nil
}

// loosest is a definition that holds, or wants another look, wherever one of any
// region does.
func (l *law) loosest(q *quantity, window time.Duration) Definition {
	out := Definition{Window: window, Minutes: 1 << 40}
	for _, defs := range l.by {
		for _, d := range defs {
			if d.Quantity == q.code {
				out.steps = append(out.steps, d.steps...)
			}
		}
	}
	return out
}

// batch gathers subjects until there are enough to be looked up at once.
type batch struct {
	r     store.Reader
	rules *law
	q     *quantity
	loose Definition
	now   time.Time
	ids   []string
	marks [][]mark
	take  func(Standing) error
	turn  func(kind, subject string, at time.Time) error
}

func (b *batch) add(id string, marks []mark) error {
	if rough := b.q.fold(b.loose, marks, b.now); rough.Value < b.loose.least() && rough.Next.IsZero() {
		return nil
	}
	b.ids, b.marks = append(b.ids, id), append(b.marks, append([]mark(nil), marks...))
	if len(b.ids) < surveyBatch {
		return nil
	}
	return b.flush()
}

func (b *batch) flush() error {
	if len(b.ids) == 0 {
		return nil
	}
	who, err := subjects(b.r, b.q.of, b.ids)
	if err != nil {
		return err
	}
	for i, id := range b.ids {
		for _, j := range b.rules.judge(b.q, who[id], b.marks[i], b.now) {
			if j.level.Code != "" {
				if err := b.take(Standing{b.q.of, id, j.def.Code, j.finding()}); err != nil {
					return err
				}
			}
			if !j.reading.Next.IsZero() {
				if err := b.turn(b.q.of, id, j.reading.Next); err != nil {
					return err
				}
			}
		}
	}
	b.ids, b.marks = b.ids[:0], b.marks[:0]
	return nil
}

// rulesRow is the row of the queue that holds by which rules signals were judged last.
const rulesRow = "rules"

// never is when the turn of rulesRow comes.
const never = 1 << 62

// renew has everything looked at again when the definitions have changed: another
// pack, or another day on which one begins.
func (s *Service) renew(ctx context.Context, now time.Time) error {
	hash, err := s.law(now).hash()
	if err != nil {
		return err
	}
	r := s.J.DB.Read(ctx)
	last, err := store.Column[string](r, `select subject from risk_queue where kind = $1`, rulesRow)
	if err != nil {
		return fmt.Errorf("look up the rules of signals: %w", err)
	}
	if len(last) == 1 && last[0] == hash {
		return nil
	}
	turns, err := s.turns(r, now)
	if err != nil {
		return err
	}
	for len(turns) > 0 {
		n := min(len(turns), 5000)
		if err := s.enqueue(ctx, turns[:n]); err != nil {
			return err
		}
		turns = turns[n:]
	}
	return s.J.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Exec(`delete from risk_queue where kind = $1`, rulesRow); err != nil {
			return err
		}
		return tx.Exec(`insert into risk_queue (kind, subject, at) values ($1, $2, $3) on conflict (kind, subject) do nothing`, rulesRow, hash, int64(never))
	})
}

// turns are all those about whom something holds, may hold by itself, or held.
func (s *Service) turns(r store.Reader, now time.Time) ([]key, error) {
	var out []key
	had := map[key]bool{}
	note := func(kind, id string) {
		if k := (key{kind, id}); !had[k] {
			had[k] = true
			out = append(out, k)
		}
	}
	err := s.Survey(r, now, func(x Standing) error { note(x.Kind, x.Subject); return nil },
		func(kind, id string, _ time.Time) error { note(kind, id); return nil })
	if err != nil {
		return nil, err
	}
	for _, kind := range kinds {
		ids, err := store.Column[string](r, `select distinct subject from risk_signals where subject_kind = $1 and state <> 'cleared'`, kind)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			note(kind, id)
		}
	}
	return out, nil
}

func (s *Service) enqueue(ctx context.Context, turns []key) error {
	return s.J.DB.Update(ctx, func(tx *store.Tx) error {
		for _, k := range turns {
			if err := dirty(tx, k.kind, k.id); err != nil {
				return err
			}
		}
		return nil
	})
}

// hash identifies the definitions of all regions that have packs.
func (l *law) hash() (string, error) {
	h := sha256.New()
	regions := map[string]bool{"": true}
	for _, p := range l.book.Packs() {
		regions[p.Region] = true
	}
	for _, region := range sorted(regions) {
		set := l.book.On(l.day, region)
		raw, err := json.Marshal([]any{region, set.List(listSignals), set.List(listLevels)})
		if err != nil {
			return "", fmt.Errorf("identify the rules of signals: %w", err)
		}
		h.Write(raw)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
