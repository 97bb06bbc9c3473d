package auth_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// The table of accounts is sound, and its events are those of the package.
func TestAccountTable(t *testing.T) {
	fine(t, auth.AccountTable.Check())
	types := map[string]bool{}
	for _, ty := range auth.Types() {
		types[ty.Name] = true
	}
	used := map[string]bool{}
	for _, tr := range auth.AccountTable.Transitions {
		used[tr.Event] = true
		if !types[tr.Event] {
			t.Errorf("%s has no type", tr.Event)
		}
	}
	if len(used) != len(types) {
		t.Errorf("%d types, %d in the table", len(types), len(used))
	}
}

// An administrator makes, resets, disables and enables accounts; nobody else.
func TestAdministration(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		_, err := h.a.Create(ctx, as("wang"), now, auth.Create{Person: "zhao", Login: "zhao"})
		wants(t, err, "auth.not_found")
		_, err = h.a.Create(ctx, as("admin"), now, auth.Create{Person: "zhao", Login: "ＡＤＭＩＮ@house"})
		wants(t, err, "account.login_taken")
		_, err = h.a.Create(ctx, as("admin"), now, auth.Create{Person: "wang", Login: "wang"})
		wants(t, err, "account.state")
		h.happened("zhao")
		first, err := h.a.Create(ctx, as("admin"), now, auth.Create{Person: "zhao", Login: "Zhao"})
		fine(t, err)
		b := h.browser()
		fine(t, b.login("zhao", first, now))
		if p, err := h.a.Get(db.Read(ctx), as("zhao"), "zhao"); err != nil || !p.MustChange || p.Login != "zhao" {
			t.Error(p, err)
		}
		fine(t, h.a.ChangePassword(ctx, as("zhao"), now, auth.NewPassword{Old: first, Password: password}))
		fine(t, b.login("zhao", password, now))

		wants(t, errOf(h.a.Disable(ctx, as("wang"), now, auth.Disable{Person: "zhao"})), "auth.not_found")
		wants(t, errOf(h.a.Disable(ctx, as("admin"), now, auth.Disable{Person: "admin"})), "account.disable_self")
		fine(t, errOf(h.a.Disable(ctx, as("admin"), now, auth.Disable{Person: "zhao"})))
		b.is(now, "")
		wants(t, b.login("zhao", password, now), "account.disabled")
		wants(t, b.login("zhao", "wrong password", now), "account.wrong")
		wants(t, errOf(h.a.Disable(ctx, as("admin"), now, auth.Disable{Person: "zhao"})), "account.state")
		fine(t, errOf(h.a.Enable(ctx, as("admin"), now, auth.Enable{Person: "zhao"})))
		fine(t, b.login("zhao", password, now))

		second, err := h.a.Reset(ctx, as("admin"), now, auth.Reset{Person: "zhao"})
		fine(t, err)
		b.is(now, "")
		wants(t, b.login("zhao", password, now), "account.wrong")
		fine(t, b.login("zhao", second, now))
		h.happened("zhao", "created", "disabled", "enabled", "password_reset")
		h.secretFree(first, second, password)
	})
}

// An administrator sees all accounts, page by page; others their own.
func TestListOfAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		h.make("zhao", "zhao")
		all := func(p auth.Principal) string {
			var out []string
			for page := (store.Paging{Limit: 2}); ; {
				got, err := h.a.List(db.Read(ctx), p, page)
				fine(t, err)
				for _, a := range got.Items {
					out = append(out, a.Person)
				}
				if page.After = got.Next; got.Next == "" {
					return strings.Join(out, " ")
				}
			}
		}
		if got := all(as("admin")); got != "admin wang zhao" {
			t.Error(got)
		}
		if got := all(as("wang")); got != "wang" {
			t.Error(got)
		}
		if got := all(as("")); got != "" {
			t.Error(got)
		}
	})
}

