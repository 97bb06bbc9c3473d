package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/coordination"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

const coordinationPath = "/coordination"

var coordinationTitle = lang.T("统筹协调", "Coordination")

// coordinationParts are the parts of addresses by kind.
var coordinationParts = map[string]string{coordination.MechanismKind: "mechanisms", coordination.SessionKind: "sessions", coordination.TaskKind: "tasks", coordination.ConsultationKind: "consultations",
	coordination.AdviceKind: "advices", coordination.YearlyKind: "yearlies", coordination.UpwardKind: "upwards"}

func coordPath(kind, id string) string {
	return coordinationPath + "/" + coordinationParts[kind] + "/" + id
}

// coordTabs lead to the lists.
func (r *Request) coordTabs() []ui.Tab {
	out := []ui.Tab{{Text: lang.T("协调机制", "Mechanisms"), Href: coordinationPath}, {Text: lang.T("任务", "Tasks"), Href: coordinationPath + "/tasks"}, {Text: lang.T("会议", "Meetings"), Href: coordinationPath + "/sessions"},
		{Text: lang.T("征求意见", "Consultations"), Href: coordinationPath + "/consultations"}, {Text: lang.T("专家咨询", "Advice"), Href: coordinationPath + "/advices"},
		{Text: lang.T("年度报告", "January reports"), Href: coordinationPath + "/yearlies"}, {Text: lang.T("上报", "Upwards"), Href: coordinationPath + "/upwards"},
		{Text: lang.T("经费", "Budget"), Href: coordinationPath + "/budgets"}, {Text: lang.T("治理责任", "Duties"), Href: coordinationPath + "/map"}}
	for i := range out {
		out[i].Current = out[i].Href == r.URL.Path
	}
	return out
}

// coordStatus is a state with its shape.
func coordStatus(t *flow.Table, state flow.State, late bool) ui.Status {
	info, tone := t.Info(state), ui.Waiting
	switch {
	case late:
		return ui.Status{Text: lang.T("%s，已超期", "%s, overdue").With(info.Text), Tone: ui.Bad}
	case state == coordination.TaskOff || state == coordination.YearlyFree || state == coordination.Gone:
		tone = ui.Ended
	case state == coordination.YearlyBack:
		tone = ui.Bad
	case info.Who == flow.RoleNobody || state == coordination.Standing:
		tone = ui.OK
	}
	return ui.Status{Text: info.Text, Tone: tone}
}

// coordList ends a list of coordination.
func (r *Request) coordList(v register.List, path, next string) error {
	return r.list(v, r.coordTabs(), path, next)
}

// coordPaging is the page that the address asks for, with the mechanism it is about.
func (r *Request) aboutMechanism() form.Field {
	return form.Field{Kind: form.Hidden, Field: ui.Field{Name: "mechanism", Label: lang.T("只看一个机制的", "Of one mechanism only")}}
}

// codeNames are what departments are called.
func (r *Request) codeNames(codes ...string) (map[string]lang.Text, error) {
	names, err := coordination.Names(r.Reader(), codes...)
	for _, c := range codes {
		if _, ok := names[c]; err == nil && !ok {
			names[c] = lang.Same(c)
		}
	}
	return names, err
}

// mechanisms lists the mechanisms that the person sees, and leads to what is due.
func (s *Server) mechanisms(r *Request) error {
	page, err := coordination.List(r.Reader(), r.P, r.FormValue("superior"), r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: coordinationTitle, Lead: lang.T("协调机制统筹全市、全区治理：成员单位、会议、任务、征求意见、专家咨询、每年一月的总结和计划、向上级的报告。",
		"A mechanism coordinates a city or district: members, meetings, tasks, consultations, expert advice, report and plan each January, reports upwards.")},
		Table: ui.TableInfo{Caption: coordinationTitle, Columns: []ui.Column{{Text: lang.T("协调机制", "Mechanism")}, {Text: lang.T("办公室", "Office")}, {Text: lang.T("成员单位", "Members"), Num: true},
			{Text: lang.T("进行中的任务", "Tasks under way"), Num: true}, {Text: lang.T("超期", "Overdue"), Num: true}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("还没有协调机制", "There is no mechanism yet"), Text: lang.T("承担日常工作的部门设立协调机制，可以采用规则包里的成员单位和任务方案。", "The department that does the daily work founds it, with the members and the plan of the packs if it likes.")}}}
	if own := r.offices(registry.RoleSupervisor); len(own) > 0 {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("设立协调机制", "Found a mechanism"), Href: coordinationPath + "/new?department=" + own[0]}, ui.Primary)
	}
	var ids []string
	for _, m := range page.Items {
		ids = append(ids, m.Office)
	}
	names, err := r.bodies(auth.Department, ids...)
	if err != nil {
		return err
	}
	for _, m := range page.Items {
		state := coordStatus(&coordination.MechanismTable, m.State, false)
		v.Rows = append(v.Rows, register.Row{{Text: r.C.Text(english(m.Name)), Href: coordPath(coordination.MechanismKind, m.ID)}, {Text: r.C.Text(english(names[m.Office]))}, {Text: r.C.Num(m.Members), Num: true},
			{Text: r.C.Num(m.Open), Num: true}, {Text: r.C.Num(m.Late), Num: true}, {Status: &state}})
	}
	return r.coordList(v, coordinationPath, page.Next)
}

