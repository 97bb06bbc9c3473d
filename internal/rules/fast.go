package rules

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// Most conditions compare facts with codes. Such an expression is turned into Go
// functions that read the facts directly; it is several times faster than walking
// the general evaluator, and a test holds the two equal on random facts. Whatever
// is not listed here (arithmetic, our day functions) stays
// with CEL. Only expressions whose cost is bounded are taken.

// fastEval gives the plain value of an expression.
type fastEval func(f *frame) any

// errMissing says that a fact which the declaration promises is not there.
var errMissing = errors.New("read facts: a declared variable is missing")

// translator turns a checked expression into functions; ok turns false at the
// first thing it does not know.
type translator struct {
	point  *Point
	tree   *ast.AST
	locals []string // names of comprehension variables, innermost last
	ok     bool
}

// translate returns nil when the expression has to stay with CEL.
func (p *Point) translate(tree *cel.Ast) fastEval {
	t := &translator{point: p, tree: tree.NativeRep(), ok: true}
	eval := t.expr(t.tree.Expr())
	if !t.ok {
		return nil
	}
	return eval
}

func (t *translator) unknown() fastEval {
	t.ok = false
	return nil
}

func (t *translator) expr(e ast.Expr) fastEval {
	switch e.Kind() {
	case ast.LiteralKind:
		v, err := native(e.AsLiteral())
		if err != nil {
			return t.unknown()
		}
		return func(*frame) any { return v }
	case ast.ListKind:
		return t.list(e.AsList())
	case ast.IdentKind, ast.SelectKind:
		return t.attribute(e)
	case ast.CallKind:
		return t.call(e.AsCall())
	case ast.ComprehensionKind:
		return t.comprehension(e.AsComprehension())
	}
	return t.unknown()
}

func (t *translator) list(l ast.ListExpr) fastEval {
	if len(l.OptionalIndices()) > 0 {
		return t.unknown()
	}
	items, fixed := make([]fastEval, l.Size()), true
	for i, e := range l.Elements() {
		items[i] = t.expr(e)
		fixed = fixed && e.Kind() == ast.LiteralKind
	}
	if !t.ok {
		return nil
	}
	build := func(f *frame) any {
		out := make([]any, len(items))
		for i, item := range items {
			out[i] = item(f)
		}
		return out
	}
	if fixed {
		v := build(nil)
		return func(*frame) any { return v }
	}
	return build
}

// attribute reads a variable, a field of one, or an output.
func (t *translator) attribute(e ast.Expr) fastEval {
	var path []string
	for e.Kind() == ast.SelectKind && !e.AsSelect().IsTestOnly() {
		path = append(path, e.AsSelect().FieldName())
		e = e.AsSelect().Operand()
	}
	if e.Kind() != ast.IdentKind {
		return t.unknown()
	}
	name := e.AsIdent()
	slices.Reverse(path)
	if i := lastIndex(t.locals, name); i >= 0 { // the innermost hides the others
		return func(f *frame) any { return f.follow(f.locals[i], path) }
	}
	switch {
	case name == varOut && len(path) == 1:
		return func(f *frame) any { return f.out[path[0]] }
	case name == varCodes && len(path) == 1:
		return func(f *frame) any { return f.set.celCodes[path[0]] }
	case name == varParam && len(path) == 1:
		return func(f *frame) any { return f.follow(f.set.celParams, path) }
	case t.point.Vars[name] != nil:
		slot := t.point.slot(name + "." + strings.Join(path, "."))
		return func(f *frame) any { return f.fact(slot, name, path) }
	}
	return t.unknown()
}

func lastIndex(list []string, s string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == s {
			return i
		}
	}
	return -1
}

// slot numbers the paths that expressions of the point read, so that each is
// followed once per evaluation.
func (p *Point) slot(path string) int {
	if p.slots == nil {
		p.slots = map[string]int{}
	}
	i, ok := p.slots[path]
	if !ok {
		i = len(p.slots)
		p.slots[path] = i
	}
	return i
}

// fact is the value at a path of the variables.
func (f *frame) fact(slot int, name string, path []string) any {
	for len(f.facts) <= slot {
		f.facts = append(f.facts, nil)
	}
	if f.facts[slot] == nil {
		f.facts[slot] = f.follow(f.vars[name], path)
	}
	return f.facts[slot]
}

func (f *frame) follow(v any, path []string) any {
	for _, key := range path {
		m, _ := v.(map[string]any)
		v = m[key]
	}
	if v == nil {
		f.missing = errMissing
	}
	return v
}

