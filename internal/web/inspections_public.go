package web

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/inspection"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var (
	publicVisitsTitle = lang.T("监督检查公开", "Inspections made public")
	noPeople          = lang.T("公开的是单位、检查要点、问题的类别和整改情况，不含个人信息。", "What is public are units, what was looked at, the kinds of findings and what was mended; no personal data.")
)

const publicVisitsPath = "/published-inspections"

// publicYears is how many years before this one have their figures there.
const publicYears = 4

// publicVisits is open to all: the visits whose reports are signed.
func (s *Server) publicVisits(r *Request) error {
	years, err := inspection.Yearly(r.Reader(), r.P.Day.Year()-publicYears)
	if err != nil {
		return err
	}
	year, _ := strconv.Atoi(r.FormValue("year")) // what is no year is refused beside the filter
	page, err := inspection.ListPublic(r.Reader(), year, r.Paging())
	if err != nil {
		return err
	}
	field := form.Field{Kind: form.Choice, Field: ui.Field{Name: "year", Label: lang.T("年度", "Year")}}
	var sums []register.Row
	for _, y := range years {
		field.Options = append(field.Options, ui.Option{Value: strconv.Itoa(y.Year), Text: lang.Same(strconv.Itoa(y.Year))})
		sums = append(sums, register.Row{{Text: strconv.Itoa(y.Year)}, {Text: r.C.Num(y.Visits), Num: true}, {Text: r.C.Num(y.Findings), Num: true}, {Text: r.C.Num(y.Corrected), Num: true}, {Text: r.C.Num(y.Open), Num: true}})
	}
	v := register.List{Head: ui.HeadInfo{Title: publicVisitsTitle, Lead: noPeople}, Fields: []form.Field{field},
		Table: ui.TableInfo{Caption: lang.T("已签发报告的检查，最近的在前", "Inspections with a signed report, the last first"), Columns: []ui.Column{{Text: lang.T("单位", "Unit")}, {Text: lang.T("组织检查的部门", "Department")}, {Text: lang.T("方式", "How")},
			{Text: lang.T("检查日期", "Day of the visit")}, {Text: lang.T("问题", "Findings"), Num: true}, {Text: lang.T("已整改", "Corrected"), Num: true}, {Text: lang.T("整改中", "Open"), Num: true}},
			Empty: ui.EmptyInfo{Title: lang.T("还没有公开的检查", "No inspection is public yet"), Text: lang.T("检查报告签发之后列在这里。", "Inspections stand here once their reports are signed.")}}}
	if len(sums) > 0 {
		v.Note = register.Rows(r.C, ui.TableInfo{Caption: lang.T("各年度的检查", "Inspections by year"), Columns: []ui.Column{{Text: lang.T("年度", "Year")}, {Text: lang.T("检查", "Visits"), Num: true}, {Text: lang.T("问题", "Findings"), Num: true},
			{Text: lang.T("已整改", "Corrected"), Num: true}, {Text: lang.T("整改中", "Open"), Num: true}}}, sums)
	}
	if v.Rows, err = r.publicRows(page.Items); err != nil {
		return err
	}
	return r.list(v, nil, publicVisitsPath, page.Next)
}

func (r *Request) publicRows(list []inspection.Disclosed) ([]register.Row, error) {
	var units, departments []string
	for _, d := range list {
		units, departments = append(units, d.Unit), append(departments, d.Department)
	}
	names, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	by, err := r.bodies(auth.Department, departments...)
	var out []register.Row
	for _, d := range list {
		out = append(out, register.Row{{Text: r.C.Text(english(names[d.Unit])), Href: publicVisitsPath + "/" + d.ID}, {Text: r.C.Text(english(by[d.Department])), Small: []string{d.Plan}}, {Text: r.C.Text(howText(d.How))},
			{Text: r.C.Day(string(d.Day))}, {Text: r.C.Num(d.Findings), Num: true}, {Text: r.C.Num(d.Corrected), Num: true}, {Text: r.C.Num(d.Open), Num: true}})
	}
	return out, err
}

// publicVisit is one visit as everybody may see it.
func (s *Server) publicVisit(r *Request) error {
	d, err := s.Inspection.Public(r.Reader(), r.PathValue("id"))
	if err != nil {
		return err
	}
	unit, err := r.body(auth.Unit, d.Unit)
	if err != nil {
		return err
	}
	department, err := r.body(auth.Department, d.Department)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(publicVisitsTitle), Status: inspectionStatus(d.State), Head: ui.HeadInfo{Kicker: lang.T("%d 年监督检查", "Inspections of %d").With(d.Year), Title: unit, Lead: noPeople},
		Facts: []ui.Fact{{Label: lang.T("组织检查的部门", "Department"), Text: r.C.Text(department)}, {Label: lang.T("检查计划", "Plan"), Text: d.Plan}, {Label: lang.T("方式", "How"), Text: r.C.Text(howText(d.How))},
			{Label: lang.T("检查日期", "Day of the visit"), Text: r.C.Day(string(d.Day))}, {Label: lang.T("报告签发", "Report signed"), Text: r.C.Date(d.SignedAt)}}}
	v.Page.Crumbs = []ui.Link{{Text: publicVisitsTitle, Href: publicVisitsPath}}
	v.Sections = []register.Section{r.publicFound(d), r.publicPoints(d)}
	if d.Draw != nil {
		v.Sections = append(v.Sections, r.publicDraw(d))
	}
	return r.Page(register.EntryPage(r.C, v))
}

