package web

import (
	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/sanction"
	"lunheng/internal/store"
	"lunheng/internal/veto"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var sanctionsTitle = lang.T("处理决定", "Sanctions")

func sanctionPath(id string) string { return "/sanctions/" + id }

// sanctionStatus is the state of a decision with its shape.
func sanctionStatus(state flow.State) ui.Status {
	tone := ui.Plain
	switch state {
	case sanction.StateInForce:
		tone = ui.Bad
	case sanction.StateNoFinding:
		tone = ui.OK
	case sanction.StateAnnulled, sanction.StateDiscarded:
		tone = ui.Ended
	}
	return ui.Status{Text: sanction.Table.Info(state).Text, Tone: tone}
}

// sanctions lists the decisions that the person may see.
func (s *Server) sanctions(r *Request) error {
	f := sanction.Filter{State: flow.State(r.FormValue("state")), Asked: r.FormValue("asked") != "", From: r.dayOf("from"), To: r.dayOf("to")}
	page, err := sanction.List(r.Reader(), r.P, f, r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: sanctionsTitle, Lead: lang.T("对违反科技伦理要求的处理：谁作出、从何时到何时、现在是否有效。期限届满，限制自动结束。",
		"What followed from breaches of ethics: who decided, from when until when, and what holds today. A bar ends by itself on its last day.")},
		Table: ui.TableInfo{Caption: lang.T("处理决定，最近变动的在前", "Decisions, the last changed first"), Columns: []ui.Column{{Text: lang.T("文号", "Number")}, {Text: lang.T("作出日期", "Decided on")},
			{Text: lang.T("部门", "Department")}, {Text: lang.T("当事人", "Subjects"), Num: true}, {Text: lang.T("有效措施", "Measures that hold"), Num: true}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有处理决定", "There are no decisions"), Text: lang.T("部门作出的决定，和关于本人或者本单位的生效决定，列在这里。", "Decisions of your department, and those in force about you or your unit, stand here.")}},
		Fields: []form.Field{stateField(&sanction.Table), r.tick("asked", lang.T("有更正请求待答复", "A request for correction waits")), fromField(), toField()}}
	if own := r.offices(registry.RoleSupervisor); len(own) > 0 {
		v.Head.Action = register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("起草决定", "Draft a decision"), Href: "/sanctions/new?department=" + own[0]}, Look: ui.Primary},
			{Link: ui.Link{Text: lang.T("导入以前的决定", "Earlier decisions"), Href: sanctionListsPath}, Look: ui.Quiet}})
	}
	var ids []string
	for _, row := range page.Items {
		ids = append(ids, row.Department)
	}
	names, err := r.bodies(auth.Department, ids...)
	if err != nil {
		return err
	}
	for _, row := range page.Items {
		state := sanctionStatus(row.State)
		cells := register.Row{{Text: row.Number, Href: sanctionPath(row.ID)}, {Text: r.C.Day(string(row.Day))}, {Text: r.C.Text(english(names[row.Department]))},
			{Text: r.C.Num(row.Subjects), Num: true}, {Text: r.C.Num(row.Holding), Num: true}, {Status: &state}}
		if row.Asked > 0 {
			cells[5].Small = []string{r.C.T("更正请求待答复", "a request for correction waits")}
		}
		v.Rows = append(v.Rows, cells)
	}
	return r.list(v, nil, "/sanctions", page.Next)
}

// sanctionPage is one decision: whom it concerns, what follows until when, and who
// asked about it.
func (s *Server) sanctionPage(r *Request) error {
	st, err := s.Sanction.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Sanction, st.ID, auth.SanctionEdit, auth.SanctionAsk)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(sanctionsTitle), Status: sanctionStatus(st.State), Head: ui.HeadInfo{Title: lang.Same(st.Number)}}
	v.Page.Crumbs = []ui.Link{{Text: sanctionsTitle, Href: "/sanctions"}}
	if v.Facts, err = r.sanctionFacts(st); err != nil {
		return err
	}
	if acts := sanctionActs(st, may); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	if v.Sections, err = r.sanctionSections(st, may); err != nil {
		return err
	}
	events, err := s.Sanction.Events(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if may[auth.SanctionEdit] { // it would tell others' requests
		if v.History, err = s.tell(r, events); err != nil {
			return err
		}
	}
	return r.Page(register.EntryPage(r.C, v))
}

