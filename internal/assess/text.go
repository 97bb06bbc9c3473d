package assess

import (
	"fmt"
	"io"
	"strings"

	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Name is a code of one of the pack's lists in words; an unknown code names itself.
func Name(s *rules.Set, list, code string) lang.Text {
	detail := ""
	if base, after, ok := strings.Cut(code, ":"); ok {
		code, detail = base, after
	}
	item, ok := s.Item(list, code)
	switch {
	case !ok:
		return lang.Same(code)
	case detail != "":
		return lang.T(item.Text.ZH+"（"+detail+"）", item.Text.EN+" ("+detail+")")
	}
	return item.Text
}

// names joins codes in words.
func names(s *rules.Set, l lang.Lang, list string, codes []string) string {
	words := make([]string, len(codes))
	for i, c := range codes {
		words[i] = Name(s, list, c).In(l)
	}
	return strings.Join(words, lang.T("、", ", ").In(l))
}

// Text writes the assessment in sentences, each answer with its reasons.
func (a Assessment) Text(w io.Writer, s *rules.Set, l lang.Lang) error {
	p := printer{w: w, s: s, l: l, a: a}
	none := lang.T("无", "none").In(l)
	orNone := func(text string) string {
		if text == "" {
			return none
		}
		return text
	}
	p.line(lang.T("审查", "Review"), Name(s, "review", a.Review).In(l), "review")
	p.line(lang.T("范围", "Scope"), orNone(names(s, l, "scope", a.Scope)), "scope")
	if a.ReviewRequired() {
		p.line(lang.T("程序", "Procedure"), Name(s, "procedure", a.Procedure).In(l), "procedure")
		p.line(lang.T("由谁审查", "Reviewed by"), Name(s, "reviewer", a.Reviewer).In(l), "reviewer")
	}
	if a.ExpertRecheck.Required || a.ExpertRecheck.WaivedBy != "" {
		text := orNone(names(s, l, "listed", a.ExpertRecheck.Items))
		if a.ExpertRecheck.WaivedBy != "" {
			text += lang.T("（已由%s替代）", " (waived by %s)").In(l, Name(s, "state_approval", a.ExpertRecheck.WaivedBy))
		}
		p.line(lang.T("专家复核", "Expert re-review"), text, "expert_recheck")
	}
	for _, limit := range a.Limits {
		p.line(lang.T("期限", "Limit"), Name(s, "limits", limit.What).In(l)+lang.T("：", ": ").In(l)+limit.Span().Text().In(l), "")
	}
	p.reasons("limits")
	if a.FollowUpMonths > 0 {
		p.line(lang.T("跟踪审查", "Follow-up"), lang.T("至少每 %d 个月", "at least every %d months").In(l, a.FollowUpMonths), "follow_up_months")
	}
	p.line(lang.T("义务", "Obligations"), orNone(names(s, l, "obligations", a.Obligations)), "obligations")
	p.line(lang.T("开始之前还缺", "Needed before the start"), orNone(names(s, l, "blocked_by", a.BlockedBy)), "")
	p.line(lang.T("主管部门", "Supervised by"), names(s, l, "departments", a.Supervisors), "supervisors")
	p.line(lang.T("违规先由谁查处", "Violations go first to"), Name(s, "departments", a.Investigator).In(l), "investigator")
	p.line(lang.T("依据", "Rules"), fmt.Sprintf("%s, %s", strings.Join(s.Refs(), " "), a.On), "")
	return p.err
}

// printer writes lines and keeps the first error.
type printer struct {
	w   io.Writer
	s   *rules.Set
	l   lang.Lang
	a   Assessment
	err error
}

func (p *printer) print(text string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, text)
	}
}

// line writes one answer and the reasons that name output.
func (p *printer) line(label lang.Text, text, output string) {
	p.print(label.In(p.l) + lang.T("：", ": ").In(p.l) + text)
	p.reasons(output)
}

func (p *printer) reasons(output string) {
	for _, r := range p.a.ReasonsFor(output) {
		text := lang.T("    %s（%s）", "    %s (%s)").In(p.l, r.Because, p.s.Cite(r.Source, r.Article))
		if r.Unsure {
			text += lang.T("［须由人核实］", " [to be confirmed by a person]").In(p.l)
		}
		p.print(text)
	}
}
