package web

import (
	"errors"
	"strconv"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/document/sheet"
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/lang"
	"lunheng/internal/programme"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var (
	programmesTitle = lang.T("财政资助", "Public money")
	projectsTitle   = lang.T("资助项目", "Projects")
	paymentsTitle   = lang.T("拨款", "Payments")
)

func programmePath(id string) string { return "/programmes/" + id }

func projectPath(id string) string { return "/projects/" + id }

// moneyTabs are the lists of public money.
func (r *Request) moneyTabs() []ui.Tab {
	tabs := []ui.Tab{{Text: lang.T("计划", "Programmes"), Href: "/programmes"}, {Text: projectsTitle, Href: "/projects"}, {Text: paymentsTitle, Href: "/payments"}}
	if r.Me.Holds("supervisor") {
		tabs = append(tabs, ui.Tab{Text: lang.T("链条上的查询", "Questions along the chain"), Href: "/oversight/questions"})
	}
	for i := range tabs {
		tabs[i].Current = tabs[i].Href == r.URL.Path
	}
	return tabs
}

func (r *Request) moneyList(v register.List, path, next string) error {
	return r.list(v, r.moneyTabs(), path, next)
}

func programmeStatus(state flow.State) ui.Status {
	tone := ui.Waiting
	switch state {
	case programme.StateOpen:
		tone = ui.OK
	case programme.StateClosed:
		tone = ui.Ended
	}
	return ui.Status{Text: programme.Table.Info(state).Text, Tone: tone}
}

// projectStatus is the state of a project with its shape.
func projectStatus(state flow.State, open int) ui.Status {
	s := ui.Status{Text: programme.ProjectTable.Info(state).Text, Tone: ui.Plain}
	switch state {
	case programme.ProjectRefused, programme.ProjectTerminated:
		s.Tone = ui.Bad
	case programme.ProjectWithdrawn:
		s.Tone = ui.Ended
	case programme.ProjectExecuting, programme.ProjectAccepted, programme.ProjectEvaluated:
		if s.Tone = ui.OK; open > 0 {
			s.Tone = ui.Warn
		}
	case programme.ProjectApplied, programme.ProjectAdmitted, programme.ProjectFinishing:
		s.Tone = ui.Waiting
	}
	return s
}

// programmes lists the programmes of public money.
func (s *Server) programmes(r *Request) error {
	set := r.law("")
	plan := choice("plan", lang.T("属于", "Whose plan"), options(set, "programme_plans"))
	v := register.List{Head: ui.HeadInfo{Title: programmesTitle, Lead: lang.T("从指南到评估，每个环节都有伦理关口；关口有缺项时暂缓拨款，补齐即恢复。", "From the guide to the evaluation each stage has an ethics gate; while one lacks something, payments are held, and released once it does not.")},
		Table: ui.TableInfo{Caption: lang.T("计划，最近变动的在前", "Programmes, the last changed first"), Columns: []ui.Column{{Text: lang.T("计划", "Programme")}, {Text: lang.T("资助方", "Funder")}, {Text: lang.T("属于", "Whose plan")}, {Text: lang.T("申报", "Applications")}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有计划", "There are no programmes"), Text: lang.T("部门和单位设立的计划，指南发布之后列在这里。", "Programmes of departments and units stand here once their guides are published.")}},
		Fields: []form.Field{stateField(&programme.Table), plan}}
	page, err := programme.List(r.Reader(), r.P, programme.Filter{State: flow.State(r.FormValue("state")), Plan: r.FormValue("plan")}, r.Paging())
	if err != nil {
		return err
	}
	for _, b := range []struct {
		role registry.Role
		kind auth.Kind
	}{{registry.RoleSupervisor, auth.Department}, {registry.RoleUnitOfficer, auth.Unit}} {
		if own := r.offices(b.role); len(own) > 0 && v.Head.Action == nil {
			v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("设立计划", "Begin a programme"), Href: "/programmes/new?kind=" + b.kind + "&funder=" + own[0]}, ui.Primary)
		}
	}
	names, err := r.funders(page.Items)
	if err != nil {
		return err
	}
	for _, row := range page.Items {
		state := programmeStatus(row.State)
		v.Rows = append(v.Rows, register.Row{{Text: row.Title, Href: programmePath(row.ID)}, {Text: r.C.Text(english(names[row.Funder]))}, {Text: r.C.Text(word(set, "programme_plans", row.Plan))}, {Text: r.C.Text(r.callDays(string(row.Opens), string(row.Closes)))}, {Status: &state}})
	}
	return r.moneyList(v, "/programmes", page.Next)
}

func (r *Request) callDays(opens, closes string) lang.Text {
	if opens == "" {
		return lang.Same("—")
	}
	return lang.T("%s 至 %s", "%s to %s").With(r.C.Day(opens), r.C.Day(closes))
}

// funders are the names of who pays, by id.
func (r *Request) funders(rows []programme.Row) (map[string]lang.Text, error) {
	ids := map[string][]string{}
	for _, row := range rows {
		ids[row.Kind] = append(ids[row.Kind], row.Funder)
	}
	out := map[string]lang.Text{}
	for kind, list := range ids {
		names, err := r.bodies(kind, list...)
		if err != nil {
			return nil, err
		}
		for id, name := range names {
			out[id] = name
		}
	}
	return out, nil
}

// programmePage is one programme: its guide, its stages with their gates, its projects.
func (s *Server) programmePage(r *Request) error {
	v, err := s.Programme.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Programme, v.ID, auth.ProgrammeEdit, auth.ProgrammeApply)
	if err != nil {
		return err
	}
	name, err := r.body(v.Kind, v.Funder.ID)
	if err != nil {
		return err
	}
	set := r.law(v.Region)
	page := register.Entry{Page: r.Info(programmesTitle), Head: ui.HeadInfo{Kicker: name, Title: lang.Same(v.Title)}, Status: programmeStatus(v.State.State),
		Facts: []ui.Fact{{Label: lang.T("属于", "Whose plan"), Text: r.C.Text(word(set, "programme_plans", v.Plan))}, {Label: lang.T("申报", "Applications"), Text: r.C.Text(r.callDays(string(v.Opens), string(v.Closes)))}}}
	page.Page.Crumbs = []ui.Link{{Text: programmesTitle, Href: "/programmes"}}
	if acts := programmeActs(v, may); len(acts) > 0 {
		page.Head.Action = register.Acts(r.C, acts)
	}
	page.Sections = append(page.Sections, r.guideSection(v, may[auth.ProgrammeEdit]))
	if may[auth.ProgrammeEdit] {
		if page.Sections, err = s.boardSections(r, v, set, page.Sections); err != nil {
			return err
		}
		if page.History, err = s.history(r, programme.Kind, v.ID); err != nil {
			return err
		}
	}
	return r.Page(register.EntryPage(r.C, page))
}

