package web

import (
	"context"
	"slices"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/coordination"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

func yearlyTable() ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("成员单位年度报告", "Members' yearly reports"), Columns: []ui.Column{{Text: lang.T("成员单位", "Member")}, {Text: lang.T("年度", "Year")}, {Text: lang.T("期限", "Due")}, {Text: lang.T("提交", "Handed in")}, {Text: lang.T("状态", "State")}},
		Empty: ui.EmptyInfo{Title: lang.T("没有年度报告", "There are no yearly reports"), Text: lang.T("每年一月，系统为各成员单位建立待编制的报告。", "Each January the program opens a report for every member.")}}
}

func (r *Request) yearlyRows(list []coordination.Report) ([]register.Row, error) {
	var codes []string
	for _, x := range list {
		codes = append(codes, x.Member)
	}
	names, err := r.codeNames(codes...)
	if err != nil {
		return nil, err
	}
	own, err := coordination.Acting(r.Reader(), r.P)
	runs := map[string]bool{} // mechanisms whose office the person acts for
	var rows []register.Row
	for _, x := range list {
		state := coordStatus(&coordination.YearlyTable, x.State, x.Late)
		row := register.Row{{Text: r.C.Text(names[x.Member])}, {Text: strconv.Itoa(x.Year)}, {Text: r.C.Day(string(x.Due))}, {Text: "—"}, {Status: &state}}
		if !x.SubmittedAt.IsZero() {
			row[3].Text = r.C.Date(x.SubmittedAt)
		}
		if _, ok := runs[x.Mechanism]; !ok {
			runs[x.Mechanism] = r.may(auth.MechanismRun, auth.Mechanism, x.Mechanism) == nil
		}
		if slices.Contains(own, x.Member) || runs[x.Mechanism] && (!x.SubmittedAt.IsZero() || x.State == coordination.YearlyBack) {
			row[0].Href = coordPath(coordination.YearlyKind, x.ID)
		}
		if runs[x.Mechanism] && x.SubmittedAt.IsZero() && x.State != coordination.YearlyFree {
			row[0].Acts = []ui.Link{{Text: lang.T("免交", "Release"), Href: coordPath(coordination.YearlyKind, x.ID) + "/waive"}}
		}
		rows = append(rows, row)
	}
	return rows, err
}

// yearlies is the board of January: who has filed, and who is late.
func (s *Server) yearlies(r *Request) error {
	year, _ := strconv.Atoi(r.FormValue("year"))
	page, err := coordination.Reports(r.Reader(), r.P, coordination.ReportFilter{Mechanism: r.FormValue("mechanism"), Year: year, State: flow.State(r.FormValue("state")), Late: r.FormValue("late") != ""}, r.Paging())
	if err != nil {
		return err
	}
	years := form.Field{Kind: form.Choice, Field: ui.Field{Name: "year", Label: lang.T("年度", "Year")}}
	for y := r.P.Day.Year() + 1; y > r.P.Day.Year()-5; y-- {
		years.Options = append(years.Options, ui.Option{Value: strconv.Itoa(y), Text: lang.Same(strconv.Itoa(y))})
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("成员单位年度报告", "Members' yearly reports"), Lead: lang.T("每年一月提交上一年度工作总结和本年度工作计划（实施方案三（一））。谁交了、谁超期，一目了然。", "Each January members hand in last year's summary and this year's plan (III (1) of the plan): who has, and who is late.")},
		Table: yearlyTable(), Fields: []form.Field{years, stateField(&coordination.YearlyTable), r.tick("late", lang.T("超期", "Overdue")), r.aboutMechanism()}}
	if v.Rows, err = r.yearlyRows(page.Items); err != nil {
		return err
	}
	return r.coordList(v, coordinationPath+"/yearlies", page.Next)
}

