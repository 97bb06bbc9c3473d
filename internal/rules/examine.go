package rules

import (
	"io/fs"
)

// Report is what examining packs has found.
type Report struct {
	Cases    int      // examples that were run
	Problems Problems // what fails, and what no example shows
}

// Examine runs the cases of the packs of a file system, which the book must hold,
// and looks whether they show every rule; see [CheckFS].
func Examine(b *Book, fsys fs.FS) (Report, error) {
	t, err := examine(b, fsys)
	if err != nil {
		return Report{}, err
	}
	return Report{t.cases, t.problems}, nil
}

// Loosens names what a pack takes out of other packs: the rules that it overrides,
// and as list/code the items that it removes. Adding rules, and covering a param
// or an item with another value, is no loosening.
func (p *Pack) Loosens() []string {
	var out []string
	for _, d := range p.decls {
		for _, id := range d.Overrides {
			if !p.own(id) {
				out = append(out, id)
			}
		}
	}
	for _, list := range p.lists {
		for _, item := range list.Items {
			if item.Remove {
				out = append(out, list.Name+"/"+item.Code)
			}
		}
	}
	return out
}
