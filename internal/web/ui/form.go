package ui

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Form is what a form shows again after a refusal: what was typed, and what
// is wrong with it. The zero Form is a fresh form.
type Form struct {
	Values url.Values // what was typed; nil on a fresh form
	Err    error      // the refusal, usually an errs.List; nil on a fresh form
	Since  []Entry    // what others did since the form was opened, when that is why
}

// Value is what was typed into the named field, or else fallback.
func (f Form) Value(name, fallback string) string {
	if f.Values == nil {
		return fallback
	}
	return f.Values.Get(name)
}

// Has reports whether the named group holds value, or, on a fresh form,
// whether fallback does.
func (f Form) Has(name, value string, fallback []string) bool {
	if f.Values == nil {
		return slices.Contains(fallback, value)
	}
	return slices.Contains(f.Values[name], value)
}

// Problems are the sentences about the named field.
func (f Form) Problems(c Ctx, name string) []string {
	var out []string
	for _, e := range errs.All(f.Err) {
		if e.Field == name {
			out = append(out, e.In(c.Lang))
		}
	}
	return out
}

// Option is one choice of a select, radio or checkbox group.
type Option struct {
	Value    string
	Text     lang.Text
	Help     lang.Text // may be empty
	Disabled bool
}

// Field is one question of a form.
type Field struct {
	Name     string // of the input; its id is "f-" + Name
	Label    lang.Text
	Help     lang.Text // may be empty
	Value    string    // shown on a fresh form
	Chosen   []string  // chosen values of a checkbox group on a fresh form
	Options  []Option
	Type     string // of an Input: text (default), email, number, tel, url, search, password
	Rows     int    // of a TextArea; 0 means 4
	Max      int    // characters a text may have; 0 means any number
	Required bool
	Narrow   bool             // short value: number, code, date
	Auto     string           // autocomplete token; may be empty
	Attrs    templ.Attributes // anything more for the input itself, such as hx-get
}

// ID is the id of the input, where an error summary leads.
func (f Field) ID() string { return FieldID(f.Name) }

// FieldID is the id of the input with this name.
func FieldID(name string) string {
	return "f-" + strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, name)
}

// wiring is the attributes that tie an input to its help and its errors.
func wiring(c Ctx, form Form, f Field) templ.Attributes {
	a := templ.Attributes{}
	for k, v := range f.Attrs {
		a[k] = v
	}
	var by []string
	if len(form.Problems(c, f.Name)) > 0 {
		a["aria-invalid"] = "true"
		by = append(by, f.ID()+"-error")
	}
	if !f.Help.IsZero() {
		by = append(by, f.ID()+"-help")
	}
	if len(by) > 0 {
		a["aria-describedby"] = strings.Join(by, " ")
	}
	if f.Required {
		a["required"] = true
	}
	if f.Auto != "" {
		a["autocomplete"] = f.Auto
	}
	return a
}

// groupWiring is wiring for a fieldset, which cannot be required itself.
func groupWiring(c Ctx, form Form, f Field) templ.Attributes {
	a := wiring(c, form, f)
	delete(a, "required")
	delete(a, "aria-invalid")
	return a
}

// problem is one line of the summary.
type problem struct{ href, text string }

// summary lists all problems, each with a way to its field if it has one.
func summary(c Ctx, err error) []problem {
	var out []problem
	for _, e := range errs.All(err) {
		p := problem{text: e.In(c.Lang)}
		if e.Field != "" {
			p.href = "#" + FieldID(e.Field)
		}
		out = append(out, p)
	}
	if len(out) == 0 && err != nil {
		out = append(out, problem{text: c.T("出现内部错误，请稍后再试。", "Something went wrong on our side. Please try again.")})
	}
	return out
}

// Look is how strongly a button speaks.
type Look string

// The looks of a button.
const (
	Primary Look = "primary" // the one thing to do here
	Second  Look = ""        // other things
	Danger  Look = "danger"  // cannot be taken back
	Quiet   Look = "quiet"   // hardly a button
)

// Button sends its form.
type Button struct {
	Text     lang.Text
	Look     Look
	Name     string           // may be empty
	Value    string           // sent under Name
	Confirm  lang.Text        // asked first, in a dialog; empty asks nothing
	Action   string           // overrides the form's address; may be empty
	Key      string           // keyboard shortcut; may be empty
	Disabled bool             // say why beside it
	NoCheck  bool             // sends without the browser's own checks (save a draft)
	Attrs    templ.Attributes // anything more
}
