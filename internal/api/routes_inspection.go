package api

import (
	"lunheng/internal/flow"
	"lunheng/internal/inspection"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// inspectionRoutes are plans of inspections, inspectors, visits, findings and orders.
func (a *API) inspectionRoutes() {
	g := a.chapter("监督检查", "Inspections")
	s := a.Inspection
	a.yearPlanRoutes(g)
	list(g, "/inspections", lang.T("检查：本部门组织的、本人参加的或者关于本单位的", "Inspections of one's department, of one's own, or of one's unit"), func(r *Request, f struct {
		State   string `query:"state" of:"inspection.state" doc:"状态 / state"`
		Plan    string `query:"plan" doc:"计划 / plan"`
		Unit    string `query:"unit" doc:"单位 / unit"`
		Mine    bool   `query:"mine" doc:"本人在检查组中 / one goes oneself"`
		Running bool   `query:"running" doc:"未办结 / not closed"`
		paging
	}) (store.Page[inspection.Row], error) {
		return inspection.List(r.Reader(), r.P, inspection.Filter{State: flow.State(f.State), Plan: f.Plan, Unit: f.Unit, Mine: f.Mine, Running: f.Running}, f.page())
	})
	one(g, "/inspections/{inspection}", lang.T("一次检查", "An inspection"), func(r *Request, _ none) (inspection.State, int64, error) {
		st, err := s.View(r.Reader(), r.P, r.PathValue("inspection"))
		return st, st.Version, err
	})
	list(g, "/findings", lang.T("检查发现的问题", "What inspections found"), func(r *Request, f struct {
		State      string `query:"state" doc:"noted、open 或 closed / noted, open or closed"`
		Severity   string `query:"severity" doc:"严重程度 / grade"`
		Department string `query:"department" doc:"部门 / department"`
		Unit       string `query:"unit" doc:"单位 / unit"`
		Region     string `query:"region" doc:"区划代码或其开头 / code of a region, or how it begins"`
		Committee  string `query:"committee" doc:"委员会 / committee"`
		Overdue    bool   `query:"overdue" doc:"整改逾期 / overdue"`
		Shown      bool   `query:"shown" doc:"证据待核 / evidence waits"`
		paging
	}) (store.Page[inspection.Found], error) {
		return inspection.Findings(r.Reader(), r.P, inspection.FindingFilter{State: f.State, Severity: f.Severity, Department: f.Department, Unit: f.Unit, Region: f.Region,
			Committee: f.Committee, Overdue: f.Overdue, Shown: f.Shown}, f.page())
	})
	act(g, "/inspections/{inspection}/declare", lang.T("检查人员声明有无利益关系", "Declare interests, as an inspector"), s.Declare)
	act(g, "/inspections/{inspection}/replace", lang.T("由抽签顺序的下一位接替", "Let the next of the drawn order go"), s.Replace, "person", "reason")
	act(g, "/inspections/{inspection}/notify", lang.T("通知单位", "Tell the unit"), s.Notify, "day")
	act(g, "/inspections/{inspection}/open", lang.T("到场开始检查", "Begin on the spot"), s.Open)
	act(g, "/inspections/{inspection}/points", lang.T("填写一项检查要点", "Answer a point"), s.AnswerPoint, "point", "answer")
	act(g, "/inspections/{inspection}/records", lang.T("调阅一份记录", "Take a record up"), s.TakeUp, "kind", "id")
	act(g, "/inspections/{inspection}/findings", lang.T("记录问题", "Note a finding"), s.Find, "point", "severity", "text", "records")
	act(g, "/inspections/{inspection}/files", lang.T("为问题添加照片或者文件", "Add a photo or a file to a finding"), s.AddFile, "finding")
	act(g, "/inspections/{inspection}/drop", lang.T("撤回问题", "Take a finding out"), s.DropFinding, "finding", "reason")
	act(g, "/inspections/{inspection}/report", lang.T("把报告初稿送单位", "Put the draft before the unit"), s.Report, "text")
	act(g, "/inspections/{inspection}/comment", lang.T("单位对初稿提出意见", "Be heard on the draft, as the unit"), s.Comment, "text")
	act(g, "/inspections/{inspection}/take-back", lang.T("收回初稿", "Take the draft back"), s.TakeBack, "text")
	act(g, "/inspections/{inspection}/sign", lang.T("签发报告并责令整改", "Sign the report and order what is to be mended"), s.Sign, "conclusion")
	act(g, "/inspections/{inspection}/evidence", lang.T("提交整改证据", "Show what was mended, as the unit"), s.Show, "order", "text")
	act(g, "/inspections/{inspection}/extend", lang.T("延长整改期限", "Give an order more time"), s.Extend, "order", "text", "due")
	act(g, "/inspections/{inspection}/accept", lang.T("整改销号", "Close an order"), s.Accept, "order")
	act(g, "/inspections/{inspection}/renew", lang.T("重新责令整改", "Order anew"), s.Renew, "order", "text")
	act(g, "/inspections/{inspection}/refer", lang.T("移交问题", "Hand findings over"), s.Refer, "findings", "reason")
	act(g, "/inspections/{inspection}/cancel", lang.T("取消检查", "Cancel a visit"), s.Cancel, "text")
}

// yearPlanRoutes are plans, draws and inspectors.
func (a *API) yearPlanRoutes(g group) {
	s := a.Inspection
	list(g, "/yearplans", lang.T("本部门的年度检查计划", "The yearly plans of one's department"), func(r *Request, f struct {
		State string `query:"state" of:"yearplan.state" doc:"状态 / state"`
		paging
	}) (store.Page[inspection.PlanRow], error) {
		return inspection.Plans(r.Reader(), r.P, flow.State(f.State), f.page())
	})
	begin(g, "/yearplans", lang.T("起草年度检查计划", "Draft a yearly plan"), inspection.PlanKind, "/yearplans", s.MakePlan, "department", "year", "title")
	one(g, "/yearplans/{yearplan}", lang.T("一份年度检查计划：选定的单位和每次抽取", "A yearly plan: chosen units, and every draw"), func(r *Request, _ none) (inspection.Plan, int64, error) {
		p, err := s.Plan(r.Reader(), r.P, r.PathValue("yearplan"))
		return p, p.Version, err
	})
	look(g, "/yearplans/{yearplan}/ranking", lang.T("风险最高的单位，附理由", "Units of the highest risk, with the reasons"), func(r *Request, _ none) (items[inspection.UnitRisk], error) {
		p, err := s.Plan(r.Reader(), r.P, r.PathValue("yearplan"))
		if err != nil {
			return items[inspection.UnitRisk]{}, err
		}
		top, _, err := s.Ranking(r.Reader(), r.P, p)
		return items[inspection.UnitRisk]{orNone(top)}, err
	})
	act(g, "/yearplans/{yearplan}/choose", lang.T("按风险选定一个单位", "Choose a unit by its risk"), s.Choose, "unit")
	act(g, "/yearplans/{yearplan}/drop", lang.T("移除选定的单位", "Drop a chosen unit"), s.Drop, "unit")
	act(g, "/yearplans/{yearplan}/adopt", lang.T("通过计划", "Adopt the plan"), s.Adopt)
	act(g, "/yearplans/{yearplan}/discard", lang.T("丢弃草稿", "Discard the draft"), s.Discard)
	act(g, "/yearplans/{yearplan}/announce", lang.T("公告双随机抽取", "Announce the double draw"), s.Announce)
	act(g, "/yearplans/{yearplan}/draw", lang.T("抽取单位和检查人员", "Draw units and inspectors"), s.Draw)
	act(g, "/yearplans/{yearplan}/close", lang.T("结束年度计划", "Close the plan"), s.ClosePlan, "summary")
	look(g, "/departments/{department}/inspectors", lang.T("部门的检查人员名录", "A department's inspectors"), func(r *Request, _ none) (inspection.Pool, error) {
		return s.Inspectors(r.Reader(), r.P, r.PathValue("department"))
	})
	act(g, "/departments/{department}/inspectors/add", lang.T("把登记人员列入名录", "Enter somebody of the register"), s.AddInspector, "person")
	act(g, "/departments/{department}/inspectors/end", lang.T("移出名录", "End somebody's time on the list"), s.EndInspector, "person", "reason")
}
