package web

import (
	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/mandate"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/letter"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// mandateStatus is the state of a mandate with its shape, as of today.
func mandateStatus(state flow.State, expired bool) ui.Status {
	tone := ui.Waiting
	switch {
	case expired:
		return ui.Status{Text: lang.T("已到期", "Run out"), Tone: ui.Bad}
	case state == mandate.StateInForce:
		return ui.Status{Text: lang.T("有效", "In force"), Tone: ui.OK}
	case state == mandate.StateDeclined:
		tone = ui.Bad
	case state == mandate.StateEnded || state == mandate.StateDiscarded:
		tone = ui.Ended
	case state == mandate.StateDrafted:
		tone = ui.Plain
	}
	return ui.Status{Text: mandate.Table.Info(state).Text, Tone: tone}
}

// term is a mandate's term in words.
func (r *Request) term(from, until string) string {
	return r.C.Day(from) + r.C.T(" 至 ", " – ") + r.C.Day(until)
}

func mandateTable(caption lang.Text) ui.TableInfo {
	return ui.TableInfo{Caption: caption,
		Columns: []ui.Column{{Text: lang.T("委托方", "Entrusted by")}, {Text: lang.T("受托委员会", "Committee")}, {Text: lang.T("事项", "What")}, {Text: lang.T("期限", "Term")},
			{Text: lang.T("案卷", "Cases")}, {Text: lang.T("状态", "State")}},
		Empty: ui.EmptyInfo{Title: lang.T("没有委托书", "There are no mandates"),
			Text: lang.T("没有委员会、委员会不能胜任或者没有单位的，书面委托另一个合格的委员会。", "Who has no committee, none that is competent, or no unit entrusts another qualified committee in writing.")}}
}

// mandates lists the mandates that the person may see.
func (s *Server) mandates(r *Request) error {
	page, err := mandate.List(r.Reader(), r.P, mandate.Filter{State: flow.State(r.FormValue("state")), Unit: r.FormValue("unit"), Committee: r.FormValue("committee")}, r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("委托审查", "Entrusted review"),
		Lead: lang.T("委托不转移责任：委托方仍是责任主体，看到进度和决定；受托委员会独立审查。", "Entrusting moves no responsibility: the entrusting side still answers and sees progress and decision; the committee reviews independently.")},
		Table: mandateTable(lang.T("委托书，最近变动的在前", "Mandates, the last changed first")), Fields: []form.Field{stateField(&mandate.Table)}}
	if link := r.newMandate(); link != nil {
		v.Head.Action = ui.Go(r.C, *link, ui.Primary)
	}
	if v.Rows, err = r.mandateRows(page.Items); err != nil {
		return err
	}
	out := r.listing(v, "/mandates", page.Next)
	out.Page, out.Tabs = r.Info(v.Head.Title), nil
	return r.showList(out)
}

// newMandate leads to drafting one: for the unit whose officer this is, or for
// oneself.
func (r *Request) newMandate() *ui.Link {
	units := r.offices(registry.RoleUnitOfficer)
	if len(units) > 0 {
		return &ui.Link{Text: lang.T("起草委托书", "Draft a mandate"), Href: "/mandates/new?unit=" + units[0]}
	}
	if p, err := r.S.Registry.Person(r.Reader(), r.P.Person); err == nil && p.Unit == "" {
		return &ui.Link{Text: lang.T("起草委托书", "Draft a mandate"), Href: "/mandates/new"}
	}
	return nil
}

