package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// Explanation tells in sentences what one thing in a pack says.
type Explanation struct {
	Kind  string    `json:"kind"` // pack, rule, param, list, source
	ID    string    `json:"id"`
	Pack  string    `json:"pack"` // name@version
	Title lang.Text `json:"title"`
	Lines []Line    `json:"lines"`
}

// Line is a labelled sentence.
type Line struct {
	Label lang.Text `json:"label"`
	Text  lang.Text `json:"text"`
}

func (e *Explanation) line(zh, en string, text lang.Text) {
	if !text.IsZero() {
		e.Lines = append(e.Lines, Line{lang.T(zh, en), text})
	}
}

// Explain tells everything that bears a name: a pack, rule, param, list or source,
// in every pack and version that declares it. Codes and numbers within are those
// of the day. Nothing is returned for a name that nothing bears.
func (b *Book) Explain(name string, day calendar.Day) []Explanation {
	var out []Explanation
	for _, p := range b.packs {
		x := &explainer{b, p, b.On(day, p.info.Region)}
		if p.info.ID == name || p.info.Ref() == name {
			out = append(out, x.pack())
		}
		for _, d := range p.decls {
			if d.ID == name {
				out = append(out, x.rule(d))
			}
		}
		for _, param := range p.params {
			if param.Name == name {
				out = append(out, x.param(param))
			}
		}
		for _, list := range p.lists {
			if list.Name == name {
				out = append(out, x.list(list))
			}
		}
		if s := p.source(name); s != nil {
			out = append(out, x.source(*s))
		}
	}
	return out
}

// explainer tells about what one pack declares.
type explainer struct {
	book *Book
	p    *Pack
	set  *Set
}

func (x *explainer) begin(kind, id string, title lang.Text) Explanation {
	return Explanation{Kind: kind, ID: id, Pack: x.p.info.Ref(), Title: x.set.fill(title)}
}

func (x *explainer) pack() Explanation {
	e := x.begin("pack", x.p.info.ID, x.p.info.Title)
	region := lang.T("全国", "everywhere")
	if x.p.info.Region != "" {
		region = lang.T("行政区划代码以 %s 开头的地方", "places whose code begins with %s").With(x.p.info.Region)
	}
	e.line("适用地区", "Where", region)
	e.line("时间", "When", period(x.p.info.From, x.p.info.Until))
	e.line("建立在", "On top of", lang.Same(strings.Join(x.p.info.Extends, ", ")))
	for _, s := range x.p.info.Sources {
		e.line("来源", "Source", lang.T("%s %s（%s）", "%s %s (%s)").With(s.ID, s.Title, period(s.InForce, s.Until)))
	}
	e.line("内容", "Holds", lang.T("%d 条规则、%d 个参数、%d 个列表", "%d rules, %d params, %d lists").With(len(x.p.decls), len(x.p.params), len(x.p.lists)))
	unsure := x.p.Unconfirmed()
	if len(unsure) > 0 {
		e.line("须由人核实", "To be confirmed by a person", lang.T("%d 项：%s", "%d: %s").With(len(unsure), strings.Join(unsure, ", ")))
	}
	return e
}

// Unconfirmed names the params, lists and rules that rest on memory alone: a person has
// to read the source before anyone relies on them.
func (p *Pack) Unconfirmed() []string {
	var out []string
	for _, param := range p.params {
		if param.Confidence == "M" && !slices.Contains(out, param.Name) {
			out = append(out, param.Name)
		}
	}
	for _, list := range p.lists {
		if list.Confidence == "M" {
			out = append(out, list.Name)
		}
	}
	for _, d := range p.decls {
		if d.Confidence == memory {
			out = append(out, d.ID)
		}
	}
	return out
}

// Unconfirmed is that of the named pack.
func (b *Book) Unconfirmed(ref string) []string {
	p, ok := b.Pack(ref)
	if !ok {
		return nil
	}
	return p.Unconfirmed()
}

