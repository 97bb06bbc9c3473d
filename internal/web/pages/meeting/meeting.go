// Package meeting holds the pages of a meeting: the list, the plan, the agenda,
// the room and the minutes.
package meeting

import (
	"slices"
	"time"

	"lunheng/internal/lang"
	fields "lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/letter"
	"lunheng/internal/web/ui"
)

// List is the meetings to come and those that were.
type List struct {
	Page    ui.PageInfo
	Tabs    []ui.Tab
	Over    bool // those that were, not those to come
	Rows    []Row
	Filter  ui.FilterInfo
	Fields  []fields.Field // of the filter
	Form    ui.Form        // what is wrong with the filter
	Pager   ui.PagerInfo
	MayPlan bool
	Several bool // of more than one committee
}

// Row is one meeting.
type Row struct {
	Href      string
	Starts    time.Time
	Committee lang.Text
	Mode      lang.Text
	Place     string
	Items     int
	State     ui.Status
}

// Plan is the form for a new meeting.
type Plan struct {
	Page      ui.PageInfo
	Form      ui.Form
	Key       string
	Review    string // a case to put on its agenda; may be empty
	Committee ui.Field
	Day       string
}

// Agenda is a meeting before and after it sits.
type Agenda struct {
	Page     ui.PageInfo
	Form     ui.Form
	ID       string
	Version  int64
	Key      string
	Title    lang.Text
	Body     lang.Text
	State    ui.Status
	Facts    []ui.Fact
	Steps    []ui.Step
	Lines    []Line
	Ready    []Ready // accepted cases that could go on the agenda
	More     ui.PagerInfo
	MayEdit  bool
	MayCall  bool
	MayStop  bool // cancel
	RoomHref string
	Move     string // address to move it; empty: this person may not
	Minutes  string // address; empty: none
	Invited  []Invited
	Reason   string     // why it was cancelled
	Reported []Reported // decided without a meeting, told to this one
	Told     ui.PagerInfo
}

// Line is a case on the agenda.
type Line struct {
	Review    string
	Number    string
	Title     string
	Href      string
	Applicant ui.Person
	Procedure lang.Text
	Clock     *ui.ClockInfo
	State     ui.Status
	Out       bool // this person is out of it
	Declared  bool // this person has declared
	MayTell   bool // this person has something to declare
	Open      bool // still to be dealt with
	Said      int  // how many have declared
	Asked     int
	Planned   int         // minutes
	Together  bool        // it is to be approved together with others
	MayMark   bool        // its kind may be
	MayLift   bool        // this person may take it out again
	Conflicts []Conflict  // for the office and the chair
	Proposed  []Conflict  // should step out, by what they registered
	Members   []ui.Option // whom this person could exclude
}

// Conflict is somebody who is out of a case, and why.
type Conflict struct {
	Who ui.Person
	Why string
}

// Ready is a case that could go on the agenda.
type Ready struct {
	Review, Number, Title string
	Clock                 *ui.ClockInfo
}

// Invited is a member with what they still have to declare.
type Invited struct {
	Who  ui.Person
	Left int
	Away bool // sent apologies
}

// Minutes is the record of a meeting.
type Minutes struct {
	Page       ui.PageInfo
	Form       ui.Form
	ID         string
	Version    int64
	Key        string
	Title      lang.Text
	State      ui.Status
	Sheets     []letter.Sheet // nil: not drafted
	Sections   []Section
	MayDraft   bool
	MayEdit    bool
	MayApprove bool
	PDF        string
	Back       string
}

// Section is a part of the minutes that can be added to by hand.
type Section struct {
	Code  string
	Title lang.Text
	Text  string
}

// NatureField is the field in which somebody says what their conflict is in a
// case.
func NatureField(review string) string { return "nature-" + review }

// TextField is the field for the words of a section of the minutes.
func TextField(section string) string { return "text-" + section }

// Own names a field after what it is about, such as a case and a round: what
// somebody has typed about one case must never turn up in the form of another.
func Own(name string, about ...string) string {
	for _, a := range about {
		name += "-" + a
	}
	return name
}

// has reports whether a verb is among those that a person may do.
func has(acts []string, verb string) bool { return slices.Contains(acts, verb) }

// Reported is a decision under the simplified procedure.
type Reported struct {
	Review  string
	Number  string
	Title   string
	Outcome lang.Text
	Decided time.Time
}
