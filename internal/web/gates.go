package web

import (
	"strconv"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/gate"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// caseGate is the start gate on the pages of a case; of one that was withdrawn it
// says why.
func (r *Request) caseGate(k *kase) (*ui.Gate, error) {
	if k.State != review.StateWithdrawn {
		return r.headGate(k.Activity)
	}
	g := &ui.Gate{Text: lang.T("申请人已撤回", "the applicant withdrew it")}
	if k.WithdrawnFor != "" {
		g.Text = lang.T("申请人已撤回：%s", "the applicant withdrew it: %s").With(k.WithdrawnFor)
	}
	return g, nil
}

// headGate is the start gate as the head of a case shows it.
func (r *Request) headGate(activity string) (*ui.Gate, error) {
	v, err := r.S.Gate.Look(r.Reader(), activity, r.C.Now)
	if err != nil {
		return nil, err
	}
	g := &ui.Gate{Open: v.Opened}
	if r.may(auth.ActivityView, auth.Activity, activity) == nil { // who looks into one record may not open the rest
		g.Href = "/gates/" + activity
	}
	open := gate.Open(v.Conditions)
	switch {
	case len(open) > 0:
		g.Text = lang.T("%s：%s", "%s: %s").With(open[0].Name(), open[0].Why)
		if n := len(open) - 1; n > 0 {
			g.Text = lang.T("%s；另有 %d 项", "%s; %d more").With(g.Text, n)
		}
	case v.Day != "":
		g.Text = lang.T("已于 %s 开始", "work began on %s").With(r.C.Day(string(v.Day)))
	case v.Opened:
		g.Text = lang.T("条件全部具备，请负责人登记开始", "every condition is met; the leader records the start")
	default:
		g.Text = lang.T("尚未评估", "not assessed yet")
	}
	return g, nil
}

// gatePage shows the gate of an activity: every condition, who can lift it, on
// what ground, and the evidence.
func (s *Server) gatePage(r *Request) error {
	id := r.PathValue("id")
	v, err := s.Gate.View(r.Reader(), r.P, id, r.C.Now)
	if err != nil {
		return err
	}
	about, err := s.Activity.View(r.Reader(), r.P, id, 0)
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Activity, id, auth.ActivityGateSupply, auth.ActivityGateJudge, auth.ActivityGateRevoke, auth.ActivityStart, auth.ActivityFileRead)
	if err != nil {
		return err
	}
	page := register.Entry{Page: r.Info(lang.T("准入", "Start gate")), Status: gateStatus(v), Sentence: r.gateSentence(v),
		Head: ui.HeadInfo{Kicker: lang.T("准入", "Start gate"), Title: lang.Same(about.Title())}}
	page.Page.Crumbs = []ui.Link{{Text: lang.T("活动", "Activity"), Href: "/activities/" + id}}
	if about.Review != "" && may[auth.ActivityGateJudge] {
		page.Page.Crumbs = []ui.Link{{Text: lang.T("案卷", "Case"), Href: "/reviews/" + about.Review}}
	}
	if acts := gateActs(v, may); len(acts) > 0 {
		page.Head.Action = register.Acts(r.C, acts)
	}
	page.Facts = r.gateFacts(v)
	page.Sections = []register.Section{{ID: "conditions", Title: lang.T("开始之前须具备的条件", "What has to be there before the start"), Body: r.conditionTable(v, may)}}
	if len(v.Papers) > 0 {
		page.Sections = append(page.Sections, register.Section{ID: "evidence", Title: lang.T("材料", "Evidence"), Body: r.paperTable(v, may)})
	}
	if len(v.Uses) > 0 {
		page.Sections = append(page.Sections, register.Section{ID: "animals", Title: lang.T("动物使用记录", "Animals used"), Body: r.useTable(v)})
	}
	if page.History, err = s.history(r, gate.Kind, id); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, page))
}

