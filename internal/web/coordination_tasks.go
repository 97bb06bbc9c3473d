package web

import (
	"errors"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/coordination"
	"lunheng/internal/document/blob"
	"lunheng/internal/document/sheet"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

func taskTable(empty lang.Text) ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("任务", "Tasks"), Columns: []ui.Column{{Text: lang.T("项", "Item")}, {Text: lang.T("任务", "Task")}, {Text: lang.T("牵头单位", "Lead")}, {Text: lang.T("参加单位", "Joint"), Num: true},
		{Text: lang.T("期限", "Due")}, {Text: lang.T("状态", "State")}}, Empty: ui.EmptyInfo{Title: empty}}
}

func (r *Request) taskRows(list []coordination.Work) ([]register.Row, error) {
	var codes []string
	for _, x := range list {
		codes = append(codes, x.Lead)
	}
	names, err := r.codeNames(codes...)
	var rows []register.Row
	for _, x := range list {
		state := coordStatus(&coordination.TaskTable, x.State, x.Late)
		rows = append(rows, register.Row{{Text: orDash(x.Item)}, {Text: r.C.Text(x.Title), Href: coordPath(coordination.TaskKind, x.ID)}, {Text: r.C.Text(names[x.Lead])}, {Text: r.C.Num(x.Joint), Num: true},
			{Text: dayText(r.C, x.Due)}, {Status: &state}})
	}
	return rows, err
}

// taskFilter is what the address asks for.
func (r *Request) taskFilter() coordination.TaskFilter {
	return coordination.TaskFilter{Mechanism: r.FormValue("mechanism"), State: flow.State(r.FormValue("state")), Part: r.FormValue("part"), Late: r.FormValue("late") != "", Mine: r.FormValue("mine") != ""}
}

// taskBoard is the board of tasks.
func (s *Server) taskBoard(r *Request) error {
	page, err := coordination.Tasks(r.Reader(), r.P, r.taskFilter(), r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("任务", "Tasks"), Lead: lang.T("谁牵头、谁参加、什么时候完成；超期的标出来。", "Who leads, who joins in, until when; what is overdue is marked.")}, Table: taskTable(lang.T("没有任务", "There are no tasks")),
		Fields: []form.Field{stateField(&coordination.TaskTable), r.tick("late", lang.T("超期", "Overdue")),
			r.tick("mine", lang.T("本部门牵头", "Led by my department")),
			{Kind: form.Line, Field: ui.Field{Name: "part", Label: lang.T("单位代码", "Department's code"), Narrow: true}}, r.aboutMechanism()}}
	v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("下载 Excel", "Download Excel"), Href: coordinationPath + "/tasks.xlsx?" + r.URL.RawQuery}, ui.Quiet)
	if v.Rows, err = r.taskRows(page.Items); err != nil {
		return err
	}
	return r.coordList(v, coordinationPath+"/tasks", page.Next)
}

// maxExport bounds the rows of a workbook.
const maxExport = 5000

// all reads a list page by page.
func all[T any](next func(store.Paging) (store.Page[T], error)) ([]T, error) {
	var out []T
	pg := store.Paging{Limit: 100}
	for len(out) < maxExport {
		page, err := next(pg)
		if err != nil {
			return nil, err
		}
		out = append(out, page.Items...)
		if page.Next == "" {
			break
		}
		pg.After = page.Next
	}
	return out, nil
}

