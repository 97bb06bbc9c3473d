package api_test

import (
	"bytes"
	"net/http"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
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
	if tokens := read[items[auth.Token]](admin.get("/me/tokens", 200)).Items; len(tokens) != 2 {
		t.Errorf("%d tokens", len(tokens))
	}
}
