package web

import (
	"net/http"
	"strings"

	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/vault"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// setupPage is where the first administrator is made. The one-time code that the
// operator was given is typed in: in an address it would lie in histories and
// in the logs of proxies.
func (s *Server) setupPage(r *Request) error { return s.showSetup(r, ui.Form{}, http.StatusOK) }

func (s *Server) showSetup(r *Request, typed ui.Form, status int) error {
	fresh, err := s.Accounts.NeedsSetup(r.Reader())
	if err != nil {
		return err
	}
	if !fresh {
		return s.noSetup(r)
	}
	r.W.Header().Set("Referrer-Policy", "no-referrer")
	title := lang.T("初始设置", "Setting up")
	v := form.Page{Page: r.Info(title), Head: ui.HeadInfo{Title: title, Lead: lang.T("建立第一位管理员。设置码显示在服务器的终端上，只能使用一次。", "Make the first administrator. The code stands on the server's terminal and works once.")},
		Form: typed, Action: "/setup", Key: r.NewKey(), Submit: ui.Button{Text: lang.T("建立管理员并登录", "Make the administrator and log in"), Look: ui.Primary}}
	v.Fields = []form.Field{
		{Kind: form.Line, Field: ui.Field{Name: "token", Label: lang.T("设置码", "Setup code"), Required: true, Max: 100, Auto: "one-time-code", Help: lang.T("以 setup_ 开头的一行", "The line that begins with setup_")}},
		{Kind: form.Line, Field: ui.Field{Name: "record.name", Label: lang.T("姓名", "Name"), Required: true, Max: 200, Auto: "name"}},
		{Kind: form.Line, Field: ui.Field{Name: "record.email", Label: lang.T("电子邮箱", "E-mail"), Type: "email", Max: 200, Auto: "email", Help: lang.T("可不填", "May be empty")}},
		{Kind: form.Line, Field: ui.Field{Name: "login", Label: lang.T("登录名", "Login"), Required: true, Narrow: true, Max: 64, Auto: "username", Help: lang.T("文字、数字和 . _ - + @", "Letters, digits and . _ - + @")}},
		{Kind: form.Line, Field: ui.Field{Name: "password", Label: lang.T("密码", "Password"), Type: "password", Required: true, Narrow: true, Auto: "new-password",
			Help: lang.T("至少 10 个字符，可以是一句话", "At least 10 characters; a sentence will do")}},
		{Kind: form.Line, Field: ui.Field{Name: "repeat", Label: lang.T("再输入一次密码", "The password once more"), Type: "password", Required: true, Narrow: true, Auto: "new-password"}},
	}
	return r.Render(status, form.Public(r.C, v))
}

// noSetup tells that all is set up.
func (s *Server) noSetup(r *Request) error {
	title := lang.T("已经设置完毕", "All is set up")
	words := lang.T("第一位管理员已经建立，设置码不再有效。请直接登录。", "The first administrator is made and the setup code is void. Log in.")
	return r.Render(http.StatusForbidden, form.Notice(r.C, r.Info(title), ui.HeadInfo{Title: title}, register.Words(r.C, words), ui.Link{Text: lang.T("登录", "Log in"), Href: ui.LoginPath}))
}

// setUp makes the first administrator and logs them in.
func (s *Server) setUp(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	token := strings.TrimSpace(r.PostFormValue("token"))
	err := r.sameTwice()
	person := ""
	if err == nil {
		person, err = s.SetUp(r.Context(), r.C.Now, edge.SetUp{Token: token, Login: r.PostFormValue("login"), Password: r.PostFormValue("password"), Lang: r.C.Lang,
			Record: vault.Record{Name: r.PostFormValue("record.name"), Email: r.PostFormValue("record.email")}})
	}
	if err != nil {
		if !Refused(err) && errs.CodeOf(err) != errs.Forbidden {
			return err
		}
		return s.showSetup(r, r.Form(err), Status(err))
	}
	if _, err := s.Accounts.LoginAs(r.Context(), person, r.C.Now); err != nil {
		return err
	}
	return r.See("/home", lang.T("已建立第一位管理员。接下来登记单位、任命人员。", "The first administrator is made. Next: units and people."))
}
