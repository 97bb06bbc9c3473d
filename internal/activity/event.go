package activity

import (
	"lunheng/internal/assess"
	"lunheng/internal/journal"
	"lunheng/internal/screen/opinion"
)

// Drafted begins an application.
type Drafted struct {
	Unit   string `json:"unit,omitempty"`
	Region string `json:"region,omitempty"` // of the unit then; GB/T 2260
	Leader string `json:"leader"`
	Fields Values `json:"fields,omitempty"`
	// CopiedFrom is the activity it was copied from, at CopiedVersion.
	CopiedFrom    string `json:"copied_from,omitempty"`
	CopiedVersion int64  `json:"copied_version,omitzero"`
	Origin        string `json:"origin,omitempty"` // where it was imported from, such as nsfc:62076001
}

// Assessed keeps the answers of the self-assessment and what the rules said.
type Assessed struct {
	Profile    assess.Activity `json:"profile"`
	Assessment Assessment      `json:"assessment"`
}

// Saved changes fields. It holds only those that changed.
type Saved struct {
	Fields Values `json:"fields"`
	Seen   int64  `json:"seen,omitzero"` // the version on which they were typed, when older
}

// ValuesParked keeps what was typed into fields that somebody else had changed
// meanwhile.
type ValuesParked struct {
	Fields Values `json:"fields"`
	Seen   int64  `json:"seen"`
}

// ParkDropped says that a parked value is no longer wanted.
type ParkDropped struct {
	Field string `json:"field"`
	By    string `json:"by"` // whose it was
}

// UnitChosen says which unit carries the activity.
type UnitChosen struct {
	Unit   string `json:"unit"`
	Region string `json:"region,omitempty"` // of the unit then
}

// VersionKept puts a label on the version as it stands.
type VersionKept struct {
	Label string `json:"label"`
}

// PersonAdded takes somebody onto the team, or changes the role of one who is.
type PersonAdded struct {
	Person string `json:"person"`
	Role   Role   `json:"role"`
}

// PersonRemoved takes somebody off the team.
type PersonRemoved struct {
	Person string `json:"person"`
}

// LeaderChanged hands the activity over. The former leader stays on the team
// in the given role, or leaves when there is none.
type LeaderChanged struct {
	Leader     string `json:"leader"`
	Former     string `json:"former"`
	FormerRole Role   `json:"former_role,omitempty"`
}

// FileAttached adds a file.
type FileAttached struct {
	File File `json:"file"`
}

// FileReplaced puts a file in the place of another.
type FileReplaced struct {
	File     File   `json:"file"`
	Replaces string `json:"replaces"` // file id
}

// FileRemoved takes a file out. Earlier versions keep it.
type FileRemoved struct {
	File string `json:"file"` // id
}

// HintAnswered says why a hint of the screener does not fit. The words are those of
// the application that led to it.
type HintAnswered struct {
	Fact   string   `json:"fact"`
	Words  []string `json:"words"`
	Reason string   `json:"reason"`
}

// OpinionAsked asks a model for a second opinion. The whole prompt is kept, of the
// text its hash: the text stands in the application.
type OpinionAsked struct {
	Model      string `json:"model"`
	Prompt     string `json:"prompt"`
	PromptHash string `json:"prompt_hash"` // SHA-256, hexadecimal
	TextHash   string `json:"text_hash"`
}

// OpinionGiven is what the model said: suggestions by a machine.
type OpinionGiven struct {
	Asked int64                `json:"asked"` // version of the request
	Model string               `json:"model"`
	Facts []opinion.Suggestion `json:"facts"`
}

// Submitted hands the application in. Its version in the stream is the version
// of the application that the committee has before it.
type Submitted struct {
	N          int        `json:"n"` // the first is 1
	Committee  string     `json:"committee"`
	Unit       string     `json:"unit"`
	Region     string     `json:"region,omitempty"`
	Leader     string     `json:"leader"`
	Title      string     `json:"title"`
	Hash       string     `json:"hash"` // of the content, see Content.Hash
	Assessment Assessment `json:"assessment"`
	Fields     []string   `json:"fields,omitempty"`  // of science; codes of the list fields
	Review     string     `json:"review,omitempty"`  // the open case it goes back to
	Mandate    string     `json:"mandate,omitempty"` // under which the committee of another unit reviews it
	Claim      *Claim     `json:"claim,omitempty"`   // of an exemption; nil: the ordinary review
}

