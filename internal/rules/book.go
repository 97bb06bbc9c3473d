package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"

	"lunheng/internal/calendar"
)

// Book is all packs that the program knows. It never changes.
type Book struct {
	packs   []*Pack // general first
	points  map[string]*Point
	sources map[string]*Source
	turns   []calendar.Day     // the days on which something begins or has ended
	unsure  map[[2]string]bool // pack and name of what rests on memory

	mu   sync.RWMutex
	sets map[setKey]*Set
}

// setKey names a Set: between two turns nothing changes, and of a region only
// matters which packs it has.
type setKey struct {
	turn  int
	packs [maxPacks / 64]uint64
}

func newBook(order []*Pack, points map[string]*Point, sources map[string]*Source) *Book {
	b := &Book{packs: order, points: points, sources: sources, sets: map[setKey]*Set{}}
	b.doubts()
	note := func(from, until calendar.Day) {
		if from != "" {
			b.turns = append(b.turns, from)
		}
		if until != "" {
			b.turns = append(b.turns, until.AddDays(1))
		}
	}
	for _, p := range order {
		note(p.info.From, p.info.Until)
		for _, s := range p.info.Sources {
			note(s.InForce, s.Until)
		}
		for _, param := range p.params {
			note(param.From, param.Until)
		}
		for _, list := range p.lists {
			for _, item := range list.Items {
				note(item.From, item.Until)
			}
		}
		for _, r := range p.rules {
			note(r.decl.From, r.decl.Until)
		}
	}
	slices.Sort(b.turns)
	b.turns = slices.Compact(b.turns)
	return b
}

// Packs tells about all packs, general first.
func (b *Book) Packs() []PackInfo {
	out := make([]PackInfo, len(b.packs))
	for i, p := range b.packs {
		out[i] = p.info
	}
	return out
}

// Pack returns a pack by its id or, where several versions of it are loaded, by
// id@version; by the id alone the latest.
func (b *Book) Pack(ref string) (*Pack, bool) {
	for _, p := range slices.Backward(b.packs) {
		if p.info.ID == ref || p.info.Ref() == ref {
			return p, true
		}
	}
	return nil, false
}

// Info tells what the pack is.
func (p *Pack) Info() PackInfo { return p.info }

// Point returns a decision point, for those who read its variables.
func (b *Book) Point(name string) (*Point, bool) {
	p, ok := b.points[name]
	return p, ok
}

// Source returns a source by its id, in force or not.
func (b *Book) Source(id string) (Source, bool) {
	s, ok := b.sources[id]
	if !ok {
		return Source{}, false
	}
	return *s, true
}

// Turns are the days, in order, on which some rule, param or list item begins or
// has ended: where an answer may change.
func (b *Book) Turns() []calendar.Day { return slices.Clone(b.turns) }

// On returns what is in force on a day in a region (a GB/T 2260 code; empty: the
// national packs alone).
func (b *Book) On(day calendar.Day, region string) *Set {
	key := setKey{}
	key.turn, _ = slices.BinarySearch(b.turns, day+"~") // past all turns up to that day
	for i, p := range b.packs {
		if strings.HasPrefix(region, p.info.Region) {
			key.packs[i/64] |= 1 << (i % 64)
		}
	}
	b.mu.RLock()
	s := b.sets[key]
	b.mu.RUnlock()
	if s != nil {
		return s
	}
	s = b.build(key, day)
	b.mu.Lock()
	defer b.mu.Unlock()
	if first := b.sets[key]; first != nil {
		return first
	}
	b.sets[key] = s
	return s
}

// in reports whether a period covers a day.
func in(day, from, until calendar.Day) bool {
	return from <= day && (until == "" || day <= until)
}

// build gathers what is in force.
func (b *Book) build(key setKey, day calendar.Day) *Set {
	s := &Set{book: b, day: day, params: map[string]Param{}, celParams: map[string]any{},
		lists: map[string][]Item{}, celCodes: map[string]any{}, points: map[string]*pointSet{}}
	sum := sha256.New()
	for i, p := range b.packs {
		for _, list := range p.lists {
			s.celCodes[list.Name] = []any{} // empty, not unknown, while out of force
		}
		if key.packs[i/64]&(1<<(i%64)) == 0 || !p.inForce(day) {
			continue
		}
		s.packs = append(s.packs, p)
		s.refs = append(s.refs, p.info.Ref())
		fmt.Fprintln(sum, p.info.Ref(), p.info.Hash)
	}
	s.hash = hex.EncodeToString(sum.Sum(nil))
	for _, p := range s.packs {
		s.addParams(p)
		s.addLists(p)
	}
	s.finish()
	return s
}

// inForce reports whether any source of the pack is in force.
func (p *Pack) inForce(day calendar.Day) bool {
	return in(day, p.info.From, p.info.Until) && slices.ContainsFunc(p.info.Sources, func(s Source) bool { return in(day, s.InForce, s.Until) })
}
