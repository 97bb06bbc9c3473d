package sites

import (
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/sites/parcel"
)

// Facts are what a decision rests on besides its own stream. They are values:
// deciding reads nothing.
type Facts struct {
	Actor   string
	Today   calendar.Day
	Clocks  map[string]flow.ClockMove // starts of the limits that the packs know
	Grounds []flow.Ground

	Site    Site            // to be invited
	Taken   bool            // the unit takes part already
	Closed  bool            // the lead's case was decided against, or is over
	Known   map[string]bool // people that the register knows
	Newest  parcel.Version  // of the application
	Checks  []Check
	Case    string   // id of the recognition case to begin
	Answers []string // codes of the list of objections
	Results []Result
	Package string
	Lead    bool // who acts is on the lead's side
}

// Result is what a follow-up may come to.
type Result struct {
	Code string
	Text lang.Text
	Goes bool // the work goes on at the site
}
