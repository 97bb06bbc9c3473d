package activity

import (
	"slices"
	"strings"

	"lunheng/internal/assess"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Claim says on which grounds an application asks to be exempt from review.
type Claim struct {
	Grounds   []string `json:"grounds"`   // codes of the pack's list exemption_cases
	Statement string   `json:"statement"` // why they fit
}

// Exempting is what the packs say about claims of exemption.
type Exempting struct {
	Grounds []ExemptGround
	Needs   []string // codes of what a claim has to hold of an application
}

// ExemptGround is one of the cases in which a review may be waived.
type ExemptGround struct {
	Code string
	Text lang.Text
	Fits []string // answers on which it stands, such as data:public
}

// ExemptingOf reads what the packs say; without grounds nothing can be claimed.
func ExemptingOf(set *rules.Set) Exempting {
	var out Exempting
	for _, item := range set.List("exemption_cases") {
		out.Grounds = append(out.Grounds, ExemptGround{Code: item.Code, Text: item.Text, Fits: item.Strs("fits")})
	}
	if item, ok := set.Item("exemption_claim", "claim"); ok {
		out.Needs = item.Strs("needs")
	}
	return out
}

// answersOf are the answers that need a ground: what is used of people.
func answersOf(p assess.Activity) []string {
	var out []string
	for _, a := range [][2]string{{"participants", p.Humans.Participants}, {"data", p.Humans.Data}, {"biospecimens", p.Humans.Biospecimens}} {
		if a[1] != "" && a[1] != "none" {
			out = append(out, a[0]+":"+a[1])
		}
	}
	return out
}

// Fitting are the grounds that the answers allow.
func (e Exempting) Fitting(p assess.Activity) []ExemptGround {
	answers := answersOf(p)
	return slices.DeleteFunc(slices.Clone(e.Grounds), func(g ExemptGround) bool {
		return !slices.ContainsFunc(g.Fits, func(fit string) bool { return slices.Contains(answers, fit) })
	})
}

// check tells all that is wrong with a claim, at once.
func (e Exempting) check(c *Claim, j *Judged) errs.List {
	var wrong errs.List
	if j != nil && j.Answer.Review != "exempt" {
		wrong.Add(errs.New(errs.Refused, "activity.exempt.not", lang.T("按您的自评和现行规则，这项活动须经审查，不属于免除审查的情形（医学研究伦理审查办法第三十二条）。请按一般程序提交。",
			"By your self-assessment and the rules in force this work has to be reviewed and is not exempt (medical measures, article 32). Hand it in for the ordinary review.")).At("grounds"))
		return wrong
	}
	if c.Statement = strings.TrimSpace(c.Statement); c.Statement == "" {
		wrong.Add(errs.New(errs.Invalid, "activity.exempt.statement", lang.T("请说明数据或者样本的来源，以及为什么符合所选的情形。", "Say where the data or specimens come from and why the grounds fit.")).At("statement"))
	}
	if len(c.Grounds) == 0 {
		wrong.Add(errs.New(errs.Invalid, "activity.exempt.grounds", lang.T("请选择免除审查的情形（医学研究伦理审查办法第三十二条）。", "Choose the grounds of the exemption (Medical Review Measures, article 32).")).At("grounds"))
		return wrong
	}
	if j == nil {
		return wrong
	}
	slices.Sort(c.Grounds)
	c.Grounds = slices.Compact(c.Grounds)
	fitting := e.Fitting(j.Profile)
	left := answersOf(j.Profile)
	for _, code := range c.Grounds {
		i := slices.IndexFunc(fitting, func(g ExemptGround) bool { return g.Code == code })
		if i < 0 {
			wrong.Add(errs.New(errs.Invalid, "activity.exempt.fit", lang.T("“%s”与自评的答案不符（医学研究伦理审查办法第三十二条）。", "%q does not fit the answers of the self-assessment (Medical Review Measures, article 32)."), e.name(code)).At("grounds"))
			continue
		}
		left = slices.DeleteFunc(left, func(a string) bool { return slices.Contains(fitting[i].Fits, a) })
	}
	if len(left) > 0 {
		wrong.Add(errs.New(errs.Invalid, "activity.exempt.rest", lang.T("自评中还有 %d 项使用没有相应的情形：每一项都要有（医学研究伦理审查办法第三十二条）。",
			"For %d kinds of use in the self-assessment no ground was chosen: each needs one (Medical Review Measures, article 32)."), len(left)).At("grounds"))
	}
	return wrong
}

func (e Exempting) name(code string) lang.Text {
	for _, g := range e.Grounds {
		if g.Code == code {
			return g.Text
		}
	}
	return lang.Same(code)
}

// forClaim are the requirements that a claim has to meet: its packs name few.
func (f SubmitFacts) forClaim() SubmitFacts {
	f.Required = slices.DeleteFunc(slices.Clone(f.Required), func(r Requirement) bool { return !slices.Contains(f.Exempting.Needs, r.Code) })
	return f
}

// Claims reports whether the application can be handed in as a claim of exemption.
func (s State) Claims(f SubmitFacts) bool {
	return s.Editable() && f.Judged != nil && f.Judged.Answer.Review == "exempt" && len(f.Exempting.Fitting(f.Judged.Profile)) > 0
}

// ClaimIncomplete lists what a claim lacks of the application.
func (s State) ClaimIncomplete(f SubmitFacts) errs.List { return s.Incomplete(f.forClaim()) }

// Exempted says that the committee found the work exempt from review.
type Exempted struct {
	Review string `json:"review"`
}

// ExemptionEnded says that it is not exempt: the claim was refused or taken back,
// or the conditions changed. The ordinary review is what follows.
type ExemptionEnded struct {
	Review string `json:"review"`
	Reason string `json:"reason,omitempty"`
}

// EventType names the event; so does that below.
func (Exempted) EventType() string       { return "activity.exempted" }
func (ExemptionEnded) EventType() string { return "activity.exemption_ended" }

// MarkExempt says that the work needs no review.
func (s *Service) MarkExempt(tx *journal.Tx, activity, review string) error {
	return s.mark(tx, activity, Exempted{Review: review})
}

// MarkExemptionEnded gives the file back for the ordinary review.
func (s *Service) MarkExemptionEnded(tx *journal.Tx, activity, review, reason string) error {
	return s.mark(tx, activity, ExemptionEnded{Review: review, Reason: reason})
}
