package assess_test

import (
	"fmt"
	"strings"
)

// everyCode is all that an assessment can say.
var everyCode = codes(`
scope: human_participants laboratory_animals indirect_risk other_law -
review: required exempt not_required
procedure: meeting simplified emergency
recheck: new_species_synthesis stem_cell_animal_gestation germline_embryo_basic invasive_bci_clinical human_machine_fusion opinion_mobilisation_algorithm high_risk_autonomous_decision
waived_by: approval filing registration
reviewer: own_committee entrusted_committee
supervisors: sz.sti sz.education sz.industry sz.health sz.market sz.agriculture sz.finance sz.coordination bj.sti bj.education bj.health bj.industry bj.conference sy.sti local
investigator: sz.sti funder unit
limits: decision/30/days decision/72/hours expert_recheck/30/days register_activity/30/days lead_site_paper/3/working_days participant_review/5/working_days participant_opinion/10/working_days
follow_up_months: 0 6 12
obligations: risk_assessment ethics_review informed_consent guardian_consent animal_3r animal_licence expert_recheck register_activity partner_country_review cross_border_review collaborative_review written_entrustment establish_committee commitment_letter veto_check programme_oversight ai_life_cycle_norms ai_risk_grading fairness_and_explainability closer_follow_up field_expert_present
blocked_by: ethics_approval expert_recheck_opinion partner_review:HK partner_review:MO partner_review:TW partner_review:US commitment_letter written_entrustment -
`)

func codes(table string) []string {
	var out []string
	for line := range strings.Lines(strings.TrimSpace(table)) {
		field, list, _ := strings.Cut(line, ":")
		for _, code := range strings.Fields(list) {
			out = append(out, field+"="+code)
		}
	}
	return out
}

// count notes what an assessment says; - is nothing.
func count(seen map[string]int, e expected) {
	note := func(field string, said ...string) {
		if len(said) == 0 {
			said = []string{"-"}
		}
		for _, code := range said {
			seen[field+"="+code]++
		}
	}
	note("scope", e.Scope...)
	note("review", e.Review)
	note("procedure", e.Procedure)
	note("recheck", e.ExpertRecheck.Items...)
	note("waived_by", e.ExpertRecheck.WaivedBy)
	note("reviewer", e.Reviewer)
	note("supervisors", e.Supervisors...)
	note("investigator", e.Investigator)
	for _, l := range e.Limits {
		note("limits", fmt.Sprintf("%s/%d/%s", l.What, l.Amount, l.Unit))
	}
	note("follow_up_months", fmt.Sprint(e.FollowUpMonths))
	note("obligations", e.Obligations...)
	note("blocked_by", e.BlockedBy...)
}
