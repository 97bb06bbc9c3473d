package letter

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/lang"
)

// Receipt says what was handed in, by whom and when.
type Receipt struct {
	Unit, Committee lang.Text
	Title           lang.Text // empty means "Receipt"
	Number          string
	Date            calendar.Day
	Facts           []Field // applicant, activity, time of receipt, next step and its limit
	Files           []File
	Notes           []lang.Text
	Proof           []Field // event, position in the log, checkpoint
	URL             string
	Created         time.Time
}

// File is one file that was handed in.
type File struct {
	Name string
	Size int64  // bytes
	Hash string // SHA-256, hexadecimal
}

// Doc is the receipt as blocks.
func (r Receipt) Doc() Doc {
	doc := Doc{
		Issuer: r.Unit, Organ: r.Committee, Title: or(r.Title, lang.T("回执", "Receipt")),
		Number: r.Number, Date: r.Date, URL: r.URL, Created: r.Created,
	}
	if len(r.Facts) > 0 {
		doc.add(Fields(r.Facts))
	}
	doc.files(r.Files)
	doc.paragraphs(r.Notes)
	if len(r.Proof) > 0 {
		doc.add(Heading{lang.T("存证", "Proof of record")}, Fields(r.Proof))
	}
	doc.verify()
	return doc
}

func (d *Doc) files(files []File) {
	if len(files) == 0 {
		return
	}
	t := Table{
		Head:   []lang.Text{lang.T("文件", "File"), lang.T("大小", "Size"), lang.T("SHA-256 校验值", "SHA-256 hash")},
		Shares: []float64{5, 2, 5},
	}
	for _, f := range files {
		t.Rows = append(t.Rows, []lang.Text{lang.Same(f.Name), lang.Same(blob.Size(f.Size)), lang.Same(f.Hash)})
	}
	d.add(Heading{lang.T("收到的文件", "Files received")}, t)
}
