package letter

import (
	"fmt"
	"strings"

	"lunheng/internal/document/pdf"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Render sets one paper. An [errs.Invalid] error "document.letter.glyph" names
// the characters that none of the fonts can draw.
func Render(doc Doc) ([]byte, error) {
	fonts, err := fonts()
	if err != nil {
		return nil, err
	}
	s := compose(doc, fonts)
	switch {
	case s.err != nil:
		return nil, fmt.Errorf("set letter %s: %w", doc.Number, s.err)
	case len(s.missing) > 0:
		return nil, missing(s.missing)
	}
	data, err := s.file.Bytes()
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
func compose(doc Doc, fonts []*pdf.Font) *setter {
	languages := doc.Languages
	if len(languages) == 0 {
		languages = lang.All
	}
	s := &setter{doc: doc, lang: languages[0]}
	s.file = pdf.New(pdf.Meta{
		Title:   s.in(doc.Title) + " " + doc.Number,
		Author:  s.in(doc.Issuer),
		Subject: s.in(doc.Organ),
		Lang:    tagOf(s.lang),
		Created: doc.Created,
	}, fonts...)
	for _, l := range languages {
		s.lang, s.look = l, lookOf(l)
		s.breakPage()
		s.head()
		for _, block := range doc.Blocks {
			block.set(s)
		}
	}
	s.feet()
	return s
}

// head sets the letterhead and the title.
func (s *setter) head() {
	center := func(after, size float64, text string, bold bool, tag string) {
		s.row(after, column{x: left, width: textWidth, text: text, size: size, bold: bold, center: true, tag: tag})
	}
	center(0, 13, s.in(s.doc.Issuer), true, "P")
	center(6, 10.5, s.in(s.doc.Organ), false, "P")
	s.rule(1.1)
	s.y += 2.2
	s.rule(0.3)
	s.y += 20
	center(2, s.look.title, s.in(s.doc.Title), true, "H1")
	s.row(12, column{x: left, width: textWidth, text: s.numberAndDate(), size: s.look.small, gray: soft, center: true})
	if !s.doc.Notice.IsZero() {
		s.rule(0.5)
		s.y += 3
		center(3, s.look.body, s.in(s.doc.Notice), true, "P")
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

// feet numbers the pages, now that their count is known.
func (s *setter) feet() {
	all := s.file.Pages()
	for i, page := range all {
		s.page, s.lang = page, s.parts[i]
		page.Artifact(func() { s.foot(i+1, len(all)) })
	}
}

// foot draws the foot of one page.
func (s *setter) foot(number, count int) {
	const size, y = 8.0, pageHeight - 56
	style := pdf.Style{Size: size, Gray: soft, Narrow: true}
	s.page.Line(left, y-14, left+textWidth, y-14, 0.3, 0.25)
	head := strings.TrimSpace(clean(s.doc.Number) + "  " + s.in(s.doc.Title))
	pages := lang.T("第 %d 页，共 %d 页", "Page %d of %d").In(s.lang, number, count)
	width := s.file.Width(pages, style)
	s.page.Text(left, y, cut(head, textWidth-width-12, func(t string) float64 { return s.file.Width(t, style) }), style)
	s.page.Text(left+textWidth-width, y, pages, style)
	if s.doc.URL != "" {
		s.page.Text(left, y+12, s.doc.URL, style)
		s.page.Link(left, y+3, s.file.Width(s.doc.URL, style), 11, s.doc.URL)
	}
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
