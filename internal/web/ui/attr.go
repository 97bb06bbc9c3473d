package ui

import (
	"strconv"

	"github.com/a-h/templ"
)

// current marks the link that leads to this very page.
func current(is bool) templ.Attributes {
	if !is {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

// flashRole makes bad news interrupt and good news wait.
func flashRole(t Tone) string {
	if t == Bad {
		return "alert"
	}
	return "status"
}

// Class is the class of an element in rows that stand by the hundred on a page: what
// templ makes of class={ … } costs two maps each.
func Class(names string) templ.OrderedAttributes {
	return templ.OrderedAttributes{{Key: "class", Value: names}}
}

// NumClass marks a cell of numbers.
func NumClass(num bool) templ.OrderedAttributes {
	if num {
		return Class("num")
	}
	return nil
}

func personClass(p Person) string {
	if p.Erased || p.Name == "" {
		return "person person-erased"
	}
	return "person"
}

func orText(kind string) string {
	if kind == "" {
		return "text"
	}
	return kind
}

// inputValue never sends a password back.
func inputValue(form Form, f Field) string {
	if f.Type == "password" {
		return ""
	}
	return form.Value(f.Name, f.Value)
}

func maxLength(f Field) templ.Attributes {
	if f.Max <= 0 {
		return nil
	}
	return templ.Attributes{"maxlength": strconv.Itoa(f.Max)}
}

func rows(f Field) int {
	if f.Rows <= 0 {
		return 4
	}
	return f.Rows
}

// optionID gives the first option the id of the field, so that the error
// summary leads to something that takes the focus.
func optionID(f Field, i int) string {
	if i == 0 {
		return f.ID()
	}
	return f.ID() + "-" + strconv.Itoa(i+1)
}

func isChosen(form Form, f Field, o Option, kind string) bool {
	if kind == "radio" {
		return form.Value(f.Name, f.Value) == o.Value
	}
	return form.Has(f.Name, o.Value, f.Chosen)
}

func checkValue(f Field) string {
	if f.Value == "" {
		return "yes"
	}
	return f.Value
}

func buttonAttrs(c Ctx, b Button) templ.Attributes {
	a := templ.Attributes{}
	for k, v := range b.Attrs {
		a[k] = v
	}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("name", b.Name)
	if b.Name != "" {
		a["value"] = b.Value
	}
	set("formaction", b.Action)
	set("data-key", b.Key)
	set("data-confirm", c.Text(b.Confirm))
	if b.Look == Danger {
		a["data-confirm-danger"] = ""
	}
	if b.NoCheck {
		a["formnovalidate"] = true
	}
	return a
}

func anchor(id string) templ.Attributes {
	if id == "" {
		return nil
	}
	return templ.Attributes{"id": id}
}

func step(s Step) templ.Attributes {
	if s.Look != StepCurrent {
		return nil
	}
	return templ.Attributes{"aria-current": "step"}
}

func stepWord(c Ctx, s Step) string {
	switch s.Look {
	case StepDone:
		return c.T("（已完成）", " (done)")
	case StepCurrent:
		return c.T("（当前）", " (now)")
	case StepSkipped:
		return c.T("（不需要）", " (not needed)")
	}
	return c.T("（未开始）", " (to come)")
}
