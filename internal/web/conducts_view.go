package web

import (
	"slices"

	"github.com/a-h/templ"
	"lunheng/internal/errs"

	"lunheng/internal/auth"
	"lunheng/internal/conduct"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

func (s *Server) conductFacts(r *Request, st conduct.State) ([]ui.Fact, error) {
	com, err := r.body(auth.Committee, st.Committee)
	if err != nil {
		return nil, err
	}
	names, err := r.people(st.Leader)
	if err != nil {
		return nil, err
	}
	out := []ui.Fact{
		{Label: lang.T("状态", "State"), Text: r.C.Tf("%s，自 %s", "%s, since %s", conductStatus(st.State).Text, r.C.Date(st.Since))},
		{Label: lang.T("批准的委员会", "Approved by"), Text: r.C.Text(com)},
		{Label: lang.T("项目负责人", "Leader"), Text: r.C.Text(names.text(st.Leader))},
		{Label: lang.T("原审查", "The approval"), Value: register.Show(r.C, register.Cell{Text: r.C.T("打开案卷", "Open the case"), Href: "/reviews/" + st.Review})},
	}
	if r.may(auth.ActivityView, auth.Activity, st.ID) == nil { // a department sees how the work goes, not what the papers say
		out = append(out, ui.Fact{Label: lang.T("批准的内容", "What is approved"), Value: register.Show(r.C, register.Cell{Text: r.C.T("各版本并列比较", "Compare the versions side by side"), Href: "/activities/" + st.ID + "/versions"})})
	}
	if st.Live() && !st.Due.IsZero() {
		out = append(out, ui.Fact{Label: lang.T("下次跟踪审查", "Next follow-up"), Text: r.C.Tf("不迟于 %s（每 %d 个月）", "by %s (every %d months)", r.C.Date(st.Due), st.Months)})
	}
	if len(st.Listed) > 0 {
		var listed []lang.Text
		for _, code := range st.Listed {
			if item, ok := r.law(st.Region).Item("listed", code); ok {
				listed = append(listed, item.Text)
			}
		}
		out = append(out, ui.Fact{Label: lang.T("清单项目", "On the list as"), Text: r.C.Join(listed)})
	}
	return out, nil
}

// conductNotes say loudly what must not be overlooked.
func (r *Request) conductNotes(st conduct.State) []templ.Component {
	var out []templ.Component
	add := func(tone ui.Tone, title, text lang.Text) { out = append(out, register.Warning(r.C, tone, title, text)) }
	switch st.State {
	case conduct.StateLapsed:
		add(ui.Bad, lang.T("批准已失效：跟踪审查逾期", "The approval has lapsed: its follow-up is overdue"),
			lang.T("跟踪审查应在 %s 前完成（审查办法第十九条）。请立即提交跟踪审查报告；办结之前一直在此提示。", "The follow-up was due by %s (Review Measures, article 19). Report for it at once; this stays until it is settled.").With(r.C.Date(st.Due)))
	case conduct.StateSuspended:
		add(ui.Warn, lang.T("已暂停", "Suspended"), lang.T("%s 恢复须先申请并经委员会审查。", "%s It resumes only after you ask and the committee has reviewed that.").With(st.Reason))
		if st.Overdue {
			add(ui.Bad, lang.T("跟踪审查逾期", "The follow-up is overdue"), lang.T("暂停期间也须跟踪审查（审查办法第十九条）。", "Suspended work is followed up too (Review Measures, article 19)."))
		}
	case conduct.StateTerminated:
		add(ui.Bad, lang.T("已终止", "Terminated"), lang.Same(st.Reason))
	}
	if rep := st.Report(st.Anew); rep != nil && st.Live() {
		if len(rep.Exceeds) > 0 {
			add(ui.Bad, lang.T("超出批准的范围", "Beyond what was approved"), lang.T("报告的情况超出批准的范围，须提出修正案；批准之前仍按原方案，成果不得发布。", "What was reported goes beyond the approval. Hand in an amendment; until it is approved the plan stands as it was and nothing is published."))
		} else {
			add(ui.Warn, lang.T("须重新审查", "To be reviewed anew"), lang.T("委员会要求把报告的变化作为修正案提交；批准之前仍按原方案（审查办法第二十条）。", "The committee wants the change that was reported as an amendment; until that is approved the plan stands as it was (Review Measures, article 20)."))
		}
	}
	if st.Closer && st.Live() {
		add(ui.Active, lang.T("应急批准，加强跟踪", "Approved in an emergency: followed more closely"), lang.T("委员会对应急批准的活动加强跟踪和指导（审查办法第三十八条）。", "The committee follows and guides such work more closely (Review Measures, article 38)."))
	}
	return out
}

// reportChoices are the ways to report something.
func (r *Request) reportChoices(st conduct.State, suspend bool) register.Section {
	set := r.law(st.Region)
	var rows []register.Row
	for _, what := range conduct.Whats(set) {
		for _, state := range what.States {
			if state == st.State {
				rows = append(rows, register.Row{{Text: r.C.Text(what.Text), Href: conductPath(st.ID) + "/new/" + what.Code}, {Text: r.C.Text(what.Help)}, {Text: article(r.C, what.Article)}})
			}
		}
	}
	t := ui.TableInfo{Caption: lang.T("可以报告的事项", "What can be reported"), Columns: []ui.Column{{Text: lang.T("事项", "What")}, {Text: lang.T("什么时候", "When")}, {Text: lang.T("依据", "Article")}}, Rows: len(rows)}
	sec := register.Section{ID: "report", Title: lang.T("报告情况", "Report something"), Body: register.Rows(r.C, t, rows)}
	if suspend && st.State != conduct.StateSuspended {
		sec.Acts = []register.Act{{Link: ui.Link{Text: lang.T("立即暂停活动", "Suspend the work at once"), Href: conductPath(st.ID) + "/suspend"}, Look: ui.Quiet}}
	}
	return sec
}

// reportsSection lists what was reported, the last first.
func (r *Request) reportsSection(st conduct.State) (register.Section, error) {
	var ids []string
	for _, rep := range st.Reports {
		ids = append(ids, rep.By)
	}
	names, err := r.people(ids...)
	if err != nil {
		return register.Section{}, err
	}
	set := r.law(st.Region)
	var rows []register.Row
	for i := len(st.Reports) - 1; i >= 0; i-- {
		rep := st.Reports[i]
		who, state := names.person(r.C, rep.By), r.reportStatus(rep, st.Region)
		rows = append(rows, register.Row{{Text: r.C.Text(word(set, "report_kinds", rep.Kind)), Href: reportPath(st.ID, rep.ID)}, {Person: &who}, {Text: r.C.Time(rep.At)}, {Status: &state}})
	}
	t := ui.TableInfo{Caption: lang.T("报告，最近的在前", "Reports, the latest first"), Columns: []ui.Column{{Text: lang.T("事项", "What")}, {Text: lang.T("报告人", "By")}, {Text: lang.T("时间", "When")}, {Text: lang.T("决定", "Decision")}},
		Rows: len(rows), Empty: ui.EmptyInfo{Title: lang.T("还没有报告", "Nothing has been reported yet")}}
	return register.Section{ID: "reports", Title: lang.T("报告与决定", "Reports and decisions"), Body: register.Rows(r.C, t, rows)}, nil
}

// reportStatus is what became of a report.
func (r *Request) reportStatus(rep conduct.Report, region string) ui.Status {
	switch {
	case rep.Taken:
		return ui.Status{Text: lang.T("已撤回", "withdrawn"), Tone: ui.Ended}
	case rep.Open():
		return ui.Status{Text: lang.T("审查中", "under review"), Tone: ui.Waiting}
	}
	return outcomeStatus(&kase{set: r.law(region)}, rep.Outcome)
}

// swapped is the name of a file that an amendment replaces.
func (s *Server) swapped(r *Request, st conduct.State, id string) string {
	app, err := s.Activity.View(r.Reader(), r.P, st.ID, 0)
	if f, ok := app.File(id); err == nil && ok {
		return f.Name
	}
	return r.C.T("一个文件", "a file")
}

// workReport is one report with the review that it opened.
func (s *Server) workReport(r *Request) error {
	st, rep, err := s.reportOf(r)
	if err != nil {
		return err
	}
	c, err := s.Review.View(r.Reader(), r.P, rep.Review, 0)
	if errs.CodeOf(err) == errs.Forbidden { // a department follows the work, not the review
		c, err = review.Case{}, nil
	}
	if err != nil {
		return err
	}
	set := r.law(st.Region)
	what := word(set, "report_kinds", rep.Kind)
	v := register.Entry{Page: r.Info(what), Status: ofKind(set, c.Kind, c.State, rep.Outcome), Head: ui.HeadInfo{Kicker: lang.Same(st.Title), Title: what}}
	if rep.Taken || c.ID == "" {
		v.Status = r.reportStatus(*rep, st.Region)
	}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("获批的活动", "Approved work"), Href: "/conduct"}, {Text: lang.Same(st.Title), Href: conductPath(st.ID)}}
	if v.Facts, err = r.reportFacts(st, *rep, c); err != nil {
		return err
	}
	acts, err := r.reportActs(st, *rep, c)
	if err != nil {
		return err
	}
	if len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	v.Sections = append(r.askedSections(c), r.contentSections(s, st, *rep)...)
	return r.Page(register.EntryPage(r.C, v))
}

