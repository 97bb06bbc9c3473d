package registry

import (
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// Role is what somebody is in a body.
type Role string

// The roles. Those of a committee are in committee.go.
const (
	RoleAdministrator Role = "administrator" // of the house: runs accounts and the register
	RoleSupervisor    Role = "supervisor"    // of a department
	RoleUnitOfficer   Role = "unit_officer"  // of a unit: its ethics office
)

// BodyKind is the kind of body that an office belongs to, and the kind of its
// stream.
type BodyKind string

// The kinds of bodies.
const (
	InSystem     BodyKind = "system"
	InDepartment BodyKind = "department"
	InUnit       BodyKind = "unit"
	InCommittee  BodyKind = "committee"
)

// House is the id of the one body of kind InSystem.
const House = "system"

// Tenure is the time in which somebody holds an office.
type Tenure struct {
	Person string       `json:"person"`
	From   calendar.Day `json:"from"`
	Until  calendar.Day `json:"until,omitempty"` // its last day; empty: open
}

// On reports whether the tenure covers a day.
func (t Tenure) On(day calendar.Day) bool {
	return t.From <= day && (t.Until == "" || day <= t.Until)
}

// reaches reports whether any of the tenure lies on or after a day.
func (t Tenure) reaches(day calendar.Day) bool { return t.Until == "" || day <= t.Until }

// overlaps reports whether two tenures share a day.
func (t Tenure) overlaps(u Tenure) bool { return t.reaches(u.From) && u.reaches(t.From) }

// check tells what is wrong with a tenure by itself.
func (t Tenure) check(wrong *errs.List, f Facts) {
	checkActive(wrong, "person", "person", t.Person, f)
	checkDay(wrong, "from", t.From, true)
	checkDay(wrong, "until", t.Until, false)
	if t.empty() {
		wrong.Add(errs.New(errs.Invalid, "registry.tenure.backwards", lang.T(
			"结束日期早于开始日期。", "The last day is before the first.")).At("until"))
	}
}

// Leaving ends what somebody holds in a body.
type Leaving struct {
	Person string       `json:"person"`
	Day    calendar.Day `json:"day"` // the last day in office
	Reason string       `json:"reason,omitempty"`
}

func (l Leaving) tidy() Leaving {
	l.Reason = tidy(l.Reason)
	return l
}

// Tenures is who holds an office and when.
type Tenures []Tenure

// Holds reports whether a person is in office on a day.
func (ts Tenures) Holds(person string, day calendar.Day) bool {
	for _, t := range ts {
		if t.Person == person && t.On(day) {
			return true
		}
	}
	return false
}

// everybody stands for whoever is in office, where one person is asked for.
const everybody = ""

// leave ends the tenures of a person with a day; those that would begin later
// fall away.
func (ts Tenures) leave(person string, day calendar.Day) Tenures {
	var out Tenures
	for _, t := range ts {
		if person == t.Person || person == everybody {
			t = t.cut(day)
		}
		if !t.empty() {
			out = append(out, t)
		}
	}
	return out
}

// cut ends a tenure with a day, if it lasts longer.
func (t Tenure) cut(day calendar.Day) Tenure {
	if t.reaches(day) {
		t.Until = day
	}
	return t
}

// empty reports whether a tenure ends before it begins.
func (t Tenure) empty() bool { return t.Until != "" && t.Until < t.From }

// System is the house as a whole: who administers it.
type System struct {
	State          flow.State `json:"state"`
	Version        int64      `json:"version"`
	Administrators Tenures    `json:"administrators,omitempty"`
}
