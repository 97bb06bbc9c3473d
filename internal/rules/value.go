package rules

import (
	"fmt"
	"regexp"
	"strconv"

	"lunheng/internal/lang"
)

// value is what a rule contributes: something fixed, an expression, a param or
// its unit, or a list or object of these.
type value struct {
	lit    any // when nothing below is set
	prog   *program
	param  string
	unitOf string
	list   []*value
	fields map[string]*value
	keys   []string // of fields, sorted
}

// fixed reports whether the value needs no evaluation.
func (v *value) fixed() bool {
	return v.prog == nil && v.param == "" && v.unitOf == "" && v.list == nil && v.fields == nil
}

// programs lists the expressions within the value.
func (v *value) programs() []*program {
	var out []*program
	if v.prog != nil {
		out = append(out, v.prog)
	}
	for _, item := range v.list {
		out = append(out, item.programs()...)
	}
	for _, key := range v.keys {
		out = append(out, v.fields[key].programs()...)
	}
	return out
}

// resolve fills in the params of a set, so that as little as possible is left to
// be done for each answer.
func (v *value) resolve(s *Set) (*value, error) {
	switch {
	case v.prog != nil:
		return v, nil
	case v.param != "" || v.unitOf != "":
		return v.resolveParam(s)
	case v.list != nil:
		return v.resolveList(s)
	case v.fields != nil:
		return v.resolveFields(s)
	}
	if t, ok := v.lit.(lang.Text); ok {
		return &value{lit: s.fill(t)}, nil
	}
	return v, nil
}

func (v *value) resolveParam(s *Set) (*value, error) {
	name := v.param + v.unitOf
	p, ok := s.Param(name)
	if !ok {
		return nil, fmt.Errorf("resolve param %s: no value is in force on %s", name, s.day)
	}
	if v.unitOf != "" {
		return &value{lit: p.Unit}, nil
	}
	return &value{lit: p.Value}, nil
}

func (v *value) resolveList(s *Set) (*value, error) {
	out, all := &value{list: make([]*value, len(v.list))}, make([]any, len(v.list))
	fixed := true
	for i, item := range v.list {
		r, err := item.resolve(s)
		if err != nil {
			return nil, err
		}
		out.list[i], all[i] = r, r.lit
		fixed = fixed && r.fixed()
	}
	if fixed {
		return &value{lit: all}, nil
	}
	return out, nil
}

func (v *value) resolveFields(s *Set) (*value, error) {
	out, all := &value{fields: make(map[string]*value, len(v.keys)), keys: v.keys}, make(map[string]any, len(v.keys))
	fixed := true
	for _, key := range v.keys {
		r, err := v.fields[key].resolve(s)
		if err != nil {
			return nil, err
		}
		out.fields[key], all[key] = r, r.lit
		fixed = fixed && r.fixed()
	}
	if fixed {
		return &value{lit: all}, nil
	}
	return out, nil
}

// eval gives the value for one answer. A fixed value is shared and must not be changed.
func (v *value) eval(f *frame) (any, error) {
	switch {
	case v.prog != nil:
		return v.prog.eval(f)
	case v.list != nil:
		out := make([]any, len(v.list))
		for i, item := range v.list {
			x, err := item.eval(f)
			if err != nil {
				return nil, err
			}
			out[i] = x
		}
		return out, nil
	case v.fields != nil:
		out := make(map[string]any, len(v.keys))
		for _, key := range v.keys {
			x, err := v.fields[key].eval(f)
			if err != nil {
				return nil, err
			}
			out[key] = x
		}
		return out, nil
	}
	return v.lit, nil
}

// place matches {param_name} in a sentence.
var place = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

// fill puts the values of params into the places of a sentence. A ratio is
// written n/d. Places that name no param were refused when the pack was loaded.
func (s *Set) fill(t lang.Text) lang.Text {
	in := func(text string) string {
		return place.ReplaceAllStringFunc(text, func(m string) string {
			p, ok := s.Param(m[1 : len(m)-1])
			if !ok {
				return m
			}
			if num, den := p.Ratio(); den > 0 {
				return strconv.Itoa(num) + "/" + strconv.Itoa(den)
			}
			return fmt.Sprint(p.Value)
		})
	}
	return lang.T(in(t.ZH), in(t.EN))
}
