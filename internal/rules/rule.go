package rules

import (
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"

	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/yamldoc"
)

// rule is a compiled rule.
type rule struct {
	decl  *ruleDecl
	pack  *Pack
	point *Point
	when  *program // nil: always
	sets  []setting
	stage int // index of the first output it sets; it is consulted there
	file  string
	at    *yamldoc.Node
}

// setting is one output that a rule contributes to.
type setting struct {
	out   *Output
	value *value
}

// ruleCompiler compiles one rule and notes its mistakes.
type ruleCompiler struct {
	*loader
	f    *packFile
	r    *rule
	fine bool
}

// compileRule makes a rule ready to run; nil when it is wrong.
func (l *loader) compileRule(f *packFile, decl *ruleDecl, at *yamldoc.Node) *rule {
	point := l.points[decl.Point]
	if point == nil {
		l.problems.Add(f.name, at.Get("point"), lang.T("没有判断点 %s，可用的是：%s", "there is no point %s; known are: %s"), decl.Point, codes(sortedKeys(l.points)))
		return nil
	}
	c := &ruleCompiler{loader: l, f: f, fine: true, r: &rule{decl: decl, point: point, file: f.name, at: at, stage: len(point.Outputs)}}
	if decl.When != "" {
		c.r.when = c.expression(decl.When, at.Get("when"), cel.BoolType)
	}
	sets := at.Get("sets")
	if sets == nil || sets.Kind != yamldoc.Map {
		return nil // the schema has said so
	}
	for _, e := range sets.Entries {
		out := point.output(e.Key)
		if out == nil {
			c.wrong(e.At, lang.T("没有输出 %s，可用的是：%s", "there is no output %s; known are: %s"), e.Key, codes(point.outputNames()))
			continue
		}
		c.r.stage = min(c.r.stage, out.index)
		v := c.contribution(out, e.Value)
		if m := c.knownCodes(out, v); m != nil && !c.lost(m.name) {
			c.wrong(e.Value, m.text)
		}
		c.r.sets = append(c.r.sets, setting{out, v})
	}
	slices.SortFunc(c.r.sets, func(a, b setting) int { return a.out.index - b.out.index })
	c.checkReads()
	c.checkPlaces(decl.Because, at.Get("because"))
	c.checkPlaces(decl.Instead, at.Get("instead"))
	if !c.fine {
		return nil
	}
	return c.r
}

func (c *ruleCompiler) wrong(at *yamldoc.Node, text lang.Text, args ...any) {
	c.fine = false
	c.problems.Add(c.f.name, at, text, args...)
}

// expression compiles CEL text found at a node and checks its type.
func (c *ruleCompiler) expression(source string, at *yamldoc.Node, want ...*cel.Type) *program {
	c.places(source, at)
	prog, mistakes := c.r.point.compile(source)
	for _, m := range mistakes {
		c.wrong(c.f.within(at, m.line, m.col), m.text)
	}
	if prog == nil {
		return nil
	}
	for _, t := range want {
		if t.IsAssignableType(prog.result) {
			return prog
		}
	}
	c.wrong(at, lang.T("表达式的类型是 %s，应为 %s", "the expression is of type %s, want %s"), prog.result.String(), codes(want))
	return nil
}

// regionLiteral is a code that an expression compares a region with.
var regionLiteral = regexp.MustCompile(`region(?:\s*[!=]=\s*|\.startsWith\()["']([0-9]{1,6})["']`)

// places refuses regions that do not exist in what a rule compares with.
func (c *ruleCompiler) places(source string, at *yamldoc.Node) {
	for _, m := range regionLiteral.FindAllStringSubmatch(source, -1) {
		if prefix := strings.TrimSuffix(strings.TrimSuffix(m[1], "00"), "00"); !regions.Known(prefix) {
			c.wrong(at, lang.T("没有行政区划代码 %s", "no place has the code %s"), m[1])
		}
	}
}

// within is the place of a line and column (from 0) inside a text value. A text
// after > or | begins on the line below its sign; what > folds into one line is
// found again in the lines of the file.
func (f *packFile) within(at *yamldoc.Node, line, col int) *yamldoc.Node {
	n := *at
	if at.Line < 1 || at.Line > len(f.lines) || at.Col < 1 || at.Col > len(f.lines[at.Line-1]) {
		return &n
	}
	sign := f.lines[at.Line-1][at.Col-1]
	if sign != '>' && sign != '|' {
		if n.Col += col; sign == '\'' || sign == '"' {
			n.Col++
		}
		return &n
	}
	for i := at.Line; i < len(f.lines); i++ { // the lines below the sign
		text := strings.TrimLeft(f.lines[i], " ")
		width := len([]rune(text))
		if sign == '|' && line == 0 || sign == '>' && col <= width {
			n.Line, n.Col = i+1, len(f.lines[i])-len(text)+1+col
			return &n
		}
		line--
		if sign == '>' {
			col -= width + 1
		}
	}
	return &n
}

