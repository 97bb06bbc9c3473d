// Package register holds the pages of the register: lists of units,
// departments, committees and people, and the page of each of them.
package register

import (
	"github.com/a-h/templ"

	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// List is a page with a list, narrowed by what stands in the address.
type List struct {
	Page   ui.PageInfo
	Head   ui.HeadInfo
	Tabs   []ui.Tab
	Filter ui.FilterInfo
	Find   *form.Finder // people by name; nil: none
	Fields []form.Field // of the filter
	Form   ui.Form      // what is wrong with the filter
	Note   templ.Component
	Table  ui.TableInfo
	Rows   []Row
	Pager  ui.PagerInfo
}

// Row is a line of a table, a cell for each column.
type Row []Cell

// Cell is what stands in one column of a row. Whatever is set is shown.
type Cell struct {
	Text   string
	Href   string
	Person *ui.Person
	Status *ui.Status
	Small  []string // more lines, small
	Num    bool
	Acts   []ui.Link // what can be done with the row
}

// Entry is the page of one thing in the register.
type Entry struct {
	Page     ui.PageInfo
	Head     ui.HeadInfo
	Tabs     []ui.Tab
	Parts    []ui.Tab // pages of the same thing, where it has several
	Status   ui.Status
	Sentence lang.Text // about how it stands; may be empty
	Notes    []templ.Component
	Facts    []ui.Fact
	Sections []Section
	History  []ui.Entry
}

// Section is a part of the page of an entry.
type Section struct {
	ID    string
	Title lang.Text
	Acts  []Act
	Body  templ.Component
}

// ProofInfo leads to files that anybody checks offline.
type ProofInfo struct {
	Lead, Note lang.Text
	Command    string // that checks them
	Facts      []ui.Fact
	Links      []ui.Link
	Sealed     bool // the log has signed it; until then there is nothing to check
}

// Act is a button: a link to a form, or something sent at once.
type Act struct {
	ui.Link
	Look    ui.Look
	Confirm lang.Text // set: it is sent at once, after this question
	Post    bool
	Key     string
}