func (t *translator) call(c ast.CallExpr) fastEval {
	var in []ast.Expr
	if c.IsMemberFunction() {
		in = append(in, c.Target())
	}
	in = append(in, c.Args()...)
	args := make([]fastEval, len(in))
	for i, e := range in {
		args[i] = t.expr(e)
	}
	if !t.ok {
		return nil
	}
	kind := types.DynKind
	if len(in) > 0 {
		kind = t.tree.GetType(in[0].ID()).Kind()
	}
	if f := logical(c.FunctionName(), args); f != nil {
		return f
	}
	if f := comparison(c.FunctionName(), kind, args); f != nil {
		return f
	}
	if f := textOrList(c.FunctionName(), kind, args); f != nil {
		return f
	}
	return t.unknown()
}

// yes reads a truth value; CEL's checker has made sure that it is one.
func yes(v any) bool {
	b, _ := v.(bool)
	return b
}

func logical(name string, a []fastEval) fastEval {
	switch name {
	case "_&&_":
		return func(f *frame) any { return yes(a[0](f)) && yes(a[1](f)) }
	case "_||_":
		return func(f *frame) any { return yes(a[0](f)) || yes(a[1](f)) }
	case "!_":
		return func(f *frame) any { return !yes(a[0](f)) }
	case "@not_strictly_false":
		return a[0]
	case "_?_:_":
		return func(f *frame) any {
			if yes(a[0](f)) {
				return a[1](f)
			}
			return a[2](f)
		}
	}
	return nil
}

func comparison(name string, kind types.Kind, a []fastEval) fastEval {
	switch name {
	case "_==_":
		return func(f *frame) any { return same(a[0](f), a[1](f)) }
	case "_!=_":
		return func(f *frame) any { return !same(a[0](f), a[1](f)) }
	case "@in":
		return func(f *frame) any { return contains(a[1](f), a[0](f)) }
	}
	if kind != types.IntKind && kind != types.StringKind {
		return nil
	}
	switch name {
	case "_<_":
		return func(f *frame) any { return less(a[0](f), a[1](f)) }
	case "_<=_":
		return func(f *frame) any { return !less(a[1](f), a[0](f)) }
	case "_>_":
		return func(f *frame) any { return less(a[1](f), a[0](f)) }
	case "_>=_":
		return func(f *frame) any { return !less(a[0](f), a[1](f)) }
	}
	return nil
}

func same(a, b any) bool {
	if x, ok := a.([]any); ok {
		y, _ := b.([]any)
		return slices.EqualFunc(x, y, same)
	}
	switch a.(type) {
	case string, int64, bool:
		return a == b
	}
	return false
}

func contains(list, item any) bool {
	l, _ := list.([]any)
	for _, x := range l {
		if same(x, item) {
			return true
		}
	}
	return false
}

func less(a, b any) bool {
	if x, ok := a.(int64); ok {
		y, _ := b.(int64)
		return x < y
	}
	x, _ := a.(string)
	y, _ := b.(string)
	return x < y
}

func textOrList(name string, kind types.Kind, a []fastEval) fastEval {
	text := func(v any) string { s, _ := v.(string); return s }
	list := func(v any) []any { l, _ := v.([]any); return l }
	switch {
	case name == "size" && kind == types.ListKind:
		return func(f *frame) any { return int64(len(list(a[0](f)))) }
	case name == "size" && kind == types.StringKind:
		return func(f *frame) any { return int64(utf8.RuneCountInString(text(a[0](f)))) }
	case name == "_+_" && kind == types.ListKind:
		return func(f *frame) any { return slices.Concat(list(a[0](f)), list(a[1](f))) }
	case name == "_+_" && kind == types.StringKind:
		return func(f *frame) any { return text(a[0](f)) + text(a[1](f)) }
	case name == "startsWith":
		return func(f *frame) any { return strings.HasPrefix(text(a[0](f)), text(a[1](f))) }
	case name == "endsWith":
		return func(f *frame) any { return strings.HasSuffix(text(a[0](f)), text(a[1](f))) }
	}
	return nil
}

// comprehension covers exists, all, filter and map, which CEL spells as loops.
func (t *translator) comprehension(c ast.ComprehensionExpr) fastEval {
	over := t.expr(c.IterRange())
	if !t.ok || c.HasIterVar2() || t.tree.GetType(c.IterRange().ID()).Kind() != types.ListKind {
		return t.unknown()
	}
	start := t.expr(c.AccuInit())
	item, acc := len(t.locals), len(t.locals)+1
	t.locals = append(t.locals, c.IterVar(), c.AccuVar())
	goOn, step := t.expr(c.LoopCondition()), t.expr(c.LoopStep())
	t.locals[item] = "" // the result sees the accumulator alone
	result := t.expr(c.Result())
	t.locals = t.locals[:item]
	if !t.ok {
		return nil
	}
	return func(f *frame) any {
		items, _ := over(f).([]any)
		for len(f.locals) <= acc {
			f.locals = append(f.locals, nil)
		}
		f.locals[acc] = start(f)
		for _, v := range items {
			f.locals[item] = v
			if !yes(goOn(f)) {
				break
			}
			f.locals[acc] = step(f)
		}
		return result(f)
	}
}
