package ui_test

import (
	"context"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"lunheng/internal/errs"
	"lunheng/internal/htmltest"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

func render(t *testing.T, part templ.Component) *htmltest.Page {
	t.Helper()
	return htmltest.Parse(t, strings.NewReader(text(t, part)))
}

func text(t *testing.T, part templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := part.Render(context.Background(), &b); err != nil {
		t.Fatalf("render: %v", err)
	}
	return b.String()
}

func TestFieldKeepsWhatWasTypedAndPointsAtItsError(t *testing.T) {
	c := sampleCtx(lang.ZH, ui.ThemeSystem)
	form := ui.Form{
		Values: map[string][]string{"people": {"a<b"}},
		Err:    errs.List{errs.New(errs.Invalid, "t.people", lang.T("请用数字填写", "Use figures")).At("people")},
	}
	field := ui.Field{Name: "people", Label: lang.T("人数", "People"), Help: lang.T("总数", "All"), Required: true, Value: "1"}
	page := render(t, ui.Input(c, form, field))
	for name, want := range map[string]string{
		"value": "a<b", "aria-invalid": "true", "aria-describedby": "f-people-error f-people-help", "id": "f-people",
	} {
		if got := page.Attr("input", name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	page.Contains("#f-people-error", "请用数字填写")
	page.Contains("label[for=f-people]", "必填")
	summary := render(t, ui.ErrorSummary(c, form))
	summary.Contains("[role=alert] a[href=#f-people]", "请用数字填写")
}

func TestFreshFieldShowsItsValueWithoutError(t *testing.T) {
	c := sampleCtx(lang.EN, ui.ThemeSystem)
	page := render(t, ui.Input(c, ui.Form{}, ui.Field{Name: "a.b[0]", Label: lang.Same("x"), Value: "1"}))
	if page.Attr("input", "value") != "1" || page.Attr("input", "id") != "f-a-b-0-" || page.Count("[aria-invalid]") != 0 {
		t.Errorf("unexpected input: %v", page.First("input").Attr)
	}
	if got := text(t, ui.ErrorSummary(c, ui.Form{})); got != "" {
		t.Errorf("a summary without errors: %s", got)
	}
}

func TestPasswordIsNeverSentBack(t *testing.T) {
	form := ui.Form{Values: map[string][]string{"p": {"secret"}}}
	page := render(t, ui.Input(sampleCtx(lang.ZH, ""), form, ui.Field{Name: "p", Label: lang.Same("p"), Type: "password"}))
	if page.Attr("input", "value") != "" {
		t.Error("the page repeats a password")
	}
}

func TestInternalErrorsStayInside(t *testing.T) {
	form := ui.Form{Err: context.DeadlineExceeded}
	if got := text(t, ui.ErrorSummary(sampleCtx(lang.EN, ""), form)); strings.Contains(got, "deadline") || !strings.Contains(got, "our side") {
		t.Errorf("got %s", got)
	}
}

// The content security policy allows neither; a browser would drop them.
func TestPagesCarryNoInlineStyleOrScript(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)\s(style|on[a-z]+)="|<style|<script>|javascript:|https?://`)
	for _, l := range lang.All {
		html := text(t, ui.StylePage(sampleCtx(l, ui.ThemeSystem), samplePage()))
		if found := forbidden.FindString(html); found != "" {
			t.Errorf("%s: found %q", l, found)
		}
	}
}

func TestEnglishPageSpeaksEnglish(t *testing.T) {
	page := render(t, ui.StylePage(sampleCtx(lang.EN, ui.ThemeSystem), samplePage()))
	han := regexp.MustCompile(`\p{Han}`)
	for _, selector := range []string{"h1", "h2", "label", "dt", "th", "legend", ".badge", ".help", ".clock", ".empty", ".notice", ".reasons", ".standards"} {
		for _, n := range page.All(selector) {
			if words := htmltest.Text(n); han.MatchString(words) {
				t.Errorf("%s says %q", selector, words)
			}
		}
	}
}

func TestErasedPersonHasNoName(t *testing.T) {
	page := render(t, ui.Name(sampleCtx(lang.ZH, ""), ui.Person{Name: "张三", Href: "/p/1", Erased: true}))
	page.Contains(".person", "已删除")
	page.Lacks(".person", "张三")
	if page.Count("a") != 0 {
		t.Error("an erased name still leads somewhere")
	}
}

func TestEntriesAreGroupedByDayInBeijing(t *testing.T) {
	c := sampleCtx(lang.ZH, "")
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	days := c.Days([]ui.Entry{{At: at("2026-11-20T16:30:00Z")}, {At: at("2026-11-20T15:30:00Z")}, {At: at("2026-11-20T01:00:00Z")}})
	if len(days) != 2 || days[0].Date != "2026-11-21" || len(days[1].Entries) != 2 {
		t.Errorf("got %+v", days)
	}
}

func TestPreformattedTextKeepsItsSpaces(t *testing.T) {
	page := text(t, ui.Differences(sampleCtx(lang.ZH, ""), lang.Same("1"), lang.Same("2"), []ui.Compared{{Label: lang.Same("x"), From: "甲乙丙", To: "甲丁丙"}}))
	if !strings.Contains(page, "甲<del>乙</del>丙") || !strings.Contains(page, "甲<ins>丁</ins>丙") {
		t.Errorf("spaces were added: %s", page)
	}
}

// withChild gives a part its content.
func withChild(part, child templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return part.Render(templ.WithChildren(ctx, child), w)
	})
}
