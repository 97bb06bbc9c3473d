package rules

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"lunheng/internal/flow"
	"lunheng/internal/testdata"
	"lunheng/packs"
)

// carried are the names by which packs carry a fact: p: a param, l: a list, i: an item
// of a list, r: a rule, s: a source; - where something else does, with what.
func carriedFacts(t *testing.T) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile("testdata/facts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for line := range strings.Lines(string(raw)) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if len(cells) < 2 || cells[1] == "-" && len(cells) < 3 || out[cells[0]] != nil {
			t.Errorf("a row says nothing, or stands twice: %s", line)
			continue
		}
		out[cells[0]] = strings.Fields(cells[1])
	}
	return out
}

// TestEveryFactIsCarried reads the base of facts: each has a place in the packs or
// beside them, and what it knows from memory alone is to be confirmed by a person.
func TestEveryFactIsCarried(t *testing.T) {
	raw, err := os.ReadFile(testdata.Law(t, "facts.md"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	carried := carriedFacts(t)
	row := regexp.MustCompile(`^\| ([A-G]-[A-Z]?[0-9]+) \|`)
	found := 0
	for line := range strings.Lines(string(raw)) {
		m := row.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		found++
		cells := strings.Split(strings.TrimSuffix(strings.TrimSpace(line), "|"), "|")
		names := carried[m[1]]
		if len(names) == 0 {
			t.Errorf("%s is carried nowhere", m[1])
		}
		memory := regexp.MustCompile(`^M( -|$| \(|/| \+)`).MatchString(strings.TrimSpace(cells[len(cells)-1]))
		for _, name := range names {
			known, unsure := b.known(name)
			if !known {
				t.Errorf("%s: the packs have no %s", m[1], name)
			}
			if memory && !unsure && strings.ContainsAny(name[:1], "plir") {
				t.Errorf("%s is from memory, but %s is not marked so", m[1], name)
			}
		}
		delete(carried, m[1])
	}
	if found < 150 {
		t.Errorf("%d facts were read", found)
	}
	for id := range carried {
		t.Errorf("there is no fact %s", id)
	}
}

// known reports whether a pack has what a name means, and whether it is to be confirmed.
func (b *Book) known(name string) (known, unsure bool) {
	kind, name, _ := strings.Cut(name, ":")
	if kind == "-" {
		return true, true
	}
	for _, p := range b.packs {
		ref := p.info.Ref()
		known = known || kind == "s" && p.source(name) != nil
		for _, param := range p.params {
			if kind == "p" && param.Name == name {
				known, unsure = true, unsure || param.Confidence == memory
			}
		}
		for _, d := range p.decls {
			if kind == "r" && d.ID == name {
				known, unsure = true, b.Unsure(flow.Ground{Rule: name, Pack: ref})
			}
		}
		for _, list := range p.lists {
			for _, item := range list.Items {
				if kind == "l" && list.Name == name || kind == "i" && list.Name+"/"+item.Code == name {
					known, unsure = true, unsure || item.unsure(list)
				}
			}
		}
	}
	return known, unsure
}
