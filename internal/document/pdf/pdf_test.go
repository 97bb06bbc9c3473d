package pdf

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// rareFont is the smallest of the fonts that the letters use.
func rareFont(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../letter/fonts/serif-jp-extra.ttf")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func parse(t testing.TB, data []byte) *Font {
	t.Helper()
	f, err := ParseFont(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func sample(t testing.TB) []byte {
	t.Helper()
	f := New(Meta{Title: "王(1)", Lang: "zh-CN"}, parse(t, rareFont(t)))
	p := f.AddPage(200, 100)
	p.Mark("P", "zh-CN", func() { p.Text(10, 20, "𠮷𠮷", Style{Size: 12}) })
	p.Line(0, 0, 200, 100, 0.5, 0)
	p.Link(0, 0, 10, 10, "https://a.example/(x)")
	data, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestCrossReferencesPointAtTheirObjects(t *testing.T) {
	data := sample(t)
	start := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(data)
	if start == nil {
		t.Fatal("no end of file")
	}
	at, err := strconv.Atoi(string(start[1]))
	if err != nil || !bytes.HasPrefix(data[at:], []byte("xref\n")) {
		t.Fatalf("cross-reference table is not at %d", at)
	}
	entries := regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(data[at:], -1)
	for i, entry := range entries {
		offset, err := strconv.Atoi(string(entry[1]))
		if want := fmt.Sprintf("%d 0 obj\n", i+1); err != nil || !bytes.HasPrefix(data[offset:], []byte(want)) {
			t.Errorf("object %d is not at %d", i+1, offset)
		}
	}
	if len(entries) < 8 {
		t.Errorf("only %d objects", len(entries))
	}
}

func TestUnicodeMapKnowsCharactersBeyondTheBasicPlane(t *testing.T) {
	s := newSubset(parse(t, rareFont(t)))
	s.code(char{'𠮷', '𠮷'})
	if got := s.unicodeMap(); !bytes.Contains(got, []byte("<0001><D842DFB7>")) {
		t.Errorf("the map lacks the surrogate pair:\n%s", got)
	}
}

func TestUnicodeMapHasBlocksOfAtMostAHundred(t *testing.T) {
	s := newSubset(parse(t, rareFont(t)))
	for r := rune(0x4e00); r < 0x4e00+250; r++ {
		s.code(char{r, r})
	}
	blocks := regexp.MustCompile(`(\d+) beginbfchar`).FindAllSubmatch(s.unicodeMap(), -1)
	if len(blocks) != 3 || string(blocks[0][1]) != "100" || string(blocks[2][1]) != "50" {
		t.Errorf("blocks are %q", blocks)
	}
}

func TestSubsetKeepsOutlinesAndWidths(t *testing.T) {
	f := parse(t, rareFont(t))
	s := newSubset(f)
	s.code(char{'𠮷', '𠮷'})
	tables, err := tablesOf(s.program())
	if err != nil {
		t.Fatal(err)
	}
	outline := f.outline(f.Glyph('𠮷'))
	if len(outline) == 0 || !bytes.Contains(tables["glyf"], outline) {
		t.Error("the outline is not in the subset")
	}
	g := int(f.Glyph('𠮷'))
	if want := f.tables["hmtx"][4*min(g, f.metrics-1):][:2]; !bytes.Equal(tables["hmtx"][4:6], want) {
		t.Errorf("width is %x, want %x", tables["hmtx"][4:6], want)
	}
}

// TestCompositePartsAreRenumbered builds a composite of two parts by hand.
func TestCompositePartsAreRenumbered(t *testing.T) {
	s := newSubset(parse(t, rareFont(t)))
	outline := []byte{0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, // composite, box
		0, partMore | partScale, 0, 30, 1, 2, 0x40, 0, // glyph 30, scaled
		0, partWords, 0, 31, 0, 1, 0, 2} // glyph 31, last
	got := s.renumber(outline)
	if got[13] != 1 || got[21] != 2 || s.gids[1] != 30 || s.gids[2] != 31 {
		t.Errorf("parts became %d and %d, glyphs %v", got[13], got[21], s.gids)
	}
	if outline[13] != 30 {
		t.Error("the font itself was changed")
	}
}

func TestMissingNamesEachCharacterOnce(t *testing.T) {
	f := New(Meta{}, parse(t, rareFont(t)))
	if got := string(f.Missing("𠮷A😀A\n")); got != "A😀" {
		t.Errorf("missing %q", got)
	}
}

func TestSameCallsSameBytes(t *testing.T) {
	if !bytes.Equal(sample(t), sample(t)) {
		t.Error("two files of the same calls differ")
	}
}

func FuzzParseFont(f *testing.F) {
	data := rareFont(f)
	f.Add(data[:4096])
	f.Add([]byte{0, 1, 0, 0, 0, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		font, err := ParseFont(data)
		if err != nil {
			return
		}
		s := newSubset(font)
		for _, r := range "a王𠮷" {
			s.code(char{r, r})
		}
		s.program()
	})
}
