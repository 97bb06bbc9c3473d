package veto

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/document/sheet"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/packs"
)

func law(t testing.TB) *rules.Set {
	t.Helper()
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	return book.On("2026-11-20", "440300")
}

// workbook is a table as a spreadsheet program saves it.
func workbook(t testing.TB, rows ...[]string) []byte {
	t.Helper()
	book, err := sheet.NewBook(rows[0], 10, 10, 10)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, row := range rows[1:] {
		cells := make([]any, len(row))
		for i, c := range row {
			cells[i] = c
		}
		if err := book.Add(cells...); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := book.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The same list is the same rows as CSV, as a workbook and as JSON.
func TestReadRows(t *testing.T) {
	want := []Row{{Name: "王芳", Paper: "居民身份证", Number: "11010519491231002X"}, {Name: "明川大学"}}
	for name, raw := range map[string][]byte{
		"csv":  []byte("\ufeff证件号码,姓名,备注,证件种类\n 11010519491231002X ,王芳,x,居民身份证\n,明川大学,,\n,,,\n"),
		"xlsx": workbook(t, []string{"姓名", "证件种类", "证件号码"}, []string{"王芳", "居民身份证", "11010519491231002X"}, []string{"明川大学"}, nil, nil),
		"json": []byte(`[{"name":" 王芳","paper":"居民身份证","number":"11010519491231002X"},{"name":"明川大学"}]`),
	} {
		if got, err := ReadRows(raw); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := ReadRows([]byte("甲,乙\n1,2\n")); !errs.Has(err, "veto.columns") {
		t.Errorf("no head: %v", err)
	}
}

// Every bad row is told at once with its number and why; of very many, how many more.
func TestBadRows(t *testing.T) {
	set := law(t)
	rows := []Row{{Name: "王芳"}, {}, {Name: "李明", Paper: "library card", Number: "1"}, {Name: "李明", Number: "E12345678"}, {Number: "11010519491231002X"},
		{Name: strings.Repeat("长", maxName+1)}, {Paper: "passport", Number: strings.Repeat("1", maxNumber+1)}, {Name: "李明", Paper: "Resident_ID", Number: "110105194912310021"}, {Who: "p1"}}
	got := []string{}
	for _, e := range badRows(set, rows) {
		got = append(got, fmt.Sprintf("%s %s: %s", e.Field, e.Key, strings.SplitN(e.In(lang.EN), ":", 2)[0]))
	}
	want := []string{"file veto.row.empty: Row 2", "file veto.row.paper: Row 3", "file veto.row.no_paper: Row 4", "file veto.row.name: Row 6", "file veto.row.number: Row 7"}
	if !slices.Equal(got, want) {
		t.Errorf("told %q", got)
	}
	many := badRows(set, make([]Row, 100_000))
	if last := many[len(many)-1]; len(many) != maxTold+1 || last.In(lang.EN) != "99900 more rows have mistakes too." {
		t.Errorf("told %d, the last: %s", len(many), last.In(lang.EN))
	}
	if one := badRows(set, rows[2:3]); len(one) != 1 || one[0].Field != "paper" || strings.Contains(one[0].In(lang.EN), "Row") {
		t.Errorf("a single row: %v", one)
	}
}

// The file of an answer is the same whenever it is made, is named by the event, and is
// for one list alone; it names nobody.
func TestProof(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	list := []byte("姓名,证件种类,证件号码\n王芳,passport,E1\n李明,,\n")
	rows, err := ReadRows(list)
	if err != nil {
		t.Fatal(err)
	}
	raw := []byte(`[{"name":"王芳","paper":"passport","number":"E1"},{"name":"李明"}]`)
	if same, err := ReadRows(raw); err != nil || !slices.Equal(rows, same) {
		t.Fatalf("%v, %v", same, err)
	}
	p := Proof{Format: ProofFormat, Rows: 2, Key: hex.EncodeToString(key), List: digest(key, []byte(`[{"name":"王芳","paper":"passport","number":"E1"},{"name":"李明"}]`))}
	if err := p.Covers(list); err != nil {
		t.Errorf("the list: %v", err)
	}
	if err := p.Covers(raw); err != nil {
		t.Errorf("the same rows as JSON: %v", err)
	}
	if err := p.Covers(bytes.Replace(list, []byte("李明"), []byte("李鸣"), 1)); !errs.Has(err, "veto.other_list") {
		t.Errorf("another list: %v", err)
	}
	if _, err := ReadProof([]byte(`{"format":"x"}`)); !errs.Has(err, "veto.proof") {
		t.Errorf("another file: %v", err)
	}
}

// FuzzReadRows: whatever the file, there are rows within the bounds or a refusal, and
// rows that are accepted read the same again.
func FuzzReadRows(f *testing.F) {
	f.Add([]byte("姓名,证件种类,证件号码\n王芳,居民身份证,11010519491231002X\n"))
	f.Add([]byte(`[{"name":"王芳","paper":"passport","number":"E1"}]`))
	f.Add(workbook(f, []string{"name", "paper", "number"}, []string{"王芳", "passport", "E1"}))
	f.Add([]byte("number\n11010519491231002X\n440524188001010014\n91110000600037341L\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		rows, err := ReadRows(raw)
		if err != nil {
			if errs.CodeOf(err) == errs.Internal || rows != nil {
				t.Errorf("%d rows, %v", len(rows), err)
			}
			return
		}
		if again, err := ReadRows(raw); err != nil || !reflect.DeepEqual(rows, again) {
			t.Errorf("read again: %v", err)
		}
		for i, r := range rows {
			if r.Name != strings.TrimSpace(r.Name) || r.Number != strings.TrimSpace(r.Number) {
				t.Errorf("row %d: %+v", i, r)
			}
			_ = r.wrong(map[string]string{"passport": "passport"})
		}
	})
}
