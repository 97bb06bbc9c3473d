package rules

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// PackInfo tells what a pack is, for pages and reports.
type PackInfo struct {
	ID      string       `json:"id"`
	Version string       `json:"version"`
	Title   lang.Text    `json:"title"`
	Region  string       `json:"region,omitempty"` // prefix of GB/T 2260 codes; empty: everywhere
	Extends []string     `json:"extends,omitempty"`
	From    calendar.Day `json:"from,omitempty"`  // first day of this version; empty: as its sources say
	Until   calendar.Day `json:"until,omitempty"` // its last day, also because the next version begins then
	Sources []Source     `json:"sources"`
	Hash    string       `json:"hash"` // SHA-256 of its files, hexadecimal
	Rules   int          `json:"rules"`
}

// Ref is the name of a pack and its version, such as cn@1.
func (p PackInfo) Ref() string { return p.ID + "@" + p.Version }

// Source is a document that rules rest on.
type Source struct {
	ID      string       `json:"id"`
	Title   lang.Text    `json:"title"`
	Number  string       `json:"number"`   // as issued, such as 国科发监〔2023〕167号
	Issued  calendar.Day `json:"issued"`   // empty when not known
	InForce calendar.Day `json:"in_force"` // its first day; empty when it is not known: then it holds on every day
	Until   calendar.Day `json:"until"`    // its last day; empty while in force
	Undated bool         `json:"undated"`  // its first day is not known, and the pack says so
	Note    lang.Text    `json:"note"`
	Pack    string       `json:"-"`
}

// Param is a number or word that the law fixes.
type Param struct {
	Name       string       `json:"name"`
	Title      lang.Text    `json:"title"`
	Value      any          `json:"value"` // int64, string, bool, or two whole numbers for a ratio
	Unit       string       `json:"unit"`  // days, working_days, hours, months, people, percent …
	Source     string       `json:"source"`
	Article    string       `json:"article"`
	Confidence string       `json:"confidence"` // V text read, S from a secondary source, M from memory
	Note       lang.Text    `json:"note"`
	From       calendar.Day `json:"from"`
	Until      calendar.Day `json:"until"`
	Pack       string       `json:"-"` // name@version
}

// Int is the value of a whole-number param, otherwise 0.
func (p Param) Int() int {
	n, _ := p.Value.(int64)
	return int(n)
}

// Str is the value of a text param, otherwise "".
func (p Param) Str() string {
	s, _ := p.Value.(string)
	return s
}

// Ratio is the value of a ratio such as two thirds; den is 0 when it is none.
func (p Param) Ratio() (num, den int) {
	v, ok := p.Value.([]any)
	if !ok || len(v) != 2 {
		return 0, 0
	}
	n, _ := v[0].(int64)
	d, _ := v[1].(int64)
	return int(n), int(d)
}

// Span is a param that is a length of time.
func (p Param) Span() calendar.Span { return calendar.Span{Amount: p.Int(), Unit: p.Unit} }

// Ground is what the param rests on.
func (p Param) Ground() flow.Ground {
	return flow.Ground{Rule: "param." + p.Name, Pack: p.Pack, Source: p.Source, Article: p.Article}
}

// Item is one entry of a list: a code, an outcome, a field of a form, a point of
// a checklist, a letter.
type Item struct {
	Code    string         `json:"code"`
	Text    lang.Text      `json:"text"`
	Help    lang.Text      `json:"help"`
	Source  string         `json:"source"`
	Article string         `json:"article"`
	Attrs   map[string]any `json:"attrs"`
	From    calendar.Day   `json:"from"`
	Until   calendar.Day   `json:"until"`
	Remove  bool           `json:"remove"` // takes a general pack's item away
	Pack    string         `json:"-"`

	when *program // from the attribute show_when; nil: always
}

// Bool is a truth value among the attributes; false when absent.
func (i Item) Bool(attr string) bool {
	b, _ := i.Attrs[attr].(bool)
	return b
}

