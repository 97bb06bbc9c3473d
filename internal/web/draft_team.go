package web

import (
	"net/http"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	pages "lunheng/internal/web/pages/activity"
	"lunheng/internal/web/ui"
)

// maxHits bounds the people and units offered by a search.
const maxHits = 20

// teamPage is the unit and the people of an application.
func (s *Server) teamPage(r *Request) error { return s.showTeam(r, ui.Form{}, http.StatusOK) }

func (s *Server) showTeam(r *Request, form ui.Form, status int) error {
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	v := pages.Team{Frame: d.frame(r, lang.T("单位与项目组", "Unit and team"), form), Query: strings.TrimSpace(r.PostFormValue("q")), UnitQuery: strings.TrimSpace(r.FormValue("unit_q")),
		May: d.Editable() && d.may[auth.ActivityTeam], Leading: d.Leader == r.P.Person, Fixed: len(d.Submissions) > 0 || !d.writable()}
	v.Base = d.path()
	for _, m := range d.Team {
		v.Members = append(v.Members, pages.Member{ID: m.Person, Person: d.names.person(r.C, m.Person), Role: m.Role.Text(), Leads: m.Role == activity.Leader})
	}
	for _, role := range activity.Roles() {
		v.Roles = append(v.Roles, ui.Option{Value: string(role), Text: role.Text()})
	}
	if d.Unit != "" {
		if v.Unit, err = r.body(auth.Unit, d.Unit); err != nil {
			return err
		}
	}
	if v.Asked = v.May && v.Query != ""; v.Asked {
		if v.Found, err = s.findPeople(r, v.Query); err != nil {
			return err
		}
	}
	if v.UnitQuery != "" && !v.Fixed {
		if v.Units, err = r.findUnits(v.UnitQuery); err != nil {
			return err
		}
	}
	return r.Render(status, pages.TeamPage(r.C, v))
}

// findPeople looks for people by name; the unit tells those of one name apart.
func (s *Server) findPeople(r *Request, name string) ([]pages.Found, error) {
	rd := r.Reader()
	if err := auth.Allow(rd, r.P, auth.PersonFind, auth.System, ""); err != nil {
		return nil, err
	}
	ids, err := s.Vault.Search(rd, name, maxHits)
	if err != nil {
		return nil, err
	}
	records, err := s.Vault.Records(rd, ids...)
	if err != nil {
		return nil, err
	}
	var found []pages.Found
	var units []string
	for _, id := range ids {
		p, err := s.Registry.Person(rd, id)
		if err != nil {
			return nil, err
		}
		if rec, ok := records[id]; ok && p.State == registry.Active {
			found, units = append(found, pages.Found{ID: id, Name: strings.TrimSpace(rec.Name + " " + rec.NameEN), Note: r.C.Text(p.Kind.Text())}), append(units, p.Unit)
		}
	}
	names, err := r.bodies(auth.Unit, units...)
	for i, unit := range units {
		if name := r.C.Text(english(names[unit])); name != "" {
			found[i].Note = name + " · " + found[i].Note
		}
	}
	return found, err
}

func (r *Request) findUnits(name string) ([]pages.Found, error) {
	page, err := registry.ListUnits(r.Reader(), registry.UnitFilter{Text: name, State: string(registry.Active), Paging: store.Paging{Limit: maxHits}})
	if err != nil {
		return nil, err
	}
	out := make([]pages.Found, len(page.Items))
	for i, u := range page.Items {
		out[i] = pages.Found{ID: u.ID, Name: r.C.Text(english(u.Name)), Note: u.USCC}
	}
	return out, nil
}

// teamAct runs a change of the team and goes back to it; a refusal shows the
// page again with what was chosen.
func (s *Server) teamAct(r *Request, done lang.Text, act func(id string) error) error {
	if err := r.Parse(); err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := act(id); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showTeam(r, r.Form(err), Status(err))
	}
	return r.See("/activities/"+id+"/team", done)
}

// addPerson takes somebody onto the team, or looks for whom to take.
func (s *Server) addPerson(r *Request) error {
	if r.seeking() {
		return s.showTeam(r, ui.Form{}, http.StatusOK)
	}
	return s.teamAct(r, lang.T("已加入项目组。", "Added to the team."), func(id string) error {
		cmd := activity.AddPerson{Activity: id, Person: r.PostFormValue("person"), Role: activity.Role(r.PostFormValue("role")), Key: r.Key()}
		_, err := s.Activity.AddPerson(r.Context(), r.P, r.C.Now, cmd)
		return err
	})
}

// removePerson takes somebody off the team.
func (s *Server) removePerson(r *Request) error {
	return s.teamAct(r, lang.T("已移出项目组。", "Taken off the team."), func(id string) error {
		cmd := activity.RemovePerson{Activity: id, Person: r.PostFormValue("person"), Key: r.Key()}
		_, err := s.Activity.RemovePerson(r.Context(), r.P, r.C.Now, cmd)
		return err
	})
}

// changeLeader hands the activity over; the former leader stays on the team.
func (s *Server) changeLeader(r *Request) error {
	return s.teamAct(r, lang.T("已更换项目负责人。", "The activity has a new leader."), func(id string) error {
		cmd := activity.ChangeLeader{Activity: id, Version: r.Version(), Leader: r.PostFormValue("person"), Keep: activity.CoInvestigator, Key: r.Key()}
		_, err := s.Activity.ChangeLeader(r.Context(), r.P, r.C.Now, cmd)
		return err
	})
}

// chooseUnit says which unit carries the activity.
func (s *Server) chooseUnit(r *Request) error {
	return s.teamAct(r, lang.T("已选定承担单位。", "The unit is chosen."), func(id string) error {
		cmd := activity.ChooseUnit{Activity: id, Version: r.Version(), Unit: r.PostFormValue("unit"), Key: r.Key()}
		_, err := s.Activity.ChooseUnit(r.Context(), r.P, r.C.Now, cmd)
		return err
	})
}
