// Package check is the two-minute check: a short conversation that says at
// once what the rules ask of an activity, and why.
package check

import (
	"net/url"
	"slices"
	"strings"

	"lunheng/internal/assess"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/web/ui"
)

// Edit is the name of the parameter that asks for a question again.
const Edit = "edit"

// View is everything the page shows.
type View struct {
	Page     ui.PageInfo
	Answers  url.Values // as given; they are the address of the page
	Given    []Given
	Question *Question // nil when all that matters is answered
	Left     int       // questions still open, this one included
	Total    int
	Result   *Result // nil as long as nothing can be said
	Form     ui.Form
	MayApply bool // somebody is logged in

	Base  string    // address of the conversation
	Apply string    // where the answers go in the end
	Do    lang.Text // what is done with them there
	Key   string    // against doing it twice
}

// Given is a question with its answer in words.
type Given struct {
	Text   lang.Text
	Answer lang.Text
	Edit   string // address that asks again
}

// Question is the one to answer now.
type Question struct {
	Code  string
	Kind  string // text, region, bool, one, many, partners, funding
	Field ui.Field
}

// Result is the assessment in words.
type Result struct {
	Lines    []Line
	Complete bool
	Pledge   string // version of the packs it rests on
}

// Line is one output with what it rests on.
type Line struct {
	Label   lang.Text
	Values  []lang.Text
	Reasons []ui.Reason
	New     bool // the last answer changed it
}

// address is the page with these answers.
func (v View) address(answers url.Values) string { return v.Base + "?" + answers.Encode() }

// without returns the answers without one of them.
func without(answers url.Values, code string) url.Values {
	out := url.Values{}
	for k, v := range answers {
		if k != code && k != Edit {
			out[k] = v
		}
	}
	return out
}

// others are the answers that travel along with the form of a question.
func (v View) others() [][2]string {
	var out [][2]string
	keys := make([]string, 0, len(v.Answers))
	for k := range v.Answers {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if v.Question != nil && k == v.Question.Code || k == Edit {
			continue
		}
		for _, value := range v.Answers[k] {
			out = append(out, [2]string{k, value})
		}
	}
	return out
}

// ResultOf puts an assessment into words, output by output.
func ResultOf(set *rules.Set, a assess.Assessment) Result {
	return Result{Lines: lines(set, a), Complete: true, Pledge: strings.Join(a.Packs, ", ")}
}

func lines(set *rules.Set, a assess.Assessment) []Line {
	names := func(list string, codes ...string) []lang.Text {
		var out []lang.Text
		for _, c := range codes {
			if c != "" {
				out = append(out, assess.Name(set, list, c))
			}
		}
		return out
	}
	var limits []lang.Text
	for _, l := range a.Limits {
		limits = append(limits, lang.T("%s：%s", "%s: %s").With(assess.Name(set, "limits", l.What), l.Span().Text()))
	}
	var follow []lang.Text
	if a.FollowUpMonths > 0 {
		follow = []lang.Text{lang.T("每 %d 个月至少一次", "at least every %d months").With(a.FollowUpMonths)}
	}
	all := []Line{
		{Label: lang.T("伦理审查", "Ethics review"), Values: names("review", a.Review), Reasons: reasons(set, a, "review")},
		{Label: lang.T("属于哪类活动", "Scope"), Values: names("scope", a.Scope...), Reasons: reasons(set, a, "scope")},
		{Label: lang.T("程序", "Procedure"), Values: names("procedure", a.Procedure), Reasons: reasons(set, a, "procedure")},
		{Label: lang.T("由谁审查", "Who reviews"), Values: names("reviewer", a.Reviewer), Reasons: reasons(set, a, "reviewer")},
		{Label: lang.T("专家复核", "Expert re-review"), Values: names("listed", a.ExpertRecheck.Items...), Reasons: reasons(set, a, "expert_recheck")},
		{Label: lang.T("多长时间", "How long"), Values: limits, Reasons: reasons(set, a, "limits")},
		{Label: lang.T("跟踪审查", "Follow-up review"), Values: follow, Reasons: reasons(set, a, "follow_up_months")},
		{Label: lang.T("需要做到", "What is asked"), Values: names("obligations", a.Obligations...), Reasons: reasons(set, a, "obligations")},
		{Label: lang.T("开始前必须具备", "Before the work may start"), Values: names("blocked_by", a.BlockedBy...), Reasons: reasons(set, a, "blocked_by")},
		{Label: lang.T("主管部门", "Competent department"), Values: names("departments", a.Supervisors...), Reasons: reasons(set, a, "supervisors")},
	}
	return slices.DeleteFunc(all, func(l Line) bool { return len(l.Values) == 0 })
}

func reasons(set *rules.Set, a assess.Assessment, output string) []ui.Reason {
	var out []ui.Reason
	for _, r := range a.ReasonsFor(output) {
		out = append(out, Reason(set, r))
	}
	return out
}

// Reason shows a rule's reason.
func Reason(set *rules.Set, r rules.Reason) ui.Reason {
	return ui.Reason{Text: r.Because, Change: r.Instead, Ground: GroundOf(set, r.Rule, r.Pack, r.Source, r.Article)}
}

// GroundOf shows a legal ground with the name of its source.
func GroundOf(set *rules.Set, rule, pack, source, article string) ui.Ground {
	title := lang.Same(source)
	if s, ok := set.Source(source); ok {
		title = s.Title
	}
	return ui.Ground{Source: title, Article: article, Rule: rule, Pack: pack}
}

// words joins texts for one line.
func words(c ui.Ctx, texts []lang.Text) string {
	parts := make([]string, len(texts))
	for i, t := range texts {
		parts[i] = c.Text(t)
	}
	return strings.Join(parts, c.T("；", "; "))
}
