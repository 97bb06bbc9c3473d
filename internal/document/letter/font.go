package letter

import (
	_ "embed" // the fonts
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The fonts, as they lie in the program's file; nothing writes to them. What
// they are and how they were made is told in fonts/README.md.
var (
	//go:embed fonts/serif-sc.ttf
	serifSC []byte
	//go:embed fonts/serif-tc-extra.ttf
	serifTC []byte
	//go:embed fonts/serif-jp-extra.ttf
	serifJP []byte
	//go:embed fonts/serif-latin-extra.ttf
	serifLatin []byte
	//go:embed fonts/serif-signs.ttf
	serifSigns []byte
	//go:embed fonts/serif-bold.ttf
	serifBold []byte
	//go:embed fonts/serif-bold-signs.ttf
	serifBoldSigns []byte
)

// face is one font: its file for the PDF, its tables for measuring.
type face struct {
	name   string // as the PDF calls it
	data   []byte
	tables *sfnt.Font
	buffer sfnt.Buffer
	ready  bool // already put into the PDF
}

// faces are the fonts of one rendering. Opening them only reads their tables
// of contents.
type faces struct {
	regular          []*face // in the order in which a character is looked up
	bold             *face
	signs, boldSigns *face // quotation marks in their narrow form
	glyphs           map[shape]glyph
}

// shape is a character and how it is to look.
type shape struct {
	r            rune
	bold, narrow bool
}

// glyph is where a character is drawn from; the face is nil when no font has
// the character. The advance is in thousandths of the font's size.
type glyph struct {
	face    *face
	advance float64
}

// openFaces opens the fonts.
func openFaces() (*faces, error) {
	f := &faces{glyphs: map[shape]glyph{}}
	var all []*face
	for _, file := range []struct {
		name string
		data []byte
	}{
		{"Serif", serifSC}, {"SerifTC", serifTC}, {"SerifJP", serifJP}, {"SerifLatin", serifLatin},
		{"SerifSigns", serifSigns}, {"SerifBold", serifBold}, {"SerifBoldSigns", serifBoldSigns},
	} {
		tables, err := sfnt.Parse(file.data)
		if err != nil {
			return nil, fmt.Errorf("open font %s: %w", file.name, err)
		}
		all = append(all, &face{name: file.name, data: file.data, tables: tables})
	}
	f.regular, f.signs, f.bold, f.boldSigns = all[:5], all[4], all[5], all[6]
	return f, nil
}

// find returns the glyph of r in the first font that has it.
func (f *faces) find(r rune, s style) glyph {
	key := shape{r, s.bold, s.narrow}
	g, known := f.glyphs[key]
	if known {
		return g
	}
	for _, candidate := range f.order(r, s) {
		if advance, ok := candidate.advance(r); ok {
			g = glyph{candidate, advance}
			break
		}
	}
	f.glyphs[key] = g
	return g
}

// order is the order in which the fonts are asked for r.
func (f *faces) order(r rune, s style) []*face {
	quote := s.narrow && (r == '‘' || r == '’' || r == '“' || r == '”')
	switch {
	case quote && s.bold:
		return []*face{f.boldSigns}
	case quote:
		return []*face{f.signs}
	case s.bold:
		return append([]*face{f.bold}, f.regular...)
	}
	return f.regular
}

// advance returns the width of r, and false when the font lacks it.
func (f *face) advance(r rune) (float64, bool) {
	index, err := f.tables.GlyphIndex(&f.buffer, r)
	if err != nil || index == 0 {
		return 0, false
	}
	width, err := f.tables.GlyphAdvance(&f.buffer, index, fixed.I(1000), font.HintingNone)
	return float64(width) / 64, err == nil
}