// API tokens do what their person may, within their scopes and time.
func TestTokens(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		id, token, err := h.a.MakeToken(ctx, as("wang"), now, auth.MakeToken{Label: "脚本", Scopes: []auth.Scope{auth.Write, auth.Read}, Days: 30})
		fine(t, err)
		p, err := h.a.ByToken(ctx, token, now)
		if err != nil || p.Person != "wang" || len(p.Scopes) != 2 || !p.May(auth.Read) || p.May(auth.Admin) {
			t.Fatal(p, err)
		}
		wants(t, auth.Allow(db.Read(ctx), p, auth.AccountToken, auth.Account, "wang"), "auth.not_found")
		page, err := h.a.Tokens(db.Read(ctx), as("wang"), store.Paging{})
		list := page.Items
		if err != nil || len(list) != 1 || list[0].ID != id || !list[0].Used.Equal(now) || list[0].Label != "脚本" {
			t.Error(list, err)
		}
		for name, bad := range map[string]string{"changed": token[:len(token)-1] + "x", "empty": "", "other": "lunheng_" + strings.Repeat("A", 43)} {
			if _, err := h.a.ByToken(ctx, bad, now); errs.CodeOf(err) != errs.Login {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err = h.a.ByToken(ctx, token, now.AddDate(0, 0, 31))
		wants(t, err, "auth.token")
		wants(t, h.a.RevokeToken(ctx, as("admin"), now, id), "auth.not_found")
		fine(t, errOf(h.a.Disable(ctx, as("admin"), now, auth.Disable{Person: "wang"})))
		_, err = h.a.ByToken(ctx, token, now)
		wants(t, err, "auth.token")
		fine(t, errOf(h.a.Enable(ctx, as("admin"), now, auth.Enable{Person: "wang"})))
		fine(t, h.a.RevokeToken(ctx, as("wang"), now, id))
		_, err = h.a.ByToken(ctx, token, now)
		wants(t, err, "auth.token")
		wants(t, h.a.RevokeToken(ctx, as("wang"), now, id), "auth.not_found")
		h.happened("wang", "created", "token_made", "disabled", "enabled", "token_revoked")
		h.secretFree(token, strings.TrimPrefix(token, "lunheng_"), "脚本")
	})
}

// Who gets a new password keeps no token that the old one opened: after a
// reset by an administrator none, after one's own change only what was to be
// kept. While a password for one login waits to be changed, tokens wait too.
func TestNewPasswordEndsTokens(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		made := func() string {
			t.Helper()
			_, token, err := h.a.MakeToken(ctx, as("wang"), now, auth.MakeToken{Label: "脚本", Scopes: []auth.Scope{auth.Read}, Days: 30})
			fine(t, err)
			return token
		}
		refused := func(token, key string) {
			t.Helper()
			_, err := h.a.ByToken(ctx, token, now)
			wants(t, err, key)
		}
		works := func(token string) {
			t.Helper()
			_, err := h.a.ByToken(ctx, token, now)
			fine(t, err)
		}
		first, second := made(), made()
		once, err := h.a.Reset(ctx, as("admin"), now, auth.Reset{Person: "wang"})
		fine(t, err)
		refused(first, "auth.token")
		refused(second, "auth.token")
		page, err := h.a.Tokens(db.Read(ctx), as("wang"), store.Paging{})
		list := page.Items
		if err != nil || len(list) != 2 || list[0].Revoked.IsZero() || list[1].Revoked.IsZero() {
			t.Error(list, err)
		}
		waiting := made()
		refused(waiting, "auth.token.must_change")
		fine(t, h.a.ChangePassword(ctx, as("wang"), now, auth.NewPassword{Old: once, Password: password, KeepTokens: true}))
		works(waiting)
		fine(t, h.a.ChangePassword(ctx, as("wang"), now, auth.NewPassword{Old: password, Password: password + "!"}))
		refused(waiting, "auth.token")
		h.happened("wang", "created", "token_made", "token_made", "password_reset", "token_revoked", "token_revoked", "token_made", "token_revoked")
	})
}