func (r *Request) mandateRows(list []mandate.Row) ([]register.Row, error) {
	var units, committees, persons []string
	for _, row := range list {
		units, committees, persons = append(units, row.Unit), append(committees, row.Committee), append(persons, row.Person)
	}
	unitNames, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	committeeNames, err := r.bodies(auth.Committee, committees...)
	if err != nil {
		return nil, err
	}
	people, err := r.people(persons...)
	if err != nil {
		return nil, err
	}
	set := r.law("")
	rows := make([]register.Row, len(list))
	for i, row := range list {
		state := mandateStatus(row.State, row.Expired(r.P.Day))
		who := register.Cell{Text: r.C.Text(english(unitNames[row.Unit])), Href: "/mandates/" + row.ID}
		if row.Person != "" {
			who.Text, who.Small = r.C.Text(people.text(row.Person)), []string{r.C.T("没有单位的人", "belongs to no unit")}
		}
		what := register.Cell{Text: r.C.T("全部活动", "all activities"), Small: []string{r.C.Join(words(set, "fields", row.Fields...))}}
		if !row.Standing {
			what.Text = row.Subject
		}
		rows[i] = register.Row{who, {Text: r.C.Text(english(committeeNames[row.Committee])), Href: entryPath(auth.Committee, row.Committee)}, what,
			{Text: r.term(string(row.From), string(row.Until))}, {Text: r.C.Tf("办理中 %d，已决定 %d", "%d under way, %d decided", row.Running, row.Decided)}, {Status: &state}}
	}
	return rows, nil
}

// mandatePage shows one mandate: where it stands, how it meets the rules, and
// the document.
func (s *Server) mandatePage(r *Request) error {
	st, err := s.Mandate.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Mandate, st.ID, auth.MandateEdit, auth.MandateAccept, auth.MandateEnd)
	if err != nil {
		return err
	}
	title := lang.T("委托审查", "Entrusted review")
	v := register.Entry{Page: r.Info(title), Status: mandateStatus(st.State, st.Expired(r.P.Day)), Sentence: mandateSentence(st, st.Expired(r.P.Day))}
	v.Page.Crumbs = []ui.Link{{Text: title, Href: "/mandates"}}
	if v.Head, v.Facts, err = r.mandateFacts(st); err != nil {
		return err
	}
	if acts := mandateActs(st, may); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	if v.Sections, err = s.mandateSections(r, st); err != nil {
		return err
	}
	if v.History, err = s.history(r, auth.Mandate, st.ID); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// mandateSentence says what the state means for applications.
func mandateSentence(st mandate.State, expired bool) lang.Text {
	switch {
	case expired || st.State == mandate.StateEnded:
		return lang.T("不再接收新的申请；已经提交的审查办到结束。", "It takes no new application; reviews already begun are brought to their end.")
	case st.State == mandate.StateInForce:
		return lang.T("双方已签署。在期限内可以向受托委员会提交申请。", "Signed by both sides. Within its term, applications can be handed in to the committee.")
	case st.State == mandate.StateOffered:
		return lang.T("委托方已签署。受托方签署之后才能提交申请。", "Signed by the entrusting side; applications can be handed in once the committee's side has signed.")
	case st.State == mandate.StateDrafted:
		return lang.T("签署之前可以修改。", "It can be changed until it is signed.")
	}
	return lang.Text{}
}

// mandateActs are the buttons of whoever may act now.
func mandateActs(st mandate.State, may map[auth.Verb]bool) []register.Act {
	var out []register.Act
	add := func(v auth.Verb, state flow.State, to string, look ui.Look, text lang.Text) {
		if may[v] && st.State == state {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: "/mandates/" + st.ID + "/" + to}, Look: look})
		}
	}
	add(auth.MandateEdit, mandate.StateDrafted, "offer", ui.Primary, lang.T("签署并送交受托方", "Sign and send"))
	add(auth.MandateEdit, mandate.StateDrafted, "edit", ui.Quiet, lang.T("修改", "Change"))
	add(auth.MandateEdit, mandate.StateDrafted, "discard", ui.Quiet, lang.T("丢弃", "Discard"))
	add(auth.MandateAccept, mandate.StateOffered, "accept", ui.Primary, lang.T("签署", "Sign"))
	add(auth.MandateAccept, mandate.StateOffered, "decline", ui.Quiet, lang.T("不接受", "Decline"))
	add(auth.MandateEdit, mandate.StateOffered, "take-back", ui.Quiet, lang.T("收回", "Take it back"))
	add(auth.MandateEnd, mandate.StateInForce, "end", ui.Quiet, lang.T("终止委托", "End it"))
	if may[auth.MandateEdit] && (st.State == mandate.StateInForce || st.State == mandate.StateEnded) {
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("续签", "Renew"), Href: "/mandates/new?like=" + st.ID}, Look: ui.Quiet})
	}
	return out
}

