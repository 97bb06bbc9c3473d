package web

import (
	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/quality"
	"lunheng/internal/rules"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// announceCheck announces a check of a committee's closed reviews.
func (s *Server) announceCheck() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.PathValue("id")
			name, err := r.body(auth.Committee, id)
			if err != nil {
				return form.Page{}, err
			}
			head := ui.HeadInfo{Kicker: name, Title: lang.T("公告质量抽查", "Announce a quality check"), Lead: lang.T("期间内已办结、尚未抽查过的案卷都可能被抽中。公告封入日志之后再抽取。",
				"Every review that was closed in the period and has not been in a check may be drawn. The draw follows once the announcement is sealed.")}
			if p, ok := r.law("").Param("quality_share"); ok {
				least, _ := r.law("").Param("quality_min")
				head.Lead = lang.T("%s抽取 %d%%，至少 %d 件。", "%s %d%% are drawn, at least %d.").With(head.Lead, p.Int(), least.Int())
			}
			return form.Page{Page: r.Info(head.Title), Head: head, Fields: []form.Field{dayField("from", lang.T("自", "Decided from"), string(r.P.Day.AddMonths(-12)), true),
					dayField("until", lang.T("至", "Until"), string(r.P.Day), true)}, Cancel: entryPath(auth.Committee, id) + "/quality", Submit: ui.Button{Text: lang.T("公告", "Announce"), Look: ui.Primary}},
				r.may(auth.QualityRun, auth.Committee, id)
		},
		act: func(r *Request) (string, lang.Text, error) {
			out, err := s.Quality.Announce(r.Context(), r.P, r.C.Now, quality.Announce{Committee: r.PathValue("id"), From: calendar.Day(r.PostFormValue("from")), Until: calendar.Day(r.PostFormValue("until")), Key: r.Key()})
			return "/quality/" + out.Result, lang.T("已公告，可以抽取。", "Announced; the sample can be drawn."), err
		},
	}
}

// checkForm is a form about one check.
func (s *Server) checkForm(head ui.HeadInfo, button, done lang.Text, fields func(*Request) []form.Field, do func(*Request, quality.On) (journal.Outcome, error)) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Quality.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head := head // of this request alone
			head.Kicker = lang.T("质量抽查：%s", "Quality check: %s").With(r.period(st.From, st.Until))
			v := form.Page{Page: r.Info(head.Title), Head: head, Version: st.Version, Cancel: "/quality/" + st.ID, Submit: ui.Button{Text: button, Look: ui.Primary}}
			if fields != nil {
				v.Fields = fields(r)
			}
			return v, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := do(r, quality.On{Check: id, Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return "/quality/" + id, done, err
		},
	}
}

func (s *Server) drawSample() formPage {
	return s.checkForm(ui.HeadInfo{Title: lang.T("抽取样本", "Draw the sample"), Lead: lang.T("每件交给没有参加审查、没有利益关系的同行，件数尽量平均。", "Each case goes to a peer who took no part and has no interest, as evenly as can be.")},
		lang.T("抽取", "Draw"), lang.T("已抽取。", "Drawn."), nil,
		func(r *Request, on quality.On) (journal.Outcome, error) {
			return s.Quality.Draw(r.Context(), r.P, r.C.Now, on)
		})
}

func (s *Server) closeCheck() formPage {
	return s.checkForm(ui.HeadInfo{Title: lang.T("得出结果", "Close the check"), Lead: lang.T("结果反馈给全体委员；参加过较差案卷审查的委员须参加培训。", "The result goes to all members; those who decided a poor case are asked to learn.")},
		lang.T("得出结果", "Close it"), lang.T("结果已反馈给委员。", "The members see the result."), nil,
		func(r *Request, on quality.On) (journal.Outcome, error) {
			return s.Quality.Close(r.Context(), r.P, r.C.Now, on)
		})
}

func (s *Server) cancelCheck() formPage {
	return s.checkForm(ui.HeadInfo{Title: lang.T("取消抽查", "Cancel the check")}, lang.T("取消这次抽查", "Cancel it"), lang.T("已取消。", "Cancelled."),
		func(*Request) []form.Field {
			return []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 3}}}
		},
		func(r *Request, on quality.On) (journal.Outcome, error) {
			return s.Quality.Cancel(r.Context(), r.P, r.C.Now, on)
		})
}

func (s *Server) acknowledgeCheck() formPage {
	return s.checkForm(ui.HeadInfo{Title: lang.T("确认已阅评价结果", "Acknowledge the result"), Lead: lang.T("我已阅读这次质量评价的结果和各件的意见。", "I have read the result and what was found in each case.")},
		lang.T("确认已阅", "Acknowledge"), lang.T("已确认。", "Acknowledged."), nil,
		func(r *Request, on quality.On) (journal.Outcome, error) {
			return s.Quality.Acknowledge(r.Context(), r.P, r.C.Now, on)
		})
}

