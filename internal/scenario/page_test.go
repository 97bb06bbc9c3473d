package scenario_test

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// page is an answer as somebody sees it.
type page struct {
	url     *url.URL
	status  int
	raw     []byte
	root    *html.Node // empty for an answer that is no page
	message string     // that has appeared on it since
}

func parse(res *http.Response, raw []byte) (*page, error) {
	p := &page{url: res.Request.URL, status: res.StatusCode, raw: raw, root: &html.Node{Type: html.DocumentNode}}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		p.message = string(raw)
		return p, nil
	}
	var err error
	p.root, err = html.Parse(bytes.NewReader(raw))
	return p, err
}

// words are what one reads on the page.
func (p *page) words() string { return strings.TrimSpace(p.message + "\n" + words(p.root)) }

// formWith is the first form with a field of this name.
func (p *page) formWith(name string) *html.Node {
	for _, f := range elements(p.root, "form") {
		for _, c := range controls(f) {
			if get(c, "name") == name {
				return f
			}
		}
	}
	return nil
}

// unseen elements hold nothing to read: the dialogs that every page carries
// open only by scripts.
var unseen = []string{"script", "style", "template", "dialog", "head", "datalist"}

// words are what one reads below n.
func words(n *html.Node) string { return strings.Join(strings.Fields(text(n, "")), " ") }

// plain is the text below n without what is set as code.
func plain(n *html.Node) string {
	if n.Type == html.ElementNode && n.Data == "code" {
		return ""
	}
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := range n.ChildNodes() {
		if c.Type != html.ElementNode || !slices.Contains(unseen, c.Data) {
			b.WriteString(plain(c) + " ")
		}
	}
	return b.String()
}

// text is the text below n without the elements of a class.
func text(n *html.Node, without string) string {
	var b strings.Builder
	write(&b, n, without)
	return b.String()
}

func write(b *strings.Builder, n *html.Node, without string) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		return
	}
	if n.Type == html.ElementNode && (slices.Contains(unseen, n.Data) || without != "" && hasClass(n, without)) {
		return
	}
	for c := range n.ChildNodes() {
		write(b, c, without)
	}
	b.WriteByte(' ')
}

// squeezed is text without spaces, to compare.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func has(in, what string) bool { return strings.Contains(squeezed(in), squeezed(what)) }

func get(n *html.Node, name string) string {
	v, _ := attr(n, name)
	return v
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(get(n, "class")), class)
}

// elements are those below n with one of these names, in the page's order.
func elements(n *html.Node, names ...string) []*html.Node {
	var out []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && slices.Contains(names, d.Data) {
			out = append(out, d)
		}
	}
	return out
}

func above(n *html.Node, name string) *html.Node {
	for n = n.Parent; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && n.Data == name {
			return n
		}
	}
	return nil
}

// scope is the part of a page in which the script looks.
type scope struct{ root *html.Node }

// parts are the elements that people see as one thing.
var parts = []string{"form", "section", "details", "li", "tr", "article", "fieldset", "aside", "dl"}

// narrow finds the smallest part with all these words.
func narrow(root *html.Node, want []string) *html.Node {
	var best *html.Node
	size := 0
	for _, n := range elements(root, parts...) {
		all := text(n, "")
		in := all + get(n, "aria-label")
		if slices.ContainsFunc(want, func(w string) bool { return !has(in, w) }) {
			continue
		}
		if best == nil || len(all) <= size {
			best, size = n, len(all)
		}
	}
	return best
}
