package interests

import (
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// What happens to a person's register. Nothing of it names anybody: people and
// units stand as ids, and what is said in words lies in the vault under the id.
type (
	// Asked says that somebody came to a committee and has to declare.
	Asked struct {
		Committee string `json:"committee"`
		flow.Clocks
	}
	// Released says that somebody left the last committee: the limit falls away,
	// what was declared stays.
	Released struct {
		Committee string `json:"committee"`
		flow.Clocks
	}
	// Declared enters an interest.
	Declared struct {
		ID     string       `json:"id"`
		Kind   string       `json:"kind"`             // code of the packs' list interest_kinds
		With   string       `json:"with"`             // unit, person, company
		Unit   string       `json:"unit,omitempty"`   // id
		Person string       `json:"person,omitempty"` // id
		From   calendar.Day `json:"from"`
		Until  calendar.Day `json:"until,omitempty"` // its last day; empty: open
	}
	// Ended gives an interest its last day.
	Ended struct {
		ID  string       `json:"id"`
		Day calendar.Day `json:"day"`
	}
	// Confirmed says that the register is complete today.
	Confirmed struct {
		InForce int `json:"in_force"` // interests that held on the day
		flow.Clocks
	}
)

// EventType names the event; so do those below.
func (Asked) EventType() string     { return "interests.asked" }
func (Released) EventType() string  { return "interests.released" }
func (Declared) EventType() string  { return "interests.declared" }
func (Ended) EventType() string     { return "interests.ended" }
func (Confirmed) EventType() string { return "interests.confirmed" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{journal.TypeOf[Asked](), journal.TypeOf[Released](), journal.TypeOf[Declared](), journal.TypeOf[Ended](), journal.TypeOf[Confirmed]()}
}
