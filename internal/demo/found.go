package demo

import (
	"fmt"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/registry"
)

// department is an authority with who supervises in it.
type department struct {
	id         string
	supervisor *person
}

// found enters the city into the register.
func (m *sim) found() error {
	// The committees are older than the story: a year has ended since.
	m.story, m.clock = m.clock, m.clock.AddDate(0, -months, 0)
	for _, step := range []func() error{m.foundDepartments, m.foundUnits, m.foundPeople, m.foundOffices, m.foundRules, m.foundCommittees, m.foundFilings, m.foundPools, m.foundMandates, m.ally} {
		if err := step(); err != nil {
			return fmt.Errorf("found the city: %w", err)
		}
	}
	return nil
}

// region is the code of a district of the city.
func region(district int) string { return fmt.Sprintf("9901%02d", district+1) }

func (m *sim) foundDepartments() error {
	m.departments = map[string]*department{}
	for _, d := range m.city.Departments {
		at := m.tick()
		out, err := m.Registry.FoundDepartment(m.ctx, auth.Operator(at), at, registry.FoundDepartment{
			DepartmentData: registry.DepartmentData{Name: d.text(), Code: d.Code, Region: "990000", Whole: d.Code == cityWide}})
		if err != nil {
			return err
		}
		m.departments[d.Code] = &department{id: out.Result, supervisor: m.cast(nil, registry.Official, "处长")}
	}
	m.admin = m.cast(nil, registry.Official, "系统管理员")
	return nil
}

func (m *sim) foundUnits() error {
	for i, data := range m.city.Units {
		u := &unit{cityUnit: data, no: i}
		at := m.tick()
		out, err := m.Registry.RegisterUnit(m.ctx, auth.Operator(at), at, registry.RegisterUnit{UnitData: registry.UnitData{
			Name: data.text(), Kind: data.Kind, Region: region(data.District), Department: m.departments[data.Department].id,
			Fields: data.Fields, HospitalGrade: data.Grade}})
		if err != nil {
			return fmt.Errorf("%s: %w", data.ZH, err)
		}
		u.id = out.Result
		m.units = append(m.units, u)
	}
	return nil
}

// foundPeople casts everybody and registers them.
func (m *sim) foundPeople() error {
	m.experts = map[string][]*person{}
	for _, e := range []struct {
		expertise, title string
		n                int
	}{{"law", "律师", 3}, {"ethics", "哲学系教授", 3}, {"lay", "社区工作者", 3}, {"adviser", "独立顾问", 2}} {
		for range e.n {
			m.experts[e.expertise] = append(m.experts[e.expertise], m.cast(nil, registry.Expert, e.title))
		}
	}
	for _, u := range m.units {
		u.officer = m.cast(u, registry.Staff, "科研管理人员")
		for range 2 + u.no%2 {
			u.researchers = append(u.researchers, m.cast(u, registry.Staff, pick(m.rnd, []string{"研究员", "副研究员", "主任医师", "讲师"})))
		}
		if u.no == mainUnit {
			u.researchers = append(u.researchers, m.cast(u, registry.Staff, "博士后"))
		}
		if u.no == left {
			u.leaver = m.cast(u, registry.Staff, "副研究员")
		}
		if u.Committee != "none" {
			m.seatAll(u)
		}
	}
	m.castPool()
	m.free = &unit{cityUnit: cityUnit{Kind: "other", Fields: []string{"education"}, Committee: "none"}, no: -1}
	m.free.researchers = []*person{m.cast(nil, registry.Expert, "独立研究者")}
	for _, p := range m.people {
		if err := m.enter(p); err != nil {
			return fmt.Errorf("%s: %w", p.name.ZH, err)
		}
	}
	return nil
}

func (m *sim) appoint(kind registry.BodyKind, body string, p *person) error {
	at := m.tick()
	_, err := m.Registry.AppointOffice(m.ctx, auth.Operator(at), at, registry.AppointOffice{Kind: kind, Body: body,
		Tenure: registry.Tenure{Person: p.id, From: calendar.Of(at)}})
	return err
}

func (m *sim) foundOffices() error {
	if err := m.appoint(registry.InSystem, registry.House, m.admin); err != nil {
		return err
	}
	for _, d := range m.city.Departments {
		d := m.departments[d.Code]
		if err := m.appoint(registry.InDepartment, d.id, d.supervisor); err != nil {
			return err
		}
	}
	for _, u := range m.units {
		if err := m.appoint(registry.InUnit, u.id, u.officer); err != nil {
			return err
		}
	}
	return nil
}

func (m *sim) foundCommittees() error {
	for _, u := range m.units {
		if u.committee == nil {
			continue
		}
		at := m.tick()
		out, err := m.Registry.FoundCommittee(m.ctx, u.officer.as(at), at, registry.FoundCommittee{Unit: u.id, CommitteeData: registry.CommitteeData{
			Name: Both{ZH: u.ZH + "科技伦理（审查）委员会", EN: "Ethics Committee of " + u.EN}.text(), Fields: u.Fields, Kind: u.Centre, Staff: u.Staff}})
		if err != nil {
			return err
		}
		u.committee.id = out.Result
		if err := m.seatMembers(u.committee); err != nil {
			return fmt.Errorf("%s: %w", u.ZH, err)
		}
	}
	return nil
}

// lapsed is the unit whose committee lost its lawyers when their terms ended.
const lapsed = 9

func (m *sim) seatMembers(c *committee) error {
	seats := append(c.members[:len(c.members):len(c.members)],
		seat{person: c.secretary, role: registry.RoleSecretary}, seat{person: c.adviser, role: registry.RoleAdviser, expertise: c.unit.science()})
	for i, s := range seats {
		at := m.tick()
		from := calendar.Of(at)
		until := from.AddMonths(18 + 6*((i+c.unit.no)%7))
		if c.unit.no == lapsed && s.expertise == "law" {
			until = m.today.AddDays(-12)
		}
		member := registry.Member{Tenure: registry.Tenure{Person: s.id, From: from, Until: until}, Role: s.role, Sex: registry.Male}
		if s.female {
			member.Sex = registry.Female
		}
		member.Expertise = c.unit.expertise(s.expertise)
		_, err := m.Registry.AppointMember(m.ctx, c.unit.officer.as(at), at, registry.AppointMember{Committee: c.id, Member: member})
		if err != nil {
			return fmt.Errorf("seat %s: %w", s.name.ZH, err)
		}
	}
	return nil
}
