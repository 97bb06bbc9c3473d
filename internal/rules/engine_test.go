package rules

import (
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"lunheng/internal/lang"
	"lunheng/packs"
)

// files makes a pack file system from name and text pairs.
func files(pairs ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return out
}

const head = `id: x
version: "1"
title: {zh: 试, en: trial}
extends: [cn]
region: "4403"
sources:
  - {id: X-LAW, title: {zh: 试, en: trial}, in_force: 2024-01-01}
  - {id: X-OLD, title: {zh: 试, en: trial}, in_force: 2020-01-01, until: 2023-12-31}
`

// rule writes a rule of pack x.
func ruleText(id, rest string) string {
	return "  - id: x." + id + "\n    point: assessment\n    source: X-LAW\n    article: \"1\"\n    because: {zh: 因, en: why}\n    " + strings.ReplaceAll(rest, "\n", "\n    ") + "\n"
}

func load(t *testing.T, body string) *Book {
	t.Helper()
	b, err := Load(packs.FS(), files("x/pack.yaml", head+body))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func activity(more map[string]any) map[string]any {
	a := map[string]any{"title": "t", "unit": map[string]any{"region": "440305"}}
	for k, v := range more {
		a[k] = v
	}
	return map[string]any{"activity": a}
}

func TestEveryMistakeIsToldAtOnceWithItsPlace(t *testing.T) {
	_, err := Load(packs.FS(), files("x/pack.yaml", head+`rules:
`+ruleText("a", `when: activity.colour == "red"
sets: {review: required}`)+
		ruleText("b", `when: activity.title
sets: {nonsense: 1}`)+
		ruleText("b", `sets: {scope: {cel: out.review}, follow_up_months: {param: no_such}}`)+
		`  - {id: y.c, point: nowhere, sets: {review: a}, source: NONE, article: "1", because: {zh: "因 {gone}", en: why}}
`, "x/more.yaml", "colour: red\nlists:\n  - name: l\n    items:\n      - code: a\n", "x/broken.yaml", "a: [1"))
	problems, ok := err.(Problems)
	if !ok {
		t.Fatalf("error %v", err)
	}
	text := problems.Error()
	for _, want := range []string{
		"x/broken.yaml:1:", "x/more.yaml:1:", `unknown key "colour"`, "x/more.yaml:5:", "text is missing",
		"undefined field 'colour'", "x/pack.yaml:15:19",
		"the expression is of type string, want bool", "there is no output nonsense",
		"rule x.b is also in", "the rule reads out.review", "there is no param no_such",
		"there is no point nowhere", "there is no source NONE", "a rule of this pack is named x.…",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
}

func TestRegionAndDayChooseThePacks(t *testing.T) {
	b := load(t, "")
	for _, tc := range []struct {
		day, region string
		want        []string
	}{
		{"2026-11-20", "440305", []string{"cn", "cn-ai", "cn-med", "x", "cn-440300"}},
		{"2026-11-20", "310104", []string{"cn", "cn-ai", "cn-med"}},
		{"2026-11-20", "", []string{"cn", "cn-ai", "cn-med"}},
		{"2024-11-08", "440305", []string{"cn", "cn-ai", "cn-med", "x"}},
		{"2023-02-17", "440305", []string{"cn", "cn-ai", "x"}},
		{"2021-09-24", "440305", []string{"cn", "x"}},
		{"2019-12-31", "440305", []string{"cn"}},
		{"2020-01-01", "440305", []string{"cn", "x"}},
		{"1999-01-01", "110101", []string{"cn", "cn-110000"}},
	} {
		if got := b.On(calDay(tc.day), tc.region).IDs(); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s in %s: %v, want %v", tc.day, tc.region, got, tc.want)
		}
	}
	if b.On("2026-11-20", "440305") != b.On("2026-11-21", "440399") {
		t.Error("two days and places with the same rules should share a set")
	}
	if b.On("2026-11-20", "440305").Hash() == b.On("2026-11-20", "310104").Hash() {
		t.Error("different packs, one hash")
	}
}

func TestSpecialPacksCoverGeneralOnes(t *testing.T) {
	b := load(t, `params:
  - {name: decision_days, value: 20, unit: days, source: X-LAW, article: "1", confidence: V, title: {zh: 期限, en: limit}}
lists:
  - name: outcomes
    items:
      - {code: reject, text: {zh: 否决, en: Refuse}, source: X-LAW}
      - {code: change_and_rereview, remove: true}
rules:
`+ruleText("supervisors", `sets: {supervisors: [sz.market, sz.sti]}`)+
		ruleText("more", `sets: {supervisors: sz.health}`)+
		ruleText("procedure", `when: out.review == "required"
sets: {procedure: simplified}`)+
		ruleText("shorter", `when: out.review == "required"
sets: {follow_up_months: 3}`)+
		ruleText("instead", `sets: {scope: indirect_risk}
overrides: [cn.scope.human]`))
	s := b.On("2026-11-20", "440305")
	a := s.Evaluate("assessment", activity(map[string]any{"humans": map[string]any{"participants": "survey"}}))
	if err := a.Err(); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"supervisors": []string{"sz.market", "sz.sti", "sz.health"}, "procedure": "simplified", "follow_up_months": 3, "scope": []string{"indirect_risk"}}
	for key, v := range want {
		if !reflect.DeepEqual(a.Values[key], v) {
			t.Errorf("%s = %v, want %v", key, a.Values[key], v)
		}
	}
	if limit := a.Objects("limits")[0]; limit["amount"] != 20 {
		t.Errorf("limit %v, want the city's 20", limit)
	}
	if !spoke(a.Overruled, "cn.follow_up.general") || spoke(a.Reasons, "cn.follow_up.general") {
		t.Error("the general gap is covered and belongs to the overruled")
	}
	if item, _ := s.Item("outcomes", "reject"); item.Text.EN != "Refuse" || slices.ContainsFunc(s.List("outcomes"), func(i Item) bool { return i.Code == "change_and_rereview" }) {
		t.Errorf("outcomes %v", s.List("outcomes"))
	}
	if item, _ := b.On("2026-11-20", "310104").Item("outcomes", "reject"); item.Text.EN != "Reject" {
		t.Error("the city's word reached another city")
	}
}

