package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"unicode/utf16"
)

// font writes the objects of one font and returns the number of its head.
func (w *writer) font(s *subset, index int) (int, error) {
	program := s.program()
	file, err := w.stream(fmt.Sprintf("/Length1 %d", len(program)), program)
	if err != nil {
		return 0, err
	}
	unicode, err := w.stream("", s.unicodeMap())
	if err != nil {
		return 0, err
	}
	name := fmt.Sprintf("%s+Letter%d", prefix(program), index)
	em := func(units int) int { return units * 1000 / s.font.upem }
	descriptor := w.add(fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-1000 -500 2000 1200]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>",
		name, em(s.font.Ascent), em(s.font.Descent), em(s.font.Ascent)*6/10, file))
	cid := w.add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 1000/W[%s]/CIDToGIDMap/Identity>>",
		name, descriptor, s.widths()))
	return w.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, cid, unicode)), nil
}

// prefix is the tag of six letters that marks a subset.
func prefix(program []byte) string {
	sum := sha256.Sum256(program)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// widths lists the widths of the codes from 0.
func (s *subset) widths() string {
	var b bytes.Buffer
	b.WriteString("0[")
	for _, g := range s.gids {
		b.WriteString(num(s.font.advance(g)))
		b.WriteByte(' ')
	}
	b.WriteString("]")
	return b.String()
}

// mapBlock is how many entries a block of a Unicode map may have.
const mapBlock = 100

// unicodeMap is the CMap from codes to characters, in UTF-16.
func (s *subset) unicodeMap() []byte {
	var entries []string
	for code, r := range s.chars {
		if r == 0 {
			continue
		}
		hex := ""
		for _, u := range utf16.Encode([]rune{r}) {
			hex += fmt.Sprintf("%04X", u)
		}
		entries = append(entries, fmt.Sprintf("<%04X><%s>\n", code, hex))
	}
	var b bytes.Buffer
	b.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	for len(entries) > 0 {
		n := min(len(entries), mapBlock)
		fmt.Fprintf(&b, "%d beginbfchar\n", n)
		for _, e := range entries[:n] {
			b.WriteString(e)
		}
		b.WriteString("endbfchar\n")
		entries = entries[n:]
	}
	b.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end\n")
	return b.Bytes()
}
