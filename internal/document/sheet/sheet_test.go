package sheet_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lunheng/internal/document/sheet"
	"lunheng/internal/errs"
)

// book is a workbook with the given cells.
func book(t *testing.T, cells map[string]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for at, value := range cells {
		if err := f.SetCellValue("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellRichText("Sheet1", "B2", []excelize.RichTextRun{{Text: "a "}, {Text: "b"}}); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The same table is the same as CSV and as a workbook with holes, numbers and rich text.
func TestRead(t *testing.T) {
	want := [][]string{{"姓名", "", "学时"}, {"林静怡", "a b", "8"}}
	xlsx := book(t, map[string]any{"A1": "姓名", "C1": " 学时 ", "A2": "林静怡", "C2": 8})
	for name, raw := range map[string][]byte{"csv": []byte("\ufeff姓名,,学时\n 林静怡 ,a b,8\n"), "xlsx": xlsx} {
		got, err := sheet.Read(raw)
		if err != nil || len(got) != len(want) || !slices.Equal(got[0], want[0]) || !slices.Equal(got[1], want[1]) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// A written workbook is read as it was meant; what looks like a formula is text.
func TestWrite(t *testing.T) {
	b, err := sheet.NewBook([]string{"姓名", "学时"}, 20, 8)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.Add("=1+1", 8); err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	if _, err := b.WriteTo(&raw); err != nil {
		t.Fatal(err)
	}
	got, err := sheet.Read(raw.Bytes())
	if err != nil || len(got) != 2 || !slices.Equal(got[0], []string{"姓名", "学时"}) || !slices.Equal(got[1], []string{"=1+1", "8"}) {
		t.Errorf("%q, %v", got, err)
	}
}

// What is no table is refused, and one that is too long.
func TestRefused(t *testing.T) {
	whole := book(t, map[string]any{"A1": "a"})
	for name, c := range map[string]struct {
		raw []byte
		key string
	}{
		"broken zip": {[]byte("PK broken"), "sheet.unreadable"},
		"cut off":    {whole[:len(whole)/2], "sheet.unreadable"},
		"long":       {[]byte(strings.Repeat("a,b\n", sheet.MaxRows+2)), "sheet.long"},
	} {
		if _, err := sheet.Read(c.raw); !errs.Has(err, c.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzRead: whatever the bytes, there is a table or a refusal.
func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\n1,2\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\"a\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		rows, err := sheet.Read(raw)
		if err != nil && errs.CodeOf(err) == errs.Internal || err == nil && len(rows) > sheet.MaxRows+1 {
			t.Errorf("%d rows, %v", len(rows), err)
		}
	})
}

func TestDay(t *testing.T) {
	for text, want := range map[string]string{"2026-03-05": "2026-03-05", "2026/3/5": "2026-03-05", "2026年3月5日": "2026-03-05", "46086": "2026-03-05", "soon": "", "": ""} {
		if got, ok := sheet.Day(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q", text, got)
		}
	}
}
