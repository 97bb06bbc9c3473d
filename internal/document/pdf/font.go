package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
)

// ErrFont marks a font file this package cannot use.
var ErrFont = errors.New("not a usable TrueType font")

// Font is a parsed TrueType font (glyf outlines, cmap format 12). It only
// looks into the bytes it was given and is safe for use by many at a time.
type Font struct {
	tables  map[string][]byte
	groups  []byte // sequential map groups of cmap format 12, 12 bytes each
	glyphs  int    // number of glyphs
	metrics int    // number of full horizontal metrics
	longLoc bool   // loca holds 32-bit offsets
	upem    int    // font units per em

	Ascent, Descent int // hhea, in font units; Descent is negative
}

// ParseFont reads the table directory of data and keeps data.
func ParseFont(data []byte) (*Font, error) {
	tables, err := tablesOf(data)
	if err != nil {
		return nil, err
	}
	f := &Font{tables: tables}
	for _, need := range []struct {
		name string
		size int
	}{{"head", 54}, {"hhea", 36}, {"maxp", 6}, {"hmtx", 4}, {"cmap", 4}, {"loca", 4}, {"glyf", 1}} {
		if len(tables[need.name]) < need.size {
			return nil, fmt.Errorf("read table %s: %w", need.name, ErrFont)
		}
	}
	be := binary.BigEndian
	f.upem = int(be.Uint16(tables["head"][18:]))
	f.longLoc = be.Uint16(tables["head"][50:]) == 1
	f.Ascent = int(int16(be.Uint16(tables["hhea"][4:])))
	f.Descent = int(int16(be.Uint16(tables["hhea"][6:])))
	f.metrics = int(be.Uint16(tables["hhea"][34:]))
	f.glyphs = int(be.Uint16(tables["maxp"][4:]))
	if f.upem == 0 || f.metrics == 0 || len(tables["hmtx"]) < 4*f.metrics || len(tables["loca"]) < f.locaSize() {
		return nil, fmt.Errorf("read metrics: %w", ErrFont)
	}
	return f, f.findMap()
}

// tablesOf reads the table directory.
func tablesOf(data []byte) (map[string][]byte, error) {
	if len(data) < 12 || binary.BigEndian.Uint32(data) != 0x00010000 {
		return nil, fmt.Errorf("read header: %w", ErrFont)
	}
	tables := map[string][]byte{}
	n := int(binary.BigEndian.Uint16(data[4:]))
	for i := range n {
		at := 12 + 16*i
		if at+16 > len(data) {
			return nil, fmt.Errorf("read table directory: %w", ErrFont)
		}
		entry := data[at:]
		start, size := uint64(binary.BigEndian.Uint32(entry[8:])), uint64(binary.BigEndian.Uint32(entry[12:]))
		if start+size > uint64(len(data)) {
			return nil, fmt.Errorf("read table %q: %w", entry[:4], ErrFont)
		}
		tables[string(entry[:4])] = data[start : start+size]
	}
	return tables, nil
}

// locaSize is the least size of the table of glyph offsets.
func (f *Font) locaSize() int {
	if f.longLoc {
		return 4 * (f.glyphs + 1)
	}
	return 2 * (f.glyphs + 1)
}

// findMap finds the character map with the full range of Unicode.
func (f *Font) findMap() error {
	be, cmap := binary.BigEndian, f.tables["cmap"]
	n := int(be.Uint16(cmap[2:]))
	for i := range n {
		at := 4 + 8*i
		if at+8 > len(cmap) {
			break
		}
		offset := int(be.Uint32(cmap[at+4:]))
		if offset+16 > len(cmap) || be.Uint16(cmap[offset:]) != 12 {
			continue
		}
		count := int(be.Uint32(cmap[offset+12:]))
		if start := offset + 16; count <= (len(cmap)-start)/12 {
			f.groups = cmap[start : start+12*count]
			return nil
		}
	}
	return fmt.Errorf("find full Unicode map: %w", ErrFont)
}

// Glyph returns the glyph of r, and 0 when the font has none.
func (f *Font) Glyph(r rune) uint16 {
	be, c := binary.BigEndian, uint32(r)
	n := len(f.groups) / 12
	i := sort.Search(n, func(i int) bool { return be.Uint32(f.groups[12*i+4:]) >= c })
	if i == n {
		return 0
	}
	group := f.groups[12*i:]
	first := be.Uint32(group)
	if c < first {
		return 0
	}
	g := be.Uint32(group[8:]) + c - first
	if g >= uint32(f.glyphs) {
		return 0
	}
	return uint16(g)
}

// advance is the width of glyph g in thousandths of an em.
func (f *Font) advance(g uint16) float64 {
	i := min(int(g), f.metrics-1)
	return float64(binary.BigEndian.Uint16(f.tables["hmtx"][4*i:])) * 1000 / float64(f.upem)
}

// outline returns the bytes of glyph g; an empty glyph has none.
func (f *Font) outline(g uint16) []byte {
	if int(g) >= f.glyphs {
		return nil
	}
	var from, to int
	loca, be := f.tables["loca"], binary.BigEndian
	if f.longLoc {
		from, to = int(be.Uint32(loca[4*int(g):])), int(be.Uint32(loca[4*int(g)+4:]))
	} else {
		from, to = 2*int(be.Uint16(loca[2*int(g):])), 2*int(be.Uint16(loca[2*int(g)+2:]))
	}
	glyf := f.tables["glyf"]
	if from >= to || to > len(glyf) {
		return nil
	}
	return glyf[from:to]
}
