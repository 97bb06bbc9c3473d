package filing

import (
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// About is what a filing is about.
type About string

// What filings are about.
const (
	AboutCommittee About = "committee"
	AboutActivity  About = "activity"
	AboutReport    About = "report"
)

// Duty is what is owed: one filing of the packs' list about one thing.
type Duty struct {
	Code      string       `json:"code"` // of the packs' list filings
	About     About        `json:"about"`
	Committee string       `json:"committee"`
	Unit      string       `json:"unit"` // that owes it
	Region    string       `json:"region"`
	Activity  string       `json:"activity,omitempty"`
	Review    string       `json:"review,omitempty"` // that approved the activity
	Title     string       `json:"title,omitempty"`  // of the activity
	Report    string       `json:"report,omitempty"` // kind of the yearly report
	Year      int          `json:"year,omitempty"`
	Since     calendar.Day `json:"since"` // the founding, the approval, the end of the year
}

// What happens to a filing.
type (
	Opened struct {
		Duty
		flow.Clocks
	}
	Prepared struct {
		Seen   int64  `json:"seen,omitempty"`   // version of the committee or case that the package shows
		Report string `json:"report,omitempty"` // id of the signed report
		Note   string `json:"note,omitempty"`
	}
	Submitted struct {
		Day  calendar.Day `json:"day"`
		Note string       `json:"note,omitempty"`
		flow.Clocks
	}
	Returned struct {
		Reasons []string `json:"reasons"`
		flow.Clocks
	}
	Registered struct {
		Number string       `json:"number"` // of the receipt
		Day    calendar.Day `json:"day"`
		File   *blob.Kept   `json:"file,omitempty"`
	}
	Confirmed struct {
		Note string `json:"note,omitempty"`
	}
	// ChangeNoted says what has changed since the package was made.
	ChangeNoted struct {
		What  string `json:"what"`  // type of the event
		Event string `json:"event"` // its id
		flow.Clocks
	}
	Lapsed struct {
		Day    calendar.Day `json:"day"`
		Reason string       `json:"reason"`
		flow.Clocks
	}
	Reopened struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
	Withdrawn struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
)

// What happens to a yearly report.
type (
	Compiled struct {
		Committee string     `json:"committee"`
		Unit      string     `json:"unit"`
		Report    string     `json:"report"` // kind
		Year      int        `json:"year"`
		Figures   []Figure   `json:"figures"`
		Listed    []Activity `json:"listed,omitempty"`
	}
	Remarked struct {
		Remarks []Remark `json:"remarks"` // all of them
	}
	Signed struct {
		Day calendar.Day `json:"day"`
	}
	ReportReopened struct {
		Reason string `json:"reason"`
	}
)

func (Opened) EventType() string         { return "filing.opened" }
func (Prepared) EventType() string       { return "filing.prepared" }
func (Submitted) EventType() string      { return "filing.submitted" }
func (Returned) EventType() string       { return "filing.returned" }
func (Registered) EventType() string     { return "filing.registered" }
func (Confirmed) EventType() string      { return "filing.confirmed" }
func (ChangeNoted) EventType() string    { return "filing.change_noted" }
func (Lapsed) EventType() string         { return "filing.lapsed" }
func (Reopened) EventType() string       { return "filing.reopened" }
func (Withdrawn) EventType() string      { return "filing.withdrawn" }
func (Compiled) EventType() string       { return "report.compiled" }
func (Remarked) EventType() string       { return "report.remarked" }
func (Signed) EventType() string         { return "report.signed" }
func (ReportReopened) EventType() string { return "report.reopened" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Opened](), journal.TypeOf[Prepared](), journal.TypeOf[Submitted](), journal.TypeOf[Returned](),
		journal.TypeOf[Registered](), journal.TypeOf[Confirmed](), journal.TypeOf[ChangeNoted](), journal.TypeOf[Lapsed](),
		journal.TypeOf[Reopened](), journal.TypeOf[Withdrawn](),
		journal.TypeOf[Compiled](), journal.TypeOf[Remarked](), journal.TypeOf[Signed](), journal.TypeOf[ReportReopened](),
	}
}
