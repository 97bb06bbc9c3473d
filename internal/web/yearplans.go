package web

import (
	"strconv"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/inspection"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/risk"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var yearPlansTitle = lang.T("年度检查计划", "Plans of inspections")

func yearPlanPath(id string) string { return "/yearplans/" + id }

func yearPlanStatus(state flow.State) ui.Status {
	tone := ui.Waiting
	switch state {
	case inspection.PlanClosed:
		tone = ui.OK
	case inspection.PlanDiscarded:
		tone = ui.Ended
	case inspection.PlanDrafted:
		tone = ui.Plain
	}
	return ui.Status{Text: inspection.PlanTable.Info(state).Text, Tone: tone}
}

// yearPlans lists the plans of the person's departments.
func (s *Server) yearPlans(r *Request) error {
	page, err := inspection.Plans(r.Reader(), r.P, flow.State(r.FormValue("state")), r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: yearPlansTitle, Lead: lang.T("每年检查哪些单位：按风险选定一部分，其余双随机抽取单位和检查人员。", "Which units are inspected in a year: some chosen by risk, others drawn at random, and the inspectors too.")},
		Table: ui.TableInfo{Caption: lang.T("最近变动的在前", "The last changed first"), Columns: []ui.Column{{Text: lang.T("年度", "Year"), Num: true}, {Text: lang.T("计划", "Plan")}, {Text: lang.T("检查", "Visits"), Num: true}, {Text: lang.T("未办结", "Open"), Num: true}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有检查计划", "There are no plans"), Text: lang.T("部门每年制定一份计划。", "A department makes one a year.")}},
		Fields: []form.Field{stateField(&inspection.PlanTable)}}
	if own := r.offices(registry.RoleSupervisor); len(own) > 0 {
		v.Head.Action = register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("制定计划", "Make a plan"), Href: "/yearplans/new?department=" + own[0]}, Look: ui.Primary},
			{Link: ui.Link{Text: lang.T("检查人员", "Inspectors"), Href: "/departments/" + own[0] + "/inspectors"}, Look: ui.Quiet}})
	}
	for _, row := range page.Items {
		state := yearPlanStatus(row.State)
		v.Rows = append(v.Rows, register.Row{{Text: strconv.Itoa(row.Year), Num: true}, {Text: row.Title, Href: yearPlanPath(row.ID)}, {Text: r.C.Num(row.Visits), Num: true}, {Text: r.C.Num(row.Open), Num: true}, {Status: &state}})
	}
	return r.list(v, nil, "/yearplans", page.Next)
}

// yearPlanPage is a plan: chosen units, what speaks for others, draws, and the visits.
func (s *Server) yearPlanPage(r *Request) error {
	p, err := s.Inspection.Plan(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	department, err := r.body(auth.Department, p.Department)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(yearPlansTitle), Status: yearPlanStatus(p.State), Head: ui.HeadInfo{Kicker: department, Title: lang.Same(p.Title)},
		Facts: []ui.Fact{{Label: lang.T("年度", "Year"), Text: strconv.Itoa(p.Year)}, {Label: lang.T("随机抽取的比例", "Share drawn at random"), Text: r.C.Tf("%d%%", "%d%%", p.Share)},
			{Label: lang.T("每次检查的人数", "Inspectors of a visit"), Text: r.C.Num(p.Team)}}}
	v.Page.Crumbs = []ui.Link{{Text: yearPlansTitle, Href: "/yearplans"}}
	if acts := yearPlanActs(p); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	if v.Sections, err = s.yearPlanSections(r, p); err != nil {
		return err
	}
	events, err := s.Inspection.PlanEvents(r.Reader(), r.P, p.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// yearPlanActs are the buttons of a plan.
func yearPlanActs(p inspection.Plan) []register.Act {
	var out []register.Act
	add := func(event, to string, look ui.Look, text lang.Text) {
		if inspection.PlanTable.Allows(p.State, event) {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: yearPlanPath(p.ID) + "/" + to}, Look: look})
		}
	}
	add("yearplan.adopted", "adopt", ui.Primary, lang.T("通过计划", "Adopt the plan"))
	add("yearplan.drawn", "draw", ui.Primary, lang.T("抽取", "Draw"))
	if p.State == inspection.PlanAdopted || len(p.Targets) > 0 {
		add("yearplan.draw_announced", "announce", ui.Primary, lang.T("公告抽取", "Announce the draw"))
	}
	add("yearplan.target_chosen", "choose", ui.Quiet, lang.T("选定单位", "Choose a unit"))
	add("yearplan.closed", "close", ui.Quiet, lang.T("结束计划", "Close the plan"))
	add("yearplan.discarded", "discard", ui.Quiet, lang.T("丢弃", "Discard"))
	return out
}

