package portal

import (
	"net/http"
	"net/url"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/complaint"
	"lunheng/internal/lang"
	"lunheng/internal/portal/pages"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/web/ui"
)

const reportPath = "/report-a-wrong"

var reportTitle = lang.T("举报与投诉", "Report a wrong")

// still is the frame of a page that sets nothing in the browser; its language is
// part of the address.
func (p *Portal) still(v *visit, title lang.Text) ui.PageInfo {
	if l := lang.Lang(v.FormValue("lang")); l == lang.ZH || l == lang.EN {
		v.c.Lang = l
	}
	info := p.info(title)
	info.Stay = true
	return info
}

// reporting tells what to expect, and lists who receives reports.
func (p *Portal) reporting(v *visit) error {
	out := pages.ReportingView{Page: p.still(v, reportTitle), Query: strings.TrimSpace(v.FormValue("q"))}
	page, err := complaint.Offices(p.Read(v.Context()), out.Query, store.Paging{After: v.FormValue("after")})
	if err != nil {
		return err
	}
	for _, b := range page.Items {
		name := lang.T(b.NameZH, b.NameEN)
		if name.EN == "" {
			name.EN = name.ZH
		}
		out.Bodies = append(out.Bodies, ui.Link{Text: name, Href: reportPath + "/" + b.Body + "?lang=" + string(v.c.Lang)})
	}
	if page.Next != "" {
		out.Next = reportPath + "?" + url.Values{"q": {out.Query}, "after": {page.Next}, "lang": {string(v.c.Lang)}}.Encode()
	}
	return v.render(http.StatusOK, pages.Reporting(v.c, out))
}

// reportForm is where one writes a report to a body, with the keys of those who will
// read it.
func (p *Portal) reportForm(v *visit) error {
	r := p.Read(v.Context())
	in, err := p.Complaint.Intake(r, v.PathValue("body"))
	if err != nil {
		return err
	}
	out := pages.ReportFormView{Page: p.still(v, reportTitle), ID: in.Body, Unit: in.BodyKind == auth.Unit}
	out.Page.Crumbs = []ui.Link{{Text: reportTitle, Href: reportPath + "?lang=" + string(v.c.Lang)}}
	names, err := registry.Names(r, in.BodyKind, in.Body)
	if err != nil {
		return err
	}
	if out.Body = names[in.Body]; out.Body.EN == "" {
		out.Body.EN = out.Body.ZH
	}
	if out.Receivers, err = p.readers(r, in.Ready(complaint.Receiver)); err != nil {
		return err
	}
	out.Custodians, err = p.readers(r, in.Ready(complaint.Custodian))
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ReportForm(v.c, out))
}

func (p *Portal) readers(r store.Reader, list []complaint.Person) ([]pages.Reader, error) {
	var ids []string
	for _, one := range list {
		ids = append(ids, one.Person)
	}
	names, err := p.Vault.Names(r, ids...)
	if err != nil {
		return nil, err
	}
	var out []pages.Reader
	for _, one := range list {
		name := names[one.Person]
		if name.IsZero() {
			name = lang.T("已删除的人员", "somebody erased")
		}
		out = append(out, pages.Reader{ID: one.Person, Key: one.Key, Name: name})
	}
	return out, nil
}

// channel is where a receipt opens its channel.
func (p *Portal) channel(v *visit) error {
	out := pages.ChannelView{Page: p.still(v, lang.T("我的举报", "My report"))}
	out.Page.Crumbs = []ui.Link{{Text: reportTitle, Href: reportPath + "?lang=" + string(v.c.Lang)}}
	return v.render(http.StatusOK, pages.ChannelPage(v.c, out))
}
