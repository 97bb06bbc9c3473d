package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// ErasePerson destroys all personal data about somebody, for good.
type ErasePerson struct {
	Person  string `json:"person"`
	Reason  string `json:"reason"` // why; stays in the journal, so it names nobody
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// Erase decides about the destruction of personal data. Who holds an office
// gives it up first: nobody unknown may sit on a committee.
func (p Person) Erase(cmd ErasePerson, f Facts) ([]journal.New, error) {
	var wrong errs.List
	checkReason(&wrong, cmd.Reason)
	if f.Dependants > 0 {
		wrong.Add(errs.New(errs.Refused, "registry.person.holds_office", lang.T(
			"此人仍担任 %d 项职务。请先免去，再删除个人信息。",
			"This person still holds %d offices. End those first, then erase."), f.Dependants))
	}
	return decideOn(&PersonTable, p.State, PersonErased{Reason: tidy(cmd.Reason)}, wrong.Err())
}

// Erase is done by an administrator. The key in the vault goes in the same
// transaction; there is no way back.
func (s *Service) Erase(ctx context.Context, p auth.Principal, now time.Time, cmd ErasePerson) (journal.Outcome, error) {
	return run(ctx, s, p, auth.Act(p, now, cmd.Key, cmd), step[Person]{
		kind: auth.Person, id: cmd.Person, version: cmd.Version, fold: FoldPerson,
		may: auth.PersonErase, to: auth.Person, toID: cmd.Person,
		facts: func(tx *journal.Tx, id string, _ Person) (Facts, error) {
			f, err := s.facts(tx, "")
			if err == nil {
				f.Dependants, err = officesHeld(tx, id, f.Today)
			}
			return f, err
		},
		decide: func(person Person, f Facts) ([]journal.New, error) { return person.Erase(cmd, f) },
		also:   func(tx *journal.Tx, id string) error { return s.Vault.Erase(tx.Tx, id, tx.Now) },
	})
}
