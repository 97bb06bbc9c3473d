package rules

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
)

// Kinds of things that a [Change] may be about.
const (
	ChangePack   = "pack"
	ChangeSource = "source"
	ChangeParam  = "param"
	ChangeList   = "list"
	ChangeItem   = "item"
	ChangeRule   = "rule"
)

// Change is one difference between two packs.
//
// Action is added, removed or changed. Field, Old and New say what changed; of
// something added or removed they are empty, apart from a param's value. A field
// within another is written with a dot: because.zh, sets.review, attrs.type. Old
// and New are what stands in the files, values that are no plain text as JSON;
// one of them is empty where the field was or is left out.
type Change struct {
	Kind   string    `json:"kind"`
	ID     string    `json:"id"` // of a param that stands several times with its source, as name@SOURCE; of an item list/code
	Action string    `json:"action"`
	Field  string    `json:"field,omitempty"`
	Old    string    `json:"old,omitempty"`
	New    string    `json:"new,omitempty"`
	Title  lang.Text `json:"title"` // what it is called; of a rule its sentence
}

// In is the change as one line in language l.
func (c Change) In(l lang.Lang) string {
	what := changeKinds[c.Kind].In(l) + " " + c.ID
	switch {
	case c.Action == "changed":
		return lang.T("改 %s %s：%s → %s", "~ %s, %s: %s → %s").In(l, what, c.Field, orDash(c.Old), orDash(c.New))
	case c.Action == "added":
		return lang.T("增 %s（%s）", "+ %s (%s)").In(l, what, c.about())
	}
	return lang.T("删 %s（%s）", "- %s (%s)").In(l, what, c.about())
}

// about is the name of what came or went, of a param with its value.
func (c Change) about() lang.Text {
	if value := c.Old + c.New; value != "" {
		return lang.T(c.Title.ZH+"："+value, c.Title.EN+": "+value)
	}
	return c.Title
}

var changeKinds = map[string]lang.Text{
	ChangePack: lang.T("规则包", "pack"), ChangeSource: lang.T("来源", "source"), ChangeParam: lang.T("参数", "param"),
	ChangeList: lang.T("列表", "list"), ChangeItem: lang.T("列表项", "item"), ChangeRule: lang.T("规则", "rule"),
}

// KindText is a kind of a [Change] in words.
func KindText(kind string) lang.Text { return changeKinds[kind] }

func orDash(s string) string { return cmp.Or(s, "—") }

