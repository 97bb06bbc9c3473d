package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/risk"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var bulletinsTitle = lang.T("风险通报", "Bulletins")

// bulletins lists the bulletins that the person made or got, and the open ones.
func (s *Server) bulletins(r *Request) error {
	page, err := risk.Bulletins(r.Reader(), r.P, r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: bulletinsTitle, Lead: lang.T("一段时间的信号、预警和线索；数字由系统统计。", "What a period brought: signals, warnings and notes; the numbers are the program's.")},
		Table: ui.TableInfo{Caption: lang.T("通报，最近变动的在前", "Bulletins, the last changed first"), Columns: []ui.Column{{Text: lang.T("通报", "Bulletin")}, {Text: lang.T("自", "From")}, {Text: lang.T("至", "Until")}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有通报", "There are no bulletins")}}}
	for _, x := range page.Items {
		state := ui.Status{Text: risk.BulletinTable.Info(x.State).Text, Tone: ui.Waiting}
		v.Rows = append(v.Rows, register.Row{{Text: x.Title, Href: "/bulletins/" + x.ID}, {Text: r.C.Day(x.From)}, {Text: r.C.Day(x.Until)}, {Status: &state}})
	}
	v = r.listing(v, "/bulletins", page.Next)
	v.Page, v.Tabs = r.Info(v.Head.Title), nil
	if r.Me != nil { // others see what is open to everybody
		v.Tabs = r.riskTabs()
		if own := r.offices(registry.RoleSupervisor); len(own) > 0 {
			v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("编写通报", "Compile a bulletin"), Href: "/bulletins/new?kind=department&body=" + own[0]}, ui.Primary)
		}
	}
	return r.showList(v)
}

// bulletinPaper is a bulletin as a PDF.
func (s *Server) bulletinPaper(r *Request) error {
	paper, err := s.Risk.BulletinPaper(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.sendPDF(paper, "bulletin.pdf")
}

// bulletinPage is one bulletin with what was counted.
func (s *Server) bulletinPage(r *Request) error {
	st, err := s.Risk.Bulletin(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	set := r.law(st.Region)
	by, err := r.body(st.BodyKind, st.Body)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(bulletinsTitle), Status: ui.Status{Text: risk.BulletinTable.Info(st.State).Text, Tone: ui.Plain}, Head: ui.HeadInfo{Kicker: english(by), Title: lang.Same(st.Title)}}
	v.Page.Crumbs = []ui.Link{{Text: bulletinsTitle, Href: "/bulletins"}}
	v.Facts = []ui.Fact{{Label: lang.T("期间", "Period"), Text: r.C.Day(string(st.From)) + " – " + r.C.Day(string(st.Until))}, {Label: lang.T("提示与要求", "What follows"), Text: st.Text}}
	for _, l := range risk.Levels(set) {
		if n := st.Warnings[l.Code]; n > 0 {
			v.Facts = append(v.Facts, ui.Fact{Label: lang.T("预警：%s", "Warnings: %s").With(l.Text), Text: r.C.Num(n)})
		}
	}
	v.Facts = append(v.Facts, ui.Fact{Label: lang.T("已见效解除的预警", "Warnings closed"), Text: r.C.Num(st.Closed)})
	for _, kind := range []string{risk.Retraction, risk.Incident, risk.Horizon} {
		if n := st.Leads[kind]; n > 0 {
			v.Facts = append(v.Facts, ui.Fact{Label: risk.KindText(kind), Text: r.C.Num(n)})
		}
	}
	var rows []register.Row
	for _, c := range st.Signals {
		rows = append(rows, register.Row{{Text: r.C.Text(word(set, "risk_signals", c.Code))}, {Text: r.C.Num(c.Raised), Num: true}, {Text: r.C.Num(c.Confirmed), Num: true}, {Text: r.C.Num(c.Dismissed), Num: true}})
	}
	v.Sections = []register.Section{{ID: "signals", Title: signalsTitle, Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("期间内发现的信号", "Signals raised in the period"), Columns: []ui.Column{{Text: lang.T("信号", "Signal")}, {Text: lang.T("发现", "Raised"), Num: true},
		{Text: lang.T("属实", "True"), Num: true}, {Text: lang.T("误报", "False"), Num: true}}, Empty: ui.EmptyInfo{Title: lang.T("没有信号", "There were none")}}, rows)}}
	var acts []register.Act
	add := func(to string, look ui.Look, text lang.Text) {
		acts = append(acts, register.Act{Link: ui.Link{Text: text, Href: "/bulletins/" + st.ID + "/" + to}, Look: look})
	}
	if auth.Allow(r.Reader(), r.P, auth.BulletinEdit, auth.Bulletin, st.ID) == nil {
		switch st.State {
		case risk.BulletinMade:
			add("approve", ui.Primary, lang.T("核准", "Approve"))
			add("discard", ui.Quiet, lang.T("丢弃", "Discard"))
		case risk.BulletinGood:
			add("publish", ui.Primary, lang.T("发布", "Publish"))
			add("discard", ui.Quiet, lang.T("丢弃", "Discard"))
		}
	}
	add("bulletin.pdf", ui.Quiet, lang.T("下载 PDF", "Download PDF"))
	v.Head.Action = register.Acts(r.C, acts)
	if events, err := s.Risk.BulletinEvents(r.Reader(), r.P, st.ID); err == nil { // an open one has no history for others
		if v.History, err = s.tell(r, events); err != nil {
			return err
		}
	}
	return r.Page(register.EntryPage(r.C, v))
}

