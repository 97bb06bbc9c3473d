package web

import (
	"strconv"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/sanction"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// newSanction begins a decision of a department.
func (s *Server) newSanction() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.FormValue("department")
			d, err := s.Registry.Department(r.Reader(), id)
			if err != nil {
				return form.Page{}, err
			}
			set := r.law(d.Region)
			violations := append(options(set, "violations_unit"), options(set, "violations_committee")...)
			head := ui.HeadInfo{Kicker: english(d.Name), Title: lang.T("起草处理决定", "Draft a decision"), Lead: lang.T("先写决定本身，再逐个添加当事人和措施；生效之前可以修改。文字里不写姓名。",
				"First the decision itself, then its subjects and measures; nothing binds until it is put in force. No names in the texts.")}
			return form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Cancel: "/sanctions", Submit: ui.Button{Text: lang.T("保存草稿", "Save the draft"), Look: ui.Primary},
				Fields: []form.Field{
					{Kind: form.Line, Field: ui.Field{Name: "number", Label: lang.T("文号", "Number"), Required: true, Max: 200}}, dayField("day", lang.T("作出日期", "Decided on"), string(r.P.Day), true),
					{Kind: form.Radios, Field: ui.Field{Name: "finding", Label: lang.T("认定", "Finding"), Required: true, Options: []ui.Option{{Value: "yes", Text: lang.T("认定违规", "A breach was found")},
						{Value: "no", Text: lang.T("未认定违规", "No breach was found"), Help: lang.T("不采取措施，也不作为违规公开", "No measure is taken, and it is never made public as a breach")}}}},
					{Kind: form.Choice, Field: ui.Field{Name: "violation", Label: lang.T("认定的行为", "Breach"), Options: distinct(violations)}},
					{Kind: form.Choice, Field: ui.Field{Name: "severity", Label: lang.T("情节", "Severity"), Options: options(set, "severity")}},
					{Kind: form.Area, Field: ui.Field{Name: "basis", Label: lang.T("依据", "What it rests on"), Required: true, Rows: 5}},
				}}, r.may(auth.SanctionDraft, auth.Department, id)
		},
		act: func(r *Request) (string, lang.Text, error) {
			out, err := s.Sanction.Draft(r.Context(), r.P, r.C.Now, sanction.Draft{Department: r.FormValue("department"), Key: r.Key(), Terms: sanction.Terms{Number: r.PostFormValue("number"),
				Day: calendar.Day(r.PostFormValue("day")), Finding: r.PostFormValue("finding") != "no", Violation: r.PostFormValue("violation"), Severity: r.PostFormValue("severity"), Basis: r.PostFormValue("basis")}})
			return sanctionPath(out.Result), lang.T("草稿已保存，请添加当事人。", "The draft is saved; name its subjects."), err
		},
	}
}

// distinct leaves the first of options with one value.
func distinct(list []ui.Option) []ui.Option {
	seen := map[string]bool{}
	var out []ui.Option
	for _, o := range list {
		if !seen[o.Value] {
			out = append(out, o)
		}
		seen[o.Value] = true
	}
	return out
}

// sanctionForm is a form about one decision.
func (s *Server) sanctionForm(verb auth.Verb, head ui.HeadInfo, button, done lang.Text, fields func(*Request, sanction.State) ([]form.Field, error), act func(*Request) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Sanction.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head := head // of this request alone
			head.Kicker = lang.Same(st.Number)
			v := form.Page{Page: r.Info(head.Title), Head: head, Version: st.Version, Cancel: sanctionPath(st.ID), Submit: ui.Button{Text: button, Look: ui.Primary}}
			if fields != nil {
				if v.Fields, err = fields(r, st); err != nil {
					return v, err
				}
			}
			return v, r.may(verb, auth.Sanction, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) { return sanctionPath(r.PathValue("id")), done, act(r) },
	}
}

