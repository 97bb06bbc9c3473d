package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// officeTable lists who holds an office.
func officeTable() ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("任职人员", "Who holds the office"),
		Columns: []ui.Column{{Text: lang.T("姓名", "Name")}, {Text: lang.T("任职时间", "In office")}, {Text: lang.T("现状", "Now")}, {Text: lang.T("办理", "Acts")}},
		Empty:   ui.EmptyInfo{Title: lang.T("尚无任职人员", "Nobody holds it yet")}}
}

// officeRows are the tenures of an office, with a way to end those that last.
func (r *Request) officeRows(list registry.Tenures, kind registry.BodyKind, body string, mayEnd bool) ([]register.Row, error) {
	var ids []string
	for _, t := range list {
		ids = append(ids, t.Person)
	}
	names, err := r.people(ids...)
	if err != nil {
		return nil, err
	}
	rows := make([]register.Row, len(list))
	for i, t := range list {
		who, now := names.person(r.C, t.Person), tenureStatus(t, r.P.Day)
		who.Href = r.personHref(t.Person)
		rows[i] = register.Row{{Person: &who}, {Text: r.tenure(t)}, {Status: &now}, {Text: "—"}}
		if mayEnd && (t.Until == "" || t.Until >= r.P.Day) {
			rows[i][3] = register.Cell{Acts: []ui.Link{{Text: lang.T("免去", "End"), Href: officesPath(kind, body) + "/" + t.Person + "/leave"}}}
		}
	}
	return rows, nil
}

// personHref is the page of a person, for those who keep the register.
func (r *Request) personHref(id string) string {
	if r.Me != nil && r.Me.Holds("administrator", "unit_officer") && r.may(auth.PersonView, auth.Person, id) == nil {
		return entryPath(auth.Person, id)
	}
	return ""
}

// tenure is a period of days in words.
func (r *Request) tenure(t registry.Tenure) string {
	if t.Until == "" {
		return r.C.Tf("自 %s 起", "since %s", r.C.Day(string(t.From)))
	}
	return r.C.Day(string(t.From)) + r.C.T(" 至 ", " – ") + r.C.Day(string(t.Until))
}

// soonDays is how many days before its end a term is pointed out.
const soonDays = 90

// tenureStatus says whether a term runs, ends soon, ended or begins later.
func tenureStatus(t registry.Tenure, today calendar.Day) ui.Status {
	switch {
	case t.From > today:
		return ui.Status{Text: lang.T("尚未开始", "Not begun"), Tone: ui.Plain}
	case t.Until == "":
		return ui.Status{Text: lang.T("在任", "In office"), Tone: ui.OK}
	case t.Until < today:
		return ui.Status{Text: lang.T("已到期", "Ended"), Tone: ui.Ended}
	case t.Until.Sub(today) <= soonDays:
		return ui.Status{Text: lang.T("即将到期", "Ends soon"), Tone: ui.Warn}
	}
	return ui.Status{Text: lang.T("在任", "In office"), Tone: ui.OK}
}

// officesPath is below which the offices of a body are appointed.
func officesPath(kind registry.BodyKind, body string) string {
	switch kind {
	case registry.InDepartment:
		return entryPath(auth.Department, body) + "/supervisors"
	case registry.InSystem:
		return "/admin/administrators"
	}
	return entryPath(auth.Unit, body) + "/officers"
}

// seat is a body with an office that can be given.
type seat struct {
	kind    registry.BodyKind
	id      string
	name    lang.Text
	version int64
	role    registry.Role
	path    string // page of the body
}