// sendBook writes a workbook row by row.
func (r *Request) sendBook(name string, head []lang.Text, widths []float64, rows [][]any) (err error) {
	var cells []string
	for _, h := range head {
		cells = append(cells, r.C.Text(h))
	}
	book, err := sheet.NewBook(cells, widths...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	for _, row := range rows {
		if err := book.Add(row...); err != nil {
			return err
		}
	}
	r.sendHeader(name, workbook)
	_, err = book.WriteTo(r.W)
	return err
}

// taskBook is the board as a workbook.
func (s *Server) taskBook(r *Request) error {
	f := r.taskFilter()
	list, err := all(func(pg store.Paging) (store.Page[coordination.Work], error) {
		return coordination.Tasks(r.Reader(), r.P, f, pg)
	})
	if err != nil {
		return err
	}
	var codes []string
	for _, x := range list {
		codes = append(codes, x.Lead)
	}
	names, err := r.codeNames(codes...)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, x := range list {
		rows = append(rows, []any{x.Item, r.C.Text(x.Title), r.C.Text(names[x.Lead]), dayText(r.C, x.Due), r.C.Text(coordStatus(&coordination.TaskTable, x.State, x.Late).Text)})
	}
	return r.sendBook("tasks.xlsx", []lang.Text{lang.T("项", "Item"), lang.T("任务", "Task"), lang.T("牵头单位", "Lead"), lang.T("期限", "Due"), lang.T("状态", "State")}, []float64{8, 60, 30, 16, 24}, rows)
}

// taskPage is one task.
func (s *Server) taskPage(r *Request) error {
	t, err := s.Coordination.Task(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	m, may, err := s.coordOf(r, t, auth.Mechanism, t.Mechanism, auth.MechanismRun, auth.MechanismPart)
	if err != nil {
		return err
	}
	own, err := coordination.Acting(r.Reader(), r.P)
	if err != nil {
		return err
	}
	title := lang.T("任务", "Task")
	v := register.Entry{Page: r.Info(title), Status: coordStatus(&coordination.TaskTable, t.State, t.Late(r.P.Day)), Head: ui.HeadInfo{Kicker: english(m.Name), Title: english(t.Title)}}
	v.Page.Crumbs = []ui.Link{{Text: coordinationTitle, Href: coordinationPath}, {Text: english(m.Name), Href: coordPath(coordination.MechanismKind, m.ID)}, {Text: lang.T("任务", "Tasks"), Href: coordinationPath + "/tasks?mechanism=" + m.ID}}
	v.Facts = r.taskFacts(t, m)
	if acts := taskActs(t, may, own); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	v.Sections = r.taskSections(t, m)
	events, err := s.Coordination.Events(r.Reader(), coordination.TaskKind, t.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

func (r *Request) taskFacts(t coordination.Task, m coordination.Mechanism) []ui.Fact {
	joint := ""
	for i, code := range t.Joint {
		if i > 0 {
			joint += r.C.T("、", ", ")
		}
		joint += r.C.Text(m.MemberName(code))
	}
	out := []ui.Fact{{Label: lang.T("内容", "What"), Text: r.C.Text(t.Text)}, {Label: lang.T("牵头单位", "Lead"), Text: r.C.Text(m.MemberName(t.Lead))}, {Label: lang.T("参加单位", "Joint"), Text: orDash(joint)},
		{Label: lang.T("期限", "Due"), Text: dayText(r.C, t.Due)}}
	if t.Plan != "" {
		out = append(out, ui.Fact{Label: lang.T("依据", "From"), Text: r.C.Text(r.law("").Cite(t.Plan, t.Item))})
	}
	if t.Session != "" {
		out = append(out, ui.Fact{Label: lang.T("由会议决定", "Decided at"), Value: register.Show(r.C, register.Cell{Text: r.C.T("会议", "the meeting"), Href: coordPath(coordination.SessionKind, t.Session)})})
	}
	if t.Reason != "" {
		out = append(out, ui.Fact{Label: lang.T("最近的退回、延期或者取消的理由", "Why it was last returned, extended or cancelled"), Text: t.Reason})
	}
	if t.Evidence != "" {
		out = append(out, ui.Fact{Label: lang.T("佐证", "Evidence"), Text: t.Evidence})
	}
	if t.File != nil {
		out = append(out, ui.Fact{Label: lang.T("佐证文件", "Evidence on file"), Value: register.Show(r.C, register.Cell{Text: t.File.Name, Href: coordPath(coordination.TaskKind, t.ID) + "/evidence"})})
	}
	if t.Public {
		out = append(out, ui.Fact{Label: lang.T("公开", "Public"), Value: register.Show(r.C, register.Cell{Text: r.C.T("任务状态已公开", "everybody sees how it stands"), Href: coordinationPath + "/public"})})
	}
	return out
}

// taskActs are the buttons of the office, the lead and the joint departments.
func taskActs(t coordination.Task, may map[auth.Verb]bool, own []string) []register.Act {
	var out []register.Act
	add := func(ok bool, state flow.State, to string, look ui.Look, text lang.Text) {
		if ok && (state == "" || t.State == state) {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: coordPath(coordination.TaskKind, t.ID) + "/" + to}, Look: look})
		}
	}
	acts := func(codes ...string) bool {
		for _, c := range codes {
			for _, o := range own {
				if c == o && may[auth.MechanismPart] {
					return true
				}
			}
		}
		return false
	}
	lead, run := acts(t.Lead), may[auth.MechanismRun]
	add(lead && t.Due != "", coordination.TaskOpen, "finish", ui.Primary, lang.T("报告完成", "Report it done"))
	add(acts(append([]string{t.Lead}, t.Joint...)...), coordination.TaskOpen, "progress", ui.Quiet, lang.T("报告进展", "Report progress"))
	add(run, coordination.TaskGiven, "accept", ui.Primary, lang.T("确认完成", "Accept"))
	add(run, coordination.TaskGiven, "return", ui.Quiet, lang.T("退回", "Return"))
	add(run, coordination.TaskOpen, "extend", ui.Quiet, lang.T("延期", "Extend"))
	add((lead || run) && t.State != coordination.TaskOff, "", "budget", ui.Quiet, lang.T("填报经费", "Enter money"))
	add(run && t.State != coordination.TaskOff, "", "publish", ui.Quiet, lang.T("公开设置", "Publish"))
	add(run, coordination.TaskOpen, "cancel", ui.Quiet, lang.T("取消任务", "Cancel it"))
	return out
}

func (r *Request) taskSections(t coordination.Task, m coordination.Mechanism) []register.Section {
	var rows []register.Row
	for i := range t.Steps {
		x := t.Steps[len(t.Steps)-1-i]
		rows = append(rows, register.Row{{Text: x.Text}, {Text: r.C.Text(m.MemberName(x.By))}, {Text: r.C.Date(x.At)}})
	}
	out := []register.Section{{ID: "progress", Title: lang.T("进展", "Progress"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("最近的在前", "The last first"),
		Columns: []ui.Column{{Text: lang.T("进展", "What was reported")}, {Text: lang.T("单位", "By")}, {Text: lang.T("日期", "Day")}}, Empty: ui.EmptyInfo{Title: lang.T("还没有报告进展", "No progress was reported yet")}}, rows)}}
	if len(t.Money) > 0 {
		var rows []register.Row
		for _, x := range t.Money {
			rows = append(rows, register.Row{{Text: strconv.Itoa(x.Year)}, {Text: yuan(x.Planned), Num: true}, {Text: yuan(x.Granted), Num: true}, {Text: yuan(x.Spent), Num: true}})
		}
		out = append(out, register.Section{ID: "money", Title: lang.T("经费（元）", "Money, in yuan"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("按年度", "By year"),
			Columns: []ui.Column{{Text: lang.T("年度", "Year")}, {Text: lang.T("计划", "Planned"), Num: true}, {Text: lang.T("批复", "Granted"), Num: true}, {Text: lang.T("支出", "Spent"), Num: true}}}, rows)})
	}
	return out
}