func programmeActs(v programme.View, may map[auth.Verb]bool) []register.Act {
	var out []register.Act
	add := func(verb auth.Verb, state flow.State, to string, look ui.Look, text lang.Text) {
		if may[verb] && v.State.State == state {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: programmePath(v.ID) + "/" + to}, Look: look})
		}
	}
	add(auth.ProgrammeApply, programme.StateOpen, "apply", ui.Primary, lang.T("申报", "Apply"))
	add(auth.ProgrammeEdit, programme.StatePreparing, "publish", ui.Primary, lang.T("发布指南", "Publish the guide"))
	add(auth.ProgrammeEdit, programme.StatePreparing, "guide", ui.Second, lang.T("编写指南", "Write the guide"))
	add(auth.ProgrammeEdit, programme.StateOpen, "close", ui.Quiet, lang.T("结束申报", "Close it for applications"))
	return out
}

// guideSection is what the guide asks for on ethics; to its funder, what it lacks.
func (r *Request) guideSection(v programme.View, own bool) register.Section {
	facts := []ui.Fact{}
	for _, a := range v.Required {
		text := v.Requirements[a.Code]
		if text == "" {
			text = r.C.T("还没有写", "not set out yet")
		}
		facts = append(facts, ui.Fact{Label: a.Text, Text: text})
	}
	parts := []templ.Component{ui.Facts(r.C, facts)}
	if own && v.State.State == programme.StatePreparing {
		parts = append(parts, r.conditions(v.Conditions))
	}
	return register.Section{ID: "guide", Title: lang.T("指南：伦理要求", "Guide: what it asks for on ethics"), Body: register.Stack(parts...)}
}

// conditions shows a gate: each condition, how it stands, who lifts it, and why.
func (r *Request) conditions(all []gate.Condition) templ.Component {
	var rows []register.Row
	for _, c := range all {
		status := ui.Status{Text: lang.T("缺", "Open"), Tone: ui.Bad}
		if c.Met {
			status = ui.Status{Text: lang.T("具备", "Met"), Tone: ui.OK}
		}
		rows = append(rows, register.Row{{Text: r.C.Text(c.Name())}, {Status: &status, Small: []string{r.C.Text(c.Why)}}, {Text: r.C.Text(c.Lifts.Text())}, {Text: r.groundText(c)}})
	}
	return register.Rows(r.C, ui.TableInfo{Caption: lang.T("缺一项，就不能进入下一环节，也不拨款", "While one is open there is no next stage and no payment"),
		Columns: []ui.Column{{Text: lang.T("条件", "Condition")}, {Text: lang.T("状态", "State")}, {Text: lang.T("由谁解除", "Who can lift it")}, {Text: lang.T("依据", "Ground")}},
		Empty:   ui.EmptyInfo{Title: lang.T("没有条件", "No conditions")}}, rows)
}

