package ui

import (
	"time"

	"lunheng/internal/lang"
)

// DialogInfo is a question or a form that stands above the page. A button
// opens it with Opener.
type DialogInfo struct {
	ID    string
	Title lang.Text
	Wide  bool
}

// LiveInfo is a region that keeps itself up to date. The server answers a GET
// of URL with the region's inner HTML and an ETag, and 304 while nothing has
// changed.
type LiveInfo struct {
	ID    string
	URL   string
	Every time.Duration // 1s in a meeting room; at least 500ms
	ETag  string        // of the content now shown; may be empty
}

// DropInfo is a place for files. Each file is sent by itself as multipart form
// data under Name to URL; the server answers with the inner HTML of Target, or
// with a sentence as text/plain (or the title of a problem+json) when it
// refuses. Without scripts the form sends the chosen files in one request.
type DropInfo struct {
	ID       string
	Name     string // of the file input
	URL      string
	Target   string    // id of the element that holds the file list
	Label    lang.Text // what the files are for
	Help     lang.Text // types and sizes allowed, in words
	Accept   string    // as of the input's attribute; may be empty
	Max      int64     // bytes; 0 means no check before sending
	Multiple bool
	Extra    map[string]string // hidden values sent along
}

// FileInfo is one file of a case.
type FileInfo struct {
	Name    string
	Href    string
	Size    int64
	Type    string    // in words: "PDF"
	Kind    lang.Text // what the file is in the case; may be empty
	At      time.Time
	By      Person
	Version int    // 0 shows none
	Hash    string // SHA-256 in hex; may be empty
	Remove  string // address that removes it by POST; empty if it cannot be
}

// Answer is one thing that an application says.
type Answer struct {
	Label lang.Text
	Text  []string // its lines
	Files []FileInfo
}

// Given reports whether anything was filled in.
func (a Answer) Given() bool { return len(a.Text)+len(a.Files) > 0 }

// leftEmpty are the labels of what was not filled in.
func leftEmpty(answers []Answer) []lang.Text {
	var out []lang.Text
	for _, a := range answers {
		if !a.Given() {
			out = append(out, a.Label)
		}
	}
	return out
}
