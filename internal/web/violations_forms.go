package web

import (
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/violation"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// caseForm is a form about one case.
type caseForm struct {
	verb         auth.Verb
	title, lead  lang.Text
	button, done lang.Text
	back         string // the tab to go back to
	fields       func(k *file) []form.Field
	act          func(r *Request) (journal.Outcome, error)
	person       bool // somebody is chosen by name
	personLabel  lang.Text
	optional     bool // whoever is chosen need not be
}

// onCase makes the page of such a form.
func (s *Server) onCase(f caseForm) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			k, err := s.breachFile(r)
			if err != nil {
				return form.Page{}, err
			}
			head := ui.HeadInfo{Kicker: lang.Same(k.Title), Title: f.title, Lead: f.lead}
			v := form.Page{Page: r.Info(head.Title), Head: head, Version: k.Version, Cancel: casePath(k.ID) + f.back, Submit: ui.Button{Text: f.button, Look: ui.Primary}}
			v.Page.Crumbs = []ui.Link{{Text: casesTitle, Href: "/violations"}}
			if err := r.may(f.verb, auth.Case, k.ID); err != nil {
				return v, err
			}
			if f.fields != nil {
				v.Fields = f.fields(k)
			}
			if f.person {
				err = s.choosing(r, f, &v)
			}
			return v, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			_, err := f.act(r)
			return casePath(r.PathValue("id")) + f.back, f.done, err
		},
	}
}

// choosing lets a form choose somebody of the register by name.
func (s *Server) choosing(r *Request, f caseForm, v *form.Page) error {
	find, people, err := s.findPerson(r)
	if err != nil {
		return err
	}
	if len(people.Options) > 0 {
		people.Required, people.Label = !f.optional, f.personLabel
		v.Fields = append([]form.Field{people, r.found()}, v.Fields...)
	}
	if f.optional {
		find.Hits = max(find.Hits, 1) // the rest of the form stands without a find
	}
	v.Find = find
	return nil
}

func textArea(name string, label lang.Text, rows int) form.Field {
	return form.Field{Kind: form.Area, Field: ui.Field{Name: name, Label: label, Required: true, Rows: rows, Max: 8000, Help: lang.T("不写当事人和举报人的姓名", "No names of those in the case")}}
}

func lineField(name string, label lang.Text) form.Field {
	return form.Field{Kind: form.Line, Field: ui.Field{Name: name, Label: label, Required: true, Max: 200}}
}

// newCase registers a case for a unit or a department.
func (s *Server) newCase() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			kind, id := auth.Unit, r.FormValue("body")
			if r.FormValue("kind") == violation.Department {
				kind = auth.Department
			}
			name, err := r.body(kind, id)
			if err != nil {
				return form.Page{}, err
			}
			v, err := r.caseForm(kind, name)
			if err != nil {
				return v, err
			}
			v.Action, v.Cancel = r.URL.RequestURI(), "/violations"
			v.Fields = slices.Insert(v.Fields, 1, form.Field{Kind: form.Choice, Field: ui.Field{Name: "source", Label: lang.T("来源", "Source"), Required: true, Options: options(r.law(""), "case_sources")}},
				form.Field{Kind: form.Line, Field: ui.Field{Name: "source_ref", Label: lang.T("来源编号", "Number of the source"), Max: 200, Help: lang.T("移送函号等", "The number of a letter, and the like")}})
			if err := r.may(auth.CaseOpen, kind, id); err != nil {
				return v, err
			}
			err = s.choosing(r, caseForm{personLabel: lang.T("实名举报人（登记里的）", "Who reported it (of the register)"), optional: true}, &v)
			if v.Find != nil {
				v.Find.Action = r.URL.RequestURI() // it says for whom
			}
			return v, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			out, err := s.registerCase(r, violation.Body{Kind: r.FormValue("kind"), ID: r.FormValue("body")}, violation.Source{Kind: r.PostFormValue("source"), Ref: r.PostFormValue("source_ref")})
			if err != nil {
				return "", lang.Text{}, err
			}
			if r.may(auth.CaseOverview, auth.Case, out.Result) != nil {
				return "/violations", lang.T("已登记。按照管辖规则，案件由上级部门查处。", "Registered. By the rules of jurisdiction the department above handles it."), nil
			}
			return casePath(out.Result), lang.T("已登记，请写明被举报的是谁。", "Registered; name whom it is about."), nil
		},
	}
}