// contribution compiles what a rule sets an output to.
func (c *ruleCompiler) contribution(out *Output, at *yamldoc.Node) *value {
	switch out.Merge {
	case "set", "append":
		return c.value(&Type{List: &Type{Type: "string"}}, at)
	case "key":
		return c.object(out, at)
	}
	return c.value(&Type{Type: out.Type}, at)
}

// value compiles a value of type t: a literal, {cel: …}, {param: …} or {unit_of: …}.
func (c *ruleCompiler) value(t *Type, at *yamldoc.Node) *value {
	if len(at.Entries) == 1 {
		text := at.Entries[0].Value.Text()
		switch at.Entries[0].Key {
		case "cel":
			return &value{prog: c.expression(text, at.Entries[0].Value, valueTypes(t)...)}
		case "param", "unit_of":
			return c.paramValue(at.Entries[0], t)
		}
	}
	if t.List != nil && at.Kind == yamldoc.List {
		out := &value{list: []*value{}}
		for _, item := range at.Items {
			out.list = append(out.list, c.value(t.List, item))
		}
		return out
	}
	return c.literal(t, at)
}

// literal checks a plain value; a single text counts as a list of one.
func (c *ruleCompiler) literal(t *Type, at *yamldoc.Node) *value {
	lit := at.Any()
	if t.Type == "text" {
		text, ok := textOf(lit)
		if !ok {
			c.wrong(at, lang.T("应为 {zh: …, en: …}", "want {zh: …, en: …}"))
		}
		c.checkPlaces(text, at)
		return &value{lit: text}
	}
	if s, ok := lit.(string); ok && t.List != nil {
		lit = []any{s}
	}
	f := fitter{}
	fitted := f.fit(t, lit, nil)
	for _, m := range f.mistakes {
		c.wrong(at, m.Text)
	}
	return &value{lit: fitted}
}

// valueTypes are the CEL types that fit t.
func valueTypes(t *Type) []*cel.Type {
	s := &schemaTypes{objects: map[string]*cel.Type{}, fields: map[string]map[string]*cel.Type{}}
	if t.List != nil {
		return []*cel.Type{cel.ListType(cel.StringType), cel.StringType}
	}
	return []*cel.Type{s.celType(t)}
}

func (c *ruleCompiler) paramValue(e yamldoc.Entry, t *Type) *value {
	name := e.Value.Text()
	found := c.param(name)
	if found == nil && c.lost(name) {
		c.fine = false
		return &value{}
	}
	if found == nil {
		c.wrong(e.Value, lang.T("没有参数 %s", "there is no param %s"), name)
		return &value{}
	}
	if e.Key == "unit_of" {
		return &value{unitOf: name}
	}
	f := fitter{}
	f.fit(t, found.Value, nil)
	for _, m := range f.mistakes {
		c.wrong(e.Value, m.Text)
	}
	return &value{param: name}
}

// param returns some declaration of a param, in whichever pack.
func (l *loader) param(name string) *Param {
	for _, pack := range l.packs {
		for _, p := range pack.params {
			if p.Name == name {
				return p
			}
		}
	}
	return nil
}

// object compiles an entry of a keyed output. The fields rule, source and article
// are filled from the rule where the output declares them.
func (c *ruleCompiler) object(out *Output, at *yamldoc.Node) *value {
	v := &value{fields: map[string]*value{}}
	own := map[string]string{"rule": c.r.decl.ID, "source": c.r.decl.Source, "article": c.r.decl.Article}
	for _, e := range at.Entries {
		t := out.Fields[e.Key]
		if t == nil {
			c.wrong(e.At, lang.T("没有键“%s”，可用的是：%s", "unknown key %q; known are: %s"), e.Key, codes(out.object.keys))
			continue
		}
		v.fields[e.Key] = c.value(t, e.Value)
	}
	for _, key := range out.object.keys {
		if v.fields[key] != nil {
			continue
		}
		if text, ok := own[key]; ok {
			v.fields[key] = &value{lit: text}
		} else {
			c.wrong(at, lang.T("缺少 %s", "%s is missing"), key)
		}
	}
	v.keys = sortedKeys(v.fields)
	return v
}

// checkReads refuses to read an output that is not final when the rule is consulted.
func (c *ruleCompiler) checkReads() {
	programs := []*program{c.r.when}
	for _, s := range c.r.sets {
		programs = append(programs, s.value.programs()...)
	}
	for _, p := range programs {
		if p == nil {
			continue
		}
		for _, name := range p.reads {
			if out := c.r.point.output(name); out != nil && out.index >= c.r.stage {
				c.wrong(c.r.at, lang.T("规则读取的 out.%s 在它所设的输出之后才确定", "the rule reads out.%s, which is settled only after the output that it sets"), name)
			}
		}
	}
}

// checkPlaces refuses a {place} that names no param.
func (c *ruleCompiler) checkPlaces(t lang.Text, at *yamldoc.Node) {
	for _, m := range place.FindAllStringSubmatch(t.ZH+" "+t.EN, -1) {
		if c.param(m[1]) == nil && !c.lost(m[1]) {
			c.wrong(at, lang.T("没有参数 %s", "there is no param %s"), m[1])
		}
	}
}