// seat opens the body that the address names, for those who may appoint.
func (s *Server) seat(r *Request, kind registry.BodyKind) (seat, error) {
	rd := r.Reader()
	switch kind {
	case registry.InUnit:
		u, err := s.Registry.Unit(rd, r.PathValue("id"))
		if err == nil {
			err = r.may(auth.UnitOfficer, auth.Unit, u.ID)
		}
		return seat{kind, u.ID, english(u.Name), u.Version, registry.RoleUnitOfficer, entryPath(auth.Unit, u.ID)}, err
	case registry.InDepartment:
		d, err := s.Registry.Department(rd, r.PathValue("id"))
		if err == nil {
			err = r.may(auth.SystemAppoint, auth.System, registry.House)
		}
		return seat{kind, d.ID, english(d.Name), d.Version, registry.RoleSupervisor, entryPath(auth.Department, d.ID)}, err
	}
	h, err := s.Registry.House(rd)
	if err == nil {
		err = r.may(auth.SystemAppoint, auth.System, registry.House)
	}
	return seat{kind, registry.House, lang.T("本系统", "This house"), h.Version, registry.RoleAdministrator, "/admin"}, err
}

// appointOffice puts somebody in office.
func (s *Server) appointOffice(kind registry.BodyKind) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			b, err := s.seat(r, kind)
			if err != nil {
				return form.Page{}, err
			}
			find, person, err := s.findPerson(r)
			return form.Page{Head: ui.HeadInfo{Kicker: b.name, Title: lang.T("任命：%s", "Appoint: %s").With(b.role.Text())},
				Find: find, Version: b.version, Cancel: b.path, Submit: ui.Button{Text: lang.T("任命", "Appoint"), Look: ui.Primary},
				Fields: []form.Field{person, r.found(), dayField("from", lang.T("自何日起", "From"), string(r.P.Day), true),
					dayField("until", lang.T("至何日止", "Until"), "", false)}}, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			b, err := s.seat(r, kind)
			if err != nil {
				return "", lang.Text{}, err
			}
			_, err = s.Registry.AppointOffice(r.Context(), r.P, r.C.Now, registry.AppointOffice{Kind: kind, Body: b.id, Tenure: r.readTenure(), Version: r.Version(), Key: r.Key()})
			return b.path, lang.T("已任命。", "Appointed."), err
		},
	}
}

func dayField(name string, label lang.Text, value string, required bool) form.Field {
	f := form.Field{Kind: form.Day, Field: ui.Field{Name: name, Label: label, Value: value, Required: required}}
	if !required {
		f.Help = lang.T("不填表示没有确定的终止日期", "Leave it empty for no fixed end")
	}
	return f
}

// readTenure reads who, from when and until when.
func (r *Request) readTenure() registry.Tenure {
	return registry.Tenure{Person: r.PostFormValue("person"), From: calendar.Day(r.PostFormValue("from")), Until: calendar.Day(r.PostFormValue("until"))}
}

// leaveOffice ends an office.
func (s *Server) leaveOffice(kind registry.BodyKind) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			b, err := s.seat(r, kind)
			if err != nil {
				return form.Page{}, err
			}
			v, err := r.leavePage(b.role)
			v.Head.Kicker, v.Version, v.Cancel = b.name, b.version, b.path
			return v, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			b, err := s.seat(r, kind)
			if err != nil {
				return "", lang.Text{}, err
			}
			_, err = s.Registry.LeaveOffice(r.Context(), r.P, r.C.Now, registry.LeaveOffice{Kind: kind, Body: b.id, Leaving: r.leaving(), Version: r.Version(), Key: r.Key()})
			return b.path, lang.T("已免去。", "The office is ended."), err
		},
	}
}

// leavePage asks when and why somebody leaves.
func (r *Request) leavePage(role registry.Role) (form.Page, error) {
	names, err := r.people(r.PathValue("person"))
	return form.Page{
		Head: ui.HeadInfo{Title: lang.T("%s 离任", "%s leaves office").With(names.text(r.PathValue("person"))), Lead: lang.T("职务：%s", "Office: %s").With(role.Text())},
		Fields: []form.Field{dayField("day", lang.T("最后任职日", "Last day in office"), string(r.P.Day), true),
			{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Max: 2000, Rows: 3}}},
		Submit: ui.Button{Text: lang.T("免去职务", "End the office"), Look: ui.Danger},
	}, err
}

func (r *Request) leaving() registry.Leaving {
	return registry.Leaving{Person: r.PathValue("person"), Day: calendar.Day(r.PostFormValue("day")), Reason: r.PostFormValue("reason")}
}