func (r *Request) mandateFacts(st mandate.State) (ui.HeadInfo, []ui.Fact, error) {
	com, err := r.body(auth.Committee, st.Committee)
	if err != nil {
		return ui.HeadInfo{}, nil, err
	}
	from, err := r.body(auth.Unit, st.Unit)
	if err != nil {
		return ui.HeadInfo{}, nil, err
	}
	names, err := r.people(st.Person, st.Leader, st.Offered.Person, st.Accepted.Person, st.Closed.Person)
	if err != nil {
		return ui.HeadInfo{}, nil, err
	}
	set, by := r.law(st.Region), register.Cell{Text: r.C.Text(from), Href: entryPath(auth.Unit, st.Unit)}
	if st.Person != "" {
		from = names.text(st.Person)
		by = register.Cell{Text: r.C.Text(from)}
	}
	yes := func(b bool) string {
		if b {
			return r.C.T("包括", "included")
		}
		return r.C.T("不包括", "not included")
	}
	what := r.C.T("期限内提出的全部活动", "all activities of the term")
	if !st.Standing {
		what = r.C.Tf("一项活动：%s（负责人：%s）", "one activity: %s (led by %s)", st.Subject, names.text(st.Leader))
	}
	facts := []ui.Fact{{Label: lang.T("委托方", "Entrusted by"), Value: register.Show(r.C, by)},
		{Label: lang.T("受托委员会", "Committee"), Value: register.Show(r.C, register.Cell{Text: r.C.Text(com), Href: entryPath(auth.Committee, st.Committee)})},
		{Label: lang.T("理由", "Why"), Text: r.C.Text(word(set, "mandate_grounds", st.Ground)) + r.because(st.Why)}, {Label: lang.T("事项", "What"), Text: what},
		{Label: lang.T("领域", "Fields"), Text: r.C.Join(words(set, "fields", st.Fields...))}, {Label: lang.T("期限", "Term"), Text: r.term(string(st.From), string(st.Until))},
		{Label: lang.T("跟踪审查", "Follow-up"), Text: yes(st.FollowUp)}, {Label: lang.T("费用", "Fees"), Text: orDash(st.Fee)}}
	signed := func(label lang.Text, sig mandate.Signature) {
		if sig.Person != "" {
			facts = append(facts, ui.Fact{Label: label, Text: r.C.Text(names.text(sig.Person)) + r.C.T("，", ", ") + r.C.Time(sig.At)})
		}
	}
	signed(lang.T("委托方签署", "Signed for the entrusting side"), st.Offered)
	signed(lang.T("受托方签署", "Signed for the committee"), st.Accepted)
	if st.Closed.Reason != "" {
		facts = append(facts, ui.Fact{Label: lang.T("终止或不接受的理由", "Why it was ended or declined"), Text: st.Closed.Reason})
	}
	return ui.HeadInfo{Kicker: lang.T("科技伦理审查委托书", "Mandate for ethics review"), Title: lang.T("%s 委托 %s", "%s entrusts %s").With(from, com)}, facts, nil
}

func (r *Request) because(why string) string {
	if why == "" {
		return ""
	}
	return r.C.T("：", ": ") + why
}

func (s *Server) mandateSections(r *Request, st mandate.State) ([]register.Section, error) {
	standards, err := s.Mandate.Standards(r.Reader(), st, r.P.Day)
	if err != nil {
		return nil, err
	}
	paper, err := s.Mandate.Paper(r.Reader(), r.P, st.ID)
	if err != nil {
		return nil, err
	}
	stamp := lang.Text{}
	if st.State != mandate.StateInForce {
		stamp = lang.T("未生效", "Not in force")
	}
	sheets, err := letter.SheetsOf(paper, stamp, st.State == mandate.StateEnded || st.State == mandate.StateDeclined)
	if err != nil {
		return nil, err
	}
	var out []register.Section
	if st.State == mandate.StateInForce || st.State == mandate.StateEnded {
		cases, err := r.entrustedCases(st)
		if err != nil {
			return nil, err
		}
		out = append(out, register.Section{ID: "cases", Title: lang.T("案卷的进度和决定", "Cases: progress and decisions"), Body: cases})
	}
	return append(out,
		register.Section{ID: "standards", Title: lang.T("委托的条件，今天的情况", "What entrusting asks for, as of today"), Body: ui.Standards(r.C, r.byLack(standards))},
		register.Section{ID: "paper", Title: lang.T("委托书", "The document"), Body: letter.Sheets(r.C, sheets),
			Acts: []register.Act{{Link: ui.Link{Text: lang.T("下载 PDF", "Download PDF"), Href: "/mandates/" + st.ID + "/paper.pdf"}}}}), nil
}

