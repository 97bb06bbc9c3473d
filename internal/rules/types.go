package rules

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
)

// Type is the shape of a variable or output, as points.yaml declares it.
type Type struct {
	Type     string           `json:"type"` // string, int, bool, day, text; empty for the forms below
	Enum     []any            `json:"enum"` // codes (texts or whole numbers), the default first
	List     *Type            `json:"list"`
	Object   map[string]*Type `json:"object"`
	Required bool             `json:"required"`
	Pattern  string           `json:"pattern"`
	Max      int              `json:"max"` // longest list, or most characters of a text

	name    string // of an object type, for CEL
	pattern *regexp.Regexp
	keys    []string // of Object, sorted
}

// Bounds for declarations that name none: rules must have a bounded cost.
const (
	defaultMaxText = 2000
	defaultMaxList = 100
)

// prepare checks a declaration and names its object types after their path.
func (t *Type) prepare(path string) error {
	forms := 0
	for _, has := range []bool{t.Type != "", len(t.Enum) > 0, t.List != nil, t.Object != nil} {
		if has {
			forms++
		}
	}
	if forms != 1 {
		return fmt.Errorf("declare %s: want exactly one of type, enum, list, object", path)
	}
	for i, code := range t.Enum {
		if f, ok := code.(float64); ok {
			t.Enum[i] = int64(f)
		}
		if fmt.Sprintf("%T", t.Enum[i]) != fmt.Sprintf("%T", t.Enum[0]) {
			return fmt.Errorf("declare %s: codes of different types", path)
		}
	}
	if t.Pattern != "" {
		re, err := regexp.Compile(t.Pattern)
		if err != nil {
			return fmt.Errorf("declare %s: %w", path, err)
		}
		t.pattern = re
	}
	if t.List != nil {
		return t.List.prepare(path + ".item")
	}
	t.name = path
	t.keys = slices.Sorted(maps.Keys(t.Object))
	for _, key := range t.keys {
		if err := t.Object[key].prepare(path + "." + key); err != nil {
			return err
		}
	}
	return nil
}

// limit is the longest list or text that the type allows.
func (t *Type) limit() int {
	switch {
	case t.Max > 0:
		return t.Max
	case t.List != nil:
		return defaultMaxList
	case len(t.Enum) > 0:
		return 64
	case t.Type == "day":
		return 10
	}
	return defaultMaxText
}

// zero is what a missing value means: the first code, false, 0, nothing.
func (t *Type) zero() any {
	switch {
	case len(t.Enum) > 0:
		return t.Enum[0]
	case t.List != nil:
		return []any{}
	case t.Object != nil:
		out := make(map[string]any, len(t.keys))
		for _, key := range t.keys {
			out[key] = t.Object[key].zero()
		}
		return out
	}
	switch t.Type {
	case "int":
		return int64(0)
	case "bool":
		return false
	}
	return ""
}

// Mistake is a value that does not fit its declaration.
type Mistake struct {
	Path []string // keys and list indices
	Key  bool     // the key itself is wrong, not its value
	Text lang.Text
}

// fitter checks values against types and fills defaults, collecting all mistakes.
type fitter struct{ mistakes []Mistake }

func (f *fitter) wrong(path []string, text lang.Text, args ...any) any {
	f.mistakes = append(f.mistakes, Mistake{Path: slices.Clone(path), Text: text.With(args...)})
	return nil
}

// fit returns v in the form that rules are evaluated on: int64, string, bool,
// []any and complete map[string]any.
func (f *fitter) fit(t *Type, v any, path []string) any {
	switch {
	case t.Object != nil:
		return f.fitObject(t, v, path)
	case t.List != nil:
		return f.fitList(t, v, path)
	case len(t.Enum) > 0:
		v = plain(v)
		if !slices.Contains(t.Enum, v) {
			return f.wrong(path, lang.T("没有代码“%v”，可用的是：%s", "unknown code %q; known are: %s"), fmt.Sprint(v), codes(t.Enum))
		}
		return v
	}
	return f.fitScalar(t, plain(v), path)
}

func (f *fitter) fitObject(t *Type, v any, path []string) any {
	in, ok := v.(map[string]any)
	if !ok {
		return f.wrong(path, lang.T("应为带有这些键的对象：%s", "want a mapping with the keys: %s"), codes(t.keys))
	}
	out := make(map[string]any, len(t.keys))
	for _, key := range t.keys {
		field := t.Object[key]
		value, given := in[key]
		switch {
		case given:
			out[key] = f.fit(field, value, append(path, key))
		case field.Required:
			f.wrong(append(path, key), lang.T("此项必填", "this is required"))
		default:
			out[key] = f.missing(field, append(path, key))
		}
	}
	if len(in) > 0 && len(out) < len(in)+len(t.keys) {
		f.unknownKeys(t, in, path)
	}
	return out
}