// caseForm is the part of the form that every case begins with.
func (r *Request) caseForm(kind auth.Kind, body lang.Text) (form.Page, error) {
	head := ui.HeadInfo{Kicker: body, Title: lang.T("登记案件", "Register a case"), Lead: lang.T("由谁查处由规则确定：一般由本单位；单位或者其负责人涉嫌的由上级；财政资金支持的由计划管理部门；重大案件由主管部门。登记后自动转到有权的一方。",
		"The rules say who handles it: the unit itself; its superior where the unit or its head is concerned; the funder where public money is; the department for a major case. It goes there by itself.")}
	v := form.Page{Page: r.Info(head.Title), Head: head, Submit: ui.Button{Text: lang.T("登记", "Register it"), Look: ui.Primary}}
	departments, err := r.funderField()
	v.Fields = []form.Field{lineField("title", lang.T("案件名称", "Title")), textArea("text", lang.T("反映的情况", "What was reported"), 6),
		{Kind: form.Line, Field: ui.Field{Name: "unit", Label: lang.T("被举报人所在单位", "Unit of those concerned"), Max: 200, Value: r.C.Text(unitOf(kind, body)), Help: lang.T("没有单位的留空", "Leave it empty where there is none")}},
		{Kind: form.Line, Field: ui.Field{Name: "activity", Label: lang.T("科技活动编号", "Id of the activity"), Max: 36, Help: lang.T("与某项科技活动有关的填写", "Where it is about one")}},
		{Kind: form.Check, Field: ui.Field{Name: "head", Label: lang.T("单位或者其负责人涉嫌", "The unit or its head is concerned")}},
		{Kind: form.Check, Field: ui.Field{Name: "major", Label: lang.T("重大案件", "A major case")}},
		departments}
	return v, err
}

// registerCase sends the form of a case for a body.
func (s *Server) registerCase(r *Request, body violation.Body, from violation.Source) (journal.Outcome, error) {
	unit, err := r.unitNamed("unit", r.PostFormValue("unit"))
	if err != nil {
		return journal.Outcome{}, err
	}
	return s.Violation.Register(r.Context(), r.P, r.C.Now, violation.Register{Body: body, Title: r.PostFormValue("title"), Text: r.PostFormValue("text"), Source: from,
		Unit: unit, Activity: r.PostFormValue("activity"), Reporter: r.PostFormValue("person"),
		Head: r.PostFormValue("head") != "", Major: r.PostFormValue("major") != "", Funder: r.PostFormValue("funder"), Key: r.Key()})
}

// funderField chooses the department whose money is in the work.
func (r *Request) funderField() (form.Field, error) {
	f, err := r.departmentField("")
	f.Name, f.Label = "funder", lang.T("财政资金的计划管理部门", "Department that runs the public programme")
	return f, err
}

func unitOf(kind auth.Kind, name lang.Text) lang.Text {
	if kind == auth.Unit {
		return lang.Same(name.ZH)
	}
	return lang.Text{}
}

func (s *Server) nameParty() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, title: lang.T("写明当事人", "Name whom it is about"), button: lang.T("写明", "Name them"), done: lang.T("已写明。", "Named."), person: true, optional: true, personLabel: lang.T("登记里的人", "Somebody of the register"),
		lead: lang.T("登记里有的，按姓名查找后选择；没有的，填写姓名或名称，有证件号码的一并填写——只有姓名的，以后不能处理。", "Look for people of the register by name; for others give the name, and the number of a document: a name alone cannot be sanctioned later."),
		fields: func(k *file) []form.Field {
			var papers []ui.Option
			for _, item := range k.set().List("identity_kinds") {
				papers = append(papers, ui.Option{Value: item.Code, Text: item.Text})
			}
			return []form.Field{
				{Kind: form.Radios, Field: ui.Field{Name: "kind", Label: lang.T("类别", "Kind"), Value: violation.Person, Options: []ui.Option{{Value: violation.Person, Text: lang.T("个人", "Person")}, {Value: violation.Unit, Text: lang.T("单位", "Unit")}}}},
				{Kind: form.Line, Field: ui.Field{Name: "unit", Label: lang.T("登记的单位", "Unit of the register"), Max: 200, Help: lang.T("当事单位，或者当事人所在单位", "The unit itself, or where the person works")}},
				{Kind: form.Line, Field: ui.Field{Name: "name", Label: lang.T("姓名或名称（不在登记里的）", "Name (of somebody outside the register)"), Max: 200}},
				{Kind: form.Choice, Field: ui.Field{Name: "paper", Label: lang.T("证件种类", "Document"), Options: papers}},
				{Kind: form.Line, Field: ui.Field{Name: "number", Label: lang.T("证件号码", "Number"), Narrow: true, Max: 60, Help: lang.T("加密保存，只用于辨认", "Kept under encryption, only to tell people apart")}},
				{Kind: form.Check, Field: ui.Field{Name: "head", Label: lang.T("是单位负责人", "Heads the unit"), Help: lang.T("单位负责人涉嫌的，案件自动转到上级", "Then the case goes to the body above by itself")}},
			}
		},
		act: func(r *Request) (journal.Outcome, error) {
			cmd := violation.NameParty{Case: r.PathValue("id"), Kind: r.PostFormValue("kind"), Name: r.PostFormValue("name"), Paper: r.PostFormValue("paper"), Number: r.PostFormValue("number"), Head: r.PostFormValue("head") != "", Version: r.Version(), Key: r.Key()}
			unit, err := r.unitNamed("unit", r.PostFormValue("unit"))
			if err != nil {
				return journal.Outcome{}, err
			}
			switch {
			case r.PostFormValue("person") != "" && cmd.Name == "":
				cmd.Kind, cmd.Who = violation.Person, r.PostFormValue("person")
			case cmd.Kind == violation.Unit && unit != "":
				cmd.Who = unit
			default:
				cmd.Unit = unit
			}
			return s.Violation.NameParty(r.Context(), r.P, r.C.Now, cmd)
		}})
}

