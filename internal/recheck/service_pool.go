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
	return s.onPool(ctx, p, now, auth.Ask(auth.PoolEdit, cmd.Department, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, pool Pool, f Facts) ([]journal.New, error) {
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
	return s.onPool(ctx, p, now, auth.Ask(auth.PoolEdit, cmd.Department, cmd.Version, cmd.Key, cmd), func(_ *journal.Tx, pool Pool, f Facts) ([]journal.New, error) {
		return pool.End(cmd, f)
	})
}

// onPool runs a verb on the pool of a department.
func (s *Service) onPool(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, Pool, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[Pool]{
		Kind: auth.Department, Stream: PoolStream, Fold: func(events []journal.Event) (Pool, error) { return FoldPool(q.ID, events) },
		For: func(Pool) string { return q.ID },
		Decide: func(tx *journal.Tx, pool Pool) ([]journal.New, error) {
			set := s.Book.On(calendar.Of(now), "")
			return decide(tx, pool, Facts{Actor: p.Person, Today: calendar.Of(now), Expertise: codes(set, "expertise"), AllFields: codes(set, "fields")})
		},
	})
}
