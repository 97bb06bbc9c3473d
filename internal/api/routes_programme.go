package api

import (
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/programme"
	"lunheng/internal/store"
)

// programmeRoutes are programmes of public money, the projects in them, and what holds
// their payments.
func (a *API) programmeRoutes() {
	g := a.chapter("财政资助", "Public money")
	s := a.Programme
	list(g, "/programmes", lang.T("财政资助计划", "Programmes of public money"), func(r *Request, f struct {
		State string `query:"state" of:"programme.state" doc:"状态 / state"`
		Plan  string `query:"plan" of:"list:programme_plans" doc:"属于哪一级计划 / whose plan it is"`
		Mine  bool   `query:"mine" doc:"由本部门或者本单位管理 / run by one's own department or unit"`
		paging
	}) (store.Page[programme.Row], error) {
		return programme.List(r.Reader(), r.P, programme.Filter{State: flow.State(f.State), Plan: f.Plan, Mine: f.Mine}, f.page())
	})
	begin(g, "/programmes", lang.T("设立计划", "Begin a programme"), programme.Kind, "/programmes", s.Begin, "funder_kind", "funder", "plan", "title")
	one(g, "/programmes/{programme}", lang.T("一个计划：指南、关口和各环节的项目数", "A programme: its guide, its gate, and how many projects stand where"), func(r *Request, _ none) (programme.View, int64, error) {
		v, err := s.View(r.Reader(), r.P, r.PathValue("programme"))
		return v, v.Version, err
	})
	act(g, "/programmes/{programme}/guide", lang.T("编写指南", "Write the guide"), s.WriteGuide, "opens", "closes")
	act(g, "/programmes/{programme}/publish", lang.T("发布指南，开始申报", "Publish the guide and take applications"), s.Publish)
	act(g, "/programmes/{programme}/close", lang.T("结束申报", "Take no more applications"), s.Close, "reason")

	list(g, "/projects", lang.T("资助项目：本人负责或者参加的、本单位的、本部门资助的", "Projects: one's own, one's unit's, those that one's body funds"), func(r *Request, f struct {
		Programme string `query:"programme" doc:"计划 / programme"`
		State     string `query:"state" of:"project.state" doc:"状态 / state"`
		Open      string `query:"open" doc:"关口缺少的条件，any 为任一 / condition that the gate lacks; any: one or another"`
		Mine      bool   `query:"mine" doc:"本人负责 / led by oneself"`
		Referred  bool   `query:"referred" doc:"有检查移交的问题待资助方答复 / with a referral of an inspection for the funder to answer"`
		paging
	}) (store.Page[programme.Item], error) {
		return programme.ListProjects(r.Reader(), r.P, programme.Projects{Programme: f.Programme, State: flow.State(f.State), Open: f.Open, Mine: f.Mine, Referred: f.Referred}, f.page())
	})
	begin(g, "/projects", lang.T("起草申报书", "Begin an application"), programme.ProjectKind, "/projects", s.Draft, "programme", "title", "amount")
	one(g, "/projects/{project}", lang.T("一个项目：关口的条件、拨款、承诺书", "A project: the conditions of its gate, its payments, its pledge"), func(r *Request, _ none) (programme.ProjectView, int64, error) {
		v, err := s.ViewProject(r.Reader(), r.P, r.PathValue("project"), r.Now)
		return v, v.Version, err
	})
	act(g, "/projects/{project}/write", lang.T("修改申报书", "Change the application"), s.Write, "title", "amount")
	act(g, "/projects/{project}/activity", lang.T("关联科技活动", "Link the activity"), s.Link, "activity")
	act(g, "/projects/{project}/sign", lang.T("签署承诺书", "Sign the pledge"), s.Sign, "side", "hash")
	act(g, "/projects/{project}/submit", lang.T("提交申报：同时核查申报人", "Hand it in; the applicants are checked"), s.Submit)
	act(g, "/projects/{project}/check", lang.T("再次核查申报人", "Check the applicants again"), s.Check)
	act(g, "/projects/{project}/doubts/{who}", lang.T("人工核对：不是同一人", "A person looked: it is somebody else"), s.SettleDoubt, "reason")
	act(g, "/projects/{project}/admit", lang.T("受理申报", "Take it up"), s.Admit)
	act(g, "/projects/{project}/refuse", lang.T("不予立项", "Refuse it"), s.Refuse, "opinion")
	act(g, "/projects/{project}/withdraw", lang.T("撤回申报", "Withdraw it"), s.Withdraw, "opinion")
	act(g, "/projects/{project}/approve", lang.T("立项", "Approve it"), s.Approve, "instalments")
	act(g, "/projects/{project}/pay", lang.T("登记拨款", "Record a payment"), s.Pay, "n", "reference")
	act(g, "/projects/{project}/findings", lang.T("记录发现的问题", "Note a finding"), s.NoteFinding, "text")
	act(g, "/projects/{project}/findings/{finding}/answer", lang.T("说明如何纠正", "Say how it was corrected"), s.AnswerFinding, "text")
	act(g, "/projects/{project}/findings/{finding}/close", lang.T("问题办结", "Close a finding"), s.CloseFinding, "text")
	act(g, "/projects/{project}/referrals/{referral}/answer", lang.T("资助方答复检查移交的问题", "Answer what an inspection handed over, as the funder"), s.AnswerReferral, "text")
	act(g, "/projects/{project}/report", lang.T("提交伦理情况报告", "Hand in the report on ethics"), s.HandReport, "text")
	act(g, "/projects/{project}/finish", lang.T("申请验收", "Ask for acceptance"), s.Finish)
	act(g, "/projects/{project}/accept", lang.T("通过验收", "Accept it"), s.Accept, "opinion")
	act(g, "/projects/{project}/evaluate", lang.T("评估", "Evaluate it"), s.Evaluate, "opinion")
	act(g, "/projects/{project}/terminate", lang.T("终止项目", "Stop it"), s.Terminate, "opinion")

	list(g, "/payments", lang.T("拨款：暂缓的为何暂缓、谁能解除", "Payments: of those held, why, and who can lift it"), func(r *Request, f struct {
		State string `query:"state" of:"payment.state" doc:"状态 / state"`
		paging
	}) (store.Page[programme.Money], error) {
		return programme.Payments(r.Reader(), r.P, f.State, f.page())
	})
}
