package rules

import (
	"io/fs"
	"slices"
	"strings"

	"lunheng/internal/calendar"
)

// Example is a case that shows a rule.
type Example struct {
	What string       `json:"what"` // applies, silent, dated
	File string       `json:"file"`
	Line int          `json:"line"`
	Day  calendar.Day `json:"on"`
	Why  string       `json:"why"`
}

// ExamplesOf finds the cases of the given file systems that show a rule; those of
// files that cannot be read are left out, for checking tells about them.
func ExamplesOf(rule string, fsys ...fs.FS) ([]Example, error) {
	schema, err := loadSchema("cases.schema.json")
	if err != nil {
		return nil, err
	}
	var out []Example
	for _, f := range fsys {
		names, err := casesFiles(f)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			var ignored Problems
			decl, root, err := readCases(f, name, schema, &ignored)
			if err != nil {
				return nil, err
			}
			for i, c := range decl.Cases {
				out = append(out, c.examples(rule, name, root.Get("cases").Items[i].Line)...)
			}
		}
	}
	return out, nil
}

func (c *caseDecl) examples(rule, file string, line int) []Example {
	var out []Example
	for _, what := range []struct {
		name  string
		rules []string
	}{{"applies", c.Applies}, {"silent", c.Silent}, {"dated", c.Dated}} {
		if slices.Contains(what.rules, rule) {
			out = append(out, Example{what.name, file, line, c.On, strings.TrimSpace(c.Why)})
		}
	}
	return out
}