// assignCase gives a case to another peer; only those who may score it are offered.
func (s *Server) assignCase() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id, kase := r.PathValue("id"), r.PathValue("review")
			people, err := s.Quality.Peers(r.Reader(), r.P, id, kase)
			if err != nil {
				return form.Page{}, err
			}
			st, err := s.Quality.View(r.Reader(), r.P, id)
			if err != nil {
				return form.Page{}, err
			}
			names, err := r.people(people...)
			if err != nil {
				return form.Page{}, err
			}
			field := form.Field{Kind: form.Choice, Field: ui.Field{Name: "person", Label: lang.T("评价人", "Peer"), Required: true}}
			for _, p := range people {
				field.Options = append(field.Options, ui.Option{Value: p, Text: names.text(p)})
			}
			head := ui.HeadInfo{Title: lang.T("由谁评价", "Who scores the case"), Lead: lang.T("只列出没有参加审查、没有利益关系的人。", "Those who took no part and have no interest.")}
			if len(people) == 0 {
				head.Lead = lang.T("委员会里没有可以评价此件的人；可以请主管部门组织抽查。", "Nobody of the committee may score it; the department can hold the check.")
			}
			return form.Page{Page: r.Info(head.Title), Head: head, Version: st.Version, Fields: []form.Field{field}, Cancel: "/quality/" + id, Submit: ui.Button{Text: lang.T("交给此人", "Give it to them"), Look: ui.Primary}}, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Quality.Assign(r.Context(), r.P, r.C.Now, quality.Assign{Check: id, Review: r.PathValue("review"), Person: r.PostFormValue("person"), Version: r.Version(), Key: r.Key()})
			return "/quality/" + id, lang.T("已交给此人。", "It is theirs now."), err
		},
	}
}

// scoreCase is the checklist of a peer.
func (s *Server) scoreCase() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			kase := r.PathValue("review")
			st, err := s.Quality.Scoring(r.Reader(), r.P, r.PathValue("id"), kase)
			if err != nil {
				return form.Page{}, err
			}
			numbers, err := s.Quality.Numbers(r.Reader(), r.P, []string{kase})
			if err != nil {
				return form.Page{}, err
			}
			head := ui.HeadInfo{Kicker: lang.Same(numbers[kase]), Title: lang.T("评价一件已办结的审查", "Score a closed review"), Lead: lang.T("评价的是审查，不是项目。得分由系统按权重计算；不符合的要写明理由。",
				"It is the review that is judged, not the work. The program computes the score by weight; what is not met has to be reasoned.")}
			v := form.Page{Page: r.Info(head.Title), Head: head, Version: st.Version, Cancel: "/home", Submit: ui.Button{Text: lang.T("提交评价", "Hand it in"), Look: ui.Primary},
				Above: []templ.Component{register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("阅卷", "Read the file"), Href: "/reviews/" + kase}}})}}
			set := r.law("")
			for _, item := range set.List("quality_points") {
				v.Fields = append(v.Fields,
					form.Field{Kind: form.Radios, Field: ui.Field{Name: item.Code, Label: item.Text, Required: true, Options: options(set, "quality_grades"), Help: rules.Article(item.Article)}},
					form.Field{Kind: form.Line, Field: ui.Field{Name: item.Code + "-remark", Label: lang.T("说明：%s", "Remark: %s").With(item.Text)}})
			}
			v.Fields = append(v.Fields, form.Field{Kind: form.Area, Field: ui.Field{Name: "remarks", Label: lang.T("总体意见", "Remarks"), Rows: 4, Max: 2000}})
			return v, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			cmd := quality.Score{Check: r.PathValue("id"), Review: r.PathValue("review"), Remarks: r.PostFormValue("remarks"), Key: r.Key()}
			for _, item := range r.law("").List("quality_points") {
				cmd.Marks = append(cmd.Marks, quality.Mark{Point: item.Code, Grade: r.PostFormValue(item.Code), Remark: r.PostFormValue(item.Code + "-remark")})
			}
			_, err := s.Quality.Score(r.Context(), r.P, r.C.Now, cmd)
			return "/home", lang.T("已提交评价。", "Handed in."), err
		},
	}
}

// qualityAct leads from a committee's page to its checks.
func (r *Request) qualityAct(committee string) []register.Act {
	if r.may(auth.QualityView, auth.Committee, committee) != nil {
		return nil
	}
	return []register.Act{{Link: ui.Link{Text: lang.T("审查质量", "Quality of reviews"), Href: entryPath(auth.Committee, committee) + "/quality"}},
		{Link: ui.Link{Text: lang.T("类似案卷", "Like cases"), Href: entryPath(auth.Committee, committee) + "/consistency"}}}
}