// bulletinForm is a form about one bulletin.
func (s *Server) bulletinForm(title lang.Text, fields func(r *Request, st risk.Bulletin) ([]form.Field, error), act func(r *Request, cmd risk.OnBulletin) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Risk.Bulletin(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			v := form.Page{Page: r.Info(title), Head: ui.HeadInfo{Kicker: lang.Same(st.Title), Title: title}, Version: st.Version, Cancel: "/bulletins/" + st.ID, Submit: ui.Button{Text: title, Look: ui.Primary}}
			if fields != nil {
				if v.Fields, err = fields(r, st); err != nil {
					return v, err
				}
			}
			return v, r.may(auth.BulletinEdit, auth.Bulletin, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			return "/bulletins/" + r.PathValue("id"), lang.T("已记录。", "Recorded."), act(r, risk.OnBulletin{Bulletin: r.PathValue("id"), Open: r.PostFormValue("open") != "", Parties: r.warned(), Version: r.Version(), Key: r.Key()})
		},
	}
}

// bulletinForms are the forms about bulletins, by address.
func (s *Server) bulletinForms() map[string]formPage {
	return map[string]formPage{
		"/bulletins/new": {
			build: func(r *Request) (form.Page, error) {
				head := ui.HeadInfo{Title: lang.T("编写通报", "Compile a bulletin"), Lead: lang.T("写明期间和要求，数字由系统统计。文字里不写姓名。", "Give the period and what follows; the program counts. No names in the texts.")}
				return form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Cancel: "/bulletins", Submit: ui.Button{Text: lang.T("编写", "Compile it"), Look: ui.Primary}, Fields: []form.Field{
					{Kind: form.Line, Field: ui.Field{Name: "title", Label: lang.T("标题", "Title"), Required: true, Max: 500}}, dayField("from", lang.T("自", "From"), string(r.P.Day.AddMonths(-1)), true), dayField("until", lang.T("至", "Until"), string(r.P.Day), true),
					saidField(lang.T("提示与要求", "What follows"), "text")}}, r.may(auth.BulletinCompile, r.FormValue("kind"), r.FormValue("body"))
			},
			act: func(r *Request) (string, lang.Text, error) {
				out, err := s.Risk.Compile(r.Context(), r.P, r.C.Now, risk.Compile{BodyKind: r.FormValue("kind"), Body: r.FormValue("body"), Title: r.PostFormValue("title"), From: calendar.Day(r.PostFormValue("from")), Until: calendar.Day(r.PostFormValue("until")), Text: r.PostFormValue("text"), Key: r.Key()})
				return "/bulletins/" + out.Result, lang.T("已编写，待核准。", "Compiled; it is to be approved."), err
			},
		},
		"/bulletins/{id}/approve": s.bulletinForm(lang.T("核准通报", "Approve the bulletin"), nil, func(r *Request, c risk.OnBulletin) error {
			_, err := s.Risk.ApproveBulletin(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/bulletins/{id}/discard": s.bulletinForm(lang.T("丢弃通报", "Discard the bulletin"), nil, func(r *Request, c risk.OnBulletin) error {
			_, err := s.Risk.DiscardBulletin(r.Context(), r.P, r.C.Now, c)
			return err
		}),
		"/bulletins/{id}/publish": s.bulletinForm(lang.T("发布通报", "Publish the bulletin"), func(r *Request, st risk.Bulletin) ([]form.Field, error) {
			to, err := r.partyOptions(st.BodyKind, st.Body)
			return []form.Field{{Kind: form.Check, Field: ui.Field{Name: "open", Label: lang.T("向社会公开", "Open to everybody")}}, {Kind: form.Checks, Field: ui.Field{Name: "parties", Label: lang.T("发给", "To whom"), Options: to}}}, err
		}, func(r *Request, c risk.OnBulletin) error {
			_, err := s.Risk.PublishBulletin(r.Context(), r.P, r.C.Now, c)
			return err
		}),
	}
}
