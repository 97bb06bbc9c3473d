package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/yamldoc"
)

// maxPacks bounds a book: the packs in force are kept as bits.
const maxPacks = 256

// link checks what packs say about each other, compiles the rules, and makes the
// book. It goes on after mistakes so that all are told.
func (l *loader) link() (*Book, error) {
	l.succeed()
	order := l.order()
	for _, p := range order {
		l.addSources(p)
	}
	params, lists := l.vocabulary(order)
	l.nameCodes()
	for _, name := range sortedKeys(l.points) {
		if err := l.points[name].environment(params, lists); err != nil {
			return nil, err
		}
		if err := l.points[name].compileImpossible(); err != nil {
			return nil, err
		}
	}
	seen := map[string]*packFile{}
	for _, p := range order {
		for _, f := range p.files {
			l.linkFile(p, f, seen)
		}
	}
	l.checkOverrides(order, seen)
	l.checkScreens(order)
	if err := l.problems.Err(); err != nil {
		return nil, err
	}
	return newBook(order, l.points, l.sources), nil
}

// order sorts the packs general first: by the length of their region, but none before
// a pack that it extends, then by their chain of extends, then by id; of one pack the
// older version first.
func (l *loader) order() []*Pack {
	order := slices.Clone(l.packs)
	for _, p := range order {
		p.depth, p.reach = l.depth(p, map[string]bool{}), l.reach(p, map[string]bool{})
	}
	slices.SortStableFunc(order, func(a, b *Pack) int {
		return cmp.Or(cmp.Compare(a.reach, b.reach), cmp.Compare(a.depth, b.depth), cmp.Compare(a.info.ID, b.info.ID), cmp.Compare(a.info.From, b.info.From))
	})
	if len(order) > maxPacks {
		l.problems.Add("", nil, lang.T("最多 %d 个规则包", "at most %d packs"), maxPacks)
	}
	return order
}

// reach is how special a pack is by its place: the length of its region, or of one
// that it extends where that is longer.
func (l *loader) reach(p *Pack, way map[string]bool) int {
	longest := len(p.info.Region)
	if way[p.info.ID] {
		return longest // a circle, which depth tells
	}
	way[p.info.ID] = true
	defer delete(way, p.info.ID)
	for _, id := range p.info.Extends {
		for _, base := range l.versions(id) {
			longest = max(longest, l.reach(base, way))
		}
	}
	return longest
}

func (l *loader) depth(p *Pack, way map[string]bool) int {
	f := p.files[0]
	if way[p.info.ID] {
		l.problems.Add(f.name, f.root.Get("extends"), lang.T("extends 成环", "extends goes in a circle"))
		return 0
	}
	way[p.info.ID] = true
	defer delete(way, p.info.ID)
	deepest := 0
	for _, id := range p.info.Extends {
		bases := l.versions(id)
		if len(bases) == 0 && !l.lost(id) {
			l.problems.Add(f.name, f.root.Get("extends"), lang.T("没有规则包 %s", "there is no pack %s"), id)
		}
		for _, base := range bases {
			deepest = max(deepest, 1+l.depth(base, way))
		}
	}
	return deepest
}

// packID is the name of a pack without its version.
func packID(ref string) string {
	id, _, _ := strings.Cut(ref, "@")
	return id
}

// source is a source of the pack itself, or nil.
func (p *Pack) source(id string) *Source {
	for i := range p.info.Sources {
		if p.info.Sources[i].ID == id {
			return &p.info.Sources[i]
		}
	}
	return nil
}

func (l *loader) addSources(p *Pack) {
	for _, f := range p.files {
		for i, s := range f.decl.Sources {
			at := f.root.Find("sources", strconv.Itoa(i))
			if other := l.sources[s.ID]; other != nil && other.Pack == s.Pack || other != nil && packID(other.Pack) != p.info.ID {
				l.problems.Add(f.name, at, lang.T("来源 %s 已存在", "source %s is declared twice"), s.ID)
			}
			if s.InForce == "" && !s.Undated {
				l.problems.Add(f.name, at, lang.T("来源 %s 没有生效日；写 in_force，确实不知道的写 undated: true", "source %s has no first day: write in_force or, where it is not known, undated: true"), s.ID)
			}
			if s.Until != "" && s.Until < s.InForce {
				l.problems.Add(f.name, at, lang.T("来源 %s 在生效前已失效", "source %s ends before it begins"), s.ID)
			}
			l.sources[s.ID] = s
		}
	}
}

// vocabulary is what expressions may name as param.… and codes.…: of all packs,
// since a rule is compiled once for all days and regions.
func (l *loader) vocabulary(order []*Pack) (params, lists map[string]*cel.Type) {
	params, lists = map[string]*cel.Type{}, map[string]*cel.Type{}
	for _, p := range order {
		for _, param := range p.params {
			switch param.Value.(type) {
			case int64:
				params[param.Name] = cel.IntType
			case bool:
				params[param.Name] = cel.BoolType
			case []any:
				params[param.Name+"_num"], params[param.Name+"_den"] = cel.IntType, cel.IntType
			default:
				params[param.Name] = cel.StringType
			}
		}
		for _, list := range p.lists {
			lists[list.Name] = cel.ListType(cel.StringType)
		}
	}
	return params, lists
}

