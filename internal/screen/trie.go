package screen

import "slices"

// trie holds all words. Its root is a table over the runes that words begin with,
// since at most places of a text no word begins.
type trie struct {
	root  []int32 // by rune; 0: no word begins with it
	nodes []node
	words []word
}

type node struct {
	keys  []rune
	next  []int32
	words []int32 // the words that end here; more than one when they ask for different edges
}

// word is a word as it must stand in a text.
type word struct {
	runes      int
	open       bool // a star: the rest of the word of the alphabet belongs to it
	begin, end bool // an edge of a keyword is asked for
	hides      bool // shorter words inside it do not count
	tags       []int32
}

const rootSize = 0x10000

func newTrie() *trie {
	return &trie{root: make([]int32, rootSize), nodes: make([]node, 1)}
}

// add notes that a word, already folded and expanded, carries a tag, and whether
// it hides shorter words inside it.
func (t *trie) add(pattern []rune, tag int32, hides bool) bool {
	w := word{hides: hides}
	if len(pattern) > 0 && pattern[0] == '^' {
		w.begin, pattern = true, pattern[1:]
	}
	if n := len(pattern); n > 0 && pattern[n-1] == '$' {
		w.end, pattern = true, pattern[:n-1]
	} else if n > 0 && pattern[n-1] == '*' {
		w.open, pattern = true, pattern[:n-1]
	}
	if len(pattern) == 0 || pattern[0] >= rootSize {
		return false
	}
	w.runes = len(pattern)
	at := t.root[pattern[0]]
	if at == 0 {
		at = t.grow()
		t.root[pattern[0]] = at
	}
	for _, r := range pattern[1:] {
		at = t.child(at, r)
	}
	t.tag(at, w, tag)
	return true
}

// tag notes a tag with the word that ends at a node.
func (t *trie) tag(at int32, w word, tag int32) {
	for _, i := range t.nodes[at].words {
		if have := &t.words[i]; have.open == w.open && have.begin == w.begin && have.end == w.end {
			have.hides = have.hides || w.hides
			if !slices.Contains(have.tags, tag) {
				have.tags = append(have.tags, tag)
			}
			return
		}
	}
	w.tags = []int32{tag}
	t.nodes[at].words = append(t.nodes[at].words, int32(len(t.words)))
	t.words = append(t.words, w)
}

func (t *trie) grow() int32 {
	t.nodes = append(t.nodes, node{})
	return int32(len(t.nodes) - 1)
}

// child finds or makes the child of a node.
func (t *trie) child(at int32, r rune) int32 {
	i, ok := slices.BinarySearch(t.nodes[at].keys, r)
	if ok {
		return t.nodes[at].next[i]
	}
	made := t.grow()
	n := &t.nodes[at]
	n.keys, n.next = slices.Insert(n.keys, i, r), slices.Insert(n.next, i, made)
	return made
}

// step walks one rune down; 0 when no word goes on so.
func (t *trie) step(at int32, r rune) int32 {
	n := &t.nodes[at]
	if len(n.keys) == 1 {
		if n.keys[0] == r {
			return n.next[0]
		}
		return 0
	}
	if i, ok := slices.BinarySearch(n.keys, r); ok {
		return n.next[i]
	}
	return 0
}

// hit is a word found in a text: runes [from, to).
type hit struct {
	from, to int
	word     int32
}

// scan finds words, dropping those that stand inside longer ones that hide them.
func (t *trie) scan(hits []hit, text []rune) []hit {
	covered := 0
	for i, r := range text {
		if r >= rootSize || t.root[r] == 0 || i > 0 && letter(r) && letter(text[i-1]) {
			continue
		}
		first := len(hits)
		hits = t.beginning(hits, text, i)
		hiding := 0
		for _, h := range hits[first:] {
			if t.words[h.word].hides {
				hiding = h.to // the words come shortest first
			}
		}
		kept := first
		for _, h := range hits[first:] {
			if h.to > covered && h.to >= hiding {
				hits[kept] = h
				kept++
			}
		}
		hits = hits[:kept]
		covered = max(covered, hiding)
	}
	return hits
}

// beginning adds all words that begin at a place, the shortest first.
func (t *trie) beginning(hits []hit, text []rune, from int) []hit {
	at := t.root[text[from]]
	for i := from + 1; at != 0; i++ {
		for _, w := range t.nodes[at].words {
			if to, ok := t.words[w].fits(text, from, i); ok {
				hits = append(hits, hit{from, to, w})
			}
		}
		if i == len(text) {
			break
		}
		at = t.step(at, text[i])
	}
	return hits
}

// fits reports whether a word may stand where its runes stand, and its end.
func (w *word) fits(text []rune, from, to int) (int, bool) {
	if w.begin && from > 0 && !edge(text[from-1]) || w.end && to < len(text) && !edge(text[to]) {
		return 0, false
	}
	if to < len(text) && letter(text[to-1]) && letter(text[to]) {
		if !w.open {
			return 0, false
		}
		for to < len(text) && letter(text[to]) {
			to++
		}
	}
	return to, true
}
