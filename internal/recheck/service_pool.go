package recheck

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
)

// AddExpert enters somebody of the register into a department's pool.
func (s *Service) AddExpert(ctx context.Context, p auth.Principal, now time.Time, cmd AddExpert) (journal.Outcome, error) {
	return s.onPool(ctx, p, now, cmd.Department, cmd.Version, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx, pool Pool, f Facts) ([]journal.New, error) {
		var n int
		if err := tx.Row(`select count(*) from persons where id = $1 and state = 'active'`, cmd.Person).Scan(&n); err != nil {
			return nil, fmt.Errorf("look up person %s: %w", cmd.Person, err)
		}
		f.Known = n == 1
		return pool.Add(cmd, f)
	})
}

// EndExpert ends a term in a pool.
func (s *Service) EndExpert(ctx context.Context, p auth.Principal, now time.Time, cmd EndExpert) (journal.Outcome, error) {
	return s.onPool(ctx, p, now, cmd.Department, cmd.Version, auth.Act(p, now, cmd.Key, cmd), func(_ *journal.Tx, pool Pool, f Facts) ([]journal.New, error) {
		return pool.End(cmd, f)
	})
}

func (s *Service) onPool(ctx context.Context, p auth.Principal, now time.Time, department string, version int64, a journal.Act,
	decide func(tx *journal.Tx, pool Pool, f Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return s.J.Do(ctx, a, func(tx *journal.Tx) error {
		events, err := tx.Load(PoolStream(department))
		if err != nil {
			return err
		}
		pool, err := FoldPool(department, events)
		if err != nil {
			return err
		}
		if err := auth.Allow(tx, p, auth.PoolEdit, auth.Department, department); err != nil {
			return err
		}
		if err := tx.Expect(PoolStream(department), version); err != nil {
			return err
		}
		tx.For, tx.Result = department, department
		set := s.Book.On(calendar.Of(now), "")
		f := Facts{Actor: p.Person, Today: calendar.Of(now), Expertise: codes(set, "expertise"), AllFields: codes(set, "fields")}
		news, err := decide(tx, pool, f)
		if err != nil {
			return err
		}
		return tx.Append(PoolStream(department), news...)
	})
}
