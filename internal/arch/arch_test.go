// Package arch holds the architecture as tests: which package may import
// which, what may be called where, how large things may grow, and why each
// dependency is there.
package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/modfile"
)

const root = "../.."

// layers lists packages from the ground up. A package may import those of
// its own layer that stand before it, and all of lower layers.
var layers = [][]string{
	{"lang", "errs", "flow", "yamldoc", "calendar", "regions", "rules", "assess", "screen"},
	{"store", "journal", "vault", "auth", "clocks", "jobs", "mail", "document", "draw"},
	{"registry", "rulebook", "activity", "review", "recheck", "mandate", "conduct", "consent", "sites", "gate", "filing", "interests", "quality", "learning",
		"sanction", "veto", "complaint", "violation", "programme", "inspection", "rehearse", "importer", "risk", "coordination", "oversight"},
	{"edge"},
	{"web", "api", "portal"},
	{"demo", "bench"},
	{"app"},
}

// testOnly packages serve tests and may be imported by tests alone.
var testOnly = []string{"arch", "testdata", "htmltest", "browsertest", "doctest", "assess/assesstest", "store/storetest", "app/apptest", "torture", "scenario"}

type file struct {
	path    string // from the root
	pkg     string // "internal/web/ui"
	ast     *ast.File
	fset    *token.FileSet
	lines   int
	written bool // by a person
}

// files are those of the repository, read once for all tests.
func files(t *testing.T) []file {
	t.Helper()
	out, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var parsed = sync.OnceValues(func() ([]file, error) {
	var out []file
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata" && path != filepath.Join(root, "internal/testdata")) {
			if err == nil {
				err = fs.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, path, src, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		out = append(out, file{
			path: filepath.ToSlash(rel), pkg: filepath.ToSlash(filepath.Dir(rel)), ast: parsed, fset: fset,
			lines: strings.Count(string(src), "\n"), written: !ast.IsGenerated(parsed),
		})
		return nil
	})
	return out, err
})

func (f file) test() bool { return strings.HasSuffix(f.path, "_test.go") }

// place finds a package in the layers by its first path element.
func place(pkg string) (layer, order int, ok bool) {
	name, _, _ := strings.Cut(strings.TrimPrefix(pkg, "internal/"), "/")
	for i, l := range layers {
		if k := slices.Index(l, name); k >= 0 {
			return i, k, true
		}
	}
	return 0, 0, false
}

func isTestOnly(pkg string) bool {
	return slices.Contains(testOnly, strings.TrimPrefix(pkg, "internal/"))
}

// Imports go down only.
func TestImportsGoDown(t *testing.T) {
	for _, f := range files(t) {
		if !strings.HasPrefix(f.pkg, "internal/") || f.test() || isTestOnly(f.pkg) {
			continue
		}
		layer, order, ok := place(f.pkg)
		if !ok {
			t.Errorf("%s: package is in no layer; give it a place in layers", f.path)
			continue
		}
		for _, imp := range f.ast.Imports {
			target, ours := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), "lunheng/")
			if !ours || strings.HasPrefix(target, "packs") {
				continue
			}
			if isTestOnly(target) {
				t.Errorf("%s imports %s, which is for tests", f.path, target)
				continue
			}
			l, o, ok := place(target)
			if same := l == layer && o == order; !ok || l > layer || l == layer && o > order && !same {
				t.Errorf("%s imports %s, which is not below it", f.path, target)
			}
		}
	}
}

// Domains know neither HTTP nor templates; edges write no SQL.
func TestEdgesAndDomainsApart(t *testing.T) {
	sql := regexp.MustCompile(`(?i)^\W*(select .+ from|insert into|update .+ set|delete from) `)
	for _, f := range files(t) {
		if f.test() || !strings.HasPrefix(f.pkg, "internal/") {
			continue
		}
		layer, _, _ := place(f.pkg)
		for _, imp := range f.ast.Imports {
			path := strings.Trim(imp.Path.Value, `"`)
			if layer == 2 && (path == "net/http" || strings.Contains(path, "templ")) {
				t.Errorf("%s: a domain imports %s", f.path, path)
			}
		}
		if layer != 3 && layer != 4 || isTestOnly(f.pkg) {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && sql.MatchString(lit.Value) {
				t.Errorf("%s: an edge writes SQL", f.fset.Position(lit.Pos()))
			}
			return true
		})
	}
}

// forbidden calls and where they are allowed all the same.
var forbidden = map[string][]string{
	"time.Now": {"internal/app/clock.go"},
	"os.Exit":  {"cmd/lunheng/main.go"},
	"panic":    nil,
}