// mechanismPage is the home of a mechanism: what is due, who is late, who is in it.
func (s *Server) mechanismPage(r *Request) error {
	m, err := s.Coordination.Mechanism(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Mechanism, m.ID, auth.MechanismRun, auth.MechanismPart)
	if err != nil {
		return err
	}
	name, err := r.body(auth.Department, m.Office)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(coordinationTitle), Status: coordStatus(&coordination.MechanismTable, m.State, false), Tabs: r.coordTabs(), Head: ui.HeadInfo{Title: english(m.Name)}}
	v.Page.Crumbs = []ui.Link{{Text: coordinationTitle, Href: coordinationPath}}
	v.Facts = []ui.Fact{{Label: lang.T("办公室", "Office"), Text: r.C.Text(name)}, {Label: lang.T("行政区划", "Region"), Text: regionText(m.Region)}}
	for _, item := range r.law(m.Region).List("aliases") {
		if item.Str("of") == m.Preset || item.Str("list") == "departments" && item.Str("of") == "bj.conference" {
			v.Facts = append(v.Facts, ui.Fact{Label: lang.T("也称", "Also called"), Text: r.C.Text(item.Text)})
		}
	}
	for _, p := range m.Plans {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("启用的方案", "Plan in force"), Text: r.C.Text(r.source(p.Source)) + " · " + r.C.Day(string(p.Day))})
	}
	if acts := mechanismActs(m, may); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	if v.Sections, err = s.mechanismSections(r, m, may); err != nil {
		return err
	}
	events, err := s.Coordination.Events(r.Reader(), coordination.MechanismKind, m.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// mechanismActs are the buttons of the office and of members.
func mechanismActs(m coordination.Mechanism, may map[auth.Verb]bool) []register.Act {
	var out []register.Act
	add := func(v auth.Verb, to string, look ui.Look, text lang.Text) {
		if may[v] && m.State == coordination.Standing {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: coordPath(coordination.MechanismKind, m.ID) + "/" + to}, Look: look})
		}
	}
	if len(m.Plans) == 0 {
		add(auth.MechanismRun, "adopt", ui.Primary, lang.T("启用方案", "Put the plan in force"))
	}
	add(auth.MechanismRun, "tasks/new", ui.Quiet, lang.T("下达任务", "Set a task"))
	add(auth.MechanismRun, "sessions/new", ui.Quiet, lang.T("筹备会议", "Prepare a meeting"))
	add(auth.MechanismRun, "consultations/new", ui.Quiet, lang.T("征求意见", "Ask for views"))
	add(auth.MechanismPart, "advices/new", ui.Quiet, lang.T("请专家咨询", "Ask the experts"))
	add(auth.MechanismRun, "inform", ui.Quiet, lang.T("通报", "Inform members"))
	add(auth.MechanismRun, "upwards/new", ui.Quiet, lang.T("编制上报", "Compile a report upwards"))
	add(auth.MechanismRun, "members/new", ui.Quiet, lang.T("增加成员单位", "Add a member"))
	add(auth.MechanismRun, "rename", ui.Quiet, lang.T("更名", "Rename"))
	add(auth.MechanismRun, "dissolve", ui.Quiet, lang.T("撤销", "Dissolve"))
	return out
}

// inSight bounds what the home of a mechanism shows of each list.
const inSight = 10