func (s *Server) yearPlanSections(r *Request, p inspection.Plan) ([]register.Section, error) {
	visits, err := inspection.List(r.Reader(), r.P, inspection.Filter{Plan: p.ID}, store.Paging{Limit: store.MaxPage})
	if err != nil {
		return nil, err
	}
	top, population, err := s.Inspection.Ranking(r.Reader(), r.P, p)
	if err != nil {
		return nil, err
	}
	var units []string
	for _, t := range p.Targets {
		units = append(units, t.Unit)
	}
	for _, t := range top {
		units = append(units, t.Unit)
	}
	names, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	rows, err := r.visitRows(visits.Items)
	if err != nil {
		return nil, err
	}
	var out []register.Section
	if len(visits.Items) > 0 {
		out = append(out, register.Section{ID: "visits", Title: lang.T("检查进度", "Progress"), Body: register.Rows(r.C, visitTable(), rows)})
	}
	if len(p.Targets) > 0 {
		out = append(out, register.Section{ID: "targets", Title: lang.T("按风险选定的单位", "Chosen by risk"), Body: r.riskTable(p, targets(p), names, lang.T("已选定，分数高的在前", "Chosen, the highest score first"), dropIt(p))})
	}
	if p.State != inspection.PlanClosed && p.State != inspection.PlanDiscarded {
		out = append(out, register.Section{ID: "ranking", Title: lang.T("风险较高的其他单位", "Others that risk speaks for"), Body: register.Stack(
			register.Words(r.C, lang.T("本部门管辖、设有委员会、未列入计划的单位：%d 个。分数和理由取自系统内的数据。", "Units of the department's competence with a committee that are not in the plan: %d. Score and reasons come from the data of this system.").With(population)),
			r.riskTable(p, top, names, lang.T("未选定，分数高的在前", "Not chosen, the highest score first"), chooseIt(p)))})
	}
	for i, round := range p.Rounds {
		out = append(out, r.doubleDraw(p, i, round))
	}
	return out, nil
}

func targets(p inspection.Plan) []inspection.UnitRisk {
	var out []inspection.UnitRisk
	for _, t := range p.Targets {
		out = append(out, inspection.UnitRisk{Unit: t.Unit, Risk: t.Risk})
	}
	return out
}

// dropIt takes a chosen unit off a plan that is still a draft; chooseIt puts another in
// it. Zero: the plan does not allow it any more.
func dropIt(p inspection.Plan) ui.Link {
	if p.State != inspection.PlanDrafted {
		return ui.Link{}
	}
	return ui.Link{Text: lang.T("移除", "Remove"), Href: yearPlanPath(p.ID) + "/drop?unit="}
}

func chooseIt(p inspection.Plan) ui.Link {
	if !inspection.PlanTable.Allows(p.State, "yearplan.target_chosen") {
		return ui.Link{}
	}
	return ui.Link{Text: lang.T("选定", "Choose"), Href: yearPlanPath(p.ID) + "/choose?unit="}
}

// riskLists are where the reasons of a unit's risk have their words.
var riskLists = map[string]string{"": "inspection_signals", risk.SignalKind: "risk_signals", risk.Kind: "risk_kinds"}

// riskTable are units with their risk and its reasons, and what may be done with each.
func (r *Request) riskTable(p inspection.Plan, list []inspection.UnitRisk, names map[string]lang.Text, caption lang.Text, act ui.Link) templ.Component {
	set := r.law(p.Region)
	t := ui.TableInfo{Caption: caption, Columns: []ui.Column{{Text: lang.T("单位", "Unit")}, {Text: lang.T("风险分", "Score"), Num: true}, {Text: lang.T("理由", "Reasons")}},
		Empty: ui.EmptyInfo{Title: lang.T("没有风险信号", "Nothing speaks for one"), Text: lang.T("也可以写明理由选定单位。", "A unit may also be chosen for a reason of your own.")}}
	if act.Href != "" {
		t.Columns = append(t.Columns, ui.Column{Text: lang.T("办理", "Acts")})
	}
	var rows []register.Row
	for _, u := range list {
		row := register.Row{{Text: r.C.Text(english(names[u.Unit])), Href: entryPath(auth.Unit, u.Unit)}, {Text: r.C.Num(u.Score), Num: true}, {}}
		for _, why := range u.Reasons {
			row[2].Small = append(row[2].Small, r.C.Tf("%s：%d（%d 分）", "%s: %d (%d points)", r.C.Text(word(set, riskLists[why.Kind], why.Code)), why.Count, why.Points))
		}
		if len(row[2].Small) == 0 {
			row[2].Text = "—"
		}
		if act.Href != "" {
			row = append(row, register.Cell{Acts: []ui.Link{{Text: act.Text, Href: act.Href + u.Unit}}})
		}
		rows = append(rows, row)
	}
	return register.Rows(r.C, t, rows)
}

