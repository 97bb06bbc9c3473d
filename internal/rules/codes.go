package rules

import (
	"fmt"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"lunheng/internal/lang"
)

// A misspelt code compares as "no" for ever. So every text that an expression
// compares with a fact or an output must be one of its codes.

// codeCheck looks through one expression.
type codeCheck struct {
	point    *Point
	tree     *ast.AST
	vars     map[string]*Type // loop variables
	mistakes []celMistake
}

// checkCodes finds texts that are no codes of what they are compared with.
func (p *Point) checkCodes(tree *cel.Ast) []celMistake {
	c := &codeCheck{point: p, tree: tree.NativeRep(), vars: map[string]*Type{}}
	c.walk(c.tree.Expr())
	return c.mistakes
}

func (c *codeCheck) walk(e ast.Expr) {
	switch e.Kind() {
	case ast.CallKind:
		call := e.AsCall()
		c.compare(call)
		if call.IsMemberFunction() {
			c.walk(call.Target())
		}
		for _, a := range call.Args() {
			c.walk(a)
		}
	case ast.ListKind:
		for _, item := range e.AsList().Elements() {
			c.walk(item)
		}
	case ast.ComprehensionKind:
		loop := e.AsComprehension()
		if t := c.typeOf(loop.IterRange()); t != nil && t.List != nil {
			c.vars[loop.IterVar()] = t.List
			defer delete(c.vars, loop.IterVar())
		}
		for _, part := range []ast.Expr{loop.IterRange(), loop.AccuInit(), loop.LoopCondition(), loop.LoopStep(), loop.Result()} {
			c.walk(part)
		}
	}
}

// compare checks the two sides of ==, != and in.
func (c *codeCheck) compare(call ast.CallExpr) {
	if !slices.Contains([]string{"_==_", "_!=_", "@in"}, call.FunctionName()) || len(call.Args()) != 2 {
		return
	}
	a, b := call.Args()[0], call.Args()[1]
	c.known(c.typeOf(a), b)
	c.known(c.typeOf(b), a)
}

// known checks the texts of e against the codes of t.
func (c *codeCheck) known(t *Type, e ast.Expr) {
	if t != nil && t.List != nil {
		t = t.List
	}
	if t == nil || len(t.Enum) == 0 {
		return
	}
	if e.Kind() == ast.ListKind {
		for _, item := range e.AsList().Elements() {
			c.known(t, item)
		}
		return
	}
	if e.Kind() != ast.LiteralKind {
		return
	}
	s, ok := e.AsLiteral().(types.String)
	if !ok || slices.Contains(t.Enum, any(string(s))) {
		return
	}
	at := c.tree.SourceInfo().GetStartLocation(e.ID())
	c.mistakes = append(c.mistakes, celMistake{line: at.Line() - 1, col: at.Column(),
		text: lang.T("没有代码“%v”，可用的是：%s", "unknown code %q; known are: %s").With(fmt.Sprint(s), codes(t.Enum))})
}

// typeOf is the declared type of a fact or an output, or nil.
func (c *codeCheck) typeOf(e ast.Expr) *Type {
	switch e.Kind() {
	case ast.IdentKind:
		if t := c.vars[e.AsIdent()]; t != nil {
			return t
		}
		return c.point.Vars[e.AsIdent()]
	case ast.SelectKind:
		s := e.AsSelect()
		if s.Operand().Kind() == ast.IdentKind && s.Operand().AsIdent() == varOut {
			return c.point.outCodes[s.FieldName()]
		}
		if t := c.typeOf(s.Operand()); t != nil {
			return t.Object[s.FieldName()]
		}
	}
	return nil
}

// nameCodes gives the outputs of all points the codes that they may take: those of
// the lists that the points name, in any pack.
func (l *loader) nameCodes() {
	for _, p := range l.points {
		p.outCodes = map[string]*Type{}
		for _, o := range p.Outputs {
			if o.Codes == "" {
				continue
			}
			t := &Type{Enum: []any{}}
			if o.Default != nil {
				t.Enum = append(t.Enum, o.Default)
			}
			for _, pack := range l.packs {
				for _, list := range pack.lists {
					for _, item := range list.Items {
						if list.Name == o.Codes && !slices.Contains(t.Enum, any(item.Code)) {
							t.Enum = append(t.Enum, item.Code)
						}
					}
				}
			}
			p.outCodes[o.Name] = t
		}
	}
}

// knownCodes refuses a literal contribution that is no code of the output's list.
func (c *ruleCompiler) knownCodes(out *Output, v *value) *celMistake {
	t := c.r.point.outCodes[out.Name]
	if t == nil || v == nil || v.prog != nil {
		return nil
	}
	for _, lit := range v.literals() {
		if s, ok := lit.(string); ok && !slices.Contains(t.Enum, any(s)) {
			return &celMistake{name: s, text: lang.T("列表 %s 没有代码“%s”", "list %s has no code %q").With(out.Codes, s)}
		}
	}
	return nil
}

// literals are the fixed values within.
func (v *value) literals() []any {
	var out []any
	for _, item := range v.list {
		out = append(out, item.literals()...)
	}
	if list, ok := v.lit.([]any); ok {
		return append(out, list...)
	}
	if v.lit != nil {
		out = append(out, v.lit)
	}
	return out
}
