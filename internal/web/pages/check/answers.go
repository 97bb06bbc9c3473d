package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
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
		if given := unparse(item, at(vars, item.Str("key")), a.Unit.Region); given != nil {
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
func unparse(item rules.Item, value any, unit string) []string {
	switch v := value.(type) {
	case bool:
		return []string{strconv.FormatBool(v)}
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}
	case string:
		if v == "" && !item.Bool("or_none") {
			return nil
		}
		return []string{cmp.Or(v, none)}
	}
	many, _ := value.([]any)
	switch item.Str("kind") {
	case kindPartner:
		return orNone(slices.Compact(slices.Sorted(slices.Values(parts(many, "country")))))
	case kindWhich:
		return unparseWhich(item, many)
	case kindFunding:
		return orNone(parts(many, "source"))
	case kindHome:
		return unparseHome(many, unit)
	case kindMany:
		return orNone(parts(many, ""))
	}
	return nil
}

// unparseWhich names the countries of partners of whom a fact holds.
func unparseWhich(item rules.Item, partners []any) []string {
	if len(partners) == 0 {
		return nil
	}
	var out []string
	for _, p := range partners {
		object, _ := p.(map[string]any)
		code, _ := object["country"].(string)
		if object[item.Str("field")] == item.Str("value") && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return orNone(out)
}

// unparseHome says whether public money is that of the unit's own place.
func unparseHome(money []any, unit string) []string {
	var out []string
	for _, f := range money {
		object, _ := f.(map[string]any)
		source, _ := object["source"].(string)
		if own := planRegion(source, unit); own != "" {
			out = []string{strconv.FormatBool(object["region"] == own)}
			if out[0] == "true" {
				return out
			}
		}
	}
	return out
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
