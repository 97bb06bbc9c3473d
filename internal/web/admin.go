package web

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/jobs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/web/pages/admin"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// mayRun refuses everybody but those who run the house.
func (r *Request) mayRun() error { return r.may(auth.SystemView, auth.System, registry.House) }

// administration shows how the house stands.
func (s *Server) administration(r *Request) error {
	if err := r.mayRun(); err != nil {
		return err
	}
	stats, err := r.houseStats()
	if err != nil {
		return err
	}
	v := register.Entry{
		Page:   r.under(lang.T("管理", "Administration")),
		Head:   ui.HeadInfo{Title: lang.T("管理", "Administration"), Lead: lang.T("登记、规则、日志和后台任务。管理员不接触案卷内容。", "Register, rules, log and background work. Administrators see no contents of cases.")},
		Status: ui.Status{Text: lang.T("版本 %s", "Version %s").With(s.Release), Tone: ui.Plain},
		Sections: []register.Section{{ID: "register", Title: lang.T("登记情况", "The register"), Body: ui.Stats(r.C, stats),
			Acts: []register.Act{{Link: ui.Link{Text: lang.T("人员", "People"), Href: "/people"}}, {Link: ui.Link{Text: lang.T("单位", "Units"), Href: "/units"}}, {Link: ui.Link{Text: lang.T("委员会", "Committees"), Href: "/committees"}},
				{Link: ui.Link{Text: alliancesTitle, Href: "/alliances"}}, {Link: ui.Link{Text: peersTitle, Href: "/peers"}}}},
			r.packsSection(), r.calendarSection()},
	}
	for _, make := range []func(*Request) (register.Section, error){s.administrators, s.logSection, s.workSection} {
		sec, err := make(r)
		if err != nil {
			return err
		}
		v.Sections = append(v.Sections, sec)
	}
	v.Sections = append(v.Sections, r.operatorSection())
	return r.Page(register.EntryPage(r.C, v))
}

// houseStats counts what the register holds.
func (r *Request) houseStats() ([]ui.Stat, error) {
	n, err := registry.Count(r.Reader())
	stats := []ui.Stat{
		{Label: lang.T("单位", "Units"), Value: r.C.Num(n.Units), Href: "/units"},
		{Label: lang.T("委员会", "Committees"), Value: r.C.Num(n.Committees), Href: "/committees"},
		{Label: lang.T("主管部门", "Departments"), Value: r.C.Num(n.Departments), Href: "/departments"},
		{Label: lang.T("人员", "People"), Value: r.C.Num(n.People), Href: "/people"},
		{Label: lang.T("没有账户的人员", "Without an account"), Value: r.C.Num(n.WithoutAccount), Href: "/people?account=none"},
	}
	return stats, err
}

// packsSection lists the packs with what is in force.
func (r *Request) packsSection() register.Section {
	var rows []register.Row
	inForce := map[string]bool{}
	for _, id := range r.law("").IDs() {
		inForce[id] = true
	}
	for _, p := range r.S.Book.Packs() {
		state := packStatus(inForce[p.ID], p.Region)
		rows = append(rows, register.Row{{Text: r.C.Text(p.Title), Href: "/rules/" + p.ID, Small: []string{p.Ref()}}, {Text: r.C.Count(len(p.Sources), "份", "source", "sources")},
			{Text: r.C.Num(p.Rules), Num: true}, {Status: &state}, {Small: []string{p.Hash[:16] + "…"}}})
	}
	return register.Section{ID: "packs", Title: lang.T("规则包", "Rule packs"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("已装入的规则包", "The packs that are loaded"),
		Columns: []ui.Column{{Text: lang.T("名称", "Name")}, {Text: lang.T("文件", "Sources")}, {Text: lang.T("规则", "Rules"), Num: true}, {Text: lang.T("现状", "Now")}, {Text: lang.T("校验值", "Hash")}}}, rows)}
}

// calendarSection says up to when the holidays are known.
func (r *Request) calendarSection() register.Section {
	last := "–"
	cal := r.S.Calendar.Now()
	for _, year := range cal.Years() {
		if cal.Announced(year) {
			last = strconv.Itoa(year)
		}
	}
	return register.Section{ID: "calendar", Title: lang.T("工作日历", "Calendar of working days"),
		Body: ui.Facts(r.C, []ui.Fact{{Label: lang.T("放假安排已知至", "Holidays known up to"), Text: last}}),
		Acts: []register.Act{{Link: ui.Link{Text: lang.T("各年安排", "Year by year"), Href: "/admin/calendar"}}}}
}

