package rules

import (
	"flag"
	"os"
	"strings"
	"testing"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/packs"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares with a file of what is expected.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

// TestAllMistakesOfAFolder reads packs with about every mistake: all are told at
// once, each with file, line and column, in both languages, and nothing is loaded.
func TestAllMistakesOfAFolder(t *testing.T) {
	for _, l := range lang.All {
		var out strings.Builder
		if CheckFS(os.DirFS("testdata/mistakes"), &out, l) {
			t.Error("passed")
		}
		golden(t, "testdata/mistakes."+string(l)+".golden", out.String())
	}
	if b, err := Load(packs.FS(), os.DirFS("testdata/mistakes")); b != nil || err == nil {
		t.Error("half of it was loaded")
	}
}

// version is a version of pack v with one number.
func version(number, days, more string) string {
	return "id: v\nversion: \"" + number + "\"\ntitle: {zh: 试, en: trial}\nextends: [cn]\n" + more + `
sources:
  - {id: V-LAW, title: {zh: 试, en: trial}, in_force: 2024-01-01}
params:
  - {name: v_days, value: ` + days + `, unit: days, source: V-LAW, article: "1", confidence: V, title: {zh: 期限, en: Time}}
`
}

func TestVersionsFollowEachOther(t *testing.T) {
	b, err := Load(packs.FS(), files("a/pack.yaml", version("1", "10", "")), files("b/pack.yaml", version("2", "20", "from: 2025-01-01")),
		files("c/pack.yaml", version("3", "30", "from: 2026-01-01")))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[calendar.Day]int{"2024-01-01": 10, "2024-12-31": 10, "2025-01-01": 20, "2025-12-31": 20, "2026-01-01": 30} {
		set := b.On(day, "")
		if p, _ := set.Param("v_days"); p.Int() != want {
			t.Errorf("on %s: %d, want %d", day, p.Int(), want)
		}
		if n := strings.Count(strings.Join(set.Refs(), " "), "v@"); n != 1 {
			t.Errorf("on %s: %v, want one version of v", day, set.Refs())
		}
	}
	if p, ok := b.Pack("v@1"); !ok || p.Info().Until != "2024-12-31" {
		t.Errorf("the first version ends %v", p.Info().Until)
	}
	if p, _ := b.Pack("v"); p.Info().Version != "3" {
		t.Errorf("the latest is %s", p.Info().Version)
	}
	// One without a first day takes the place of all that came before.
	b, err = Load(packs.FS(), files("a/pack.yaml", version("1", "10", "")), files("b/pack.yaml", version("2", "20", "")))
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := b.On("2024-06-01", "").Param("v_days"); p.Int() != 20 {
		t.Errorf("replaced: %d, want 20", p.Int())
	}
}

// TestARulePassesFromDocumentToDocument holds that a rule is carried by one
// document at a time, and that the reason names it.
func TestARulePassesFromDocumentToDocument(t *testing.T) {
	b := load(t, "rules:\n"+ruleText("a", "sets: {obligations: animal_3r}\nbefore: [{source: X-OLD, article: \"2\"}]"))
	for day, want := range map[calendar.Day]string{"2019-12-31": "", "2020-01-01": "X-OLD", "2023-12-31": "X-OLD", "2024-01-01": "X-LAW"} {
		got := ""
		for _, r := range b.On(day, "440305").Evaluate("assessment", activity(nil)).Reasons {
			if r.Rule == "x.a" {
				got += r.Source
			}
		}
		if got != want {
			t.Errorf("on %s carried by %q, want %q", day, got, want)
		}
		if o, _ := b.Outline("x", day); len(o.Rules) != 1 || len(o.Rules[0].Carried) != 2 || o.Rules[0].From != "2020-01-01" || want != "" && o.Rules[0].Source != want {
			t.Errorf("on %s outlined as %+v", day, o.Rules)
		}
	}
}

// TestEveryRuleNeedsItsCases takes the kinds of cases away one by one.
func TestEveryRuleNeedsItsCases(t *testing.T) {
	rule := "rules:\n" + ruleText("a", "when: activity.emergency\nsets: {obligations: animal_3r}")
	yes := "  - {why: 是, \"on\": 2026-01-01, region: \"440305\", point: assessment, vars: {activity: {title: t, emergency: true, unit: {region: \"440305\"}}}, "
	no := "  - {why: 否, \"on\": 2026-01-01, region: \"440305\", point: assessment, vars: {activity: {title: t, unit: {region: \"440305\"}}}, silent: [x.a]}\n"
	for name, tc := range map[string]struct{ cases, want string }{
		"all":     {yes + "applies: [x.a], dated: [x.a]}\n" + no, ""},
		"applies": {yes + "dated: [x.a]}\n" + no, "x.a has no case (applies)"},
		"silent":  {yes + "applies: [x.a], dated: [x.a]}\n", "x.a has no case (silent)"},
		"dated":   {yes + "applies: [x.a]}\n" + no, "x.a has no case (dated)"},
		"wrong":   {yes + "applies: [x.a], silent: [x.a], dated: [x.a]}\n" + no, "rule x.a should not apply"},
		"unknown": {yes + "applies: [x.a, x.b], dated: [x.a]}\n" + no, "there is no rule x.b"},
		"key":     {yes + "applies: [x.a], dated: [x.a], colour: red}\n" + no, `unknown key "colour"`},
	} {
		var out strings.Builder
		ok := CheckFS(files("x/pack.yaml", head+rule, "x/cases.yaml", "cases:\n"+tc.cases), &out, lang.EN)
		if ok != (tc.want == "") || !strings.Contains(out.String(), tc.want) {
			t.Errorf("%s: %v\n%s", name, ok, out.String())
		}
	}
}
