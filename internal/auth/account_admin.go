package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Create asks for an account for a person of the registry.
type Create struct {
	Person string `json:"person"`
	Login  string `json:"login"`
	// Password for the first login; the person must then choose another one.
	// Empty: one is made and returned.
	Password string    `json:"password,omitempty"`
	Lang     lang.Lang `json:"lang,omitempty"`
	Key      string    `json:"key,omitempty"`
}

// Reset asks for a new password for one login.
type Reset struct {
	Person string `json:"account"`
	Key    string `json:"key,omitempty"`
}

// Disable asks to end the sessions of an account and let nobody log in.
type Disable struct {
	Person string `json:"account"`
	Key    string `json:"key,omitempty"`
}

// Enable asks to let a disabled account log in again.
type Enable Disable

// RevokeTokens asks to end all API tokens of a person.
type RevokeTokens Disable

// toldOnce refuses to repeat an act whose answer was a secret: it is kept nowhere,
// so the second answer cannot be the first one.
func toldOnce(out journal.Outcome, err error) error {
	if err != nil || !out.Repeated {
		return err
	}
	return errs.New(errs.Conflict, "account.told_once", lang.T(
		"此前已用同一 Idempotency-Key 办理（%s）；口令只显示一次，系统不保存。没有收到的，请换一个 Idempotency-Key 重新办理，令牌先撤销原来的。",
		"This was done before under the same Idempotency-Key (%s); the secret is told once and kept nowhere. If it never reached you, revoke that token, or reset that password, under another key."), out.Result).At("Idempotency-Key")
}

// Create makes an account for somebody else and returns the password for the
// first login.
func (a *Accounts) Create(ctx context.Context, p Principal, now time.Time, cmd Create) (password string, err error) {
	password, hash, err := a.firstPassword(ctx, cmd.Password, cmd.Login)
	if err != nil {
		return "", err
	}
	seen := cmd
	seen.Password = "" // no hash of it but the slow one
	out, err := a.J.Do(ctx, Act(p, now, cmd.Key, seen), func(tx *journal.Tx) error {
		if err := Allow(tx, p, AccountCreate, Person, cmd.Person); err != nil {
			return err
		}
		tx.Result = cmd.Person
		return a.Make(tx, NewAccount{Person: cmd.Person, Login: cmd.Login, Hash: hash, MustChange: true, Lang: cmd.Lang})
	})
	if err := toldOnce(out, err); err != nil {
		return "", err
	}
	return password, nil
}

// firstPassword checks a given password, or makes one.
func (a *Accounts) firstPassword(ctx context.Context, given, login string) (password, hash string, err error) {
	if given == "" {
		if given, err = secret(""); err != nil {
			return "", "", err
		}
		given = given[:20] // 120 bits
	}
	hash, err = a.HashPassword(ctx, given, login)
	return given, hash, err
}

// Disable ends the sessions of an account and lets nobody log in, not even
// with API tokens.
func (a *Accounts) Disable(ctx context.Context, p Principal, now time.Time, cmd Disable) (journal.Outcome, error) {
	if cmd.Person == p.Person {
		return journal.Outcome{}, errs.New(errs.Refused, "account.disable_self", lang.T(
			"不能停用自己的账户。请由另一位管理员办理。", "You cannot disable your own account; ask another administrator."))
	}
	return a.administer(ctx, Act(p, now, cmd.Key, cmd), p, AccountDisable, cmd.Person, Disabled{},
		`update accounts set disabled = true, epoch = epoch + 1 where person = $1`)
}

// Enable lets a disabled account log in again.
func (a *Accounts) Enable(ctx context.Context, p Principal, now time.Time, cmd Enable) (journal.Outcome, error) {
	return a.administer(ctx, Act(p, now, cmd.Key, cmd), p, AccountEnable, cmd.Person, Enabled{},
		`update accounts set disabled = false where person = $1`)
}

// Reset gives an account a new password for one login, ends its sessions and
// API tokens, and returns the password.
func (a *Accounts) Reset(ctx context.Context, p Principal, now time.Time, cmd Reset) (password string, err error) {
	password, hash, err := a.firstPassword(ctx, "", "")
	if err != nil {
		return "", err
	}
	out, err := a.J.Do(ctx, Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		tx.Result = cmd.Person
		err := a.administered(tx, p, AccountReset, cmd.Person, PasswordReset{},
			`update accounts set password = $2, must_change = true, epoch = epoch + 1 where person = $1`, hash)
		if err != nil {
			return err
		}
		return a.revokeAll(tx, cmd.Person)
	})
	if err := toldOnce(out, err); err != nil {
		return "", err
	}
	return password, nil
}

func (a *Accounts) administer(ctx context.Context, act journal.Act, p Principal, v Verb, person string, body journal.Body, update string) (journal.Outcome, error) {
	return a.J.Do(ctx, act, func(tx *journal.Tx) error {
		return a.administered(tx, p, v, person, body, update)
	})
}

// administered does an administrator's act on an account within an act.
func (a *Accounts) administered(tx *journal.Tx, p Principal, v Verb, person string, body journal.Body, update string, args ...any) error {
	if err := Allow(tx, p, v, Account, person); err != nil {
		return err
	}
	if err := a.step(tx, person, body); err != nil {
		return err
	}
	if err := tx.Exec(update, append([]any{person}, args...)...); err != nil {
		return fmt.Errorf("%s of %s: %w", v, person, err)
	}
	return nil
}

// Get returns the account of a person whom the principal may see.
func (a *Accounts) Get(r store.Reader, p Principal, person string) (Profile, error) {
	if err := Allow(r, p, AccountView, Account, person); err != nil {
		return Profile{}, err
	}
	return byPerson(r, person)
}

func byPerson(r store.Reader, person string) (Profile, error) {
	acc, err := scanAccount(r.Row(`select `+accountColumns+` from accounts a where a.person = $1`, person))
	if errors.Is(err, sql.ErrNoRows) {
		return Profile{}, notFound()
	}
	if err != nil {
		return Profile{}, fmt.Errorf("read account of %s: %w", person, err)
	}
	return acc, nil
}

// List returns the accounts that the principal may see, by person.
func (a *Accounts) List(r store.Reader, p Principal, page store.Paging) (store.Page[Profile], error) {
	w := store.NewWhere(p.Args()...)
	w.And(Filter(p, AccountView, Account, "a"))
	return store.QueryPage(r, `select `+accountColumns+` from accounts a`, w, store.Keyset{Columns: []string{"a.person"}}, page,
		func(rows *sql.Rows) (Profile, []any, error) {
			acc, err := scanAccount(rows)
			return acc, []any{acc.Person}, err
		})
}
