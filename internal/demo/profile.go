package demo

import "lunheng/internal/assess"

// profile is the answers of the self-assessment behind a topic's short name.
func profile(name string, fields []string) assess.Activity {
	a := assess.Activity{Fields: fields, CommitmentSigned: true}
	h := &a.Humans
	switch name {
	case "survey", "minors_survey":
		h.Participants, h.Data = "survey", "identifiable"
	case "test":
		h.Participants, h.Data, a.Risk = "test", "anonymised", "minimal"
	case "intervention", "minors_intervention", "vulnerable_intervention", "bci":
		h.Participants, h.Data, h.HarmPossible = "intervention", "identifiable", true
	case "identifiable_data":
		h.Data, h.SensitivePersonalInformation = "identifiable", true
	case "existing_specimens":
		h.Biospecimens, h.Data = "existing", "anonymised"
	case "new_specimens":
		h.Biospecimens, h.Data, h.Participants = "new", "identifiable", "test"
	case "anonymised":
		h.Data = "anonymised"
	case "public_data", "ai_public":
		h.Data = "public"
	case "animals":
		a.Animals = "laboratory"
	case "ecology", "life_health":
		a.IndirectRisks = []string{name}
	case "ai_data", "ai_minors":
		h.Participants, h.Data = "observation", "identifiable"
	case "ai_opinion":
		h.Participants, h.Data, a.Listed = "test", "identifiable", []string{"opinion_mobilisation_algorithm"}
	case "ai_autonomous":
		a.IndirectRisks, a.Listed = []string{"public_order"}, []string{"high_risk_autonomous_decision"}
	}
	switch name {
	case "minors_survey", "minors_intervention", "ai_minors":
		h.Vulnerable = []string{"minors"}
	case "vulnerable_intervention":
		h.Vulnerable = []string{"cognitive"}
	case "bci":
		a.Listed = []string{"invasive_bci_clinical"}
	}
	if len(name) > 3 && name[:3] == "ai_" {
		a.AI.Lifecycle = "research"
	}
	return a
}
