package api

import (
	"bytes"
	"net/http/httptest"
	"reflect"
	"testing"

	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/learning"
	"lunheng/internal/registry"
	"lunheng/internal/rehearse"
	"lunheng/internal/review"
	"lunheng/internal/rulebook"
)

// Whatever the body of whatever verb: no panic, and the refusal is about the
// request.
func FuzzBody(f *testing.F) {
	a := build(edge.Services{Registry: &registry.Service{}, Review: &review.Service{}, Rulebook: &rulebook.Service{},
		Rehearsal: &rehearse.Service{}, Learning: &learning.Service{}})
	verbs := a.verbs
	commands := make([]command, len(verbs))
	for i, t := range verbs {
		commands[i] = a.command(t, "", true, nil)
		f.Add(i, []byte(`{}`), `"1"`)
	}
	for _, body := range []string{``, `null`, `[]`, `{"reason":1}`, `{"reason":"\u0000"}`, `{"days":1e400}`, `{"days":99999999999999999999}`, `{"days":1.5}`,
		`{"starts_at":"x"}`, `{"values":{"a":{"b":[[[[]]]]}}}`, `{"key":"k","version":1}`, "{\"reason\":\"\xff\"}", `{"reason":"a"} {}`, `{"a":`} {
		f.Add(0, []byte(body), "*")
	}
	f.Fuzz(func(t *testing.T, verb int, body []byte, match string) {
		i := int(uint(verb) % uint(len(verbs)))
		hr := httptest.NewRequest("POST", "/", bytes.NewReader(body))
		hr.Header.Set("If-Match", match)
		r := &Request{Request: hr, a: a, w: httptest.NewRecorder()}
		err := commands[i].read(r, reflect.New(verbs[i]).Elem())
		if code := errs.CodeOf(err); err != nil && code != errs.Invalid && code != errs.TooLarge {
			t.Fatalf("%s: %v", verbs[i], err)
		}
	})
}
