package web_test

import (
	"net/http"
	"net/url"
	"os"
	"testing"
)

// The calendar is the administrators': they see it and load announcements; a
// mistake keeps what was typed.
func TestTheCalendarIsTheAdministrators(t *testing.T) {
	b := newBench(t)
	for name, want := range map[string]int{"admin": http.StatusOK, "officer": http.StatusForbidden, "lin": http.StatusForbidden, "secretary": http.StatusForbidden} {
		for _, path := range []string{"/admin/calendar", "/admin/calendar/new"} {
			res, err := b.Client(name).Get(b.URL + path)
			b.ok(err)
			res.Body.Close()
			if res.StatusCode != want {
				t.Errorf("%s at %s: %s", name, path, res.Status)
			}
		}
	}
	raw, err := os.ReadFile("../clocks/testdata/2027.json")
	b.ok(err)
	form := url.Values{"notice": {string(raw)}, "source": {"https://www.gov.cn/somewhere"}, "key": {"k1"}}
	if status, _ := b.send(b.Client("lin"), "/admin/calendar/new", form); status != http.StatusForbidden {
		t.Errorf("a researcher loads: %d", status)
	}
	admin := b.Client("admin")
	wrong := url.Values{"notice": {`{"year": 2027}`}, "key": {"k2"}}
	status, page := b.send(admin, "/admin/calendar/new", wrong)
	if status != http.StatusUnprocessableEntity {
		t.Errorf("an empty announcement: %d", status)
	}
	page.Contains("#f-notice", `{"year": 2027}`)
	page.Contains(".summary", "尚未公布")
	_, page = b.send(admin, "/admin/calendar/new", form)
	page.Contains("td", "2027")
	page.Contains("td", "https://www.gov.cn/somewhere")
	if !b.Calendar.Now().Announced(2027) {
		t.Error("the year is not in force")
	}
	status, page = b.send(admin, "/admin/calendar/new", url.Values{"notice": {string(raw)}, "key": {"k3"}})
	if status != http.StatusConflict {
		t.Errorf("the same again: %d", status)
	}
	page.Contains(".summary", "已经装入")
}
