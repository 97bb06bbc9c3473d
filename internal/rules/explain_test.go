package rules

import (
	"strings"
	"testing"

	"lunheng/internal/lang"
	"lunheng/packs"
)

// told is an explanation as a command prints it.
func told(all []Explanation, l lang.Lang) string {
	var b strings.Builder
	for _, e := range all {
		b.WriteString(e.ID + " " + e.Pack + " " + e.Title.In(l) + "\n")
		for _, line := range e.Lines {
			b.WriteString(line.Label.In(l) + ": " + line.Text.In(l) + "\n")
		}
	}
	return b.String()
}

func TestExplainTellsRulesParamsPacksAndSources(t *testing.T) {
	b := national(t)
	for name, want := range map[string][]string{
		"cn.procedure.simplified": {"It applies when: Review is \"Review required\"\nand: not: a declared public emergency asks for it\n",
			"By: Measures for Science and Technology Ethics Review (trial), Art. 22 (MEASURES-2023, since 2023-12-01)", "It says: Procedure: \"Simplified procedure\""},
		"cn.scope.human":               {"(OPINIONS-2022, 2022-03-20 to 2023-11-30)", "(READING, until 2022-03-19)", "People taking part is not \"Nobody takes part\""},
		"cn-110000.supervisors.health": {"Kind of unit is \"Medical institution\"", "supervisors: \"Health commission\""},
		"cn-med.majority":              {"It reads: med_majority = 1/2 (from memory: to be confirmed by a person)", "Scope includes \"People\"", "Field includes one of \"Life science\", \"Medicine\""},
		"decision_days":                {"Value: 30 days", "Confidence: a secondary source says so", "Read by: cn.limit.decision"},
		"majority":                     {"Value: 2/3", "Read by: cn.majority"},
		"cn-med":                       {"Where: everywhere", "When: since 2023-02-18", "On top of: cn", "To be confirmed by a person: 30"},
		"cn-110000":                    {"Where: places whose code begins with 11", "on every day"},
		"listed":                       {"invasive_bci_clinical: Clinical research"},
		"MEASURES-2023":                {"Number: 国科发监〔2023〕167号", "In force: since 2023-12-01", "cn.scope.indirect"},
		"follow_up_months":             {"Also: cn@2 says 12 months (since 2023-12-01)"},
		"cn.follow_up.general":         {"12 months"},
	} {
		got := told(b.Explain(name, "2026-11-20"), lang.EN)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q is missing in:\n%s", name, w, got)
			}
		}
	}
	if got := b.Explain("nothing.at.all", "2026-11-20"); got != nil {
		t.Errorf("explained %v", got)
	}
}

// TestEveryConditionHasWords holds that no condition about an activity has to be
// read as an expression.
func TestEveryConditionHasWords(t *testing.T) {
	b := national(t)
	for _, p := range b.packs {
		for _, d := range p.decls {
			if d.When != "" && d.Point == "assessment" && b.On("2026-11-20", p.info.Region).Words(d.When) == nil {
				t.Errorf("%s: no words for %s", d.ID, d.When)
			}
		}
	}
}

func TestExamplesOfARule(t *testing.T) {
	got, err := ExamplesOf("cn.scope.indirect", packs.FS())
	if err != nil || len(got) < 3 {
		t.Fatalf("%v %v; want an example that it applies, that it does not, and of its first day", got, err)
	}
	if got[0].File != "cn/rules/scope.cases.yaml" || got[0].Line == 0 || got[0].Why == "" {
		t.Errorf("got %+v", got[0])
	}
}
