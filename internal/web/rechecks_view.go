package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

func (s *Server) recheckFacts(r *Request, st recheck.State) ([]ui.Fact, error) {
	unit, err := r.body(auth.Unit, st.Unit)
	if err != nil {
		return nil, err
	}
	com, err := r.body(auth.Committee, st.Committee)
	if err != nil {
		return nil, err
	}
	dep, err := r.body(auth.Department, st.Department)
	if err != nil {
		return nil, err
	}
	set := r.law(st.Region)
	var listed []lang.Text
	for _, code := range st.Listed {
		if item, ok := set.Item("listed", code); ok {
			listed = append(listed, item.Text)
		}
	}
	facts := []ui.Fact{{Label: lang.T("清单项目", "On the list as"), Text: r.C.Join(listed)}, {Label: lang.T("申请单位", "Asked by"), Text: r.C.Text(unit)},
		{Label: lang.T("初步意见的委员会", "Preliminary opinion of"), Text: r.C.Text(com)}, {Label: lang.T("主管部门", "Department"), Text: r.C.Text(dep)},
		{Label: lang.T("申请时间", "Asked on"), Text: r.C.Time(st.AppliedAt)}}
	p, err := s.Recheck.Progress(r.Reader(), r.P, st.ID)
	if err != nil {
		return nil, err
	}
	if st.State == recheck.StateSitting {
		facts = append(facts, ui.Fact{Label: lang.T("专家进度", "Experts"), Text: r.C.Tf("%d 名中 %d 名已提交", "%d on the panel, %d have answered", p.All, p.Answered)})
	}
	if o := st.Opinion; o != nil {
		answer := lang.T("不同意初步意见", "Does not agree with the preliminary opinion")
		if o.Agrees {
			answer = lang.T("同意初步意见", "Agrees with the preliminary opinion")
		}
		facts = append(facts, ui.Fact{Label: lang.T("复核意见", "Experts' opinion"), Text: r.C.Text(answer)},
			ui.Fact{Label: lang.T("专家人数", "Experts"), Text: r.C.Text(votesText(o))}, ui.Fact{Label: lang.T("要点", "In short"), Text: o.Summary})
	}
	return facts, nil
}

func (s *Server) recheckSections(r *Request, st recheck.State, may map[auth.Verb]bool) ([]register.Section, error) {
	out := []register.Section{{ID: "file", Title: lang.T("复核材料", "The file"), Body: ui.Facts(r.C, r.recheckFile(s, st, may))}}
	if st.Opinion != nil {
		out = append(out, register.Section{ID: "opinion", Title: lang.T("复核意见反馈函", "Letter on the opinion"),
			Body: register.Words(r.C, lang.T("主管部门据此反馈给申请单位和委员会；函中不出现专家姓名。", "The department answers unit and committee with it; no expert is named in it.")),
			Acts: []register.Act{{Link: ui.Link{Text: lang.T("打开反馈函（PDF）", "Open the letter (PDF)"), Href: "/rechecks/" + st.ID + "/opinion.pdf"}}}})
	}
	if len(st.Missing) > 0 {
		var facts []ui.Fact
		for i, m := range st.Missing {
			facts = append(facts, ui.Fact{Label: lang.Same(strconv.Itoa(i + 1)), Text: m.Text})
		}
		out = append(out, register.Section{ID: "missing", Title: lang.T("须补正的内容", "What is missing"), Body: ui.Facts(r.C, facts)})
	}
	if st.Draws != nil {
		out = append(out, r.drawSection(st))
	}
	if may[auth.RecheckPanel] && len(st.Panel) > 0 {
		panel, err := r.panelSection(st)
		if err != nil {
			return nil, err
		}
		out = append(out, panel)
	}
	if may[auth.RecheckPanel] && len(st.Barred) > 0 {
		barred, err := r.barredSection(st)
		if err != nil {
			return nil, err
		}
		out = append(out, barred)
	}
	if seat := st.Seat(r.P.Person); seat != nil {
		out = append(out, register.Section{ID: "mine", Title: lang.T("我的意见", "My opinion"), Body: ui.Facts(r.C, r.findingFacts(seat))})
	}
	return out, nil
}

