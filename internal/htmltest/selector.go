package htmltest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// want is an attribute that must be there, and what it must be like.
type want struct {
	name, value string // an empty value wants any
	within      bool   // the value need only be in it
}

func (w want) holds(value string) bool {
	if w.within {
		return strings.Contains(value, w.value)
	}
	return w.value == "" || w.value == value
}

// part is one compound selector.
type part struct {
	tag     string
	classes []string
	attrs   []want
}

func parse(selector string) []part {
	var out []part
	for _, word := range strings.Fields(selector) {
		out = append(out, compound(word))
	}
	return out
}

func compound(word string) part {
	var p part
	for word != "" {
		end := len(word)
		if word[0] == '[' {
			end = strings.IndexByte(word, ']') + 1
			name, value, _ := strings.Cut(word[1:end-1], "=")
			name, within := strings.CutSuffix(name, "*")
			p.attrs = append(p.attrs, want{name, strings.Trim(value, `"'`), within})
			word = word[end:]
			continue
		}
		if i := strings.IndexAny(word[1:], ".#["); i >= 0 {
			end = i + 1
		}
		switch word[0] {
		case '.':
			p.classes = append(p.classes, word[1:end])
		case '#':
			p.attrs = append(p.attrs, want{name: "id", value: word[1:end]})
		default:
			p.tag = word[:end]
		}
		word = word[end:]
	}
	return p
}

// matches reports whether n matches the last part and its ancestors the others.
func matches(n *html.Node, parts []part) bool {
	if len(parts) == 0 {
		return true
	}
	last := len(parts) - 1
	if !parts[last].is(n) {
		return false
	}
	if last == 0 {
		return true
	}
	for a := n.Parent; a != nil; a = a.Parent {
		if a.Type == html.ElementNode && matches(a, parts[:last]) {
			return true
		}
	}
	return false
}

func (p part) is(n *html.Node) bool {
	if p.tag != "" && p.tag != n.Data {
		return false
	}
	class, _ := attr(n, "class")
	for _, c := range p.classes {
		if !slices.Contains(strings.Fields(class), c) {
			return false
		}
	}
	for _, w := range p.attrs {
		if value, ok := attr(n, w.name); !ok || !w.holds(value) {
			return false
		}
	}
	return true
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}
