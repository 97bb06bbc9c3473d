package web

import (
	"net/http"
	"net/url"

	"lunheng/internal/activity"
	"lunheng/internal/lang"
	pages "lunheng/internal/web/pages/activity"
	"lunheng/internal/web/pages/check"
)

// assessmentPage is the conversation about risks for a draft. It begins with
// the answers that are kept.
func (s *Server) assessmentPage(r *Request) error {
	return s.showAssessment(r, r.URL.Query(), nil, http.StatusOK)
}

func (s *Server) showAssessment(r *Request, answers url.Values, wrong error, status int) error {
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	if !d.writable() {
		return r.See("/activities/"+d.ID, lang.Text{})
	}
	if len(answers) == 0 {
		if answers, err = s.keptAnswers(d); err != nil {
			return err
		}
	}
	base := "/activities/" + d.ID + "/assessment"
	talk := check.TalkAt(check.View{Base: base, Apply: base, Do: lang.T("采用这些答案", "Use these answers"), MayApply: true, Key: r.NewKey(),
		Answers: answers, Order: check.Order(r.URL.RawQuery), Public: s.PublicURL}, s.Book.Current(), r.P.Day)
	if wrong != nil {
		talk.Form.Err = wrong
	}
	return r.Render(talkStatus(talk, status), pages.AssessPage(r.C, pages.Assess{Frame: d.frame(r, lang.T("风险自评", "Assessment of risks"), talk.Form), Talk: talk}))
}

// keptAnswers are those of the profile that is kept; a fresh draft knows its
// title and where its unit is.
func (s *Server) keptAnswers(d *draft) (url.Values, error) {
	if d.Profile != nil {
		return check.Answers(d.set, d.facts.Unit.Fill(*d.Profile))
	}
	out := url.Values{}
	if d.facts.Unit.Known {
		if d.facts.Unit.Region != "" {
			out.Set("region", d.facts.Unit.Region)
		}
		out.Set("kind", d.facts.Unit.Kind)
	}
	return out, nil
}

// saveAssessment keeps the answers with the draft.
func (s *Server) saveAssessment(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	answers := r.answers()
	answers.Set("title", "—") // the draft has its own
	p, err := s.profile(r, answers)
	if err == nil {
		_, err = s.Activity.Assess(r.Context(), r.P, r.C.Now, activity.Assess{Activity: r.PathValue("id"), Profile: *p, Key: r.Key()})
	}
	if err != nil {
		if !Refused(err) {
			return err
		}
		return s.showAssessment(r, answers, err, Status(err))
	}
	return r.See("/activities/"+r.PathValue("id"), lang.T("自评结果已保存，所需材料随之更新。", "The assessment is kept; what is needed follows it."))
}