func (r *Request) sanctionFacts(st sanction.State) ([]ui.Fact, error) {
	name, err := r.body(auth.Department, st.Department)
	if err != nil {
		return nil, err
	}
	set := r.law(st.Region)
	out := []ui.Fact{{Label: lang.T("作出决定的部门", "Department"), Value: register.Show(r.C, register.Cell{Text: r.C.Text(name), Href: entryPath(auth.Department, st.Department)})},
		{Label: lang.T("作出日期", "Decided on"), Text: r.C.Day(string(st.Day))}}
	if !st.Finding {
		return append(out, ui.Fact{Label: lang.T("认定", "Finding"), Text: r.C.T("未认定违规", "no breach found")}, ui.Fact{Label: lang.T("依据", "Rests on"), Text: st.Basis}), nil
	}
	violation := word(set, "violations_unit", st.Violation)
	if _, ok := set.Item("violations_unit", st.Violation); !ok {
		violation = word(set, "violations_committee", st.Violation)
	}
	out = append(out, ui.Fact{Label: lang.T("认定的行为", "Breach"), Text: r.C.Text(violation)}, ui.Fact{Label: lang.T("情节", "Severity"), Text: r.C.Text(word(set, "severity", st.Severity))},
		ui.Fact{Label: lang.T("依据", "Rests on"), Text: st.Basis})
	if st.Reason != "" {
		out = append(out, ui.Fact{Label: lang.T("撤销的理由", "Why it was annulled"), Text: st.Reason})
	}
	return out, nil
}

// sanctionActs are the buttons of whoever may act now.
func sanctionActs(st sanction.State, may map[auth.Verb]bool) []register.Act {
	var out []register.Act
	add := func(v auth.Verb, state flow.State, to string, look ui.Look, text lang.Text) {
		if may[v] && st.State == state {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: sanctionPath(st.ID) + "/" + to}, Look: look})
		}
	}
	draft := sanction.StateDrafted
	if len(st.Subjects) > 0 {
		add(auth.SanctionEdit, draft, "issue", ui.Primary, lang.T("使决定生效", "Put it in force"))
		if st.Finding {
			add(auth.SanctionEdit, draft, "measures/new", ui.Quiet, lang.T("添加措施", "Add a measure"))
		}
		add(auth.SanctionEdit, draft, "subjects/new", ui.Quiet, lang.T("添加当事人", "Add a subject"))
	} else {
		add(auth.SanctionEdit, draft, "subjects/new", ui.Primary, lang.T("添加当事人", "Add a subject"))
	}
	add(auth.SanctionEdit, draft, "discard", ui.Quiet, lang.T("丢弃", "Discard"))
	add(auth.SanctionEdit, sanction.StateInForce, "annul", ui.Quiet, lang.T("撤销决定", "Annul it"))
	if len(st.OpenRequests()) == 0 {
		add(auth.SanctionAsk, sanction.StateInForce, "ask", ui.Quiet, lang.T("请求更正", "Ask for correction"))
	}
	return out
}

func (r *Request) sanctionSections(st sanction.State, may map[auth.Verb]bool) ([]register.Section, error) {
	names, err := r.subjectNames(st)
	if err != nil {
		return nil, err
	}
	drafting := may[auth.SanctionEdit] && st.State == sanction.StateDrafted
	var subjects []register.Row
	for _, x := range st.Subjects {
		row := register.Row{{Text: r.C.Text(names[x.ID])}, {Text: r.C.T("个人", "person")}, {Text: r.C.Num(len(st.Of(x.ID))), Num: true}}
		if x.Kind == sanction.Unit {
			row[1].Text = r.C.T("单位", "unit")
		}
		if drafting {
			row[0].Acts = []ui.Link{{Text: lang.T("移除", "Remove"), Href: sanctionPath(st.ID) + "/parts/" + x.ID + "/drop"}}
		}
		subjects = append(subjects, row)
	}
	out := []register.Section{{ID: "subjects", Title: lang.T("当事人", "Whom it concerns"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("按添加顺序", "In the order of entry"),
		Columns: []ui.Column{{Text: lang.T("姓名或名称", "Name")}, {Text: lang.T("类别", "Kind")}, {Text: lang.T("措施", "Measures"), Num: true}},
		Empty:   ui.EmptyInfo{Title: lang.T("还没有当事人", "Nobody is named yet"), Text: lang.T("只有名称不能确定是谁：从登记中选择，或者填写证件号码。", "A name alone does not say who it is: choose from the register, or give the number of a document.")}}, subjects)}}
	if st.Finding {
		out = append(out, r.measureSection(st, may, names))
	}
	if len(st.Requests) > 0 {
		out = append(out, r.requestSection(st, may, names))
	}
	hits, err := r.hitSection(st)
	return append(out, hits...), err
}

