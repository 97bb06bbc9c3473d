package rules

import (
	"cmp"
	"strings"

	"lunheng/internal/flow"
)

// memory is the confidence of what nobody has held against the text yet.
const memory = "M"

// Unsure reports whether what an act rests on was written from memory and has still
// to be confirmed by a person: a rule by its id, a param as param.NAME, or an item
// of a list by its code, of the pack that is named as id@version or, where a ground
// names none, of the document.
func (b *Book) Unsure(g flow.Ground) bool {
	return b.unsure[[2]string{cmp.Or(g.Pack, g.Source), g.Rule}]
}

// doubts gathers what Unsure answers from. A rule is unsure when it says so itself,
// or when it reads a param or the codes of a list that are.
func (b *Book) doubts() {
	b.unsure = map[[2]string]bool{}
	params, lists := map[string]bool{}, map[string]bool{}
	doubt := func(pack, source, rule string) {
		b.unsure[[2]string{pack, rule}], b.unsure[[2]string{source, rule}] = true, true
	}
	for _, p := range b.packs {
		ref := p.info.Ref()
		for _, param := range p.params {
			if param.Confidence == memory {
				params[param.Name] = true
				doubt(ref, param.Source, "param."+param.Name)
			}
		}
		for _, list := range p.lists {
			for _, item := range list.Items {
				if item.unsure(list) {
					lists[list.Name] = true
					doubt(ref, item.Source, item.Code)
				}
			}
		}
	}
	for _, p := range b.packs {
		for _, d := range p.decls {
			if d.unsure(params, lists) {
				doubt(p.info.Ref(), d.Source, d.ID)
			}
		}
	}
}

// unsure reports whether an item was written from memory: by its attribute
// confidence, otherwise by what its list says.
func (i *Item) unsure(list *listDecl) bool {
	if own := i.Str("confidence"); own != "" {
		return own == memory
	}
	return list.Confidence == memory
}

// unsure reports whether a rule rests on memory, given the params and lists that do.
func (d *ruleDecl) unsure(params, lists map[string]bool) bool {
	if d.Confidence == memory {
		return true
	}
	text := d.When + plainText(d.Sets) + d.Because.ZH
	for name := range params {
		if mentions(text, "param."+name) || strings.Contains(text, `"param":"`+name+`"`) || strings.Contains(text, `"unit_of":"`+name+`"`) || strings.Contains(text, "{"+name+"}") {
			return true
		}
	}
	for name := range lists {
		if mentions(text, "codes."+name) {
			return true
		}
	}
	return false
}

// mentions reports whether a name stands in a text, and not as the beginning of a
// longer one.
func mentions(text, name string) bool {
	for {
		_, rest, ok := strings.Cut(text, name)
		if !ok {
			return false
		}
		if rest = strings.TrimPrefix(strings.TrimPrefix(rest, "_num"), "_den"); rest == "" || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789_", rune(rest[0])) {
			return true
		}
		text = rest
	}
}

// doubts are the names of the params and lists in force that rest on memory.
func (s *Set) doubts() (params, lists map[string]bool) {
	params, lists = map[string]bool{}, map[string]bool{}
	for name, p := range s.params {
		if p.Confidence == memory {
			params[name] = true
		}
	}
	for name, items := range s.lists {
		for _, item := range items {
			if s.book.Unsure(item.Ground()) {
				lists[name] = true
			}
		}
	}
	return params, lists
}
