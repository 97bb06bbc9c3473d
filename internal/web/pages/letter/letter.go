// Package letter shows decision letters as they print, in both languages, and
// the acts about them.
package letter

import (
	"time"

	"github.com/a-h/templ"

	"lunheng/internal/document/letter"
	"lunheng/internal/document/qr"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// Letters is the tab of a case about its letters.
type Letters struct {
	Page    ui.PageInfo
	Head    ui.CaseInfo
	Form    ui.Form
	ID      string
	Version int64
	Key     string

	List      []Revision
	Notices   []Notice
	Preview   []Sheet // of the letter to issue, one for each language; nil: nothing to issue
	Undecided bool
	MayIssue  bool
	MayFix    bool // correct and issue again
	MaySend   bool
	Standing  int // revision that can be sent; 0: none
}

// Notice is a paper that went out before the decision.
type Notice struct {
	Title lang.Text
	At    time.Time
	PDF   string // address
}

// Revision is one issued letter.
type Revision struct {
	Number  int
	Label   string
	Outcome ui.Status
	Issued  time.Time
	By      ui.Person
	State   ui.Status
	Reason  string // of the correction
	Sent    []Sending
	Href    string
	PDF     string
	Verify  string // path of the public page
	Code    string
}

// Sending is one delivery.
type Sending struct {
	To  ui.Person
	How lang.Text
	At  time.Time
}

// One is an issued letter by itself.
type One struct {
	Page   ui.PageInfo
	Title  lang.Text
	Sheets []Sheet
	PDF    string
	Verify string
	Back   string
}

// Sheet is a paper in one language.
type Sheet struct {
	Info   ui.LetterInfo
	Lang   lang.Lang
	Blocks []letter.Block
}

// SheetsOf lays a paper out in both languages.
func SheetsOf(doc letter.Doc, stamp lang.Text, invalid bool) ([]Sheet, error) {
	var out []Sheet
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		s := Sheet{Lang: l, Info: ui.LetterInfo{House: house(doc), Title: doc.Title, Number: doc.Number, Lang: l, Stamp: stamp, Invalid: invalid,
			Date: letter.DayText(doc.Date).In(l), Verify: doc.URL}}
		for _, b := range doc.Blocks {
			switch b := b.(type) {
			case letter.Signature:
				s.Info.Office, s.Info.Signer = b.Role, ui.Person{Name: b.Name}
			case letter.Verify:
				svg, err := qr.SVG(b.URL, lang.T("核验地址的二维码", "QR code of the address for checking").In(l))
				if err != nil {
					return nil, err
				}
				s.Info.QR = templ.Raw(svg)
			default:
				s.Blocks = append(s.Blocks, b)
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// house is who issues the paper: the unit and its committee in one line.
func house(doc letter.Doc) lang.Text {
	if doc.Organ.IsZero() {
		return doc.Issuer
	}
	return lang.T(doc.Issuer.ZH+"　"+doc.Organ.ZH, or(doc.Issuer.EN, doc.Issuer.ZH)+" · "+or(doc.Organ.EN, doc.Organ.ZH))
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// In is a text in the sheet's language, or in the other where it has none.
func (s Sheet) In(t lang.Text) string {
	if text := t.In(s.Lang); text != "" {
		return text
	}
	return or(t.ZH, t.EN)
}
