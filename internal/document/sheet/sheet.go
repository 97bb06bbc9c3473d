// Package sheet reads small tables that people prepare in a spreadsheet: CSV, and
// the first sheet of a workbook (XLSX), which is XML in a ZIP. Formulas give the value
// that was last computed; a day in a workbook is a number, see [Day].
package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// The bounds of what is read. A file in a ZIP may claim to be small and be huge.
const (
	MaxRows    = 5000
	maxColumns = 200
	maxPart    = 32 << 20 // bytes of a part of a workbook
)

// Read returns the cells of a table row by row, without blanks around them.
func Read(raw []byte) ([][]string, error) {
	if bytes.HasPrefix(raw, []byte("PK")) {
		return workbook(raw)
	}
	r := csv.NewReader(strings.NewReader(strings.ToValidUTF8(strings.TrimPrefix(string(raw), "\ufeff"), "")))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	var out [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, unreadable().Because(err)
		}
		if out = append(out, trim(row)); len(out) > MaxRows+1 {
			return nil, tooLong()
		}
	}
}

func trim(row []string) []string {
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	return row
}

func unreadable() *errs.Error {
	return errs.New(errs.Invalid, "sheet.unreadable", lang.T("文件不是可以读取的 CSV 或 XLSX 表格。", "The file is no table that can be read: use CSV or XLSX.")).At("file")
}

func tooLong() *errs.Error {
	return errs.New(errs.TooLarge, "sheet.long", lang.T("表格最多 %d 行，请分几次导入。", "A table has at most %d rows; import it in parts."), MaxRows).At("file")
}

// part is the XML of one file in a workbook; none is empty.
func part(archive *zip.Reader, name string, into any) error {
	f, err := archive.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	defer f.Close()
	return xml.NewDecoder(io.LimitReader(f, maxPart)).Decode(into)
}

// richText is a shared or inline string: plain, or in pieces.
type richText struct {
	T string   `xml:"t"`
	R []string `xml:"r>t"`
}

func (t richText) String() string { return t.T + strings.Join(t.R, "") }

type cell struct {
	Ref    string   `xml:"r,attr"`
	Type   string   `xml:"t,attr"`
	Value  string   `xml:"v"`
	Inline richText `xml:"is"`
}

func workbook(raw []byte) ([][]string, error) {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, unreadable().Because(err)
	}
	var shared struct {
		Items []richText `xml:"si"`
	}
	var sheet struct {
		Rows []struct {
			Cells []cell `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := errors.Join(part(archive, "xl/sharedStrings.xml", &shared), part(archive, "xl/worksheets/sheet1.xml", &sheet)); err != nil {
		return nil, unreadable().Because(err)
	}
	if len(sheet.Rows) == 0 {
		return nil, unreadable()
	}
	if len(sheet.Rows) > MaxRows+1 {
		return nil, tooLong()
	}
	out := make([][]string, len(sheet.Rows))
	for i, row := range sheet.Rows {
		for k, c := range row.Cells {
			at := column(c.Ref, k)
			if at >= maxColumns {
				continue
			}
			for len(out[i]) <= at {
				out[i] = append(out[i], "")
			}
			out[i][at] = strings.TrimSpace(c.text(shared.Items))
		}
	}
	return out, nil
}

func (c cell) text(shared []richText) string {
	switch c.Type {
	case "s":
		if n, err := strconv.Atoi(c.Value); err == nil && n >= 0 && n < len(shared) {
			return shared[n].String()
		}
		return ""
	case "inlineStr":
		return c.Inline.String()
	}
	return c.Value
}

// column is the place that a reference such as BC7 names, counted from 0; where
// there is none, the place in the row.
func column(ref string, place int) int {
	n := 0
	for _, r := range ref {
		if r < 'A' || r > 'Z' || n > maxColumns {
			break
		}
		n = n*26 + int(r-'A') + 1
	}
	if n == 0 {
		return place
	}
	return n - 1
}

// Day reads a day as people write it, or as a workbook counts it from 1899-12-30.
func Day(text string) (string, bool) {
	if n, err := strconv.ParseFloat(text, 64); err == nil && n >= 1 && n < 100000 {
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n)).Format(time.DateOnly), true
	}
	for _, layout := range []string{"2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}
