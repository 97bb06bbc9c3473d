package recheck

import (
	"lunheng/internal/calendar"
	"lunheng/internal/draw"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/review"
)

// Item is one part of the file that the unit adds to the application.
type Item struct {
	Code string `json:"code"` // of the pack's list recheck_file
	Text string `json:"text"`
}

// Applied begins a re-review: a unit asks a department for it.
type Applied struct {
	Review      string   `json:"review"`
	Activity    string   `json:"activity"`
	Committee   string   `json:"committee"`
	Unit        string   `json:"unit"`
	Applicant   string   `json:"applicant"`
	Department  string   `json:"department"`
	Title       string   `json:"title"`
	Number      string   `json:"number"`
	Application int64    `json:"application"` // version of the activity
	Listed      []string `json:"listed"`      // items of the list
	Fields      []string `json:"fields,omitempty"`
	AI          bool     `json:"ai,omitempty"` // no centre may both review and re-review it
	Region      string   `json:"region,omitempty"`
	Items       []Item   `json:"items"`
	flow.Clocks
}

// Missing is one thing that the file lacks.
type Missing struct {
	Code string `json:"code"` // of the file; empty: something else
	Text string `json:"text"`
}

// Returned tells the unit everything that is missing, at once.
type Returned struct {
	Items []Missing `json:"items"`
	Note  string    `json:"note,omitempty"`
	flow.Clocks
}

// Completed hands the completed file in again.
type Completed struct {
	Items []Item `json:"items"`
	flow.Clocks
}

// Accepted says that the file is complete.
type Accepted struct {
	Note string `json:"note,omitempty"`
}

// Named ties a pseudonym to a person.
type Named struct {
	Ref    string `json:"ref"`
	Person string `json:"person"`
}

// Barred is an expert of the pool who is no candidate, and why.
type Barred struct {
	Person string `json:"person"`
	Reason string `json:"reason"` // see the Bar… constants
}

// CandidatesListed says who stands behind the pseudonyms of an announcement. It
// is a secret of the department.
type CandidatesListed struct {
	People []Named  `json:"people"`
	Barred []Barred `json:"barred,omitempty"`
}

// DrawAnnounced fixes everything about a draw but its seed.
type DrawAnnounced struct {
	draw.Announcement
}

// PanelDrawn is the result of a draw.
type PanelDrawn struct {
	Announced  string   `json:"announced"`  // id of the announcing event
	Checkpoint string   `json:"checkpoint"` // signed note: the first that covers it
	Seed       string   `json:"seed"`       // its root hash, in hex
	Order      []string `json:"order"`
	Panel      []string `json:"panel"`
}

// InterestDenied says that an expert has no interest in the case and keeps it
// confidential.
type InterestDenied struct {
	Ref string `json:"ref"`
}

// ExpertReplaced says that an expert stepped out and the next of the drawn
// order follows.
type ExpertReplaced struct {
	Ref    string `json:"ref"`
	Why    string `json:"why"` // interest, declined
	Nature string `json:"nature,omitempty"`
	Next   string `json:"next"`
}

// PanelBroken says that an expert stepped out and nobody is left to follow.
type PanelBroken struct {
	Ref    string `json:"ref"`
	Why    string `json:"why"`
	Nature string `json:"nature,omitempty"`
}

// OpinionGiven is what one expert finds; the last one of an expert counts.
type OpinionGiven struct {
	Ref string `json:"ref"`
	Finding
}

// Finding is an expert's opinion on the preliminary opinion.
type Finding struct {
	Lawful         bool   `json:"lawful"` // it keeps to the rules
	LawfulNote     string `json:"lawful_note,omitempty"`
	Reasonable     bool   `json:"reasonable"` // it is well weighed
	ReasonableNote string `json:"reasonable_note,omitempty"`
	Other          string `json:"other,omitempty"`
	Agrees         bool   `json:"agrees"`
	Reasons        string `json:"reasons"`
}

// FedBack is the department's answer to the unit.
type FedBack struct {
	review.Opinion
	flow.Clocks
}

// Withdrawn ends a re-review with its case.
type Withdrawn struct {
	flow.Clocks
}

// ExpertAdded enters an expert into the pool.
type ExpertAdded struct {
	Entry
}

// ExpertEnded says that an expert is called no more after a day.
type ExpertEnded struct {
	Person string       `json:"person"`
	Day    calendar.Day `json:"day"` // the last one
	Reason string       `json:"reason"`
}

// EventType names the event; so do those below.
func (Applied) EventType() string          { return "recheck.applied" }
func (Returned) EventType() string         { return "recheck.returned" }
func (Completed) EventType() string        { return "recheck.completed" }
func (Accepted) EventType() string         { return "recheck.accepted" }
func (CandidatesListed) EventType() string { return "recheck.candidates_listed" }
func (DrawAnnounced) EventType() string    { return "recheck.draw_announced" }
func (PanelDrawn) EventType() string       { return "recheck.panel_drawn" }
func (InterestDenied) EventType() string   { return "recheck.interest_denied" }
func (ExpertReplaced) EventType() string   { return "recheck.expert_replaced" }
func (PanelBroken) EventType() string      { return "recheck.panel_broken" }
func (OpinionGiven) EventType() string     { return "recheck.opinion_given" }
func (FedBack) EventType() string          { return "recheck.fed_back" }
func (Withdrawn) EventType() string        { return "recheck.withdrawn" }
func (ExpertAdded) EventType() string      { return "pool.expert_added" }
func (ExpertEnded) EventType() string      { return "pool.expert_ended" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Applied](), journal.TypeOf[Returned](), journal.TypeOf[Completed](), journal.TypeOf[Accepted](),
		journal.TypeOf[CandidatesListed](), journal.TypeOf[DrawAnnounced](), journal.TypeOf[PanelDrawn](),
		journal.TypeOf[InterestDenied](), journal.TypeOf[ExpertReplaced](), journal.TypeOf[PanelBroken](),
		journal.TypeOf[OpinionGiven](), journal.TypeOf[FedBack](), journal.TypeOf[Withdrawn](),
		journal.TypeOf[ExpertAdded](), journal.TypeOf[ExpertEnded](),
	}
}
