// Package yamldoc reads YAML (and so JSON) that people write by hand, keeping for
// every value the line and column it came from, so that a mistake found later
// can be pointed at.
//
// It reads less than YAML allows, on purpose: no anchors, aliases, merge keys or
// tags, no duplicate keys, no number but a plain decimal one, a limited size and depth.
package yamldoc

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"lunheng/internal/lang"
)

// Problem is one mistake in a file.
type Problem struct {
	File string // name as given to Parse
	Line int    // from 1; 0 when the mistake is about the whole file
	Col  int    // from 1, in characters
	Path string // path of the value, such as activity.unit.region; may be empty
	Text lang.Text
}

// In is the problem as one line: file:line:column: path: text.
func (p Problem) In(l lang.Lang) string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d:%d", p.Line, p.Col)
	}
	if p.Path != "" {
		s += ": " + p.Path
	}
	return s + ": " + p.Text.In(l)
}

// Problems are all mistakes found. As an error it is told in English.
type Problems []Problem

// Add appends a problem at node n of file; n may be nil.
func (p *Problems) Add(file string, n *Node, text lang.Text, args ...any) {
	problem := Problem{File: file, Text: text.With(args...)}
	if n != nil {
		problem.Line, problem.Col, problem.Path = n.Line, n.Col, n.Path
	}
	*p = append(*p, problem)
}

// Err is the list as an error, in the order of files and lines, or nil.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	p.Sort()
	return p
}

// Sort orders the problems by file, line and column.
func (p Problems) Sort() {
	slices.SortStableFunc(p, func(a, b Problem) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Col - b.Col
	})
}

// Error joins the problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].In(lang.EN)
	}
	return strings.Join(lines, "\n")
}

// Print writes one problem a line in language l.
func (p Problems) Print(w io.Writer, l lang.Lang) error {
	for i := range p {
		if _, err := fmt.Fprintln(w, p[i].In(l)); err != nil {
			return fmt.Errorf("print problems: %w", err)
		}
	}
	return nil
}
