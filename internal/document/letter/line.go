package letter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Characters that must not begin a line, and those that must not end one
// (kinsoku: the rules of GB/T 15834 for where punctuation may stand).
const (
	notFirst = "，。、；：？！）》〉」』】〕］｝〗〞”’％‰℃·…—～,.;:?!)]}%°々〻ー／"
	notLast  = "（《〈「『【〔［｛〖〝“‘([{￥＄￡$#№"
)

// Break splits text into lines of at most width as told by measure. Joined,
// the lines are the text again: a space at which a line ends stays at its end
// (and is not measured), a line feed too. Words of Latin letters stay whole
// unless one alone is wider than a line; no line begins with closing or ends
// with opening punctuation unless nothing else is possible. The first line is
// shorter by indent.
func Break(text string, width, indent float64, measure func(string) float64) []string {
	var lines []string
	start, end, used, room := 0, 0, 0.0, width-indent
	flush := func() {
		if end > start {
			lines = append(lines, text[start:end])
		}
		start, used, room = end, 0, width
	}
	for end < len(text) {
		atom := text[end : end+atomLen(text[end:])]
		w := measure(strings.TrimRight(atom, " \n"))
		if used > 0 && used+w > room {
			flush()
		}
		if w > room {
			atom = prefix(atom, room, measure)
		}
		end += len(atom)
		used += measure(strings.TrimSuffix(atom, "\n"))
		if strings.HasSuffix(atom, "\n") {
			flush()
		}
	}
	flush()
	return lines
}

// prefix returns as many whole clusters of atom as fit, at least one.
func prefix(atom string, width float64, measure func(string) float64) string {
	n, used := 0, 0.0
	for n < len(atom) {
		size := clusterLen(atom[n:])
		w := measure(atom[n : n+size])
		if n > 0 && used+w > width {
			break
		}
		used += w
		n += size
	}
	return atom[:n]
}

// atomLen is the length of the stretch at the head of s in which a line must
// not end: up to the first place where it may.
func atomLen(s string) int {
	n := clusterLen(s)
	for n < len(s) {
		before, _ := utf8.DecodeLastRuneInString(s[:n])
		after, _ := utf8.DecodeRuneInString(s[n:])
		if before == '\n' || mayBreak(before, after) {
			break
		}
		n += clusterLen(s[n:])
	}
	return n
}

// mayBreak reports whether a line may end between two characters.
func mayBreak(before, after rune) bool {
	switch {
	case after == ' ' || after == '\n' || joins(before) || joins(after):
		return false
	case before == ' ':
		return !strings.ContainsRune("，。、；：？！）》”’", after)
	case strings.ContainsRune(notFirst, after), strings.ContainsRune(notLast, before):
		return false
	case isWide(before) || isWide(after):
		return true
	}
	// Within an address or a compound a line may end after these.
	return strings.ContainsRune("-/&=?", before) && unicode.IsLetter(after)
}

// joins reports whether r glues its neighbours together.
func joins(r rune) bool { return r == '\u00a0' || r == '\u2060' || r == '\u202f' || r == '\u200d' }

// isWide reports whether r is written without spaces between words.
func isWide(r rune) bool {
	return r >= 0x2e80 && r <= 0xd7ff || r >= 0xf900 && r <= 0xfaff || r >= 0xff00 && r <= 0xffef ||
		r >= 0x20000 && r <= 0x3ffff || strings.ContainsRune("“”‘’…—", r)
}

// clusterLen is the length of the first character of s with the marks that
// stand on it.
func clusterLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.M, r) {
			break
		}
		n += size
	}
	return n
}
