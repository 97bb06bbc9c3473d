package rules

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"lunheng/internal/lang"
)

// wording puts conditions into sentences: names of facts and codes come from the
// lists of a set, each list being named after the fact that takes its codes.
type wording struct {
	set  *Set
	vars map[string]string // loop variable to the path of its list
	lost bool              // something had no words
}

// Words tells a condition in both languages, one sentence for each thing that has
// to hold; nil when it holds something that has no words: then only the expression
// itself tells it.
func (s *Set) Words(when string) []lang.Text {
	env, err := cel.NewEnv(cel.ClearMacros(), cel.OptionalTypes())
	if err != nil {
		return nil
	}
	tree, issues := env.Parse(when)
	if issues.Err() != nil {
		return nil
	}
	w := &wording{set: s, vars: map[string]string{}}
	words := w.conditions(tree.NativeRep().Expr())
	if w.lost {
		return nil
	}
	return words
}

// conditions are the things that all have to hold.
func (w *wording) conditions(e ast.Expr) []lang.Text {
	if e.Kind() == ast.CallKind && e.AsCall().FunctionName() == "_&&_" {
		return w.operands("_&&_", e.AsCall())
	}
	return []lang.Text{w.expr(e)}
}

func (w *wording) unknown() lang.Text {
	w.lost = true
	return lang.Text{}
}

func (w *wording) expr(e ast.Expr) lang.Text {
	switch e.Kind() {
	case ast.SelectKind, ast.IdentKind:
		return w.name(w.path(e))
	case ast.LiteralKind:
		return w.literal(e, "")
	case ast.CallKind:
		return w.call(e.AsCall())
	}
	return w.unknown()
}

// path is activity.humans.data of an expression; a loop variable stands for the
// list that it runs through.
func (w *wording) path(e ast.Expr) string {
	switch e.Kind() {
	case ast.SelectKind:
		return w.path(e.AsSelect().Operand()) + "." + e.AsSelect().FieldName()
	case ast.IdentKind:
		if over, ok := w.vars[e.AsIdent()]; ok {
			return over
		}
		return e.AsIdent()
	}
	w.lost = true
	return ""
}

// name is what a fact or a value is called.
func (w *wording) name(path string) lang.Text {
	steps := strings.Split(path, ".")
	last := steps[len(steps)-1]
	if steps[0] == varParam {
		if p, ok := w.set.Param(last); ok {
			return lang.T(p.Title.ZH+"（"+plainText(p.Value)+"）", p.Title.EN+" ("+plainText(p.Value)+")")
		}
	}
	if steps[0] == varCodes {
		return lang.T("清单中的“"+w.title(last).ZH+"”", "the list \""+w.title(last).EN+"\"")
	}
	for _, key := range []string{strings.Join(steps[max(0, len(steps)-2):], "."), last} {
		if item, ok := w.set.Item("fact_names", key); ok {
			return item.Text
		}
	}
	return w.title(last)
}

// title is the name of a list of codes.
func (w *wording) title(list string) lang.Text {
	for _, p := range w.set.book.packs {
		for _, l := range p.lists {
			if l.Name == list && !l.Title.IsZero() {
				return l.Title
			}
		}
	}
	return w.unknown()
}

// code is a code in words.
func (w *wording) code(path, code string) lang.Text {
	steps := strings.Split(path, ".")
	lists := []string{steps[len(steps)-1]}
	if item, ok := w.set.Item("fact_names", strings.Join(steps[max(0, len(steps)-2):], ".")); ok && item.Str("list") != "" {
		lists = []string{item.Str("list")}
	}
	for _, list := range append(lists, "departments") {
		if item, ok := w.set.Item(list, code); ok {
			return lang.T("“"+item.Text.ZH+"”", `"`+item.Text.EN+`"`)
		}
	}
	if code == "" {
		return lang.T("空", "nothing")
	}
	return lang.Same(code)
}

func (w *wording) literal(e ast.Expr, path string) lang.Text {
	switch v := e.AsLiteral().(type) {
	case types.String:
		return w.code(path, string(v))
	default:
		return lang.Same(fmt.Sprint(v.Value()))
	}
}

func (w *wording) call(c ast.CallExpr) lang.Text {
	args := c.Args()
	switch c.FunctionName() {
	case "_&&_":
		return w.join(w.operands("_&&_", c), "，并且", " and ")
	case "_||_":
		t := w.join(w.operands("_||_", c), "，或者", " or ")
		return lang.T("（"+t.ZH+"）", "("+t.EN+")")
	case "!_":
		t := w.expr(args[0])
		return lang.T("并非："+strip(t.ZH), "not: "+strip(t.EN))
	case "@in":
		return w.among(args[0], args[1])
	case "exists":
		return w.some(c)
	case "startsWith":
		return phrase("%s以 %s 开头", "%s begins with %s", w.expr(c.Target()), w.literal(args[0], ""))
	case "size":
		return phrase("%s的项数", "the number of %s", w.expr(args[0]))
	case "_+_", "_-_", "_*_", "_/_", "_?_:_", "filter", "map", "all", "endsWith":
		return w.unknown()
	}
	return w.compare(c.FunctionName(), args)
}