func gateStatus(v gate.View) ui.Status {
	switch {
	case v.Opened && v.Day != "":
		return ui.Status{Text: lang.T("已开始", "Started"), Tone: ui.OK}
	case v.Opened:
		return ui.Status{Text: lang.T("已开放", "Open"), Tone: ui.OK}
	case v.Day != "":
		return ui.Status{Text: lang.T("已开始，条件又缺", "Started, and no longer complete"), Tone: ui.Bad}
	}
	return ui.Status{Text: lang.T("未开放", "Closed"), Tone: ui.Bad}
}

func (r *Request) gateSentence(v gate.View) lang.Text {
	open := len(gate.Open(v.Conditions))
	switch {
	case v.Day != "" && open > 0:
		return lang.T("活动已开始，但有 %d 项条件不再具备：补齐之前不得继续相关工作。", "The work has begun, but %d conditions no longer hold: what rests on them stops until they do.").With(open)
	case v.Day != "":
		return lang.T("活动已于 %s 开始，条件全部具备。", "The work began on %s, and every condition holds.").With(r.C.Day(string(v.Day)))
	case open == 1:
		return lang.T("还有 1 项条件未具备，不得开始。", "One condition is open; nothing may begin.")
	case open > 0:
		return lang.T("还有 %d 项条件未具备，不得开始。", "%d conditions are open; nothing may begin.").With(open)
	case v.Opened:
		return lang.T("条件全部具备，可以开始。", "Every condition is met; the work may begin.")
	}
	return lang.T("这项活动还没有评估。", "This activity was not assessed yet.")
}

func gateActs(v gate.View, may map[auth.Verb]bool) []register.Act {
	var out []register.Act
	add := func(ok bool, to string, look ui.Look, text lang.Text) {
		if ok {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: "/gates/" + v.ID + "/" + to}, Look: look})
		}
	}
	project, declare := false, false
	for _, c := range v.Conditions {
		project, declare = project || c.Code == "project_approval" && !c.Met, declare || c.Code == "declaration"
	}
	add(may[auth.ActivityStart] && v.State.State != gate.StateStarted, "start", ui.Primary, lang.T("登记开始", "Record the start"))
	add(may[auth.ActivityStart] && project, "project", ui.Second, lang.T("登记立项", "Record the project's approval"))
	add(may[auth.ActivityGateSupply] && declare, "declare", ui.Second, lang.T("说明还涉及哪些事项", "Say what else is involved"))
	add(may[auth.ActivityGateSupply] && v.Approved > 0 && v.Day != "", "animals", ui.Second, lang.T("登记动物使用", "Record animals used"))
	return out
}

func (r *Request) gateFacts(v gate.View) []ui.Fact {
	set := r.law(v.Region)
	facts := []ui.Fact{}
	if v.Answered {
		said := r.C.Join(words(set, "gate_questions", v.Involves...))
		if len(v.Involves) == 0 {
			said = r.C.T("都不涉及", "nothing of the kind")
		}
		facts = append(facts, ui.Fact{Label: lang.T("还涉及", "Also involves"), Text: said})
	}
	if v.Project != "" {
		facts = append(facts, ui.Fact{Label: lang.T("立项", "Project approved"), Text: r.C.Day(string(v.Project))})
	}
	if v.Day != "" {
		facts = append(facts, ui.Fact{Label: lang.T("开始", "Began"), Text: r.C.Day(string(v.Day))})
	}
	if v.Approved > 0 {
		facts = append(facts, ui.Fact{Label: lang.T("动物", "Animals"), Text: r.C.Tf("批准 %d，已用 %d", "%d approved, %d used", v.Approved, v.Used)})
	}
	return facts
}

