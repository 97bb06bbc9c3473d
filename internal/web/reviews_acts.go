package web

import (
	"errors"
	"io"
	"net/http"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	pages "lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

func formatVersion(n int64) string { return strconv.FormatInt(n, 10) }

// refused is the form as it was sent, with what is wrong with it, and with what
// others did meanwhile when that is why.
func (r *Request) refused(err error) ui.Form {
	form := r.Form(err)
	if s, ok := errors.AsType[*journal.Stale](err); ok {
		form.Since = r.S.since(r, s)
	}
	return form
}

// atField points errors of one field at another.
func atField(err error, from, to string) error {
	if errs.CodeOf(err) == errs.Conflict {
		return err // concerns no field, and carries what happened meanwhile
	}
	var out errs.List
	for _, e := range errs.All(err) {
		if e.Field == from {
			e = e.At(to)
		}
		out.Add(e)
	}
	if len(out) == 0 {
		return err
	}
	return out
}

// extendPage asks for a later limit and its reason.
func (s *Server) extendPage(r *Request) error { return s.showExtend(r, ui.Form{}, http.StatusOK) }

func (s *Server) showExtend(r *Request, form ui.Form, status int) error {
	k, err := s.openCase(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	if err := auth.Allow(r.Reader(), r.P, auth.ReviewExtend, auth.Review, k.ID); err != nil {
		return err
	}
	v := pages.Ask{Title: lang.T("延长期限", "Extend the time"), Action: "/reviews/" + k.ID + "/extend", Back: "/reviews/" + k.ID,
		Lead:   lang.T("期限只能向后延长，必须写明理由和新的日期；原来的期限留在时间线上。", "A limit moves only later, with a reason and a new day; the old one stays in the timeline."),
		Button: ui.Button{Text: lang.T("延长", "Extend"), Look: ui.Primary}}
	if v.Frame, err = s.frame(r, k, "extend"); err != nil {
		return err
	}
	v.Form = form
	var options []ui.Option
	due := ""
	for _, c := range k.clocks {
		if _, runs := k.Due[c.Name]; runs && c.Name != review.ClockFollowUp {
			options = append(options, ui.Option{Value: c.Name, Text: clockName(c.Name)})
			due = string(calendar.Of(c.Due).AddDays(1))
		}
	}
	if len(options) == 0 {
		v.None = &ui.EmptyInfo{Title: lang.T("没有可以延长的期限", "No limit is running"), Action: &ui.Link{Text: lang.T("返回案卷", "Back to the case"), Href: v.Back}}
	}
	v.Fields = pages.ExtendFields(r.C, form, options, due)
	return r.Render(status, pages.AskPage(r.C, v))
}

// extendCase moves a limit.
func (s *Server) extendCase(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := review.Extend{Review: r.PathValue("id"), Clock: r.PostFormValue("clock"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
	day, err := calendar.Parse(r.PostFormValue("due"))
	if err != nil {
		err = errs.New(errs.Invalid, "web.day", lang.T("请选择新的日期。", "Choose the new day.")).At("due")
		return s.showExtend(r, r.refused(err), http.StatusUnprocessableEntity)
	}
	cmd.Due = day.End()
	if _, err := s.Review.Extend(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showExtend(r, r.refused(err), Status(err))
	}
	return r.See("/reviews/"+cmd.Review, lang.T("期限已延长，申请人会看到理由。", "Extended; the applicant sees the reason."))
}

// schedulePage offers the meetings on whose agenda the case may go.
func (s *Server) schedulePage(r *Request) error { return s.showSchedule(r, ui.Form{}, http.StatusOK) }

func (s *Server) showSchedule(r *Request, form ui.Form, status int) error {
	k, err := s.openCase(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	if err := auth.Allow(r.Reader(), r.P, auth.ReviewSchedule, auth.Review, k.ID); err != nil {
		return err
	}
	v := pages.Ask{Title: lang.T("列入会议", "Put on an agenda"), Action: "/reviews/" + k.ID + "/schedule", Back: "/reviews/" + k.ID,
		Button: ui.Button{Text: lang.T("列入议程", "Put on the agenda"), Look: ui.Primary}}
	if v.Frame, err = s.frame(r, k, "schedule"); err != nil {
		return err
	}
	v.Form = form
	options, next, err := r.comingMeetings(k.Committee)
	if err != nil {
		return err
	}
	if len(options) == 0 {
		v.None = &ui.EmptyInfo{Title: lang.T("没有筹备中的会议", "No meeting is planned"), Text: lang.T("先安排一次会议，再把案卷列入议程。", "Plan a meeting first, then put the case on its agenda."),
			Action: &ui.Link{Text: lang.T("安排会议", "Plan a meeting"), Href: "/meetings/new?committee=" + k.Committee + "&review=" + k.ID}}
	}
	if next != "" || r.FormValue("after") != "" {
		more := r.pager(len(options), next)
		v.More = &more
	}
	v.Fields = pages.ScheduleFields(r.C, form, options)
	return r.Render(status, pages.AskPage(r.C, v))
}

// comingMeetings are a page of the meetings of a committee whose agenda is still
// made.
func (r *Request) comingMeetings(committee string) ([]ui.Option, string, error) {
	page, err := review.Meetings(r.Reader(), r.P, review.MeetingFilter{Committee: committee, Phase: review.Making}, r.Paging())
	var out []ui.Option
	for _, m := range page.Items {
		out = append(out, ui.Option{Value: m.ID, Text: lang.Same(r.C.Time(m.StartsAt)),
			Help: lang.T("%s · 议程已有 %d 件", "%s · %d on the agenda").With(review.MeetingTable.Info(m.State).Text, m.Items)})
	}
	return out, page.Next, err
}

// scheduleCase puts the case on an agenda.
func (s *Server) scheduleCase(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := review.Schedule{Meeting: r.PostFormValue("meeting"), Review: r.PathValue("id"), Key: r.Key()}
	if cmd.Meeting == "" {
		err := errs.New(errs.Invalid, "web.meeting", lang.T("请选择会议。", "Choose the meeting.")).At("meeting")
		return s.showSchedule(r, r.refused(err), http.StatusUnprocessableEntity)
	}
	if _, err := s.Review.Schedule(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showSchedule(r, r.refused(err), Status(err))
	}
	return r.See("/meetings/"+cmd.Meeting, lang.T("已列入议程。", "On the agenda."))
}

// caseFile sends a file that was attached to an answer.
func (s *Server) caseFile(r *Request) error {
	k, err := s.openCase(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	hash := r.PathValue("hash")
	if !k.HasFile(hash) {
		return s.notFound(r)
	}
	name := hash[:min(len(hash), 12)]
	for _, f := range k.files([]string{hash}) {
		name = f.Name
	}
	return s.sendBlob(r, hash, name, "application/octet-stream")
}

// sendBlob sends a kept file under a name. Its media type is never one that a
// browser would run.
func (s *Server) sendBlob(r *Request, hash, name, media string) error {
	content, err := s.Blobs.Open(r.Context(), hash)
	if err != nil {
		return err
	}
	s.sendContent(r, name, media, content)
	return nil
}

// sendContent sends a file that is kept, and closes it. The answer has begun by then,
// so that what breaks off is a line of the log and no page of trouble within the file.
func (s *Server) sendContent(r *Request, name, media string, content io.ReadCloser) {
	defer content.Close()
	r.sendHeader(name, media)
	if _, err := io.Copy(r.W, content); err != nil {
		s.Log.Warn("send file", "error", err)
	}
}
