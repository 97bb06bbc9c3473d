package store

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Bounds of what is indexed and of what is asked. PostgreSQL counts at most
// 16,383 places in a text.
const (
	maxTokens = 8000
	maxTerms  = 12
	maxWord   = 60
)

// run is a stretch of text of one sort: Han characters, or one other word.
type run struct {
	han  bool
	text []rune
}

// runs cuts a text. Width, case and accents do not matter, nor does what is
// neither letter nor digit.
func runs(text string) []run {
	var out []run
	open := false
	for _, r := range norm.NFKD.String(text) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			open = false
			continue
		}
		han := unicode.Is(unicode.Han, r)
		if !open || out[len(out)-1].han != han {
			out = append(out, run{han: han})
		}
		open = true
		last := &out[len(out)-1]
		last.text = append(last.text, unicode.ToLower(r))
	}
	return out
}

// SearchTokens is a text as the index keeps it, tokens with a blank between.
// Of Han characters it takes each pair of neighbours, and the last of a run
// alone, so that one character is the beginning of some token; of other
// scripts whole words. Tokens are spelt so that neither engine, whatever its
// locale, cuts them further: letters and digits of ASCII.
func SearchTokens(text string) string {
	var tokens []string
	for _, r := range runs(text) {
		if len(tokens) >= maxTokens {
			break
		}
		if !r.han {
			tokens = append(tokens, word(r.text))
			continue
		}
		for i := range r.text {
			tokens = append(tokens, han(r.text[i:min(i+2, len(r.text))]...))
		}
	}
	return strings.Join(tokens[:min(len(tokens), maxTokens)], " ")
}

// han spells one or two characters with five digits each.
func han(chars ...rune) string {
	s := "u"
	for _, c := range chars {
		s += fmt.Sprintf("%05x", c)
	}
	return s
}

// word spells a word of another script: ASCII as it is, the rest by number.
func word(text []rune) string {
	text = text[:min(len(text), maxWord)]
	var b strings.Builder
	b.WriteByte('w') // so that a number is no number, and a stop word no stop word
	for _, r := range text {
		if r < unicode.MaxASCII {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, "x%05x", r)
	}
	return b.String()
}

// term is what one run of a query asks for: tokens one behind the other, the
// last perhaps only begun.
type term struct {
	tokens []string
	begun  bool
}

// searchTerms reads a query. All its terms must be found.
func searchTerms(query string) []term {
	var out []term
	for _, r := range runs(query) {
		if len(out) == maxTerms {
			break
		}
		switch {
		case !r.han:
			out = append(out, term{tokens: []string{word(r.text)}, begun: true})
		case len(r.text) == 1:
			out = append(out, term{tokens: []string{han(r.text...)}, begun: true})
		default:
			var t term
			for _, pair := range pairs(r.text[:min(len(r.text), maxWord)]) {
				t.tokens = append(t.tokens, han(pair...))
			}
			out = append(out, t)
		}
	}
	return out
}

func pairs(text []rune) [][]rune {
	var out [][]rune
	for i := range len(text) - 1 {
		out = append(out, text[i:i+2])
	}
	return out
}

// ftsMatch writes terms in the language of FTS5. Tokens hold nothing that
// would need quoting.
func ftsMatch(terms []term) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = `"` + strings.Join(t.tokens, " ") + `"`
		if t.begun {
			parts[i] += " *"
		}
	}
	return strings.Join(parts, " AND ")
}

// tsquery writes terms in the language of PostgreSQL.
func tsquery(terms []term) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = "(" + strings.Join(t.tokens, " <-> ") + ")"
		if t.begun {
			parts[i] = t.tokens[0] + ":*"
		}
	}
	return strings.Join(parts, " & ")
}
