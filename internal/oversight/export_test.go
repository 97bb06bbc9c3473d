package oversight

import (
	"slices"

	"lunheng/internal/store"
)

// Mark is one that a record has, for tests.
type Mark = mark

// Due are the marks that a record ought to have by the tables of today.
func Due(r store.Reader, kind, id string) ([]Mark, error) {
	out, _, err := marksOf(r, ref{kind, id})
	return out, err
}

// Have are those that it has.
func Have(r store.Reader, kind, id string) ([]Mark, error) {
	out, err := store.Collect(r, scanMark, `select measure, part, place, unit, committee, day, value from oversight_marks where id = $1`, id)
	return slices.DeleteFunc(out, func(m mark) bool { x, _ := Find(m.Measure); return x.Source != kind }), err
}
