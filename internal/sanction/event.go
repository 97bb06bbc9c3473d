package sanction

import (
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Terms are what a decision says as a whole.
type Terms struct {
	Number    string       `json:"number"` // of the document
	Day       calendar.Day `json:"day"`    // of the decision
	Finding   bool         `json:"finding"`
	Violation string       `json:"violation,omitempty"` // code of violations_unit or violations_committee; empty without a finding
	Severity  string       `json:"severity,omitempty"`  // code of severity
	Basis     string       `json:"basis"`               // what it rests on; no names
}

// Subject is somebody whom a decision concerns.
type Subject struct {
	ID   string `json:"id"`
	Kind string `json:"kind"` // Person or Unit
	Who  string `json:"who"`  // a person or unit of the register, or an id of its own for somebody outside
	Unit string `json:"unit,omitempty"`
	Name string `json:"name,omitempty"` // of a unit outside the register; people's names are in the vault
}

// Kinds of subjects.
const (
	Person = "person"
	Unit   = "unit"
)

// Measure is one thing that follows for one subject.
type Measure struct {
	ID      string `json:"id"`
	Subject string `json:"subject"`
	Code    string `json:"code"` // of the list measures
	Term
}

// Term is how long a measure holds.
type Term struct {
	From   calendar.Day `json:"from"`
	Months int          `json:"months,omitempty"`
	Life   bool         `json:"life,omitempty"`
	Until  calendar.Day `json:"until,omitempty"` // the last day; empty: for life, or without a term
}

// What happens to a decision.
type (
	Drafted struct {
		Department string `json:"department"`
		Region     string `json:"region"`
		Case       string `json:"case,omitempty"`    // it came out of
		By         string `json:"by,omitempty"`      // the unit that decided; the department keeps the ledger
		Brought    bool   `json:"brought,omitempty"` // from a list of decisions that were made before
		List       string `json:"list,omitempty"`    // which, where it was handed in on a page
		Terms
	}
	SubjectAdded struct {
		Subject
	}
	MeasureAdded struct {
		Measure
	}
	// Dropped takes a subject, with its measures, or a measure out of a draft.
	Dropped struct {
		ID string `json:"id"`
	}
	Discarded struct{}
	// Issued puts the decision in force.
	Issued struct{}
	// NothingFound ends a decision that finds no breach; it takes no measure.
	NothingFound struct{}
	// Fulfilled says that what a measure asked for was done.
	Fulfilled struct {
		Measure string `json:"measure"`
		Reason  string `json:"reason"`
	}
	// Corrected gives a measure another term, or lifts it.
	Corrected struct {
		Measure string `json:"measure"`
		Term    *Term  `json:"term,omitempty"` // nil: lifted
		Reason  string `json:"reason"`
	}
	Annulled struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
	CorrectionAsked struct {
		ID      string `json:"id"`
		Subject string `json:"subject"`
		Text    string `json:"text"`
		flow.Clocks
	}
	CorrectionAnswered struct {
		ID      string `json:"id"`
		Granted bool   `json:"granted"`
		Reason  string `json:"reason"`
		flow.Clocks
	}
)

// EventType names the event; so do those below.
func (Drafted) EventType() string            { return "sanction.drafted" }
func (SubjectAdded) EventType() string       { return "sanction.subject_added" }
func (MeasureAdded) EventType() string       { return "sanction.measure_added" }
func (Dropped) EventType() string            { return "sanction.dropped" }
func (Discarded) EventType() string          { return "sanction.discarded" }
func (Issued) EventType() string             { return "sanction.issued" }
func (NothingFound) EventType() string       { return "sanction.nothing_found" }
func (Fulfilled) EventType() string          { return "sanction.fulfilled" }
func (Corrected) EventType() string          { return "sanction.corrected" }
func (Annulled) EventType() string           { return "sanction.annulled" }
func (CorrectionAsked) EventType() string    { return "sanction.correction_asked" }
func (CorrectionAnswered) EventType() string { return "sanction.correction_answered" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[ListOffered](), journal.TypeOf[PartChecked](), journal.TypeOf[ListWasChecked](), journal.TypeOf[ListConfirmed](), journal.TypeOf[PartEntered](),
		journal.TypeOf[ListWasEntered](), journal.TypeOf[ListDropped](), journal.TypeOf[ListBroken](), journal.TypeOf[Drafted](), journal.TypeOf[SubjectAdded](), journal.TypeOf[MeasureAdded](), journal.TypeOf[Dropped](), journal.TypeOf[Discarded](),
		journal.TypeOf[Issued](), journal.TypeOf[NothingFound](), journal.TypeOf[Fulfilled](), journal.TypeOf[Corrected](), journal.TypeOf[Annulled](),
		journal.TypeOf[CorrectionAsked](), journal.TypeOf[CorrectionAnswered](),
	}
}
