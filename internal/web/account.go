package web

import (
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/account"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// passwordPath is where one's password is changed.
const passwordPath = "/account/password"

// mustChange sends those on who have a password for one login: nothing else
// is done before it is changed, but to log out or choose a language.
func (r *Request) mustChange() bool {
	return r.Me != nil && r.Me.MustChange && !slices.Contains([]string{passwordPath, ui.LogoutPath, ui.LangPath, ui.ThemePath}, r.URL.Path)
}

// myAccount shows one's own account.
func (s *Server) myAccount(r *Request) error {
	rec, err := s.Vault.Get(r.Reader(), r.P.Person)
	if err != nil {
		return err
	}
	tokens, err := s.Accounts.Tokens(r.Reader(), r.P, r.Paging())
	if err != nil {
		return err
	}
	v := account.Mine{
		Page: r.under(lang.T("我的账户", "My account")), Head: ui.HeadInfo{Title: lang.T("我的账户", "My account")},
		Profile: entryPath(auth.Person, r.P.Person) + "/edit", Held: heldTable(), Key: r.NewKey(),
		Facts: []ui.Fact{{Label: lang.T("姓名", "Name"), Text: rec.Name}, {Label: lang.T("英文或拼音姓名", "Name in Latin letters"), Text: rec.NameEN}, {Label: lang.T("登录名", "Login"), Text: r.Me.Login},
			{Label: lang.T("电子邮箱", "E-mail"), Text: rec.Email}, {Label: lang.T("电话", "Telephone"), Text: rec.Phone}},
		Lang: langField(string(r.C.Lang)).Field,
		Theme: ui.Field{Name: "theme", Label: lang.T("外观", "Looks"), Value: r.Me.Theme, Options: []ui.Option{
			{Value: "", Text: lang.T("跟随系统", "As the system")}, {Value: "light", Text: lang.T("浅色", "Light")}, {Value: "dark", Text: lang.T("深色", "Dark")}}},
	}
	v.Lang.Required = false
	if v.Offices, err = r.heldOffices(r.P.Person); err != nil {
		return err
	}
	for _, t := range tokens.Items {
		v.Tokens = append(v.Tokens, r.token(t))
	}
	v.Pager = r.pager(len(v.Tokens), tokens.Next)
	return r.Page(account.MinePage(r.C, v))
}

// token shows an API token.
func (r *Request) token(t auth.Token) account.Token {
	scopes := make([]lang.Text, len(t.Scopes))
	for i, s := range t.Scopes {
		scopes[i] = scopeText(s)
	}
	out := account.Token{ID: t.ID, Label: t.Label, Scopes: r.C.Join(scopes), Made: r.C.Date(t.Made), Until: r.C.Date(t.Expires), Used: r.C.Time(t.Used),
		State: ui.Status{Text: lang.T("有效", "valid"), Tone: ui.OK}, Valid: true}
	switch {
	case !t.Revoked.IsZero():
		out.State, out.Valid = ui.Status{Text: lang.T("已撤销", "revoked"), Tone: ui.Ended}, false
	case !t.Expires.After(r.C.Now):
		out.State, out.Valid = ui.Status{Text: lang.T("已过期", "expired"), Tone: ui.Ended}, false
	}
	return out
}

func scopeText(s auth.Scope) lang.Text {
	switch s {
	case auth.Read:
		return lang.T("查看", "read")
	case auth.Write:
		return lang.T("办理案卷", "act on cases")
	case auth.Admin:
		return lang.T("登记和账户", "register and accounts")
	}
	return lang.Same(string(s))
}

// changePassword sets one's own password.
func (s *Server) changePassword() formPage {
	password := func(name string, label, help lang.Text, auto string) form.Field {
		return form.Field{Kind: form.Line, Field: ui.Field{Name: name, Label: label, Help: help, Type: "password", Required: true, Narrow: true, Auto: auto}}
	}
	return formPage{
		build: func(r *Request) (form.Page, error) {
			v := form.Page{Head: ui.HeadInfo{Title: lang.T("更换密码", "Change the password"), Lead: lang.T("更换后，其他设备上的登录和接口令牌立即失效。", "All other sessions and your API tokens end when it is changed.")}, Cancel: "/account", Submit: save(),
				Fields: []form.Field{password("old", lang.T("当前密码", "Current password"), lang.Text{}, "current-password"),
					password("password", lang.T("新密码", "New password"), lang.T("至少 10 个字符，可以是一句话", "At least 10 characters; a sentence will do"), "new-password"),
					password("repeat", lang.T("再输入一次新密码", "The new password once more"), lang.Text{}, "new-password"),
					{Kind: form.Checks, Field: ui.Field{Name: "tokens", Label: lang.T("接口令牌", "API tokens"), Help: lang.T("怀疑密码泄露时不要保留", "Do not keep them when somebody else may know the password"),
						Options: []ui.Option{{Value: "keep", Text: lang.T("保留我的接口令牌", "Keep my API tokens")}}}}}}
			if r.Me.MustChange {
				v.Cancel = ""
				v.Above = append(v.Above, register.Warning(r.C, ui.Warn, lang.T("请先设置自己的密码", "First choose a password of your own"), lang.T("您使用的是一次性密码。更换之后才能继续。", "You logged in with a one-time password. Everything else waits until it is changed.")))
			}
			return v, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			if err := r.sameTwice(); err != nil {
				return "", lang.Text{}, err
			}
			path := "/account"
			if r.Me.MustChange {
				path = "/home"
			}
			err := s.Accounts.ChangePassword(r.Context(), r.P, r.C.Now, auth.NewPassword{Old: r.PostFormValue("old"),
				Password: r.PostFormValue("password"), KeepTokens: r.PostFormValue("tokens") == "keep"})
			return path, lang.T("密码已更换。", "The password is changed."), err
		},
	}
}

// sameTwice refuses a new password that was not typed alike twice.
func (r *Request) sameTwice() error {
	if r.PostFormValue("password") == r.PostFormValue("repeat") {
		return nil
	}
	return errs.New(errs.Invalid, "web.password.repeat", lang.T("两次输入的新密码不一致。", "The two new passwords differ.")).At("repeat")
}

// endSessions logs the person out everywhere but here.
func (s *Server) endSessions(r *Request) error {
	if err := s.Accounts.EndOtherSessions(r.Context(), r.P); err != nil {
		return err
	}
	return r.See("/account", lang.T("其他设备上的登录已失效。", "All other sessions are ended."))
}

// newToken asks for an API token.
func (s *Server) newToken() formPage {
	return formPage{build: func(r *Request) (form.Page, error) {
		scopes := form.Field{Kind: form.Checks, Field: ui.Field{Name: "scopes", Label: lang.T("权限", "Scopes"), Chosen: []string{string(auth.Read)}, Help: lang.T("只给程序需要的权限", "Give no more than the program needs")}}
		for _, sc := range auth.Scopes() {
			scopes.Options = append(scopes.Options, ui.Option{Value: string(sc), Text: scopeText(sc)})
		}
		return form.Page{Head: ui.HeadInfo{Title: lang.T("创建令牌", "Make a token"), Lead: lang.T("令牌只显示一次，系统只保存其摘要。", "It is shown once; its digest alone is kept.")}, Cancel: "/account",
			Fields: []form.Field{{Kind: form.Line, Field: ui.Field{Name: "label", Label: lang.T("用途", "What it is for"), Required: true, Max: 100}}, scopes,
				{Kind: form.Line, Field: ui.Field{Name: "days", Label: lang.T("有效天数", "Valid for (days)"), Value: "90", Type: "number", Narrow: true, Required: true, Help: lang.T("1 至 366 天", "1 to 366 days")}}},
			Submit: ui.Button{Text: lang.T("创建", "Make"), Look: ui.Primary}}, nil
	}}
}

// makeToken sends the form of newToken and shows the token this one time.
func (s *Server) makeToken(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	days, _ := strconv.Atoi(strings.TrimSpace(r.PostFormValue("days"))) // no number is no length that is allowed
	cmd := auth.MakeToken{Label: strings.TrimSpace(r.PostFormValue("label")), Days: days}
	for _, sc := range r.PostForm["scopes"] {
		cmd.Scopes = append(cmd.Scopes, auth.Scope(sc))
	}
	_, token, err := s.Accounts.MakeToken(r.Context(), r.P, r.C.Now, cmd)
	if err != nil {
		if !Refused(err) {
			return err
		}
		return s.newToken().render(r, err)
	}
	title := lang.T("令牌已创建", "The token is made")
	return r.Page(register.EntryPage(r.C, register.Entry{
		Page: r.under(title, ui.Link{Text: lang.T("我的账户", "My account"), Href: "/account"}), Head: ui.HeadInfo{Title: title},
		Status: ui.Status{Text: lang.T("有效 %d 天", "valid for %d days").With(days), Tone: ui.OK},
		Sections: []register.Section{{ID: "token", Title: lang.Same(cmd.Label), Body: register.Secret(r.C, lang.T("令牌", "Token"), token,
			lang.T("请现在复制并妥善保存，离开本页后无法再次查看。", "Copy it now and keep it safe; it cannot be seen again after this page.")),
			Acts: []register.Act{{Link: ui.Link{Text: lang.T("返回我的账户", "Back to my account"), Href: "/account"}}}}},
	}))
}

// revokeToken ends an API token.
func (s *Server) revokeToken(r *Request) error {
	if err := s.Accounts.RevokeToken(r.Context(), r.P, r.C.Now, r.PathValue("id")); err != nil {
		return err
	}
	return r.See("/account#tokens", lang.T("令牌已撤销。", "The token is revoked."))
}