func (x *explainer) rule(d *ruleDecl) Explanation {
	e := x.begin("rule", d.ID, d.Because)
	e.line("问题", "Question", x.book.points[d.Point].Title)
	x.when(&e, d)
	e.line("表达式", "Expression", lang.Same(d.When))
	for _, output := range sortedKeys(d.Sets) {
		e.line("结果", "It says", x.sets(output, d.Sets[output]))
	}
	x.carried(&e, d)
	e.line("可信度", "Confidence", confidence(d.Confidence))
	if d.Confidence != memory && x.book.Unsure(flow.Ground{Rule: d.ID, Pack: x.p.info.Ref()}) {
		e.line("可信度", "Confidence", lang.T("所读的参数或列表须由人核实", "a param or list that it reads is to be confirmed by a person"))
	}
	e.line("怎样会不同", "What would change it", x.set.fill(d.Instead))
	e.line("取代", "It overrides", lang.Same(strings.Join(d.Overrides, ", ")))
	e.line("被取代", "Overridden by", lang.Same(strings.Join(x.overriders(d.ID), ", ")))
	for _, name := range x.reads(d) {
		p, _ := x.set.Param(name)
		e.line("读取参数", "It reads", lang.T("%s = %s（%s）", "%s = %s (%s)").With(name, amount(p), confidence(p.Confidence)))
	}
	return e
}

// when tells under which conditions a rule applies.
func (x *explainer) when(e *Explanation, d *ruleDecl) {
	if d.Otherwise {
		e.line("何时适用", "It applies when", lang.T("没有其他规则作答", "no other rule answers"))
	} else if d.When == "" {
		e.line("何时适用", "It applies", lang.T("总是适用", "always"))
	}
	words := x.set.Words(d.When)
	if d.When != "" && words == nil {
		words = []lang.Text{lang.T("见表达式", "see the expression")}
	}
	for i, t := range words {
		if i == 0 && !d.Otherwise {
			e.line("何时适用", "It applies when", t)
			continue
		}
		e.line("并且", "and", t)
	}
}

// carried tells which documents carry a rule, the latest first.
func (x *explainer) carried(e *Explanation, d *ruleDecl) {
	for _, r := range x.p.rules {
		if r.decl.ID == d.ID {
			e.line("依据", "By", x.ground(r.decl.Source, r.decl.Article, r.decl.From, r.decl.Until))
		}
	}
}

func (x *explainer) ground(source, article string, from, until calendar.Day) lang.Text {
	return lang.T("%s（%s，%s）", "%s (%s, %s)").With(x.set.Cite(source, article), source, period(from, until))
}

// sets tells one thing that a rule says.
func (x *explainer) sets(output string, v any) lang.Text {
	w := &wording{set: x.set}
	name := w.name(output)
	if w.lost || name.IsZero() {
		name = lang.Same(output)
	}
	return lang.T(name.ZH+"："+x.value(output, v).ZH, name.EN+": "+x.value(output, v).EN)
}

func (x *explainer) value(output string, v any) lang.Text {
	w := &wording{set: x.set}
	switch v := v.(type) {
	case string:
		return w.code(output, v)
	case []any:
		var parts []lang.Text
		for _, item := range v {
			parts = append(parts, x.value(output, item))
		}
		return w.join(parts, "、", ", ")
	case map[string]any:
		return x.object(output, v)
	}
	return lang.Same(fmt.Sprint(v))
}

func (x *explainer) object(output string, v map[string]any) lang.Text {
	if text, ok := textOf(v); ok {
		return x.set.fill(text)
	}
	if source, ok := v["cel"].(string); ok {
		return lang.Same(source)
	}
	for _, key := range []string{"param", "unit_of"} {
		if name, ok := v[key].(string); ok {
			p, _ := x.set.Param(name)
			if key == "unit_of" {
				return lang.Same(p.Unit)
			}
			return lang.Same(plainText(p.Value))
		}
	}
	var parts []lang.Text
	for _, key := range sortedKeys(v) {
		part := x.value(output, v[key])
		parts = append(parts, lang.T(key+" "+part.ZH, key+" "+part.EN))
	}
	return (&wording{set: x.set}).join(parts, "，", ", ")
}

