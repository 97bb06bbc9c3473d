package rules_test

import (
	"testing"

	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

func TestArticle(t *testing.T) {
	for number, want := range map[string]lang.Text{
		"":             {},
		"24":           lang.T("第 24 条", "Art. 24"),
		"15(3)":        lang.T("第 15(3) 条", "Art. 15(3)"),
		"336-1":        lang.T("第 336-1 条", "Art. 336-1"),
		"7, 43":        lang.T("第 7、43 条", "Art. 7, 43"),
		"25, annex 1":  lang.T("第 25 条、附件 1", "Art. 25, annex 1"),
		"5.4":          lang.T("五（四）", "part 5 (4)"),
		"3.1, 7":       lang.T("三（一）、7", "part 3 (1), 7"),
		"2.12":         lang.T("二（十二）", "part 2 (12)"),
		"ch. 3":        lang.T("第 3 章", "ch. 3"),
		"practice":     lang.T("实务", "practice"),
		"some heading": lang.Same("some heading"),
	} {
		if got := rules.Article(number); got.ZH != want.ZH || got.EN != want.EN {
			t.Errorf("%q is cited as %q / %q", number, got.ZH, got.EN)
		}
	}
}
