package programme

import (
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/sanction"
)

// Funder is who pays: a department, or a unit that gives public money.
type Funder struct {
	Kind string `json:"funder_kind"` // department or unit
	ID   string `json:"funder"`
}

// What happens to a programme.
type (
	Begun struct {
		Funder
		Region string `json:"region"`
		Plan   string `json:"plan"` // code of the packs' list programme_plans
		Title  string `json:"title"`
	}
	GuideWritten struct {
		Opens        calendar.Day      `json:"opens"`
		Closes       calendar.Day      `json:"closes"`
		Requirements map[string]string `json:"requirements"` // by code of the packs' list guide_requirements
	}
	Published struct{}
	// Closed ends the time for applications.
	Closed struct {
		Reason string `json:"reason"`
	}
)

// Content is what an application says.
type Content struct {
	Title   string   `json:"title"`
	Members []string `json:"members,omitempty"` // people of the register beside the leader
	Amount  int64    `json:"amount"`            // asked for, in yuan
	// Answers are the self-assessment where no activity is linked; with one, the
	// activity's own counts.
	Answers *Answers `json:"answers,omitempty"`
}

// Answers are what the leader says the project touches.
type Answers struct {
	Fields  []string `json:"fields,omitempty"`         // codes of the packs' list fields
	Risks   []string `json:"indirect_risks,omitempty"` // codes of the packs' list indirect_risks
	Touches []string `json:"touches,omitempty"`        // codes of the packs' list scope; empty: nothing that needs review
}

// Instalment is a part of the money.
type Instalment struct {
	N      int    `json:"n"`
	Amount int64  `json:"amount"` // yuan
	After  string `json:"after"`  // AfterApproval or AfterAcceptance
}

// When an instalment falls due.
const (
	AfterApproval   = "approval"
	AfterAcceptance = "acceptance"
)

// Found is what the check of an applicant came to, where it is not clear.
type Found struct {
	Who      string           `json:"who"`  // person or unit of the register
	Kind     string           `json:"kind"` // person or unit
	Outcome  string           `json:"outcome"`
	Why      string           `json:"why,omitempty"`
	Measures []sanction.Entry `json:"measures,omitempty"`
}

// Hold is a condition that is open, with who can lift it.
type Hold struct {
	Code   string      `json:"code"`
	Lifts  flow.Role   `json:"lifts"`
	Text   lang.Text   `json:"text"`
	Why    lang.Text   `json:"why"`
	Ground flow.Ground `json:"ground"`
}

// What happens to a project.
type (
	Drafted struct {
		Programme string `json:"programme"`
		Funder
		Region string `json:"region"`
		Plan   string `json:"plan"`
		Unit   string `json:"unit"`
		Leader string `json:"leader"`
	}
	Written        struct{ Content }
	ActivityLinked struct {
		Activity string `json:"activity"`
	}
	Submitted struct{}
	// Checked is what the ledger said about the applicants. Veto is the question;
	// empty: the program looked by itself, since a decision was made or ended.
	Checked struct {
		Veto  string  `json:"veto,omitempty"`
		Found []Found `json:"found,omitempty"`
	}
	// DoubtSettled says that an applicant is not whom a measure concerns.
	DoubtSettled struct {
		Who    string `json:"who"`
		Reason string `json:"reason"`
	}
	Refused struct {
		Barred []Found `json:"barred,omitempty"` // who may not apply; empty: refused for the reason
		Reason string  `json:"reason,omitempty"`
	}
	ProjectWithdrew struct {
		Reason string `json:"reason,omitempty"`
	}
	Admitted struct{}
	Approved struct {
		Instalments []Instalment `json:"instalments"`
		EthicsBy    calendar.Day `json:"ethics_by,omitempty"` // last day for the ethics approval; empty: it is there
		flow.Clocks
	}
	// PledgeMade fixes the text of a pledge.
	PledgeMade struct {
		N    int      `json:"n"`
		Text []Clause `json:"text"`
		Hash string   `json:"hash"` // SHA-256 of the text, see [HashOf]
	}
	PledgeSigned struct {
		N    int    `json:"n"`
		Side string `json:"side"` // SideLeader or SideUnit
		Hash string `json:"hash"`
	}
	FindingNoted struct {
		ID     string `json:"id"`
		Pledge bool   `json:"pledge,omitempty"` // the pledge was broken
		Text   string `json:"text"`
		flow.Clocks
	}
	FindingAnswered struct {
		ID   string `json:"id"`
		Text string `json:"text"`
	}
	FindingClosed struct {
		ID     string `json:"id"`
		Reason string `json:"reason"`
		flow.Clocks
	}
	// FindingsHanded brings findings of an inspection to the funder, who answers.
	FindingsHanded struct {
		ID string `json:"id"`
		Handed
		flow.Clocks
	}
	ReferralAnswered struct {
		ID         string `json:"id"`
		Inspection string `json:"inspection"`
		Text       string `json:"text"`
		flow.Clocks
	}
	Reported struct {
		Text string `json:"text"`
	}
	Finished   struct{}
	Accepted   struct{ Words }
	Evaluated  struct{ Words }
	Terminated struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
	// GateOpened says what is missing before the next stage. Held: payments that fell
	// due are held for it.
	GateOpened struct {
		Stage gate.Before `json:"stage"`
		Open  []Hold      `json:"open"`
		Held  bool        `json:"held,omitempty"`
		flow.Clocks
	}
	// GateClosed says that nothing is missing any more. Released: payments may follow.
	GateClosed struct {
		Stage    gate.Before `json:"stage"`
		Released bool        `json:"released,omitempty"`
		flow.Clocks
	}
	Paid struct {
		N         int    `json:"n"`
		Reference string `json:"reference"`
	}
)

