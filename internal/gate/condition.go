package gate

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// Codes of conditions that are met by what lies elsewhere; all others need
// evidence.
const (
	conditionApproval  = "ethics_approval"
	conditionExemption = "exemption"
	conditionRecheck   = "expert_recheck"
	conditionDeclared  = "declaration"
	conditionPartner   = "partner_review"
	conditionWaiver    = "recheck_waiver"
	conditionProject   = "project_approval"
	conditionAnimals   = "animal_3r"
)

// Before says what a condition is a gate for.
type Before string

// The two gates: that of the work, and that of the project's approval (立项),
// which comes first where a place says so.
const (
	BeforeStart   Before = "start"
	BeforeProject Before = "project"
)

// Demand is a condition as the packs ask for it.
type Demand struct {
	Code   string
	Lifts  flow.Role
	Before Before
	Text   lang.Text
	Ground flow.Ground
	Cited  lang.Text // the ground in words
}

// Condition is one condition of the gate as it stands on a day.
type Condition struct {
	Code   string       `json:"code"`
	Place  string       `json:"place,omitempty"` // country or region, of a partner's decision
	Text   lang.Text    `json:"text"`
	Lifts  flow.Role    `json:"lifts"`  // who can open it
	Before Before       `json:"before"` // what it is a gate for
	Ground flow.Ground  `json:"ground"`
	Cited  lang.Text    `json:"cited"`
	Met    bool         `json:"met"`
	Why    lang.Text    `json:"why"` // how it stands
	Since  calendar.Day `json:"since,omitempty"`
	Until  calendar.Day `json:"until,omitempty"`
	Paper  int          `json:"paper,omitzero"` // the evidence that counts, or the last one
	Needs  []string     `json:"needs,omitempty"`
}

// Name is the condition in words, with the place of a partner.
func (c Condition) Name() lang.Text {
	if c.Place == "" {
		return c.Text
	}
	return lang.T("%s（%s）", "%s (%s)").With(c.Text, c.Place)
}

// Conditions says what the gate consists of and how each condition stands
// today, in the order of the rules.
func (s State) Conditions(f Facts) []Condition {
	var out []Condition
	project := false
	for _, d := range f.Demands {
		project = project || d.Before == BeforeProject
		if d.Code != conditionPartner {
			out = append(out, s.judgeOne(d, "", f))
			continue
		}
		for _, place := range f.Places {
			out = append(out, s.judgeOne(d, place, f))
		}
	}
	if project {
		d := Demand{Code: conditionProject, Lifts: flow.RoleApplicant, Before: BeforeStart, Text: lang.T("立项", "The approval of the project")}
		before := out[slices.IndexFunc(out, func(c Condition) bool { return c.Before == BeforeProject })]
		d.Ground, d.Cited = before.Ground, before.Cited
		out = append(out, s.judgeOne(d, "", f))
	}
	return out
}

func (s State) judgeOne(d Demand, place string, f Facts) Condition {
	c := Condition{Code: d.Code, Place: place, Text: d.Text, Lifts: d.Lifts, Before: d.Before, Ground: d.Ground, Cited: d.Cited}
	met := func(since calendar.Day, why lang.Text) Condition {
		c.Met, c.Since, c.Why = true, since, why
		return c
	}
	switch d.Code {
	case conditionApproval, conditionExemption:
		c.Why = f.Approval.Why
		if f.Approval.Holds {
			return met(f.Approval.Since, c.Why)
		}
	case conditionRecheck:
		c.Why = lang.T("专家尚未同意", "the experts have not agreed yet")
		if f.Against {
			c.Why = lang.T("专家不同意", "the experts do not agree")
		}
		if !f.Agreed.IsZero() {
			return met(f.Agreed, lang.T("专家已同意", "the experts agree"))
		}
	case conditionDeclared:
		c.Why = lang.T("尚未说明", "not said yet")
		if s.Answered {
			return met("", lang.T("已说明", "said"))
		}
	case conditionProject:
		c.Why = lang.T("尚未立项", "not approved yet")
		if !s.Project.IsZero() {
			return met(s.Project, lang.T("已立项", "approved"))
		}
	default:
		return s.byPaper(c, f)
	}
	return c
}

// byPaper judges a condition that needs evidence.
func (s State) byPaper(c Condition, f Facts) Condition {
	c.Needs = f.Forms[c.Code].Needs
	if e := s.Counts(c.Code, c.Place); e != nil {
		c.Paper, c.Since, c.Until = e.N, e.Day, e.Until
		if e.Until.IsZero() || !f.Today.After(e.Until) {
			c.Met, c.Why = true, lang.T("材料已核对", "the evidence was accepted")
			return c
		}
		c.Why = lang.T("已于 %s 到期", "ran out on %s").With(string(e.Until))
	}
	for _, now := range []struct {
		as  Standing
		why lang.Text
	}{{Waiting, lang.T("材料待秘书核对", "the evidence waits to be looked at")}, {SentBack, lang.T("材料已退回", "the evidence was returned")},
		{Revoked, lang.T("已被撤销", "it was taken back")}} {
		if e := s.last(c.Code, c.Place, now.as); e != nil {
			c.Paper, c.Why = e.N, now.why
			return c
		}
	}
	if c.Why.IsZero() {
		c.Why = lang.T("尚无材料", "there is no evidence yet")
	}
	return c
}

// Open are those that are not met.
func Open(all []Condition) []Condition {
	return slices.DeleteFunc(slices.Clone(all), func(c Condition) bool { return c.Met })
}
