package home

import (
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// Body is what somebody who answers for a unit, a department or the house
// sees of it.
type Body struct {
	ID         string // keeps headings apart where somebody has several
	Name       ui.Link
	Role       lang.Text
	Alarm      lang.Text // what needs attention first; may be empty
	Calm       lang.Text // said instead when nothing does
	Steps      []Step    // what is to be set up; may be empty
	Stats      []ui.Stat
	Counted    lang.Text // what the figures count
	Duties     []ui.ClockInfo
	ShowDuties bool
	Committees []register.Row
	Table      ui.TableInfo
	More       *ui.Link // to the whole list
}

// Step is one thing of a list of what is to be set up.
type Step struct {
	ui.Link
	Done bool
	Note lang.Text
}
