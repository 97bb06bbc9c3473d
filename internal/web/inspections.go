package web

import (
	"errors"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/document/sheet"
	"lunheng/internal/flow"
	"lunheng/internal/inspection"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var inspectionsTitle = lang.T("监督检查", "Inspections")

func inspectionPath(id string) string { return "/inspections/" + id }

func inspectionStatus(state flow.State) ui.Status {
	tone := ui.Waiting
	switch state {
	case inspection.StateClosed:
		tone = ui.OK
	case inspection.StateCancelled:
		tone = ui.Ended
	case inspection.StateCorrects:
		tone = ui.Bad
	case inspection.StatePlanned:
		tone = ui.Plain
	}
	return ui.Status{Text: inspection.Table.Info(state).Text, Tone: tone}
}

// inspections lists the visits that the person may see.
func (s *Server) inspections(r *Request) error {
	page, err := inspection.List(r.Reader(), r.P, inspection.Filter{State: flow.State(r.FormValue("state")), Mine: r.FormValue("mine") != ""}, r.Paging())
	if err != nil {
		return err
	}
	table := visitTable()
	table.Empty = ui.EmptyInfo{Title: lang.T("没有检查", "There are no inspections"), Text: lang.T("本部门组织的、本人参加的，和已通知本单位的检查，列在这里。", "Those of your department, those you go to, and those of which your unit was told, stand here.")}
	v := register.List{Head: ui.HeadInfo{Title: inspectionsTitle, Lead: lang.T("到单位检查科技伦理管理：检查要点、发现的问题、整改。", "Visits to units: what is looked at, what was found, and how it is mended.")}, Table: table,
		Fields: []form.Field{stateField(&inspection.Table), r.tick("mine", lang.T("我参加的", "I go there"))}}
	acts := []register.Act{{Link: ui.Link{Text: lang.T("发现的问题", "Findings"), Href: "/findings"}, Look: ui.Quiet}, {Link: ui.Link{Text: publicVisitsTitle, Href: publicVisitsPath}, Look: ui.Quiet}}
	if len(r.offices(registry.RoleSupervisor)) > 0 {
		acts = append(acts, register.Act{Link: ui.Link{Text: yearPlansTitle, Href: "/yearplans"}, Look: ui.Primary})
	}
	v.Head.Action = register.Acts(r.C, acts)
	if v.Rows, err = r.visitRows(page.Items); err != nil {
		return err
	}
	return r.list(v, nil, "/inspections", page.Next)
}

func visitTable() ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("最近变动的在前", "The last changed first"), Columns: []ui.Column{{Text: lang.T("单位", "Unit")}, {Text: lang.T("方式", "How")}, {Text: lang.T("检查日期", "Day of the visit")},
		{Text: lang.T("问题", "Findings"), Num: true}, {Text: lang.T("未销号", "Orders open"), Num: true}, {Text: lang.T("状态", "State")}}}
}

// howText is how a unit came to be visited.
func howText(how string) lang.Text {
	if how == inspection.ByRisk {
		return lang.T("按风险选定", "chosen by risk")
	}
	return lang.T("随机抽取", "drawn at random")
}

func (r *Request) visitRows(list []inspection.Row) ([]register.Row, error) {
	var ids []string
	for _, row := range list {
		ids = append(ids, row.Unit)
	}
	names, err := r.bodies(auth.Unit, ids...)
	if err != nil {
		return nil, err
	}
	var out []register.Row
	for _, row := range list {
		state := inspectionStatus(row.State)
		cells := register.Row{{Text: r.C.Text(english(names[row.Unit])), Href: inspectionPath(row.ID)}, {Text: r.C.Text(howText(row.How))}, {Text: r.dayOr(string(row.Day), lang.T("未定", "not set"))},
			{Text: r.C.Num(row.Findings), Num: true}, {Text: r.C.Num(row.Open), Num: true}, {Status: &state}}
		if row.Overdue > 0 {
			cells[4].Small = []string{r.C.Tf("逾期 %d 项", "overdue: %d", row.Overdue)}
		}
		out = append(out, cells)
	}
	return out, nil
}

