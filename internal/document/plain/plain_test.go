package plain

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

func docx(t *testing.T, body string) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	f, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return &out
}

func TestText(t *testing.T) {
	word := docx(t, `<w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>方案：用大</w:t></w:r><w:r><w:t>鼠</w:t></w:r></w:p><w:p><w:instrText>不是正文</w:instrText><w:t>完</w:t></w:p></w:body></w:document>`)
	for _, c := range []struct{ name, kind, content, want string }{
		{"word", wordType, word.String(), "方案：用大鼠\n完\n"},
		{"text", "text/plain; charset=utf-8", "\ufeff方案", "方案"},
		{"pdf", "application/pdf", "%PDF-1.7 大鼠", ""},
	} {
		got, err := Text(c.kind, strings.NewReader(c.content))
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
	for name, broken := range map[string]string{"no zip": "大鼠", "no XML": docx(t, "<a><b").String(), "other zip": strings.Replace(word.String(), "word/document", "xord/document", 2)} {
		if _, err := Text(wordType, strings.NewReader(broken)); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

// What unpacks to far more than it seems is cut off.
func TestTextIsBounded(t *testing.T) {
	big := docx(t, "<d><t>"+strings.Repeat("大", MaxText)+"</t></d>")
	got, err := Text(wordType, big)
	if err == nil && len(got) > 4*MaxText {
		t.Errorf("%d bytes of words", len(got))
	}
}
