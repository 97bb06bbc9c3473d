package web

import (
	"strconv"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// units lists the units.
func (s *Server) units(r *Request) error {
	f := registry.UnitFilter{Region: regionCode(r.FormValue("region")), Kind: r.FormValue("kind"), Department: r.FormValue("department"),
		State: stateOf(r), Text: r.FormValue("q"), Paging: r.Paging()}
	page, err := registry.ListUnits(r.Reader(), f)
	if err != nil {
		return err
	}
	department, err := r.departmentField("")
	if err != nil {
		return err
	}
	set := r.law("")
	kind := form.Field{Kind: form.Choice, Field: ui.Field{Name: "kind", Label: lang.T("类型", "Kind"), Options: options(set, "kind")}}
	v := register.List{
		Head: ui.HeadInfo{Title: lang.T("单位", "Units"), Lead: lang.T("对本单位科技伦理负主体责任的机构。", "The institutions that answer for the ethics of their own work.")},
		Table: ui.TableInfo{Caption: lang.T("单位，按名称排列", "Units, by name"),
			Columns: []ui.Column{{Text: lang.T("名称", "Name")}, {Text: lang.T("类型", "Kind")}, {Text: lang.T("行政区划", "Region")}, {Text: lang.T("主管部门", "Department")}, {Text: lang.T("状态", "State")}},
			Empty:   ui.EmptyInfo{Title: lang.T("没有符合条件的单位", "No unit matches"), Text: lang.T("放宽筛选，或登记新的单位。", "Try a wider filter, or register a new unit.")}},
		Fields: []form.Field{textField(), regionField("", false), kind, department, stateField(&registry.UnitTable)},
	}
	if r.may(auth.UnitCreate, auth.System, registry.House) == nil {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("登记单位", "Register a unit"), Href: "/units/new"}, ui.Primary)
	}
	if v.Rows, err = r.unitRows(page.Items); err != nil {
		return err
	}
	return r.showList(r.listing(v, "/units", page.Next))
}

func (r *Request) unitRows(units []registry.Unit) ([]register.Row, error) {
	var departments []string
	for _, u := range units {
		departments = append(departments, u.Department)
	}
	names, err := r.bodies(auth.Department, departments...)
	if err != nil {
		return nil, err
	}
	set := r.law("")
	rows := make([]register.Row, len(units))
	for i, u := range units {
		state := entryStatus(&registry.UnitTable, u.State)
		rows[i] = register.Row{
			{Text: r.C.Text(english(u.Name)), Href: entryPath(auth.Unit, u.ID), Small: otherName(r, u.Name)}, {Text: r.C.Text(word(set, "kind", u.Kind))},
			{Text: regions.Path(u.Region)}, {Text: orDash(r.C.Text(english(names[u.Department])))}, {Status: &state},
		}
	}
	return rows, nil
}

// otherName is a name in the language that the page is not in, if it differs.
func otherName(r *Request, name lang.Text) []string {
	name = english(name)
	if name.ZH == name.EN {
		return nil
	}
	return []string{r.C.T(name.EN, name.ZH)}
}

