package rulebook

import (
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
)

// Drafted brings a version in. The event holds the files: the journal alone gives
// every server the same rules.
type Drafted struct {
	Head
	Department string `json:"department,omitempty"`
	Files      Files  `json:"files"`
}

// Redrafted puts other files in the place of a draft's.
type Redrafted struct {
	Head
	Files Files `json:"files"`
}

// Published sets the day from which a version holds. Its files are those of the
// draft with this day written into pack.yaml; Hash is theirs.
type Published struct {
	Hash     string         `json:"hash"`
	From     calendar.Day   `json:"from"`
	Replaces string         `json:"replaces,omitempty"` // the version before, name@version
	Changes  []rules.Change `json:"changes,omitempty"`  // what is different from it, the first of them
	More     int            `json:"more,omitzero"`      // how many changes there are besides
}

// Withdrawn takes a version back before its day.
type Withdrawn struct {
	Reason string `json:"reason"`
}

// Discarded throws a draft away. The journal keeps it.
type Discarded struct{}

// Turned says that the book is another one from this event on.
type Turned struct {
	Pack string `json:"pack"` // stream id of the version that came or went
	Ref  string `json:"ref"`
}

func (Drafted) EventType() string   { return "pack.drafted" }
func (Redrafted) EventType() string { return "pack.redrafted" }
func (Published) EventType() string { return "pack.published" }
func (Withdrawn) EventType() string { return "pack.withdrawn" }
func (Discarded) EventType() string { return "pack.discarded" }
func (Turned) EventType() string    { return "rulebook.turned" }

// Types lists the events of this package for the journal.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Drafted](), journal.TypeOf[Redrafted](), journal.TypeOf[Published](), journal.TypeOf[Withdrawn](),
		journal.TypeOf[Discarded](), journal.TypeOf[Turned](),
	}
}
