package rules

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/yamldoc"
	"lunheng/packs"
)

// Problems are all mistakes found in packs, each with file, line and column.
type Problems = yamldoc.Problems

// Pack is one loaded pack, as its files declare it: for [Diff] and [Explain]. Its
// rules are evaluated through a [Set].
type Pack struct {
	info   PackInfo
	dir    string
	files  []*packFile
	params []*Param
	lists  []*listDecl
	decls  []*ruleDecl // as written
	rules  []*rule     // of each decl one per document that carries it
	depth  int         // length of its chain of extends
	reach  int         // length of the longest region among it and what it extends
}

// packFile is a file of a pack with the places of its values.
type packFile struct {
	pack  *Pack
	name  string
	lines []string // as they stand
	root  *yamldoc.Node
	decl  fileDecl
}

// isCases reports whether a file holds examples, which are no part of the rules:
// scope.cases.yaml those of scope.yaml, cases.yaml those of the whole pack.
func isCases(name string) bool {
	return path.Base(name) == "cases.yaml" || strings.HasSuffix(name, ".cases.yaml")
}

// loader collects packs and everything that is wrong with them.
type loader struct {
	problems Problems
	schema   *jsonschema.Schema
	points   map[string]*Point
	packs    []*Pack
	sources  map[string]*Source
	kinds    map[string]string // of params' values, by name
	broken   string            // text of the files that can't be read as a whole
}

// Load reads every pack, that is every directory with a pack.yaml, of the given
// file systems. Several versions of a pack may stand side by side, each from its
// own first day on; a pack in a later file system that names no first day takes
// the place of those with the same id in earlier ones. When anything is wrong,
// nothing is loaded and the error is [Problems] with every mistake.
func Load(fsys ...fs.FS) (*Book, error) {
	l, err := newLoader()
	if err != nil {
		return nil, err
	}
	for _, f := range fsys {
		if err := l.readFS(f); err != nil {
			return nil, err
		}
	}
	return l.link()
}

func newLoader() (*loader, error) {
	l := &loader{sources: map[string]*Source{}, kinds: map[string]string{}}
	var err error
	if l.points, err = loadPoints(packs.Schema()); err != nil {
		return nil, err
	}
	if l.schema, err = loadSchema("pack.schema.json"); err != nil {
		return nil, err
	}
	return l, nil
}

func loadSchema(name string) (*jsonschema.Schema, error) {
	raw, err := fs.ReadFile(packs.Schema(), name)
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read schema %s: %w", name, err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(name, doc); err != nil {
		return nil, fmt.Errorf("add schema %s: %w", name, err)
	}
	schema, err := c.Compile(name)
	if err != nil {
		return nil, fmt.Errorf("compile schema %s: %w", name, err)
	}
	return schema, nil
}

// readFS reads the packs of one file system.
func (l *loader) readFS(fsys fs.FS) error {
	var here []*Pack
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(name) != "pack.yaml" {
			return err
		}
		p, err := l.readPack(fsys, path.Dir(name))
		if err == nil && p != nil {
			here = append(here, p)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read packs: %w", err)
	}
	l.replace(here)
	return nil
}

// readPack reads all YAML files of a directory, pack.yaml first.
func (l *loader) readPack(fsys fs.FS, dir string) (*Pack, error) {
	p := &Pack{dir: dir}
	names, err := packFiles(fsys, dir)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	for _, name := range names {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		fmt.Fprintf(sum, "%s %d\n", strings.TrimPrefix(strings.TrimPrefix(name, dir), "/"), len(raw)) // wherever the folder stands
		sum.Write(raw)
		if isCases(name) {
			continue
		}
		if f := l.readFile(name, raw); f != nil {
			p.files = append(p.files, f)
		}
	}
	if len(p.files) == 0 || path.Base(p.files[0].name) != "pack.yaml" { // its problems are noted; the other files are checked all the same
		p.files = slices.Insert(p.files, 0, &packFile{name: path.Join(dir, "pack.yaml"), root: &yamldoc.Node{Kind: yamldoc.Map}})
	}
	l.assemble(p)
	p.info.Hash = hex.EncodeToString(sum.Sum(nil))
	return p, nil
}

