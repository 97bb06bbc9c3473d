package auth_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

func (b *browser) cookie() string {
	u, _ := url.Parse(b.url)
	for _, c := range b.jar.Cookies(u) {
		return c.Value
	}
	return ""
}

// Logging in begins a new session, whatever the browser had; logging out ends
// it for good.
func TestLogin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		b := h.browser()
		b.is(now, "")
		if b.cookie() != "" {
			t.Error("a visitor got a cookie")
		}
		b.visit(func(ctx context.Context) { h.a.Flash(ctx, lang.T("好", "good")) })
		before := b.cookie()
		wants(t, b.login("王", "wrong password", now), "account.wrong")
		wants(t, b.login("nobody", password, now), "account.wrong")
		wants(t, b.login("not a login!", password, now), "account.wrong")
		wants(t, b.login("王", strings.Repeat("x", 5000), now), "account.wrong")
		b.is(now, "")
		fine(t, b.login(" 王 ", password, now))
		during := b.cookie()
		if during == before {
			t.Error("the token was not renewed at login")
		}
		b.is(now, "wang")
		h.secretFree(during, password)
		thief := h.browser()
		steal(thief, before)
		thief.is(now, "")
		b.visit(func(ctx context.Context) { fine(t, h.a.Logout(ctx)) })
		b.is(now, "")
		steal(thief, during)
		thief.is(now, "")
		h.happened("wang", "created")
	})
}

func steal(b *browser, token string) {
	u, _ := url.Parse(b.url)
	b.jar.SetCookies(u, []*http.Cookie{{Name: "lunheng", Value: token, Path: "/"}})
}

// The cookie is not for scripts nor for other sites.
func TestCookie(t *testing.T) {
	h := newHouse(t, storetest.SQLite(t))
	b := h.browser()
	res := b.visit(func(ctx context.Context) { h.a.LoginAs(ctx, "wang", now) })
	c := res.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure || !c.Expires.IsZero() {
		t.Errorf("cookie %+v", c)
	}
	b.is(now, "wang")
	secure, err := auth.NewAccounts(auth.Options{J: h.j, Key: make([]byte, 16), Secure: true})
	fine(t, err)
	h.a = secure
	b = h.browser()
	res = b.visit(func(ctx context.Context) { h.a.LoginAs(ctx, "wang", now) })
	if c := res.Cookies()[0]; !c.Secure || !strings.HasPrefix(c.Name, "__Host-") {
		t.Errorf("cookie %+v", c)
	}
}

// A session ends when nobody uses it, and after its lifetime in any case.
func TestSessionEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		b := h.browser()
		fine(t, b.login("王", password, now))
		b.is(now.Add(time.Hour), "wang")
		b.is(now.Add(2*time.Hour+50*time.Minute), "wang") // in use an hour and 50 minutes ago
		b.is(now.Add(5*time.Hour), "")
		b.is(now, "") // it does not come back
		fine(t, b.login("王", password, now))
		for at := now; at.Before(now.Add(12 * time.Hour)); at = at.Add(time.Hour) {
			b.is(at, "wang")
		}
		b.is(now.Add(12*time.Hour+time.Second), "")
		fine(t, h.a.Sweep(ctx, now.Add(25*time.Hour)))
		if left, err := store.Column[string](db.Read(ctx), `select token from sessions`); len(left) > 0 || err != nil {
			t.Errorf("left after sweeping: %v, %v", left, err)
		}
	})
}

// Looking at pages does not write to the database each time.
func TestReadingDoesNotWrite(t *testing.T) {
	h := newHouse(t, storetest.SQLite(t))
	b := h.browser()
	fine(t, b.login("王", password, now))
	data := func() string {
		texts, err := store.Column[string](h.db.Read(ctx), `select data from sessions where not ended`)
		if err != nil || len(texts) != 1 {
			t.Fatal(texts, err)
		}
		return texts[0]
	}
	before := data()
	b.is(now.Add(time.Minute), "wang")
	if data() != before {
		t.Error("a page view within a minute was written")
	}
	b.is(now.Add(10*time.Minute), "wang")
	if data() == before {
		t.Error("use after ten minutes was not noted")
	}
}

// A request that is under way when the session ends does not bring it back.
func TestEndedStaysEnded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		b := h.browser()
		fine(t, b.login("王", password, now))
		token := b.cookie()
		b.visit(func(slow context.Context) {
			other := h.browser()
			steal(other, token)
			other.visit(func(ctx context.Context) { fine(t, h.a.Logout(ctx)) })
			h.a.Flash(slow, lang.T("完成", "done")) // stored when the slow request ends
		})
		b.is(now, "")
	})
}

// A new password ends the sessions elsewhere and keeps the one at hand.
func TestChangePassword(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		here, there := h.browser(), h.browser()
		fine(t, here.login("王", password, now))
		fine(t, there.login("王", password, now))
		change := func(old, new string) (err error) {
			here.visit(func(ctx context.Context) {
				err = h.a.ChangePassword(ctx, as("wang"), now, auth.NewPassword{Old: old, Password: new})
			})
			return err
		}
		wants(t, change("wrong password", "a new long sentence"), "account.old_password")
		wants(t, change(password, "short"), "account.password.short")
		there.is(now, "wang")
		before := here.cookie()
		fine(t, change(password, "a new long sentence"))
		if here.cookie() == before {
			t.Error("the token was not renewed")
		}
		here.is(now, "wang")
		there.is(now, "")
		wants(t, there.login("王", password, now), "account.wrong")
		fine(t, there.login("王", "a new long sentence", now))
		here.visit(func(ctx context.Context) { fine(t, h.a.EndOtherSessions(ctx, as("wang"))) })
		here.is(now, "wang")
		there.is(now, "")
	})
}

// A sentence for the next page is shown once.
func TestFlash(t *testing.T) {
	h := newHouse(t, storetest.SQLite(t))
	b := h.browser()
	want := lang.T("已提交", "Submitted")
	b.visit(func(ctx context.Context) { h.a.Flash(ctx, want) })
	for i, want := range []lang.Text{want, {}} {
		b.visit(func(ctx context.Context) {
			if got := h.a.TakeFlash(ctx); got != want {
				t.Errorf("page %d: %v; want %v", i, got, want)
			}
		})
	}
	h.a.Flash(ctx, want) // outside of a request nothing happens
	if p, _, err := h.a.Current(ctx, now); !p.IsAnonymous() || err != nil {
		t.Error(p, err)
	}
}

// Language and theme are the person's.
func TestPreferences(t *testing.T) {
	h := newHouse(t, storetest.SQLite(t))
	fine(t, h.a.SetPreferences(ctx, as("wang"), lang.EN, "dark"))
	wants(t, h.a.SetPreferences(ctx, as("wang"), "fr", "dark"), "account.preferences")
	wants(t, h.a.SetPreferences(ctx, as("wang"), lang.ZH, "pink"), "account.preferences")
	p, err := h.a.Get(h.db.Read(ctx), as("wang"), "wang")
	if err != nil || p.Lang != lang.EN || p.Theme != "dark" {
		t.Error(p, err)
	}
}
