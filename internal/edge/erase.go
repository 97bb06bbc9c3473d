package edge

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
)

// Erase destroys what is known about a person, and then what the deleted rows
// left behind in the database's own files. The second part must not fail the
// first, which is done for good; it is tried again every night.
func (s Services) Erase(ctx context.Context, p auth.Principal, now time.Time, cmd registry.ErasePerson) (journal.Outcome, error) {
	out, err := s.Registry.Erase(ctx, p, now, cmd)
	if err != nil {
		return out, err
	}
	if err := s.Scrub(context.WithoutCancel(ctx)); err != nil {
		s.Log.Warn("scrub after an erasure; it is tried again within a day", "error", err)
	}
	return out, nil
}

// Scrub removes what deleted personal data left behind outside its tables.
func (s Services) Scrub(ctx context.Context) error {
	return s.DB().Scrub(ctx, "vault_keys", "vault_records", "vault_tokens", "accounts", "api_tokens", "sessions", "ballots", "complaint_keys")
}
