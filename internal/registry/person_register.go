package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/vault"
)

// RegisterPerson enters somebody into the register.
type RegisterPerson struct {
	PersonData
	Record vault.Record `json:"record"` // goes to the vault
	Key    string       `json:"key,omitempty"`
}

// Register decides about a new person.
func (p Person) Register(cmd RegisterPerson, f Facts) ([]journal.New, error) {
	var wrong errs.List
	cmd.check(&wrong, f)
	checkRecord(&wrong, cmd.Record)
	return decideOn(&PersonTable, p.State, PersonRegistered{cmd.PersonData}, wrong.Err())
}

// RegisterPerson is done by whoever holds an office, or by an administrator.
// The private record goes to the vault in the same transaction.
func (s *Service) RegisterPerson(ctx context.Context, p auth.Principal, now time.Time, cmd RegisterPerson) (journal.Outcome, error) {
	cmd.Record = tidyRecord(cmd.Record)
	return run(ctx, s, p, auth.Act(p, now, cmd.Key, cmd.PersonData), step[Person]{
		kind: auth.Person, fold: FoldPerson,
		may: auth.PersonCreate, to: auth.System,
		facts: func(tx *journal.Tx, _ string, _ Person) (Facts, error) {
			return s.facts(tx, "", streams(auth.Unit, cmd.Unit)...)
		},
		decide: func(person Person, f Facts) ([]journal.New, error) { return person.Register(cmd, f) },
		also:   func(tx *journal.Tx, id string) error { return s.Vault.Put(tx.Tx, id, cmd.Record, tx.Now) },
	})
}
