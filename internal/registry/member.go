package registry

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// The roles in a committee.
const (
	RoleChair     Role = "chair"      // 主任委员
	RoleViceChair Role = "vice_chair" // 副主任委员
	RoleMember    Role = "member"     // 委员
	RoleSecretary Role = "secretary"  // 秘书; prepares and does not vote
	RoleAdviser   Role = "adviser"    // 独立顾问; advises and does not vote
)

// CommitteeRoles lists the roles in a committee in the order of a chooser.
func CommitteeRoles() []Role {
	return []Role{RoleChair, RoleViceChair, RoleMember, RoleSecretary, RoleAdviser}
}

// Text is the role in words.
func (r Role) Text() lang.Text {
	switch r {
	case RoleAdministrator:
		return lang.T("系统管理员", "Administrator")
	case RoleSupervisor:
		return lang.T("主管部门人员", "Supervisor")
	case RoleUnitOfficer:
		return lang.T("单位管理员", "Unit officer")
	case RoleChair:
		return lang.T("主任委员", "Chair")
	case RoleViceChair:
		return lang.T("副主任委员", "Vice-chair")
	case RoleMember:
		return lang.T("委员", "Member")
	case RoleSecretary:
		return lang.T("秘书", "Secretary")
	case RoleAdviser:
		return lang.T("独立顾问", "Adviser")
	}
	return lang.Same(string(r))
}

// Votes reports whether who has the role is a member of the committee, with a
// vote.
func (r Role) Votes() bool { return r == RoleChair || r == RoleViceChair || r == RoleMember }

// Sex of a member, as the composition needs both.
type Sex string

// The sexes. Unknown counts as neither.
const (
	Female  Sex = "female"
	Male    Sex = "male"
	Unknown Sex = "unknown"
)

// Member is a period in which somebody sits on a committee in one role.
type Member struct {
	Tenure
	Role      Role     `json:"role"`
	Expertise []string `json:"expertise,omitempty"` // codes of the packs' list "expertise"
	Sex       Sex      `json:"sex"`
	External  bool     `json:"external,omitzero"` // from outside the committee's unit; found out, not claimed
	Local     bool     `json:"local,omitzero"`    // familiar with an ethnic autonomous area
}

// tenures is when people sit on the committee, in whatever role.
func (c Committee) tenures() Tenures {
	out := make(Tenures, len(c.Members))
	for i, m := range c.Members {
		out[i] = m.Tenure
	}
	return out
}

// check tells what is wrong with a membership, its time apart.
func (m Member) check(wrong *errs.List, f Facts) {
	if !slices.Contains(CommitteeRoles(), m.Role) {
		wrong.Add(errUnknownCode("role", string(m.Role)))
	}
	if !slices.Contains([]Sex{Female, Male, Unknown}, m.Sex) {
		wrong.Add(errUnknownCode("sex", string(m.Sex)))
	}
	checkCodes(wrong, "expertise", "expertise", m.Expertise, f.Rules)
	if m.Role.Votes() && len(m.Expertise) == 0 {
		wrong.Add(errMissing("expertise"))
	}
}

// leave ends the periods of a person with a day; those that would begin later
// fall away.
func (c *Committee) leave(person string, day calendar.Day) {
	for i := range c.Members {
		if m := &c.Members[i]; person == m.Person || person == everybody {
			m.Tenure = m.cut(day)
		}
	}
	c.Members = slices.DeleteFunc(c.Members, func(m Member) bool { return m.empty() })
}

// change puts a new period in place of the rest of the one it cuts off.
// Later terms stay as they are.
func (c *Committee) change(m Member) {
	for i := range c.Members {
		if old := &c.Members[i]; old.Person == m.Person && old.On(m.From) {
			old.Tenure = old.cut(m.From.AddDays(-1))
		}
	}
	c.Members = append(slices.DeleteFunc(c.Members, func(m Member) bool { return m.empty() }), m)
}