// yearlyPage is one member's report: figures that are counted, and what people wrote.
func (s *Server) yearlyPage(r *Request) error {
	y, err := s.Coordination.Yearly(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	m, may, err := s.coordOf(r, y, auth.Yearly, y.ID, auth.YearlyWrite, auth.YearlyJudge)
	if err != nil {
		return err
	}
	v, err := s.coordEntry(r, coordination.YearlyKind, y.ID, m, coordination.YearlyName(y.Year), coordStatus(&coordination.YearlyTable, y.State, y.Late(r.P.Day)))
	if err != nil {
		return err
	}
	v.Head.Kicker = m.MemberName(y.Member)
	v.Page.Crumbs = append(v.Page.Crumbs, ui.Link{Text: lang.T("年度报告", "January reports"), Href: coordinationPath + "/yearlies"})
	v.Facts = []ui.Fact{{Label: lang.T("成员单位", "Member"), Text: r.C.Text(m.MemberName(y.Member))}, {Label: lang.T("期限", "Due"), Text: r.C.Day(string(y.Due))}}
	if !y.AsOf.IsZero() {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("数字统计于", "Figures counted on"), Text: r.C.Time(y.AsOf)})
	}
	if y.SignedBy != "" {
		names, err := r.people(y.SignedBy)
		if err != nil {
			return err
		}
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("签发", "Signed"), Text: r.C.Text(names.text(y.SignedBy)) + " · " + r.C.Day(string(y.SignedOn))})
	}
	v.Facts = addFact(v.Facts, lang.T("退回或者免交的理由", "Why it was returned or released"), y.Reason)
	write := may[auth.YearlyWrite]
	draft := y.State == coordination.YearlyDraft
	r.coordActs(&v, coordination.YearlyKind, y.ID,
		coordAct{write && (y.State == coordination.YearlyDue || y.State == coordination.YearlyBack), "compile", ui.Primary, lang.T("统计数字", "Count the figures")},
		coordAct{write && draft, "write", ui.Primary, lang.T("填写总结和计划", "Write summary and plan")},
		coordAct{write && draft, "sign", ui.Quiet, lang.T("签发", "Sign")},
		coordAct{write && draft, "compile", ui.Quiet, lang.T("重新统计", "Count anew")},
		coordAct{write && y.State == coordination.YearlySeal, "submit", ui.Primary, lang.T("提交", "Hand in")},
		coordAct{write && y.State == coordination.YearlySeal, "reopen", ui.Quiet, lang.T("撤回签发", "Take the signature back")},
		coordAct{may[auth.YearlyJudge] && y.State == coordination.YearlySent, "take", ui.Primary, lang.T("收下", "Take it")},
		coordAct{may[auth.YearlyJudge] && y.State == coordination.YearlySent, "return", ui.Quiet, lang.T("退回", "Return it")},
		coordAct{!y.AsOf.IsZero(), "report.pdf", ui.Quiet, lang.T("下载 PDF", "Download PDF")})
	set := r.law(m.Region)
	for _, item := range set.List("yearly_parts") {
		if text := y.Part(item.Code); text != "" {
			v.Sections = append(v.Sections, register.Section{ID: "part-" + item.Code, Title: item.Text, Body: register.Words(r.C, lang.Same(text))})
		}
	}
	v.Sections = append(v.Sections, r.figureSections(y.Figures, m.Region, coordPath(coordination.YearlyKind, y.ID))...)
	return r.Page(register.EntryPage(r.C, v))
}

// figureSections are the groups of figures, each leading to the list behind it.
func (r *Request) figureSections(figures []coordination.Figure, region, path string) []register.Section {
	set := r.law(region)
	var out []register.Section
	for _, g := range coordination.Groups(figures) {
		var rows []register.Row
		for _, f := range figures {
			if f.Group == g {
				rows = append(rows, register.Row{{Text: r.C.Text(coordination.FigureText(set, f)), Href: path + "/figures?group=" + g + "&code=" + f.Code}, {Text: r.C.Num(f.N), Num: true}, {Text: r.C.Text(coordination.SourceText(g))}})
			}
		}
		title := coordination.GroupText(g)
		out = append(out, register.Section{ID: "group-" + g, Title: title, Body: register.Rows(r.C, ui.TableInfo{Caption: title,
			Columns: []ui.Column{{Text: lang.T("项目", "What")}, {Text: lang.T("数量", "Number"), Num: true}, {Text: lang.T("来源", "Counted from")}}}, rows)})
	}
	return out
}

