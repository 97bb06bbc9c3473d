// Package form holds the page with one form that records of the register, of
// accounts and of the house have in common: help beside every field, what is
// wrong told all at once, and what was typed kept.
package form

import (
	"slices"

	"github.com/a-h/templ"

	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// Page is a page with one form.
type Page struct {
	Page     ui.PageInfo
	Head     ui.HeadInfo
	Above    []templ.Component // what stands above the form; may be empty
	Find     *Finder           // looks for people first; nil: nobody is chosen
	Form     ui.Form
	Since    []ui.Entry // what others did since the form was opened
	Autosave string     // where it saves itself while one types; empty: it does not
	Action   string     // where it is sent
	Version  int64      // of the file that the form was made from
	Key      string     // makes a double click one act
	Fields   []Field
	Submit   ui.Button
	Cancel   string // address to go back to
}

// Finder looks for people by name, so that one of them can be chosen.
type Finder struct {
	Action string // address of the page it stands on
	Text   string // what was searched for
	Hits   int
	More   bool // there are more than shown
}

// Names of the fields of a Finder: what is looked for, and the mark that it is
// this form that was sent.
const (
	Find = "find"
	Seek = "seek"
)

// encoding is how the form is sent: with files only where it asks for some.
func (p Page) encoding() templ.Attributes {
	if slices.ContainsFunc(p.Fields, func(f Field) bool { return f.Kind == Files }) {
		return templ.Attributes{"enctype": "multipart/form-data"}
	}
	return nil
}

// saving lets the form save itself while one types.
func (p Page) saving() templ.Attributes {
	if p.Autosave == "" {
		return nil
	}
	return templ.Attributes{"data-autosave": p.Autosave}
}

// Ready reports whether the form itself can be shown.
func (p Page) Ready() bool { return p.Find == nil || p.Find.Hits > 0 }

// Kind is how a question is asked.
type Kind string

// The kinds of questions.
const (
	Line   Kind = "line"
	Area   Kind = "area"
	Choice Kind = "choice" // one of many
	Radios Kind = "radios" // one of a few
	Checks Kind = "checks" // any number of a few
	Check  Kind = "check"  // yes
	Day    Kind = "day"
	Hidden Kind = "hidden"
	Files  Kind = "files" // any number of small files, sent with the form
)

// Field is one question. The options of a Line are suggestions.
type Field struct {
	Kind Kind
	ui.Field
}

// Group is a heading above a field, in long forms.
func Group(title lang.Text) Field { return Field{Kind: "group", Field: ui.Field{Label: title}} }

// line is a field whose suggestions the browser shows while one types.
func line(f ui.Field) ui.Field {
	if len(f.Options) == 0 {
		return f
	}
	attrs := templ.Attributes{"list": f.ID() + "-list"}
	for k, v := range f.Attrs {
		attrs[k] = v
	}
	f.Attrs = attrs
	return f
}

// files is a field in which files are chosen. What was chosen cannot be shown again.
func files(f ui.Field) ui.Field {
	f.Type = "file"
	attrs := templ.Attributes{"multiple": true}
	for k, v := range f.Attrs {
		attrs[k] = v
	}
	f.Attrs = attrs
	return f
}
