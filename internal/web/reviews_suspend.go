package web

import (
	"net/http"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	pages "lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

// suspendPage asks on what ground a limit is to stand still.
func (s *Server) suspendPage(r *Request) error { return s.showSuspend(r, ui.Form{}, http.StatusOK) }

func (s *Server) showSuspend(r *Request, form ui.Form, status int) error {
	v, k, err := s.limitPage(r, "suspend", form)
	if err != nil {
		return err
	}
	v.Title, v.Button = lang.T("中止期限", "Let a limit stand still"), ui.Button{Text: lang.T("中止", "Suspend"), Look: ui.Primary}
	v.Lead = lang.T("只有规则包列明的事由可以中止期限；申请人会看到理由，恢复后剩余的时间继续计算。",
		"Only a ground that a rule pack names lets a limit stand still. The applicant sees the reason; what is left runs on afterwards.")
	var grounds []ui.Option
	for _, g := range review.StopGrounds(k.set) {
		item, _ := k.set.Item("suspensions", g.Code)
		grounds = append(grounds, ui.Option{Value: g.Code, Text: item.Text, Help: item.Help})
	}
	running := limitOptions(k, false)
	if len(grounds) == 0 || len(running) == 0 {
		v.None = &ui.EmptyInfo{Title: lang.T("现在不能中止期限", "No limit can stand still now"), Action: &ui.Link{Text: lang.T("返回案卷", "Back to the case"), Href: v.Back}}
	}
	v.Fields = pages.SuspendFields(r.C, form, running, grounds)
	return r.Render(status, pages.AskPage(r.C, v))
}

// limitPage begins a page that acts on the limits of a case.
func (s *Server) limitPage(r *Request, act string, form ui.Form) (pages.Ask, *kase, error) {
	k, err := s.openCase(r, r.PathValue("id"), 0)
	if err != nil {
		return pages.Ask{}, nil, err
	}
	if err := auth.Allow(r.Reader(), r.P, auth.ReviewExtend, auth.Review, k.ID); err != nil {
		return pages.Ask{}, nil, err
	}
	v := pages.Ask{Action: "/reviews/" + k.ID + "/" + act, Back: "/reviews/" + k.ID}
	v.Frame, err = s.frame(r, k, act)
	v.Form = form
	return v, k, err
}

// limitOptions are the running limits of a case that the committee holds, or
// those that stand still.
func limitOptions(k *kase, suspended bool) []ui.Option {
	var out []ui.Option
	for _, c := range k.clocks {
		_, runs := k.Due[c.Name]
		if _, stopped := k.Suspended[c.Name]; runs && stopped == suspended && c.Name == review.ClockDecision {
			out = append(out, ui.Option{Value: c.Name, Text: clockName(c.Name)})
		}
	}
	return out
}

// suspendCase lets a limit stand still.
func (s *Server) suspendCase(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := review.Suspend{Review: r.PathValue("id"), Clock: r.PostFormValue("clock"), Ground: r.PostFormValue("ground"),
		Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
	if _, err := s.Review.Suspend(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showSuspend(r, r.refused(err), Status(err))
	}
	return r.See("/reviews/"+cmd.Review, lang.T("期限已中止，申请人会看到理由。", "The limit stands still; the applicant sees the reason."))
}

// resumePage asks why a limit is to run on.
func (s *Server) resumePage(r *Request) error { return s.showResume(r, ui.Form{}, http.StatusOK) }

func (s *Server) showResume(r *Request, form ui.Form, status int) error {
	v, k, err := s.limitPage(r, "resume", form)
	if err != nil {
		return err
	}
	v.Title, v.Button = lang.T("恢复计时", "Let the limit run on"), ui.Button{Text: lang.T("恢复", "Resume"), Look: ui.Primary}
	v.Lead = lang.T("剩余的时间从今天起继续计算。", "What is left of the time is counted from today.")
	stopped := limitOptions(k, true)
	if len(stopped) == 0 {
		v.None = &ui.EmptyInfo{Title: lang.T("没有中止的期限", "No limit stands still"), Action: &ui.Link{Text: lang.T("返回案卷", "Back to the case"), Href: v.Back}}
	}
	v.Fields = pages.SuspendFields(r.C, form, stopped, nil)
	return r.Render(status, pages.AskPage(r.C, v))
}

// resumeCase lets a limit run on.
func (s *Server) resumeCase(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := review.Resume{Review: r.PathValue("id"), Clock: r.PostFormValue("clock"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
	if _, err := s.Review.Resume(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showResume(r, r.refused(err), Status(err))
	}
	return r.See("/reviews/"+cmd.Review, lang.T("期限已恢复计时。", "The limit runs on."))
}
