package rules

import (
	"errors"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"lunheng/internal/lang"
	"lunheng/internal/yamldoc"
)

// misfits notes every leaf of a schema error at its place.
func misfits(problems *Problems, file string, root *yamldoc.Node, err error) {
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		problems.Add(file, root, lang.T("不符合模式：%s", "does not fit the schema: %s"), err.Error())
		return
	}
	var visit func(e *jsonschema.ValidationError)
	visit = func(e *jsonschema.ValidationError) {
		for _, cause := range e.Causes {
			visit(cause)
		}
		if len(e.Causes) == 0 {
			misfit(problems, file, root.Find(e.InstanceLocation...), e.ErrorKind)
		}
	}
	visit(invalid)
}

// misfit says in both languages what does not fit at a place.
func misfit(problems *Problems, file string, at *yamldoc.Node, what jsonschema.ErrorKind) {
	switch what := what.(type) {
	case *kind.AdditionalProperties:
		for _, name := range what.Properties {
			problems.Add(file, keyOfNode(at, name), lang.T("没有键“%s”", "unknown key %q"), name)
		}
	case *kind.Required:
		problems.Add(file, at, lang.T("缺少 %s", "%s is missing"), strings.Join(what.Missing, ", "))
	case *kind.Enum:
		problems.Add(file, at, lang.T("应为其中之一：%s", "want one of: %s"), codes(what.Want))
	case *kind.Type:
		mistyped(problems, file, at, what)
	case *kind.Pattern:
		form := lang.Same(what.Want)
		if words, ok := forms[what.Want]; ok {
			form = words
		}
		problems.Add(file, at, lang.T("“%s”的格式不对，应为：%s", "%q is not of the form: %s"), what.Got, form)
	case *kind.Format:
		problems.Add(file, at, lang.T("“%v”不是有效的日期，应写成 2026-06-01", "%q is no valid date: write it like 2026-06-01"), what.Got)
	default:
		english := message.NewPrinter(language.English)
		problems.Add(file, at, lang.T("不符合模式：%s", "does not fit the schema: %s"), what.LocalizedString(english))
	}
}

// forms are the patterns of the schema in words.
var forms = map[string]lang.Text{
	"^[A-Z][A-Z0-9-]{0,39}$":            lang.T("大写字母、数字和连字符，以字母开头，如 DEMO-2026", "capitals, digits and hyphens that begin with a letter, such as DEMO-2026"),
	"^[a-z][a-z0-9-]{0,39}$":            lang.T("小写字母、数字和连字符，以字母开头，如 demo-city", "small letters, digits and hyphens that begin with a letter, such as demo-city"),
	"^[a-z][a-z0-9_]{0,59}$":            lang.T("小写字母、数字和下划线，以字母开头，如 decision_days", "small letters, digits and underscores that begin with a letter, such as decision_days"),
	"^[a-z][a-z0-9-]*(\\.[a-z0-9_]+)+$": lang.T("规则包的 id、一个点和名称，如 democity.minors", "the pack's id, a dot and a name, such as democity.minors"),
	"^[0-9]{0,6}$":                      lang.T("加引号的二至六位数字，如 \"9901\"", "two to six digits in quotes, such as \"9901\""),
}

// mistyped says what kind of value is wanted, and how to write it.
func mistyped(problems *Problems, file string, at *yamldoc.Node, what *kind.Type) {
	want := strings.Join(what.Want, ", ")
	switch {
	case want == "string" && (what.Got == "number" || what.Got == "integer" || what.Got == "boolean"):
		problems.Add(file, at, lang.T("这里应为文字：请加引号，如 \"1\"", "a text is wanted here: put it in quotes, such as \"1\""))
	case want == "object" && what.Got == "string":
		problems.Add(file, at, lang.T("这里不是单独的文字：两种语言写作 {zh: …, en: …}，数值写作 {param: …}", "not a text by itself: both languages are written {zh: …, en: …}, a number {param: …}"))
	default:
		problems.Add(file, at, lang.T("类型是 %s，应为 %s", "it is of type %s, want %s"), what.Got, want)
	}
}

// keyOfNode is the place of a key of a mapping.
func keyOfNode(at *yamldoc.Node, key string) *yamldoc.Node {
	for _, e := range at.Entries {
		if e.Key == key {
			return e.At
		}
	}
	return at
}
