// Package ui is the set of parts from which every page is built, so that a
// clock, a state or a reason looks and reads the same everywhere.
//
// Every part takes a [Ctx] first (language, theme, now, address of the page)
// and then a plain struct. Words we wrote are [lang.Text]; data (names,
// numbers, titles typed by people) are strings or lang.Same. Content goes in
// as children:
//
//		@ui.Page(c, ui.PageInfo{Title: lang.T("待办", "Inbox"), User: u, Nav: nav}) {
//			@ui.PageHead(c, ui.HeadInfo{Title: lang.T("待办", "Inbox")})
//			@ui.Tasks(c, tasks, ui.EmptyInfo{Title: lang.T("没有待办", "Nothing to do")})
//		}
//
//	  - frames: Page, PublicPage, PrintPage; PageHead, CaseHead, Tabs, Section
//	  - words: Badge, Shape, Tag, Name, When, GroundLine, Notice, Empty
//	  - time: Clock, ClockShort, Timeline, Hands
//	  - law: Reasons, Standards, Checklist
//	  - lists: Table with Col, Filters, Pager, Tasks, TaskRow, Facts, Stats,
//	    Steps, Progress, Bars, Line, Differences
//	  - forms: ErrorSummary, Input, TextArea, Select, Radios, Checks, Check,
//	    DateInput, Hidden, Submit, Go, Actions, CopyButton. A [Form] keeps what
//	    was typed and the errors; both find their field by name
//	  - moving: Dialog, Opener, Closer, Live, Drop, Files, AutosaveStatus
//	  - meeting: Votes, Presences; paper: Letter
//	  - StyleGuide shows all of them in all looks
//
// What moves is done by static/lunheng.js through attributes; no page carries
// a script, a style or an event attribute of its own:
//
//   - data-confirm="sentence" on a submit button asks first
//   - every POST form is sent once: a second click does nothing
//   - <form data-autosave="URL"> posts itself while one types, with the header
//     Lunheng-Autosave: 1. The server answers 2xx, with the new version in the
//     header Lunheng-Version (put into the input named version), or a refusal
//     whose text/plain body is shown. With the header Lunheng-Parked, the
//     address where two texts of a field stand, the body is shown with a way
//     there. Unsaved changes are guarded
//   - data-dialog="id" opens a dialog, data-close closes it
//   - data-key="x" on a link, button or input makes a keyboard shortcut
//   - data-copy="text" copies, data-print prints, data-focus takes the focus
//   - a response header HX-Trigger: {"toast":"sentence"} shows a toast; with live
//     every region that keeps up to date looks at once
//
// htmx 2.0.11 serves what else must move; it evaluates no code.
//
// Regenerate with: go tool templ generate   (from the top, so that places in errors are alike everywhere)
package ui