// behind lists what a figure counts.
func (r *Request) behind(title lang.Text, back ui.Link, rows []coordination.Behind, path, next string) error {
	v := register.List{Head: ui.HeadInfo{Kicker: back.Text, Title: title, Lead: lang.T("数字背后的记录，今天的情况；报告里的数字是统计那一刻的。", "The records behind the figure as they stand today; the figure in the report is of the moment when it was counted.")},
		Table: ui.TableInfo{Caption: title, Columns: []ui.Column{{Text: lang.T("记录", "Record")}}, Empty: ui.EmptyInfo{Title: lang.T("今天没有这样的记录", "There is no such record today")}}}
	for _, x := range rows {
		text := x.Label
		switch {
		case x.Path == "":
			text = r.C.T("您无权打开的一项", "One that you may not open")
		case text == "":
			text = x.ID
		}
		v.Rows = append(v.Rows, register.Row{{Text: text, Href: x.Path}})
	}
	v = r.listing(v, path, next)
	v.Page, v.Tabs = r.Info(title), nil
	v.Page.Crumbs = []ui.Link{{Text: coordinationTitle, Href: coordinationPath}, back}
	return r.showList(v)
}

// yearlyFigures lists what a figure of a member's report counts.
func (s *Server) yearlyFigures(r *Request) error {
	f := coordination.Figure{Group: r.FormValue("group"), Code: r.FormValue("code")}
	y, page, err := s.Coordination.Behind(r.Reader(), r.P, r.PathValue("id"), f.Group, f.Code, r.Paging())
	if err != nil {
		return err
	}
	path := coordPath(coordination.YearlyKind, y.ID)
	return r.behind(lang.T("%s：%s", "%s: %s").With(coordination.GroupText(f.Group), coordination.FigureText(r.law(""), f)), ui.Link{Text: coordination.YearlyName(y.Year), Href: path}, page.Items, path+"/figures", page.Next)
}

// upwardFigures lists what a figure of a report upwards counts.
func (s *Server) upwardFigures(r *Request) error {
	f := coordination.Figure{Group: r.FormValue("group"), Code: r.FormValue("code")}
	u, page, err := s.Coordination.BehindUpward(r.Reader(), r.P, r.PathValue("id"), f.Group, f.Code, r.Paging())
	if err != nil {
		return err
	}
	path := coordPath(coordination.UpwardKind, u.ID)
	return r.behind(lang.T("%s：%s", "%s: %s").With(coordination.GroupText(f.Group), coordination.FigureText(r.law(""), f)), ui.Link{Text: coordLists[coordination.UpwardKind].title, Href: path}, page.Items, path+"/figures", page.Next)
}

