package static_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lunheng/internal/web/static"
)

func get(t *testing.T, url string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, url, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestHashedAddressMayBeKeptForEver(t *testing.T) {
	for _, name := range []string{"lunheng.css", "lunheng.js", "htmx.min.js", "mark.svg"} {
		res := get(t, static.URL(name))
		if res.StatusCode != http.StatusOK {
			t.Fatalf("%s: status %d", name, res.StatusCode)
		}
		if cc := res.Header.Get("Cache-Control"); !strings.Contains(cc, "immutable") {
			t.Errorf("%s: Cache-Control %q", name, cc)
		}
	}
}

func TestOtherHashIsServedButNotKept(t *testing.T) {
	res := get(t, static.Prefix+"000000000000/lunheng.css")
	if res.StatusCode != http.StatusOK || res.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("status %d, Cache-Control %q", res.StatusCode, res.Header.Get("Cache-Control"))
	}
}

func TestFaviconIsTheMark(t *testing.T) {
	if res := get(t, "/favicon.ico"); res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "image/svg+xml" {
		t.Errorf("status %d, type %q", res.StatusCode, res.Header.Get("Content-Type"))
	}
}

func TestUnknownFileIsNotFound(t *testing.T) {
	for _, path := range []string{"nothing.css", "../static.go", "x/../../static.go", ""} {
		if res := get(t, static.Prefix+path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%q: status %d", path, res.StatusCode)
		}
	}
}

func TestCompressedAndConditional(t *testing.T) {
	url := static.URL("htmx.min.js")
	res := get(t, url, "Accept-Encoding", "br, gzip")
	if res.Header.Get("Content-Encoding") != "gzip" || res.ContentLength > 30_000 {
		t.Errorf("encoding %q, length %d", res.Header.Get("Content-Encoding"), res.ContentLength)
	}
	if again := get(t, url, "If-None-Match", res.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("conditional: status %d", again.StatusCode)
	}
}

// Nothing may be loaded from elsewhere, and no style may depend on a page.
func TestFilesNameNoOtherHost(t *testing.T) {
	for _, name := range []string{"lunheng.css", "lunheng.js", "mark.svg"} {
		w := httptest.NewRecorder()
		static.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, static.URL(name), nil))
		body := strings.ReplaceAll(w.Body.String(), "http://www.w3.org/2000/svg", "")
		if strings.Contains(body, "://") || strings.Contains(body, "@import") {
			t.Errorf("%s refers to another host", name)
		}
	}
}
