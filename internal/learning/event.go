package learning

import (
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Course is what somebody attended.
type Course struct {
	Kind     string       `json:"kind"` // code of the packs' list training_kinds
	Course   string       `json:"course"`
	Provider string       `json:"provider"`
	Hours    int          `json:"hours"` // class hours
	Day      calendar.Day `json:"day"`   // the last day of it
}

// What happens to a person's training.
type (
	// CourseEntered is a person's own word.
	CourseEntered struct {
		ID string `json:"id"`
		Course
		File *blob.Kept `json:"file,omitempty"` // certificate
	}
	// CourseImported is a row of a list for whose truth the importer answers.
	CourseImported struct {
		ID string `json:"id"`
		Course
		flow.Clocks
	}
	CourseConfirmed struct {
		ID string `json:"id"`
		flow.Clocks
	}
	CourseRefused struct {
		ID     string `json:"id"`
		Reason string `json:"reason"`
	}
	CourseWithdrawn struct {
		ID string `json:"id"`
	}
	// Assigned is a duty to learn, with its time limit.
	Assigned struct {
		ID    string `json:"id"`
		Kind  string `json:"kind"`  // of training
		Cause string `json:"cause"` // see the Cause… constants
		About string `json:"about"` // stream of the cause
		Note  string `json:"note,omitempty"`
		flow.Clocks
	}
	// DutyDone says which confirmed record met a duty.
	DutyDone struct {
		ID     string `json:"id"`
		Record string `json:"record"`
		flow.Clocks
	}
	// DutyLifted releases somebody from a duty.
	DutyLifted struct {
		ID     string `json:"id"`
		Reason string `json:"reason"`
		flow.Clocks
	}
)

// EventType names the event; so do those below.
func (CourseEntered) EventType() string   { return "training.entered" }
func (CourseImported) EventType() string  { return "training.imported" }
func (CourseConfirmed) EventType() string { return "training.confirmed" }
func (CourseRefused) EventType() string   { return "training.refused" }
func (CourseWithdrawn) EventType() string { return "training.withdrawn" }
func (Assigned) EventType() string        { return "training.assigned" }
func (DutyDone) EventType() string        { return "training.done" }
func (DutyLifted) EventType() string      { return "training.lifted" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[CourseEntered](), journal.TypeOf[CourseImported](), journal.TypeOf[CourseConfirmed](), journal.TypeOf[CourseRefused](),
		journal.TypeOf[CourseWithdrawn](), journal.TypeOf[Assigned](), journal.TypeOf[DutyDone](), journal.TypeOf[DutyLifted](),
	}
}
