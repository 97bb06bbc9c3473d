package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/web/static"
	"lunheng/internal/web/ui"
)

// Server answers the requests of browsers.
type Server struct {
	edge.Services
}

// New makes the handler for all pages.
func New(services edge.Services) http.Handler {
	s := &Server{Services: services}
	mux := http.NewServeMux()
	mux.Handle("GET "+static.Prefix, static.Handler())
	mux.Handle("GET /favicon.ico", static.Handler())
	for _, r := range s.routes() {
		mux.Handle(r.pattern, s.wrap(r))
	}
	mux.Handle("/", s.wrap(route{"/", s.notFound, anyone}))
	return mux
}

// access says who may reach a route at all. Whether this person may do this
// to this object is decided by package auth, on the object.
type access int

const (
	anyone   access = iota // no login needed
	loggedIn               // any account
)

// handler answers one request; an error becomes a page for people.
type handler func(*Request) error

type route struct {
	pattern string
	handle  handler
	access  access
}

// Request is one request with what every handler needs to know.
type Request struct {
	*http.Request
	W  http.ResponseWriter
	S  *Server
	C  ui.Ctx
	P  auth.Principal // anonymous when nobody is logged in
	Me *edge.Profile  // nil when nobody is logged in
}

func (s *Server) wrap(rt route) http.Handler {
	h := http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		r, err := s.request(w, hr)
		if err == nil && rt.access == loggedIn && r.Me == nil {
			r.unknown()
			return
		}
		if err == nil && r.mustChange() {
			http.Redirect(w, hr, passwordPath, http.StatusSeeOther)
			return
		}
		if err == nil {
			err = rt.handle(r)
		}
		if err != nil {
			r.Fail(err)
		}
	})
	return s.Accounts.Middleware(h)
}

// request finds out who asks, in which language, and when.
func (s *Server) request(w http.ResponseWriter, hr *http.Request) (*Request, error) {
	now := s.Now()
	r := &Request{Request: hr, W: w, S: s, C: ui.ReaderOf(hr, now)}
	me, p, err := s.Who(hr.Context(), now)
	r.Me, r.P = me, p
	if me != nil && me.Lang != "" {
		r.C.Lang = me.Lang
	}
	if err == nil && hr.Pattern != uploadRoute { // that one streams its body
		err = r.Parse()
	}
	return r, err
}

// Render answers with a page. It is rendered as a whole first, so that an
// error in a template never leaves half a page.
func (r *Request) Render(status int, page templ.Component) error {
	b := templ.GetBuffer() // long pages by the hundred a second: used again and again
	defer templ.ReleaseBuffer(b)
	if err := page.Render(r.Context(), b); err != nil {
		return err
	}
	if status >= http.StatusBadRequest && r.Method == http.MethodPost {
		if err := r.keepTyped(b); err != nil {
			return err
		}
	}
	return r.answer(status, b)
}

// answer sends a page that is rendered.
func (r *Request) answer(status int, b *bytes.Buffer) error {
	h := r.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	r.W.WriteHeader(status)
	_, err := r.W.Write(b.Bytes())
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return nil
}

// Page renders a page that is fine.
func (r *Request) Page(page templ.Component) error { return r.Render(http.StatusOK, page) }

// See sends the browser on after a successful act, with a word of success.
func (r *Request) See(path string, done lang.Text) error {
	if !done.IsZero() {
		r.S.Accounts.Flash(r.Context(), done)
	}
	if r.Header.Get("HX-Request") == "true" {
		r.W.Header().Set("HX-Redirect", path)
		r.W.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(r.W, r.Request, path, http.StatusSeeOther)
	return nil
}

// unknown sends somebody without a session to the login; what they typed into a
// form meanwhile is shown to them, to be sent again afterwards.
func (r *Request) unknown() {
	if r.Method != http.MethodPost || r.wantsText() || len(r.written(func(string) bool { return false })) == 0 {
		r.toLogin()
		return
	}
	r.Fail(errs.New(errs.Login, "web.session", lang.T("登录已失效。请在另一个标签页登录，再回到本页，点“再提交一次”。",
		"Your session has ended. Log in in another tab, come back to this page and send the form again.")))
}

func (r *Request) toLogin() {
	back := ""
	if r.Method == http.MethodGet {
		back = "?back=" + templ.EscapeString(r.URL.EscapedPath())
	}
	if r.Header.Get("HX-Request") == "true" || r.Header.Get("Lunheng-Autosave") != "" {
		http.Error(r.W, r.C.T("登录已失效。请在另一个标签页登录后重试；您填写的内容仍在本页。",
			"Your session has ended. Log in in another tab, then try again; what you typed is still on this page."), http.StatusUnauthorized)
		return
	}
	http.Redirect(r.W, r.Request, ui.LoginPath+back, http.StatusSeeOther)
}

// Status maps an error to an HTTP status.
func Status(err error) int { return edge.Status(err) }

// notFound answers addresses that lead nowhere.
func (s *Server) notFound(r *Request) error {
	return errs.New(errs.NotFound, "web.no_page", lang.T("没有这个页面。", "There is no such page."))
}
