package web

import (
	"slices"

	ical "github.com/arran4/golang-ical"

	"lunheng/internal/auth"
	"lunheng/internal/coordination"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// coordLists say how the lists of meetings, consultations, questions and reports
// upwards look.
var coordLists = map[string]struct {
	title, lead, when, empty lang.Text
	table                    *flow.Table
}{
	coordination.SessionKind: {lang.T("协调机制会议", "Meetings of mechanisms"), lang.T("议题、到会单位、决定和纪要；决定形成任务。", "Agenda, who was there, decisions and minutes; a decision makes tasks."), lang.T("时间", "When"),
		lang.T("没有会议", "There are no meetings"), &coordination.SessionTable},
	coordination.ConsultationKind: {lang.T("征求意见", "Consultations"), lang.T("办公室就文稿征求成员单位的意见，期满后汇总。", "The office asks members for their views on a text, and sums them up."), lang.T("发出", "Asked"),
		lang.T("没有征求意见", "There are no consultations"), &coordination.ConsultationTable},
	coordination.AdviceKind: {lang.T("专家咨询", "Expert advice"), lang.T("办公室或者成员单位请专家提出意见；有利益关系的不参加，不同意见留存。", "The office or a member asks experts; who has an interest stays out, and dissent is kept."), lang.T("提出", "Asked"),
		lang.T("没有咨询", "There are no questions"), &coordination.AdviceTable},
	coordination.UpwardKind: {lang.T("上报", "Reports upwards"), lang.T("由系统统计、办公室补充的工作报告，报上级机制或者上级部门。", "Reports on the work, counted by the program and completed by the office, for the superior."), lang.T("最近变动", "Last changed"),
		lang.T("没有上报", "There are no reports upwards"), &coordination.UpwardTable},
}

// coordRows lists the things of a kind.
func (s *Server) coordRows(kind string) func(*Request) error {
	return func(r *Request) error {
		look := coordLists[kind]
		page, err := coordination.Rows(r.Reader(), r.P, kind, coordination.Filter{Mechanism: r.FormValue("mechanism"), State: flow.State(r.FormValue("state")), Received: r.FormValue("received")}, r.Paging())
		if err != nil {
			return err
		}
		v := register.List{Head: ui.HeadInfo{Title: look.title, Lead: look.lead}, Fields: []form.Field{stateField(look.table), r.aboutMechanism()},
			Table: ui.TableInfo{Caption: lang.T("最近的在前", "The last first"), Columns: []ui.Column{{Text: look.title}, {Text: look.when}, {Text: lang.T("期限", "Due")}, {Text: lang.T("状态", "State")}}, Empty: ui.EmptyInfo{Title: look.empty}}}
		for _, x := range page.Items {
			state := coordStatus(look.table, x.State, false)
			row := register.Row{{Text: x.Title, Href: coordPath(kind, x.ID)}, {Text: r.C.Time(x.At)}, {Text: "—"}, {Status: &state}}
			if x.Due != "" {
				row[2].Text = r.C.Day(x.Due)
			}
			if x.Waiting > 0 && !look.table.Info(x.State).Final && x.State != coordination.AdviceDone {
				row[3].Small = []string{r.C.Text(lang.T("%d 个未答复", "%d have not answered").With(x.Waiting))}
			}
			v.Rows = append(v.Rows, row)
		}
		return r.coordList(v, coordinationPath+"/"+coordinationParts[kind], page.Next)
	}
}

// coordOf is the mechanism to which something belongs, and which verbs the person may do
// on that or on a thing beside it.
func (s *Server) coordOf(r *Request, x coordination.Thing, kind auth.Kind, id string, verbs ...auth.Verb) (coordination.Mechanism, map[auth.Verb]bool, error) {
	m, err := s.Coordination.Body(r.Reader(), x)
	if err != nil {
		return m, nil, err
	}
	may, err := auth.Can(r.Reader(), r.P, kind, id, verbs...)
	return m, may, err
}

// coordEntry begins the page of one thing within a mechanism.
func (s *Server) coordEntry(r *Request, kind, id string, m coordination.Mechanism, title lang.Text, state ui.Status) (register.Entry, error) {
	look := coordLists[kind]
	v := register.Entry{Page: r.Info(title), Status: state, Head: ui.HeadInfo{Kicker: english(m.Name), Title: title}}
	v.Page.Crumbs = []ui.Link{{Text: coordinationTitle, Href: coordinationPath}}
	if r.may(auth.MechanismView, auth.Mechanism, m.ID) == nil {
		v.Page.Crumbs = append(v.Page.Crumbs, ui.Link{Text: english(m.Name), Href: coordPath(coordination.MechanismKind, m.ID)})
	}
	if !look.title.IsZero() {
		v.Page.Crumbs = append(v.Page.Crumbs, ui.Link{Text: look.title, Href: coordinationPath + "/" + coordinationParts[kind]})
	}
	events, err := s.Coordination.Events(r.Reader(), kind, id)
	if err != nil {
		return v, err
	}
	v.History, err = s.tell(r, events)
	return v, err
}

// acts are the buttons among some that the person may press now.
type coordAct struct {
	ok   bool
	to   string
	look ui.Look
	text lang.Text
}

func (r *Request) coordActs(v *register.Entry, kind, id string, list ...coordAct) {
	var out []register.Act
	for _, a := range list {
		if a.ok {
			out = append(out, register.Act{Link: ui.Link{Text: a.text, Href: coordPath(kind, id) + "/" + a.to}, Look: a.look})
		}
	}
	if len(out) > 0 {
		v.Head.Action = register.Acts(r.C, out)
	}
}

// sessionPage is one meeting.
func (s *Server) sessionPage(r *Request) error {
	x, err := s.Coordination.Session(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	m, may, err := s.coordOf(r, x, auth.Mechanism, x.Mechanism, auth.MechanismRun, auth.MechanismPart)
	if err != nil {
		return err
	}
	v, err := s.coordEntry(r, coordination.SessionKind, x.ID, m, lang.Same(x.Title), coordStatus(&coordination.SessionTable, x.State, false))
	if err != nil {
		return err
	}
	v.Facts = []ui.Fact{{Label: lang.T("时间", "When"), Text: r.C.Time(x.At)}, {Label: lang.T("地点", "Place"), Text: x.Place}}
	v.Facts = addFact(v.Facts, lang.T("变更或者取消的理由", "Why it was moved or called off"), x.Reason)
	if len(x.Present) > 0 {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("到会单位", "Members present"), Text: r.memberList(m, x.Present)})
	}
	run, before := may[auth.MechanismRun], x.State == coordination.SessionSet || x.State == coordination.SessionSent
	r.coordActs(&v, coordination.SessionKind, x.ID,
		coordAct{run && x.State == coordination.SessionSet, "call", ui.Primary, lang.T("发出通知", "Call it")},
		coordAct{run && x.State == coordination.SessionSent, "hold", ui.Primary, lang.T("记录到会", "Record who is there")},
		coordAct{run && x.State == coordination.SessionOpen, "minute", ui.Primary, lang.T("印发纪要", "Issue the minutes")},
		coordAct{may[auth.MechanismPart] && before, "points/new", ui.Quiet, lang.T("提出议题", "Raise an item")},
		coordAct{run && before, "move", ui.Quiet, lang.T("改期", "Move it")},
		coordAct{run && before, "cancel", ui.Quiet, lang.T("取消会议", "Call it off")},
		coordAct{x.State == coordination.SessionOver, "minutes.pdf", ui.Quiet, lang.T("下载纪要", "Download the minutes")},
		coordAct{before, "session.ics", ui.Quiet, lang.T("加入日历", "Add to a calendar")})
	v.Sections = []register.Section{r.agendaSection(x, m, may)}
	if x.Minutes != "" {
		v.Sections = append(v.Sections, register.Section{ID: "minutes", Title: lang.T("纪要", "Minutes"), Body: register.Words(r.C, lang.Same(x.Minutes))})
	}
	return r.Page(register.EntryPage(r.C, v))
}

