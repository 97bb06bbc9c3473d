package web

import (
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/vault"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// maxNamesakes bounds how many people a name is looked for among; whom the person
// may not see is then left out.
const maxNamesakes = 1000

// personList lists the people whom this person keeps, or those of a name.
func (s *Server) personList(r *Request) error {
	if err := r.may(auth.PersonCreate, auth.System, registry.House); err != nil {
		return err
	}
	f := registry.PersonFilter{Kind: r.FormValue("kind"), State: stateOf(r), NoAccount: r.FormValue("account") == "none", Paging: r.Paging()}
	v := register.List{
		Head: ui.HeadInfo{Title: lang.T("人员", "People"), Lead: lang.T("姓名和联系方式加密保存，只有本人、所在单位和管理员可以查看。", "Names and contacts are kept encrypted; the person, their unit and administrators may see them."),
			Action: ui.Go(r.C, ui.Link{Text: lang.T("登记人员", "Register a person"), Href: "/people/new"}, ui.Primary)},
		Find: &form.Finder{Action: "/people", Text: strings.TrimSpace(r.PostFormValue(form.Find))},
		Table: ui.TableInfo{Caption: lang.T("人员，最近登记在前", "People, the last registered first"),
			Columns: []ui.Column{{Text: lang.T("姓名", "Name")}, {Text: lang.T("单位", "Unit")}, {Text: lang.T("类别", "Kind")}, {Text: lang.T("状态", "State")}},
			Empty:   ui.EmptyInfo{Title: lang.T("没有找到您可以查看的人员", "Nobody was found whom you may see"), Text: lang.T("核对姓名，或登记新的人员。", "Check the name, or register somebody new.")}},
		Fields: []form.Field{personKindField(""), stateField(&registry.PersonTable), {Kind: form.Choice, Field: ui.Field{Name: "account", Label: lang.T("账户", "Account"),
			Options: []ui.Option{{Value: "none", Text: lang.T("没有账户", "without an account")}}}}},
	}
	if v.Find.Text != "" {
		ids, err := s.Vault.Search(r.Reader(), v.Find.Text, maxNamesakes)
		if err != nil {
			return err
		}
		f.IDs, f.Paging.Limit = append([]string{}, ids...), store.MaxPage
	}
	page, err := registry.ListPersons(r.Reader(), r.P, f)
	if err != nil {
		return err
	}
	if v.Find.Text != "" { // a search has one page: who is not on it is found by more of the name
		v.Find.Hits, v.Find.More, page.Next = len(page.Items), page.Next != "" || len(f.IDs) == maxNamesakes, ""
	}
	if v.Rows, err = r.personRows(page.Items); err != nil {
		return err
	}
	return r.showList(r.listing(v, "/people", page.Next))
}

func (r *Request) personRows(list []registry.Person) ([]register.Row, error) {
	var ids, units []string
	for _, p := range list {
		ids, units = append(ids, p.ID), append(units, p.Unit)
	}
	names, err := r.people(ids...)
	if err != nil {
		return nil, err
	}
	bodies, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	rows := make([]register.Row, len(list))
	for i, p := range list {
		state := entryStatus(&registry.PersonTable, p.State)
		rows[i] = register.Row{{Text: r.C.PersonName(names.person(r.C, p.ID)), Href: entryPath(auth.Person, p.ID)}, {Text: orDash(r.C.Text(english(bodies[p.Unit])))},
			{Text: r.C.Text(p.Kind.Text())}, {Status: &state}}
	}
	return rows, nil
}

func personKindField(value string) form.Field {
	f := form.Field{Kind: form.Choice, Field: ui.Field{Name: "kind", Label: lang.T("类别", "Kind"), Value: value}}
	for _, k := range registry.PersonKinds() {
		f.Options = append(f.Options, ui.Option{Value: string(k), Text: k.Text()})
	}
	return f
}

// personFields ask for what is known about a person.
func personFields(rec vault.Record, unit, kind string) []form.Field {
	line := func(name string, label lang.Text, value, kind, auto string) form.Field {
		return form.Field{Kind: form.Line, Field: ui.Field{Name: "record." + name, Label: label, Value: value, Type: kind, Auto: auto, Max: 200}}
	}
	name := line("name", lang.T("姓名", "Name"), rec.Name, "", "off")
	name.Required, name.Help = true, lang.T("单字姓名也可以", "One character is enough")
	choose := personKindField(kind)
	choose.Required = true
	return []form.Field{name, line("name_en", lang.T("英文或拼音姓名", "Name in Latin letters"), rec.NameEN, "", "off"), choose,
		unitField("unit", lang.T("所在单位", "Unit"), unit, false),
		line("title", lang.T("职称或职务", "Title"), rec.Title, "", "off"), line("email", lang.T("电子邮箱", "E-mail"), rec.Email, "email", "off"),
		line("phone", lang.T("电话", "Telephone"), rec.Phone, "tel", "off"), {Kind: form.Area, Field: ui.Field{Name: "record.note", Label: lang.T("备注", "Note"), Value: rec.Note, Max: 200, Rows: 2}}}
}

// personRecord reads what personFields ask.
func (r *Request) personRecord() (registry.PersonData, vault.Record, error) {
	unit, err := r.unitNamed("unit", r.PostFormValue("unit"))
	get := func(name string) string { return r.PostFormValue("record." + name) }
	return registry.PersonData{Unit: unit, Kind: registry.PersonKind(r.PostFormValue("kind"))},
		vault.Record{Name: get("name"), NameEN: get("name_en"), Email: get("email"), Phone: get("phone"), Title: get("title"), Note: get("note")}, err
}

// newPerson registers somebody.
func (s *Server) newPerson() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			if err := r.may(auth.PersonCreate, auth.System, registry.House); err != nil {
				return form.Page{}, err
			}
			unit := ""
			for _, o := range r.Me.Offices {
				if o.Kind == registry.InUnit {
					name, err := r.body(auth.Unit, o.Body)
					if err != nil {
						return form.Page{}, err
					}
					unit = name.ZH
				}
			}
			return form.Page{Head: ui.HeadInfo{Title: lang.T("登记人员", "Register a person"), Lead: lang.T("只登记办理业务需要的信息。", "Register no more than the work needs.")},
				Fields: personFields(vault.Record{}, unit, string(registry.Staff)), Cancel: "/people", Submit: ui.Button{Text: lang.T("登记", "Register"), Look: ui.Primary}}, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			data, rec, err := r.personRecord()
			if err != nil {
				return "", lang.Text{}, err
			}
			out, err := s.Registry.RegisterPerson(r.Context(), r.P, r.C.Now, registry.RegisterPerson{PersonData: data, Record: rec, Key: r.Key()})
			path := "/people"
			if err == nil && r.may(auth.PersonView, auth.Person, out.Result) == nil {
				path = entryPath(auth.Person, out.Result)
			}
			return path, lang.T("已登记。", "Registered."), err
		},
	}
}

