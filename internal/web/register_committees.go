package web

import (
	"strconv"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// standingPage is how many committees a page shows: each is held against the
// standard of the day.
const standingPage = 25

// committeeList lists the committees with their standing.
func (s *Server) committeeList(r *Request) error {
	paging := r.Paging()
	paging.Limit = standingPage
	page, err := registry.ListCommittees(r.Reader(), registry.CommitteeFilter{Region: regionCode(r.FormValue("region")), Department: r.FormValue("department"),
		State: stateOf(r), Text: r.FormValue("q"), Paging: paging})
	if err != nil {
		return err
	}
	department, err := r.departmentField("")
	if err != nil {
		return err
	}
	v := register.List{
		Head:  ui.HeadInfo{Title: lang.T("委员会", "Committees"), Lead: lang.T("组成不符合要求的委员会不能作出决定；这里写明各缺什么。", "A committee below the standard cannot decide; here is what each one lacks.")},
		Table: committeeTable(), Fields: []form.Field{textField(), regionField("", false), department, stateField(&registry.CommitteeTable)},
	}
	v.Table.Empty.Title, v.Table.Empty.Text = lang.T("没有符合条件的委员会", "No committee matches"), lang.T("放宽筛选，或在单位页面设立委员会。", "Try a wider filter, or found one on the page of its unit.")
	if r.Me.Holds("administrator") {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("设立委员会", "Found a committee"), Href: "/committees/new"}, ui.Primary)
	}
	if v.Rows, err = s.committeeRows(r, page.Items); err != nil {
		return err
	}
	return r.showList(r.listing(v, "/committees", page.Next))
}

// committeeFields ask for what is written down about a committee.
func (r *Request) committeeFields(d registry.CommitteeData, region string) []form.Field {
	set := r.law(region)
	return append(nameFields(d.Name),
		form.Field{Kind: form.Checks, Field: ui.Field{Name: "fields", Label: lang.T("能够胜任的领域", "Fields it is competent for"), Chosen: d.Fields, Options: options(set, "fields")}},
		form.Field{Kind: form.Radios, Field: ui.Field{Name: "kind", Label: lang.T("性质", "Kind"), Value: d.KindOr(), Options: options(set, "committee_kinds"),
			Help: lang.T("审查中心为多个单位或个人审查，以书面委托为准", "A centre reviews for several units or people, each under a written mandate")}},
		form.Field{Kind: form.Line, Field: ui.Field{Name: "staff", Label: lang.T("专职人员人数", "Full-time staff"), Type: "number", Narrow: true, Value: strconv.Itoa(d.Staff)}})
}

// committeeData reads what committeeFields ask.
func (r *Request) committeeData() (registry.CommitteeData, error) {
	d := registry.CommitteeData{Name: r.name(), Fields: r.PostForm["fields"], Kind: r.PostFormValue("kind")}
	if text := strings.TrimSpace(r.PostFormValue("staff")); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			return d, errs.New(errs.Invalid, "web.number", lang.T("请填写数字。", "Write a number.")).At("staff")
		}
		d.Staff = n
	}
	return d, nil
}

// newCommittee founds a committee at the unit that the address names, or that
// the form asks for.
func (s *Server) newCommittee() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			fields, err := r.committeeFields(registry.CommitteeData{}, ""), error(nil)
			v := form.Page{Head: ui.HeadInfo{Title: lang.T("设立委员会", "Found a committee"), Lead: lang.T("设立时不要求委员齐备；任命委员后即可看到是否符合组成要求。",
				"It need not have its members yet; once they are appointed, its standing shows.")}, Cancel: "/committees", Submit: ui.Button{Text: lang.T("设立", "Found"), Look: ui.Primary}}
			unit := r.FormValue("unit")
			if unit == "" {
				v.Fields = append([]form.Field{unitField("unit_name", lang.T("设立单位", "Founding unit"), "", true)}, fields...)
				return v, r.may(auth.UnitCreate, auth.System, registry.House)
			}
			v.Fields = append(fields, form.Field{Kind: form.Hidden, Field: ui.Field{Name: "unit", Value: unit}})
			v.Head.Kicker, err = r.body(auth.Unit, unit)
			v.Cancel = entryPath(auth.Unit, unit)
			if err != nil {
				return v, err
			}
			return v, r.may(auth.CommitteeFound, auth.Unit, unit)
		},
		act: func(r *Request) (string, lang.Text, error) {
			unit, err := r.PostFormValue("unit"), error(nil)
			if unit == "" {
				unit, err = r.unitNamed("unit_name", r.PostFormValue("unit_name"))
			}
			if err != nil {
				return "", lang.Text{}, err
			}
			d, err := r.committeeData()
			if err != nil {
				return "", lang.Text{}, err
			}
			out, err := s.Registry.FoundCommittee(r.Context(), r.P, r.C.Now, registry.FoundCommittee{Unit: unit, CommitteeData: d, Key: r.Key()})
			return entryPath(auth.Committee, out.Result), lang.T("委员会已设立。请任命委员。", "The committee is founded. Appoint its members now."), err
		},
	}
}

// unitField asks for a unit by its name.
func unitField(name string, label lang.Text, value string, required bool) form.Field {
	return form.Field{Kind: form.Line, Field: ui.Field{Name: name, Label: label, Value: value, Required: required, Max: 120,
		Help: lang.T("已登记单位的全称", "The full name of a registered unit")}}
}

// ownCommittee opens the committee that the address names, for those who may
// do the verb to it.
func (s *Server) ownCommittee(r *Request, v auth.Verb) (registry.Committee, error) {
	c, err := s.Registry.Committee(r.Reader(), r.PathValue("id"))
	if err != nil {
		return c, err
	}
	return c, r.may(v, auth.Committee, c.ID)
}

// editCommittee replaces what is written down about a committee.
func (s *Server) editCommittee() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.ownCommittee(r, auth.CommitteeEdit)
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Head: ui.HeadInfo{Title: lang.T("修改委员会信息", "Edit the committee"), Kicker: english(c.Name)}, Fields: r.committeeFields(c.CommitteeData, c.Region),
				Version: c.Version, Cancel: entryPath(auth.Committee, c.ID), Submit: save()}, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			d, err := r.committeeData()
			if err == nil {
				_, err = s.Registry.ChangeCommittee(r.Context(), r.P, r.C.Now, registry.ChangeCommittee{Committee: id, CommitteeData: d, Version: r.Version(), Key: r.Key()})
			}
			return entryPath(auth.Committee, id), lang.T("已保存。", "Saved."), err
		},
	}
}

// dissolveCommittee ends a committee.
func (s *Server) dissolveCommittee() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.ownCommittee(r, auth.CommitteeEdit)
			return endPage(english(c.Name), c.Version, entryPath(auth.Committee, c.ID), lang.T("撤销委员会", "Dissolve the committee"),
				lang.T("撤销后不能恢复，全部委员的任期同时结束。", "There is no way back; all terms end with it.")), err
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Registry.DissolveCommittee(r.Context(), r.P, r.C.Now, registry.DissolveCommittee{Committee: id, Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return entryPath(auth.Committee, id), lang.T("委员会已撤销。", "The committee is dissolved."), err
		},
	}
}
