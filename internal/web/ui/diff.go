package ui

import "unicode"

// Change is what became of a piece of text.
type Change int8

// The changes.
const (
	Kept    Change = iota // in both versions
	Removed               // only in the old one
	Added                 // only in the new one
)

// Span is a run of text with one fate.
type Span struct {
	Change Change
	Text   string
}

// maxEdits bounds the work of a comparison. Texts that differ in more words
// than this are shown as replaced, which is what a reader would say of them.
const maxEdits = 1000

// Diff compares two texts word by word; a Han character counts as a word. The
// kept and removed spans together are the old text, the kept and added spans
// the new one. Among equals, removals come before additions.
func Diff(from, to string) []Span {
	a, b := words(from), words(to)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var m marker
	m.add(Kept, a[:head]...)
	m.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	m.add(Kept, a[len(a)-tail:]...)
	return join(settle(m.tokens))
}

// words cuts text into words, single Han characters, runs of space and single
// marks.
func words(s string) []string {
	var out []string
	start, prev := 0, -1
	for i, r := range s {
		kind := kindOf(r)
		if i > start && (kind != prev || kind == kindSingle) {
			out = append(out, s[start:i])
			start = i
		}
		prev = kind
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

const (
	kindWord = iota
	kindSpace
	kindSingle
)

func kindOf(r rune) int {
	switch {
	case unicode.Is(unicode.Han, r):
		return kindSingle
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return kindWord
	case unicode.IsSpace(r):
		return kindSpace
	}
	return kindSingle
}

type token struct {
	change Change
	text   string
}

type marker struct{ tokens []token }

func (m *marker) add(change Change, list ...string) {
	for _, w := range list {
		m.tokens = append(m.tokens, token{change, w})
	}
}

// middle walks the shortest edit path found by trace, backwards, and adds its
// steps forwards.
func (m *marker) middle(a, b []string) {
	steps, ok := trace(a, b)
	if !ok {
		m.add(Removed, a...)
		m.add(Added, b...)
		return
	}
	for i := len(steps) - 1; i >= 0; i-- {
		m.tokens = append(m.tokens, steps[i])
	}
}

// trace is Myers' greedy algorithm: for every number of edits d it keeps the
// furthest point on each diagonal. It gives the edit path from the end to the
// beginning, or false when more than maxEdits edits would be needed.
func trace(a, b []string) ([]token, bool) {
	limit := min(len(a)+len(b), maxEdits)
	v := make([]int, 2*limit+3)
	at := func(k int) int { return k + limit + 1 }
	var history [][]int
	for d := 0; d <= limit; d++ {
		history = append(history, append([]int(nil), v[at(-d)-1:at(d)+2]...))
		for k := -d; k <= d; k += 2 {
			x := furthest(v[at(k-1)], v[at(k+1)], k, d)
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			v[at(k)] = x
			if x >= len(a) && x-k >= len(b) {
				return backtrack(a, b, history), true
			}
		}
	}
	return nil, false
}

// furthest steps from the neighbouring diagonal that reaches further: down
// (an addition) from k+1 or right (a removal) from k-1.
func furthest(left, right, k, d int) int {
	if k == -d || k != d && left < right {
		return right
	}
	return left + 1
}

func backtrack(a, b []string, history [][]int) []token {
	var out []token
	x, y := len(a), len(b)
	for d := len(history) - 1; d >= 0; d-- {
		v := func(k int) int { return history[d][k+d+1] }
		k := x - y
		prev := k - 1
		if k == -d || k != d && v(k-1) < v(k+1) {
			prev = k + 1
		}
		px := 0
		if d > 0 {
			px = v(prev)
		}
		py := px - prev
		if d == 0 {
			py = 0
		}
		for x > px && y > py {
			x, y = x-1, y-1
			out = append(out, token{Kept, a[x]})
		}
		if d > 0 && x > px {
			x--
			out = append(out, token{Removed, a[x]})
		} else if d > 0 {
			y--
			out = append(out, token{Added, b[y]})
		}
	}
	return out
}
