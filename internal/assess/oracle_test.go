package assess_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// The oracle is a second reading of what an assessment has to say: plain
// conditions, number by number as the description of the assessment numbers
// them, written without looking at any pack. Where it and the packs disagree,
// one of the two has misread.
//
// Some sentences can be read in more than one way. The readings taken here:
//
//   - Before the Opinions (number 2). People and animals are in scope on every
//     day, for number 1 gives them no first day, but review is required only
//     where a source carries it: from the Opinions on for people and animals,
//     from the Review Measures on for everything, and for what a State regime
//     already controls on every day. Before 2022-03-20 a study of people alone
//     is therefore in scope and its review not required.
//   - Before the list is in force a listed code is as if it did not stand there,
//     so that it hinders no exemption either.
//   - The order of Shenzhen's departments is that of the sentence; a department
//     that a unit is affiliated with stands where it is reached, so one that is
//     named earlier stays there, and one that is reached again later is not
//     named twice.
//   - "Any indirect risk" (number 11, the pledge) is any code that the profile
//     names, human dignity included: number 1 restricts what counts for the
//     scope, not what the profile says. A listed activity without any trigger
//     names no risk.
//   - "The same in Beijing" (number 11) is the same work, not the same first
//     day: Beijing's measures hold at all times.
//   - "Domestic partners" (number 9) are partners in CN, as in number 11; HK,
//     MO and TW have a sentence of their own.
//   - A partner's review is owed under number 11 abroad and, in Shenzhen, in
//     HK, MO and TW. Partners in CN owe none to the project: they review for
//     themselves within its collaboration.
//   - Six months (number 10) go by what the profile says on every step: also an
//     initial review that calls the approved activity listed.
//   - A written entrustment blocks on every step, a missing pledge even where
//     nothing is reviewed.
//   - Arrays are sets: a code that is named twice counts once, and two pending
//     partners in one country are one thing to wait for.
const (
	opinions        = "2022-03-20"
	aiNorms         = "2021-09-25"
	medicalMeasures = "2023-02-18"
	reviewMeasures  = "2023-12-01"
	shenzhenPlan    = "2024-11-09"
	aiMeasures      = "2026-03-20"
)

// expected is an assessment without packs and reasons, its names as printed.
type expected struct {
	On             string   `json:"on"`
	Scope          []string `json:"scope"`
	Review         string   `json:"review"`
	Procedure      string   `json:"procedure"`
	ExpertRecheck  recheck  `json:"expert_recheck"`
	Reviewer       string   `json:"reviewer"`
	Supervisors    []string `json:"supervisors"`
	Investigator   string   `json:"investigator"`
	Limits         []limit  `json:"limits"`
	FollowUpMonths int      `json:"follow_up_months"`
	Obligations    []string `json:"obligations"`
	BlockedBy      []string `json:"blocked_by"`
}

type recheck struct {
	Required bool     `json:"required"`
	Items    []string `json:"items"`
	WaivedBy string   `json:"waived_by"`
}

type limit struct {
	What   string `json:"what"`
	Amount int    `json:"amount"`
	Unit   string `json:"unit"`
}

// facts are a profile as the oracle reads it, and the day.
type facts struct {
	on   string
	Unit struct {
		Kind           string
		Region         string
		Committee      string
		HospitalGrade  int    `json:"hospital_grade"`
		AffiliatedWith string `json:"affiliated_with"`
	}
	Fields    []string
	Sensitive bool
	Humans    struct {
		Participants, Biospecimens, Data string
		HarmPossible                     bool `json:"harm_possible"`
		SensitivePersonalInformation     bool `json:"sensitive_personal_information"`
		CommercialInterest               bool `json:"commercial_interest"`
		ConsentCoversUse                 bool `json:"consent_covers_use"`
		ReproductiveOrChimeric           bool `json:"reproductive_or_chimeric"`
		Vulnerable                       []string
	}
	Animals          string
	IndirectRisks    []string `json:"indirect_risks"`
	Listed           []string
	StateApproval    string `json:"state_approval"`
	Risk             string
	Step             string
	ApprovedListed   bool `json:"approved_listed"`
	Emergency        bool
	Partners         []struct{ Country, Review string }
	Funding          []struct{ Source, Region string }
	CommitmentSigned bool                       `json:"commitment_signed"`
	AI               struct{ Lifecycle string } `json:"ai"`
}