// upwardPage is one report to the superior.
func (s *Server) upwardPage(r *Request) error {
	u, err := s.Coordination.Upward(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	m, may, err := s.coordOf(r, u, auth.Mechanism, u.Mechanism, auth.MechanismRun, auth.MechanismReceive)
	if err != nil {
		return err
	}
	v, err := s.coordEntry(r, coordination.UpwardKind, u.ID, m, lang.T("工作报告，%s 至 %s", "Report, %s to %s").With(u.From, u.Until), coordStatus(&coordination.UpwardTable, u.State, false))
	if err != nil {
		return err
	}
	v.Facts = []ui.Fact{{Label: lang.T("数字统计于", "Figures counted on"), Text: r.C.Time(u.AsOf)}}
	v.Facts = addFact(v.Facts, lang.T("报送", "Sent to"), u.To)
	if u.SentBy != "" {
		names, err := r.people(u.SentBy)
		if err != nil {
			return err
		}
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("上报人", "Sent by"), Text: r.C.Text(names.text(u.SentBy)) + " · " + r.C.Date(u.SentAt)})
	}
	v.Facts = addFact(v.Facts, lang.T("上级退回的理由", "Why the superior returned it"), u.Reason)
	run, sent := may[auth.MechanismRun], u.State == coordination.UpwardOut && may[auth.MechanismReceive]
	r.coordActs(&v, coordination.UpwardKind, u.ID,
		coordAct{run && u.State == coordination.UpwardDraft, "write", ui.Primary, lang.T("填写情况和建议", "Write how things stand")},
		coordAct{run && u.State == coordination.UpwardDraft, "send", ui.Quiet, lang.T("上报", "Send it")},
		coordAct{run && (u.State == coordination.UpwardDraft || u.State == coordination.UpwardBack), "compile", ui.Quiet, lang.T("重新统计", "Count anew")},
		coordAct{sent, "take", ui.Primary, lang.T("收下", "Take it")}, coordAct{sent, "return", ui.Quiet, lang.T("退回", "Return it")},
		coordAct{true, "report.pdf", ui.Quiet, lang.T("下载 PDF", "Download PDF")}, coordAct{true, "report.xlsx", ui.Quiet, lang.T("下载 Excel", "Download Excel")})
	if u.Text != "" {
		v.Sections = append(v.Sections, register.Section{ID: "text", Title: lang.T("情况和建议", "How things stand, and proposals"), Body: register.Words(r.C, lang.Same(u.Text))})
	}
	if len(u.Filed) > 0 {
		var rows []register.Row
		for _, x := range u.Filed {
			state := coordStatus(&coordination.YearlyTable, x.State, false)
			rows = append(rows, register.Row{{Text: r.C.Text(m.MemberName(x.Member))}, {Text: strconv.Itoa(x.Year)}, {Status: &state}})
		}
		v.Sections = append(v.Sections, register.Section{ID: "filed", Title: lang.T("成员单位年度报告", "Members' yearly reports"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("统计时的状态", "As they stood when it was counted"),
			Columns: []ui.Column{{Text: lang.T("成员单位", "Member")}, {Text: lang.T("年度", "Year")}, {Text: lang.T("状态", "State")}}}, rows)})
	}
	v.Sections = append(v.Sections, r.figureSections(u.Figures, m.Region, coordPath(coordination.UpwardKind, u.ID))...)
	return r.Page(register.EntryPage(r.C, v))
}

// coordPaper sends what a mechanism keeps as a paper: minutes or a report.
func (s *Server) coordPaper(name string, paper func(*coordination.Service, context.Context, auth.Principal, string) ([]byte, error)) handler {
	return func(r *Request) error {
		raw, err := paper(s.Coordination, r.Context(), r.P, r.PathValue("id"))
		if err != nil {
			return err
		}
		return r.sendBytes(name, "application/pdf", raw)
	}
}

// upwardBook is a report upwards as a workbook, with the source of every figure.
func (s *Server) upwardBook(r *Request) error {
	u, err := s.Coordination.Upward(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	m, err := s.Coordination.Body(r.Reader(), u)
	if err != nil {
		return err
	}
	set := r.law(m.Region)
	var rows [][]any
	for _, f := range u.Figures {
		rows = append(rows, []any{r.C.Text(coordination.GroupText(f.Group)), r.C.Text(coordination.FigureText(set, f)), f.N, r.C.Text(coordination.SourceText(f.Group)),
			s.PublicURL + coordPath(coordination.UpwardKind, u.ID) + "/figures?group=" + f.Group + "&code=" + f.Code, r.C.Time(u.AsOf)})
	}
	for _, x := range u.Filed {
		rows = append(rows, []any{r.C.T("成员单位年度报告", "Members' yearly reports"), r.C.Text(m.MemberName(x.Member)), x.Year, r.C.Text(coordination.YearlyTable.Info(x.State).Text), s.PublicURL + coordPath(coordination.YearlyKind, x.Yearly), r.C.Time(u.AsOf)})
	}
	return r.sendBook("report.xlsx", []lang.Text{lang.T("类别", "Group"), lang.T("项目", "What"), lang.T("数量", "Number"), lang.T("来源", "Counted from"), lang.T("背后的记录", "The records behind"), lang.T("统计于", "Counted on")},
		[]float64{24, 30, 10, 30, 60, 20}, rows)
}
