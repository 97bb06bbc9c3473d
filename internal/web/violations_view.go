package web

import (
	"slices"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/violation"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// breach is what was found, in words.
func breach(set *rules.Set, code string) lang.Text {
	if _, ok := set.Item("violations_unit", code); ok {
		return word(set, "violations_unit", code)
	}
	return word(set, "violations_committee", code)
}

func (k *file) set() *rules.Set { return k.r.law(k.Region) }

// party is what a party is called.
func (k *file) party(id string) lang.Text {
	p := k.State.Party(id)
	switch {
	case p == nil:
		return lang.T("证人", "a witness")
	case p.Kind == violation.Person:
		return k.names.text(p.Who)
	case p.Name != "":
		return lang.Same(p.Name)
	}
	return k.bodies[p.Unit]
}

// acts are the buttons of whoever may act now; what concerns one part stands there.
func (k *file) acts() []register.Act {
	var out []register.Act
	add := func(verb auth.Verb, event, to string, look ui.Look, text lang.Text) {
		if k.may[verb] && violation.Table.Allows(k.State.State, event) {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: casePath(k.ID) + "/" + to}, Look: look})
		}
	}
	if k.State.State == violation.StateReceived {
		add(auth.CaseDecide, "case.accepted", "accept", ui.Primary, lang.T("受理", "Take it up"))
		add(auth.CaseDecide, "case.rejected", "reject", ui.Quiet, lang.T("不予受理", "Refuse it"))
	}
	add(auth.CaseDecide, "case.checked", "check", ui.Primary, lang.T("初步核查结果", "Result of the check"))
	if k.Found != nil && len(k.Orders) > 0 {
		add(auth.CaseDecide, "case.noticed", "notice", ui.Primary, lang.T("告知当事人", "Notify the parties"))
	}
	add(auth.CaseDecide, "case.cleared", "decide", ui.Quiet, lang.T("作出决定", "Decide"))
	if k.Extended == "" {
		add(auth.CaseDecide, "case.extended", "extend", ui.Quiet, lang.T("延长期限", "Extend the time"))
	}
	add(auth.CaseDecide, "case.transferred", "transfer", ui.Quiet, lang.T("移送", "Transfer"))
	add(auth.CaseGuide, "case.guided", "guide", ui.Quiet, lang.T("督促、指导", "Remind or guide"))
	add(auth.CaseGuide, "case.taken_over", "take-over", ui.Quiet, lang.T("直接查处", "Take it over"))
	add(auth.CaseGuide, "case.designated", "designate", ui.Quiet, lang.T("指定管辖", "Settle who handles it"))
	if m := k.Member(k.r.P.Person); m != nil && m.Role == violation.Peer {
		add(auth.CaseJudge, "case.interest_declared", "declare", ui.Primary, lang.T("声明利益", "Declare interests"))
		if m.Declared {
			add(auth.CaseJudge, "case.assessed", "assess", ui.Primary, lang.T("提出评议意见", "Give an opinion"))
		}
	}
	if k.may[auth.CaseAnswer] && k.Party != "" {
		add(auth.CaseAnswer, "case.stated", "answer", ui.Primary, lang.T("陈述、申辩", "State and defend"))
		add(auth.CaseAnswer, "case.request_made", "request", ui.Primary, lang.T("申请复查或者申诉", "Ask for a re-check, or appeal"))
	}
	if k.may[auth.CaseDecide] && k.State.State == violation.StateDecided {
		if k.Typical == nil {
			add(auth.CaseDecide, "case.published", "publish", ui.Quiet, lang.T("公开典型案例", "Make it public"))
		} else {
			add(auth.CaseDecide, "case.unpublished", "unpublish", ui.Quiet, lang.T("撤下典型案例", "Take it back from the public"))
		}
	}
	return out
}

// to are the buttons under a section, of those that are for now.
func (k *file) to(verb auth.Verb, event string, links ...ui.Link) []register.Act {
	if !k.may[verb] || !violation.Table.Allows(k.State.State, event) {
		return nil
	}
	var out []register.Act
	for _, l := range links {
		l.Href = casePath(k.ID) + "/" + l.Href
		out = append(out, register.Act{Link: l, Look: ui.Quiet})
	}
	return out
}

