package letter

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/signintech/gopdf"

	"lunheng/internal/document/qr"
)

// sheet draws on the pages of a PDF: what this package needs of the library,
// in points from the upper left corner of the page. The first error stays.
type sheet struct {
	pdf   *gopdf.GoPdf
	faces *faces
	pages int
	err   error
}

// style says how text is drawn.
type style struct {
	size   float64
	gray   float64 // 0 is black, 1 is white
	space  float64 // extra after every character, to justify a line
	bold   bool
	narrow bool // quotation marks in their proportional form
}

// newSheet starts a PDF without pages. The library reads the clock for none
// of it.
func newSheet(info gopdf.PdfInfo) (*sheet, error) {
	faces, err := openFaces()
	if err != nil {
		return nil, err
	}
	s := &sheet{pdf: &gopdf.GoPdf{}, faces: faces}
	s.pdf.Start(gopdf.Config{Unit: gopdf.UnitPT, PageSize: gopdf.Rect{W: pageWidth, H: pageHeight}})
	info.Title, info.Author, info.Subject = basic(info.Title), basic(info.Author), basic(info.Subject)
	info.Producer = "Lunheng"
	s.pdf.SetInfo(info)
	return s, nil
}

// basic puts 〓, the printers' mark for a character that is wanting, where
// the library would garble a file's properties: for characters beyond the
// basic plane.
func basic(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return '〓'
		}
		return r
	}, s)
}

// keep notes the first error.
func (s *sheet) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

// page adds a page and draws there from now on.
func (s *sheet) page() {
	s.pdf.AddPage()
	s.pages++
}

// turn draws on a page that there is already, numbered from 1. Links still go
// to the last page.
func (s *sheet) turn(page int) { s.keep(s.pdf.SetPage(page)) }

// text draws one line with its baseline at y, changing fonts where it must.
func (s *sheet) text(x, y float64, text string, st style) {
	gray := uint8(st.gray*255 + 0.5)
	s.pdf.SetTextColor(gray, gray, gray)
	s.keep(s.pdf.SetCharSpacing(st.space))
	for rest := []rune(text); len(rest) > 0; {
		from := s.faces.find(rest[0], st).face
		n := 1
		for n < len(rest) && s.faces.find(rest[n], st).face == from {
			n++
		}
		run := string(rest[:n])
		if from != nil {
			s.use(from, st.size)
			s.pdf.SetXY(x, y)
			s.keep(s.pdf.Text(run))
		}
		x += s.width(run, st)
		rest = rest[n:]
	}
}

// use draws with a font from now on. A font is put into the PDF when first
// used; the library reads it where it lies.
func (s *sheet) use(f *face, size float64) {
	if !f.ready {
		s.keep(s.pdf.AddTTFFontData(f.name, f.data))
		f.ready = true
	}
	s.keep(s.pdf.SetFont(f.name, "", size))
}

// width is the length of text when drawn.
func (s *sheet) width(text string, st style) float64 {
	var w float64
	for _, r := range text {
		w += s.faces.find(r, st).advance*st.size/1000 + st.space
	}
	return w
}

// missing returns the characters of text that no font has, each once. Line
// ends are never drawn and do not count.
func (s *sheet) missing(text string) []rune {
	var missing []rune
	for _, r := range text {
		if r != '\n' && s.faces.find(r, style{}).face == nil && !slices.Contains(missing, r) {
			missing = append(missing, r)
		}
	}
	return missing
}

// canBold reports whether all Han characters of text are in the bold font: no
// name shall be half bold.
func (s *sheet) canBold(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.Is(unicode.Han, r) && s.faces.find(r, style{bold: true}).face != s.faces.bold
	})
}

// line draws a level line.
func (s *sheet) line(x, y, length, width float64) {
	s.pdf.SetStrokeColor(64, 64, 64)
	s.pdf.SetLineWidth(width)
	s.pdf.Line(x, y, x+length, y)
}

// code draws the QR code of an address in a square.
func (s *sheet) code(x, y, side float64, address string) {
	code, err := qr.Encode(address)
	if err != nil {
		s.keep(err)
		return
	}
	// Bars overlap a little, or some screens show fine white lines between.
	const overlap = 0.06
	module := side / float64(code.Size)
	s.pdf.SetFillColor(0, 0, 0)
	for _, b := range code.Bars() {
		s.pdf.RectFromUpperLeftWithStyle(x+float64(b.X)*module, y+float64(b.Y)*module, float64(b.Width)*module, module+overlap, "F")
	}
}

// link makes a rectangle of the last page lead to an address.
func (s *sheet) link(x, y, w, h float64, address string) {
	parsed, err := url.Parse(address)
	if err != nil {
		s.keep(fmt.Errorf("link address: %w", err))
		return
	}
	s.pdf.AddExternalLink(parsed.String(), x, y, w, h)
}

// bytes is the finished file.
func (s *sheet) bytes() ([]byte, error) {
	var out bytes.Buffer
	if s.err == nil {
		_, err := s.pdf.WriteTo(&out)
		s.keep(err)
	}
	return out.Bytes(), s.err
}
