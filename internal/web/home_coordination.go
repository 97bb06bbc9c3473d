package web

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lunheng/internal/coordination"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/ui"
)

// homeCoordination is what coordination asks of this person.
func (s *Server) homeCoordination(r *Request) (templ.Component, error) {
	var tasks []ui.Task
	advices, err := coordination.Rows(r.Reader(), r.P, coordination.AdviceKind, coordination.Filter{Mine: true}, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	for _, x := range advices.Items {
		tasks = append(tasks, ui.Task{What: lang.T("请您提出专家意见", "Your opinion is asked"), About: x.Title, Href: coordPath(coordination.AdviceKind, x.ID)})
	}
	if r.Me.Holds("supervisor") {
		more, err := s.departmentTasks(r)
		if err != nil {
			return nil, err
		}
		desk, err := s.officeTasks(r)
		if err != nil {
			return nil, err
		}
		tasks = slices.Concat(tasks, more, desk)
	}
	if len(tasks) == 0 {
		return nil, nil
	}
	return home.Waiting(r.C, "coordination", coordinationTitle, tasks, ui.Link{Text: coordinationTitle, Href: coordinationPath}), nil
}

// departmentTasks are what waits for a department, as a member or as the office.
func (s *Server) departmentTasks(r *Request) ([]ui.Task, error) {
	var out []ui.Task
	pg := store.Paging{Limit: homeTasks}
	reports, err := coordination.Reports(r.Reader(), r.P, coordination.ReportFilter{Mine: true}, pg)
	if err != nil {
		return nil, err
	}
	for _, x := range reports.Items {
		state := coordStatus(&coordination.YearlyTable, x.State, x.Late)
		out = append(out, ui.Task{What: lang.T("年度总结和计划，%s 前提交", "Yearly report and plan, by %s").With(x.Due), About: strconv.Itoa(x.Year), Href: coordPath(coordination.YearlyKind, x.ID), State: &state})
	}
	views, err := coordination.Rows(r.Reader(), r.P, coordination.ConsultationKind, coordination.Filter{Mine: true}, pg)
	if err != nil {
		return nil, err
	}
	for _, x := range views.Items {
		out = append(out, ui.Task{What: lang.T("征求意见，%s 前答复", "Your view is asked, by %s").With(x.Due), About: x.Title, Href: coordPath(coordination.ConsultationKind, x.ID)})
	}
	led, err := coordination.Tasks(r.Reader(), r.P, coordination.TaskFilter{Mine: true, Late: true}, pg)
	if err != nil {
		return nil, err
	}
	for _, x := range led.Items {
		state := coordStatus(&coordination.TaskTable, x.State, x.Late)
		out = append(out, ui.Task{What: lang.T("牵头的任务超期", "A task that you lead is overdue"), About: r.C.Text(x.Title), Href: coordPath(coordination.TaskKind, x.ID), State: &state})
	}
	return out, nil
}

// soon is how many days before its end a task is shown to the office.
const soon = 30

// officeTasks are what waits for the office of a mechanism: tasks that end soon or
// have ended, those to accept, and members' reports that are missing.
func (s *Server) officeTasks(r *Request) ([]ui.Task, error) {
	var out []ui.Task
	pg := store.Paging{Limit: homeTasks}
	for _, f := range []struct {
		filter coordination.TaskFilter
		what   lang.Text
	}{
		{coordination.TaskFilter{Desk: true, Until: r.P.Day.AddDays(soon)}, lang.T("协调任务到期", "A task of coordination is due")},
		{coordination.TaskFilter{Desk: true, State: coordination.TaskGiven}, lang.T("任务已报完成，请确认", "A task is reported done: accept or return it")},
	} {
		page, err := coordination.Tasks(r.Reader(), r.P, f.filter, pg)
		if err != nil {
			return nil, err
		}
		for _, x := range page.Items {
			state := coordStatus(&coordination.TaskTable, x.State, x.Late)
			out = append(out, ui.Task{What: f.what, About: r.C.Text(x.Title), Href: coordPath(coordination.TaskKind, x.ID), State: &state})
		}
	}
	late, err := coordination.Reports(r.Reader(), r.P, coordination.ReportFilter{Desk: true, Late: true}, pg)
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, x := range late.Items {
		codes = append(codes, x.Member)
	}
	names, err := r.codeNames(codes...)
	for _, x := range late.Items { // the office reads a report once it is handed in: until then it is a row of the list
		state, year := coordStatus(&coordination.YearlyTable, x.State, x.Late), strconv.Itoa(x.Year)
		out = append(out, ui.Task{What: lang.T("成员单位的年度总结和计划还没有提交", "A member's yearly report and plan is missing"), About: r.C.Text(names[x.Member]) + " " + year,
			Href: coordinationPath + "/yearlies?late=1&year=" + year, State: &state})
	}
	return out, err
}
