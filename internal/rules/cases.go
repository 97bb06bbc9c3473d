package rules

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/yamldoc"
	"lunheng/packs"
)

// casesDecl is a pack's cases.yaml: examples that its rules must satisfy.
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
	Expect  map[string]any `json:"expect"`  // values that must come out
}

// tester runs the cases of packs.
type tester struct {
	book    *Book
	w       io.Writer
	l       lang.Lang
	spoke   map[string]bool
	silent  map[string]bool
	failed  int
	cases   int
	current string // file of the cases
}

// TestFS runs the cases of every pack of a directory, on top of the embedded packs,
// and prints what fails. Each rule needs a case in which it speaks and, where it
// has a condition, one in which it does not; a rule that speaks must be silent on
// the day before it begins and on the day after it ends.
func TestFS(fsys fs.FS, w io.Writer, l lang.Lang) (ok bool, err error) {
	book, err := Load(packs.FS(), fsys)
	if err != nil {
		return false, err
	}
	t := &tester{book: book, w: w, l: l, spoke: map[string]bool{}, silent: map[string]bool{}}
	names, err := casesFiles(fsys)
	if err != nil {
		return false, err
	}
	for _, name := range names {
		if err := t.file(fsys, name); err != nil {
			return false, err
		}
	}
	t.coverage(fsys, names)
	fmt.Fprintln(w, lang.T("%d 个用例，%d 处不符", "%d cases, %d failures").In(l, t.cases, t.failed))
	return t.failed == 0, nil
}

func casesFiles(fsys fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && path.Base(name) == casesFile {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	return names, nil
}

// file runs one cases.yaml.
func (t *tester) file(fsys fs.FS, name string) error {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	docs, problems := yamldoc.Parse(name, raw, maxPackFile)
	if err := problems.Err(); err != nil {
		return err
	}
	var decl casesDecl
	if len(docs) != 1 {
		return fmt.Errorf("read %s: want one document", name)
	}
	if err := decode(docs[0].Any(), &decl); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	t.current = name
	for i, c := range decl.Cases {
		at := docs[0].Find("cases", fmt.Sprint(i))
		t.run(c, decl.Bases[c.Base], at)
	}
	return nil
}

func (t *tester) fail(at *yamldoc.Node, text lang.Text, args ...any) {
	t.failed++
	p := Problems{}
	p.Add(t.current, at, text, args...)
	fmt.Fprintln(t.w, p[0].In(t.l))
}

func (t *tester) run(c *caseDecl, base map[string]any, at *yamldoc.Node) {
	t.cases++
	vars, _ := normal(overlay(base, c.Vars)).(map[string]any)
	answer := t.book.On(c.On, c.Region).Evaluate(c.Point, vars)
	if err := answer.Err(); err != nil {
		t.fail(at, lang.T("%s：%s", "%s: %s"), c.Why, err.Error())
		return
	}
	said := sayers(answer)
	for _, r := range t.rules(c.Point) {
		if slices.Contains(said, r.decl.ID) {
			t.spoke[r.decl.ID] = true
		} else if in(c.On, r.decl.From, r.decl.Until) {
			t.silent[r.decl.ID] = true
		}
	}
	for _, id := range c.Applies {
		if !slices.Contains(said, id) {
			t.fail(at, lang.T("%s：规则 %s 应当适用", "%s: rule %s should apply"), c.Why, id)
		}
	}
	for _, id := range c.Silent {
		if slices.Contains(said, id) {
			t.fail(at, lang.T("%s：规则 %s 不应适用", "%s: rule %s should not apply"), c.Why, id)
		}
	}
	for _, key := range sortedKeys(c.Expect) {
		if got := comparable(answer.Values[key]); !reflect.DeepEqual(got, comparable(normal(c.Expect[key]))) {
			t.fail(at, lang.T("%s：%s 为 %v，应为 %v", "%s: %s is %v, want %v"), c.Why, key, got, c.Expect[key])
		}
	}
	t.edges(c, vars, said, at)
}

// edges looks at the day before a rule that spoke begins and the day after it ends.
func (t *tester) edges(c *caseDecl, vars map[string]any, said []string, at *yamldoc.Node) {
	for _, r := range t.rules(c.Point) {
		if !slices.Contains(said, r.decl.ID) {
			continue
		}
		days := []calendar.Day{r.decl.From.AddDays(-1)}
		if r.decl.Until != "" {
			days = append(days, r.decl.Until.AddDays(1))
		}
		for _, day := range days {
			if slices.Contains(sayers(t.book.On(day, c.Region).Evaluate(c.Point, vars)), r.decl.ID) {
				t.fail(at, lang.T("规则 %s 在 %s 不应有效", "rule %s should not be in force on %s"), r.decl.ID, day.String())
			}
		}
	}
}

// sayers names the rules that spoke, whether or not others covered their values.
func sayers(a Answer) []string {
	var out []string
	for _, r := range slices.Concat(a.Reasons, a.Overruled) {
		out = append(out, r.Rule)
	}
	return out
}

func (t *tester) rules(point string) []*rule {
	var out []*rule
	for _, p := range t.book.packs {
		for _, r := range p.rules {
			if r.point.Name == point {
				out = append(out, r)
			}
		}
	}
	return out
}

// coverage demands a case for every rule of the packs that have cases.
func (t *tester) coverage(fsys fs.FS, names []string) {
	for _, p := range t.book.packs {
		name := path.Join(p.dir, casesFile)
		if _, err := fs.Stat(fsys, name); err != nil || !slices.Contains(names, name) {
			continue
		}
		t.current = name
		for _, r := range p.rules {
			if !t.spoke[r.decl.ID] {
				t.fail(nil, lang.T("没有用例让规则 %s 适用", "no case in which rule %s applies"), r.decl.ID)
			}
			if (r.when != nil || r.decl.Otherwise) && !t.silent[r.decl.ID] && !r.decl.Otherwise {
				t.fail(nil, lang.T("没有用例让规则 %s 不适用", "no case in which rule %s does not apply"), r.decl.ID)
			}
		}
	}
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
