package mandate_test

import (
	"maps"
	"testing"

	"lunheng/internal/rules"
	"lunheng/packs"
)

// What the packs ask of a mandate: which demands there are, and that they hold or
// not as the documents say.
func TestDemands(t *testing.T) {
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	set := book.On("2026-11-20", "")
	type m = map[string]any
	good := func() (mandate, principal, committee m) {
		return m{"ground": "none", "follow_up": true, "fields": []string{"medicine"}}, m{"kind": "medical_institution", "grade": 2},
			m{"composed": true, "fields": []string{"medicine", "artificial_intelligence"}, "unit_kind": "medical_institution", "grade": 2}
	}
	for _, c := range []struct {
		why    string
		change func(mandate, principal, committee m)
		fails  string // code of the demand; empty: all hold
		absent string // code of a demand that is not made
	}{
		{"a hospital of the same grade", func(_, _, _ m) {}, "", "registered"},
		{"of a higher one", func(_, _, c m) { c["grade"] = 3 }, "", "staff"},
		{"of a lower one", func(_, _, c m) { c["grade"] = 1 }, "grade", ""},
		{"no hospital at all", func(_, _, c m) { c["unit_kind"] = "university" }, "grade", ""},
		{"a regional committee", func(_, _, c m) { c["unit_kind"], c["kind"], c["grade"] = "other", "regional", 0 }, "", "grade"},
		{"without follow-up", func(d, _, _ m) { d["follow_up"] = false }, "follow_up", ""},
		{"a university without follow-up", func(d, p, _ m) { d["follow_up"], p["kind"], p["grade"] = false, "university", 0 }, "", "follow_up"},
		{"has a committee", func(_, p, _ m) { p["own_committee"] = true }, "ground", ""},
		{"whose committee is not competent", func(d, p, _ m) { d["ground"], p["own_committee"] = "not_competent", true }, "", ""},
		{"a unit that says it is nobody's", func(d, _, _ m) { d["ground"] = "no_unit" }, "ground", ""},
		{"a field that it does not know", func(d, _, _ m) { d["fields"] = []string{"medicine", "food"} }, "fields", ""},
		{"a committee below the standard", func(_, _, c m) { c["composed"], c["lacks"] = false, 1 }, "composed", ""},
		{"one that is not registered", func(_, _, c m) { c["registration"] = "lacking" }, "registered", ""},
		{"an AI centre without staff", func(d, p, c m) {
			d["fields"], p["kind"], p["grade"], c["kind"] = []string{"artificial_intelligence"}, "enterprise", 0, "professional"
		}, "staff", "grade"},
		{"an AI centre with staff", func(d, p, c m) {
			d["fields"], p["kind"], p["grade"], c["kind"], c["staff"] = []string{"artificial_intelligence"}, "enterprise", 0, "professional", 1
		}, "", "grade"},
		{"another unit's committee for AI", func(d, p, _ m) {
			d["fields"], p["kind"], p["grade"] = []string{"artificial_intelligence"}, "enterprise", 0
		}, "centre", "grade"},
	} {
		d, p, com := good()
		c.change(d, p, com)
		answer := set.Evaluate("mandate", m{"mandate": maps.Clone(d), "principal": p, "committee": com})
		if err := answer.Err(); err != nil {
			t.Fatalf("%s: %v", c.why, err)
		}
		for _, st := range answer.Standards("standards") {
			if st.Holds == (st.Code == c.fails) || st.Code == c.absent || st.Source == "" || st.Article == "" {
				t.Errorf("%s: %+v", c.why, st)
			}
		}
	}
}
