package letter

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// cells measures like a typewriter: wide characters take two cells.
func cells(s string) float64 {
	n := 0.0
	for _, r := range s {
		n++
		if isWide(r) {
			n++
		}
	}
	return n
}

func TestBreak(t *testing.T) {
	for _, c := range []struct {
		name  string
		text  string
		width float64
		want  []string
	}{
		{"han breaks anywhere", "食品经营许可", 4, []string{"食品", "经营", "许可"}},
		{"no comma first", "食品，经营", 4, []string{"食", "品，", "经营"}},
		{"no opening last", "依据《办法》第十条", 6, []string{"依据", "《办", "法》第", "十条"}},
		{"words stay whole", "the ethics committee", 12, []string{"the ethics ", "committee"}},
		{"word among han", "采用CRISPR技术", 10, []string{"采用CRISPR", "技术"}},
		{"word moves whole", "拟采用CRISPR技术", 10, []string{"拟采用", "CRISPR技术"}},
		{"too long a word", "supercalifragilistic", 8, []string{"supercal", "ifragili", "stic"}},
		{"line feed", "一\n二", 10, []string{"一\n", "二"}},
		{"empty lines", "a\n\nb\n", 10, []string{"a\n", "\n", "b\n"}},
		{"address", "https://a.example/verify/one-two", 12, []string{"https://", "a.example/", "verify/one-", "two"}},
		{"glue", "no. 7", 3, []string{"no. ", "7"}},
		{"no break space", "aa no.\u00a07", 6, []string{"aa ", "no.\u00a07"}},
		{"mark stays on its letter", "ee\u0301e", 1, []string{"e", "e\u0301", "e"}},
		{"rare character", "王𠮷和𡐓", 4, []string{"王𠮷", "和𡐓"}},
		{"double dash stays whole", "风险——收益", 6, []string{"风", "险——", "收益"}},
		{"number with unit", "约为30%以上", 6, []string{"约为", "30%以", "上"}},
		{"nothing", "", 5, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Break(c.text, c.width, 0, cells)
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestBreakLosesNothing(t *testing.T) {
	alphabet := []rune("一二中文，。《》（）“”’… abcXYZ019-/%\n\u00a0\u0301𠮷é,.()—")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom(alphabet)).Draw(t, "text")
		width := rapid.Float64Range(0.5, 30).Draw(t, "width")
		checkBreak(t, text, width, rapid.Float64Range(0, 6).Draw(t, "indent"))
	})
}

func FuzzBreak(f *testing.F) {
	f.Add("依据《办法》第十条，the committee decides.", 7.0, 2.0)
	f.Add("\xff\xfe王\n", 0.0, 1.0)
	f.Fuzz(func(t *testing.T, text string, width, indent float64) { checkBreak(t, text, width, indent) })
}

// checkBreak holds what is true of every text: nothing is lost, no line is
// empty, none is too wide unless it is one character, no character is cut.
func checkBreak(t interface{ Fatalf(string, ...any) }, text string, width, indent float64) {
	lines := Break(text, width, indent, cells)
	if got := strings.Join(lines, ""); got != text {
		t.Fatalf("lines give %q, text is %q", got, text)
	}
	for i, line := range lines {
		room := width
		if i == 0 {
			room -= indent
		}
		shown := strings.TrimRight(line, " \n")
		if line == "" {
			t.Fatalf("empty line in %q", lines)
		}
		if cells(shown) > room && len(shown) > clusterLen(shown) {
			t.Fatalf("line %q is wider than %v", shown, room)
		}
		if utf8.ValidString(text) && !utf8.ValidString(line) {
			t.Fatalf("line %q cuts a character", line)
		}
	}
}
