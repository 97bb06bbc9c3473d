package web

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/filing"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

func reportStatus(state flow.State) ui.Status {
	tone := ui.Waiting
	if state == filing.ReportSigned {
		tone = ui.OK
	}
	return ui.Status{Text: filing.ReportTable.Info(state).Text, Tone: tone}
}

// reports lists the yearly reports of a committee.
func (s *Server) reports(r *Request) error {
	c, err := s.ownCommittee(r, auth.ReportView)
	if err != nil {
		return err
	}
	list, err := filing.Reports(r.Reader(), r.P, c.ID)
	if err != nil {
		return err
	}
	var rows []register.Row
	for _, row := range list {
		state := reportStatus(row.State)
		rows = append(rows, register.Row{{Text: r.C.Text(filing.ReportName(row.Report, row.Year)), Href: "/reports/" + row.ID}, {Status: &state}})
	}
	title := lang.T("年度报告", "Yearly reports")
	v := register.Entry{Page: r.Info(title), Status: ui.Status{Text: lang.T("%d 份", "%d reports").With(len(list)), Tone: ui.Plain}, Head: ui.HeadInfo{Kicker: english(c.Name), Title: title,
		Lead: lang.T("数字由系统从记录中统计，不能手工修改；说明由人填写，主任委员签发后报送。", "The numbers are counted from the record and nobody can change them; people add remarks, the chair signs, and it is filed.")}}
	v.Page.Crumbs = []ui.Link{{Text: english(c.Name), Href: entryPath(auth.Committee, c.ID)}}
	if r.may(auth.ReportDraft, auth.Committee, c.ID) == nil {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("编制年度报告", "Compile a report"), Href: entryPath(auth.Committee, c.ID) + "/reports/new"}, ui.Primary)
	}
	v.Sections = []register.Section{{ID: "reports", Title: title, Body: register.Rows(r.C, ui.TableInfo{Caption: title, Columns: []ui.Column{{Text: lang.T("报告", "Report")}, {Text: lang.T("状态", "State")}}, Rows: len(rows),
		Empty: ui.EmptyInfo{Title: lang.T("还没有报告", "No report yet"), Text: lang.T("每年三月三十一日前报送上一年度的报告。", "Last year's report is filed by the thirty-first of March.")}}, rows)}}
	return r.Page(register.EntryPage(r.C, v))
}

// compileReport has a year counted.
func (s *Server) compileReport() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.ownCommittee(r, auth.ReportDraft)
			title := lang.T("编制年度报告", "Compile a yearly report")
			kind := form.Field{Kind: form.Radios, Field: ui.Field{Name: "report", Label: lang.T("哪一种报告", "Which report"), Required: true, Value: filing.ReportCommittee, Options: []ui.Option{
				{Value: filing.ReportCommittee, Text: lang.T("委员会工作报告", "Of the committee's work")}, {Value: filing.ReportListed, Text: lang.T("清单内活动报告", "On listed activities")}}}}
			year := form.Field{Kind: form.Line, Field: ui.Field{Name: "year", Label: lang.T("年度", "Year"), Required: true, Type: "number", Value: strconv.Itoa(r.P.Day.Year() - 1)}}
			return form.Page{Page: r.Info(title), Head: ui.HeadInfo{Kicker: english(c.Name), Title: title,
				Lead: lang.T("已有草稿的，重新统计数字，说明保留。", "Where there is a draft its numbers are counted anew and remarks stay.")},
				Fields: []form.Field{kind, year}, Cancel: entryPath(auth.Committee, c.ID) + "/reports", Submit: ui.Button{Text: lang.T("统计", "Count"), Look: ui.Primary}}, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			year, err := strconv.Atoi(r.PostFormValue("year"))
			if err != nil {
				return "", lang.Text{}, errs.New(errs.Invalid, "report.year", lang.T("请填写年份。", "Give a year.")).At("year")
			}
			out, err := s.Filing.Compile(r.Context(), r.P, r.C.Now, filing.Compile{Committee: r.PathValue("id"), Report: r.PostFormValue("report"), Year: year, Key: r.Key()})
			return "/reports/" + out.Result, lang.T("已统计。", "Counted."), err
		},
	}
}

