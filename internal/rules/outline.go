package rules

import (
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// Outline is what a pack holds, for people who read the rules: everything
// that it declares, in force or not.
type Outline struct {
	PackInfo
	Params []Param
	Lists  []ListOutline
	Rules  []RuleOutline // in the order of the files
}

// ListOutline is a list of a pack.
type ListOutline struct {
	Name   string
	Title  lang.Text
	Items  []Item
	Unsure bool // some of it rests on memory
}

// RuleOutline is a rule of a pack, in words and as it is evaluated.
type RuleOutline struct {
	ID      string
	Point   string // decision point
	About   lang.Text
	When    string // CEL; empty: always
	Source  string // that carries it on the day asked for, otherwise the latest
	Article string
	From    calendar.Day // over all documents that carry it in turn; empty: on every day before
	Until   calendar.Day
	Because lang.Text
	Instead lang.Text
	Carried []Carrier // by which documents, the latest first
	Unsure  bool      // it rests on memory; see [Book.Unsure]
}

// Outline tells what a pack holds, by its id or its id@version; see [Book.Pack].
// Numbers within its words are those of the day.
func (b *Book) Outline(ref string, day calendar.Day) (Outline, bool) {
	p, ok := b.Pack(ref)
	if !ok {
		return Outline{}, false
	}
	set := b.On(day, p.info.Region)
	out := Outline{PackInfo: p.info}
	for _, param := range p.params {
		out.Params = append(out.Params, *param)
	}
	for _, list := range p.lists {
		l := ListOutline{Name: list.Name, Title: list.Title}
		for _, item := range list.Items {
			shown := *item
			shown.Text, shown.Help = set.fill(item.Text), set.fill(item.Help)
			l.Items = append(l.Items, shown)
			l.Unsure = l.Unsure || item.unsure(list)
		}
		out.Lists = append(out.Lists, l)
	}
	for _, r := range p.rules {
		d := r.decl
		carrier := Carrier{d.Source, d.Article, d.From, d.Until}
		if n := len(out.Rules); n > 0 && out.Rules[n-1].ID == d.ID {
			out.Rules[n-1].carry(carrier, day)
			continue
		}
		out.Rules = append(out.Rules, RuleOutline{ID: d.ID, Point: r.point.Name, About: r.point.Title, When: d.When, Source: d.Source,
			Article: d.Article, From: d.From, Until: d.Until, Because: set.fill(d.Because), Instead: set.fill(d.Instead), Carried: []Carrier{carrier}, Unsure: b.Unsure(flow.Ground{Rule: d.ID, Pack: p.info.Ref()})})
	}
	return out, true
}

// carry adds an older document that carried the rule.
func (r *RuleOutline) carry(c Carrier, day calendar.Day) {
	r.Carried, r.From = append(r.Carried, c), c.From
	if in(day, c.From, c.Until) {
		r.Source, r.Article = c.Source, c.Article
	}
}

// InForceOn reports whether the source is in force on a day.
func (s Source) InForceOn(day calendar.Day) bool { return in(day, s.InForce, s.Until) }