// linkFile checks the params, lists and rules of one file.
func (l *loader) linkFile(p *Pack, f *packFile, seen map[string]*packFile) {
	for i, param := range f.decl.Params {
		at := f.root.Find("params", strconv.Itoa(i))
		l.sameKind(f, at, param)
		l.period(f, at, param.Source, &param.From, &param.Until)
	}
	for i, list := range f.decl.Lists {
		l.linkList(p, f, list, f.root.Find("lists", strconv.Itoa(i)))
	}
	for i, decl := range f.decl.Rules {
		at := f.root.Find("rules", strconv.Itoa(i))
		if other, ok := seen[decl.ID]; ok && (other.pack == p || other.pack.info.ID != p.info.ID) {
			l.problems.Add(f.name, at.Get("id"), lang.T("规则 %s 已在 %s 中", "rule %s is also in %s"), decl.ID, other.name)
		}
		seen[decl.ID] = f
		if !p.own(decl.ID) && p.info.ID != "" {
			l.problems.Add(f.name, at.Get("id"), lang.T("规则编号须以“%s.”开头", "a rule of this pack is named %s.…"), p.info.ID)
		}
		l.loadRule(p, f, decl, at)
	}
}

// sameKind refuses a value of another kind than the param has in other packs: what
// reads it was checked for the one kind.
func (l *loader) sameKind(f *packFile, at *yamldoc.Node, param *Param) {
	if unit := l.unitOf(param.Name); param.Unit == "" && unit != "" {
		l.problems.Add(f.name, at.Get("name"), lang.T("参数 %s 在其他地方有单位 %s，这里也要写明 unit", "the param %s has the unit %s elsewhere: write its unit here too"), param.Name, unit)
	}
	kind := fmt.Sprintf("%T", param.Value)
	switch other, ok := l.kinds[param.Name]; {
	case !ok:
		l.kinds[param.Name] = kind
	case other != kind:
		l.problems.Add(f.name, at.Get("value"), lang.T("参数 %s 在其他地方是另一种类型的值", "the param %s has a value of another kind elsewhere"), param.Name)
	}
}

// unitOf is the unit that some pack gives a param.
func (l *loader) unitOf(name string) string {
	for _, p := range l.packs {
		for _, param := range p.params {
			if param.Name == name && param.Unit != "" {
				return param.Unit
			}
		}
	}
	return ""
}

// period fills in the days of the source where from and until are not given.
func (l *loader) period(f *packFile, at *yamldoc.Node, source string, from, until *calendar.Day) {
	s := f.pack.source(source)
	if s == nil {
		s = l.sources[source]
	}
	if s == nil {
		if source != "" && !l.lost(source) { // that one is missing is told by the schema
			l.problems.Add(f.name, at.Get("source"), lang.T("没有来源 %s", "there is no source %s"), source)
		}
		return
	}
	if *from == "" {
		*from = s.InForce
	}
	if *until == "" {
		*until = s.Until
	}
	if *until != "" && *until < *from {
		l.problems.Add(f.name, at, lang.T("在生效前已失效", "it ends before it begins"))
	}
}

func (l *loader) linkList(p *Pack, f *packFile, list *listDecl, at *yamldoc.Node) {
	seen := map[string]bool{}
	for i, item := range list.Items {
		place := at.Find("items", strconv.Itoa(i))
		item.Pack = p.info.Ref()
		item.Source = cmp.Or(item.Source, list.Source)
		item.Article = cmp.Or(item.Article, list.Article)
		for key, v := range item.Attrs {
			item.Attrs[key] = normal(v)
		}
		l.compileShown(f, list, item, place)
		if item.Source != "" {
			l.period(f, place, item.Source, &item.From, &item.Until)
		}
		key := item.Code + " " + string(item.From)
		if seen[key] {
			l.problems.Add(f.name, place.Get("code"), lang.T("代码 %s 重复", "code %s stands twice"), item.Code)
		}
		seen[key] = true
	}
}

func (l *loader) checkOverrides(order []*Pack, seen map[string]*packFile) {
	for _, p := range order {
		for _, f := range p.files {
			for i, d := range f.decl.Rules {
				for n, id := range d.Overrides {
					if _, ok := seen[id]; !ok && !l.lost(id) {
						l.problems.Add(f.name, f.root.Find("rules", strconv.Itoa(i), "overrides", strconv.Itoa(n)), lang.T("没有规则 %s", "there is no rule %s"), id)
					}
				}
			}
		}
	}
}

func (p *Point) compileImpossible() error {
	for i := range p.Impossible {
		prog, mistakes := p.compile(p.Impossible[i].When)
		if len(mistakes) > 0 {
			return fmt.Errorf("declare point %s: %s", p.Name, mistakes[0].text.EN)
		}
		p.Impossible[i].when = prog
	}
	return nil
}

// compileShown compiles the condition under which an item of a list is shown.
func (l *loader) compileShown(f *packFile, list *listDecl, item *Item, place *yamldoc.Node) {
	source := item.Str("show_when")
	if source == "" {
		return
	}
	at := place.Find("attrs", "show_when")
	point := l.points[list.Point]
	if point == nil {
		l.problems.Add(f.name, at, lang.T("有 show_when 的列表须写明判断点 point", "a list with show_when has to name its point"))
		return
	}
	c := &ruleCompiler{loader: l, f: f, r: &rule{point: point}}
	item.when = c.expression(source, at, cel.BoolType)
}
