package gate

import (
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Declared is the leader's answer to what else the work involves; the last one
// counts.
type Declared struct {
	Involves []string `json:"involves"` // codes of the pack's list gate_questions
}

// Paper is a piece of evidence for one condition.
type Paper struct {
	Condition string       `json:"condition"`
	Place     string       `json:"place,omitempty"` // country or region, of a partner's decision
	Kind      string       `json:"kind,omitempty"`  // approval, filing or registration, of a State regime
	Authority string       `json:"authority,omitempty"`
	Number    string       `json:"number,omitempty"`
	Day       calendar.Day `json:"day,omitempty"`
	Until     calendar.Day `json:"until,omitempty"` // the last day; empty: no end
	Text      string       `json:"text,omitempty"`
	Replace   string       `json:"replace,omitempty"` // the three Rs
	Reduce    string       `json:"reduce,omitempty"`
	Refine    string       `json:"refine,omitempty"`
	Count     int          `json:"count,omitzero"` // animals
	File      *blob.Kept   `json:"file,omitempty"`
}

// HandedIn brings a piece of evidence.
type HandedIn struct {
	N int `json:"n"` // counts within the gate, from 1
	Paper
}

// Accepted says that a piece of evidence shows what it should.
type Accepted struct {
	N    int    `json:"n"`
	Note string `json:"note,omitempty"`
	flow.Clocks
}

// Returned sends a piece of evidence back.
type Returned struct {
	N       int    `json:"n"`
	Reasons string `json:"reasons"`
}

// Withdrawn says that what a piece of evidence shows holds no more: a partner's
// country took its approval back, a licence was revoked.
type Withdrawn struct {
	N       int          `json:"n"`
	Day     calendar.Day `json:"day"`
	Reasons string       `json:"reasons"`
	flow.Clocks
}

// ProjectApproved says on which day the project was approved (立项).
type ProjectApproved struct {
	Day calendar.Day `json:"day"`
}

// Started says on which day the work began, and what held then.
type Started struct {
	Day calendar.Day `json:"day"`
	Met []Held       `json:"met"`
}

// Held is a condition as it was met at the start.
type Held struct {
	Code  string       `json:"code"`
	Place string       `json:"place,omitempty"`
	Since calendar.Day `json:"since"`
	Paper int          `json:"paper,omitzero"`
}

// AnimalsUsed records animals that were used.
type AnimalsUsed struct {
	Count int          `json:"count"`
	Day   calendar.Day `json:"day"`
	Note  string       `json:"note,omitempty"`
}

// EventType names the event; so do those below.
func (Declared) EventType() string        { return "gate.declared" }
func (HandedIn) EventType() string        { return "gate.evidence_handed_in" }
func (Accepted) EventType() string        { return "gate.evidence_accepted" }
func (Returned) EventType() string        { return "gate.evidence_returned" }
func (Withdrawn) EventType() string       { return "gate.evidence_withdrawn" }
func (ProjectApproved) EventType() string { return "gate.project_approved" }
func (Started) EventType() string         { return "gate.started" }
func (AnimalsUsed) EventType() string     { return "gate.animals_used" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Declared](), journal.TypeOf[HandedIn](), journal.TypeOf[Accepted](), journal.TypeOf[Returned](),
		journal.TypeOf[Withdrawn](), journal.TypeOf[ProjectApproved](), journal.TypeOf[Started](), journal.TypeOf[AnimalsUsed](),
	}
}
