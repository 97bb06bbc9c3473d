package letter

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/signintech/gopdf"
	"golang.org/x/text/encoding/simplifiedchinese"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// longDecision fills several pages and has what is hard to print.
func longDecision() Decision {
	d := Decision{
		Unit:      lang.T("临江市第一人民医院", "Linjiang First People’s Hospital"),
		Committee: lang.T("科技伦理（审查）委员会", "Science and Technology Ethics Committee"),
		Title:     lang.T("科技伦理审查决定书", "Decision on Ethics Review"),
		Number:    "LJ-2026-0147",
		Date:      "2026-11-20",
		Replaces:  "LJ-2026-0139",
		Addressee: lang.T("王𠮷（项目负责人）", "Wang 𠮷, project leader (with Łukasz Čapek and Zoë Nguyễn)"),
		Facts: []Field{
			{lang.T("项目名称", "Activity"), lang.Same("侵入式脑机接口用于渐冻症患者交流能力重建的早期可行性研究（“言桥”计划）")},
			{lang.T("审查方式", "Procedure"), lang.T("会议审查", "Review at a meeting")},
			{lang.T("决定", "Outcome"), lang.T("修改后批准", "Approved after changes")},
		},
		Body: []lang.Text{lang.T(
			"本委员会于2026年11月18日召开会议，对上述科技活动进行了审查。会议听取了项目负责人的说明，核对了知情同意书、应急预案与数据安全方案（含CRISPR-Cas9脱靶检测记录），认为在满足下列要求的前提下，该活动的预期获益大于可能的风险——风险可控、获益可期。",
			"At its meeting of 18 November 2026 the committee reviewed the activity named above. It heard the project leader, examined the consent form, the emergency plan and the data protection plan, and found that the expected benefits outweigh the foreseeable risks, provided that the following stipulations are met. The applicant’s “go/no-go” criteria (p < 10⁻⁶) were accepted.")},
		Vote:    lang.T("应到9人，实到7人；同意6票，反对0票，弃权1票。", "Nine members, seven present; six in favour, none against, one abstention."),
		Closing: []lang.Text{lang.T("申请人对本决定有异议的，可以向本委员会提出书面申诉。", "An applicant who disagrees may appeal to the committee in writing.")},
		Signer:  "𡐓𠮷",
		URL:     "https://ethics.example.org/verify/LJ-2026-0147",
		Created: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC),
	}
	for i := range 40 {
		d.Stipulations = append(d.Stipulations, lang.T(
			fmt.Sprintf("第%d项：在首例受试者入组前，向委员会提交经独立统计学家签署的“数据与安全监察计划”，并说明其中的停止规则。", i+1),
			fmt.Sprintf("Point %d: before the first participant is enrolled, submit the plan for monitoring data and safety, signed by an independent statistician, and explain its stopping rules.", i+1)))
	}
	for i := range 3 {
		d.Reasons = append(d.Reasons, Reason{
			Rule:    lang.T("委员会作出决定，须经出席委员三分之二以上同意。", "A decision needs two thirds of the members present."),
			Source:  lang.T("科技伦理审查办法（试行）", "Measures for Ethics Review of Science and Technology (Trial)"),
			Article: lang.T(fmt.Sprintf("第%d条", 14+i), fmt.Sprintf("Article %d", 14+i)),
		})
	}
	return d
}

func minutes() Minutes {
	d := longDecision()
	m := Minutes{
		Unit: d.Unit, Committee: d.Committee, Number: "LJ-M-2026-11", Date: d.Date, Signer: "李四", URL: d.URL, Draft: true,
		Facts: []Field{{lang.T("地点", "Place"), lang.T("门诊楼三层会议室", "Meeting room, third floor")}},
	}
	for i := range 9 {
		m.Attendance = append(m.Attendance, Attendance{Name: fmt.Sprintf("委员%d", i), Role: lang.T("委员", "Member"), When: lang.T("14:00 至 16:30", "14:00 to 16:30")})
	}
	for i := range 4 {
		item := Item{
			Title: lang.T("脑机接口早期可行性研究", "Early feasibility of a brain-computer interface"),
			Facts: d.Facts[:1], Discussion: d.Body, Vote: d.Vote, Decision: lang.T("修改后批准", "Approved after changes"),
			Conditions: d.Stipulations[:3],
		}
		if i == 1 {
			item.Conflicts = []lang.Text{lang.T("委员3申报为项目组成员，离席回避。", "Member 3 declared to be in the project group and left the room.")}
		}
		m.Items = append(m.Items, item)
	}
	return m
}

func receipt() Receipt {
	d := longDecision()
	return Receipt{
		Unit: d.Unit, Committee: d.Committee, Number: "LJ-R-2026-0147", Date: d.Date, Facts: d.Facts, URL: d.URL,
		Files: []File{{Name: "知情同意书（第3版）.pdf", Size: 182_733, Hash: strings.Repeat("0123456789abcdef", 4)}},
		Proof: []Field{{lang.T("事件", "Event"), lang.Same("0199a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b")}},
		Notes: []lang.Text{lang.T("本回执不表示申请已被受理。", "This receipt does not mean that the application has been accepted.")},
	}
}

