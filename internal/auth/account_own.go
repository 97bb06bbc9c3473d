package auth

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// NewPassword asks for another password for oneself.
type NewPassword struct {
	Old        string
	Password   string
	KeepTokens bool // leave the API tokens valid
}

// ChangePassword sets one's own password and ends all other sessions, and all
// API tokens unless they are to be kept. Without a valid old password it
// refuses, under the same limits as a login.
func (a *Accounts) ChangePassword(ctx context.Context, p Principal, now time.Time, cmd NewPassword) error {
	r := a.db.Read(ctx)
	if err := Allow(r, p, AccountPassword, Account, p.Person); err != nil {
		return err
	}
	acc, err := byPerson(r, p.Person)
	if err != nil {
		return err
	}
	if err := a.prove(ctx, acc, cmd.Old, now); err != nil {
		return err
	}
	hash, err := a.HashPassword(ctx, cmd.Password, acc.Login)
	if err != nil {
		return err
	}
	_, err = a.J.Do(ctx, journal.Act{Actor: p.Person, Now: now}, func(tx *journal.Tx) error {
		if err := setPassword(tx.Tx, acc, hash); err != nil || cmd.KeepTokens {
			return err
		}
		return a.revokeAll(tx, p.Person)
	})
	if err != nil {
		return err
	}
	return a.renew(ctx, p.Person, acc.epoch+1)
}

// prove checks the password of somebody who is logged in already.
func (a *Accounts) prove(ctx context.Context, acc Profile, password string, now time.Time) error {
	tickets := a.limits.tickets(now, acc.Login, "")
	if err := a.enter(ctx, tickets, now); err != nil {
		return err
	}
	ok, err := a.hasher.verify(ctx, acc.hash, password)
	if err != nil {
		return err
	}
	if !ok {
		return errs.New(errs.Invalid, "account.old_password", lang.T(
			"当前密码不正确。", "The current password is not right.")).At("old")
	}
	return a.leave(ctx, tickets)
}

// setPassword stores a new hash unless the account changed meanwhile.
func setPassword(tx *store.Tx, acc Profile, hash string) error {
	n, err := tx.ExecN(`update accounts set password = $3, must_change = false, epoch = epoch + 1
		where person = $1 and epoch = $2`, acc.Person, acc.epoch, hash)
	if err != nil {
		return fmt.Errorf("change password of %s: %w", acc.Person, err)
	}
	if n == 0 {
		return errs.New(errs.Conflict, "account.changed", lang.T(
			"账户刚刚在别处被修改，请重新登录后再试。", "The account was just changed elsewhere; log in again and try once more."))
	}
	return nil
}

// EndOtherSessions logs the person out everywhere but here.
func (a *Accounts) EndOtherSessions(ctx context.Context, p Principal) error {
	if p.IsAnonymous() {
		return errs.New(errs.Login, "auth.login", lang.T("请先登录。", "Log in first."))
	}
	var epoch int64
	err := a.db.Update(ctx, func(tx *store.Tx) error {
		return tx.Row(`update accounts set epoch = epoch + 1 where person = $1 returning epoch`, p.Person).Scan(&epoch)
	})
	if err != nil {
		return fmt.Errorf("end sessions of %s: %w", p.Person, err)
	}
	return a.renew(ctx, p.Person, epoch)
}

// Themes lists the themes that a person can choose; "" follows the device.
func Themes() []string { return []string{"", "light", "dark"} }

// SetPreferences stores language and theme of one's own pages.
func (a *Accounts) SetPreferences(ctx context.Context, p Principal, l lang.Lang, theme string) error {
	if p.IsAnonymous() || !slices.Contains(Themes(), theme) || !slices.Contains(lang.All, l) {
		return errs.New(errs.Invalid, "account.preferences", lang.T("没有这种语言或外观。", "There is no such language or theme."))
	}
	err := a.db.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`update accounts set lang = $2, theme = $3 where person = $1`, p.Person, string(l), theme)
	})
	if err != nil {
		return fmt.Errorf("store preferences of %s: %w", p.Person, err)
	}
	return nil
}
