package blob

import (
	"bytes"
	"maps"
	"mime"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// sniffed is how many bytes at the head of a file tell its type.
const sniffed = 16 << 10

// Types that the detection library does not know, or calls by another name.
const (
	typeOFD     = "application/ofd" // the national layout format, GB/T 33190
	typeGBText  = "text/plain; charset=gb18030"
	typeGBCSV   = "text/csv; charset=gb18030"
	typeZip     = "application/zip"
	typeUnknown = "application/octet-stream"
)

// Sniff tells the media type of a file by the bytes at its head. The name
// under which it was sent plays no part.
func Sniff(head []byte) string {
	head = head[:min(len(head), sniffed)]
	is := mimetype.Detect(head).String()
	base, _, _ := strings.Cut(is, ";")
	switch {
	case base == typeZip:
		return packed(head)
	case strings.HasPrefix(base, "text/") && !utf8.Valid(withoutTail(head)), base == typeUnknown:
		if gb := chinese(head); gb != "" {
			return gb
		}
	}
	return is
}

// packed looks at the names inside an archive: office files are archives, and
// some programs write their parts in an order that hides what they are.
func packed(head []byte) string {
	for _, kind := range []struct{ name, is string }{
		{"OFD.xml", typeOFD},
		{"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
	} {
		if hasEntry(head, kind.name) {
			return kind.is
		}
	}
	return typeZip
}

// hasEntry reports whether a local header in head names an entry that begins
// with name.
func hasEntry(head []byte, name string) bool {
	for rest := head; ; {
		i := bytes.Index(rest, []byte("PK\x03\x04"))
		if i < 0 || len(rest) < i+30 {
			return false
		}
		rest = rest[i+30:]
		if bytes.HasPrefix(rest, []byte(name)) {
			return true
		}
	}
}

// chinese tells text in GBK or GB18030, which has no mark of its own: it must
// decode without fault and give mostly Han characters beyond ASCII.
func chinese(head []byte) string {
	if bytes.IndexByte(head, 0) >= 0 {
		return ""
	}
	if len(head) == sniffed { // the last character may be cut
		if i := bytes.LastIndexByte(head, '\n'); i > 0 {
			head = head[:i]
		}
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(head)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return ""
	}
	han, other := 0, 0
	for _, r := range string(text) {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case r > unicode.MaxASCII && !unicode.IsPunct(r), r < ' ' && !unicode.IsSpace(r):
			other++
		}
	}
	if han == 0 || other*4 > han {
		return ""
	}
	if looksTabular(string(text)) {
		return typeGBCSV
	}
	return typeGBText
}

// looksTabular reports whether the first lines have the same number of commas.
func looksTabular(text string) bool {
	lines := strings.Split(strings.TrimRight(text, "\r\n"), "\n")
	lines = lines[:min(len(lines), 3)]
	want := strings.Count(lines[0], ",")
	for _, line := range lines {
		if strings.Count(line, ",") != want {
			return false
		}
	}
	return len(lines) > 1 && want > 0
}

// withoutTail drops a character that the end of the head cuts in two.
func withoutTail(head []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(head); i++ {
		if utf8.RuneStart(head[len(head)-i]) {
			if !utf8.FullRune(head[len(head)-i:]) {
				return head[:len(head)-i]
			}
			break
		}
	}
	return head
}

// TypeName is what people call a media type: PDF, DOCX, text. An unknown one
// is its own name.
func TypeName(is string) string {
	base, _, err := mime.ParseMediaType(is)
	if err != nil {
		base = is
	}
	if name, ok := typeNames()[base]; ok {
		return name
	}
	if kind, ok := strings.CutSuffix(base, "/*"); ok {
		return kind
	}
	return base
}

// Documents are the types of what people hand in: documents, tables, slides,
// pictures, and archives of them. Programs and web pages are not among them.
func Documents() []string { return slices.Sorted(maps.Keys(typeNames())) }

func typeNames() map[string]string {
	return map[string]string{
		"application/pdf":    "PDF",
		typeOFD:              "OFD",
		typeZip:              "ZIP",
		"application/msword": "DOC",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   "DOCX",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         "XLSX",
		"application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
		"application/vnd.ms-excel":                "XLS",
		"application/vnd.ms-powerpoint":           "PPT",
		"application/vnd.oasis.opendocument.text": "ODT",
		"text/rtf":   "RTF",
		"image/webp": "WEBP",
		"image/tiff": "TIFF",
		"image/png":  "PNG",
		"image/jpeg": "JPEG",
		"text/plain": "TXT",
		"text/csv":   "CSV",
	}
}

// Inline reports whether a browser may show a file of this type within our
// pages. Types that can carry scripts never are: they are offered for saving.
func Inline(is string) bool {
	base, _, _ := strings.Cut(is, ";")
	switch base {
	case "application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain":
		return true
	}
	return false
}
