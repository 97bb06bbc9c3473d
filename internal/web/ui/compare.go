package ui

import "lunheng/internal/lang"

// Compared is one field in two versions.
type Compared struct {
	Label    lang.Text
	From, To string
}

// sides splits a comparison into what each version shows.
func sides(spans []Span) (from, to []Span) {
	for _, s := range spans {
		if s.Change != Added {
			from = append(from, s)
		}
		if s.Change != Removed {
			to = append(to, s)
		}
	}
	return from, to
}

// unchanged counts the fields that are equal in both versions.
func unchanged(fields []Compared) int {
	n := 0
	for _, f := range fields {
		if f.From == f.To {
			n++
		}
	}
	return n
}