// after is what every form about a decision in force sends.
func (r *Request) afterSanction() sanction.After {
	months, err := strconv.Atoi(strings.TrimSpace(r.PostFormValue("months")))
	if err != nil {
		months = 0 // refused where a term is asked for
	}
	return sanction.After{Sanction: r.PathValue("id"), Measure: r.PathValue("measure"), Request: r.PathValue("request"), Months: months, Life: r.PostFormValue("term") == "life",
		Lift: r.PostFormValue("term") == "lift", Grant: r.PostFormValue("grant") == "yes", Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
}

func sanctionReason(*Request, sanction.State) ([]form.Field, error) {
	return []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 4, Help: lang.T("不写姓名", "No names")}}}, nil
}

// nameSubject adds a subject: found in the register, or from outside it.
func (s *Server) nameSubject() formPage {
	f := s.sanctionForm(auth.SanctionEdit, ui.HeadInfo{Title: lang.T("添加当事人", "Add a subject"), Lead: lang.T("登记里有的，按姓名查找后选择；没有的，填写姓名或名称和证件号码。", "Look for people of the register by name; for others give the name and the number of a document.")},
		lang.T("添加", "Add"), lang.T("已添加。", "Added."), s.subjectFields, func(r *Request) error {
			cmd := sanction.Name{Sanction: r.PathValue("id"), Kind: r.PostFormValue("kind"), Name: r.PostFormValue("name"), Paper: r.PostFormValue("paper"), Number: r.PostFormValue("number"), Version: r.Version(), Key: r.Key()}
			unit, err := r.unitNamed("unit", r.PostFormValue("unit"))
			if err != nil {
				return err
			}
			switch {
			case r.PostFormValue("person") != "" && cmd.Name == "":
				cmd.Kind, cmd.Who = sanction.Person, r.PostFormValue("person")
			case cmd.Kind == sanction.Unit && unit != "":
				cmd.Who = unit
			default:
				cmd.Unit = unit
			}
			_, err = s.Sanction.AddSubject(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
	build := f.build
	f.build = func(r *Request) (form.Page, error) {
		v, err := build(r)
		if err != nil {
			return v, err
		}
		find, people, err := s.findPerson(r)
		if err != nil {
			return v, err
		}
		if len(people.Options) > 0 {
			people.Required, people.Label = false, lang.T("登记里的人", "Somebody of the register")
			v.Fields = append([]form.Field{people, r.found()}, v.Fields...)
		}
		find.Hits = max(find.Hits, 1) // the rest of the form stands without a find
		v.Find = find
		return v, nil
	}
	return f
}

func (s *Server) subjectFields(r *Request, st sanction.State) ([]form.Field, error) {
	var papers []ui.Option
	for _, kind := range []string{sanction.Person, sanction.Unit} {
		for _, item := range sanction.Papers(r.law(st.Region), kind) {
			papers = append(papers, ui.Option{Value: item.Code, Text: item.Text})
		}
	}
	return []form.Field{
		{Kind: form.Radios, Field: ui.Field{Name: "kind", Label: lang.T("类别", "Kind"), Value: sanction.Person, Options: []ui.Option{{Value: sanction.Person, Text: lang.T("个人", "Person")}, {Value: sanction.Unit, Text: lang.T("单位", "Unit")}}}},
		{Kind: form.Line, Field: ui.Field{Name: "unit", Label: lang.T("登记的单位", "Unit of the register"), Help: lang.T("当事单位，或者当事人所在单位", "The unit itself, or where the person works"), Max: 200}},
		{Kind: form.Line, Field: ui.Field{Name: "name", Label: lang.T("姓名或名称（不在登记里的）", "Name (of somebody outside the register)"), Max: 200}},
		{Kind: form.Choice, Field: ui.Field{Name: "paper", Label: lang.T("证件种类", "Document"), Options: papers}},
		{Kind: form.Line, Field: ui.Field{Name: "number", Label: lang.T("证件号码", "Number"), Narrow: true, Max: 60, Help: lang.T("加密保存，只用于辨认", "Kept under encryption, only to tell people apart")}},
	}, nil
}

// termFieldsOf ask how long a measure holds.
func sanctionTerm(lift bool) []form.Field {
	kinds := []ui.Option{{Value: "months", Text: lang.T("有期限", "A term")}, {Value: "life", Text: lang.T("终身", "For life")}}
	if lift {
		kinds = append(kinds, ui.Option{Value: "lift", Text: lang.T("解除这项措施", "Lift the measure")})
	} else {
		kinds = append(kinds, ui.Option{Value: "none", Text: lang.T("没有期限，履行为止", "No term: until fulfilled")})
	}
	return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "term", Label: lang.T("期限", "Term"), Required: true, Value: "months", Options: kinds}},
		{Kind: form.Line, Field: ui.Field{Name: "months", Label: lang.T("月数", "Months"), Type: "number", Narrow: true, Help: lang.T("自起算之日起，满月的前一日为最后一日", "The last day is the one before the same day so many months later")}}}
}

