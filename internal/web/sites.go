package web

import (
	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/sites"
	"lunheng/internal/sites/parcel"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var sitesTitle = lang.T("多中心与互认", "Sites and recognition")

// siteStatus is the state of a site with its shape.
func siteStatus(state flow.State) ui.Status {
	tone := ui.Waiting
	switch state {
	case sites.StateReviewing, sites.StateAgreed:
		tone = ui.Active
	case sites.StateRecognised:
		tone = ui.OK
	case sites.StateRefused, sites.StateObjected, sites.StateHalted, sites.StateDisagreed:
		tone = ui.Bad
	case sites.StateWithdrawn:
		tone = ui.Ended
	}
	return ui.Status{Text: sites.Table.Info(state).Text, Tone: tone}
}

// siteList lists the sites that the person may see: what they lead, and the inbox
// of what others sent them.
func (s *Server) siteList(r *Request) error {
	page, err := sites.List(r.Reader(), r.P, sites.Filter{State: flow.State(r.FormValue("state"))}, r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: sitesTitle,
		Lead: lang.T("一项活动由多个单位开展的，牵头委员会审查，参与委员会核对后认可或者说明理由的异议。", "Where several units carry one activity, the lead's committee reviews it; the others recognise its decision, or object with reasons.")},
		Table: siteTable(), Fields: []form.Field{stateField(&sites.Table)}, Rows: r.siteRows(page.Items)}
	v.Head.Action = register.Acts(r.C, r.siteListActs())
	out := r.listing(v, "/sites", page.Next)
	out.Page.Title, out.Page.Crumbs, out.Tabs = v.Head.Title, nil, nil
	return r.showList(out)
}

func (r *Request) siteListActs() []register.Act {
	var out []register.Act
	for _, role := range []registry.Role{registry.RoleSecretary, registry.RoleChair} {
		if own := r.offices(role); len(own) > 0 {
			out = append(out, register.Act{Link: ui.Link{Text: lang.T("导入决定包", "Import a package"), Href: "/committees/" + own[0] + "/import-package"}, Look: ui.Primary})
			break
		}
	}
	out = append(out, register.Act{Link: ui.Link{Text: lang.T("互认协议", "Agreements"), Href: "/alliances"}, Look: ui.Quiet})
	if r.may(auth.PeerView, auth.System, registry.House) == nil {
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("受信任的系统", "Trusted installations"), Href: "/peers"}, Look: ui.Quiet})
	}
	return out
}

func siteTable() ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("参与单位，最近变动的在前", "Sites, the last changed first"),
		Columns: []ui.Column{{Text: lang.T("活动", "Activity")}, {Text: lang.T("牵头单位", "Lead")}, {Text: lang.T("参与单位", "Site")}, {Text: lang.T("状态", "State")}, {Text: lang.T("期限", "Clocks")}},
		Empty: ui.EmptyInfo{Title: lang.T("没有参与单位", "There are no sites"), Text: lang.T("申请提交后，在项目或者审查页面邀请参与单位；其他系统发来的决定包在这里导入。",
			"Units are invited from the activity or its case once it is handed in; packages of other installations are imported here.")}}
}

func (r *Request) siteRows(list []sites.Row) []register.Row {
	rows := make([]register.Row, len(list))
	for i, row := range list {
		state := siteStatus(row.State)
		where := register.Cell{Text: r.C.Text(english(row.Party))}
		if row.Way == sites.WayOut {
			where.Small = []string{r.C.T("在另一系统中", "in another installation")}
		}
		lead := register.Cell{Text: r.C.Text(english(row.Lead))}
		if row.Way == sites.WayIn {
			lead.Small = []string{r.C.T("来自另一系统", "from another installation")}
		}
		due := register.Cell{Text: "—"}
		for _, name := range []string{sites.ClockPackage, sites.ClockReview, sites.ClockOpinion, sites.ClockFollowUp} {
			if at, runs := row.Due[name]; runs {
				due.Text = ""
				line := r.C.Text(clockName(name)) + r.C.T("：", ": ") + r.C.Date(at)
				if row.Over[name] {
					line += r.C.T("（已超期）", " (overdue)")
				}
				due.Small = append(due.Small, line)
			}
		}
		rows[i] = register.Row{{Text: row.Title, Href: "/sites/" + row.ID}, lead, where, {Status: &state}, due}
	}
	return rows
}

// siteVerbs are the verbs for which the page of a site has buttons.
var siteVerbs = []auth.Verb{auth.SiteInput, auth.SiteComment, auth.SiteReceive, auth.SiteAnswer, auth.SiteFollowUp, auth.SiteWithdraw}

// sitePage shows one site: where it stands, what recognition is checked on, and
// what both sides said.
func (s *Server) sitePage(r *Request) error {
	st, err := s.Sites.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Site, st.ID, siteVerbs...)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(lang.Same(st.Title)), Status: siteStatus(st.State),
		Head: ui.HeadInfo{Kicker: lang.T("参与单位 · %s", "Site · %s").With(english(st.Party.Unit)), Title: lang.Same(st.Title)}}
	v.Page.Crumbs = []ui.Link{{Text: sitesTitle, Href: "/sites"}}
	if acts := siteActs(st, may); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	list, err := clocks.Of(r.Reader(), sites.Stream(st.ID))
	if err != nil {
		return err
	}
	var running []ui.ClockInfo
	for _, k := range list {
		if !k.Due.IsZero() && (k.State == "running" || k.State == "over") {
			running = append(running, r.clock(k))
		}
	}
	if len(running) > 0 {
		v.Notes = append(v.Notes, register.Clocks(r.C, running))
	}
	if v.Facts, err = s.siteFacts(r, st); err != nil {
		return err
	}
	if v.Sections, err = s.siteSections(r, st); err != nil {
		return err
	}
	if v.History, err = s.history(r, auth.Site, st.ID); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// siteActs are the buttons of whoever may act now.
