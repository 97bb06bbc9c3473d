package web

import (
	"strconv"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/document/blob"
	"lunheng/internal/inspection"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// inspectionPage is one visit: the checklist, the records, what was found, and orders.
func (s *Server) inspectionPage(r *Request) error {
	st, err := s.Inspection.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Inspection, st.ID, auth.InspectionRun, auth.InspectionVisit, auth.InspectionJudge, auth.InspectionReply)
	if err != nil {
		return err
	}
	unit, err := r.body(auth.Unit, st.Unit)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(inspectionsTitle), Status: inspectionStatus(st.State), Head: ui.HeadInfo{Kicker: lang.T("%d 年监督检查", "Inspections of %d").With(st.Year), Title: unit}}
	v.Page.Crumbs = []ui.Link{{Text: inspectionsTitle, Href: "/inspections"}}
	v.Facts, err = r.inspectionFacts(st)
	if err == nil && len(st.ReferredTo) > 0 {
		v.Facts, err = r.casesFrom(v.Facts, st.ID)
	}
	if err != nil {
		return err
	}
	if acts := r.inspectionActs(st, may); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	v.Sections = r.inspectionSections(st, may)
	if len(st.Answered) > 0 {
		answers, err := r.answeredSection(st)
		if err != nil {
			return err
		}
		v.Sections = append(v.Sections, answers)
	}
	events, err := s.Inspection.Events(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

func (r *Request) inspectionFacts(st inspection.State) ([]ui.Fact, error) {
	department, err := r.body(auth.Department, st.Department)
	if err != nil {
		return nil, err
	}
	names, err := r.people(st.Going()...)
	if err != nil {
		return nil, err
	}
	var team []lang.Text
	for _, m := range st.Members {
		if m.Left != "" {
			continue
		}
		name := names.text(m.Person)
		if !m.Denied {
			name = lang.T("%s（未声明利益关系）", "%s (has not declared interests)").With(name)
		}
		team = append(team, name)
	}
	out := []ui.Fact{{Label: lang.T("组织检查的部门", "Department"), Text: r.C.Text(department)}, {Label: lang.T("方式", "How"), Text: r.C.Text(howText(st.How))},
		{Label: lang.T("检查组", "Inspectors"), Text: r.C.Text(several(team...))}, {Label: lang.T("检查日期", "Day of the visit"), Text: r.dayOr(string(st.Day), lang.T("未定", "not set"))}}
	if st.Unannounced != "" {
		out = append(out, ui.Fact{Label: lang.T("不通知的理由", "Why it was unannounced"), Text: st.Unannounced})
	}
	if st.State == inspection.StateReported && !st.CommentDue.IsZero() {
		out = append(out, ui.Fact{Label: lang.T("单位提出意见的期限", "The unit is heard until"), Text: r.C.Date(st.CommentDue)})
	}
	if st.Summary != "" {
		out = append(out, ui.Fact{Label: lang.T("检查情况", "What was seen"), Text: st.Summary})
	}
	if st.Conclusion != "" {
		out = append(out, ui.Fact{Label: lang.T("检查结论", "Conclusion"), Text: st.Conclusion})
	}
	return out, nil
}

// inspectionActs are the buttons of whoever may act now.
func (r *Request) inspectionActs(st inspection.State, may map[auth.Verb]bool) []register.Act {
	var out []register.Act
	add := func(v auth.Verb, event, to string, look ui.Look, text lang.Text) {
		if may[v] && inspection.Table.Allows(st.State, event) {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: inspectionPath(st.ID) + "/" + to}, Look: look})
		}
	}
	if me := st.Member(r.P.Person); me != nil && !me.Denied {
		add(auth.InspectionVisit, "inspection.interest_denied", "declare", ui.Primary, lang.T("声明利益关系", "Declare interests"))
	} else {
		add(auth.InspectionVisit, "inspection.opened", "open", ui.Primary, lang.T("开始检查", "Begin"))
	}
	add(auth.InspectionRun, "inspection.notified", "notify", ui.Primary, lang.T("通知单位", "Tell the unit"))
	if st.Unanswered() == 0 {
		add(auth.InspectionVisit, "inspection.reported", "report", ui.Primary, lang.T("把初稿送单位", "Put the draft before the unit"))
	}
	add(auth.InspectionVisit, "inspection.record_taken_up", "records/new", ui.Quiet, lang.T("调阅记录", "Take a record up"))
	add(auth.InspectionVisit, "inspection.finding_added", "findings/new", ui.Quiet, lang.T("记录问题", "Note a finding"))
	add(auth.InspectionReply, "inspection.commented", "comment", ui.Primary, lang.T("对初稿提出意见", "Be heard on the draft"))
	add(auth.InspectionRun, "inspection.signed", "sign", ui.Primary, lang.T("签发报告", "Sign the report"))
	add(auth.InspectionVisit, "inspection.taken_back", "take-back", ui.Quiet, lang.T("收回初稿", "Take the draft back"))
	add(auth.InspectionRun, "inspection.inspector_replaced", "replace", ui.Quiet, lang.T("替换检查人员", "Replace an inspector"))
	add(auth.InspectionRun, "inspection.referred", "refer", ui.Quiet, lang.T("移交问题", "Hand findings over"))
	add(auth.InspectionRun, "inspection.cancelled", "cancel", ui.Quiet, lang.T("取消检查", "Cancel it"))
	if !st.SignedAt.IsZero() {
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("检查报告（PDF）", "Report (PDF)"), Href: inspectionPath(st.ID) + "/report.pdf"}, Look: ui.Quiet},
			register.Act{Link: ui.Link{Text: lang.T("公开的内容", "What is public"), Href: publicVisitsPath + "/" + st.ID}, Look: ui.Quiet})
	}
	return out
}

