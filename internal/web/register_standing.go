package web

import (
	"strconv"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/filing"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// committeeStanding are the parts of a committee's page about its standing: what
// is registered where, its rules, what the unit gives it, its certificate.
func (s *Server) committeeStanding(r *Request, c registry.Committee, may map[auth.Verb]bool) ([]register.Section, error) {
	standing, err := s.Filing.Standing(r.Reader(), c.ID, r.P.Day)
	if err != nil {
		return nil, err
	}
	out := []register.Section{{ID: "standing", Title: lang.T("状况", "Standing"), Body: r.standingList(standing)}}
	filings, err := s.filingSection(r, c)
	if err != nil {
		return nil, err
	}
	path := entryPath(auth.Committee, c.ID)
	rules := register.Section{ID: "rules", Title: lang.T("章程与工作制度", "Charter and working rules"), Body: r.paperRows(c)}
	means := register.Section{ID: "means", Title: lang.T("保障与独立性", "Means and independence"), Body: r.meansRows(c)}
	certificate := register.Section{ID: "certificate", Title: lang.T("认证", "Certification"), Body: r.certificateRows(c)}
	if may[auth.CommitteeEdit] {
		rules.Acts = []register.Act{{Link: ui.Link{Text: lang.T("记录工作制度", "Record a working rule"), Href: path + "/rules/new"}, Look: ui.Quiet},
			{Link: ui.Link{Text: lang.T("记录章程", "Record a charter"), Href: path + "/charter"}, Look: ui.Quiet}}
		means.Acts = []register.Act{{Link: ui.Link{Text: lang.T("作出年度声明", "State this year's"), Href: path + "/means"}, Look: ui.Quiet}}
		certificate.Acts = []register.Act{{Link: ui.Link{Text: lang.T("记录认证", "Record a certificate"), Href: path + "/certificate"}, Look: ui.Quiet}}
		if last := c.Certificate(); last != nil && last.On(r.P.Day) {
			certificate.Acts = append(certificate.Acts, register.Act{Link: ui.Link{Text: lang.T("终止认证", "End the certificate"), Href: path + "/certificate/end"}, Look: ui.Quiet})
		}
	}
	return append(append(out, filings...), rules, means, certificate), nil
}

// standingList says in words what speaks against the committee.
func (r *Request) standingList(st filing.Standing) templ.Component {
	if len(st.Findings) == 0 {
		return register.Words(r.C, lang.T("状况良好：组成、制度、登记和报告都没有问题。", "In good standing: composition, rules, registrations and reports are in order."))
	}
	var rows []register.Row
	for _, f := range st.Findings {
		state := ui.Status{Text: lang.T("提示", "to be mended"), Tone: ui.Warn}
		if f.Bars {
			state = ui.Status{Text: lang.T("影响良好状况", "not in good standing"), Tone: ui.Bad}
		}
		rows = append(rows, register.Row{{Text: r.C.Text(f.Text)}, {Text: orDash(r.C.Text(f.More))}, {Status: &state}})
	}
	return register.Rows(r.C, ui.TableInfo{Caption: lang.T("须处理的问题", "What is to be mended"), Columns: []ui.Column{{Text: lang.T("问题", "Finding")}, {Text: lang.T("具体", "What")},
		{Text: lang.T("影响", "Effect")}}, Rows: len(rows)}, rows)
}

// filingSection lists what is registered where; nothing for those who may not see it.
func (s *Server) filingSection(r *Request, c registry.Committee) ([]register.Section, error) {
	page, err := filing.List(r.Reader(), r.P, filing.Filter{Committee: c.ID}, store.Paging{Limit: standingPage})
	if err != nil {
		return nil, err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Committee, c.ID, auth.ReportView)
	if err != nil || len(page.Items) == 0 && !may[auth.ReportView] {
		return nil, err
	}
	rows, err := r.filingRows(page.Items, false)
	if err != nil {
		return nil, err
	}
	t := filingTable(false)
	t.Rows = len(rows)
	sec := register.Section{ID: "filings", Title: lang.T("登记、备案与报告", "Registrations and reports"), Body: register.Rows(r.C, t, rows)}
	if may[auth.ReportView] {
		sec.Acts = []register.Act{{Link: ui.Link{Text: lang.T("年度报告", "Yearly reports"), Href: entryPath(auth.Committee, c.ID) + "/reports"}, Look: ui.Quiet},
			{Link: ui.Link{Text: lang.T("全部登记", "All registrations"), Href: "/filings?committee=" + c.ID}, Look: ui.Quiet}}
	}
	return []register.Section{sec}, nil
}

// paperCell leads to the text of a paper, where there is one.
func paperCell(c registry.Committee, title string, k *blob.Kept) register.Cell {
	cell := register.Cell{Text: title}
	if k != nil {
		cell.Href = entryPath(auth.Committee, c.ID) + "/papers/" + k.Hash
	}
	return cell
}

// paperRows are the charter and the working rules: the one in force of each, with
// how many versions there were.
func (r *Request) paperRows(c registry.Committee) templ.Component {
	missing, has := ui.Status{Text: lang.T("尚未制定", "missing"), Tone: ui.Warn}, ui.Status{Text: lang.T("现行", "in force"), Tone: ui.OK}
	charter := register.Row{{Text: r.C.T("章程", "Charter")}, {Text: "—"}, {Text: "—"}, {Text: "—"}, {Status: &missing}}
	if c.Charter.Title != "" {
		charter = register.Row{charter[0], paperCell(c, c.Charter.Title, c.Charter.Kept), {Text: r.C.Day(string(c.Charter.Day))}, {Text: "—"}, {Status: &has}}
	}
	rows := []register.Row{charter}
	for _, item := range r.law(c.Region).List("committee_rules") {
		row := register.Row{{Text: r.C.Text(item.Text)}, {Text: "—"}, {Text: "—"}, {Text: "—"}, {Status: &missing}}
		if p := c.Rule(item.Code); p != nil {
			row = register.Row{row[0], paperCell(c, p.Title, p.File), {Text: r.C.Day(string(p.Day))}, {Text: r.C.Num(p.No)}, {Status: &has}}
		}
		rows = append(rows, row)
	}
	return register.Rows(r.C, ui.TableInfo{Caption: lang.T("章程与各项工作制度的现行版本", "Charter and working rules in force"), Columns: []ui.Column{{Text: lang.T("类别", "Kind")},
		{Text: lang.T("名称", "Title")}, {Text: lang.T("通过日期", "Adopted on")}, {Text: lang.T("版本", "Version")}, {Text: lang.T("情况", "State")}}, Rows: len(rows)}, rows)
}

// meansRows are the yearly statements of the unit.
func (r *Request) meansRows(c registry.Committee) templ.Component {
	var rows []register.Row
	for i := range c.Means {
		m := c.Means[len(c.Means)-1-i]
		ok := ui.Status{Text: lang.T("已声明", "declared"), Tone: ui.OK}
		rows = append(rows, register.Row{{Text: strconv.Itoa(m.Year)}, {Text: r.C.Num(m.Staff), Num: true}, {Text: r.C.Num(m.Budget), Num: true}, {Text: m.Premises}, {Status: &ok, Small: smallOf(m.Note)}})
	}
	return register.Rows(r.C, ui.TableInfo{Caption: lang.T("单位的年度声明", "Yearly statements of the unit"), Columns: []ui.Column{{Text: lang.T("年度", "Year")}, {Text: lang.T("人员", "Staff"), Num: true},
		{Text: lang.T("经费（元）", "Budget, yuan"), Num: true}, {Text: lang.T("场所", "Premises")}, {Text: lang.T("独立性", "Independence")}}, Rows: len(rows),
		Empty: ui.EmptyInfo{Title: lang.T("还没有声明", "Nothing stated yet"), Text: lang.T("单位每年说明人员、经费、场所并声明独立性。", "Each year the unit states staff, budget, premises and independence.")}}, rows)
}

func smallOf(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// certificateRows are the certificates, the last first.
func (r *Request) certificateRows(c registry.Committee) templ.Component {
	var rows []register.Row
	for i := range c.Certificates {
		x := c.Certificates[len(c.Certificates)-1-i]
		state := r.certificateStatus(x, c.Region)
		rows = append(rows, register.Row{paperCell(c, x.Number, x.File), {Text: x.Scope}, {Text: x.Assessor},
			{Text: r.C.Day(string(x.From)) + r.C.T(" 至 ", " – ") + r.C.Day(string(x.Until))}, {Status: &state, Small: smallOf(x.Reason)}})
	}
	return register.Rows(r.C, ui.TableInfo{Caption: lang.T("认证", "Certificates"), Columns: []ui.Column{{Text: lang.T("编号", "Number")}, {Text: lang.T("范围", "Scope")},
		{Text: lang.T("评定机构", "Assessor")}, {Text: lang.T("有效期", "Valid")}, {Text: lang.T("情况", "State")}}, Rows: len(rows),
		Empty: ui.EmptyInfo{Title: lang.T("没有认证", "No certificate"), Text: lang.T("认证制度尚在探索，没有认证不影响审查。", "Certification is still being tried; none is needed to review.")}}, rows)
}

func (r *Request) certificateStatus(x registry.Certificate, region string) ui.Status {
	switch {
	case x.Ended != "" && x.Ended <= r.P.Day:
		return ui.Status{Text: lang.T("已终止", "ended"), Tone: ui.Ended}
	case x.Until < r.P.Day:
		return ui.Status{Text: lang.T("已过期", "run out"), Tone: ui.Bad}
	}
	if p, ok := r.law(region).Param("certificate_warn_days"); ok && x.Until.AddDays(-p.Int()) <= r.P.Day {
		return ui.Status{Text: lang.T("即将到期", "runs out soon"), Tone: ui.Warn}
	}
	return ui.Status{Text: lang.T("有效", "valid"), Tone: ui.OK}
}

// termsNote warns of terms that end soon, or have ended.
func (r *Request) termsNote(c registry.Committee, may map[auth.Verb]bool) []register.Act {
	if !may[auth.CommitteeAppoint] {
		return nil
	}
	look := ui.Quiet
	if p, ok := r.law(c.Region).Param("term_warn_days"); ok && c.TermsEnd != "" && c.TermsEnd.AddDays(-p.Int()) <= calendar.Of(r.C.Now) {
		look = ui.Primary
	}
	return []register.Act{{Link: ui.Link{Text: lang.T("换届连任", "Elect members again"), Href: entryPath(auth.Committee, c.ID) + "/terms"}, Look: look}}
}
