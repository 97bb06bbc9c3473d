package auth_test

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// cheap is a cost at which tests are quick.
var cheap = auth.Cost{Time: 1, Memory: 64, Threads: 1}

const password = "correct horse 电池 staple"

// house is a house with an administrator and a person, who have accounts.
type house struct {
	t  *testing.T
	db *store.DB
	a  *auth.Accounts
	j  *journal.Journal
}

func newHouse(t *testing.T, db *store.DB) *house {
	t.Helper()
	types, err := journal.MakeTypes(auth.Types())
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: db, j: journal.Open(db, types, nil, nil)}
	h.a, err = auth.NewAccounts(auth.Options{J: h.j, Key: []byte("0123456789abcdef"), Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"admin", "wang", "zhao"} {
		insert(t, db, "persons", columns{"id": p, "state": "active"})
	}
	insert(t, db, "offices", columns{"id": "o", "person": "admin", "role": "administrator", "body_kind": "system", "body": "system",
		"from_day": "2020-01-01", "active": true})
	h.make("admin", "admin@house")
	h.make("wang", "王")
	return h
}

func (h *house) make(person, login string) {
	h.t.Helper()
	hash, err := h.a.HashPassword(ctx, password, login)
	if err != nil {
		h.t.Fatal(err)
	}
	_, err = h.j.Do(ctx, journal.Act{Actor: journal.System, Now: now}, func(tx *journal.Tx) error {
		return h.a.Make(tx, auth.NewAccount{Person: person, Login: login, Hash: hash})
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// as is a person who is logged in.
func as(person string) auth.Principal { return auth.Session(person, now) }

// happened checks the events of an account, exactly.
func (h *house) happened(person string, want ...string) {
	h.t.Helper()
	events, err := h.j.Stream(h.db.Read(ctx), "account/"+person)
	if err != nil {
		h.t.Fatal(err)
	}
	var got []string
	for _, e := range events {
		got = append(got, strings.TrimPrefix(e.Type, "account."))
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		h.t.Errorf("%s: happened %v; want %v", person, got, want)
	}
}

// secretFree checks that a text is nowhere in the journal nor in the tables
// that hold accounts.
func (h *house) secretFree(secrets ...string) {
	h.t.Helper()
	for _, q := range []string{`select body from events`, `select data from sessions`, `select token from sessions`,
		`select hash from api_tokens`, `select hash from setup_tokens`, `select key from login_limits`, `select password from accounts`} {
		texts, err := store.Column[string](h.db.Read(ctx), q)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, s := range secrets {
			if strings.Contains(strings.Join(texts, "\n"), s) {
				h.t.Errorf("%s: shows %q", q, s)
			}
		}
	}
}

// browser is somebody's browser: it keeps cookies between requests.
type browser struct {
	h    *house
	jar  http.CookieJar
	http *http.Client
	url  string
	mu   sync.Mutex
	do   func(context.Context)
}

func (h *house) browser() *browser {
	b := &browser{h: h}
	srv := httptest.NewServer(h.a.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.do(r.Context())
		w.WriteHeader(http.StatusNoContent)
	})))
	h.t.Cleanup(srv.Close)
	b.jar, _ = cookiejar.New(nil)
	b.http, b.url = &http.Client{Jar: b.jar}, srv.URL
	return b
}

// visit makes one request during which do runs.
func (b *browser) visit(do func(ctx context.Context)) *http.Response {
	b.h.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.do = do
	res, err := b.http.Get(b.url)
	if err != nil {
		b.h.t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		b.h.t.Fatalf("status %d", res.StatusCode)
	}
	return res
}

func (b *browser) login(login, password string, at time.Time) (err error) {
	b.visit(func(ctx context.Context) { _, err = b.h.a.Login(ctx, login, password, "192.0.2.1:55", at) })
	return err
}

// who is logged in at a time; empty: nobody.
func (b *browser) who(at time.Time) (person string) {
	b.h.t.Helper()
	b.visit(func(ctx context.Context) {
		p, profile, err := b.h.a.Current(ctx, at)
		if err != nil || p.Person != profile.Person {
			b.h.t.Errorf("current: %v, %v, %v", p, profile, err)
		}
		person = p.Person
	})
	return person
}

func (b *browser) is(at time.Time, want string) {
	b.h.t.Helper()
	if got := b.who(at); got != want {
		b.h.t.Errorf("logged in: %q; want %q", got, want)
	}
}

func wants(t *testing.T, err error, key string) {
	t.Helper()
	if !errs.Has(err, key) {
		t.Errorf("got %v; want %s", err, key)
	}
}

func fine(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
