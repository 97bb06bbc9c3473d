package screen

import (
	"strings"
	"unicode"
)

// fold brings a text into the form in which words are compared: small letters,
// half width, simplified characters. It keeps the number of runes, so that a place
// in the folded text is a place in the text.
type fold map[rune]rune

// newFold takes pairs of characters, each written traditional first: 豬猪.
func newFold(pairs []string) fold {
	f := fold{}
	for _, p := range pairs {
		if r := []rune(p); len(r) == 2 {
			f[r[0]] = r[1]
		}
	}
	return f
}

func (f fold) rune(r rune) rune {
	switch {
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	case r == '　':
		return ' '
	case r >= '！' && r <= '～':
		return f.rune(r - '！' + '!')
	case r == '‐' || r == '‑' || r == '–' || r == '—' || r == '－':
		return '-'
	case r == '’':
		return '\''
	}
	if to, ok := f[r]; ok {
		return to
	}
	if r < 0x2000 {
		return unicode.ToLower(r)
	}
	return r
}

// runes folds a text into buf.
func (f fold) runes(buf []rune, text string) []rune {
	buf = buf[:0]
	for _, r := range text {
		buf = append(buf, f.rune(r))
	}
	return buf
}

// letter reports whether a rune belongs to a word of the alphabet.
func letter(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r < 0x2000 && unicode.IsLetter(r)
}

// edge reports whether a rune parts keywords.
func edge(r rune) bool {
	switch r {
	case ';', ',', '、', '。', '|', '\n', '\t', ' ', ':', '/':
		return true
	}
	return false
}

// expand writes out {a,b}: every way through the braces. Braces do not nest; nil
// when they do, or are not closed.
func expand(word string) []string {
	open := strings.IndexByte(word, '{')
	if open < 0 {
		return []string{word}
	}
	shut := strings.IndexByte(word[open:], '}')
	if shut < 0 {
		return nil
	}
	shut += open
	if strings.IndexByte(word[open+1:shut], '{') >= 0 {
		return nil
	}
	rests := expand(word[shut+1:])
	var out []string
	for choice := range strings.SplitSeq(word[open+1:shut], ",") {
		for _, rest := range rests {
			out = append(out, word[:open]+choice+rest)
		}
	}
	return out
}
