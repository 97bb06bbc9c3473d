// Package review holds the pages of a case for the committee: the board, the
// secretary's check, and the case itself tab by tab.
package review

import (
	"time"

	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// Board is the list of cases by state, with the inbox above it.
type Board struct {
	Page    ui.PageInfo
	Stats   []ui.Stat
	Inbox   []InboxRow // nil: not shown
	ToCheck bool       // the inbox is shown
	Filter  ui.FilterInfo
	Fields  []form.Field // of the filter
	Form    ui.Form      // what is wrong with the filter
	Rows    []Row
	Pager   ui.PagerInfo
}

// Row is a case in the list.
type Row struct {
	Href, Number string
	Title        string
	Committee    lang.Text
	Applicant    ui.Person
	State        ui.Status
	With         lang.Text
	Clock        *ui.ClockInfo
	Updated      time.Time
}

// InboxRow is a file to check, with what is missing found already.
type InboxRow struct {
	Href      string
	Title     string
	Committee lang.Text
	From      ui.Person
	Since     time.Time
	Missing   []lang.Text
	Checked   bool // what is missing could be found
}