func (s *Server) reportOf(r *Request) (conduct.State, *conduct.Report, error) {
	st, err := s.Conduct.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return st, nil, err
	}
	rep := st.Report(r.PathValue("report"))
	if rep == nil {
		return st, nil, noSuchReport()
	}
	return st, rep, nil
}

func (r *Request) reportFacts(st conduct.State, rep conduct.Report, c review.Case) ([]ui.Fact, error) {
	names, err := r.people(rep.By)
	if err != nil {
		return nil, err
	}
	out := []ui.Fact{{Label: lang.T("报告人", "Reported by"), Text: r.C.Text(names.text(rep.By))}, {Label: lang.T("报告时间", "Reported"), Text: r.C.Time(rep.At)}}
	if rep.Occurred != "" {
		out = append(out, ui.Fact{Label: lang.T("发生日期", "Happened on"), Text: r.C.Day(string(rep.Occurred))})
	}
	if c.Number != "" {
		out = append(out, ui.Fact{Label: lang.T("编号", "Number"), Text: c.Number})
	}
	if c.ID == "" {
		state := r.reportStatus(rep, st.Region)
		return append(out, ui.Fact{Label: lang.T("决定", "Decision"), Text: r.C.Text(state.Text)}), nil
	}
	out = append(out, ui.Fact{Label: lang.T("审查", "Review"), Value: register.Show(r.C, register.Cell{Text: r.C.Text(review.Table.Info(c.State).Text), Href: "/reviews/" + c.ID})})
	if d := c.Decision(); d != nil && rep.Outcome != "" {
		out = append(out, ui.Fact{Label: lang.T("决定", "Decision"), Text: r.C.Text(word(r.law(st.Region), "outcomes", rep.Outcome))}, ui.Fact{Label: lang.T("理由", "Reasons"), Text: d.Reasons})
	}
	return out, nil
}