// Words are what the funder says to a result.
type Words struct {
	Opinion string `json:"opinion"`
}

// Clause is one paragraph of a pledge.
type Clause struct {
	Code string    `json:"code"`
	Head lang.Text `json:"head"`
	Body lang.Text `json:"body"`
}

// Sides of a pledge.
const (
	SideLeader = "leader"
	SideUnit   = "unit"
)

// EventType names the event; so do those below.
func (Begun) EventType() string            { return "programme.begun" }
func (GuideWritten) EventType() string     { return "programme.guide_written" }
func (Published) EventType() string        { return "programme.published" }
func (Closed) EventType() string           { return "programme.closed" }
func (Drafted) EventType() string          { return "project.drafted" }
func (Written) EventType() string          { return "project.written" }
func (ActivityLinked) EventType() string   { return "project.activity_linked" }
func (Submitted) EventType() string        { return "project.submitted" }
func (Checked) EventType() string          { return "project.checked" }
func (DoubtSettled) EventType() string     { return "project.doubt_settled" }
func (Refused) EventType() string          { return "project.refused" }
func (ProjectWithdrew) EventType() string  { return "project.withdrawn" }
func (Admitted) EventType() string         { return "project.admitted" }
func (Approved) EventType() string         { return "project.approved" }
func (PledgeMade) EventType() string       { return "project.pledge_made" }
func (PledgeSigned) EventType() string     { return "project.pledge_signed" }
func (FindingNoted) EventType() string     { return "project.finding_noted" }
func (FindingAnswered) EventType() string  { return "project.finding_answered" }
func (FindingClosed) EventType() string    { return "project.finding_closed" }
func (FindingsHanded) EventType() string   { return "project.findings_handed" }
func (ReferralAnswered) EventType() string { return "project.referral_answered" }
func (Reported) EventType() string         { return "project.reported" }
func (Finished) EventType() string         { return "project.finished" }
func (Accepted) EventType() string         { return "project.accepted" }
func (Evaluated) EventType() string        { return "project.evaluated" }
func (Terminated) EventType() string       { return "project.terminated" }
func (GateOpened) EventType() string       { return "project.gate_opened" }
func (GateClosed) EventType() string       { return "project.gate_closed" }
func (Paid) EventType() string             { return "project.paid" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Begun](), journal.TypeOf[GuideWritten](), journal.TypeOf[Published](), journal.TypeOf[Closed](),
		journal.TypeOf[Drafted](), journal.TypeOf[Written](), journal.TypeOf[ActivityLinked](), journal.TypeOf[Submitted](), journal.TypeOf[Checked](), journal.TypeOf[DoubtSettled](),
		journal.TypeOf[Refused](), journal.TypeOf[ProjectWithdrew](), journal.TypeOf[Admitted](), journal.TypeOf[Approved](), journal.TypeOf[PledgeMade](), journal.TypeOf[PledgeSigned](),
		journal.TypeOf[FindingNoted](), journal.TypeOf[FindingAnswered](), journal.TypeOf[FindingClosed](), journal.TypeOf[FindingsHanded](), journal.TypeOf[ReferralAnswered](), journal.TypeOf[Reported](), journal.TypeOf[Finished](),
		journal.TypeOf[Accepted](), journal.TypeOf[Evaluated](), journal.TypeOf[Terminated](), journal.TypeOf[GateOpened](), journal.TypeOf[GateClosed](), journal.TypeOf[Paid](),
	}
}
