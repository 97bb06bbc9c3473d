package sheet

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

const sheetName = "Sheet1"

// Book is a workbook of one sheet that is written row by row, so that its length
// does not matter.
type Book struct {
	file   *excelize.File
	stream *excelize.StreamWriter
	rows   int
}

// NewBook begins a workbook with a head that stays in sight, and the widths of its
// columns in characters.
func NewBook(head []string, widths ...float64) (*Book, error) {
	b := &Book{file: excelize.NewFile()}
	var err error
	if b.stream, err = b.file.NewStreamWriter(sheetName); err != nil {
		return nil, fmt.Errorf("begin workbook: %w", err)
	}
	for i, width := range widths {
		if err := b.stream.SetColWidth(i+1, i+1, width); err != nil {
			return nil, fmt.Errorf("set width: %w", err)
		}
	}
	if err := b.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, fmt.Errorf("freeze head: %w", err)
	}
	bold, err := b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, fmt.Errorf("make style: %w", err)
	}
	cells := make([]any, len(head))
	for i, text := range head {
		cells[i] = excelize.Cell{StyleID: bold, Value: text}
	}
	return b, b.Add(cells...)
}

// Add writes a row of texts, numbers and times. A text that begins like a formula
// stays a text.
func (b *Book) Add(cells ...any) error {
	b.rows++
	for i, c := range cells {
		if at, ok := c.(time.Time); ok {
			cells[i] = at.Format(time.DateTime)
		}
	}
	if err := b.stream.SetRow(fmt.Sprintf("A%d", b.rows), cells); err != nil {
		return fmt.Errorf("write row %d: %w", b.rows, err)
	}
	return nil
}

// WriteTo ends the workbook and writes it.
func (b *Book) WriteTo(w io.Writer) (int64, error) {
	if err := b.stream.Flush(); err != nil {
		return 0, fmt.Errorf("end workbook: %w", err)
	}
	return b.file.WriteTo(w)
}

// Close removes what the workbook kept on disk.
func (b *Book) Close() error { return b.file.Close() }
