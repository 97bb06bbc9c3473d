package blob

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

func gbk(t *testing.T, s string) []byte {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// archive is a zip with entries of these names.
func archive(t *testing.T, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte("<xml/>"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSniff(t *testing.T) {
	for _, c := range []struct {
		name string
		head []byte
		want string
	}{
		{"pdf", []byte("%PDF-1.7\n"), "application/pdf"},
		{"ofd", archive(t, "OFD.xml", "Doc_0/Document.xml"), typeOFD},
		{"ofd, root last", archive(t, "Doc_0/Document.xml", "OFD.xml"), typeOFD},
		{"word", archive(t, "[Content_Types].xml", "_rels/.rels", "word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"sheet in odd order", archive(t, "docProps/app.xml", "custom/a", "custom/b", "custom/c", "custom/d", "xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"plain archive", archive(t, "a.txt"), typeZip},
		{"gbk table", gbk(t, "姓名,单位\n王,第一医院\n李四,大学\n"), typeGBCSV},
		{"gbk text", gbk(t, "关于科技伦理审查的说明。\n第二行\n"), typeGBText},
		{"long gbk text", gbk(t, strings.Repeat("伦理审查。", 4000)), typeGBText},
		{"utf-8 text", []byte("科技伦理\n"), "text/plain; charset=utf-8"},
		{"long utf-8 text", []byte("a" + strings.Repeat("科技伦理", 4000)), "text/plain; charset=utf-8"},
		{"html is seen through", []byte("<!DOCTYPE html><script>alert(1)</script>"), "text/html; charset=utf-8"},
		{"svg is seen through", []byte(`<svg xmlns="http://www.w3.org/2000/svg"></svg>`), "image/svg+xml"},
		{"noise", random(5000), typeUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Sniff(c.head); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestInlineNeverShowsWhatCanRun(t *testing.T) {
	for is, want := range map[string]bool{
		"application/pdf": true, "image/png": true, "text/plain; charset=utf-8": true,
		"text/html; charset=utf-8": false, "image/svg+xml": false, "application/xhtml+xml": false, "": false,
	} {
		if Inline(is) != want {
			t.Errorf("Inline(%q) = %v", is, !want)
		}
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xd0\xd5\xc3\xfb,\n"))
	f.Fuzz(func(t *testing.T, head []byte) {
		if Sniff(head) == "" {
			t.Error("no type at all")
		}
	})
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		"知情同意书.pdf":             "知情同意书.pdf",
		"王":                     "王",
		"../../etc/passwd":      "passwd",
		`C:\Users\me\form.docx`: "form.docx",
		"a\x00b\u202egpj.exe":   "abgpj.exe",
		"..":                    "file",
		"":                      "file",
		"dir/":                  "file",
		".htaccess":             "htaccess",
		"a<b>:c?.txt":           "a_b__c_.txt",
		"nul.txt":               "_nul.txt",
		"COM1":                  "_COM1",
		"report. ":              "report",
	} {
		if got := CleanName(in); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanNamesAreSafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.StringMatching(`[一-龥]{0,120}\.[a-z]{1,5}`)).Draw(t, "name")
		got := CleanName(in)
		if got == "" || len(got) > longestName+1 || !utf8.ValidString(got) || strings.ContainsAny(got, "/\\\x00\n\"") || strings.HasPrefix(got, ".") {
			t.Fatalf("CleanName(%q) = %q", in, got)
		}
		if again := CleanName(got); again != got {
			t.Fatalf("cleaning %q twice gives %q", got, again)
		}
	})
}

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1 kB", 3400: "3.4 kB", 182_733: "183 kB", 999_999: "1 MB", 20_000_000: "20 MB", 1_500_000_000: "1.5 GB"} {
		if got := Size(n); got != want {
			t.Errorf("Size(%d) = %s, want %s", n, got, want)
		}
	}
}
