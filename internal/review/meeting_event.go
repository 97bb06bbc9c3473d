package review

import (
	"time"

	"lunheng/internal/journal"
)

// MeetingPlanned begins a meeting.
type MeetingPlanned struct {
	Committee string    `json:"committee"`
	StartsAt  time.Time `json:"starts_at"`
	Mode      string    `json:"mode"` // in_person, video, mixed
	Place     string    `json:"place,omitempty"`
	Link      string    `json:"link,omitempty"`
	// Emergency is how it was called for one; nil: an ordinary meeting.
	Emergency *Arrangement `json:"emergency,omitempty"`
}

// ItemAdded puts a case on the agenda.
type ItemAdded struct {
	Review string `json:"review"`
	Kind   string `json:"kind,omitempty"` // of review; empty: the initial one
	Title  string `json:"title"`
	Number string `json:"number,omitempty"`
	// Excluded are those who are out of the case from before, and why.
	Excluded map[string]string `json:"excluded,omitempty"`
	// Asked are the members who have interests to declare, when the meeting
	// was called before.
	Asked []string `json:"asked,omitempty"`
}

// ItemRemoved takes it off.
type ItemRemoved struct {
	Review string `json:"review"`
	Reason string `json:"reason,omitempty"`
}

// ItemsOrdered is the agenda in its new order.
type ItemsOrdered struct {
	Order []string `json:"order"` // reviews
}

// ItemWithdrawn says that the applicant withdrew the case.
type ItemWithdrawn struct {
	Review string `json:"review"`
}

// MeetingCalled sends agenda and papers out.
type MeetingCalled struct {
	Invited []string `json:"invited"` // members; each has interests to declare
}

// InterestDeclared is what a member says about one case: none, or a conflict.
type InterestDeclared struct {
	Review   string `json:"review"`
	Person   string `json:"person"`
	Conflict bool   `json:"conflict"`
	Nature   string `json:"nature,omitempty"`
}

// ItemExcluded says that the chair found a conflict.
type ItemExcluded struct {
	Review string `json:"review"`
	Person string `json:"person"`
	Reason string `json:"reason"`
}

// MeetingOpened begins the session.
type MeetingOpened struct {
	Presiding string `json:"presiding"`
	// Reported are the cases decided under the simplified procedure of which this
	// meeting is told.
	Reported []string `json:"reported,omitempty"`
}

// Arrived, Left and CameBack are movements of one person.
type (
	Arrived struct {
		Person string `json:"person"`
		Remote bool   `json:"remote,omitempty"`
	}
	Left struct {
		Person string `json:"person"`
	}
	CameBack struct {
		Person string `json:"person"`
		Remote bool   `json:"remote,omitempty"`
	}
)

// AdviserInvited lets somebody from outside be heard on one case, without a vote.
type AdviserInvited struct {
	Review string `json:"review"`
	Person string `json:"person"`
	Field  string `json:"field,omitempty"`
}

// ItemOpened says that deliberation begins.
type ItemOpened struct {
	Review    string `json:"review"`
	Presiding string `json:"presiding"`
}

// ChairTaken says who presides from now on over the item at hand, or over the
// meeting when none is open.
type ChairTaken struct {
	Review string `json:"review,omitempty"`
	Person string `json:"person"`
}

// PointChecked is a finding on one review point.
type PointChecked struct {
	Review string `json:"review"`
	Point  string `json:"point"`
	Mark   string `json:"mark"` // ok, concern, na
	Note   string `json:"note,omitempty"`
	Person string `json:"person"`
}

// VoteOpened begins a round of votes.
type VoteOpened struct {
	Review  string   `json:"review"`
	Round   int      `json:"round"`
	Secret  bool     `json:"secret,omitempty"`
	Choices []string `json:"choices"`
	// Application is the version of the activity that is voted on.
	Application int64 `json:"application"`
}

// VoteCast says who voted; and for what, unless the round is secret.
type VoteCast struct {
	Review string `json:"review"`
	Round  int    `json:"round"`
	Person string `json:"person"`
	Choice string `json:"choice,omitempty"`
}

// VoteClosed counts a round.
type VoteClosed struct {
	Review  string         `json:"review"`
	Round   int            `json:"round"`
	Tally   map[string]int `json:"tally"`
	Present []Attendant    `json:"present"` // entitled, at the end or when they voted
	Quorate bool           `json:"quorate"` // the quorum was there at the end
}

// VoteVoided says that a round does not count, because somebody on whom it rests,
// by a vote or by having been there, turned out to be conflicted.
type VoteVoided struct {
	Review string `json:"review"`
	Round  int    `json:"round"`
	Person string `json:"person"`
}

