package rules

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// drawn makes a random value of a declared type.
func drawn(t *rapid.T, typ *Type, name string) any {
	switch {
	case typ.Object != nil:
		out := map[string]any{}
		for _, key := range typ.keys {
			out[key] = drawn(t, typ.Object[key], name+"."+key)
		}
		return out
	case typ.List != nil:
		out := []any{}
		for i := range rapid.IntRange(0, 3).Draw(t, name) {
			out = append(out, drawn(t, typ.List, fmt.Sprintf("%s[%d]", name, i)))
		}
		return out
	case len(typ.Enum) > 0:
		return rapid.SampledFrom(typ.Enum).Draw(t, name)
	}
	switch typ.Type {
	case "int":
		return int64(rapid.IntRange(0, 12).Draw(t, name))
	case "bool":
		return rapid.Bool().Draw(t, name)
	case "day":
		return rapid.SampledFrom([]string{"", "2021-03-01", "2024-01-01", "2026-11-20", "2029-02-28"}).Draw(t, name)
	}
	return rapid.SampledFrom([]string{"", "440305", "110101", "title", "informed_consent", "animal_licence"}).Draw(t, name)
}

// TestFastExpressionsEqualCEL holds the two ways of evaluating together, for every
// expression of the embedded packs, on random facts.
func TestFastExpressionsEqualCEL(t *testing.T) {
	b := national(t)
	s := b.On("2026-11-20", "")
	fast, all := 0, 0
	programs := map[string][]*program{}
	for _, p := range b.packs {
		for _, r := range p.rules {
			of := []*program{r.when}
			for _, set := range r.sets {
				of = append(of, set.value.programs()...)
			}
			for _, prog := range of {
				if prog == nil {
					continue
				}
				all++
				if prog.fast != nil {
					fast++
					programs[r.point.Name] = append(programs[r.point.Name], prog)
				}
			}
		}
	}
	if fast*3 < all*2 {
		t.Errorf("only %d of %d expressions are fast", fast, all)
	}
	rapid.Check(t, func(t *rapid.T) {
		point := b.points[rapid.SampledFrom(sortedKeys(programs)).Draw(t, "point")]
		vars, _ := drawn(t, point.vars, point.Name).(map[string]any)
		f := &frame{set: s, vars: vars, out: drawnOutputs(t, point)}
		for _, prog := range programs[point.Name] {
			got := prog.fast(f)
			v, _, err := prog.cel.Eval(f)
			if err != nil || f.missing != nil {
				t.Fatalf("%s: %v, %v", prog.source, err, f.missing)
			}
			want, err := native(v)
			if err != nil {
				t.Fatal(err)
			}
			if list, ok := got.([]any); ok && len(list) == 0 {
				got = []any(nil)
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%s = %v, CEL says %v", prog.source, got, want)
			}
		}
	})
}

func drawnOutputs(t *rapid.T, p *Point) map[string]any {
	out := map[string]any{}
	texts := []string{"required", "meeting", "emergency", "human_participants", "indirect_risk", "invasive_bci_clinical"}
	for _, o := range p.Outputs {
		switch {
		case o.Merge == "set" || o.Merge == "append":
			out[o.Name] = boxed(rapid.SliceOfN(rapid.SampledFrom(texts), 0, 3).Draw(t, o.Name))
		case o.Type == "int":
			out[o.Name] = int64(rapid.IntRange(0, 12).Draw(t, o.Name))
		case o.Type == "bool":
			out[o.Name] = rapid.Bool().Draw(t, o.Name)
		default:
			out[o.Name] = rapid.SampledFrom(texts).Draw(t, o.Name)
		}
	}
	return out
}
