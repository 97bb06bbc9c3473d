package edge

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/vault"
)

// SetUp makes the first administrator of a fresh house.
type SetUp struct {
	Token    string // the one-time code that the operator was given
	Login    string
	Password string
	Lang     lang.Lang
	Record   vault.Record
}

// SetUp registers the first administrator with an account, in one act that
// uses the token up, and returns the person's id.
func (s Services) SetUp(ctx context.Context, now time.Time, cmd SetUp) (string, error) {
	if err := s.Accounts.CheckSetup(s.Read(ctx), cmd.Token); err != nil {
		return "", err
	}
	hash, err := s.Accounts.HashPassword(ctx, cmd.Password, cmd.Login) // takes its time: not within the act
	if err != nil {
		return "", err
	}
	out, err := s.Journal.Do(ctx, journal.Act{Actor: journal.System, Now: now}, func(tx *journal.Tx) error {
		if err := s.Accounts.UseSetup(tx, cmd.Token); err != nil {
			return err
		}
		person, err := s.Registry.FirstAdministrator(tx, cmd.Record)
		if err != nil {
			return err
		}
		tx.Result = person
		return s.Accounts.Make(tx, auth.NewAccount{Person: person, Login: cmd.Login, Hash: hash, Lang: cmd.Lang})
	})
	return out.Result, err
}