// TakenUp says that the committee has accepted it, or has it back.
type TakenUp struct {
	Review string `json:"review"`
}

// Returned says that the file is incomplete, and everything that is missing.
type Returned struct {
	Review  string    `json:"review"`
	Missing []Missing `json:"missing"`
}

// ChangesAsked says that the committee wants changes, before approval or before
// a second review.
type ChangesAsked struct {
	Review   string    `json:"review"`
	Rereview bool      `json:"rereview,omitzero"`
	Points   []Missing `json:"points,omitempty"`
}

// Approved, Rejected and Withdrawn end the application's way.
type (
	Approved struct {
		Review string `json:"review"`
	}
	Rejected struct {
		Review string `json:"review"`
	}
	Withdrawn struct {
		Review string `json:"review"`
		Reason string `json:"reason,omitempty"`
	}
)

// Amended changes an approved application: an amendment was approved. What was
// there before stays in the version before.
type Amended struct {
	Review  string   `json:"review"`
	Report  string   `json:"report"` // the amendment
	N       int      `json:"n"`      // the first is 1
	Fields  Values   `json:"fields"`
	Files   []File   `json:"files,omitempty"`
	Removed []string `json:"removed,omitempty"` // ids of files whose place others take
	Hash    string   `json:"hash"`              // of the content with it, see Content.Hash
}

// Discarded throws a draft away. The journal keeps it.
type Discarded struct {
	Reason string `json:"reason,omitempty"`
}

// The types of the payloads.

func (Drafted) EventType() string       { return "activity.drafted" }
func (Assessed) EventType() string      { return "activity.assessed" }
func (Saved) EventType() string         { return "activity.saved" }
func (ValuesParked) EventType() string  { return "activity.parked" }
func (ParkDropped) EventType() string   { return "activity.park_dropped" }
func (HintAnswered) EventType() string  { return "activity.hint_answered" }
func (OpinionAsked) EventType() string  { return "activity.opinion_asked" }
func (OpinionGiven) EventType() string  { return "activity.opinion_given" }
func (UnitChosen) EventType() string    { return "activity.unit_chosen" }
func (VersionKept) EventType() string   { return "activity.version_kept" }
func (PersonAdded) EventType() string   { return "activity.person_added" }
func (PersonRemoved) EventType() string { return "activity.person_removed" }
func (LeaderChanged) EventType() string { return "activity.leader_changed" }
func (FileAttached) EventType() string  { return "activity.file_attached" }
func (FileReplaced) EventType() string  { return "activity.file_replaced" }
func (FileRemoved) EventType() string   { return "activity.file_removed" }
func (Submitted) EventType() string     { return "activity.submitted" }
func (TakenUp) EventType() string       { return "activity.taken_up" }
func (Returned) EventType() string      { return "activity.returned" }
func (ChangesAsked) EventType() string  { return "activity.changes_asked" }
func (Approved) EventType() string      { return "activity.approved" }
func (Rejected) EventType() string      { return "activity.rejected" }
func (Withdrawn) EventType() string     { return "activity.withdrawn" }
func (Amended) EventType() string       { return "activity.amended" }
func (Discarded) EventType() string     { return "activity.discarded" }

// Types lists the event types of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Drafted](), journal.TypeOf[Assessed](), journal.TypeOf[Saved](), journal.TypeOf[ValuesParked](),
		journal.TypeOf[ParkDropped](), journal.TypeOf[HintAnswered](), journal.TypeOf[OpinionAsked](), journal.TypeOf[OpinionGiven](), journal.TypeOf[VersionKept](), journal.TypeOf[UnitChosen](), journal.TypeOf[PersonAdded](),
		journal.TypeOf[PersonRemoved](), journal.TypeOf[LeaderChanged](), journal.TypeOf[FileAttached](),
		journal.TypeOf[FileReplaced](), journal.TypeOf[FileRemoved](), journal.TypeOf[Submitted](), journal.TypeOf[TakenUp](),
		journal.TypeOf[Returned](), journal.TypeOf[ChangesAsked](), journal.TypeOf[Approved](), journal.TypeOf[Rejected](),
		journal.TypeOf[Withdrawn](), journal.TypeOf[Amended](), journal.TypeOf[Discarded](), journal.TypeOf[Exempted](), journal.TypeOf[ExemptionEnded](),
	}
}
