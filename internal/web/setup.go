package web

import (
	"net/http"

	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/vault"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// setupPage is the one-time link that the operator was given. The token
// stands in the address this once and then travels in the form.
func (s *Server) setupPage(r *Request) error {
	return s.showSetup(r, r.FormValue("token"), ui.Form{}, http.StatusOK)
}

func (s *Server) showSetup(r *Request, token string, typed ui.Form, status int) error {
	title := lang.T("初始设置", "Setting up")
	v := form.Page{Page: r.Info(title), Head: ui.HeadInfo{Title: title, Lead: lang.T("建立第一位管理员。此链接只能使用一次，之后不再有效。", "Make the first administrator. This link works once.")},
		Form: typed, Action: "/setup", Key: r.NewKey(), Submit: ui.Button{Text: lang.T("建立管理员并登录", "Make the administrator and log in"), Look: ui.Primary}}
	if err := s.Accounts.CheckSetup(r.Reader(), token); err != nil {
		if errs.CodeOf(err) != errs.Forbidden {
			return err
		}
		return s.noSetup(r, err)
	}
	v.Fields = []form.Field{
		{Kind: form.Hidden, Field: ui.Field{Name: "token", Value: token}},
		{Kind: form.Line, Field: ui.Field{Name: "record.name", Label: lang.T("姓名", "Name"), Required: true, Max: 200, Auto: "name"}},
		{Kind: form.Line, Field: ui.Field{Name: "record.email", Label: lang.T("电子邮箱", "E-mail"), Type: "email", Max: 200, Auto: "email", Help: lang.T("可不填", "May be empty")}},
		{Kind: form.Line, Field: ui.Field{Name: "login", Label: lang.T("登录名", "Login"), Required: true, Narrow: true, Max: 64, Auto: "username", Help: lang.T("文字、数字和 . _ - + @", "Letters, digits and . _ - + @")}},
		{Kind: form.Line, Field: ui.Field{Name: "password", Label: lang.T("密码", "Password"), Type: "password", Required: true, Narrow: true, Auto: "new-password",
			Help: lang.T("至少 10 个字符，可以是一句话", "At least 10 characters; a sentence will do")}},
		{Kind: form.Line, Field: ui.Field{Name: "repeat", Label: lang.T("再输入一次密码", "The password once more"), Type: "password", Required: true, Narrow: true, Auto: "new-password"}},
	}
	return r.Render(status, form.Public(r.C, v))
}

// noSetup says what to do when a link does not work.
func (s *Server) noSetup(r *Request, why error) error {
	title := lang.T("此链接不能使用", "This link does not work")
	words := lang.T("设置链接只能使用一次。若已建立管理员，请直接登录；若尚未建立，请使用服务器终端上最新显示的链接。",
		"A setup link works once. If the administrator is made already, log in; if not, use the latest link on the server's terminal.")
	return r.Render(Status(why), form.Notice(r.C, r.Info(title), ui.HeadInfo{Title: title}, register.Words(r.C, words), ui.Link{Text: lang.T("登录", "Log in"), Href: ui.LoginPath}))
}

// setUp makes the first administrator and logs them in.
func (s *Server) setUp(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	token := r.PostFormValue("token")
	err := r.sameTwice()
	person := ""
	if err == nil {
		person, err = s.SetUp(r.Context(), r.C.Now, edge.SetUp{Token: token, Login: r.PostFormValue("login"), Password: r.PostFormValue("password"), Lang: r.C.Lang,
			Record: vault.Record{Name: r.PostFormValue("record.name"), Email: r.PostFormValue("record.email")}})
	}
	if err != nil {
		if errs.CodeOf(err) == errs.Forbidden {
			return s.noSetup(r, err)
		}
		if !Refused(err) {
			return err
		}
		return s.showSetup(r, token, r.Form(err), Status(err))
	}
	if _, err := s.Accounts.LoginAs(r.Context(), person, r.C.Now); err != nil {
		return err
	}
	return r.See("/home", lang.T("已建立第一位管理员。接下来登记单位、任命人员。", "The first administrator is made. Next: units and people."))
}