func (s *Server) mechanismSections(r *Request, m coordination.Mechanism, may map[auth.Verb]bool) ([]register.Section, error) {
	pg := store.Paging{Limit: inSight}
	late, err := coordination.Tasks(r.Reader(), r.P, coordination.TaskFilter{Mechanism: m.ID, Late: true}, pg)
	if err != nil {
		return nil, err
	}
	given, err := coordination.Tasks(r.Reader(), r.P, coordination.TaskFilter{Mechanism: m.ID, State: coordination.TaskGiven}, pg)
	if err != nil {
		return nil, err
	}
	rows, err := r.taskRows(append(late.Items, given.Items...))
	if err != nil {
		return nil, err
	}
	out := []register.Section{{ID: "due", Title: lang.T("超期的和待确认的任务", "Tasks overdue or to be accepted"), Body: register.Stack(register.Rows(r.C, taskTable(lang.T("没有超期或者待确认的任务", "Nothing is overdue or waits to be accepted")), rows),
		ui.Go(r.C, ui.Link{Text: lang.T("全部任务", "All tasks"), Href: coordinationPath + "/tasks?mechanism=" + m.ID}, ui.Quiet))}}
	reports, err := coordination.Reports(r.Reader(), r.P, coordination.ReportFilter{Mechanism: m.ID, Late: true}, pg)
	if err != nil {
		return nil, err
	}
	if len(reports.Items) > 0 {
		rows, err := r.yearlyRows(reports.Items)
		if err != nil {
			return nil, err
		}
		out = append(out, register.Section{ID: "reports", Title: lang.T("超期未交的年度报告", "Yearly reports overdue"), Body: register.Rows(r.C, yearlyTable(), rows)})
	}
	out = append(out, r.memberSection(m, may))
	if len(m.Notices) > 0 {
		var rows []register.Row
		for i := range m.Notices {
			n := m.Notices[len(m.Notices)-1-i]
			rows = append(rows, register.Row{{Text: n.Title, Small: []string{n.Text}}, {Text: r.C.Date(n.At)}})
		}
		out = append(out, register.Section{ID: "notices", Title: lang.T("通报", "Circulars"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("最近的在前", "The last first"),
			Columns: []ui.Column{{Text: lang.T("通报", "Circular")}, {Text: lang.T("日期", "Day")}}}, rows)})
	}
	below, err := coordination.List(r.Reader(), r.P, m.ID, pg)
	if err != nil || len(below.Items) == 0 {
		return out, err
	}
	var under []register.Row
	for _, b := range below.Items {
		under = append(under, register.Row{{Text: r.C.Text(english(b.Name)), Href: coordPath(coordination.MechanismKind, b.ID)}, {Text: r.C.Num(b.Open), Num: true}, {Text: r.C.Num(b.Late), Num: true}})
	}
	return append(out, register.Section{ID: "below", Title: lang.T("下级机制", "Mechanisms below"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("向本机制报告", "They report to this one"),
		Columns: []ui.Column{{Text: lang.T("协调机制", "Mechanism")}, {Text: lang.T("进行中的任务", "Tasks under way"), Num: true}, {Text: lang.T("超期", "Overdue"), Num: true}}}, under)}), nil
}

// memberSection says who is in it, since when, and with which duty.
func (r *Request) memberSection(m coordination.Mechanism, may map[auth.Verb]bool) register.Section {
	var rows []register.Row
	for _, x := range m.Members {
		row := register.Row{{Text: r.C.Text(x.Name)}, {Text: r.C.Text(x.Duty)}, {Text: r.period(x.From, x.Until)}}
		if may[auth.MechanismRun] && x.Until == "" && m.State == coordination.Standing {
			row[0].Acts = []ui.Link{{Text: lang.T("退出", "End it"), Href: coordPath(coordination.MechanismKind, m.ID) + "/members/" + x.Code + "/leave"}}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "members", Title: lang.T("成员单位及职责", "Members and their duties"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("按列入顺序", "In the order of entry"),
		Columns: []ui.Column{{Text: lang.T("单位", "Department")}, {Text: lang.T("职责", "Duty")}, {Text: lang.T("期间", "When")}},
		Empty:   ui.EmptyInfo{Title: lang.T("还没有成员单位", "No member yet")}}, rows)}
}

// duties is the governance map: who has which duty in a region on a day.
func (s *Server) duties(r *Request) error {
	region, day := regionCode(r.FormValue("region")), r.dayOf("day")
	if day == "" {
		day = r.P.Day
	}
	fields := []form.Field{regionField(region, false), {Kind: form.Day, Field: ui.Field{Name: "day", Label: lang.T("日期", "Day")}}}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("治理责任", "Who answers for what"), Lead: lang.T("党委、政府、单位、社会和公众在这个地区、这一天各有什么责任，依据哪一条。", "Which duty Party, State, units, society and the public have in this region on this day, and by which article.")},
		Fields: fields, Table: ui.TableInfo{Caption: lang.T("按主体", "By party"), Columns: []ui.Column{{Text: lang.T("主体", "Party")}, {Text: lang.T("谁", "Who")}, {Text: lang.T("责任", "Duty")}, {Text: lang.T("依据", "Article")}}}}
	set := s.Book.On(day, region)
	items := set.List(coordination.DutiesList)
	for _, party := range []string{"party", "state", "unit", "society", "public"} {
		for _, item := range items {
			if item.Str("party") == party {
				v.Rows = append(v.Rows, register.Row{{Text: r.C.Text(partyText(party))}, {Text: r.C.Text(item.In("body"))}, {Text: r.C.Text(item.Text)}, {Text: r.C.Text(set.Cite(item.Source, item.Article))}})
			}
		}
	}
	for _, item := range set.List(coordination.ActorsList) {
		v.Rows = append(v.Rows, register.Row{{Text: r.C.Text(partyText("state"))}, {Text: r.C.Text(item.Text)}, {Text: r.C.Text(item.Help)}, {Text: r.C.Text(set.Cite(item.Source, item.Article))}})
	}
	return r.coordList(v, coordinationPath+"/map", "")
}

func partyText(party string) lang.Text {
	switch party {
	case "party":
		return lang.T("党委", "Party")
	case "unit":
		return lang.T("单位和科技人员", "Units and researchers")
	case "society":
		return lang.T("社会", "Society")
	case "public":
		return lang.T("公众", "The public")
	}
	return lang.T("政府部门", "State")
}

func dayText(c ui.Ctx, day calendar.Day) string {
	if day == "" {
		return c.T("持续推进", "goes on")
	}
	return c.Day(string(day))
}