func (s *Server) addMeasure() formPage {
	return s.sanctionForm(auth.SanctionEdit, ui.HeadInfo{Title: lang.T("添加措施", "Add a measure")}, lang.T("添加", "Add"), lang.T("已添加。", "Added."), func(r *Request, st sanction.State) ([]form.Field, error) {
		names, err := r.subjectNames(st)
		if err != nil {
			return nil, err
		}
		who := form.Field{Kind: form.Radios, Field: ui.Field{Name: "subject", Label: lang.T("当事人", "Subject"), Required: true}}
		for _, x := range st.Subjects {
			who.Options = append(who.Options, ui.Option{Value: x.ID, Text: names[x.ID]})
		}
		if len(who.Options) == 1 {
			who.Value = who.Options[0].Value
		}
		return append([]form.Field{who, {Kind: form.Choice, Field: ui.Field{Name: "code", Label: lang.T("措施", "Measure"), Required: true, Options: options(r.law(st.Region), "measures")}},
			dayField("from", lang.T("自", "From"), string(st.Day), true)}, sanctionTerm(false)...), nil
	}, func(r *Request) error {
		a := r.afterSanction()
		if r.PostFormValue("term") != "months" {
			a.Months = 0
		}
		_, err := s.Sanction.AddMeasure(r.Context(), r.P, r.C.Now, sanction.Add{Sanction: a.Sanction, Subject: r.PostFormValue("subject"), Code: r.PostFormValue("code"), From: calendar.Day(r.PostFormValue("from")),
			Months: a.Months, Life: a.Life, Version: a.Version, Key: a.Key})
		return err
	})
}

// onSanction is the command about a whole decision.
func (r *Request) onSanction() sanction.On {
	return sanction.On{Sanction: r.PathValue("id"), Version: r.Version(), Key: r.Key()}
}

