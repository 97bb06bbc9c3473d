package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/consent"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

func releaseStatus(state flow.State) ui.Status {
	tone := map[flow.State]ui.Tone{consent.ReleaseAllowed: ui.OK, consent.ReleaseRefused: ui.Bad, consent.ReleaseChange: ui.Warn}[state]
	if state == consent.ReleaseAsked {
		tone = ui.Waiting
	}
	return ui.Status{Text: consent.ReleaseTable.Info(state).Text, Tone: tone}
}

// releases lists the checks before sensitive results are published.
func (s *Server) releases(r *Request) error {
	page, err := consent.Releases(r.Reader(), r.P, r.PathValue("id"), flow.State(r.FormValue("state")), r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("成果发布核对", "Release checks"), Lead: lang.T("敏感成果在发布之前先核对：对照清单说明，由单位或者委员会确认。",
		"Before sensitive results are published: point by point, confirmed by the unit or the committee.")},
		Table: ui.TableInfo{Caption: lang.T("最近变动的在前", "The last changed first"), Columns: []ui.Column{{Text: lang.T("成果", "Results")}, {Text: lang.T("确认方", "Confirmed by")}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有成果发布核对", "There are no release checks")}}, Fields: []form.Field{stateField(&consent.ReleaseTable)}}
	for _, row := range page.Items {
		state := releaseStatus(row.State)
		v.Rows = append(v.Rows, register.Row{{Text: row.Title, Href: "/releases/" + row.ID, Small: []string{r.C.Time(row.AskedAt)}}, {Text: r.C.Text(confirmer(row.Who))}, {Status: &state}})
	}
	path := "/releases"
	if id := r.PathValue("id"); id != "" {
		path = "/activities/" + id + "/releases"
		if r.may(auth.ReleaseAsk, auth.Activity, id) == nil {
			v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("发布前核对", "Ask before publishing"), Href: path + "/new"}, ui.Primary)
		}
	}
	out := r.listing(v, path, page.Next)
	out.Page, out.Tabs = r.Info(v.Head.Title), nil
	return r.showList(out)
}

func confirmer(who string) lang.Text {
	if who == "committee" {
		return lang.T("委员会", "the committee")
	}
	return lang.T("单位", "the unit")
}

// releasePage shows one check.
func (s *Server) releasePage(r *Request) error {
	st, confirms, err := s.Consent.ReleaseView(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(lang.Same(st.Title)), Status: releaseStatus(st.State), Head: ui.HeadInfo{Kicker: lang.T("成果发布核对", "Release check"), Title: lang.Same(st.Title)}}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("成果发布核对", "Release checks"), Href: "/activities/" + st.Activity + "/releases"}}
	var acts []register.Act
	if confirms {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("确认", "Confirm"), Href: "/releases/" + st.ID + "/confirm"}, Look: ui.Primary})
	}
	if st.State == consent.ReleaseChange && r.may(auth.ReleaseAsk, auth.Activity, st.Activity) == nil {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("修改后再核对", "Ask again after changes"), Href: "/activities/" + st.Activity + "/releases/new?release=" + st.ID}, Look: ui.Primary})
	}
	if len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	v.Facts = []ui.Fact{{Label: lang.T("在哪里发布", "Where"), Text: st.Where}, {Label: lang.T("确认方", "Confirmed by"), Text: r.C.Text(confirmer(st.Who))}}
	v.Facts = addFact(v.Facts, lang.T("理由或要求", "Reasons or changes"), st.Note)
	var facts []ui.Fact
	for _, c := range st.Checks {
		if item, ok := r.law("").Item("release_checks", c.Code); ok {
			facts = append(facts, ui.Fact{Label: item.Text, Text: c.Text})
		}
	}
	v.Sections = []register.Section{{ID: "checks", Title: lang.T("核对清单", "Points"), Body: ui.Facts(r.C, facts)}}
	events, err := s.Journal.Stream(r.Reader(), consent.ReleaseStream(st.ID))
	if err != nil {
		return err
	}
	if v.History, err = s.timeline(r, events, func(journal.Event) string { return "" }); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

func (s *Server) askRelease() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.PathValue("id")
			if err := r.may(auth.ReleaseAsk, auth.Activity, id); err != nil {
				return form.Page{}, err
			}
			f, err := s.Consent.ReleaseNeeds(r.Reader(), r.P, id)
			if err != nil {
				return form.Page{}, err
			}
			fields := []form.Field{{Kind: form.Hidden, Field: ui.Field{Name: "release", Value: r.FormValue("release")}},
				{Kind: form.Line, Field: ui.Field{Name: "title", Label: lang.T("成果名称", "What is to be published"), Required: true}},
				{Kind: form.Line, Field: ui.Field{Name: "where", Label: lang.T("在哪里、以什么形式发布", "Where and in which form"), Required: true}}}
			for _, p := range f.Points {
				fields = append(fields, form.Field{Kind: form.Area, Field: ui.Field{Name: "check." + p.Code, Label: p.Text, Required: true, Rows: 2}})
			}
			lead := lang.T("这项活动不涉及敏感成果，发布前不需要核对。", "Nothing about this work is sensitive; its results need no check before they are published.")
			if f.Who != "" {
				lead = lang.T("由%s确认。逐项说明。", "Confirmed by %s. Answer each point.").With(confirmer(f.Who))
			}
			title := lang.T("发布前核对", "Ask before publishing")
			return form.Page{Page: r.Info(title), Head: ui.HeadInfo{Title: title, Lead: lead}, Fields: fields, Cancel: "/activities/" + id + "/releases",
				Submit: ui.Button{Text: lang.T("提交核对", "Send for confirmation"), Look: ui.Primary}}, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			cmd := consent.AskRelease{Activity: r.PathValue("id"), Release: r.PostFormValue("release"), Title: r.PostFormValue("title"), Where: r.PostFormValue("where"), Key: r.Key()}
			f, err := s.Consent.ReleaseNeeds(r.Reader(), r.P, cmd.Activity)
			if err != nil {
				return "", lang.Text{}, err
			}
			for _, p := range f.Points {
				cmd.Checks = append(cmd.Checks, consent.Checked{Code: p.Code, Text: r.PostFormValue("check." + p.Code)})
			}
			out, err := s.Consent.AskRelease(r.Context(), r.P, r.C.Now, cmd)
			return "/releases/" + out.Result, lang.T("已提交，等待确认。", "Sent; it waits to be confirmed."), err
		},
	}
}

func (s *Server) confirmRelease() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, _, err := s.Consent.ReleaseView(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			title := lang.T("确认成果发布", "Confirm a release")
			return form.Page{Page: r.Info(title), Version: st.Version, Head: ui.HeadInfo{Kicker: lang.Same(st.Title), Title: title}, Cancel: "/releases/" + st.ID,
				Fields: []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "result", Label: lang.T("结论", "Result"), Required: true, Options: itemOptions(r.law("").List("release_results"))}},
					{Kind: form.Area, Field: ui.Field{Name: "note", Label: lang.T("理由或者须修改的内容", "Reasons, or what has to be changed"), Rows: 3}}},
				Submit: ui.Button{Text: lang.T("确认", "Confirm"), Look: ui.Primary}}, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Consent.ConfirmRelease(r.Context(), r.P, r.C.Now, consent.ConfirmRelease{Release: id, Result: r.PostFormValue("result"), Note: r.PostFormValue("note"), Version: r.Version(), Key: r.Key()})
			return "/releases/" + id, lang.T("已确认。", "Confirmed."), err
		},
	}
}
