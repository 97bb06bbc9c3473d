package rules

import (
	"slices"
	"strings"
	"testing"

	"lunheng/internal/lang"
	"lunheng/packs"
)

func packOf(t *testing.T, body string) *Pack {
	t.Helper()
	p, ok := load(t, body).Pack("x")
	if !ok {
		t.Fatal("no pack x")
	}
	return p
}

func lines(changes []Change, l lang.Lang) []string {
	var out []string
	for _, c := range changes {
		out = append(out, c.In(l))
	}
	return out
}

func TestDiffTellsWhatIsDifferent(t *testing.T) {
	param := func(value string) string {
		return "params:\n  - {name: decision_days, value: " + value + ", unit: days, source: X-LAW, article: \"1\", confidence: V, title: {zh: 期限, en: Time}}\n"
	}
	list := func(text, more string) string {
		return "lists:\n  - name: l\n    items:\n      - {code: a, text: {zh: 甲, en: " + text + "}, attrs: {type: long}, source: X-LAW}\n" + more
	}
	old := packOf(t, param("20")+list("A", "      - {code: b, text: {zh: 乙, en: B}}\n")+"rules:\n"+
		ruleText("a", "when: activity.emergency\nsets: {review: required}")+ruleText("gone", "sets: {scope: indirect_risk}"))
	next := packOf(t, param("15")+list("Alpha", "")+"rules:\n"+
		ruleText("a", "when: activity.sensitive\nsets: {review: exempt}")+ruleText("new", "sets: {scope: other_law}"))
	want := []string{
		"~ param decision_days, value: 20 → 15",
		"~ item l/a, text.en: A → Alpha",
		"- item l/b (B)",
		"~ rule x.a, sets.review: required → exempt",
		"~ rule x.a, when: activity.emergency → activity.sensitive",
		"- rule x.gone (why)",
		"+ rule x.new (why)",
	}
	if got := lines(Diff(old, next), lang.EN); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := lines(Diff(old, next), lang.ZH); got[0] != "改 参数 decision_days value：20 → 15" || got[6] != "增 规则 x.new（因）" {
		t.Errorf("in Chinese: %q", got)
	}
	if got := Diff(old, old); len(got) > 0 {
		t.Errorf("a pack differs from itself: %v", lines(got, lang.EN))
	}
	if n := len(Diff(nil, next)); n != len(Diff(next, nil)) || n != 8 {
		t.Errorf("all is new: %d changes, want 8: pack, 2 sources, param, list, item, 2 rules", n)
	}
}

// TestDiffTellsASourcesDayOnce holds a new first day together: not once a rule.
func TestDiffTellsASourcesDayOnce(t *testing.T) {
	old := packOf(t, "rules:\n"+ruleText("a", "sets: {review: required}"))
	b, err := Load(packs.FS(), files("x/pack.yaml", strings.Replace(head, "2024-01-01", "2025-01-01", 1)+"rules:\n"+ruleText("a", "sets: {review: required}")))
	if err != nil {
		t.Fatal(err)
	}
	next, _ := b.Pack("x")
	if got := lines(Diff(old, next), lang.EN); !slices.Equal(got, []string{"~ source X-LAW, in_force: 2024-01-01 → 2025-01-01"}) {
		t.Errorf("got %q", got)
	}
}