// editPerson replaces what is known about somebody.
func (s *Server) editPerson() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			p, rec, err := s.known(r, auth.PersonEdit)
			if err != nil {
				return form.Page{}, err
			}
			unit, err := r.body(auth.Unit, p.Unit)
			return form.Page{Head: ui.HeadInfo{Title: lang.T("修改人员信息", "Edit the person"), Kicker: lang.Same(rec.Name)}, Fields: personFields(rec, unit.ZH, string(p.Kind)),
				Version: p.Version, Cancel: entryPath(auth.Person, p.ID), Submit: save()}, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			data, rec, err := r.personRecord()
			id := r.PathValue("id")
			if err == nil {
				_, err = s.Registry.ChangePerson(r.Context(), r.P, r.C.Now, registry.ChangePerson{Person: id, PersonData: data, Record: &rec, Version: r.Version(), Key: r.Key()})
			}
			return entryPath(auth.Person, id), lang.T("已保存。", "Saved."), err
		},
	}
}

// known opens the person that the address names, for those who may do the
// verb, with the private record.
func (s *Server) known(r *Request, v auth.Verb) (registry.Person, vault.Record, error) {
	id := r.PathValue("id")
	if err := r.may(v, auth.Person, id); err != nil {
		return registry.Person{}, vault.Record{}, err
	}
	p, err := s.Registry.Person(r.Reader(), id)
	if err != nil {
		return p, vault.Record{}, err
	}
	rec, err := s.Vault.Get(r.Reader(), id)
	return p, rec, err
}

// eraseWord must be typed before personal data are destroyed.
func eraseWord(r *Request) string { return r.C.T("删除", "erase") }

// erasePerson destroys what is known about somebody.
func (s *Server) erasePerson() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			p, rec, err := s.known(r, auth.PersonErase)
			v := endPage(lang.Same(rec.Name), p.Version, entryPath(auth.Person, p.ID), lang.T("永久删除个人信息", "Erase for good"),
				lang.T("姓名、联系方式和账户将无法恢复地销毁；日志只保留编号，各页面显示“已删除”。", "Name, contacts and account are destroyed for good; the journal keeps an id alone, and every page says “erased”."))
			v.Fields[0].Help = lang.T("理由会留在日志中，请不要写入姓名等个人信息", "The reason stays in the journal: name nobody in it")
			v.Fields = append(v.Fields, form.Field{Kind: form.Line, Field: ui.Field{Name: "word", Label: lang.T("输入“%s”以确认", "Type “%s” to confirm").With(eraseWord(r)), Required: true, Narrow: true, Auto: "off"}})
			return v, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			if r.PostFormValue("word") != eraseWord(r) {
				return "", lang.Text{}, errs.New(errs.Invalid, "web.erase.word", lang.T("请输入“%s”。", "Type “%s”."), eraseWord(r)).At("word")
			}
			_, err := s.Erase(r.Context(), r.P, r.C.Now, registry.ErasePerson{Person: id, Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return entryPath(auth.Person, id), lang.T("个人信息已永久删除。", "The personal data are erased for good."), err
		},
	}
}
