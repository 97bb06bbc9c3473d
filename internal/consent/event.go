package consent

import (
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Started begins the consent documents of an activity.
type Started struct {
	Unit      string               `json:"unit"`
	Region    string               `json:"region,omitempty"`
	Documents []string             `json:"documents"` // of the pack's list
	Sections  map[string]lang.Text `json:"sections"`  // prefilled, by heading
	Way       string               `json:"way"`
}

// Saved changes sections; it holds only those that changed.
type Saved struct {
	Sections map[string]lang.Text `json:"sections,omitempty"`
	Way      string               `json:"way,omitempty"`
}

// Paper is one document of a version as it was set.
type Paper struct {
	Document string `json:"document"` // the first one in it
	Field    string `json:"field"`    // of the application
	Name     string `json:"name"`
	Hash     string `json:"hash"` // SHA-256 of the file
	Size     int64  `json:"size"`
}

// Cut fixes a version.
type Cut struct {
	N        int                  `json:"n"`
	Way      string               `json:"way"`
	Sections map[string]lang.Text `json:"sections"`
	Papers   []Paper              `json:"papers"`
	Triggers []string             `json:"triggers,omitempty"` // why all are to be asked again
	Reason   string               `json:"reason,omitempty"`
	On       calendar.Day         `json:"on"` // as printed
}

// PutBefore says that a version lies before a committee with a case.
type PutBefore struct {
	N           int    `json:"n"`
	Review      string `json:"review"`
	Application int64  `json:"application,omitzero"`
}

// Approved brings a version into force.
type Approved struct {
	N         int    `json:"n"`
	Review    string `json:"review"`
	Reconsent bool   `json:"reconsent,omitzero"` // all who agreed to an earlier version are asked again
}

// Refused says that the case ended without approval.
type Refused struct {
	N      int    `json:"n"`
	Review string `json:"review"`
}

// Given notes consents to the version in force.
type Given struct {
	N        int          `json:"n"`
	Document string       `json:"document"`
	Way      string       `json:"way"`
	Codes    []string     `json:"codes"`
	Day      calendar.Day `json:"day"`
	Beside   string       `json:"beside,omitempty"` // the document of somebody else that this one goes with (article 34)
	Asks     bool         `json:"asks,omitzero"`    // somebody else's: the participants are to be asked in person too
}

// Withdrawn notes that a participant took consent back.
type Withdrawn struct {
	Code  string       `json:"code"`
	Day   calendar.Day `json:"day"`
	Erase bool         `json:"erase,omitzero"` // data and samples are not to be used any more
}

// CapacityRisen notes that a participant can decide now, or is old enough to be
// asked too.
type CapacityRisen struct {
	Code   string       `json:"code"`
	Day    calendar.Day `json:"day"`
	Assent bool         `json:"assent,omitzero"` // enough to be asked beside the guardian, and no more
}

// EventType names the event; so do those below.
func (Started) EventType() string       { return "consent.started" }
func (Saved) EventType() string         { return "consent.saved" }
func (Cut) EventType() string           { return "consent.cut" }
func (PutBefore) EventType() string     { return "consent.put_before" }
func (Approved) EventType() string      { return "consent.approved" }
func (Refused) EventType() string       { return "consent.refused" }
func (Given) EventType() string         { return "consent.given" }
func (Withdrawn) EventType() string     { return "consent.withdrawn" }
func (CapacityRisen) EventType() string { return "consent.capacity_risen" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Started](), journal.TypeOf[Saved](), journal.TypeOf[Cut](), journal.TypeOf[PutBefore](), journal.TypeOf[Approved](),
		journal.TypeOf[Refused](), journal.TypeOf[Given](), journal.TypeOf[Withdrawn](), journal.TypeOf[CapacityRisen](),
		journal.TypeOf[Asked](), journal.TypeOf[ReleaseAllowedEvent](), journal.TypeOf[ReleaseChangeAsked](), journal.TypeOf[ReleaseRefusedEvent](),
	}
}
