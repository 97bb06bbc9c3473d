package web

import (
	"strconv"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/risk"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var (
	leadsTitle   = lang.T("外部线索与前瞻", "Known from outside")
	importsTitle = lang.T("导入", "Imports")
)

func leadStatus(state flow.State) ui.Status {
	tone := map[flow.State]ui.Tone{risk.LeadNoted: ui.Waiting, risk.LeadSeen: ui.OK, risk.LeadDropped: ui.Ended}[state]
	return ui.Status{Text: risk.LeadTable.Info(state).Text, Tone: tone}
}

// leads lists what is known from outside, the newest first.
func (s *Server) leads(r *Request) error {
	kinds := []ui.Option{{Value: risk.Retraction, Text: risk.KindText(risk.Retraction)}, {Value: risk.Incident, Text: risk.KindText(risk.Incident)}, {Value: risk.Horizon, Text: risk.KindText(risk.Horizon)}}
	v := register.List{Head: ui.HeadInfo{Title: leadsTitle, Lead: lang.T("撤稿、人工智能事件和自己记下的前瞻。机构是哪个单位，拿不准的由人来定。", "Retractions, incidents with artificial intelligence, and notes on what comes. Which unit an institution is, a person says where it is not sure.")},
		Fields: []form.Field{choice("kind", lang.T("种类", "Kind"), kinds), stateField(&risk.LeadTable), {Kind: form.Check, Field: ui.Field{Name: "asks", Label: lang.T("有机构待核对", "An institution waits for a person"), Value: r.FormValue("asks")}}},
		Table: ui.TableInfo{Caption: lang.T("线索，最近的在前", "What is known, the newest first"), Columns: []ui.Column{{Text: lang.T("标题", "Title")}, {Text: lang.T("种类", "Kind")}, {Text: lang.T("日期", "Day")}, {Text: lang.T("待核对", "To be matched"), Num: true}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有线索", "Nothing is noted"), Text: lang.T("导入名单，或者记下前瞻。", "Import a list, or note what comes.")}}}
	if own := r.offices(registry.RoleSupervisor); len(own) > 0 {
		v.Head.Action = register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("记下前瞻", "Note what comes"), Href: "/leads/new?department=" + own[0]}, Look: ui.Primary}, {Link: ui.Link{Text: lang.T("导入", "Imports"), Href: "/imports"}, Look: ui.Quiet}})
	}
	v = r.listing(v, "/leads", "")
	v.Page, v.Tabs = r.Info(v.Head.Title), r.riskTabs()
	if v.Form.Err != nil {
		return r.showList(v)
	}
	page, err := risk.Leads(r.Reader(), r.P, risk.LeadFilter{Kind: r.FormValue("kind"), State: flow.State(r.FormValue("state")), Asks: r.FormValue("asks") != ""}, r.Paging())
	if err != nil {
		return err
	}
	for _, x := range page.Items {
		state := leadStatus(x.State)
		v.Rows = append(v.Rows, register.Row{{Text: x.Title, Href: "/leads/" + x.ID}, {Text: r.C.Text(risk.KindText(x.Kind))}, {Text: r.C.Day(x.Day)}, {Text: r.C.Num(x.Asks), Num: true}, {Status: &state}})
	}
	v.Pager = r.pager(len(v.Rows), page.Next)
	return r.showList(v)
}

