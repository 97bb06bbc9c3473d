package interview

import (
	"reflect"
	"slices"

	"lunheng/internal/rules"
)

// The decision points whose answers people wait for.
const (
	assessment = "assessment"
	materials  = "completeness"
)

// Answer writes an answer into the variables of the assessment.
type Answer func(vars map[string]any)

// Question is one that is not answered yet, with the answers to try.
type Question struct {
	Code    string
	Answers []Answer
}

// Trial is what is known so far, and what the rules say about it.
type Trial struct {
	set  *rules.Set
	vars map[string]any
	base outcome
}

// outcome is what the rules ask; outcomes are compared, never shown.
type outcome struct {
	values, materials map[string]any
	failed            bool // a rule could not be evaluated: nothing is known
}

func (o outcome) same(p outcome) bool {
	return o.failed == p.failed && reflect.DeepEqual(o.values, p.values) && reflect.DeepEqual(o.materials, p.materials)
}

// New begins with the variables known so far; the missing ones take their
// defaults. They must name a region, and are not changed.
func New(set *rules.Set, vars map[string]any) *Trial {
	t := &Trial{set: set, vars: vars}
	t.base = t.with()
	return t
}

// Failed reports whether the rules cannot be evaluated on what is known.
func (t *Trial) Failed() bool { return t.base.failed }

// with is the outcome when some more answers are given.
func (t *Trial) with(answers ...Answer) outcome {
	vars, _ := clone(t.vars).(map[string]any)
	for _, a := range answers {
		a(vars)
	}
	answer := t.set.Evaluate(assessment, vars)
	if answer.Err() != nil {
		return outcome{failed: true}
	}
	needs := t.set.Evaluate(materials, t.needs(vars, answer))
	if needs.Err() != nil {
		return outcome{failed: true}
	}
	return outcome{values: answer.Values, materials: needs.Values}
}

// needs are the variables on which materials rest.
func (t *Trial) needs(vars map[string]any, answer rules.Answer) map[string]any {
	activity, _ := vars["activity"].(map[string]any)
	out := map[string]any{"scope": answer.Strings("scope"), "obligations": answer.Strings("obligations"), "filled": []string{}}
	if animals, ok := activity["animals"]; ok {
		out["animals"] = animals
	}
	humans := map[string]any{}
	known, _ := activity["humans"].(map[string]any)
	for _, name := range []string{"participants", "biospecimens", "data"} {
		if v, ok := known[name]; ok {
			humans[name] = v
		}
	}
	out["humans"] = humans
	return out
}

// clone copies what answers may write to.
func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v)+1)
		for key, x := range v {
			out[key] = clone(x)
		}
		return out
	case []map[string]any:
		out := make([]map[string]any, len(v))
		for i, x := range v {
			out[i], _ = clone(x).(map[string]any)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = clone(x)
		}
		return out
	case []string:
		return slices.Clone(v)
	}
	return v
}
