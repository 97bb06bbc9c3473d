package rules

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/yamldoc"
	"lunheng/packs"
)

// casesDecl is a file of examples that rules must satisfy.
type casesDecl struct {
	Bases map[string]map[string]any `json:"bases"` // variables that cases begin with
	Cases []*caseDecl               `json:"cases"`
}

// caseDecl is one example.
type caseDecl struct {
	Why     string         `json:"why"`
	On      calendar.Day   `json:"on"`
	Region  string         `json:"region"`
	Point   string         `json:"point"`
	Base    string         `json:"base"`
	Vars    map[string]any `json:"vars"`    // laid over the base, key by key
	Applies []string       `json:"applies"` // rules that must speak
	Silent  []string       `json:"silent"`  // rules that must not
	Dated   []string       `json:"dated"`   // rules that speak from their first day on, and not before
	Expect  map[string]any `json:"expect"`  // values that must come out
}

// tester runs the cases of packs.
type tester struct {
	book     *Book
	problems Problems
	shown    map[shownKey]bool
	cases    int
	file     string // of the cases at hand
}

// shownKey is that a file of cases shows something of a rule.
type shownKey struct{ file, rule, what string }

// TestFS runs the cases of every pack of a directory, on top of the embedded packs,
// and prints what fails, and what no case shows; see [CheckFS].
func TestFS(fsys fs.FS, w io.Writer, l lang.Lang) (ok bool, err error) {
	book, err := Load(packs.FS(), fsys)
	if err != nil {
		return false, err
	}
	t, err := examine(book, fsys)
	if err != nil {
		return false, err
	}
	if err := t.problems.Print(w, l); err != nil {
		return false, err
	}
	fmt.Fprintln(w, lang.T("%d 个用例，%d 处不符", "%d cases, %d failures").In(l, t.cases, len(t.problems)))
	return len(t.problems) == 0, nil
}

// examine runs the cases of a directory, and looks whether they show all its rules.
func examine(book *Book, fsys fs.FS) (*tester, error) {
	t := &tester{book: book, shown: map[shownKey]bool{}}
	names, err := casesFiles(fsys)
	if err != nil {
		return nil, err
	}
	schema, err := loadSchema("cases.schema.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := t.read(fsys, name, schema); err != nil {
			return nil, err
		}
	}
	t.coverage(fsys)
	t.problems.Sort()
	return t, nil
}

func casesFiles(fsys fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && isCases(name) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	return names, nil
}

// read runs one file of cases.
func (t *tester) read(fsys fs.FS, name string, schema *jsonschema.Schema) error {
	t.file = name
	decl, root, err := readCases(fsys, name, schema, &t.problems)
	if err != nil {
		return err
	}
	for i, c := range decl.Cases {
		at := root.Find("cases", strconv.Itoa(i))
		base, ok := decl.Bases[c.Base]
		if c.Base != "" && !ok {
			t.wrong(at.Get("base"), lang.T("没有 base %s", "there is no base %s"), c.Base)
		}
		t.run(c, base, at)
	}
	return nil
}

func readCases(fsys fs.FS, name string, schema *jsonschema.Schema, problems *Problems) (casesDecl, *yamldoc.Node, error) {
	var decl casesDecl
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return decl, nil, fmt.Errorf("read %s: %w", name, err)
	}
	docs, found := yamldoc.Parse(name, raw, maxPackFile)
	*problems = append(*problems, found...)
	if len(docs) != 1 {
		if len(found) == 0 {
			problems.Add(name, nil, lang.T("文件须恰有一个文档", "the file must hold exactly one document"))
		}
		return decl, nil, nil
	}
	plain := docs[0].Any()
	if err := schema.Validate(plain); err != nil {
		misfits(problems, name, docs[0], err)
		return decl, docs[0], nil
	}
	if len(found) > 0 {
		return decl, docs[0], nil // what is left of it shows nothing
	}
	if err := decode(plain, &decl); err != nil {
		problems.Add(name, docs[0], lang.T("无法读取：%s", "cannot be read: %s"), err.Error())
	}
	return decl, docs[0], nil
}

func (t *tester) wrong(at *yamldoc.Node, text lang.Text, args ...any) {
	t.problems.Add(t.file, at, text, args...)
}

// run judges one case by what it says.
func (t *tester) run(c *caseDecl, base map[string]any, at *yamldoc.Node) {
	t.cases++
	vars, _ := normal(overlay(base, c.Vars)).(map[string]any)
	answer := t.book.On(c.On, c.Region).Evaluate(c.Point, vars)
	if err := answer.Err(); err != nil {
		t.wrong(at, lang.T("%s：%s", "%s: %s"), c.Why, err.Error())
		return
	}
	said := sayers(answer)
	t.claim(c.Applies, "applies", at, func(id string) bool { return slices.Contains(said, id) },
		lang.T("%s：规则 %s 应当适用", "%s: rule %s should apply"), c.Why)
	t.claim(c.Silent, "silent", at, func(id string) bool { return !slices.Contains(said, id) },
		lang.T("%s：规则 %s 不应适用", "%s: rule %s should not apply"), c.Why)
	t.claim(c.Dated, "dated", at, func(id string) bool { return t.turns(c, vars, id) },
		lang.T("%s：规则 %s 应从第一天起适用、前一天不适用", "%s: rule %s should apply from its first day on and not the day before"), c.Why)
	for _, key := range sortedKeys(c.Expect) {
		if got := comparable(answer.Values[key]); !reflect.DeepEqual(got, comparable(normal(c.Expect[key]))) {
			t.wrong(at, lang.T("%s：%s 为 %v，应为 %v", "%s: %s is %v, want %v"), c.Why, key, got, c.Expect[key])
		}
	}
}

