package web

import (
	"fmt"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/web/pages/admin"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

func orNational(r *Request, region string) string {
	if region == "" {
		return r.C.T("全国", "the whole country")
	}
	return region
}

func (r *Request) sourceRow(s rules.Source) register.Row {
	state := ui.Status{Text: lang.T("施行中", "In force"), Tone: ui.OK}
	switch {
	case s.Until != "" && s.Until < r.P.Day:
		state = ui.Status{Text: lang.T("已失效", "No longer in force"), Tone: ui.Ended}
	case !s.InForceOn(r.P.Day):
		state = ui.Status{Text: lang.T("尚未施行", "Not yet in force"), Tone: ui.Plain}
	}
	title := register.Cell{Text: r.C.Text(s.Title)}
	if !s.Note.IsZero() {
		title.Small = []string{r.C.Text(s.Note)}
	}
	return register.Row{title, {Text: orDash(s.Number)}, {Text: r.period(s.InForce, s.Until)}, {Status: &state}}
}

// period is from when until when, in words.
func (r *Request) period(from, until calendar.Day) string {
	switch {
	case from == "" && until == "":
		return ""
	case until == "":
		return r.C.Tf("自 %s 起", "since %s", r.C.Day(string(from)))
	}
	return r.C.Day(string(from)) + r.C.T(" 至 ", " – ") + r.C.Day(string(until))
}

func (r *Request) paramRow(p rules.Param) register.Row {
	confirmed := ui.Status{Text: lang.T("已对照原文", "held against the text"), Tone: ui.OK}
	if p.Confidence != "V" {
		confirmed = ui.Status{Text: lang.T("待核实", "to be confirmed"), Tone: ui.Warn}
	}
	meaning := register.Cell{Text: r.C.Text(p.Title)}
	if !p.Note.IsZero() {
		meaning.Small = append(meaning.Small, r.C.Text(p.Note))
	}
	if period := r.period(p.From, p.Until); period != "" {
		meaning.Small = append(meaning.Small, period)
	}
	ground := register.Cell{Text: r.C.Text(r.source(p.Source)), Small: []string{article(r.C, p.Article)}}
	return register.Row{meaning, {Text: r.paramValue(p)}, ground, {Status: &confirmed}}
}

// paramValue is a number with its unit, in words.
func (r *Request) paramValue(p rules.Param) string {
	if num, den := p.Ratio(); den > 0 {
		return fmt.Sprintf("%d/%d", num, den)
	}
	unit, ok := map[string]lang.Text{
		"days": lang.T("天", "days"), "working_days": lang.T("个工作日", "working days"), "hours": lang.T("小时", "hours"), "months": lang.T("个月", "months"),
		"years": lang.T("年", "years"), "people": lang.T("人", "people"), "percent": lang.Same("%"),
	}[p.Unit]
	if !ok {
		return fmt.Sprint(p.Value, p.Unit)
	}
	return fmt.Sprint(p.Value, " ", r.C.Text(unit))
}

// packPoints groups the rules by what they decide about.
func (r *Request) packPoints(p rules.Outline) []admin.Point {
	var out []admin.Point
	at := map[string]int{}
	for _, rule := range p.Rules {
		i, ok := at[rule.Point]
		if !ok {
			i = len(out)
			at[rule.Point], out = i, append(out, admin.Point{ID: rule.Point, Title: rule.About})
		}
		out[i].Rules = append(out[i].Rules, admin.Rule{ID: rule.ID, Because: rule.Because, Instead: rule.Instead, When: rule.When, Period: r.period(rule.From, rule.Until),
			Ground: ui.Ground{Source: r.source(rule.Source), Article: article(r.C, rule.Article), Unsure: rule.Unsure}})
	}
	return out
}

func (r *Request) packLists(p rules.Outline) []admin.List {
	out := make([]admin.List, len(p.Lists))
	for i, l := range p.Lists {
		title := l.Title
		if title.IsZero() {
			title = lang.Same(l.Name)
		}
		if l.Unsure {
			title = lang.T("%s（待核实）", "%s (to be confirmed)").With(title)
		}
		out[i] = admin.List{ID: l.Name, Title: title, Table: ui.TableInfo{Caption: title, Columns: []ui.Column{{Text: lang.T("用语", "Words")}, {Text: lang.T("代码", "Code")}, {Text: lang.T("依据", "Ground")}}}}
		for _, item := range l.Items {
			words := register.Cell{Text: r.C.Text(item.Text)}
			if !item.Help.IsZero() {
				words.Small = []string{r.C.Text(item.Help)}
			}
			ground := register.Cell{Text: "—"}
			if item.Source != "" {
				ground = register.Cell{Text: r.C.Text(r.source(item.Source)), Small: []string{article(r.C, item.Article)}}
			}
			out[i].Rows = append(out[i].Rows, register.Row{words, {Text: item.Code}, ground})
		}
	}
	return out
}
