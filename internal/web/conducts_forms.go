package web

import (
	"strconv"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/conduct"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

func noSuchReport() error {
	return errs.New(errs.NotFound, "web.report", lang.T("没有这份报告。", "There is no such report."))
}

// reportFields ask for what a kind of report holds; rep is what stands there already.
func (s *Server) reportFields(r *Request, st conduct.State, what conduct.What, rep conduct.Content) ([]form.Field, error) {
	parts := conduct.Parts(r.law(st.Region))
	var out []form.Field
	if what.Event {
		out = append(out, form.Field{Kind: form.Day, Field: ui.Field{Name: "occurred", Label: lang.T("发生日期", "Happened on"), Value: string(rep.Occurred), Required: true}})
	}
	if !what.Ask.IsZero() {
		f := form.Field{Kind: form.Radios, Field: ui.Field{Name: "light", Label: what.Ask, Required: true, Options: []ui.Option{
			{Value: "yes", Text: lang.T("是", "Yes"), Help: lang.T("可以适用简易程序（审查办法第二十二条）", "The simplified procedure may apply (Review Measures, article 22)")},
			{Value: "no", Text: lang.T("否", "No"), Help: lang.T("由会议审查", "A meeting reviews it")}}}}
		if rep.Light {
			f.Value = "yes"
		} else if len(rep.Items) > 0 {
			f.Value = "no"
		}
		out = append(out, f)
	}
	for _, code := range what.Required {
		f := form.Field{Kind: form.Area, Field: ui.Field{Name: "item." + code, Label: parts[code].Text, Help: parts[code].Help, Required: true, Rows: 4}}
		for _, item := range rep.Items {
			if item.Code == code {
				f.Value = item.Text
			}
		}
		out = append(out, f)
	}
	measures, err := s.measureFields(r, st, what, rep)
	if err != nil {
		return nil, err
	}
	out = append(out, measures...)
	out = append(out, form.Field{Kind: form.Files, Field: ui.Field{Name: "files", Label: lang.T("附件", "Files"), Help: lang.T("可选", "optional")}})
	if !what.Changes {
		return out, nil
	}
	more, err := s.changeFields(r, st, rep)
	return append(out, more...), err
}

// changeFields are the application as it stands, to be changed where it is to
// change.
func (s *Server) changeFields(r *Request, st conduct.State, rep conduct.Content) ([]form.Field, error) {
	app, err := s.Activity.View(r.Reader(), r.P, st.ID, 0)
	if err != nil {
		return nil, err
	}
	fields, err := s.amendable(r, st)
	if err != nil {
		return nil, err
	}
	out := []form.Field{form.Group(lang.T("修改批准的内容：只改需要改的，其余保持不变", "Change what is approved: only where it is to change"))}
	for _, f := range fields {
		value := app.Fields[f.Code].String()
		for _, c := range rep.Changes {
			if c.Field == f.Code {
				value = c.After.String()
			}
		}
		if value == "" {
			continue
		}
		field := form.Field{Kind: form.Area, Field: ui.Field{Name: "field." + f.Code, Label: f.Text, Value: value, Rows: 4}}
		if f.Code == activity.TitleField {
			field.Kind = form.Line
		}
		out = append(out, field)
	}
	for _, f := range app.Files {
		out = append(out, form.Field{Kind: form.Files, Field: ui.Field{Name: "replace." + f.ID, Label: lang.T("替换文件：%s", "Replace the file: %s").With(f.Name), Help: lang.T("可选", "optional")}})
	}
	return out, nil
}

// amendable are the fields of the application that hold text.
func (s *Server) amendable(r *Request, st conduct.State) ([]activity.Field, error) {
	all, err := s.Activity.Form(r.P.Day, st.Region)
	if err != nil {
		return nil, err
	}
	var out []activity.Field
	for _, f := range all.Fields() {
		if !f.IsFile() && f.Type != activity.FieldChoice && f.Type != activity.FieldChoices && f.Type != activity.FieldBool {
			out = append(out, f)
		}
	}
	return out, nil
}

// says reads a report from its form.
func (s *Server) says(r *Request, st conduct.State, what conduct.What) (conduct.Says, error) {
	out := conduct.Says{Light: r.PostFormValue("light") == "yes", Occurred: calendar.Day(r.PostFormValue("occurred"))}
	for _, code := range what.Required {
		out.Items = append(out.Items, conduct.Item{Code: code, Text: r.PostFormValue("item." + code)})
	}
	if what.Changes {
		app, err := s.Activity.View(r.Reader(), r.P, st.ID, 0)
		if err != nil {
			return out, err
		}
		fields, err := s.amendable(r, st)
		if err != nil {
			return out, err
		}
		for _, f := range fields {
			after, sent := r.PostForm["field."+f.Code]
			if v := activity.Text(firstOf(after)); sent && !sameText(v.String(), app.Fields[f.Code].String()) {
				out.Changes = append(out.Changes, conduct.NewChange{Field: f.Code, After: v, Reason: r.PostFormValue("item.why")})
			}
		}
	}
	for _, m := range conduct.Measures(r.law(st.Region)) {
		if v := strings.TrimSpace(r.PostFormValue("done." + m.Code)); v != "" {
			out.Done = append(out.Done, conduct.Done{Code: m.Code, Value: v})
		}
	}
	return out, s.keepFiles(r, st.ID, &out)
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// sameText compares texts as browsers send them, with their own line ends.
func sameText(a, b string) bool {
	plain := func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
	return plain(a) == plain(b)
}

// keepFiles stores the files that came with a form.
func (s *Server) keepFiles(r *Request, id string, out *conduct.Says) error {
	if r.MultipartForm == nil {
		return nil
	}
	for _, h := range r.MultipartForm.File["files"] {
		f, err := h.Open()
		if err != nil {
			return err
		}
		kept, err := s.Conduct.Keep(r.Context(), r.P, id, h.Filename, "", f)
		f.Close()
		if err != nil {
			return err
		}
		out.Files = append(out.Files, kept)
	}
	return s.keepSwaps(r, id, out)
}

// keepSwaps stores the files that are to take the place of others.
func (s *Server) keepSwaps(r *Request, id string, out *conduct.Says) error {
	app, err := s.Activity.View(r.Reader(), r.P, id, 0)
	if err != nil {
		return err
	}
	out.Swaps = map[int]string{}
	for _, old := range app.Files {
		sent := r.MultipartForm.File["replace."+old.ID]
		if len(sent) == 0 {
			continue
		}
		h := sent[0] // one takes the place of one
		f, err := h.Open()
		if err != nil {
			return err
		}
		kept, err := s.Conduct.Keep(r.Context(), r.P, id, h.Filename, old.Field, f)
		f.Close()
		if err != nil {
			return err
		}
		out.Swaps[len(out.Files)] = old.ID
		out.Files = append(out.Files, kept)
	}
	return nil
}

func (r *Request) whatOf(st conduct.State, code string) (conduct.What, error) {
	for _, what := range conduct.Whats(r.law(st.Region)) {
		if what.Code == code {
			return what, nil
		}
	}
	return conduct.What{}, noSuchReport()
}

// newReport reports something on approved work.
func (s *Server) newReport() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Conduct.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			what, err := r.whatOf(st, r.PathValue("kind"))
			if err != nil {
				return form.Page{}, err
			}
			fields, err := s.reportFields(r, st, what, conduct.Content{})
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Page: r.Info(what.Text), Head: ui.HeadInfo{Kicker: lang.Same(st.Title), Title: what.Text, Lead: what.Help}, Version: st.Version, Fields: fields,
				Cancel: conductPath(st.ID), Submit: ui.Button{Text: lang.T("报告委员会", "Report to the committee"), Look: ui.Primary}}, r.may(auth.ConductReport, auth.Activity, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			done := lang.T("委员会已收到报告。", "The committee has your report.")
			st, err := s.Conduct.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return "", done, err
			}
			what, err := r.whatOf(st, r.PathValue("kind"))
			if err != nil {
				return "", done, err
			}
			says, err := s.says(r, st, what)
			if err != nil {
				return "", done, err
			}
			out, err := s.Conduct.Report(r.Context(), r.P, r.C.Now, conduct.ReportOn{Activity: st.ID, Kind: what.Code, Says: says, Version: r.Version(), Key: r.Key()})
			return reportPath(st.ID, out.Result), done, changeErrors(err, says)
		},
	}
}

