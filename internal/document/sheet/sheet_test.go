package sheet_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/document/sheet"
	"lunheng/internal/errs"
)

func book(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range parts {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The same table is the same as CSV and as a workbook with holes, shared, rich and
// inline strings.
func TestRead(t *testing.T) {
	want := [][]string{{"姓名", "", "学时"}, {"林静怡", "a b", "8"}}
	xlsx := book(t, map[string]string{
		"xl/sharedStrings.xml": `<sst><si><t>姓名</t></si><si><r><t>a </t></r><r><t>b</t></r></si></sst>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t> 学时 </t></is></c></row>
			<row><c r="A2" t="str"><v>林静怡</v></c><c r="B2" t="s"><v>1</v></c><c r="C2"><v>8</v></c></row></sheetData></worksheet>`,
	})
	for name, raw := range map[string][]byte{"csv": []byte("\ufeff姓名,,学时\n 林静怡 ,a b,8\n"), "xlsx": xlsx} {
		got, err := sheet.Read(raw)
		if err != nil || len(got) != len(want) || !slices.Equal(got[0], want[0]) || !slices.Equal(got[1], want[1]) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// What is no table is refused, and one that is too long.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		raw []byte
		key string
	}{
		"broken zip":   {[]byte("PK broken"), "sheet.unreadable"},
		"no sheet":     {book(t, map[string]string{"a": "b"}), "sheet.unreadable"},
		"broken sheet": {book(t, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>"}), "sheet.unreadable"},
		"long":         {[]byte(strings.Repeat("a,b\n", sheet.MaxRows+2)), "sheet.long"},
	} {
		if _, err := sheet.Read(c.raw); !errs.Has(err, c.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDay(t *testing.T) {
	for text, want := range map[string]string{"2026-03-05": "2026-03-05", "2026/3/5": "2026-03-05", "2026年3月5日": "2026-03-05", "46086": "2026-03-05", "soon": "", "": ""} {
		if got, ok := sheet.Day(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q", text, got)
		}
	}
}