// reportPage shows a yearly report.
func (s *Server) reportPage(r *Request) error {
	st, err := s.Filing.Report(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	name, err := r.body(auth.Committee, st.Committee)
	if err != nil {
		return err
	}
	title := filing.ReportName(st.Compiled.Report, st.Year)
	v := register.Entry{Page: r.Info(title), Status: reportStatus(st.State), Head: ui.HeadInfo{Kicker: name, Title: title}}
	v.Page.Crumbs = []ui.Link{{Text: name, Href: entryPath(auth.Committee, st.Committee)}, {Text: lang.T("年度报告", "Yearly reports"), Href: entryPath(auth.Committee, st.Committee) + "/reports"}}
	may, err := auth.Can(r.Reader(), r.P, auth.Committee, st.Committee, auth.ReportDraft, auth.ReportSign)
	if err != nil {
		return err
	}
	v.Head.Action = register.Acts(r.C, reportActs(st, may))
	v.Facts = []ui.Fact{{Label: lang.T("统计日期", "Counted on"), Text: r.C.Day(string(st.CompiledOn))}, {Label: lang.T("总的说明", "Remarks on the whole"), Text: orDash(st.Remark(""))}}
	if st.Signed != "" {
		names, err := r.people(st.By)
		if err != nil {
			return err
		}
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("签发", "Signed"), Text: r.C.Text(names.text(st.By)) + " · " + r.C.Day(string(st.Signed))})
	}
	v.Facts = addFact(v.Facts, lang.T("退回修改的理由", "Why it was reopened"), st.Reopened)
	v.Sections = r.reportSections(st)
	events, err := s.Journal.Stream(r.Reader(), filing.ReportStream(st.ID))
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

func reportActs(st filing.Report, may map[auth.Verb]bool) []register.Act {
	path := "/reports/" + st.ID
	var out []register.Act
	if st.State == filing.ReportDrafted {
		if may[auth.ReportSign] {
			out = append(out, register.Act{Link: ui.Link{Text: lang.T("签发", "Sign"), Href: path + "/sign"}, Look: ui.Primary})
		}
		if may[auth.ReportDraft] {
			out = append(out, register.Act{Link: ui.Link{Text: lang.T("填写说明", "Write remarks"), Href: path + "/remarks"}, Look: ui.Quiet},
				register.Act{Link: ui.Link{Text: lang.T("重新统计", "Count anew"), Href: entryPath(auth.Committee, st.Committee) + "/reports/new"}, Look: ui.Quiet})
		}
	} else if may[auth.ReportSign] {
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("退回修改", "Reopen"), Href: path + "/reopen"}, Look: ui.Quiet})
	}
	return append(out, register.Act{Link: ui.Link{Text: lang.T("下载 PDF", "Download PDF"), Href: path + "/report.pdf"}, Look: ui.Quiet},
		register.Act{Link: ui.Link{Text: lang.T("下载 JSON", "Download JSON"), Href: path + "/report.json"}, Look: ui.Quiet})
}

// reportSections are the groups of numbers, each with its remark.
func (r *Request) reportSections(st filing.Report) []register.Section {
	set := r.law("")
	var out []register.Section
	for _, g := range st.Groups() {
		var rows []register.Row
		for _, f := range st.Of(g) {
			rows = append(rows, register.Row{{Text: r.C.Text(filing.FigureText(set, f))}, {Text: r.C.Num(f.N), Num: true}})
		}
		body := register.Rows(r.C, ui.TableInfo{Caption: filing.GroupText(g), Columns: []ui.Column{{Text: lang.T("项目", "What")}, {Text: lang.T("数量", "Number"), Num: true}}, Rows: len(rows)}, rows)
		if note := st.Remark(g); note != "" {
			body = register.Stack(body, register.Words(r.C, lang.Same(note)))
		}
		out = append(out, register.Section{ID: "group-" + g, Title: filing.GroupText(g), Body: body})
	}
	if len(st.Listed) > 0 {
		var rows []register.Row
		for _, a := range st.Listed {
			rows = append(rows, register.Row{{Text: a.Number}, {Text: a.Title}, {Text: r.C.Day(string(a.Day))}})
		}
		title := lang.T("年度内批准的清单内活动", "Listed activities approved in the year")
		out = append(out, register.Section{ID: "listed", Title: title, Body: register.Rows(r.C, ui.TableInfo{Caption: title,
			Columns: []ui.Column{{Text: lang.T("案号", "Number")}, {Text: lang.T("活动", "Activity")}, {Text: lang.T("批准日期", "Approved on")}}, Rows: len(rows)}, rows)})
	}
	return out
}

