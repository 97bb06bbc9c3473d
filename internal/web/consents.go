package web

import (
	"maps"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/consent"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/letter"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// consentStatus is the state of consent documents with its shape.
func consentStatus(state flow.State) ui.Status {
	tone := ui.Waiting
	switch state {
	case consent.StateNone:
		return ui.Status{Text: lang.T("尚未起草", "Not begun"), Tone: ui.Plain}
	case consent.StateDrafting, consent.StateRevising:
		tone = ui.Active
	case consent.StateInForce:
		tone = ui.OK
	case consent.StateProposed:
		tone = ui.Warn
	case consent.StateRefused:
		tone = ui.Bad
	}
	return ui.Status{Text: consent.Table.Info(state).Text, Tone: tone}
}

func consentPath(activity string) string { return "/activities/" + activity + "/consent" }

// consentPage shows the consent documents of an activity: what is asked for,
// the versions, and how many agreed to each.
func (s *Server) consentPage(r *Request) error {
	id := r.PathValue("id")
	st, err := s.Consent.View(r.Reader(), r.P, id)
	if err != nil {
		return err
	}
	f, app, err := s.Consent.Needs(r.Reader(), r.P, id, r.C.Now)
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Activity, id, auth.ConsentEdit, auth.ConsentRecord)
	if err != nil {
		return err
	}
	title := lang.T("知情同意", "Informed consent")
	v := register.Entry{Page: r.Info(title), Status: consentStatus(st.State), Head: ui.HeadInfo{Kicker: lang.Same(app.Title()), Title: title,
		Lead: lang.T("参与者看到的原文、它的每一版、谁要再次征求意见。只记编号，不记姓名。", "The very text that participants get, each version of it, and who is to be asked again. Codes only, never names.")}}
	v.Page.Crumbs = []ui.Link{{Text: lang.Same(app.Title()), Href: "/activities/" + id}}
	if acts := r.consentActs(st, f, may); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	if st.Owed > 0 {
		v.Notes = append(v.Notes, register.Warning(r.C, ui.Warn, lang.T("%d 名参与者须再次征求同意（医学研究伦理审查办法第三十八条）", "%d participants are to be asked again (Medical Review Measures, article 38)").With(st.Owed),
			lang.T("再次同意之前，不对他们进行新的研究步骤；不同意的，按退出记录。", "Until they agree again nothing new is done with them; who does not agree is recorded as withdrawn.")))
	}
	if st.Unasked > 0 {
		v.Notes = append(v.Notes, register.Warning(r.C, ui.Warn, lang.T("%d 名参与者的监护人已同意，还须征求本人意见（医学研究伦理审查办法第三十四条）", "%d participants have their guardians' consent and are to be asked themselves (Medical Review Measures, article 34)").With(st.Unasked),
			lang.T("本人同意之前，不对他们进行研究步骤；本人不愿意的，按退出记录。", "Nothing is done with them until they agree; whoever does not want to is recorded as withdrawn.")))
	}
	v.Facts = r.consentFacts(st)
	v.Sections = r.consentSections(st, f, may)
	if may[auth.ConsentEdit] && st.Exists() {
		events, err := s.Consent.Events(r.Reader(), r.P, id)
		if err != nil {
			return err
		}
		if v.History, err = s.timeline(r, events, func(journal.Event) string { return "" }); err != nil {
			return err
		}
	}
	return r.Page(register.EntryPage(r.C, v))
}

func (r *Request) consentFacts(st consent.State) []ui.Fact {
	if !st.Exists() {
		return nil
	}
	set := r.law(st.Region)
	var names []lang.Text
	for _, code := range st.Documents {
		if item, ok := set.Item("consent_documents", code); ok {
			names = append(names, item.Text)
		}
	}
	force := r.C.T("还没有", "none yet")
	if st.InForce > 0 {
		force = r.C.Tf("第 %d 版，%s 批准", "version %d, approved on %s", st.InForce, r.C.Date(st.Versions[st.InForce-1].Approved))
	}
	agreed, gone := 0, 0
	for _, p := range st.People {
		if p.Withdrawn == "" {
			agreed++
		} else {
			gone++
		}
	}
	return []ui.Fact{{Label: lang.T("文书", "Documents"), Text: r.C.Join(names)}, {Label: lang.T("现行版本", "In force"), Text: force},
		{Label: lang.T("已同意的参与者", "Participants who agreed"), Text: r.C.Num(agreed)}, {Label: lang.T("已退出", "Withdrawn"), Text: r.C.Num(gone)},
		{Label: lang.T("待再次同意", "To be asked again"), Text: r.C.Num(st.Owed)}, {Label: lang.T("待征求本人意见", "To be asked themselves"), Text: r.C.Num(st.Unasked)}}
}

