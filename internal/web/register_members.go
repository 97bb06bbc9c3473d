package web

import (
	"cmp"
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// memberTable lists who sits on a committee.
func memberTable() ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("历任成员，现任在前", "Members of all times, the present ones first"),
		Columns: []ui.Column{{Text: lang.T("姓名", "Name")}, {Text: lang.T("职务", "Role")}, {Text: lang.T("专业背景", "Expertise")}, {Text: lang.T("性别", "Sex")},
			{Text: lang.T("来源", "From")}, {Text: lang.T("任期", "Term")}, {Text: lang.T("现状", "Now")}, {Text: lang.T("办理", "Acts")}},
		Empty: ui.EmptyInfo{Title: lang.T("还没有成员", "Nobody sits on it yet"), Text: lang.T("任命主任委员、副主任委员、委员和秘书。", "Appoint a chair, a vice-chair, members and a secretary.")}}
}

// memberRows are all periods, those of today first.
func (r *Request) memberRows(c registry.Committee, mayChange bool) ([]register.Row, error) {
	members := r.inOrder(c)
	var ids []string
	for _, m := range members {
		ids = append(ids, m.Person)
	}
	names, err := r.people(ids...)
	if err != nil {
		return nil, err
	}
	set := r.law(c.Region)
	rows := make([]register.Row, len(members))
	for i, m := range members {
		who, now, from := names.person(r.C, m.Person), tenureStatus(m.Tenure, r.P.Day), lang.T("本单位", "inside")
		who.Href = r.personHref(m.Person)
		if m.External {
			from = lang.T("外单位", "outside")
		}
		rows[i] = register.Row{{Person: &who}, {Text: r.C.Text(m.Role.Text())}, {Text: orDash(r.C.Join(words(set, "expertise", m.Expertise...)))}, {Text: r.C.Text(sexText(m.Sex))},
			{Text: r.C.Text(from)}, {Text: r.tenure(m.Tenure)}, {Status: &now}, {Text: "—"}}
		if mayChange && (m.Until == "" || m.Until >= r.P.Day) {
			rows[i][7] = register.Cell{Acts: r.memberActs(c, m)}
		}
	}
	return rows, nil
}

func (r *Request) memberActs(c registry.Committee, m registry.Member) []ui.Link {
	path := entryPath(auth.Committee, c.ID) + "/members/" + m.Person
	acts := []ui.Link{{Text: lang.T("免去", "End"), Href: path + "/leave"}}
	if m.On(r.P.Day) {
		acts = append([]ui.Link{{Text: lang.T("调整", "Change"), Href: path + "/change"}}, acts...)
	}
	return acts
}

// inOrder puts who sits today first, by rank, then who will, then who did.
func (r *Request) inOrder(c registry.Committee) []registry.Member {
	when := func(m registry.Member) int {
		switch {
		case m.On(r.P.Day):
			return 0
		case m.From > r.P.Day:
			return 1
		}
		return 2
	}
	rank := registry.CommitteeRoles()
	out := slices.Clone(c.Members)
	slices.SortStableFunc(out, func(a, b registry.Member) int {
		return cmp.Or(when(a)-when(b), slices.Index(rank, a.Role)-slices.Index(rank, b.Role))
	})
	return out
}

// sexText is the sex in words.
func sexText(s registry.Sex) lang.Text {
	switch s {
	case registry.Female:
		return lang.T("女", "female")
	case registry.Male:
		return lang.T("男", "male")
	}
	return lang.T("未说明", "not stated")
}

// memberFields ask for what somebody is in the committee.
func memberFields(set *rules.Set, c registry.Committee, m registry.Member) []form.Field {
	role := form.Field{Kind: form.Radios, Field: ui.Field{Name: "role", Label: lang.T("职务", "Role"), Value: string(m.Role), Required: true}}
	for _, o := range registry.CommitteeRoles() {
		role.Options = append(role.Options, ui.Option{Value: string(o), Text: o.Text()})
	}
	fields := []form.Field{role, {Kind: form.Checks, Field: ui.Field{Name: "expertise", Label: lang.T("专业背景", "Expertise"), Chosen: m.Expertise, Options: options(set, "expertise"),
		Help: lang.T("委员至少选一项；秘书和顾问可不选", "At least one for members; none is needed for secretaries and advisers")}}}
	if place, ok := regions.Lookup(c.Region); ok && place.Autonomous() {
		local := form.Field{Kind: form.Check, Field: ui.Field{Name: "local", Label: lang.T("熟悉当地民族自治地方的情况", "Is familiar with this ethnic autonomous area")}}
		if m.Local {
			local.Chosen = []string{"yes"}
		}
		fields = append(fields, local)
	}
	return fields
}

