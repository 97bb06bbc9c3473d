package rehearse

import (
	"slices"
	"strconv"

	"lunheng/internal/assess"
)

// Change is that one thing asked of an activity would be another. Of sets, such as
// obligations, From is empty where something comes in and To where it goes.
type Change struct {
	What string `json:"what"` // as an assessment names it: procedure, obligations; a limit as limits.decision
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// Compare tells how the second assessment differs from the first.
func Compare(a, b assess.Assessment) []Change {
	var out []Change
	one := func(what, from, to string) {
		if from != to {
			out = append(out, Change{what, from, to})
		}
	}
	many := func(what string, from, to []string) {
		for _, code := range to {
			if !slices.Contains(from, code) {
				out = append(out, Change{what, "", code})
			}
		}
		for _, code := range from {
			if !slices.Contains(to, code) {
				out = append(out, Change{what, code, ""})
			}
		}
	}
	many("scope", a.Scope, b.Scope)
	one("review", a.Review, b.Review)
	one("procedure", a.Procedure, b.Procedure)
	one("expert_recheck", yes(a.ExpertRecheck.Required), yes(b.ExpertRecheck.Required))
	one("reviewer", a.Reviewer, b.Reviewer)
	many("supervisors", a.Supervisors, b.Supervisors)
	one("investigator", a.Investigator, b.Investigator)
	for _, name := range limitNames(a, b) {
		one("limits."+name, limitText(a, name), limitText(b, name))
	}
	one("follow_up_months", strconv.Itoa(a.FollowUpMonths), strconv.Itoa(b.FollowUpMonths))
	many("obligations", a.Obligations, b.Obligations)
	many("blocked_by", a.BlockedBy, b.BlockedBy)
	return out
}

func yes(b bool) string {
	if b {
		return "required"
	}
	return "no"
}

func limitNames(a, b assess.Assessment) []string {
	var out []string
	for _, l := range slices.Concat(a.Limits, b.Limits) {
		if !slices.Contains(out, l.What) {
			out = append(out, l.What)
		}
	}
	slices.Sort(out)
	return out
}

func limitText(a assess.Assessment, name string) string {
	l, ok := a.Limit(name)
	if !ok {
		return ""
	}
	return strconv.Itoa(l.Amount) + " " + l.Unit
}

// The lists that people look into.
const (
	ToReview       = "to_review"       // has to be reviewed, and did not
	FromReview     = "from_review"     // need not be reviewed any more
	ToMeeting      = "to_meeting"      // goes to a meeting, and did not
	FromMeeting    = "from_meeting"    // no longer does
	ToRecheck      = "to_recheck"      // goes to re-review by experts
	FromRecheck    = "from_recheck"    // no longer does
	ToSupervisor   = "to_supervisor"   // comes before another department
	NeedsCommittee = "needs_committee" // its unit has no committee and would need one
	MissesLimit    = "misses_limit"    // is open, and its limit would have run out
	Unjudged       = "unjudged"        // could not be judged
	Changed        = "changed"         // anything at all
)

// Lists names all lists, in the order in which they are told.
func Lists() []string {
	return []string{ToReview, FromReview, ToMeeting, FromMeeting, ToRecheck, FromRecheck, ToSupervisor, NeedsCommittee,
		MissesLimit, Unjudged, Changed}
}

// establishCommittee is the obligation of a unit to set a committee up, in the
// vocabulary of an assessment.
const establishCommittee = "establish_committee"

// listsOf says which lists an activity with these changes belongs to. Alone is
// that its unit has no committee.
func listsOf(changes []Change, alone bool) []string {
	var out []string
	add := func(name string) {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	turned := func(c Change, code, to, from string) {
		switch code {
		case c.To:
			add(to)
		case c.From:
			add(from)
		}
	}
	for _, c := range changes {
		switch c.What {
		case "review":
			turned(c, "required", ToReview, FromReview)
			if alone && c.To == "required" {
				add(NeedsCommittee)
			}
		case "procedure":
			turned(c, "meeting", ToMeeting, FromMeeting)
		case "expert_recheck":
			turned(c, "required", ToRecheck, FromRecheck)
		case "supervisors":
			if c.To != "" {
				add(ToSupervisor)
			}
		case "obligations":
			if c.To == establishCommittee {
				add(NeedsCommittee)
			}
		}
	}
	if len(changes) > 0 {
		add(Changed)
	}
	return out
}
