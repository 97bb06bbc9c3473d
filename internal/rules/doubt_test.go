package rules

import (
	"strings"
	"testing"

	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// TestWhatIsFromMemoryIsToldWhereItDecides follows a doubt from a rule, a param and a
// list to the reasons, the outline and the explanation.
func TestWhatIsFromMemoryIsToldWhereItDecides(t *testing.T) {
	b := load(t, `params:
  - {name: x_days, value: 3, unit: days, source: X-LAW, article: "1", confidence: M, title: {zh: 日, en: Days}}
  - {name: x_days_sure, value: 3, unit: days, source: X-LAW, article: "1", confidence: V, title: {zh: 日, en: Days}}
lists:
  - {name: x_kinds, source: X-LAW, confidence: M, items: [{code: other, text: {zh: 甲, en: A}}]}
rules:
`+ruleText("itself", "confidence: M\nsets: {obligations: animal_3r}")+
		ruleText("reads", "when: param.x_days == 3\nsets: {obligations: animal_3r}")+
		ruleText("listed", "when: '\"other\" in codes.x_kinds'\nsets: {obligations: animal_3r}")+
		ruleText("sure", "when: param.x_days_sure == 3\nsets: {obligations: animal_3r}"))
	want := map[string]bool{"x.itself": true, "x.reads": true, "x.listed": true, "x.sure": false}
	seen := 0
	for _, r := range b.On("2026-01-01", "440305").Evaluate("assessment", activity(nil)).Reasons {
		if unsure, ok := want[r.Rule]; ok {
			if seen++; r.Unsure != unsure || b.Unsure(r.Ground()) != unsure {
				t.Errorf("%s: unsure %v", r.Rule, r.Unsure)
			}
		}
	}
	if seen != len(want) {
		t.Errorf("%d rules spoke, want %d", seen, len(want))
	}
	o, _ := b.Outline("x", "2026-01-01")
	for _, r := range o.Rules {
		if r.Unsure != want[r.ID] {
			t.Errorf("outlined: %s: unsure %v", r.ID, r.Unsure)
		}
	}
	if !o.Lists[0].Unsure || !b.Unsure(flow.Ground{Rule: "param.x_days", Pack: "x@1"}) || b.Unsure(flow.Ground{Rule: "param.x_days_sure", Pack: "x@1"}) {
		t.Error("the list or a param is told wrongly")
	}
	for _, id := range []string{"x.itself", "x.reads"} {
		var words strings.Builder
		for _, e := range b.Explain(id, "2026-01-01") {
			for _, l := range e.Lines {
				words.WriteString(l.Text.In(lang.EN))
			}
		}
		if !strings.Contains(words.String(), "to be confirmed by a person") {
			t.Errorf("%s is explained without its doubt", id)
		}
	}
	if got := b.Unconfirmed("x@1"); strings.Join(got, " ") != "x_days x_kinds x.itself" {
		t.Errorf("unconfirmed: %v", got)
	}
}