// overview is the first page of a case, for each as far as they may see it.
func (k *file) overview() ([]ui.Fact, []register.Section, error) {
	c := k.r.C
	facts := []ui.Fact{{Label: lang.T("办案方", "Handled by"), Text: c.Text(k.bodies[k.Body.ID])}, {Label: lang.T("登记于", "Registered on"), Text: c.Date(k.OpenedAt)}}
	if k.Part == violation.PartReporter {
		if len(k.Grounds) > 0 {
			facts = append(facts, ui.Fact{Label: lang.T("不予受理的理由", "Why it was not taken up"), Text: c.Join(k.words("report_acceptance", k.Grounds))})
		}
		if k.Reason != "" {
			facts = append(facts, ui.Fact{Label: lang.T("说明", "Explanation"), Text: k.Reason})
		}
		return facts, nil, nil
	}
	if k.Part == violation.PartParty {
		sections, err := k.decisionSections()
		return facts, sections, err
	}
	facts = append(facts, k.sourceFact())
	if k.Reporter != "" {
		facts = append(facts, ui.Fact{Label: lang.T("实名举报人", "Reported by"), Text: c.Text(k.names.text(k.Reporter))})
	}
	facts = append(facts, ui.Fact{Label: lang.T("反映的情况", "What was reported"), Text: k.Text})
	facts = append(facts, k.routeFacts()...)
	if path := k.r.activityPath(k.Activity); path != "" {
		facts = append(facts, ui.Fact{Label: lang.T("科技活动", "Activity"), Value: register.Show(c, register.Cell{Text: c.T("查看", "Open"), Href: path})})
	}
	if len(k.Grounds) > 0 {
		facts = append(facts, ui.Fact{Label: lang.T("不予受理的理由", "Why it was not taken up"), Text: c.Join(k.words("report_acceptance", k.Grounds))})
	}
	return facts, append([]register.Section{k.partySection()}, k.asideSections()...), nil
}

// sourceFact says where a case came from, with the way to a record of this house for
// those who may open it.
func (k *file) sourceFact() ui.Fact {
	fact := ui.Fact{Label: lang.T("来源", "Source"), Text: k.r.C.Text(word(k.set(), "case_sources", k.Source.Kind))}
	if k.Source.Ref != "" {
		fact.Text += " " + k.Source.Ref
	}
	to := map[string]struct {
		verb auth.Verb
		kind auth.Kind
		path string
	}{violation.FromReport: {auth.ComplaintOverview, auth.Complaint, "/complaints/"}, violation.FromInspection: {auth.InspectionView, auth.Inspection, "/inspections/"}}[k.Source.Kind]
	if k.Source.Record != "" && k.r.may(to.verb, to.kind, k.Source.Record) == nil {
		fact.Value = register.Show(k.r.C, register.Cell{Text: fact.Text, Href: to.path + k.Source.Record})
	}
	return fact
}

// casesFrom adds the cases that came from a report or an inspection.
func (r *Request) casesFrom(facts []ui.Fact, record string) ([]ui.Fact, error) {
	found, err := violation.From(r.Reader(), r.P, record)
	for _, c := range found {
		facts = append(facts, ui.Fact{Label: lang.T("案件", "Case"), Value: register.Show(r.C, register.Cell{Text: r.C.Text(c.Title), Href: casePath(c.ID)})})
	}
	return facts, err
}

func (k *file) words(list string, codes []string) []lang.Text {
	var out []lang.Text
	for _, code := range codes {
		out = append(out, word(k.set(), list, code))
	}
	return out
}

func (k *file) routeFacts() []ui.Fact {
	c := k.r.C
	var why []lang.Text
	for _, x := range []struct {
		is   bool
		text lang.Text
	}{{k.Head, lang.T("单位或者其负责人涉嫌", "the unit or its head is concerned")}, {k.Major, lang.T("重大案件", "a major case")}, {k.Funder != "", lang.T("财政资金支持", "public money")}, {k.Settled, lang.T("由上级确定", "settled from above")}} {
		if x.is {
			why = append(why, x.text)
		}
	}
	out := []ui.Fact{}
	if len(why) > 0 {
		out = append(out, ui.Fact{Label: lang.T("管辖", "Jurisdiction"), Text: c.Join(why)})
	}
	if k.Superior != "" {
		out = append(out, ui.Fact{Label: lang.T("上级部门", "Department above"), Text: c.Text(k.bodies[k.Superior])})
	}
	return out
}

