package web

import (
	"net/http"
	"net/url"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/check"
	"lunheng/internal/web/pages/entry"
	"lunheng/internal/web/ui"

	"lunheng/internal/calendar"
)

// front sends people to their home and greets everybody else.
func (s *Server) front(r *Request) error {
	if r.Me != nil {
		return r.See("/home", lang.Text{})
	}
	return r.Page(entry.FrontPage(r.C, entry.Front{Page: r.Info(lang.T("伦衡", "Lunheng")), Demo: s.demoRows()}))
}

func (s *Server) loginPage(r *Request) error { return s.showLogin(r, ui.Form{}, http.StatusOK) }

func (s *Server) showLogin(r *Request, form ui.Form, status int) error {
	fresh, err := s.Accounts.NeedsSetup(r.Reader())
	if err != nil {
		return err
	}
	return r.Render(status, entry.LoginPage(r.C, entry.Login{
		Page: r.Info(lang.T("登录", "Log in")), Form: form, Back: r.Back(""), Demo: s.demoRows(), Fresh: fresh,
	}))
}

func (s *Server) login(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	_, err := s.Accounts.Login(r.Context(), r.PostFormValue("login"), r.PostFormValue("password"), s.Proxies.Client(r.Request), r.C.Now)
	if err != nil {
		if !Refused(err) {
			return err
		}
		r.PostForm.Del("password")
		status := http.StatusUnprocessableEntity
		if errs.CodeOf(err) == errs.TooMany {
			status = http.StatusTooManyRequests
		}
		return s.showLogin(r, r.Form(err), status)
	}
	return r.See(r.Back("/home"), lang.Text{})
}

// demoLogin logs in as one of the invented people. There is no such address
// outside the demo.
func (s *Server) demoLogin(r *Request) error {
	person := r.PostFormValue("person")
	for _, a := range s.Demo {
		if a.Person == person {
			if _, err := s.Accounts.LoginAs(r.Context(), person, r.C.Now); err != nil {
				return err
			}
			return r.See("/home", lang.Text{})
		}
	}
	return s.notFound(r)
}

func (s *Server) demoRows() []entry.DemoRow {
	rows := make([]entry.DemoRow, len(s.Demo))
	for i, a := range s.Demo {
		rows[i] = entry.DemoRow{Role: a.Role, Name: a.Name, Person: a.Person, Login: a.Login}
	}
	return rows
}

func (s *Server) logout(r *Request) error {
	if err := s.Accounts.Logout(r.Context()); err != nil {
		return err
	}
	return r.See("/", lang.Text{})
}

func (s *Server) setLanguage(r *Request) error {
	l := lang.Parse(r.PostFormValue("lang"))
	r.remember(ui.LangCookie, string(l))
	if r.Me != nil {
		if err := s.Accounts.SetPreferences(r.Context(), r.P, l, r.Me.Theme); err != nil {
			return err
		}
	}
	return r.See(r.Back("/"), lang.Text{})
}

func (s *Server) setTheme(r *Request) error {
	theme := ui.ParseTheme(r.PostFormValue("theme"))
	r.remember(ui.ThemeCookie, string(theme))
	if r.Me != nil {
		if err := s.Accounts.SetPreferences(r.Context(), r.P, r.C.Lang, string(theme)); err != nil {
			return err
		}
	}
	return r.See(r.Back("/"), lang.Text{})
}

// remember keeps a choice in the browser for a year. It tells nothing of a
// person.
func (r *Request) remember(name, value string) {
	http.SetCookie(r.W, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (s *Server) styleGuide(r *Request) error {
	return r.Page(ui.StylePage(r.C, r.Info(lang.T("样式页", "Style page"))))
}

// check is the two-minute check; the answers are in the address.
func (s *Server) check(r *Request) error {
	return s.showTalk(r, r.URL.Query(), nil)
}

func (s *Server) showTalk(r *Request, answers url.Values, wrong error) error {
	v := check.Talk(s.Book.Current(), calendar.Of(r.C.Now), check.View{Page: r.Info(lang.T("两分钟自测", "Two-minute check")),
		Answers: answers, Order: check.Order(r.URL.RawQuery), MayApply: r.Me != nil, Key: r.NewKey(), Public: s.PublicURL})
	if wrong != nil && v.Form.Err == nil {
		v.Form = ui.Form{Values: r.PostForm, Err: wrong}
	}
	return r.Render(talkStatus(v, http.StatusOK), check.Page(r.C, v))
}

// talkStatus is the status of a page with a conversation.
func talkStatus(v check.View, status int) int {
	switch {
	case v.Form.Err != nil:
		return max(status, http.StatusUnprocessableEntity)
	case len(v.Trouble) > 0:
		return http.StatusConflict
	}
	return status
}
