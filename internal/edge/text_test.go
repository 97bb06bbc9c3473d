package edge_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"lunheng/internal/edge"
	"lunheng/internal/errs"
)

// Whatever an address holds: either it is refused, or all that a handler can
// read of it is text that every database takes.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"/verify/%00", "/verify/%ff?number=%00", "/a?x=%C3%28", "/审查/一?q=王", "/a?q=%E7%8E%8B&q=%zz", "//x%2f%00", "/?\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		u, err := url.ParseRequestURI(address)
		if err != nil {
			t.Skip()
		}
		r := &http.Request{Method: http.MethodGet, URL: u}
		err = edge.Address(r)
		if err != nil && edge.Status(err) != http.StatusBadRequest {
			t.Errorf("%q: refused with %d", address, edge.Status(err))
		}
		bad := func(s string) bool { return !utf8.ValidString(s) || strings.ContainsRune(s, 0) }
		seen := bad(u.Path)
		for name, values := range u.Query() {
			seen = seen || bad(name) || bad(strings.Join(values, ""))
		}
		if seen != (err != nil) {
			t.Errorf("%q: holds what is no text: %v; refused: %v", address, seen, err)
		}
		if errs.CodeOf(err) == errs.Internal {
			t.Errorf("%q: %v", address, err)
		}
	})
}
