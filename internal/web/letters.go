package web

import (
	"mime"
	"net/http"
	"strconv"

	"lunheng/internal/auth"
	doc "lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	pages "lunheng/internal/web/pages/letter"
	"lunheng/internal/web/ui"
)

// lettersPage shows the letters of a case: issued ones, and the one to issue.
func (s *Server) lettersPage(r *Request) error { return s.showLetters(r, ui.Form{}, http.StatusOK) }

func (s *Server) showLetters(r *Request, form ui.Form, status int) error {
	k, err := s.pathCase(r)
	if err != nil {
		return err
	}
	frame, err := s.frame(r, k, "letters")
	if err != nil {
		return err
	}
	v := pages.Letters{Page: frame.Page, Head: frame.Head, Form: form, ID: k.ID, Version: k.latest, Key: frame.Key, Undecided: k.Decision() == nil, Notices: k.notices()}
	if v.List, err = r.revisions(k); err != nil {
		return err
	}
	if l := k.Current(); l != nil {
		v.Standing = l.Revision
	}
	now := k.at == 0
	v.MayIssue, v.MayFix, v.MaySend = now && k.may[auth.ReviewLetterIssue], now && k.may[auth.ReviewLetterReissue], now && k.may[auth.ReviewLetterSend]
	if v.MayIssue {
		if v.Preview, err = s.preview(r, k); err != nil {
			return err
		}
	}
	return r.Render(status, pages.LettersPage(r.C, v))
}

