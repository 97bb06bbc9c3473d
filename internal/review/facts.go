package review

import (
	"cmp"
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Roles within a committee, as the registry names them.
const (
	RoleChair     = "chair"
	RoleViceChair = "vice_chair"
	RoleMember    = "member"
	RoleSecretary = "secretary"
	RoleAdviser   = "adviser"
)

// Seat is one person's place in a committee.
type Seat struct {
	Person      string
	Role        string
	Sex         string
	Expertise   []string
	External    bool
	From, Until calendar.Day // of the term; empty: open
	Untrained   bool         // training has lapsed, and the packs let that take the vote
}

// Runs reports whether the term covers a day.
func (s Seat) Runs(on calendar.Day) bool {
	return s.From <= on && (s.Until == "" || on <= s.Until)
}

// Votes reports whether the seat carries a vote on a day.
func (s Seat) Votes(on calendar.Day) bool {
	return s.Runs(on) && !s.Untrained && (s.Role == RoleChair || s.Role == RoleViceChair || s.Role == RoleMember)
}

// Presides reports whether the person may lead a meeting on a day.
func (s Seat) Presides(on calendar.Day) bool {
	return s.Runs(on) && (s.Role == RoleChair || s.Role == RoleViceChair)
}

// Outcome is one of the decisions that the rules know. What it leads to follows
// from what the pack says about it, not from its name.
type Outcome struct {
	Code         string
	Text         lang.Text
	Reasons      bool // must be reasoned
	Stipulations bool // must name what to change
	Approves     bool
	Kinds        []string // of review that may end so; the initial one is "initial"
}

// For reports whether a review of a kind may end so.
func (o Outcome) For(kind string) bool { return slices.Contains(o.Kinds, cmp.Or(kind, KindInitial)) }

// Majority is what the rule in force says about one outcome after a count.
type Majority struct {
	Passes bool `json:"passes"`
	Need   int  `json:"need"`
}

// Facts are what a decision rests on besides its own streams. They are values:
// deciding reads nothing.
type Facts struct {
	Actor       string
	Today       calendar.Day
	Seats       []Seat           // of the committee, ended terms included
	Barred      []string         // applicant and team of the case: never judges of it
	Composition []rules.Standard // of the committee today
	Quorum      []rules.Standard // of those present and entitled for the item
	Majority    map[string]Majority
	Outcomes    []Outcome
	Points      []string                  // codes of the review points
	Procedures  []string                  // codes of the procedures
	Reviewers   int                       // how many the simplified procedure needs
	Reported    []string                  // cases of which a meeting that opens is told
	Triggers    map[string][]flow.Ground  // the rules behind what moves a case to a meeting
	Clocks      map[string]flow.ClockMove // starts, with their due dates, by clock
	Urgencies   map[string]flow.ClockMove // limits of an emergency by its urgency
	Hurry       *Hurry                    // of an emergency; nil: it is none
	NoVideo     *Lack                     // the rules without which nobody meets by video; nil: they are on file
	Listed      []string                  // items of the list for which experts re-review the case
	Stops       []StopGround              // grounds on which limits may stand still
	Rest        map[string]flow.ClockMove // of suspended clocks: what is left, with the new due dates
	Standing    []flow.Ground             // the rules behind composition, quorum and majority
	Interested  []Interested              // members whose registered interests touch the case
	FollowUpMax int                       // months that the rules leave at most between follow-ups; 0: there are none
	ExemptBy    []string                  // roles that answer a claim of exemption
	Together    *Together                 // what may be approved together, of the case's kind; nil: nothing
	Bench       *Bench                    // who would hear the appeal
	Grounds     []flow.Ground             // of the events of this act
	Case        Case                      // the case of the item at hand
}

// Abstain is the choice of a member who agrees with no outcome.
const Abstain = "abstain"

// seat returns a person's best seat: one that votes today before any other.
func (f Facts) seat(person string) (Seat, bool) {
	var found Seat
	ok := false
	for _, s := range f.Seats {
		if s.Person == person && (!ok || s.Votes(f.Today) || !found.Runs(f.Today) && s.Runs(f.Today)) {
			found, ok = s, true
			if s.Votes(f.Today) {
				return found, true
			}
		}
	}
	return found, ok
}

// barred reports whether a person is on the applicant's side.
func (f Facts) barred(person string) bool { return slices.Contains(f.Barred, person) }

func (f Facts) holds(role string) bool {
	return slices.ContainsFunc(f.Seats, func(s Seat) bool {
		return s.Person == f.Actor && s.Role == role && s.Runs(f.Today)
	})
}

func (f Facts) outcome(code string) (Outcome, bool) {
	for _, o := range f.Outcomes {
		if o.Code == code {
			return o, true
		}
	}
	return Outcome{}, false
}

// choices are what a member may vote for.
func (f Facts) choices() []string {
	out := make([]string, 0, len(f.Outcomes)+1)
	for _, o := range f.Outcomes {
		out = append(out, o.Code)
	}
	return append(out, Abstain)
}

// lawful refuses while the committee is not composed as the rules ask.
func (f Facts) lawful() errs.List {
	return failing("review.committee.unlawful", lang.T("委员会的组成不符合规定，不能作出决定：%s（现有 %d，应有 %d；%s）",
		"The committee is not composed as the rules ask and cannot decide: %s (have %d, need %d; %s)"), f.Composition)
}

// quorate refuses while too few, or not all categories, are present.
func (f Facts) quorate() errs.List {
	return failing("review.quorum", lang.T("到会情况不符合规定：%s（现有 %d，应有 %d；%s）",
		"Attendance falls short: %s (have %d, need %d; %s)"), f.Quorum)
}

// failing lists the standards that do not hold. No standards at all hold nothing.
func failing(key string, text lang.Text, standards []rules.Standard) errs.List {
	var out errs.List
	if len(standards) == 0 {
		out.Add(errs.New(errs.Refused, key, lang.T("没有可以适用的规则，不能作出决定。", "No rule is in force to judge this by, so nothing can be decided.")))
	}
	for _, s := range standards {
		if !s.Holds {
			out.Add(errs.New(errs.Refused, key, text, s.Text, s.Have, s.Need, s.Cited))
		}
	}
	return out
}

// demands keeps standards for the evidence.
func demands(standards []rules.Standard) []Demand {
	out := make([]Demand, len(standards))
	for i, s := range standards {
		out[i] = Demand{Code: s.Code, Have: s.Have, Need: s.Need}
	}
	return out
}

// startClock gives the start of a clock when the pack has such a limit.
func (f Facts) startClock(name string, who flow.Role, holder string) []flow.ClockMove {
	m, ok := f.Clocks[name]
	if !ok {
		return nil
	}
	m.Clock, m.Op, m.Who, m.Holder = name, flow.ClockStart, who, holder
	return []flow.ClockMove{m}
}

// endClock meets or cancels a clock that runs.
func (c Case) endClock(name string, op flow.ClockOp) []flow.ClockMove {
	if _, runs := c.Due[name]; !runs {
		return nil
	}
	return []flow.ClockMove{{Clock: name, Op: op}}
}
