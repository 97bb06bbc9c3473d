package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/web/ui"
)

// maxForm bounds a form, with the small files that some carry. The files of an
// application are streamed and bounded by max-upload instead.
const maxForm = 2 << 20

// maxHandOver bounds the form that brings all letters of a report, encrypted anew.
const maxHandOver = 64 << 20

// maxList bounds a form with a list of up to a hundred thousand rows.
const maxList = 16 << 20

// maxSize is how large the request's form may be, in bytes.
func (r *Request) maxSize() int64 {
	switch r.Pattern {
	case "POST " + handOverPath:
		return maxHandOver
	case "POST /vetoes/new", "POST /imports/new", "POST /sanction-lists/new":
		return maxList
	}
	return maxForm
}

// Parse reads the form, within a bound, and refuses what is no text. Every
// request but an upload has gone through it before its handler runs.
func (r *Request) Parse() error {
	if r.PostForm != nil {
		return nil
	}
	r.Body = http.MaxBytesReader(r.W, r.Body, r.maxSize())
	err := r.ParseForm()
	if err == nil && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		err = r.ParseMultipartForm(maxForm)
	}
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return r.tooLarge()
	}
	if err != nil && r.Method != http.MethodGet && r.Method != http.MethodHead { // in an address, what cannot be read is not there
		return errs.New(errs.Invalid, "web.form", lang.T(
			"表单无法读取，请重新打开页面再试。", "The form could not be read; open the page again.")).Because(err)
	}
	return edge.Form(r.Request.Form)
}

// tooLarge says by how much a form is too large, as far as the browser has told.
func (r *Request) tooLarge() error {
	limit := r.C.Size(r.maxSize())
	if r.ContentLength > r.maxSize() {
		return errs.New(errs.TooLarge, "web.form.large", lang.T("提交的内容共 %s，一张表单最多 %s，没有保存。请返回上一页，缩短文字或换用较小的文件；大文件请在申请的材料页上传。",
			"What was sent is %s; a form holds at most %s, and nothing was kept. Go back and shorten it or take a smaller file; large files go in on the application's own page."), r.C.Size(r.ContentLength), limit)
	}
	return errs.New(errs.TooLarge, "web.form.large", lang.T("提交的内容超过一张表单的上限 %s，没有保存。请返回上一页，缩短文字或换用较小的文件；大文件请在申请的材料页上传。",
		"What was sent is more than the %s that a form holds, and nothing was kept. Go back and shorten it or take a smaller file; large files go in on the application's own page."), limit)
}

// Version is the version of the file that the person saw; 0 when not given.
func (r *Request) Version() int64 {
	n, err := strconv.ParseInt(r.FormValue("version"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Key is the form's key against doing a thing twice.
func (r *Request) Key() string { return r.FormValue("key") }

// NewKey is a fresh key for a form.
func (r *Request) NewKey() string { return rand.Text() }

// Reader reads committed data.
func (r *Request) Reader() store.Reader { return r.S.Read(r.Context()) }

// Paging is which page of a list the address asks for.
func (r *Request) Paging() store.Paging {
	n, _ := strconv.Atoi(r.FormValue("limit"))
	return store.Paging{Limit: n, After: r.FormValue("after")}
}

// Back is a path on this server to return to, or the fallback. Addresses of
// other servers are not followed.
func (r *Request) Back(fallback string) string {
	back := r.FormValue("back")
	if !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.Contains(back, "\\") {
		return fallback
	}
	if strings.ContainsFunc(back, unicode.IsControl) { // browsers drop a tab: "/\t/host" is "//host" to them
		return fallback
	}
	return back
}

// Info is the frame of a page for this person.
func (r *Request) Info(title lang.Text) ui.PageInfo {
	info := ui.PageInfo{Title: title, Demo: r.S.Demo != nil, Release: r.S.Release, Nav: r.nav()}
	if r.Me != nil {
		info.User = &ui.User{Name: r.C.Text(r.Me.Name)}
		for _, o := range r.Me.Offices {
			info.User.Roles = append(info.User.Roles, o.Role.Text())
		}
		info.Account = []ui.Link{{Text: lang.T("我的账户", "My account"), Href: "/account"}}
	}
	if text := r.S.Accounts.TakeFlash(r.Context()); !text.IsZero() {
		info.Flash = []ui.Flash{{Tone: ui.OK, Text: text}}
	}
	return info
}
