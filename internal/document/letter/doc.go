// Package letter sets the papers that leave the house as PDF: decision
// letters, meeting minutes and receipts, in Chinese and English in one file.
//
// A [Doc] is a letterhead and a list of blocks; every text in it is a
// [lang.Text], so both parts come from the same structure. [Decision],
// [Minutes] and [Receipt] put such a Doc together; their sentences are data
// from the caller (the packs), only the words of the form itself ("Number",
// "Present") stand here. A text without a version in one language, such as
// the title of a project, is printed in the other.
//
// The Chinese part comes first, the English part follows on a page of its
// own; pages are numbered through. Chinese is justified and keeps to the
// rules of where punctuation may stand ([Break]); English is set ragged. The
// foot of every page names the number, the page and the address where anyone
// can check the paper.
//
// The same Doc always gives the same bytes, for one release of Go. A character
// that no font here has is an error that names it: a letter is never issued
// with a hole in a name.
//
// What the PDF cannot do, because the library that writes it (gopdf) cannot:
//
//   - Characters beyond the basic plane of Unicode, such as 𠮷 in a name, are
//     printed rightly but copied, searched and read aloud as another
//     character. In the file's properties 〓 stands for them.
//   - The file has no tags and names no language, so a screen reader meets
//     lines of text without headings, tables and order. The page that shows
//     the same letter is the accessible version, and exact for every name.
//   - There is one bold font, for the characters of GB 2312. A text with a rarer
//     Han character is set in regular weight as a whole.
//
// Memory: the fonts are read where they lie in the program's file; a rendering
// allocates about 25 megabytes and keeps none. Two papers are set at
// a time.
package letter

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
)

// Doc is one paper.
type Doc struct {
	Issuer    lang.Text    // who writes, such as the unit; first line of the letterhead
	Organ     lang.Text    // on whose behalf, such as its committee; second line
	Title     lang.Text    // what the paper is
	Number    string       // of the paper, as in the foot of every page
	Date      calendar.Day // of the paper; may be empty
	Notice    lang.Text    // warning under the head, such as "replaces no. 3"; may be empty
	URL       string       // where anyone can verify the paper; may be empty
	Created   time.Time    // for the file's properties; left out when zero
	Blocks    []Block      // the content, in order
	Languages []lang.Lang  // parts in order; none means Chinese, then English
}

// Block is a piece of a paper's content.
type Block interface{ set(*setter) }

// Heading is a small heading within the paper.
type Heading struct{ Text lang.Text }

// Paragraph is running text. Flush leaves out the indent that Chinese
// paragraphs begin with, as in the line that names the addressee.
type Paragraph struct {
	Text  lang.Text
	Flush bool
}

// Field is a label with its value.
type Field struct{ Label, Value lang.Text }

// Fields is a table of labels and values.
type Fields []Field

// Numbered is a list of items numbered from 1.
type Numbered []lang.Text

// Table is a table with a head. Shares are the relative widths of the
// columns; none means equal. Rows may be shorter than the head.
type Table struct {
	Head   []lang.Text
	Rows   [][]lang.Text
	Shares []float64
}

// Signature closes a paper: the role and name of who signed, and a line such
// as "electronically signed on 20 November 2026".
type Signature struct {
	Role lang.Text
	Name string
	Line lang.Text
}

// Verify shows the QR code of a paper's address and says how to check it.
type Verify struct{ URL string }
