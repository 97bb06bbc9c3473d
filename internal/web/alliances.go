package web

import (
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/sites"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var (
	alliancesTitle = lang.T("互认协议和联盟", "Agreements of recognition")
	peersTitle     = lang.T("受信任的其他系统", "Trusted installations")
)

// allianceList lists the agreements under which units recognise each other.
func (s *Server) allianceList(r *Request) error {
	page, err := sites.ListAlliances(r.Reader(), flow.State(r.FormValue("state")), r.Paging())
	if err != nil {
		return err
	}
	list := page.Items
	edit := r.may(auth.AllianceEdit, auth.System, registry.House) == nil
	v := register.List{Head: ui.HeadInfo{Title: alliancesTitle, Lead: lang.T("联盟就是一份成员名单。两个单位之间没有有效协议的，不能互认。", "An alliance is a list of members. Without an agreement in force between two units, neither recognises the other.")},
		Fields: []form.Field{stateField(&sites.AllianceTable)},
		Table: ui.TableInfo{Caption: alliancesTitle, Columns: []ui.Column{{Text: lang.T("名称", "Name")}, {Text: lang.T("成员", "Members")}, {Text: lang.T("领域", "Fields")}, {Text: lang.T("期限", "Term")}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有互认协议", "There are no agreements")}}}
	if edit {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("登记协议", "Enter an agreement"), Href: "/alliances/new"}, ui.Primary)
	}
	names, err := r.memberNames(list)
	if err != nil {
		return err
	}
	for _, a := range list {
		v.Rows = append(v.Rows, r.allianceRow(a, names, edit))
	}
	out := r.listing(v, "/alliances", page.Next)
	out.Page.Title, out.Page.Crumbs, out.Tabs = alliancesTitle, nil, nil
	out.Page.Crumbs = []ui.Link{{Text: sitesTitle, Href: "/sites"}}
	return r.showList(out)
}

// memberNames are the names of members that are of this register.
func (r *Request) memberNames(list []sites.Alliance) (map[string]lang.Text, error) {
	var ids []string
	for _, a := range list {
		ids = append(ids, a.Members...)
	}
	return r.bodies(auth.Unit, ids...)
}

func (r *Request) allianceRow(a sites.Alliance, names map[string]lang.Text, edit bool) register.Row {
	var members []string
	for _, m := range a.Members {
		if name, ok := names[m]; ok && !name.IsZero() {
			m = r.C.Text(english(name))
		}
		members = append(members, m)
	}
	fields := r.C.T("全部", "all")
	if len(a.Fields) > 0 {
		fields = r.C.Join(words(r.law(""), "fields", a.Fields...))
	}
	until := r.C.T("长期", "open")
	if a.Until != "" {
		until = r.C.Day(string(a.Until))
	}
	state := ui.Status{Text: sites.AllianceTable.Info(a.State).Text, Tone: ui.OK}
	name := register.Cell{Text: r.C.Text(english(a.Name))}
	switch {
	case a.State == sites.AllianceEnded:
		state.Tone = ui.Ended
	case edit:
		name.Acts = []ui.Link{{Text: lang.T("修改", "Change"), Href: "/alliances/" + a.ID + "/edit"}, {Text: lang.T("终止", "End"), Href: "/alliances/" + a.ID + "/end"}}
	}
	return register.Row{name, {Text: strings.Join(members, r.C.T("、", ", "))}, {Text: fields}, {Text: r.C.Day(string(a.From)) + r.C.T(" 至 ", " – ") + until}, {Status: &state}}
}

// setAlliance enters an agreement, or changes the one of the address.
func (s *Server) setAlliance() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			a, err := r.alliance()
			if err != nil {
				return form.Page{}, err
			}
			if a.From == "" {
				a.From = r.P.Day
			}
			value := func(f form.Field, v string) form.Field { f.Value = v; return f }
			fields := form.Field{Kind: form.Checks, Field: ui.Field{Name: "fields", Label: lang.T("领域（不选即全部）", "Fields; none is all"), Options: options(r.law(""), "fields"), Chosen: a.Fields}}
			return form.Page{Page: r.Info(alliancesTitle), Head: ui.HeadInfo{Title: lang.T("互认协议", "Agreement of recognition")}, Version: a.Version, Cancel: "/alliances",
				Fields: []form.Field{value(line("name", lang.T("名称", "Name"), true), a.Name.ZH), value(line("name_en", lang.T("英文名称", "Name in English"), false), a.Name.EN),
					membersField(a.Members), fields,
					{Kind: form.Day, Field: ui.Field{Name: "from", Label: lang.T("第一天", "First day"), Value: string(a.From), Required: true}},
					{Kind: form.Day, Field: ui.Field{Name: "until", Label: lang.T("最后一天（可不填）", "Last day; may be empty"), Value: string(a.Until)}}},
				Submit: ui.Button{Text: lang.T("保存", "Save"), Look: ui.Primary}}, r.may(auth.AllianceEdit, auth.System, registry.House)
		},
		act: func(r *Request) (string, lang.Text, error) {
			_, err := s.Sites.SetAlliance(r.Context(), r.P, r.C.Now, sites.SetAlliance{Alliance: r.PathValue("id"), Version: r.Version(), Key: r.Key(), Terms: sites.Terms{
				Name: lang.T(r.PostFormValue("name"), r.PostFormValue("name_en")), Members: lines(r.PostFormValue("members")), Fields: r.PostForm["fields"],
				From: calendar.Day(r.PostFormValue("from")), Until: calendar.Day(r.PostFormValue("until"))}})
			return "/alliances", lang.T("协议已保存。", "The agreement is kept."), err
		},
	}
}