// boardSections are the stages of a programme with how many projects stand where, and
// the projects.
func (s *Server) boardSections(r *Request, v programme.View, set *rules.Set, out []register.Section) ([]register.Section, error) {
	counts := map[gate.Before]programme.Count{}
	for _, c := range v.Stages {
		counts[c.Stage] = c
	}
	var rows []register.Row
	for _, stage := range programme.Stages()[1:] {
		c := counts[stage]
		state := ui.Status{Text: lang.T("关口无缺项", "no gate lacks anything"), Tone: ui.OK}
		if c.Open > 0 {
			state = ui.Status{Text: lang.T("%d 个项目的关口有缺项", "gates that lack something: %d").With(c.Open), Tone: ui.Warn}
		} else if c.All == 0 {
			state = ui.Status{Text: lang.T("没有项目", "no project"), Tone: ui.Plain}
		}
		rows = append(rows, register.Row{{Text: r.C.Text(programme.StageText(stage))}, {Text: r.C.Num(c.All), Num: true}, {Status: &state}})
	}
	out = append(out, register.Section{ID: "stages", Title: lang.T("环节", "Stages"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("各环节的项目和关口", "Projects and gates by stage"),
		Columns: []ui.Column{{Text: lang.T("环节", "Stage")}, {Text: lang.T("项目", "Projects"), Num: true}, {Text: lang.T("关口", "Gates")}}}, rows)})
	page, err := programme.ListProjects(r.Reader(), r.P, programme.Projects{Programme: v.ID, Decide: true}, store.Paging{Limit: maxOnBoard})
	if err != nil {
		return nil, err
	}
	list, err := r.projectRows(page.Items, set)
	if err != nil {
		return nil, err
	}
	return append(out, register.Section{ID: "projects", Title: projectsTitle, Body: register.Rows(r.C, projectTable(), list), Acts: []register.Act{
		{Link: ui.Link{Text: lang.T("全部项目", "All projects"), Href: "/projects?programme=" + v.ID}, Look: ui.Quiet}, {Link: ui.Link{Text: lang.T("导出 Excel", "Export to Excel"), Href: programmePath(v.ID) + "/projects.xlsx"}, Look: ui.Quiet}}}), nil
}

// maxOnBoard bounds the projects on a programme's page.
const maxOnBoard = 20

func projectTable() ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("项目，最近变动的在前", "Projects, the last changed first"), Columns: []ui.Column{{Text: lang.T("项目", "Project")}, {Text: lang.T("单位", "Unit")}, {Text: lang.T("环节", "Stage")},
		{Text: lang.T("关口缺", "The gate lacks")}, {Text: lang.T("金额（元）", "Yuan"), Num: true}, {Text: lang.T("已拨", "Paid"), Num: true}, {Text: lang.T("暂缓", "Held"), Num: true}, {Text: lang.T("状态", "State")}},
		Empty: ui.EmptyInfo{Title: lang.T("没有项目", "There are no projects"), Text: lang.T("申报之后列在这里。", "They stand here once applied for.")}}
}

func (r *Request) projectRows(items []programme.Item, set *rules.Set) ([]register.Row, error) {
	var units []string
	for _, it := range items {
		units = append(units, it.Unit)
	}
	names, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	var out []register.Row
	for _, it := range items {
		state := projectStatus(it.State, len(it.Open))
		lacks := r.C.Join(words(set, "programme_conditions", it.Open...))
		out = append(out, register.Row{{Text: it.Title, Href: projectPath(it.ID), Small: []string{it.Name}}, {Text: r.C.Text(english(names[it.Unit]))}, {Text: orDash(r.C.Text(programme.StageText(it.Stage)))}, {Text: orDash(lacks)},
			{Text: yuan(it.Amount), Num: true}, {Text: yuan(it.Paid), Num: true}, {Text: yuan(it.Held), Num: true}, {Status: &state}})
	}
	return out, nil
}