// Diff tells what a new version of a pack says differently: pack, sources, params,
// lists with their items, and rules, in this order, and within each by id. Either
// side may be nil: then everything was added or removed. Packs come from
// [Book.Pack]; the two may be of different books. It changes nothing and looks at
// no clock. Days that a rule only takes over from its source are told once, at the
// source.
func Diff(old, new *Pack) []Change {
	before, after := describe(old), describe(new)
	keys := slices.Collect(maps.Keys(before))
	for key := range after {
		if _, ok := before[key]; !ok {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, thingKey.compare)
	var out []Change
	for _, key := range keys {
		out = append(out, key.changes(before[key], after[key])...)
	}
	return out
}

// thingKey names something that a pack declares.
type thingKey struct{ kind, id string }

func (k thingKey) compare(o thingKey) int {
	order := []string{ChangePack, ChangeSource, ChangeParam, ChangeList, ChangeItem, ChangeRule}
	return cmp.Or(cmp.Compare(slices.Index(order, k.kind), slices.Index(order, o.kind)), cmp.Compare(k.id, o.id))
}

// thing is a declaration, field by field.
type thing struct {
	title  lang.Text
	fields map[string]string
}

// changes compares two declarations of one thing; nil means that it is not there.
func (k thingKey) changes(old, new *thing) []Change {
	switch {
	case old == nil:
		return []Change{{Kind: k.kind, ID: k.id, Action: "added", New: k.value(new), Title: new.title}}
	case new == nil:
		return []Change{{Kind: k.kind, ID: k.id, Action: "removed", Old: k.value(old), Title: old.title}}
	}
	names := slices.Sorted(maps.Keys(old.fields))
	for name := range new.fields {
		if _, ok := old.fields[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out []Change
	for _, name := range names {
		if a, b := old.fields[name], new.fields[name]; a != b {
			out = append(out, Change{Kind: k.kind, ID: k.id, Action: "changed", Field: name, Old: a, New: b, Title: new.title})
		}
	}
	return out
}

func (k thingKey) value(t *thing) string {
	if k.kind != ChangeParam {
		return ""
	}
	return strings.TrimSpace(t.fields["value"] + " " + t.fields["unit"])
}

// describe lays out everything that a pack declares.
func describe(p *Pack) map[thingKey]*thing {
	out := map[thingKey]*thing{}
	if p == nil {
		return out
	}
	d := describer{out, map[string]Source{}}
	for _, s := range p.info.Sources {
		d.days[s.ID] = s
		d.add(ChangeSource, s.ID, s.Title, s, "id", "title")
	}
	head := map[string]any{"version": p.info.Version, "region": p.info.Region, "extends": p.info.Extends, "from": p.info.From}
	d.add(ChangePack, p.info.ID, p.info.Title, head).set("title", p.info.Title)
	seen := map[string]int{}
	for _, param := range p.params {
		seen[param.Name]++
	}
	for _, param := range p.params {
		id := param.Name
		if seen[id] > 1 {
			id += "@" + param.Source
		}
		c := *param
		d.undated(c.Source, &c.From, &c.Until)
		d.add(ChangeParam, id, c.Title, c, "name")
	}
	d.lists(p)
	for _, decl := range p.decls {
		c := *decl
		d.undated(c.Source, &c.From, &c.Until)
		t := d.add(ChangeRule, c.ID, c.Because, c, "id")
		for output, v := range c.Sets {
			t.set("sets."+output, v)
		}
	}
	return out
}

// describer collects things.
type describer struct {
	things map[thingKey]*thing
	days   map[string]Source
}

func (d describer) lists(p *Pack) {
	for _, list := range p.lists {
		d.add(ChangeList, list.Name, list.Title, listDecl{Title: list.Title, Point: list.Point}, "items", "name")
		for _, item := range list.Items {
			c := *item
			d.undated(c.Source, &c.From, &c.Until)
			id := list.Name + "/" + c.Code
			if d.things[thingKey{ChangeItem, id}] != nil {
				id += "@" + cmp.Or(c.Source, string(c.From))
			}
			t := d.add(ChangeItem, id, c.Text, c, "code", "attrs")
			for key, v := range c.Attrs {
				t.set("attrs."+key, v)
			}
		}
	}
}

// undated takes away the days that come from the source.
func (d describer) undated(source string, from, until *calendar.Day) {
	s := d.days[source]
	if *from == s.InForce {
		*from = ""
	}
	if *until == s.Until {
		*until = ""
	}
}

// add lays out the exported fields of v, but not those named.
func (d describer) add(kind, id string, title lang.Text, v any, without ...string) *thing {
	t := &thing{title, map[string]string{}}
	d.things[thingKey{kind, id}] = t
	raw, err := json.Marshal(v)
	var fields map[string]any
	if err != nil || json.Unmarshal(raw, &fields) != nil {
		return t // cannot be: it was read from such a form
	}
	for name, value := range fields {
		if name != "sets" && !slices.Contains(without, name) {
			t.set(name, value)
		}
	}
	return t
}

// set notes a field; one that says nothing counts as left out, a text in both
// languages as two fields.
func (t *thing) set(name string, v any) {
	if text, ok := textOf(v); ok {
		t.set(name+".zh", text.ZH)
		t.set(name+".en", text.EN)
		return
	}
	switch v {
	case nil, "", false:
		return
	}
	if s := plainText(v); s != "[]" && s != "{}" {
		t.fields[name] = s
	}
}

// plainText is a text itself, anything else as JSON.
func plainText(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(raw)
}
