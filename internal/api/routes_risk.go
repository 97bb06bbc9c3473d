package api

import (
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/risk"
	"lunheng/internal/store"
)

// riskRoutes are signals of risk, registers, what is known from outside, warnings and bulletins.
func (a *API) riskRoutes() {
	g := a.chapter("风险监测与预警", "Risks and warnings")
	s := a.Risk
	list(g, "/signals", lang.T("风险信号，最重的在前", "Signals of risk, the gravest first"), func(r *Request, f struct {
		Definition string `query:"definition" of:"list:risk_signals" doc:"信号种类 / kind of signal"`
		Level      string `query:"level" of:"list:risk_levels" doc:"级别 / level"`
		Field      string `query:"field" of:"list:fields" doc:"领域 / field"`
		State      string `query:"state" of:"signal.state" doc:"状态 / state"`
		paging
	}) (store.Page[risk.Row], error) {
		return risk.List(r.Reader(), r.P, risk.Filter{Definition: f.Definition, Level: f.Level, Field: f.Field, State: flow.State(f.State)}, f.page())
	})
	one(g, "/signals/{signal}", lang.T("一条信号及其依据", "A signal, with the records behind it"), func(r *Request, _ none) (risk.Signal, int64, error) {
		st, err := s.Signal(r.Reader(), r.P, r.PathValue("signal"))
		return st, st.Version, err
	})
	act(g, "/signals/{signal}/judge", lang.T("核实：属实或者误报", "Say whether it was true or a false alarm"), s.Judge, "reason")
	list(g, "/risks", lang.T("风险清单", "Registers of risks"), func(r *Request, f struct {
		Unit  string `query:"unit" doc:"单位 / unit"`
		State string `query:"state" of:"risk.state" doc:"状态 / state"`
		paging
	}) (store.Page[risk.Shown], error) {
		return risk.Risks(r.Reader(), r.P, risk.RiskFilter{Unit: f.Unit, State: flow.State(f.State)}, f.page())
	})
	begin(g, "/risks", lang.T("列入风险清单", "Enter a risk"), risk.Kind, "/risks", s.Enter, "unit", "kind", "title", "owner", "likelihood", "impact")
	one(g, "/risks/{risk}", lang.T("风险清单中的一条", "An entry"), func(r *Request, _ none) (risk.Entry, int64, error) {
		st, err := s.View(r.Reader(), r.P, r.PathValue("risk"))
		return st, st.Version, err
	})
	act(g, "/risks/{risk}/reassess", lang.T("重新评估", "Assess it anew"), s.Reassess, "likelihood", "impact", "reason")
	act(g, "/risks/{risk}/measures", lang.T("计划措施", "Plan a measure"), s.Plan, "text", "due")
	act(g, "/risks/{risk}/measures/{measure}/done", lang.T("完成措施", "A measure is done"), s.Do, "effect")
	act(g, "/risks/{risk}/close", lang.T("关闭", "Close it"), s.Close, "reason")
	a.leadRoutes(g)
	a.warningRoutes(g)
}

func (a *API) leadRoutes(g group) {
	s := a.Risk
	list(g, "/leads", lang.T("来自外部的线索：撤稿、人工智能事件、前瞻", "What is known from outside: retractions, AI incidents, notes on what comes"), func(r *Request, f struct {
		State string `query:"state" of:"lead.state" doc:"状态 / state"`
		Asks  bool   `query:"asks" doc:"有机构待核对 / an institution waits for a person"`
		paging
	}) (store.Page[risk.Known], error) {
		return risk.Leads(r.Reader(), r.P, risk.LeadFilter{State: flow.State(f.State), Asks: f.Asks}, f.page())
	})
	begin(g, "/leads", lang.T("记下前瞻线索", "Note what comes"), risk.LeadKind, "/leads", s.WriteLead, "department", "title", "text", "day")
	one(g, "/leads/{lead}", lang.T("一条线索", "A lead"), func(r *Request, _ none) (risk.Lead, int64, error) {
		st, err := s.Lead(r.Reader(), r.P, r.PathValue("lead"))
		return st, st.Version, err
	})
	act(g, "/leads/{lead}/match", lang.T("核对机构是哪个单位", "Say which unit an institution is"), s.MatchLead, "n")
	act(g, "/leads/{lead}/assess", lang.T("研判", "Assess it"), s.AssessLead, "text", "answer")
	act(g, "/leads/{lead}/set-aside", lang.T("不予考虑", "Set it aside"), s.SetLeadAside, "reason")
	list(g, "/imports", lang.T("导入", "Imports"), func(r *Request, f struct{ paging }) (store.Page[risk.Taken], error) {
		return risk.Intakes(r.Reader(), r.P, f.page())
	})
	begin(g.large(), "/imports", lang.T("导入撤稿或者人工智能事件的名单", "Import a list of retractions or AI incidents"), risk.IntakeKind, "/imports", s.Import, "department", "kind", "file")
	one(g, "/imports/{import}", lang.T("一次导入：未导入的行及原因", "An import: the rows that are not in, and why"), func(r *Request, _ none) (risk.Intake, int64, error) {
		st, err := s.Intake(r.Reader(), r.P, r.PathValue("import"))
		return st, st.Version, err
	})
}

