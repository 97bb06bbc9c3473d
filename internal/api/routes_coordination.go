package api

import (
	"lunheng/internal/coordination"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// coordinationRoutes are mechanisms of coordination and all that happens in them.
func (a *API) coordinationRoutes() {
	g := a.chapter("统筹协调", "Coordination")
	s := a.Coordination
	list(g, "/coordination/mechanisms", lang.T("协调机制", "Coordination mechanisms"), func(r *Request, f struct {
		Superior string `query:"superior" doc:"上级机制 / superior mechanism"`
		paging
	}) (store.Page[coordination.Body], error) {
		return coordination.List(r.Reader(), r.P, f.Superior, f.page())
	})
	begin(g, "/coordination/mechanisms", lang.T("设立协调机制", "Found a mechanism"), coordination.MechanismKind, "/coordination/mechanisms", s.Found, "department")
	one(g, "/coordination/mechanisms/{mechanism}", lang.T("一个协调机制", "A mechanism"), func(r *Request, _ none) (coordination.Mechanism, int64, error) {
		st, err := s.Mechanism(r.Reader(), r.P, r.PathValue("mechanism"))
		return st, st.Version, err
	})
	act(g, "/coordination/mechanisms/{mechanism}/adopt", lang.T("启用规则包里的任务方案", "Put the packs' plan of tasks in force"), s.Adopt)
	act(g, "/coordination/mechanisms/{mechanism}/rename", lang.T("更名", "Rename it"), s.Rename, "name")
	act(g, "/coordination/mechanisms/{mechanism}/members", lang.T("增加成员单位", "Add a member"), s.Join, "code", "duty")
	act(g, "/coordination/mechanisms/{mechanism}/members/{code}/leave", lang.T("成员单位退出", "End a membership"), s.Leave, "reason")
	act(g, "/coordination/mechanisms/{mechanism}/inform", lang.T("通报", "Inform all members"), s.Inform, "title", "text")
	act(g, "/coordination/mechanisms/{mechanism}/dissolve", lang.T("撤销协调机制", "Dissolve it"), s.Dissolve, "text")
	a.taskRoutes(g)
	a.sessionRoutes(g)
	a.adviceRoutes(g)
	a.yearlyRoutes(g)
}

type ofMechanism struct {
	Mechanism string `query:"mechanism" doc:"协调机制 / mechanism"`
	paging
}

// rows lists the things of a kind.
func rows(g group, path, kind string, text lang.Text) {
	list(g, path, text, func(r *Request, f ofMechanism) (store.Page[coordination.Row], error) {
		return coordination.Rows(r.Reader(), r.P, kind, coordination.Filter{Mechanism: f.Mechanism}, f.page())
	})
}

func (a *API) taskRoutes(g group) {
	s := a.Coordination
	list(g, "/coordination/tasks", lang.T("任务", "Tasks"), func(r *Request, f struct {
		State string `query:"state" of:"task.state" doc:"状态 / state"`
		Part  string `query:"part" doc:"牵头或者参加单位的代码 / code of the lead or a joint department"`
		Late  bool   `query:"late" doc:"超期 / overdue"`
		ofMechanism
	}) (store.Page[coordination.Work], error) {
		return coordination.Tasks(r.Reader(), r.P, coordination.TaskFilter{Mechanism: f.Mechanism, State: flow.State(f.State), Part: f.Part, Late: f.Late}, f.page())
	})
	begin(g, "/coordination/tasks", lang.T("下达任务", "Set a task"), coordination.TaskKind, "/coordination/tasks", s.SetTask, "mechanism", "title", "text", "lead")
	one(g, "/coordination/tasks/{task}", lang.T("一项任务", "A task"), func(r *Request, _ none) (coordination.Task, int64, error) {
		st, err := s.Task(r.Reader(), r.P, r.PathValue("task"))
		return st, st.Version, err
	})
	act(g, "/coordination/tasks/{task}/progress", lang.T("报告进展", "Report progress"), s.Progress, "text")
	act(g, "/coordination/tasks/{task}/finish", lang.T("报告完成，附佐证", "Report it done, with evidence"), s.Finish)
	act(g, "/coordination/tasks/{task}/accept", lang.T("确认完成", "Accept it as done"), s.Accept)
	act(g, "/coordination/tasks/{task}/return", lang.T("退回", "Return it"), s.ReturnTask, "text")
	act(g, "/coordination/tasks/{task}/extend", lang.T("延长期限", "Give it a later day"), s.Extend, "text", "due")
	act(g, "/coordination/tasks/{task}/cancel", lang.T("取消任务", "Cancel it"), s.CancelTask, "text")
	act(g, "/coordination/tasks/{task}/publish", lang.T("公开任务状态，或者不再公开", "Publish how it stands, or no more"), s.Publish)
	act(g, "/coordination/tasks/{task}/budget", lang.T("填报年度经费", "Enter the money of a year"), s.Budget, "year")
	list(g, "/coordination/budgets", lang.T("任务的年度经费", "Money of tasks in a year"), func(r *Request, f struct {
		Year int `query:"year" doc:"年度 / year"`
		ofMechanism
	}) (store.Page[coordination.Cost], error) {
		return coordination.Costs(r.Reader(), r.P, f.Mechanism, f.Year, f.page())
	})
}

func (a *API) sessionRoutes(g group) {
	s := a.Coordination
	rows(g, "/coordination/sessions", coordination.SessionKind, lang.T("协调机制会议", "Meetings of mechanisms"))
	begin(g, "/coordination/sessions", lang.T("筹备会议", "Prepare a meeting"), coordination.SessionKind, "/coordination/sessions", s.PlanSession, "mechanism", "title", "at", "place")
	one(g, "/coordination/sessions/{session}", lang.T("一次会议", "A meeting"), func(r *Request, _ none) (coordination.Session, int64, error) {
		st, err := s.Session(r.Reader(), r.P, r.PathValue("session"))
		return st, st.Version, err
	})
	act(g, "/coordination/sessions/{session}/move", lang.T("更改时间、地点", "Move it"), s.MoveSession, "at", "place", "reason")
	act(g, "/coordination/sessions/{session}/points", lang.T("提出议题", "Raise an item"), s.Put, "title")
	act(g, "/coordination/sessions/{session}/points/{point}/drop", lang.T("撤下议题", "Take an item off the agenda"), s.DropPoint)
	act(g, "/coordination/sessions/{session}/points/{point}/decide", lang.T("记录决定；有牵头单位的形成任务", "Record a decision; with a lead department it makes a task"), s.Decide, "text")
	act(g, "/coordination/sessions/{session}/call", lang.T("发出通知", "Call it"), s.Call)
	act(g, "/coordination/sessions/{session}/hold", lang.T("记录到会单位", "Record who is there"), s.Hold, "present")
	act(g, "/coordination/sessions/{session}/minute", lang.T("印发纪要", "Issue the minutes"), s.Minute, "text")
	act(g, "/coordination/sessions/{session}/cancel", lang.T("取消会议", "Call it off"), s.CancelSession, "text")
	rows(g, "/coordination/consultations", coordination.ConsultationKind, lang.T("征求意见", "Consultations"))
	begin(g, "/coordination/consultations", lang.T("征求意见", "Ask for views"), coordination.ConsultationKind, "/coordination/consultations", s.Consult, "mechanism", "title", "text", "asked", "due")
	one(g, "/coordination/consultations/{consultation}", lang.T("一次征求意见", "A consultation"), func(r *Request, _ none) (coordination.Consultation, int64, error) {
		st, err := s.Consultation(r.Reader(), r.P, r.PathValue("consultation"))
		return st, st.Version, err
	})
	act(g, "/coordination/consultations/{consultation}/reply", lang.T("答复意见", "Give a view"), s.Reply, "stance")
	act(g, "/coordination/consultations/{consultation}/sum", lang.T("汇总意见", "Sum up"), s.SumUp, "text")
	act(g, "/coordination/consultations/{consultation}/cancel", lang.T("取消", "Cancel it"), s.CancelConsultation, "text")
}

func (a *API) adviceRoutes(g group) {
	s := a.Coordination
	rows(g, "/coordination/advices", coordination.AdviceKind, lang.T("专家咨询", "Questions to the experts"))
	begin(g, "/coordination/advices", lang.T("请专家咨询", "Ask the experts"), coordination.AdviceKind, "/coordination/advices", s.AskAdvice, "mechanism", "title", "question", "due")
	one(g, "/coordination/advices/{advice}", lang.T("一次专家咨询", "A question and its opinions"), func(r *Request, _ none) (coordination.Advice, int64, error) {
		st, err := s.Advice(r.Reader(), r.P, r.PathValue("advice"))
		return st, st.Version, err
	})
	act(g, "/coordination/advices/{advice}/experts", lang.T("选定专家", "Name experts"), s.NameExperts, "experts")
	act(g, "/coordination/advices/{advice}/declare", lang.T("声明利益关系", "Declare interests"), s.DeclareInterest, "interest")
	act(g, "/coordination/advices/{advice}/opine", lang.T("提出专家意见", "Give an opinion"), s.Opine, "stance", "text")
	act(g, "/coordination/advices/{advice}/conclude", lang.T("形成咨询意见", "Conclude"), s.Conclude, "text")
	act(g, "/coordination/advices/{advice}/use", lang.T("记录采纳情况", "Record what was done with it"), s.UseAdvice, "text")
	act(g, "/coordination/advices/{advice}/cancel", lang.T("撤回", "Take it back"), s.CancelAdvice, "text")
}

func (a *API) yearlyRoutes(g group) {
	s := a.Coordination
	list(g, "/coordination/yearlies", lang.T("成员单位年度报告：有哪些、状态", "Members' yearly reports: which, and how they stand"), func(r *Request, f struct {
		Year int  `query:"year" doc:"年度 / year"`
		Late bool `query:"late" doc:"超期 / overdue"`
		ofMechanism
	}) (store.Page[coordination.Report], error) {
		return coordination.Reports(r.Reader(), r.P, coordination.ReportFilter{Mechanism: f.Mechanism, Year: f.Year, Late: f.Late}, f.page())
	})
	begin(g, "/coordination/yearlies", lang.T("编制本部门的年度报告", "Begin one's department's yearly report"), coordination.YearlyKind, "/coordination/yearlies", s.OpenYearly, "mechanism", "department", "year")
	one(g, "/coordination/yearlies/{yearly}", lang.T("一份年度报告", "A yearly report"), func(r *Request, _ none) (coordination.Yearly, int64, error) {
		st, err := s.Yearly(r.Reader(), r.P, r.PathValue("yearly"))
		return st, st.Version, err
	})
	act(g, "/coordination/yearlies/{yearly}/compile", lang.T("统计上一年度数字", "Count last year's figures"), s.CompileYearly)
	act(g, "/coordination/yearlies/{yearly}/write", lang.T("填写总结和计划", "Write summary and plan"), s.WriteYearly, "parts")
	act(g, "/coordination/yearlies/{yearly}/sign", lang.T("签发", "Sign it"), s.SignYearly)
	act(g, "/coordination/yearlies/{yearly}/reopen", lang.T("撤回签发", "Take the signature back"), s.ReopenYearly)
	act(g, "/coordination/yearlies/{yearly}/submit", lang.T("提交", "Hand it in"), s.SubmitYearly)
	act(g, "/coordination/yearlies/{yearly}/return", lang.T("退回", "Return it"), s.ReturnYearly, "text")
	act(g, "/coordination/yearlies/{yearly}/take", lang.T("收下", "Take it"), s.TakeYearly)
	act(g, "/coordination/yearlies/{yearly}/waive", lang.T("免交", "Release the member from it"), s.WaiveYearly, "text")
	rows(g, "/coordination/upwards", coordination.UpwardKind, lang.T("上报", "Reports upwards"))
	begin(g, "/coordination/upwards", lang.T("编制上报", "Compile a report upwards"), coordination.UpwardKind, "/coordination/upwards", s.CompileUpward, "mechanism", "from", "until")
	one(g, "/coordination/upwards/{upward}", lang.T("一份上报", "A report upwards"), func(r *Request, _ none) (coordination.Upward, int64, error) {
		st, err := s.Upward(r.Reader(), r.P, r.PathValue("upward"))
		return st, st.Version, err
	})
	act(g, "/coordination/upwards/{upward}/compile", lang.T("重新统计", "Count anew"), s.RecompileUpward)
	act(g, "/coordination/upwards/{upward}/write", lang.T("填写情况和建议", "Write how things stand"), s.WriteUpward, "text")
	act(g, "/coordination/upwards/{upward}/send", lang.T("上报", "Send it"), s.SendUpward)
	act(g, "/coordination/upwards/{upward}/take", lang.T("上级收下", "Take it, as the superior"), s.TakeUpward)
	act(g, "/coordination/upwards/{upward}/return", lang.T("上级退回", "Return it, as the superior"), s.ReturnUpward, "text")
}
