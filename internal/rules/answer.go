package rules

import (
	"errors"
	"fmt"

	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// Answer is what the rules in force say about one case.
type Answer struct {
	Values    map[string]any // by output: []string, string, int, bool or []map[string]any
	Reasons   []Reason       // of every value, general first
	Overruled []Reason       // rules that applied but whose values others covered
	Errors    []error        // rules that could not be evaluated; then no value may be used

	set *Set // that answered, to cite what it rests on
}

// Err is not nil when any rule could not be evaluated. The answer then means
// nothing, least of all "no": refuse the act and tell the operator.
func (a Answer) Err() error {
	if len(a.Errors) == 0 {
		return nil
	}
	return fmt.Errorf("evaluate rules: %w", errors.Join(a.Errors...))
}

// Failure is a rule that could not be evaluated.
type Failure struct {
	Rule, Source, Article string
	Err                   error
}

// Error names the rule and why it failed.
func (f *Failure) Error() string { return fmt.Sprintf("evaluate rule %s: %v", f.Rule, f.Err) }

// Unwrap is why it failed.
func (f *Failure) Unwrap() error { return f.Err }

// String is a text value, "" when there is none.
func (a Answer) String(output string) string {
	s, _ := a.Values[output].(string)
	return s
}

// Strings is a value of several texts.
func (a Answer) Strings(output string) []string {
	s, _ := a.Values[output].([]string)
	return s
}

// Int is a number, 0 when there is none.
func (a Answer) Int(output string) int {
	n, _ := a.Values[output].(int)
	return n
}

// Bool is a truth value. It is false whenever a rule failed.
func (a Answer) Bool(output string) bool {
	b, _ := a.Values[output].(bool)
	return b && len(a.Errors) == 0
}

// Objects is a keyed value: one object per key, sorted by key.
func (a Answer) Objects(output string) []map[string]any {
	o, _ := a.Values[output].([]map[string]any)
	return o
}

// Standard is one thing that the rules demand, and whether it is so.
type Standard struct {
	Code    string    `json:"code"`
	Holds   bool      `json:"holds"`
	Have    int       `json:"have"` // what there is, counted
	Need    int       `json:"need"` // what there must be
	Group   string    `json:"group"`
	Text    lang.Text `json:"text"`
	Rule    string    `json:"rule"`
	Source  string    `json:"source"`
	Article string    `json:"article"`
	Pack    string    `json:"-"` // name@version
	Cited   lang.Text `json:"-"` // what it rests on, in words
}

// Ground is what the demand rests on.
func (s Standard) Ground() flow.Ground {
	return flow.Ground{Rule: s.Rule, Pack: s.Pack, Source: s.Source, Article: s.Article}
}

// Standards reads a keyed value of demands, such as standards or required, in
// the order of the rules.
func (a Answer) Standards(output string) []Standard {
	var out []Standard
	for _, o := range a.Objects(output) {
		s := Standard{}
		s.Code, _ = o["code"].(string)
		s.Holds, _ = o["holds"].(bool)
		s.Group, _ = o["group"].(string)
		s.Text, _ = o["text"].(lang.Text)
		s.Rule, _ = o["rule"].(string)
		s.Source, _ = o["source"].(string)
		s.Article, _ = o["article"].(string)
		s.Have, _ = o["have"].(int)
		s.Need, _ = o["need"].(int)
		s.Holds = s.Holds && len(a.Errors) == 0
		s.Pack, s.Cited = a.pack(s.Rule), lang.Same(s.Source)
		if a.set != nil {
			s.Cited = a.set.CiteGround(s.Ground())
		}
		out = append(out, s)
	}
	return out
}

// pack is the pack of a rule that spoke.
func (a Answer) pack(rule string) string {
	for i := range a.Reasons {
		if a.Reasons[i].Rule == rule {
			return a.Reasons[i].Pack
		}
	}
	return ""
}

// AllHold reports whether every demand is met; an answer without any demand, or
// with errors, meets nothing.
func (a Answer) AllHold(output string) bool {
	standards := a.Standards(output)
	for _, s := range standards {
		if !s.Holds {
			return false
		}
	}
	return len(standards) > 0 && len(a.Errors) == 0
}

// Reason is a rule that spoke, and for what.
type Reason struct {
	Rule    string    `json:"rule"`
	Pack    string    `json:"pack"` // name@version
	Source  string    `json:"source"`
	Article string    `json:"article"`
	Sets    []string  `json:"sets"`
	Because lang.Text `json:"because"`
	Instead lang.Text `json:"instead"` // what would change it; may be empty
	// Unsure says that the rule, or a number or list that it reads, was written from
	// memory: a person has still to hold it against the text.
	Unsure bool `json:"unsure,omitempty"`
}

// Ground is the reason as the ground of an act.
func (r Reason) Ground() flow.Ground {
	return flow.Ground{Rule: r.Rule, Pack: r.Pack, Source: r.Source, Article: r.Article}
}
