package programme

import (
	"strings"

	"lunheng/internal/gate"
	"lunheng/internal/lang"
	"lunheng/internal/veto"
)

// Codes of conditions, as the packs name them. One that is not known here is never
// met.
const (
	condGuide      = "ethics_requirements"
	condAssessment = "self_assessment"
	condCommittee  = "committee_asked"
	condApplicants = "applicants"
	condApproval   = "ethics_approval"
	condPledge     = "pledge"
	condFollowUps  = "follow_ups"
	condFindings   = "findings"
	condCases      = "cases"
	condInspection = "inspections"
	condCompletion = "completion"
	condReport     = "ethics_report"
)

// Conditions says what the guide's gate consists of and how each condition stands.
func (s State) Conditions(f Facts) []gate.Condition {
	var out []gate.Condition
	for _, d := range f.Demands {
		c := conditionOf(d)
		if d.Code == condGuide {
			var lacks []lang.Text
			for _, a := range f.Required {
				if s.Requirements[a.Code] == "" {
					lacks = append(lacks, a.Text)
				}
			}
			c.Met, c.Why = len(lacks) == 0, lang.T("已写明", "all of it is set out")
			if !c.Met {
				c.Why = lang.T("还没有写：%s", "not set out yet: %s").With(join(lacks))
			}
		}
		out = append(out, c)
	}
	return out
}

func conditionOf(d gate.Demand) gate.Condition {
	return gate.Condition{Code: d.Code, Text: d.Text, Lifts: d.Lifts, Before: d.Before, Ground: d.Ground, Cited: d.Cited, Why: lang.T("程序不认识这一条件，须更新程序", "the program does not know this condition and has to be updated")}
}

// Conditions says what the gate before which a project stands consists of and how
// each condition stands today, in the order of the rules.
func (p Project) Conditions(f Facts) []gate.Condition {
	var out []gate.Condition
	for _, d := range f.Demands {
		c := conditionOf(d)
		p.judgeOne(&c, f)
		out = append(out, c)
	}
	return out
}

func (p Project) judgeOne(c *gate.Condition, f Facts) {
	say := func(met bool, yes, no lang.Text) {
		if c.Met, c.Why = met, no; met {
			c.Why = yes
		}
	}
	switch c.Code {
	case condAssessment:
		say(f.Review != "", lang.T("已作", "it is there"), lang.T("还没有：回答自评估，或者关联已作自评估的活动", "not yet: answer it, or link an activity that was assessed"))
	case condCommittee:
		say(f.Handed, lang.T("已提交委员会", "it was handed in"), lang.T("还没有提交委员会", "it was not handed in to a committee yet"))
	case condApplicants:
		p.judgeApplicants(c, f)
	case condApproval:
		c.Met, c.Why = f.Approval.Holds, f.Approval.Why
		if !c.Met && p.EthicsBy != "" {
			c.Why = lang.T("%s；应在 %s 之前具备", "%s; due by %s").With(c.Why, string(p.EthicsBy))
		}
	case condPledge:
		p.judgePledge(c)
	case condFollowUps:
		say(!f.Overdue, lang.T("没有逾期", "none is overdue"), lang.T("跟踪审查已逾期", "a follow-up is overdue"))
	case condFindings:
		n := p.OpenFindings(false)
		say(n == 0, lang.T("没有未办结的问题", "nothing is open"), lang.T("%d 个问题没有办结", "%d not closed").With(n))
	case condCases:
		say(f.Cases == 0, lang.T("没有", "there is none"), lang.T("%d 件没有办结", "%d open").With(f.Cases))
	case condInspection:
		say(f.Inspected == 0, lang.T("没有", "there is none"), lang.T("%d 项没有整改", "%d open").With(f.Inspected))
	case condCompletion:
		say(f.Completed, lang.T("委员会已同意结题", "the committee agreed to the end"), lang.T("委员会还没有审查结题", "the committee has not reviewed the end yet"))
	case condReport:
		say(p.Report != "", lang.T("已提交", "it is there"), lang.T("还没有提交", "not handed in yet"))
	}
}

// judgeApplicants reads what the last check found, as far as it still holds today.
func (p Project) judgeApplicants(c *gate.Condition, f Facts) {
	if p.CheckedAt.IsZero() {
		c.Why = lang.T("提交时核查", "checked when it is handed in")
		return
	}
	var why []lang.Text
	for _, x := range p.Doubtful(f) {
		why = append(why, x.Say())
	}
	c.Met, c.Why = len(why) == 0, lang.T("已核查", "checked")
	if !c.Met {
		c.Why = join(why)
	}
}

// Doubtful are the applicants about whom something holds today.
func (p Project) Doubtful(f Facts) []Found {
	var out []Found
	for _, x := range p.Found {
		if x.Outcome == veto.Ask {
			if !contains(p.Settled, x.Who) {
				out = append(out, x)
			}
			continue
		}
		held := x
		held.Measures = nil
		for _, m := range x.Measures {
			if m.Until == "" || !f.Today.After(m.Until) {
				held.Measures = append(held.Measures, m)
			}
		}
		if len(held.Measures) > 0 {
			out = append(out, held)
		}
	}
	return out
}

// Say is what was found, without saying about whom.
func (x Found) Say() lang.Text {
	if x.Outcome == veto.Ask {
		return lang.T("须人工核对一名申报人：%s", "a person has to look at an applicant: %s").With(veto.WhyText(x.Why))
	}
	last := lang.T("终身", "for life") // a bar without a last day
	if x.Outcome == veto.Conditional {
		last = lang.T("履行为止", "until it is done") // an order has none
	}
	var numbers []string
	for _, m := range x.Measures {
		if !contains(numbers, m.Number) {
			numbers = append(numbers, m.Number)
		}
		if m.Until != "" {
			last = lang.T("至 %s", "until %s").With(string(m.Until))
		}
	}
	what := lang.T("一名申报人被否决（%s，%s）", "an applicant is vetoed (%s, %s)")
	if x.Outcome == veto.Conditional {
		what = lang.T("一名申报人须先履行处理决定（%s，%s）", "an applicant first has to do what a decision orders (%s, %s)")
	}
	return what.With(strings.Join(numbers, "、"), last)
}

func (p Project) judgePledge(c *gate.Condition) {
	switch {
	case p.OpenFindings(true) > 0:
		c.Why = lang.T("违背承诺，尚未纠正", "it was broken, and that is not corrected")
	case p.Pledge.Signed():
		c.Met, c.Why = true, lang.T("双方已签", "both sides have signed")
	case p.Pledge == nil || p.Pledge.Leader == "" && p.Pledge.Unit == "":
		c.Why = lang.T("还没有签", "not signed yet")
	case p.Pledge.Leader == "":
		c.Why = lang.T("等负责人签", "the leader has not signed yet")
	default:
		c.Why = lang.T("等单位签", "the unit has not signed yet")
	}
}

func join(list []lang.Text) lang.Text {
	var out lang.Text
	for i, t := range list {
		if i == 0 {
			out = t
			continue
		}
		out = lang.T("%s；%s", "%s; %s").With(out, t)
	}
	return out
}
