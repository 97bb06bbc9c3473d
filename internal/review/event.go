package review

import (
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Opened begins a case: an application was submitted to a committee, or a report
// on approved work that asks for a review of another kind.
type Opened struct {
	Kind        string          `json:"kind,omitempty"`   // code of the pack's list review_kinds; empty: the initial review
	About       string          `json:"about,omitempty"`  // the report or appeal that is judged
	Step        string          `json:"step,omitempty"`   // what it is to the rules, of their list step
	Listed      []string        `json:"listed,omitempty"` // items of the list for which experts look at it again
	Appeal      *Appeal         `json:"appeal,omitempty"` // against a decision; nil: another kind
	Claim       *activity.Claim `json:"claim,omitempty"`  // of an exemption from review; nil: another kind
	Activity    string          `json:"activity"`
	Committee   string          `json:"committee"`
	Unit        string          `json:"unit"`
	Applicant   string          `json:"applicant"`
	Title       string          `json:"title"`
	Application int64           `json:"application"` // version of the activity that was submitted
	Scope       []string        `json:"scope,omitempty"`
	Fields      []string        `json:"fields,omitempty"`    // of science; with the scope they say which regimes apply
	Region      string          `json:"region,omitempty"`    // whose packs apply besides the nation's
	Procedure   string          `json:"procedure,omitempty"` // that the rules propose
	Mandate     string          `json:"mandate,omitempty"`   // under which it reviews for another unit, or for a person
}

// Resubmitted says that the applicant handed in a newer version.
type Resubmitted struct {
	Title       string   `json:"title"`
	Applicant   string   `json:"applicant"` // who leads the activity now
	Application int64    `json:"application"`
	Scope       []string `json:"scope,omitempty"`
	Fields      []string `json:"fields,omitempty"`
	Procedure   string   `json:"procedure,omitempty"` // that the rules propose now
	Step        string   `json:"step,omitempty"`
	Listed      []string `json:"listed,omitempty"`
	flow.Clocks
}

// Accepted says that the file is complete and how it will be reviewed.
type Accepted struct {
	Number    string   `json:"number"` // of the file, per committee and year
	Year      int      `json:"year"`
	Seq       int      `json:"seq"`
	Procedure string   `json:"procedure"`         // code of the pack's list
	Urgency   string   `json:"urgency,omitempty"` // of an emergency
	Reasons   []string `json:"reasons,omitempty"`
	flow.Clocks
}

// Missing is one thing that an application lacks.
type Missing struct {
	Field string `json:"field"` // field or material of the application
	Text  string `json:"text"`
}

// Returned tells everything that is missing, at once.
type Returned struct {
	Items []Missing `json:"items"`
	Note  string    `json:"note,omitempty"`
}

// Withdrawn ends a case at the applicant's wish.
type Withdrawn struct {
	Reason string `json:"reason,omitempty"`
	flow.Clocks
}

// Scheduled puts a case on an agenda.
type Scheduled struct {
	Meeting string `json:"meeting"`
}

// Unscheduled takes it off again.
type Unscheduled struct {
	Meeting string `json:"meeting"`
	Reason  string `json:"reason,omitempty"`
}

// TakenUp says that the meeting has come to the case.
type TakenUp struct {
	Meeting string `json:"meeting"`
}

// Deferred says that a meeting did not decide, and why.
type Deferred struct {
	Meeting string `json:"meeting"`
	Reason  string `json:"reason"` // see the Defer… constants
	Note    string `json:"note,omitempty"`
}

// Attendant is somebody who was in the room with a right to vote.
type Attendant struct {
	Person string `json:"person"`
	Role   string `json:"role"`
}

// Stipulation is one thing to be changed.
type Stipulation struct {
	No   int    `json:"no"`
	Text string `json:"text"`
}

// Demand is a standard as it stood when it was relied on.
type Demand struct {
	Code string `json:"code"`
	Have int    `json:"have"`
	Need int    `json:"need"`
}

// Decision is what a committee decided, and on what it rests.
type Decision struct {
	Meeting      string         `json:"meeting"`             // empty: without one
	Procedure    string         `json:"procedure,omitempty"` // empty: by a meeting
	Why          string         `json:"why,omitempty"`       // why that procedure applied
	Round        int            `json:"round"`
	Outcome      string         `json:"outcome"` // code of the pack's list
	Reasons      string         `json:"reasons,omitempty"`
	Stipulations []Stipulation  `json:"stipulations,omitempty"`
	Checker      string         `json:"checker,omitempty"` // named to check the changes; empty: the chair
	Tally        map[string]int `json:"tally"`
	Need         int            `json:"need"` // votes that were needed
	Secret       bool           `json:"secret,omitempty"`
	Presiding    string         `json:"presiding"`
	Present      []Attendant    `json:"present"`
	Excluded     []string       `json:"excluded,omitempty"`
	Quorum       []Demand       `json:"quorum"`
	Application  int64          `json:"application"`
	Recheck      *Opinion       `json:"recheck,omitempty"`   // of the experts, where a final decision follows it
	FollowUp     int            `json:"follow_up,omitempty"` // months to the next follow-up, where the decision sets them
	flow.Clocks
}

// Approved, ChangesAsked, RereviewAsked and Rejected are the four ends of a
// deliberation.
type (
	Approved      struct{ Decision }
	ChangesAsked  struct{ Decision }
	RereviewAsked struct{ Decision }
	Rejected      struct{ Decision }
)

// QuestionAsked puts a question to the applicant.
type QuestionAsked struct {
	Question string `json:"question"` // id
	Text     string `json:"text"`
}

// QuestionAnswered answers one.
type QuestionAnswered struct {
	Question string   `json:"question"`
	Text     string   `json:"text"`
	Files    []string `json:"files,omitempty"` // hashes
}

// Extended moves a limit to a later day, for a stated reason.
type Extended struct {
	Clock  string    `json:"clock"`
	Reason string    `json:"reason"`
	Was    time.Time `json:"was"`
	Due    time.Time `json:"due"`
	flow.Clocks
}

// Suspended lets a limit stand still, on a ground that a pack knows.
type Suspended struct {
	Clock  string    `json:"clock"`
	Cause  string    `json:"cause"` // code of the pack's list
	Reason string    `json:"reason"`
	Was    time.Time `json:"was"` // due, when it was stopped
	flow.Clocks
}

// Resumed lets it run on with what was left.
type Resumed struct {
	Clock  string    `json:"clock"`
	Reason string    `json:"reason"` // "answered": the last answer came
	Since  time.Time `json:"since"`  // when it was stopped
	Was    time.Time `json:"was"`    // due before
	Due    time.Time `json:"due"`
	flow.Clocks
}

// StipulationAnswered is the applicant's answer to one point.
type StipulationAnswered struct {
	No    int      `json:"no"`
	Text  string   `json:"text"`
	Files []string `json:"files,omitempty"`
}

// ChangesSubmitted says that every open point is answered.
type ChangesSubmitted struct {
	Application int64 `json:"application"`
	flow.Clocks
}

// StipulationChecked is the checker's finding on one point.
type StipulationChecked struct {
	No        int    `json:"no"`
	Satisfied bool   `json:"satisfied"`
	Note      string `json:"note,omitempty"`
}

// ChangesReturned sends unsatisfied points back.
type ChangesReturned struct {
	Open []int  `json:"open"`
	Note string `json:"note,omitempty"`
	flow.Clocks
}

// ChangesConfirmed makes the approval effective.
type ChangesConfirmed struct {
	Note string `json:"note,omitempty"`
	flow.Clocks
}

// LetterIssued carries everything that the public may check about a decision.
type LetterIssued struct {
	Number     string       `json:"number"`
	Revision   int          `json:"revision"` // 1 for the first letter of a case
	Code       string       `json:"code"`     // random, opens the public page
	Title      string       `json:"title"`
	Unit       lang.Text    `json:"unit"`
	Committee  lang.Text    `json:"committee"`
	Outcome    string       `json:"outcome"`
	Says       lang.Text    `json:"says"` // the outcome in words
	Decided    calendar.Day `json:"decided"`
	Kind       string       `json:"kind,omitempty"` // of the review; empty: the initial one
	Conditions []string     `json:"conditions,omitempty"`
	PDF        string       `json:"pdf"`                // hash of the file
	Replaces   int          `json:"replaces,omitempty"` // revision that this one corrects
	Reason     string       `json:"reason,omitempty"`   // why it was corrected
}

// LetterSent records one sending.
type LetterSent struct {
	Revision int    `json:"revision"`
	To       string `json:"to"`  // person
	How      string `json:"how"` // mail, message, paper
}

// MemberExcluded closes the file to a person at once.
type MemberExcluded struct {
	Person   string `json:"person"`
	Nature   string `json:"nature,omitempty"`
	Declared bool   `json:"declared"` // by the person; otherwise found by the chair
}

// EventType names the event; so do those below.
func (Opened) EventType() string              { return "review.opened" }
func (Resubmitted) EventType() string         { return "review.resubmitted" }
func (Accepted) EventType() string            { return "review.accepted" }
func (Returned) EventType() string            { return "review.returned" }
func (Withdrawn) EventType() string           { return "review.withdrawn" }
func (Scheduled) EventType() string           { return "review.scheduled" }
func (Unscheduled) EventType() string         { return "review.unscheduled" }
func (TakenUp) EventType() string             { return "review.taken_up" }
func (Deferred) EventType() string            { return "review.deferred" }
func (Approved) EventType() string            { return "review.approved" }
func (ChangesAsked) EventType() string        { return "review.changes_asked" }
func (RereviewAsked) EventType() string       { return "review.rereview_asked" }
func (Rejected) EventType() string            { return "review.rejected" }
func (QuestionAsked) EventType() string       { return "review.question_asked" }
func (QuestionAnswered) EventType() string    { return "review.question_answered" }
func (Extended) EventType() string            { return "review.extended" }
func (Suspended) EventType() string           { return "review.suspended" }
func (Resumed) EventType() string             { return "review.resumed" }
func (StipulationAnswered) EventType() string { return "review.stipulation_answered" }
func (ChangesSubmitted) EventType() string    { return "review.changes_submitted" }
func (StipulationChecked) EventType() string  { return "review.stipulation_checked" }
func (ChangesReturned) EventType() string     { return "review.changes_returned" }
func (ChangesConfirmed) EventType() string    { return "review.changes_confirmed" }
func (LetterIssued) EventType() string        { return "review.letter_issued" }
func (LetterSent) EventType() string          { return "review.letter_sent" }
func (MemberExcluded) EventType() string      { return "review.member_excluded" }

// decided is a payload that holds a decision.
type decided interface{ decision() Decision }

func (d Decision) decision() Decision { return d }

// Types lists the events of this package.
func Types() []journal.Type {
	return append([]journal.Type{
		journal.TypeOf[Opened](), journal.TypeOf[Resubmitted](), journal.TypeOf[Accepted](),
		journal.TypeOf[Returned](), journal.TypeOf[Withdrawn](), journal.TypeOf[Scheduled](),
		journal.TypeOf[Unscheduled](), journal.TypeOf[TakenUp](), journal.TypeOf[Deferred](),
		journal.TypeOf[Approved](), journal.TypeOf[ChangesAsked](), journal.TypeOf[RereviewAsked](),
		journal.TypeOf[Rejected](), journal.TypeOf[QuestionAsked](), journal.TypeOf[QuestionAnswered](),
		journal.TypeOf[Extended](), journal.TypeOf[Suspended](), journal.TypeOf[Resumed](), journal.TypeOf[StipulationAnswered](), journal.TypeOf[ChangesSubmitted](),
		journal.TypeOf[StipulationChecked](), journal.TypeOf[ChangesReturned](), journal.TypeOf[ChangesConfirmed](),
		journal.TypeOf[LetterIssued](), journal.TypeOf[LetterSent](), journal.TypeOf[MemberExcluded](),
		journal.TypeOf[PreliminaryGiven](), journal.TypeOf[PreliminaryConfirmed](), journal.TypeOf[RecheckApplied](), journal.TypeOf[OpinionReceived](),
		journal.TypeOf[ReviewersNamed](), journal.TypeOf[OpinionGiven](), journal.TypeOf[MovedToMeeting](), journal.TypeOf[FollowUpSet](),
		journal.TypeOf[Exempted](), journal.TypeOf[ExemptionRefused](), journal.TypeOf[ExemptionRevoked](),
	}, append(appealTypes(), meetingTypes()...)...)
}
