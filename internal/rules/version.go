package rules

import (
	"cmp"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/yamldoc"
	"lunheng/packs"
)

// replace adds the packs of a file system to those of the ones before. A pack that
// names its first day joins the earlier versions of itself and takes over from
// them; one that names none, or that bears the version of an earlier one, takes its place.
func (l *loader) replace(here []*Pack) {
	l.packs = slices.DeleteFunc(l.packs, func(old *Pack) bool {
		return slices.ContainsFunc(here, func(p *Pack) bool {
			return p.info.ID == old.info.ID && (p.info.From == "" || p.info.Version == old.info.Version)
		})
	})
	seen := map[string]*Pack{}
	for _, p := range here {
		if other := seen[p.info.Ref()]; other != nil {
			l.problems.Add(p.files[0].name, p.files[0].root.Get("id"), lang.T("包 %s 已在 %s 中", "pack %s is also in %s"), p.info.Ref(), other.files[0].name)
			continue
		}
		seen[p.info.Ref()] = p
		l.packs = append(l.packs, p)
	}
}

// versions are the versions of a pack, the oldest first.
func (l *loader) versions(id string) []*Pack {
	var out []*Pack
	for _, p := range l.packs {
		if p.info.ID == id {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b *Pack) int { return cmp.Compare(a.info.From, b.info.From) })
	return out
}

// succeed ends each version of a pack on the day before the next begins, and
// refuses versions that would be in force on the same day.
func (l *loader) succeed() {
	done := map[string]bool{}
	for _, p := range l.packs {
		if p.info.Until != "" && p.info.Until < p.info.From {
			l.problems.Add(p.files[0].name, p.files[0].root.Get("until"), lang.T("在生效前已失效", "it ends before it begins"))
		}
		if done[p.info.ID] {
			continue
		}
		done[p.info.ID] = true
		versions := l.versions(p.info.ID)
		for i := 1; i < len(versions); i++ {
			l.takeOver(versions[i-1], versions[i])
		}
	}
}

func (l *loader) takeOver(old, next *Pack) {
	switch {
	case old.info.From == next.info.From, old.info.Until >= next.info.From && old.info.Until != "":
		at := next.files[0].root.Get("from")
		if at == nil {
			at = next.files[0].root.Get("version")
		}
		l.problems.Add(next.files[0].name, at, lang.T("与 %s（%s）在同一时间有效；每个版本须写明各自的 from", "overlaps in time with %s (%s); each version needs its own from"),
			old.info.Ref(), old.files[0].name)
	case old.info.Until == "":
		old.info.Until = next.info.From.AddDays(-1)
	}
}

// carriers are the documents that carry a rule in turn, the latest first, each
// until the day before the one after it.
func (l *loader) carriers(f *packFile, decl *ruleDecl, at *yamldoc.Node) []Carrier {
	out := []Carrier{{decl.Source, decl.Article, decl.From, decl.Until}}
	l.period(f, at, out[0].Source, &out[0].From, &out[0].Until)
	for i, c := range decl.Before {
		node := at.Find("before", strconv.Itoa(i))
		l.period(f, node, c.Source, &c.From, &c.Until)
		next := out[len(out)-1]
		switch {
		case next.From == "" || c.From >= next.From:
			l.problems.Add(f.name, node, lang.T("%s 不早于 %s", "%s does not begin before %s"), c.Source, next.Source)
		case c.Until == "" || c.Until >= next.From:
			c.Until = next.From.AddDays(-1)
		}
		out = append(out, c)
	}
	return out
}

// loadRule compiles a rule for every document that carries it.
func (l *loader) loadRule(p *Pack, f *packFile, decl *ruleDecl, at *yamldoc.Node) {
	for _, c := range l.carriers(f, decl, at) {
		carried := *decl
		carried.Source, carried.Article, carried.From, carried.Until = c.Source, c.Article, c.From, c.Until
		r := l.compileRule(f, &carried, at)
		if r == nil {
			return // its mistakes are told
		}
		r.pack = p
		p.rules = append(p.rules, r)
	}
}

// own reports whether a rule's name begins with its pack's id.
func (p *Pack) own(rule string) bool { return strings.HasPrefix(rule, p.info.ID+".") }

// LoadPack reads the one pack of a directory, on top of the embedded ones. Where
// the directory holds several, id says which; it may be empty otherwise.
func LoadPack(fsys fs.FS, id string) (*Pack, *Book, error) {
	l, err := newLoader()
	if err != nil {
		return nil, nil, err
	}
	if err := l.readFS(packs.FS()); err != nil {
		return nil, nil, err
	}
	before := slices.Clone(l.packs)
	if err := l.readFS(fsys); err != nil {
		return nil, nil, err
	}
	var found []*Pack
	for _, p := range l.packs {
		if !slices.Contains(before, p) && (id == "" || p.info.ID == id) {
			found = append(found, p)
		}
	}
	b, err := l.link()
	switch {
	case err != nil:
		return nil, nil, err
	case len(found) != 1:
		return nil, nil, errs.New(errs.Invalid, "rules.pack.which", lang.T("目录里应恰有一个规则包，找到 %d 个", "the directory should hold exactly one pack; it holds %d"), len(found))
	}
	return found[0], b, nil
}
