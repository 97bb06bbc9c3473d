package web

import (
	"net/http"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/form"
	pages "lunheng/internal/web/pages/meeting"
	"lunheng/internal/web/ui"
)

// meetingList shows the meetings to come and in session, or those that were.
func (s *Server) meetingList(r *Request) error {
	phase := review.Coming
	if r.FormValue("when") == string(review.Over) {
		phase = review.Over
	}
	f := review.MeetingFilter{Phase: phase, Committee: r.FormValue("committee"), State: flow.State(r.FormValue("state"))}
	if day := r.dayOf("from"); day != "" {
		f.From = day.Start()
	}
	if day := r.dayOf("to"); day != "" {
		f.Until = day.AddDays(1).Start()
	}
	page, err := review.Meetings(r.Reader(), r.P, f, r.Paging())
	if err != nil {
		return err
	}
	v := pages.List{Page: r.Info(lang.T("会议", "Meetings")), MayPlan: len(r.committees("secretary", "chair", "vice_chair")) > 0, Over: phase == review.Over}
	if v.Rows, err = r.meetingRows(page.Items); err != nil {
		return err
	}
	if err := r.meetingFilters(&v); err != nil {
		return err
	}
	if v.Form.Err != nil {
		v.Rows = nil
	}
	v.Pager = r.pager(len(v.Rows), page.Next)
	return r.Render(filtered(v.Form), pages.ListPage(r.C, v))
}

// meetingFilters offers what the list of meetings can be narrowed by.
func (r *Request) meetingFilters(v *pages.List) error {
	bodies, err := r.committeeOptions("secretary", "chair", "vice_chair", "member", "adviser")
	if err != nil {
		return err
	}
	when := choice("when", lang.T("何时", "When"), []ui.Option{{Value: string(review.Coming), Text: lang.T("接下来", "To come")}, {Value: string(review.Over), Text: lang.T("已经结束", "Over")}})
	v.Fields = []form.Field{when, choice("committee", lang.T("委员会", "Committee"), bodies), stateField(&review.MeetingTable), fromField(), toField()}
	v.Filter, v.Form = r.filters("/meetings", v.Fields)
	v.Tabs = []ui.Tab{{Text: lang.T("接下来", "To come"), Href: ui.With(r.URL, "when", ""), Current: !v.Over}, {Text: lang.T("已经结束", "Over"), Href: ui.With(r.URL, "when", string(review.Over)), Current: v.Over}}
	return nil
}

// meetingRows shows meetings.
func (r *Request) meetingRows(list []review.MeetingRow) ([]pages.Row, error) {
	var ids []string
	for _, m := range list {
		ids = append(ids, m.Committee)
	}
	names, err := r.bodies(auth.Committee, ids...)
	if err != nil {
		return nil, err
	}
	var out []pages.Row
	for _, m := range list {
		out = append(out, pages.Row{Href: "/meetings/" + m.ID, Starts: m.StartsAt, Committee: english(names[m.Committee]), Mode: modeText(m.Mode), Place: m.Place,
			Items: m.Items, State: meetingStatus(m)})
	}
	return out, nil
}

func meetingStatus(m review.MeetingRow) ui.Status {
	info := review.MeetingTable.Info(m.State)
	tones := map[string]ui.Tone{"planned": ui.Plain, "called": ui.Waiting, "open": ui.Active, "closed": ui.Warn, "minutes_drafted": ui.Waiting, "minutes_approved": ui.OK}
	if tone, ok := tones[string(m.State)]; ok {
		return ui.Status{Text: info.Text, Tone: tone}
	}
	return ui.Status{Text: info.Text, Tone: ui.Ended}
}

// planPage asks when, how and where a meeting is held.
func (s *Server) planPage(r *Request) error { return s.showPlan(r, ui.Form{}, http.StatusOK) }

func (s *Server) showPlan(r *Request, sent ui.Form, status int) error {
	options, err := r.committeeOptions("secretary", "chair", "vice_chair")
	if err != nil {
		return err
	}
	if len(options) == 0 {
		return errs.New(errs.Forbidden, "web.plan", lang.T("只有委员会的秘书和主任委员可以安排会议。", "Only a committee's secretary and chair plan meetings."))
	}
	v := pages.Plan{Page: r.Info(lang.T("安排会议", "Plan a meeting")), Form: sent, Key: r.NewKey(), Review: r.FormValue("review"),
		Committee: ui.Field{Name: "committee", Label: lang.T("委员会", "Committee"), Options: options, Value: r.FormValue("committee"), Required: true},
		Day:       string(calendar.Of(r.C.Now).AddDays(7))}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("会议", "Meetings"), Href: "/meetings"}}
	return r.Render(status, pages.PlanPage(r.C, v))
}

// planMeeting begins a meeting, with a case on its agenda if one was named.
func (s *Server) planMeeting(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := review.PlanMeeting{Committee: r.PostFormValue("committee"), Mode: r.PostFormValue("mode"), Place: r.PostFormValue("place"), Link: r.PostFormValue("link"), Key: r.Key()}
	at, err := time.ParseInLocation("2006-01-02 15:04", r.PostFormValue("starts_at")+" "+r.PostFormValue("time"), calendar.Beijing())
	if err == nil {
		cmd.StartsAt = at
	}
	out, err := s.Review.PlanMeeting(r.Context(), r.P, r.C.Now, cmd)
	if err != nil {
		if !Refused(err) {
			return err
		}
		return s.showPlan(r, r.refused(err), Status(err))
	}
	if id := r.PostFormValue("review"); id != "" {
		if _, err := s.Review.Schedule(r.Context(), r.P, r.C.Now, review.Schedule{Meeting: out.Result, Review: id}); err != nil {
			return err
		}
	}
	return r.See("/meetings/"+out.Result, lang.T("会议已安排，请列出议程并发出通知。", "Planned; now make the agenda and call it."))
}
