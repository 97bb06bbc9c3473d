package letter

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lunheng/internal/lang"
)

// The page: A4, in points.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	left       = 72.0
	top        = 68.0
	bottom     = pageHeight - 84
	textWidth  = pageWidth - 2*left
	soft       = 0.34 // gray of labels: contrast 7 to 1 on white
)

// look is the typography of one language.
type look struct {
	body, small, heading, title float64 // sizes
	leading                     float64 // line height as a multiple of the size
	lead                        float64 // line height of the body
	after                       float64 // space after a paragraph
	label                       float64 // width of the labels of fields
}

// lookOf gives Chinese more air: its characters fill their squares.
func lookOf(l lang.Lang) look {
	if l == lang.EN {
		return look{body: 10.5, small: 9, heading: 11.5, title: 18, leading: 1.5, lead: 15.75, after: 6, label: 104}
	}
	return look{body: 10.5, small: 9, heading: 11.5, title: 19, leading: 1.72, lead: 18.06, after: 4, label: 80}
}

// setter sets one paper.
type setter struct {
	doc     Doc
	sheet   *sheet
	parts   []lang.Lang // language of each page
	lang    lang.Lang
	look    look
	y       float64 // where the next line begins
	missing []rune
}

// column is text to be set in one column of a row.
type column struct {
	x, width float64
	text     string
	size     float64
	gray     float64
	indent   float64 // of the first line
	bold     bool
	justify  bool
	center   bool
}

// in is text in the language of the part, or in the other when it has none.
func (s *setter) in(t lang.Text) string {
	text := t.In(s.lang)
	if text == "" {
		text = t.ZH + t.EN
	}
	return clean(text)
}

// clean removes what is not drawn: control and format characters, variation
// selectors. Letters with separate accents become one character, which the
// fonts have; Han characters are never changed.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\t", " ")
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Mn, r) }) {
		s = norm.NFC.String(s)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u2060':
			return r
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
			return -1
		}
		return r
	}, s)
}

// style is how a column is drawn. Text without Han characters takes the
// narrow quotation marks also in the Chinese part.
func (s *setter) style(c column) style {
	narrow := s.lang == lang.EN || !strings.ContainsFunc(c.text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	return style{size: c.size, bold: c.bold && s.sheet.canBold(c.text), gray: c.gray, narrow: narrow}
}

// lines breaks the text of a column.
func (s *setter) lines(c column) []string {
	st := s.style(c)
	return Break(c.text, c.width, c.indent, func(text string) float64 { return s.sheet.width(text, st) })
}

// largest is the greatest size in a row; it gives line height and baseline.
func largest(columns []column) float64 {
	size := 0.0
	for _, c := range columns {
		size = max(size, c.size)
	}
	return size
}

// height is how much a row takes.
func (s *setter) height(columns []column) float64 {
	n := 0
	for _, c := range columns {
		n = max(n, len(s.lines(c)))
	}
	return float64(n) * largest(columns) * s.look.leading
}

// row sets columns side by side, over as many pages as they need, and leaves
// the given space after. Where it must be cut, two lines stay together.
func (s *setter) row(after float64, columns ...column) {
	lines, longest := make([][]string, len(columns)), 0
	for i, c := range columns {
		lines[i] = s.lines(c)
		longest = max(longest, len(lines[i]))
		s.check(c.text)
	}
	size := largest(columns)
	lead := size * s.look.leading
	for from := 0; from < longest; {
		n := min(int((bottom-s.y)/lead+1e-6), longest-from)
		if rest := longest - from - n; rest == 1 && n > 2 {
			n--
		} else if n < min(2, longest-from) {
			s.breakPage()
			continue
		}
		for i, c := range columns {
			s.draw(c, lines[i][min(from, len(lines[i])):min(from+n, len(lines[i]))], from == 0, size)
		}
		s.y += float64(n) * lead
		from += n
	}
	s.y += after
}

// draw draws lines of a column in a row of the given size. The first line of
// a text has its indent.
func (s *setter) draw(c column, lines []string, first bool, size float64) {
	lead := size * s.look.leading
	for i, line := range lines {
		s.line(c, line, s.y+float64(i)*lead+lead/2+size*0.36, first && i == 0)
	}
}

// line draws one line.
func (s *setter) line(c column, line string, baseline float64, first bool) {
	st, x, width := s.style(c), c.x, c.width
	if first {
		x, width = x+c.indent, width-c.indent
	}
	shown := strings.TrimRight(line, " \n")
	slack := width - s.sheet.width(shown, st)
	if c.center {
		x += slack / 2
	}
	// A line that ends its paragraph is short; others are stretched, if they
	// nearly fill the width.
	ends := strings.HasSuffix(line, "\n") || strings.HasSuffix(c.text, line)
	if gaps := utf8.RuneCountInString(shown) - 1; c.justify && !ends && gaps > 0 && slack < 3*c.size {
		st.space = slack / float64(gaps)
	}
	s.sheet.text(x, baseline, shown, st)
}

// check notes the characters that cannot be drawn.
func (s *setter) check(text string) {
	for _, r := range s.sheet.missing(text) {
		if !slices.Contains(s.missing, r) {
			s.missing = append(s.missing, r)
		}
	}
}

// room begins a new page when less than height is left.
func (s *setter) room(height float64) {
	if s.y+height > bottom {
		s.breakPage()
	}
}

// breakPage begins a page.
func (s *setter) breakPage() {
	s.sheet.page()
	s.parts = append(s.parts, s.lang)
	s.y = top
	if s.doc.URL != "" {
		s.sheet.link(left, footAt+3, s.sheet.width(s.doc.URL, footStyle), 11, s.doc.URL)
	}
}

// rule draws a thin line over the whole width.
func (s *setter) rule(width float64) { s.sheet.line(left, s.y, textWidth, width) }