// Of the account of somebody who was erased nothing is left in the files of
// the database, not even while it is open: neither the login, nor the label of
// a token, nor a session, nor an older login's text.
func TestClosedAccountLeavesNoBytes(t *testing.T) {
	dir := t.TempDir()
	db, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "a.db")})
	fine(t, err)
	defer db.Close()
	fine(t, db.Migrate(ctx))
	h := newHouse(t, db)
	for i := range 300 { // the row does not lie alone
		insert(t, db, "accounts", columns{"person": fmt.Sprintf("p%03d", i), "login": fmt.Sprintf("login%03d", i)})
	}
	h.make("zhao", "zhao.guangming@example.org")
	_, _, err = h.a.MakeToken(ctx, as("zhao"), now, auth.MakeToken{Label: "zhao-guangmings-script", Scopes: []auth.Scope{auth.Read}, Days: 30})
	fine(t, err)
	b := h.browser()
	fine(t, b.login("zhao.guangming@example.org", password, now))
	b.visit(func(c context.Context) { h.a.Flash(c, lang.Same("flash-for-zhao")) })
	traces := []string{"zhao.guangming@example.org", "zhao-guangmings-script", "flash-for-zhao"}
	found := func() (out []string) {
		files, err := filepath.Glob(filepath.Join(dir, "a.db*"))
		fine(t, err)
		for _, name := range files {
			raw, err := os.ReadFile(name)
			fine(t, err)
			for _, trace := range traces {
				if bytes.Contains(raw, []byte(trace)) {
					out = append(out, trace+" in "+filepath.Base(name))
				}
			}
		}
		return out
	}
	if len(found()) < len(traces) {
		t.Fatalf("before: %v; this test would see nothing", found())
	}
	_, err = h.j.Do(ctx, journal.Act{Actor: "admin", Now: now}, func(tx *journal.Tx) error { return h.a.Close(tx, "zhao") })
	fine(t, err)
	fine(t, db.Scrub(ctx))
	if left := found(); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// Everything that is wrong with a wish for a token is said at once; a token
// cannot make a stronger one.
func TestTokenWishes(t *testing.T) {
	h := newHouse(t, storetest.SQLite(t))
	_, _, err := h.a.MakeToken(ctx, as("wang"), now, auth.MakeToken{Scopes: []auth.Scope{"everything"}, Days: 9999})
	for _, key := range []string{"account.token.label", "account.token.scope", "account.token.days"} {
		wants(t, err, key)
	}
	weak := as("wang")
	weak.Scopes = []auth.Scope{auth.Admin}
	_, _, err = h.a.MakeToken(ctx, weak, now, auth.MakeToken{Label: "x", Scopes: []auth.Scope{auth.Write}, Days: 1})
	wants(t, err, "account.token.scope")
}

// A flood of guesses is stopped, also when it comes all at once; it locks out
// neither others nor the person elsewhere, and ends by itself.
func TestLoginLimits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		var mu sync.Mutex
		var wg sync.WaitGroup
		got := map[errs.Code]int{}
		for range 30 {
			wg.Go(func() {
				b := h.browser()
				err := b.login("王", "a wrong guess", now)
				mu.Lock()
				defer mu.Unlock()
				got[errs.CodeOf(err)]++
			})
		}
		wg.Wait()
		if got[errs.Login] != 10 || got[errs.TooMany] != 20 {
			t.Errorf("answers: %v; want 10 refusals and 20 stopped", got)
		}
		b := h.browser()
		wants(t, b.login("王", password, now), "account.too_many")
		fine(t, b.login("admin@house", password, now))
		var err error
		b.visit(func(c context.Context) { _, err = h.a.Login(c, "王", password, "[2001:db8::1]:9", now) })
		fine(t, err)
		h.secretFree("192.0.2.1", "2001:db8", "王")
		fine(t, b.login("王", password, now.Add(15*time.Minute)))
		fine(t, h.a.Sweep(ctx, now.Add(time.Hour)))
		if left, _ := store.Column[string](db.Read(ctx), `select key from login_limits`); len(left) > 0 {
			t.Errorf("kept too long: %v", left)
		}
	})
}

