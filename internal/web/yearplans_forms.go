package web

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/inspection"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// planDo is a verb on a plan.
type planDo func(*Request, inspection.OnPlan) (journal.Outcome, error)

// planForm is a form about one plan.
func (s *Server) planForm(head ui.HeadInfo, button, done lang.Text, fields func(*Request, inspection.Plan) ([]form.Field, error), do planDo) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			p, err := s.Inspection.Plan(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head := head // of this request alone
			head.Kicker = lang.Same(p.Title)
			v := form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Version: p.Version, Cancel: yearPlanPath(p.ID), Submit: ui.Button{Text: button, Look: ui.Primary}}
			if fields != nil {
				v.Fields, err = fields(r, p)
			}
			return v, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			unit := r.FormValue("unit")
			if name := r.PostFormValue("named"); name != "" {
				var err error
				if unit, err = r.unitNamed("named", name); err != nil {
					return "", done, err
				}
			}
			_, err := do(r, inspection.OnPlan{Plan: r.PathValue("id"), Unit: unit, Why: r.PostFormValue("why"), Summary: r.PostFormValue("summary"), Version: r.Version(), Key: r.Key()})
			return yearPlanPath(r.PathValue("id")), done, err
		},
	}
}

// yearPlanForms are the forms about plans and inspectors by their addresses.
func (s *Server) yearPlanForms() map[string]formPage {
	return map[string]formPage{
		"/yearplans/new": s.newYearPlan(),
		"/yearplans/{id}/choose": s.planForm(ui.HeadInfo{Title: lang.T("选定单位", "Choose a unit"), Lead: lang.T("风险分和理由随选定一起记录。", "Its score and the reasons are recorded with the choice.")}, lang.T("选定", "Choose"), lang.T("已选定。", "Chosen."), chooseFields,
			func(r *Request, cmd inspection.OnPlan) (journal.Outcome, error) {
				return s.Inspection.Choose(r.Context(), r.P, r.C.Now, cmd)
			}),
		"/yearplans/{id}/drop": s.planForm(ui.HeadInfo{Title: lang.T("移除选定的单位", "Remove a chosen unit")}, lang.T("移除", "Remove"), lang.T("已移除。", "Removed."), nil,
			func(r *Request, cmd inspection.OnPlan) (journal.Outcome, error) {
				return s.Inspection.Drop(r.Context(), r.P, r.C.Now, cmd)
			}),
		"/yearplans/{id}/adopt": s.planForm(ui.HeadInfo{Title: lang.T("通过计划", "Adopt the plan"), Lead: lang.T("通过后公告抽取。", "After that the draw is announced.")}, lang.T("通过", "Adopt"), lang.T("计划已通过。", "The plan is adopted."), nil,
			func(r *Request, cmd inspection.OnPlan) (journal.Outcome, error) {
				return s.Inspection.Adopt(r.Context(), r.P, r.C.Now, cmd)
			}),
		"/yearplans/{id}/discard": s.planForm(ui.HeadInfo{Title: lang.T("丢弃草稿", "Discard the draft")}, lang.T("丢弃", "Discard"), lang.T("已丢弃。", "Discarded."), nil,
			func(r *Request, cmd inspection.OnPlan) (journal.Outcome, error) {
				return s.Inspection.Discard(r.Context(), r.P, r.C.Now, cmd)
			}),
		"/yearplans/{id}/announce": s.planForm(ui.HeadInfo{Title: lang.T("公告双随机抽取", "Announce the double draw"), Lead: lang.T("公告后，可以抽取的单位、检查人员和须回避的情形都不能再改；种子由公告之后的第一个日志检查点产生，谁也不能预知。", "Once announced, units, inspectors and who stands aside where are fixed; the seed comes from the log's first checkpoint after it, which nobody can foresee.")},
			lang.T("公告", "Announce"), lang.T("已公告。封存后即可抽取。", "Announced; once it is sealed it can be drawn."), nil,
			func(r *Request, cmd inspection.OnPlan) (journal.Outcome, error) {
				return s.Inspection.Announce(r.Context(), r.P, r.C.Now, cmd)
			}),
		"/yearplans/{id}/draw": s.planForm(ui.HeadInfo{Title: lang.T("抽取单位和检查人员", "Draw units and inspectors"), Lead: lang.T("种子已经定下，什么时候抽取结果都一样。", "The seed is fixed: whenever it is drawn, the result is the same.")}, lang.T("抽取", "Draw"), lang.T("已抽取。", "Drawn."), nil,
			func(r *Request, cmd inspection.OnPlan) (journal.Outcome, error) {
				return s.Inspection.Draw(r.Context(), r.P, r.C.Now, cmd)
			}),
		"/yearplans/{id}/close": s.planForm(ui.HeadInfo{Title: lang.T("结束年度计划", "Close the plan"), Lead: lang.T("全部检查办结后结束。", "Once every visit is closed.")}, lang.T("结束", "Close"), lang.T("计划已结束。", "The plan is closed."),
			func(*Request, inspection.Plan) ([]form.Field, error) {
				return []form.Field{areaField("summary", lang.T("这一年检查的情况", "What the year's inspections came to"), true)}, nil
			},
			func(r *Request, cmd inspection.OnPlan) (journal.Outcome, error) {
				return s.Inspection.ClosePlan(r.Context(), r.P, r.C.Now, cmd)
			}),
		"/departments/{id}/inspectors/new": s.newInspector(),
		"/departments/{id}/inspectors/end": s.endInspector(),
	}
}