// alliance is the one of the address, or a new one.
func (r *Request) alliance() (sites.Alliance, error) {
	id := r.PathValue("id")
	if id == "" {
		return sites.Alliance{}, nil
	}
	events, err := r.S.Journal.Stream(r.Reader(), sites.AllianceStream(id))
	if err != nil {
		return sites.Alliance{}, err
	}
	return sites.FoldAlliance(events)
}

func (s *Server) endAlliance() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			a, err := r.alliance()
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Page: r.Info(alliancesTitle), Head: ui.HeadInfo{Kicker: english(a.Name), Title: lang.T("终止协议", "End the agreement")}, Version: a.Version, Cancel: "/alliances",
				Fields: []form.Field{area("reason", lang.T("理由", "Why"), true)}, Submit: ui.Button{Text: lang.T("终止", "End it"), Look: ui.Primary}}, r.may(auth.AllianceEdit, auth.System, registry.House)
		},
		act: func(r *Request) (string, lang.Text, error) {
			_, err := s.Sites.EndAlliance(r.Context(), r.P, r.C.Now, sites.EndAlliance{Alliance: r.PathValue("id"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return "/alliances", lang.T("协议已终止。", "The agreement has ended."), err
		},
	}
}

// peerList lists the installations whose logs this house trusts, and its own key.
func (s *Server) peerList(r *Request) error {
	page, err := s.Sites.ListPeers(r.Reader(), r.P, flow.State(r.FormValue("state")), r.Paging())
	if err != nil {
		return err
	}
	edit := r.may(auth.PeerEdit, auth.System, registry.House) == nil
	v := register.List{Head: ui.HeadInfo{Title: peersTitle, Lead: lang.T("只有登记在这里的日志公钥签名的文件才会被接受。公钥须通过文件以外的途径取得并核对指纹。", "Only files signed under a log key entered here are taken in. Get the key on another way than with the file, and compare its fingerprint.")},
		Note:   register.Words(r.C, lang.T("本系统的日志公钥：%s", "The log key of this house: %s").With(s.LogKey)),
		Fields: []form.Field{stateField(&sites.PeerTable)},
		Table: ui.TableInfo{Caption: peersTitle, Columns: []ui.Column{{Text: lang.T("名称", "Name")}, {Text: lang.T("可以代表的单位", "May speak for")}, {Text: lang.T("公钥指纹", "Fingerprint")}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有受信任的系统", "No installation is trusted yet")}}}
	if edit {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("登记系统", "Trust an installation"), Href: "/peers/new"}, ui.Primary)
	}
	for _, p := range page.Items {
		state := ui.Status{Text: sites.PeerTable.Info(p.State).Text, Tone: ui.OK}
		name := register.Cell{Text: p.Name}
		if p.State == sites.PeerForgotten {
			state.Tone = ui.Ended
		} else if edit {
			name.Acts = []ui.Link{{Text: lang.T("修改", "Change"), Href: "/peers/" + p.ID + "/edit"}, {Text: lang.T("不再信任", "Trust it no more"), Href: "/peers/" + p.ID + "/forget"}}
		}
		print := "—"
		if k, err := proof.ParseKey(p.LogKey); err == nil {
			print = k.Fingerprint()
		}
		v.Rows = append(v.Rows, register.Row{name, {Text: strings.Join(p.Units, r.C.T("、", ", "))}, {Text: print}, {Status: &state}})
	}
	out := r.listing(v, "/peers", page.Next)
	out.Page.Title, out.Page.Crumbs, out.Tabs = peersTitle, nil, nil
	out.Page.Crumbs = []ui.Link{{Text: sitesTitle, Href: "/sites"}}
	return r.showList(out)
}

// knowPeer trusts an installation, or renews its key and units.
func (s *Server) knowPeer() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			p, err := r.peer()
			if err != nil {
				return form.Page{}, err
			}
			value := func(f form.Field, v string) form.Field { f.Value = v; return f }
			return form.Page{Page: r.Info(peersTitle), Head: ui.HeadInfo{Title: lang.T("登记其他系统", "Trust an installation")}, Cancel: "/peers",
				Fields: []form.Field{value(line("name", lang.T("名称", "Name"), true), p.Name), value(line("log_key", lang.T("日志公钥", "Key of its log"), true), p.LogKey),
					value(area("units", lang.T("可以代表的单位代码，每行一个", "Codes of the units for which it may speak, one a line"), true), strings.Join(p.Units, "\n"))},
				Submit: ui.Button{Text: lang.T("保存", "Save"), Look: ui.Primary}}, r.may(auth.PeerEdit, auth.System, registry.House)
		},
		act: func(r *Request) (string, lang.Text, error) {
			_, err := s.Sites.KnowPeer(r.Context(), r.P, r.C.Now, sites.KnowPeer{Peer: r.PathValue("id"), Key: r.Key(), Known: sites.Known{Name: r.PostFormValue("name"), LogKey: r.PostFormValue("log_key"), Units: lines(r.PostFormValue("units"))}})
			return "/peers", lang.T("已登记。", "It is trusted now."), err
		},
	}
}

