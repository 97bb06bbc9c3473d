package rules

import (
	"cmp"
	"slices"

	"lunheng/internal/calendar"
)

// Set is what is in force on a day in a region. It never changes.
type Set struct {
	book      *Book
	day       calendar.Day // some day of its time
	packs     []*Pack
	refs      []string
	hash      string
	params    map[string]Param
	celParams map[string]any
	lists     map[string][]Item
	celCodes  map[string]any
	points    map[string]*pointSet
}

// Refs names the packs in force with their versions, general first.
func (s *Set) Refs() []string { return slices.Clone(s.refs) }

// IDs names the packs in force without versions, general first.
func (s *Set) IDs() []string {
	out := make([]string, len(s.packs))
	for i, p := range s.packs {
		out[i] = p.info.ID
	}
	return out
}

// Hash identifies the packs in force, to the last byte of their files.
func (s *Set) Hash() string { return s.hash }

// Param returns a param in force; of several packs the most special one's.
func (s *Set) Param(name string) (Param, bool) {
	p, ok := s.params[name]
	return p, ok
}

// Params returns all params in force, by name.
func (s *Set) Params() []Param {
	out := make([]Param, 0, len(s.params))
	for _, name := range sortedKeys(s.params) {
		out = append(out, s.params[name])
	}
	return out
}

// List returns the items of a list in force, in the order of the packs; a special
// pack's item stands where the general one stood that it replaces. The slice is
// shared and must not be changed.
func (s *Set) List(name string) []Item { return s.lists[name] }

// Lists names the lists in force.
func (s *Set) Lists() []string { return sortedKeys(s.lists) }

// Item returns an item of a list by its code.
func (s *Set) Item(list, code string) (Item, bool) {
	for _, item := range s.lists[list] {
		if item.Code == code {
			return item, true
		}
	}
	return Item{}, false
}

// Source returns a source by its id, for its title. It may be out of force.
func (s *Set) Source(id string) (Source, bool) {
	for _, p := range s.packs {
		if own := p.source(id); own != nil {
			return *own, true
		}
	}
	return s.book.Source(id)
}

// addParams takes a pack's params in force. Of several with one name the latest
// to begin counts.
func (s *Set) addParams(p *Pack) {
	own := map[string]*Param{}
	for _, param := range p.params {
		if !in(s.day, param.From, param.Until) {
			continue
		}
		if other := own[param.Name]; other == nil || other.From <= param.From {
			own[param.Name] = param
		}
	}
	for name, param := range own {
		s.params[name] = *param
	}
}

func (s *Set) addLists(p *Pack) {
	for _, list := range p.lists {
		if _, ok := s.lists[list.Name]; !ok {
			s.lists[list.Name] = nil
		}
		for _, item := range list.Items {
			if in(s.day, item.From, item.Until) {
				s.addItem(list.Name, *item)
			}
		}
	}
}

func (s *Set) addItem(list string, item Item) {
	items := s.lists[list]
	at := slices.IndexFunc(items, func(i Item) bool { return i.Code == item.Code })
	switch {
	case item.Remove && at >= 0:
		items = slices.Delete(slices.Clone(items), at, at+1)
	case item.Remove:
	case at >= 0:
		items[at] = item
	default:
		items = append(items, item)
	}
	s.lists[list] = items
}

// finish prepares what expressions see, and the rules.
func (s *Set) finish() {
	for name, p := range s.params {
		if num, den := p.Ratio(); den > 0 {
			s.celParams[name+"_num"], s.celParams[name+"_den"] = int64(num), int64(den)
			continue
		}
		s.celParams[name] = p.Value
	}
	for name, items := range s.lists {
		listed := make([]any, len(items))
		for i := range items {
			listed[i] = items[i].Code
			items[i].Text, items[i].Help = s.fill(items[i].Text), s.fill(items[i].Help)
		}
		s.celCodes[name] = listed
	}
	overridden := map[string]bool{}
	for _, p := range s.packs {
		for _, r := range p.rules {
			if in(s.day, r.decl.From, r.decl.Until) {
				for _, id := range r.decl.Overrides {
					overridden[id] = true
				}
			}
		}
	}
	params, lists := s.doubts()
	for i, p := range s.packs {
		for _, r := range p.rules {
			if in(s.day, r.decl.From, r.decl.Until) && !overridden[r.decl.ID] {
				s.addRule(r, i, r.decl.unsure(params, lists))
			}
		}
	}
	for _, ps := range s.points {
		ps.sort()
	}
}

func (s *Set) addRule(r *rule, packIndex int, unsure bool) {
	ps := s.points[r.point.Name]
	if ps == nil {
		ps = &pointSet{point: r.point, stages: make([]stage, len(r.point.Outputs))}
		s.points[r.point.Name] = ps
	}
	sr := &setRule{rule: r, rank: packIndex}
	sr.reason = Reason{Rule: r.decl.ID, Pack: r.pack.info.Ref(), Source: r.decl.Source, Article: r.decl.Article,
		Because: s.fill(r.decl.Because), Instead: s.fill(r.decl.Instead), Unsure: unsure}
	for _, set := range r.sets {
		v, err := set.value.resolve(s)
		if err != nil {
			sr.broken = err
			continue
		}
		sr.sets = append(sr.sets, setting{set.out, v})
		if name := set.out.reported(); !slices.Contains(sr.reason.Sets, name) {
			sr.reason.Sets = append(sr.reason.Sets, name)
		}
	}
	sr.index = ps.count
	ps.count++
	st := &ps.stages[r.stage]
	if r.decl.Otherwise {
		st.otherwise = append(st.otherwise, sr)
	} else {
		st.rules = append(st.rules, sr)
	}
}

// sort puts the fallbacks of special packs before those of general ones.
func (ps *pointSet) sort() {
	for i := range ps.stages {
		slices.SortStableFunc(ps.stages[i].otherwise, func(a, b *setRule) int { return cmp.Compare(b.rank, a.rank) })
	}
}
