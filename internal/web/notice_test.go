package web_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"lunheng/internal/review"
)

// The notices of acceptance and of what is missing are papers like the letters,
// for the applicant and the office, the same each time; nobody else gets them.
func TestNoticesArePapers(t *testing.T) {
	b := newBench(t)
	kase := b.apply("社区老年人夜间光照与睡眠")
	b.did(b.Review.Return(ctx, b.As("secretary"), b.tick(), review.Return{Review: kase, Items: []review.Missing{{Field: "plan", Text: "请补充退出方式"}}}))
	c, err := b.Review.View(b.Read(ctx), b.As("lin"), kase, 0)
	b.ok(err)
	lin := b.Client("lin")
	b.visit(lin, "/activities/"+c.Activity).Contains("#notices", "补正通知书")
	path := "/reviews/" + kase + "/notices/2/pdf"
	fetch := func(client *http.Client) (int, []byte) {
		res, err := client.Get(b.URL + path)
		b.ok(err)
		defer res.Body.Close()
		raw, err := io.ReadAll(res.Body)
		b.ok(err)
		return res.StatusCode, raw
	}
	status, first := fetch(lin)
	if status != http.StatusOK || !bytes.HasPrefix(first, []byte("%PDF-")) {
		t.Fatalf("the notice: %d %.40q", status, first)
	}
	if _, second := fetch(b.Client("secretary")); !bytes.Equal(first, second) {
		t.Error("the same notice has two papers")
	}
	if status, _ := fetch(b.Client("wang")); status == http.StatusOK {
		t.Error("a stranger got the notice")
	}
	b.visit(b.Client("secretary"), "/reviews/"+kase+"/letters").Contains("#notices", "补正通知书")
	path = "/reviews/" + kase + "/notices/1/pdf"
	if status, _ := fetch(lin); status != http.StatusNotFound {
		t.Errorf("an event without a notice: %d", status)
	}
	accepted := b.accepted("夜班护士睡眠问卷")
	b.visit(b.Client("secretary"), "/reviews/"+accepted+"/letters").Contains("#notices", "受理通知书")
	path = "/reviews/" + accepted + "/notices/2/pdf"
	if status, raw := fetch(lin); status != http.StatusOK || !bytes.HasPrefix(raw, []byte("%PDF-")) {
		t.Errorf("the notice of acceptance: %d", status)
	}
}