func areaField(name string, label lang.Text, required bool) form.Field {
	return form.Field{Kind: form.Area, Field: ui.Field{Name: name, Label: label, Required: required, Rows: 4, Max: 4000}}
}

func chooseFields(r *Request, _ inspection.Plan) ([]form.Field, error) {
	why := areaField("why", lang.T("理由", "Reason"), false)
	why.Help = lang.T("系统没有风险信号的，必须填写", "Needed where the system has no sign of risk")
	unit := r.FormValue("unit")
	if unit == "" {
		return []form.Field{{Kind: form.Line, Field: ui.Field{Name: "named", Label: lang.T("单位名称", "Name of the unit"), Required: true, Max: 200}}, why}, nil
	}
	name, err := r.body(auth.Unit, unit)
	return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "unit", Label: lang.T("单位", "Unit"), Value: unit, Options: []ui.Option{{Value: unit, Text: name}}}}, why}, err
}

func (s *Server) newYearPlan() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.FormValue("department")
			d, err := s.Registry.Department(r.Reader(), id)
			if err != nil {
				return form.Page{}, err
			}
			set := r.law(d.Region)
			head := ui.HeadInfo{Kicker: english(d.Name), Title: lang.T("制定年度检查计划", "Make a yearly plan"), Lead: lang.T("比例和人数以规则包为准，可以提高。", "Share and team come from the rules; they may be higher.")}
			number := func(name string, label lang.Text, param string) form.Field {
				p, _ := set.Param(param)
				return form.Field{Kind: form.Line, Field: ui.Field{Name: name, Label: label, Value: strconv.Itoa(p.Int()), Type: "number", Narrow: true, Required: true}}
			}
			return form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Cancel: "/yearplans", Submit: ui.Button{Text: lang.T("保存草稿", "Save the draft"), Look: ui.Primary}, Fields: []form.Field{
				{Kind: form.Line, Field: ui.Field{Name: "title", Label: lang.T("名称", "Title"), Required: true, Max: 200}},
				{Kind: form.Line, Field: ui.Field{Name: "year", Label: lang.T("年度", "Year"), Value: strconv.Itoa(r.P.Day.Year()), Type: "number", Narrow: true, Required: true}},
				number("share", lang.T("随机抽取的比例（%）", "Share drawn at random (%)"), "inspection_share"), number("team", lang.T("每次检查的人数", "Inspectors of a visit"), "inspection_team"),
				{Kind: form.Checks, Field: ui.Field{Name: "fields", Label: lang.T("着重的领域", "Fields that matter"), Help: lang.T("增加这些领域的检查要点", "Their points are looked at everywhere"), Options: options(set, "fields")}},
			}}, r.may(auth.PlanEdit, auth.Department, id)
		},
		act: func(r *Request) (string, lang.Text, error) {
			out, err := s.Inspection.MakePlan(r.Context(), r.P, r.C.Now, inspection.MakePlan{Department: r.FormValue("department"), Key: r.Key(), Terms: inspection.Terms{Title: r.PostFormValue("title"), Year: r.number("year"),
				Share: r.number("share"), Team: r.number("team"), Fields: r.PostForm["fields"]}})
			return yearPlanPath(out.Result), lang.T("草稿已保存。", "The draft is saved."), err
		},
	}
}

func (s *Server) newInspector() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.PathValue("id")
			name, err := r.body(auth.Department, id)
			if err != nil {
				return form.Page{}, err
			}
			find, people, err := s.findPerson(r)
			if err != nil {
				return form.Page{}, err
			}
			head := ui.HeadInfo{Kicker: name, Title: lang.T("添加检查人员", "Add an inspector")}
			return form.Page{Page: r.Info(head.Title), Head: head, Find: find, Cancel: "/departments/" + id + "/inspectors", Submit: ui.Button{Text: lang.T("添加", "Add"), Look: ui.Primary},
				Fields: []form.Field{people, r.found(), dayField("until", lang.T("最后一日", "Last day"), "", false)}}, r.may(auth.PlanEdit, auth.Department, id)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Inspection.AddInspector(r.Context(), r.P, r.C.Now, inspection.AddInspector{Department: id, Person: r.PostFormValue("person"), Until: r.postDay("until"), Key: r.Key()})
			return "/departments/" + id + "/inspectors", lang.T("已添加。", "Added."), err
		},
	}
}

func (s *Server) endInspector() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.PathValue("id")
			name, err := r.body(auth.Department, id)
			if err != nil {
				return form.Page{}, err
			}
			head := ui.HeadInfo{Kicker: name, Title: lang.T("移出检查人员名录", "Take an inspector off the list")}
			return form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Cancel: "/departments/" + id + "/inspectors", Submit: ui.Button{Text: lang.T("移出", "Take off"), Look: ui.Primary},
				Fields: []form.Field{areaField("reason", lang.T("理由", "Reason"), true)}}, r.may(auth.PlanEdit, auth.Department, id)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Inspection.EndInspector(r.Context(), r.P, r.C.Now, inspection.EndInspector{Department: id, Person: r.FormValue("person"), Reason: r.PostFormValue("reason"), Key: r.Key()})
			return "/departments/" + id + "/inspectors", lang.T("已移出。", "Taken off."), err
		},
	}
}
