package web

import (
	"maps"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/complaint"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	pages "lunheng/internal/web/pages/complaint"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var complaintsTitle = lang.T("举报", "Reports of wrongs")

func complaintPath(id string) string { return "/complaints/" + id }

// short is the number by which people speak of a report: the beginning of its id.
func short(id string) string { return id[:min(len(id), 8)] }

// complaintStatus is the state of a report with its shape.
func complaintStatus(state flow.State) ui.Status {
	switch state {
	case complaint.StateResting:
		return ui.Status{Text: lang.T("刚收到", "Just come in"), Tone: ui.Waiting}
	case complaint.StateReceived:
		return ui.Status{Text: complaint.Table.Info(state).Text, Tone: ui.Waiting}
	case complaint.StateOpen:
		return ui.Status{Text: complaint.Table.Info(state).Text, Tone: ui.Plain}
	}
	return ui.Status{Text: complaint.Table.Info(state).Text, Tone: ui.Ended}
}

// complaints lists the reports that the person receives, or whose identities they keep.
func (s *Server) complaints(r *Request) error {
	f := complaint.Filter{State: flow.State(r.FormValue("state")), Asked: r.FormValue("asked") != "", Unread: r.FormValue("unread") != ""}
	page, err := complaint.List(r.Reader(), r.P, f, r.Paging())
	if err != nil {
		return err
	}
	states := stateField(&complaint.Table)
	states.Options = append([]ui.Option{{Value: string(complaint.StateResting), Text: complaintStatus(complaint.StateResting).Text}}, states.Options...)
	v := register.List{Head: ui.HeadInfo{Title: complaintsTitle, Lead: lang.T("内容只在受理人的浏览器里解密。举报次日记入日志，之前可以阅读和回复，不能办理。", "Words are decrypted in the browsers of those who receive them. A report is journalled on the next day; before, it can be read and answered, and nothing else.")},
		Table: ui.TableInfo{Caption: lang.T("举报，最近收到的在前", "Reports, the last received first"), Columns: []ui.Column{{Text: lang.T("编号", "Number")}, {Text: lang.T("收到日期", "Received on")}, {Text: lang.T("单位或部门", "Body")}, {Text: lang.T("身份", "Identity")}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有举报", "There are no reports"), Text: lang.T("指定为受理人或者身份保管人之后，收到的举报列在这里。", "Once you are named to receive reports or keep identities, they stand here.")}},
		Fields: []form.Field{states, r.tick("unread", lang.T("等待回复", "Waits for an answer")), r.tick("asked", lang.T("等待身份保管人答复", "Waits for the custodian"))}}
	names, err := r.complaintBodies(page.Items)
	if err != nil {
		return err
	}
	for _, row := range page.Items {
		state := complaintStatus(row.State)
		cells := register.Row{{Text: short(row.ID), Href: complaintPath(row.ID)}, {Text: r.C.Day(string(row.Day))}, {Text: r.C.Text(names[row.Body])}, {Text: r.C.T("匿名", "none")}, {Status: &state}}
		if row.Identity {
			cells[3].Text = r.C.T("由保管人保管", "with the custodian")
		}
		if row.Unread && row.State != complaint.StateClosed && row.State != complaint.StateReferred {
			cells[4].Small = append(cells[4].Small, r.C.T("等待回复", "waits for an answer"))
		}
		if row.Asked {
			cells[3].Small = []string{r.C.T("等待保管人答复", "the custodian has to answer")}
		}
		if row.Held {
			cells[4].Small = append(cells[4].Small, r.C.T("已保全", "held"))
		}
		v.Rows = append(v.Rows, cells)
	}
	return r.list(v, nil, "/complaints", page.Next)
}

func (r *Request) complaintBodies(rows []complaint.Row) (map[string]lang.Text, error) {
	out := map[string]lang.Text{}
	for _, kind := range []auth.Kind{auth.Unit, auth.Department} {
		var ids []string
		for _, row := range rows {
			if row.BodyKind == kind {
				ids = append(ids, row.Body)
			}
		}
		names, err := r.bodies(kind, ids...)
		if err != nil {
			return nil, err
		}
		for id, name := range names {
			out[id] = english(name)
		}
	}
	return out, nil
}

// complaintPage is one report. Its words stay encrypted until the reader's
// passphrase opens them in the browser.
func (s *Server) complaintPage(r *Request) error {
	got, err := s.Complaint.See(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Complaint, got.ID, auth.ComplaintView, auth.ComplaintAct, auth.ComplaintCustody)
	if err != nil {
		return err
	}
	name, err := r.body(got.BodyKind, got.Body)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(complaintsTitle), Status: complaintStatus(got.State.State), Head: ui.HeadInfo{Kicker: name, Title: lang.T("举报 %s", "Report %s").With(short(got.ID))}}
	v.Page.Crumbs = []ui.Link{{Text: complaintsTitle, Href: "/complaints"}}
	v.Facts = r.complaintFacts(got)
	if v.Facts, err = r.casesFrom(v.Facts, got.ID); err != nil {
		return err
	}
	if acts := complaintActs(got, may); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	if may[auth.ComplaintView] {
		part, err := r.complaintLetters(got)
		if err != nil {
			return err
		}
		v.Sections = append(v.Sections, part)
	}
	if len(got.Asks) > 0 {
		part, err := r.complaintAsks(got)
		if err != nil {
			return err
		}
		v.Sections = append(v.Sections, part)
	}
	events, err := s.Complaint.Events(r.Reader(), r.P, got.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

func (r *Request) complaintFacts(got complaint.View) []ui.Fact {
	identity := r.C.T("举报人没有留下身份", "the reporter left none")
	if got.Identity {
		identity = r.C.T("由身份保管人保管", "with the custodian")
	}
	out := []ui.Fact{{Label: lang.T("收到日期", "Received on"), Text: r.C.Day(string(got.Day))}, {Label: lang.T("身份", "Identity"), Text: identity}}
	if !got.Settled() && !got.Due.IsZero() {
		out = append(out, ui.Fact{Label: lang.T("决定是否受理的期限", "To be taken up or not by"), Text: r.C.Date(got.Due)})
	}
	for _, t := range got.Told {
		out = append(out, ui.Fact{Label: lang.T("已告知举报人", "The reporter was told"), Text: r.C.Text(t.Status.Text())})
	}
	if got.Held {
		out = append(out, ui.Fact{Label: lang.T("保全", "Hold"), Text: r.C.T("内容到期不销毁", "contents are kept beyond their time")})
	}
	if got.Until != "" {
		out = append(out, ui.Fact{Label: lang.T("内容保存至", "Contents are kept until"), Text: r.C.Day(string(got.Until))})
	}
	return out
}

// complaintActs are the buttons of whoever may act now.
func complaintActs(got complaint.View, may map[auth.Verb]bool) []register.Act {
	var out []register.Act
	add := func(verb auth.Verb, ok bool, to string, look ui.Look, text lang.Text) {
		if may[verb] && ok {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: complaintPath(got.ID) + "/" + to}, Look: look})
		}
	}
	state := got.State.State
	working := state == complaint.StateReceived || state == complaint.StateOpen
	free, asked := !got.CaseOpen(), got.OpenAsk() != nil
	add(auth.ComplaintAct, true, "reply", ui.Primary, lang.T("回复举报人", "Answer the reporter"))
	add(auth.ComplaintAct, state == complaint.StateReceived, "take-up", ui.Second, lang.T("开始处理", "Take it up"))
	add(auth.ComplaintAct, working && free, "case", ui.Second, lang.T("登记为案件", "Open a case"))
	add(auth.ComplaintAct, working && free && !asked, "close", ui.Quiet, lang.T("办结", "Close"))
	add(auth.ComplaintAct, working && free && !asked, "hand-over", ui.Quiet, lang.T("移交", "Hand over"))
	add(auth.ComplaintAct, working && !asked, "refer", ui.Quiet, lang.T("移交外部机关", "Refer outside"))
	add(auth.ComplaintAct, working && got.Identity && !asked, "identity/ask", ui.Quiet, lang.T("请求打开身份", "Ask who it is"))
	add(auth.ComplaintAct, state == complaint.StateClosed, "reopen", ui.Quiet, lang.T("重新处理", "Open again"))
	add(auth.ComplaintAct, state != complaint.StateResting && !got.Held, "hold", ui.Quiet, lang.T("保全", "Hold"))
	add(auth.ComplaintAct, got.Held, "release", ui.Quiet, lang.T("解除保全", "End the hold"))
	add(auth.ComplaintCustody, asked, "identity/agree", ui.Primary, lang.T("同意打开身份", "Open the identity"))
	add(auth.ComplaintCustody, asked, "identity/refuse", ui.Second, lang.T("不同意", "Leave it closed"))
	return out
}

// letterItems are the letters of a report, of which the page knows no words.
func (r *Request) letterItems(got complaint.View) ([]pages.Letter, error) {
	var ids []string
	for _, p := range got.Posts {
		if p.Author != "" {
			ids = append(ids, p.Author)
		}
	}
	names, err := r.people(ids...)
	if err != nil {
		return nil, err
	}
	var out []pages.Letter
	for _, p := range got.Posts {
		l := pages.Letter{Seq: p.Seq, Src: complaintPath(got.ID) + "/letters/" + strconv.Itoa(p.Seq), Digest: p.Digest, Day: r.C.Day(string(p.Day)), Who: lang.T("举报人", "The reporter")}
		if p.Author != "" {
			l.Who = names.text(p.Author)
		}
		out = append(out, l)
	}
	return out, nil
}

func (r *Request) complaintLetters(got complaint.View) (register.Section, error) {
	items, err := r.letterItems(got)
	if err != nil {
		return register.Section{}, err
	}
	locked, err := complaint.OwnKeys(r.Reader(), r.P)
	return register.Section{ID: "letters", Title: lang.T("往来", "Letters"), Body: pages.Read(r.C, pages.Letters{Locked: locked, Identity: got.Opened, Items: items, Hint: r.demoPassphrase()})}, err
}

func (r *Request) complaintAsks(got complaint.View) (register.Section, error) {
	var ids []string
	for _, a := range got.Asks {
		ids = append(ids, a.By)
	}
	names, err := r.people(ids...)
	if err != nil {
		return register.Section{}, err
	}
	statuses := map[string]ui.Status{complaint.AskOpen: {Text: lang.T("待答复", "To be answered"), Tone: ui.Waiting}, complaint.AskAgreed: {Text: lang.T("已打开", "Opened"), Tone: ui.Warn}, complaint.AskRefused: {Text: lang.T("不同意", "Left closed"), Tone: ui.OK}}
	var rows []register.Row
	for _, a := range got.Asks {
		status := statuses[a.State]
		rows = append(rows, register.Row{{Text: r.C.Text(names.text(a.By))}, {Text: r.C.Date(a.At)}, {Text: a.Reason}, {Status: &status, Small: smallOf(a.Answer)}})
	}
	return register.Section{ID: "identity", Title: lang.T("打开身份的请求", "Wishes to know who it is"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("按提出顺序", "In the order of asking"),
		Columns: []ui.Column{{Text: lang.T("受理人", "Asked by")}, {Text: lang.T("日期", "On")}, {Text: lang.T("理由", "Reason")}, {Text: lang.T("答复", "Answer")}}}, rows)}, nil
}

