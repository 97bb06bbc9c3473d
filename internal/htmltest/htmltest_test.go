package htmltest_test

import (
	"strings"
	"testing"

	"lunheng/internal/htmltest"
)

const page = `<main id="m"><h1 class="big title">一 <em>二</em></h1>
<ul class="list"><li><a href="/a" data-k="1">甲</a></li><li><a href="/b">乙</a></li></ul>
<script>hidden()</script></main>`

func TestSelectors(t *testing.T) {
	p := htmltest.Parse(t, strings.NewReader(page))
	for selector, want := range map[string]int{
		"li": 2, "main li a": 2, "#m .list a": 2, "a[href=/b]": 1, "a[data-k]": 1, ".big.title": 1,
		"h1.big": 1, "ul h1": 0, `a[href="/a"][data-k=1]`: 1, "a[data-k=2]": 0, "p": 0, "a[href*=/]": 2, "a[href*=b]": 1, "a[data-k*=2]": 0,
	} {
		if got := p.Count(selector); got != want {
			t.Errorf("%s: %d, want %d", selector, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	p := htmltest.Parse(t, strings.NewReader(page))
	if got := p.Text("h1"); got != "一 二" {
		t.Errorf("text %q", got)
	}
	if got := p.Attr("li a", "href"); got != "/a" {
		t.Errorf("attribute %q", got)
	}
	p.Contains("li", "乙")
	p.Lacks("main", "hidden")
	probe := &testing.T{}
	if htmltest.Parse(probe, strings.NewReader(page)).Contains("li", "丙"); !probe.Failed() {
		t.Error("missing words were not noticed")
	}
}
