package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/vault"
)

// ChangePerson replaces what is known about a person.
type ChangePerson struct {
	Person string `json:"person"`
	PersonData
	Record  *vault.Record `json:"record,omitempty"` // nil: the private record stays
	Version int64         `json:"version,omitempty"`
	Key     string        `json:"key,omitempty"`
}

// Change decides about new data. That the private record was written anew is
// journalled, what it says is not.
func (p Person) Change(cmd ChangePerson, f Facts) ([]journal.New, error) {
	if p.State == Active && cmd.Record == nil && cmd.PersonData == p.PersonData {
		return nil, nil
	}
	var wrong errs.List
	cmd.check(&wrong, f)
	if cmd.Record != nil {
		checkRecord(&wrong, *cmd.Record)
	}
	return decideOn(&PersonTable, p.State, PersonChanged{cmd.PersonData, cmd.Record != nil}, wrong.Err())
}

// ChangePerson is done by the person, an officer of the unit or an
// administrator.
func (s *Service) ChangePerson(ctx context.Context, p auth.Principal, now time.Time, cmd ChangePerson) (journal.Outcome, error) {
	if cmd.Record != nil {
		tidied := tidyRecord(*cmd.Record)
		cmd.Record = &tidied
	}
	return run(ctx, s, p, auth.Act(p, now, cmd.Key, cmd.PersonData), step[Person]{
		kind: auth.Person, id: cmd.Person, version: cmd.Version, fold: FoldPerson,
		may: auth.PersonEdit, to: auth.Person, toID: cmd.Person,
		facts: func(tx *journal.Tx, _ string, _ Person) (Facts, error) {
			return s.facts(tx, "", streams(auth.Unit, cmd.Unit)...)
		},
		decide: func(person Person, f Facts) ([]journal.New, error) { return person.Change(cmd, f) },
		also: func(tx *journal.Tx, id string) error {
			if cmd.Record == nil {
				return nil
			}
			return s.Vault.Put(tx.Tx, id, *cmd.Record, tx.Now)
		},
	})
}
