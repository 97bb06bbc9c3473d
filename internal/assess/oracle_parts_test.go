package assess_test

import "slices"

// 1. Scope.
func (f facts) scope() []string {
	var s []string
	if f.people() {
		s = append(s, "human_participants")
	}
	if f.Animals == "laboratory" {
		s = append(s, "laboratory_animals")
	}
	if f.indirectRisk() {
		s = append(s, "indirect_risk")
	}
	if f.StateApproval != "none" {
		s = append(s, "other_law")
	}
	if len(s) == 0 && f.onList() {
		s = append(s, "indirect_risk")
	}
	return sorted(s)
}

func (f facts) indirectRisk() bool {
	for _, r := range f.IndirectRisks {
		if r == "human_dignity" && f.aiWork() && f.since(aiMeasures) {
			return true
		}
		if r != "human_dignity" && f.since(reviewMeasures) {
			return true
		}
	}
	return false
}

// 2. Review.
func (f facts) review(scope []string) string {
	switch {
	case len(scope) == 0:
		return "not_required"
	case f.exempt(scope):
		return "exempt"
	case f.since(reviewMeasures), f.StateApproval != "none":
		return "required"
	case f.since(opinions): // then there are only people and animals
		return "required"
	}
	return "not_required"
}

func (f facts) exempt(scope []string) bool {
	return slices.Equal(scope, []string{"human_participants"}) && f.lifeMed() && f.since(medicalMeasures) && !f.onList() &&
		!f.Humans.HarmPossible && !f.Humans.SensitivePersonalInformation && !f.Humans.CommercialInterest &&
		!f.Humans.ReproductiveOrChimeric && f.materialsExempt()
}

func (f facts) materialsExempt() bool {
	return slices.Contains([]string{"none", "observation"}, f.Humans.Participants) &&
		slices.Contains([]string{"none", "public", "anonymised"}, f.Humans.Data) &&
		(f.Humans.Biospecimens == "none" ||
			slices.Contains([]string{"existing", "cell_line"}, f.Humans.Biospecimens) && f.Humans.ConsentCoversUse)
}

// 3. Procedure.
func (f facts) procedure(e expected) string {
	small := f.Risk == "minimal" || f.Step == "minor_change" || f.Step == "follow_up_unchanged"
	switch {
	case e.Review != "required":
		return ""
	case f.Emergency:
		return "emergency"
	case !f.since(reviewMeasures):
		return "meeting"
	case f.onList() && (f.Step == "initial" || f.Step == "major_change"):
		return "meeting"
	case small:
		return "simplified"
	}
	return "meeting"
}

// 4. Expert re-review.
func (f facts) expertRecheck() recheck {
	r := recheck{Items: []string{}}
	if !f.onList() || f.Step != "initial" && f.Step != "major_change" {
		return r
	}
	for _, item := range f.Listed {
		if f.waived(item) {
			r.WaivedBy = f.StateApproval
		} else {
			r.Items = append(r.Items, item)
		}
	}
	r.Items = sorted(r.Items)
	r.Required = len(r.Items) > 0
	return r
}

func (f facts) waived(item string) bool {
	switch f.StateApproval {
	case "approval":
		return true
	case "filing", "registration":
		ai := []string{"human_machine_fusion", "opinion_mobilisation_algorithm", "high_risk_autonomous_decision"}
		return f.since(aiMeasures) && slices.Contains(ai, item)
	}
	return false
}

// 5. Reviewer.
func (f facts) reviewer(e expected) string {
	switch {
	case e.Review != "required":
		return ""
	case f.Unit.Committee == "own":
		return "own_committee"
	}
	return "entrusted_committee"
}

// 6. A committee of one's own.
func (f facts) mustEstablish() bool {
	if f.Unit.Committee != "none" {
		return false
	}
	ethical := f.lifeMed() || f.aiWork()
	return ethical && f.Sensitive && f.since(reviewMeasures) ||
		f.aiWork() && f.since(aiMeasures) ||
		ethical && f.in("2101") ||
		f.medicalPeople() && f.medicalUnit() && f.since(medicalMeasures)
}

func (f facts) medicalUnit() bool {
	switch f.Unit.Kind {
	case "university", "research_institute":
		return true
	}
	return f.Unit.Kind == "medical_institution" && f.Unit.HospitalGrade >= 2
}

// 7. Supervisors.
func (f facts) supervisors() []string {
	switch {
	case f.inShenzhen():
		return f.shenzhenDepartments()
	case f.in("11"):
		return []string{f.beijingDepartment(), "bj.conference"}
	case f.in("2101"):
		return []string{"sy.sti"}
	}
	return []string{"local"}
}

func (f facts) shenzhenDepartments() []string {
	var named []string
	name := func(department string, applies bool) {
		if applies && !slices.Contains(named, department) {
			named = append(named, department)
		}
	}
	product := f.AI.Lifecycle == "supply" || f.AI.Lifecycle == "use"
	hospital := f.Unit.Kind == "medical_institution"
	name("sz.sti", f.shenzhenMoney() || f.aiWork() && !product)
	name("sz.education", f.Unit.Kind == "university" || f.Unit.AffiliatedWith == "sz.education")
	name("sz.industry", f.aiWork() && product)
	name("sz.health", hospital && f.medicalPeople())
	name(f.Unit.AffiliatedWith, !hospital && f.medicalPeople() && f.Unit.AffiliatedWith != "")
	name("sz.market", f.field("food"))
	name("sz.agriculture", f.field("agriculture"))
	name("sz.finance", f.field("fintech"))
	name("sz.coordination", len(named) == 0)
	return named
}