// claim holds what a case says of some rules against how it is.
func (t *tester) claim(rules []string, what string, at *yamldoc.Node, holds func(id string) bool, text lang.Text, why string) {
	for i, id := range rules {
		place := at.Find(what, strconv.Itoa(i))
		switch {
		case len(t.carried(id)) == 0:
			t.wrong(place, lang.T("没有规则 %s", "there is no rule %s"), id)
		case !holds(id):
			t.wrong(place, text, why, id)
		default:
			t.shown[shownKey{t.file, id, what}] = true
		}
	}
}

// carried are the rules of an id: one for each document that carries it.
func (t *tester) carried(id string) []*rule {
	var out []*rule
	for _, p := range t.book.packs {
		for _, r := range p.rules {
			if r.decl.ID == id {
				out = append(out, r)
			}
		}
	}
	return out
}

// period is the time of a rule within that of its pack.
func (r *rule) period() (from, until calendar.Day) {
	from, until = max(r.decl.From, r.pack.info.From), r.decl.Until
	if end := r.pack.info.Until; end != "" && (until == "" || end < until) {
		until = end
	}
	return from, until
}

// turns reports whether a rule speaks on the first and last day of each document
// that carries it, and on the days next to these only by another document.
func (t *tester) turns(c *caseDecl, vars map[string]any, id string) bool {
	by := func(day calendar.Day) string { // the document by which it speaks that day
		a := t.book.On(day, c.Region).Evaluate(c.Point, vars)
		for _, r := range slices.Concat(a.Reasons, a.Overruled) {
			if r.Rule == id {
				return r.Source
			}
		}
		return ""
	}
	for _, r := range t.carried(id) {
		from, until := r.period()
		if from != "" && (by(from) != r.decl.Source || by(from.AddDays(-1)) == r.decl.Source) {
			return false
		}
		if until != "" && (by(until) != r.decl.Source || by(until.AddDays(1)) == r.decl.Source) {
			return false
		}
	}
	return true
}

// sayers names the rules that spoke, whether or not others covered their values.
func sayers(a Answer) []string {
	var out []string
	for _, r := range slices.Concat(a.Reasons, a.Overruled) {
		out = append(out, r.Rule)
	}
	return out
}

// coverage demands of every rule of the directory a case in which it applies, one
// in which it does not and, where it has a first or last day, one that shows it.
func (t *tester) coverage(fsys fs.FS) {
	for _, p := range t.book.packs {
		for i, r := range p.rules {
			if _, err := fs.Stat(fsys, r.file); err != nil || i > 0 && p.rules[i-1].decl.ID == r.decl.ID {
				continue // an embedded pack, or the same rule carried by an older document
			}
			t.covered(r)
		}
	}
}

func (t *tester) covered(r *rule) {
	beside := strings.TrimSuffix(r.file, ".yaml") + ".cases.yaml"
	shown := func(what string) bool {
		return t.shown[shownKey{beside, r.decl.ID, what}] || t.shown[shownKey{path.Join(r.pack.dir, "cases.yaml"), r.decl.ID, what}]
	}
	lacks := func(what, zh, en string) {
		t.problems.Add(r.file, r.at, lang.T("%s 没有用例（%s）："+zh, "%s has no case (%s) "+en), r.decl.ID, what)
	}
	if !shown("applies") {
		lacks("applies", "它适用", "in which it applies")
	}
	if r.when != nil && !shown("silent") {
		lacks("silent", "它不适用", "in which it does not apply")
	}
	if t.dated(r.decl.ID) && !shown("dated") {
		lacks("dated", "生效前一天与生效日", "for the day before it is in force and its first day")
	}
}

// dated reports whether a rule begins or ends on a known day.
func (t *tester) dated(id string) bool {
	return slices.ContainsFunc(t.carried(id), func(r *rule) bool {
		from, until := r.period()
		return from != "" || until != ""
	})
}

// overlay lays one map over another, key by key.
func overlay(base, over map[string]any) map[string]any {
	out := make(map[string]any, len(base)+len(over))
	for key, v := range base {
		out[key] = v
	}
	for key, v := range over {
		sub, ok1 := v.(map[string]any)
		under, ok2 := out[key].(map[string]any)
		if ok1 && ok2 {
			v = overlay(under, sub)
		}
		out[key] = v
	}
	return out
}

// comparable brings answers and expectations into one form.
func comparable(v any) any {
	switch v := v.(type) {
	case []string:
		return strings.Join(v, ", ")
	case []any:
		return codesOf(v)
	case []map[string]any:
		return codesOf(boxed(v))
	case int64:
		return int(v)
	}
	return v
}

// codesOf writes lists as texts; a keyed object as key=value of its plain fields.
func codesOf(list []any) string {
	parts := make([]string, len(list))
	for i, item := range list {
		m, ok := item.(map[string]any)
		if !ok {
			parts[i] = fmt.Sprint(item)
			continue
		}
		var fields []string
		for _, key := range sortedKeys(m) {
			fields = append(fields, fmt.Sprintf("%s=%v", key, m[key]))
		}
		parts[i] = strings.Join(fields, " ")
	}
	return strings.Join(parts, ", ")
}
