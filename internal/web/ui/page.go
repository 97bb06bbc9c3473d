package ui

import (
	"github.com/a-h/templ"

	"lunheng/internal/lang"
)

// User is who is logged in, as the header shows it.
type User struct {
	Name  string
	Unit  string      // may be empty
	Roles []lang.Text // what this person is here, in words
}

// NavItem is one entry of the main navigation: a page, or an area of several.
type NavItem struct {
	Text    lang.Text
	Href    string
	Current bool
	Count   int       // what waits there; 0 shows nothing
	Inside  []NavItem // an area's own entries, shown in a second row while one of them is current
}

// Flash is a message about what just happened, shown once above the page.
type Flash struct {
	Tone Tone
	Text lang.Text
}

// PageInfo is everything around a page's content.
type PageInfo struct {
	Title   lang.Text
	User    *User // nil for someone not logged in
	Nav     []NavItem
	Crumbs  []Link // from the top, without the page itself
	Flash   []Flash
	Search  string // what was searched for, kept in the box
	Demo    bool   // everything here is invented; a ribbon says so
	Wide    bool   // use the whole width (meeting room, boards)
	Stay    bool   // nothing is set in the browser: the language is an address, and nobody logs in here
	Account []Link // entries of the account menu
	Release string // version of the program, in the footer; may be empty
}

// Addresses the shell's own forms post to; the web server routes them.
const (
	LangPath   = "/preferences/language" // POST lang=zh|en, back=PATH
	ThemePath  = "/preferences/theme"    // POST theme=light|dark|"", back=PATH
	LogoutPath = "/logout"               // POST
	LoginPath  = "/login"
	SearchPath = "/search" // GET q=
)

// NoIndex and other meta lines are few; htmxConfig keeps htmx within the
// content security policy: no evaluated code, no styles of its own, no page
// kept in the browser's storage, nothing fetched from elsewhere.
const htmxConfig = `{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,` +
	`"selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true}`

// HeadInfo is the head of a page without a case.
type HeadInfo struct {
	Title  lang.Text
	Lead   lang.Text       // one sentence below; may be empty
	Kicker lang.Text       // small line above; may be empty
	Action templ.Component // buttons at the right; may be nil
}
