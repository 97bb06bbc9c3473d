package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lunheng/internal/htmltest"
	"lunheng/internal/review"
	"lunheng/internal/web"
)

// keeps are addresses that answer a form without its words, each with the reason.
var keeps = map[string]string{
	"POST /preferences/language": "no refusal: sets a cookie",
	"POST /preferences/theme":    "no refusal: sets a cookie",
	"POST /login":                "the words are somebody's name and password",
	"POST /logout":               "no refusal",
	"POST /setup":                "holds the setup code",
	"POST /people":               "a search",
	"POST /account/sessions/end": "no refusal",
	"POST /activities":           "begins a draft",
}

// Whatever address a form is sent to, what was typed is on the page of the
// refusal: words, numbers and choices, and never a password.
func TestRefusalsKeepWhatWasTyped(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	const nothing = "01a1be17-eb28-7000-a2eb-06fff3f725a7"
	for _, pattern := range web.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		if method != http.MethodPost || keeps[pattern] != "" || !strings.Contains(path, "{") || strings.HasSuffix(path, "}/files") {
			continue
		}
		form := url.Values{"reason": {"Oneword"}, "amount": {"4711"}, "outcome": {"approve"}, "password": {"hush-hush"}, "person": {nothing}, "key": {"k1"}, "version": {"987"}}
		status, page := b.send(c, braces.ReplaceAllString(path, nothing), form)
		if status < 400 {
			t.Errorf("%s: %d", pattern, status)
			continue
		}
		words := page.Text("main")
		for _, word := range []string{"Oneword", "4711"} {
			if !strings.Contains(words, word) {
				t.Errorf("%s: %s is lost: %d %s", pattern, word, status, words)
			}
		}
		for _, word := range []string{"hush", nothing, "987"} {
			if strings.Contains(words, word) {
				t.Errorf("%s shows %s", pattern, word)
			}
		}
	}
}

// Whose session has ended gets back what they wrote, and sends it again once
// they are logged in.
func TestTypedWhenSessionEnded(t *testing.T) {
	b := newBench(t)
	kase := b.apply("社区老年人夜间光照与睡眠")
	path := "/reviews/" + kase + "/questions"
	c := b.Client("")
	status, page := b.send(c, path, url.Values{"text": {"Why?"}, "key": {"again-1"}})
	if status != http.StatusUnauthorized {
		t.Fatalf("without a session: %d", status)
	}
	page.Contains("#typed dd", "Why?")
	page.Contains(".summary", "再提交一次")
	if got := page.Attr("main form", "action"); got != path {
		t.Fatalf("sent again to %s", got)
	}
	form := url.Values{}
	for _, n := range page.All("main form input[type=hidden]") {
		form.Add(htmltest.Attr(n, "name"), htmltest.Attr(n, "value"))
	}
	sec := b.Client("secretary")
	if status, page := b.send(sec, path, form); status != http.StatusOK {
		t.Fatalf("sent again: %d %s", status, page.Text("main"))
	}
	b.visit(sec, path).Contains("main", "Why?")
}

// In the room without scripts a refused act shows the room again, with what was
// typed and chosen in its form and nothing changed in the others.
func TestRoomWithoutScriptsKeepsWhatWasTyped(t *testing.T) {
	b := newBench(t)
	_, kase, meeting := b.ListedSitting("侵入式脑机接口试验")
	c := b.Client("med")
	point := strings.TrimPrefix(b.visit(c, "/meetings/"+meeting+"/room").Attr("details[id*=point-]", "id"), "point-")
	about := "-" + kase + "-" + point
	status, page := b.send(c, "/meetings/"+meeting+"/room/point", url.Values{"review": {kase}, "point": {point}, "mark" + about: {"maybe"}, "note" + about: {"Unclear"}})
	if status != http.StatusUnprocessableEntity {
		t.Fatalf("a finding that is none: %d %s", status, page.Text("main"))
	}
	if got := page.Attr("#point-"+point+" input[name*=note]", "value"); got != "Unclear" {
		t.Errorf("the note field holds %q", got)
	}
	if page.Count("details[open] input[name*=note]") != 1 {
		t.Error("not just the refused form is open")
	}
	chair := b.Client("chair")
	b.did(b.Review.OpenVote(ctx, b.As("chair"), b.tick(), review.OpenVote{Meeting: meeting, Review: kase}))
	status, page = b.send(chair, "/meetings/"+meeting+"/room/decide", url.Values{"review": {kase}, "round": {"1"}, "outcome-" + kase: {"reject"}, "reasons-" + kase: {"Unsafe"}})
	if status < 400 {
		t.Fatalf("decided during the vote: %d", status)
	}
	if words := page.Text("main"); !strings.Contains(words, "Unsafe") {
		t.Errorf("the reasons are lost: %s", words)
	}
}

// A form above the limit is refused with its size and the limit.
func TestFormTooLarge(t *testing.T) {
	b := newBench(t)
	status, page := b.send(b.Client("lin"), "/activities", url.Values{"title": {strings.Repeat("a", 3<<20)}})
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("three megabytes: %d", status)
	}
	page.Contains(".summary", "3.0 MB")
	page.Contains(".summary", "2.0 MB")
}
