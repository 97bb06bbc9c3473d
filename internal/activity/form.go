package activity

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// FieldType is what a field of the form takes.
type FieldType string

// The types, as packs name them.
const (
	FieldText    FieldType = "text"    // one line
	FieldLong    FieldType = "long"    // paragraphs
	FieldDay     FieldType = "day"     // YYYY-MM-DD
	FieldNumber  FieldType = "number"  // decimal
	FieldBool    FieldType = "bool"    // yes or no
	FieldChoice  FieldType = "choice"  // one code of a list
	FieldChoices FieldType = "choices" // several codes
	FieldFile    FieldType = "file"    // one file
	FieldFiles   FieldType = "files"   // several
)

// Field is one question of the application form.
type Field struct {
	Code     string
	Text     lang.Text
	Help     lang.Text
	Section  string // material group
	Type     FieldType
	Required string       // yes, no, rule: what completeness says decides
	Max      int          // characters, or files; never 0
	Options  []rules.Item // of a choice
	Types    []string     // media types a file may have; none: what the house takes
	Item     rules.Item   // as the pack has it, with source and article
}

// IsFile reports whether the field takes files instead of a value.
func (f Field) IsFile() bool { return f.Type == FieldFile || f.Type == FieldFiles }

// Section is a material group with its fields.
type Section struct {
	Item   rules.Item
	Fields []Field
}

// Form is the application form in force.
type Form struct {
	fields []Field
	byCode map[string]int
	groups []rules.Item
}

// The bounds of fields for which the pack names none.
const (
	maxText    = 500
	maxLong    = 20000
	maxChoices = 64
	maxFiles   = 50
)

// FormOf reads the form from the packs in force: lists application_form and
// materials.
func FormOf(set *rules.Set) (Form, error) {
	f := Form{byCode: map[string]int{}, groups: set.List("materials")}
	for _, item := range set.List("application_form") {
		field := Field{
			Code: item.Code, Text: item.Text, Help: item.Help, Section: item.Str("section"), Type: FieldType(item.Str("type")),
			Required: item.Str("required"), Max: item.Int("max"), Types: item.Strs("types"), Item: item,
		}
		limit, ok := map[FieldType]int{FieldText: maxText, FieldLong: maxLong, FieldDay: 10, FieldNumber: maxDigits, FieldBool: 1,
			FieldChoice: 1, FieldChoices: maxChoices, FieldFile: 1, FieldFiles: maxFiles}[field.Type]
		if !ok {
			return Form{}, fmt.Errorf("read form: field %s has the unknown type %q", item.Code, field.Type)
		}
		if field.Max <= 0 {
			field.Max = limit
		}
		if field.Type == FieldChoice || field.Type == FieldChoices {
			field.Options = set.List(item.Str("list"))
		}
		f.byCode[field.Code] = len(f.fields)
		f.fields = append(f.fields, field)
	}
	return f, nil
}

// Field returns a field by its code.
func (f Form) Field(code string) (Field, bool) {
	i, ok := f.byCode[code]
	if !ok {
		return Field{}, false
	}
	return f.fields[i], true
}

// Fields returns all fields in the order of the packs.
func (f Form) Fields() []Field { return slices.Clone(f.fields) }

