package letter

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
)

// Decision is what a decision letter says. Its sentences come from the packs
// and from the people who decided; here is only their order.
type Decision struct {
	Unit, Committee lang.Text
	Title           lang.Text // such as "Decision on ethics review"
	Number          string
	Date            calendar.Day
	Replaces        string    // number of the letter this one corrects, or empty
	Superseded      string    // number of the letter that replaced this one, for a marked copy; or empty
	Addressee       lang.Text // who receives it, such as the project leader
	Facts           []Field   // subject, outcome and what else the form lists, in order
	Body            []lang.Text
	Stipulations    []lang.Text
	Reasons         []Reason
	Vote            lang.Text   // summary of attendance and votes
	Closing         []lang.Text // appeal, follow-up, validity
	Role            lang.Text   // of who signs; empty means the chair
	Signer          string
	Signed          lang.Text // the line under the name; empty means "electronically signed" with the date
	URL             string
	Created         time.Time
}

// Reason is one rule that a decision rests on.
type Reason struct {
	Rule    lang.Text // in plain words
	Source  lang.Text // the document it stands in
	Article lang.Text
}

// Doc is the letter as blocks.
func (d Decision) Doc() Doc {
	doc := Doc{
		Issuer: d.Unit, Organ: d.Committee, Title: d.Title, Number: d.Number, Date: d.Date,
		Notice: d.notice(), URL: d.URL, Created: d.Created,
	}
	if !d.Addressee.IsZero() {
		doc.add(Paragraph{Text: lang.T("致：%s", "To: %s").With(d.Addressee), Flush: true})
	}
	if len(d.Facts) > 0 {
		doc.add(Fields(d.Facts))
	}
	doc.paragraphs(d.Body)
	doc.numbered(lang.T("附带要求", "Stipulations"), d.Stipulations)
	doc.reasons(d.Reasons)
	if !d.Vote.IsZero() {
		doc.add(Heading{lang.T("表决", "Vote")}, Paragraph{Text: d.Vote})
	}
	doc.paragraphs(d.Closing)
	doc.add(Signature{Role: or(d.Role, lang.T("主任委员", "Chair of the committee")), Name: d.Signer, Line: or(d.Signed, signed(d.Date))})
	doc.verify()
	return doc
}

// notice warns of the letter's relation to another.
func (d Decision) notice() lang.Text {
	switch {
	case d.Superseded != "":
		return lang.T("本决定书已被 %s 取代，不再有效。", "Superseded by no. %s; no longer in force.").With(d.Superseded)
	case d.Replaces != "":
		return lang.T("本决定书更正并取代 %s。", "This letter corrects and replaces no. %s.").With(d.Replaces)
	}
	return lang.Text{}
}

// signed is the line under an electronic signature.
func signed(day calendar.Day) lang.Text {
	if day.IsZero() {
		return lang.T("电子签名", "Electronically signed")
	}
	return lang.T("电子签名，%s", "Electronically signed on %s").With(DayText(day))
}

// or is the first text that says something.
func or(t, other lang.Text) lang.Text {
	if t.IsZero() {
		return other
	}
	return t
}

// add appends blocks.
func (d *Doc) add(blocks ...Block) { d.Blocks = append(d.Blocks, blocks...) }

func (d *Doc) paragraphs(texts []lang.Text) {
	for _, t := range texts {
		d.add(Paragraph{Text: t})
	}
}

// numbered adds a headed list when there is one.
func (d *Doc) numbered(heading lang.Text, items []lang.Text) {
	if len(items) > 0 {
		d.add(Heading{heading}, Numbered(items))
	}
}

func (d *Doc) reasons(reasons []Reason) {
	if len(reasons) == 0 {
		return
	}
	t := Table{
		Head:   []lang.Text{lang.T("规则", "Rule"), lang.T("依据", "Source"), lang.T("条款", "Article")},
		Shares: []float64{5, 4, 2},
	}
	for _, r := range reasons {
		t.Rows = append(t.Rows, []lang.Text{r.Rule, r.Source, r.Article})
	}
	d.add(Heading{lang.T("理由与依据", "Reasons")}, t)
}

// verify adds the code that leads to the public check.
func (d *Doc) verify() {
	if d.URL != "" {
		d.add(Verify{URL: d.URL})
	}
}