func TestForbiddenCalls(t *testing.T) {
	for _, f := range files(t) {
		if f.test() || isTestOnly(f.pkg) || strings.HasPrefix(f.pkg, "bench") || !f.written {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := calledName(call)
			allowed, bad := forbidden[name]
			if bad && !slices.Contains(allowed, f.path) {
				t.Errorf("%s: %s is not allowed here", f.fset.Position(call.Pos()), name)
			}
			return true
		})
	}
}

func calledName(call *ast.CallExpr) string {
	switch fn := call.Fun.(type) {
	case *ast.Ident:
		return fn.Name
	case *ast.SelectorExpr:
		if x, ok := fn.X.(*ast.Ident); ok {
			return x.Name + "." + fn.Sel.Name
		}
	}
	return ""
}

// No init functions that register things, no packages named for nothing.
func TestNoHiddenRegistration(t *testing.T) {
	nameless := []string{"util", "utils", "common", "helpers", "models", "misc"}
	for _, f := range files(t) {
		if slices.Contains(nameless, f.ast.Name.Name) {
			t.Errorf("%s: package name %s says nothing", f.path, f.ast.Name.Name)
		}
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: has an init function", f.path)
			}
		}
	}
}

// Files and functions stay small enough to read.
func TestSizes(t *testing.T) {
	const maxFile, p90File, p90Func = 500, 400, 45
	var fileLines, funcLines []int
	for _, f := range files(t) {
		if !f.written || f.test() {
			continue
		}
		fileLines = append(fileLines, f.lines)
		if f.lines > maxFile {
			t.Errorf("%s has %d lines; at most %d", f.path, f.lines, maxFile)
		}
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				funcLines = append(funcLines, f.fset.Position(fn.End()).Line-f.fset.Position(fn.Pos()).Line+1)
			}
		}
	}
	if p := p90(fileLines); p > p90File {
		t.Errorf("p90 of lines a file is %d; at most %d", p, p90File)
	}
	if p := p90(funcLines); p > p90Func {
		t.Errorf("p90 of lines a function is %d; at most %d", p, p90Func)
	}
}

func p90(n []int) int {
	slices.Sort(n)
	return n[len(n)*9/10]
}

// Every package says what it is; every exported name of a domain is
// documented.
func TestDocumented(t *testing.T) {
	documented := map[string]bool{}
	all := files(t)
	for _, f := range all {
		if !f.test() {
			documented[f.pkg] = documented[f.pkg] || f.ast.Doc != nil
		}
	}
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("package %s has no comment", pkg)
		}
	}
	for _, f := range all {
		layer, _, _ := place(f.pkg)
		if f.test() || !f.written || !strings.HasPrefix(f.pkg, "internal/") || layer > 2 || isTestOnly(f.pkg) {
			continue
		}
		for _, d := range f.ast.Decls {
			if name, bare := undocumented(d); bare {
				t.Errorf("%s: exported %s is not documented", f.path, name)
			}
		}
	}
}

func undocumented(d ast.Decl) (string, bool) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.Name == "EventType" { // documented once, at journal.Body
			return "", false
		}
		return d.Name.Name, d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || receiverExported(d))
	case *ast.GenDecl:
		for _, s := range d.Specs {
			ts, ok := s.(*ast.TypeSpec)
			if ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil {
				return ts.Name.Name, true
			}
		}
	}
	return "", false
}

func receiverExported(d *ast.FuncDecl) bool {
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}

// Each direct dependency has a line of reason in the documents.
func TestDependenciesHaveReasons(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	mod, err := modfile.Parse("go.mod", raw, nil)
	if err != nil {
		t.Fatal(err)
	}
	reasons, err := os.ReadFile(filepath.Join(root, "docs/dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range mod.Require {
		if !r.Indirect && !strings.Contains(string(reasons), fmt.Sprintf("`%s`", r.Mod.Path)) {
			t.Errorf("docs/dependencies.md gives no reason for %s", r.Mod.Path)
		}
	}
}

// The project speaks of itself alone.
func TestSpeaksOfItself(t *testing.T) {
	for _, f := range files(t) {
		if strings.HasPrefix(f.pkg, "internal/arch") {
			continue
		}
		for _, group := range f.ast.Comments {
			for _, word := range []string{"/work/", "/tmp/work", "proxy." + "golang.org", "TODO", "FIXME"} {
				if strings.Contains(group.Text(), word) {
					t.Errorf("%s: comment mentions %q", f.fset.Position(group.Pos()), word)
				}
			}
		}
	}
}
