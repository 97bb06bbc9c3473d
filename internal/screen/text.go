package screen

import (
	"cmp"
	"slices"

	"lunheng/internal/lang"
)

// Finding is a fact and the pieces of the text that led to it, as they stand
// there, in order, each once.
type Finding struct {
	Fact  string   `json:"fact"`
	Words []string `json:"words"`
}

// Label is the fact in words.
func (s *Screener) Label(fact string) lang.Text {
	for _, f := range s.facts {
		if f.Code == fact {
			return f.Text
		}
	}
	return lang.Same(fact)
}

// Facts are the codes that can be found, in order.
func (s *Screener) Facts() []string {
	out := make([]string, len(s.facts))
	for i, f := range s.facts {
		out[i] = f.Code
	}
	return out
}

// reading is what one passage says.
type reading struct {
	s     *Screener
	text  []rune // folded
	hits  []hit
	first int     // hits from here on may speak; those before are the title's
	tags  [][]int // hits by tag
	facts [][]int // hits by fact
}

// Text finds the facts of a title and of what belongs to it: a summary, keywords,
// whole files. The facts come in the order of the packs.
func (s *Screener) Text(title string, more ...string) []Finding {
	words := make([][]string, len(s.facts))
	s.read("", title, words)
	for _, text := range more {
		for passage := range passages(text) {
			s.read(title, passage, words)
		}
	}
	out := []Finding{}
	for i, w := range words {
		if len(w) > 0 {
			out = append(out, Finding{s.facts[i].Code, w})
		}
	}
	return out
}

// read adds the words of one passage to those of each fact.
func (s *Screener) read(title, passage string, words [][]string) {
	r := reading{s: s, tags: make([][]int, s.topics+len(s.rules)), facts: make([][]int, len(s.facts))}
	whole := passage
	if title != "" {
		whole = title + "\n" + passage
	}
	r.text = s.fold.runes(make([]rune, 0, len(whole)), whole)
	r.hits = s.trie.scan(nil, r.text)
	begin := len(r.text) - len([]rune(passage))
	for i, h := range r.hits {
		if h.from < begin {
			r.first = i + 1
		}
		for _, tag := range s.trie.words[h.word].tags {
			r.tags[tag] = append(r.tags[tag], i)
		}
	}
	for i := range s.rules {
		r.apply(&s.rules[i])
	}
	r.collect([]rune(whole), words)
}

// apply notes the hits of a pattern that speaks.
func (r *reading) apply(p *pattern) {
	var found []int
	for _, tag := range p.tags {
		found = append(found, r.tags[tag]...)
	}
	if len(found) == 0 || slices.ContainsFunc(p.unless, r.said) || slices.ContainsFunc(p.with, r.unsaid) {
		return
	}
	if len(p.needs) > 0 {
		found = slices.DeleteFunc(found, func(h int) bool { return !r.met(p, h) })
	}
	r.facts[p.fact] = append(r.facts[p.fact], found...)
	for _, also := range p.implied {
		r.facts[also] = append(r.facts[also], found...)
	}
}

func (r *reading) marked(m mark) []int {
	if m.fact >= 0 {
		return r.facts[m.fact]
	}
	return r.tags[m.topic]
}

// said reports whether the passage holds a topic or fact.
func (r *reading) said(m mark) bool { return len(r.marked(m)) > 0 }

func (r *reading) unsaid(m mark) bool { return !r.said(m) }

// met reports whether one of the things that a pattern needs stands near enough to
// a hit.
func (r *reading) met(p *pattern, h int) bool {
	for _, m := range p.needs {
		for _, other := range r.marked(m) {
			a, b := r.hits[h], r.hits[other]
			if gap := max(b.from-a.to, a.from-b.to); p.near == 0 || gap <= p.near {
				return true
			}
		}
	}
	return false
}

// collect writes the words of each fact out of the text, the longest where they
// stand inside each other.
func (r *reading) collect(text []rune, words [][]string) {
	for fact, found := range r.facts {
		slices.SortFunc(found, func(a, b int) int {
			return cmp.Or(cmp.Compare(r.hits[a].from, r.hits[b].from), cmp.Compare(r.hits[b].to, r.hits[a].to))
		})
		covered := 0
		for _, h := range found {
			if r.hits[h].to <= covered {
				continue
			}
			covered = r.hits[h].to
			w := string(text[r.hits[h].from:r.hits[h].to])
			if h >= r.first && !slices.Contains(words[fact], w) {
				words[fact] = append(words[fact], w)
			}
		}
	}
}