// recheckFile lists the parts of the file; who may read it is led there.
func (r *Request) recheckFile(s *Server, st recheck.State, may map[auth.Verb]bool) []ui.Fact {
	var out []ui.Fact
	for _, part := range s.Recheck.Parts(r.P.Day, st.Region) {
		f := ui.Fact{Label: part.Text, Text: r.C.T("见案卷", "as in the case")}
		if part.Code == "application" && r.may(auth.ActivityFileRead, auth.Activity, st.Activity) == nil {
			f.Value = register.Show(r.C, register.Cell{Text: r.C.T("阅读申请材料", "Read the application"), Href: "/activities/" + st.Activity})
		}
		if part.Code == "preliminary_opinion" && may[auth.RecheckFile] {
			f.Text = r.preliminary(s, st)
		}
		if !part.Given {
			i := slices.IndexFunc(st.Items, func(i recheck.Item) bool { return i.Code == part.Code })
			f.Text = "—"
			if i >= 0 {
				f.Text = st.Items[i].Text
			}
		}
		out = append(out, f)
	}
	return out
}

// preliminary is the committee's preliminary opinion in a sentence.
func (r *Request) preliminary(s *Server, st recheck.State) string {
	c, err := s.Review.Look(r.Reader(), st.Review)
	if err != nil || c.Preliminary == nil {
		return r.C.T("见案卷", "as in the case")
	}
	d := c.Preliminary
	text := r.C.Tf("初步同意：到会 %d 人，同意 %d 人。", "It agrees at first: %d members present, %d for it. ", len(d.Present), d.Tally[d.Outcome])
	return text + d.Reasons
}

// category is a category of the panel in words, its field too.
func (r *Request) category(category string) lang.Text {
	if field, ok := strings.CutPrefix(category, "field:"); ok {
		return lang.T("“%s”领域的同行专家", "peers who know %s").With(word(r.law(""), "fields", field))
	}
	return recheck.CategoryText(category)
}

// drawSection shows what was announced, and how anybody repeats the draw.
func (r *Request) drawSection(st recheck.State) register.Section {
	a := st.Draws
	var seats []lang.Text
	for _, seat := range a.Seats {
		seats = append(seats, lang.T("%s %d 名", "%s: %d").With(r.category(seat.Category), seat.Need))
	}
	facts := []ui.Fact{{Label: lang.T("公告时间", "Announced"), Text: r.C.Time(st.AnnouncedT)},
		{Label: lang.T("候选专家", "Candidates"), Text: r.C.Num(len(a.Candidates))}, {Label: lang.T("专家组人数", "Size of the panel"), Text: r.C.Num(a.Size)},
		{Label: lang.T("必须具备", "Must have"), Text: r.C.Join(seats)}, {Label: lang.T("候选名单的哈希", "Hash of the list"), Text: a.Hash},
		{Label: lang.T("方法", "Method"), Text: a.Method}}
	if st.Drawn != nil {
		facts = append(facts, ui.Fact{Label: lang.T("种子（日志根哈希）", "Seed (root hash of the log)"), Text: st.Drawn.Seed})
	}
	words := lang.T("名单先公告，种子后产生：种子是公告之后第一个日志检查点的根哈希，谁也不能预知。下载 draw.json，用 lunheng draw draw.json 即可在任何机器上重新抽取并核对。",
		"The list was announced before the seed existed: the seed is the root hash of the log's first checkpoint after it, which nobody could foresee. Download draw.json and run “lunheng draw draw.json” anywhere to draw again and compare.")
	sec := register.Section{ID: "draw", Title: lang.T("抽取", "The draw"), Body: register.Stack(register.Words(r.C, words), ui.Facts(r.C, facts))}
	if st.State != recheck.StateAnnounced {
		sec.Acts = []register.Act{{Link: ui.Link{Text: lang.T("下载 draw.json", "Download draw.json"), Href: "/rechecks/" + st.ID + "/draw.json"}}}
	}
	return sec
}