// Sections returns the fields by material group, in the order of the groups.
func (f Form) Sections() []Section {
	var out []Section
	for _, group := range f.groups {
		s := Section{Item: group}
		for _, field := range f.fields {
			if field.Section == group.Code {
				s.Fields = append(s.Fields, field)
			}
		}
		if len(s.Fields) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// Fit checks what was typed against the form and returns it as it is kept, or
// everything that is wrong with it, each at its field.
func (f Form) Fit(in Values) (Values, error) {
	out := make(Values, len(in))
	var wrong errs.List
	for _, code := range slices.Sorted(maps.Keys(in)) {
		field, ok := f.Field(code)
		if !ok || field.IsFile() {
			wrong.Add(errs.New(errs.Invalid, "activity.field.unknown", lang.T(
				"申请表里没有“%.40s”这一项。", "The form has no field %.40q."), code).At(code))
			continue
		}
		v, e := field.fit(in[code])
		wrong.Add(e)
		out[code] = v
	}
	return out, wrong.Err()
}

// fit brings a value into the form in which this field keeps it.
func (f Field) fit(v Value) (Value, *errs.Error) {
	if v.kind == kindText {
		v.text = strings.ReplaceAll(v.text, "\r\n", "\n")
		if !utf8.ValidString(v.text) || strings.ContainsRune(v.text, 0) {
			return Value{}, f.wrong("text", lang.T("“%s”里有无法保存的字符。", "%q holds characters that cannot be kept."), f.Text)
		}
	}
	if v.IsEmpty() {
		return Value{}, nil
	}
	switch f.Type {
	case FieldChoice, FieldChoices:
		return f.fitChoices(v)
	case FieldBool:
		return f.fitBool(v)
	case FieldNumber:
		if n, ok := number(v.text); ok && (v.kind == kindText || v.kind == kindNumber) {
			return Value{kind: kindNumber, text: n}, nil
		}
		return Value{}, f.wrong("number", lang.T("“%s”应为数字，最多 %d 位。", "%q takes a number of at most %d digits."), f.Text, maxDigits)
	}
	switch {
	case v.kind != kindText:
		return Value{}, f.wrong("kind", lang.T("“%s”应为文字。", "%q takes text."), f.Text)
	case utf8.RuneCountInString(v.text) > f.Max:
		return Value{}, f.wrong("long", lang.T("“%s”最多 %d 个字，现在有 %d 个。", "%q takes at most %d characters; there are %d."),
			f.Text, f.Max, utf8.RuneCountInString(v.text))
	case f.Type == FieldText && strings.ContainsRune(v.text, '\n'):
		return Value{}, f.wrong("line", lang.T("“%s”只能有一行。", "%q takes a single line."), f.Text)
	case f.Type == FieldDay:
		if _, err := calendar.Parse(v.text); err != nil {
			return Value{}, f.wrong("day", lang.T("“%s”应为 YYYY-MM-DD 形式的日期。", "%q takes a day YYYY-MM-DD."), f.Text)
		}
	}
	return v, nil
}

// fitChoices keeps known codes, each once, in the order of the list.
func (f Field) fitChoices(v Value) (Value, *errs.Error) {
	chosen := v.Codes()
	chosen = slices.DeleteFunc(chosen, func(c string) bool { return c == "" })
	var codes []string
	for _, option := range f.Options {
		if slices.Contains(chosen, option.Code) {
			codes = append(codes, option.Code)
		}
	}
	for _, c := range chosen {
		if !slices.Contains(codes, c) {
			return Value{}, f.wrong("choice", lang.T("“%s”没有“%.40s”这个选项。", "%q has no choice %.40q."), f.Text, c)
		}
	}
	if len(codes) > f.Max {
		return Value{}, f.wrong("many", lang.T("“%s”最多选 %d 项。", "%q takes at most %d choices."), f.Text, f.Max)
	}
	if f.Type == FieldChoice && len(codes) == 1 {
		return Text(codes[0]), nil
	}
	if len(codes) == 0 {
		return Value{}, nil
	}
	return Several(codes...), nil
}

func (f Field) fitBool(v Value) (Value, *errs.Error) {
	switch v.String() {
	case "true", "on", "yes", "1":
		return Bool(true), nil
	case "false", "no", "0":
		return Bool(false), nil
	}
	return Value{}, f.wrong("bool", lang.T("“%s”应回答是或否。", "%q takes yes or no."), f.Text)
}

func (f Field) wrong(what string, text lang.Text, args ...any) *errs.Error {
	return errs.New(errs.Invalid, "activity.field."+what, text, args...).At(f.Code)
}