func (r *Request) memberList(m coordination.Mechanism, codes []string) string {
	out := ""
	for i, code := range codes {
		if i > 0 {
			out += r.C.T("、", ", ")
		}
		out += r.C.Text(m.MemberName(code))
	}
	return out
}

func (r *Request) agendaSection(x coordination.Session, m coordination.Mechanism, may map[auth.Verb]bool) register.Section {
	var rows []register.Row
	for i, p := range x.Points {
		by := r.C.T("办公室", "the office")
		if p.By != "" {
			by = r.C.Text(m.MemberName(p.By))
		}
		row := register.Row{{Text: r.C.Num(i + 1), Num: true}, {Text: p.Title, Small: smallOf(p.Text)}, {Text: by}, {Text: orDash(p.Decision)}}
		path := coordPath(coordination.SessionKind, x.ID) + "/points/" + p.ID
		switch {
		case !may[auth.MechanismRun]:
		case x.State == coordination.SessionOpen:
			row[1].Acts = []ui.Link{{Text: lang.T("记录决定", "Record a decision"), Href: path + "/decide"}}
		case x.State == coordination.SessionSet || x.State == coordination.SessionSent:
			row[1].Acts = []ui.Link{{Text: lang.T("撤下", "Take it off"), Href: path + "/drop"}}
		}
		for _, t := range p.Tasks {
			row[3].Acts = append(row[3].Acts, ui.Link{Text: lang.T("由此形成的任务", "The task that it made"), Href: coordPath(coordination.TaskKind, t)})
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "agenda", Title: lang.T("议题", "Agenda"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("按提出顺序", "In the order of raising"),
		Columns: []ui.Column{{Text: lang.T("序", "No."), Num: true}, {Text: lang.T("议题", "Item")}, {Text: lang.T("提出者", "Raised by")}, {Text: lang.T("决定", "Decision")}},
		Empty:   ui.EmptyInfo{Title: lang.T("还没有议题", "No item yet"), Text: lang.T("办公室和成员单位都可以提出议题。", "The office and members may raise items.")}}, rows)}
}

