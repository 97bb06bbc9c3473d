package assess

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Assessment is what the rules in force on a day ask of an activity.
type Assessment struct {
	On             calendar.Day
	Packs          []string // in force, general first
	PackHash       string   // identifies them to the last byte
	Scope          []string
	Review         string // required, exempt, not_required
	Procedure      string // meeting, simplified, emergency; "" unless review is required
	ExpertRecheck  ExpertRecheck
	Reviewer       string   // own_committee, entrusted_committee; "" unless required
	Supervisors    []string // competent departments, the leading one first
	Investigator   string   // who would handle a violation first
	Limits         []Limit
	FollowUpMonths int // 0 when review is not required
	Obligations    []string
	BlockedBy      []string // what must be there before the work may start
	Reasons        []rules.Reason
	Overruled      []rules.Reason // rules whose values more special ones covered
}

// ExpertRecheck is whether experts re-review listed work.
type ExpertRecheck struct {
	Required bool     `json:"required"`
	Items    []string `json:"items"`
	WaivedBy string   `json:"waived_by"`
}

// Limit is a time within which something is due.
type Limit struct {
	What   string `json:"what"`
	Amount int    `json:"amount"`
	Unit   string `json:"unit"` // days, working_days, hours
}

// Span is the length of the limit.
func (l Limit) Span() calendar.Span { return calendar.Span{Amount: l.Amount, Unit: l.Unit} }

// ReviewRequired reports whether the activity has to be reviewed.
func (a Assessment) ReviewRequired() bool { return a.Review == "required" }

// Limit returns the named limit.
func (a Assessment) Limit(what string) (Limit, bool) {
	i := slices.IndexFunc(a.Limits, func(l Limit) bool { return l.What == what })
	if i < 0 {
		return Limit{}, false
	}
	return a.Limits[i], true
}

// ReasonsFor returns the reasons that name an output, such as "review".
func (a Assessment) ReasonsFor(output string) []rules.Reason {
	var out []rules.Reason
	for _, r := range a.Reasons {
		if slices.Contains(r.Sets, output) {
			out = append(out, r)
		}
	}
	return out
}

// Judge asks the rules in force on a day. An error means that a rule could not be
// evaluated; then nothing is known, and the caller must refuse.
func Judge(b *rules.Book, p Profile, day calendar.Day) (Assessment, error) {
	return judge(b, p, day, (*rules.Set).EvaluateFitted)
}

// Outcome is [Judge] without the reasons, for those who compare very many.
func Outcome(b *rules.Book, p Profile, day calendar.Day) (Assessment, error) {
	return judge(b, p, day, (*rules.Set).ValuesFitted)
}

func judge(b *rules.Book, p Profile, day calendar.Day, ask func(*rules.Set, string, map[string]any) rules.Answer) (Assessment, error) {
	if p.vars == nil {
		return Assessment{}, errUnchecked
	}
	set := b.On(day, p.Activity.Unit.Region)
	answer := ask(set, point, p.vars)
	if err := answer.Err(); err != nil {
		return Assessment{}, unjudged(set, answer, day, err)
	}
	a := Assessment{
		On: day, Packs: set.IDs(), PackHash: set.Hash(),
		Scope:          answer.Strings("scope"),
		Review:         answer.String("review"),
		Procedure:      answer.String("procedure"),
		Reviewer:       answer.String("reviewer"),
		Supervisors:    answer.Strings("supervisors"),
		Investigator:   answer.String("investigator"),
		FollowUpMonths: answer.Int("follow_up_months"),
		Obligations:    answer.Strings("obligations"),
		BlockedBy:      answer.Strings("blocked_by"),
		Reasons:        answer.Reasons,
		Overruled:      answer.Overruled,
	}
	items := answer.Strings("recheck_items")
	a.ExpertRecheck = ExpertRecheck{Required: len(items) > 0, Items: items, WaivedBy: answer.String("recheck_waived_by")}
	a.Limits = limits(answer)
	return a, nil
}

// unjudged says that no assessment could be made, and because of which rules. A
// rule that fails never counts as "no".
func unjudged(set *rules.Set, answer rules.Answer, day calendar.Day, err error) error {
	var zh, en []string
	for _, e := range answer.Errors {
		f, ok := errors.AsType[*rules.Failure](e)
		if !ok {
			zh, en = append(zh, e.Error()), append(en, e.Error())
			continue
		}
		cited := set.Cite(f.Source, f.Article)
		zh = append(zh, fmt.Sprintf("规则 %s（%s）：%v", f.Rule, cited.ZH, f.Err))
		en = append(en, fmt.Sprintf("rule %s (%s): %v", f.Rule, cited.EN, f.Err))
	}
	out := errs.New(errs.Refused, "assess.unjudged", lang.T(
		"%s 的规则未能评估，没有得出结论；这不等于“不需要审查”。请告知系统管理员。%s。",
		"The rules of %s could not be evaluated, so there is no assessment; that does not mean that no review is needed. Please tell the administrator. %s."),
		day.String(), lang.T(strings.Join(zh, "；"), strings.Join(en, "; ")))
	out.Cause = err
	return out
}

func limits(answer rules.Answer) []Limit {
	out := []Limit{}
	for _, o := range answer.Objects("limits") {
		l := Limit{}
		l.What, _ = o["what"].(string)
		l.Amount, _ = o["amount"].(int)
		l.Unit, _ = o["unit"].(string)
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b Limit) int { return cmp.Compare(a.What, b.What) })
	return out
}

// view is the assessment as programs read it.
type view struct {
	On             calendar.Day  `json:"on"`
	Packs          []string      `json:"packs"`
	Scope          []string      `json:"scope"`
	Review         string        `json:"review"`
	Procedure      string        `json:"procedure"`
	ExpertRecheck  ExpertRecheck `json:"expert_recheck"`
	Reviewer       string        `json:"reviewer"`
	Supervisors    []string      `json:"supervisors"`
	Investigator   string        `json:"investigator"`
	Limits         []Limit       `json:"limits"`
	FollowUpMonths int           `json:"follow_up_months"`
	Obligations    []string      `json:"obligations"`
	BlockedBy      []string      `json:"blocked_by"`
	Reasons        []reasonView  `json:"reasons"`
}

type reasonView struct {
	Rule    string   `json:"rule"`
	Sets    []string `json:"sets"`
	Source  string   `json:"source"`
	Article string   `json:"article"`
	Because string   `json:"because"`
}

// JSON is the assessment as one line of JSON, its sentences in language l. All
// arrays are sorted, reasons by rule, but packs and supervisors.
func (a Assessment) JSON(l lang.Lang) ([]byte, error) {
	v := view{On: a.On, Packs: a.Packs, Scope: a.Scope, Review: a.Review, Procedure: a.Procedure, ExpertRecheck: a.ExpertRecheck,
		Reviewer: a.Reviewer, Supervisors: a.Supervisors, Investigator: a.Investigator, Limits: a.Limits,
		FollowUpMonths: a.FollowUpMonths, Obligations: a.Obligations, BlockedBy: a.BlockedBy, Reasons: []reasonView{}}
	for _, r := range a.Reasons {
		sets := slices.Sorted(slices.Values(r.Sets))
		v.Reasons = append(v.Reasons, reasonView{r.Rule, sets, r.Source, r.Article, r.Because.In(l)})
	}
	slices.SortFunc(v.Reasons, func(a, b reasonView) int { return cmp.Compare(a.Rule, b.Rule) })
	out, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write assessment: %w", err)
	}
	return out, nil
}