func packStatus(inForce bool, region string) ui.Status {
	switch {
	case inForce:
		return ui.Status{Text: lang.T("施行中", "In force"), Tone: ui.OK}
	case region != "":
		return ui.Status{Text: lang.T("仅限地区 %s", "In region %s alone").With(region), Tone: ui.Active}
	}
	return ui.Status{Text: lang.T("未施行", "Not in force"), Tone: ui.Plain}
}

// administrators are those who run the house.
func (s *Server) administrators(r *Request) (register.Section, error) {
	h, err := s.Registry.House(r.Reader())
	if err != nil {
		return register.Section{}, err
	}
	rows, err := r.officeRows(h.Administrators, registry.InSystem, registry.House, true)
	return register.Section{ID: "administrators", Title: lang.T("系统管理员", "Administrators"), Body: register.Rows(r.C, officeTable(), rows),
		Acts: []register.Act{{Link: ui.Link{Text: lang.T("任命管理员", "Appoint an administrator"), Href: "/admin/administrators/new"}}}}, err
}

// logSection shows how the log stands.
func (s *Server) logSection(r *Request) (register.Section, error) {
	log, err := s.Journal.Standing(r.Reader())
	if err != nil {
		return register.Section{}, err
	}
	facts := []ui.Fact{
		{Label: lang.T("已封存的事件", "Sealed events"), Text: r.C.Num(int(log.Sealed))},
		{Label: lang.T("等待封存", "Waiting to be sealed"), Text: r.C.Num(int(log.Waiting))},
		{Label: lang.T("最近的检查点", "Last checkpoint"), Value: ui.When(r.C, log.At)},
		{Label: lang.T("日志公钥", "Public key of the log"), Value: admin.LogKey(r.C, s.LogKey)},
	}
	body := register.Stack(ui.Facts(r.C, facts))
	if log.Sealed > 0 {
		body = register.Stack(ui.Facts(r.C, facts), admin.Download(r.C, ui.Link{Text: lang.T("下载检查点", "Download the checkpoint"), Href: "/log/checkpoint"}))
	}
	return register.Section{ID: "log", Title: lang.T("日志", "The log"), Body: body}, nil
}

// workSection counts what needs somebody to look.
func (s *Server) workSection(r *Request) (register.Section, error) {
	failed, err := jobs.CountFailed(r.Reader())
	if err != nil {
		return register.Section{}, err
	}
	over, err := clocks.CountOverdue(r.Reader())
	return register.Section{ID: "work", Title: lang.T("需要留意", "To look at"), Body: ui.Stats(r.C, []ui.Stat{
		alarm(r, lang.T("失败的后台任务", "Failed background jobs"), failed, "/admin/jobs"),
		alarm(r, lang.T("已超过的期限", "Duties overdue"), over, "/admin/overdue"),
	})}, err
}

// alarm is a figure that should be zero.
func alarm(r *Request, label lang.Text, n int, href string) ui.Stat {
	s := ui.Stat{Label: label, Value: r.C.Num(n), Href: href, Tone: ui.OK}
	if n > 0 {
		s.Tone = ui.Bad
	}
	return s
}

// operatorSection tells what is done on the machine itself.
func (r *Request) operatorSection() register.Section {
	return register.Section{ID: "machine", Title: lang.T("在服务器上办理", "On the machine itself"), Body: register.Stack(
		admin.About(r.C, lang.T("检查整个日志和全部派生表：", "Check the whole journal and all derived tables:"), "lunheng verify"),
		admin.About(r.C, lang.T("由日志重新生成派生表：", "Derive all tables again from the journal:"), "lunheng rebuild"),
		admin.About(r.C, lang.T("检查规则包，之后用 --packs 装入：", "Check rule packs, then load them with --packs:"), "lunheng packs check"),
	)}
}

