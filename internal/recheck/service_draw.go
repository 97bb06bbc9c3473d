package recheck

import (
	"context"
	"encoding/hex"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/draw"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// AnnounceDraw announces a draw from the department's pool.
func (s *Service) AnnounceDraw(ctx context.Context, p auth.Principal, now time.Time, cmd AnnounceDraw) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.RecheckDraw, cmd.Recheck, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			if err := s.aboutPool(tx, set, st, &f); err != nil {
				return nil, err
			}
			return st.Announce(cmd, f)
		})
}

// Draw draws the panel with the seed that the log has given. Key is the public
// key of the log.
func (s *Service) Draw(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.RecheckDraw, cmd.Recheck, cmd.Version, cmd.Key, drawing(cmd)),
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			if err := s.seed(tx, st, &f); err != nil {
				return nil, err
			}
			f.Grounds = paramGround(set, "recheck_panel_min")
			return st.Draw(f)
		})
}

// drawing keeps the requests of one shape apart.
type drawing On

// seed reads the first checkpoint that covers the announcement, if there is one.
func (s *Service) seed(r store.Reader, st State, f *Facts) error {
	if st.Announced == "" {
		return nil
	}
	seed, err := draw.SeedOf(s.J, r, st.Announced)
	f.Announced, f.Checkpoint, f.Seed = seed.Announced, seed.Checkpoint, seed.Root
	return err
}

// newRefs makes pseudonyms that say nothing about the people, one for each of
// the pool.
func (s *Service) newRefs(n int) ([]string, error) {
	out := make([]string, n)
	for i := range out {
		salt, err := s.J.IDs.Salt()
		if err != nil {
			return nil, err
		}
		out[i] = hex.EncodeToString(salt)
	}
	return out, nil
}
