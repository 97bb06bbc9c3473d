package activity

import (
	"time"

	"lunheng/internal/assess"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
)

// Kind is the kind of stream, of object in the authorisation table, and of
// thing in the search index.
const Kind = "activity"

// Stream is the name of an activity's stream.
func Stream(id string) string { return Kind + "/" + id }

// TitleField is the field of the form that names the activity in lists.
const TitleField = "title"

// Role is what a person does in an activity.
type Role string

// The roles. Exactly one person leads.
const (
	Leader         Role = "leader" // 项目负责人
	CoInvestigator Role = "co_investigator"
	Investigator   Role = "investigator"
	Coordinator    Role = "coordinator"
	Student        Role = "student"
	OtherRole      Role = "other"
)

// Roles lists the roles that can be given to people of the team.
func Roles() []Role { return []Role{CoInvestigator, Investigator, Coordinator, Student, OtherRole} }

// Text is the role in words.
func (r Role) Text() lang.Text {
	switch r {
	case Leader:
		return lang.T("项目负责人", "Leader")
	case CoInvestigator:
		return lang.T("共同负责人", "Co-investigator")
	case Investigator:
		return lang.T("研究人员", "Investigator")
	case Coordinator:
		return lang.T("研究协调员", "Coordinator")
	case Student:
		return lang.T("学生", "Student")
	}
	return lang.T("其他", "Other")
}

// Member is a person of the team, the leader included.
type Member struct {
	Person string `json:"person"`
	Role   Role   `json:"role"`
}

// File is a file of the application. Its content lies in the blob store under
// the hash and never changes; a new content is a new File.
type File struct {
	ID    string `json:"id"`
	Field string `json:"field"` // of the form
	Group string `json:"group"` // material group
	Name  string `json:"name"`  // as shown; one character is a name
	Hash  string `json:"hash"`
	Size  int64  `json:"size"`
	Type  string `json:"type"` // by its content
}

// Missing is one thing that the committee found lacking or wants changed.
type Missing struct {
	Field string `json:"field,omitempty"` // field or material of the form; empty: the whole
	Text  string `json:"text"`
}

// Assessment is what the rules asked of the activity when it was assessed: the
// answer without its sentences, which the rules behind the grounds give again.
type Assessment struct {
	On             calendar.Day   `json:"on"`
	Packs          []string       `json:"packs"` // name@version
	PackHash       string         `json:"pack_hash"`
	Scope          []string       `json:"scope,omitempty"`
	Review         string         `json:"review"`
	Procedure      string         `json:"procedure,omitempty"`
	Reviewer       string         `json:"reviewer,omitempty"`
	Recheck        []string       `json:"recheck,omitempty"` // listed items that experts re-review
	RecheckWaived  string         `json:"recheck_waived,omitempty"`
	Supervisors    []string       `json:"supervisors,omitempty"`
	Investigator   string         `json:"investigator,omitempty"`
	Limits         []assess.Limit `json:"limits,omitempty"`
	FollowUpMonths int            `json:"follow_up_months,omitzero"`
	Obligations    []string       `json:"obligations,omitempty"`
	BlockedBy      []string       `json:"blocked_by,omitempty"`
}

// Submission is one handing-in.
type Submission struct {
	N         int       `json:"n"`
	Version   int64     `json:"version"` // of the stream: the event itself
	At        time.Time `json:"at"`
	By        string    `json:"by"`
	Committee string    `json:"committee"`
	Mandate   string    `json:"mandate,omitempty"`
	Region    string    `json:"region,omitempty"` // whose rules hold
	Hash      string    `json:"hash"`             // of the content, see Content.Hash
	Event     string    `json:"event"`
	Claim     *Claim    `json:"claim,omitempty"` // of an exemption
}

// Amendment is one change of the approved application.
type Amendment struct {
	N       int       `json:"n"`
	Version int64     `json:"version"` // of the stream: the event itself
	At      time.Time `json:"at"`
	Report  string    `json:"report"`
	Review  string    `json:"review"`
	Hash    string    `json:"hash"` // of the content with it
}

// Change tells who last changed a field, and when.
type Change struct {
	Version int64     `json:"version"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Parked is what somebody typed into a field that somebody else had changed
// meanwhile. It stays until its author, or the leader, chooses.
type Parked struct {
	Field string    `json:"field"`
	By    string    `json:"by"`
	Value Value     `json:"value"`
	At    time.Time `json:"at"`
}
