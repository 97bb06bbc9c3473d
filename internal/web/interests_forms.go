package web

import (
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/interests"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// interestForm is a form about one's own register.
func (s *Server) interestForm(head ui.HeadInfo, button, done lang.Text, fields func(*Request, *form.Page) error, act func(*Request, interests.On) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Interests.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			v := form.Page{Page: r.Info(head.Title), Head: head, Version: st.Version, Cancel: interestsPath(st.Person), Submit: ui.Button{Text: button, Look: ui.Primary}}
			if err := r.may(auth.InterestsEdit, auth.Person, st.Person); err != nil {
				return v, err
			}
			return v, fields(r, &v)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			return interestsPath(id), done, act(r, interests.On{Person: id, ID: r.PathValue("interest"), Day: calendar.Day(r.PostFormValue("day")), Version: r.Version(), Key: r.Key()})
		},
	}
}

// declareStanding enters an interest that lies with a unit, a person or a company.
func (s *Server) declareStanding(with string) formPage {
	titles := map[string]lang.Text{interests.WithUnit: lang.T("登记与单位的利益", "Register an interest in a unit"),
		interests.WithPerson:  lang.T("登记与人员的关系", "Register a tie with a person"),
		interests.WithCompany: lang.T("登记与企业等机构的利益", "Register an interest in a company")}
	head := ui.HeadInfo{Title: titles[with], Lead: lang.T("只有您所在委员会的秘书和主任委员看得到；名称和说明加密保存。", "Seen by the secretary and the chair of your committee alone; names and words are kept encrypted.")}
	return s.interestForm(head, lang.T("登记", "Register"), lang.T("已登记；请确认登记完整。", "Registered; confirm that the register is complete."), func(r *Request, v *form.Page) error {
		kinds := form.Field{Kind: form.Radios, Field: ui.Field{Name: "kind", Label: lang.T("类别", "Kind"), Required: true}}
		for _, item := range r.law("").List("interest_kinds") {
			if slices.Contains(item.Strs("about"), with) {
				kinds.Options = append(kinds.Options, ui.Option{Value: item.Code, Text: item.Text})
			}
		}
		switch with {
		case interests.WithUnit:
			v.Fields = append(v.Fields, form.Field{Kind: form.Line, Field: ui.Field{Name: "unit", Label: lang.T("单位全称", "Full name of the unit"), Required: true, Max: 300}})
		case interests.WithCompany:
			v.Fields = append(v.Fields, form.Field{Kind: form.Line, Field: ui.Field{Name: "company", Label: lang.T("机构全称", "Full name of the company"), Required: true, Max: 300,
				Help: lang.T("案卷的经费来源写到这个名称时，建议回避", "Recusal is proposed where the funding of a case names it")}})
		default:
			find, person, err := s.findPerson(r)
			if err != nil {
				return err
			}
			v.Find, v.Fields = find, append(v.Fields, person, r.found())
		}
		v.Fields = append(v.Fields, kinds, form.Field{Kind: form.Line, Field: ui.Field{Name: "note", Label: lang.T("说明", "In words"), Max: 300}},
			dayField("from", lang.T("自", "From"), string(r.P.Day), true), dayField("until", lang.T("至", "Until"), "", false))
		return nil
	}, func(r *Request, on interests.On) error {
		cmd := interests.Declare{Person: on.Person, With: with, Kind: r.PostFormValue("kind"), About: r.PostFormValue("person"), Company: r.PostFormValue("company"), Note: r.PostFormValue("note"),
			From: calendar.Day(r.PostFormValue("from")), Until: calendar.Day(r.PostFormValue("until")), Version: on.Version, Key: on.Key}
		var err error
		if cmd.Unit, err = r.unitNamed("unit", r.PostFormValue("unit")); err != nil {
			return err
		}
		_, err = s.Interests.Declare(r.Context(), r.P, r.C.Now, cmd)
		return err
	})
}

func (s *Server) endInterest() formPage {
	return s.interestForm(ui.HeadInfo{Title: lang.T("结束这项利益", "End this interest"), Lead: lang.T("记录仍然保留。", "It stays on record.")}, lang.T("结束", "End it"), lang.T("已记录。", "It is on record."),
		func(r *Request, v *form.Page) error {
			v.Fields = []form.Field{dayField("day", lang.T("最后一天", "Its last day"), string(r.P.Day), true)}
			return nil
		}, func(r *Request, on interests.On) error {
			_, err := s.Interests.End(r.Context(), r.P, r.C.Now, on)
			return err
		})
}

func (s *Server) confirmInterests() formPage {
	return s.interestForm(ui.HeadInfo{Title: lang.T("确认利益登记", "Confirm the register"), Lead: lang.T("我确认：登记的利益完整、属实；有变动时及时更新。", "I confirm that the register is complete and true, and that I will keep it so.")},
		lang.T("确认", "Confirm"), lang.T("已确认。", "Confirmed."), func(*Request, *form.Page) error { return nil }, func(r *Request, on interests.On) error {
			on.Day = ""
			_, err := s.Interests.Confirm(r.Context(), r.P, r.C.Now, on)
			return err
		})
}