// pdfText writes data to a file and reads its text with an independent program.
func pdfText(t *testing.T, data []byte) string {
	t.Helper()
	for _, tool := range []string{"pdftotext", "pdftoppm"} {
		if _, err := exec.LookPath(tool); err == nil {
			continue
		}
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing: install poppler-utils", tool)
		}
		t.Skipf("%s is missing: install poppler-utils", tool)
	}
	path := filepath.Join(t.TempDir(), "letter.pdf")
	if dir := os.Getenv("LUNHENG_LETTERS"); dir != "" { // keep them to be looked at
		path = filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "-")+".pdf")
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").CombinedOutput()
	if err != nil || bytes.Contains(out, []byte("Error")) {
		t.Fatalf("pdftotext: %v: %s", err, out)
	}
	// Drawing reads the outlines, which reading the text does not.
	if out, err := exec.Command("pdftoppm", "-r", "30", "-png", path, filepath.Join(t.TempDir(), "page")).CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("pdftoppm: %v: %s", err, out)
	}
	return string(out)
}

// squeeze removes all space, for comparison across line ends.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// holds reports whether text has want, whatever stands where want has
// characters beyond the basic plane: those copy as others (see doc.go).
func holds(text, want string) bool {
	var pattern strings.Builder
	for _, r := range squeeze(want) {
		if r > 0xFFFF {
			pattern.WriteString(".")
		} else {
			pattern.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return regexp.MustCompile(pattern.String()).MatchString(text)
}

func TestPapersGiveTheirTextBack(t *testing.T) {
	d, m, r := longDecision(), minutes(), receipt()
	for _, c := range []struct {
		name string
		doc  Doc
		want []string
	}{
		{"decision", d.Doc(), []string{
			"致：王𠮷（项目负责人）", "To: Wang 𠮷, project leader (with Łukasz Čapek and Zoë Nguyễn)", "本决定书更正并取代 LJ-2026-0139。", "corrects and replaces no. LJ-2026-0139",
			d.Body[0].ZH, d.Body[0].EN, d.Vote.ZH, d.Vote.EN, "𡐓𠮷", "电子签名，2026年11月20日", "Electronically signed on 20 November 2026",
			"第 1 页，共", "Page 5 of", d.URL}},
		{"minutes", m.Doc(), []string{"草稿，尚未批准。", "议题4　脑机接口早期可行性研究", "Item 4.", "委员8", "离席回避", "None declared."}},
		{"receipt", r.Doc(), []string{"知情同意书（第3版）.pdf", "183 kB", "0199a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b", "Proof of record"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, err := Render(c.doc)
			if err != nil {
				t.Fatal(err)
			}
			text := squeeze(pdfText(t, data))
			for _, want := range c.want {
				if !holds(text, want) {
					t.Errorf("the paper lacks %q", want)
				}
			}
		})
	}
}

// TestEveryFontIsUsedForItsCharacters sets one character of each font.
func TestEveryFontIsUsedForItsCharacters(t *testing.T) {
	for _, c := range []struct {
		r    rune
		st   style
		want string
	}{
		{'王', style{}, "Serif"}, {'“', style{}, "Serif"}, {'𠮷', style{}, "SerifJP"}, {'𠀡', style{}, "SerifTC"},
		{'Ł', style{}, "SerifLatin"}, {'⁻', style{}, "SerifSigns"}, {'“', style{narrow: true}, "SerifSigns"},
		{'王', style{bold: true}, "SerifBold"}, {'镕', style{bold: true}, "Serif"}, {'𠮷', style{bold: true}, "SerifJP"},
		{'’', style{bold: true, narrow: true}, "SerifBoldSigns"},
	} {
		sheet, err := newSheet(gopdf.PdfInfo{})
		if err != nil {
			t.Fatal(err)
		}
		sheet.page()
		c.st.size = 10
		sheet.text(left, top, string(c.r), c.st)
		data, err := sheet.bytes()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(data, []byte("/BaseFont /"+c.want+"\n")) {
			t.Errorf("%c (%+v) is not drawn in %s", c.r, c.st, c.want)
		}
	}
}

func TestNoNameIsHalfBold(t *testing.T) {
	sheet, err := newSheet(gopdf.PdfInfo{})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"王明": true, "王𠮷": false, "镕": false, "王明 Łukasz": true} {
		if got := sheet.canBold(name); got != want {
			t.Errorf("%s is set bold: %v", name, got)
		}
	}
}

func TestPropertiesOfTheFileStayReadable(t *testing.T) {
	if got := basic("王𠮷的决定"); got != "王〓的决定" {
		t.Errorf("got %q", got)
	}
}

func TestEveryStipulationIsPrintedInOrder(t *testing.T) {
	d := longDecision()
	data, err := Render(d.Doc())
	if err != nil {
		t.Fatal(err)
	}
	text := squeeze(pdfText(t, data))
	for _, l := range lang.All {
		for i := range d.Stipulations {
			want := squeeze(lang.T(fmt.Sprintf("第%d项：", i+1), fmt.Sprintf("Point %d:", i+1)).In(l))
			_, rest, found := strings.Cut(text, want)
			if !found {
				t.Fatalf("%s is not printed after the one before", want)
			}
			text = rest
		}
	}
}

func TestSameDocSameBytes(t *testing.T) {
	a, err := Render(longDecision().Doc())
	if err != nil {
		t.Fatal(err)
	}
	b, err := Render(longDecision().Doc())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("two renderings of one letter differ")
	}
	other := longDecision()
	other.Number = "LJ-2026-0148"
	if c, err := Render(other.Doc()); err != nil || bytes.Equal(a, c) {
		t.Errorf("another letter gives the same bytes (err %v)", err)
	}
}