// publicFound are the findings by point, grade and what came of them.
func (r *Request) publicFound(d inspection.Disclosure) register.Section {
	set := r.law(d.Region)
	var rows []register.Row
	for _, f := range d.Found {
		state := ui.Status{Text: lang.T("建议，不须整改", "Noted, nothing to mend"), Tone: ui.Plain}
		switch {
		case f.Closed:
			state = ui.Status{Text: lang.T("已整改", "Corrected"), Tone: ui.OK}
		case f.Ordered:
			state = ui.Status{Text: lang.T("责令整改，至 %s", "To be mended by %s").With(r.C.Day(string(f.Due))), Tone: ui.Waiting}
		}
		rows = append(rows, register.Row{{Text: strconv.Itoa(f.N), Num: true}, {Text: r.C.Text(word(set, "inspection_points", f.Point))}, {Text: r.C.Text(word(set, "inspection_severity", f.Severity))}, {Status: &state}})
	}
	return register.Section{ID: "findings", Title: lang.T("发现的问题和整改", "What was found and mended"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("问题的类别", "Kinds of findings"),
		Columns: []ui.Column{{Text: lang.T("序号", "No."), Num: true}, {Text: lang.T("检查要点", "Point")}, {Text: lang.T("严重程度", "Grade")}, {Text: lang.T("状态", "State")}}, Empty: ui.EmptyInfo{Title: lang.T("没有发现问题", "Nothing was found")}}, rows)}
}

func (r *Request) publicPoints(d inspection.Disclosure) register.Section {
	set := r.law(d.Region)
	var rows []register.Row
	for _, code := range d.Points {
		item, _ := set.Item("inspection_points", code)
		rows = append(rows, register.Row{{Text: r.C.Text(word(set, "inspection_points", code))}, {Text: r.cite(item.Ground())}})
	}
	return register.Section{ID: "points", Title: lang.T("检查了什么", "What was looked at"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("检查要点及其依据", "Points and what they rest on"), Columns: []ui.Column{{Text: lang.T("检查要点", "Point")}, {Text: lang.T("依据", "Ground")}}}, rows)}
}

// publicDraw says how anybody can repeat the draw.
func (r *Request) publicDraw(d inspection.Disclosure) register.Section {
	x := d.Draw
	say := lang.T("种子是公告之后第一个封存点的根摘要，谁也不能预知；下载文件，用命令 lunheng draw 可以离线复算。", "The seed is the root of the first checkpoint after the announcement, which nobody could foresee; the file repeats the draw offline with the command lunheng draw.")
	out := register.Section{ID: "draw", Title: lang.T("双随机抽取，可以复算", "The double draw, to be repeated"), Acts: []register.Act{{Link: ui.Link{Text: lang.T("下载复算文件", "File to repeat it"), Href: publicVisitsPath + "/" + d.ID + "/draw.json"}, Look: ui.Second}}}
	if !x.Repeatable {
		say, out.Acts = lang.T("这次抽取的检查全部签发报告之后，复算文件在这里公开；此前公开会告诉单位谁要来检查。", "The file that repeats the draw stands here once the reports of all its visits are signed; before, it would tell units who is going to come."), nil
	}
	out.Body = register.Stack(register.Words(r.C, say), ui.Facts(r.C, []ui.Fact{{Label: lang.T("方法", "Method"), Text: x.Method}, {Label: lang.T("可抽取的单位", "Units that could be drawn"), Text: r.C.Tf("%d 个中抽取 %d 个", "%[2]d of %[1]d", x.Candidates, x.Size)},
		{Label: lang.T("按风险选定的单位", "Chosen by risk"), Text: r.C.Num(x.Chosen)}, {Label: lang.T("检查人员", "Inspectors"), Text: r.C.Num(x.Inspectors)}, {Label: lang.T("单位名单的摘要", "Hash of the units"), Text: x.Units},
		{Label: lang.T("人员名单的摘要", "Hash of the inspectors"), Text: x.People}, {Label: lang.T("种子", "Seed"), Text: x.Seed}}))
	return out
}

// publicDrawFile sends the file with which anybody repeats the draw of a visit.
func (s *Server) publicDrawFile(r *Request) error {
	raw, err := s.Inspection.PublicDraw(r.Reader(), s.LogKey, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.sendBytes("draw.json", "application/json", raw)
}