// readFacts takes a profile in JSON. A missing code is the first of its list.
func readFacts(raw []byte, day string) (facts, error) {
	var p struct {
		On       string
		Activity facts
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return facts{}, fmt.Errorf("read profile: %w", err)
	}
	f := p.Activity
	f.on = p.On
	if day != "" {
		f.on = day
	}
	missing(&f.Unit.Kind, "other")
	missing(&f.Unit.Committee, "own")
	missing(&f.Humans.Participants, "none")
	missing(&f.Humans.Biospecimens, "none")
	missing(&f.Humans.Data, "none")
	missing(&f.Animals, "none")
	missing(&f.StateApproval, "none")
	missing(&f.Risk, "above_minimal")
	missing(&f.Step, "initial")
	missing(&f.AI.Lifecycle, "none")
	for i := range f.Partners {
		missing(&f.Partners[i].Review, "pending")
	}
	for i := range f.Funding {
		missing(&f.Funding[i].Source, "own")
	}
	return f, nil
}

func missing(code *string, first string) {
	if *code == "" {
		*code = first
	}
}

// oracle makes the whole assessment.
func oracle(f facts) expected {
	e := expected{On: f.on, Scope: f.scope()}
	e.Review = f.review(e.Scope)
	e.Procedure = f.procedure(e)
	e.ExpertRecheck = f.expertRecheck()
	e.Reviewer = f.reviewer(e)
	e.Supervisors = f.supervisors()
	e.Investigator = f.investigator()
	e.Obligations = f.obligations(e)
	e.Limits = f.limits(e)
	e.FollowUpMonths = f.followUp(e)
	e.BlockedBy = f.blockedBy(e)
	return e
}

// What several numbers speak of.

func (f facts) since(day string) bool { return f.on >= day }

func (f facts) field(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(f.Fields, n) })
}

func (f facts) in(prefix string) bool { return strings.HasPrefix(f.Unit.Region, prefix) }

func (f facts) aiWork() bool  { return f.field("artificial_intelligence") }
func (f facts) lifeMed() bool { return f.field("life_science", "medicine") }

func (f facts) people() bool {
	return f.Humans.Participants != "none" || f.Humans.Biospecimens != "none" || f.Humans.Data != "none"
}

// medicalPeople is people in scope in life science or medicine.
func (f facts) medicalPeople() bool { return f.people() && f.lifeMed() }

// onList is listed work, once there is a list.
func (f facts) onList() bool { return len(f.Listed) > 0 && f.since(reviewMeasures) }

func (f facts) inShenzhen() bool { return f.in("4403") && f.since(shenzhenPlan) }

// shenzhenMoney is money of Shenzhen's own plan.
func (f facts) shenzhenMoney() bool {
	for _, m := range f.Funding {
		if m.Source == "municipal_plan" && strings.HasPrefix(m.Region, "4403") && f.inShenzhen() {
			return true
		}
	}
	return false
}

func (f facts) publicMoney() bool {
	for _, m := range f.Funding {
		if strings.HasSuffix(m.Source, "_plan") {
			return true
		}
	}
	return false
}

func (f facts) partnerIn(where func(country string) bool) bool {
	for _, p := range f.Partners {
		if where(p.Country) {
			return true
		}
	}
	return false
}

func domestic(country string) bool    { return country == "CN" }
func crossBorder(country string) bool { return slices.Contains([]string{"HK", "MO", "TW"}, country) }
func abroad(country string) bool      { return !domestic(country) && !crossBorder(country) }

// sorted is a set as it is printed.
func sorted(codes []string) []string {
	slices.Sort(codes)
	return append([]string{}, slices.Compact(codes)...)
}
