package web_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
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

// A page of trouble leads back to a page of ours alone, wherever the browser says that
// it came from.
func TestTroubleLeadsBackHere(t *testing.T) {
	w := apptest.New(t)
	c := w.Client("lin")
	for from, back := range map[string]bool{"https://evil.invalid/x": false, "javascript:alert(1)": false, w.URL + "/activities?state=draft": true} {
		req, err := http.NewRequest(http.MethodGet, w.URL+"/activities/nowhere", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Referer", from)
		res, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusNotFound || strings.Contains(string(page), `href="`+from+`"`) != back {
			t.Errorf("from %s: %s, %v, and the page leads back there: %v", from, res.Status, err, !back)
		}
	}
}
