package api_test

import (
	"bytes"
	"net/http"
	"slices"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
	"lunheng/internal/store"
)

// An act that tells a secret has one effect for each key. The second answer
// says what was made and not the secret, which is kept nowhere.
func TestSecretsAreToldOnce(t *testing.T) {
	w := apptest.New(t)
	admin := as(w, "admin", auth.Read, auth.Write, auth.Admin)
	person := admin.do("/people", map[string]any{"unit": w.Unit, "kind": "staff", "record": map[string]any{"name": "孙一"}}).done().ID
	for _, c := range []struct {
		path   string
		body   any
		status int
		names  string // what the second answer names
	}{
		{"/me/tokens", map[string]any{"label": "脚本", "scopes": []string{"read"}, "days": 7}, http.StatusCreated, ""},
		{"/accounts", map[string]any{"person": person, "login": "sun"}, http.StatusCreated, person},
		{"/accounts/" + w.Person("lin") + "/reset", nil, http.StatusOK, w.Person("lin")},
	} {
		key := []string{"Idempotency-Key", "once " + c.path}
		first := admin.want(admin.call("POST", c.path, c.body, key...), c.status, c.path)
		got := read[struct{ ID, Token, Password string }](first)
		again := admin.want(admin.call("POST", c.path, c.body, key...), http.StatusConflict, c.path+" again")
		if p := again.problem(); p.Key != "account.told_once" || !bytes.Contains(again.raw, []byte(c.names+got.ID)) || bytes.Contains(again.raw, []byte("\""+got.Token+got.Password)) {
			t.Errorf("%s again: %s", c.path, again.raw)
		}
	}
	if tokens := read[store.Page[auth.Token]](admin.get("/me/tokens", 200)).Items; len(tokens) != 2 {
		t.Errorf("%d tokens", len(tokens))
	}
}

// Every row that changes something takes a key.
func TestEveryChangeTakesAKey(t *testing.T) {
	looks := []string{"/assess", "/people/search", "/reporting/channel", "/reporting/proof", // keep nothing: POST keeps their words out of addresses
		"/reporting", "/reporting/letters"} // keep nothing about a request; the digest of the letter makes a repetition one with the first
	var doc struct {
		Paths map[string]map[string]struct{ Parameters []struct{ Name string } }
	}
	client{t: t, w: apptest.New(t)}.get("/openapi.json", 200).into(&doc)
	changes := 0
	for path, ops := range doc.Paths {
		for method, op := range ops {
			if method == "get" || method == "delete" || slices.Contains(looks, path) { // what is gone is gone: DELETE needs none
				continue
			}
			changes++
			if !slices.ContainsFunc(op.Parameters, func(p struct{ Name string }) bool { return p.Name == "Idempotency-Key" }) {
				t.Errorf("%s %s ignores Idempotency-Key", method, path)
			}
		}
	}
	if changes < 60 {
		t.Errorf("only %d rows change anything", changes)
	}
}

// The same key twice: one effect, the same answer.
func TestAccountActsHaveOneEffect(t *testing.T) {
	w := apptest.New(t)
	admin := as(w, "admin", auth.Read, auth.Write, auth.Admin)
	account := "/accounts/" + w.Person("lin")
	for _, path := range []string{account + "/lock", account + "/unlock", account + "/tokens/revoke"} {
		key := []string{"Idempotency-Key", "one " + path}
		first := admin.want(admin.call("POST", path, nil, key...), http.StatusOK, path).done()
		again := admin.want(admin.call("POST", path, nil, key...), http.StatusOK, path+" again").done()
		if first.Repeated || !again.Repeated || again.ID != first.ID || again.Version != first.Version {
			t.Errorf("%s: %+v, then %+v", path, first, again)
		}
	}
	if p := admin.want(admin.call("POST", account+"/lock", nil, "Idempotency-Key", "one "+account+"/unlock"), http.StatusConflict, "another act").problem(); p.Key != "journal.key_reused" {
		t.Error(p.Key)
	}
}
