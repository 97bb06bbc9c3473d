package blob

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestName is the greatest length of a display name, in bytes; file systems
// allow 255, and what saves a file may add to it.
const longestName = 200

// CleanName makes a file's name safe to show and to save under: no folders, no
// control or direction characters, nothing that Windows refuses, not too long.
// A name of one character is a name. What has nothing left is called "file".
func CleanName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	name = strings.TrimLeft(strings.TrimRight(name, ". "), " .")
	if name == "" {
		return "file"
	}
	if reserved(name) {
		name = "_" + name
	}
	return shorten(name)
}

// reserved reports whether Windows keeps the name for a device.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '0' && stem[3] <= '9'
}

// shorten cuts a long name before its extension.
func shorten(name string) string {
	if len(name) <= longestName {
		return name
	}
	ext := ""
	if i := strings.LastIndexByte(name, '.'); i > 0 && len(name)-i <= 16 {
		ext = name[i:]
	}
	n := longestName - len(ext)
	for !utf8.RuneStart(name[n]) {
		n--
	}
	return strings.TrimRight(name[:n], ". ") + ext
}
