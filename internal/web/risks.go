package web

import (
	"maps"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/risk"
	"lunheng/internal/rules"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var (
	signalsTitle = lang.T("风险信号", "Signals of risk")
	risksTitle   = lang.T("风险清单", "Register of risks")
)

// levelTone is how grave a level looks.
func levelTone(set *rules.Set, code string) ui.Tone {
	if item, ok := set.Item("risk_levels", code); ok && item.Int("rank") >= 3 {
		return ui.Bad
	}
	return ui.Warn
}

// signalStatus is the state of a signal with its shape.
func signalStatus(state flow.State) ui.Status {
	tone := map[flow.State]ui.Tone{risk.SignalStanding: ui.Waiting, risk.SignalConfirmed: ui.Bad, risk.SignalDismissed: ui.Ended, risk.SignalCleared: ui.OK}[state]
	return ui.Status{Text: risk.SignalTable.Info(state).Text, Tone: tone}
}

// signals lists the signals that the person may see, the gravest first.
func (s *Server) signals(r *Request) error {
	set := r.law("")
	v := register.List{Head: ui.HeadInfo{Title: signalsTitle, Lead: lang.T("系统从自己的数据和导入的名单中发现的情况。信号不是结论：请核实，误报要说明理由。",
		"What the house's own data and imported lists show. A signal is no finding: look into it, and say why where it is a false alarm.")},
		Fields: []form.Field{choice("definition", lang.T("信号", "Signal"), options(set, "risk_signals")), choice("level", lang.T("级别", "Level"), options(set, "risk_levels")),
			choice("field", lang.T("领域", "Field"), options(set, "fields")), regionField("", false), stateField(&risk.SignalTable)},
		Table: ui.TableInfo{Caption: lang.T("信号，最重的在前", "Signals, the gravest first"), Columns: []ui.Column{{Text: lang.T("信号", "Signal")}, {Text: lang.T("对象", "About")}, {Text: lang.T("级别", "Level")},
			{Text: lang.T("分值", "Score"), Num: true}, {Text: lang.T("发现", "Raised")}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有信号", "There are no signals"), Text: lang.T("有情况达到规则包的标准时，列在这里。", "What reaches the thresholds of the packs stands here.")}}}
	v = r.listing(v, "/signals", "")
	v.Page, v.Tabs = r.Info(v.Head.Title), r.riskTabs()
	if v.Form.Err != nil {
		return r.showList(v)
	}
	f := risk.Filter{Definition: r.FormValue("definition"), Level: r.FormValue("level"), Field: r.FormValue("field"), Region: regionPrefix(r.FormValue("region")), State: flow.State(r.FormValue("state"))}
	page, err := risk.List(r.Reader(), r.P, f, r.Paging())
	if err != nil {
		return err
	}
	names, err := r.signalNames(page.Items)
	if err != nil {
		return err
	}
	for _, x := range page.Items {
		state, level := signalStatus(x.State), ui.Status{Text: word(set, "risk_levels", x.Level), Tone: levelTone(set, x.Level)}
		row := register.Row{{Text: r.C.Text(word(set, "risk_signals", x.Definition)), Href: "/signals/" + x.ID}, {Text: names[x.Kind+x.Subject]}, {Status: &level}, {Text: r.C.Num(int(x.Score)), Num: true},
			{Text: r.C.Day(string(calendar.Of(x.RaisedAt)))}, {Status: &state}}
		switch {
		case x.Warned:
			row[5].Small = []string{r.C.T("已预警", "a warning was given")}
		case x.Proposed && x.State != risk.SignalCleared && x.State != risk.SignalDismissed:
			row[5].Small = []string{r.C.T("建议预警", "a warning is proposed")}
		}
		v.Rows = append(v.Rows, row)
	}
	v.Pager = r.pager(len(v.Rows), page.Next)
	return r.showList(v)
}

// regionPrefix is the beginning of the codes within a region.
func regionPrefix(value string) string {
	code := regionCode(value)
	for len(code) > 2 && code[len(code)-2:] == "00" {
		code = code[:len(code)-2]
	}
	return code
}

// signalNames are whom signals are about, in words, by kind and id.
func (r *Request) signalNames(rows []risk.Row) (map[string]string, error) {
	by := map[string][]string{}
	for _, x := range rows {
		by[x.Kind] = append(by[x.Kind], x.Subject)
	}
	out := map[string]string{}
	for _, kind := range []string{auth.Unit, auth.Committee} {
		names, err := r.bodies(kind, by[kind]...)
		if err != nil {
			return nil, err
		}
		for id, n := range names {
			out[kind+id] = r.C.Text(english(n))
		}
	}
	people, err := r.people(by[auth.Person]...)
	if err != nil {
		return nil, err
	}
	for _, id := range by[auth.Person] {
		out[auth.Person+id] = r.C.Text(people.text(id))
	}
	titles, err := risk.Titles(r.Reader(), auth.Activity, by[auth.Activity])
	for id, t := range titles {
		out[auth.Activity+id] = t
	}
	return out, err
}

// recordPath is where a record behind a signal is looked at; empty: nowhere of its own.
func (r *Request) recordPath(kind, id, subject string) string {
	sees := map[string]auth.Verb{"review": auth.ReviewView, "meeting": auth.MeetingView, "activity": auth.ActivityView}[kind]
	if sees != "" && auth.Allow(r.Reader(), r.P, sees, kind, id) != nil {
		return "" // it is told, not shown
	}
	switch kind {
	case "conduct", "consents":
		return "/activities/" + id + "/conduct"
	case "report":
		return "/activities/" + subject + "/conduct"
	case "review":
		return "/reviews/" + id
	case "meeting":
		return "/meetings/" + id
	case "activity":
		return "/activities/" + id
	case "lead":
		return "/leads/" + id
	}
	return ""
}

// signalPage is one signal: what it says, on what it rests, and how often its kind was true.
func (s *Server) signalPage(r *Request) error {
	st, err := s.Risk.Signal(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	set := r.law(st.Region)
	names, err := r.signalNames([]risk.Row{{Kind: st.Raised.Kind, Subject: st.Subject}})
	if err != nil {
		return err
	}
	heard, err := risk.Heard(r.Reader())
	if err != nil {
		return err
	}
	item, _ := set.Item("risk_signals", st.Definition)
	v := register.Entry{Page: r.Info(signalsTitle), Status: signalStatus(st.State), Head: ui.HeadInfo{Kicker: lang.Same(names[st.Raised.Kind+st.Subject]), Title: word(set, "risk_signals", st.Definition), Lead: item.Help}}
	v.Page.Crumbs = []ui.Link{{Text: signalsTitle, Href: "/signals"}}
	v.Facts = []ui.Fact{{Label: lang.T("级别", "Level"), Text: r.C.Text(word(set, "risk_levels", st.Level))}, {Label: lang.T("测得的值", "Measured"), Text: r.counted(item, st.Value)}, {Label: lang.T("分值", "Score"), Text: r.C.Num(int(st.Score))},
		{Label: lang.T("这类信号的准确率", "How often this kind was true"), Text: r.precision(heard[st.Definition])}, {Label: lang.T("发现", "Raised"), Text: r.C.Time(st.RaisedAt)}}
	if st.Raised.Kind == auth.Activity {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("对象", "About"), Value: register.Show(r.C, register.Cell{Text: names[st.Raised.Kind+st.Subject], Href: "/activities/" + st.Subject + "/conduct"})})
	} else if st.Raised.Kind != auth.Person {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("对象", "About"), Value: register.Show(r.C, register.Cell{Text: names[st.Raised.Kind+st.Subject], Href: entryPath(st.Raised.Kind, st.Subject)})})
	}
	v.Facts = addFact(v.Facts, lang.T("核实的说明", "What was found"), st.Reason)
	if err := s.signalActs(r, st, &v); err != nil {
		return err
	}
	records, err := r.recordRows(st, item)
	if err != nil {
		return err
	}
	v.Sections = []register.Section{{ID: "records", Title: lang.T("依据", "What it rests on"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("记录，最近的在前，最多 20 条", "Records, the newest first, at most 20"),
		Columns: []ui.Column{{Text: lang.T("记录", "Record")}, {Text: lang.T("日期", "Day")}}, Empty: ui.EmptyInfo{Title: lang.T("没有单独的记录", "There are no single records")}}, records)}}
	events, err := s.Risk.SignalEvents(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// counted is a value with what it counts.
func (r *Request) counted(item rules.Item, value int64) string {
	if unit := item.In("unit"); !unit.IsZero() {
		return r.C.Num(int(value)) + " " + r.C.Text(unit)
	}
	return r.C.Num(int(value))
}

// recordRows are the records behind a signal: what each is, by the packs, and its title
// where the person may look at it.
func (r *Request) recordRows(st risk.Signal, item rules.Item) ([]register.Row, error) {
	paths, by := make([]string, len(st.Records)), map[string][]string{}
	for i, x := range st.Records {
		if paths[i] = r.recordPath(x.Kind, x.ID, st.Subject); paths[i] != "" {
			by[titleOf(x.Kind)] = append(by[titleOf(x.Kind)], x.ID)
		}
	}
	titles := map[string]string{}
	for _, kind := range []string{auth.Activity, auth.Review, auth.Clue} {
		found, err := risk.Titles(r.Reader(), kind, by[kind])
		if err != nil {
			return nil, err
		}
		maps.Copy(titles, found)
	}
	var rows []register.Row
	for i, x := range st.Records {
		cell := register.Cell{Text: r.C.Text(item.In("record")), Href: paths[i]}
		if t := titles[x.ID]; t != "" {
			cell.Text, cell.Small = t, []string{cell.Text}
		}
		rows = append(rows, register.Row{cell, {Text: r.C.Day(string(calendar.Of(x.At)))}})
	}
	return rows, nil
}

// titleOf is the kind of what gives a record its title.
func titleOf(kind string) string {
	if kind == "conduct" || kind == "consents" {
		return auth.Activity
	}
	return kind
}

func (s *Server) signalActs(r *Request, st risk.Signal, v *register.Entry) error {
	may, err := auth.Can(r.Reader(), r.P, auth.Signal, st.ID, auth.SignalJudge)
	if err != nil {
		return err
	}
	var acts []register.Act
	if may[auth.SignalJudge] && st.State == risk.SignalStanding {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("核实", "Look into it"), Href: "/signals/" + st.ID + "/judge"}, Look: ui.Primary})
	}
	if own := r.offices(registry.RoleSupervisor); len(own) > 0 && may[auth.SignalJudge] && st.Open() {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("起草预警", "Draft a warning"), Href: "/warnings/new?kind=department&body=" + own[0] + "&signal=" + st.ID}, Look: ui.Quiet})
	}
	if len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	return nil
}

