package recheck

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/draw"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/review"
)

// Part is one part of the file as the pack lists it.
type Part struct {
	Code     string
	Text     lang.Text
	Given    bool // it comes from the case itself
	Required bool
}

// Office is a department that the rules name for an activity.
type Office struct {
	ID   string    `json:"id"`
	Code string    `json:"code"`
	Name lang.Text `json:"name"`
}

// Need is a category that the pack asks for in a panel.
type Need struct {
	Code   string
	Need   int
	Fields bool // this many for each field of the activity
}

// Facts are what a decision rests on besides its own stream. They are values:
// deciding reads nothing.
type Facts struct {
	Actor       string
	Today       calendar.Day
	Case        review.Case
	Departments []Office        // that the rules name and the register knows
	Waived      string          // State regime that makes the re-review needless
	AI          bool            // the work is on AI
	Parts       []Part          // of the file
	Clock       *flow.ClockMove // start of the time to answer

	Pool    []Entry           // experts who may be called today
	Bars    map[string]string // why somebody of the pool may not judge this case
	Needs   []Need
	Least   int // of a panel
	NewRefs []string

	Announced  string // id of the announcing event
	Checkpoint string // note of the first checkpoint that covers it
	Seed       [32]byte

	Result string // of the opinions given: agree, disagree, or none yet
	Need   int    // of all experts, for either

	Known     bool // the person to enter is in the register
	Expertise []string
	AllFields []string
	Grounds   []flow.Ground
}

// Why an expert of the pool may not judge a case.
const (
	BarCommittee = "committee" // sits on the committee that reviewed it
	BarUnit      = "unit"      // belongs to the applicant's unit, or to one of the team's
	BarTeam      = "team"      // is the applicant or on the team
	BarInterest  = "interest"  // declared an interest in it
	BarCentre    = "centre"    // AI: belongs to a centre that reviewed it
	BarDeclined  = "declined"  // was asked before and declined
)

// BarText says why in words.
func BarText(reason string) lang.Text {
	switch reason {
	case BarCommittee:
		return lang.T("初审委员会的成员（审查办法第二十八条）", "sits on the committee that reviewed it (Review Measures, article 28)")
	case BarUnit:
		return lang.T("与申请人或项目组同属一个单位", "belongs to the unit of the applicant or of the team")
	case BarTeam:
		return lang.T("申请人或项目组成员", "is the applicant or on the team")
	case BarInterest:
		return lang.T("已申报利益关系", "has declared an interest")
	case BarCentre:
		return lang.T("属于审查过此活动的机构（人工智能办法：同一中心不得既审查又复核）", "belongs to a centre that reviewed it (for AI, no centre may both review and re-review)")
	case BarDeclined:
		return lang.T("此前已谢绝", "has declined before")
	}
	return lang.Same(reason)
}

// PeerCategory and FieldCategory are what peers of an activity's fields have.
const PeerCategory = "peer"

// FieldCategory is that of a peer who knows a field.
func FieldCategory(field string) string { return "field:" + field }

// candidates splits the pool into who may be drawn and who is barred. Refs
// give the pseudonyms, one for each of the pool.
func (f Facts) candidates(fields []string) (list []draw.Candidate, people []Named, barred []Barred) {
	for i, e := range f.Pool {
		if reason := f.Bars[e.Person]; reason != "" {
			barred = append(barred, Barred{Person: e.Person, Reason: reason})
			continue
		}
		list = append(list, draw.Candidate{Ref: f.NewRefs[i], Is: e.categories(fields)})
		people = append(people, Named{Ref: f.NewRefs[i], Person: e.Person})
	}
	return list, people, barred
}

// categories are those of an expert for an activity in these fields, sorted.
func (e Entry) categories(fields []string) []string {
	var out []string
	for _, x := range e.Expertise {
		if x == "ethics" || x == "law" {
			out = append(out, x)
		}
	}
	if peers(e.Expertise) {
		shared := 0
		for _, field := range fields {
			if slices.Contains(e.Fields, field) {
				out = append(out, FieldCategory(field))
				shared++
			}
		}
		if shared > 0 || len(fields) == 0 {
			out = append(out, PeerCategory)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// seats are the categories that a panel on these fields needs.
func (f Facts) seats(fields []string) []draw.Seat {
	var out []draw.Seat
	for _, n := range f.Needs {
		if !n.Fields {
			out = append(out, draw.Seat{Category: n.Code, Need: n.Need})
			continue
		}
		for _, field := range fields {
			out = append(out, draw.Seat{Category: FieldCategory(field), Need: n.Need})
		}
	}
	return out
}
