package auth_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"lunheng/internal/auth"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

func TestPasswordRules(t *testing.T) {
	h := newHouse(t, storetest.SQLite(t))
	for _, c := range []struct{ password, login, key string }{
		{"short", "", "account.password.short"},
		{"九个汉字的密码不行", "", "account.password.short"},
		{"十个汉字的密码就可以了", "", ""},
		{"all lower case words", "", ""},
		{"aaaaaaaaaaaaa", "", "account.password.common"},
		{"1234567890", "", "account.password.common"},
		{"Password2026!", "", "account.password.common"},
		{"ｐａｓｓｗｏｒｄ１２３", "", "account.password.common"},
		{"qwertyuiopqwertyuiop", "", "account.password.common"},
		{"woaini1314", "", "account.password.common"},
		{"zhangsan2026", "zhangsan", "account.password.login"},
		{"zhangsan likes tea and rain", "zhangsan", ""},
		{"a王b王c王d王e王", "王", ""},
		{strings.Repeat("long ", 250), "", "account.password.long"},
		{strings.Repeat("long ", 200), "", ""},
		{"\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7\xf6\xf5", "", "account.password.characters"},
	} {
		hash, err := h.a.HashPassword(ctx, c.password, c.login)
		if c.key == "" {
			if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") {
				t.Errorf("%q: %q, %v", c.password, hash, err)
			}
			continue
		}
		wants(t, err, c.key)
	}
}

// A hash of an earlier, lower cost is renewed at login.
func TestRehash(t *testing.T) {
	h := newHouse(t, storetest.SQLite(t))
	var err error
	h.a, err = auth.NewAccounts(auth.Options{J: h.j, Key: make([]byte, 16), Cost: auth.Cost{Time: 2, Memory: 128, Threads: 1}})
	fine(t, err)
	b := h.browser()
	fine(t, b.login("王", password, now))
	hashes, err := store.Column[string](h.db.Read(ctx), `select password from accounts where person = 'wang'`)
	if err != nil || !strings.Contains(hashes[0], "m=128,t=2") {
		t.Error(hashes, err)
	}
	fine(t, b.login("王", password, now))
}

// Who goes away while queueing does not get a hash computed.
func TestQueueLeft(t *testing.T) {
	h := newHouse(t, storetest.SQLite(t))
	gone, cancel := context.WithCancel(ctx)
	cancel()
	for range 20 { // a free place and a cancelled wait are both ready: either may win
		if _, err := h.a.HashPassword(gone, password, ""); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if _, err := h.a.HashPassword(ctx, password, ""); err != nil {
		t.Error(err)
	}
}

func TestNetwork(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "192.0.2.7:443": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7",
		"[2001:db8:1:2:3:4:5:6]:80": "2001:db8:1:2::/64", "2001:db8:1:2::9%eth0": "2001:db8:1:2::/64", "@": "@", "": "",
	} {
		if got := auth.Network(in); got != want {
			t.Errorf("%q: %q; want %q", in, got, want)
		}
	}
}

func FuzzNormaliseLogin(f *testing.F) {
	for _, s := range []string{"王", " Wang.Wu ", "ＡＢＣ", "İstanbul", "ﬃ", "a b", "", "\u0345", "K"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := auth.NormaliseLogin(s)
		if err != nil {
			return
		}
		if again, err := auth.NormaliseLogin(got); again != got || err != nil {
			t.Errorf("%q became %q, then %q, %v", s, got, again, err)
		}
		if got == "" || !utf8.ValidString(got) || strings.ContainsAny(got, " \n\x00") {
			t.Errorf("%q became %q", s, got)
		}
	})
}

func FuzzParseToken(f *testing.F) {
	f.Add("lunheng_" + strings.Repeat("A", 43))
	f.Add("lunheng_" + strings.Repeat("A", 42) + "\n")
	f.Add("lunheng_")
	seen := map[string]string{}
	f.Fuzz(func(t *testing.T, s string) {
		hash, ok := auth.ParseToken(s)
		if !ok {
			if hash != "" {
				t.Errorf("%q: refused with hash %q", s, hash)
			}
			return
		}
		if other, dup := seen[hash]; dup && other != s {
			t.Errorf("%q and %q are one token", s, other)
		}
		seen[hash] = s
		if !strings.HasPrefix(s, "lunheng_") || len(s) != 51 || len(hash) != 64 {
			t.Errorf("took %q", s)
		}
	})
}

func FuzzParsePHC(f *testing.F) {
	f.Add(auth.EncodePHC(auth.DefaultCost, make([]byte, 16), make([]byte, 32)))
	f.Add("$argon2id$v=19$m=4294967295,t=1,p=1$AAAA$AAAA")
	f.Fuzz(func(t *testing.T, s string) {
		c, salt, sum, err := auth.ParsePHC(s)
		if err != nil {
			return
		}
		if auth.EncodePHC(c, salt, sum) != s || c.Memory > 256*1024 || c.Time > 16 || c.Threads == 0 || bytes.Equal(salt, sum) {
			t.Errorf("took %q", s)
		}
	})
}
