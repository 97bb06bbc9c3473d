package ui_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lunheng/internal/web/ui"
)

func TestDiffMarksWords(t *testing.T) {
	for name, tc := range map[string]struct {
		from, to string
		want     []ui.Span
	}{
		"equal":      {"知情同意", "知情同意", []ui.Span{{ui.Kept, "知情同意"}}},
		"both empty": {"", "", nil},
		"from empty": {"", "新", []ui.Span{{ui.Added, "新"}}},
		"han": {"招募三十名受试者", "招募四十名受试者", []ui.Span{
			{ui.Kept, "招募"}, {ui.Removed, "三"}, {ui.Added, "四"}, {ui.Kept, "十名受试者"}}},
		"latin words stay whole": {"a randomised trial", "a randomized trial", []ui.Span{
			{ui.Kept, "a "}, {ui.Removed, "randomised"}, {ui.Added, "randomized"}, {ui.Kept, " trial"}}},
		"insertion": {"保存五年。", "保存至少五年。", []ui.Span{
			{ui.Kept, "保存"}, {ui.Added, "至少"}, {ui.Kept, "五年。"}}},
		"numbers stay whole": {"共 120 例", "共 1200 例", []ui.Span{
			{ui.Kept, "共 "}, {ui.Removed, "120"}, {ui.Added, "1200"}, {ui.Kept, " 例"}}},
		"a lonely mark is not kept": {"甲乙，丙丁", "子丑，寅卯", []ui.Span{
			{ui.Removed, "甲乙，丙丁"}, {ui.Added, "子丑，寅卯"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ui.Diff(tc.from, tc.to); !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

// versions gives back the two texts that a comparison describes.
func versions(spans []ui.Span) (from, to string) {
	for _, s := range spans {
		if s.Change != ui.Added {
			from += s.Text
		}
		if s.Change != ui.Removed {
			to += s.Text
		}
	}
	return from, to
}

func TestDiffKeepsBothTexts(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("伦理审查同意 ab1，。\n")))
	rapid.Check(t, func(t *rapid.T) {
		from, to := text.Draw(t, "from"), text.Draw(t, "to")
		if a, b := versions(ui.Diff(from, to)); a != from || b != to {
			t.Fatalf("described %q and %q", a, b)
		}
	})
}

func TestDiffOfLongDifferentTextsIsReplacement(t *testing.T) {
	from, to := strings.Repeat("甲", 4000), strings.Repeat("乙", 4000)
	want := []ui.Span{{ui.Removed, from}, {ui.Added, to}}
	if got := ui.Diff(from, to); !slices.Equal(got, want) {
		t.Errorf("got %d spans", len(got))
	}
}

func FuzzDiff(f *testing.F) {
	f.Add("知情同意书 v1", "知情同意书 v2.0")
	f.Add("\xff", "a\xfe")
	f.Fuzz(func(t *testing.T, from, to string) {
		if a, b := versions(ui.Diff(from, to)); a != from || b != to {
			t.Errorf("described %q and %q", a, b)
		}
	})
}