func (r *Request) conditionTable(v gate.View, may map[auth.Verb]bool) templ.Component {
	rows := make([]register.Row, len(v.Conditions))
	for i, c := range v.Conditions {
		state := ui.Status{Text: c.Why, Tone: ui.Bad}
		if c.Met {
			state.Tone = ui.OK
		}
		from := r.C.T("开始之前", "before the start")
		if c.Before == gate.BeforeProject {
			from = r.C.T("立项之前", "before the project is approved")
		}
		last := register.Cell{Text: "—"}
		if c.Until != "" {
			last.Text = r.C.Day(string(c.Until))
		}
		if may[auth.ActivityGateSupply] && len(c.Needs) > 0 {
			last.Acts = []ui.Link{{Text: lang.T("提交材料：%s", "Hand in evidence: %s").With(c.Name()), Href: "/gates/" + v.ID + "/evidence?condition=" + c.Code + "&place=" + c.Place}}
		}
		rows[i] = register.Row{{Text: r.C.Text(c.Name()), Small: []string{from}}, {Status: &state}, {Text: r.C.Text(c.Lifts.Text())}, {Text: r.groundText(c)}, last}
	}
	t := ui.TableInfo{Caption: lang.T("每一项写明由谁解除、依据哪一条", "Each with who can lift it, and on what ground"), Columns: []ui.Column{{Text: lang.T("条件", "Condition")},
		{Text: lang.T("现状", "How it stands")}, {Text: lang.T("由谁办理", "Who lifts it")}, {Text: lang.T("依据", "Ground")}, {Text: lang.T("有效期至", "Holds until")}},
		Empty: ui.EmptyInfo{Title: lang.T("没有条件", "No condition")}}
	return register.Rows(r.C, t, rows)
}

// groundText is the source and article of a condition.
func (r *Request) groundText(c gate.Condition) string {
	return r.cite(c.Ground)
}

var paperLook = map[gate.Standing]ui.Status{
	gate.Waiting:  {Text: lang.T("待核对", "to be looked at"), Tone: ui.Waiting},
	gate.InForce:  {Text: lang.T("已认可", "accepted"), Tone: ui.OK},
	gate.SentBack: {Text: lang.T("已退回", "returned"), Tone: ui.Bad},
	gate.Revoked:  {Text: lang.T("已失效", "lost its force"), Tone: ui.Bad},
	gate.Replaced: {Text: lang.T("已被替换", "replaced"), Tone: ui.Ended},
}

func (r *Request) paperTable(v gate.View, may map[auth.Verb]bool) templ.Component {
	set := r.law(v.Region)
	rows := make([]register.Row, 0, len(v.Papers))
	for _, e := range v.Papers {
		state := paperLook[e.Standing]
		what := register.Cell{Text: strconv.Itoa(e.N) + " · " + r.C.Text(word(set, "gate_evidence", e.Condition)), Small: nil}
		if e.Place != "" {
			what.Small = append(what.Small, e.Place)
		}
		rows = append(rows, register.Row{what, {Text: orDash(e.Authority), Small: paperLines(r, e)}, {Text: r.C.Time(e.At)}, {Status: &state, Small: lines(e.Words)}, r.paperActs(v, e, may)})
	}
	t := ui.TableInfo{Caption: lang.T("提交的材料和核对的结果", "What was handed in, and what came of it"), Columns: []ui.Column{{Text: lang.T("材料", "Evidence")},
		{Text: lang.T("内容", "What it says")}, {Text: lang.T("提交", "Handed in")}, {Text: lang.T("结果", "Result")}, {Text: lang.T("办理", "Acts")}}}
	return register.Rows(r.C, t, rows)
}

func paperLines(r *Request, e gate.Evidence) []string {
	var out []string
	add := func(label lang.Text, s string) {
		if s != "" {
			out = append(out, r.C.Text(label)+s)
		}
	}
	add(lang.T("编号 ", "no. "), e.Number)
	add(lang.T("出具 ", "issued "), r.C.Day(string(e.Day)))
	add(lang.T("至 ", "until "), r.C.Day(string(e.Until)))
	add(lang.T("替代：", "replace: "), e.Replace)
	add(lang.T("减少：", "reduce: "), e.Reduce)
	add(lang.T("优化：", "refine: "), e.Refine)
	if e.Count > 0 {
		add(lang.T("动物数量 ", "animals: "), strconv.Itoa(e.Count))
	}
	add(lang.T("", ""), e.Text)
	return out
}

