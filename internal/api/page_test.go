package api_test

import (
	"bytes"
	"net/http"
	"os"
	"regexp"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/browsertest"
	"lunheng/internal/htmltest"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }

// The reference has every row and shape, in the reader's language, and all its
// links lead somewhere.
func TestReference(t *testing.T) {
	w := apptest.New(t)
	for l, want := range map[string]string{"zh": "程序接口", "en": "The interface for programs"} {
		req, err := http.NewRequest(http.MethodGet, w.URL+"/api", nil)
		if err != nil {
			t.Fatal(err)
		}
		a := client{t: t, w: w, lang: l}.send(req)
		if a.status != http.StatusOK || a.header.Get("Content-Security-Policy") == "" {
			t.Fatalf("%d %v", a.status, a.header)
		}
		page := htmltest.Parse(t, bytes.NewReader(a.raw))
		page.Contains("h1", want)
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(`<(?:details|section)[^>]* id="([^"]+)"`).FindAllSubmatch(a.raw, -1) {
			ids["#"+string(m[1])] = true
		}
		for _, m := range regexp.MustCompile(`href="(#[^"]+)"`).FindAllSubmatch(a.raw, -1) {
			if href := string(m[1]); href != "#main" && !ids[href] {
				t.Errorf("%s leads nowhere", href)
			}
		}
		if !ids["#post-reviews-review-accept"] || !ids["#shape-ReviewCase"] || len(ids) < 200 {
			t.Errorf("%d rows and shapes", len(ids))
		}
	}
}

// The reference in a browser.
func TestReferenceInABrowser(t *testing.T) {
	w := apptest.New(t)
	tab := browsertest.Open(t, browsertest.Desk)
	tab.Go(w.URL + "/api")
	tab.Eval(`(document.querySelector("#post-reviews-review-accept").open = true, document.querySelector("#get-reviews").open = true, "")`)
	tab.Axe()
	tab.Shot("api-desk")
	tab.NoSidewaysScroll()
	tab.Resize(browsertest.Phone)
	tab.NoSidewaysScroll()
	tab.Shot("api-phone")
}
