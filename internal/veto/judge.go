package veto

import (
	"slices"

	"lunheng/internal/lang"
	"lunheng/internal/sanction"
	"lunheng/internal/vault"
)

// Row is somebody who is asked about: an entry of the register by its id, or what is
// known of somebody else.
type Row struct {
	Who    string `json:"who,omitempty"` // person or unit of the register; the rest is then looked up
	Name   string `json:"name"`
	Paper  string `json:"paper,omitempty"`  // code of the packs' list identity_kinds
	Number string `json:"number,omitempty"` // of the paper
}

// number is the identity by the document; empty where there is none.
func (r Row) number() vault.Identity {
	if r.Number == "" {
		return vault.Identity{}
	}
	return vault.Identity{Kind: r.Paper, Text: r.Number}
}

func (r Row) name() vault.Identity { return vault.Identity{Kind: vault.NameKind, Text: r.Name} }

// Outcomes of a row.
const (
	Clear       = "clear"
	Vetoed      = "vetoed"
	Conditional = "conditional" // only after what was ordered has been done
	Ask         = "ask"         // a person has to look
)

// Why a person has to look.
const (
	NameOnly    = "name_only"    // somebody with a measure has this name, and no number was given
	OtherPaper  = "other_paper"  // somebody with a measure has this name, and another kind of document
	NameDiffers = "name_differs" // the number is known under another name
	BadNumber   = "bad_number"   // the number cannot be right, and nothing is known of it
	NoIdentity  = "no_identity"  // neither name nor number
	NoEntry     = "no_entry"     // the register has no such person or unit
)

// WhyText says a reason in words.
func WhyText(why string) lang.Text {
	switch why {
	case NameOnly:
		return lang.T("有同名的人受到处理，只凭姓名不能确定。请补充证件号码。", "Somebody of this name is under a measure; a name does not say who it is. Give the number of a document.")
	case OtherPaper:
		return lang.T("有同名的人受到处理，登记的是另一种证件。请人工核对。", "Somebody of this name is under a measure and known by another kind of document. Have a person look.")
	case NameDiffers:
		return lang.T("证件号码登记在另一个姓名之下。请人工核对。", "The number is known under another name. Have a person look.")
	case BadNumber:
		return lang.T("证件号码的校验位不对。请核对号码。", "The number's check digit is wrong. Look at the number.")
	case NoEntry:
		return lang.T("登记里没有这个人或单位。", "The register has no such person or unit.")
	case NoIdentity:
		return lang.T("没有姓名，也没有证件号码。", "There is neither a name nor a number.")
	}
	return lang.Text{}
}

// Answer is what was found about one row.
type Answer struct {
	Row      int              `json:"row"` // from 1, without the head
	Outcome  string           `json:"outcome"`
	Why      string           `json:"why,omitempty"`      // of Ask
	Measures []sanction.Entry `json:"measures,omitempty"` // on which it rests; none for Ask, where they may be somebody else's
}

// Ledger is what is known about the people and units that rows may mean.
type Ledger struct {
	Holders map[vault.Identity][]vault.Holder
	Papers  map[string][]string         // kinds of identity by which somebody is known
	Entries map[string][]sanction.Entry // measures that hold, by who
	Effects map[string]string           // Vetoed or Conditional, by code of measure, for the purpose
	Entered map[string]bool             // entries of the register among them
	Same    map[string][]string         // who is known by a number of the same document as an entry
}

// bearing are the measures of somebody that matter for the purpose.
func (l Ledger) bearing(who string) []sanction.Entry {
	return slices.DeleteFunc(slices.Clone(l.Entries[who]), func(e sanction.Entry) bool { return l.Effects[e.Code] == "" })
}

// Judge answers one row. bad says that the number fails its own check.
func (l Ledger) Judge(n int, row Row, bad bool) Answer {
	known := l.Holders[row.number()]
	switch {
	case row.Who != "":
		return l.byEntry(n, row)
	case row.Number == "" && row.Name == "":
		return Answer{Row: n, Outcome: Ask, Why: NoIdentity}
	case row.Number != "" && len(known) > 0:
		return l.byNumber(n, row, known)
	case row.Number != "" && bad:
		return Answer{Row: n, Outcome: Ask, Why: BadNumber}
	}
	return l.byName(n, row)
}

// byEntry answers for an entry of the register. What was decided about the entry, or
// about somebody with the same document, counts; a namesake from outside the register
// may be the same person, another entry is somebody else.
func (l Ledger) byEntry(n int, row Row) Answer {
	if !l.Entered[row.Who] {
		return Answer{Row: n, Outcome: Ask, Why: NoEntry}
	}
	same := append([]string{row.Who}, l.Same[row.Who]...)
	for _, h := range l.Holders[row.number()] {
		if !slices.Contains(same, h.ID) {
			same = append(same, h.ID)
		}
	}
	a := Answer{Row: n, Outcome: Clear}
	for _, id := range same {
		a.Measures = append(a.Measures, l.bearing(id)...)
	}
	if len(a.Measures) > 0 {
		a.Outcome = l.worst(a.Measures)
		return a
	}
	for _, h := range l.Holders[row.name()] {
		if l.Entered[h.ID] || len(l.bearing(h.ID)) == 0 {
			continue
		}
		if !l.shareKind(row.Who, h.ID) {
			return Answer{Row: n, Outcome: Ask, Why: OtherPaper}
		}
		// known by another number of the same kind of document: somebody else
	}
	return a
}

// shareKind reports whether both are known by the same kind of document.
func (l Ledger) shareKind(a, b string) bool {
	return slices.ContainsFunc(l.Papers[a], func(kind string) bool { return kind != vault.NameKind && slices.Contains(l.Papers[b], kind) })
}

// worst is the gravest effect of measures.
func (l Ledger) worst(measures []sanction.Entry) string {
	out := Clear
	for _, e := range measures {
		if effect := l.Effects[e.Code]; effect == Vetoed || out == Clear {
			out = effect
		}
	}
	return out
}

// byNumber answers for somebody who is known by the number.
func (l Ledger) byNumber(n int, row Row, known []vault.Holder) Answer {
	a := Answer{Row: n, Outcome: Clear}
	namesakes := l.Holders[row.name()]
	for _, h := range known {
		bearing := l.bearing(h.ID)
		if len(bearing) == 0 {
			continue
		}
		if row.Name != "" && !slices.ContainsFunc(namesakes, func(x vault.Holder) bool { return x.ID == h.ID }) {
			return Answer{Row: n, Outcome: Ask, Why: NameDiffers}
		}
		a.Measures = append(a.Measures, bearing...)
	}
	a.Outcome = l.worst(a.Measures)
	return a
}

// mayBe reports whether somebody of the row's name may be who is asked about. Who is
// known by another number of the same kind of document is somebody else.
func (l Ledger) mayBe(row Row, namesake vault.Holder) bool {
	return row.Number == "" || !slices.Contains(l.Papers[namesake.ID], row.Paper)
}

// byName answers for somebody of whom only the name may be known. It never vetoes.
func (l Ledger) byName(n int, row Row) Answer {
	for _, h := range l.Holders[row.name()] {
		switch {
		case !l.mayBe(row, h) || len(l.bearing(h.ID)) == 0:
		case row.Number == "":
			return Answer{Row: n, Outcome: Ask, Why: NameOnly}
		default:
			return Answer{Row: n, Outcome: Ask, Why: OtherPaper}
		}
	}
	return Answer{Row: n, Outcome: Clear}
}
