package web

import (
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// convene calls the meeting on an emergency in one act.
func (s *Server) convene() formPage {
	return formPage{build: s.conveneForm, act: func(r *Request) (string, lang.Text, error) {
		cmd := review.Convene{Review: r.PathValue("id"), Mode: r.PostFormValue("mode"), Place: r.PostFormValue("place"), Link: r.PostFormValue("link"),
			Substitutes: slices.Clone(r.PostForm["substitutes"]), StandIn: r.PostFormValue("stand_in"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
		if at, err := time.ParseInLocation("2006-01-02 15:04", r.PostFormValue("starts_at")+" "+r.PostFormValue("time"), calendar.Beijing()); err == nil {
			cmd.StartsAt = at
		}
		out, err := s.Review.ConveneEmergency(r.Context(), r.P, r.C.Now, cmd)
		return "/meetings/" + out.Result, lang.T("已召集，议程和材料已发给委员。", "Called; the members have agenda and papers."), err
	}}
}

func (s *Server) conveneForm(r *Request) (form.Page, error) {
	c, err := s.Review.View(r.Reader(), r.P, r.PathValue("id"), 0)
	if err != nil {
		return form.Page{}, err
	}
	vices, err := s.viceChairs(r, c)
	if err != nil {
		return form.Page{}, err
	}
	start := r.C.Local(r.C.Now.Add(3 * time.Hour)).Truncate(30 * time.Minute)
	line := func(name, kind, value string, label, help lang.Text, required bool) form.Field {
		return form.Field{Kind: form.Line, Field: ui.Field{Name: name, Type: kind, Value: value, Label: label, Help: help, Required: required}}
	}
	mode := form.Field{Kind: form.Radios, Field: ui.Field{Name: "mode", Label: lang.T("会议方式", "How it is held"), Required: true, Value: review.Video}}
	for _, m := range []string{review.InPerson, review.Video, review.Mixed} {
		mode.Options = append(mode.Options, ui.Option{Value: m, Text: modeText(m)})
	}
	substitutes := form.Field{Kind: form.Checks, Field: ui.Field{Name: "substitutes", Label: lang.T("替代安排", "Arrangements in place of the ordinary ones"),
		Help: lang.T("只能从规则包所列中选取", "Only those that the packs list")}}
	for _, item := range review.Substitutes(r.law(c.Region)) {
		substitutes.Options = append(substitutes.Options, ui.Option{Value: item.Code, Text: item.Text, Help: item.Help})
	}
	return form.Page{Page: r.Info(lang.T("紧急召集会议", "Call an emergency meeting")), Version: c.Version, Cancel: "/reviews/" + c.ID,
		Head: ui.HeadInfo{Kicker: lang.Same(c.Number), Title: lang.T("紧急召集会议：%s", "Call an emergency meeting: %s").With(c.Title),
			Lead: lang.T("一步完成安排会议、列入议程和通知委员。法定人数、表决比例和委员类别照常适用。", "Plans the meeting, puts the case on its agenda and calls the members in one step. Quorum, majority and categories hold as ever.")},
		Fields: []form.Field{line("starts_at", "date", start.Format("2006-01-02"), lang.T("日期", "Day"), lang.Text{}, true),
			line("time", "time", start.Format("15:04"), lang.T("时间", "Time"), lang.Text{}, true), mode,
			line("place", "", "", lang.T("地点", "Place"), lang.T("现场会议必填", "For a meeting in person"), false),
			line("link", "", "", lang.T("视频会议地址", "Address of the video meeting"), lang.T("视频会议必填", "For a meeting by video"), false),
			substitutes,
			{Kind: form.Choice, Field: ui.Field{Name: "stand_in", Label: lang.T("主持会议的副主任委员", "Vice-chair who presides"), Options: vices,
				Help: lang.T("主任委员不能到会时指定", "When the chair cannot come")}},
			{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 3}}},
		Submit: ui.Button{Text: lang.T("召集", "Call the meeting"), Look: ui.Primary}}, r.may(auth.ReviewSchedule, auth.Review, c.ID)
}

// viceChairs are those of the committee who may stand in for its chair.
func (s *Server) viceChairs(r *Request, c review.Case) ([]ui.Option, error) {
	ids, err := s.Review.StandIns(r.Reader(), r.P, r.C.Now, c.ID)
	if err != nil {
		return nil, err
	}
	names, err := r.people(ids...)
	out := []ui.Option{{}}
	for _, id := range ids {
		out = append(out, ui.Option{Value: id, Text: names.text(id)})
	}
	return out, err
}