func strip(s string) string {
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(s, "（"), "）"), "("), ")")
}

func phrase(zh, en string, parts ...lang.Text) lang.Text {
	args := make([]any, len(parts))
	for i := range parts {
		args[i] = parts[i]
	}
	return lang.T(zh, en).With(args...)
}

// operands flattens a chain of one operator.
func (w *wording) operands(op string, c ast.CallExpr) []lang.Text {
	var out []lang.Text
	for _, a := range c.Args() {
		if a.Kind() == ast.CallKind && a.AsCall().FunctionName() == op {
			out = append(out, w.operands(op, a.AsCall())...)
			continue
		}
		out = append(out, w.expr(a))
	}
	return out
}

func (w *wording) join(parts []lang.Text, zh, en string) lang.Text {
	var a, b []string
	for _, p := range parts {
		a, b = append(a, p.ZH), append(b, p.EN)
	}
	return lang.T(strings.Join(a, zh), strings.Join(b, en))
}

// among words a in b: a fact among codes, or a code among a fact's.
func (w *wording) among(a, b ast.Expr) lang.Text {
	if b.Kind() == ast.ListKind {
		path := w.path(a)
		var codes []lang.Text
		for _, e := range b.AsList().Elements() {
			codes = append(codes, w.literal(e, path))
		}
		return phrase("%s是%s之一", "%s is one of %s", w.name(path), w.join(codes, "、", ", "))
	}
	path := w.path(b)
	if a.Kind() == ast.LiteralKind {
		return phrase("%s包括%s", "%s includes %s", w.name(path), w.literal(a, path))
	}
	return phrase("%s在%s中", "%s is in %s", w.expr(a), w.name(path))
}

// some words list.exists(v, condition).
func (w *wording) some(c ast.CallExpr) lang.Text {
	if c.Target() == nil || len(c.Args()) != 2 || c.Args()[0].Kind() != ast.IdentKind {
		return w.unknown()
	}
	name, over, body := c.Args()[0].AsIdent(), w.path(c.Target()), c.Args()[1]
	w.vars[name] = over
	defer delete(w.vars, name)
	if body.Kind() == ast.CallKind && body.AsCall().FunctionName() == "@in" && body.AsCall().Args()[0].Kind() == ast.IdentKind {
		return w.any(over, body.AsCall().Args()[1])
	}
	return phrase("有一项：%s", "there is one of which %s", w.expr(c.Args()[1]))
}

// any words that some of a fact's codes are among others.
func (w *wording) any(path string, among ast.Expr) lang.Text {
	if among.Kind() != ast.ListKind {
		return phrase("%s中有一项在%s中", "one of %s is in %s", w.name(path), w.expr(among))
	}
	var codes []lang.Text
	for _, e := range among.AsList().Elements() {
		codes = append(codes, w.literal(e, path))
	}
	return phrase("%s包括%s之一", "%s includes one of %s", w.name(path), w.join(codes, "、", ", "))
}

func (w *wording) compare(op string, args []ast.Expr) lang.Text {
	signs := map[string][2]string{"_==_": {"%s是%s", "%s is %s"}, "_!=_": {"%s不是%s", "%s is not %s"}, "_>_": {"%s大于%s", "%s is more than %s"},
		"_>=_": {"%s不少于%s", "%s is at least %s"}, "_<_": {"%s小于%s", "%s is less than %s"}, "_<=_": {"%s不多于%s", "%s is at most %s"}}
	sign, ok := signs[op]
	if !ok || len(args) != 2 {
		return w.unknown()
	}
	left, right := args[0], args[1]
	if left.Kind() == ast.CallKind && left.AsCall().FunctionName() == "size" && right.Kind() == ast.LiteralKind && right.AsLiteral() == types.Int(0) {
		inner := w.expr(left.AsCall().Args()[0])
		if op == "_>_" {
			return phrase("填有%s", "%s is given", inner)
		}
		return phrase("没有%s", "no %s", inner)
	}
	if right.Kind() == ast.ListKind {
		return w.exactly(left, right)
	}
	if right.Kind() == ast.LiteralKind {
		return phrase(sign[0], sign[1], w.expr(left), w.literal(right, w.pathOf(left)))
	}
	return phrase(sign[0], sign[1], w.expr(left), w.expr(right))
}

// exactly words a fact that equals a list of codes.
func (w *wording) exactly(left, right ast.Expr) lang.Text {
	path := w.path(left)
	var codes []lang.Text
	for _, e := range right.AsList().Elements() {
		codes = append(codes, w.literal(e, path))
	}
	return phrase("%s只有%s", "%s is %s alone", w.name(path), w.join(codes, "、", ", "))
}

// pathOf is the path of a fact, empty for anything else.
func (w *wording) pathOf(e ast.Expr) string {
	if e.Kind() != ast.SelectKind && e.Kind() != ast.IdentKind {
		return ""
	}
	return w.path(e)
}
