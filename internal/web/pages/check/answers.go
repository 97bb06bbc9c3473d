package check

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"lunheng/internal/assess"
	"lunheng/internal/rules"
)

// Answers turns a kept profile back into the answers that make it, so that
// they can be changed in the same conversation.
func Answers(set *rules.Set, a assess.Activity) (url.Values, error) {
	raw, err := json.Marshal(map[string]any{"activity": a})
	if err != nil {
		return nil, fmt.Errorf("turn profile into answers: %w", err)
	}
	var vars map[string]any
	if err := json.Unmarshal(raw, &vars); err != nil {
		return nil, fmt.Errorf("turn profile into answers: %w", err)
	}
	out := url.Values{}
	for _, item := range set.List(list) {
		if given := unparse(item, at(vars, item.Str("key"))); given != nil {
			out[item.Code] = given
		}
	}
	return out, nil
}

// at is the value at a dotted path.
func at(vars map[string]any, path string) any {
	key, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		return vars[key]
	}
	next, _ := vars[key].(map[string]any)
	return at(next, rest)
}

// unparse writes one value as the answer that parse reads; nil is no answer.
func unparse(item rules.Item, value any) []string {
	switch v := value.(type) {
	case bool:
		return []string{strconv.FormatBool(v)}
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}
	case string:
		if v == "" {
			return nil
		}
		return []string{v}
	}
	many, _ := value.([]any)
	switch item.Str("kind") {
	case "partners":
		return []string{strings.Join(parts(many, "country"), " ")}
	case "funding":
		return orNone(parts(many, "source"))
	case "many":
		return orNone(parts(many, ""))
	}
	return nil
}

// parts are the texts of a list, or those under a key of its members.
func parts(many []any, key string) []string {
	var out []string
	for _, m := range many {
		if object, ok := m.(map[string]any); ok {
			m = object[key]
		}
		if s, ok := m.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func orNone(answers []string) []string {
	if len(answers) == 0 {
		return []string{none}
	}
	return answers
}
