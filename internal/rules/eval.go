package rules

import (
	"fmt"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"

	"lunheng/internal/lang"
)

// pointSet is the rules in force of one point, by the output where they are consulted.
type pointSet struct {
	point  *Point
	stages []stage // one per output
	count  int
	frames sync.Pool
}

// stage is the rules consulted when an output is due.
type stage struct {
	rules     []*setRule
	otherwise []*setRule // the most special pack first
}

// setRule is a rule in force with its params filled in.
type setRule struct {
	*rule
	rank   int // of its pack
	index  int
	sets   []setting
	reason Reason
	broken error // a param it needs is not in force
}

// frame is the working memory of one evaluation, and what expressions see.
type frame struct {
	set  *Set
	vars map[string]any
	out  map[string]any
	acc  []accumulator // one per output
	said []*setRule    // rules that applied, in order of evaluation
	errs []error

	facts   []any // by slot: what fast expressions have read
	locals  []any // their loop variables
	missing error // a fact that was not there
}

// ResolveName gives CEL a variable.
func (f *frame) ResolveName(name string) (any, bool) {
	switch name {
	case varOut:
		return f.out, true
	case varParam:
		return f.set.celParams, true
	case varCodes:
		return f.set.celCodes, true
	}
	v, ok := f.vars[name]
	return v, ok
}

// Parent is part of CEL's interface; there is none.
func (f *frame) Parent() cel.Activation { return nil }

// Evaluate asks all rules of a point. The variables must fit the point's
// declaration; where they do not, the answer has Errors and no value counts.
func (s *Set) Evaluate(point string, vars map[string]any) Answer {
	p, ok := s.book.points[point]
	if !ok {
		return Answer{Errors: []error{fmt.Errorf("find decision point: there is no %q", point)}}
	}
	fitted, mistakes := p.Fit(vars)
	if len(mistakes) > 0 {
		return Answer{Errors: mistakeErrors(point, mistakes)}
	}
	ps := s.points[point]
	if ps == nil { // no rule of the point is in force: all defaults
		ps = &pointSet{point: p, stages: make([]stage, len(p.Outputs))}
	}
	return ps.evaluate(s, fitted, true)
}

// EvaluateFitted is Evaluate for variables that [Point.Fit] has returned.
func (s *Set) EvaluateFitted(point string, fitted map[string]any) Answer {
	ps := s.points[point]
	if ps == nil {
		return s.Evaluate(point, fitted)
	}
	return ps.evaluate(s, fitted, true)
}

// ValuesFitted is EvaluateFitted without the reasons, for those who judge very many
// cases and look at values alone.
func (s *Set) ValuesFitted(point string, fitted map[string]any) Answer {
	ps := s.points[point]
	if ps == nil {
		return s.Evaluate(point, fitted)
	}
	return ps.evaluate(s, fitted, false)
}

func mistakeErrors(point string, mistakes []Mistake) []error {
	out := make([]error, len(mistakes))
	for i, m := range mistakes {
		out[i] = fmt.Errorf("read variables of %s: %s: %s", point, strings.Join(m.Path, "."), m.Text.In(lang.EN))
	}
	return out
}

func (ps *pointSet) evaluate(s *Set, vars map[string]any, reasons bool) Answer {
	f := ps.frame(s, vars)
	for i := range ps.stages {
		for _, r := range ps.stages[i].rules {
			f.consult(r)
		}
		for _, r := range ps.stages[i].otherwise {
			if !f.spoken(r) {
				f.consult(r)
			}
		}
		out := ps.point.Outputs[i]
		f.out[out.Name] = f.acc[i].seen(out)
	}
	answer := f.answer(ps, reasons)
	f.set, f.vars = nil, nil
	clear(f.facts)
	clear(f.locals)
	ps.frames.Put(f)
	return answer
}

// frame returns clean working memory.
func (ps *pointSet) frame(s *Set, vars map[string]any) *frame {
	f, ok := ps.frames.Get().(*frame)
	if !ok {
		f = &frame{acc: make([]accumulator, len(ps.stages)), out: make(map[string]any, len(ps.stages))}
	}
	f.set, f.vars, f.said, f.errs = s, vars, f.said[:0], nil
	for i := range f.acc {
		f.acc[i].reset()
	}
	clear(f.out)
	clear(f.facts)
	f.missing = nil
	return f
}

// spoken reports whether any rule contributed to every output that r sets.
func (f *frame) spoken(r *setRule) bool {
	for _, s := range r.sets {
		if !f.acc[s.out.index].any() {
			return false
		}
	}
	return true
}

// consult evaluates one rule. An error is kept: it voids the whole answer.
func (f *frame) consult(r *setRule) {
	if r.when != nil {
		holds, err := r.when.holds(f)
		if err != nil {
			f.fail(r, err)
			return
		}
		if !holds {
			return
		}
	}
	if r.broken != nil {
		f.fail(r, r.broken)
		return
	}
	spoke := false
	for _, s := range r.sets {
		if r.decl.Otherwise && f.acc[s.out.index].any() && !f.acc[s.out.index].by(r) {
			continue
		}
		v, err := s.value.eval(f)
		if err != nil {
			f.fail(r, err)
			return
		}
		spoke = f.acc[s.out.index].add(s.out, r, v) || spoke
	}
	if spoke {
		f.said = append(f.said, r)
	}
}

func (f *frame) fail(r *setRule, err error) {
	f.errs = append(f.errs, &Failure{Rule: r.decl.ID, Source: r.decl.Source, Article: r.decl.Article, Err: err})
}

// Shown returns the items of a list whose condition holds for the variables of the
// list's point, in order: the questions that still matter. Variables that are
// missing or wrong take their defaults, for a conversation is never complete.
func (s *Set) Shown(list, point string, vars map[string]any) ([]Item, error) {
	p, ok := s.book.points[point]
	if !ok {
		return nil, fmt.Errorf("find decision point: there is no %q", point)
	}
	f := &frame{set: s, vars: p.lenient(vars)}
	var out []Item
	for _, item := range s.lists[list] {
		if item.when != nil {
			holds, err := item.when.holds(f)
			if err != nil {
				return nil, fmt.Errorf("evaluate show_when of %s: %w", item.Code, err)
			}
			if !holds {
				continue
			}
		}
		out = append(out, item)
	}
	return out, nil
}