// overriders are the rules that take this one's place.
func (x *explainer) overriders(id string) []string {
	var out []string
	for _, p := range x.book.packs {
		for _, d := range p.decls {
			if slices.Contains(d.Overrides, id) {
				out = append(out, d.ID)
			}
		}
	}
	return out
}

// reads names the params that a rule's condition, values and sentences use.
func (x *explainer) reads(d *ruleDecl) []string {
	var out []string
	add := func(name string) {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	text := d.When + plainText(d.Sets)
	for _, name := range sortedKeys(x.set.params) {
		for _, form := range []string{"param." + name, `"param":"` + name + `"`, "{" + name + "}"} {
			if at := strings.Index(text+d.Because.ZH+d.Instead.ZH, form); at >= 0 {
				add(name)
			}
		}
	}
	return out
}

func (x *explainer) param(p *Param) Explanation {
	e := x.begin("param", p.Name, p.Title)
	e.line("数值", "Value", lang.Same(amount(*p)))
	e.line("依据", "By", x.ground(p.Source, p.Article, p.From, p.Until))
	e.line("可信度", "Confidence", confidence(p.Confidence))
	e.line("说明", "Note", p.Note)
	for _, other := range x.book.packs {
		for _, q := range other.params {
			if q != p && q.Name == p.Name {
				e.line("另有", "Also", lang.T("%s 中为 %s（%s）", "%s says %s (%s)").With(other.info.Ref(), amount(*q), period(q.From, q.Until)))
			}
		}
		for _, d := range other.decls {
			if slices.Contains(x.reads(d), p.Name) {
				e.line("用于规则", "Read by", lang.Same(d.ID))
			}
		}
	}
	return e
}

func (x *explainer) list(l *listDecl) Explanation {
	e := x.begin("list", l.Name, l.Title)
	if l.Source != "" {
		s, _ := x.set.Source(l.Source)
		e.line("依据", "By", x.ground(l.Source, l.Article, s.InForce, s.Until))
	}
	e.line("可信度", "Confidence", confidence(l.Confidence))
	for _, item := range l.Items {
		text := x.set.fill(item.Text)
		if item.Remove {
			text = lang.T("（删去）", "(taken away)")
		}
		e.line(item.Code, item.Code, text)
	}
	return e
}

func (x *explainer) source(s Source) Explanation {
	e := x.begin("source", s.ID, s.Title)
	e.line("文号", "Number", lang.Same(s.Number))
	e.line("发布", "Issued", lang.Same(string(s.Issued)))
	e.line("有效", "In force", period(s.InForce, s.Until))
	e.line("说明", "Note", s.Note)
	var rules []string
	for _, p := range x.book.packs {
		for _, r := range p.rules {
			if r.decl.Source == s.ID {
				rules = append(rules, r.decl.ID)
			}
		}
	}
	e.line("规则", "Rules", lang.Same(strings.Join(rules, ", ")))
	return e
}

// amount is a param's value with its unit.
func amount(p Param) string {
	if num, den := p.Ratio(); den > 0 {
		return fmt.Sprintf("%d/%d", num, den)
	}
	return strings.TrimSpace(plainText(p.Value) + " " + p.Unit)
}

// confidence is how sure a pack is, in words.
func confidence(code string) lang.Text {
	return map[string]lang.Text{
		"V": lang.T("已读原文", "the text was read"),
		"S": lang.T("据二手资料", "a secondary source says so"),
		"M": lang.T("凭记忆，须由人核实", "from memory: to be confirmed by a person"),
	}[code]
}

// period is a span of days in words.
func period(from, until calendar.Day) lang.Text {
	switch {
	case from == "" && until == "":
		return lang.T("任何一天", "on every day")
	case until == "":
		return lang.T("自 %s 起", "since %s").With(from)
	case from == "":
		return lang.T("至 %s 止", "until %s").With(until)
	}
	return lang.T("%s 至 %s", "%s to %s").With(from, cmp.Or(until, from))
}