// leadPage is one lead with the institutions that it names.
func (s *Server) leadPage(r *Request) error {
	st, err := s.Risk.Lead(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Clue, st.ID, auth.LeadEdit)
	if err != nil {
		return err
	}
	edit := may[auth.LeadEdit] && st.State != risk.LeadDropped
	v := register.Entry{Page: r.Info(leadsTitle), Status: leadStatus(st.State), Head: ui.HeadInfo{Kicker: risk.KindText(st.Kind), Title: lang.Same(st.Title)}}
	v.Page.Crumbs = []ui.Link{{Text: leadsTitle, Href: "/leads"}}
	v.Facts = []ui.Fact{{Label: lang.T("日期", "Day"), Text: r.C.Day(string(st.Day))}}
	for _, f := range []ui.Fact{{Label: lang.T("内容", "About it"), Text: st.Text}, {Label: lang.T("来源", "Source"), Text: st.Origin}, {Label: lang.T("研判", "Assessment"), Text: st.Assessment}, {Label: lang.T("建议", "What should be done"), Text: st.Answer}, {Label: lang.T("不予考虑的理由", "Why it was set aside"), Text: st.Reason}} {
		if f.Text != "" {
			v.Facts = append(v.Facts, f)
		}
	}
	if len(st.Reasons) > 0 {
		var words []lang.Text
		for _, code := range st.Reasons {
			list := "retraction_reasons"
			if st.Kind == risk.Horizon {
				list = "risk_kinds"
			}
			words = append(words, word(r.law(""), list, code))
		}
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("涉及", "Concerns"), Text: r.C.Join(words)})
	}
	if edit {
		acts := []register.Act{{Link: ui.Link{Text: lang.T("研判", "Assess it"), Href: "/leads/" + st.ID + "/assess"}, Look: ui.Primary}, {Link: ui.Link{Text: lang.T("不予考虑", "Set it aside"), Href: "/leads/" + st.ID + "/set-aside"}, Look: ui.Quiet}}
		if own := r.offices(registry.RoleSupervisor); len(own) > 0 {
			acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("起草预警", "Draft a warning"), Href: "/warnings/new?kind=department&body=" + own[0] + "&lead=" + st.ID}, Look: ui.Quiet})
		}
		v.Head.Action = register.Acts(r.C, acts)
	}
	if len(st.Places) > 0 {
		section, err := r.placeSection(st, edit)
		if err != nil {
			return err
		}
		v.Sections = []register.Section{section}
	}
	events, err := s.Risk.LeadEvents(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

func (r *Request) placeSection(st risk.Lead, edit bool) (register.Section, error) {
	var ids []string
	for _, p := range st.Places {
		if p.Unit != "" {
			ids = append(ids, p.Unit)
		}
	}
	names, err := r.bodies(auth.Unit, ids...)
	if err != nil {
		return register.Section{}, err
	}
	var rows []register.Row
	for _, p := range st.Places {
		status := map[string]ui.Status{risk.Matched: {Text: lang.T("是登记的单位", "A unit of the register"), Tone: ui.OK}, risk.Asked: {Text: lang.T("请人工核对", "Ask a person"), Tone: ui.Waiting}, risk.Nobody: {Text: lang.T("不是登记的单位", "Not of the register"), Tone: ui.Plain}}[p.State]
		row := register.Row{{Text: p.Name}, {Text: orDash(r.C.Text(english(names[p.Unit])))}, {Status: &status}}
		if edit {
			row[0].Acts = []ui.Link{{Text: lang.T("核对", "Match"), Href: "/leads/" + st.ID + "/places/" + strconv.Itoa(p.N)}}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "places", Title: lang.T("机构", "Institutions"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("名单里的写法，和对应的单位", "As the list writes them, and which unit each is"),
		Columns: []ui.Column{{Text: lang.T("机构", "Institution")}, {Text: lang.T("单位", "Unit")}, {Text: lang.T("核对", "Match")}}}, rows)}, nil
}

// clueForm is a form about one lead.
func (s *Server) clueForm(title lang.Text, fields []form.Field, act func(r *Request, cmd risk.OnLead) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Risk.Lead(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Page: r.Info(title), Head: ui.HeadInfo{Kicker: lang.Same(st.Title), Title: title}, Version: st.Version, Cancel: "/leads/" + st.ID, Submit: ui.Button{Text: lang.T("记录", "Record it"), Look: ui.Primary}, Fields: fields},
				r.may(auth.LeadEdit, auth.Clue, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			n, _ := strconv.Atoi(r.PathValue("n")) // no number is no institution
			return "/leads/" + r.PathValue("id"), lang.T("已记录。", "Recorded."), act(r, risk.OnLead{Lead: r.PathValue("id"), N: n, Text: r.PostFormValue("text"), Answer: r.PostFormValue("answer"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
		},
	}
}

// leadForms are the forms about leads and imports, by address.
func (s *Server) leadForms() map[string]formPage {
	return map[string]formPage{
		"/leads/new": {
			build: func(r *Request) (form.Page, error) {
				head := ui.HeadInfo{Title: lang.T("记下前瞻", "Note what comes"), Lead: lang.T("新技术、新应用带来的风险、规则冲突和伦理挑战。文字里不写姓名。", "Risks, conflicts of rules and challenges that new technology brings. No names in the texts.")}
				return form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Cancel: "/leads", Submit: ui.Button{Text: lang.T("记下", "Note it"), Look: ui.Primary}, Fields: []form.Field{
					{Kind: form.Line, Field: ui.Field{Name: "title", Label: lang.T("标题", "Title"), Required: true, Max: 500}}, dayField("day", lang.T("日期", "Day"), string(r.P.Day), true), saidField(lang.T("内容", "About it"), "text"),
					{Kind: form.Checks, Field: ui.Field{Name: "kinds", Label: lang.T("涉及的风险", "Kinds of risk"), Options: options(r.law(""), "risk_kinds")}}}}, r.may(auth.LeadNote, auth.Department, r.FormValue("department"))
			},
			act: func(r *Request) (string, lang.Text, error) {
				out, err := s.Risk.WriteLead(r.Context(), r.P, r.C.Now, risk.Write{Department: r.FormValue("department"), Title: r.PostFormValue("title"), Text: r.PostFormValue("text"), Day: calendar.Day(r.PostFormValue("day")), Kinds: r.PostForm["kinds"], Key: r.Key()})
				return "/leads/" + out.Result, lang.T("已记下。", "Noted."), err
			},
		},
		"/leads/{id}/assess": s.clueForm(lang.T("研判线索", "Assess it"), []form.Field{saidField(lang.T("研判", "Assessment"), "text"), saidField(lang.T("建议", "What should be done"), "answer")}, func(r *Request, c risk.OnLead) error {
			_, err := s.Risk.AssessLead(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/leads/{id}/set-aside": s.clueForm(lang.T("不予考虑", "Set it aside"), []form.Field{saidField(lang.T("理由", "Reason"), "reason")}, func(r *Request, c risk.OnLead) error {
			_, err := s.Risk.SetLeadAside(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/leads/{id}/places/{n}": s.clueForm(lang.T("核对机构", "Say which unit it is"), []form.Field{{Kind: form.Line, Field: ui.Field{Name: "unit", Label: lang.T("登记的单位", "Unit of the register"), Help: lang.T("不是登记的单位，就留空", "Left empty: none of the register"), Max: 200}}}, func(r *Request, c risk.OnLead) error {
			unit, err := r.unitNamed("unit", r.PostFormValue("unit"))
			if err != nil {
				return err
			}
			c.Unit = unit
			_, err = s.Risk.MatchLead(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/imports/new": {
			build: func(r *Request) (form.Page, error) {
				head := ui.HeadInfo{Title: lang.T("导入名单", "Import a list"), Lead: lang.T("作者姓名等不导入。重复导入不会重复。大文件用命令 lunheng import。", "Authors' names and the like stay out. Importing twice adds nothing. Large files go in by the command lunheng import.")}
				file := fileField(lang.T("文件", "File"))
				file.Help, file.Required = lang.T("公布的 CSV，UTF-8，不超过 16 MB", "The CSV as published, UTF-8, up to 16 MB"), true
				return form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Cancel: "/imports", Submit: ui.Button{Text: lang.T("导入", "Import it"), Look: ui.Primary}, Fields: []form.Field{
						{Kind: form.Radios, Field: ui.Field{Name: "kind", Label: lang.T("名单", "List"), Required: true, Options: []ui.Option{{Value: risk.Retraction, Text: lang.T("撤稿观察（Retraction Watch）", "Retraction Watch")}, {Value: risk.Incident, Text: lang.T("人工智能事件库（AIID）", "AI Incident Database")}}}}, file}},
					r.may(auth.LeadNote, auth.Department, r.FormValue("department"))
			},
			act: func(r *Request) (string, lang.Text, error) {
				file, err := r.sentFile()
				if err != nil {
					return "", lang.Text{}, err
				}
				out, err := s.Risk.Import(r.Context(), r.P, r.C.Now, risk.Import{Department: r.FormValue("department"), Kind: r.PostFormValue("kind"), File: file, Key: r.Key()})
				return "/imports/" + out.Result, lang.T("正在导入。", "It is being taken in."), err
			},
		},
	}
}

// imports lists the imports of the person's departments.
func (s *Server) imports(r *Request) error {
	page, err := risk.Intakes(r.Reader(), r.P, r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: importsTitle}, Table: ui.TableInfo{Caption: lang.T("导入，最近的在前", "Imports, the last first"), Columns: []ui.Column{{Text: lang.T("时间", "When")}, {Text: lang.T("名单", "List")}, {Text: lang.T("新", "New"), Num: true},
		{Text: lang.T("已有", "Known"), Num: true}, {Text: lang.T("未导入", "Not taken in"), Num: true}, {Text: lang.T("状态", "State")}}, Empty: ui.EmptyInfo{Title: lang.T("还没有导入", "Nothing was imported yet")}}}
	if own := r.offices(registry.RoleSupervisor); len(own) > 0 {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("导入名单", "Import a list"), Href: "/imports/new?department=" + own[0]}, ui.Primary)
	}
	for _, x := range page.Items {
		state := ui.Status{Text: risk.IntakeTable.Info(x.State).Text, Tone: ui.Waiting}
		v.Rows = append(v.Rows, register.Row{{Text: r.C.Time(x.At), Href: "/imports/" + x.ID}, {Text: r.C.Text(risk.KindText(x.Kind))}, {Text: r.C.Num(x.Fresh), Num: true}, {Text: r.C.Num(x.Known), Num: true}, {Text: r.C.Num(x.Refused), Num: true}, {Status: &state}})
	}
	v = r.listing(v, "/imports", page.Next)
	v.Page, v.Tabs = r.Info(v.Head.Title), r.riskTabs()
	return r.showList(v)
}

// importPage is one import: how far it is, and which rows are not in.
func (s *Server) importPage(r *Request) error {
	st, err := s.Risk.Intake(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(importsTitle), Head: ui.HeadInfo{Kicker: importsTitle, Title: risk.KindText(st.Kind)}, Status: ui.Status{Text: risk.IntakeTable.Info(st.State).Text, Tone: ui.Waiting}}
	v.Page.Crumbs = []ui.Link{{Text: leadsTitle, Href: "/leads"}, {Text: importsTitle, Href: "/imports"}}
	v.Facts = []ui.Fact{{Label: lang.T("行数", "Rows"), Text: r.C.Num(st.Rows)}, {Label: lang.T("新", "New"), Text: r.C.Num(st.Fresh)}, {Label: lang.T("已有", "Known"), Text: r.C.Num(st.Known)}, {Label: lang.T("未导入", "Not taken in"), Text: r.C.Num(st.Refused)}}
	if st.State == risk.IntakeReading {
		v.Notes = []templ.Component{ui.Progress(r.C, lang.T("已处理的行", "Rows done"), st.Done, st.Rows)}
	}
	var rows []register.Row
	for _, l := range st.Lines[:min(len(st.Lines), maxAnswers)] {
		rows = append(rows, register.Row{{Text: r.C.Num(l.Row), Num: true}, {Text: orDash(l.ID)}, {Text: r.C.Text(l.Why)}})
	}
	v.Sections = []register.Section{{ID: "lines", Title: lang.T("未导入的行", "Rows that are not in"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("最多显示 200 行", "At most 200 are shown"),
		Columns: []ui.Column{{Text: lang.T("行", "Row"), Num: true}, {Text: lang.T("编号", "Id")}, {Text: lang.T("原因", "Why")}}, Empty: ui.EmptyInfo{Title: lang.T("每一行都在", "Every row is in")}}, rows)}}
	events, err := s.Risk.IntakeEvents(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}
