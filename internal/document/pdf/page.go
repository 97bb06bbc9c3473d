package pdf

import (
	"bytes"
	"fmt"
	"strconv"
)

// Style says how text is drawn.
type Style struct {
	Size   float64 // of the font
	Bold   bool    // thickened outlines; the fonts have one weight
	Gray   float64 // 0 is black, 1 is white
	Space  float64 // extra space after every character, to justify a line
	Narrow bool    // quotation marks in their proportional form
}

// Page is one page. Calls draw in their order.
type Page struct {
	file  *File
	w, h  float64
	body  bytes.Buffer
	links []link
	marks int // marked content sequences so far
}

type link struct {
	x, y, w, h float64
	url        string
}

// Text draws s with its baseline at y and returns the x where it ends.
func (p *Page) Text(x, y float64, s string, style Style) float64 {
	render := "0 Tr"
	if style.Bold {
		render = "2 Tr " + num(style.Size*0.028) + " w " + num(style.Gray) + " G"
	}
	fmt.Fprintf(&p.body, "BT %s %s g %s Tc 1 0 0 1 %s %s Tm\n", render, num(style.Gray), num(style.Space), num(x), num(p.h-y))
	for _, run := range p.file.runs(s, style) {
		fmt.Fprintf(&p.body, "/F%d %s Tf <%s> Tj\n", run.font, num(style.Size), run.codes)
	}
	p.body.WriteString("ET\n")
	return x + p.file.Width(s, style)
}

// Line draws a straight line.
func (p *Page) Line(x1, y1, x2, y2, width, gray float64) {
	p.artifact(fmt.Sprintf("%s G %s w %s %s m %s %s l S", num(gray), num(width), num(x1), num(p.h-y1), num(x2), num(p.h-y2)))
}

// Fill fills rectangles, each x, y, width and height, as one shape.
func (p *Page) Fill(gray float64, rects [][4]float64) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s g ", num(gray))
	for _, r := range rects {
		fmt.Fprintf(&b, "%s %s %s %s re ", num(r[0]), num(p.h-r[1]-r[3]), num(r[2]), num(r[3]))
	}
	b.WriteString("f")
	p.artifact(b.String())
}

// Link makes a rectangle of the page lead to url.
func (p *Page) Link(x, y, w, h float64, url string) {
	p.links = append(p.links, link{x, y, w, h, url})
}

// Mark says that what draw draws is one piece of the document's structure:
// tag is a standard type such as H1 or P, lang a language code. A screen
// reader follows these pieces in the order of the calls.
func (p *Page) Mark(tag, lang string, draw func()) {
	fmt.Fprintf(&p.body, "/%s <</MCID %d>> BDC\n", tag, p.marks)
	p.file.tags = append(p.file.tags, mark{page: p, id: p.marks, tag: tag, lang: lang})
	p.marks++
	draw()
	p.body.WriteString("EMC\n")
}

// Artifact says that what draw draws is no part of the text: page numbers,
// running feet.
func (p *Page) Artifact(draw func()) {
	p.body.WriteString("/Artifact BMC\n")
	draw()
	p.body.WriteString("EMC\n")
}

// artifact adds a drawing without meaning of its own.
func (p *Page) artifact(ops string) {
	fmt.Fprintf(&p.body, "/Artifact BMC %s EMC\n", ops)
}

// num prints a length with at most three decimals.
func num(f float64) string {
	s := strconv.FormatFloat(f, 'f', 3, 64)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	if s == "-0" {
		return "0"
	}
	return s
}
