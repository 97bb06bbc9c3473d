# The rules of an assessment, written for OPA: the same questions, the same
# answers, without packs and reasons. The input is a complete profile and the day.
package lunheng.assessment

import rego.v1

result := {
	"on": input.on,
	"scope": sort(scope),
	"review": review,
	"procedure": procedure,
	"expert_recheck": {"required": recheck_required, "items": sort(recheck_items), "waived_by": waived_by},
	"reviewer": reviewer,
	"supervisors": supervisors,
	"investigator": investigator,
	"limits": sorted_limits,
	"follow_up_months": follow_up_months,
	"obligations": sort(obligations),
	"blocked_by": sort(blocked_by),
}

a := input.activity

# Days.

since_opinions if input.on >= "2022-03-20"

since_norms if input.on >= "2021-09-25"

since_medical if input.on >= "2023-02-18"

since_measures if input.on >= "2023-12-01"

since_shenzhen if input.on >= "2024-11-09"

since_ai if input.on >= "2026-03-20"

# What several rules speak of.

people if a.humans.participants != "none"

people if a.humans.biospecimens != "none"

people if a.humans.data != "none"

ai_work if "artificial_intelligence" in a.fields

life_or_medicine if "life_science" in a.fields

life_or_medicine if "medicine" in a.fields

ethical_field if life_or_medicine

ethical_field if ai_work

medical_people if {
	life_or_medicine
	people
}

on_list if {
	since_measures
	count(a.listed) > 0
}

in_beijing if startswith(a.unit.region, "11")

in_shenyang if startswith(a.unit.region, "2101")

in_shenzhen if {
	since_shenzhen
	startswith(a.unit.region, "4403")
}

shenzhen_money if {
	in_shenzhen
	some f in a.funding
	f.source == "municipal_plan"
	startswith(f.region, "4403")
}

public_money if {
	some f in a.funding
	endswith(f.source, "_plan")
}

border := {"HK", "MO", "TW"}

domestic_partner if {
	some p in a.partners
	p.country == "CN"
}

border_partner if {
	some p in a.partners
	p.country in border
}

foreign_partner if {
	some p in a.partners
	foreign(p.country)
}

foreign(country) if {
	country != "CN"
	not country in border
}

in_scope if count(scope) > 0

required if review == "required"

# Scope.

scope contains "human_participants" if people

scope contains "laboratory_animals" if a.animals == "laboratory"

scope contains "other_law" if a.state_approval != "none"

scope contains "indirect_risk" if indirect_risk

scope contains "indirect_risk" if {
	on_list
	not people
	a.animals == "none"
	a.state_approval == "none"
}

indirect_risk if {
	since_measures
	some risk in a.indirect_risks
	risk != "human_dignity"
}

indirect_risk if {
	since_ai
	ai_work
	"human_dignity" in a.indirect_risks
}

# Review.

default review := "not_required"

review := "exempt" if {
	exempt
} else := "required" if {
	review_carried
}

review_carried if {
	since_measures
	in_scope
}

review_carried if {
	since_opinions
	in_scope
}

review_carried if a.state_approval != "none"

exempt if {
	life_or_medicine
	since_medical
	scope == {"human_participants"}
	not on_list
	not a.humans.harm_possible
	not a.humans.sensitive_personal_information
	not a.humans.commercial_interest
	not a.humans.reproductive_or_chimeric
	a.humans.participants in {"none", "observation"}
	a.humans.data in {"none", "public", "anonymised"}
	specimens_exempt
}

specimens_exempt if a.humans.biospecimens == "none"

specimens_exempt if {
	a.humans.biospecimens in {"existing", "cell_line"}
	a.humans.consent_covers_use
}

# Procedure.

default procedure := ""

procedure := "emergency" if {
	required
	a.emergency
} else := "simplified" if {
	required
	since_measures
	small
	not listed_beginning
} else := "meeting" if {
	required
}

small if a.risk == "minimal"

small if a.step == "minor_change"

small if a.step == "follow_up_unchanged"

listed_beginning if {
	on_list
	beginning
}

beginning if a.step in {"initial", "major_change"}

# Expert re-review.

ai_items := {"human_machine_fusion", "opinion_mobilisation_algorithm", "high_risk_autonomous_decision"}

waived_items contains item if {
	listed_beginning
	a.state_approval == "approval"
	some item in a.listed
}

waived_items contains item if {
	listed_beginning
	since_ai
	a.state_approval in {"filing", "registration"}
	some item in a.listed
	item in ai_items
}

recheck_items contains item if {
	listed_beginning
	some item in a.listed
	not item in waived_items
}

default recheck_required := false

recheck_required if count(recheck_items) > 0

default waived_by := ""

waived_by := a.state_approval if count(waived_items) > 0

# Reviewer.

default reviewer := ""

reviewer := "own_committee" if {
	required
	a.unit.committee == "own"
} else := "entrusted_committee" if {
	required
}

# Supervisors.

default supervisors := ["local"]

supervisors := shenzhen_named if {
	in_shenzhen
} else := [beijing_department, "bj.conference"] if {
	in_beijing
} else := ["sy.sti"] if {
	in_shenyang
}

product if a.ai.lifecycle in {"supply", "use"}

shenzhen_at contains [1, "sz.sti"] if shenzhen_money

shenzhen_at contains [1, "sz.sti"] if {
	ai_work
	not product
}

shenzhen_at contains [2, "sz.education"] if a.unit.kind == "university"

shenzhen_at contains [2, "sz.education"] if a.unit.affiliated_with == "sz.education"

shenzhen_at contains [3, "sz.industry"] if {
	ai_work
	product
}