// Int is a number among the attributes; 0 when absent.
func (i Item) Int(attr string) int {
	n, _ := i.Attrs[attr].(int64)
	return int(n)
}

// Str is a text among the attributes that is the same in both languages.
func (i Item) Str(attr string) string {
	s, _ := i.Attrs[attr].(string)
	return s
}

// Strs is a list of texts among the attributes.
func (i Item) Strs(attr string) []string {
	list, _ := i.Attrs[attr].([]any)
	out := make([]string, 0, len(list))
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// In is an attribute in both languages, written as {zh: …, en: …}.
func (i Item) In(attr string) lang.Text {
	t, _ := textOf(i.Attrs[attr])
	return t
}

// Ground is what the item rests on.
func (i Item) Ground() flow.Ground {
	return flow.Ground{Rule: i.Code, Pack: i.Pack, Source: i.Source, Article: i.Article}
}

// textOf reads {zh: …, en: …}.
func textOf(v any) (lang.Text, bool) {
	if t, ok := v.(lang.Text); ok {
		return t, true
	}
	m, ok := v.(map[string]any)
	if !ok || len(m) != 2 {
		return lang.Text{}, false
	}
	zh, ok1 := m["zh"].(string)
	en, ok2 := m["en"].(string)
	return lang.T(zh, en), ok1 && ok2
}

// listDecl is a list as a pack writes it.
type listDecl struct {
	Name       string    `json:"name"`
	Title      lang.Text `json:"title"`
	Point      string    `json:"point"` // whose variables the attribute show_when of items reads
	Source     string    `json:"source"`
	Article    string    `json:"article"`
	Confidence string    `json:"confidence"` // of its items, where an item's attribute confidence says nothing else
	Items      []*Item   `json:"items"`
}

// Carrier is a document that carries a rule, and for how long.
type Carrier struct {
	Source  string       `json:"source"`
	Article string       `json:"article"`
	From    calendar.Day `json:"from,omitempty"`
	Until   calendar.Day `json:"until,omitempty"`
}

// ruleDecl is a rule as a pack writes it.
type ruleDecl struct {
	ID        string         `json:"id"`
	Point     string         `json:"point"`
	When      string         `json:"when"`
	Otherwise bool           `json:"otherwise"`
	Sets      map[string]any `json:"sets"`
	Source    string         `json:"source"`
	Article   string         `json:"article"`
	// Confidence is V, S or M as that of a param; empty: as sure as what it reads.
	Confidence string       `json:"confidence"`
	From       calendar.Day `json:"from"`
	Until      calendar.Day `json:"until"`
	Before     []Carrier    `json:"before"` // documents that said the same earlier, the latest first
	Because    lang.Text    `json:"because"`
	Instead    lang.Text    `json:"instead"`
	Overrides  []string     `json:"overrides"`
}

// fileDecl is one file of a pack.
type fileDecl struct {
	ID      string       `json:"id"`
	Version string       `json:"version"`
	Title   lang.Text    `json:"title"`
	Region  string       `json:"region"`
	Extends []string     `json:"extends"`
	From    calendar.Day `json:"from"`
	Until   calendar.Day `json:"until"`
	Sources []*Source    `json:"sources"`
	Params  []*Param     `json:"params"`
	Lists   []*listDecl  `json:"lists"`
	Rules   []*ruleDecl  `json:"rules"`
}

// sweep drops entries that could not be read.
func (d *fileDecl) sweep() {
	d.Sources, d.Params = withoutNil(d.Sources), withoutNil(d.Params)
	d.Lists, d.Rules = withoutNil(d.Lists), withoutNil(d.Rules)
	for _, list := range d.Lists {
		list.Items = withoutNil(list.Items)
	}
}

func withoutNil[T any](list []*T) []*T {
	return slices.DeleteFunc(list, func(v *T) bool { return v == nil })
}
