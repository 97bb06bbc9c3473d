package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// departments lists the departments.
func (s *Server) departments(r *Request) error {
	page, err := registry.ListDepartments(r.Reader(), registry.DepartmentFilter{
		Region: regionCode(r.FormValue("region")), State: stateOf(r), Text: r.FormValue("q"), Paging: r.Paging()})
	if err != nil {
		return err
	}
	v := register.List{
		Head: ui.HeadInfo{Title: lang.T("主管部门", "Departments"), Lead: lang.T("监督所属单位和地方的部门。", "The authorities that supervise units and places.")},
		Table: ui.TableInfo{Caption: lang.T("主管部门，按名称排列", "Departments, by name"),
			Columns: []ui.Column{{Text: lang.T("名称", "Name")}, {Text: lang.T("代码", "Code")}, {Text: lang.T("行政区划", "Region")}, {Text: lang.T("状态", "State")}},
			Empty:   ui.EmptyInfo{Title: lang.T("没有符合条件的主管部门", "No department matches"), Text: lang.T("单位没有主管部门也可以登记；需要监督时再登记部门。", "Units can be registered without one; add departments when they take part.")}},
		Fields: []form.Field{textField(), regionField("", false), stateField(&registry.DepartmentTable)},
	}
	if r.may(auth.DepartmentCreate, auth.System, registry.House) == nil {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("登记主管部门", "Register a department"), Href: "/departments/new"}, ui.Primary)
	}
	for _, d := range page.Items {
		state := entryStatus(&registry.DepartmentTable, d.State)
		v.Rows = append(v.Rows, register.Row{{Text: r.C.Text(english(d.Name)), Href: entryPath(auth.Department, d.ID), Small: otherName(r, d.Name)},
			{Text: orDash(d.Code)}, {Text: regions.Path(d.Region)}, {Status: &state}})
	}
	return r.showList(r.listing(v, "/departments", page.Next))
}

