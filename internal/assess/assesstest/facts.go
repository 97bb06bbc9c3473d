package assesstest

import "math/rand/v2"

func humans(c *rand.Rand, m mouldKind) object {
	h := object{}
	switch m {
	case nothing:
		return h
	case harmless:
		materials(c, h, harmlessMaterials)
	case listed, city:
		if half(c) {
			materials(c, h, allMaterials)
		}
	default:
		materials(c, h, allMaterials)
	}
	yes := half
	if m == harmless {
		yes = func(c *rand.Rand) bool { return c.IntN(12) == 11 }
	}
	for _, key := range []string{"harm_possible", "sensitive_personal_information", "commercial_interest", "reproductive_or_chimeric"} {
		h.flag(c, key, yes(c))
	}
	h.flag(c, "consent_covers_use", often(c))
	h.list(c, "vulnerable", some(c, "minors", "pregnant", "elderly", "cognitive", "prisoners", "dependants"))
	return h
}

// choices are the codes to draw from.
type choices struct{ participants, biospecimens, data []string }

var (
	allMaterials = choices{
		[]string{"none", "none", "observation", "survey", "test", "intervention"},
		[]string{"none", "none", "existing", "new", "cell_line"},
		[]string{"none", "none", "public", "anonymised", "identifiable"},
	}
	harmlessMaterials = choices{
		[]string{"none", "none", "observation", "none", "observation", "survey"},
		[]string{"none", "existing", "cell_line", "none", "existing", "cell_line", "none", "new"},
		[]string{"none", "public", "anonymised", "none", "public", "anonymised", "identifiable"},
	}
)

func materials(c *rand.Rand, h object, of choices) {
	h.code(c, "participants", pick(c, of.participants...), "none")
	h.code(c, "biospecimens", pick(c, of.biospecimens...), "none")
	h.code(c, "data", pick(c, of.data...), "none")
}

// subject is what the work is about, people aside.
func subject(c *rand.Rand, a object, m mouldKind) {
	rare := func() bool { return m == anything && half(c) || seldom(c) }
	animals, approval := "none", "none"
	if rare() && m != nothing {
		animals = "laboratory"
	}
	if rare() && m != nothing || m == listed && often(c) {
		approval = pick(c, "approval", "filing", "registration")
	}
	a.code(c, "animals", animals, "none")
	a.code(c, "state_approval", approval, "none")
	risks := []any{}
	switch {
	case m == nothing && half(c):
		risks = []any{"human_dignity"}
	case rare():
		risks = some(c, "life_health", "ecology", "public_order", "sustainable_development", "human_dignity", "human_dignity")
	}
	a.list(c, "indirect_risks", risks)
	items := []any{}
	if m == listed || rare() && m != harmless {
		items = some(c, "new_species_synthesis", "stem_cell_animal_gestation", "germline_embryo_basic", "invasive_bci_clinical",
			"human_machine_fusion", "opinion_mobilisation_algorithm", "high_risk_autonomous_decision", "human_machine_fusion",
			"opinion_mobilisation_algorithm", "high_risk_autonomous_decision")
	}
	a.list(c, "listed", items)
}

// course is how the work goes on.
func course(c *rand.Rand, a object, m mouldKind) {
	a.code(c, "risk", pick(c, "above_minimal", "above_minimal", "minimal"), "above_minimal")
	step := pick(c, "initial", "initial", "initial", "minor_change", "major_change", "follow_up_unchanged", "follow_up")
	a.code(c, "step", step, "initial")
	a.flag(c, "approved_listed", seldom(c))
	a.flag(c, "emergency", seldom(c))
}

func partners(c *rand.Rand, m mouldKind) []any {
	out := []any{}
	n := pick(c, 0, 0, 0, 1, 2, 3)
	if m == ward {
		n = pick(c, 1, 0, 2, 3)
	}
	for ; n > 0; n-- {
		p := object{"country": pick(c, "CN", "CN", "HK", "US", "MO", "TW", "DE", "NO", "SG")}
		p.code(c, "review", pick(c, "pending", "pending", "passed", "not_required"), "pending")
		p.code(c, "role", pick(c, "participant", "participant", "lead"), "participant")
		if half(c) {
			p["name"] = "合作单位"
		}
		out = append(out, map[string]any(p))
	}
	return out
}

func funding(c *rand.Rand, m mouldKind) []any {
	out := []any{}
	n := pick(c, 0, 0, 1, 2, 3)
	if m == city && n == 0 {
		n = 1
	}
	for ; n > 0; n-- {
		f := object{}
		source := pick(c, "own", "municipal_plan", "enterprise", "national_plan", "provincial_plan", "district_plan", "international")
		if m == city && half(c) {
			source = "municipal_plan"
		}
		f.code(c, "source", source, "own")
		if often(c) {
			f["region"] = pick(c, "440300", "440300", "440305", "210100", "110000", "440100", "310115")
		}
		out = append(out, map[string]any(f))
	}
	return out
}

func ai(c *rand.Rand) object {
	o := object{}
	o.code(c, "lifecycle", pick(c, "none", "none", "research", "supply", "use"), "none")
	o.flag(c, "general_purpose", seldom(c))
	o.flag(c, "high_impact", seldom(c))
	return o
}
