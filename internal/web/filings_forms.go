package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/filing"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// filingForm is a form about one filing.
func (s *Server) filingForm(verb auth.Verb, head ui.HeadInfo, button, done lang.Text, fields func(*Request, filing.State) []form.Field,
	act func(*Request, string) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Filing.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head := head // of this request alone
			head.Kicker = filing.Name(r.law(st.Region), st.Code, st.Year)
			return form.Page{Page: r.Info(head.Title), Head: head, Version: st.Version, Fields: fields(r, st), Cancel: "/filings/" + st.ID,
				Submit: ui.Button{Text: button, Look: ui.Primary}}, r.may(verb, auth.Filing, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			return "/filings/" + id, done, act(r, id)
		},
	}
}

func noteField() form.Field {
	return form.Field{Kind: form.Area, Field: ui.Field{Name: "note", Label: lang.T("说明", "Note"), Rows: 3}}
}

func noteOnly(*Request, filing.State) []form.Field { return []form.Field{noteField()} }

func (s *Server) onFiling(r *Request, id string) filing.On {
	return filing.On{Filing: id, Note: r.PostFormValue("note"), Version: r.Version(), Key: r.Key()}
}

func (s *Server) prepareFiling() formPage {
	return s.filingForm(auth.FilingPrepare, ui.HeadInfo{Title: lang.T("备齐登记材料", "Prepare the package"),
		Lead: lang.T("材料按现在的情况固定下来：委员、章程、制度，或者活动的方案、审查和复核。以后的变更另行备案。", "The package is fixed as things are now: members, charter and rules, or plan, review and re-review. What changes later is filed again.")},
		lang.T("备齐", "Prepare"), lang.T("材料已备齐，可以下载并提交。", "The package is ready to download and submit."), noteOnly,
		func(r *Request, id string) error {
			_, err := s.Filing.Prepare(r.Context(), r.P, r.C.Now, s.onFiling(r, id))
			return err
		})
}

func (s *Server) submitFiling() formPage {
	return s.filingForm(auth.FilingSubmit, ui.HeadInfo{Title: lang.T("记录提交", "Record the submission"), Lead: lang.T("在平台上提交之后，在这里记下日期。", "Once it is handed in at the platform, note the day here.")},
		lang.T("记录", "Record"), lang.T("已记录提交。", "The submission is recorded."),
		func(r *Request, _ filing.State) []form.Field {
			return []form.Field{dayField("day", lang.T("提交日期", "Submitted on"), string(r.P.Day), true), noteField()}
		},
		func(r *Request, id string) error {
			_, err := s.Filing.Submit(r.Context(), r.P, r.C.Now, filing.Submit{Filing: id, Day: calendar.Day(r.PostFormValue("day")), Note: r.PostFormValue("note"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) returnFiling() formPage {
	return s.filingForm(auth.FilingSubmit, ui.HeadInfo{Title: lang.T("记录退回", "Record a return"), Lead: lang.T("平台要求补正的，逐条写明，每行一条。", "What the platform wants corrected, one thing a line.")},
		lang.T("记录", "Record"), lang.T("已记录退回。", "The return is recorded."),
		func(*Request, filing.State) []form.Field {
			return []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reasons", Label: lang.T("要求补正的内容", "What to correct"), Required: true, Rows: 5}}}
		},
		func(r *Request, id string) error {
			_, err := s.Filing.Return(r.Context(), r.P, r.C.Now, filing.Return{Filing: id, Reasons: lines(r.PostFormValue("reasons")), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) registerFiling() formPage {
	return s.filingForm(auth.FilingSubmit, ui.HeadInfo{Title: lang.T("录入回执", "Enter the receipt")}, lang.T("录入", "Enter"), lang.T("已登记。", "Registered."),
		func(r *Request, _ filing.State) []form.Field {
			return []form.Field{{Kind: form.Line, Field: ui.Field{Name: "number", Label: lang.T("回执编号", "Number of the receipt"), Required: true, Max: 100}},
				dayField("day", lang.T("回执日期", "Day of the receipt"), string(r.P.Day), true), fileField(lang.T("回执文件", "The receipt"))}
		},
		func(r *Request, id string) error {
			file, err := r.sentFile()
			if err != nil {
				return err
			}
			_, err = s.Filing.Register(r.Context(), r.P, r.C.Now, filing.Register{Filing: id, Number: r.PostFormValue("number"), Day: calendar.Day(r.PostFormValue("day")),
				File: file, Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) confirmFiling() formPage {
	return s.filingForm(auth.FilingConfirm, ui.HeadInfo{Title: lang.T("确认回执", "Confirm the receipt")}, lang.T("确认", "Confirm"), lang.T("已确认。", "Confirmed."), noteOnly,
		func(r *Request, id string) error {
			_, err := s.Filing.Confirm(r.Context(), r.P, r.C.Now, s.onFiling(r, id))
			return err
		})
}

// endFiling is a form that asks for a reason, and for a day where there is one.
func (s *Server) endFiling(verb auth.Verb, head ui.HeadInfo, done lang.Text, day bool, act func(*Request, filing.End) error) formPage {
	return s.filingForm(verb, head, lang.T("记录", "Record"), done,
		func(r *Request, _ filing.State) []form.Field {
			fields := []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 3}}}
			if day {
				fields = append([]form.Field{dayField("day", lang.T("失效日期", "Lapsed on"), string(r.P.Day), true)}, fields...)
			}
			return fields
		},
		func(r *Request, id string) error {
			return act(r, filing.End{Filing: id, Day: calendar.Day(r.PostFormValue("day")), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
		})
}

func (s *Server) lapseFiling() formPage {
	return s.endFiling(auth.FilingSubmit, ui.HeadInfo{Title: lang.T("记录登记失效", "Record a lapse")}, lang.T("已记录失效。", "The lapse is recorded."), true,
		func(r *Request, cmd filing.End) error {
			_, err := s.Filing.Lapse(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
}

func (s *Server) reopenFiling() formPage {
	return s.endFiling(auth.FilingSubmit, ui.HeadInfo{Title: lang.T("重新登记", "Register again")}, lang.T("重新开始登记。", "It is sought again."), false,
		func(r *Request, cmd filing.End) error {
			_, err := s.Filing.Reopen(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
}

func (s *Server) withdrawFiling() formPage {
	return s.endFiling(auth.FilingWithdraw, ui.HeadInfo{Title: lang.T("免除登记", "Release from the registration"), Lead: lang.T("只有主管部门可以认定不再需要登记。", "Only the department can find that nothing is owed.")},
		lang.T("已免除。", "Released."), false, func(r *Request, cmd filing.End) error {
			_, err := s.Filing.Withdraw(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
}