func siteActs(st sites.State, may map[auth.Verb]bool) []register.Act {
	var out []register.Act
	add := func(ok bool, event, to string, look ui.Look, text lang.Text) {
		if ok && sites.Table.Allows(st.State, event) {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: "/sites/" + st.ID + "/" + to}, Look: look})
		}
	}
	here := st.Way != sites.WayOut
	add(may[auth.SiteReceive] && here, "site.taken_up", "take-up", ui.Primary, lang.T("受理决定包", "Take the package up"))
	add(may[auth.SiteAnswer] && here, "site.recognised", "answer", ui.Primary, lang.T("出具正式意见", "Give the formal opinion"))
	add(may[auth.SiteAnswer] && here, "site.objected", "answer", ui.Primary, lang.T("出具正式意见", "Give the formal opinion"))
	add(may[auth.SiteInput] && here, "site.input_given", "input", ui.Quiet, lang.T("填写本地意见", "Give local input"))
	add(may[auth.SiteReceive] && here, "site.refused", "refuse", ui.Quiet, lang.T("核对不通过，退回", "Refuse: checks fail"))
	add(may[auth.SiteFollowUp] && here && st.Works(), "site.followed_up", "follow-up", ui.Quiet, lang.T("记录跟踪审查", "Note a follow-up"))
	add(may[auth.SiteWithdraw] && !here, "site.answer_recognised", "import-answer", ui.Primary, lang.T("导入对方的答复", "Import their answer"))
	add(may[auth.SiteComment], "site.commented", "comment", ui.Quiet, lang.T("提出意见", "Comment"))
	add(may[auth.SiteWithdraw], "site.withdrawn", "withdraw", ui.Quiet, lang.T("退出", "End its part"))
	if here && st.Answered != "" {
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("下载答复文件", "Download the answer"), Href: "/sites/" + st.ID + "/answer.json"}, Look: ui.Quiet})
	}
	return out
}

// homeSites is what sites ask of this person.
func (s *Server) homeSites(r *Request) (templ.Component, error) {
	if len(r.Me.Offices) == 0 {
		return nil, nil
	}
	page, err := sites.List(r.Reader(), r.P, sites.Filter{Open: true}, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	var tasks []ui.Task
	for _, row := range page.Items {
		may, err := auth.Can(r.Reader(), r.P, auth.Site, row.ID, siteVerbs...)
		if err != nil {
			return nil, err
		}
		task := ui.Task{What: siteTask(row, may), About: row.Title + " · " + r.C.Text(english(row.Party)), Href: "/sites/" + row.ID}
		if task.What.IsZero() {
			continue
		}
		if owed(row) && may[auth.SiteWithdraw] {
			task.Href = "/reviews/" + row.Review + "/sites"
		}
		for _, at := range row.Due {
			task.Clock = r.due(at)
		}
		tasks = append(tasks, task)
	}
	if len(tasks) == 0 {
		return nil, nil
	}
	return home.Waiting(r.C, "sites", sitesTitle, tasks, ui.Link{Text: lang.T("全部参与单位", "All sites"), Href: "/sites"}), nil
}

// owed reports whether the lead owes the site a package, its first or a newer one.
func owed(row sites.Row) bool {
	_, runs := row.Due[sites.ClockPackage]
	return runs || row.State == sites.StatePackageDue
}

// siteTask is what a site asks of somebody; zero: nothing.
func siteTask(row sites.Row, may map[auth.Verb]bool) lang.Text {
	switch {
	case row.State == sites.StateInvited && may[auth.SiteInput] && row.Way != sites.WayOut:
		return lang.T("填写本地意见", "Give your site's local input")
	case owed(row) && may[auth.SiteWithdraw]:
		return lang.T("发出决定包", "Send the decision package")
	case row.State == sites.StateSent && may[auth.SiteReceive] && row.Way != sites.WayOut:
		return lang.T("核对并受理决定包", "Check a package and take it up")
	case (row.State == sites.StateAgreed || row.State == sites.StateDisagreed) && may[auth.SiteAnswer]:
		return lang.T("出具正式意见", "Give the formal opinion")
	case (row.State == sites.StateRefused || row.State == sites.StateObjected) && may[auth.SiteWithdraw]:
		return lang.T("参与单位没有认可：请处理", "A site did not recognise: see to it")
	case row.State == sites.StateHalted && may[auth.SiteReceive]:
		return lang.T("牵头决定失效，本单位须暂停", "The lead's decision is not in force: the work here has to stop")
	}
	return lang.Text{}
}

// statusOf is how a decision stands, with its shape.
func statusOf(code string) ui.Status {
	tone := ui.Bad
	if code == parcel.InForce {
		tone = ui.OK
	}
	return ui.Status{Text: sites.StatusText(code), Tone: tone}
}
