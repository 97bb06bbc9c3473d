package gate

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// Form is what the evidence for a condition consists of, as the pack lists it.
type Form struct {
	Needs     []string // parts, see the comment in the pack's list gate_evidence
	Authority string   // code of the list actors: who must have issued it; empty: anybody
}

// Asks reports whether the form has a part.
func (f Form) Asks(part string) bool { return slices.Contains(f.Needs, part) }

// Approval is how the committee's decision stands.
type Approval struct {
	Holds bool
	Since calendar.Day
	Why   lang.Text
}

// Facts are what a decision rests on besides its own stream. They are values:
// deciding reads nothing.
type Facts struct {
	Actor    string
	Today    calendar.Day
	Demands  []Demand // of the packs, in their order
	Places   []string // countries and regions whose reviews have to be passed
	Forms    map[string]Form
	Asked    []string // codes of the questions about what else is involved
	WaivedBy string   // the State regime in place of the experts
	Approval Approval
	Agreed   calendar.Day // when the experts agreed; empty: they have not
	Against  bool         // they have answered, and did not agree
	Leader   string
	Office   lang.Text // who has to issue the paper that is handed in, on its day; empty: anybody
	WarnDays int
	Grounds  []flow.Ground
}

// demand finds a condition that the packs ask for.
func (f Facts) demand(code string) (Demand, bool) {
	i := slices.IndexFunc(f.Demands, func(d Demand) bool { return d.Code == code })
	if i < 0 {
		return Demand{}, false
	}
	return f.Demands[i], true
}