func (r *Request) inspectionSections(st inspection.State, may map[auth.Verb]bool) []register.Section {
	var out []register.Section
	if len(st.Orders) > 0 {
		out = append(out, register.Section{ID: "orders", Title: lang.T("须整改的问题", "Findings to correct"), Body: r.orderTable(st, may)})
	}
	if found := st.Standing(); len(found) > 0 {
		out = append(out, register.Section{ID: "findings", Title: lang.T("发现的问题", "Findings"), Body: r.foundTable(st, found, may)})
	}
	if len(st.Comments) > 0 {
		var rows []register.Row
		for _, c := range st.Comments {
			rows = append(rows, register.Row{{Text: c.Text, Acts: r.fileLinks(st, c.Files)}})
		}
		out = append(out, register.Section{ID: "comments", Title: lang.T("单位的意见", "What the unit says"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("对现在的初稿", "On the present draft"), Columns: []ui.Column{{Text: lang.T("意见", "Comment")}}}, rows)})
	}
	if len(st.Points) > 0 && (may[auth.InspectionJudge] || len(st.Answers) > 0) {
		out = append(out, register.Section{ID: "points", Title: lang.T("检查要点（还有 %d 项）", "Checklist (%d left)").With(st.Unanswered()), Body: r.pointTable(st, may)})
	}
	if len(st.Records) > 0 {
		var rows []register.Row
		for _, rec := range st.Records {
			rows = append(rows, register.Row{r.recordCell(st, rec), {Text: r.C.Num(int(rec.Version)), Num: true}})
		}
		out = append(out, register.Section{ID: "records", Title: lang.T("调阅的记录", "Records taken up"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("调阅时的版本", "As of the version that was looked at"), Columns: []ui.Column{{Text: lang.T("记录", "Record")}, {Text: lang.T("版本", "Version"), Num: true}}}, rows)})
	}
	return out
}

// recordCell names a record and, for those who may open it, leads there as of the
// version that was looked at.
func (r *Request) recordCell(st inspection.State, rec inspection.Record) register.Cell {
	out := register.Cell{Text: r.C.Text(recordText(rec))}
	at := "?version=" + strconv.FormatInt(rec.Version, 10)
	open := func(v auth.Verb, kind auth.Kind, to string) {
		if auth.Allow(r.Reader(), r.P, v, kind, rec.ID) == nil {
			out.Href = to
		}
	}
	switch rec.Kind {
	case "review", "letter":
		open(auth.ReviewView, auth.Review, "/reviews/"+rec.ID+at)
	case "activity":
		open(auth.ActivityView, auth.Activity, "/activities/"+rec.ID)
	case "committee":
		open(auth.CommitteeView, auth.Committee, entryPath(auth.Committee, rec.ID))
	case "meeting":
		open(auth.MeetingView, auth.Meeting, "/meetings/"+rec.ID)
	}
	return out
}

func (r *Request) fileLinks(st inspection.State, files []*blob.Kept) []ui.Link {
	var out []ui.Link
	for _, f := range files {
		out = append(out, ui.Link{Text: lang.Same(f.Name), Href: inspectionPath(st.ID) + "/files/" + f.Hash})
	}
	return out
}

func (r *Request) pointTable(st inspection.State, may map[auth.Verb]bool) templ.Component {
	set := r.law(st.Region)
	answering := may[auth.InspectionVisit] && st.State == inspection.StateOpen
	var rows []register.Row
	for _, code := range st.Points {
		item, _ := set.Item("inspection_points", code)
		a := st.Answer(code)
		state := ui.Status{Text: lang.T("未填写", "not answered"), Tone: ui.Waiting}
		switch a.Answer {
		case inspection.Met:
			state = ui.Status{Text: answerText(a.Answer), Tone: ui.OK}
		case inspection.NotMet:
			state = ui.Status{Text: answerText(a.Answer), Tone: ui.Bad}
		case inspection.NotApplicable:
			state = ui.Status{Text: answerText(a.Answer), Tone: ui.Ended}
		}
		row := register.Row{{Text: r.C.Text(item.Text), Small: []string{r.cite(item.Ground())}}, {Status: &state, Small: smallOf(a.Note)}}
		if answering {
			row[1].Acts = []ui.Link{{Text: lang.T("填写", "Answer"), Href: inspectionPath(st.ID) + "/points/" + code}}
		}
		rows = append(rows, row)
	}
	return register.Rows(r.C, ui.TableInfo{Caption: lang.T("检查要点及其依据", "Points and what they rest on"), Columns: []ui.Column{{Text: lang.T("检查要点", "Point")}, {Text: lang.T("结果", "Answer")}}}, rows)
}

