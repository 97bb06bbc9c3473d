package rules

import (
	"cmp"
	"slices"
)

// accumulator collects what rules contribute to one output.
type accumulator struct {
	parts []part
	texts []string // of set and append, without repetition
}

// part is one rule's contribution.
type part struct {
	rule *setRule
	val  any // nil for set and append: their texts never cover each other
}

func (a *accumulator) reset() {
	a.parts, a.texts = a.parts[:0], nil
}

// any reports whether some rule contributed.
func (a *accumulator) any() bool { return len(a.parts) > 0 }

// by reports whether r itself was the last to contribute.
func (a *accumulator) by(r *setRule) bool { return a.parts[len(a.parts)-1].rule == r }

// add takes a contribution and reports whether it says anything: an empty list
// says nothing.
func (a *accumulator) add(o *Output, r *setRule, v any) bool {
	if o.Merge != "set" && o.Merge != "append" {
		a.parts = append(a.parts, part{r, v})
		return true
	}
	switch v := v.(type) {
	case string:
		a.addText(v)
	case []any:
		if len(v) == 0 {
			return false
		}
		for _, item := range v {
			if s, ok := item.(string); ok {
				a.addText(s)
			}
		}
	default:
		return false
	}
	a.parts = append(a.parts, part{r, nil})
	return true
}

func (a *accumulator) addText(s string) {
	if !slices.Contains(a.texts, s) {
		a.texts = append(a.texts, s)
	}
}

// merged is the value of the output: []string, int64, bool, string or []any of objects.
func (a *accumulator) merged(o *Output) any {
	switch o.Merge {
	case "set":
		slices.Sort(a.texts)
		return a.texts
	case "append":
		return a.texts
	case "key":
		return a.objects(o)
	}
	if !a.any() {
		return o.fallback()
	}
	v := a.last()
	for _, p := range a.parts {
		v = fold(o.Merge, v, p.val)
	}
	return v
}

// fallback is the value when no rule speaks.
func (o *Output) fallback() any {
	if o.Default != nil {
		return o.Default
	}
	return (&Type{Type: cmp.Or(o.Type, "string")}).zero()
}

// last is the contribution of the most special pack, there the last.
func (a *accumulator) last() any {
	best := a.parts[0]
	for _, p := range a.parts[1:] {
		if p.rule.index >= best.rule.index {
			best = p
		}
	}
	return best.val
}

func fold(merge string, v, next any) any {
	switch merge {
	case "max", "min":
		a, _ := v.(int64)
		b, _ := next.(int64)
		if merge == "max" {
			return max(a, b)
		}
		return min(a, b)
	case "all", "any":
		a, _ := v.(bool)
		b, _ := next.(bool)
		if merge == "all" {
			return a && b
		}
		return a || b
	}
	return v
}

// objects keeps, for each key, the most special object, in the order in which
// the keys were first named.
func (a *accumulator) objects(o *Output) []any {
	var out []any
	for i, p := range a.parts {
		key := keyOf(o, p.val)
		if a.first(o, key) == i {
			out = append(out, a.winner(o, key).val)
		}
	}
	return out
}

func keyOf(o *Output, v any) any {
	m, _ := v.(map[string]any)
	return m[o.Key]
}

func (a *accumulator) first(o *Output, key any) int {
	return slices.IndexFunc(a.parts, func(p part) bool { return keyOf(o, p.val) == key })
}

func (a *accumulator) winner(o *Output, key any) part {
	var best part
	for _, p := range a.parts {
		if keyOf(o, p.val) == key && (best.rule == nil || p.rule.index >= best.rule.index) {
			best = p
		}
	}
	return best
}

// counts reports whether r's contribution is in the merged value, or was covered
// by another's. Rules that judge together (all, any) all count.
func (a *accumulator) counts(o *Output, r *setRule, merged any) bool {
	for _, p := range a.parts {
		if p.rule != r {
			continue
		}
		switch o.Merge {
		case "set", "append", "all", "any":
			return true
		case "key":
			return a.winner(o, keyOf(o, p.val)).rule == r
		}
		return p.val == merged
	}
	return false
}

// seen is the value as expressions see it.
func (a *accumulator) seen(o *Output) any {
	v := a.merged(o)
	if texts, ok := v.([]string); ok {
		return boxed(texts)
	}
	if v == nil {
		return []any{}
	}
	return v
}

// answer gathers values, errors and, where they are wanted, reasons.
func (f *frame) answer(ps *pointSet, reasons bool) Answer {
	a := Answer{Values: make(map[string]any, len(ps.stages)), Errors: f.errs, set: f.set}
	merged := make([]any, len(ps.stages))
	for i, o := range ps.point.Outputs {
		merged[i] = f.acc[i].merged(o)
		a.Values[o.Name] = outward(merged[i], o)
	}
	if !reasons {
		return a
	}
	slices.SortFunc(f.said, func(x, y *setRule) int { return x.index - y.index })
	a.Reasons = make([]Reason, 0, len(f.said))
	for _, r := range f.said {
		f.report(&a, r, merged)
	}
	return a
}

// report adds a rule to the reasons, for the outputs where it counts, and to the
// overruled where it counts nowhere.
func (f *frame) report(a *Answer, r *setRule, merged []any) {
	lost := 0
	for _, s := range r.sets {
		if !f.acc[s.out.index].counts(s.out, r, merged[s.out.index]) {
			lost++
		}
	}
	if lost == 0 {
		a.Reasons = append(a.Reasons, r.reason)
		return
	}
	if lost == len(r.sets) {
		a.Overruled = append(a.Overruled, r.reason)
		return
	}
	reason := r.reason
	reason.Sets = nil
	for _, s := range r.sets {
		name := s.out.reported()
		if f.acc[s.out.index].counts(s.out, r, merged[s.out.index]) && !slices.Contains(reason.Sets, name) {
			reason.Sets = append(reason.Sets, name)
		}
	}
	a.Reasons = append(a.Reasons, reason)
}

// outward turns a merged value into what callers use.
func outward(v any, o *Output) any {
	switch v := v.(type) {
	case []string:
		if v == nil {
			return []string{}
		}
		return slices.Clip(v)
	case int64:
		return int(v)
	case nil:
		return []string{}
	case []any:
		out := make([]map[string]any, len(v))
		for i, item := range v {
			out[i] = outwardObject(item)
		}
		return out
	}
	if o.Merge == "key" {
		return []map[string]any{}
	}
	return v
}

func outwardObject(v any) map[string]any {
	m, _ := v.(map[string]any)
	out := make(map[string]any, len(m))
	for key, field := range m {
		if n, ok := field.(int64); ok {
			field = int(n)
		}
		out[key] = field
	}
	return out
}
