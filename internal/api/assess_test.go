package api_test

import (
	"net/http"
	"strings"
	"testing"

	"lunheng/internal/app/apptest"
)

// The check is open to all, and the reader behind it takes the square of what
// it is given: large profiles are refused, blanks and repeated keys never reach it.
func TestAssessTakesLittle(t *testing.T) {
	w := apptest.New(t)
	c := client{t: t, w: w, lang: "en"}
	for _, large := range []string{
		strings.Repeat(" ", 65<<10) + "{}",
		"{" + strings.Repeat(`"a":1,`, 12<<10) + `"a":1}`,
	} {
		if p := c.call("POST", "/assess", large).problem(); p.Status != http.StatusRequestEntityTooLarge || p.Key != "api.assess.large" {
			t.Errorf("%d bytes: %+v", len(large), p)
		}
	}
	profile := `{"activity":{"title":"青少年睡眠","unit":{"region":"440305"},"fields":["medicine"],"humans":{"participants":"survey"}}}`
	c.want(c.call("POST", "/assess", strings.Repeat("\n", 60<<10)+profile), http.StatusOK, "a profile after many blanks")
	again := strings.Replace(profile, `"title"`, strings.Repeat(`"title":"x",`, 5000)+`"title"`, 1)
	c.want(c.call("POST", "/assess", again), http.StatusOK, "a key many times over")
	for _, broken := range []string{"activity:\n  title: x", "{", profile + profile, "&a [*a]"} {
		if p := c.call("POST", "/assess", broken).problem(); p.Status != http.StatusUnprocessableEntity || p.Key != "api.json" {
			t.Errorf("%.20q: %+v", broken, p)
		}
	}
}