// consentActs are the buttons of whoever may act now.
func (r *Request) consentActs(st consent.State, f consent.Facts, may map[auth.Verb]bool) []register.Act {
	path := consentPath(r.PathValue("id"))
	var out []register.Act
	add := func(ok bool, to string, look ui.Look, text lang.Text) {
		if ok {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: path + to}, Look: look})
		}
	}
	edit, record := may[auth.ConsentEdit], may[auth.ConsentRecord] && st.InForce > 0
	if edit && !st.Exists() && f.Editable {
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("从申请生成知情同意书", "Make the form from the application"), Href: path + "/start"}, Look: ui.Primary, Post: true, Key: r.NewKey()})
	}
	write := edit && consent.Table.Allows(st.State, "consent.saved") && (st.InForce > 0 || f.Editable)
	cut := edit && consent.Table.Allows(st.State, "consent.cut") && (st.InForce > 0 || f.Editable)
	add(cut, "/cut", ui.Primary, lang.T("定稿为第 %d 版", "Fix as version %d").With(len(st.Versions)+1))
	add(write, "/edit", look(!cut && st.InForce == 0), lang.T("修改内容", "Write"))
	add(edit && st.Exists(), "/preview", ui.Quiet, lang.T("预览", "Preview"))
	add(record, "/record", look(!cut), lang.T("记录同意", "Record consents"))
	add(record, "/withdraw", ui.Quiet, lang.T("记录退出", "Record a withdrawal"))
	add(record && len(st.Documents) > 1, "/capacity", ui.Quiet, lang.T("行为能力提高", "Capacity has risen"))
	return out
}

func look(primary bool) ui.Look {
	if primary {
		return ui.Primary
	}
	return ui.Quiet
}

func (r *Request) consentSections(st consent.State, f consent.Facts, may map[auth.Verb]bool) []register.Section {
	var out []register.Section
	if len(st.Versions) > 0 {
		out = append(out, r.versionSection(st))
	}
	if may[auth.ConsentRecord] && len(st.People) > 0 {
		out = append(out, register.Section{ID: "people", Title: lang.T("参与者", "Participants"), Body: register.Words(r.C, lang.T("按编号列出谁在什么时候同意了哪一版。", "Who agreed to which version when, by code.")),
			Acts: []register.Act{{Link: ui.Link{Text: lang.T("参与者编号", "Participants by code"), Href: consentPath(st.Activity) + "/people"}}}})
	}
	var rows []register.Row
	for _, h := range f.Headings {
		text := st.Sections[h.Item.Code]
		state := ui.Status{Text: lang.T("已写", "written"), Tone: ui.OK}
		switch {
		case text.IsZero() && h.Needed:
			state = ui.Status{Text: lang.T("缺", "missing"), Tone: ui.Warn}
		case text.IsZero():
			state = ui.Status{Text: lang.T("本研究不需要", "not needed here"), Tone: ui.Plain}
		}
		rows = append(rows, register.Row{{Text: r.C.Text(h.Item.Text), Small: []string{r.C.Text(h.Item.Help)}}, {Status: &state}})
	}
	t := ui.TableInfo{Caption: lang.T("知情同意书须写明的内容（医学研究伦理审查办法第三十六条）", "What the form has to say (Medical Review Measures, article 36)"), Columns: []ui.Column{{Text: lang.T("内容", "Heading")}, {Text: lang.T("情况", "State")}}, Rows: len(rows)}
	return append(out, register.Section{ID: "headings", Title: lang.T("内容", "Contents"), Body: register.Rows(r.C, t, rows)})
}

