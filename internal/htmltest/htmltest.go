// Package htmltest reads pages in tests: find an element, compare its words.
//
//	page := htmltest.Parse(t, response.Body)
//	page.Text("main h1")                  // words of the first match
//	page.Contains(".summary li a", "必填") // fails unless one match holds it
//	page.Lacks("table td", "甲医院")
//
// A selector is what CSS calls compound selectors joined by descendant spaces:
// tag, #id, .class, [attr], [attr=value], [attr*=part], in any combination.
package htmltest

import (
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Page is a parsed page.
type Page struct {
	t    testing.TB
	root *html.Node
}

// Parse reads a page, or fails the test.
func Parse(t testing.TB, r io.Reader) *Page {
	t.Helper()
	root, err := html.Parse(r)
	if err != nil {
		t.Fatalf("parse the page: %v", err)
	}
	return &Page{t: t, root: root}
}

// All returns the elements that match, in the order of the page.
func (p *Page) All(selector string) []*html.Node {
	parts := parse(selector)
	var out []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && matches(n, parts) {
			out = append(out, n)
		}
	}
	return out
}

// Count is the number of elements that match.
func (p *Page) Count(selector string) int { return len(p.All(selector)) }

// First returns the first element that matches, or fails the test.
func (p *Page) First(selector string) *html.Node {
	p.t.Helper()
	all := p.All(selector)
	if len(all) == 0 {
		p.t.Fatalf("the page has no %s", selector)
	}
	return all[0]
}

// Text is the words of the first element that matches.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return Text(p.First(selector))
}

// Attr is an attribute of the first element that matches.
func (p *Page) Attr(selector, name string) string {
	p.t.Helper()
	value, _ := attr(p.First(selector), name)
	return value
}

// Contains fails the test unless an element that matches holds the words.
func (p *Page) Contains(selector, words string) {
	p.t.Helper()
	all := p.All(selector)
	var seen []string
	for _, n := range all {
		text := Text(n)
		if strings.Contains(text, words) {
			return
		}
		seen = append(seen, text)
	}
	p.t.Errorf("none of %d elements %s holds %q; they say %q", len(all), selector, words, seen)
}

// Lacks fails the test if an element that matches holds the words.
func (p *Page) Lacks(selector, words string) {
	p.t.Helper()
	for _, n := range p.All(selector) {
		if strings.Contains(Text(n), words) {
			p.t.Errorf("%s holds %q", selector, words)
			return
		}
	}
}

// Text is the words below n, with single spaces.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Attr is an attribute of n; empty when it has none.
func Attr(n *html.Node, name string) string {
	value, _ := attr(n, name)
	return value
}
