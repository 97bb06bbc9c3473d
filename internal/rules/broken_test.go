package rules

import (
	"strings"
	"testing"

	"lunheng/internal/lang"
)

// TestASyntaxErrorHidesNoOtherMistake breaks the syntax of one file, and of one rule
// in it; the mistakes of the other rules, files and cases are told in the same run, and
// what only the unreadable piece declares is not said to be missing.
func TestASyntaxErrorHidesNoOtherMistake(t *testing.T) {
	bad := ruleText("b", "when: activity.nothing\nsets: {obligations: animal_3r}")
	folder := files(
		"x/pack.yaml", head+"params:\n  - {name: x_days, value: 3, unit: days, source: X-LAW, article: \"1\", confidence: V, title: {zh: 日, en: Days\nrules:\n"+bad,
		"x/more.yaml", "rules:\n"+ruleText("c", "when: param.x_day > 1 && activity.none\nsets: {obligations: animal_3r}\ninstead: {zh: \"{x_days} 日\", en: \"{x_days} days\"}"),
		"x/cases.yaml", "cases:\n  - why: x\n    colour: red\n  - why: [\n")
	var out strings.Builder
	if CheckFS(folder, &out, lang.EN) {
		t.Fatal("passed")
	}
	got := out.String()
	for _, want := range []string{"x/pack.yaml", "YAML syntax", "undefined field 'nothing'", "x/more.yaml", "undefined field 'none'",
		"cases[0].colour: unknown key \"colour\"", "x/cases.yaml:4:10: YAML syntax"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not told in\n%s", want, got)
		}
	}
	if strings.Contains(got, "there is no") {
		t.Errorf("what can't be read is told as missing:\n%s", got)
	}
}
