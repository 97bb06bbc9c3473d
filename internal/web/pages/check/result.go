package check

import (
	"slices"
	"strings"

	"lunheng/internal/assess"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/web/ui"
)

// ResultOf puts an assessment into words, output by output.
func ResultOf(set *rules.Set, a assess.Assessment) Result {
	return Result{Lines: lines(set, a), Complete: true, On: a.On, Pledge: strings.Join(a.Packs, ", ")}
}

func lines(set *rules.Set, a assess.Assessment) []Line {
	var limits, follow, recheck []lang.Text
	for _, l := range a.Limits {
		limits = append(limits, lang.T("%s：%s", "%s: %s").With(assess.Name(set, "limits", l.What), l.Span().Text()))
	}
	if a.FollowUpMonths > 0 {
		follow = []lang.Text{lang.T("每 %d 个月至少一次", "at least every %d months").With(a.FollowUpMonths)}
	}
	recheck = names(set, "listed", a.ExpertRecheck.Items...)
	if len(recheck) == 0 && a.ExpertRecheck.WaivedBy != "" {
		recheck = []lang.Text{lang.T("由国家管理（%s）替代，不需要", "not needed: waived by the State regime (%s)").With(assess.Name(set, "state_approval", a.ExpertRecheck.WaivedBy))}
	}
	all := []Line{
		{Output: "review", Label: lang.T("伦理审查", "Ethics review"), Values: names(set, "review", a.Review)},
		{Output: "scope", Label: lang.T("属于哪类活动", "Scope"), Values: names(set, "scope", a.Scope...)},
		{Output: "procedure", Label: lang.T("程序", "Procedure"), Values: names(set, "procedure", a.Procedure)},
		{Output: "reviewer", Label: lang.T("由谁审查", "Who reviews"), Values: names(set, "reviewer", a.Reviewer)},
		{Output: "expert_recheck", Label: lang.T("专家复核", "Expert re-review"), Values: recheck},
		{Output: "limits", Label: lang.T("多长时间", "How long"), Values: limits},
		{Output: "follow_up_months", Label: lang.T("跟踪审查", "Follow-up review"), Values: follow},
		{Output: "obligations", Label: lang.T("需要做到", "What is asked"), Values: names(set, "obligations", a.Obligations...)},
		{Output: "blocked_by", Label: lang.T("开始前必须具备", "Before the work may start"), Values: names(set, "blocked_by", a.BlockedBy...)},
		{Output: "supervisors", Label: lang.T("主管部门", "Competent department"), Values: names(set, "departments", a.Supervisors...)},
		{Output: "investigator", Label: lang.T("违规先由谁查处", "Who handles a violation first"), Values: names(set, "departments", a.Investigator)},
	}
	all = slices.DeleteFunc(all, func(l Line) bool { return len(l.Values) == 0 })
	for i := range all {
		all[i].Reasons = reasons(set, a, all[i].Output)
	}
	return withNotes(set, a, all)
}

// withNotes adds what packs say people should know beside a result.
func withNotes(set *rules.Set, a assess.Assessment, all []Line) []Line {
	values := map[string][]string{"review": {a.Review}, "procedure": {a.Procedure}, "reviewer": {a.Reviewer},
		"scope": a.Scope, "obligations": a.Obligations, "blocked_by": a.BlockedBy}
	for _, note := range set.List(notes) {
		if !slices.Contains(values[note.Str("output")], note.Str("value")) {
			continue
		}
		for i := range all {
			if all[i].Output == note.Str("output") {
				all[i].Notes = append(all[i].Notes, note.Text)
			}
		}
	}
	return all
}

// names are codes in words; partners' countries are named too.
func names(set *rules.Set, list string, codes ...string) []lang.Text {
	var out []lang.Text
	for _, code := range codes {
		if code != "" {
			out = append(out, assess.Name(set, list, code))
		}
	}
	return out
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
	out := ui.Reason{Text: r.Because, Change: r.Instead, Ground: GroundOf(set, r.Rule, r.Pack, r.Source, r.Article)}
	out.Ground.Unsure = r.Unsure
	return out
}

// GroundOf shows a legal ground with the name of its source.
func GroundOf(set *rules.Set, rule, pack, source, article string) ui.Ground {
	title := lang.Same(source)
	if s, ok := set.Source(source); ok {
		title = s.Title
	}
	return ui.Ground{Source: title, Article: article, Rule: rule, Pack: pack}
}

// cited writes the numbers of articles as people cite them.
func cited(c ui.Ctx, list []ui.Reason) []ui.Reason {
	out := slices.Clone(list)
	for i := range out {
		out[i].Ground.Article = c.Text(rules.Article(out[i].Ground.Article))
	}
	return out
}

// changes are the differences between two results, output by output, and marks
// in now the lines that differ.
func changes(now, before []Line) []Change {
	var out []Change
	for i := range now {
		c := Change{Label: now[i].Label, Added: now[i].Values, Reasons: now[i].Reasons}
		if at := slices.IndexFunc(before, func(b Line) bool { return b.Output == now[i].Output }); at >= 0 {
			c = Change{Label: now[i].Label, Added: lacking(now[i].Values, before[at].Values), Removed: lacking(before[at].Values, now[i].Values),
				Reasons: fresh(now[i].Reasons, before[at].Reasons), Silent: fresh(before[at].Reasons, now[i].Reasons)}
		}
		if now[i].New = len(c.Added)+len(c.Removed) > 0; now[i].New {
			out = append(out, c)
		}
	}
	for _, b := range before {
		if !slices.ContainsFunc(now, func(l Line) bool { return l.Output == b.Output }) {
			out = append(out, Change{Label: b.Label, Removed: b.Values, Silent: b.Reasons})
		}
	}
	return out
}

// lacking are the values of a that b lacks, as people read them.
func lacking(a, b []lang.Text) []lang.Text {
	var out []lang.Text
	for _, t := range a {
		if !slices.ContainsFunc(b, func(u lang.Text) bool { return u.In(lang.ZH) == t.In(lang.ZH) }) {
			out = append(out, t)
		}
	}
	return out
}

// fresh are the reasons of a whose rules are not among b.
func fresh(a, b []ui.Reason) []ui.Reason {
	return slices.DeleteFunc(slices.Clone(a), func(r ui.Reason) bool {
		return slices.ContainsFunc(b, func(o ui.Reason) bool { return o.Ground.Rule == r.Ground.Rule })
	})
}

// words joins texts for one line.
func words(c ui.Ctx, texts []lang.Text) string {
	parts := make([]string, len(texts))
	for i, t := range texts {
		parts[i] = c.Text(t)
	}
	return strings.Join(parts, c.T("；", "; "))
}
