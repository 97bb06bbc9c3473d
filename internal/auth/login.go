package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// maxLogin bounds the characters of a login.
const maxLogin = 64

// NormaliseLogin brings a login into the form in which it is stored and
// compared: width, case and surrounding space do not matter. Letters of any
// script, digits and . _ - + @ are allowed; one character is enough.
func NormaliseLogin(s string) (string, error) {
	bad := errs.New(errs.Invalid, "account.login", lang.T(
		"登录名可用文字、数字和 . _ - + @，最多%d个字符。", "A login may have letters, digits and . _ - + @, at most %d characters."), maxLogin).At("login")
	if len(s) > 8*maxLogin || !utf8.ValidString(s) {
		return "", bad
	}
	s = strings.TrimSpace(s)
	for range 3 { // lower case can undo the normal form, for a few letters
		s = strings.ToLower(norm.NFKC.String(s))
	}
	if s == "" || utf8.RuneCountInString(s) > maxLogin || s != strings.ToLower(norm.NFKC.String(s)) {
		return "", bad
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._-+@", r) {
			return "", bad
		}
	}
	return s, nil
}

// Login logs somebody in: it ends what session the browser had and begins a
// new one. Address is where the request came from; it is not stored. A wrong
// login and a wrong password look and last the same.
func (a *Accounts) Login(ctx context.Context, login, password, address string, now time.Time) (Principal, error) {
	acc, err := a.authenticate(ctx, login, password, address, now)
	if err != nil {
		return Principal{}, err
	}
	return a.begin(ctx, acc, now)
}

// LoginAs begins a session without a password. It is for the demo, whose
// people are invented, and for the moment after the first administrator was
// made; nothing else may call it.
func (a *Accounts) LoginAs(ctx context.Context, person string, now time.Time) (Principal, error) {
	acc, err := byPerson(a.db.Read(ctx), person)
	if err != nil {
		return Principal{}, err
	}
	return a.begin(ctx, acc, now)
}

func (a *Accounts) authenticate(ctx context.Context, login, password, address string, now time.Time) (Profile, error) {
	login, err := NormaliseLogin(login)
	if err != nil {
		login = "" // nobody's; takes the same road
	}
	tickets := a.limits.tickets(now, login, address)
	if err := a.enter(ctx, tickets, now); err != nil {
		return Profile{}, err
	}
	acc, err := scanAccount(a.db.Read(ctx).Row(`select `+accountColumns+` from accounts a where a.login = $1`, login))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Profile{}, fmt.Errorf("log in: %w", err)
	}
	ok, err := a.hasher.verify(ctx, acc.hash, password)
	switch {
	case err != nil:
		return Profile{}, err
	case !ok:
		return Profile{}, errs.New(errs.Login, "account.wrong", lang.T(
			"登录名或密码不正确。", "Login or password is not right."))
	case acc.Disabled:
		return Profile{}, errs.New(errs.Login, "account.disabled", lang.T(
			"此账户已停用，请联系管理员。", "This account is disabled; ask your administrator."))
	}
	return acc, errors.Join(a.leave(ctx, tickets), a.rehash(ctx, acc, password))
}

// rehash follows a raised cost when the password is at hand.
func (a *Accounts) rehash(ctx context.Context, acc Profile, password string) error {
	if !a.hasher.outdated(acc.hash) {
		return nil
	}
	hash, err := a.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return a.db.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`update accounts set password = $3 where person = $1 and password = $2`, acc.Person, acc.hash, hash)
	})
}