func TestManyRenderAtATime(t *testing.T) {
	doc := receipt().Doc()
	want, err := Render(doc)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got, err := Render(doc); err != nil || !bytes.Equal(got, want) {
				t.Errorf("a rendering beside others differs (err %v)", err)
			}
		})
	}
	all.Wait()
}

func TestUnprintableCharacterIsNamed(t *testing.T) {
	d := longDecision()
	d.Signer = "王😀\U00030EDE"
	_, err := Render(d.Doc())
	if !errs.Has(err, "document.letter.glyph") {
		t.Fatalf("got %v, want a refusal", err)
	}
	for _, want := range []string{"😀 (U+1F600)", "U+30EDE"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the refusal %q lacks %s", err, want)
		}
	}
}

func TestTextInOneLanguageIsPrintedInBoth(t *testing.T) {
	doc := Doc{Title: lang.T("证明", "Certificate"), Blocks: []Block{Paragraph{Text: lang.Text{ZH: "仅有中文"}}, Paragraph{Text: lang.Text{EN: "O’Neill only"}}}}
	data, err := Render(doc)
	if err != nil {
		t.Fatal(err)
	}
	text := pdfText(t, data)
	if strings.Count(text, "仅有中文") != 2 || strings.Count(text, "O’Neill only") != 2 {
		t.Errorf("text in one language is not in both parts:\n%s", text)
	}
}

// TestLongTextRunsOverPages gives every kind of block more than a page holds.
func TestLongTextRunsOverPages(t *testing.T) {
	marks := func(from int) lang.Text {
		var b strings.Builder
		for i := range 900 {
			fmt.Fprintf(&b, "【%d】", from+i)
		}
		return lang.Same(b.String())
	}
	doc := Doc{Title: lang.Same("长"), Languages: []lang.Lang{lang.ZH}, Blocks: []Block{
		Paragraph{Text: marks(1000)}, Fields{{lang.Same("值"), marks(2000)}}, Numbered{marks(3000)},
		Table{Head: []lang.Text{lang.Same("甲"), lang.Same("乙")}, Rows: [][]lang.Text{{marks(4000)}}},
	}}
	data, err := Render(doc)
	if err != nil {
		t.Fatal(err)
	}
	text := squeeze(pdfText(t, data))
	for _, from := range []int{1000, 2000, 3000, 4000} {
		for i := range 900 {
			if want := fmt.Sprintf("【%d】", from+i); strings.Count(text, want) == 0 && !split(text, want) {
				t.Fatalf("%s is lost", want)
			}
		}
	}
}

// split reports whether want stands in text cut in two by the foot of a page.
func split(text, want string) bool {
	runes := []rune(want)
	for i := 1; i < len(runes); i++ {
		if regexp.MustCompile(regexp.QuoteMeta(string(runes[:i])) + `长第\d+页，共\d+页` + regexp.QuoteMeta(string(runes[i:]))).MatchString(text) {
			return true
		}
	}
	return false
}

// TestFontsHaveAllOfGBK holds the fonts to what names in China are written with.
func TestFontsHaveAllOfGBK(t *testing.T) {
	file, err := newSheet(gopdf.PdfInfo{})
	if err != nil {
		t.Fatal(err)
	}
	han := 0
	for i := 0x8140; i <= 0xfefe; i++ {
		decoded, err := simplifiedchinese.GBK.NewDecoder().Bytes([]byte{byte(i >> 8), byte(i)})
		if r := []rune(string(decoded)); err == nil && len(r) == 1 && unicode.Is(unicode.Han, r[0]) {
			han++
			if len(file.missing(string(r))) > 0 {
				t.Errorf("the fonts lack %c (U+%04X)", r[0], r[0])
			}
		}
	}
	if han < 20_902 {
		t.Errorf("only %d characters were looked at", han)
	}
}

func TestCleanKeepsWhatIsDrawn(t *testing.T) {
	for in, want := range map[string]string{
		"a\tb\r\nc":        "a b\nc",
		"e\u0301":          "é",
		"葛\U000E0100城":     "葛城",
		"\ufeffab\u202e\a": "ab",
		"\uf900":           "\uf900", // compatibility character stays
		"王𠮷 \u00a0 no. 1":  "王𠮷 \u00a0 no. 1",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	doc := longDecision().Doc()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Render(doc); err != nil {
			b.Fatal(err)
		}
	}
}