// entrustedCases are the cases of the entrusting side before the committee, as far
// as this person may know of them.
func (r *Request) entrustedCases(st mandate.State) (templ.Component, error) {
	page, err := review.List(r.Reader(), r.P, review.Filter{Committee: st.Committee, Unit: st.Unit, Applicant: st.Person}, store.Paging{Limit: store.DefaultPage})
	if err != nil {
		return nil, err
	}
	set := r.law(st.Region)
	rows := make([]register.Row, len(page.Items))
	for i, c := range page.Items {
		state := r.caseState(c)
		rows[i] = register.Row{{Text: r.titled(c.Kind, c.Title), Href: "/reviews/" + c.ID, Small: []string{c.Number}}, {Text: r.C.Time(c.SubmittedAt)}, {Status: &state}, {Text: "—"}}
		if c.Outcome != "" {
			rows[i][3].Text = r.C.Text(word(set, "outcomes", c.Outcome)) + r.C.T("，", ", ") + r.C.Date(c.DecidedAt)
		}
	}
	t := ui.TableInfo{Caption: lang.T("最近变动的在前", "The last changed first"), Columns: []ui.Column{{Text: lang.T("活动", "Activity")}, {Text: lang.T("提交", "Handed in")},
		{Text: lang.T("进度", "State")}, {Text: lang.T("决定", "Decision")}}, Empty: ui.EmptyInfo{Title: lang.T("还没有案卷", "No case yet")}}
	return register.Rows(r.C, t, rows), nil
}

// mandatePDF is the document on paper, in both languages.
func (s *Server) mandatePDF(r *Request) error {
	paper, err := s.Mandate.Paper(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.sendPDF(paper, "mandate.pdf")
}

// homeMandates is what mandates ask of this person: drafts to sign, offers to
// answer, and those that run out soon.
func (s *Server) homeMandates(r *Request) (templ.Component, error) {
	page, err := mandate.List(r.Reader(), r.P, mandate.Filter{Live: true}, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	names, err := r.mandateRows(page.Items)
	if err != nil {
		return nil, err
	}
	var tasks []ui.Task
	for i, row := range page.Items {
		may, err := auth.Can(r.Reader(), r.P, auth.Mandate, row.ID, auth.MandateEdit, auth.MandateAccept)
		if err != nil {
			return nil, err
		}
		var what lang.Text
		switch {
		case may[auth.MandateEdit] && row.State == mandate.StateDrafted:
			what = lang.T("委托书待签署", "A mandate waits to be signed")
		case may[auth.MandateAccept] && row.State == mandate.StateOffered:
			what = lang.T("请答复委托：签署或者不接受", "Answer a mandate: sign or decline")
		case may[auth.MandateEdit] && row.State == mandate.StateInForce && row.Until < r.P.Day.AddDays(soonDays):
			what = lang.T("委托将于 %s 到期或者已经到期", "A mandate runs out, or ran out, on %s").With(r.C.Day(string(row.Until)))
		default:
			continue
		}
		tasks = append(tasks, ui.Task{What: what, About: names[i][0].Text + " → " + names[i][1].Text, Href: "/mandates/" + row.ID})
	}
	if len(tasks) == 0 {
		return nil, nil
	}
	return home.Waiting(r.C, "mandates", lang.T("委托审查", "Entrusted review"), tasks, ui.Link{Text: lang.T("全部委托书", "All mandates"), Href: "/mandates"}), nil
}