func (r *Request) foundTable(st inspection.State, found []inspection.Finding, may map[auth.Verb]bool) templ.Component {
	set := r.law(st.Region)
	var rows []register.Row
	for _, f := range found {
		row := register.Row{{Text: strconv.Itoa(f.N), Num: true}, {Text: f.Text, Small: []string{r.C.Text(word(set, "inspection_points", f.Point))}, Acts: r.fileLinks(st, f.Files)}, {Text: r.C.Text(word(set, "inspection_severity", f.Severity))}, {}}
		for i, rec := range f.Records {
			if i == 0 {
				row[3] = r.recordCell(st, rec)
			} else {
				row[3].Small = append(row[3].Small, r.C.Text(recordText(rec)))
			}
			row[3].Small = append(row[3].Small, r.C.Tf("第 %d 版", "version %d", rec.Version))
		}
		if may[auth.InspectionVisit] && st.State == inspection.StateOpen {
			path := inspectionPath(st.ID) + "/findings/" + strconv.Itoa(f.N)
			row[2].Acts = []ui.Link{{Text: lang.T("添加照片或者文件", "Add a photo or a file"), Href: path + "/files"}, {Text: lang.T("撤回", "Take out"), Href: path + "/drop"}}
		}
		rows = append(rows, row)
	}
	return register.Rows(r.C, ui.TableInfo{Caption: lang.T("每个问题都在一份记录里", "Every finding stands in a record"), Columns: []ui.Column{{Text: lang.T("序号", "No."), Num: true}, {Text: lang.T("问题", "Finding")}, {Text: lang.T("严重程度", "Grade")}, {Text: lang.T("记录", "Record")}}}, rows)
}

func (r *Request) orderTable(st inspection.State, may map[auth.Verb]bool) templ.Component {
	var rows []register.Row
	for _, o := range st.Orders {
		state := ui.Status{Text: lang.T("待整改", "To be mended"), Tone: ui.Waiting}
		switch {
		case o.Closed:
			state = ui.Status{Text: lang.T("已销号", "Closed"), Tone: ui.OK}
		case o.Overdue(r.P.Day):
			state = ui.Status{Text: lang.T("逾期", "Overdue"), Tone: ui.Bad}
		case o.Shown():
			state = ui.Status{Text: lang.T("证据待核", "Evidence waits"), Tone: ui.Waiting}
		}
		row := register.Row{{Text: strconv.Itoa(o.N), Num: true}, {Text: o.Text}, {Text: r.C.Day(string(o.Due))}, {Status: &state, Small: smallOf(o.Note)}}
		for _, e := range o.Evidence {
			row[1].Small = append(row[1].Small, r.C.Tf("整改：%s", "Mended: %s", e.Text))
			row[1].Acts = append(row[1].Acts, r.fileLinks(st, e.Files)...)
		}
		if !o.Closed {
			row[3].Acts = r.orderActs(st, o, may)
		}
		rows = append(rows, row)
	}
	return register.Rows(r.C, ui.TableInfo{Caption: lang.T("期限为当日结束", "Due at the end of the day"), Columns: []ui.Column{{Text: lang.T("序号", "No."), Num: true}, {Text: lang.T("整改要求", "What is to be mended")}, {Text: lang.T("期限", "Due")}, {Text: lang.T("状态", "State")}}}, rows)
}

// orderActs are what can be done about an open order.
func (r *Request) orderActs(st inspection.State, o inspection.Held, may map[auth.Verb]bool) []ui.Link {
	path := inspectionPath(st.ID) + "/orders/" + strconv.Itoa(o.N)
	var out []ui.Link
	if may[auth.InspectionReply] {
		out = append(out, ui.Link{Text: lang.T("提交整改证据", "Show what was mended"), Href: path + "/evidence"})
	}
	if may[auth.InspectionJudge] && o.Shown() {
		out = append(out, ui.Link{Text: lang.T("销号", "Close it"), Href: path + "/accept"})
	}
	if may[auth.InspectionJudge] && (o.Shown() || o.Overdue(r.P.Day)) {
		out = append(out, ui.Link{Text: lang.T("重新责令整改", "Order anew"), Href: path + "/renew"})
	}
	if may[auth.InspectionRun] && !o.Overdue(r.P.Day) {
		out = append(out, ui.Link{Text: lang.T("延长期限", "More time"), Href: path + "/extend"})
	}
	return out
}