func (k *file) partySection() register.Section {
	var rows []register.Row
	for _, p := range k.Parties {
		row := register.Row{{Text: k.r.C.Text(k.party(p.ID))}, {Text: k.r.C.T("个人", "person")}, {Text: orDash(k.r.C.Text(k.bodies[p.Unit]))}}
		if p.Kind == violation.Unit {
			row[1].Text = k.r.C.T("单位", "unit")
		}
		if len(k.to(auth.CaseDecide, "case.party_dropped", ui.Link{})) > 0 {
			row[0].Acts = []ui.Link{{Text: lang.T("移除", "Remove"), Href: casePath(k.ID) + "/parties/" + p.ID + "/drop"}}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "parties", Title: lang.T("被举报的个人或者单位", "Whom it is about"), Acts: k.to(auth.CaseDecide, "case.party_named", ui.Link{Text: lang.T("写明当事人", "Name somebody"), Href: "parties/new"}),
		Body: register.Rows(k.r.C, ui.TableInfo{Caption: lang.T("按写明的顺序", "In the order of naming"), Columns: []ui.Column{{Text: lang.T("姓名或名称", "Name")}, {Text: lang.T("类别", "Kind")}, {Text: lang.T("单位", "Unit")}},
			Empty: ui.EmptyInfo{Title: lang.T("还没有写明", "Nobody is named yet"), Text: lang.T("受理之前须写明被举报的是谁。", "Before it is taken up it must be said whom it is about.")}}, rows)}
}

// asideSections are what goes beside the inquiry: guidance, interim measures,
// referrals.
func (k *file) asideSections() []register.Section {
	c := k.r.C
	var out []register.Section
	if len(k.Guidance) > 0 {
		var rows []register.Row
		for _, g := range k.Guidance {
			kind := c.T("指导", "guidance")
			if g.Kind == violation.Remind {
				kind = c.T("督促", "reminder")
			}
			rows = append(rows, register.Row{{Text: c.Text(k.bodies[g.By])}, {Text: kind}, {Text: g.Text}})
		}
		out = append(out, register.Section{ID: "guidance", Title: lang.T("主管部门的督促、指导", "From the department"), Body: register.Rows(c, ui.TableInfo{Caption: lang.T("按时间顺序", "In the order of time"),
			Columns: []ui.Column{{Text: lang.T("部门", "Department")}, {Text: lang.T("类别", "Kind")}, {Text: lang.T("内容", "Text")}}}, rows)})
	}
	if acts := k.to(auth.CaseDecide, "case.interim_taken", ui.Link{Text: lang.T("采取临时措施", "Take an interim measure"), Href: "interim/new"}); len(k.Interim) > 0 || acts != nil {
		out = append(out, k.interimSection(acts))
	}
	if acts := k.to(auth.CaseDecide, "case.referred", ui.Link{Text: lang.T("移送其他机关", "Refer it"), Href: "referrals/new"}); len(k.Referrals) > 0 || acts != nil {
		out = append(out, k.referralSection(acts))
	}
	return out
}

func (k *file) interimSection(acts []register.Act) register.Section {
	c := k.r.C
	var rows []register.Row
	for _, m := range k.Interim {
		status := ui.Status{Text: lang.T("有效", "Stands"), Tone: ui.Warn}
		if !m.Until.IsZero() {
			status = ui.Status{Text: lang.T("已解除", "Lifted"), Tone: ui.Ended}
		}
		row := register.Row{{Text: c.Text(word(k.set(), "interim_measures", m.Code))}, {Text: m.Reason}, {Text: c.Date(m.From)}, {Status: &status}}
		if m.Until.IsZero() && k.to(auth.CaseDecide, "case.interim_lifted", ui.Link{}) != nil {
			row[0].Acts = []ui.Link{{Text: lang.T("解除", "Lift"), Href: casePath(k.ID) + "/interim/" + m.ID + "/lift"}}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "interim", Title: lang.T("临时措施", "Interim measures"), Acts: acts, Body: register.Rows(c, ui.TableInfo{Caption: lang.T("决定作出时自动解除；暂停的活动是否恢复由伦理委员会审查", "They end with the decision; whether a stopped activity goes on is for its committee"),
		Columns: []ui.Column{{Text: lang.T("措施", "Measure")}, {Text: lang.T("理由", "Reason")}, {Text: lang.T("自", "From")}, {Text: lang.T("状态", "State")}}, Empty: ui.EmptyInfo{Title: lang.T("没有临时措施", "None was taken")}}, rows)}
}

func (k *file) referralSection(acts []register.Act) register.Section {
	c := k.r.C
	var rows []register.Row
	for _, x := range k.Referrals {
		row := register.Row{{Text: c.Text(word(k.set(), "measures", x.Kind))}, {Text: x.To}, {Text: c.Date(x.At)}, {Text: x.Answer}}
		if x.Answer == "" {
			row[3].Text = c.T("待反馈", "to be answered")
			if k.to(auth.CaseDecide, "case.referral_answered", ui.Link{}) != nil {
				row[0].Acts = []ui.Link{{Text: lang.T("记录反馈", "Note the answer"), Href: casePath(k.ID) + "/referrals/" + x.ID + "/feedback"}}
			}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "referrals", Title: lang.T("移送其他机关", "Referred to others"), Acts: acts, Body: register.Rows(c, ui.TableInfo{Caption: lang.T("纪检监察、司法机关", "Discipline and justice"),
		Columns: []ui.Column{{Text: lang.T("事由", "For")}, {Text: lang.T("移送至", "To")}, {Text: lang.T("移送于", "On")}, {Text: lang.T("反馈", "Answer")}}, Empty: ui.EmptyInfo{Title: lang.T("没有移送", "Nothing was referred")}}, rows)}
}

// inquirySections are plan, people, interviews and evidence.
func (k *file) inquirySections() []register.Section {
	c := k.r.C
	plan := lang.T("还没有调查方案。", "The inquiry has no plan yet.")
	if k.Plan != "" {
		plan = lang.Same(k.Plan)
	}
	out := []register.Section{{ID: "plan", Title: lang.T("调查方案", "Plan"), Acts: k.to(auth.CaseHandle, "case.planned", ui.Link{Text: lang.T("制定方案", "Set the plan"), Href: "plan"}), Body: register.Words(c, plan)}}
	if k.Checked != "" {
		out = slices.Insert(out, 0, register.Section{ID: "check", Title: lang.T("初步核查", "Preliminary check"), Body: register.Words(c, lang.Same(k.Checked))})
	}
	return append(out, k.memberSection(), k.talkSection(), k.evidenceSection())
}

func (k *file) memberSection() register.Section {
	c := k.r.C
	var rows []register.Row
	for _, m := range k.Members {
		who := k.names.person(c, m.Person)
		role, opinion := c.T("调查组", "team"), register.Cell{Text: "—"}
		if m.Role == violation.Peer {
			role = c.T("评议专家", "peer")
		}
		status := ui.Status{Text: lang.T("参加", "Takes part"), Tone: ui.Active}
		switch {
		case m.Left == "interest":
			status = ui.Status{Text: lang.T("有利益关系，已退出", "Left: an interest"), Tone: ui.Ended}
		case m.Left != "":
			status = ui.Status{Text: lang.T("已退出", "Left"), Tone: ui.Ended}
		case m.Role == violation.Peer && !m.Declared:
			status = ui.Status{Text: lang.T("待声明利益", "To declare interests"), Tone: ui.Waiting}
		}
		if m.Opinion != nil {
			opinion = register.Cell{Text: c.T("不构成违规", "no breach"), Small: []string{m.Opinion.Reasons}}
			if m.Opinion.Breach {
				opinion.Text = c.T("构成违规", "a breach")
			}
		}
		row := register.Row{{Person: &who}, {Text: role}, opinion, {Status: &status}}
		if m.Left == "" && k.to(auth.CaseDecide, "case.member_left", ui.Link{}) != nil {
			row[0].Acts = []ui.Link{{Text: lang.T("退出", "Take out"), Href: casePath(k.ID) + "/members/" + m.Person + "/leave"}}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "members", Title: lang.T("调查组和评议专家组", "Team and panel"), Acts: k.to(auth.CaseDecide, "case.member_named", ui.Link{Text: lang.T("确定人员", "Name somebody"), Href: "members/new"}),
		Body: register.Rows(c, ui.TableInfo{Caption: lang.T("当事人、举报人和有利益关系的人不参加", "Whoever is accused, reported or has an interest takes no part"), Columns: []ui.Column{{Text: lang.T("姓名", "Name")}, {Text: lang.T("职责", "Part")}, {Text: lang.T("意见", "Opinion")}, {Text: lang.T("情况", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("还没有确定人员", "Nobody is named yet")}}, rows)}
}

func (k *file) document(hash string) []ui.Link {
	if !k.may[auth.CaseFile] {
		return nil
	}
	return []ui.Link{{Text: lang.T("打开文件", "Open the file"), Href: casePath(k.ID) + "/files/" + hash}}
}

func (k *file) talkSection() register.Section {
	c := k.r.C
	var rows []register.Row
	for _, t := range k.Talks {
		var by []lang.Text
		for _, id := range t.By {
			by = append(by, k.names.text(id))
		}
		row := register.Row{{Text: c.Text(k.party(t.Party))}, {Text: c.Join(by)}, {Text: c.Day(string(t.Day)), Small: []string{t.Place}}, {Text: t.Summary}}
		if t.Record != nil {
			row[3].Acts = k.document(t.Record.Hash)
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "interviews", Title: lang.T("谈话", "Interviews"), Acts: k.to(auth.CaseHandle, "case.interviewed", ui.Link{Text: lang.T("记录谈话", "Record an interview"), Href: "interviews/new"}),
		Body: register.Rows(c, ui.TableInfo{Caption: lang.T("由两人以上进行", "Held by two or more"), Columns: []ui.Column{{Text: lang.T("谈话对象", "With")}, {Text: lang.T("谈话人", "By")}, {Text: lang.T("时间、地点", "When and where")}, {Text: lang.T("要点", "In short")}},
			Empty: ui.EmptyInfo{Title: lang.T("还没有谈话", "No interview yet")}}, rows)}
}

func (k *file) evidenceSection() register.Section {
	c := k.r.C
	var rows []register.Row
	for i, x := range k.Evidence {
		chain := []string{c.Tf("%s，%s 取得，来自%s，%s", "%s took it on %s from %s, %s", c.Text(k.names.text(x.Taker)), c.Day(string(x.Day)), x.EvidenceAdded.Source, x.Place)}
		for _, m := range x.Moves {
			chain = append(chain, c.Tf("%s 移交%s：%s", "%s: to %s, %s", c.Day(string(m.Day)), c.Text(k.names.text(m.To)), m.Reason))
		}
		row := register.Row{{Text: strconv.Itoa(i + 1), Num: true}, {Text: x.Label}, {Small: chain}, {Text: c.Text(k.names.text(x.Holder))}}
		if x.File != nil {
			row[1].Small, row[1].Acts = []string{"SHA-256 " + x.File.Hash[:16] + "…"}, k.document(x.File.Hash)
		}
		if k.to(auth.CaseHandle, "case.evidence_moved", ui.Link{}) != nil {
			row[3].Acts = []ui.Link{{Text: lang.T("移交", "Hand over"), Href: casePath(k.ID) + "/evidence/" + x.ID + "/hand"}}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "evidence", Title: lang.T("证据", "Evidence"), Acts: k.to(auth.CaseHandle, "case.evidence_added", ui.Link{Text: lang.T("登记证据", "Take evidence"), Href: "evidence/new"}),
		Body: register.Rows(c, ui.TableInfo{Caption: lang.T("每次经手都记录", "Every hand it went through is on record"), Columns: []ui.Column{{Text: lang.T("序号", "No."), Num: true}, {Text: lang.T("证据", "Evidence")}, {Text: lang.T("经手", "Chain of custody")}, {Text: lang.T("现由谁保管", "Held by")}},
			Empty: ui.EmptyInfo{Title: lang.T("还没有证据", "No evidence yet")}}, rows)}
}

// stateIs reports whether the case is in one of some states.
func (k *file) stateIs(states ...flow.State) bool { return slices.Contains(states, k.State.State) }