func (r *Request) versionSection(st consent.State) register.Section {
	set := r.law(st.Region)
	var rows []register.Row
	for i := len(st.Versions) - 1; i >= 0; i-- {
		v := st.Versions[i]
		state := ui.Status{Text: lang.T("已定稿", "fixed"), Tone: ui.Waiting}
		switch {
		case v.N == st.InForce:
			state = ui.Status{Text: lang.T("现行", "in force"), Tone: ui.OK}
		case !v.Approved.IsZero():
			state = ui.Status{Text: lang.T("已被取代", "replaced"), Tone: ui.Ended}
		case !v.Refused.IsZero():
			state = ui.Status{Text: lang.T("未获批准", "not approved"), Tone: ui.Bad}
		case st.Put.N == v.N:
			state = ui.Status{Text: lang.T("委员会审查中", "before the committee"), Tone: ui.Active}
		}
		name := register.Cell{Text: r.C.Tf("第 %d 版", "Version %d", v.N), Small: []string{r.C.Time(v.At)}}
		for _, t := range v.Triggers {
			if item, ok := set.Item("new_consent_triggers", t); ok {
				name.Small = append(name.Small, r.C.Tf("须再次同意：%s", "asked again: %s", r.C.Text(item.Text)))
			}
		}
		papers := register.Cell{}
		for _, p := range v.Papers {
			papers.Acts = append(papers.Acts, ui.Link{Text: lang.Same(p.Name), Href: consentPath(st.Activity) + "/versions/" + strconv.Itoa(v.N) + "/" + p.Field})
			papers.Small = append(papers.Small, "SHA-256 "+p.Hash[:16]+"…")
		}
		c := st.Counts[v.N]
		rows = append(rows, register.Row{name, {Status: &state}, papers, {Text: r.C.Num(c.Given), Num: true}, {Text: r.C.Num(c.Again), Num: true}, {Text: r.C.Num(c.Withdrawn), Num: true}})
	}
	t := ui.TableInfo{Caption: lang.T("各版知情同意书", "Versions"), Columns: []ui.Column{{Text: lang.T("版本", "Version")}, {Text: lang.T("情况", "State")}, {Text: lang.T("文书", "Papers")},
		{Text: lang.T("同意", "Agreed"), Num: true}, {Text: lang.T("其中再次同意", "of them again"), Num: true}, {Text: lang.T("退出", "Withdrawn"), Num: true}}, Rows: len(rows)}
	return register.Section{ID: "versions", Title: lang.T("版本", "Versions"), Body: register.Rows(r.C, t, rows)}
}

// consentPeople lists participants by code.
func (s *Server) consentPeople(r *Request) error {
	id := r.PathValue("id")
	fields := []form.Field{choice("lacking", lang.T("缺什么", "What is lacking"), []ui.Option{{Value: consent.LackAgain, Text: lang.T("再次同意", "consent anew")},
		{Value: consent.LackAssent, Text: lang.T("本人同意", "their own assent")}})}
	lacking := r.FormValue("lacking")
	if _, ok := offered(fields[0], lacking); !ok {
		lacking = "" // the list says that this is nothing to filter by
	}
	page, err := consent.Participants(r.Reader(), r.P, id, lacking, r.Paging())
	if err != nil {
		return err
	}
	set := r.law("")
	var rows []register.Row
	for _, p := range page.Items {
		state := ui.Status{Text: lang.T("有效", "valid"), Tone: ui.OK}
		switch {
		case p.Withdrawn != "":
			state = ui.Status{Text: lang.T("%s 退出", "withdrew on %s").With(r.C.Day(string(p.Withdrawn))), Tone: ui.Ended}
		case p.Owes:
			state = ui.Status{Text: lang.T("须再次征求同意", "to be asked again"), Tone: ui.Warn}
		case p.Unasked:
			state = ui.Status{Text: lang.T("须征求本人意见", "to be asked themselves"), Tone: ui.Warn}
		}
		word := func(list, code string) string { item, _ := set.Item(list, code); return r.C.Text(item.Text) }
		rows = append(rows, register.Row{{Text: p.Code}, {Text: r.C.Tf("第 %d 版", "Version %d", p.N)}, {Text: word("consent_documents", p.Document), Small: []string{word("consent_ways", p.Way)}},
			{Text: r.C.Day(string(p.Day))}, {Status: &state}})
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("参与者编号", "Participants by code")}, Fields: fields,
		Table: ui.TableInfo{Caption: lang.T("按编号", "By code"), Columns: []ui.Column{{Text: lang.T("编号", "Code")}, {Text: lang.T("版本", "Version")}, {Text: lang.T("文书", "Document")},
			{Text: lang.T("日期", "Day")}, {Text: lang.T("情况", "State")}}, Empty: ui.EmptyInfo{Title: lang.T("还没有记录", "Nothing is recorded yet")}}, Rows: rows}
	out := r.listing(v, consentPath(id)+"/people", page.Next)
	out.Page, out.Tabs = r.Info(v.Head.Title), nil
	out.Page.Crumbs = []ui.Link{{Text: lang.T("知情同意", "Informed consent"), Href: consentPath(id)}}
	return r.showList(out)
}

