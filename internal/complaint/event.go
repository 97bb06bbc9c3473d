package complaint

import (
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Duties that people have in receiving reports for a body. Nobody has both.
const (
	Receiver  = "receiver"  // reads reports and answers
	Custodian = "custodian" // keeps identities, and never sees the words
)

// What happens to the intake of a body.
type (
	Named struct {
		BodyKind string `json:"body_kind"`
		Person   string `json:"person"`
		Duty     string `json:"duty"`
	}
	// Keyed gives somebody's public key; the private one never leaves their browser
	// but locked with a passphrase.
	Keyed struct {
		Person string `json:"person"`
		Key    string `json:"public"`
	}
	Left struct {
		Person string `json:"person"`
	}
)

// What happens to a report.
type (
	// Filed says that a letter with this digest was handed in on a day. It is
	// journalled later, together with all others of that day.
	Filed struct {
		BodyKind string       `json:"body_kind"`
		Body     string       `json:"body"`
		Region   string       `json:"region"`
		Day      calendar.Day `json:"day"`
		Digest   string       `json:"digest"` // SHA-256 of the letter, in which a nonce stands
		Identity bool         `json:"identity"`
		flow.Clocks
	}
	// Written is a later letter, of either side.
	Written struct {
		Seq    int          `json:"seq"` // in the channel; the first letter is 1
		By     string       `json:"by"`  // a person; empty: the reporter
		Day    calendar.Day `json:"day"`
		Digest string       `json:"digest"`
	}
	TakenUp    struct{}
	HandedOver struct {
		BodyKind string `json:"body_kind"`
		Body     string `json:"body"`
		Region   string `json:"region"`
		Reason   string `json:"reason"`
		flow.Clocks
	}
	// Referred hands a report to a body outside this house.
	Referred struct {
		To     string       `json:"to"`
		Reason string       `json:"reason"`
		Until  calendar.Day `json:"until,omitempty"` // the last day on which contents are kept; empty: no end is set
		flow.Clocks
	}
	Closed struct {
		Code   string       `json:"code"` // of the packs' list report_closings
		Reason string       `json:"reason"`
		Day    calendar.Day `json:"day"`
		Until  calendar.Day `json:"until,omitempty"` // as above
		flow.Clocks
	}
	Reopened struct {
		Reason string `json:"reason"`
	}
	// Held keeps a report from being destroyed at the end of its time (legal hold).
	Held struct {
		Reason string `json:"reason"`
	}
	Released struct {
		Reason string `json:"reason"`
	}
	// Told is what an inquiry has come to, for the reporter.
	Told struct {
		Telling
		flow.Clocks
	}
	IdentityAsked struct {
		ID     string `json:"id"`
		Reason string `json:"reason"`
	}
	IdentityOpened struct {
		ID     string `json:"id"`
		Reason string `json:"reason"`
	}
	IdentityRefused struct {
		ID     string `json:"id"`
		Reason string `json:"reason"`
	}
	// Destroyed says that words, files, identity and the way to the reporter are gone.
	Destroyed struct {
		Day calendar.Day `json:"day"`
	}
)

// EventType names the event; so do those below.
func (Named) EventType() string           { return "intake.named" }
func (Keyed) EventType() string           { return "intake.keyed" }
func (Left) EventType() string            { return "intake.left" }
func (Filed) EventType() string           { return "complaint.filed" }
func (Written) EventType() string         { return "complaint.written" }
func (TakenUp) EventType() string         { return "complaint.taken_up" }
func (HandedOver) EventType() string      { return "complaint.handed_over" }
func (Referred) EventType() string        { return "complaint.referred" }
func (Closed) EventType() string          { return "complaint.closed" }
func (Reopened) EventType() string        { return "complaint.reopened" }
func (Held) EventType() string            { return "complaint.held" }
func (Released) EventType() string        { return "complaint.released" }
func (Told) EventType() string            { return "complaint.told" }
func (IdentityAsked) EventType() string   { return "complaint.identity_asked" }
func (IdentityOpened) EventType() string  { return "complaint.identity_opened" }
func (IdentityRefused) EventType() string { return "complaint.identity_refused" }
func (Destroyed) EventType() string       { return "complaint.destroyed" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Named](), journal.TypeOf[Keyed](), journal.TypeOf[Left](),
		journal.TypeOf[Filed](), journal.TypeOf[Written](), journal.TypeOf[TakenUp](), journal.TypeOf[HandedOver](), journal.TypeOf[Referred](),
		journal.TypeOf[Closed](), journal.TypeOf[Reopened](), journal.TypeOf[Held](), journal.TypeOf[Released](), journal.TypeOf[Told](),
		journal.TypeOf[IdentityAsked](), journal.TypeOf[IdentityOpened](), journal.TypeOf[IdentityRefused](), journal.TypeOf[Destroyed](),
	}
}
