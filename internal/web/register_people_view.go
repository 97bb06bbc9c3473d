package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/vault"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// person is the page of somebody.
func (s *Server) person(r *Request) error {
	p, rec, err := s.known(r, auth.PersonView)
	if err != nil {
		return err
	}
	name := lang.T("已删除", "erased")
	if rec.Name != "" {
		name = lang.Same(rec.Name)
	}
	v := register.Entry{
		Page:   r.under(name, r.peopleCrumbs()...),
		Head:   ui.HeadInfo{Kicker: p.Kind.Text(), Title: name},
		Status: entryStatus(&registry.PersonTable, p.State),
	}
	if p.State == registry.Erased {
		v.Sentence = lang.T("姓名、联系方式和账户已销毁，无法恢复；日志只保留编号。", "Name, contacts and account are destroyed for good; the journal keeps an id alone.")
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Person, p.ID, auth.PersonEdit, auth.PersonErase, auth.AccountCreate)
	if err != nil {
		return err
	}
	if p.State == registry.Active {
		v.Head.Action = register.Acts(r.C, r.personActs(p, may))
	}
	if v.Facts, err = r.personFacts(p, rec); err != nil {
		return err
	}
	offices, err := r.heldOffices(p.ID)
	if err != nil {
		return err
	}
	v.Sections = []register.Section{{ID: "offices", Title: lang.T("职务", "Offices"), Body: register.Rows(r.C, heldTable(), offices)}}
	account, err := s.accountSection(r, p, may)
	if err != nil {
		return err
	}
	if account != nil {
		v.Sections = append(v.Sections, *account)
	}
	if v.History, err = s.history(r, auth.Person, p.ID); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// peopleCrumbs lead to the list of people, for those who may open it.
func (r *Request) peopleCrumbs() []ui.Link {
	if !r.mayListPeople() {
		return nil
	}
	return []ui.Link{{Text: lang.T("人员", "People"), Href: "/people"}}
}

func (r *Request) personActs(p registry.Person, may map[auth.Verb]bool) []register.Act {
	var acts []register.Act
	path := entryPath(auth.Person, p.ID)
	if may[auth.PersonEdit] {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("修改", "Edit"), Href: path + "/edit"}, Look: ui.Primary})
	}
	if may[auth.PersonErase] {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("删除个人信息", "Erase"), Href: path + "/erase"}, Look: ui.Danger})
	}
	if r.may(auth.TrainingView, auth.Person, p.ID) == nil {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("伦理培训", "Training in ethics"), Href: trainingPath(p.ID)}, Look: ui.Quiet})
	}
	return acts
}

func (r *Request) personFacts(p registry.Person, rec vault.Record) ([]ui.Fact, error) {
	unit, err := r.body(auth.Unit, p.Unit)
	if err != nil {
		return nil, err
	}
	var facts []ui.Fact
	if p.Unit != "" {
		facts = append(facts, ui.Fact{Label: lang.T("所在单位", "Unit"), Value: register.Show(r.C, register.Cell{Text: r.C.Text(unit), Href: entryPath(auth.Unit, p.Unit)})})
	}
	if p.State == registry.Erased {
		return append(facts, ui.Fact{Label: lang.T("姓名", "Name"), Value: ui.Name(r.C, ui.Person{Erased: true})}), nil
	}
	return append(facts, ui.Fact{Label: lang.T("英文或拼音姓名", "Name in Latin letters"), Text: rec.NameEN}, ui.Fact{Label: lang.T("职称或职务", "Title"), Text: rec.Title},
		ui.Fact{Label: lang.T("电子邮箱", "E-mail"), Text: rec.Email}, ui.Fact{Label: lang.T("电话", "Telephone"), Text: rec.Phone}, ui.Fact{Label: lang.T("备注", "Note"), Text: rec.Note}), nil
}

// heldTable lists the offices of one person.
func heldTable() ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("现在和过去的职务", "Offices held now and before"),
		Columns: []ui.Column{{Text: lang.T("职务", "Office")}, {Text: lang.T("机构", "Body")}, {Text: lang.T("任职时间", "In office")}, {Text: lang.T("现状", "Now")}},
		Empty:   ui.EmptyInfo{Title: lang.T("没有担任职务", "Holds no office")}}
}