// consentPreview shows the papers as they would print now.
func (s *Server) consentPreview(r *Request) error {
	id := r.PathValue("id")
	all, err := s.Consent.Preview(r.Reader(), r.P, id, r.C.Now)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(lang.T("预览", "Preview")), Status: ui.Status{Text: lang.T("未定稿", "not fixed"), Tone: ui.Waiting}, Head: ui.HeadInfo{Kicker: lang.T("知情同意", "Informed consent"), Title: lang.T("预览", "Preview")}}
	v.Page.Crumbs, v.Page.Wide = []ui.Link{{Text: lang.T("知情同意", "Informed consent"), Href: consentPath(id)}}, true
	for _, field := range slices.Sorted(maps.Keys(all)) {
		sheets, err := letter.SheetsOf(all[field], lang.T("预览", "Preview"), false)
		if err != nil {
			return err
		}
		v.Sections = append(v.Sections, register.Section{ID: field, Title: all[field].Title, Body: letter.Sheets(r.C, sheets),
			Acts: []register.Act{{Link: ui.Link{Text: lang.T("PDF 预览：%s", "Preview as PDF: %s").With(all[field].Title), Href: consentPath(id) + "/preview.pdf?field=" + field}}}})
	}
	return r.Page(register.EntryPage(r.C, v))
}

func (s *Server) consentPreviewPDF(r *Request) error {
	all, err := s.Consent.Preview(r.Reader(), r.P, r.PathValue("id"), r.C.Now)
	if err != nil {
		return err
	}
	d, ok := all[r.FormValue("field")]
	if !ok {
		return errs.New(errs.NotFound, "web.paper", lang.T("没有这份文书。", "There is no such paper."))
	}
	d.Notice = lang.T("预览，尚未定稿。", "Preview, not fixed.")
	if l := r.FormValue("lang"); l != "" {
		d.Languages = []lang.Lang{lang.Lang(l)}
	}
	return r.sendPDF(d, "preview.pdf")
}

// consentPaper sends the very file of a version.
func (s *Server) consentPaper(r *Request) error {
	n, _ := strconv.Atoi(r.PathValue("n"))
	paper, err := s.Consent.Paper(r.Reader(), r.P, r.PathValue("id"), n, r.PathValue("field"))
	if err != nil {
		return err
	}
	return s.sendBlob(r, paper.Hash, paper.Name, "application/pdf")
}

// homeConsent says in which activities participants are to be asked again.
func (s *Server) homeConsent(r *Request) (templ.Component, error) {
	list, err := consent.OwingOf(r.Reader(), r.P, homeTasks)
	if err != nil {
		return nil, err
	}
	tasks, err := s.releaseTasks(r)
	if err != nil || len(list)+len(tasks) == 0 {
		return nil, err
	}
	for _, o := range list {
		if o.Owed > 0 {
			tasks = append(tasks, ui.Task{What: lang.T("%d 名参与者须再次征求同意", "%d participants are to be asked again").With(o.Owed), About: o.Title, Href: consentPath(o.Activity)})
		}
		if o.Unasked > 0 {
			tasks = append(tasks, ui.Task{What: lang.T("%d 名参与者须征求本人意见", "%d participants are to be asked themselves").With(o.Unasked), About: o.Title, Href: consentPath(o.Activity)})
		}
	}
	return home.Consent(r.C, tasks), nil
}

// releaseTasks are the release checks that wait for this person.
func (s *Server) releaseTasks(r *Request) ([]ui.Task, error) {
	var out []ui.Task
	for _, state := range []flow.State{consent.ReleaseAsked, consent.ReleaseChange} {
		page, err := consent.Releases(r.Reader(), r.P, "", state, store.Paging{Limit: homeTasks})
		if err != nil {
			return nil, err
		}
		for _, row := range page.Items {
			verb, what := auth.ReleaseUnit, lang.T("敏感成果发布前待您确认", "Confirm before sensitive results are published")
			switch {
			case state == consent.ReleaseChange:
				verb, what = auth.ReleaseAsk, lang.T("成果须修改后再核对", "Results to be changed before they are published")
			case row.Who == "committee":
				verb = auth.ReleaseCommittee
			}
			if r.may(verb, auth.Activity, row.Activity) == nil {
				out = append(out, ui.Task{What: what, About: row.Title, Href: "/releases/" + row.ID})
			}
		}
	}
	return out, nil
}