func (r *Request) panelSection(st recheck.State) (register.Section, error) {
	var ids []string
	for _, e := range st.Panel {
		ids = append(ids, e.Person)
	}
	names, err := r.people(ids...)
	if err != nil {
		return register.Section{}, err
	}
	var rows []register.Row
	for _, e := range st.Panel {
		who := names.person(r.C, e.Person)
		state := ui.Status{Text: lang.T("待声明利益", "to declare interests"), Tone: ui.Waiting}
		reasons := register.Cell{Text: "—"}
		switch {
		case e.Left != "":
			state = ui.Status{Text: lang.T("已退出：%s", "stepped out: %s").With(recheck.BarText(e.Left)), Tone: ui.Ended}
		case e.Finding != nil && e.Finding.Agrees:
			state, reasons.Text = ui.Status{Text: lang.T("同意", "agrees"), Tone: ui.OK}, e.Finding.Reasons
		case e.Finding != nil:
			state, reasons.Text = ui.Status{Text: lang.T("不同意", "does not agree"), Tone: ui.Bad}, e.Finding.Reasons
		case e.Denied:
			state = ui.Status{Text: lang.T("阅卷中", "reading"), Tone: ui.Active}
		}
		var is []lang.Text
		for _, c := range st.Draws.Candidates {
			if c.Ref == e.Ref {
				for _, x := range c.Is {
					is = append(is, r.category(x))
				}
			}
		}
		rows = append(rows, register.Row{{Person: &who}, {Text: r.C.Join(is)}, {Status: &state}, reasons})
	}
	t := ui.TableInfo{Caption: lang.T("专家组，仅主管部门可见", "The panel; only the department sees it"), Columns: []ui.Column{{Text: lang.T("专家", "Expert")},
		{Text: lang.T("专长", "Counts as")}, {Text: lang.T("情况", "State")}, {Text: lang.T("理由", "Reasons")}}, Rows: len(rows)}
	return register.Section{ID: "panel", Title: lang.T("专家组", "The panel"), Body: register.Rows(r.C, t, rows)}, nil
}

func (r *Request) barredSection(st recheck.State) (register.Section, error) {
	var ids []string
	for _, b := range st.Barred {
		ids = append(ids, b.Person)
	}
	names, err := r.people(ids...)
	if err != nil {
		return register.Section{}, err
	}
	var rows []register.Row
	for _, b := range st.Barred {
		who := names.person(r.C, b.Person)
		rows = append(rows, register.Row{{Person: &who}, {Text: r.C.Text(recheck.BarText(b.Reason))}})
	}
	t := ui.TableInfo{Caption: lang.T("因回避没有列入候选", "Stood aside"), Columns: []ui.Column{{Text: lang.T("专家", "Expert")}, {Text: lang.T("理由", "Reason")}}, Rows: len(rows)}
	return register.Section{ID: "barred", Title: lang.T("回避", "Who stands aside"), Body: register.Rows(r.C, t, rows)}, nil
}

func (r *Request) findingFacts(seat *recheck.Expert) []ui.Fact {
	f := seat.Finding
	if f == nil {
		return []ui.Fact{{Label: lang.T("意见", "Opinion"), Text: r.C.T("尚未提出", "not given yet")}}
	}
	yes := func(b bool) string {
		if b {
			return r.C.T("是", "yes")
		}
		return r.C.T("否", "no")
	}
	return []ui.Fact{{Label: lang.T("合规", "Lawful"), Text: yes(f.Lawful) + " " + f.LawfulNote}, {Label: lang.T("合理", "Well weighed"), Text: yes(f.Reasonable) + " " + f.ReasonableNote},
		{Label: lang.T("其他", "Other points"), Text: orDash(f.Other)}, {Label: lang.T("同意初步意见", "Agrees"), Text: yes(f.Agrees)}, {Label: lang.T("理由", "Reasons"), Text: f.Reasons}}
}

