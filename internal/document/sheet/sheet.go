// Package sheet reads the tables that people prepare in a spreadsheet, CSV and the
// first sheet of a workbook (XLSX), and writes workbooks for them. Of formulas it
// reads the value that was last computed; a day in a workbook is a number, see [Day].
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// The bounds of what is read. A workbook is a ZIP, whose files may claim to be
// small and be huge.
const (
	MaxRows    = 5000 // of a list that [Read] takes as a whole
	maxColumns = 200
	maxOpened  = 256 << 20 // bytes of a workbook when unpacked
	maxPart    = 8 << 20   // bytes of a part of it that is held in memory
)

// Read returns the cells of a table row by row, without blanks around them.
func Read(raw []byte) ([][]string, error) {
	var out [][]string
	err := Each(raw, MaxRows, func(row []string) error {
		out = append(out, row)
		return nil
	})
	return out, err
}

// Each gives the rows of a table one by one, its head first, and stops at the first
// error. More than max rows below the head are refused.
func Each(raw []byte, max int, take func(row []string) error) error {
	n := 0
	counted := func(row []string) error {
		if n++; n > max+1 {
			return tooLong(max)
		}
		return take(trim(row))
	}
	if bytes.HasPrefix(raw, []byte("PK")) {
		return eachOfWorkbook(raw, counted)
	}
	return eachOfCSV(raw, counted)
}

func eachOfCSV(raw []byte, take func([]string) error) error {
	r := csv.NewReader(strings.NewReader(strings.ToValidUTF8(strings.TrimPrefix(string(raw), "\ufeff"), "")))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable().Because(err)
		}
		if err := take(row); err != nil {
			return err
		}
	}
}

func eachOfWorkbook(raw []byte, take func([]string) error) (err error) {
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxOpened, UnzipXMLSizeLimit: maxPart})
	if err != nil {
		return unreadable().Because(err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return unreadable().Because(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		row, err := rows.Columns()
		if err != nil {
			return unreadable().Because(err)
		}
		if err := take(row); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return unreadable().Because(err)
	}
	return nil
}

func trim(row []string) []string {
	row = row[:min(len(row), maxColumns)]
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	return row
}

func unreadable() *errs.Error {
	return errs.New(errs.Invalid, "sheet.unreadable", lang.T("文件不是可以读取的 CSV 或 XLSX 表格。", "The file is no table that can be read: use CSV or XLSX.")).At("file")
}

func tooLong(max int) *errs.Error {
	return errs.New(errs.TooLarge, "sheet.long", lang.T("表格最多 %d 行，请分几次导入。", "A table has at most %d rows; import it in parts."), max).At("file")
}

// Find is the place of the column in the head that has one of the names, which are
// written small; -1: there is none.
func Find(head []string, names ...string) int {
	return slices.IndexFunc(head, func(cell string) bool { return slices.Contains(names, strings.ToLower(cell)) })
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