// department is the page of a department.
func (s *Server) department(r *Request) error {
	d, err := s.Registry.Department(r.Reader(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := register.Entry{
		Page:   r.under(english(d.Name), ui.Link{Text: lang.T("主管部门", "Departments"), Href: "/departments"}),
		Head:   ui.HeadInfo{Kicker: lang.Same(regions.Path(d.Region)), Title: english(d.Name)},
		Status: entryStatus(&registry.DepartmentTable, d.State),
	}
	units, err := registry.CountUnits(r.Reader(), d.ID)
	if err != nil {
		return err
	}
	v.Facts = []ui.Fact{{Label: lang.T("中文名称", "Chinese name"), Text: d.Name.ZH}, {Label: lang.T("英文名称", "English name"), Text: english(d.Name).EN},
		{Label: lang.T("规则中的代码", "Code in the rules"), Text: d.Code}, {Label: lang.T("行政区划", "Region"), Text: regions.Path(d.Region)},
		{Label: lang.T("管辖", "Answers for"), Text: reachText(r.C, d.DepartmentData)},
		{Label: lang.T("所属单位", "Its units"), Value: register.Show(r.C, register.Cell{Text: r.C.Count(units, "家", "unit", "units"), Href: "/units?department=" + d.ID})},
		{Label: lang.T("所属单位的委员会", "Committees of its units"), Value: register.Show(r.C, register.Cell{Text: r.C.T("查看组成情况", "See how they stand"), Href: "/committees?department=" + d.ID})}}
	active, appoint := d.State == registry.Active, r.may(auth.SystemAppoint, auth.System, registry.House) == nil
	if active && r.may(auth.DepartmentEdit, auth.Department, d.ID) == nil {
		v.Head.Action = r.entryActs(entryPath(auth.Department, d.ID), appoint, lang.T("注销部门", "Close the department"))
	}
	if r.may(auth.PoolView, auth.Department, d.ID) == nil {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("复核专家库", "Pool of experts"), Value: register.Show(r.C, register.Cell{Text: r.C.T("查看和维护", "See and keep it"), Href: entryPath(auth.Department, d.ID) + "/pool"})})
	}
	rows, err := r.officeRows(d.Supervisors, registry.InDepartment, d.ID, active && appoint)
	if err != nil {
		return err
	}
	v.Sections = []register.Section{{ID: "supervisors", Title: lang.T("监督人员", "Supervisors"), Body: register.Rows(r.C, officeTable(), rows)}}
	if active && appoint {
		v.Sections[0].Acts = []register.Act{{Link: ui.Link{Text: lang.T("任命监督人员", "Appoint a supervisor"), Href: entryPath(auth.Department, d.ID) + "/supervisors/new"}}}
	}
	if v.History, err = s.history(r, auth.Department, d.ID); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// reachText says what a department answers for.
func reachText(c ui.Ctx, d registry.DepartmentData) string {
	if d.Whole {
		return c.T("本行政区划内的全部单位", "every unit in its region")
	}
	return c.T("所属单位，和规则指明由它负责的活动", "its own units, and work for which the rules name it")
}

func departmentFields(d registry.DepartmentData) []form.Field {
	return append(nameFields(d.Name), regionField(d.Region, true),
		form.Field{Kind: form.Line, Field: ui.Field{Name: "code", Label: lang.T("规则中的代码", "Code in the rules"), Value: d.Code, Narrow: true, Max: 60,
			Help: lang.T("规则包用此代码指明由哪个部门复核；没有可不填", "Rule packs name the department by it; may be empty")}},
		form.Field{Kind: form.Check, Field: ui.Field{Name: "whole", Label: lang.T("负责本行政区划内的全部单位，不论归谁主管", "Answers for every unit in its region, whomever it belongs to"), Value: map[bool]string{true: "on"}[d.Whole]}})
}

func (r *Request) departmentData() registry.DepartmentData {
	return registry.DepartmentData{Name: r.name(), Code: r.PostFormValue("code"), Region: regionCode(r.PostFormValue("region")), Whole: r.PostFormValue("whole") != ""}
}

// newDepartment registers a department.
func (s *Server) newDepartment() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			return form.Page{Head: ui.HeadInfo{Title: lang.T("登记主管部门", "Register a department")}, Fields: departmentFields(registry.DepartmentData{}),
				Cancel: "/departments", Submit: ui.Button{Text: lang.T("登记", "Register"), Look: ui.Primary}}, r.may(auth.DepartmentCreate, auth.System, registry.House)
		},
		act: func(r *Request) (string, lang.Text, error) {
			out, err := s.Registry.FoundDepartment(r.Context(), r.P, r.C.Now, registry.FoundDepartment{DepartmentData: r.departmentData(), Key: r.Key()})
			return entryPath(auth.Department, out.Result), lang.T("主管部门已登记。", "The department is registered."), err
		},
	}
}

// editDepartment replaces what is written down about a department.
func (s *Server) editDepartment() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			d, err := s.Registry.Department(r.Reader(), r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Head: ui.HeadInfo{Title: lang.T("修改主管部门信息", "Edit the department"), Kicker: english(d.Name)}, Fields: departmentFields(d.DepartmentData),
				Version: d.Version, Cancel: entryPath(auth.Department, d.ID), Submit: save()}, r.may(auth.DepartmentEdit, auth.Department, d.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Registry.ChangeDepartment(r.Context(), r.P, r.C.Now, registry.ChangeDepartment{Department: id, DepartmentData: r.departmentData(), Version: r.Version(), Key: r.Key()})
			return entryPath(auth.Department, id), lang.T("已保存。", "Saved."), err
		},
	}
}

// closeDepartment takes a department out of the register.
func (s *Server) closeDepartment() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			d, err := s.Registry.Department(r.Reader(), r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			return endPage(english(d.Name), d.Version, entryPath(auth.Department, d.ID), lang.T("注销部门", "Close the department"),
				lang.T("注销后不能恢复；所属单位须先划归其他部门。", "There is no way back; its units must be moved first.")), r.may(auth.DepartmentCreate, auth.System, registry.House)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Registry.CloseDepartment(r.Context(), r.P, r.C.Now, registry.CloseDepartment{Department: id, Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return entryPath(auth.Department, id), lang.T("部门已注销。", "The department is closed."), err
		},
	}
}
