package rules

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"lunheng/internal/lang"
)

// program is one compiled expression.
type program struct {
	fast   fastEval // the same as cel; nil where only cel will do
	cel    cel.Program
	result *cel.Type
	reads  []string // outputs it reads
	params []string // params it reads
	source string
}

// celMistake is what is wrong with an expression, with its place in the text.
type celMistake struct {
	line, col int // from 0, within the expression
	text      lang.Text
	name      string // that nothing bears; may be empty
}

// compile checks an expression of the point and makes it ready to run. A program
// whose cost is bounded below the limit by the declared sizes runs without a
// meter; any other is metered and fails when it passes the limit.
func (p *Point) compile(source string) (*program, []celMistake) {
	if known := p.programs[source]; known != nil {
		return known, nil
	}
	prog, mistakes := p.compileNew(source)
	if prog != nil {
		p.programs[source] = prog
	}
	return prog, mistakes
}

func (p *Point) compileNew(source string) (*program, []celMistake) {
	tree, issues := p.env.Compile(source)
	if issues.Err() != nil {
		var out []celMistake
		for _, e := range issues.Errors() {
			out = append(out, celMistake{line: e.Location.Line() - 1, col: e.Location.Column(),
				text: lang.T("表达式有误：%s", "expression: %s").With(e.Message)})
		}
		return nil, out
	}
	if mistakes := p.checkCodes(tree); len(mistakes) > 0 {
		return nil, mistakes
	}
	options := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize)}
	estimate, err := p.env.EstimateCost(tree, p)
	bounded := err == nil && estimate.Max <= costLimit
	if !bounded {
		options = append(options, cel.CostLimit(costLimit))
	}
	prog, err := p.env.Program(tree, options...)
	if err != nil {
		return nil, []celMistake{{text: lang.T("表达式有误：%s", "expression: %s").With(err.Error())}}
	}
	c := &program{cel: prog, result: tree.OutputType(), source: source}
	if bounded {
		c.fast = p.translate(tree)
	}
	ast.PreOrderVisit(tree.NativeRep().Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.SelectKind || e.AsSelect().Operand().Kind() != ast.IdentKind {
			return
		}
		switch e.AsSelect().Operand().AsIdent() {
		case varOut:
			c.reads = append(c.reads, e.AsSelect().FieldName())
		case varParam:
			c.params = append(c.params, e.AsSelect().FieldName())
		}
	}))
	return c, nil
}

// eval runs the program and returns a plain value: bool, int64, string, []any
// or map[string]any.
func (c *program) eval(f *frame) (any, error) {
	if c.fast != nil {
		v := c.fast(f)
		return v, f.missing
	}
	v, _, err := c.cel.Eval(f)
	if err != nil {
		return nil, err
	}
	return native(v)
}

// holds runs a condition.
func (c *program) holds(f *frame) (bool, error) {
	if c.fast != nil {
		return yes(c.fast(f)), f.missing
	}
	v, _, err := c.cel.Eval(f)
	if err != nil {
		return false, err
	}
	b, ok := v.(types.Bool)
	if !ok {
		return false, fmt.Errorf("evaluate condition: got %s instead of a truth value", v.Type())
	}
	return bool(b), nil
}

// native turns a CEL value into a plain one.
func native(v ref.Val) (any, error) {
	switch v := v.(type) {
	case types.Bool:
		return bool(v), nil
	case types.Int:
		return int64(v), nil
	case types.String:
		return string(v), nil
	case traits.Lister:
		var out []any
		for it := v.Iterator(); it.HasNext() == types.True; {
			item, err := native(it.Next())
			if err != nil {
				return nil, err
			}
			out = append(out, item)
		}
		return out, nil
	case traits.Mapper:
		out := map[string]any{}
		for it := v.Iterator(); it.HasNext() == types.True; {
			key := it.Next()
			item, err := native(v.Get(key))
			if err != nil {
				return nil, err
			}
			out[fmt.Sprint(key.Value())] = item
		}
		return out, nil
	}
	return nil, fmt.Errorf("read result: a value of type %s cannot be used", v.Type())
}
