package activity

import (
	"slices"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// maxTeam bounds the people of one application.
const maxTeam = 200

// AddPerson takes somebody onto the team or gives another role.
type AddPerson struct {
	Activity string `json:"activity"`
	Version  int64  `json:"version"`
	Person   string `json:"person"`
	Role     Role   `json:"role"`
	Key      string `json:"key,omitempty"`
}

// AddPerson decides on it; known says whether there is such a person.
func (s State) AddPerson(cmd AddPerson, known bool) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	var wrong errs.List
	if !known {
		wrong.Add(unknownPerson().At("person"))
	}
	if !slices.Contains(Roles(), cmd.Role) {
		wrong.Add(errs.New(errs.Invalid, "activity.team.role", lang.T("请选择角色。", "Choose a role.")).At("role"))
	}
	if cmd.Person == s.Leader {
		wrong.Add(errs.New(errs.Refused, "activity.team.leader", lang.T(
			"此人是项目负责人。要换角色，请先更换负责人。", "This person leads. To change that, hand the activity over first.")).At("person"))
	}
	have, on := s.Member(cmd.Person)
	if !on && len(s.Team) >= maxTeam {
		wrong.Add(errs.New(errs.TooLarge, "activity.team.large", lang.T("项目组最多 %d 人。", "A team has at most %d people."), maxTeam).At("person"))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if on && have.Role == cmd.Role {
		return nil, nil
	}
	return []journal.New{journal.Because(PersonAdded{Person: cmd.Person, Role: cmd.Role})}, nil
}

func unknownPerson() *errs.Error {
	return errs.New(errs.Invalid, "activity.person.unknown", lang.T(
		"没有登记过这个人。请先登记，再加入。", "No such person is registered. Register the person first."))
}

// RemovePerson takes somebody off the team.
type RemovePerson struct {
	Activity string `json:"activity"`
	Version  int64  `json:"version"`
	Person   string `json:"person"`
	Key      string `json:"key,omitempty"`
}

// RemovePerson decides on it.
func (s State) RemovePerson(cmd RemovePerson) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	if cmd.Person == s.Leader {
		return nil, errs.New(errs.Refused, "activity.team.leader", lang.T(
			"项目负责人不能移出。请先更换负责人。", "The leader can't be taken off. Hand the activity over first.")).At("person")
	}
	if _, on := s.Member(cmd.Person); !on {
		return nil, nil
	}
	return []journal.New{journal.Because(PersonRemoved{Person: cmd.Person})}, nil
}

// ChangeLeader hands the activity over to somebody else.
type ChangeLeader struct {
	Activity string `json:"activity"`
	Version  int64  `json:"version"`
	Leader   string `json:"leader"`
	Keep     Role   `json:"keep,omitempty"` // role in which the former leader stays; empty: leaves
	Key      string `json:"key,omitempty"`
}

// ChangeLeader decides on it; known says whether there is such a person.
func (s State) ChangeLeader(cmd ChangeLeader, known bool) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	if cmd.Leader == s.Leader {
		return nil, nil
	}
	if !known {
		return nil, unknownPerson().At("leader")
	}
	if cmd.Keep != "" && !slices.Contains(Roles(), cmd.Keep) {
		return nil, errs.New(errs.Invalid, "activity.team.role", lang.T("请选择角色。", "Choose a role.")).At("keep")
	}
	return []journal.New{journal.Because(LeaderChanged{Leader: cmd.Leader, Former: s.Leader, FormerRole: cmd.Keep})}, nil
}
