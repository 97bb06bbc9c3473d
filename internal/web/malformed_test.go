package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/store/storetest"
	"lunheng/internal/web"
)

var braces = regexp.MustCompile(`\{[a-z]+\}`)

// What is no text is refused with 400 and a page, at every address, in its
// path, its query and its form.
func TestMalformedRequests(t *testing.T) {
	w := apptest.New(t)
	c := w.Client("lin")
	for _, pattern := range web.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		path = strings.TrimSuffix(path, "{$}")
		for _, bad := range []string{"%00", "%ff", "a%c3%28"} {
			addresses := []string{braces.ReplaceAllString(path, "x") + "?q=" + bad, braces.ReplaceAllString(path, "x") + "?" + bad + "=x"}
			if braces.MatchString(path) {
				addresses = append(addresses, braces.ReplaceAllString(path, bad))
			}
			for _, address := range addresses {
				malformed(t, c, w, method, address, "", "")
			}
		}
		if method == http.MethodPost && !strings.HasSuffix(path, "/files") {
			address := braces.ReplaceAllString(path, "x")
			malformed(t, c, w, method, address, "application/x-www-form-urlencoded", "title=%00")
			malformed(t, c, w, method, address, "application/x-www-form-urlencoded", "%ff=x")
			var b bytes.Buffer
			form := multipart.NewWriter(&b)
			if err := form.WriteField("title", "a\x00b"); err != nil {
				t.Fatal(err)
			}
			form.Close()
			malformed(t, c, w, method, address, form.FormDataContentType(), b.String())
		}
	}
}

func malformed(t *testing.T, c *http.Client, w *apptest.World, method, address, media, body string) {
	t.Helper()
	req, err := http.NewRequest(method, w.URL+address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", media)
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusBadRequest || !strings.Contains(string(page), "<h1") {
		t.Errorf("%s %s %q: %s\n%.200s", method, address, body, res.Status, page)
	}
}

// The public pages and the API on PostgreSQL, which takes no NUL.
func TestMalformedOnPostgreSQL(t *testing.T) {
	w := apptest.Make(t, app.Storage{Data: t.TempDir(), Database: storetest.PostgresURL(t)})
	c := w.Client("lin")
	for _, address := range []string{"/verify/%00", "/verify/x?number=%00", "/verify/%00/letter.pdf", "/search?q=a%00", "/reviews/%00", "/nowhere/%00"} {
		malformed(t, c, w, http.MethodGet, address, "", "")
	}
	for _, address := range []string{"/api/v1/decisions/%00", "/api/v1/regions?q=%00", "/api/v1/reviews/%ff", "/api/v1/nowhere%00"} {
		res, err := c.Get(w.URL + address)
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusBadRequest || !strings.Contains(string(raw), `"key":"edge.text"`) {
			t.Errorf("%s: %s %s", address, res.Status, raw)
		}
	}
}
