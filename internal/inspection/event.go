package inspection

import (
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Terms are what a plan sets for its year.
type Terms struct {
	Year   int      `json:"year"`
	Title  string   `json:"title"`
	Fields []string `json:"fields,omitempty"` // whose checklists apply besides the common one; empty: those of each unit
	Share  int      `json:"share"`            // percent of the units not chosen that are drawn
	Team   int      `json:"team"`             // inspectors of a visit
}

// Named ties a pseudonym to a person.
type Named struct {
	Ref    string `json:"ref"`
	Person string `json:"person"`
}

// What happens to a plan.
type (
	PlanMade struct {
		Department string `json:"department"`
		Region     string `json:"region"`
		Terms
	}
	// TargetChosen says that a unit is visited, and why: its risk on that day.
	TargetChosen struct {
		Unit string `json:"unit"`
		Why  string `json:"why,omitempty"`
		Risk
	}
	TargetDropped struct {
		Unit string `json:"unit"`
	}
	PlanMeant struct{} // adopted
	PlanGone  struct{} // a draft discarded
	// InspectorsListed says who stands behind the pseudonyms of an announcement. It
	// is a secret of the department.
	InspectorsListed struct {
		People []Named `json:"people"`
	}
	// DrawAnnounced fixes everything about a double draw but its seed.
	DrawAnnounced struct {
		Announcement
	}
	// Drawn is the result: who visits which unit.
	Drawn struct {
		Announced  string   `json:"announced"`  // id of the announcing event
		Checkpoint string   `json:"checkpoint"` // signed note: the first that covers it
		Seed       string   `json:"seed"`       // its root hash, in hex
		Inspectors []string `json:"inspectors"` // in the drawn order
		Visits     []Visit  `json:"visits"`
	}
	// PlanEnded closes the year with what came of it.
	PlanEnded struct {
		Visits   int    `json:"visits"`
		Findings int    `json:"findings"`
		Serious  int    `json:"serious"`
		Summary  string `json:"summary"`
	}
)

// What happens to a department's inspectors.
type (
	InspectorAdded struct {
		Person string       `json:"person"`
		From   calendar.Day `json:"from"`
		Until  calendar.Day `json:"until,omitempty"` // the last day
	}
	InspectorEnded struct {
		Person string       `json:"person"`
		Day    calendar.Day `json:"day"` // the last one
		Reason string       `json:"reason"`
	}
)

// Record is a record of the house as of a version of its stream.
type Record struct {
	Kind      string `json:"kind"` // review, activity, meeting, committee, letter
	ID        string `json:"id"`
	Version   int64  `json:"version"`
	Label     string `json:"label,omitempty"` // its number, where it has one
	Committee string `json:"committee,omitempty"`
	Activity  string `json:"activity,omitempty"`
}

// Stream is the stream in which the record stands.
func (r Record) Stream() string { return journal.StreamName(r.Kind, r.ID) }

// What happens to a visit.
type (
	Planned struct {
		Plan       string   `json:"plan"`
		Department string   `json:"department"`
		Unit       string   `json:"unit"`
		Region     string   `json:"region"` // whose rules hold
		Year       int      `json:"year"`
		How        string   `json:"how"` // risk or random
		Fields     []string `json:"fields,omitempty"`
		Team       []Named  `json:"team"`
		Order      []Named  `json:"order"` // of all inspectors, for those who follow
	}
	InterestDenied struct {
		Person string `json:"person"`
	}
	// InspectorReplaced says that somebody does not go, and who goes instead.
	InspectorReplaced struct {
		Person string `json:"person"`
		Why    string `json:"why"` // a Bar… constant
		Nature string `json:"nature,omitempty"`
		Next   string `json:"next"` // a person
	}
	Notified struct {
		Day  calendar.Day `json:"day"` // of the visit
		Note string       `json:"note,omitempty"`
	}
	Opened struct {
		Day         calendar.Day `json:"day"`
		Unannounced string       `json:"unannounced,omitempty"` // why no notice was given
		Points      []string     `json:"points"`                // the checklist of the day
	}
	PointAnswered struct {
		Point  string `json:"point"`
		Answer string `json:"answer"` // met, not_met, not_applicable
		Note   string `json:"note,omitempty"`
	}
	// RecordTakenUp opens a record to the inspectors.
	RecordTakenUp struct {
		Record
	}
	FindingAdded struct {
		N        int          `json:"n"`
		Point    string       `json:"point"`
		Severity string       `json:"severity"` // code of the packs' list inspection_severity
		Text     string       `json:"text"`
		Records  []Record     `json:"records"`
		Files    []*blob.Kept `json:"files,omitempty"`
	}
	FileAdded struct {
		Finding int        `json:"finding"`
		File    *blob.Kept `json:"file"`
	}
	FindingDropped struct {
		N      int    `json:"n"`
		Reason string `json:"reason"`
	}
	// Reported puts the draft before the unit.
	Reported struct {
		Summary string `json:"summary"`
		flow.Clocks
	}
	Commented struct {
		Text  string       `json:"text"`
		Files []*blob.Kept `json:"files,omitempty"`
		flow.Clocks
	}
	TakenBack struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
	// Signed is the report as it stands, with the orders that follow from it.
	Signed struct {
		Conclusion string  `json:"conclusion"`
		Orders     []Order `json:"orders"`
		flow.Clocks
	}
	EvidenceGiven struct {
		Order int          `json:"order"`
		Text  string       `json:"text"`
		Files []*blob.Kept `json:"files,omitempty"`
	}
	OrderExtended struct {
		Order  int          `json:"order"`
		Due    calendar.Day `json:"due"`
		Reason string       `json:"reason"`
		flow.Clocks
	}
	OrderClosed struct {
		Order int    `json:"order"`
		Note  string `json:"note,omitempty"`
		flow.Clocks
	}
	// OrderRenewed says that the evidence does not do, and by when better is due.
	OrderRenewed struct {
		Order  int          `json:"order"`
		Due    calendar.Day `json:"due"`
		Reason string       `json:"reason"`
		flow.Clocks
	}
	// Referred hands findings over, to become a case. It says all that the case
	// begins with.
	Referred struct {
		Department string   `json:"department"`
		Unit       string   `json:"unit"`
		Region     string   `json:"region"`
		Committees []string `json:"committees,omitempty"`
		Findings   []int    `json:"findings"`
		Records    []Record `json:"records"`
		Reason     string   `json:"reason"`
	}
	// FunderAnswered is what the funder of work in which something was found makes of
	// what was handed over.
	FunderAnswered struct {
		Kind    string `json:"funder_kind"` // department or unit
		Funder  string `json:"funder"`
		Project string `json:"project"`
		Text    string `json:"text"`
	}
	Closed    struct{}
	Cancelled struct {
		Reason string `json:"reason"`
	}
)

// Order is what a unit has to mend, and by when.
type Order struct {
	N    int          `json:"n"` // of its finding
	Text string       `json:"text"`
	Due  calendar.Day `json:"due"`
}

// EventType names the event; so do those below.
func (PlanMade) EventType() string         { return "yearplan.drafted" }
func (TargetChosen) EventType() string     { return "yearplan.target_chosen" }
func (TargetDropped) EventType() string    { return "yearplan.target_dropped" }
func (PlanMeant) EventType() string        { return "yearplan.adopted" }
func (PlanGone) EventType() string         { return "yearplan.discarded" }
func (InspectorsListed) EventType() string { return "yearplan.inspectors_listed" }
func (DrawAnnounced) EventType() string    { return "yearplan.draw_announced" }
func (Drawn) EventType() string            { return "yearplan.drawn" }
func (PlanEnded) EventType() string        { return "yearplan.closed" }
func (InspectorAdded) EventType() string   { return "inspectors.added" }
func (InspectorEnded) EventType() string   { return "inspectors.ended" }

func (Planned) EventType() string           { return "inspection.planned" }
func (InterestDenied) EventType() string    { return "inspection.interest_denied" }
func (InspectorReplaced) EventType() string { return "inspection.inspector_replaced" }
func (Notified) EventType() string          { return "inspection.notified" }
func (Opened) EventType() string            { return "inspection.opened" }
func (PointAnswered) EventType() string     { return "inspection.point_answered" }
func (RecordTakenUp) EventType() string     { return "inspection.record_taken_up" }
func (FindingAdded) EventType() string      { return "inspection.finding_added" }
func (FileAdded) EventType() string         { return "inspection.file_added" }
func (FindingDropped) EventType() string    { return "inspection.finding_dropped" }
func (Reported) EventType() string          { return "inspection.reported" }
func (Commented) EventType() string         { return "inspection.commented" }
func (TakenBack) EventType() string         { return "inspection.taken_back" }
func (Signed) EventType() string            { return "inspection.signed" }
func (EvidenceGiven) EventType() string     { return "inspection.evidence_given" }
func (OrderExtended) EventType() string     { return "inspection.order_extended" }
func (OrderClosed) EventType() string       { return "inspection.order_closed" }
func (OrderRenewed) EventType() string      { return "inspection.order_renewed" }
func (Referred) EventType() string          { return "inspection.referred" }
func (FunderAnswered) EventType() string    { return "inspection.funder_answered" }
func (Closed) EventType() string            { return "inspection.closed" }
func (Cancelled) EventType() string         { return "inspection.cancelled" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[PlanMade](), journal.TypeOf[TargetChosen](), journal.TypeOf[TargetDropped](), journal.TypeOf[PlanMeant](), journal.TypeOf[PlanGone](),
		journal.TypeOf[InspectorsListed](), journal.TypeOf[DrawAnnounced](), journal.TypeOf[Drawn](), journal.TypeOf[PlanEnded](),
		journal.TypeOf[InspectorAdded](), journal.TypeOf[InspectorEnded](),
		journal.TypeOf[Planned](), journal.TypeOf[InterestDenied](), journal.TypeOf[InspectorReplaced](), journal.TypeOf[Notified](), journal.TypeOf[Opened](),
		journal.TypeOf[PointAnswered](), journal.TypeOf[RecordTakenUp](), journal.TypeOf[FindingAdded](), journal.TypeOf[FileAdded](), journal.TypeOf[FindingDropped](),
		journal.TypeOf[Reported](), journal.TypeOf[Commented](), journal.TypeOf[TakenBack](), journal.TypeOf[Signed](), journal.TypeOf[EvidenceGiven](),
		journal.TypeOf[OrderExtended](), journal.TypeOf[OrderClosed](), journal.TypeOf[OrderRenewed](), journal.TypeOf[Referred](), journal.TypeOf[FunderAnswered](), journal.TypeOf[Closed](), journal.TypeOf[Cancelled](),
	}
}
