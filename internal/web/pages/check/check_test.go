package check

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"lunheng/internal/assess"
	"lunheng/internal/assess/assesstest"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/rules"
	"lunheng/packs"
)

const today = calendar.Day("2026-11-20")

func book(t testing.TB) *rules.Book {
	t.Helper()
	b, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// talked answers the questions that are asked, as somebody would whose answers
// to all questions are known, and returns the last page.
func talked(t testing.TB, b *rules.Book, day calendar.Day, all url.Values) (View, []string) {
	t.Helper()
	v := View{Answers: url.Values{}, Base: "/check"}
	var asked []string
	for range 60 {
		v = TalkAt(View{Answers: v.Answers, Order: asked, Base: "/check"}, b, day)
		if v.Form.Err != nil || len(v.Trouble) > 0 {
			t.Fatalf("after %v: %v %v", asked, v.Form.Err, v.Trouble)
		}
		if v.Question == nil {
			return v, asked
		}
		code := v.Question.Code
		if slices.Contains(asked, code) {
			t.Fatalf("%s is asked twice: %v", code, asked)
		}
		given, ok := all[code]
		if !ok {
			given = []string{none}
		}
		asked, v.Answers[code] = append(asked, code), given
	}
	t.Fatalf("the conversation does not end: %v", asked)
	return v, nil
}

// Whoever answers only what is asked learns the same as whoever answers
// everything, for any activity.
func TestWhatIsNotAskedDoesNotMatter(t *testing.T) {
	b := book(t)
	talks, count, most := 0, 0, 0
	for i := range 60 {
		c := assesstest.Source(11, i)
		made, day := assesstest.Profile(c), assesstest.Day(c)
		raw, err := json.Marshal(made)
		if err != nil {
			t.Fatal(err)
		}
		read, err := assess.Read(b, "profile", bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		day = max(day, "2023-12-01") // the conversation is about the rules of today
		set := b.On(day, read[0].Activity.Unit.Region)
		if _, ok := regions.Lookup(read[0].Activity.Unit.Region); !ok {
			continue // no place that anybody could name
		}
		all, err := Answers(set, read[0].Activity)
		if err != nil {
			t.Fatal(err)
		}
		v, asked := talked(t, b, day, all)
		talks, count, most = talks+1, count+len(asked), max(most, len(asked))
		if got, want := values(t, b, day, v.Answers), values(t, b, day, all); !reflect.DeepEqual(got, want) {
			t.Errorf("%s on %s, asked %v:\ngot  %v\nwant %v", raw, day, asked, got, want)
		}
		if len(asked) >= len(set.List(list))-1 {
			t.Errorf("everything was asked: %v", asked)
		}
	}
	t.Logf("%.1f questions on average, at most %d", float64(count)/float64(max(talks, 1)), most)
}

// values are what the rules say about answers.
func values(t *testing.T, b *rules.Book, day calendar.Day, answers url.Values) map[string]any {
	t.Helper()
	set := b.On(day, answers.Get("region"))
	vars, err := Vars(set, answers)
	if err != nil {
		t.Fatal(err)
	}
	a := set.Evaluate(point, titled(vars))
	if a.Err() != nil {
		t.Fatal(a.Err())
	}
	return a.Values
}

func answers(pairs ...string) url.Values {
	out := url.Values{}
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		out.Add(name, value)
	}
	return out
}

// Each answer shows what it changed; changing one shows what it was before, and
// loses no other.
func TestAnswersShowWhatTheyChange(t *testing.T) {
	b := book(t)
	order := []string{"region", "fields", "participants"}
	v := TalkAt(View{Answers: answers("region=310104", "fields=medicine", "participants=survey"), Order: order, Base: "/check"}, b, today)
	at := slices.IndexFunc(v.Changes, func(c Change) bool { return c.Label.EN == "What is asked" })
	if at < 0 || len(v.Changes[at].Added) == 0 || len(v.Changes[at].Reasons) == 0 {
		t.Fatalf("changes: %+v", v.Changes)
	}
	if got := v.Address(); got != "/check?region=310104&fields=medicine&participants=survey" {
		t.Errorf("address %s", got)
	}
	again := v.Given[1].Edit
	u, err := url.Parse(again)
	if err != nil {
		t.Fatal(err)
	}
	v = TalkAt(View{Answers: u.Query(), Order: Order(u.RawQuery), Base: "/check"}, b, today)
	if v.Question == nil || v.Question.Code != "fields" || !slices.Equal(v.Question.Was, []string{"medicine"}) || v.Question.Back != "/check?region=310104&fields=medicine&participants=survey&edit=region" {
		t.Fatalf("question %+v", v.Question)
	}
	if got := v.others(); !slices.Equal(got, [][2]string{{"region", "310104"}, {"participants", "survey"}}) {
		t.Errorf("travelling along: %v", got)
	}
	v = TalkAt(View{Answers: answers("region=310104", "participants=none", "was=survey"), Order: []string{"region", "participants"}, Base: "/check"}, b, today)
	removed := 0
	for _, c := range v.Changes {
		removed += len(c.Removed)
	}
	if removed < 3 || v.Address() != "/check?region=310104&participants=none" {
		t.Errorf("removed %d, address %s", removed, v.Address())
	}
}

// A rule that cannot be evaluated never means that nothing is asked.
func TestARuleThatErrsGivesNoAssessment(t *testing.T) {
	broken := fstest.MapFS{"odd/pack.yaml": {Data: []byte(`id: odd
version: "1"
title: {zh: 甲, en: Odd}
extends: [cn]
sources: [{id: ODD, title: {zh: 甲, en: Odd}, in_force: 2026-01-01}]
rules:
  - id: odd.rule
    point: assessment
    when: 'activity.fields[3] == "medicine"'
    sets: {obligations: risk_assessment}
    source: ODD
    article: "1"
    because: {zh: 甲, en: odd}
`)}}
	b, err := rules.Load(packs.FS(), broken)
	if err != nil {
		t.Fatal(err)
	}
	v := TalkAt(View{Answers: answers("region=310104", "participants=survey"), Base: "/check"}, b, today)
	if v.Result != nil || v.Question != nil || len(v.Trouble) == 0 || !strings.Contains(v.Trouble[0], "odd.rule") {
		t.Errorf("%+v", v)
	}
}

// A place may be typed by name, partners by name or code; what cannot be read is
// asked again.
func TestWordsAreRead(t *testing.T) {
	b := book(t)
	v := TalkAt(View{Answers: answers("region=深圳", "participants=survey", "partners=-", "partners=CN", "partners=德国 us"), Base: "/check"}, b, today)
	if got := v.Address(); got != "/check?region=440300&participants=survey&partners=CN&partners=US" {
		t.Errorf("address %s", got)
	}
	for written, want := range map[string]string{"北京市海淀区": "110108", "深圳市南山区": "440305", "上海": "310000", "440300 广东省 深圳市": "440300"} {
		if got := regionIn(answers("region=" + written)); got != want {
			t.Errorf("%s is read as %s, want %s", written, got, want)
		}
	}
	v = TalkAt(View{Answers: answers("region=310104", "partners=Germany"), Base: "/check"}, b, today)
	if got := v.Answers["partners"]; !slices.Equal(got, []string{"DE"}) {
		t.Errorf("partners %v", got)
	}
	for _, wrong := range []url.Values{answers("region=Atlantis"), answers("region=310104", "partners=Atlantis")} {
		v := TalkAt(View{Answers: wrong, Base: "/check"}, b, today)
		if v.Form.Err == nil || v.Question == nil {
			t.Errorf("%v was read: %+v", wrong, v)
		}
	}
}

// What no form sends is left away, so that the open page stays cheap.
func TestTheOpenPageIsBounded(t *testing.T) {
	b := book(t)
	many := answers("region=310104")
	for range 20000 {
		many["partners"] = append(many["partners"], "Atlantis")
	}
	many["fields"] = []string{strings.Repeat("x", 100000), "medicine"}
	v := TalkAt(View{Answers: many, Base: "/check"}, b, today)
	if n := len(v.Answers["partners"]); n > maxGiven {
		t.Errorf("%d partners were read", n)
	}
	if len(v.Address()) > 4096 {
		t.Errorf("the address has %d characters", len(v.Address()))
	}
}

// Every variable of the profile has its question, but those that no rule reads
// and those that the unit or the application knows itself.
func TestEveryVariableHasItsQuestion(t *testing.T) {
	b := book(t)
	asked := map[string]bool{}
	for _, item := range b.On(today, "440300").List(list) {
		asked[item.Str("key")] = true
	}
	raw, err := json.Marshal(assess.Activity{})
	if err != nil {
		t.Fatal(err)
	}
	var activity map[string]any
	if err := json.Unmarshal(raw, &activity); err != nil {
		t.Fatal(err)
	}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		if m, ok := v.(map[string]any); ok {
			for _, key := range slices.Sorted(maps.Keys(m)) {
				walk(path+"."+key, m[key])
			}
			return
		}
		if !asked[path] && path != "activity.summary" && path != "activity.unit.name" {
			t.Errorf("no question asks for %s", path)
		}
	}
	walk("activity", activity)
}