func (r *Request) paperActs(v gate.View, e gate.Evidence, may map[auth.Verb]bool) register.Cell {
	base, n := "/gates/"+v.ID, strconv.Itoa(e.N)
	cell := register.Cell{}
	add := func(ok bool, href string, text lang.Text) {
		if ok {
			cell.Acts = append(cell.Acts, ui.Link{Text: text, Href: href})
		}
	}
	add(e.File != nil && may[auth.ActivityFileRead], base+"/evidence/"+n+"/file", lang.T("文件 %d", "Document %d").With(e.N))
	add(e.Standing == gate.Waiting && may[auth.ActivityGateJudge], base+"/accept?n="+n, lang.T("认可第 %d 份", "Accept no. %d").With(e.N))
	add(e.Standing == gate.Waiting && may[auth.ActivityGateJudge], base+"/return?n="+n, lang.T("退回第 %d 份", "Return no. %d").With(e.N))
	add(e.Standing == gate.InForce && may[auth.ActivityGateRevoke], base+"/revoke?n="+n, lang.T("第 %d 份失效", "No. %d was lost").With(e.N))
	if len(cell.Acts) == 0 {
		cell.Text = "—"
	}
	return cell
}

func (r *Request) useTable(v gate.View) templ.Component {
	rows := make([]register.Row, len(v.Uses))
	for i, u := range v.Uses {
		rows[i] = register.Row{{Text: r.C.Day(string(u.Day))}, {Text: strconv.Itoa(u.Count), Num: true}, {Text: orDash(u.Note)}}
	}
	return register.Rows(r.C, ui.TableInfo{Caption: lang.T("逐次登记", "Entry by entry"), Columns: []ui.Column{{Text: lang.T("日期", "Day")}, {Text: lang.T("数量", "Number"), Num: true}, {Text: lang.T("说明", "Note")}}}, rows)
}

// gateFile sends the document of a piece of evidence; it is always saved, never
// opened in the page's name.
func (s *Server) gateFile(r *Request) error {
	n, _ := strconv.Atoi(r.PathValue("n"))
	f, content, err := s.Gate.File(r.Context(), r.P, r.PathValue("id"), n)
	if err != nil {
		return err
	}
	s.sendContent(r, f.Name, "application/octet-stream", content)
	return nil
}

// homeGates is what start gates ask of this person.
func (s *Server) homeGates(r *Request) (templ.Component, error) {
	days := 0
	set := r.law("")
	if p, ok := set.Param("gate_warn_days"); ok {
		days = p.Int()
	}
	var tasks []ui.Task
	for _, verb := range []auth.Verb{auth.ActivityGateJudge, auth.ActivityGateSupply} {
		page, err := gate.Tasks(r.Reader(), r.P, verb, days, store.Paging{Limit: homeTasks})
		if err != nil {
			return nil, err
		}
		for _, t := range page.Items {
			tasks = append(tasks, ui.Task{What: lang.T("%s：%s", "%s: %s").With(word(set, "gate_evidence", t.Code), r.gateAsk(t)), About: t.Title, Href: "/gates/" + t.Activity})
		}
	}
	if len(tasks) == 0 {
		return nil, nil
	}
	return home.Waiting(r.C, "gates", lang.T("准入", "Start gates"), tasks, ui.Link{}), nil
}

func (r *Request) gateAsk(t gate.Task) lang.Text {
	switch t.Standing {
	case gate.Waiting:
		return lang.T("材料待核对", "evidence to be looked at")
	case gate.SentBack:
		return lang.T("材料被退回", "the evidence was returned")
	case gate.Revoked:
		return lang.T("已失效，条件重新关闭", "it was lost, and the condition is open again")
	}
	return lang.T("将于 %s 到期或者已经到期", "runs out, or ran out, on %s").With(r.C.Day(string(t.Until)))
}