func (r *Request) reportActs(st conduct.State, rep conduct.Report, c review.Case) ([]register.Act, error) {
	may, err := auth.Can(r.Reader(), r.P, auth.Activity, st.ID, auth.ConductReport)
	if err != nil || !may[auth.ConductReport] || !rep.Open() {
		return nil, err
	}
	path := reportPath(st.ID, rep.ID)
	var out []register.Act
	switch c.State {
	case review.StateReturned, review.StateRevisionDue:
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("修改后重新提交", "Revise and hand in again"), Href: path + "/revise"}, Look: ui.Primary})
	case review.StateChangesDue:
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("逐条答复", "Answer the stipulations"), Href: path + "/answer"}, Look: ui.Primary},
			register.Act{Link: ui.Link{Text: lang.T("修改报告", "Revise the report"), Href: path + "/revise"}, Look: ui.Second})
	}
	return append(out, register.Act{Link: ui.Link{Text: lang.T("撤回报告", "Withdraw the report"), Href: path + "/withdraw"}, Look: ui.Quiet}), nil
}

// askedSections are what the committee wants of a report.
func (r *Request) askedSections(c review.Case) []register.Section {
	var facts []ui.Fact
	if c.State == review.StateReturned {
		for _, m := range c.Missing {
			facts = append(facts, ui.Fact{Label: lang.T("需要补充", "To be completed"), Text: m.Text})
		}
	}
	for _, p := range c.Points {
		text := p.Text
		if p.Answered {
			text += "\n→ " + p.Answer
		}
		facts = append(facts, ui.Fact{Label: lang.T("第 %d 项", "Point %d").With(p.No), Text: text})
	}
	if len(facts) == 0 {
		return nil
	}
	return []register.Section{{ID: "asked", Title: lang.T("委员会的要求", "What the committee asks for"), Body: ui.Facts(r.C, facts)}}
}