// Every one of the seven is explained with examples, in both languages.
func TestTheSevenAreExplained(t *testing.T) {
	set := book(t).On(today, "440300")
	item, _ := set.Item(list, "listed")
	options := offered(set, item)
	if len(options) != 7 {
		t.Fatalf("%d options", len(options))
	}
	for _, o := range options {
		if o.Help.ZH == "" || o.Help.EN == "" {
			t.Errorf("%s is not explained", o.Value)
		}
	}
	for _, q := range set.List(list) {
		explained := set.List(q.Str("explain"))
		if q.Str("explain") != "" && len(explained) == 0 {
			t.Errorf("%s: there is no list %s", q.Code, q.Str("explain"))
		}
		for _, e := range explained {
			if _, ok := set.Item(q.Str("options"), e.Code); !ok {
				t.Errorf("%s explains %s, which %s lacks", q.Str("explain"), e.Code, q.Str("options"))
			}
		}
	}
}

// An exemption says that consent is still owed.
func TestAnExemptionKeepsConsent(t *testing.T) {
	set := book(t).On(today, "440300")
	got := lines(set, assess.Assessment{Review: "exempt"})
	if len(got[0].Notes) == 0 || !strings.Contains(got[0].Notes[0].In(lang.EN), "consent") {
		t.Errorf("%+v", got[0])
	}
}

// BenchmarkTalk is one page in the middle of a conversation, BenchmarkLastPage
// the one on which everything that is left is tried in pairs.
func BenchmarkTalk(b *testing.B) {
	benchmark(b, answers("region=440305", "kind=university", "fields=medicine", "participants=survey"))
}

func BenchmarkLastPage(b *testing.B) {
	bk := book(b)
	v, _ := talked(b, bk, today, answers("region=440305", "kind=university", "fields=medicine", "participants=survey"))
	benchmark(b, v.Answers)
}

func benchmark(b *testing.B, given url.Values) {
	bk := book(b)
	for b.Loop() {
		if v := TalkAt(View{Answers: given, Base: "/check"}, bk, today); v.Form.Err != nil {
			b.Fatal(v.Form.Err)
		}
	}
}
