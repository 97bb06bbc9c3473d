// Package packs holds the pages about versions of rule packs: what is different,
// what is wrong, and what a rehearsal has shown.
package packs

import (
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// Change is one difference between two versions of a pack.
type Change struct {
	Mark  lang.Text // added, removed, changed
	What  lang.Text // kind of thing
	ID    string
	Title lang.Text
	Field string
	From  string
	To    string
}

// Changes are the differences from one version to another.
type Changes struct {
	From string // ref; empty: there was none
	List []Change
	More int // not shown
}

// Examined is what checking a draft has found.
type Examined struct {
	Mistakes []string // with file, line and column; nothing else is known then
	Cases    int
	Failing  []string
}

// Trial is a rehearsal as it stands.
type Trial struct {
	URL      string // of this part alone, while it moves
	ETag     string
	Running  bool
	Waiting  bool
	Done     int
	Total    int
	Failed   string
	Outdated bool // other files were tried
	Sentence lang.Text
	Note     lang.Text // may be empty
	Chart    ui.BarsInfo
	Table    ui.TableInfo
	Rows     []register.Row
	Units    []register.Row
	UnitsOf  ui.TableInfo
	At       string
}

// File is a file of a version.
type File struct{ Name, Text string }