// subjectNames are the names of subjects by their ids in the decision.
func (r *Request) subjectNames(st sanction.State) (map[string]lang.Text, error) {
	var people, units []string
	for _, x := range st.Subjects {
		if x.Kind == sanction.Person {
			people = append(people, x.Who)
		} else {
			units = append(units, x.Unit)
		}
	}
	names, err := r.people(people...)
	if err != nil {
		return nil, err
	}
	bodies, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	out := map[string]lang.Text{}
	for _, x := range st.Subjects {
		switch {
		case x.Kind == sanction.Person:
			out[x.ID] = names.text(x.Who)
		case x.Name != "":
			out[x.ID] = lang.Same(x.Name)
		default:
			out[x.ID] = english(bodies[x.Unit])
		}
	}
	return out, nil
}

// measureStatus says whether a measure holds today.
func (r *Request) measureStatus(st sanction.State, h sanction.Held) ui.Status {
	switch {
	case st.State == sanction.StateAnnulled || h.State == sanction.Lifted:
		return ui.Status{Text: lang.T("已解除", "Lifted"), Tone: ui.Ended}
	case h.State == sanction.Done:
		return ui.Status{Text: lang.T("已履行", "Fulfilled"), Tone: ui.OK}
	case st.State == sanction.StateDrafted:
		return ui.Status{Text: lang.T("草稿", "Draft"), Tone: ui.Plain}
	case h.On(r.P.Day):
		return ui.Status{Text: lang.T("有效", "Holds"), Tone: ui.Bad}
	case h.From > r.P.Day:
		return ui.Status{Text: lang.T("尚未开始", "Not begun"), Tone: ui.Waiting}
	}
	return ui.Status{Text: lang.T("期满", "Over"), Tone: ui.Ended}
}

func (r *Request) measureSection(st sanction.State, may map[auth.Verb]bool, names map[string]lang.Text) register.Section {
	set := r.law(st.Region)
	var rows []register.Row
	for _, h := range st.Measures {
		status := r.measureStatus(st, h)
		row := register.Row{{Text: r.C.Text(word(set, "measures", h.Code))}, {Text: r.C.Text(names[h.Subject])}, {Text: r.C.Day(string(h.From))}, {Text: r.until(h)}, {Status: &status, Small: smallOf(h.Reason)}}
		path := sanctionPath(st.ID) + "/measures/" + h.ID
		switch {
		case !may[auth.SanctionEdit]:
		case st.State == sanction.StateDrafted:
			row[0].Acts = []ui.Link{{Text: lang.T("移除", "Remove"), Href: sanctionPath(st.ID) + "/parts/" + h.ID + "/drop"}}
		case st.State == sanction.StateInForce && h.State == sanction.Binding:
			row[0].Acts = []ui.Link{{Text: lang.T("更正", "Correct"), Href: path + "/correct"}}
			if h.Months == 0 && !h.Life {
				row[0].Acts = append(row[0].Acts, ui.Link{Text: lang.T("已履行", "Fulfilled"), Href: path + "/fulfil"})
			}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "measures", Title: lang.T("处理措施", "What follows"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("最后一日之后自动结束", "Each ends by itself after its last day"),
		Columns: []ui.Column{{Text: lang.T("措施", "Measure")}, {Text: lang.T("当事人", "Subject")}, {Text: lang.T("自", "From")}, {Text: lang.T("最后一日", "Last day")}, {Text: lang.T("状态", "State")}},
		Empty:   ui.EmptyInfo{Title: lang.T("还没有措施", "No measure yet")}}, rows)}
}

func (r *Request) until(h sanction.Held) string {
	switch {
	case h.Life:
		return r.C.T("终身", "for life")
	case h.Until == "":
		return r.C.T("履行为止", "until fulfilled")
	}
	return r.C.Day(string(h.Until))
}

