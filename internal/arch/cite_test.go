package arch

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"testing"
)

var (
	// coded is a document named as packs name it.
	coded = regexp.MustCompile(`\b(MEASURES|OPINIONS|MISCONDUCT|MEDICAL|SHENZHEN|PROGRESS-LAW|PERSONAL-INFORMATION-LAW|HOLIDAYS)-20\d\d\b|\bSHENYANG-MEASURES\b|\b[a-z]{2}\.[a-z-]+ (art|ch)\.`)
	// untitled is an article of nobody knows which document.
	untitled = regexp.MustCompile(`\(articles? \d|（第[一二三四五六七八九十百零、]+条`)
)

// What people read names a document by its title, never by its code, and no article
// without its document.
func TestTextsNameDocuments(t *testing.T) {
	for _, f := range files(t) {
		if f.test() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !toldBy[calledName(call)] {
				return true
			}
			for _, arg := range call.Args {
				lit, ok := arg.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					continue
				}
				if text, err := strconv.Unquote(lit.Value); err == nil && (coded.MatchString(text) || untitled.MatchString(text)) {
					t.Errorf("%s: says %q", f.path, text)
				}
			}
			return true
		})
	}
}

// toldBy are the calls whose texts people read.
var toldBy = map[string]bool{"lang.T": true, "errs.Refuse": true, "errs.Mistake": true, "errs.New": true, "c.T": true, "c.Tf": true, "did": true, "missing": true}
