package letter

import (
	"strconv"

	"lunheng/internal/lang"
)

func (b Heading) set(s *setter) {
	s.y += 8
	s.room(7 * s.look.lead) // a heading never stands alone at a foot, nor with a table's head only
	s.row(6, column{x: left, width: textWidth, text: s.in(b.Text), size: s.look.heading, bold: true})
}

func (b Paragraph) set(s *setter) {
	c := column{x: left, width: textWidth, text: s.in(b.Text), size: s.look.body, justify: s.lang == lang.ZH}
	if s.lang == lang.ZH && !b.Flush {
		c.indent = 2 * s.look.body
	}
	s.row(s.look.after, c)
}

func (b Fields) set(s *setter) {
	s.rule(0.3)
	for _, f := range b {
		s.y += 3
		s.row(3,
			column{x: left, width: s.look.label, text: s.in(f.Label), size: s.look.small, gray: soft},
			column{x: left + s.look.label + 10, width: textWidth - s.look.label - 10, text: s.in(f.Value), size: s.look.body})
		s.rule(0.3)
	}
	s.y += s.look.after + 2
}

func (b Numbered) set(s *setter) {
	for i, item := range b {
		s.row(s.look.after-1,
			column{x: left, width: 22, text: strconv.Itoa(i+1) + ".", size: s.look.body, gray: soft},
			column{x: left + 24, width: textWidth - 24, text: s.in(item), size: s.look.body, justify: s.lang == lang.ZH})
	}
	s.y += 2
}

func (b Table) set(s *setter) {
	s.room(4 * s.look.lead)
	b.head(s)
	for _, row := range b.Rows {
		columns := b.columns(s, row, false)
		if height := s.height(columns) + 6; s.y+height > bottom && height < bottom-top-40 {
			s.breakPage()
			b.head(s)
		}
		s.y += 3
		s.row(3, columns...)
		s.rule(0.3)
	}
	s.y += s.look.after + 2
}

// head sets the first row, on each page anew.
func (b Table) head(s *setter) {
	s.rule(0.7)
	s.y += 3
	s.row(3, b.columns(s, b.Head, true)...)
	s.rule(0.5)
}

// columns spreads the texts of one row over the width.
func (b Table) columns(s *setter, row []lang.Text, head bool) []column {
	var sum float64
	for i := range b.Head {
		sum += b.share(i)
	}
	var columns []column
	x := left
	for i := range b.Head {
		width := textWidth * b.share(i) / sum
		if i < len(row) {
			columns = append(columns, column{x: x, width: width - 8, text: s.in(row[i]), size: s.look.small, bold: head})
		}
		x += width
	}
	return columns
}

func (b Table) share(i int) float64 {
	if i < len(b.Shares) && b.Shares[i] > 0 {
		return b.Shares[i]
	}
	return 1
}

func (b Signature) set(s *setter) {
	const width = 220
	x := left + textWidth - width
	columns := []column{
		{x: x, width: width, text: s.in(b.Role), size: s.look.small, gray: soft},
		{x: x, width: width, text: clean(b.Name), size: s.look.heading + 1.5, bold: true},
		{x: x, width: width, text: s.in(b.Line), size: s.look.small},
	}
	height := 24.0
	for _, c := range columns {
		height += s.height([]column{c}) + 2
	}
	s.room(height)
	s.y += 14
	s.sheet.line(x, s.y, width, 0.5)
	s.y += 4
	for _, c := range columns {
		s.row(2, c)
	}
	s.y += 8
}

func (b Verify) set(s *setter) {
	const side = 74
	s.room(side + 16)
	s.y += 8
	from := s.y
	s.sheet.code(left, from, side, b.URL)
	x, width := left+side+14, textWidth-side-14
	s.y += 4
	s.row(3, column{x: x, width: width, text: s.in(lang.T("如何核验", "How to check this paper")), size: s.look.small, bold: true})
	s.row(3, column{x: x, width: width, text: s.in(lang.T(
		"扫描二维码，或打开下面的网址，即可核对本文件是否真实、是否仍然有效；随附的证明可以离线验证。",
		"Scan the code or open the address below to see whether this paper is genuine and still in force. The proof offered there can be checked offline.")), size: s.look.small})
	linked := s.y
	s.row(0, column{x: x, width: width, text: b.URL, size: s.look.small, gray: soft})
	s.sheet.link(x, linked, width, s.y-linked, b.URL)
	s.y = max(s.y, from+side) + 8
}