// One address that tries ever new logins is stopped, and fills no table: what
// is refused is not written down.
func TestRefusedAttemptsLeaveNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		b, stopped := h.browser(), 0
		rows := func() int {
			keys, err := store.Column[string](db.Read(ctx), `select key from login_limits`)
			fine(t, err)
			return len(keys)
		}
		for i := range 200 {
			if errs.CodeOf(b.login(fmt.Sprintf("nobody%d", i), "guess", now)) == errs.TooMany {
				t.Fatalf("stopped at attempt %d", i)
			}
		}
		full := rows()
		for i := range 20 {
			if errs.CodeOf(b.login(fmt.Sprintf("another%d", i), "guess", now)) == errs.TooMany {
				stopped++
			}
		}
		if stopped != 20 || rows() != full {
			t.Errorf("%d of 20 stopped, %d rows after %d", stopped, rows(), full)
		}
	})
}

// Right logins in a row are not counted as failures.
func TestManyRightLogins(t *testing.T) {
	h := newHouse(t, storetest.SQLite(t))
	b := h.browser()
	for range 25 {
		fine(t, b.login("王", password, now))
	}
}

// The first administrator is made with a token from the terminal, once, and
// only where there is nobody yet.
func TestSetup(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		types, _ := journal.MakeTypes(auth.Types())
		j := journal.Open(db, types, nil, nil)
		a, err := auth.NewAccounts(auth.Options{J: j, Key: make([]byte, 16), Cost: cheap})
		fine(t, err)
		one, err := a.SetupToken(ctx, now)
		fine(t, err)
		two, err := a.SetupToken(ctx, now) // another server, or the same after a restart
		fine(t, err)
		fine(t, a.CheckSetup(db.Read(ctx), one))
		wants(t, a.CheckSetup(db.Read(ctx), "setup_"+strings.Repeat("A", 43)), "account.setup")
		wants(t, a.CheckSetup(db.Read(ctx), "guess"), "account.setup")
		use := func(token, person string) error {
			_, err := j.Do(ctx, journal.Act{Actor: person, Now: now}, func(tx *journal.Tx) error {
				if err := a.UseSetup(tx, token); err != nil {
					return err
				}
				return a.Make(tx, auth.NewAccount{Person: person, Login: person, Hash: ""})
			})
			return err
		}
		var wg sync.WaitGroup
		results := make([]error, 2)
		for i, token := range []string{one, two} {
			wg.Go(func() { results[i] = use(token, token[6:16]) })
		}
		wg.Wait()
		if (results[0] == nil) == (results[1] == nil) {
			t.Fatalf("two at once: %v", results)
		}
		wants(t, use(one, "p"), "account.setup")
		wants(t, use(two, "p"), "account.setup")
		if again, err := a.SetupToken(ctx, now); again != "" || err != nil {
			t.Errorf("a token although there is an account: %q, %v", again, err)
		}
		if need, err := a.NeedsSetup(db.Read(ctx)); need || err != nil {
			t.Error(need, err)
		}
	})
}

// Who is erased has no account, no session and no token left.
func TestClose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		b := h.browser()
		fine(t, b.login("王", password, now))
		_, token, err := h.a.MakeToken(ctx, as("wang"), now, auth.MakeToken{Label: "x", Scopes: []auth.Scope{auth.Read}, Days: 1})
		fine(t, err)
		for _, person := range []string{"wang", "zhao"} { // zhao has no account
			_, err := h.j.Do(ctx, journal.Act{Actor: "admin", Now: now}, func(tx *journal.Tx) error { return h.a.Close(tx, person) })
			fine(t, err)
		}
		b.is(now, "")
		_, err = h.a.ByToken(ctx, token, now)
		wants(t, err, "auth.token")
		wants(t, b.login("王", password, now), "account.wrong")
		h.happened("wang", "created", "token_made", "closed")
		h.happened("zhao")
	})
}

// errOf is the error of an act of which no more is asked.
func errOf(_ journal.Outcome, err error) error { return err }