// complaintLetter sends the ciphertext of one letter to the page that opens it.
func (s *Server) complaintLetter(r *Request) error {
	seq, err := strconv.Atoi(r.PathValue("seq"))
	if err != nil {
		return errs.New(errs.NotFound, "complaint.letter", lang.T("没有这封信。", "There is no such letter."))
	}
	p, err := s.Complaint.Post(r.Reader(), r.P, r.PathValue("id"), seq)
	if err != nil {
		return err
	}
	r.sendHeader("letter-"+strconv.Itoa(seq)+".age", "text/plain; charset=utf-8")
	_, _ = r.W.Write([]byte(p.Sealed)) // the client may have gone
	return nil
}

// demoPassphrase is that of the demo's invented people; empty everywhere else.
func (r *Request) demoPassphrase() string {
	if len(r.S.Demo) == 0 {
		return ""
	}
	return r.S.Demo[0].Password
}

// homeComplaints is what reports ask of this person: who receives them or keeps
// identities, and who has to say who does.
func (s *Server) homeComplaints(r *Request) (templ.Component, error) {
	duties, err := complaint.Duties(r.Reader(), r.P)
	if err != nil {
		return nil, err
	}
	var tasks []ui.Task
	for _, body := range slices.Sorted(maps.Keys(duties)) {
		if duties[body].Key == "" {
			tasks = append(tasks, ui.Task{What: lang.T("设置自己的钥匙，之后才能收到举报", "Make your key; before that no report can reach you"), Href: "/intakes/" + body + "/key"})
		}
	}
	for _, f := range []struct {
		filter complaint.Filter
		what   lang.Text
	}{{complaint.Filter{Asked: true}, lang.T("打开身份的请求等待答复", "A wish to know who a reporter is waits")}, {complaint.Filter{Unread: true}, lang.T("举报等待回复", "A report waits for an answer")}} {
		page, err := complaint.List(r.Reader(), r.P, f.filter, store.Paging{Limit: homeTasks})
		if err != nil {
			return nil, err
		}
		for _, row := range page.Items {
			state := complaintStatus(row.State)
			tasks = append(tasks, ui.Task{What: f.what, About: short(row.ID), Href: complaintPath(row.ID), State: &state})
		}
	}
	var links []ui.Link
	if len(duties) > 0 {
		links = append(links, ui.Link{Text: lang.T("全部举报", "All reports"), Href: "/complaints"})
	}
	// whoever answers for a body arranges its intake, also when they have a duty themselves
	if own := append(r.offices(registry.RoleUnitOfficer), r.offices(registry.RoleSupervisor)...); len(own) > 0 {
		links = append(links, ui.Link{Text: lang.T("谁受理举报、谁保管身份", "Who receives reports and who keeps identities"), Href: "/intakes/" + own[0]})
	}
	if len(links) == 0 {
		return nil, nil
	}
	return home.Waiting(r.C, "complaints", complaintsTitle, tasks, links...), nil
}
