package violation

import (
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/sanction"
)

// Body is who handles a case: a unit or a department.
type Body struct {
	Kind string `json:"kind"` // Unit or Department
	ID   string `json:"id"`
}

// Kinds of bodies.
const (
	Unit       = "unit"
	Department = "department"
)

// Source is where a case comes from.
type Source struct {
	Kind string `json:"kind"`          // code of the list case_sources
	Ref  string `json:"ref,omitempty"` // what others call it: the number of a letter
	// Record is the report or the inspection of this house; its page and this case
	// lead to each other, and its reporter is told how the case stands.
	Record string `json:"record,omitempty"`
}

// Kinds of sources that may be records of this house.
const (
	FromReport     = "complaint"
	FromInspection = "inspection"
)

// About is what decides who handles a case.
type About struct {
	Unit   string `json:"unit,omitempty"`   // of those concerned; empty: none that is registered
	Region string `json:"region"`           // of the case
	Head   bool   `json:"head,omitempty"`   // the unit itself or its head is concerned
	Major  bool   `json:"major,omitempty"`  // a major case
	Funder string `json:"funder,omitempty"` // the department whose money is in it
}

// Party is somebody who is accused.
type Party struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`           // Person or Unit
	Who  string `json:"who"`            // of the register, or the party's own id
	Unit string `json:"unit,omitempty"` // the unit itself, or where the person works
	Name string `json:"name,omitempty"` // of a unit outside the register; people's names are in the vault
}

// Person is the kind of a party who is a person; [Unit] is the other.
const Person = "person"

// Outside reports whether the party is not of the register.
func (p Party) Outside() bool { return p.Who == p.ID }

// Order is a measure that is proposed for a party.
type Order struct {
	ID    string `json:"id"`
	Party string `json:"party"`
	Code  string `json:"code"` // of the list measures
	sanction.Term
}

// Finding is what an inquiry found.
type Finding struct {
	Violation string   `json:"violation"` // code of violations_unit or violations_committee
	Severity  string   `json:"severity"`
	Factors   []string `json:"factors,omitempty"` // codes of severity_factors
	Facts     string   `json:"facts"`
	Basis     string   `json:"basis"`
}

// Window is a time within which somebody may act. It is counted anew when a year's
// holidays are announced.
type Window struct {
	From calendar.Day `json:"from"`
	calendar.Span
}

// How a request of a party ends.
const (
	Open     = "open"
	Accepted = "accepted"
	Refused  = "refused"
	Upheld   = "upheld"
	Changed  = "changed"
	Lifted   = "annulled"
)

// Kinds of requests.
const (
	Recheck = "recheck" // of the decision, by the body that made it
	Appeal  = "appeal"  // to the body above
)

// Change is another term for a measure of the decision, or its end.
type Change struct {
	Measure string `json:"measure"`
	Months  int    `json:"months,omitempty"`
	Life    bool   `json:"life,omitempty"`
	Lift    bool   `json:"lift,omitempty"`
}

// What happens to a case.
type (
	Opened struct {
		Title    string `json:"title"`
		Source   Source `json:"source"`
		By       Body   `json:"by"`   // that registered it
		Body     Body   `json:"body"` // that handles it
		Superior string `json:"superior,omitempty"`
		Activity string `json:"activity,omitempty"`
		Text     string `json:"text"`
		Reporter string `json:"reporter,omitempty"` // who is named and of the register
		About
		flow.Clocks
	}
	PartyNamed struct {
		Party
	}
	PartyDropped struct {
		ID   string `json:"id"`
		Who  string `json:"who"`
		Unit string `json:"unit,omitempty"` // that no party stands for any more
	}
	// Transferred says that another body is competent, because of what came out.
	Transferred struct {
		To       Body   `json:"to"`
		Superior string `json:"superior,omitempty"`
		Reason   string `json:"reason"`
		About
		flow.Clocks
	}
	// Designated settles which body handles the case.
	Designated struct {
		To       Body   `json:"to"`
		Superior string `json:"superior,omitempty"`
		By       string `json:"by"`
		Reason   string `json:"reason"`
		flow.Clocks
	}
	// TakenOver says that a department handles a grave case itself.
	TakenOver struct {
		By       string `json:"by"`
		Superior string `json:"superior,omitempty"`
		Reason   string `json:"reason"`
		flow.Clocks
	}
	// Guided is what a department says to the body that handles the case.
	Guided struct {
		By   string `json:"by"`
		Kind string `json:"kind"` // Remind or Guide
		Text string `json:"text"`
	}
	TakenUp struct {
		Tests []string   `json:"tests"`
		Told  bool       `json:"told"`            // the reporter reads it
		Under []UnitRule `json:"under,omitempty"` // the unit's own rules by which it looks into the case
		flow.Clocks
	}
	Rejected struct {
		Grounds []string `json:"grounds"`
		Reason  string   `json:"reason"`
		Told    bool     `json:"told"`
		flow.Clocks
	}
	// Checked is what the preliminary check comes to.
	Checked struct {
		Text string `json:"text"`
	}
	// Dropped ends a case after the preliminary check.
	Dropped struct {
		Text string `json:"text"`
		flow.Clocks
	}
	Planned struct {
		Text string `json:"text"`
	}
	MemberNamed struct {
		Person string `json:"person"`
		Role   string `json:"role"` // Team or Peer
		Unit   string `json:"unit,omitempty"`
	}
	MemberLeft struct {
		Person string `json:"person"`
		Reason string `json:"reason"`
	}
	// InterestDeclared is a member's own word; whoever has an interest is out.
	InterestDeclared struct {
		Person   string `json:"person"`
		Conflict bool   `json:"conflict"`
	}
	Assessed struct {
		Person  string `json:"person"`
		Breach  bool   `json:"breach"`
		Reasons string `json:"reasons"`
	}
	Interviewed struct {
		ID      string       `json:"id"`
		Party   string       `json:"party,omitempty"` // empty: a witness
		By      []string     `json:"by"`
		Day     calendar.Day `json:"day"`
		Place   string       `json:"place"`
		Summary string       `json:"summary"`
		Record  *blob.Kept   `json:"record,omitempty"`
	}
	EvidenceAdded struct {
		ID     string       `json:"id"`
		Label  string       `json:"label"`
		Source string       `json:"source"` // who gave it, without a name
		Taker  string       `json:"taker"`  // who took it
		Day    calendar.Day `json:"day"`
		Place  string       `json:"place"`
		File   *blob.Kept   `json:"file,omitempty"` // nil: a thing
	}
	EvidenceMoved struct {
		ID     string       `json:"id"`
		From   string       `json:"from"`
		To     string       `json:"to"`
		Day    calendar.Day `json:"day"`
		Reason string       `json:"reason"`
	}
	InterimTaken struct {
		ID       string `json:"id"`
		Code     string `json:"code"` // of interim_measures
		Activity string `json:"activity,omitempty"`
		Reason   string `json:"reason"`
	}
	InterimLifted struct {
		ID     string `json:"id"`
		Code   string `json:"code"`
		Reason string `json:"reason"`
	}
	Extended struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
	Found struct {
		Finding
	}
	Proposed struct {
		Order
	}
	ProposalDropped struct {
		ID string `json:"id"`
	}
	// Noticed tells the parties facts, basis and what is proposed.
	Noticed struct {
		Window
	}
	// Stated is what a party says to the notice.
	Stated struct {
		Party string     `json:"party"`
		Text  string     `json:"text,omitempty"`
		Waive bool       `json:"waive,omitempty"`
		Paper *blob.Kept `json:"paper,omitempty"` // where the body enters it for the party
	}
	Decided struct {
		Number   string       `json:"number"`
		Day      calendar.Day `json:"day"`
		Sanction string       `json:"sanction"`
		Reasons  string       `json:"reasons"`
		flow.Clocks
	}
	// Cleared ends a case in which nothing was found.
	Cleared struct {
		Number   string       `json:"number"`
		Day      calendar.Day `json:"day"`
		Sanction string       `json:"sanction,omitempty"` // the entry that nothing was found
		Reasons  string       `json:"reasons"`
		flow.Clocks
	}
	// Served says that a party received the decision.
	Served struct {
		Party string `json:"party"`
		Window
	}
	RequestMade struct {
		ID    string `json:"id"`
		Kind  string `json:"kind"` // Recheck or Appeal
		Party string `json:"party"`
		Text  string `json:"text"`
		flow.Clocks
	}
	RequestAccepted struct {
		ID string `json:"id"`
		flow.Clocks
	}
	RequestRefused struct {
		ID     string `json:"id"`
		Reason string `json:"reason"`
		flow.Clocks
	}
	RequestDecided struct {
		ID      string   `json:"id"`
		Outcome string   `json:"outcome"` // Upheld, Changed or Lifted
		Reason  string   `json:"reason"`
		Changes []Change `json:"changes,omitempty"`
		flow.Clocks
	}
	Annulled struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
	Referred struct {
		ID   string `json:"id"`
		Kind string `json:"kind"` // code of a measure that is a referral
		To   string `json:"to"`
		Text string `json:"text"`
		flow.Clocks
	}
	ReferralAnswered struct {
		ID   string `json:"id"`
		Text string `json:"text"`
		flow.Clocks
	}
	// Published makes a typical case public, without names.
	Published struct {
		Title     string `json:"title"`
		Text      string `json:"text"`
		Violation string `json:"violation"`
		Severity  string `json:"severity"`
	}
	Unpublished struct {
		Reason string `json:"reason"`
	}
)

// EventType names the event; so do those below.
func (Opened) EventType() string           { return "case.opened" }
func (PartyNamed) EventType() string       { return "case.party_named" }
func (PartyDropped) EventType() string     { return "case.party_dropped" }
func (Transferred) EventType() string      { return "case.transferred" }
func (Designated) EventType() string       { return "case.designated" }
func (TakenOver) EventType() string        { return "case.taken_over" }
func (Guided) EventType() string           { return "case.guided" }
func (TakenUp) EventType() string          { return "case.accepted" }
func (Rejected) EventType() string         { return "case.rejected" }
func (Checked) EventType() string          { return "case.checked" }
func (Dropped) EventType() string          { return "case.dropped" }
func (Planned) EventType() string          { return "case.planned" }
func (MemberNamed) EventType() string      { return "case.member_named" }
func (MemberLeft) EventType() string       { return "case.member_left" }
func (InterestDeclared) EventType() string { return "case.interest_declared" }
func (Assessed) EventType() string         { return "case.assessed" }
func (Interviewed) EventType() string      { return "case.interviewed" }
func (EvidenceAdded) EventType() string    { return "case.evidence_added" }
func (EvidenceMoved) EventType() string    { return "case.evidence_moved" }
func (InterimTaken) EventType() string     { return "case.interim_taken" }
func (InterimLifted) EventType() string    { return "case.interim_lifted" }
func (Extended) EventType() string         { return "case.extended" }
func (Found) EventType() string            { return "case.found" }
func (Proposed) EventType() string         { return "case.proposed" }
func (ProposalDropped) EventType() string  { return "case.proposal_dropped" }
func (Noticed) EventType() string          { return "case.noticed" }
func (Stated) EventType() string           { return "case.stated" }
func (Decided) EventType() string          { return "case.decided" }
func (Cleared) EventType() string          { return "case.cleared" }
func (Served) EventType() string           { return "case.served" }
func (RequestMade) EventType() string      { return "case.request_made" }
func (RequestAccepted) EventType() string  { return "case.request_accepted" }
func (RequestRefused) EventType() string   { return "case.request_refused" }
func (RequestDecided) EventType() string   { return "case.request_decided" }
func (Annulled) EventType() string         { return "case.annulled" }
func (Referred) EventType() string         { return "case.referred" }
func (ReferralAnswered) EventType() string { return "case.referral_answered" }
func (Published) EventType() string        { return "case.published" }
func (Unpublished) EventType() string      { return "case.unpublished" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Opened](), journal.TypeOf[PartyNamed](), journal.TypeOf[PartyDropped](), journal.TypeOf[Transferred](), journal.TypeOf[Designated](),
		journal.TypeOf[TakenOver](), journal.TypeOf[Guided](), journal.TypeOf[TakenUp](), journal.TypeOf[Rejected](), journal.TypeOf[Checked](), journal.TypeOf[Dropped](),
		journal.TypeOf[Planned](), journal.TypeOf[MemberNamed](), journal.TypeOf[MemberLeft](), journal.TypeOf[InterestDeclared](), journal.TypeOf[Assessed](),
		journal.TypeOf[Interviewed](), journal.TypeOf[EvidenceAdded](), journal.TypeOf[EvidenceMoved](), journal.TypeOf[InterimTaken](), journal.TypeOf[InterimLifted](),
		journal.TypeOf[Extended](), journal.TypeOf[Found](), journal.TypeOf[Proposed](), journal.TypeOf[ProposalDropped](), journal.TypeOf[Noticed](), journal.TypeOf[Stated](),
		journal.TypeOf[Decided](), journal.TypeOf[Cleared](), journal.TypeOf[Served](), journal.TypeOf[RequestMade](), journal.TypeOf[RequestAccepted](),
		journal.TypeOf[RequestRefused](), journal.TypeOf[RequestDecided](), journal.TypeOf[Annulled](), journal.TypeOf[Referred](), journal.TypeOf[ReferralAnswered](),
		journal.TypeOf[Published](), journal.TypeOf[Unpublished](),
	}
}