// addFact adds what somebody said to the facts of a page, if they said it.
func addFact(facts []ui.Fact, label lang.Text, text string) []ui.Fact {
	if text == "" {
		return facts
	}
	return append(facts, ui.Fact{Label: label, Text: text})
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// unitFields ask for what is written down about a unit.
func (r *Request) unitFields(d registry.UnitData) ([]form.Field, error) {
	set := r.law(d.Region)
	department, err := r.departmentField(d.Department)
	grade := ""
	if d.HospitalGrade > 0 {
		grade = strconv.Itoa(d.HospitalGrade)
	}
	return append(nameFields(d.Name),
		form.Field{Kind: form.Choice, Field: ui.Field{Name: "kind", Label: lang.T("类型", "Kind"), Value: d.Kind, Options: options(set, "kind"), Required: true}},
		form.Field{Kind: form.Line, Field: ui.Field{Name: "uscc", Label: lang.T("统一社会信用代码", "Unified social credit code"), Value: d.USCC, Narrow: true, Max: 18,
			Help: lang.T("18 位；校验位不符时只提醒，不拦截", "18 characters; a wrong check character is pointed out, not refused")}},
		regionField(d.Region, true), department,
		form.Field{Kind: form.Checks, Field: ui.Field{Name: "fields", Label: lang.T("研究领域", "Fields of work"), Chosen: d.Fields, Options: options(set, "fields")}},
		form.Field{Kind: form.Choice, Field: ui.Field{Name: "hospital_grade", Label: lang.T("医院等级", "Hospital grade"), Value: grade, Narrow: true, Help: lang.T("仅医疗卫生机构填写", "For medical institutions alone"),
			Options: []ui.Option{{Value: "3", Text: lang.T("三级", "Grade 3")}, {Value: "2", Text: lang.T("二级", "Grade 2")}, {Value: "1", Text: lang.T("一级", "Grade 1")}}}},
	), err
}

// unitData reads what unitFields ask.
func (r *Request) unitData() registry.UnitData {
	grade, _ := strconv.Atoi(r.PostFormValue("hospital_grade")) // no number: no grade
	return registry.UnitData{Name: r.name(), Kind: r.PostFormValue("kind"), USCC: r.PostFormValue("uscc"), Region: regionCode(r.PostFormValue("region")),
		Department: r.PostFormValue("department"), Fields: r.PostForm["fields"], HospitalGrade: grade}
}

// newUnit registers a unit.
func (s *Server) newUnit() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			if err := r.may(auth.UnitCreate, auth.System, registry.House); err != nil {
				return form.Page{}, err
			}
			fields, err := r.unitFields(registry.UnitData{})
			return form.Page{Head: ui.HeadInfo{Title: lang.T("登记单位", "Register a unit")}, Fields: fields, Cancel: "/units",
				Submit: ui.Button{Text: lang.T("登记", "Register"), Look: ui.Primary}}, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			out, err := s.Registry.RegisterUnit(r.Context(), r.P, r.C.Now, registry.RegisterUnit{UnitData: r.unitData(), Key: r.Key()})
			return entryPath(auth.Unit, out.Result), lang.T("单位已登记。", "The unit is registered."), err
		},
	}
}

// editUnit replaces what is written down about a unit.
func (s *Server) editUnit() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			u, err := s.Registry.Unit(r.Reader(), r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			if err := r.may(auth.UnitEdit, auth.Unit, u.ID); err != nil {
				return form.Page{}, err
			}
			fields, err := r.unitFields(u.UnitData)
			return form.Page{Head: ui.HeadInfo{Title: lang.T("修改单位信息", "Edit the unit"), Kicker: english(u.Name)}, Above: usccWarning(r, u),
				Fields: fields, Version: u.Version, Cancel: entryPath(auth.Unit, u.ID), Submit: save()}, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Registry.ChangeUnit(r.Context(), r.P, r.C.Now, registry.ChangeUnit{Unit: id, UnitData: r.unitData(), Version: r.Version(), Key: r.Key()})
			return entryPath(auth.Unit, id), lang.T("已保存。", "Saved."), err
		},
	}
}

func save() ui.Button { return ui.Button{Text: lang.T("保存", "Save"), Look: ui.Primary} }

// usccWarning points out an odd credit code.
func usccWarning(r *Request, u registry.Unit) []templ.Component {
	odd := registry.WarnUSCC(u.USCC)
	if odd.IsZero() {
		return nil
	}
	return []templ.Component{register.Warning(r.C, ui.Warn, lang.T("统一社会信用代码可能有误", "The credit code looks wrong"), odd)}
}

// closeUnit takes a unit out of the register.
func (s *Server) closeUnit() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			u, err := s.Registry.Unit(r.Reader(), r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			return endPage(english(u.Name), u.Version, entryPath(auth.Unit, u.ID), lang.T("注销单位", "Close the unit"),
				lang.T("注销后不能恢复；其委员会须先撤销。", "There is no way back; its committees must be dissolved first.")), r.may(auth.UnitCreate, auth.System, registry.House)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Registry.CloseUnit(r.Context(), r.P, r.C.Now, registry.CloseUnit{Unit: id, Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return entryPath(auth.Unit, id), lang.T("单位已注销。", "The unit is closed."), err
		},
	}
}

// endPage asks for the reason of something that cannot be taken back.
func endPage(name lang.Text, version int64, back string, title, lead lang.Text) form.Page {
	return form.Page{Head: ui.HeadInfo{Title: title, Kicker: name, Lead: lead}, Version: version, Cancel: back,
		Fields: []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Max: 2000, Rows: 3}}},
		Submit: ui.Button{Text: title, Look: ui.Danger}}
}