func spoke(reasons []Reason, rule string) bool {
	for _, r := range reasons {
		if r.Rule == rule {
			return true
		}
	}
	return false
}

func TestARuleThatErrorsVoidsTheAnswer(t *testing.T) {
	b := load(t, `params:
  - {name: bygone, value: 1, source: X-OLD, article: "1", confidence: V, title: {zh: 旧, en: old}}
rules:
`+ruleText("divide", `when: 1 / activity.unit.hospital_grade > 0
sets: {obligations: animal_3r}`)+
		ruleText("gone", `sets: {follow_up_months: {param: bygone}}`))
	a := b.On("2026-11-20", "440305").Evaluate("assessment", activity(nil))
	if len(a.Errors) != 2 || a.Err() == nil {
		t.Fatalf("errors %v, want those of both rules", a.Errors)
	}
	m := Answer{Values: map[string]any{"passes": true}, Errors: a.Errors}
	if m.Bool("passes") {
		t.Error("an answer with errors said yes")
	}
}

func TestADearRuleFailsInsteadOfRunning(t *testing.T) {
	b := load(t, "rules:\n"+ruleText("dear", `when: activity.partners.all(a, activity.partners.all(b, activity.partners.all(c, a.name + b.name + c.name != "x")))
sets: {obligations: animal_3r}`))
	partners := make([]any, 200)
	for i := range partners {
		partners[i] = map[string]any{"name": strings.Repeat("名", 50), "country": "US"}
	}
	a := b.On("2026-11-20", "440305").Evaluate("assessment", activity(map[string]any{"partners": partners}))
	if a.Err() == nil || !strings.Contains(a.Err().Error(), "cost limit") {
		t.Errorf("got %v, want the cost limit", a.Err())
	}
}

func TestVariablesMustFit(t *testing.T) {
	s := national(t).On("2026-11-20", "")
	a := s.Evaluate("majority", map[string]any{"votes": map[string]any{"for": "five", "present": 5, "hands": 1}})
	if len(a.Errors) != 2 || a.Bool("passes") {
		t.Errorf("errors %v", a.Errors)
	}
	if a := s.Evaluate("nowhere", nil); a.Err() == nil {
		t.Error("an unknown point answered")
	}
}