func (a *API) warningRoutes(g group) {
	s := a.Risk
	list(g, "/warnings", lang.T("预警", "Warnings"), func(r *Request, f struct {
		Level string `query:"level" of:"list:risk_levels" doc:"级别 / level"`
		State string `query:"state" of:"warning.state" doc:"状态 / state"`
		paging
	}) (store.Page[risk.Said], error) {
		return risk.Warnings(r.Reader(), r.P, risk.WarningFilter{Level: f.Level, State: flow.State(f.State)}, f.page())
	})
	begin(g, "/warnings", lang.T("起草预警", "Draft a warning"), risk.WarningKind, "/warnings", s.Warn, "body_kind", "body", "level", "title", "text", "parties")
	one(g, "/warnings/{warning}", lang.T("一份预警", "A warning"), func(r *Request, _ none) (risk.Warning, int64, error) {
		st, err := s.Warning(r.Reader(), r.P, r.PathValue("warning"))
		return st, st.Version, err
	})
	act(g, "/warnings/{warning}/discard", lang.T("丢弃草稿", "Discard the draft"), s.Discard)
	act(g, "/warnings/{warning}/issue", lang.T("发出", "Issue it"), s.Issue)
	act(g, "/warnings/{warning}/acknowledge", lang.T("签收", "Acknowledge it, as who was warned"), s.Acknowledge, "n")
	act(g, "/warnings/{warning}/measures", lang.T("计划措施", "Plan a measure"), s.PlanStep, "n", "text", "due")
	act(g, "/warnings/{warning}/measures/{measure}/done", lang.T("完成措施", "A measure is done"), s.DoStep, "n", "effect")
	act(g, "/warnings/{warning}/found-wanting", lang.T("措施不足", "What was done does not suffice"), s.FindWanting, "reason")
	act(g, "/warnings/{warning}/close", lang.T("已见效，解除", "It suffices: close it"), s.CloseWarning, "reason")
	act(g, "/warnings/{warning}/withdraw", lang.T("撤回", "Withdraw it"), s.Withdraw, "reason")
	list(g, "/bulletins", lang.T("风险通报", "Bulletins"), func(r *Request, f struct{ paging }) (store.Page[risk.Notice], error) {
		return risk.Bulletins(r.Reader(), r.P, f.page())
	})
	begin(g, "/bulletins", lang.T("编写通报", "Compile a bulletin"), risk.BulletinKind, "/bulletins", s.Compile, "body_kind", "body", "title", "from", "until", "text")
	one(g, "/bulletins/{bulletin}", lang.T("一份通报", "A bulletin"), func(r *Request, _ none) (risk.Bulletin, int64, error) {
		st, err := s.Bulletin(r.Reader(), r.P, r.PathValue("bulletin"))
		return st, st.Version, err
	})
	act(g, "/bulletins/{bulletin}/approve", lang.T("核准", "Approve it"), s.ApproveBulletin)
	act(g, "/bulletins/{bulletin}/discard", lang.T("丢弃", "Discard it"), s.DiscardBulletin)
	act(g, "/bulletins/{bulletin}/publish", lang.T("发布", "Publish it"), s.PublishBulletin)
}