func (r *Request) requestSection(st sanction.State, may map[auth.Verb]bool, names map[string]lang.Text) register.Section {
	statuses := map[string]ui.Status{sanction.Open: {Text: lang.T("待答复", "To be answered"), Tone: ui.Waiting}, sanction.Granted: {Text: lang.T("同意", "Granted"), Tone: ui.OK}, sanction.Refused: {Text: lang.T("不同意", "Refused"), Tone: ui.Bad}}
	var rows []register.Row
	for _, q := range st.Requests {
		status := statuses[q.State]
		row := register.Row{{Text: q.Text}, {Text: r.C.Text(names[q.Subject])}, {Text: r.C.Date(q.At)}, {Text: "—"}, {Status: &status, Small: smallOf(q.Reason)}}
		if !q.Due.IsZero() {
			row[3].Text = r.C.Date(q.Due)
		}
		if q.State == sanction.Open && may[auth.SanctionEdit] {
			row[0].Acts = []ui.Link{{Text: lang.T("答复", "Answer"), Href: sanctionPath(st.ID) + "/requests/" + q.ID + "/answer"}}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "requests", Title: lang.T("更正请求", "Requests for correction"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("按提出顺序", "In the order of asking"),
		Columns: []ui.Column{{Text: lang.T("请求", "Request")}, {Text: lang.T("提出者", "By")}, {Text: lang.T("提出于", "Asked on")}, {Text: lang.T("答复期限", "Due")}, {Text: lang.T("状态", "State")}}}, rows)}
}

// maxAskedAbout bounds the questions that a decision's page shows.
const maxAskedAbout = 50

// hitSection says who asked about the measures in sight, and what for.
func (r *Request) hitSection(st sanction.State) ([]register.Section, error) {
	var measures []string
	for _, h := range st.Measures {
		measures = append(measures, h.ID)
	}
	hits, err := veto.Hits(r.Reader(), measures, maxAskedAbout)
	if err != nil || len(hits) == 0 {
		return nil, err
	}
	var departments, units []string
	for _, h := range hits {
		if h.Kind == auth.Unit {
			units = append(units, h.Body)
		} else {
			departments = append(departments, h.Body)
		}
	}
	names, err := r.bodies(auth.Department, departments...)
	if err != nil {
		return nil, err
	}
	unitNames, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	set := r.law(st.Region)
	var rows []register.Row
	for _, h := range hits {
		name := names[h.Body]
		if h.Kind == auth.Unit {
			name = unitNames[h.Body]
		}
		status := vetoStatus(h.Outcome)
		rows = append(rows, register.Row{{Text: r.C.Time(h.At)}, {Text: r.C.Text(english(name))}, {Text: r.C.Text(word(set, "veto_purposes", h.Purpose))}, {Status: &status}})
	}
	return []register.Section{{ID: "asked", Title: lang.T("查询记录", "Who asked about it"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("最近的在前，最多 50 条", "The last first, at most 50"),
		Columns: []ui.Column{{Text: lang.T("时间", "When")}, {Text: lang.T("查询者", "Who")}, {Text: lang.T("目的", "What for")}, {Text: lang.T("答复", "Answer")}}}, rows)}}, nil
}

// homeSanctions is what the ledger asks of this person.
func (s *Server) homeSanctions(r *Request) (templ.Component, error) {
	f := sanction.Filter{State: sanction.StateInForce}
	what := lang.T("关于您或者您单位的处理决定", "A decision that concerns you or your unit")
	if r.Me.Holds("supervisor") {
		f, what = sanction.Filter{Asked: true}, lang.T("更正请求待答复", "A request for correction waits for its answer")
	}
	page, err := sanction.List(r.Reader(), r.P, f, store.Paging{Limit: homeTasks})
	if err != nil || len(page.Items) == 0 {
		return nil, err
	}
	var tasks []ui.Task
	for _, row := range page.Items {
		state := sanctionStatus(row.State)
		tasks = append(tasks, ui.Task{What: what, About: row.Number, Href: sanctionPath(row.ID), State: &state})
	}
	return home.Waiting(r.C, "sanctions", sanctionsTitle, tasks, ui.Link{Text: lang.T("全部决定", "All decisions"), Href: "/sanctions"}), nil
}