// contentSections are what the report says; an amendment shows before and after
// side by side.
func (r *Request) contentSections(s *Server, st conduct.State, rep conduct.Report) []register.Section {
	set := r.law(st.Region)
	var facts []ui.Fact
	for _, item := range rep.Items {
		facts = append(facts, ui.Fact{Label: word(set, "report_parts", item.Code), Text: item.Text})
	}
	if rep.Light {
		for _, what := range conduct.Whats(set) {
			if what.Code == rep.Kind && !what.Ask.IsZero() {
				facts = append(facts, ui.Fact{Label: lang.T("报告人声明", "Declared"), Text: r.C.Text(what.Ask)})
			}
		}
	}
	out := []register.Section{{ID: "content", Title: lang.T("报告内容", "The report"), Body: ui.Facts(r.C, facts)}}
	if len(rep.Changes) > 0 {
		form, err := s.Activity.Form(r.P.Day, st.Region)
		var list []ui.Compared
		for _, c := range rep.Changes {
			row := ui.Compared{Label: lang.Same(c.Field), From: c.Before.String(), To: c.After.String()}
			if f, ok := form.Field(c.Field); err == nil && ok {
				row = ui.Compared{Label: f.Text, From: f.Show(c.Before, r.C.Lang), To: f.Show(c.After, r.C.Lang)}
			}
			list = append(list, row)
		}
		out = append(out, register.Section{ID: "changes", Title: lang.T("修改的内容", "What changes"), Body: ui.Differences(r.C, lang.T("现行", "As approved"), lang.T("修改后", "As amended"), list)})
	}
	if len(rep.Files) > 0 {
		var files []ui.FileInfo
		for _, f := range rep.Files {
			if i := slices.IndexFunc(rep.Swaps, func(x conduct.Swap) bool { return x.New == f.ID }); i >= 0 {
				f.Name = r.C.Tf("替换 %s", "replaces %s", s.swapped(r, st, rep.Swaps[i].Old)) + r.C.T("：", ": ") + f.Name
			}
			files = append(files, ui.FileInfo{Name: f.Name, Href: conductPath(st.ID) + "/files/" + f.ID, Size: f.Size, Type: fileType(f.Type)})
		}
		out = append(out, register.Section{ID: "files", Title: lang.T("附件", "Files"), Body: ui.Files(r.C, files, ui.EmptyInfo{})})
	}
	return out
}