// poolPage shows the experts of a department.
func (s *Server) poolPage(r *Request) error {
	department := r.PathValue("id")
	pool, err := recheck.Experts(r.Reader(), r.P, department, r.Paging())
	if err != nil {
		return err
	}
	name, err := r.body(auth.Department, department)
	if err != nil {
		return err
	}
	rows, err := r.poolRows(department, pool.Items)
	if err != nil {
		return err
	}
	path := entryPath(auth.Department, department)
	v := register.Entry{Page: r.Info(lang.T("复核专家库", "Pool of experts")),
		Head: ui.HeadInfo{Kicker: name, Title: lang.T("复核专家库", "Pool of experts"), Lead: lang.T("专家组从这里随机抽取。", "Panels are drawn at random from these people.")}}
	v.Page.Crumbs = []ui.Link{{Text: name, Href: path}}
	if r.may(auth.PoolEdit, auth.Department, department) == nil {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("加入专家", "Add an expert"), Href: path + "/pool/new"}, ui.Primary)
	}
	t := ui.TableInfo{Caption: lang.T("专家", "Experts"), Columns: []ui.Column{{Text: lang.T("姓名", "Name")}, {Text: lang.T("专长", "Expertise")}, {Text: lang.T("领域", "Fields")},
		{Text: lang.T("聘期", "Term")}, {Text: lang.T("办理", "Acts")}}, Rows: len(rows), Empty: ui.EmptyInfo{Title: lang.T("专家库还是空的", "The pool is empty"),
		Text: lang.T("一个专家组至少五人，须有同行、伦理和法律专家。", "A panel has five experts at least, with peers, ethics and law among them.")}}
	v.Sections = []register.Section{{ID: "experts", Title: lang.T("专家", "Experts"), Body: templ.Join(register.Rows(r.C, t, rows), ui.Pager(r.C, r.pager(len(rows), pool.Next)))}}
	return r.Page(register.EntryPage(r.C, v))
}

func (r *Request) poolRows(department string, experts []recheck.Entry) ([]register.Row, error) {
	var ids []string
	for _, e := range experts {
		ids = append(ids, e.Person)
	}
	names, err := r.people(ids...)
	if err != nil {
		return nil, err
	}
	set := r.law("")
	words := func(list string, codes []string) string {
		var out []lang.Text
		for _, code := range codes {
			if item, ok := set.Item(list, code); ok {
				out = append(out, item.Text)
			}
		}
		return orDash(r.C.Join(out))
	}
	var rows []register.Row
	for _, e := range experts {
		who := names.person(r.C, e.Person)
		term := r.C.Tf("自 %s 起", "since %s", r.C.Day(string(e.From)))
		if e.Until != "" {
			term = r.C.Day(string(e.From)) + r.C.T(" 至 ", " – ") + r.C.Day(string(e.Until))
		}
		acts := register.Cell{Text: "—"}
		if e.On(r.P.Day) {
			acts = register.Cell{Acts: []ui.Link{{Text: lang.T("结束聘期", "End the term"), Href: entryPath(auth.Department, department) + "/pool/" + e.Person + "/end"}}}
		}
		rows = append(rows, register.Row{{Person: &who}, {Text: words("expertise", e.Expertise)}, {Text: words("fields", e.Fields)}, {Text: term}, acts})
	}
	return rows, nil
}

// recheckPaper sends the letter with the experts' opinion.
func (s *Server) recheckPaper(r *Request) error {
	paper, err := s.Recheck.Paper(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.sendPDF(paper, "opinion.pdf")
}

// drawFile sends everything that repeats a draw.
func (s *Server) drawFile(r *Request) error {
	file, err := s.Recheck.DrawFile(r.Reader(), r.P, s.LogKey, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.sendBytes("draw.json", "application/json", file)
}