// ItemDecided says that the meeting decided; the case holds the decision.
type ItemDecided struct {
	Review  string `json:"review"`
	Round   int    `json:"round"`
	Outcome string `json:"outcome"`
}

// ItemDeferred says that it did not.
type ItemDeferred struct {
	Review string `json:"review"`
	Reason string `json:"reason"`
	Note   string `json:"note,omitempty"`
}

// MeetingClosed ends the session.
type MeetingClosed struct{}

// MinutesDrafted holds the minutes as generated from what happened.
type MinutesDrafted struct {
	Minutes Minutes `json:"minutes"`
}

// MinutesEdited corrects one section. What stood there before is kept.
type MinutesEdited struct {
	Section string `json:"section"`
	Text    string `json:"text"`
}

// MinutesApproved makes the minutes final.
type MinutesApproved struct{}

// MeetingCancelled ends a meeting that did not take place.
type MeetingCancelled struct {
	Reason string `json:"reason"`
}

// EventType names the event; so do those below.
func (MeetingPlanned) EventType() string   { return "meeting.planned" }
func (ItemAdded) EventType() string        { return "meeting.item_added" }
func (ItemRemoved) EventType() string      { return "meeting.item_removed" }
func (ItemsOrdered) EventType() string     { return "meeting.items_ordered" }
func (ItemWithdrawn) EventType() string    { return "meeting.item_withdrawn" }
func (MeetingCalled) EventType() string    { return "meeting.called" }
func (InterestDeclared) EventType() string { return "meeting.interest_declared" }
func (ItemExcluded) EventType() string     { return "meeting.member_excluded" }
func (MeetingOpened) EventType() string    { return "meeting.opened" }
func (Arrived) EventType() string          { return "meeting.arrived" }
func (Left) EventType() string             { return "meeting.left" }
func (CameBack) EventType() string         { return "meeting.came_back" }
func (AdviserInvited) EventType() string   { return "meeting.adviser_invited" }
func (ItemOpened) EventType() string       { return "meeting.item_opened" }
func (ChairTaken) EventType() string       { return "meeting.chair_taken" }
func (PointChecked) EventType() string     { return "meeting.point_checked" }
func (VoteOpened) EventType() string       { return "meeting.vote_opened" }
func (VoteCast) EventType() string         { return "meeting.vote_cast" }
func (VoteClosed) EventType() string       { return "meeting.vote_closed" }
func (VoteVoided) EventType() string       { return "meeting.vote_voided" }
func (ItemDecided) EventType() string      { return "meeting.item_decided" }
func (ItemDeferred) EventType() string     { return "meeting.item_deferred" }
func (MeetingClosed) EventType() string    { return "meeting.closed" }
func (MinutesDrafted) EventType() string   { return "meeting.minutes_drafted" }
func (MinutesEdited) EventType() string    { return "meeting.minutes_edited" }
func (MinutesApproved) EventType() string  { return "meeting.minutes_approved" }
func (MeetingCancelled) EventType() string { return "meeting.cancelled" }

func meetingTypes() []journal.Type {
	return append(append(sessionTypes(), togetherTypes()...), []journal.Type{
		journal.TypeOf[MeetingPlanned](), journal.TypeOf[MeetingRearranged](), journal.TypeOf[ItemAdded](), journal.TypeOf[ItemRemoved](),
		journal.TypeOf[ItemsOrdered](), journal.TypeOf[ItemWithdrawn](), journal.TypeOf[MeetingCalled](),
		journal.TypeOf[InterestDeclared](), journal.TypeOf[ItemExcluded](), journal.TypeOf[MeetingOpened](),
		journal.TypeOf[Arrived](), journal.TypeOf[Left](), journal.TypeOf[CameBack](),
		journal.TypeOf[AdviserInvited](), journal.TypeOf[ItemOpened](), journal.TypeOf[ChairTaken](),
		journal.TypeOf[PointChecked](), journal.TypeOf[VoteOpened](), journal.TypeOf[VoteCast](),
		journal.TypeOf[VoteClosed](), journal.TypeOf[VoteVoided](), journal.TypeOf[ItemDecided](),
		journal.TypeOf[ItemDeferred](), journal.TypeOf[MeetingClosed](), journal.TypeOf[MinutesDrafted](),
		journal.TypeOf[MinutesEdited](), journal.TypeOf[MinutesApproved](), journal.TypeOf[MeetingCancelled](),
	}...)
}