// precision is how often signals of a kind were true.
func (r *Request) precision(f risk.Feedback) string {
	if f.Precision() < 0 {
		return r.C.T("还没有人核实过", "nobody has looked into one yet")
	}
	return r.C.Text(lang.T("%d%%（属实 %d，误报 %d）", "%d%% (true %d, false %d)").With(f.Precision(), f.Confirmed, f.Dismissed))
}

// judgeSignal says whether a signal was true.
func (s *Server) judgeSignal() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Risk.Signal(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head := ui.HeadInfo{Kicker: word(r.law(st.Region), "risk_signals", st.Definition), Title: lang.T("核实信号", "Look into the signal"), Lead: lang.T("误报降低这类信号的分量；情况加重或者再次出现时会重新发出。",
				"A false alarm lowers what signals of this kind weigh; it is raised again when it gets graver or comes back.")}
			return form.Page{Page: r.Info(head.Title), Head: head, Version: st.Version, Cancel: "/signals/" + st.ID, Submit: ui.Button{Text: lang.T("记录", "Record it"), Look: ui.Primary},
				Fields: []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "found", Label: lang.T("核实结果", "What was found"), Required: true, Options: []ui.Option{{Value: "true", Text: lang.T("属实", "It is true")}, {Value: "false", Text: lang.T("误报", "A false alarm")}}}},
					saidField(lang.T("说明", "Reason"), "reason")}}, r.may(auth.SignalJudge, auth.Signal, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			_, err := s.Risk.Judge(r.Context(), r.P, r.C.Now, risk.Judge{Signal: r.PathValue("id"), False: r.PostFormValue("found") == "false", Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return "/signals/" + r.PathValue("id"), lang.T("已记录。", "Recorded."), err
		},
	}
}

// reasonField asks for a text without names.
func saidField(label lang.Text, name string) form.Field {
	return form.Field{Kind: form.Area, Field: ui.Field{Name: name, Label: label, Required: true, Rows: 4, Help: lang.T("不写姓名", "No names")}}
}

// riskTabs lead between the lists about risks.
func (r *Request) riskTabs() []ui.Tab {
	var out []ui.Tab
	for _, t := range []ui.Link{{Text: signalsTitle, Href: "/signals"}, {Text: risksTitle, Href: "/risks"}, {Text: leadsTitle, Href: "/leads"}, {Text: warningsTitle, Href: "/warnings"}, {Text: bulletinsTitle, Href: "/bulletins"}} {
		out = append(out, ui.Tab{Text: t.Text, Href: t.Href, Current: r.URL.Path == t.Href})
	}
	return out
}