// changeErrors points what is wrong with a change at its field of the form.
func changeErrors(err error, says conduct.Says) error {
	if err == nil {
		return nil
	}
	for i, c := range says.Changes {
		at := "changes." + strconv.Itoa(i)
		err = atField(atField(atField(err, at+".field", "field."+c.Field), at+".after", "field."+c.Field), at+".reason", "item.why")
	}
	return err
}

// reviseReport puts a new content in the place of a returned report's.
func (s *Server) reviseReport() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, rep, err := s.reportOf(r)
			if err != nil {
				return form.Page{}, err
			}
			what, err := r.whatOf(st, rep.Kind)
			if err != nil {
				return form.Page{}, err
			}
			fields, err := s.reportFields(r, st, what, rep.Content)
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Page: r.Info(what.Text), Head: ui.HeadInfo{Kicker: lang.Same(st.Title), Title: lang.T("修改：%s", "Revise: %s").With(what.Text)}, Version: st.Version,
				Fields: fields, Cancel: reportPath(st.ID, rep.ID), Submit: ui.Button{Text: lang.T("重新提交", "Hand it in again"), Look: ui.Primary}}, r.may(auth.ConductReport, auth.Activity, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			done := lang.T("已重新提交。", "Handed in again.")
			st, rep, err := s.reportOf(r)
			if err != nil {
				return "", done, err
			}
			what, err := r.whatOf(st, rep.Kind)
			if err != nil {
				return "", done, err
			}
			says, err := s.says(r, st, what)
			if err != nil {
				return "", done, err
			}
			_, err = s.Conduct.Revise(r.Context(), r.P, r.C.Now, conduct.Revise{Activity: st.ID, Report: rep.ID, Says: says, Version: r.Version(), Key: r.Key()})
			return reportPath(st.ID, rep.ID), done, changeErrors(err, says)
		},
	}
}