// onPart is the command about a part of a case.
func (r *Request) onPart() violation.Part {
	return violation.Part{Case: r.PathValue("id"), ID: r.PathValue("part"), Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()}
}

func (r *Request) onWrite() violation.Write {
	return violation.Write{Case: r.PathValue("id"), Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()}
}

func (s *Server) takeCaseUp() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, title: lang.T("受理", "Take it up"), lead: lang.T("四项条件都具备的才受理。实名举报人会看到结果。", "A report is taken up when all four tests hold. Who reported by name sees it."), button: lang.T("受理", "Take it up"), done: lang.T("已受理，开始初步核查。", "Taken up; the preliminary check begins."),
		fields: func(k *file) []form.Field { return []form.Field{k.tests("tests", "accept", lang.T("条件", "Tests"))} },
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Accept(r.Context(), r.P, r.C.Now, violation.Accept{Case: r.PathValue("id"), Tests: r.PostForm["tests"], Version: r.Version(), Key: r.Key()})
		}})
}

// tests are the conditions of one effect.
func (k *file) tests(name, effect string, label lang.Text) form.Field {
	f := form.Field{Kind: form.Checks, Field: ui.Field{Name: name, Label: label, Required: true}}
	for _, item := range k.set().List("report_acceptance") {
		if item.Str("effect") == effect {
			f.Options = append(f.Options, ui.Option{Value: item.Code, Text: item.Text})
		}
	}
	return f
}

func (s *Server) rejectCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, title: lang.T("不予受理", "Refuse it"), lead: lang.T("写明理由；实名举报人会看到。", "Say why; who reported by name sees it."), button: lang.T("不予受理", "Refuse it"), done: lang.T("已记录不予受理。", "It was not taken up."),
		fields: func(k *file) []form.Field {
			return []form.Field{k.tests("grounds", "reject", lang.T("理由", "Grounds")), textArea("reason", lang.T("说明", "Explanation"), 4)}
		},
		act: func(r *Request) (journal.Outcome, error) {
			return s.Violation.Reject(r.Context(), r.P, r.C.Now, violation.Reject{Case: r.PathValue("id"), Grounds: r.PostForm["grounds"], Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
		}})
}

func (s *Server) checkCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, title: lang.T("初步核查结果", "Result of the preliminary check"), button: lang.T("记录", "Record it"), done: lang.T("已记录。", "Recorded."), fields: func(*file) []form.Field {
		return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "proceed", Label: lang.T("结果", "Result"), Required: true, Options: []ui.Option{{Value: "yes", Text: lang.T("开展调查", "Hold an inquiry")}, {Value: "no", Text: lang.T("不予调查", "No ground for an inquiry")}}}}, textArea("text", lang.T("核查情况", "What was checked"), 5)}
	}, act: func(r *Request) (journal.Outcome, error) {
		return s.Violation.Check(r.Context(), r.P, r.C.Now, violation.Check{Case: r.PathValue("id"), Proceed: r.PostFormValue("proceed") == "yes", Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()})
	}})
}

