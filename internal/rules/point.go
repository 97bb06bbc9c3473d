package rules

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"

	"lunheng/internal/lang"
	"lunheng/internal/yamldoc"
)

// Point is a question that rules answer: its variables and outputs.
type Point struct {
	Name       string           `json:"name"`
	Title      lang.Text        `json:"title"`
	Vars       map[string]*Type `json:"vars"`
	Impossible []Impossible     `json:"impossible"`
	Outputs    []*Output        `json:"outputs"`

	vars  *Type // Vars as one object
	env   *cel.Env
	slots map[string]int // paths that expressions read, see fast.go

	outCodes map[string]*Type    // codes that outputs take, see codes.go
	programs map[string]*program // by source text: many rules ask the same
}

// Impossible is a combination of facts that cannot be, and is refused.
type Impossible struct {
	When string    `json:"when"`
	Path string    `json:"path"` // the fact to look at
	Text lang.Text `json:"text"`

	when *program
}

// Output is one value of an answer, and how contributions become one.
type Output struct {
	Name       string           `json:"name"`
	Merge      string           `json:"merge"` // set, append, replace, key, max, min, all, any
	Type       string           `json:"type"`  // of replace, max, min, all, any
	Key        string           `json:"key"`   // field that identifies an object
	Fields     map[string]*Type `json:"fields"`
	Default    any              `json:"default"`
	ReportedAs string           `json:"reported_as"` // name in reasons, where it differs
	Codes      string           `json:"codes"`       // list whose codes it takes; empty: any text

	object *Type // Fields as one object
	index  int
}

// reported is the name under which reasons mention the output.
func (o *Output) reported() string {
	if o.ReportedAs != "" {
		return o.ReportedAs
	}
	return o.Name
}

// maxPackFile bounds a file of a pack.
const maxPackFile = 1 << 20

// loadPoints reads the vocabulary from schema/points.yaml.
func loadPoints(schema fs.FS) (map[string]*Point, error) {
	raw, err := fs.ReadFile(schema, "points.yaml")
	if err != nil {
		return nil, fmt.Errorf("read decision points: %w", err)
	}
	docs, problems := yamldoc.Parse("points.yaml", raw, maxPackFile)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if len(docs) != 1 {
		return nil, fmt.Errorf("read points.yaml: want one document")
	}
	var file struct {
		Points []*Point `json:"points"`
	}
	if err := decode(docs[0].Any(), &file); err != nil {
		return nil, fmt.Errorf("read points.yaml: %w", err)
	}
	points := map[string]*Point{}
	for _, p := range file.Points {
		if err := p.prepare(); err != nil {
			return nil, fmt.Errorf("declare point %s: %w", p.Name, err)
		}
		points[p.Name] = p
	}
	return points, nil
}

func (p *Point) prepare() error {
	p.vars = &Type{Object: p.Vars}
	if err := p.vars.prepare(p.Name); err != nil {
		return err
	}
	merges := []string{"set", "append", "replace", "key", "max", "min", "all", "any"}
	for i, o := range p.Outputs {
		o.index = i
		o.Default = plain(o.Default)
		if !slices.Contains(merges, o.Merge) {
			return fmt.Errorf("output %s: unknown merge %q", o.Name, o.Merge)
		}
		if o.Merge == "key" {
			o.object = &Type{Object: o.Fields}
			if err := o.object.prepare(p.Name + ".out." + o.Name); err != nil {
				return err
			}
			if o.Fields[o.Key] == nil {
				return fmt.Errorf("output %s: the key %q is no field", o.Name, o.Key)
			}
		}
	}
	return nil
}

// output returns the named output, or nil.
func (p *Point) output(name string) *Output {
	for _, o := range p.Outputs {
		if o.Name == name {
			return o
		}
	}
	return nil
}

// outputNames lists the outputs in order, for messages.
func (p *Point) outputNames() []string {
	out := make([]string, len(p.Outputs))
	for i, o := range p.Outputs {
		out[i] = o.Name
	}
	return out
}

// Fit checks vars against the declared variables and returns them complete, with
// defaults, in the form that rules are evaluated on; or all mistakes.
func (p *Point) Fit(vars map[string]any) (map[string]any, []Mistake) {
	f := fitter{}
	out, _ := f.fit(p.vars, vars, make([]string, 0, 8)).(map[string]any)
	return out, f.mistakes
}

// Enum returns the codes that the variable at path may take, in order.
func (p *Point) Enum(path ...string) []string {
	t := p.vars
	for _, step := range path {
		for t.List != nil {
			t = t.List
		}
		if t = t.Object[step]; t == nil {
			return nil
		}
	}
	if t.List != nil {
		t = t.List
	}
	out := make([]string, len(t.Enum))
	for i, c := range t.Enum {
		out[i] = fmt.Sprint(c)
	}
	return out
}

// decode moves plain values into a struct, refusing keys that it does not know.
func decode(v any, into any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return strictUnmarshal(raw, into)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// CheckPossible returns the impossible combinations within fitted variables.
func (p *Point) CheckPossible(fitted map[string]any) []Mistake {
	var out []Mistake
	f := &frame{vars: fitted, set: &Set{}}
	for _, i := range p.Impossible {
		if found, err := i.when.holds(f); err != nil || found {
			out = append(out, Mistake{Path: strings.Split(i.Path, "."), Text: i.Text})
		}
	}
	return out
}