// heldOffices are the offices of one person, the latest first.
func (r *Request) heldOffices(person string) ([]register.Row, error) {
	offices, err := registry.OfficesOf(r.Reader(), person)
	if err != nil {
		return nil, err
	}
	names := map[string]lang.Text{registry.House: lang.T("本系统", "this house")}
	for _, kind := range []auth.Kind{auth.Unit, auth.Committee, auth.Department} {
		var ids []string
		for _, o := range offices {
			if string(o.Kind) == kind {
				ids = append(ids, o.Body)
			}
		}
		found, err := r.bodies(kind, ids...)
		if err != nil {
			return nil, err
		}
		for id, name := range found {
			names[id] = name
		}
	}
	rows := make([]register.Row, len(offices))
	for i, o := range offices {
		now := tenureStatus(o.Tenure, r.P.Day)
		if !o.Active {
			now = ui.Status{Text: lang.T("机构已注销", "Body closed"), Tone: ui.Ended}
		}
		body := register.Cell{Text: r.C.Text(english(names[o.Body])), Href: entryPath(string(o.Kind), o.Body)}
		if o.Kind == registry.InSystem {
			body.Href = ""
		}
		rows[i] = register.Row{{Text: r.C.Text(o.Role.Text())}, body, {Text: r.tenure(o.Tenure)}, {Status: &now}}
	}
	return rows, nil
}

// accountSection shows the account of somebody to administrators; nil to
// others.
func (s *Server) accountSection(r *Request, p registry.Person, may map[auth.Verb]bool) (*register.Section, error) {
	if !may[auth.AccountCreate] || p.State != registry.Active {
		return nil, nil
	}
	sec := &register.Section{ID: "account", Title: lang.T("账户", "Account")}
	path := entryPath(auth.Person, p.ID) + "/account"
	acc, err := s.Accounts.Get(r.Reader(), r.P, p.ID)
	switch {
	case errs.CodeOf(err) == errs.NotFound:
		sec.Body = register.Words(r.C, lang.T("没有账户，不能登录。", "There is no account; the person cannot log in."))
		sec.Acts = []register.Act{{Link: ui.Link{Text: lang.T("开通账户", "Open an account"), Href: path + "/new"}, Look: ui.Primary}}
		return sec, nil
	case err != nil:
		return nil, err
	}
	state := ui.Status{Text: lang.T("可登录", "Can log in"), Tone: ui.OK}
	if acc.MustChange {
		state = ui.Status{Text: lang.T("须在登录时更换密码", "Must choose a password at the next login"), Tone: ui.Waiting}
	}
	if acc.Disabled {
		state = ui.Status{Text: lang.T("已停用", "Disabled"), Tone: ui.Paused}
	}
	sec.Body = ui.Facts(r.C, []ui.Fact{{Label: lang.T("登录名", "Login"), Text: acc.Login}, {Label: lang.T("状态", "State"), Value: ui.Badge(r.C, state)},
		{Label: lang.T("开通时间", "Opened"), Value: ui.When(r.C, acc.Created)}})
	post := func(text lang.Text, act string, look ui.Look, ask lang.Text) register.Act {
		return register.Act{Link: ui.Link{Text: text, Href: path + "/" + act}, Look: look, Confirm: ask, Post: true, Key: r.NewKey()}
	}
	if acc.Disabled {
		sec.Acts = []register.Act{post(lang.T("恢复账户", "Enable"), "enable", ui.Primary, lang.Text{})}
		return sec, nil
	}
	sec.Acts = []register.Act{post(lang.T("重置密码", "Reset the password"), "reset", ui.Second, lang.T("重置后旧密码、现有登录和接口令牌立即失效。继续？", "The old password, all sessions and all API tokens end at once. Go on?")),
		post(lang.T("撤销接口令牌", "Revoke API tokens"), "tokens", ui.Second, lang.T("此人的全部接口令牌立即失效，登录不受影响。继续？", "All API tokens of this person end at once; logging in stays possible. Go on?")),
		post(lang.T("停用账户", "Disable"), "disable", ui.Danger, lang.T("停用后此人立即不能登录，令牌同时失效。继续？", "The person can no longer log in, and tokens stop. Go on?"))}
	return sec, nil
}

