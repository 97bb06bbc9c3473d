package rules

import (
	"fmt"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"lunheng/internal/calendar"
)

// costLimit bounds one expression, in CEL's cost units: about the number of
// elementary steps. A rule over the longest lists allowed stays far below it.
const costLimit = 200_000

// The variables that every expression has beside those of its point.
const (
	varOut   = "out"   // outputs computed before, as out.<name>
	varParam = "param" // params in force; a ratio as param.<name>_num and _den
	varCodes = "codes" // lists in force, as codes.<list>: the codes in order
)

// schemaTypes type-checks expressions against the declared types while the data
// stay plain maps.
type schemaTypes struct {
	types.Provider
	objects map[string]*cel.Type
	fields  map[string]map[string]*cel.Type
}

func (s *schemaTypes) FindStructType(name string) (*types.Type, bool) {
	if t, ok := s.objects[name]; ok {
		return types.NewTypeTypeWithParam(t), true
	}
	return s.Provider.FindStructType(name)
}

func (s *schemaTypes) FindStructFieldNames(name string) ([]string, bool) {
	if f, ok := s.fields[name]; ok {
		return sortedKeys(f), true
	}
	return s.Provider.FindStructFieldNames(name)
}

func (s *schemaTypes) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	if f, ok := s.fields[name]; ok {
		t, ok := f[field]
		if !ok {
			return nil, false
		}
		return &types.FieldType{Type: t}, true
	}
	return s.Provider.FindStructFieldType(name, field)
}

// add declares an object type and returns it.
func (s *schemaTypes) add(name string, fields map[string]*cel.Type) *cel.Type {
	t := cel.ObjectType(name)
	s.objects[name] = t
	s.fields[name] = fields
	return t
}

// celType declares t, and what it holds, and returns its CEL type.
func (s *schemaTypes) celType(t *Type) *cel.Type {
	switch {
	case t.List != nil:
		return cel.ListType(s.celType(t.List))
	case t.Object != nil:
		fields := map[string]*cel.Type{}
		for _, key := range t.keys {
			fields[key] = s.celType(t.Object[key])
		}
		return s.add(t.name, fields)
	case len(t.Enum) > 0:
		if _, ok := t.Enum[0].(int64); ok {
			return cel.IntType
		}
		return cel.StringType
	}
	return scalarType(t.Type)
}

func scalarType(name string) *cel.Type {
	switch name {
	case "int":
		return cel.IntType
	case "bool":
		return cel.BoolType
	}
	return cel.StringType
}

// outType is the CEL type of an output as later rules see it.
func (s *schemaTypes) outType(o *Output) *cel.Type {
	switch o.Merge {
	case "set", "append":
		return cel.ListType(cel.StringType)
	case "key":
		return cel.ListType(s.celType(o.object))
	}
	return scalarType(o.Type)
}

// environment builds the CEL environment of a point.
func (p *Point) environment(params map[string]*cel.Type, lists map[string]*cel.Type) error {
	base, err := cel.NewEnv(cel.OptionalTypes())
	if err != nil {
		return fmt.Errorf("make CEL environment: %w", err)
	}
	s := &schemaTypes{Provider: base.CELTypeProvider(), objects: map[string]*cel.Type{}, fields: map[string]map[string]*cel.Type{}}
	out := map[string]*cel.Type{}
	for _, o := range p.Outputs {
		out[o.Name] = s.outType(o)
	}
	options := []cel.EnvOption{
		cel.Variable(varOut, s.add(p.Name+".out", out)),
		cel.Variable(varParam, s.add(p.Name+".param", params)),
		cel.Variable(varCodes, s.add(p.Name+".codes", lists)),
	}
	for _, name := range p.vars.keys {
		options = append(options, cel.Variable(name, s.celType(p.Vars[name])))
	}
	options = append(options, cel.CustomTypeProvider(s))
	options = append(options, dayFunctions()...)
	p.programs = map[string]*program{}
	if p.env, err = base.Extend(options...); err != nil {
		return fmt.Errorf("make CEL environment of %s: %w", p.Name, err)
	}
	return nil
}

// dayFunctions let rules count days: add_days, add_months, add_years, days_between.
func dayFunctions() []cel.EnvOption {
	shift := func(name string, by func(calendar.Day, int) calendar.Day) cel.EnvOption {
		return cel.Function(name, cel.Overload(name, []*cel.Type{cel.StringType, cel.IntType}, cel.StringType,
			cel.BinaryBinding(func(day, n ref.Val) ref.Val {
				d, err := calendar.Parse(string(day.(types.String)))
				if err != nil {
					return types.WrapErr(err)
				}
				return types.String(by(d, int(n.(types.Int))))
			})))
	}
	return []cel.EnvOption{
		shift("add_days", calendar.Day.AddDays),
		shift("add_months", calendar.Day.AddMonths),
		shift("add_years", func(d calendar.Day, n int) calendar.Day { return d.AddMonths(12 * n) }),
		cel.Function("days_between", cel.Overload("days_between", []*cel.Type{cel.StringType, cel.StringType}, cel.IntType,
			cel.BinaryBinding(func(a, b ref.Val) ref.Val {
				from, err := calendar.Parse(string(a.(types.String)))
				if err != nil {
					return types.WrapErr(err)
				}
				to, err := calendar.Parse(string(b.(types.String)))
				if err != nil {
					return types.WrapErr(err)
				}
				return types.Int(to.Sub(from))
			}))),
	}
}

// EstimateSize bounds values by the limits of their declared types.
func (p *Point) EstimateSize(n cost.AstNode) *cost.SizeEstimate {
	path := n.Path()
	if len(path) == 0 {
		return nil
	}
	if path[0] == varOut || path[0] == varCodes {
		return &cost.SizeEstimate{Max: defaultMaxList}
	}
	t := p.vars
	for _, step := range path {
		if step == "@items" && t.List != nil {
			t = t.List
		} else if next := t.Object[step]; next != nil {
			t = next
		} else {
			return nil
		}
	}
	if t.Object != nil {
		return &cost.SizeEstimate{Max: uint64(len(t.Object))}
	}
	return &cost.SizeEstimate{Max: uint64(t.limit())}
}

// EstimateCallCost leaves the cost of calls to CEL, but for our own functions.
func (p *Point) EstimateCallCost(function, _ string, _ *cost.AstNode, _ []cost.AstNode) *cost.CallEstimate {
	if slices.Contains([]string{"add_days", "add_months", "add_years", "days_between"}, function) {
		return &cost.CallEstimate{CostEstimate: cost.Estimate{Min: 1, Max: 10}, ResultSize: &cost.SizeEstimate{Max: 10}}
	}
	return nil
}