// answerReport answers the stipulations of a decision on a report.
func (s *Server) answerReport() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, rep, err := s.reportOf(r)
			if err != nil {
				return form.Page{}, err
			}
			c, err := s.Review.View(r.Reader(), r.P, rep.Review, 0)
			if err != nil {
				return form.Page{}, err
			}
			v := form.Page{Head: ui.HeadInfo{Kicker: lang.Same(st.Title), Title: lang.T("逐条答复修改要求", "Answer the stipulations")}, Version: c.Version,
				Page: r.Info(lang.T("逐条答复修改要求", "Answer the stipulations")), Cancel: reportPath(st.ID, rep.ID), Submit: ui.Button{Text: lang.T("送交核对", "Send it to be checked"), Look: ui.Primary}}
			for _, p := range c.Points {
				v.Fields = append(v.Fields, form.Field{Kind: form.Area, Field: ui.Field{Name: "point." + strconv.Itoa(p.No), Label: lang.Same(p.Text), Value: p.Answer, Required: true, Rows: 3}})
			}
			return v, r.may(auth.ReviewStipulationAnswer, auth.Review, c.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			done := lang.T("答复已送交核对。", "Your answers go to be checked.")
			st, rep, err := s.reportOf(r)
			if err != nil {
				return "", done, err
			}
			c, err := s.Review.View(r.Reader(), r.P, rep.Review, 0)
			if err != nil {
				return "", done, err
			}
			cmd := review.AnswerStipulations{Review: c.ID, Version: r.Version(), Key: r.Key()}
			for _, p := range c.Points {
				if text := r.PostFormValue("point." + strconv.Itoa(p.No)); text != "" && text != p.Answer {
					cmd.Answers = append(cmd.Answers, review.PointAnswer{No: p.No, Text: text})
				}
			}
			_, err = s.Review.AnswerStipulations(r.Context(), r.P, r.C.Now, cmd)
			return reportPath(st.ID, rep.ID), done, err
		},
	}
}

// withdrawReport takes a report back before it is decided.
func (s *Server) withdrawReport() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, rep, err := s.reportOf(r)
			if err != nil {
				return form.Page{}, err
			}
			title := lang.T("撤回报告", "Withdraw the report")
			return form.Page{Page: r.Info(title), Head: ui.HeadInfo{Kicker: lang.Same(st.Title), Title: title}, Cancel: reportPath(st.ID, rep.ID),
				Fields: []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由（可以不写）", "Reason (may be left out)"), Rows: 3}}},
				Submit: ui.Button{Text: title, Look: ui.Danger}}, r.may(auth.ReviewWithdraw, auth.Review, rep.Review)
		},
		act: func(r *Request) (string, lang.Text, error) {
			done := lang.T("报告已撤回。", "The report is withdrawn.")
			st, rep, err := s.reportOf(r)
			if err != nil {
				return "", done, err
			}
			_, err = s.Review.Withdraw(r.Context(), r.P, r.C.Now, review.Withdraw{Review: rep.Review, Reason: r.PostFormValue("reason"), Key: r.Key()})
			return reportPath(st.ID, rep.ID), done, err
		},
	}
}

// suspendWork stops the work at its people's own wish.
func (s *Server) suspendWork() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Conduct.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			title := lang.T("暂停活动", "Suspend the work")
			return form.Page{Page: r.Info(title), Version: st.Version, Cancel: conductPath(st.ID),
				Head:   ui.HeadInfo{Kicker: lang.Same(st.Title), Title: title, Lead: lang.T("立即生效，委员会随即看到。恢复须先申请并经审查（审查办法第十九条）。", "It takes effect at once and the committee sees it. The work resumes only after you ask and the committee has reviewed that (Review Measures, article 19).")},
				Fields: []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 4}}},
				Submit: ui.Button{Text: lang.T("立即暂停", "Suspend at once"), Look: ui.Danger}}, r.may(auth.ConductSuspend, auth.Activity, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Conduct.Suspend(r.Context(), r.P, r.C.Now, conduct.Suspend{Activity: id, Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return conductPath(id), lang.T("活动已暂停。", "The work is suspended."), err
		},
	}
}
