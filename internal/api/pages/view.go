// Package pages holds the reference of the API for people.
package pages

import (
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// Reference is the whole interface.
type Reference struct {
	Page     ui.PageInfo
	Version  string
	Base     string // address that all paths begin with
	Chapters []Chapter
	Shapes   []Shape
}

// Chapter is a group of rows.
type Chapter struct {
	ID   string
	Text lang.Text
	Rows []Row
}

// Row is one request that can be made.
type Row struct {
	ID     string
	Method string
	Path   string
	Text   lang.Text
	Open   bool // needs no token
	Inputs []Input
	Status string
	Answer Kind
}

// Input is a part of a request, or a field of a shape.
type Input struct {
	Name     string
	Where    lang.Text
	Required bool
	Kind     Kind
	Doc      lang.Text
}

// Kind is what a value is.
type Kind struct {
	Text  lang.Text
	Shape string // name of the shape it is or holds; may be empty
}

// Shape is an object of requests or answers.
type Shape struct {
	Name   string
	Fields []Input
}

// columns of the tables.
func columns(where bool) []ui.Column {
	out := []ui.Column{{Text: lang.T("名称", "Name")}}
	if where {
		out = append(out, ui.Column{Text: lang.T("位置", "Where")})
	}
	return append(out, ui.Column{Text: lang.T("类型", "Type")}, ui.Column{Text: lang.T("说明", "Meaning")})
}

// basics are the addresses one needs first.
func basics(v Reference) []ui.Fact {
	return []ui.Fact{
		{Label: lang.T("地址", "Address"), Text: v.Base},
		{Label: lang.T("版本", "Version"), Text: v.Version},
		{Label: lang.T("OpenAPI 3.1 文件", "OpenAPI 3.1 document"), Value: documents()},
	}
}
