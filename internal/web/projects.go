package web

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/document/letter"
	"lunheng/internal/lang"
	"lunheng/internal/programme"
	"lunheng/internal/veto"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// projectPage is one project: the gate before which it stands, its money, its pledge,
// what was found.
func (s *Server) projectPage(r *Request) error {
	v, err := s.Programme.ViewProject(r.Reader(), r.P, r.PathValue("id"), r.C.Now)
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Project, v.ID, auth.ProjectEdit, auth.ProjectSign, auth.ProjectDecide)
	if err != nil {
		return err
	}
	page := register.Entry{Page: r.Info(projectsTitle), Head: ui.HeadInfo{Kicker: lang.Same(v.ProgrammeTitle), Title: lang.Same(v.Title)}, Status: projectStatus(v.State, len(v.Open)), Sentence: projectSentence(v)}
	page.Page.Crumbs = []ui.Link{{Text: projectsTitle, Href: "/projects"}, {Text: lang.Same(v.ProgrammeTitle), Href: programmePath(v.Programme)}}
	if acts := projectActs(v, may); len(acts) > 0 {
		page.Head.Action = register.Acts(r.C, acts)
	}
	if page.Facts, err = r.projectFacts(v); err != nil {
		return err
	}
	if v.Gate != "" {
		page.Sections = append(page.Sections, register.Section{ID: "gate", Title: lang.T("%s环节的伦理关口", "Ethics gate: %s").With(programme.StageText(v.Gate)), Body: r.conditions(v.Conditions)})
	}
	doubts, err := r.doubtSection(v, may)
	if err != nil {
		return err
	}
	page.Sections = append(page.Sections, doubts...)
	if len(v.Instalments) > 0 {
		page.Sections = append(page.Sections, r.paymentSection(v, may[auth.ProjectDecide]))
	}
	pledge, err := r.pledgeSection(v, may[auth.ProjectSign])
	if err != nil {
		return err
	}
	page.Sections = append(page.Sections, pledge)
	if len(v.Findings) > 0 {
		page.Sections = append(page.Sections, r.findingSection(v, may))
	}
	if len(v.Referrals) > 0 {
		section, err := r.referralSection(v, may)
		if err != nil {
			return err
		}
		page.Sections = append(page.Sections, section)
	}
	if len(may) > 0 && (may[auth.ProjectEdit] || may[auth.ProjectDecide]) {
		events, err := s.Programme.ProjectEvents(r.Reader(), r.P, v.ID)
		if err != nil {
			return err
		}
		if page.History, err = s.tell(r, events); err != nil {
			return err
		}
	}
	return r.Page(register.EntryPage(r.C, page))
}

// projectSentence says what a project waits for, or why it ended.
func projectSentence(v programme.ProjectView) lang.Text {
	switch {
	case v.Refusal != nil && len(v.Refusal.Barred) > 0:
		return lang.T("不能申报：%s（科技伦理治理意见 5.4）", "Refused: %s (Opinions on ethics governance, 5.4)").With(v.Refusal.Barred[0].Say())
	case v.Refusal != nil:
		return lang.Same(v.Refusal.Reason)
	case v.Reason != "":
		return lang.Same(v.Reason)
	case len(v.Open) > 0 && len(v.Instalments) > 0:
		return lang.T("暂缓拨款：关口缺 %d 项", "Payments are held: the gate lacks %d").With(len(v.Open))
	case len(v.Open) > 0:
		return lang.T("关口缺 %d 项，见下表", "The gate lacks %d; see below").With(len(v.Open))
	}
	return lang.Text{}
}

