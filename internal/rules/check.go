package rules

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"lunheng/internal/lang"
	"lunheng/packs"
)

// CheckFS checks the packs of a directory, together with the embedded ones that
// they extend, and prints every mistake as file:line:column. It also runs their
// cases: every rule needs one in which it applies, one in which it does not, and
// one that shows the day before it is in force and its first day. It reports
// whether all is well.
func CheckFS(fsys fs.FS, w io.Writer, l lang.Lang) (ok bool) {
	book, err := Load(packs.FS(), fsys)
	var problems Problems
	switch {
	case errors.As(err, &problems):
		if problems, err = withCases(problems, fsys); err == nil {
			return tell(problems, w, l)
		}
	}
	if err != nil {
		fmt.Fprintln(w, err)
		return false
	}
	t, err := examine(book, fsys)
	if err != nil {
		fmt.Fprintln(w, err)
		return false
	}
	if len(t.problems) > 0 {
		return tell(t.problems, w, l)
	}
	for _, p := range book.Packs() {
		fmt.Fprintln(w, lang.T("%s：%s，%d 条规则，无误", "%s: %s, %d rules, no mistakes").In(l, p.Ref(), p.Title, p.Rules))
	}
	return true
}

// withCases adds to the mistakes of packs those in the form of their cases, which
// can't be run.
func withCases(problems Problems, fsys fs.FS) (Problems, error) {
	names, err := casesFiles(fsys)
	if err != nil {
		return nil, err
	}
	schema, err := loadSchema("cases.schema.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, _, err := readCases(fsys, name, schema, &problems); err != nil {
			return nil, err
		}
	}
	problems.Sort()
	return problems, nil
}

// tell prints mistakes and how many there are.
func tell(problems Problems, w io.Writer, l lang.Lang) bool {
	for _, p := range problems {
		fmt.Fprintln(w, p.In(l))
	}
	fmt.Fprintln(w, lang.T("有 %d 处错误", "%d mistakes").In(l, len(problems)))
	return false
}
