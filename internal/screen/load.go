package screen

import (
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// The lists of packs that this package reads.
const (
	factsList  = "screen_facts"
	topicsList = "screen_topics"
	listName   = "screens"
)

// Screener finds facts in texts. It never changes and may be shared.
type Screener struct {
	set    *rules.Set
	fold   fold
	trie   *trie
	topics int       // how many tags are topics; the others are patterns
	rules  []pattern // in the order of the packs
	facts  []rules.Item
}

// pattern is one way to find a fact.
type pattern struct {
	id      string
	fact    int
	tags    []int32 // whose hits count: the pattern's own words, topics named in any
	needs   []mark
	with    []mark // all of these too, anywhere
	unless  []mark
	near    int // runes between the word and one that it needs; 0: anywhere
	implied []int
}

// mark is a topic or a fact that a pattern needs or yields to.
type mark struct {
	topic int32
	fact  int // -1: it is a topic
}

// loader gathers mistakes.
type loader struct {
	s      *Screener
	topics map[string]int32
	facts  map[string]int
	wrong  errs.List
}

// New makes the screener of the packs in force. The error is a list of all that is
// wrong with their patterns; those that are right work all the same, so that a
// mistake in one pack does not take the questions of all others away.
func New(set *rules.Set) (*Screener, error) {
	l := &loader{s: &Screener{set: set, trie: newTrie()}, topics: map[string]int32{}, facts: map[string]int{}}
	l.s.facts = set.List(factsList)
	for i, f := range l.s.facts {
		l.facts[f.Code] = i
	}
	topics := set.List(topicsList)
	for i, t := range topics {
		l.topics[t.Code] = int32(i)
		l.s.fold = l.variants(t, l.s.fold)
	}
	l.s.topics = len(topics)
	for i, t := range topics {
		l.words(t, int32(i))
	}
	for _, item := range set.List(listName) {
		l.pattern(item)
	}
	return l.s, l.wrong.Err()
}

// variants takes pairs of traditional and simplified characters.
func (l *loader) variants(t rules.Item, f fold) fold {
	pairs := t.Strs("variants")
	if len(pairs) == 0 {
		return f
	}
	return newFold(strings.Fields(strings.Join(pairs, " ")))
}

func (l *loader) fail(item rules.Item, text lang.Text, args ...any) {
	l.wrong = append(l.wrong, errs.New(errs.Invalid, "screen.pattern", text, args...).At(item.Code))
}

// words enters the words of a topic or pattern under its tag.
func (l *loader) words(item rules.Item, tag int32) {
	for _, w := range item.Strs("words") {
		forms := expand(w)
		if forms == nil {
			l.fail(item, lang.T("“%s”的花括号没有收尾或套叠", "the braces of %q are not closed, or stand inside each other"), w)
		}
		for _, form := range forms {
			if !l.s.trie.add(l.s.fold.runes(nil, form), tag, item.Bool("hides")) {
				l.fail(item, lang.T("“%s”不能作为词", "%q cannot be a word"), w)
			}
		}
	}
}

func (l *loader) pattern(item rules.Item) {
	fact, ok := l.facts[item.Str("fact")]
	if !ok {
		l.fail(item, lang.T("没有事实 %s", "there is no fact %s"), item.Str("fact"))
		return
	}
	p := pattern{id: item.Code, fact: fact, near: item.Int("near")}
	own := int32(l.s.topics + len(l.s.rules))
	p.tags = append(p.tags, own)
	l.words(item, own)
	for _, name := range item.Strs("any") {
		if topic, ok := l.topics[name]; ok {
			p.tags = append(p.tags, topic)
		} else {
			l.fail(item, lang.T("没有主题 %s", "there is no topic %s"), name)
		}
	}
	p.needs, p.with, p.unless = l.marks(item, "needs"), l.marks(item, "with"), l.marks(item, "unless")
	for _, name := range item.Strs("implies") {
		if also, ok := l.facts[name]; ok {
			p.implied = append(p.implied, also)
		} else {
			l.fail(item, lang.T("没有事实 %s", "there is no fact %s"), name)
		}
	}
	l.s.rules = append(l.s.rules, p)
}

// marks reads names of topics and facts. A fact counts as far as patterns above
// have found it.
func (l *loader) marks(item rules.Item, attr string) []mark {
	var out []mark
	for _, name := range item.Strs(attr) {
		if topic, ok := l.topics[name]; ok {
			out = append(out, mark{topic, -1})
		} else if fact, ok := l.facts[name]; ok {
			out = append(out, mark{-1, fact})
		} else {
			l.fail(item, lang.T("没有主题或事实 %s", "there is no topic or fact %s"), name)
		}
	}
	return out
}