// yuan is an amount with its thousands apart.
func yuan(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// projects lists the projects that the person may see.
func (s *Server) projects(r *Request) error {
	set := r.law("")
	lacks := choice("open", lang.T("关口缺", "The gate lacks"), append([]ui.Option{{Value: "any", Text: lang.T("任一条件", "anything")}}, options(set, "programme_conditions")...))
	f := programme.Projects{Programme: r.FormValue("programme"), State: flow.State(r.FormValue("state")), Open: r.FormValue("open"), Mine: r.FormValue("mine") != "", Referred: r.FormValue("referred") != ""}
	page, err := programme.ListProjects(r.Reader(), r.P, f, r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: projectsTitle, Lead: lang.T("您负责、参加、所在单位申报或者您的部门资助的项目，以及每个关口缺什么。", "Projects that you lead, take part in, that your unit applies for or your body funds, and what each gate lacks.")},
		Table: projectTable(), Fields: []form.Field{stateField(&programme.ProjectTable), lacks, r.tick("mine", lang.T("只看我负责的", "Only those that I lead"))}}
	if r.Me.Holds("supervisor", "unit_officer") {
		v.Fields = append(v.Fields, r.tick("referred", lang.T("检查移交的问题待答复", "With a referral of an inspection to answer")))
	}
	if f.Programme != "" {
		v.Fields = append(v.Fields, form.Field{Kind: form.Hidden, Field: ui.Field{Name: "programme", Label: lang.T("只看一个计划的", "Of one programme only"), Value: f.Programme}})
	}
	if v.Rows, err = r.projectRows(page.Items, set); err != nil {
		return err
	}
	return r.moneyList(v, "/projects", page.Next)
}

// programmeBook sends the projects of a programme as a workbook.
func (s *Server) programmeBook(r *Request) (err error) {
	v, err := s.Programme.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := r.may(auth.ProgrammeEdit, auth.Programme, v.ID); err != nil {
		return err
	}
	set := r.law(v.Region)
	book, err := sheet.NewBook([]string{r.C.T("项目", "Project"), r.C.T("单位", "Unit"), r.C.T("状态", "State"), r.C.T("环节", "Stage"), r.C.T("关口缺", "The gate lacks"), r.C.T("金额（元）", "Yuan"), r.C.T("已拨", "Paid"), r.C.T("暂缓", "Held")}, 50, 30, 20, 12, 50, 14, 14, 14)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	pg := store.Paging{Limit: store.MaxPage}
	for more := true; more; more = pg.After != "" {
		page, err := programme.ListProjects(r.Reader(), r.P, programme.Projects{Programme: v.ID, Decide: true}, pg)
		if err != nil {
			return err
		}
		rows, err := r.projectRows(page.Items, set)
		if err != nil {
			return err
		}
		for i, it := range page.Items {
			if err := book.Add(it.Title, rows[i][1].Text, r.C.Text(programme.ProjectTable.Info(it.State).Text), rows[i][2].Text, rows[i][3].Text, it.Amount, it.Paid, it.Held); err != nil {
				return err
			}
		}
		pg.After = page.Next
	}
	r.sendHeader("projects-"+v.ID+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	_, err = book.WriteTo(r.W)
	return err
}

// homeProgrammes is what public money asks of this person: of the funder what waits
// for a decision, of leaders what their gates lack.
func (s *Server) homeProgrammes(r *Request) (templ.Component, error) {
	var tasks []ui.Task
	add := func(f programme.Projects, mine bool) error {
		page, err := programme.ListProjects(r.Reader(), r.P, f, store.Paging{Limit: homeTasks})
		if err != nil {
			return err
		}
		for _, it := range page.Items {
			state := projectStatus(it.State, len(it.Open))
			t := ui.Task{About: it.Title, Href: projectPath(it.ID), State: &state}
			switch who := programme.ProjectTable.Info(it.State).Who; {
			case !mine && it.Referred > 0 && !f.Referred:
				continue // stands above
			case f.Referred:
				t.What, t.Href = lang.T("检查移交的问题待答复", "Answer what an inspection handed over"), t.Href+"#referrals"
			case len(it.Open) > 0:
				t.What = lang.T("关口缺：%s", "The gate lacks: %s").With(r.C.Join(words(r.law(""), "programme_conditions", it.Open...)))
			case mine && who == flow.RoleApplicant:
				t.What = lang.T("继续办理项目", "Go on with the project")
			case !mine && who == flow.RoleFunder:
				t.What = lang.T("项目等待资助方处理", "The project waits for the funder")
			default:
				continue
			}
			tasks = append(tasks, t)
		}
		return nil
	}
	if r.Me.Holds("supervisor", "unit_officer") {
		if err := add(programme.Projects{Referred: true}, false); err != nil {
			return nil, err
		}
	}
	if err := add(programme.Projects{Mine: true}, true); err != nil {
		return nil, err
	}
	if r.Me.Holds("supervisor", "unit_officer") {
		if err := add(programme.Projects{Decide: true}, false); err != nil {
			return nil, err
		}
	}
	if len(tasks) == 0 {
		return nil, nil
	}
	return home.Waiting(r.C, "programmes", programmesTitle, tasks[:min(len(tasks), homeTasks)], ui.Link{Text: lang.T("全部项目", "All projects"), Href: "/projects"}), nil
}