shenzhen_at contains [4, "sz.health"] if {
	a.unit.kind == "medical_institution"
	medical_people
}

shenzhen_at contains [5, a.unit.affiliated_with] if {
	a.unit.kind != "medical_institution"
	a.unit.affiliated_with != ""
	medical_people
}

shenzhen_at contains [6, "sz.market"] if "food" in a.fields

shenzhen_at contains [7, "sz.agriculture"] if "agriculture" in a.fields

shenzhen_at contains [8, "sz.finance"] if "fintech" in a.fields

# Each department where it is named first.
shenzhen_first contains [place, department] if {
	some [place, department] in shenzhen_at
	place == min({p | some [p, d] in shenzhen_at; d == department})
}

default shenzhen_named := ["sz.coordination"]

shenzhen_named := [department | some [_, department] in sort(shenzhen_first)] if count(shenzhen_first) > 0

default beijing_department := "bj.sti"

beijing_department := "bj.education" if {
	a.unit.kind == "university"
} else := "bj.health" if {
	a.unit.kind == "medical_institution"
} else := "bj.industry" if {
	a.unit.kind == "enterprise"
	ai_work
}

# Investigator.

default investigator := "unit"

investigator := "sz.sti" if {
	shenzhen_money
} else := "funder" if {
	public_money
}

# Limits, by name.

decision_due if {
	required
	since_measures
}

decision_due if {
	required
	since_medical
	medical_people
}

limits.decision := {"amount": 72, "unit": "hours"} if {
	decision_due
	a.emergency
}

limits.decision := {"amount": 30, "unit": "days"} if {
	decision_due
	not a.emergency
}

limits.expert_recheck := {"amount": 30, "unit": "days"} if {
	recheck_required
	not a.emergency
}

limits.register_activity := {"amount": 30, "unit": "days"} if "register_activity" in obligations

limits.lead_site_paper := {"amount": 3, "unit": "working_days"} if many_sites

limits.participant_review := {"amount": 5, "unit": "working_days"} if many_sites

limits.participant_opinion := {"amount": 10, "unit": "working_days"} if many_sites

many_sites if {
	in_beijing
	a.unit.kind == "medical_institution"
	medical_people
	required
	domestic_partner
}

names := ["decision", "expert_recheck", "lead_site_paper", "participant_opinion", "participant_review", "register_activity"]

sorted_limits := [{"what": name, "amount": l.amount, "unit": l.unit} |
	some name in names
	l := limits[name]
]

# Follow-up.

default follow_up_months := 0

follow_up_months := 6 if {
	required
	once_listed
} else := 12 if {
	required
}

once_listed if on_list

once_listed if {
	since_measures
	a.approved_listed
}

# Obligations.

obligations contains "risk_assessment"

obligations contains "ethics_review" if required

obligations contains "expert_recheck" if recheck_required

obligations contains "informed_consent" if consent

obligations contains "guardian_consent" if {
	consent
	some person in a.humans.vulnerable
	person in {"minors", "cognitive"}
}

consent if a.humans.participants in {"survey", "test", "intervention"}

consent if a.humans.data == "identifiable"

consent if a.humans.biospecimens == "new"

obligations contains "animal_3r" if a.animals == "laboratory"

obligations contains "animal_licence" if a.animals == "laboratory"

obligations contains "register_activity" if {
	on_list
	required
}

obligations contains "partner_country_review" if {
	foreign_partner
	in_scope
}

obligations contains "cross_border_review" if {
	in_shenzhen
	border_partner
	in_scope
}

obligations contains "collaborative_review" if {
	domestic_partner
	required
}

obligations contains "written_entrustment" if reviewer == "entrusted_committee"

obligations contains "establish_committee" if {
	a.unit.committee == "none"
	must_establish
}

must_establish if {
	since_measures
	a.sensitive
	ethical_field
}

must_establish if {
	since_ai
	ai_work
}

must_establish if {
	in_shenyang
	ethical_field
}

must_establish if {
	since_medical
	medical_people
	medical_unit
}

medical_unit if a.unit.kind in {"university", "research_institute"}

medical_unit if {
	a.unit.kind == "medical_institution"
	a.unit.hospital_grade >= 2
}

obligations contains "commitment_letter" if pledge

pledge if {
	in_shenyang
	public_money
}

pledge if {
	shenzhen_money
	ethical_field
}

pledge if {
	shenzhen_money
	count(a.indirect_risks) > 0
}

obligations contains "veto_check" if shenzhen_money

obligations contains "programme_oversight" if public_money

obligations contains "ai_life_cycle_norms" if {
	since_norms
	ai_or_lifecycle
}

obligations contains "ai_risk_grading" if {
	in_beijing
	ai_or_lifecycle
}

obligations contains "fairness_and_explainability" if {
	in_beijing
	ai_or_lifecycle
}

ai_or_lifecycle if ai_work

ai_or_lifecycle if a.ai.lifecycle != "none"

obligations contains "closer_follow_up" if urgent

obligations contains "field_expert_present" if urgent

urgent if {
	a.emergency
	since_measures
	required
}

# Blocked by.

blocked_by contains "ethics_approval" if {
	required
	not a.step in {"follow_up", "follow_up_unchanged"}
}

blocked_by contains "expert_recheck_opinion" if recheck_required

blocked_by contains concat(":", ["partner_review", p.country]) if {
	some p in a.partners
	p.review == "pending"
	in_scope
	partner_owes(p.country)
}

partner_owes(country) if foreign(country)

partner_owes(country) if {
	in_shenzhen
	country in border
}

blocked_by contains "commitment_letter" if {
	pledge
	not a.commitment_signed
}

blocked_by contains "written_entrustment" if reviewer == "entrusted_committee"