// reportForm is a form about one report.
func (s *Server) reportForm(verb auth.Verb, head ui.HeadInfo, button, done lang.Text, fields func(*Request, filing.Report) []form.Field, act func(*Request, filing.Report) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Filing.Report(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head := head // of this request alone
			head.Kicker = filing.ReportName(st.Compiled.Report, st.Year)
			return form.Page{Page: r.Info(head.Title), Head: head, Version: st.Version, Fields: fields(r, st), Cancel: "/reports/" + st.ID,
				Submit: ui.Button{Text: button, Look: ui.Primary}}, r.may(verb, auth.Committee, st.Committee)
		},
		act: func(r *Request) (string, lang.Text, error) {
			st, err := s.Filing.Report(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return "", done, err
			}
			return "/reports/" + st.ID, done, act(r, st)
		},
	}
}

// remarkReport adds words to the numbers; no field holds a number.
func (s *Server) remarkReport() formPage {
	area := func(group string, label lang.Text, value string) form.Field {
		return form.Field{Kind: form.Area, Field: ui.Field{Name: "remark." + group, Label: label, Value: value, Rows: 3}}
	}
	return s.reportForm(auth.ReportDraft, ui.HeadInfo{Title: lang.T("填写说明", "Write remarks"), Lead: lang.T("这里只能写说明；数字由系统统计，不能修改。", "Only remarks can be written here; the numbers are the program's.")},
		lang.T("保存", "Save"), lang.T("说明已保存。", "The remarks are kept."),
		func(_ *Request, st filing.Report) []form.Field {
			out := []form.Field{area("", lang.T("总的说明", "Remarks on the whole"), st.Remark(""))}
			for _, g := range st.Groups() {
				out = append(out, area(g, lang.T("说明：%s", "Remarks: %s").With(filing.GroupText(g)), st.Remark(g)))
			}
			return out
		},
		func(r *Request, st filing.Report) error {
			cmd := filing.RemarkOn{Report: st.ID, Version: r.Version(), Key: r.Key()}
			for _, g := range append([]string{""}, st.Groups()...) {
				if text := r.PostFormValue("remark." + g); text != "" {
					cmd.Remarks = append(cmd.Remarks, filing.Remark{Group: g, Text: text})
				}
			}
			_, err := s.Filing.RemarkOn(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
}

func (s *Server) signReport() formPage {
	return s.reportForm(auth.ReportSign, ui.HeadInfo{Title: lang.T("签发年度报告", "Sign the yearly report"), Lead: lang.T("签发后由单位报送平台；要改须先退回。", "Once signed the unit files it; to change it, it has to be reopened.")},
		lang.T("签发", "Sign"), lang.T("已签发。", "Signed."), func(*Request, filing.Report) []form.Field { return nil },
		func(r *Request, st filing.Report) error {
			_, err := s.Filing.Sign(r.Context(), r.P, r.C.Now, filing.OnReport{Report: st.ID, Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) reopenReport() formPage {
	return s.reportForm(auth.ReportSign, ui.HeadInfo{Title: lang.T("退回修改年度报告", "Reopen the yearly report")}, lang.T("退回", "Reopen"), lang.T("已退回修改。", "Reopened."),
		func(*Request, filing.Report) []form.Field {
			return []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 3}}}
		},
		func(r *Request, st filing.Report) error {
			_, err := s.Filing.ReopenReport(r.Context(), r.P, r.C.Now, filing.OnReport{Report: st.ID, Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

// reportFile sends a report as PDF or JSON.
func (s *Server) reportFile(form, is string) func(*Request) error {
	return func(r *Request) error {
		raw, err := s.Filing.ReportFile(r.Context(), r.P, r.PathValue("id"), form)
		if err != nil {
			return err
		}
		return r.sendBytes("report."+form, is, raw)
	}
}