func (r *Request) peer() (sites.Peer, error) {
	id := r.PathValue("id")
	if id == "" {
		return sites.Peer{}, nil
	}
	events, err := r.S.Journal.Stream(r.Reader(), sites.PeerStream(id))
	if err != nil {
		return sites.Peer{}, err
	}
	return sites.FoldPeer(events)
}

func (s *Server) forgetPeer() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			p, err := r.peer()
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Page: r.Info(peersTitle), Head: ui.HeadInfo{Kicker: lang.Same(p.Name), Title: lang.T("不再信任", "Trust it no more")}, Cancel: "/peers",
				Fields: []form.Field{area("reason", lang.T("理由", "Why"), true)}, Submit: ui.Button{Text: lang.T("不再信任", "Trust it no more"), Look: ui.Primary}}, r.may(auth.PeerEdit, auth.System, registry.House)
		},
		act: func(r *Request) (string, lang.Text, error) {
			_, err := s.Sites.ForgetPeer(r.Context(), r.P, r.C.Now, sites.ForgetPeer{Peer: r.PathValue("id"), Reason: r.PostFormValue("reason"), Key: r.Key()})
			return "/peers", lang.T("已不再信任。", "It is trusted no more."), err
		},
	}
}

// membersField asks for the members of an agreement.
func membersField(have []string) form.Field {
	f := area("members", lang.T("成员代码，每行一个", "Codes of the members, one a line"), true)
	f.Help = lang.T("统一社会信用代码；没有代码的单位填它在本系统的编号", "Unified social credit codes; of a unit without one its id in this register")
	f.Value = strings.Join(have, "\n")
	return f
}
