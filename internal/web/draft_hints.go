package web

import (
	"strconv"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	pages "lunheng/internal/web/pages/activity"
	"lunheng/internal/web/ui"
)

// hints are the screener's questions about the application as it stands.
func (s *Server) hints(r *Request, st activity.State, day calendar.Day, set *rules.Set, names people) (pages.Hints, error) {
	list, err := s.Activity.Hints(r.Context(), st, day)
	if err != nil {
		return pages.Hints{}, err
	}
	v := pages.Hints{}
	for _, h := range list {
		hint := pages.Hint{Fact: h.Fact, Text: h.Text, Question: h.Question, Words: h.Words, Machine: h.Machine, Why: h.Why,
			Ground: r.ground(h.Ground())}
		if h.Answer != nil {
			hint.Reason, hint.By = h.Answer.Reason, names.person(r.C, h.Answer.By)
		}
		v.List = append(v.List, hint)
	}
	return v, nil
}

// draftHints are those of a draft, to be answered on the page at back.
func (s *Server) draftHints(r *Request, d *draft, back string, form ui.Form) (pages.Hints, error) {
	v, err := s.hints(r, d.State, r.P.Day, d.set, d.names)
	if d.writable() {
		v.Do, v.Back, v.Assess, v.Key = "/activities/"+d.ID+"/hints", back, "/activities/"+d.ID+"/assessment", r.NewKey()
	}
	if m := s.Activity.Machine; m != nil && d.writable() {
		v.Ask, v.Model = "/activities/"+d.ID+"/opinion", m.Name()
		v.Asked, v.Given = d.OpinionStands(m.Name())
	}
	if fact := r.FormValue("fact"); fact != "" && form.Err != nil {
		v.Form = form
	}
	return v, err
}

// caseHints are those of a case, on the day of its last submission.
func (s *Server) caseHints(r *Request, k *kase) (pages.Hints, error) {
	day := r.P.Day
	if n := len(k.app.Submissions); n > 0 {
		day = calendar.Of(k.app.Submissions[n-1].At)
	}
	return s.hints(r, k.app, day, k.set, k.names)
}

// railHints lead from the rail to what is asked; the address differs with the
// version, so that the page is fetched anew.
func (s *Server) railHints(r *Request, d *draft, section string) ([]ui.Link, error) {
	list, err := s.Activity.Hints(r.Context(), d.State, r.P.Day)
	var out []ui.Link
	for _, h := range list {
		if h.Open() && h.Machine == "" { // a machine's stand where they are marked as such
			text := h.Text
			if len(h.Words) > 0 {
				text = lang.T("%s：%s", "%s: %s").With(h.Text, h.Words[0])
			}
			out = append(out, ui.Link{Text: text,
				Href: d.path() + "?section=" + section + "&seen=" + strconv.FormatInt(d.Version, 10) + "#hint-" + h.Fact})
		}
	}
	return out, err
}

// answerHint keeps why a hint does not fit.
func (s *Server) answerHint(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	fact := r.PostFormValue("fact")
	field := "reason-" + fact
	cmd := activity.AnswerHint{Activity: r.PathValue("id"), Fact: fact, Reason: r.PostFormValue(field), Key: r.Key()}
	submitting := r.PostFormValue("back") == "submit"
	if _, err := s.Activity.AnswerHint(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.hintRefused(r, moved(err, "reason", field), submitting)
	}
	to := "/activities/" + cmd.Activity + "/edit"
	if submitting {
		to = "/activities/" + cmd.Activity + "/submit"
	}
	return r.See(to, lang.T("已记录，委员会会看到这条说明。", "Kept; the committee will see why."))
}

// askOpinion asks the model for a second opinion.
func (s *Server) askOpinion(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := activity.AskOpinion{Activity: r.PathValue("id"), Key: r.Key()}
	if _, err := s.Activity.AskOpinion(r.Context(), r.P, r.C.Now, cmd); err != nil {
		return err
	}
	return r.See("/activities/"+cmd.Activity+"/edit", lang.T("已发给模型。它的意见会标明出自机器。", "Sent. What the model says will be marked as a machine's."))
}

// hintRefused shows the page again on which the answer was typed.
func (s *Server) hintRefused(r *Request, err error, submitting bool) error {
	if submitting {
		return s.showSubmit(r, r.Form(err), Status(err))
	}
	d, wrong := s.openDraft(r)
	if wrong != nil {
		return wrong
	}
	if !d.writable() {
		return err
	}
	return s.showDraft(r, d, r.Form(err), Status(err))
}

// moved tells mistakes of one field at another.
func moved(err error, from, to string) error {
	var out errs.List
	for _, e := range errs.All(err) {
		if e.Field == from {
			e = e.At(to)
		}
		out.Add(e)
	}
	if e := out.Err(); e != nil {
		return e
	}
	return err
}
