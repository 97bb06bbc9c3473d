package web

import (
	"strings"

	"github.com/a-h/templ"

	"lunheng/internal/conduct"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
	pages "lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/meeting"
	"lunheng/internal/web/ui"
)

// Bounds of the lists on a home page.
const (
	homeTasks    = 20
	homeMeetings = 5
)

// homeSecretary is what waits for the office of a committee.
func (s *Server) homeSecretary(r *Request) (templ.Component, error) {
	committees := r.committees("secretary")
	if len(committees) == 0 {
		return nil, nil
	}
	var v pages.Secretary
	var err error
	if v.Stats, err = r.boardStats(""); err != nil {
		return nil, err
	}
	for i := range v.Stats {
		v.Stats[i].Href = strings.Replace(v.Stats[i].Href, "/home", "/reviews", 1)
	}
	if v.Overdue, err = r.overdue(); err != nil {
		return nil, err
	}
	if v.Inbox, err = s.inbox(r, ""); err != nil {
		return nil, err
	}
	if v.Tasks, err = r.tasks(review.TaskSchedule, review.TaskIssueLetter, review.TaskSendLetter, review.TaskMinutes); err != nil {
		return nil, err
	}
	if v.Meetings, err = r.nextMeetings(); err != nil {
		return nil, err
	}
	if v.FollowUps, err = r.followUps(); err != nil {
		return nil, err
	}
	return pages.SecretaryPart(r.C, v), nil
}

// tasks lists what waits for this person of some kinds.
func (r *Request) tasks(kinds ...string) ([]ui.Task, error) {
	page, err := review.Tasks(r.Reader(), r.P, kinds, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	out := make([]ui.Task, len(page.Items))
	for i, t := range page.Items {
		out[i] = r.task(t)
	}
	return out, nil
}

// overdue lists the cases whose time to decide has run out.
func (r *Request) overdue() ([]ui.Task, error) {
	page, err := review.List(r.Reader(), r.P, review.Filter{Overdue: true}, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	out := make([]ui.Task, len(page.Items))
	for i, row := range page.Items {
		state := r.caseState(row)
		out[i] = ui.Task{What: lang.Same(r.titled(row.Kind, row.Title)), About: row.Number, Href: "/reviews/" + row.ID, State: &state, Clock: r.due(row.Due)}
	}
	return out, nil
}

// nextMeetings are those to come and in session.
func (r *Request) nextMeetings() ([]meeting.Row, error) {
	list, err := r.comingSessions()
	if err != nil {
		return nil, err
	}
	return r.meetingRows(list)
}

func (r *Request) comingSessions() ([]review.MeetingRow, error) {
	page, err := review.Meetings(r.Reader(), r.P, review.MeetingFilter{Phase: review.Coming}, store.Paging{Limit: homeMeetings})
	return page.Items, err
}

// followUps lists the approved activities whose follow-up is due soon or overdue.
func (r *Request) followUps() ([]ui.Task, error) {
	page, err := conduct.List(r.Reader(), r.P, conduct.Filter{Before: r.C.Now.Add(r.remindSpan())}, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	out := make([]ui.Task, len(page.Items))
	for i, row := range page.Items {
		out[i] = r.followUpTask(row)
	}
	return out, nil
}

// homeChair is what waits for whoever leads a committee.
func (s *Server) homeChair(r *Request) (templ.Component, error) {
	committees := r.committees("chair", "vice_chair")
	if len(committees) == 0 {
		return nil, nil
	}
	var v pages.Chair
	var err error
	if v.Tasks, err = r.tasks(review.TaskCheck, review.TaskReviewers, review.TaskOpinion, review.TaskAgree, review.TaskCheckChanges, review.TaskApproveMinutes); err != nil {
		return nil, err
	}
	if v.Overdue, err = r.overdue(); err != nil {
		return nil, err
	}
	if v.Meetings, err = r.nextMeetings(); err != nil {
		return nil, err
	}
	for _, id := range committees {
		c, err := s.Registry.Committee(r.Reader(), id)
		if err != nil {
			return nil, err
		}
		standing, err := c.Standards(s.Book.On(r.P.Day, c.Region), r.P.Day)
		if err != nil {
			return nil, err
		}
		load := lang.T("委员的工作量", "Load of the members")
		if len(committees) > 1 {
			load = lang.T("委员的工作量：%s", "Load of the members: %s").With(english(c.Name))
		}
		v.Loads = append(v.Loads, ui.Link{Text: load, Href: "/committees/" + id + "/load"})
		if lacks := standing.Lacks(); len(lacks) > 0 {
			v.Lacks = append(v.Lacks, pages.Lack{Name: r.C.Text(english(c.Name)), Standards: r.standards(lacks)})
		}
	}
	return pages.ChairPart(r.C, v), nil
}

// homeMember is the next meeting with its papers, and what a member still has
// to say.
func (s *Server) homeMember(r *Request) (templ.Component, error) {
	if len(r.committees("member", "chair", "vice_chair", "adviser")) == 0 {
		return nil, nil
	}
	var v pages.Member
	var err error
	if v.Interests, err = r.tasks(review.TaskInterest); err != nil {
		return nil, err
	}
	if len(r.committees("chair")) == 0 {
		if v.Tasks, err = r.tasks(review.TaskOpinion, review.TaskCheckChanges); err != nil {
			return nil, err
		}
	}
	if v.Next, err = r.nextMeeting(); err != nil {
		return nil, err
	}
	return pages.MemberPart(r.C, v), nil
}

// nextMeeting is the first meeting that is called or in session.
func (r *Request) nextMeeting() (*pages.Next, error) {
	list, err := r.comingSessions()
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if m.State != review.MeetingCalledState && m.State != review.MeetingOpenState {
			continue
		}
		rows, err := r.meetingRows([]review.MeetingRow{m})
		if err != nil {
			return nil, err
		}
		next := &pages.Next{Row: rows[0]}
		if m.State == review.MeetingOpenState {
			next.Room = "/meetings/" + m.ID + "/room"
		}
		agenda, err := review.Agenda(r.Reader(), r.P, m.ID, store.Paging{Limit: homeTasks})
		if err != nil {
			return nil, err
		}
		for _, row := range agenda.Items {
			state := r.caseState(row)
			next.Cases = append(next.Cases, ui.Task{What: lang.Same(r.titled(row.Kind, row.Title)), About: row.Number, Href: "/reviews/" + row.ID, State: &state})
		}
		return next, nil
	}
	return nil, nil
}
