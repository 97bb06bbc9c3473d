// Package search is what the search box in the page's head leads to.
package search

import (
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// View is what was found, group by group.
type View struct {
	Page   ui.PageInfo
	Text   string
	Groups []Group
}

// Group is what was found of one kind.
type Group struct {
	ID    string
	Title lang.Text
	Hits  []Hit
	More  string // address of the whole list; empty when all is here
}

// Hit is one thing found.
type Hit struct {
	Title string
	Href  string
	Note  string
	State ui.Status
}

// found is how many hits are shown in all.
func (v View) found() int {
	n := 0
	for _, g := range v.Groups {
		n += len(g.Hits)
	}
	return n
}
