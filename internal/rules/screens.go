package rules

import (
	"slices"
	"strconv"

	"lunheng/internal/lang"
)

// The lists of the screener of texts; see package screen.
const (
	screenFacts  = "screen_facts"
	screenTopics = "screen_topics"
	screenList   = "screens"
)

// checkScreens looks whether the patterns of the screener name facts and topics
// that some pack has.
func (l *loader) checkScreens(order []*Pack) {
	facts, topics := codesIn(order, screenFacts), codesIn(order, screenTopics)
	either := append(slices.Clone(facts), topics...)
	for _, p := range order {
		for _, f := range p.files {
			for i, list := range f.decl.Lists {
				if list.Name != screenList {
					continue
				}
				for j, item := range list.Items {
					c := screenChecker{l, f, item, []string{"lists", strconv.Itoa(i), "items", strconv.Itoa(j), "attrs"}}
					c.names("fact", []string{item.Str("fact")}, facts)
					c.names("implies", item.Strs("implies"), facts)
					c.names("any", item.Strs("any"), topics)
					c.names("needs", item.Strs("needs"), either)
					c.names("unless", item.Strs("unless"), either)
				}
			}
		}
	}
}

// codesIn are the codes of a list in all packs.
func codesIn(order []*Pack, name string) []string {
	var out []string
	for _, p := range order {
		for _, list := range p.lists {
			if list.Name == name {
				for _, item := range list.Items {
					out = append(out, item.Code)
				}
			}
		}
	}
	return out
}

type screenChecker struct {
	l    *loader
	f    *packFile
	item *Item
	path []string
}

// names notes what an attribute names and nobody has.
func (c screenChecker) names(attr string, named, known []string) {
	if c.item.Remove {
		return
	}
	for _, name := range named {
		if !slices.Contains(known, name) && !c.l.lost(name) {
			c.l.problems.Add(c.f.name, c.f.root.Find(append(slices.Clone(c.path), attr)...),
				lang.T("没有事实或主题 %s", "there is no fact or topic %s"), name)
		}
	}
}