func (f facts) beijingDepartment() string {
	switch {
	case f.Unit.Kind == "university":
		return "bj.education"
	case f.Unit.Kind == "medical_institution":
		return "bj.health"
	case f.Unit.Kind == "enterprise" && f.aiWork():
		return "bj.industry"
	}
	return "bj.sti"
}

// 8. Investigator.
func (f facts) investigator() string {
	switch {
	case f.shenzhenMoney():
		return "sz.sti"
	case f.publicMoney():
		return "funder"
	}
	return "unit"
}

// 9. Limits.
func (f facts) limits(e expected) []limit {
	out := []limit{}
	if e.Review != "required" {
		return out
	}
	measures := f.since(reviewMeasures)
	if measures || f.medicalPeople() && f.since(medicalMeasures) {
		if f.Emergency {
			out = append(out, limit{"decision", 72, "hours"})
		} else {
			out = append(out, limit{"decision", 30, "days"})
		}
	}
	if measures && e.ExpertRecheck.Required && !f.Emergency {
		out = append(out, limit{"expert_recheck", 30, "days"})
	}
	sites := f.in("11") && f.Unit.Kind == "medical_institution" && f.partnerIn(domestic) && f.medicalPeople()
	if sites {
		out = append(out, limit{"lead_site_paper", 3, "working_days"}, limit{"participant_opinion", 10, "working_days"},
			limit{"participant_review", 5, "working_days"})
	}
	if measures && slices.Contains(e.Obligations, "register_activity") {
		out = append(out, limit{"register_activity", 30, "days"})
	}
	return out
}

// 10. Follow-up.
func (f facts) followUp(e expected) int {
	switch {
	case e.Review != "required":
		return 0
	case f.since(reviewMeasures) && (len(f.Listed) > 0 || f.ApprovedListed):
		return 6
	}
	return 12
}

// 11. Obligations.
func (f facts) obligations(e expected) []string {
	required, inScope := e.Review == "required", len(e.Scope) > 0
	consent := slices.Contains([]string{"survey", "test", "intervention"}, f.Humans.Participants) ||
		f.Humans.Data == "identifiable" || f.Humans.Biospecimens == "new"
	wards := slices.Contains(f.Humans.Vulnerable, "minors") || slices.Contains(f.Humans.Vulnerable, "cognitive")
	animals := f.Animals == "laboratory"
	ai := f.aiWork() || f.AI.Lifecycle != "none"
	urgent := f.Emergency && required && f.since(reviewMeasures)
	owed := map[string]bool{
		"risk_assessment": true,
		"ethics_review":   required, "expert_recheck": e.ExpertRecheck.Required,
		"informed_consent": consent, "guardian_consent": consent && wards,
		"animal_3r": animals, "animal_licence": animals,
		"register_activity":      f.onList() && required,
		"partner_country_review": inScope && f.partnerIn(abroad),
		"cross_border_review":    inScope && f.inShenzhen() && f.partnerIn(crossBorder),
		"collaborative_review":   required && f.partnerIn(domestic),
		"written_entrustment":    e.Reviewer == "entrusted_committee",
		"establish_committee":    f.mustEstablish(),
		"commitment_letter":      f.owesPledge(),
		"veto_check":             f.shenzhenMoney(), "programme_oversight": f.publicMoney(),
		"ai_life_cycle_norms": ai && f.since(aiNorms),
		"ai_risk_grading":     ai && f.in("11"), "fairness_and_explainability": ai && f.in("11"),
		"closer_follow_up": urgent, "field_expert_present": urgent,
	}
	var out []string
	for code, yes := range owed {
		if yes {
			out = append(out, code)
		}
	}
	return sorted(out)
}

func (f facts) owesPledge() bool {
	shenzhen := f.shenzhenMoney() && (f.lifeMed() || f.aiWork() || len(f.IndirectRisks) > 0)
	return shenzhen || f.in("2101") && f.publicMoney()
}

// 12. Blocked by.
func (f facts) blockedBy(e expected) []string {
	var out []string
	if e.Review == "required" && f.Step != "follow_up" && f.Step != "follow_up_unchanged" {
		out = append(out, "ethics_approval")
	}
	if e.ExpertRecheck.Required {
		out = append(out, "expert_recheck_opinion")
	}
	for _, p := range f.Partners {
		owed := len(e.Scope) > 0 && (abroad(p.Country) || crossBorder(p.Country) && f.inShenzhen())
		if owed && p.Review == "pending" {
			out = append(out, "partner_review:"+p.Country)
		}
	}
	if f.owesPledge() && !f.CommitmentSigned {
		out = append(out, "commitment_letter")
	}
	if e.Reviewer == "entrusted_committee" {
		out = append(out, "written_entrustment")
	}
	return sorted(out)
}
