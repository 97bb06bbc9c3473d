package api

import (
	"time"

	"lunheng/internal/conduct"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// conductRoutes are approved activities: what is reported on them, and what becomes
// of them.
func (a *API) conductRoutes() {
	g := a.chapter("批准之后", "After approval")
	s := a.Conduct
	list(g, "/conduct", lang.T("获批的活动，跟踪审查最近到期的在前", "Approved work, the next follow-up first"), findConducts)
	one(g, "/activities/{activity}/conduct", lang.T("一项获批的活动：状态、报告、决定", "One approved activity: its state, reports, decisions"),
		func(r *Request, _ none) (conduct.State, int64, error) {
			st, err := s.View(r.Reader(), r.P, r.PathValue("activity"))
			return st, st.Version, err
		})
	one(g, "/activities/{activity}/conduct/scope", lang.T("批准的与实际的比较", "What was approved beside what is done"),
		func(r *Request, _ none) (scopeView, int64, error) {
			all, err := s.Scope(r.Reader(), r.P, r.PathValue("activity"))
			return scopeView{all}, 0, err
		})
	act(g, "/activities/{activity}/conduct/report", lang.T("报告：修正案、跟踪审查、变化、不良事件、恢复、结题", "Report: an amendment, a follow-up, a change, an event, to resume, the end"), s.Report, "kind")
	act(g, "/activities/{activity}/conduct/revise", lang.T("修改退回的报告", "Revise a report that was returned"), s.Revise, "report")
	act(g, "/activities/{activity}/conduct/suspend", lang.T("项目组立即暂停活动", "The team suspends the work at once"), s.Suspend, "reason")
}

func findConducts(r *Request, f struct {
	State     string `query:"state" of:"conduct.state" doc:"状态 / state"`
	Committee string `query:"committee" doc:"委员会 / id of the committee"`
	Days      int    `query:"days" doc:"跟踪审查在这些天内到期 / the follow-up is due within so many days"`
	Overdue   bool   `query:"overdue" doc:"跟踪审查已逾期 / the follow-up is overdue"`
	Mine      bool   `query:"mine" doc:"本人负责 / one leads it"`
	paging
}) (store.Page[conduct.Row], error) {
	q := conduct.Filter{State: flow.State(f.State), Committee: f.Committee, Overdue: f.Overdue, Mine: f.Mine}
	if f.Days > 0 {
		q.Before = r.Now.Add(time.Duration(f.Days) * 24 * time.Hour)
	}
	return conduct.List(r.Reader(), r.P, q, f.page())
}

// scopeView is a comparison of what was approved with what is done.
type scopeView struct {
	Compared []conduct.Compared `json:"compared"`
}
