package api

import (
	"net/http"

	"lunheng/internal/filing"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// filingRoutes are registrations with platforms outside, and yearly reports.
func (a *API) filingRoutes() {
	g := a.chapter("登记与年度报告", "Registrations and yearly reports")
	s := a.Filing
	list(g, "/filings", lang.T("登记、备案与报告", "Registrations, filings and reports"), findFilings)
	one(g, "/filings/{filing}", lang.T("一项登记", "A registration"), func(r *Request, _ none) (filing.State, int64, error) {
		st, err := s.View(r.Reader(), r.P, r.PathValue("filing"))
		return st, st.Version, err
	})
	act(g, "/filings/{filing}/prepare", lang.T("备齐材料", "Prepare the package"), s.Prepare)
	act(g, "/filings/{filing}/submit", lang.T("记录提交", "Record the submission"), s.Submit, "day")
	act(g, "/filings/{filing}/return", lang.T("记录退回", "Record that the platform returned it"), s.Return, "reasons")
	act(g, "/filings/{filing}/receipt", lang.T("录入回执", "Enter the receipt"), s.Register, "number", "day")
	act(g, "/filings/{filing}/confirm", lang.T("部门确认回执", "The department confirms the receipt"), s.Confirm)
	act(g, "/filings/{filing}/lapse", lang.T("记录失效", "Record that the registration lapsed"), s.Lapse, "day", "reason")
	act(g, "/filings/{filing}/reopen", lang.T("重新登记", "Seek it again"), s.Reopen, "reason")
	act(g, "/filings/{filing}/withdraw", lang.T("部门免除登记", "The department releases from it"), s.Withdraw, "reason")
	op := g.operation(http.MethodGet, "/filings/{filing}/package.zip", lang.T("登记材料", "The package that goes to the platform"))
	op.Responses["200"] = binary("application/zip")
	g.handle(op, func(r *Request) error {
		_, raw, err := s.Package(r.Context(), r.P, r.PathValue("filing"))
		return r.file("application/zip", raw, err)
	})
	look(g, "/committees/{committee}/standing", lang.T("委员会状况", "How a committee stands"), func(r *Request, _ none) (filing.Standing, error) {
		return s.Standing(r.Reader(), r.PathValue("committee"), r.P.Day)
	})
	look(g, "/committees/{committee}/reports", lang.T("年度报告", "Yearly reports"), func(r *Request, _ none) (items[filing.ReportRow], error) {
		rows, err := filing.Reports(r.Reader(), r.P, r.PathValue("committee"))
		return items[filing.ReportRow]{orNone(rows)}, err
	})
	act(g, "/committees/{committee}/reports/compile", lang.T("统计一个年度", "Count a year into its report"), s.Compile, "report", "year")
	one(g, "/reports/{report}", lang.T("一份年度报告", "A yearly report"), func(r *Request, _ none) (filing.Report, int64, error) {
		st, err := s.Report(r.Reader(), r.P, r.PathValue("report"))
		return st, st.Version, err
	})
	a.reportVerbs(g)
}

// reportVerbs are the acts on a yearly report; none of them takes a number.
func (a *API) reportVerbs(g group) {
	s := a.Filing
	act(g, "/reports/{report}/remarks", lang.T("填写说明", "Replace the remarks"), s.RemarkOn, "remarks")
	act(g, "/reports/{report}/sign", lang.T("主任委员签发", "The chair signs"), s.Sign)
	act(g, "/reports/{report}/reopen", lang.T("退回修改", "Reopen it"), s.ReopenReport, "reason")
	for _, f := range [][2]string{{"pdf", "application/pdf"}, {"json", mediaJSON}} {
		form, is := f[0], f[1]
		op := g.operation(http.MethodGet, "/reports/{report}/report."+form, lang.T("年度报告文件", "The report as a file"))
		op.Responses["200"] = binary(is)
		g.handle(op, func(r *Request) error {
			raw, err := s.ReportFile(r.Context(), r.P, r.PathValue("report"), form)
			return r.file(is, raw, err)
		})
	}
}

// file answers with a made file.
func (r *Request) file(is string, raw []byte, err error) error {
	if err != nil {
		return err
	}
	r.sendBytes(http.StatusOK, is, raw)
	return nil
}

func findFilings(r *Request, f struct {
	State       string `query:"state" of:"filing.state" doc:"状态 / state"`
	Committee   string `query:"committee" doc:"委员会 / committee"`
	Activity    string `query:"activity" doc:"活动 / activity"`
	Open        bool   `query:"open" doc:"未完成 / to be done"`
	Overdue     bool   `query:"overdue" doc:"已超期 / overdue"`
	Unconfirmed bool   `query:"unconfirmed" doc:"回执待确认 / receipt to be confirmed"`
	paging
}) (store.Page[filing.Row], error) {
	return filing.List(r.Reader(), r.P, filing.Filter{State: flow.State(f.State), Committee: f.Committee, Activity: f.Activity,
		Open: f.Open, Overdue: f.Overdue, Unconfirmed: f.Unconfirmed}, f.page())
}
