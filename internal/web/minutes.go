package web

import (
	"net/http"

	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/letter"
	pages "lunheng/internal/web/pages/meeting"
	"lunheng/internal/web/ui"
)

// minutesPage is the record of a meeting.
func (s *Server) minutesPage(r *Request) error { return s.showMinutes(r, ui.Form{}, http.StatusOK) }

func (s *Server) showMinutes(r *Request, form ui.Form, status int) error {
	st, err := s.openMeeting(r)
	if err != nil {
		return err
	}
	v := pages.Minutes{Page: r.Info(lang.T("会议记录", "Minutes")), Form: form, ID: st.ID, Version: st.Version, Key: r.NewKey(), Title: st.title(r.C),
		State: meetingStatus(review.MeetingRow{State: st.State}), MayDraft: st.may("draft_minutes"), MayEdit: st.may("edit_minutes"),
		MayApprove: st.may("approve_minutes"), Back: "/meetings/" + st.ID}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("会议", "Meetings"), Href: "/meetings"}, {Text: st.title(r.C), Href: v.Back}}
	v.Page.Wide = true
	if st.Minutes != nil {
		paper, err := s.Review.MinutesPaper(r.Reader(), r.P, st.ID)
		if err != nil {
			return err
		}
		stamp := lang.Text{}
		if st.State != review.MinutesApprovedState {
			stamp = lang.T("草稿", "Draft")
		}
		if v.Sheets, err = letter.SheetsOf(paper, stamp, false); err != nil {
			return err
		}
		v.PDF = "/meetings/" + st.ID + "/minutes.pdf"
		v.Sections = st.sections()
	}
	return r.Render(status, pages.MinutesPage(r.C, v))
}

// sections are the parts of the minutes to which words can be added. Cases that
// this person is out of are not among them.
func (st *sitting) sections() []pages.Section {
	out := []pages.Section{{Code: review.General, Title: lang.T("会议总体", "The meeting as a whole"), Text: st.Note(review.General)}}
	for _, it := range st.live.Items {
		if !it.Out {
			out = append(out, pages.Section{Code: it.Review, Title: lang.Same(it.Title), Text: st.Note(it.Review)})
		}
	}
	return out
}

// draftMinutes makes the minutes from what happened.
func (s *Server) draftMinutes(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	_, err := s.Review.DraftMinutes(r.Context(), r.P, r.C.Now, r.onMeeting())
	return s.minutesDone(r, err, lang.T("会议记录已生成，请核对。", "Drafted; please look through them."))
}

func (r *Request) onMeeting() review.OnMeeting {
	return review.OnMeeting{Meeting: r.PathValue("id"), Version: r.Version(), Key: r.Key()}
}

// editMinutes adds to a section, or corrects it.
func (s *Server) editMinutes(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	section := r.PostFormValue("section")
	cmd := review.EditMinutes{Meeting: r.PathValue("id"), Section: section, Text: r.PostFormValue(pages.TextField(section)), Version: r.Version(), Key: r.Key()}
	_, err := s.Review.EditMinutes(r.Context(), r.P, r.C.Now, cmd)
	return s.minutesDone(r, atField(err, "text", pages.TextField(section)), lang.T("已保存。", "Saved."))
}

// approveMinutes makes them final.
func (s *Server) approveMinutes(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	_, err := s.Review.ApproveMinutes(r.Context(), r.P, r.C.Now, r.onMeeting())
	return s.minutesDone(r, err, lang.T("会议记录已批准。", "The minutes are approved."))
}

func (s *Server) minutesDone(r *Request, err error, done lang.Text) error {
	if err == nil {
		return r.See("/meetings/"+r.PathValue("id")+"/minutes", done)
	}
	if !Refused(err) {
		return err
	}
	return s.showMinutes(r, r.refused(err), Status(err))
}

// minutesPDF sets the minutes and sends them.
func (s *Server) minutesPDF(r *Request) error {
	paper, err := s.Review.MinutesPaper(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.sendPDF(paper, "minutes.pdf")
}
