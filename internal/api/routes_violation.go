package api

import (
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/violation"
)

// violationRoutes are cases of breaches, from the report to what followed.
func (a *API) violationRoutes() {
	g := a.chapter("违规案件", "Cases")
	s := a.Violation
	list(g, "/cases", lang.T("违规案件：本单位、本部门办理的，或者与本人有关的", "Cases that one's unit or department handles, or that concern oneself"), func(r *Request, f struct {
		State   string `query:"state" of:"case.state" doc:"状态 / state"`
		Source  string `query:"source" doc:"来源 / where it comes from"`
		Body    string `query:"body" doc:"办案单位或部门 / who handles it"`
		Major   bool   `query:"major" doc:"重大案件 / major cases"`
		Overdue bool   `query:"overdue" doc:"超期 / overdue"`
		Waiting bool   `query:"waiting" doc:"复查、申诉待办 / a re-check or an appeal waits"`
		paging
	}) (store.Page[violation.Row], error) {
		return violation.List(r.Reader(), r.P, violation.Filter{State: flow.State(f.State), Source: f.Source, Body: f.Body, Major: f.Major, Overdue: f.Overdue, Waiting: f.Waiting}, f.page())
	})
	begin(g, "/cases", lang.T("登记案件；由谁查处由规则确定", "Register a case; the rules say who handles it"), violation.Kind, "/cases", s.Register, "body", "title", "source", "text")
	one(g, "/cases/{case}", lang.T("一个案件，按各自能看到的部分", "A case, as far as one may see it"), func(r *Request, _ none) (violation.View, int64, error) {
		v, err := s.View(r.Reader(), r.P, r.PathValue("case"))
		return v, v.Version, err
	})
	a.routeActs(g, s)
	a.inquiryActs(g, s)
	a.outcomeActs(g, s)
}

func (a *API) routeActs(g group, s *violation.Service) {
	act(g, "/cases/{case}/parties", lang.T("写明被举报的个人或者单位", "Name whom the case is about"), s.NameParty, "kind")
	act(g, "/cases/{case}/parties/{id}/drop", lang.T("移除当事人", "Leave a party out"), s.DropParty)
	act(g, "/cases/{case}/transfer", lang.T("按管辖规则移送", "Transfer it, by the rules of jurisdiction"), s.Transfer, "reason")
	act(g, "/cases/{case}/guide", lang.T("主管部门督促、指导", "Remind or guide, from above"), s.Guide, "kind", "text")
	act(g, "/cases/{case}/take-over", lang.T("主管部门直接查处重大案件", "Take a grave case over"), s.TakeOver, "text")
	act(g, "/cases/{case}/designate", lang.T("上级指定管辖", "Settle who handles it"), s.Designate, "text")
	act(g, "/cases/{case}/accept", lang.T("受理", "Take it up"), s.Accept, "tests")
	act(g, "/cases/{case}/reject", lang.T("不予受理", "Refuse it"), s.Reject, "grounds", "reason")
	act(g, "/cases/{case}/check", lang.T("初步核查的结果", "The result of the preliminary check"), s.Check, "text")
}

func (a *API) inquiryActs(g group, s *violation.Service) {
	act(g, "/cases/{case}/plan", lang.T("调查方案", "The plan of the inquiry"), s.Plan, "text")
	act(g, "/cases/{case}/members", lang.T("确定调查组成员、评议专家", "Name somebody for the team or the panel"), s.NameMember, "person", "role")
	act(g, "/cases/{case}/members/{id}/leave", lang.T("成员退出", "A member leaves"), s.Leave, "text")
	act(g, "/cases/{case}/declare", lang.T("评议专家声明利益", "Declare an interest, as a peer"), s.Declare)
	act(g, "/cases/{case}/assess", lang.T("评议专家提出意见", "Give an opinion, as a peer"), s.Assess, "reasons")
	act(g, "/cases/{case}/interviews", lang.T("谈话记录", "Record an interview"), s.Interview, "by", "day", "place", "summary")
	act(g, "/cases/{case}/evidence", lang.T("登记证据", "Take evidence"), s.Secure, "label", "source", "day", "place")
	act(g, "/cases/{case}/evidence/{id}/hand", lang.T("证据移交", "Give evidence into other hands"), s.Hand, "to", "day", "reason")
	act(g, "/cases/{case}/interim", lang.T("采取临时措施", "Take an interim measure"), s.Pause, "code", "reason")
	act(g, "/cases/{case}/interim/{id}/lift", lang.T("解除临时措施", "Lift an interim measure"), s.Lift, "text")
	act(g, "/cases/{case}/extend", lang.T("延长调查期限", "Extend the time of the inquiry"), s.Extend, "text")
	act(g, "/cases/{case}/finding", lang.T("调查认定", "What the inquiry found"), s.Conclude, "violation", "severity", "facts", "basis")
	act(g, "/cases/{case}/proposals", lang.T("拟处理措施", "Propose a measure"), s.Propose, "party", "code")
	act(g, "/cases/{case}/proposals/{id}/drop", lang.T("删去拟处理措施", "Take a proposed measure out"), s.DropProposal)
}

func (a *API) outcomeActs(g group, s *violation.Service) {
	act(g, "/cases/{case}/notice", lang.T("告知事实、依据和拟处理措施", "Tell the parties facts, basis and what is proposed"), s.Notify)
	act(g, "/cases/{case}/answer", lang.T("当事人陈述、申辩或者放弃", "State and defend, or waive it, as a party"), s.Answer)
	act(g, "/cases/{case}/enter", lang.T("录入当事人的书面陈述、申辩", "Enter what a party handed in on paper"), s.Enter, "party", "upload")
	act(g, "/cases/{case}/decide", lang.T("作出决定，列入处理台账", "Decide, and enter it into the ledger"), s.Rule, "number", "reasons")
	act(g, "/cases/{case}/serve", lang.T("记录送达", "Note that a party received the decision"), s.Serve, "party", "day")
	act(g, "/cases/{case}/requests", lang.T("当事人申请复查或者申诉", "Ask for a re-check, or appeal, as a party"), s.Ask, "kind", "text")
	act(g, "/cases/{case}/requests/{id}/take", lang.T("是否受理复查、申诉", "Whether a request is heard"), s.Take)
	act(g, "/cases/{case}/requests/{id}/settle", lang.T("复查、申诉的结果", "What comes of a request"), s.Settle, "outcome", "reason")
	act(g, "/cases/{case}/referrals", lang.T("移送纪检监察、司法机关", "Refer it to discipline or justice"), s.Refer, "kind", "to", "text")
	act(g, "/cases/{case}/referrals/{id}/feedback", lang.T("移送的反馈", "What they answered"), s.Feedback, "text")
	act(g, "/cases/{case}/publish", lang.T("公开典型案例", "Make a typical case public"), s.Publish, "title", "text")
	act(g, "/cases/{case}/unpublish", lang.T("撤下典型案例", "Take it back"), s.Unpublish, "text")
}
