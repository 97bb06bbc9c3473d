package web

import (
	"net/http"
	"slices"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	pages "lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

// casePage shows the file as it was submitted.
func (s *Server) casePage(r *Request) error {
	k, err := s.pathCase(r)
	if errs.CodeOf(err) == errs.Forbidden { // may know of it
		return s.caseOverview(r, r.PathValue("id"))
	}
	if err != nil {
		return err
	}
	v := pages.Application{}
	if v.Frame, err = s.frame(r, k, ""); err != nil {
		return err
	}
	if v.Sections, err = s.sections(r, k); err != nil {
		return err
	}
	if v.Hints, err = s.caseHints(r, k); err != nil {
		return err
	}
	for _, m := range k.app.Team {
		p := k.names.person(r.C, m.Person)
		p.Note = m.Role.Text()
		v.Team = append(v.Team, p)
	}
	if n := len(k.app.Submissions); n > 0 {
		last := k.app.Submissions[n-1]
		v.Submitted = lang.T("第 %d 次提交，%s", "Submission %d, %s").With(last.N, r.C.Time(last.At))
		if n > 1 {
			err = s.changes(r, k, &v, k.app.Submissions[n-2], last)
		}
	}
	if err != nil {
		return err
	}
	return r.Page(pages.ApplicationPage(r.C, v))
}

// changes compares the last submission with the one before.
func (s *Server) changes(r *Request, k *kase, v *pages.Application, from, to activity.Submission) error {
	list, err := s.Activity.Compare(r.Reader(), r.P, k.Activity, from.Version, to.Version, r.C.Lang)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Code != "people" { // the team stands beside, with names
			v.Changes = append(v.Changes, ui.Compared{Label: c.Label, From: c.From, To: c.To})
		}
	}
	label := lang.T("第 %d 次提交 · %s", "Submission %d · %s")
	v.From, v.To = label.With(from.N, r.C.Date(from.At)), label.With(to.N, r.C.Date(to.At))
	return nil
}

// questionsPage shows what was asked and answered.
func (s *Server) questionsPage(r *Request) error { return s.showQuestions(r, ui.Form{}, http.StatusOK) }

func (s *Server) showQuestions(r *Request, form ui.Form, status int) error {
	k, err := s.pathCase(r)
	if err != nil {
		return err
	}
	v := pages.Questions{}
	if v.Frame, err = s.frame(r, k, "questions"); err != nil {
		return err
	}
	v.Form = form
	for _, q := range k.Questions {
		v.List = append(v.List, pages.Question{By: k.names.person(r.C, q.By), At: q.At, Text: q.Text, Answer: q.Answer, Answered: q.AnsweredAt, Files: k.files(q.Files)})
	}
	v.MayAsk = k.at == 0 && k.may[auth.ReviewAsk] && review.Table.Allows(k.State, "review.question_asked")
	return r.Render(status, pages.QuestionsPage(r.C, v))
}

// files are attachments known by their hashes.
func (k *kase) files(hashes []string) []ui.FileInfo {
	out := make([]ui.FileInfo, len(hashes))
	for i, h := range hashes {
		out[i] = ui.FileInfo{Name: h[:min(len(h), 12)], Href: "/reviews/" + k.ID + "/files/" + h, Type: "—", Hash: h}
		for _, f := range k.app.Files {
			if f.Hash == h {
				out[i].Name, out[i].Size, out[i].Type = f.Name, f.Size, fileType(f.Type)
			}
		}
	}
	return out
}

// askQuestion puts a question to the applicant.
func (s *Server) askQuestion(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := review.AskQuestion{Review: r.PathValue("id"), Text: r.PostFormValue("text"), Key: r.Key()}
	if _, err := s.Review.AskQuestion(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showQuestions(r, r.refused(err), Status(err))
	}
	return r.See("/reviews/"+cmd.Review+"/questions", lang.T("问题已送达申请人。", "The applicant has been told."))
}

// timelinePage tells the history of the case, with the warnings of its clocks.
func (s *Server) timelinePage(r *Request) error {
	k, err := s.pathCase(r)
	if err != nil {
		return err
	}
	v := pages.History{}
	if v.Frame, err = s.frame(r, k, "timeline"); err != nil {
		return err
	}
	v.Hands = r.hands(k)
	events, err := s.caseHistory(r, k)
	if err != nil {
		return err
	}
	v.Entries, err = s.timeline(r, events, func(e journal.Event) string {
		if e.Kind() != review.Kind {
			return ""
		}
		return "/reviews/" + k.ID + "?at=" + formatVersion(e.Version)
	})
	if err != nil {
		return err
	}
	return r.Page(pages.HistoryPage(r.C, v))
}

// hands are the stretches of time in which one party had the case.
func (r *Request) hands(k *kase) []ui.Hand {
	var out []ui.Hand
	for _, h := range review.Hands(k.events, k.until(r)) {
		out = append(out, ui.Hand{Who: h.Who.Text(), Kind: string(h.Who), Days: h.Days, From: r.C.Date(h.From)})
	}
	if n := len(out); n > 0 && !review.Table.Info(k.State).Final {
		out[n-1].Now = true
	}
	return out
}

// caseHistory are the events of the case and of its clocks. Who stepped out of the
// case is for the committee alone.
func (s *Server) caseHistory(r *Request, k *kase) ([]journal.Event, error) {
	var streams []string
	for _, c := range k.clocks {
		streams = append(streams, journal.StreamName("clock", c.ID))
	}
	events, err := s.Journal.Streams(r.Reader(), streams...)
	if err != nil {
		return nil, err
	}
	until := k.until(r)
	events = slices.DeleteFunc(append(events, k.events...), func(e journal.Event) bool {
		_, out := e.Body.(review.MemberExcluded)
		return e.At.After(until) || out && !k.may[auth.ReviewDiscussion]
	})
	slices.SortStableFunc(events, func(a, b journal.Event) int { return a.At.Compare(b.At) })
	return events, nil
}