// findingFilter reads a filter of findings off the address.
func findingFilter(r *Request) inspection.FindingFilter {
	return inspection.FindingFilter{State: r.FormValue("state"), Severity: r.FormValue("severity"), Overdue: r.FormValue("overdue") != "", Shown: r.FormValue("shown") != "",
		Unit: r.FormValue("unit"), Region: regionPrefix(r.FormValue("region")), Committee: r.FormValue("committee")}
}

// findings lists what inspections found.
func (s *Server) findings(r *Request) error {
	page, err := inspection.Findings(r.Reader(), r.P, findingFilter(r), r.Paging())
	if err != nil {
		return err
	}
	among, err := inspection.FoundUnits(r.Reader(), r.P, maxChoice)
	if err != nil {
		return err
	}
	unit, err := r.bodyField(auth.Unit, lang.T("单位", "Unit"), among)
	if err != nil {
		return err
	}
	title := lang.T("检查发现的问题", "What inspections found")
	v := register.List{Head: ui.HeadInfo{Kicker: inspectionsTitle, Title: title, Lead: lang.T("已签发报告的问题和整改。", "Findings of signed reports, and how they are mended."), Action: ui.Go(r.C, ui.Link{Text: lang.T("导出 Excel", "Export to Excel"), Href: "/findings.xlsx?" + r.URL.RawQuery}, ui.Quiet)},
		Table: ui.TableInfo{Caption: lang.T("最近签发的在前", "The last signed first"), Columns: []ui.Column{{Text: lang.T("单位", "Unit")}, {Text: lang.T("检查要点", "Point")}, {Text: lang.T("严重程度", "Grade")}, {Text: lang.T("整改期限", "Due")}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有问题", "Nothing was found"), Text: lang.T("报告签发之后，问题列在这里。", "Findings stand here once a report is signed.")}},
		Fields: []form.Field{unit, regionField("", false), {Kind: form.Choice, Field: ui.Field{Name: "state", Label: lang.T("状态", "State"), Value: r.FormValue("state"), Options: findingStates()}},
			{Kind: form.Choice, Field: ui.Field{Name: "severity", Label: lang.T("严重程度", "Grade"), Value: r.FormValue("severity"), Options: options(r.law(""), "inspection_severity")}},
			r.tick("overdue", lang.T("整改逾期", "Overdue")),
			r.tick("shown", lang.T("证据待核", "Evidence waits"))}}
	if r.FormValue("committee") != "" {
		committee, err := r.bodyField(auth.Committee, lang.T("委员会", "Committee"), nil)
		if err != nil {
			return err
		}
		v.Fields = append(v.Fields, committee)
	}
	if v.Rows, err = r.findingRows(page.Items); err != nil {
		return err
	}
	return r.list(v, nil, "/findings", page.Next)
}

func findingStates() []ui.Option {
	return []ui.Option{{Value: "open", Text: lang.T("整改中", "Open")}, {Value: "closed", Text: lang.T("已销号", "Closed")}, {Value: "noted", Text: lang.T("建议，不须整改", "Noted, nothing to mend")}}
}

func findingStatus(f inspection.Found) ui.Status {
	switch {
	case f.Overdue:
		return ui.Status{Text: lang.T("整改逾期", "Overdue"), Tone: ui.Bad}
	case f.State == "closed":
		return ui.Status{Text: lang.T("已销号", "Closed"), Tone: ui.OK}
	case f.Order == "shown":
		return ui.Status{Text: lang.T("证据待核", "Evidence waits"), Tone: ui.Waiting}
	case f.State == "open":
		return ui.Status{Text: lang.T("整改中", "Open"), Tone: ui.Waiting}
	}
	return ui.Status{Text: lang.T("建议", "Noted"), Tone: ui.Plain}
}

func (r *Request) findingRows(list []inspection.Found) ([]register.Row, error) {
	var ids []string
	for _, f := range list {
		ids = append(ids, f.Unit)
	}
	names, err := r.bodies(auth.Unit, ids...)
	if err != nil {
		return nil, err
	}
	var out []register.Row
	for _, f := range list {
		state := findingStatus(f)
		row := register.Row{{Text: r.C.Text(english(names[f.Unit])), Href: inspectionPath(f.Inspection)}, {Text: r.C.Text(word(r.law(f.Region), "inspection_points", f.Point))},
			{Text: r.C.Text(word(r.law(f.Region), "inspection_severity", f.Severity))}, {Text: "—"}, {Status: &state}}
		if !f.Due.IsZero() {
			row[3].Text = r.C.Date(f.Due)
		}
		out = append(out, row)
	}
	return out, nil
}

// maxBook bounds the findings of a workbook.
const maxBook = 10000

// findingBook sends the findings of a filter as a workbook.
func (s *Server) findingBook(r *Request) (err error) {
	book, err := sheet.NewBook([]string{r.C.T("单位", "Unit"), r.C.T("检查要点", "Point"), r.C.T("严重程度", "Grade"), r.C.T("签发日期", "Signed on"), r.C.T("整改期限", "Due"), r.C.T("状态", "State")}, 30, 60, 30, 14, 14, 14)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	for pg, n := (store.Paging{Limit: store.MaxPage}), 0; n < maxBook; n += store.MaxPage {
		page, err := inspection.Findings(r.Reader(), r.P, findingFilter(r), pg)
		if err != nil {
			return err
		}
		rows, err := r.findingRows(page.Items)
		if err != nil {
			return err
		}
		for i, row := range rows {
			if err := book.Add(row[0].Text, row[1].Text, row[2].Text, r.C.Date(page.Items[i].At), row[3].Text, r.C.Text(row[4].Status.Text)); err != nil {
				return err
			}
		}
		if page.Next == "" {
			break
		}
		pg.After = page.Next
	}
	r.sendHeader("findings.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	_, err = book.WriteTo(r.W)
	return err
}

// inspectionFile sends a file of a visit; it is always saved, never opened in the
// page's name.
func (s *Server) inspectionFile(r *Request) error {
	f, content, err := s.Inspection.File(r.Context(), r.P, r.PathValue("id"), r.PathValue("hash"))
	if err != nil {
		return err
	}
	s.sendContent(r, f.Name, "application/octet-stream", content)
	return nil
}

// inspectionPaper sends the signed report with its orders.
func (s *Server) inspectionPaper(r *Request) error {
	paper, err := s.Inspection.Paper(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.sendPDF(paper, "inspection-report.pdf")
}

// homeInspections is what inspections ask of this person: of an inspector, of a unit,
// of a department.
func (s *Server) homeInspections(r *Request) (templ.Component, error) {
	page, err := inspection.List(r.Reader(), r.P, inspection.Filter{Running: true}, store.Paging{Limit: homeTasks})
	if err != nil || len(page.Items) == 0 {
		return nil, err
	}
	var ids []string
	for _, row := range page.Items {
		ids = append(ids, row.Unit)
	}
	names, err := r.bodies(auth.Unit, ids...)
	if err != nil {
		return nil, err
	}
	officer, boss := len(r.offices(registry.RoleUnitOfficer)) > 0, r.Me.Holds("supervisor")
	var tasks []ui.Task
	for _, row := range page.Items {
		what := visitAsk(row, officer && !row.Going && !boss)
		state := inspectionStatus(row.State)
		if row.Overdue > 0 {
			state = ui.Status{Text: lang.T("整改逾期", "Overdue"), Tone: ui.Bad}
		}
		tasks = append(tasks, ui.Task{What: english(names[row.Unit]), About: r.C.Text(what), Href: inspectionPath(row.ID), State: &state})
	}
	return home.Waiting(r.C, "inspections", inspectionsTitle, tasks, ui.Link{Text: lang.T("全部检查", "All inspections"), Href: "/inspections"}), nil
}

// visitAsk is what a visit asks for next.
func visitAsk(row inspection.Row, unit bool) lang.Text {
	switch {
	case unit && row.State == inspection.StateCorrects:
		return lang.T("检查发现的问题须整改", "Findings to correct")
	case unit && row.State == inspection.StateReported:
		return lang.T("检查报告初稿请提出意见", "Be heard on the draft of the report")
	case unit:
		return lang.T("本单位将接受检查", "Your unit is being inspected")
	case row.State == inspection.StatePlanned && row.Going:
		return lang.T("您被抽中参加检查：请声明利益关系", "You were drawn to inspect: declare interests")
	case row.Going:
		return lang.T("您参加的检查", "An inspection you go to")
	}
	return lang.T("检查正在进行", "An inspection is under way")
}
