package sites

import (
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/sites/parcel"
)

// Kinds of the streams.
const (
	Kind         = "site"
	ParcelKind   = "parcel"
	AllianceKind = "alliance"
	PeerKind     = "peer"
)

// Stream names the stream of a site.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// ParcelStream names that of the decision package of a case.
func ParcelStream(review string) string { return journal.StreamName(ParcelKind, review) }

// AllianceStream names that of an agreement.
func AllianceStream(id string) string { return journal.StreamName(AllianceKind, id) }

// PeerStream names that of a known installation.
func PeerStream(id string) string { return journal.StreamName(PeerKind, id) }

// ReviewKind is the kind of review in which a committee recognises.
const ReviewKind = "recognition"

// Clocks of a site.
const (
	ClockPackage  = "site_package"   // the lead's paper, from its approval
	ClockReview   = "site_review"    // the participants' review, from taking up
	ClockOpinion  = "site_opinion"   // their formal opinion, from taking up
	ClockFollowUp = "site_follow_up" // each site's own
)

// Where the two sides of a site live.
const (
	WayBoth = ""    // both in this house
	WayOut  = "out" // the participant is elsewhere
	WayIn   = "in"  // the lead is elsewhere
)

// Site names the two sides and what it is about.
type Site struct {
	Activity  string       `json:"activity,omitempty"` // the lead's, while that is of this house
	Review    string       `json:"review,omitempty"`   // likewise
	Leader    string       `json:"leader,omitempty"`
	LeadUnit  string       `json:"lead_unit,omitempty"`
	LeadCom   string       `json:"lead_committee,omitempty"`
	Unit      string       `json:"unit,omitempty"` // the participant's, while that is of this house
	Committee string       `json:"committee,omitempty"`
	Party     parcel.Party `json:"party"` // the participant
	Lead      parcel.Party `json:"lead"`
	Way       string       `json:"way,omitempty"`
	Peer      string       `json:"peer,omitempty"`   // the other installation
	Theirs    string       `json:"theirs,omitempty"` // the lead's id of the site, where it comes in
	Title     string       `json:"title"`
	Region    string       `json:"region,omitempty"` // of the participant
}

// Invited begins a site.
type Invited struct{ Site }

// Input is what a site brings in for itself.
type Input struct {
	Investigator string         `json:"investigator"` // who answers for it there
	Contact      string         `json:"contact"`      // whom people who take part can ask
	Conditions   []string       `json:"conditions,omitempty"`
	Version      parcel.Version `json:"version"` // of the application that it has read
}

// InputGiven records it; the last one counts.
type InputGiven struct{ Input }

// Commented is a word between the sides.
type Commented struct {
	Text string `json:"text"`
	Lead bool   `json:"lead,omitempty"` // the lead says it
}

// PackageDue says that the lead has decided; its time for the paper runs.
type PackageDue struct{ flow.Clocks }

// PackageSent says which package the site has before it.
type PackageSent struct {
	Package string         `json:"package"` // event that issued it
	Version parcel.Version `json:"version"`
	flow.Clocks
}

// Received is a package that came as a file from another installation.
type Received struct {
	Site
	Package  string         `json:"package"`
	Content  parcel.Content `json:"content"`
	Status   parcel.Status  `json:"status"`
	StatusNo int64          `json:"status_no"`
	StatusOn calendar.Day   `json:"status_on"`
	File     string         `json:"file"` // hash of the kept file
	flow.Clocks
}

// StatusReceived is a newer word about the same package.
type StatusReceived struct {
	Status   parcel.Status `json:"status"`
	StatusNo int64         `json:"status_no"`
	StatusOn calendar.Day  `json:"status_on"`
	File     string        `json:"file"`
}

// TakenUp puts the package before the committee.
type TakenUp struct {
	Review string   `json:"review"` // the recognition case
	Checks []string `json:"checks"` // codes of the checks that held
	flow.Clocks
}

// Refused says which checks failed.
type Refused struct {
	Answer parcel.Answer `json:"answer"`
	flow.Clocks
}

// Agreed and Disagreed are what the committee decided.
type Agreed struct{ flow.Clocks }

// Disagreed: see [Agreed].
type Disagreed struct {
	Reasons string `json:"reasons,omitempty"`
	flow.Clocks
}

// Recognised is the formal opinion that recognises.
type Recognised struct {
	Answer parcel.Answer `json:"answer"`
	flow.Clocks
}

// Objected is the formal opinion that does not.
type Objected struct {
	Answer parcel.Answer `json:"answer"`
	flow.Clocks
}

// Proven is an answer that came as a file.
type Proven struct {
	Answer parcel.Answer `json:"answer"`
	No     int64         `json:"no"`   // position in the stream of the other side
	File   string        `json:"file"` // hash of the kept file
	flow.Clocks
}

// AnswerRecognised, AnswerObjected and AnswerRefused are its three kinds.
type (
	AnswerRecognised struct{ Proven }
	AnswerObjected   struct{ Proven }
	AnswerRefused    struct{ Proven }
)

