package ui

import (
	"net/url"

	"lunheng/internal/lang"
)

// Column is the head of one column.
type Column struct {
	Text lang.Text
	Num  bool   // figures, aligned at the right
	Sort string // address that sorts by it; may be empty
	Dir  string // "ascending" or "descending" where the list is sorted by it
}

// TableInfo is a list.
type TableInfo struct {
	Caption lang.Text // what the table shows; read out, and shown small
	Columns []Column
	Empty   EmptyInfo // shown instead when Rows is 0
	Rows    int       // rows on this page
	Dense   bool      // little air: for long lists of figures
}

// PagerInfo leads through a list by keys. There are no page numbers, because
// counting them would cost more than the page.
type PagerInfo struct {
	Shown int    // rows on this page
	Total int    // rows in all if cheaply known; negative otherwise
	First string // address of the first page; empty on it
	Prev  string // may be empty
	Next  string // empty on the last page
}

// FilterInfo is a form whose answers stand in the address.
type FilterInfo struct {
	Action string // address of the list, without a query
	Active []Chip // filters in force
	Clear  string // address without any filter
	Open   bool   // unfolded from the start
}

// Chip is one filter in force, and the address without it.
type Chip struct {
	Text   lang.Text
	Remove string
}

// With is the address u with key set to value; an empty value removes the key.
// The place in the list is dropped, for another filter begins at the first page.
func With(u *url.URL, key, value string) string {
	q := u.Query()
	q.Del("after")
	q.Del("before")
	q.Del(key)
	if value != "" {
		q.Set(key, value)
	}
	out := url.URL{Path: u.Path, RawQuery: q.Encode()}
	return out.String()
}