func (s *Server) transferCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseDecide, title: lang.T("移送", "Transfer the case"), lead: lang.T("写明发现了什么使别的部门有权查处；移送给谁由规则确定。", "Say what came out that makes another body competent; the rules say which."), button: lang.T("移送", "Transfer it"), done: lang.T("已移送。", "Transferred."),
		fields: func(k *file) []form.Field {
			departments, _ := k.r.funderField() // without it, nobody can be chosen
			return []form.Field{{Kind: form.Check, Field: ui.Field{Name: "head", Label: lang.T("单位或者其负责人涉嫌", "The unit or its head is concerned")}}, {Kind: form.Check, Field: ui.Field{Name: "major", Label: lang.T("重大案件", "A major case")}},
				departments,
				{Kind: form.Line, Field: ui.Field{Name: "unit", Label: lang.T("当事人实际所在单位", "Unit of those concerned, where it is another"), Max: 200}}, textArea("reason", lang.T("理由", "Reason"), 4)}
		},
		act: func(r *Request) (journal.Outcome, error) {
			unit, err := r.unitNamed("unit", r.PostFormValue("unit"))
			if err != nil {
				return journal.Outcome{}, err
			}
			return s.Violation.Transfer(r.Context(), r.P, r.C.Now, violation.Transfer{Case: r.PathValue("id"), Head: r.PostFormValue("head") != "", Major: r.PostFormValue("major") != "", Funder: r.PostFormValue("funder"), Unit: unit, Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
		}})
}

// direct is what a department above sends.
func (r *Request) direct() (violation.Direct, error) {
	unit, err := r.unitNamed("unit", r.PostFormValue("unit"))
	return violation.Direct{Case: r.PathValue("id"), Kind: r.PostFormValue("kind"), Unit: unit, Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()}, err
}

func (s *Server) guideCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseGuide, title: lang.T("督促、指导办案", "Remind or guide"), button: lang.T("发出", "Send it"), done: lang.T("已发出。", "Sent."), fields: func(*file) []form.Field {
		return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "kind", Label: lang.T("类别", "Kind"), Required: true, Options: []ui.Option{{Value: violation.Remind, Text: lang.T("督促", "Remind")}, {Value: violation.Guide, Text: lang.T("指导", "Guide")}}}}, textArea("text", lang.T("内容", "Text"), 4)}
	}, act: func(r *Request) (journal.Outcome, error) {
		cmd, err := r.direct()
		if err != nil {
			return journal.Outcome{}, err
		}
		return s.Violation.Guide(r.Context(), r.P, r.C.Now, cmd)
	}})
}

func (s *Server) takeCaseOver() formPage {
	return s.onCase(caseForm{verb: auth.CaseGuide, title: lang.T("直接查处", "Take the case over"), lead: lang.T("作为重大案件由部门自己办理；原办案方不再办理。", "As a major one the department handles it itself; who handled it so far does so no more."), button: lang.T("直接查处", "Take it over"), done: lang.T("案件由部门办理。", "The department handles the case."),
		fields: func(*file) []form.Field { return []form.Field{textArea("text", lang.T("理由", "Reason"), 4)} },
		act: func(r *Request) (journal.Outcome, error) {
			cmd, err := r.direct()
			if err != nil {
				return journal.Outcome{}, err
			}
			return s.Violation.TakeOver(r.Context(), r.P, r.C.Now, cmd)
		}})
}

func (s *Server) designateCase() formPage {
	return s.onCase(caseForm{verb: auth.CaseGuide, title: lang.T("指定管辖", "Settle who handles it"), lead: lang.T("几方都认为有权或者都认为无权的，由上级指定。", "Where several bodies claim to be competent, or none does, the one above settles it."), button: lang.T("指定", "Settle it"), done: lang.T("已指定。", "Settled."),
		fields: func(*file) []form.Field {
			return []form.Field{{Kind: form.Line, Field: ui.Field{Name: "unit", Label: lang.T("由哪个单位查处", "Unit that is to handle it"), Max: 200, Help: lang.T("归本部门主管的单位；留空由本部门办理", "One under the department; empty: the department itself")}}, textArea("text", lang.T("理由", "Reason"), 4)}
		},
		act: func(r *Request) (journal.Outcome, error) {
			cmd, err := r.direct()
			if err != nil {
				return journal.Outcome{}, err
			}
			return s.Violation.Designate(r.Context(), r.P, r.C.Now, cmd)
		}})
}

// writeForm is a form with one text.
func (s *Server) writeForm(f caseForm, label lang.Text) formPage {
	f.fields = func(*file) []form.Field { return []form.Field{textArea("text", label, 5)} }
	return s.onCase(f)
}