func (s *Server) dropPart() formPage {
	return s.sanctionForm(auth.SanctionEdit, ui.HeadInfo{Title: lang.T("从草稿中移除", "Remove it from the draft"), Lead: lang.T("移除当事人时，为其写的措施一并移除。", "With a subject go the measures written for it.")}, lang.T("移除", "Remove"), lang.T("已移除。", "Removed."), nil,
		func(r *Request) error {
			_, err := s.Sanction.Drop(r.Context(), r.P, r.C.Now, sanction.Drop{Sanction: r.PathValue("id"), ID: r.PathValue("part"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) issueSanction() formPage {
	return s.sanctionForm(auth.SanctionEdit, ui.HeadInfo{Title: lang.T("使决定生效", "Put it in force"), Lead: lang.T("生效后措施开始约束，当事人可以看到并请求更正。", "From then on the measures bind; whom it concerns sees it and may ask for correction.")}, lang.T("生效", "Put it in force"),
		lang.T("决定已生效。", "The decision is in force."), nil, func(r *Request) error {
			_, err := s.Sanction.Issue(r.Context(), r.P, r.C.Now, r.onSanction())
			return err
		})
}

func (s *Server) discardSanction() formPage {
	return s.sanctionForm(auth.SanctionEdit, ui.HeadInfo{Title: lang.T("丢弃草稿", "Discard the draft")}, lang.T("丢弃", "Discard"), lang.T("草稿已丢弃。", "The draft is discarded."), nil, func(r *Request) error {
		_, err := s.Sanction.Discard(r.Context(), r.P, r.C.Now, r.onSanction())
		return err
	})
}

func (s *Server) annulSanction() formPage {
	return s.sanctionForm(auth.SanctionEdit, ui.HeadInfo{Title: lang.T("撤销决定", "Annul the decision"), Lead: lang.T("全部措施随之失效。", "All its measures end with it.")}, lang.T("撤销", "Annul"), lang.T("决定已撤销。", "The decision is annulled."), sanctionReason, func(r *Request) error {
		_, err := s.Sanction.Annul(r.Context(), r.P, r.C.Now, r.afterSanction())
		return err
	})
}

func (s *Server) fulfilMeasure() formPage {
	return s.sanctionForm(auth.SanctionEdit, ui.HeadInfo{Title: lang.T("措施已履行", "The measure is fulfilled")}, lang.T("记录", "Record it"), lang.T("已记录。", "Recorded."), sanctionReason, func(r *Request) error {
		_, err := s.Sanction.Fulfil(r.Context(), r.P, r.C.Now, r.afterSanction())
		return err
	})
}

func (s *Server) correctMeasure() formPage {
	return s.sanctionForm(auth.SanctionEdit, ui.HeadInfo{Title: lang.T("更正措施", "Correct the measure")}, lang.T("更正", "Correct"), lang.T("已更正。", "Corrected."), func(r *Request, st sanction.State) ([]form.Field, error) {
		reason, err := sanctionReason(r, st)
		return append(sanctionTerm(true), reason...), err
	}, func(r *Request) error {
		a := r.afterSanction()
		if a.Life || a.Lift {
			a.Months = 0
		}
		_, err := s.Sanction.Correct(r.Context(), r.P, r.C.Now, a)
		return err
	})
}

func (s *Server) askCorrection() formPage {
	return s.sanctionForm(auth.SanctionAsk, ui.HeadInfo{Title: lang.T("请求更正", "Ask for correction"), Lead: lang.T("写明哪里不对、为什么。部门在期限内答复。", "Say what is wrong, and why. The department answers within its time.")}, lang.T("提出", "Ask"), lang.T("已提出，部门会答复。", "Asked; the department will answer."),
		sanctionReason, func(r *Request) error {
			_, err := s.Sanction.Ask(r.Context(), r.P, r.C.Now, r.afterSanction())
			return err
		})
}

func (s *Server) answerCorrection() formPage {
	return s.sanctionForm(auth.SanctionEdit, ui.HeadInfo{Title: lang.T("答复更正请求", "Answer the request"), Lead: lang.T("同意的，随后更正措施或者撤销决定。", "What is granted is then corrected, or the decision annulled.")}, lang.T("答复", "Answer"), lang.T("已答复。", "Answered."),
		func(r *Request, st sanction.State) ([]form.Field, error) {
			reason, err := sanctionReason(r, st)
			return append([]form.Field{{Kind: form.Radios, Field: ui.Field{Name: "grant", Label: lang.T("答复", "Answer"), Required: true, Options: []ui.Option{{Value: "yes", Text: lang.T("同意更正", "Grant it")}, {Value: "no", Text: lang.T("不同意", "Refuse it")}}}}}, reason...), err
		}, func(r *Request) error {
			_, err := s.Sanction.Answer(r.Context(), r.P, r.C.Now, r.afterSanction())
			return err
		})
}
