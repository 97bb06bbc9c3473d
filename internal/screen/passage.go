package screen

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// A passage is at most this many bytes, unless no sentence ends before: about a
// paragraph, so that what its words are about is told beside them.
const passageBytes = 900

// passages cuts a text at ends of sentences.
func passages(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for len(text) > passageBytes {
			at := cut(text[:passageBytes])
			if !yield(text[:at]) {
				return
			}
			text = text[at:]
		}
		if strings.TrimSpace(text) != "" {
			yield(text)
		}
	}
}

// cut finds where the last sentence of a piece ends, or else its last whole rune.
func cut(piece string) int {
	at := 0
	for _, end := range []string{"。", "！", "？", "\n", ". ", "; "} {
		if i := strings.LastIndex(piece, end); i >= 0 {
			at = max(at, i+len(end))
		}
	}
	if at > 0 {
		return at
	}
	at = len(piece) - 1
	for at > 0 && !utf8.RuneStart(piece[at]) {
		at--
	}
	if utf8.FullRuneInString(piece[at:]) {
		return len(piece)
	}
	return max(at, 1)
}
