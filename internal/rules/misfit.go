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
		problems.Add(file, at, lang.T("类型是 %s，应为 %s", "it is of type %s, want %s"), what.Got, strings.Join(what.Want, ", "))
	case *kind.Pattern:
		problems.Add(file, at, lang.T("“%s”的格式不对，应匹配 %s", "%q is not of the form %s"), what.Got, what.Want)
	case *kind.Format:
		problems.Add(file, at, lang.T("“%v”不是有效的 %s", "%q is no valid %s"), what.Got, what.Want)
	default:
		english := message.NewPrinter(language.English)
		problems.Add(file, at, lang.T("不符合模式：%s", "does not fit the schema: %s"), what.LocalizedString(english))
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
