package pdf

import (
	"fmt"
	"strings"
	"time"
)

// Meta is what a file says about itself.
type Meta struct {
	Title   string
	Author  string
	Subject string
	Lang    string    // main language, such as zh-CN
	Created time.Time // left out when zero
}

// File is a PDF in the making. It is for one goroutine.
type File struct {
	meta  Meta
	fonts []*subset
	pages []*Page
	tags  []mark
}

// mark is one marked piece of a page.
type mark struct {
	page      *Page
	id        int
	tag, lang string
}

// New starts a file. A character is drawn in the first of fonts that has it;
// fonts that draw nothing are not put into the file.
func New(meta Meta, fonts ...*Font) *File {
	f := &File{meta: meta}
	for _, font := range fonts {
		f.fonts = append(f.fonts, newSubset(font))
	}
	return f
}

// AddPage adds a page of width w and height h.
func (f *File) AddPage(w, h float64) *Page {
	p := &Page{file: f, w: w, h: h}
	f.pages = append(f.pages, p)
	return p
}

// Pages returns the pages so far, to number them when their count is known.
func (f *File) Pages() []*Page { return f.pages }

// run is a stretch of text in one font.
type run struct {
	font  int
	codes string // hexadecimal
}

// runs splits s where the font changes.
func (f *File) runs(s string, style Style) []run {
	var runs []run
	var hex strings.Builder
	current := -1
	for _, r := range s {
		c := char{real: r, drawn: style.drawn(r)}
		i := max(f.fontOf(c.drawn), 0)
		if i != current && hex.Len() > 0 {
			runs = append(runs, run{current, hex.String()})
			hex.Reset()
		}
		current = i
		fmt.Fprintf(&hex, "%04X", f.fonts[i].code(c))
	}
	if hex.Len() > 0 {
		runs = append(runs, run{current, hex.String()})
	}
	return runs
}

// fontOf returns the index of the first font that has r, or -1.
func (f *File) fontOf(r rune) int {
	for i, s := range f.fonts {
		if s.font.Glyph(r) != 0 {
			return i
		}
	}
	return -1
}

// drawn is the character whose glyph stands for r. The text keeps r itself.
func (s Style) drawn(r rune) rune {
	switch r {
	case '‘', '’', '“', '”':
		if s.Narrow {
			return r - 0x2000 + 0xE000 // the fonts keep the narrow forms here
		}
	case '⁻': // signs that the fonts lack and another looks like
		return '¯'
	case '⁺', '₊':
		return '+'
	case '₋', '˗':
		return '-'
	case '⁼':
		return '='
	case '∼':
		return '~'
	case '⋅':
		return '·'
	case '✔':
		return '✓'
	}
	return r
}

// Width is the length of s when drawn.
func (f *File) Width(s string, style Style) float64 {
	var w float64
	for _, r := range s {
		r = style.drawn(r)
		font := f.fonts[max(f.fontOf(r), 0)].font
		w += font.advance(font.Glyph(r))*style.Size/1000 + style.Space
	}
	return w
}

// Missing returns the characters of s that no font has, each once. Characters
// that are never drawn (line ends) do not count.
func (f *File) Missing(s string) []rune {
	var missing []rune
	for _, r := range s {
		if r == '\n' || f.fontOf(Style{}.drawn(r)) >= 0 || strings.ContainsRune(string(missing), r) {
			continue
		}
		missing = append(missing, r)
	}
	return missing
}
