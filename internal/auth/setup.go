package auth

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

const setupPrefix = "setup_"

// SetupToken returns a one-time token with which the first administrator is
// made, for the operator's eyes alone: it is printed on the terminal of the
// machine. It is valid until it, or that of another server, is used. When
// there is an account already, it returns "".
func (a *Accounts) SetupToken(ctx context.Context, now time.Time) (string, error) {
	token, err := secret(setupPrefix)
	if err != nil {
		return "", err
	}
	hash, _ := parseSecret(setupPrefix, token)
	err = a.db.Update(ctx, func(tx *store.Tx) error {
		n, err := tx.ExecN(`insert into setup_tokens (hash, made) select $1, $2 where not exists (select 1 from accounts)`,
			hash, store.Micros(now))
		if n == 0 {
			token = ""
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("make setup token: %w", err)
	}
	return token, nil
}

// NeedsSetup reports whether there is no account yet.
func (a *Accounts) NeedsSetup(r store.Reader) (bool, error) {
	var n int
	if err := r.Row(`select count(*) from (select 1 from accounts limit 1) x`).Scan(&n); err != nil {
		return false, fmt.Errorf("look for accounts: %w", err)
	}
	return n == 0, nil
}

// CheckSetup refuses a setup token that cannot be used, before a form is
// filled in.
func (a *Accounts) CheckSetup(r store.Reader, token string) error {
	hash, ok := parseSecret(setupPrefix, token)
	n := 0
	if ok {
		if err := r.Row(`select count(*) from setup_tokens where hash = $1`, hash).Scan(&n); err != nil {
			return fmt.Errorf("look up setup token: %w", err)
		}
	}
	if n == 0 {
		return badSetup()
	}
	return nil
}

// UseSetup uses up a setup token, and all others with it, within the act that
// makes the first administrator. Of two such acts at once one is refused.
func (a *Accounts) UseSetup(tx *journal.Tx, token string) error {
	hash, ok := parseSecret(setupPrefix, token)
	if !ok {
		return badSetup()
	}
	n, err := tx.ExecN(`delete from setup_tokens where hash = $1`, hash)
	if err != nil {
		return fmt.Errorf("use setup token: %w", err)
	}
	if n == 0 {
		return badSetup()
	}
	if err := tx.Exec(`delete from setup_tokens`); err != nil {
		return fmt.Errorf("use setup token: %w", err)
	}
	fresh, err := a.NeedsSetup(tx)
	if err == nil && !fresh {
		err = badSetup()
	}
	return err
}

func badSetup() error {
	return errs.New(errs.Forbidden, "account.setup", lang.T(
		"设置码无效或已用过。请看服务器终端上最新显示的设置码。",
		"This setup code is not valid or was used. Look at the latest one on the server's terminal.")).At("token")
}