// taskEvidence sends the file that shows a task done.
func (s *Server) taskEvidence(r *Request) error {
	t, err := s.Coordination.Task(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	if t.File == nil {
		return s.notFound(r)
	}
	return s.sendKept(r, blob.Kept{Name: t.File.Name, Blob: t.File.Blob})
}

// publicTasks are the tasks that offices published, for everybody.
func (s *Server) publicTasks(r *Request) error {
	page, err := coordination.PublicTasks(r.Reader(), r.P.Day, r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("治理任务进展", "How the tasks of governance stand"), Lead: lang.T("协调机制办公室公开的任务。", "Tasks that the offices of mechanisms published.")}, Table: taskTable(lang.T("没有公开的任务", "No task was published"))}
	if v.Rows, err = r.taskRows(page.Items); err != nil {
		return err
	}
	for i := range v.Rows {
		v.Rows[i][1].Href = "" // the page of a task is for those who take part
	}
	return r.list(v, nil, coordinationPath+"/public", page.Next)
}

// budgets is the table of money by year.
func (s *Server) budgets(r *Request) error {
	year, err := strconv.Atoi(r.FormValue("year"))
	if err != nil {
		year = r.P.Day.Year()
	}
	page, err := coordination.Costs(r.Reader(), r.P, r.FormValue("mechanism"), year, r.Paging())
	if err != nil {
		return err
	}
	years := form.Field{Kind: form.Choice, Field: ui.Field{Name: "year", Label: lang.T("年度", "Year")}}
	for y := r.P.Day.Year() + 1; y > r.P.Day.Year()-5; y-- {
		years.Options = append(years.Options, ui.Option{Value: strconv.Itoa(y), Text: lang.Same(strconv.Itoa(y))})
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("任务经费，%d 年", "Money of tasks, %d").With(year), Lead: lang.T("任务所需经费纳入年度部门预算：计划、批复、支出，以元计。", "What tasks cost belongs in the yearly budgets of departments: planned, granted and spent, in yuan.")}, Fields: []form.Field{years, r.aboutMechanism()},
		Table: ui.TableInfo{Caption: lang.T("按任务", "By task"), Columns: []ui.Column{{Text: lang.T("任务", "Task")}, {Text: lang.T("牵头单位", "Lead")}, {Text: lang.T("计划", "Planned"), Num: true}, {Text: lang.T("批复", "Granted"), Num: true}, {Text: lang.T("支出", "Spent"), Num: true}},
			Empty: ui.EmptyInfo{Title: lang.T("这一年度还没有填报经费", "No money was entered for this year")}}}
	var codes []string
	for _, c := range page.Items {
		codes = append(codes, c.Lead)
	}
	names, err := r.codeNames(codes...)
	if err != nil {
		return err
	}
	for _, c := range page.Items {
		row := register.Row{{Text: r.C.Text(c.Title), Href: coordPath(coordination.TaskKind, c.Task)}, {Text: r.C.Text(names[c.Lead])}, {Text: yuan(c.Planned), Num: true}, {Text: yuan(c.Granted), Num: true}, {Text: yuan(c.Spent), Num: true}}
		if c.Spent > c.Granted {
			row[4].Small = []string{r.C.T("超出批复", "more than was granted")}
		}
		v.Rows = append(v.Rows, row)
	}
	v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("下载 Excel", "Download Excel"), Href: coordinationPath + "/budgets.xlsx?year=" + strconv.Itoa(year) + "&mechanism=" + r.FormValue("mechanism")}, ui.Quiet)
	return r.coordList(v, coordinationPath+"/budgets", page.Next)
}

// budgetBook is the money of a year as a workbook.
func (s *Server) budgetBook(r *Request) error {
	year, err := strconv.Atoi(r.FormValue("year"))
	if err != nil {
		year = r.P.Day.Year()
	}
	list, err := all(func(pg store.Paging) (store.Page[coordination.Cost], error) {
		return coordination.Costs(r.Reader(), r.P, r.FormValue("mechanism"), year, pg)
	})
	if err != nil {
		return err
	}
	var rows [][]any
	for _, c := range list {
		rows = append(rows, []any{c.Item, r.C.Text(c.Title), c.Lead, c.Year, c.Planned, c.Granted, c.Spent})
	}
	return r.sendBook("budget.xlsx", []lang.Text{lang.T("项", "Item"), lang.T("任务", "Task"), lang.T("牵头单位", "Lead"), lang.T("年度", "Year"), lang.T("计划", "Planned"), lang.T("批复", "Granted"), lang.T("支出", "Spent")},
		[]float64{8, 60, 20, 8, 14, 14, 14}, rows)
}