// doubleDraw tells how a draw came about, so that anybody can repeat it.
func (r *Request) doubleDraw(p inspection.Plan, i int, round inspection.Round) register.Section {
	facts := []ui.Fact{{Label: lang.T("方法", "Method"), Text: round.Method}, {Label: lang.T("可抽取的单位", "Units that could be drawn"), Text: r.C.Tf("%d 个中抽取 %d 个", "%[2]d of %[1]d", len(round.Units.Candidates), round.Units.Size)},
		{Label: lang.T("检查人员", "Inspectors"), Text: r.C.Num(len(round.Inspectors.Candidates))}, {Label: lang.T("单位名单的摘要", "Hash of the units"), Text: round.Units.Hash},
		{Label: lang.T("人员名单的摘要", "Hash of the inspectors"), Text: round.Inspectors.Hash}}
	body := lang.T("公告已定，等待日志封存后产生种子。", "It is announced; the seed comes once the log has sealed it.")
	if round.Drawn != nil {
		facts = append(facts, ui.Fact{Label: lang.T("种子", "Seed"), Text: round.Drawn.Seed})
		body = lang.T("种子是公告之后第一个封存点的根摘要，谁也不能预知；用下面的文件，任何人都可以用命令 lunheng draw 复算。", "The seed is the root of the first checkpoint after the announcement, which nobody could foresee; with the file anybody repeats the draw by the command lunheng draw.")
	}
	out := register.Section{ID: "draw-" + r.C.Num(i+1), Title: lang.T("第 %d 次双随机抽取", "Double draw no. %d").With(i + 1), Body: register.Stack(register.Words(r.C, body), ui.Facts(r.C, facts))}
	if round.Drawn != nil && i == len(p.Rounds)-1 {
		out.Acts = []register.Act{{Link: ui.Link{Text: lang.T("下载复算文件", "File to repeat it"), Href: yearPlanPath(p.ID) + "/draw.json"}, Look: ui.Quiet}}
	}
	return out
}

// yearPlanDraw sends the file with which anybody repeats the last draw.
func (s *Server) yearPlanDraw(r *Request) error {
	raw, err := s.Inspection.DrawFile(r.Reader(), r.P, s.LogKey, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.sendBytes("draw.json", "application/json", raw)
}

// inspectorsPage is a department's list of inspectors.
func (s *Server) inspectorsPage(r *Request) error {
	id := r.PathValue("id")
	pool, err := s.Inspection.Inspectors(r.Reader(), r.P, id)
	if err != nil {
		return err
	}
	department, err := r.body(auth.Department, id)
	if err != nil {
		return err
	}
	on := pool.On(r.P.Day)
	names, err := r.people(on...)
	if err != nil {
		return err
	}
	var rows []register.Row
	for _, person := range on {
		rows = append(rows, register.Row{{Text: r.C.Text(names.text(person)), Acts: []ui.Link{{Text: lang.T("移出", "Take off"), Href: "/departments/" + id + "/inspectors/end?person=" + person}}}})
	}
	title := lang.T("检查人员", "Inspectors")
	v := register.Entry{Page: r.Info(title), Head: ui.HeadInfo{Kicker: department, Title: title, Lead: lang.T("检查人员从名录中抽取；本单位的人员和有利益关系的人员，抽取时自动回避。", "Inspectors are drawn from this list; whoever belongs to a unit or has an interest in it stands aside in the draw."),
		Action: register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("添加检查人员", "Add an inspector"), Href: "/departments/" + id + "/inspectors/new"}, Look: ui.Primary}})},
		Sections: []register.Section{{ID: "list", Title: lang.T("名录", "The list"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("今天可以抽取的人员", "Who may be drawn today"), Columns: []ui.Column{{Text: lang.T("姓名", "Name")}},
			Empty: ui.EmptyInfo{Title: lang.T("还没有检查人员", "No inspectors yet")}}, rows)}}}
	v.Page.Crumbs = []ui.Link{{Text: yearPlansTitle, Href: "/yearplans"}}
	events, err := s.Inspection.InspectorEvents(r.Reader(), r.P, id)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}
