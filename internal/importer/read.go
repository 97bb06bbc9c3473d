package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Refusal is a row that is not in, and why.
type Refusal struct {
	Row int
	ID  string // empty when it could not be read
	Why error
}

// Line is the refusal for a person to read.
func (r Refusal) Line(l lang.Lang) string {
	return fmt.Sprintf("row %d %s: %s", r.Row, r.Name(), r.Reason(l))
}

// Name is the row's id, or a dash when it has none that could be read.
func (r Refusal) Name() string {
	if r.ID == "" {
		return "-"
	}
	return r.ID
}

// Reason is why, in words.
func (r Refusal) Reason(l lang.Lang) string {
	var parts []string
	for _, e := range errs.All(r.Why) {
		parts = append(parts, e.In(l))
	}
	if len(parts) == 0 {
		return r.Why.Error()
	}
	return strings.Join(parts, "; ")
}

// maxFile bounds a file, in bytes.
const maxFile = 256 << 20

// ErrLarge is returned for a file of more than 256 MB.
var ErrLarge = errors.New("the file is larger than 256 MB; split it")

// Read reads all rows of a file as records. An error means that nothing can be read.
func Read(r io.Reader, f Format) ([]Record, []Refusal, error) {
	rows, refused, err := ReadTable(r, Table{Name: f.Name, ID: f.id, Title: "title", Columns: f.Columns})
	if err != nil {
		return nil, nil, err
	}
	records := make([]Record, 0, len(rows))
	for _, row := range rows {
		rec := f.record(row.Get)
		rec.Row, rec.ID = row.No, row.ID
		records = append(records, rec)
	}
	return records, refused, nil
}

// Table says what a file of rows must have. The names of columns are in lower case.
type Table struct {
	Name    string
	ID      string // column that tells rows apart
	Title   string // column that no row lacks
	Columns []string
}

// Row is a row whose cells are found by the names of their columns.
type Row struct {
	No  int // as a spreadsheet counts: the head is row 1
	ID  string
	Get func(column string) string // empty where there is no such cell
}

// ReadTable reads all rows of a file: CSV with a head, in UTF-8 with or without a
// byte order mark, or in GBK. An error means that nothing can be read.
func ReadTable(r io.Reader, t Table) ([]Row, []Refusal, error) {
	raw, err := Whole(r)
	if err != nil {
		return nil, nil, err
	}
	if raw, err = utf8Text(raw); err != nil {
		return nil, nil, err
	}
	rows := &rows{rest: raw}
	head, err := rows.next()
	if err != nil {
		return nil, nil, fmt.Errorf("read the head of the file: %w", err)
	}
	columns := map[string]int{}
	for i, name := range head {
		columns[strings.ToLower(tidy(name))] = i
	}
	for _, c := range t.Columns {
		if _, ok := columns[c]; !ok {
			return nil, nil, fmt.Errorf("the file is not of format %s: it has no column %q", t.Name, c)
		}
	}
	found, refused := t.rows(rows, columns, len(head))
	return found, refused, nil
}

// Whole reads a file that is to be imported, or gives [ErrLarge].
func Whole(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	if len(raw) > maxFile {
		return nil, ErrLarge
	}
	return raw, nil
}

// Sheet reads a table that is to be imported: a workbook as it is, text as UTF-8.
func Sheet(r io.Reader) ([]byte, error) {
	raw, err := Whole(r)
	if err != nil || bytes.HasPrefix(raw, []byte("PK")) {
		return raw, err
	}
	return utf8Text(raw)
}

// utf8Text drops a byte order mark, and turns GBK, which spreadsheets write,
// into UTF-8.
func utf8Text(raw []byte) ([]byte, error) {
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	if utf8.Valid(raw) {
		return raw, nil
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return nil, errors.New("the file is neither UTF-8 nor GBK text")
	}
	return out, nil
}

// rows reads the rows below the head.
func (t Table) rows(rows *rows, columns map[string]int, width int) ([]Row, []Refusal) {
	var found []Row
	var refused []Refusal
	seen := map[string]int{}
	for {
		cells, err := rows.next()
		if err == io.EOF {
			return found, refused
		}
		get := func(column string) string {
			if i, ok := columns[column]; ok && i < len(cells) {
				return tidy(cells[i])
			}
			return ""
		}
		id := get(t.ID)
		switch before, twice := seen[id]; {
		case err != nil:
			refused = append(refused, Refusal{rows.row, "", broken(err)})
			continue
		case len(cells) != width:
			err = refuse("import.width", "有 %d 列，表头有 %d 列。", "It has %d cells and the head has %d.", len(cells), width)
		case id == "":
			err = refuse("import.no_id", "没有编号（%s）。", "It has no id (%s).", t.ID)
		case get(t.Title) == "":
			err = refuse("import.no_title", "没有名称。", "It has no title.")
		case twice:
			err = refuse("import.twice", "编号与第 %d 行相同。", "Row %d has the same id.", before)
		}
		if err != nil {
			refused = append(refused, Refusal{rows.row, id, err})
			continue
		}
		seen[id] = rows.row
		found = append(found, Row{rows.row, id, get})
	}
}

func refuse(key, zh, en string, args ...any) error {
	return errs.New(errs.Invalid, key, lang.T(zh, en), args...)
}

// broken says why a row is no CSV.
func broken(err error) error {
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		err = p.Err
	}
	if errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote) {
		return refuse("import.quotes", "引号不成对。", "Its quotation marks do not match.")
	}
	return refuse("import.broken", "不是合法的 CSV：%s", "It is no CSV: %s", err.Error())
}

// maxRow bounds a row, in bytes, and with it what a missing quotation mark
// makes us read in vain.
const maxRow = 1 << 20

var errLongRow = errors.New("row of more than 1 MB")

// rows gives the rows of a CSV text, one at a time. After a broken row it goes
// on with the next line, so that one quotation mark too many costs one line.
type rows struct {
	rest []byte
	row  int
}

// next returns the next row that is not empty; io.EOF after the last one.
func (r *rows) next() ([]string, error) {
	for {
		if len(r.rest) == 0 {
			return nil, io.EOF
		}
		r.row++
		piece := r.rest[:min(len(r.rest), maxRow)]
		c := csv.NewReader(bytes.NewReader(piece))
		c.FieldsPerRecord = -1
		if line, rest, _ := bytes.Cut(r.rest, []byte("\n")); len(bytes.TrimSpace(line)) == 0 {
			r.rest = rest // an empty line is a row of a spreadsheet, too
			continue
		}
		cells, err := c.Read()
		if err == nil && len(piece) < len(r.rest) && c.InputOffset() == maxRow {
			err = errLongRow
		}
		if err != nil {
			_, r.rest, _ = bytes.Cut(r.rest, []byte("\n"))
			return nil, err
		}
		r.rest = r.rest[c.InputOffset():]
		if !slices.ContainsFunc(cells, func(s string) bool { return tidy(s) != "" }) {
			continue
		}
		return cells, nil
	}
}

// tidy takes away what nobody sees: blanks around a text, also full-width
// ones, and control characters but line ends.
func tidy(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\r' || unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\uFEFF' {
			return -1
		}
		return r
	}, s))
}
