package mandate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"lunheng/internal/calendar"
	"lunheng/internal/journal"
)

// Parties are who entrusts and who is entrusted. They never change.
type Parties struct {
	Unit      string `json:"unit,omitempty"`   // that entrusts
	Person    string `json:"person,omitempty"` // that entrusts, belonging to no unit
	Committee string `json:"committee"`        // entrusted
}

// Terms are what both sides sign.
type Terms struct {
	Ground   string       `json:"ground"`             // code of the packs' list mandate_grounds
	Why      string       `json:"why,omitempty"`      // more on the ground
	Fields   []string     `json:"fields"`             // codes of the packs' list fields
	Standing bool         `json:"standing,omitempty"` // for all activities of the term; else for one
	Subject  string       `json:"subject,omitempty"`  // the one activity
	Leader   string       `json:"leader,omitempty"`   // whose the one activity is
	Activity string       `json:"activity,omitempty"` // the one activity, when it is known already
	From     calendar.Day `json:"from"`
	Until    calendar.Day `json:"until"` // the last day
	FollowUp bool         `json:"follow_up,omitempty"`
	Fee      string       `json:"fee,omitempty"` // note on fees
}

// Drafted begins a mandate.
type Drafted struct {
	Parties
	Terms
	Region string `json:"region,omitempty"` // of the committee: whose rules hold
	Renews string `json:"renews,omitempty"` // the mandate that this one follows
}

// Changed puts other terms in place of those drafted.
type Changed struct{ Terms }

// Discarded throws a draft away.
type Discarded struct{}

// Offered is the signature of the entrusting side.
type Offered struct {
	Hash string `json:"hash"` // of parties and terms
}

// TakenBack undoes the offer before the other side has signed.
type TakenBack struct{}

// Declined says that the committee's side will not sign.
type Declined struct {
	Reason string `json:"reason"`
}

// Accepted is the signature of the committee's side.
type Accepted struct {
	Hash string `json:"hash"` // of the same parties and terms
}

// Used ties a mandate for one activity to the application that came first.
type Used struct {
	Activity string `json:"activity"`
}

// Sides that can end a mandate.
const (
	Entrusting = "entrusting"
	Entrusted  = "entrusted"
)

// Ended ends a mandate before its term has run out.
type Ended struct {
	Side   string `json:"side"` // Entrusting or Entrusted
	Reason string `json:"reason"`
}

// EventType names the event; so do those below.
func (Drafted) EventType() string   { return "mandate.drafted" }
func (Changed) EventType() string   { return "mandate.changed" }
func (Discarded) EventType() string { return "mandate.discarded" }
func (Offered) EventType() string   { return "mandate.offered" }
func (TakenBack) EventType() string { return "mandate.taken_back" }
func (Declined) EventType() string  { return "mandate.declined" }
func (Accepted) EventType() string  { return "mandate.accepted" }
func (Used) EventType() string      { return "mandate.used" }
func (Ended) EventType() string     { return "mandate.ended" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Drafted](), journal.TypeOf[Changed](), journal.TypeOf[Discarded](), journal.TypeOf[Offered](), journal.TypeOf[TakenBack](),
		journal.TypeOf[Declined](), journal.TypeOf[Accepted](), journal.TypeOf[Used](), journal.TypeOf[Ended](),
	}
}

// hash is the SHA-256 of what is signed, in hexadecimal.
func hash(p Parties, t Terms) (string, error) {
	raw, err := json.Marshal(struct {
		Parties
		Terms
	}{p, t})
	if err != nil {
		return "", fmt.Errorf("hash mandate: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}
