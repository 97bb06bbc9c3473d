package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"lunheng/internal/app/apptest"
)

// Logging in leads back to a page of ours alone, whatever the address says.
func TestBackStaysHere(t *testing.T) {
	w := apptest.New(t)
	for _, back := range []string{"//evil.invalid", "https://evil.invalid/", "/\\evil.invalid", "/\t/evil.invalid", "\t//evil.invalid", "/\x7f/evil.invalid"} {
		c := w.Client("")
		c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		res, err := c.PostForm(w.URL+"/login", url.Values{"login": {"lin"}, "password": {apptest.Password}, "back": {back}})
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if to := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || to != "/home" {
			t.Errorf("back=%q leads to %q (%s)", back, to, res.Status)
		}
	}
}