func projectActs(v programme.ProjectView, may map[auth.Verb]bool) []register.Act {
	var out []register.Act
	add := func(verb auth.Verb, event, to string, look ui.Look, text lang.Text) {
		if may[verb] && programme.ProjectTable.Allows(v.State, event) {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: projectPath(v.ID) + "/" + to}, Look: look})
		}
	}
	add(auth.ProjectEdit, "project.submitted", "submit", ui.Primary, lang.T("提交申报", "Hand it in"))
	add(auth.ProjectEdit, "project.written", "write", ui.Second, lang.T("修改申报书", "Change the application"))
	if v.Activity == "" || len(v.Instalments) == 0 {
		add(auth.ProjectEdit, "project.activity_linked", "activity", ui.Second, lang.T("关联科技活动", "Link the activity"))
	}
	add(auth.ProjectEdit, "project.finished", "finish", ui.Primary, lang.T("申请验收", "Ask for acceptance"))
	add(auth.ProjectEdit, "project.reported", "report", ui.Second, lang.T("提交伦理情况报告", "Hand in the report on ethics"))
	add(auth.ProjectDecide, "project.admitted", "admit", ui.Primary, lang.T("受理", "Take it up"))
	add(auth.ProjectDecide, "project.approved", "approve", ui.Primary, lang.T("立项", "Approve it"))
	add(auth.ProjectDecide, "project.accepted", "accept", ui.Primary, lang.T("通过验收", "Accept it"))
	add(auth.ProjectDecide, "project.evaluated", "evaluate", ui.Primary, lang.T("评估", "Evaluate it"))
	add(auth.ProjectDecide, "project.checked", "check", ui.Second, lang.T("再次核查申报人", "Check the applicants again"))
	add(auth.ProjectDecide, "project.finding_noted", "findings/new", ui.Second, lang.T("记录问题", "Note a finding"))
	add(auth.ProjectDecide, "project.refused", "refuse", ui.Quiet, lang.T("不予立项", "Refuse it"))
	add(auth.ProjectDecide, "project.terminated", "terminate", ui.Quiet, lang.T("终止项目", "Stop it"))
	add(auth.ProjectEdit, "project.withdrawn", "withdraw", ui.Quiet, lang.T("撤回", "Withdraw it"))
	return out
}

func (r *Request) projectFacts(v programme.ProjectView) ([]ui.Fact, error) {
	unit, err := r.body(auth.Unit, v.Drafted.Unit)
	if err != nil {
		return nil, err
	}
	funder, err := r.body(v.Kind, v.Funder.ID)
	if err != nil {
		return nil, err
	}
	names, err := r.people(append([]string{v.Leader}, v.Members...)...)
	if err != nil {
		return nil, err
	}
	var members []lang.Text
	for _, id := range v.Members {
		members = append(members, names.text(id))
	}
	reviews := map[string]lang.Text{"": lang.T("还没有作", "not made yet"), "not_required": lang.T("不须伦理审查", "no ethics review is needed"), "required": lang.T("须伦理审查", "ethics review is needed"), "exempt": lang.T("可以申请免除审查", "may be exempt from review")}
	out := []ui.Fact{{Label: lang.T("负责人", "Leader"), Text: r.C.Text(names.text(v.Leader))}, {Label: lang.T("成员", "Members"), Text: orDash(r.C.Join(members))}, {Label: lang.T("单位", "Unit"), Text: r.C.Text(unit)},
		{Label: lang.T("资助方", "Funder"), Text: r.C.Text(funder)}, {Label: lang.T("申请金额（元）", "Asked for, in yuan"), Text: yuan(v.Amount)}, {Label: lang.T("自评估", "Self-assessment"), Text: r.C.Text(reviews[v.Review])}}
	if v.Activity != "" {
		cell := register.Cell{Text: r.C.T("查看活动", "see the activity"), Href: "/activities/" + v.Activity}
		if r.may(auth.ActivityView, auth.Activity, v.Activity) != nil {
			cell = register.Cell{Text: r.C.T("已关联", "linked")}
		}
		out = append(out, ui.Fact{Label: lang.T("科技活动", "Activity"), Value: register.Show(r.C, cell)})
	}
	for _, f := range []struct {
		label lang.Text
		text  string
	}{{lang.T("伦理情况报告", "Report on ethics"), v.Report}, {lang.T("验收意见", "On acceptance"), v.Opinion}, {lang.T("评估意见", "On evaluation"), v.Evaluation}} {
		if f.text != "" {
			out = append(out, ui.Fact{Label: f.label, Text: f.text})
		}
	}
	return out, nil
}

