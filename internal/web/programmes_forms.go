package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/programme"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// beginProgramme begins a programme of a department or unit.
func (s *Server) beginProgramme() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			kind, id := r.FormValue("kind"), r.FormValue("funder")
			if err := r.may(auth.ProgrammeBegin, kind, id); err != nil {
				return form.Page{}, err
			}
			name, err := r.body(kind, id)
			if err != nil {
				return form.Page{}, err
			}
			set, err := s.Programme.Set(r.Reader(), kind, id, r.P.Day)
			head := ui.HeadInfo{Kicker: name, Title: lang.T("设立计划", "Begin a programme"), Lead: lang.T("先定名称，随后写指南；指南写明伦理要求之后才能发布。", "First its title, then the guide, which is published once it sets out what it asks for on ethics.")}
			return form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Cancel: "/programmes", Submit: ui.Button{Text: lang.T("设立", "Begin"), Look: ui.Primary}, Fields: []form.Field{
				{Kind: form.Line, Field: ui.Field{Name: "title", Label: lang.T("名称", "Title"), Required: true, Max: 300}}, {Kind: form.Choice, Field: ui.Field{Name: "plan", Label: lang.T("属于哪一级计划", "Whose plan it is"), Required: true, Options: options(set, "programme_plans")}}}}, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			out, err := s.Programme.Begin(r.Context(), r.P, r.C.Now, programme.Begin{Funder: programme.Funder{Kind: r.FormValue("kind"), ID: r.FormValue("funder")}, Plan: r.PostFormValue("plan"), Title: r.PostFormValue("title"), Key: r.Key()})
			return programmePath(out.Result) + "/guide", lang.T("计划已设立，请写指南。", "The programme has begun; write its guide."), err
		},
	}
}

// programmeForm is a form about one programme.
func (s *Server) programmeForm(verb auth.Verb, head ui.HeadInfo, button, done lang.Text, fields func(*Request, programme.View) []form.Field, act func(*Request) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			v, err := s.Programme.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head := head // of this request alone
			head.Kicker = lang.Same(v.Title)
			page := form.Page{Page: r.Info(head.Title), Head: head, Version: v.Version, Cancel: programmePath(v.ID), Submit: ui.Button{Text: button, Look: ui.Primary}}
			if fields != nil {
				page.Fields = fields(r, v)
			}
			return page, r.may(verb, auth.Programme, v.ID)
		},
		act: func(r *Request) (string, lang.Text, error) { return programmePath(r.PathValue("id")), done, act(r) },
	}
}

func (s *Server) writeGuide() formPage {
	return s.programmeForm(auth.ProgrammeEdit, ui.HeadInfo{Title: lang.T("编写指南", "Write the guide"), Lead: lang.T("可以先存一部分；全部写明之后才能发布。", "You can keep a part of it; it is published once all of it is set out.")}, lang.T("保存", "Save"), lang.T("已保存。", "Saved."),
		func(r *Request, v programme.View) []form.Field {
			out := []form.Field{dayField("opens", lang.T("申报自", "Applications from"), string(v.Opens), true), dayField("closes", lang.T("申报至", "Applications until"), string(v.Closes), true)}
			for _, item := range r.law(v.Region).List("guide_requirements") {
				out = append(out, form.Field{Kind: form.Area, Field: ui.Field{Name: item.Code, Label: item.Text, Help: item.Help, Rows: 4, Value: v.Requirements[item.Code]}})
			}
			return out
		}, func(r *Request) error {
			v, err := s.Programme.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return err
			}
			cmd := programme.Guide{Programme: v.ID, Opens: calendar.Day(r.PostFormValue("opens")), Closes: calendar.Day(r.PostFormValue("closes")), Requirements: map[string]string{}, Version: r.Version(), Key: r.Key()}
			for _, a := range v.Required {
				cmd.Requirements[a.Code] = r.PostFormValue(a.Code)
			}
			_, err = s.Programme.WriteGuide(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
}

func (s *Server) publishProgramme() formPage {
	return s.programmeForm(auth.ProgrammeEdit, ui.HeadInfo{Title: lang.T("发布指南", "Publish the guide"), Lead: lang.T("发布之后不再修改，单位可以申报。", "It is not changed any more, and units can apply.")}, lang.T("发布", "Publish"), lang.T("指南已发布。", "The guide is published."), nil, func(r *Request) error {
		_, err := s.Programme.Publish(r.Context(), r.P, r.C.Now, programme.On{Programme: r.PathValue("id"), Version: r.Version(), Key: r.Key()})
		return err
	})
}

func (s *Server) closeProgramme() formPage {
	return s.programmeForm(auth.ProgrammeEdit, ui.HeadInfo{Title: lang.T("结束申报", "Close it for applications"), Lead: lang.T("已申报的项目继续办理。", "Projects already applied for go on.")}, lang.T("结束", "Close"), lang.T("申报已结束。", "It is closed."),
		func(*Request, programme.View) []form.Field {
			return []form.Field{wordsField("reason", lang.T("理由", "Reason"))}
		}, func(r *Request) error {
			_, err := s.Programme.Close(r.Context(), r.P, r.C.Now, programme.On{Programme: r.PathValue("id"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return err
		})
}
