package registry

import (
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// NameKey brings a name into the form in which names are compared: width,
// case, blanks and signs do not matter, so that 中山大学（深圳） and
// 中山大学(深圳) are one.
func NameKey(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKC.String(name) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// sortKey gives names the order that Chinese readers expect, by sound, on any
// database: the keys sort as plain text.
func sortKey(name string) string {
	c := collate.New(language.Chinese, collate.Loose)
	return hex.EncodeToString(c.KeyFromString(&collate.Buffer{}, name))
}
