package web

import (
	"github.com/a-h/templ"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/review"
	"lunheng/internal/store"
	pages "lunheng/internal/web/pages/home"
	"lunheng/internal/web/ui"
)

// homeActivities bounds one's own activities on the home page.
const homeActivities = 8

// homeResearcher is what is asked of an applicant, and how the own work
// stands. Somebody who holds an office and never applied is not bothered.
func (s *Server) homeResearcher(r *Request) (templ.Component, error) {
	page, err := activity.List(r.Reader(), r.P, activity.Filter{Mine: true}, store.Paging{Limit: homeActivities})
	if err != nil {
		return nil, err
	}
	v := pages.Researcher{Key: r.NewKey(), More: page.Next != "", New: len(page.Items) == 0}
	if v.New && len(r.Me.Offices) > 0 {
		return nil, nil
	}
	if v.Rows, err = s.activityRows(r, page.Items); err != nil {
		return nil, err
	}
	if v.Tasks, err = s.myTasks(r); err != nil {
		return nil, err
	}
	return pages.ResearcherPart(r.C, v), nil
}

// myTasks is what committees wait for an applicant to do.
func (s *Server) myTasks(r *Request) ([]ui.Task, error) {
	page, err := review.Tasks(r.Reader(), r.P, []string{review.TaskComplete, review.TaskRevise, review.TaskAnswer, review.TaskStipulations}, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	var out []ui.Task
	for _, t := range page.Items {
		task := r.task(t)
		c, err := s.Review.View(r.Reader(), r.P, t.Review, 0)
		if err != nil {
			return nil, err
		}
		task.Href = "/activities/" + c.Activity + taskPlace(t)
		if c.Kind != "" && c.Kind != review.KindAfterEmergency {
			task.Href = reportPath(c.Activity, c.About)
		}
		from, err := r.body(auth.Committee, c.Committee)
		if err != nil {
			return nil, err
		}
		task.From = r.C.Text(from)
		out = append(out, task)
	}
	more, err := s.conductTasks(r)
	return append(more, out...), err
}

// taskPlace is where on the page of a case a task is done.
func taskPlace(t review.Task) string {
	switch t.Kind {
	case review.TaskAnswer:
		return "#question-" + t.Ref
	case review.TaskStipulations:
		return "#stipulations"
	}
	return "#asked"
}