// termHelp says how long a term may last, and on which ground.
func (r *Request) termHelp(set *rules.Set) lang.Text {
	limit, ok := set.Param("term_years")
	if !ok {
		return lang.Text{}
	}
	return lang.T("委员任期最长 %d 年（%s），可以连任；秘书和顾问可不填", "A member's term lasts at most %d years (%s) and can be renewed; not needed for secretaries and advisers").
		With(limit.Int(), set.CiteGround(limit.Ground()))
}

// appointMember appoints somebody to a committee.
func (s *Server) appointMember() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.ownCommittee(r, auth.CommitteeAppoint)
			if err != nil {
				return form.Page{}, err
			}
			find, person, err := s.findPerson(r)
			set := r.law(c.Region)
			sex := form.Field{Kind: form.Radios, Field: ui.Field{Name: "sex", Label: lang.T("性别", "Sex"), Value: string(registry.Unknown), Required: true,
				Help: lang.T("组成要求涉及不同性别的委员", "The composition needs members of both sexes")}}
			for _, o := range []registry.Sex{registry.Female, registry.Male, registry.Unknown} {
				sex.Options = append(sex.Options, ui.Option{Value: string(o), Text: sexText(o)})
			}
			until := dayField("until", lang.T("任期至", "Until"), string(r.P.Day.AddMonths(36).AddDays(-1)), false)
			until.Help = r.termHelp(set)
			fields := append([]form.Field{person, r.found()}, memberFields(set, c, registry.Member{Role: registry.RoleMember})...)
			return form.Page{Head: ui.HeadInfo{Kicker: english(c.Name), Title: lang.T("任命成员", "Appoint somebody")}, Find: find, Version: c.Version, Cancel: entryPath(auth.Committee, c.ID),
				Fields: append(fields, sex, dayField("from", lang.T("任期自", "From"), string(r.P.Day), true), until), Submit: ui.Button{Text: lang.T("任命", "Appoint"), Look: ui.Primary}}, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Registry.AppointMember(r.Context(), r.P, r.C.Now, registry.AppointMember{Committee: id, Version: r.Version(), Key: r.Key(),
				Member: registry.Member{Tenure: r.readTenure(), Role: registry.Role(r.PostFormValue("role")), Expertise: r.PostForm["expertise"],
					Sex: registry.Sex(r.PostFormValue("sex")), Local: r.PostFormValue("local") != ""}})
			return entryPath(auth.Committee, id) + "#members", lang.T("已任命。", "Appointed."), err
		},
	}
}

// changeMember gives a sitting member another role, expertise or term.
func (s *Server) changeMember() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.ownCommittee(r, auth.CommitteeAppoint)
			if err != nil {
				return form.Page{}, err
			}
			at := slices.IndexFunc(c.Members, func(m registry.Member) bool { return m.Person == r.PathValue("person") && m.On(r.P.Day) })
			if at < 0 {
				return form.Page{}, errs.New(errs.NotFound, "web.member", lang.T("此人现在不是本委员会的成员。", "This person does not sit on the committee now."))
			}
			names, err := r.people(r.PathValue("person"))
			set := r.law(c.Region)
			until := dayField("until", lang.T("新任期至", "New end of the term"), "", false)
			until.Help = lang.T("不填则任期不变", "Leave it empty to keep the term")
			return form.Page{Head: ui.HeadInfo{Kicker: english(c.Name), Title: lang.T("调整 %s 的职务", "Change the seat of %s").With(names.text(r.PathValue("person")))},
				Version: c.Version, Cancel: entryPath(auth.Committee, c.ID), Submit: save(),
				Fields: append(memberFields(set, c, c.Members[at]), dayField("day", lang.T("自何日起", "From"), string(r.P.Day), true), until)}, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Registry.ChangeMember(r.Context(), r.P, r.C.Now, registry.ChangeMember{Committee: id, Person: r.PathValue("person"), Version: r.Version(), Key: r.Key(),
				Day: calendar.Day(r.PostFormValue("day")), Until: calendar.Day(r.PostFormValue("until")), Role: registry.Role(r.PostFormValue("role")),
				Expertise: r.PostForm["expertise"], Local: r.PostFormValue("local") != ""})
			return entryPath(auth.Committee, id) + "#members", lang.T("已调整。", "Changed."), err
		},
	}
}

// leaveCommittee ends a membership.
func (s *Server) leaveCommittee() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.ownCommittee(r, auth.CommitteeRemove)
			if err != nil {
				return form.Page{}, err
			}
			role := registry.RoleMember
			for _, m := range c.Members {
				if m.Person == r.PathValue("person") {
					role = m.Role
				}
			}
			v, err := r.leavePage(role)
			v.Head.Kicker, v.Version, v.Cancel = english(c.Name), c.Version, entryPath(auth.Committee, c.ID)
			return v, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Registry.LeaveCommittee(r.Context(), r.P, r.C.Now, registry.LeaveCommittee{Committee: id, Leaving: r.leaving(), Version: r.Version(), Key: r.Key()})
			return entryPath(auth.Committee, id) + "#members", lang.T("已免去。", "The seat is ended."), err
		},
	}
}