// newAccount opens an account; its first password is shown once.
func (s *Server) newAccount() formPage {
	return formPage{build: func(r *Request) (form.Page, error) {
		p, rec, err := s.known(r, auth.PersonView)
		if err != nil {
			return form.Page{}, err
		}
		return form.Page{Head: ui.HeadInfo{Kicker: lang.Same(rec.Name), Title: lang.T("开通账户", "Open an account"),
			Lead: lang.T("系统生成一次性密码，只显示一次；本人首次登录时必须更换。", "A one-time password is made and shown once; the person must choose another at the first login.")}, Cancel: entryPath(auth.Person, p.ID),
			Fields: []form.Field{{Kind: form.Line, Field: ui.Field{Name: "login", Label: lang.T("登录名", "Login"), Required: true, Narrow: true, Auto: "off", Max: 64,
				Help: lang.T("文字、数字和 . _ - + @", "Letters, digits and . _ - + @")}}, langField(string(lang.ZH))},
			Submit: ui.Button{Text: lang.T("开通", "Open"), Look: ui.Primary}}, r.may(auth.AccountCreate, auth.Person, p.ID)
	}}
}

func langField(value string) form.Field {
	return form.Field{Kind: form.Radios, Field: ui.Field{Name: "lang", Label: lang.T("语言", "Language"), Value: value, Required: true,
		Options: []ui.Option{{Value: string(lang.ZH), Text: lang.Same("中文")}, {Value: string(lang.EN), Text: lang.Same("English")}}}}
}

// openAccount sends the form of newAccount.
func (s *Server) openAccount(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	id := r.PathValue("id")
	password, err := s.Accounts.Create(r.Context(), r.P, r.C.Now, auth.Create{Person: id, Login: r.PostFormValue("login"), Lang: lang.Parse(r.PostFormValue("lang"))})
	if err != nil {
		if !Refused(err) {
			return err
		}
		return s.newAccount().render(r, err)
	}
	return s.oncePassword(r, lang.T("账户已开通", "The account is open"), password)
}

// oncePassword shows a new password, this one time.
func (s *Server) oncePassword(r *Request, title lang.Text, password string) error {
	acc, err := s.Accounts.Get(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	path := entryPath(auth.Person, acc.Person)
	return r.Page(register.EntryPage(r.C, register.Entry{
		Page: r.under(title), Head: ui.HeadInfo{Title: title}, Status: ui.Status{Text: lang.T("须在登录时更换密码", "Must choose a password at the next login"), Tone: ui.Waiting},
		Facts: []ui.Fact{{Label: lang.T("登录名", "Login"), Text: acc.Login}},
		Sections: []register.Section{{ID: "password", Title: lang.T("一次性密码", "One-time password"),
			Body: register.Secret(r.C, lang.T("密码", "Password"), password, lang.T("请现在交给本人，离开本页后无法再次查看。", "Hand it to the person now; it cannot be seen again after this page.")),
			Acts: []register.Act{{Link: ui.Link{Text: lang.T("返回人员页面", "Back to the person"), Href: path}}}}},
	}))
}

// accountAct does one of the acts on an account that need no form.
func (s *Server) accountAct(r *Request) error {
	id, done, err := r.PathValue("id"), lang.Text{}, error(nil)
	switch r.PathValue("act") {
	case "disable":
		done = lang.T("账户已停用。", "The account is disabled.")
		_, err = s.Accounts.Disable(r.Context(), r.P, r.C.Now, auth.Disable{Person: id})
	case "enable":
		done = lang.T("账户已恢复。", "The account is enabled again.")
		_, err = s.Accounts.Enable(r.Context(), r.P, r.C.Now, auth.Enable{Person: id})
	case "tokens":
		done = lang.T("接口令牌已全部撤销。", "All API tokens are revoked.")
		_, err = s.Accounts.RevokeTokens(r.Context(), r.P, r.C.Now, auth.RevokeTokens{Person: id})
	case "reset":
		password, err := s.Accounts.Reset(r.Context(), r.P, r.C.Now, auth.Reset{Person: id})
		if err != nil {
			return err
		}
		return s.oncePassword(r, lang.T("密码已重置", "The password is reset"), password)
	default:
		return s.notFound(r)
	}
	if err != nil {
		return err
	}
	return r.See(entryPath(auth.Person, id), done)
}