// doubtSection says about whom something was found, for those who decide or lead.
func (r *Request) doubtSection(v programme.ProjectView, may map[auth.Verb]bool) ([]register.Section, error) {
	if len(v.Doubts) == 0 {
		return nil, nil
	}
	var ids []string
	for _, x := range v.Doubts {
		ids = append(ids, x.Who)
	}
	names, err := r.people(ids...)
	if err != nil {
		return nil, err
	}
	unit, err := r.body(auth.Unit, v.Drafted.Unit)
	if err != nil {
		return nil, err
	}
	var rows []register.Row
	for _, x := range v.Doubts {
		status := vetoStatus(x.Outcome)
		name := names.text(x.Who)
		if x.Kind == auth.Unit {
			name = unit
		}
		row := register.Row{{Text: orDash(r.C.Text(name))}, {Status: &status}, {Text: r.C.Text(x.Say())}}
		if x.Outcome == veto.Ask && may[auth.ProjectDecide] {
			row[0].Acts = []ui.Link{{Text: lang.T("人工核对", "Look who it is"), Href: projectPath(v.ID) + "/doubts/" + x.Who}}
		}
		rows = append(rows, row)
	}
	return []register.Section{{ID: "applicants", Title: lang.T("申报人核查", "Check of the applicants"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("有情形的申报人", "Applicants about whom there is something"),
		Columns: []ui.Column{{Text: lang.T("申报人", "Applicant")}, {Text: lang.T("结果", "Outcome")}, {Text: lang.T("说明", "Why")}}}, rows)}}, nil
}

// instalmentStatus is how an instalment stands.
func instalmentStatus(state string) ui.Status {
	switch state {
	case programme.PaidOut:
		return ui.Status{Text: lang.T("已拨付", "Paid"), Tone: ui.OK}
	case programme.Held:
		return ui.Status{Text: lang.T("暂缓", "Held"), Tone: ui.Bad}
	case programme.Due:
		return ui.Status{Text: lang.T("可以拨付", "May be paid"), Tone: ui.Waiting}
	}
	return ui.Status{Text: lang.T("未到期", "Not due yet"), Tone: ui.Plain}
}

func (r *Request) paymentSection(v programme.ProjectView, decides bool) register.Section {
	var rows []register.Row
	for _, x := range v.Instalments {
		state := programme.Planned
		switch {
		case x.Paid:
			state = programme.PaidOut
		case v.Due(x.Instalment) && len(v.Open) > 0:
			state = programme.Held
		case v.Due(x.Instalment):
			state = programme.Due
		}
		status := instalmentStatus(state)
		after := lang.T("立项之后", "after approval")
		if x.After == programme.AfterAcceptance {
			after = lang.T("验收之后", "after acceptance")
		}
		row := register.Row{{Text: r.C.Num(x.N), Num: true}, {Text: yuan(x.Amount), Num: true}, {Text: r.C.Text(after)}, {Status: &status}}
		if x.Paid {
			row[3].Small = []string{x.Reference + " · " + r.C.Date(x.PaidAt)}
		}
		if decides && (state == programme.Due || state == programme.Held) {
			row[3].Acts = []ui.Link{{Text: lang.T("登记拨款", "Record the payment"), Href: projectPath(v.ID) + "/payments/" + strconv.Itoa(x.N)}}
		}
		if state == programme.Held {
			for _, h := range v.Open {
				row[3].Small = append(row[3].Small, r.C.Text(lang.T("%s；由%s解除", "%s; lifted by: %s").With(h.Text, h.Lifts.Text())))
			}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "payments", Title: paymentsTitle, Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("关口有缺项时暂缓，补齐即恢复", "Held while the gate lacks something, released once it does not"),
		Columns: []ui.Column{{Text: lang.T("期", "No."), Num: true}, {Text: lang.T("金额（元）", "Yuan"), Num: true}, {Text: lang.T("何时", "When")}, {Text: lang.T("状态", "State")}}}, rows)}
}