func packFiles(fsys fs.FS, dir string) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(name) == ".yaml" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", dir, err)
	}
	first := path.Join(dir, "pack.yaml")
	slices.SortFunc(names, func(a, b string) int {
		if (a == first) != (b == first) {
			if a == first {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return names, nil
}

// readFile parses a file and checks it against the schema; nil when it is wrong.
func (l *loader) readFile(name string, raw []byte) *packFile {
	docs, problems := yamldoc.Parse(name, raw, maxPackFile)
	l.problems = append(l.problems, problems...)
	if len(problems) > 0 {
		l.broken += string(raw)
	}
	if len(docs) != 1 && len(problems) > 0 {
		return nil
	}
	if len(docs) != 1 {
		l.problems.Add(name, nil, lang.T("文件须恰有一个文档", "the file must hold exactly one document"))
		return nil
	}
	f := &packFile{name: name, root: docs[0], lines: strings.Split(string(raw), "\n")}
	plain := docs[0].Any()
	if err := l.schema.Validate(plain); err != nil {
		misfits(&l.problems, f.name, f.root, err)
		// What can be read is still checked, so that all mistakes are told at once.
		raw, err := json.Marshal(plain)
		if err != nil {
			return nil
		}
		err = json.Unmarshal(raw, &f.decl) // what is of the wrong type is told above, and left out
		if _, ok := errors.AsType[*json.UnmarshalTypeError](err); err != nil && !ok {
			return nil
		}
		f.decl.sweep()
		return f
	}
	if err := decode(plain, &f.decl); err != nil {
		l.problems.Add(name, f.root, lang.T("无法读取：%s", "cannot be read: %s"), err.Error())
		return nil
	}
	return f
}

// assemble gathers what the files of a pack declare.
func (l *loader) assemble(p *Pack) {
	head := p.files[0].decl
	p.info = PackInfo{ID: head.ID, Version: head.Version, Title: head.Title, Region: head.Region, Extends: head.Extends,
		From: head.From, Until: head.Until}
	l.place(p)
	for _, key := range []string{"id", "version", "title"} {
		if p.files[0].root.Get(key) == nil && l.broken == "" {
			l.problems.Add(p.files[0].name, p.files[0].root, lang.T("缺少 %s", "%s is missing"), key)
		}
	}
	for i, f := range p.files {
		f.pack = p
		for _, key := range []string{"id", "version", "title", "region", "extends", "from", "until"} {
			if n := f.root.Get(key); n != nil && i > 0 {
				l.problems.Add(f.name, n, lang.T("%s 只能写在 pack.yaml 中", "%s belongs into pack.yaml"), key)
			}
		}
		for _, s := range f.decl.Sources {
			s.Pack = p.info.Ref()
			p.info.Sources = append(p.info.Sources, *s)
		}
		for _, param := range f.decl.Params {
			param.Pack, param.Value = p.info.Ref(), normal(param.Value)
			p.params = append(p.params, param)
		}
		p.lists = append(p.lists, f.decl.Lists...)
		p.decls = append(p.decls, f.decl.Rules...)
		p.info.Rules += len(f.decl.Rules)
	}
}

// place takes a whole code such as 440300 as the beginning that it means, 4403: no
// district's code begins with 440300. A place that nobody knows is refused.
func (l *loader) place(p *Pack) {
	f := p.files[0]
	for len(p.info.Region) > 2 && len(p.info.Region)%2 == 0 && strings.HasSuffix(p.info.Region, "00") {
		p.info.Region = p.info.Region[:len(p.info.Region)-2]
	}
	if p.info.Region != "" && !regions.Known(p.info.Region) {
		l.problems.Add(f.name, f.root.Get("region"), lang.T("没有行政区划代码 %s；写省的前两位、市的前四位或区县的六位", "no place has the code %s: write two digits of a province, four of a city or six of a district"), f.decl.Region)
	}
}

// normal turns decoded JSON into plain values with whole numbers as int64.
func normal(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = normal(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = normal(v[key])
		}
	}
	return plain(v)
}

// lost reports whether a name may be declared in the piece of a file that could not be
// read: that it is missing is then no mistake to tell.
func (l *loader) lost(name string) bool { return name != "" && strings.Contains(l.broken, name) }

func strictUnmarshal(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