// preview is the letter that could be issued now, in both languages; nil when
// there is none to issue.
func (s *Server) preview(r *Request, k *kase) ([]pages.Sheet, error) {
	paper, err := s.Review.PreviewLetter(r.Reader(), r.P, r.C.Now, review.IssueLetter{Review: k.ID})
	if Refused(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return pages.SheetsOf(paper, lang.T("预览", "Preview"), false)
}

// revisions are the issued letters, the latest first.
func (r *Request) revisions(k *kase) ([]pages.Revision, error) {
	var ids []string
	for _, l := range k.Letters {
		for _, sent := range l.Sent {
			ids = append(ids, sent.To)
		}
	}
	names, err := r.people(ids...)
	if err != nil {
		return nil, err
	}
	var out []pages.Revision
	for i := len(k.Letters) - 1; i >= 0; i-- {
		l := k.Letters[i]
		base := "/reviews/" + k.ID + "/letters/" + strconv.Itoa(l.Revision)
		v := pages.Revision{Number: l.Revision, Label: l.Label(), Outcome: outcomeStatus(k, l.Outcome), Issued: l.Issued, By: k.names.person(r.C, l.By),
			State: standing(k, i), Reason: l.Reason, Href: base, PDF: base + "/pdf", Verify: review.VerifyPath(l.Code), Code: l.Code}
		for _, sent := range l.Sent {
			v.Sent = append(v.Sent, pages.Sending{To: names.person(r.C, sent.To), How: sendingText(sent.How), At: sent.At})
		}
		out = append(out, v)
	}
	return out, nil
}

// standing is what became of an issued letter.
func standing(k *kase, i int) ui.Status {
	switch {
	case k.Letters[i].Superseded > 0:
		return ui.Status{Text: lang.T("已被第 %d 版取代", "replaced by revision %d").With(k.Letters[i].Superseded), Tone: ui.Ended}
	case i < len(k.Letters)-1:
		return ui.Status{Text: lang.T("已有后续决定书", "a later letter followed"), Tone: ui.Ended}
	}
	return ui.Status{Text: lang.T("现行", "stands"), Tone: ui.OK}
}

// outcomeStatus is a decision in words; its tone stands in the packs.
func outcomeStatus(k *kase, code string) ui.Status {
	item, ok := k.set.Item("outcomes", code)
	if !ok {
		return ui.Status{Text: lang.Same(code), Tone: ui.Plain}
	}
	tones := map[string]ui.Tone{"good": ui.OK, "fair": ui.Warn, "bad": ui.Bad}
	if tone, ok := tones[item.Str("tone")]; ok {
		return ui.Status{Text: item.Text, Tone: tone}
	}
	return ui.Status{Text: item.Text, Tone: ui.Plain}
}

// issueLetter issues the letter of the decision, or a correction of it.
func (s *Server) issueLetter(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := review.IssueLetter{Review: r.PathValue("id"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
	if _, err := s.Review.IssueLetter(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showLetters(r, r.refused(err), Status(err))
	}
	return r.See("/reviews/"+cmd.Review+"/letters", lang.T("决定书已签发，请送达。", "Issued; now send it."))
}

// sendLetter records a sending.
func (s *Server) sendLetter(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	revision, _ := strconv.Atoi(r.PostFormValue("revision"))
	cmd := review.SendLetter{Review: r.PathValue("id"), Revision: revision, How: r.PostFormValue("how"), Key: r.Key()}
	if _, err := s.Review.SendLetter(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showLetters(r, r.refused(err), Status(err))
	}
	return r.See("/reviews/"+cmd.Review+"/letters", lang.T("已送达并记录。", "Sent and noted."))
}

// letterPage shows an issued letter in both languages.
func (s *Server) letterPage(r *Request) error {
	revision, _ := strconv.Atoi(r.PathValue("revision"))
	l, paper, err := s.Review.IssuedLetter(r.Reader(), r.P, r.PathValue("id"), revision)
	if err != nil {
		return err
	}
	stamp := lang.Text{}
	if l.Superseded > 0 {
		stamp = lang.T("已被第 %d 版取代", "Replaced by revision %d").With(l.Superseded)
	}
	sheets, err := pages.SheetsOf(paper, stamp, l.Superseded > 0)
	if err != nil {
		return err
	}
	base := "/reviews/" + r.PathValue("id") + "/letters"
	v := pages.One{Page: r.Info(lang.Same(l.Label())), Title: lang.Same(l.Label()), Sheets: sheets, PDF: base + "/" + strconv.Itoa(revision) + "/pdf",
		Verify: review.VerifyPath(l.Code), Back: base}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("审查", "Reviews"), Href: "/reviews"}, {Text: lang.Same(l.Title), Href: "/reviews/" + r.PathValue("id")}}
	v.Page.Wide = true
	return r.Page(pages.OnePage(r.C, v))
}

// letterPDF sends the very file that was issued.
func (s *Server) letterPDF(r *Request) error {
	k, err := s.openCase(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	revision, _ := strconv.Atoi(r.PathValue("revision"))
	if revision < 1 || revision > len(k.Letters) {
		return errs.New(errs.NotFound, "web.letter", lang.T("没有这一版决定书。", "There is no such revision."))
	}
	l := k.Letters[revision-1]
	return s.sendBlob(r, l.PDF, l.Label()+".pdf", "application/pdf")
}

// noticePDF sets the notice of acceptance, or of all that is missing.
func (s *Server) noticePDF(r *Request) error {
	version, _ := strconv.ParseInt(r.PathValue("version"), 10, 64)
	paper, err := s.Review.Notice(r.Reader(), r.P, r.PathValue("id"), version)
	if err != nil {
		return err
	}
	return r.sendPDF(paper, "notice.pdf")
}

// notices are the papers that went out before the decision, the latest first.
func (k *kase) notices() []pages.Notice {
	var out []pages.Notice
	for i := len(k.events) - 1; i >= 0; i-- {
		e := k.events[i]
		if form, ok := k.set.Item("letters", review.NoticeOf(e)); ok {
			out = append(out, pages.Notice{Title: form.Text, At: e.At, PDF: "/reviews/" + k.ID + "/notices/" + strconv.FormatInt(e.Version, 10) + "/pdf"})
		}
	}
	return out
}

// previewPDF sets the letter that could be issued now.
func (s *Server) previewPDF(r *Request) error {
	paper, err := s.Review.PreviewLetter(r.Reader(), r.P, r.C.Now, review.IssueLetter{Review: r.PathValue("id"), Reason: r.FormValue("reason")})
	if err != nil {
		return err
	}
	return r.sendPDF(paper, "preview.pdf")
}

// sendPDF sets a paper and sends it.
func (r *Request) sendPDF(paper doc.Doc, name string) error {
	pdf, err := doc.Render(paper)
	if err != nil {
		return err
	}
	r.sendHeader(name, "application/pdf")
	_, _ = r.W.Write(pdf)
	return nil
}

// sendHeader announces a file. PDFs open in the browser, all else is saved.
func (r *Request) sendHeader(name, media string) {
	how := "attachment"
	if media == "application/pdf" {
		how = "inline"
	}
	h := r.W.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": name}))
	h.Set("Cache-Control", "private, no-store")
}