// pledgeSection is the pledge: its text, its hash and who has signed.
func (r *Request) pledgeSection(v programme.ProjectView, signs bool) (register.Section, error) {
	out := register.Section{ID: "pledge", Title: lang.T("伦理承诺书", "Pledge on ethics"), Acts: []register.Act{{Link: ui.Link{Text: lang.T("打开 PDF", "Open the PDF"), Href: projectPath(v.ID) + "/pledge.pdf"}, Look: ui.Quiet}}}
	if signs && !v.Pledge.Signed() && programme.ProjectTable.Allows(v.State, "project.pledge_signed") {
		out.Acts = append([]register.Act{{Link: ui.Link{Text: lang.T("阅读并签署", "Read and sign"), Href: projectPath(v.ID) + "/pledge"}, Look: ui.Second}}, out.Acts...)
	}
	facts := []ui.Fact{{Label: lang.T("文本 SHA-256", "SHA-256 of the text"), Text: v.Text.Hash}}
	if v.Pledge != nil {
		names, err := r.people(v.Pledge.Leader, v.Pledge.Unit)
		if err != nil {
			return out, err
		}
		for _, side := range []struct {
			label  lang.Text
			person string
			at     string
		}{{lang.T("负责人", "Leader"), v.Pledge.Leader, r.C.Time(v.Pledge.LeaderAt)}, {lang.T("单位", "For the unit"), v.Pledge.Unit, r.C.Time(v.Pledge.UnitAt)}} {
			text := r.C.T("还没有签", "not signed yet")
			if side.person != "" {
				text = r.C.Text(names.text(side.person)) + " · " + side.at
			}
			facts = append(facts, ui.Fact{Label: side.label, Text: text})
		}
	} else {
		facts = append(facts, ui.Fact{Label: lang.T("签署", "Signed"), Text: r.C.T("还没有签", "not signed yet")})
	}
	out.Body = ui.Facts(r.C, facts)
	return out, nil
}

func (r *Request) findingSection(v programme.ProjectView, may map[auth.Verb]bool) register.Section {
	var rows []register.Row
	for _, x := range v.Findings {
		status := ui.Status{Text: lang.T("待纠正", "To be corrected"), Tone: ui.Bad}
		row := register.Row{{Text: x.Text}, {Text: orDash(x.Answer)}, {Text: "—"}, {}}
		if x.Pledge {
			row[0].Small = []string{r.C.T("违背承诺", "the pledge was broken")}
		}
		if !x.Due.IsZero() {
			row[2].Text = r.C.Date(x.Due)
		}
		path := projectPath(v.ID) + "/findings/" + x.ID
		switch {
		case x.Closed:
			status = ui.Status{Text: lang.T("办结", "Closed"), Tone: ui.OK}
			row[3].Small = []string{x.Reason}
		case x.Answer != "":
			status = ui.Status{Text: lang.T("待核对", "To be looked at"), Tone: ui.Waiting}
		}
		if !x.Closed && may[auth.ProjectEdit] {
			row[3].Acts = append(row[3].Acts, ui.Link{Text: lang.T("说明如何纠正", "Say how it was corrected"), Href: path + "/answer"})
		}
		if !x.Closed && x.Answer != "" && may[auth.ProjectDecide] {
			row[3].Acts = append(row[3].Acts, ui.Link{Text: lang.T("办结", "Close it"), Href: path + "/close"})
		}
		row[3].Status = &status
		rows = append(rows, row)
	}
	return register.Section{ID: "findings", Title: lang.T("发现的问题", "Findings"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("按记录顺序", "In the order of noting"),
		Columns: []ui.Column{{Text: lang.T("问题", "Finding")}, {Text: lang.T("如何纠正", "How it was corrected")}, {Text: lang.T("期限", "Due")}, {Text: lang.T("状态", "State")}}}, rows)}
}

// pledgePaper sends the pledge as PDF.
func (s *Server) pledgePaper(r *Request) error {
	doc, err := s.Programme.Paper(r.Reader(), r.P, r.PathValue("id"), r.C.Now)
	if err != nil {
		return err
	}
	raw, err := letter.Render(doc)
	if err != nil {
		return err
	}
	r.sendHeader("pledge.pdf", "application/pdf")
	_, err = r.W.Write(raw)
	return err
}