// Halted says that a recognised decision is not in force.
type Halted struct {
	Status parcel.Status `json:"status"`
}

// Resumed says that it is again.
type Resumed struct {
	Status parcel.Status `json:"status"`
}

// FollowedUp is a site's own follow-up.
type FollowedUp struct {
	Result string `json:"result"` // code of the packs' list site_follow_up
	Text   string `json:"text"`
	flow.Clocks
}

// Withdrawn ends a site.
type Withdrawn struct {
	Reason string `json:"reason,omitempty"`
	flow.Clocks
}

// EventType names the event; so do those below.
func (Invited) EventType() string          { return "site.invited" }
func (InputGiven) EventType() string       { return "site.input_given" }
func (Commented) EventType() string        { return "site.commented" }
func (PackageDue) EventType() string       { return "site.package_due" }
func (PackageSent) EventType() string      { return "site.package_sent" }
func (Received) EventType() string         { return "site.received" }
func (StatusReceived) EventType() string   { return "site.status_received" }
func (TakenUp) EventType() string          { return "site.taken_up" }
func (Refused) EventType() string          { return "site.refused" }
func (Agreed) EventType() string           { return "site.agreed" }
func (Disagreed) EventType() string        { return "site.disagreed" }
func (Recognised) EventType() string       { return "site.recognised" }
func (Objected) EventType() string         { return "site.objected" }
func (AnswerRecognised) EventType() string { return "site.answer_recognised" }
func (AnswerObjected) EventType() string   { return "site.answer_objected" }
func (AnswerRefused) EventType() string    { return "site.answer_refused" }
func (Halted) EventType() string           { return "site.halted" }
func (Resumed) EventType() string          { return "site.resumed" }
func (FollowedUp) EventType() string       { return "site.followed_up" }
func (Withdrawn) EventType() string        { return "site.withdrawn" }

// Issued is the lead's decision package.
type Issued struct{ parcel.Content }

// Affirmed, Suspended and Ended state how the decision stands.
type (
	Affirmed  struct{ parcel.Status }
	Suspended struct{ parcel.Status }
	Ended     struct{ parcel.Status }
)

func (Issued) EventType() string    { return "parcel.issued" }
func (Affirmed) EventType() string  { return "parcel.affirmed" }
func (Suspended) EventType() string { return "parcel.suspended" }
func (Ended) EventType() string     { return "parcel.ended" }

// Terms are those of an agreement.
type Terms struct {
	Name    lang.Text    `json:"name"`
	Members []string     `json:"members"`          // keys of units: unified social credit codes, or ids of this register
	Fields  []string     `json:"fields,omitempty"` // none: all
	From    calendar.Day `json:"from"`
	Until   calendar.Day `json:"until,omitempty"` // the last day; empty: open
}

// AllianceFounded, AllianceChanged and AllianceEnds are the life of an agreement.
type (
	AllianceFounded struct{ Terms }
	AllianceChanged struct{ Terms }
	AllianceEnds    struct {
		Reason string `json:"reason"`
	}
)

func (AllianceFounded) EventType() string { return "alliance.founded" }
func (AllianceChanged) EventType() string { return "alliance.changed" }
func (AllianceEnds) EventType() string    { return "alliance.ended" }

// Known names another installation: the key of its log, and the units for which
// it may speak. A key of one house is no word of another's units.
type Known struct {
	Name   string   `json:"name"`
	LogKey string   `json:"log_key"` // C2SP verifier key
	Units  []string `json:"units"`   // keys of units
}

// Forgotten ends the trust.
type Forgotten struct {
	Reason string `json:"reason"`
}

func (Known) EventType() string     { return "peer.known" }
func (Forgotten) EventType() string { return "peer.forgotten" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Invited](), journal.TypeOf[InputGiven](), journal.TypeOf[Commented](), journal.TypeOf[PackageDue](), journal.TypeOf[PackageSent](),
		journal.TypeOf[Received](), journal.TypeOf[StatusReceived](), journal.TypeOf[TakenUp](), journal.TypeOf[Refused](), journal.TypeOf[Agreed](),
		journal.TypeOf[Disagreed](), journal.TypeOf[Recognised](), journal.TypeOf[Objected](), journal.TypeOf[AnswerRecognised](),
		journal.TypeOf[AnswerObjected](), journal.TypeOf[AnswerRefused](), journal.TypeOf[Halted](), journal.TypeOf[Resumed](),
		journal.TypeOf[FollowedUp](), journal.TypeOf[Withdrawn](),
		journal.TypeOf[Issued](), journal.TypeOf[Affirmed](), journal.TypeOf[Suspended](), journal.TypeOf[Ended](),
		journal.TypeOf[AllianceFounded](), journal.TypeOf[AllianceChanged](), journal.TypeOf[AllianceEnds](),
		journal.TypeOf[Known](), journal.TypeOf[Forgotten](),
	}
}