func TestWhatIsNotInForceSaysNothing(t *testing.T) {
	a := national(t).On("1999-01-01", "").Evaluate("majority", map[string]any{"votes": map[string]any{"for": 5, "present": 5}})
	if a.Err() != nil || a.Bool("passes") || len(a.Reasons) != 0 {
		t.Errorf("before the law: %v %v", a.Values, a.Err())
	}
}

func TestShownAsksOnlyWhatMatters(t *testing.T) {
	s := load(t, `lists:
  - name: questions
    point: assessment
    items:
      - {code: always, text: {zh: 甲, en: A}, source: X-LAW}
      - {code: people, text: {zh: 乙, en: B}, source: X-LAW, attrs: {show_when: 'activity.humans.participants != "none"'}}
      - {code: listed, text: {zh: 丙, en: C}, source: X-LAW, attrs: {show_when: 'activity.listed.exists(i, i in codes.listed)'}}
`).On("2026-11-20", "440305")
	asked := func(vars map[string]any) string {
		items, err := s.Shown("questions", "assessment", vars)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, i := range items {
			out = append(out, i.Code)
		}
		return strings.Join(out, " ")
	}
	if got := asked(nil); got != "always" {
		t.Errorf("at first: %s", got)
	}
	half := map[string]any{"activity": map[string]any{"humans": map[string]any{"participants": "survey"}, "listed": []any{"invasive_bci_clinical"}, "unit": 7}}
	if got := asked(half); got != "always people listed" {
		t.Errorf("with answers, one of them wrong: %s", got)
	}
}

// TestEveryCodeHasWords holds the vocabulary and the lists together: a page can
// name every code that a profile or an answer may hold.
func TestEveryCodeHasWords(t *testing.T) {
	b := national(t)
	p, _ := b.Point("assessment")
	named := func(list, code string) bool {
		return slices.ContainsFunc([]string{"440305", "110101", "210102"}, func(region string) bool {
			_, ok := b.On("2026-11-20", region).Item(list, code)
			return ok
		})
	}
	for _, item := range b.On("2026-11-20", "").List("assessment_questions") {
		list := item.Str("options")
		if list == "" || list == "source" {
			continue
		}
		for _, code := range p.Enum(strings.Split(item.Str("key"), ".")...) {
			if code != "" && !named(list, code) {
				t.Errorf("list %s has no words for %s", list, code)
			}
		}
	}
	for _, id := range []string{"composition", "quorum"} {
		if _, ok := b.Point(id); !ok {
			t.Errorf("no point %s", id)
		}
	}
}

func TestCheckFSPrintsPlaces(t *testing.T) {
	var out strings.Builder
	if CheckFS(files("x/pack.yaml", head+"rules:\n"+ruleText("a", "sets: {nonsense: 1}")), &out, lang.ZH) {
		t.Error("passed")
	}
	if !strings.Contains(out.String(), "x/pack.yaml:15:12: rules[0].sets.nonsense: 没有输出 nonsense") {
		t.Error(out.String())
	}
	out.Reset()
	if !CheckFS(files("x/pack.yaml", head), &out, lang.EN) {
		t.Error(out.String())
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(head))
	f.Add([]byte(head + "rules:\n" + ruleText("a", "when: activity.emergency\nsets: {review: {cel: activity.title}, limits: {what: a, amount: 1, unit: days}}")))
	f.Add([]byte(head + "lists:\n  - {name: l, point: assessment, items: [{code: a, text: {zh: a, en: b}, attrs: {show_when: activity.emergency}}]}"))
	f.Add([]byte("id: cn\nversion: \"1\"\nrules: [{sets: 3}, {sets: {scope: {cel: 1}}}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := newLoader()
		if err != nil {
			t.Fatal(err)
		}
		for _, fsys := range []fs.FS{files("x/pack.yaml", string(data))} {
			if err := l.readFS(fsys); err != nil {
				t.Fatal(err)
			}
		}
		if b, err := l.link(); err == nil {
			b.On("2026-11-20", "440305").Evaluate("assessment", activity(nil))
		}
	})
}
