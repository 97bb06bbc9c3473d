package pdf

import (
	"encoding/binary"
	"slices"
)

// Flags of the parts of a composite glyph.
const (
	partWords  = 0x0001
	partScale  = 0x0008
	partMore   = 0x0020
	partScales = 0x0040
	partMatrix = 0x0080
)

// subset collects the glyphs of one font that a file uses. Every character
// gets a code of its own, also where two characters share an outline, so that
// the map back to Unicode stays exact.
type subset struct {
	font  *Font
	codes map[char]uint16 // character to code
	chars []rune          // code to the character it means; 0 for a mere part
	gids  []uint16        // code to glyph of the font
}

// char is a character as drawn: real is what it means, drawn is what picks
// the glyph.
type char struct{ real, drawn rune }

func newSubset(f *Font) *subset {
	return &subset{font: f, codes: map[char]uint16{}, chars: []rune{0}, gids: []uint16{0}}
}

// code returns the code of c, adding it at first use.
func (s *subset) code(c char) uint16 {
	if code, ok := s.codes[c]; ok {
		return code
	}
	code := s.add(c.real, s.font.Glyph(c.drawn))
	s.codes[c] = code
	return code
}

func (s *subset) add(r rune, gid uint16) uint16 {
	s.chars = append(s.chars, r)
	s.gids = append(s.gids, gid)
	return uint16(len(s.gids) - 1)
}

// program returns the font file of the subset: glyphs renumbered by code.
func (s *subset) program() []byte {
	var glyf, loca, hmtx []byte
	be := binary.BigEndian
	for i := 0; i < len(s.gids); i++ { // grows while parts of composites are added
		loca = be.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, s.renumber(s.font.outline(s.gids[i]))...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		hmtx = be.AppendUint16(hmtx, s.unitsWide(s.gids[i]))
		hmtx = be.AppendUint16(hmtx, s.bearing(s.gids[i]))
	}
	loca = be.AppendUint32(loca, uint32(len(glyf)))
	n := uint16(len(s.gids))
	head, hhea, maxp := s.table("head"), s.table("hhea"), s.table("maxp")
	be.PutUint32(head[8:], 0) // checksum of the whole: readers of PDF ignore it
	be.PutUint16(head[50:], 1)
	be.PutUint16(hhea[34:], n)
	be.PutUint16(maxp[4:], n)
	return assemble([]table{
		{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp},
	})
}

// table copies a table of the font, to be changed.
func (s *subset) table(name string) []byte { return slices.Clone(s.font.tables[name]) }

// unitsWide is the advance of glyph g in font units.
func (s *subset) unitsWide(g uint16) uint16 {
	i := min(int(g), s.font.metrics-1)
	return binary.BigEndian.Uint16(s.font.tables["hmtx"][4*i:])
}

// bearing is the left side bearing of glyph g; without it readers would push
// every outline to the left edge of its box.
func (s *subset) bearing(g uint16) uint16 {
	at, full := 4*int(g)+2, s.font.metrics
	if int(g) >= full {
		at = 4*full + 2*(int(g)-full)
	}
	hmtx := s.font.tables["hmtx"]
	if at+2 > len(hmtx) {
		return 0
	}
	return binary.BigEndian.Uint16(hmtx[at:])
}

// renumber rewrites the parts of a composite glyph to codes of the subset,
// adding parts that are not in it yet. Simple glyphs pass unchanged.
func (s *subset) renumber(outline []byte) []byte {
	be := binary.BigEndian
	if len(outline) < 10 || int16(be.Uint16(outline)) >= 0 {
		return outline
	}
	out := slices.Clone(outline)
	for at := 10; at+4 <= len(out); {
		flags := be.Uint16(out[at:])
		be.PutUint16(out[at+2:], s.part(be.Uint16(out[at+2:])))
		at += partSize(flags)
		if flags&partMore == 0 {
			break
		}
	}
	return out
}

// part returns a code for glyph g used inside another.
func (s *subset) part(g uint16) uint16 {
	if i := slices.Index(s.gids, g); i >= 0 {
		return uint16(i)
	}
	return s.add(0, g)
}

// partSize is the number of bytes that a part of a composite takes.
func partSize(flags uint16) int {
	size := 6
	if flags&partWords != 0 {
		size += 2
	}
	switch {
	case flags&partMatrix != 0:
		size += 8
	case flags&partScales != 0:
		size += 4
	case flags&partScale != 0:
		size += 2
	}
	return size
}

type table struct {
	name string
	data []byte
}

// assemble writes a TrueType file of tables, which are in order of name.
func assemble(tables []table) []byte {
	be := binary.BigEndian
	out := be.AppendUint32(nil, 0x00010000)
	out = be.AppendUint16(out, uint16(len(tables)))
	out = append(out, 0, 0, 0, 0, 0, 0) // search hints, unused in PDF
	offset := 12 + 16*len(tables)
	var body []byte
	for _, t := range tables {
		out = append(out, t.name...)
		out = be.AppendUint32(out, checksum(t.data))
		out = be.AppendUint32(out, uint32(offset+len(body)))
		out = be.AppendUint32(out, uint32(len(t.data)))
		body = append(body, t.data...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return append(out, body...)
}

// checksum is the sum of a table as big-endian words.
func checksum(data []byte) uint32 {
	var sum uint32
	for i, b := range data {
		sum += uint32(b) << (24 - 8*(i%4))
	}
	return sum
}
