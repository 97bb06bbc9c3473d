package assess

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/testdata"
	"lunheng/packs"
)

func book(t testing.TB) *rules.Book {
	t.Helper()
	b, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// example is one line of the collection of worked examples.
type example struct {
	Why     string
	Profile json.RawMessage
	Expect  map[string]any
}

// TestWorkedExamples compares with assessments made by hand from the documents.
func TestWorkedExamples(t *testing.T) {
	f, err := os.Open(testdata.Shared(t, "../cases/assess.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := book(t)
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	n := 0
	for in.Scan() {
		var e example
		if err := json.Unmarshal(in.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		n++
		t.Run(e.Why, func(t *testing.T) { checkExample(t, b, e) })
	}
	if n == 0 {
		t.Fatal("no examples")
	}
}

func checkExample(t *testing.T, b *rules.Book, e example) {
	profiles, err := Read(b, "example", bytes.NewReader(e.Profile))
	if err != nil {
		t.Fatal(err)
	}
	a, err := Judge(b, profiles[0], profiles[0].On)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := a.JSON(lang.EN)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range e.Expect {
		if !reflect.DeepEqual(got[key], want) {
			t.Errorf("%s = %v, want %v", key, got[key], want)
		}
	}
}

func TestReadTellsEveryMistakeWithItsLine(t *testing.T) {
	_, err := Read(book(t), "p.yaml", strings.NewReader(`on: 2026-13-01
activity:
  title: t
  colour: red
  unit:
    kind: zoo
    region: 440305
  partners:
    - name: x
    - country: XX
`))
	if err == nil {
		t.Fatal("read")
	}
	for _, want := range []string{
		`p.yaml:1:5: on: "2026-13-01" is not a day`,
		`p.yaml:4:3: activity.colour: unknown key "colour"`,
		`p.yaml:6:11: activity.unit.kind: unknown code "zoo"`,
		`p.yaml:7:13: activity.unit.region: want a text`,
		`p.yaml:9:7: activity.partners[0].country: this is required`,
		`p.yaml:10:16: activity.partners[1].country: unknown code "XX"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in:\n%v", want, err)
		}
	}
	if n := strings.Count(err.Error(), "\n") + 1; n != 6 {
		t.Errorf("%d mistakes, want 6:\n%v", n, err)
	}
}

func TestEveryValueHasAReason(t *testing.T) {
	f, err := os.Open(testdata.Shared(t, "../cases/assess.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := book(t)
	in := bufio.NewScanner(f)
	for in.Scan() {
		var e example
		if err := json.Unmarshal(in.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		p, err := Read(b, "example", bytes.NewReader(e.Profile))
		if err != nil {
			t.Fatal(err)
		}
		a, err := Judge(b, p[0], p[0].On)
		if err != nil {
			t.Fatal(err)
		}
		for output, differs := range map[string]bool{
			"scope": len(a.Scope) > 0, "review": a.Review != "not_required", "procedure": a.Procedure != "", "reviewer": a.Reviewer != "",
			"expert_recheck": a.ExpertRecheck.Required || a.ExpertRecheck.WaivedBy != "", "supervisors": len(a.Supervisors) > 0,
			"investigator": a.Investigator != "", "limits": len(a.Limits) > 0, "follow_up_months": a.FollowUpMonths > 0,
			"obligations": len(a.Obligations) > 0, "blocked_by": len(a.BlockedBy) > 0,
		} {
			if differs && len(a.ReasonsFor(output)) == 0 {
				t.Errorf("%s: no reason names %s", e.Why, output)
			}
		}
	}
}

func TestRunTellsMistakesAndNothingElse(t *testing.T) {
	b := book(t)
	var out, errs strings.Builder
	good := "activity: {title: 甲, unit: {region: \"310104\"}, humans: {participants: survey}}\n---\non: 2023-11-30\nactivity: {title: 乙, unit: {region: \"310104\"}}\n"
	if code := Run(b, Options{Name: "-", In: strings.NewReader(good), Today: "2026-11-20", JSON: true, Lang: lang.EN}, &out, &errs); code != 0 || errs.Len() > 0 {
		t.Fatalf("status %d, %s", code, errs.String())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], `{"on":"2026-11-20","packs":["cn","cn-ai","cn-med"]`) || !strings.HasPrefix(lines[1], `{"on":"2023-11-30"`) {
		t.Errorf("got %s", out.String())
	}
	out.Reset()
	bad := good + "---\nactivity: {title: 丙, unit: {region: \"310104\", hospital_grade: 3, kind: university}}\n"
	if code := Run(b, Options{Name: "p.yaml", In: strings.NewReader(bad), Today: "2026-11-20", Lang: lang.ZH}, &out, &errs); code != 2 || out.Len() > 0 {
		t.Errorf("status %d, stdout %q", code, out.String())
	}
	if want := "p.yaml:6:63: activity.unit.hospital_grade: 只有医疗机构才有医院等级"; !strings.Contains(errs.String(), want) {
		t.Errorf("stderr %q, want %q", errs.String(), want)
	}
}

func TestTextNamesTheAnswersAndTheirSources(t *testing.T) {
	b := book(t)
	var out, errs strings.Builder
	in := "activity: {title: 甲, unit: {region: \"310104\"}, humans: {participants: survey}, partners: [{country: US}]}\n"
	if code := Run(b, Options{In: strings.NewReader(in), Today: "2026-11-20", Lang: lang.EN}, &out, &errs); code != 0 {
		t.Fatal(errs.String())
	}
	for _, want := range []string{"Review: Review required", "Procedure: Meeting", "Limit: Decision: 30 days", "(trial), Art. 17)", "The review at a partner's (US)", "at least every 12 months"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, out.String())
		}
	}
}

// TestARuleThatFailsIsNoAnswer holds that a rule which fails, or costs too much,
// voids the assessment and is named; it never counts as "no".
func TestARuleThatFailsIsNoAnswer(t *testing.T) {
	for name, tc := range map[string]struct{ when, want string }{
		"fails": {"1 / activity.unit.hospital_grade > 0", "division by zero"},
		"dear":  {`activity.partners.all(a, activity.partners.all(b, activity.partners.all(c, a.name + b.name + c.name != "x")))`, "cost limit"},
	} {
		b, err := rules.Load(packs.FS(), fstest.MapFS{"x/pack.yaml": {Data: []byte(`id: x
version: "1"
title: {zh: 试, en: trial}
extends: [cn]
sources: [{id: X-LAW, title: {zh: 试, en: trial}, in_force: 2024-01-01}]
rules:
  - id: x.a
    point: assessment
    when: '` + tc.when + `'
    sets: {review: not_required}
    source: X-LAW
    article: "7"
    because: {zh: 因, en: why}
`)}})
		if err != nil {
			t.Fatal(err)
		}
		partners := make([]Partner, 150)
		for i := range partners {
			partners[i] = Partner{Name: strings.Repeat("名", 50), Country: "CN"}
		}
		p, err := New(b, "2026-11-20", Activity{Title: "t", Unit: Unit{Region: "310104"}, Partners: partners})
		if err != nil {
			t.Fatal(err)
		}
		a, err := Judge(b, p, "2026-11-20")
		if errs.CodeOf(err) != errs.Refused || a.Review != "" {
			t.Fatalf("%s: %v, review %q", name, err, a.Review)
		}
		for _, want := range []string{tc.want, "规则 x.a（试 第 7 条）", "不等于“不需要审查”"} {
			if said := errs.All(err)[0].In(lang.ZH); !strings.Contains(said, want) {
				t.Errorf("%s: %q lacks %q", name, said, want)
			}
		}
	}
}

func TestNewTakesDefaults(t *testing.T) {
	b := book(t)
	p, err := New(b, "2026-11-20", Activity{Title: "t", Unit: Unit{Region: "310104"}, Humans: Humans{Data: "identifiable"}})
	if err != nil {
		t.Fatal(err)
	}
	if p.Activity.Humans.Participants != "none" || p.Activity.Unit.Committee != "own" {
		t.Errorf("defaults: %+v", p.Activity)
	}
	if a, err := Judge(b, p, "2026-11-20"); err != nil || !a.ReviewRequired() {
		t.Errorf("%+v %v", a, err)
	}
	if _, err := New(b, "", Activity{}); err == nil {
		t.Error("an empty activity was taken")
	}
	if _, err := Judge(b, Profile{}, "2026-11-20"); err == nil {
		t.Error("an unchecked profile was judged")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("on: 2026-11-20\nactivity: {title: t, unit: {region: \"440305\"}}"))
	f.Add([]byte(`{"activity":{"title":"t","unit":{"region":"440305"},"partners":[{"country":"US"}],"fields":["medicine"]}}`))
	f.Add([]byte("activity:\n  - a\n---\nx: y"))
	b, err := rules.Load(packs.FS())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		profiles, err := Read(b, "p", bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, p := range profiles {
			if _, err := Judge(b, p, "2026-11-20"); err != nil {
				t.Errorf("a profile that was read could not be judged: %v", err)
			}
		}
	})
}
