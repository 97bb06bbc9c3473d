package activity_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/packs"
)

// every is a pack whose form has a field of each type.
const every = `
id: every
version: "1"
title: {zh: 试, en: Trial}
extends: [cn]
sources:
  - {id: TRIAL, title: {zh: 试, en: Trial}, in_force: 2020-01-01}
lists:
  - name: sizes
    items:
      - {code: s, text: {zh: 小, en: Small}}
      - {code: m, text: {zh: 中, en: Middle}}
      - {code: l, text: {zh: 大, en: Large}}
  - name: application_form
    source: TRIAL
    article: "1"
    items:
      - {code: size, text: {zh: 大小, en: Size}, attrs: {section: plan, type: choice, list: sizes, required: "no"}}
      - {code: sizes, text: {zh: 各种大小, en: Sizes}, attrs: {section: plan, type: choices, list: sizes, max: 2, required: "no"}}
      - {code: begin, text: {zh: 开始, en: Begin}, attrs: {section: plan, type: day, required: "no"}}
      - {code: people, text: {zh: 人数, en: People}, attrs: {section: plan, type: number, required: "no"}}
      - {code: blind, text: {zh: 盲法, en: Blinded}, attrs: {section: plan, type: bool, required: "no"}}
      - {code: nick, text: {zh: 简称, en: Nickname}, attrs: {section: plan, type: text, max: 3, required: "no"}}
`

func everyForm(t testing.TB) activity.Form {
	t.Helper()
	book, err := rules.Load(packs.FS(), fstest.MapFS{"every/pack.yaml": &fstest.MapFile{Data: []byte(every)}})
	if err != nil {
		t.Fatal(err)
	}
	form, err := activity.FormOf(book.On("2026-11-20", ""))
	if err != nil {
		t.Fatal(err)
	}
	return form
}

// What comes from a page and what comes as JSON end as the same value, in the
// one form in which it is kept; what does not fit is told at its field.
func TestFit(t *testing.T) {
	form := everyForm(t)
	for _, c := range []struct{ field, json, want, shown, key string }{
		{"size", `"m"`, `"m"`, "中", ""},
		{"size", `["m"]`, `"m"`, "中", ""},
		{"size", `["m","s"]`, ``, "", "activity.field.many"},
		{"size", `"xl"`, ``, "", "activity.field.choice"},
		{"sizes", `"l"`, `["l"]`, "大", ""},
		{"sizes", `["l","","s","l"]`, `["s","l"]`, "小\n大", ""},
		{"sizes", `["l","s","m"]`, ``, "", "activity.field.many"},
		{"sizes", `[""]`, `null`, "", ""},
		{"begin", `"2026-02-28"`, `"2026-02-28"`, "2026-02-28", ""},
		{"begin", `"2026-02-30"`, ``, "", "activity.field.day"},
		{"people", `"0012.50"`, `12.5`, "12.5", ""},
		{"people", `-3`, `-3`, "-3", ""},
		{"people", `"-0.0"`, `0`, "0", ""},
		{"people", `"12人"`, ``, "", "activity.field.number"},
		{"people", `1234567890123456`, ``, "", "json"},
		{"people", `1e3`, ``, "", "json"},
		{"people", `true`, ``, "", "activity.field.number"},
		{"blind", `"on"`, `true`, "是", ""},
		{"blind", `false`, `false`, "否", ""},
		{"blind", `"perhaps"`, ``, "", "activity.field.bool"},
		{"nick", `"一"`, `"一"`, "一", ""},
		{"nick", `"一二三四"`, ``, "", "activity.field.long"},
		{"nick", `"a\r\nb"`, ``, "", "activity.field.line"},
		{"nick", `" \t"`, `null`, "", ""},
		{"nick", `null`, `null`, "", ""},
		{"nick", `{}`, ``, "", "json"},
		{"purpose", `"a\r\n<b>"`, `"a\n<b>"`, "a\n<b>", ""},
	} {
		var v activity.Value
		err := json.Unmarshal([]byte(c.json), &v)
		if c.key == "json" {
			if err == nil {
				t.Errorf("%s %s: read", c.field, c.json)
			}
			continue
		}
		got, err := form.Fit(activity.Values{c.field: v})
		if c.key != "" {
			if !errs.Has(err, c.key) {
				t.Errorf("%s %s: %v; want %s", c.field, c.json, err, c.key)
			}
			continue
		}
		raw, jsonErr := got[c.field].MarshalJSON()
		field, _ := form.Field(c.field)
		if err != nil || jsonErr != nil || string(raw) != c.want || field.Show(got[c.field], lang.ZH) != c.shown {
			t.Errorf("%s %s: %s, %v; want %s, shown %q", c.field, c.json, raw, err, c.want, c.shown)
		}
	}
	typed := activity.Typed(map[string][]string{"sizes": {"l", "s"}, "nick": {"一"}})
	if got, err := form.Fit(typed); err != nil || !slices.Equal(got["sizes"].Codes(), []string{"s", "l"}) {
		t.Errorf("from a page: %v, %v", got, err)
	}
}

// The form of the national pack is whole: each field in a section, each section
// in its order.
func TestNationalForm(t *testing.T) {
	form := everyForm(t)
	n := 0
	for _, s := range form.Sections() {
		n += len(s.Fields)
	}
	if n != len(form.Fields()) || n < 20 {
		t.Errorf("%d of %d fields stand in a section", n, len(form.Fields()))
	}
	if s := form.Sections(); s[0].Item.Code != "overview" || s[0].Fields[0].Code != activity.TitleField {
		t.Errorf("the form begins with %s, %s", s[0].Item.Code, s[0].Fields[0].Code)
	}
}

// Whatever comes in: reading never fails but with an error, what is kept is
// text in one form, and reading and fitting it again changes nothing.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{`{"purpose":"x"}`, `{"sizes":["s"]}`, `{"people":12.50}`, `{"blind":true,"nick":null}`, `[1]`, `{"begin":"2026-01-01"}`} {
		f.Add([]byte(seed))
	}
	form := everyForm(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		var in activity.Values
		if json.Unmarshal(raw, &in) != nil {
			return
		}
		kept, err := form.Fit(in)
		if err != nil {
			if len(errs.All(err)) == 0 {
				t.Fatalf("refused without words: %v", err)
			}
			return
		}
		first, err := json.Marshal(kept)
		if err != nil || !utf8.Valid(first) {
			t.Fatalf("write %v: %v", kept, err)
		}
		var back activity.Values
		if err := json.Unmarshal(first, &back); err != nil {
			t.Fatalf("read back %s: %v", first, err)
		}
		again, err := form.Fit(back)
		if err != nil {
			t.Fatalf("fit %s again: %v", first, err)
		}
		if second, err := json.Marshal(again); err != nil || !bytes.Equal(first, second) {
			t.Fatalf("%s became %s, %v", first, second, err)
		}
		for code, v := range kept {
			if !v.Equal(again[code]) {
				t.Fatalf("%s: %v is not %v", code, v, again[code])
			}
		}
	})
}
