package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/alexedwards/scs/v2"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// What a session holds. All values are text.
const (
	keyPerson = "person"
	keyEpoch  = "epoch" // of the account at login
	keyBorn   = "born"  // unix µs
	keySeen   = "seen"  // unix µs; behind by up to seenEvery
	keyFlash  = "flash"
)

// seenEvery bounds how often a session notes that it is in use: reading
// pages must not mean writing to the database.
const seenEvery = 5 * time.Minute

// newManager sets every field itself: the library's own constructor begins
// with a store in memory and a goroutine that sweeps it.
func (a *Accounts) newManager() *scs.SessionManager {
	name := "lunheng"
	if a.Secure {
		name = "__Host-lunheng"
	}
	return &scs.SessionManager{
		Store:            &sessionStore{db: a.db, lifetime: a.Lifetime},
		Codec:            textCodec{},
		HashTokenInStore: true,
		Lifetime:         a.Lifetime, // Current checks it, and the idle time, with the given time
		Cookie:           scs.SessionCookie{Name: name, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: a.Secure},
		ErrorFunc: func(w http.ResponseWriter, r *http.Request, err error) {
			a.Log.ErrorContext(r.Context(), "session", "error", err)
			http.Error(w, "暂时无法读取登录状态，请重试。 The session cannot be read just now; try again.", http.StatusServiceUnavailable)
		},
	}
}

// inSession marks contexts that went through Middleware.
type inSession struct{}

// Middleware gives every request its session.
func (a *Accounts) Middleware(next http.Handler) http.Handler {
	return a.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), inSession{}, true)))
	}))
}

func hasSession(ctx context.Context) bool { return ctx.Value(inSession{}) != nil }

// Current returns who is logged in; an anonymous principal and the zero
// Profile when nobody is. A session that ended for whatever reason is
// destroyed.
func (a *Accounts) Current(ctx context.Context, now time.Time) (Principal, Profile, error) {
	nobody := Session("", now)
	if !hasSession(ctx) {
		return nobody, Profile{}, nil
	}
	person := a.sessions.GetString(ctx, keyPerson)
	if person == "" {
		return nobody, Profile{}, nil
	}
	acc, err := byPerson(a.db.Read(ctx), person)
	if err != nil && errs.CodeOf(err) != errs.NotFound {
		return nobody, Profile{}, err
	}
	seen := a.time(ctx, keySeen)
	over := err != nil || acc.Disabled || a.sessions.GetString(ctx, keyEpoch) != epochText(acc.epoch) ||
		now.Sub(a.time(ctx, keyBorn)) > a.Lifetime || now.Sub(seen) > a.Idle
	if over {
		return nobody, Profile{}, a.Logout(ctx)
	}
	if now.Sub(seen) >= min(seenEvery, a.Idle/4) {
		a.sessions.Put(ctx, keySeen, microsText(now))
	}
	return Session(person, now), acc, nil
}

// begin starts a fresh session for an account.
func (a *Accounts) begin(ctx context.Context, acc Profile, now time.Time) (Principal, error) {
	if err := a.sessions.Clear(ctx); err != nil {
		return Principal{}, fmt.Errorf("begin session: %w", err)
	}
	if err := a.sessions.RenewToken(ctx); err != nil {
		return Principal{}, fmt.Errorf("begin session: %w", err)
	}
	a.sessions.Put(ctx, keyPerson, acc.Person)
	a.sessions.Put(ctx, keyEpoch, epochText(acc.epoch))
	a.sessions.Put(ctx, keyBorn, microsText(now))
	a.sessions.Put(ctx, keySeen, microsText(now))
	return Session(acc.Person, now), nil
}

// renew keeps the session at hand alive in a new epoch of the account, under
// a new token.
func (a *Accounts) renew(ctx context.Context, person string, epoch int64) error {
	if !hasSession(ctx) || a.sessions.GetString(ctx, keyPerson) != person {
		return nil
	}
	if err := a.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("renew session: %w", err)
	}
	a.sessions.Put(ctx, keyEpoch, epochText(epoch))
	return nil
}

// Logout ends the session at hand.
func (a *Accounts) Logout(ctx context.Context) error {
	if !hasSession(ctx) {
		return nil
	}
	if err := a.sessions.Destroy(ctx); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// Flash keeps a sentence for the next page that asks for it.
func (a *Accounts) Flash(ctx context.Context, text lang.Text) {
	if raw, err := json.Marshal(text); err == nil && hasSession(ctx) {
		a.sessions.Put(ctx, keyFlash, string(raw))
	}
}

// TakeFlash returns the sentence kept by Flash, once.
func (a *Accounts) TakeFlash(ctx context.Context) lang.Text {
	var text lang.Text
	if hasSession(ctx) && a.sessions.Exists(ctx, keyFlash) {
		// What cannot be read is no sentence.
		_ = json.Unmarshal([]byte(a.sessions.PopString(ctx, keyFlash)), &text)
	}
	return text
}

// Sweep removes sessions that are over, expired tokens' traces and old login
// counts. A job calls it now and then.
func (a *Accounts) Sweep(ctx context.Context, now time.Time) error {
	return a.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Exec(`delete from sessions where expires < $1`, store.Micros(now)); err != nil {
			return fmt.Errorf("sweep sessions: %w", err)
		}
		if err := tx.Exec(`delete from login_limits where until < $1`, store.Micros(now)); err != nil {
			return fmt.Errorf("sweep login counts: %w", err)
		}
		return nil
	})
}

func (a *Accounts) time(ctx context.Context, key string) time.Time {
	us, _ := strconv.ParseInt(a.sessions.GetString(ctx, key), 10, 64)
	return store.Time(us)
}

func microsText(t time.Time) string { return strconv.FormatInt(store.Micros(t), 10) }
func epochText(n int64) string      { return strconv.FormatInt(n, 10) }