// missing is the default of a field; an object's own required fields stay required.
func (f *fitter) missing(t *Type, path []string) any {
	if t.Object != nil {
		return f.fitObject(t, map[string]any{}, path)
	}
	return t.zero()
}

func (f *fitter) unknownKeys(t *Type, in map[string]any, path []string) {
	known := 0
	for _, key := range t.keys {
		if _, ok := in[key]; ok {
			known++
		}
	}
	if known == len(in) {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(in)) {
		if _, ok := t.Object[key]; !ok {
			f.wrong(append(path, key), lang.T("没有键“%s”，可用的是：%s", "unknown key %q; known are: %s"), key, codes(t.keys))
			f.mistakes[len(f.mistakes)-1].Key = true
		}
	}
}

func (f *fitter) fitList(t *Type, v any, path []string) any {
	in, ok := v.([]any)
	if !ok {
		if in, ok = toList(v); !ok {
			return f.wrong(path, lang.T("应为列表", "want a list"))
		}
	}
	if len(in) > t.limit() {
		return f.wrong(path, lang.T("最多 %d 项", "at most %d items"), t.limit())
	}
	out := make([]any, len(in))
	for i, item := range in {
		out[i] = f.fit(t.List, item, append(path, strconv.Itoa(i)))
	}
	return out
}

func (f *fitter) fitScalar(t *Type, v any, path []string) any {
	switch t.Type {
	case "int":
		if _, ok := v.(int64); !ok {
			return f.wrong(path, lang.T("应为整数", "want a whole number"))
		}
		return v
	case "bool":
		if _, ok := v.(bool); !ok {
			return f.wrong(path, lang.T("应为 true 或 false", "want true or false"))
		}
		return v
	}
	s, ok := v.(string)
	switch {
	case !ok:
		return f.wrong(path, lang.T("应为文字；数字编码请加引号", "want a text; quote a code made of digits"))
	case t.Required && s == "":
		return f.wrong(path, lang.T("此项必填", "this is required"))
	case len(s) > t.limit() && utf8.RuneCountInString(s) > t.limit():
		return f.wrong(path, lang.T("最多 %d 个字", "at most %d characters"), t.limit())
	case t.pattern != nil && !t.pattern.MatchString(s):
		return f.wrong(path, lang.T("“%s”的格式不对", "%q is not of the right form"), s)
	case t.Type == "day" && s != "":
		if _, err := calendar.Parse(s); err != nil {
			return f.wrong(path, lang.T("“%s”不是 YYYY-MM-DD 形式的日期", "%q is not a day YYYY-MM-DD"), s)
		}
	}
	return s
}

// plain turns the kinds of whole numbers and named texts into int64 and string.
func plain(v any) any {
	switch v := v.(type) {
	case string, bool, int64, nil:
		return v
	case int:
		return int64(v)
	case int32:
		return int64(v)
	case json.Number:
		if i, err := v.Int64(); err == nil {
			return i
		}
	case float64:
		if v == float64(int64(v)) {
			return int64(v)
		}
	case calendar.Day:
		return string(v)
	}
	return v
}

func toList(v any) ([]any, bool) {
	switch v := v.(type) {
	case []string:
		return boxed(v), true
	case []map[string]any:
		return boxed(v), true
	case nil:
		return nil, false
	}
	return nil, false
}

func boxed[T any](in []T) []any {
	out := make([]any, len(in))
	for i := range in {
		out[i] = in[i]
	}
	return out
}

func codes[T any](in []T) string {
	s := ""
	for i, c := range in {
		if i == 12 && len(in) > 14 {
			return s + " …"
		}
		if i > 0 {
			s += ", "
		}
		if text := fmt.Sprint(c); text != "" {
			s += text
		} else {
			s += `""`
		}
	}
	return s
}

// lenient completes what there is of the variables, taking the default for
// everything that is missing or wrong.
func (p *Point) lenient(vars map[string]any) map[string]any {
	out, _ := p.vars.lenient(vars).(map[string]any)
	return out
}

func (t *Type) lenient(v any) any {
	if t.Object != nil {
		in, _ := v.(map[string]any)
		out := make(map[string]any, len(t.keys))
		for _, key := range t.keys {
			out[key] = t.Object[key].lenient(in[key])
		}
		return out
	}
	if t.List != nil && t.List.Object != nil {
		in, _ := v.([]any)
		out := make([]any, len(in))
		for i := range in {
			out[i] = t.List.lenient(in[i])
		}
		return out
	}
	f := fitter{}
	if fitted := f.fit(t, v, nil); len(f.mistakes) == 0 {
		return fitted
	}
	return t.zero()
}
