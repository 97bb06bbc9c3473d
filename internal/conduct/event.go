package conduct

import (
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
)

// Begun says that an activity was approved, and what it stands under.
type Begun struct {
	Review    string    `json:"review"` // the case that approved it
	Committee string    `json:"committee"`
	Unit      string    `json:"unit,omitempty"`
	Leader    string    `json:"leader"`
	Title     string    `json:"title"`
	Region    string    `json:"region,omitempty"`
	Months    int       `json:"months,omitempty"` // between follow-ups
	Due       time.Time `json:"due,omitzero"`     // of the first one
	Closer    bool      `json:"closer,omitempty"` // approved in an emergency: followed up more closely
	Listed    []string  `json:"listed,omitempty"` // items of the list that it stands on
}

// Item is one part of a report.
type Item struct {
	Code string `json:"code"` // of the pack's list report_parts
	Text string `json:"text"`
}

// Change is one field of the application that an amendment changes.
type Change struct {
	Field  string         `json:"field"`
	Before activity.Value `json:"before"`
	After  activity.Value `json:"after"`
	Reason string         `json:"reason"`
}

// Swap puts a file that comes with an amendment in the place of one of the
// application.
type Swap struct {
	New string `json:"new"`
	Old string `json:"old"`
}

// Content is what a report says.
type Content struct {
	Light    bool            `json:"light,omitempty"` // nothing major: neither changed nor to be changed
	Items    []Item          `json:"items,omitempty"`
	Changes  []Change        `json:"changes,omitempty"`
	Files    []activity.File `json:"files,omitempty"`
	Done     []Done          `json:"done,omitempty"`     // of the pack's list scope_measures
	Exceeds  []string        `json:"exceeds,omitempty"`  // of these, what goes beyond what was approved
	Swaps    []Swap          `json:"swaps,omitempty"`    // of files of the application
	Occurred calendar.Day    `json:"occurred,omitempty"` // of an event
}

// Reported says that the activity's people reported something.
type Reported struct {
	Report string `json:"report"` // id
	Kind   string `json:"kind"`   // code of the pack's list report_kinds
	Review string `json:"review"` // the case that it opened
	Content
}

// Revised puts a new content in the place of an open report's.
type Revised struct {
	Report string `json:"report"`
	Content
}

// Withdrawn says that a report was taken back before it was decided.
type Withdrawn struct {
	Report string `json:"report"`
}

// Decided says what the committee said to a report.
type Decided struct {
	Report  string `json:"report"`
	Review  string `json:"review"`
	Outcome string `json:"outcome"`
}

// FollowedUp says that the activity was followed up and when the next one is due.
type FollowedUp struct {
	Report string    `json:"report"`
	Months int       `json:"months"`
	Due    time.Time `json:"due"`
}

// Rescheduled says that the decision on a report set another time for follow-ups.
type Rescheduled struct {
	Report string    `json:"report"`
	Months int       `json:"months"`
	Due    time.Time `json:"due"`
}

// Suspended stops the work for now.
type Suspended struct {
	By     string `json:"by"`               // researcher, committee or inquiry
	Report string `json:"report,omitempty"` // that the committee decided on
	Reason string `json:"reason"`
}

// Who may suspend.
const (
	ByResearcher = "researcher"
	ByCommittee  = "committee"
	ByInquiry    = "inquiry" // into a breach, while it runs
)

// Resumed lets suspended work go on, by a decision.
type Resumed struct {
	Report string `json:"report"`
}

// Lapsed says that the time of the follow-up ran out.
type Lapsed struct {
	Due time.Time `json:"due"`
}

// Terminated ends the work by the committee's decision.
type Terminated struct {
	Report string `json:"report"`
	Reason string `json:"reason,omitempty"`
}

// Reinstated says that what a decision had stopped goes on: another decision took
// its place on appeal.
type Reinstated struct {
	Report string `json:"report"`
	Appeal string `json:"appeal"` // the case that decided anew
}

// Closed says that the work has ended and that its end was reviewed.
type Closed struct {
	Report string `json:"report"`
}

// EventType names the event; so do those below.
func (Begun) EventType() string       { return "conduct.begun" }
func (Reported) EventType() string    { return "conduct.reported" }
func (Revised) EventType() string     { return "conduct.revised" }
func (Withdrawn) EventType() string   { return "conduct.withdrawn" }
func (Decided) EventType() string     { return "conduct.decided" }
func (FollowedUp) EventType() string  { return "conduct.followed_up" }
func (Suspended) EventType() string   { return "conduct.suspended" }
func (Resumed) EventType() string     { return "conduct.resumed" }
func (Lapsed) EventType() string      { return "conduct.lapsed" }
func (Terminated) EventType() string  { return "conduct.terminated" }
func (Reinstated) EventType() string  { return "conduct.reinstated" }
func (Rescheduled) EventType() string { return "conduct.follow_up_rescheduled" }
func (Closed) EventType() string      { return "conduct.closed" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Begun](), journal.TypeOf[Reported](), journal.TypeOf[Revised](), journal.TypeOf[Withdrawn](), journal.TypeOf[Decided](),
		journal.TypeOf[FollowedUp](), journal.TypeOf[Suspended](), journal.TypeOf[Resumed](), journal.TypeOf[Lapsed](),
		journal.TypeOf[Terminated](), journal.TypeOf[Closed](), journal.TypeOf[Reinstated](), journal.TypeOf[Rescheduled](),
	}
}
