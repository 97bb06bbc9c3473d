package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	pages "lunheng/internal/web/pages/mycase"
	"lunheng/internal/web/ui"
)

// myCasePage shows where a submitted application stands, and what is asked of
// its applicant.
func (s *Server) myCasePage(r *Request) error { return s.showMyCase(r, ui.Form{}, http.StatusOK) }

func (s *Server) showMyCase(r *Request, form ui.Form, status int) error {
	m, err := s.openMyCase(r)
	if err != nil {
		return err
	}
	if m.k == nil {
		return s.showReading(r, m.draft, m.State)
	}
	v := pages.Now{Edit: m.path()}
	if v.Frame, err = s.myFrame(r, m, "", form); err != nil {
		return err
	}
	m.askedFor(&v)
	m.points(&v)
	m.questions(r, &v)
	v.Hands, v.Clocks = r.hands(m.k), m.otherClocks(r)
	v.Notices = m.k.notices()
	if v.Letters, err = r.revisions(m.k); err != nil {
		return err
	}
	if d := m.k.Decision(); d != nil {
		v.Reasons = d.Reasons
	}
	v.Appeal = r.appealLink(m.k.Case)
	for _, sub := range m.Submissions {
		if sub.Version <= m.k.Application || m.k.at == 0 {
			v.Receipts = append(v.Receipts, ui.Link{Text: lang.T("第 %d 次提交，%s", "Submission %d, %s").With(sub.N, r.C.Time(sub.At)),
				Href: "/activities/" + m.ID + "/receipt?n=" + strconv.Itoa(sub.N)})
		}
	}
	return r.Render(status, pages.NowPage(r.C, v))
}

// contentPage shows the application as it was handed in.
func (s *Server) contentPage(r *Request) error {
	m, err := s.openMyCase(r)
	if err != nil {
		return err
	}
	if m.k == nil {
		return r.See("/activities/"+m.ID, lang.Text{})
	}
	v := pages.Content{}
	if v.Frame, err = s.myFrame(r, m, "application", ui.Form{}); err != nil {
		return err
	}
	then, err := activity.At(m.draft.events, m.k.Application)
	if err != nil {
		return err
	}
	if v.Reading, err = s.reading(r, m.draft, then); err != nil {
		return err
	}
	if n := len(then.Submissions); n > 0 {
		last := then.Submissions[n-1]
		v.Which = lang.T("第 %d 次提交，%s", "Submission %d, %s").With(last.N, r.C.Time(last.At))
	}
	return r.Page(pages.ContentPage(r.C, v))
}

// storyPage tells the history of application and case.
func (s *Server) storyPage(r *Request) error {
	m, err := s.openMyCase(r)
	if err != nil {
		return err
	}
	if m.k == nil {
		return r.See("/activities/"+m.ID+"/versions", lang.Text{})
	}
	v := pages.History{Hands: r.hands(m.k)}
	if v.Frame, err = s.myFrame(r, m, "timeline", ui.Form{}); err != nil {
		return err
	}
	events, err := s.story(r, m)
	if err != nil {
		return err
	}
	v.Entries, err = s.timeline(r, events, func(e journal.Event) string {
		switch e.Kind() {
		case review.Kind:
			return "/activities/" + m.ID + "?at=" + formatVersion(e.Version)
		case activity.Kind:
			if !m.readableAt(e.Version) {
				return ""
			}
			return m.asOf(e.Version)
		}
		return ""
	})
	if err != nil {
		return err
	}
	return r.Page(pages.HistoryPage(r.C, v))
}

// caseOf finds the case of the activity that the address names.
func (s *Server) caseOf(r *Request) (*myCase, error) {
	if err := r.Parse(); err != nil {
		return nil, err
	}
	m, err := s.openMyCase(r)
	if err == nil && m.k == nil {
		err = errs.New(errs.NotFound, "web.no_case", lang.T("这个项目没有审查案卷。", "This activity has no case."))
	}
	return m, err
}

// answerQuestion answers a question of the committee.
func (s *Server) answerQuestion(r *Request) error {
	m, err := s.caseOf(r)
	if err != nil {
		return err
	}
	q := r.PathValue("question")
	field := pages.QuestionField(q)
	cmd := review.AnswerQuestion{Review: m.k.ID, Question: q, Text: r.PostFormValue(field), Files: m.known(r.PostForm["files"]), Key: r.Key()}
	if _, err := s.Review.AnswerQuestion(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showMyCase(r, r.Form(atField(err, "text", field)), Status(err))
	}
	return r.See("/activities/"+m.ID+"#question-"+q, lang.T("回答已送达委员会。", "The committee has your answer."))
}

// known keeps hashes of the application's own files.
func (m *myCase) known(hashes []string) []string {
	var out []string
	for _, f := range m.Files {
		for _, h := range hashes {
			if h == f.Hash {
				out = append(out, h)
			}
		}
	}
	return out
}

// answerStipulations answers some or all points of a decision.
func (s *Server) answerStipulations(r *Request) error {
	m, err := s.caseOf(r)
	if err != nil {
		return err
	}
	cmd := review.AnswerStipulations{Review: m.k.ID, Key: r.Key()}
	var fields []string
	for _, p := range m.k.Points {
		text, files := strings.TrimSpace(r.PostFormValue(pages.AnswerField(p.No))), m.known(r.PostForm[pages.FilesField(p.No)])
		same := p.Answered && text == p.Answer && slices.Equal(files, p.Files)
		if !same && (text != "" || len(files) > 0) {
			cmd.Answers = append(cmd.Answers, review.PointAnswer{No: p.No, Text: text, Files: files})
			fields = append(fields, pages.AnswerField(p.No))
		}
	}
	if _, err := s.Review.AnswerStipulations(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showMyCase(r, r.Form(atFields(err, "answers", fields)), Status(err))
	}
	done := lang.T("答复已保存；全部答复后自动交核对。", "Kept; with the last answer it goes to be checked.")
	if c, err := s.Review.View(r.Reader(), r.P, m.k.ID, 0); err == nil && c.State == review.StateChangesAnswered {
		done = lang.T("全部答复已提交核对。", "All points are answered and go to be checked.")
	}
	return r.See("/activities/"+m.ID+"#stipulations", done)
}

// withdrawPage asks for the reason before a case ends.
func (s *Server) withdrawPage(r *Request) error {
	m, err := s.openMyCase(r)
	if err != nil {
		return err
	}
	return s.showWithdraw(r, m, ui.Form{}, http.StatusOK)
}

func (s *Server) showWithdraw(r *Request, m *myCase, form ui.Form, status int) error {
	v := pages.Withdraw{}
	if m.k == nil {
		return r.See("/activities/"+m.ID, lang.Text{})
	}
	var err error
	if v.Frame, err = s.myFrame(r, m, "", form); err != nil {
		return err
	}
	if !v.May.Withdraw {
		return r.See("/activities/"+m.ID, lang.Text{})
	}
	v.May = pages.May{}
	return r.Render(status, pages.WithdrawPage(r.C, v))
}

// withdrawCase ends a case at the applicant's wish.
func (s *Server) withdrawCase(r *Request) error {
	m, err := s.caseOf(r)
	if err != nil {
		return err
	}
	cmd := review.Withdraw{Review: m.k.ID, Reason: r.PostFormValue("reason"), Key: r.Key()}
	if _, err := s.Review.Withdraw(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showWithdraw(r, m, r.Form(err), Status(err))
	}
	return r.See("/activities/"+m.ID, lang.T("申请已撤回。", "The application is withdrawn."))
}
