package letter

import (
	"fmt"
	"strings"

	"github.com/signintech/gopdf"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// slots bounds how many papers are set at the same time, and with it the memory
// they take.
var slots = make(chan struct{}, 2)

// Render sets one paper. An [errs.Invalid] error "document.letter.glyph" names
// the characters that none of the fonts can draw. Many may call it at a time;
// two papers are set at once, the others wait.
func Render(doc Doc) ([]byte, error) {
	slots <- struct{}{}
	defer func() { <-slots }()
	s, err := compose(doc)
	switch {
	case err != nil:
		return nil, fmt.Errorf("set letter %s: %w", doc.Number, err)
	case len(s.missing) > 0:
		return nil, missing(s.missing)
	}
	data, err := s.sheet.bytes()
	if err != nil {
		return nil, fmt.Errorf("set letter %s: %w", doc.Number, err)
	}
	return data, nil
}

// missing tells which characters cannot be printed.
func missing(runes []rune) error {
	var names []string
	for _, r := range runes {
		names = append(names, fmt.Sprintf("%c (U+%04X)", r, r))
	}
	return errs.New(errs.Invalid, "document.letter.glyph", lang.T(
		"文件中有无法印出的字符：%s。请改用能够印出的写法后再签发。",
		"The paper contains characters that cannot be printed: %s. Write them differently, then issue it again."),
		strings.Join(names, ", "))
}

// compose lays out all parts.
func compose(doc Doc) (*setter, error) {
	languages := doc.Languages
	if len(languages) == 0 {
		languages = lang.All
	}
	s := &setter{doc: doc, lang: languages[0]}
	var err error
	s.sheet, err = newSheet(gopdf.PdfInfo{
		Title:        s.in(doc.Title) + " " + doc.Number,
		Author:       s.in(doc.Issuer),
		Subject:      s.in(doc.Organ),
		CreationDate: doc.Created.UTC(),
	})
	if err != nil {
		return nil, err
	}
	for _, l := range languages {
		s.lang, s.look = l, lookOf(l)
		s.breakPage()
		s.head()
		for _, block := range doc.Blocks {
			block.set(s)
		}
	}
	s.feet()
	return s, nil
}

// head sets the letterhead and the title.
func (s *setter) head() {
	center := func(after, size float64, text string, bold bool) {
		s.row(after, column{x: left, width: textWidth, text: text, size: size, bold: bold, center: true})
	}
	center(0, 13, s.in(s.doc.Issuer), true)
	center(6, 10.5, s.in(s.doc.Organ), false)
	s.rule(1.1)
	s.y += 2.2
	s.rule(0.3)
	s.y += 20
	center(2, s.look.title, s.in(s.doc.Title), true)
	s.row(12, column{x: left, width: textWidth, text: s.numberAndDate(), size: s.look.small, gray: soft, center: true})
	if !s.doc.Notice.IsZero() {
		s.rule(0.5)
		s.y += 3
		center(3, s.look.body, s.in(s.doc.Notice), true)
		s.rule(0.5)
		s.y += 14
	}
}

// numberAndDate is the line under the title.
func (s *setter) numberAndDate() string {
	var parts []string
	if s.doc.Number != "" {
		parts = append(parts, s.in(lang.T("编号 ", "No. "))+clean(s.doc.Number))
	}
	if !s.doc.Date.IsZero() {
		parts = append(parts, s.in(DayText(s.doc.Date)))
	}
	return strings.Join(parts, "  ·  ")
}

// The foot of every page.
const footAt = pageHeight - 56

var footStyle = style{size: 8, gray: soft, narrow: true}

// feet numbers the pages, now that their count is known.
func (s *setter) feet() {
	for i, l := range s.parts {
		s.sheet.turn(i + 1)
		s.lang = l
		s.foot(i+1, len(s.parts))
	}
}

// foot draws the foot of one page.
func (s *setter) foot(number, count int) {
	measure := func(t string) float64 { return s.sheet.width(t, footStyle) }
	s.sheet.line(left, footAt-14, textWidth, 0.3)
	head := strings.TrimSpace(clean(s.doc.Number) + "  " + s.in(s.doc.Title))
	pages := lang.T("第 %d 页，共 %d 页", "Page %d of %d").In(s.lang, number, count)
	width := measure(pages)
	s.sheet.text(left, footAt, cut(head, textWidth-width-12, measure), footStyle)
	s.sheet.text(left+textWidth-width, footAt, pages, footStyle)
	s.sheet.text(left, footAt+12, s.doc.URL, footStyle)
	s.check(s.doc.URL + head + pages)
}

// cut shortens a running foot to one line.
func cut(text string, width float64, measure func(string) float64) string {
	if measure(text) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && measure(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
