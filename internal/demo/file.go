package demo

import (
	"bytes"
	"fmt"
	"strings"
)

// paper makes a file of an application: the plan as PDF, the rest as text.
func (w *work) paper(field, label string) (name string, content []byte) {
	if field == "plan_file" {
		return "实施方案.pdf", pdf("Plan", w.title.EN, w.aim.EN, w.risk.EN, "Version of the invented city of Mingchuan")
	}
	text := fmt.Sprintf("%s\n\n%s\n%s\n\n%s\n\n（虚构城市的示例文件 / a sample file of an invented city）\n", label, w.title.ZH, w.title.EN, w.aim.ZH)
	return label + ".txt", []byte(text)
}

// pdf writes a page of Latin text, the smallest file that readers open.
func pdf(lines ...string) []byte {
	var page strings.Builder
	page.WriteString("BT /F1 14 Tf 72 770 Td 24 TL\n")
	escape := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)
	for _, l := range lines {
		fmt.Fprintf(&page, "(%s) Tj T*\n", escape.Replace(l))
	}
	page.WriteString("ET\n")
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", page.Len(), page.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}
