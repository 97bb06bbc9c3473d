package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"lunheng/internal/htmltest"
	"lunheng/internal/review"
	"lunheng/internal/web"
)

// A value that a filter does not offer is refused beside the filter, on every list
// that has filters; none shows an empty list or a full one.
func TestUnknownFilterValues(t *testing.T) {
	b := newBench(t)
	b.FoundBureau()
	lists := 0
	for _, who := range []string{"secretary", "admin", "officer", "bureau"} {
		c := b.Client(who)
		for _, pattern := range web.Patterns() {
			path, ok := strings.CutPrefix(pattern, "GET ")
			if !ok || strings.Contains(path, "{") || path == "/check" || path == "/styleguide" {
				continue
			}
			page, status := b.peek(c, path)
			if status != http.StatusOK {
				continue
			}
			for _, field := range page.All(".filters select") {
				name := htmltest.Attr(field, "name")
				lists++
				page, status := b.peek(c, path+"?"+name+"=nonsense")
				if status != http.StatusUnprocessableEntity {
					t.Errorf("%s: %s?%s=nonsense: %d", who, path, name, status)
					continue
				}
				page.Contains("#f-"+name+"-error", "nonsense")
				if page.Count("main tbody tr") > 0 {
					t.Errorf("%s?%s=nonsense lists something", path, name)
				}
				page.Contains(".chips a", "nonsense")
			}
		}
	}
	if lists < 30 {
		t.Errorf("only %d filters were found", lists)
	}
}

// peek reads a page whatever its status.
func (b *bench) peek(c *http.Client, path string) (*htmltest.Page, int) {
	b.t.Helper()
	res, err := c.Get(b.URL + path)
	b.ok(err)
	defer res.Body.Close()
	return htmltest.Parse(b.t, res.Body), res.StatusCode
}

// A meeting that began days ago and was not closed is still to come to an end, so
// it stands among those to come; both lists have pages.
func TestMeetingsAreNeverLost(t *testing.T) {
	b := newBench(t)
	_, _, open := b.ListedSitting("侵入式脑机接口试验")
	b.Advance(72 * time.Hour)
	sec := b.As("secretary")
	for i := range 60 {
		id := b.did(b.Review.PlanMeeting(ctx, sec, b.tick(), review.PlanMeeting{Committee: b.Committee, StartsAt: b.Now().Add(time.Duration(i+1) * time.Hour), Mode: review.InPerson, Place: "305"}))
		if i%2 == 0 {
			b.did(b.Review.Cancel(ctx, sec, b.tick(), review.OnMeeting{Meeting: id, Reason: "改期"}))
		}
	}
	c := b.Client("secretary")
	count := func(path string) (rows int, all string) {
		for n := 0; path != "" && n < 10; n++ {
			page := b.visit(c, path)
			for _, a := range page.All("tbody td a") {
				rows++
				all += htmltest.Attr(a, "href") + " "
			}
			path = ""
			for _, a := range page.All(".pager a[rel=next]") {
				path = htmltest.Attr(a, "href")
			}
		}
		return rows, all
	}
	rows, all := count("/meetings?limit=20")
	if rows != 31 || !strings.Contains(all, open) {
		t.Errorf("%d meetings to come; the open one is there: %t", rows, strings.Contains(all, open))
	}
	if rows, _ := count("/meetings?when=over&limit=7"); rows != 30 {
		t.Errorf("%d meetings are over", rows)
	}
	if rows, _ := count("/meetings?state=open"); rows != 1 {
		t.Errorf("%d meetings in session", rows)
	}
	kase := b.accepted("夜班护士睡眠问卷")
	page := b.visit(c, "/reviews/"+kase+"/schedule?limit=20")
	if n := page.Count("main input[name=meeting]") + page.Count("main select[name=meeting] option"); n < 20 {
		t.Errorf("%d meetings to choose from", n)
	}
	page.First(".pager a[rel=next]")
}