// sessionIcal is a meeting for a calendar program: no more than its title, time and place.
func (s *Server) sessionIcal(r *Request) error {
	x, err := s.Coordination.Session(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	cal := ical.NewCalendarFor("Lunheng")
	cal.SetMethod(ical.MethodPublish)
	e := ical.NewEvent(x.ID + "@lunheng")
	e.SetDtStampTime(r.C.Now)
	e.SetStartAt(x.At)
	e.SetSummary(x.Title)
	e.SetLocation(x.Place)
	e.SetSequence(int(x.Version))
	cal.AddVEvent(e)
	return r.sendBytes("session.ics", "text/calendar; charset=utf-8", []byte(cal.Serialize(ical.WithNewLineWindows)))
}

// consultationPage is one text on which departments are heard.
func (s *Server) consultationPage(r *Request) error {
	c, err := s.Coordination.Consultation(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	m, may, err := s.coordOf(r, c, auth.Mechanism, c.Mechanism, auth.MechanismRun, auth.MechanismPart)
	if err != nil {
		return err
	}
	own, err := coordination.Acting(r.Reader(), r.P)
	if err != nil {
		return err
	}
	open := c.State == coordination.ConsultationOpen
	v, err := s.coordEntry(r, coordination.ConsultationKind, c.ID, m, lang.Same(c.Title), coordStatus(&coordination.ConsultationTable, c.State, open && c.Due < r.P.Day))
	if err != nil {
		return err
	}
	v.Facts = []ui.Fact{{Label: lang.T("答复期限", "Due"), Text: r.C.Day(string(c.Due))}, {Label: lang.T("尚未答复", "Not answered yet"), Text: orDash(r.memberList(m, c.Waiting()))}}
	v.Facts = addFact(v.Facts, lang.T("取消的理由", "Why it was cancelled"), c.Reason)
	asked := slices.ContainsFunc(own, func(code string) bool { return slices.Contains(c.Asked, code) })
	r.coordActs(&v, coordination.ConsultationKind, c.ID,
		coordAct{open && asked && may[auth.MechanismPart], "reply", ui.Primary, lang.T("答复意见", "Give a view")},
		coordAct{open && may[auth.MechanismRun], "sum", ui.Primary, lang.T("汇总", "Sum up")},
		coordAct{open && may[auth.MechanismRun], "cancel", ui.Quiet, lang.T("取消", "Cancel")})
	var rows []register.Row
	for _, code := range c.Asked {
		row := register.Row{{Text: r.C.Text(m.MemberName(code))}, {Text: "—"}, {Text: "—"}}
		if o := c.Of(code); o != nil {
			row[1] = register.Cell{Text: r.C.Text(coordination.StanceText(o.Stance)), Small: smallOf(o.Text)}
			row[2].Text = r.C.Time(o.At)
		}
		rows = append(rows, row)
	}
	v.Sections = []register.Section{{ID: "text", Title: lang.T("文稿", "The text"), Body: register.Words(r.C, lang.Same(c.Text))},
		{ID: "views", Title: lang.T("各单位意见", "Views"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("按征求顺序", "In the order of asking"), Columns: []ui.Column{{Text: lang.T("单位", "Department")}, {Text: lang.T("意见", "View")}, {Text: lang.T("时间", "When")}}}, rows)}}
	if c.Sum != "" {
		v.Sections = append(v.Sections, register.Section{ID: "sum", Title: lang.T("汇总", "Summary"), Body: register.Words(r.C, lang.Same(c.Sum))})
	}
	return r.Page(register.EntryPage(r.C, v))
}

// advicePage is one question to the experts.
func (s *Server) advicePage(r *Request) error {
	a, err := s.Coordination.Advice(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	m, may, err := s.coordOf(r, a, auth.Advice, a.ID, auth.AdviceRun, auth.AdviceAnswer)
	if err != nil {
		return err
	}
	v, err := s.coordEntry(r, coordination.AdviceKind, a.ID, m, lang.Same(a.Title), coordStatus(&coordination.AdviceTable, a.State, !coordination.AdviceTable.Info(a.State).Final && a.State != coordination.AdviceDone && a.Due < r.P.Day))
	if err != nil {
		return err
	}
	by := r.C.T("办公室", "the office")
	if a.By != "" {
		by = r.C.Text(m.MemberName(a.By))
	}
	v.Facts = []ui.Fact{{Label: lang.T("提出者", "Asked by"), Text: by}, {Label: lang.T("期限", "Due"), Text: r.C.Day(string(a.Due))}}
	if a.State == coordination.AdviceDone {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("多数意见", "View of the majority"), Text: r.C.Text(coordination.StanceText(a.Concluded.Stance))}, ui.Fact{Label: lang.T("不同意见", "Dissent"), Text: r.C.Num(len(a.Concluded.Dissent))},
			ui.Fact{Label: lang.T("采纳情况", "What was done with it"), Text: orDash(a.Use)})
	}
	run, me := may[auth.AdviceRun], a.Expert(r.P.Person)
	sits := a.State == coordination.AdviceSitting
	r.coordActs(&v, coordination.AdviceKind, a.ID,
		coordAct{sits && me != nil && !me.Declared, "declare", ui.Primary, lang.T("声明利益关系", "Declare interests")},
		coordAct{sits && me != nil && me.Declared && !me.Interest, "opine", ui.Primary, lang.T("提出意见", "Give an opinion")},
		coordAct{run && (sits || a.State == coordination.AdviceNew), "experts", ui.Quiet, lang.T("选定专家", "Name experts")},
		coordAct{run && sits, "conclude", ui.Primary, lang.T("形成咨询意见", "Conclude")},
		coordAct{run && a.State == coordination.AdviceDone, "use", ui.Quiet, lang.T("记录采纳情况", "Record what was done with it")},
		coordAct{run && (sits || a.State == coordination.AdviceNew), "cancel", ui.Quiet, lang.T("撤回", "Take it back")})
	rows, err := r.expertRows(a)
	if err != nil {
		return err
	}
	v.Sections = []register.Section{{ID: "question", Title: lang.T("问题", "The question"), Body: register.Words(r.C, lang.Same(a.Question))},
		{ID: "experts", Title: lang.T("专家和意见", "Experts and opinions"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("形成咨询意见之前，各人的意见只有办公室看得到", "Until the conclusion, opinions are open to the office alone"),
			Columns: []ui.Column{{Text: lang.T("专家", "Expert")}, {Text: lang.T("利益关系", "Interest")}, {Text: lang.T("意见", "Opinion")}}, Empty: ui.EmptyInfo{Title: lang.T("还没有选定专家", "No expert is named yet")}}, rows)}}
	if a.Concluded.Text != "" {
		v.Sections = append(v.Sections, register.Section{ID: "conclusion", Title: lang.T("咨询意见", "The advice"), Body: register.Words(r.C, lang.Same(a.Concluded.Text))})
	}
	return r.Page(register.EntryPage(r.C, v))
}

func (r *Request) expertRows(a coordination.Advice) ([]register.Row, error) {
	var ids []string
	for _, x := range a.Experts {
		ids = append(ids, x.Person)
	}
	names, err := r.people(ids...)
	var rows []register.Row
	for _, x := range a.Experts {
		interest := r.C.T("尚未声明", "not declared yet")
		switch {
		case x.Interest:
			interest = r.C.T("有，退出", "has one and stepped out")
		case x.Declared:
			interest = r.C.T("无", "none")
		}
		row := register.Row{{Text: r.C.Text(names.text(x.Person))}, {Text: interest}, {Text: "—"}}
		if x.Stance != "" {
			row[2] = register.Cell{Text: r.C.Text(coordination.StanceText(x.Stance)), Small: smallOf(x.Text)}
			if slices.Contains(a.Concluded.Dissent, x.Person) {
				row[2].Small = append(row[2].Small, r.C.T("不同意见，留存", "dissent, kept"))
			}
		}
		rows = append(rows, row)
	}
	return rows, err
}
