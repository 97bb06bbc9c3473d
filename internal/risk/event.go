package risk

import (
	"lunheng/internal/journal"
)

// Finding is what was found about a subject.
type Finding struct {
	Level   string   `json:"level"`
	Rank    int      `json:"rank"`
	Score   int64    `json:"score"`
	Value   int64    `json:"value"`
	Records []Record `json:"records"` // behind it, the newest first
}

// What happens to a signal.
type (
	// Raised says that a definition holds of a subject.
	Raised struct {
		Definition string   `json:"definition"`
		Kind       string   `json:"subject_kind"` // activity, committee, unit or person
		Subject    string   `json:"subject"`
		Unit       string   `json:"unit,omitempty"`
		Committee  string   `json:"committee,omitempty"`
		Region     string   `json:"region,omitempty"`
		Fields     []string `json:"fields,omitempty"`
		Audience   []string `json:"audience,omitempty"` // told besides the department: unit, committee
		Proposed   bool     `json:"proposed,omitempty"` // grave enough for a warning
		Finding
	}
	// Changed says that it holds otherwise than before.
	Changed struct {
		Proposed bool `json:"proposed,omitempty"`
		Finding
	}
	// Cleared says that it holds no more.
	Cleared struct{}
	// Confirmed and Dismissed are what a person found.
	Confirmed struct {
		Reason string `json:"reason"`
	}
	Dismissed struct {
		Reason string `json:"reason"`
	}
)

// EventType names the event; so do those below.
func (Raised) EventType() string    { return "signal.raised" }
func (Changed) EventType() string   { return "signal.changed" }
func (Cleared) EventType() string   { return "signal.cleared" }
func (Confirmed) EventType() string { return "signal.confirmed" }
func (Dismissed) EventType() string { return "signal.dismissed" }

// Types lists the events of this package.
func Types() []journal.Type {
	var out []journal.Type
	for _, of := range [][]journal.Type{
		{journal.TypeOf[Raised](), journal.TypeOf[Changed](), journal.TypeOf[Cleared](), journal.TypeOf[Confirmed](), journal.TypeOf[Dismissed]()},
		entryTypes(), leadTypes(), warningTypes(), bulletinTypes(),
	} {
		out = append(out, of...)
	}
	return out
}