// failedJobs lists the jobs that went wrong.
func (s *Server) failedJobs(r *Request) error {
	if err := r.mayRun(); err != nil {
		return err
	}
	page, err := jobs.ListFailed(r.Reader(), jobs.FailedFilter{Kind: r.FormValue("kind"), State: r.FormValue("state")}, r.Paging())
	if err != nil {
		return err
	}
	kinds, err := jobs.FailedKinds(r.Reader())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("失败的后台任务", "Failed background jobs"), Lead: lang.T("失败的任务会自动重试，间隔逐渐加长；多次失败后放弃，留在这里。", "Jobs that fail are tried again with growing waits, and given up after many tries; those stay here.")},
		Table: ui.TableInfo{Caption: lang.T("后台任务", "Background jobs"), Columns: []ui.Column{{Text: lang.T("任务", "Job")}, {Text: lang.T("次数", "Tries"), Num: true}, {Text: lang.T("现状", "Now")}, {Text: lang.T("错误", "Error")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有失败的任务", "No job failed"), Text: lang.T("后台任务都已完成。", "All background work is done.")}}}
	v.Fields = []form.Field{choice("kind", lang.T("任务", "Job"), sameOptions(kinds)), choice("state", lang.T("现状", "Now"), []ui.Option{
		{Value: jobs.Retried, Text: lang.T("还会重试", "to be tried again")}, {Value: jobs.GivenUp, Text: lang.T("已放弃", "given up")}})}
	for _, j := range page.Items {
		state := ui.Status{Text: lang.T("%s 重试", "tried again %s").With(r.C.Time(j.Next)), Tone: ui.Waiting}
		if j.GaveUp {
			state = ui.Status{Text: lang.T("已放弃", "given up"), Tone: ui.Bad}
		}
		v.Rows = append(v.Rows, register.Row{{Text: j.Kind, Small: []string{j.ID}}, {Text: r.C.Num(j.Tries), Num: true}, {Status: &state}, {Text: j.Error}})
	}
	return r.houseList(v, "/admin/jobs", page.Next)
}

// sameOptions offers values that are their own words.
func sameOptions(values []string) []ui.Option {
	out := make([]ui.Option, len(values))
	for i, v := range values {
		out[i] = ui.Option{Value: v, Text: lang.Same(v)}
	}
	return out
}

// houseList is a list below the administration.
func (r *Request) houseList(v register.List, path, next string) error {
	v = r.listing(v, path, next)
	v.Tabs, v.Page.Crumbs = nil, []ui.Link{{Text: lang.T("管理", "Administration"), Href: "/admin"}}
	return r.showList(v)
}

// overdue lists the duties of the whole house that have run out: what kind and
// whose, never of which case.
func (s *Server) overdue(r *Request) error {
	if err := r.mayRun(); err != nil {
		return err
	}
	page, err := clocks.Overdue(r.Reader(), r.FormValue("name"), r.Paging())
	if err != nil {
		return err
	}
	duties, err := clocks.OverdueNames(r.Reader())
	if err != nil {
		return err
	}
	options := make([]ui.Option, len(duties))
	for i, name := range duties {
		options[i] = ui.Option{Value: name, Text: clockName(name)}
	}
	names, err := r.holders(page.Items)
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("已超过的期限", "Duties overdue"), Lead: lang.T("只显示事项和责任方，不显示案卷。", "What is overdue and whose duty it is, without the case.")},
		Table: ui.TableInfo{Caption: lang.T("超期最久的在前", "The longest overdue first"), Columns: []ui.Column{{Text: lang.T("事项", "Duty")}, {Text: lang.T("责任方", "Whose duty")}, {Text: lang.T("期限", "Due")}, {Text: lang.T("超期", "Overdue by")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有超期事项", "Nothing is overdue")}}, Fields: []form.Field{choice("name", lang.T("事项", "Duty"), options)}}
	for _, k := range page.Items {
		whose := r.C.Text(k.Who.Text())
		var body []string
		if name := names[k.Holder]; !name.IsZero() {
			body = []string{r.C.Text(english(name))}
		}
		v.Rows = append(v.Rows, register.Row{{Text: r.C.Text(clockName(k.Name)), Small: []string{r.C.Text(kindText(k.Stream))}}, {Text: whose, Small: body},
			{Text: r.C.Day(string(calendar.Of(k.Due)))}, {Text: r.C.Standing(r.clock(k))}})
	}
	return r.houseList(v, "/admin/overdue", page.Next)
}

// holders are the names of the bodies that hold clocks; people are not named.
func (r *Request) holders(list []clocks.Clock) (map[string]lang.Text, error) {
	var ids []string
	for _, k := range list {
		ids = append(ids, k.Holder)
	}
	out, err := r.bodies(auth.Committee, ids...)
	if err != nil {
		return nil, err
	}
	units, err := r.bodies(auth.Unit, ids...)
	for id, name := range units {
		out[id] = name
	}
	return out, err
}

// kindText is what kind of thing a stream is about.
func kindText(stream string) lang.Text {
	switch kind, _ := journal.SplitStream(stream); kind {
	case auth.Review:
		return lang.T("审查案卷", "a review")
	case auth.Activity:
		return lang.T("科技活动", "an activity")
	case auth.Committee:
		return lang.T("委员会", "a committee")
	case auth.Unit:
		return lang.T("单位", "a unit")
	case auth.Meeting:
		return lang.T("会议", "a meeting")
	default:
		return lang.Same(kind)
	}
}
