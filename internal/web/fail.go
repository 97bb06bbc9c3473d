package web

import (
	"errors"
	"net/http"
	"net/url"

	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/entry"
	"lunheng/internal/web/ui"
)

// Fail answers with a page that says what is wrong and what to do. Detail of
// our own faults goes to the log alone.
func (r *Request) Fail(err error) {
	status := edge.Status(err)
	if errs.CodeOf(err) == errs.Internal {
		r.S.Log.Error("request failed", "pattern", r.Pattern, "error", err)
		err = errs.New(errs.Internal, "web.internal", lang.T(
			"系统出错，已记入日志。您的操作没有生效，请稍后重试。",
			"Something went wrong on our side and was noted. Your act had no effect; please try again later."))
	}
	if errs.CodeOf(err) == errs.Login && r.Me == nil && r.Method == http.MethodGet {
		r.toLogin()
		return
	}
	if r.wantsText() {
		r.failText(status, err)
		return
	}
	v := entry.Trouble{Page: r.Info(entry.TroubleTitle(status)), Problems: errs.All(err), Back: r.before(), Again: r.again(status)}
	if s, ok := errors.AsType[*journal.Stale](err); ok {
		v.Since = r.S.since(r, s)
	}
	if err := r.Render(status, entry.TroublePage(r.C, v)); err != nil {
		r.S.Log.Error("render failure", "error", err)
		http.Error(r.W, "内部错误 Internal error", http.StatusInternalServerError)
	}
}

// before is the page of this server that the browser came from; none where it came
// from elsewhere.
func (r *Request) before() string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Scheme != "http" && from.Scheme != "https" {
		return ""
	}
	if own, err := url.Parse(r.S.PublicURL); from.Host != r.Host && (err != nil || from.Host != own.Host) {
		return ""
	}
	return from.String()
}

// wantsText reports whether a script asks, which shows a sentence by itself.
func (r *Request) wantsText() bool {
	return r.Header.Get("HX-Request") == "true" || r.Header.Get("Lunheng-Autosave") != "" || r.Header.Get(uploadHeader) != ""
}

func (r *Request) failText(status int, err error) {
	text := ""
	for _, e := range errs.All(err) {
		text += e.In(r.C.Lang) + "\n"
	}
	r.W.Header().Set("Content-Type", "text/plain; charset=utf-8")
	r.W.WriteHeader(status)
	_, _ = r.W.Write([]byte(text))
}

// Form is the form as it was sent, with what is wrong with it.
func (r *Request) Form(err error) ui.Form { return ui.Form{Values: r.PostForm, Err: err} }

// Refused reports whether err is for the person who sent the form: then the
// form is shown again with it. Other errors get a page of their own.
func Refused(err error) bool {
	switch errs.CodeOf(err) {
	case errs.Invalid, errs.Refused, errs.Conflict, errs.TooLarge, errs.TooMany, errs.Login:
		return true
	}
	return false
}
